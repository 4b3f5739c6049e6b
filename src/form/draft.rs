//! A text that is being written: [`client::text_field`] decides, here it is kept in the register of
//! the person at this phone until it is saved or thrown away on purpose.

use super::sheet::Seed;
use crate::platform::{self, sleep};
use crate::session::Session;
use client::Moment;
use client::text_field::{Control, TextDriver, TextField};
use leptos::prelude::Notify;
use leptos::task::spawn_local;
use merge::Name;
use replica::Typing;
use serde_json::Value;
use std::rc::Rc;

/// What saves the text when it is left, and what shows it; nothing, where a button does.
pub trait Saving: 'static {
    fn say(&self, _: Option<String>) {}

    /// The names that the saving got, or why it failed.
    async fn save(&self, _: &Seed, _: Value, _: Vec<Name>) -> Result<Vec<Name>, String> {
        Ok(Vec::new())
    }

    fn rewrite(&self, _: &str) {}
}

impl Saving for () {}

pub struct Writing<S> {
    session: Session,
    seed: Seed,
    pub saving: S,
}

/// A text that a button saves.
pub type Draft = TextDriver<Writing<()>>;

/// What was written there and not saved, or `begin`; and whether any was.
pub fn draft(session: Session, place: Typing, begin: String) -> (Rc<Draft>, bool) {
    let found = session.typing(&place).map(|found| Typing {
        replaces: place.replaces.clone(),
        ..found
    });
    let field = TextField::new(place, found.as_ref(), begin);
    (
        writing(session, Seed::default(), field, ()),
        found.is_some(),
    )
}

pub fn writing<S: Saving>(
    session: Session,
    seed: Seed,
    field: TextField,
    saving: S,
) -> Rc<TextDriver<Writing<S>>> {
    let writing = Writing {
        session,
        seed,
        saving,
    };
    TextDriver::new(writing, field)
}

impl<S: Saving> Control for Writing<S> {
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
        self.seed.sprout(self.session).await;
        self.session.keep_typing(typing).await
    }

    fn stayed(&self) {
        self.session.typings.notify();
    }

    fn say(&self, problem: Option<String>) {
        self.saving.say(problem);
    }

    async fn save(&self, value: Value, replaces: Vec<Name>) -> Result<Vec<Name>, String> {
        self.saving.save(&self.seed, value, replaces).await
    }

    fn rewrite(&self, text: &str) {
        self.saving.rewrite(text);
    }
}
