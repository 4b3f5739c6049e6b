//! A file that is made, and the ways to have it: saved on the phone, or through the share sheet.

use crate::platform::{self, Address};
use crate::text::documents as text;
use crate::ui::{Button, IconName, later};
use js_sys::Uint8Array;
use leptos::prelude::*;

pub const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
pub const TABLE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const ZIP: &str = "application/zip";

/// A finished document file in the browser, with an address to save it from and the means to share
/// it.
pub struct ReadyFile {
    file: web_sys::File,
    address: Address,
}

impl ReadyFile {
    /// «To trinh - Xa Mau Son - 2026.docx»: letters that every system and mail takes.
    pub fn of(
        name: &str,
        whose: &str,
        format: &str,
        kind: &str,
        bytes: &Uint8Array,
    ) -> Option<Self> {
        let name = register::text::file_name(&format!("{name} - {whose}.{format}"));
        Some(Self {
            file: platform::file(&name, bytes, kind)?,
            address: Address::of(&bytes.to_vec(), kind)?,
        })
    }

    /// To save it; and to send it where the phone can.
    pub fn buttons(&self, save: &'static str, send: &'static str) -> AnyView {
        self.weighed("button plain", save, send)
    }

    /// As [`ReadyFile::buttons`], where it is what the page is for.
    pub fn main_buttons(&self, save: &'static str, send: &'static str) -> AnyView {
        self.weighed("button main", save, send)
    }

    fn weighed(&self, class: &'static str, save: &'static str, send: &'static str) -> AnyView {
        let may_share = !send.is_empty() && platform::may_share(&self.file);
        let file = StoredValue::new_local(self.file.clone());
        let share = move |()| later(file.with_value(platform::share));
        let saved = RwSignal::new(false);
        view! {
            <a on:click=move |_| saved.set(true) class=class href=self.address.0.clone() download=self.file.name()>{save}</a>
            <p class="quiet-text" role="status" hidden=move || !saved.get()>{text::SAVED}</p>
            <div hidden=!may_share>
                <Button on_click=share icon=IconName::Share>{send}</Button>
            </div>
        }
        .into_any()
    }

    /// As [`ReadyFile::buttons`], of a document in a format.
    pub fn of_document(&self) -> AnyView {
        if self.file.type_() == WORD {
            self.buttons(text::SAVE_WORD, text::SHARE)
        } else {
            self.buttons(text::SAVE_TABLE, "")
        }
    }
}
