//! The lines of lists, as they are in memory.

use super::Session;
use crate::store::Phone;
use leptos::prelude::*;
use register::kind;
use register::names::{ReferenceTarget, follow_in_lists};
use register::summary::Summary as About;
use replica::{StoreError, Summary};
use sorted::{SortedMap, SortedSet, order};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record's line in lists.
pub type Line = Summary<About>;
/// Scope and id of a record.
pub type RecordKey = (String, String);
/// Every record's line, by place.
pub type Lines = BTreeMap<RecordKey, Arc<Line>>;

impl Session {
    /// The lines of a kind that are there, in the order of lists.
    pub fn lines_of(self, kind: &str) -> Vec<Arc<Line>> {
        let found: Vec<Arc<Line>> = self.lines.with(|lines| {
            lines
                .values()
                .filter(|line| line.kind == kind && !line.deleted)
                .cloned()
                .collect()
        });
        in_order(found, |_| 0)
    }

    /// The same, of a kind that belongs to a year only those of the year before the person's eyes.
    pub fn lines_of_year(self, kind: &str) -> Vec<Arc<Line>> {
        let mut lines = self.lines_of(kind);
        if kind::spec(kind).is_some_and(|row| row.is_yearly) {
            let year = self.year.get();
            lines.retain(|line| line.about.year.is_none_or(|of| of == year));
        }
        lines
    }

    /// What those of these ids are called now, as far as they are here.
    pub fn called<'a>(
        self,
        ids: impl Iterator<Item = &'a str>,
    ) -> SortedMap<String, ReferenceTarget> {
        let mut wanted = SortedSet::new();
        wanted.extend(ids);
        let mut called = SortedMap::new();
        self.lines.with(|lines| {
            let those = lines.values().filter(|line| wanted.contains(&*line.record));
            called.extend(those.filter_map(|line| {
                Some((line.record.clone(), ReferenceTarget::by_line(&line.about)?))
            }));
        });
        called
    }

    /// Takes new lines into memory and tells the screens.
    pub fn changed(self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let (mut touched, mut ids) = (SortedSet::new(), SortedSet::new());
        let places = lines.iter();
        touched.extend(places.map(|line| (line.scope.clone(), line.record.clone())));
        ids.extend(lines.iter().map(|line| line.record.clone()));
        self.lines.update(|known| {
            known.extend(lines.into_iter().map(placed));
            follow(known, |id| ids.contains(id));
        });
        self.touched.set(Arc::new(touched));
    }

    /// Another tab has changed the store.
    pub async fn read_again(self) {
        let Ok(lines) = shown(&self.phone()).await else {
            return;
        };
        if self.lines.with_untracked(|known| lines.len() < known.len()) {
            return self.show(lines);
        }
        let fresh: Vec<Line> = self.lines.with_untracked(|known| {
            let lines = all_placed(lines).into_iter();
            let differs = lines.filter(|(place, line)| known.get(place) != Some(line));
            differs
                .map(|(_, line)| Arc::unwrap_or_clone(line))
                .collect()
        });
        self.changed(fresh);
        self.look_at_refused().await;
        self.look_at_carried().await;
        self.look_at_told().await;
    }

    /// Rights have come or gone: all lines are read anew.
    pub async fn show_again(self) {
        if let Ok(lines) = shown(&self.phone()).await {
            self.show(lines);
        }
    }

    fn show(self, all: Vec<Line>) {
        self.lines.set(all_placed(all));
    }
}

/// The lines to be shown: of a scope that the person has lost only what waits.
pub(super) async fn shown(phone: &Phone) -> Result<Vec<Line>, StoreError> {
    let lost = phone.lost().await?;
    let mut lines = phone.summaries().await?;
    lines.retain(|line| line.waiting > 0 || !lost.contains(&line.scope));
    Ok(lines)
}

fn placed(line: Line) -> (RecordKey, Arc<Line>) {
    ((line.scope.clone(), line.record.clone()), Arc::new(line))
}

/// Lines by their places, each called as its subject is called now.
pub(super) fn all_placed(all: Vec<Line>) -> Lines {
    let mut lines = Lines::new();
    lines.extend(all.into_iter().map(placed));
    follow(&mut lines, |_| true);
    lines
}

/// Has the lines that are new, or whose subjects are, call their subjects as those are called now.
fn follow(lines: &mut Lines, is_new: impl Fn(&str) -> bool) {
    let about = lines.iter().filter_map(|(place, line)| {
        let subject = line.about.subject.as_ref()?;
        let follows = is_new(subject) || is_new(&line.record);
        follows.then(|| (place.clone(), subject.clone()))
    });
    let about: Vec<(RecordKey, String)> = about.collect();
    let mut wanted = SortedSet::new();
    wanted.extend(about.iter().map(|(_, subject)| subject.clone()));
    if wanted.is_empty() {
        return;
    }
    let subjects = lines.values().filter(|line| wanted.contains(&line.record));
    let mut known = SortedMap::new();
    known.extend(subjects.map(|line| (line.record.clone(), line.clone())));
    for (place, subject) in about {
        if let (Some(line), Some(subject)) = (lines.get_mut(&place), known.get(&subject)) {
            follow_in_lists(&mut Arc::make_mut(line).about, &subject.about);
        }
    }
}

/// Lines by how well they fit, then in the order of lists.
pub fn in_order(lines: Vec<Arc<Line>>, fit: impl Fn(&Line) -> u8) -> Vec<Arc<Line>> {
    let places = order(
        lines
            .iter()
            .map(|line| (i64::from(fit(line)), line.about.sort.as_str())),
    );
    let in_order = places.into_iter();
    in_order
        .filter_map(|place| lines.get(place).cloned())
        .collect()
}
