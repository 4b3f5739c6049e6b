//! What a person may take back, for a while, at the place where it was done.

use super::Session;
use crate::routes::Route;
use leptos::prelude::*;
use protocol::{DELETION, OpId};
use replica::Edit;
use serde_json::Value;

/// An offer to take something back: its words, the edits that do it, and the page on which it is
/// shown.
#[derive(Clone, Debug)]
pub struct Undo {
    pub text: String,
    pub edits: Vec<Edit>,
    /// Where it is offered: elsewhere it would speak of what is not on the screen.
    pub at: Route,
}

impl Session {
    /// Deletes a record or a line that was shown, and offers to take it back; whether it did.
    pub async fn delete(
        self,
        scope: &str,
        root: &str,
        record: &str,
        text: String,
        at: Route,
    ) -> bool {
        // What was typed a moment ago is written first, and goes with it.
        let writer = self.writer();
        let mut turn = writer.turn().await;
        let tree = match self.phone().tree(scope, root).await {
            Ok(tree) => tree,
            Err(problem) => {
                self.failure.set(Some(problem.into()));
                return false;
            }
        };
        let Some(view) = tree.record(record) else {
            return false;
        };
        let mut back = Edit::restore(scope, view);
        let Ok(names) = self
            .save_in_turn(&mut turn, Edit::delete(scope, &tree, view))
            .await
        else {
            return false;
        };
        back.predecessors.extend(names.into_iter().flatten());
        self.undo.set(Some(Undo {
            text,
            edits: vec![back],
            at,
        }));
        true
    }

    /// What was added is taken back only until something else is written: it could be in there.
    pub(super) fn withdraw_undo(self) {
        let takes = |edit: &Edit| edit.value.is_array() || edit.field != DELETION;
        if self.undo.with_untracked(|undo| {
            undo.as_ref()
                .is_some_and(|undo| undo.edits.iter().any(takes))
        }) {
            self.undo.set(None);
        }
    }

    /// Saves new records, and what fills blank fields of others, and offers to take it all back.
    pub async fn add(self, made: Vec<Edit>, filled: Vec<Edit>, text: String, at: Route) -> bool {
        let all = made.iter().chain(&filled).cloned().collect();
        let Ok(names) = self.save(all).await else {
            return false;
        };
        let (of_made, of_filled) = names.split_at(made.len().min(names.len()));
        let mut back: Vec<(Edit, Vec<Value>)> = Vec::new();
        for (edit, name) in made.into_iter().zip(of_made) {
            let name = name.as_ref().map(|name| Value::from(name.to_string()));
            match back
                .last_mut()
                .filter(|(last, _)| last.record == edit.record)
            {
                Some((_, names)) => names.extend(name),
                None => back.push((edit, name.into_iter().collect())),
            }
        }
        let deleted = |(edit, names): (Edit, Vec<Value>)| Edit {
            field: DELETION.to_owned(),
            value: Value::Array(names),
            predecessors: Vec::new(),
            ..edit
        };
        let emptied = |(edit, name): (Edit, &Option<OpId>)| Edit {
            value: Value::Null,
            predecessors: name.iter().cloned().collect(),
            ..edit
        };
        let deleted = back.into_iter().map(deleted);
        let emptied = filled.into_iter().zip(of_filled).map(emptied);
        self.undo.set(Some(Undo {
            text,
            edits: deleted.chain(emptied).collect(),
            at,
        }));
        true
    }
}
