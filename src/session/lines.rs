//! The lines of lists on the screen.

use super::Session;
use crate::platform;
use client::enrolment::Enrolment;
use client::lines::{Line, Lines, shown};
use leptos::prelude::*;
use register::names::ReferenceTarget;
use sorted::SortedMap;
use std::sync::Arc;

impl Session {
    /// The lines of a kind that are there, in the order of lists.
    pub fn lines_of(self, kind: &str) -> Vec<Arc<Line>> {
        self.lines.with(|lines| lines.of_kind(kind))
    }

    /// The same, of a kind that belongs to a year only those of the year before the person's eyes.
    pub fn lines_of_year(self, kind: &str) -> Vec<Arc<Line>> {
        let year = self.year.get();
        self.lines.with(|lines| lines.of_year(kind, year))
    }

    /// What those of these ids are called now, as far as they are here.
    pub fn called<'a>(
        self,
        ids: impl Iterator<Item = &'a str>,
    ) -> SortedMap<String, ReferenceTarget> {
        self.lines.with(|lines| lines.called(ids))
    }

    /// Takes new lines into memory and tells the screens.
    pub fn changed(self, new: Vec<Line>) {
        if new.is_empty() {
            return;
        }
        let mut changed = None;
        self.lines
            .update(|lines| changed = Some(lines.take_in(new)));
        self.changed_records
            .set(Arc::new(changed.unwrap_or_default()));
    }

    /// Another tab has changed the store.
    pub async fn read_again(self) {
        if self.phone().is_locked().await == Ok(true) {
            return drop(platform::window().location().reload());
        }
        if let Ok(Some(enrolment)) = Enrolment::kept(&self.phone()).await {
            self.set_enrolment(enrolment);
        }
        let Ok(lines) = shown(&self.phone()).await else {
            return;
        };
        if self.lines.with_untracked(|known| lines.len() < known.len()) {
            return self.lines.set(Lines::new(lines));
        }
        let new = self.lines.with_untracked(|known| known.new_among(lines));
        self.changed(new);
        self.look_at_refused().await;
        self.look_at_relayed().await;
        self.look_at_reports().await;
    }

    /// Rights have come or gone: all lines are read anew.
    pub async fn show_again(self) {
        if let Ok(lines) = shown(&self.phone()).await {
            self.lines.set(Lines::new(lines));
        }
    }
}
