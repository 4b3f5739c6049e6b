//! Deleting a record, and what hangs on it.

use super::OpenRecord;
use super::page::title_of;
use crate::session::Session;
use crate::ui::{Busy, Button, ButtonKind, Dialog, IconName, gone, later};
use crate::{history, platform, routes, text};
use client::lines::Line;
use leptos::prelude::*;
use register::kind;

/// At a form's end: the record can be deleted. Of a village it is said first what hangs on it.
pub fn deletion(sheet: OpenRecord) -> Option<AnyView> {
    let kind = sheet.form().kind.clone();
    // The commune's own records are there once and stay.
    let stays = kind::spec(&kind).is_some_and(|row| !row.may_be_deleted);
    if stays || !sheet.may_write(&kind, protocol::DELETION) {
        return None;
    }
    let is_village = kind == kind::VILLAGE;
    let delete = move || {
        let (session, scope, root) = (sheet.session, sheet.scope(), sheet.root());
        let text = text::deleted(&untrack(|| title_of(sheet)));
        platform::leave_field();
        let list = routes::list_of(&kind);
        let at = history::out_of_record(&list);
        later(async move {
            if session.delete(&scope, &root, &root, text, at).await {
                history::dismiss(&list);
                gone().await;
            }
        })
    };
    let asking = RwSignal::new(false);
    let hangs = Memo::new(move |_| match is_village {
        true => hanging(sheet.session, &sheet.scope()),
        false => String::new(),
    });
    let deleting = Busy::default();
    let all_the_same = {
        let delete = delete.clone();
        deleting.act(move |()| {
            asking.set(false);
            delete()
        })
    };
    let ask = deleting.act(move |()| match hangs.with_untracked(String::is_empty) {
        true => Some(delete()),
        false => {
            asking.set(true);
            None
        }
    });
    let nothing_there = move || !sheet.is_there();
    let button = move || match sheet.is_kept() {
        true => view! { <p class="quiet-text">{text::KEPT_BY_A_STEP}</p> }.into_any(),
        false => view! {
            <Button kind=ButtonKind::Danger on_click=ask icon=IconName::Delete>
                {text::DELETE}
            </Button>
        }
        .into_any(),
    };
    Some(
        view! {
            <div class="apart" hidden=nothing_there>
                {move || button()}
            </div>
            {is_village.then(|| view! {
                <Dialog open=asking title=Signal::derive(move || text::delete_it(&title_of(sheet)))>
                    <p>{move || text::hangs_on_village(&hangs.get())}</p>
                    <div class="dialog-actions">
                        <Button on_click=move |()| asking.set(false)>{text::CANCEL}</Button>
                        <Button kind=ButtonKind::Danger on_click=all_the_same>
                            {text::DELETE_ALL_THE_SAME}
                        </Button>
                    </div>
                </Dialog>
            })}
        }
        .into_any(),
    )
}

/// The other records of a village's scope, in words.
fn hanging(session: Session, scope: &str) -> String {
    let of_kind = |kind: &str| -> Vec<_> {
        let mut lines = session.lines_of(kind);
        lines.retain(|line| line.scope == scope);
        lines
    };
    let registration = |line: &Line| {
        let about = &line.about;
        text::registration_with_state(about.year.unwrap_or_default(), about.state == "signed")
    };
    let registrations = of_kind(kind::EMULATION_REGISTRATION);
    let mut words: Vec<String> = registrations
        .iter()
        .map(|line| registration(line))
        .collect();
    for row in kind::all().iter().filter(|row| !row.several.is_empty()) {
        match of_kind(row.kind).len() {
            0 => {}
            count => words.push(format!("{count} {}", row.several)),
        }
    }
    words.join(", ")
}
