//! A text that is being written: it is kept as it is typed, right or wrong, until it is saved or thrown
//! away on purpose.

use super::sheet::Seed;
use crate::platform::{self, sleep};
use crate::session::Session;
use leptos::task::spawn_local;
use merge::Name;
use replica::Typing;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long after a keystroke the text is on the phone's storage, about.
const KEEP_AFTER: i32 = 100;

pub struct Draft {
    session: Session,
    seed: Seed,
    /// Where it belongs.
    place: Typing,
    pub text: RefCell<String>,
    /// What was held in its field when that was put on the screen.
    pub shown: RefCell<Vec<Name>>,
    /// The text has changed since it was last kept.
    unkept: Cell<bool>,
    keeping: Cell<bool>,
}

impl Draft {
    /// What was written there and not saved, with what the place asks to begin with; or `begin`, and
    /// what is held in the field now.
    pub fn new(
        session: Session,
        seed: Seed,
        place: Typing,
        begin: String,
    ) -> (Self, Option<Typing>) {
        let found = session.typing(&place);
        let (text, shown) = match &found {
            Some(typing) => (typing.text.clone(), typing.replaces.clone()),
            None => (begin, place.replaces.clone()),
        };
        let draft = Self {
            session,
            seed,
            place,
            text: RefCell::new(text),
            shown: RefCell::new(shown),
            unkept: Cell::new(false),
            keeping: Cell::new(false),
        };
        (draft, found)
    }

    /// The text has changed.
    pub fn typed(self: &Rc<Self>, text: String) {
        *self.text.borrow_mut() = text;
        self.unkept.set(true);
        // Another control of the same field may be drawn before it is kept.
        self.session.note_typing(self.typing());
        if self.keeping.replace(true) {
            return;
        }
        let draft = self.clone();
        spawn_local(async move {
            while draft.unkept.get() {
                sleep(KEEP_AFTER).await;
                draft.keep().await;
            }
            draft.keeping.set(false);
        });
    }

    fn typing(&self) -> Typing {
        Typing {
            text: self.text.borrow().clone(),
            replaces: self.shown.borrow().clone(),
            at: platform::now(),
            ..self.place.clone()
        }
    }

    /// Keeps the text, if it has changed.
    pub async fn keep(&self) {
        if self.unkept.replace(false) {
            self.seed.sprout(self.session).await;
            self.session.keep_typing(self.typing()).await;
        }
    }

    /// The text is being saved: it need not be kept any more.
    pub fn let_go(&self) {
        self.unkept.set(false);
    }

    /// The text could not be saved.
    pub async fn take_back(&self) {
        self.unkept.set(true);
        self.keep().await;
    }
}
