//! A text that is being written: [`client::text_field`] decides, here it is kept in the register of
//! the person at this phone until it is saved or thrown away on purpose.

use super::open_record::UnsavedRecord;
use super::typed::OnLeaving;
use crate::platform::{self, sleep};
use crate::session::Session;
use client::Moment;
use client::text_field::{Control, TextDriver, TextField};
use leptos::prelude::Notify;
use leptos::task::spawn_local;
use protocol::OpId;
use replica::Typing;
use serde_json::Value;
use std::rc::Rc;

/// The [`Control`] of every text in the app, long or short. One kind for all: another would be the
/// whole machine once more.
pub struct TextControl {
    session: Session,
    seed: UnsavedRecord,
    /// What saves the text when its control is left, and shows it; nothing, where a button does.
    pub field: Option<OnLeaving>,
}

/// A text that is being written.
pub type Text = TextDriver<TextControl>;

/// A text that a button saves: what was written there and not saved, or `begin`; and whether any was.
pub fn draft(session: Session, place: Typing, begin: String) -> (Rc<Text>, bool) {
    let found = session.typing(&place).map(|found| Typing {
        predecessors: place.predecessors.clone(),
        ..found
    });
    let field = TextField::new(place, found.as_ref(), begin);
    let text = writing(session, UnsavedRecord::default(), field, None);
    (text, found.is_some())
}

pub fn writing(
    session: Session,
    seed: UnsavedRecord,
    text: TextField,
    field: Option<OnLeaving>,
) -> Rc<Text> {
    let writing = TextControl {
        session,
        seed,
        field,
    };
    TextDriver::new(writing, text)
}

impl Control for TextControl {
    fn now(&self) -> Moment {
        platform::moment()
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }

    async fn pause(&self, milliseconds: u32) {
        sleep(milliseconds as i32).await;
    }

    fn remember(&self, typing: Typing) {
        self.session.note_typing(typing);
    }

    async fn keep(&self, typing: Typing) -> bool {
        self.seed.create(self.session).await;
        self.session.keep_typing(typing).await
    }

    fn stayed(&self) {
        self.session.typings.notify();
    }

    fn say(&self, problem: Option<String>) {
        if let Some(field) = &self.field {
            field.say(problem);
        }
    }

    async fn save(&self, value: Value, replaces: Vec<OpId>) -> Result<Vec<OpId>, String> {
        match &self.field {
            Some(field) => field.save(&self.seed, value, replaces).await,
            None => Ok(Vec::new()),
        }
    }

    fn rewrite(&self, text: &str) {
        if let Some(field) = &self.field {
            field.rewrite(text);
        }
    }
}
