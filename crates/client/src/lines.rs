//! The lines of lists, as they are in memory.

use register::kind;
use register::names::{ReferenceTarget, follow_in_lists};
use register::summary::Summary as About;
use replica::{Replica, Store, StoreError, Summary};
use sorted::{SortedMap, SortedSet, order};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record's line in lists.
pub type Line = Summary<About>;
/// Scope and id of a record.
pub type RecordKey = (String, String);

/// All records' lines in memory, by scope and id: what lists and search read. Lines that speak of
/// another record call it as it is called now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    by_key: BTreeMap<RecordKey, Arc<Line>>,
}

impl Lines {
    pub fn new(all: Vec<Line>) -> Self {
        let mut lines = Self::default();
        lines.by_key.extend(all.into_iter().map(keyed));
        lines.follow(|_| true);
        lines
    }

    /// Takes new lines in; which records they are of.
    pub fn take_in(&mut self, new: Vec<Line>) -> SortedSet<RecordKey> {
        let (mut changed, mut ids) = (SortedSet::new(), SortedSet::new());
        changed.extend(
            new.iter()
                .map(|line| (line.scope.clone(), line.record.clone())),
        );
        ids.extend(new.iter().map(|line| line.record.clone()));
        self.by_key.extend(new.into_iter().map(keyed));
        self.follow(|id| ids.contains(id));
        changed
    }

    /// Those of all lines that are not here as they are.
    pub fn new_among(&self, all: Vec<Line>) -> Vec<Line> {
        let all = Self::new(all).by_key.into_iter();
        let differs = all.filter(|(key, line)| self.by_key.get(key) != Some(line));
        differs
            .map(|(_, line)| Arc::unwrap_or_clone(line))
            .collect()
    }

    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    pub fn values(&self) -> impl Iterator<Item = &Arc<Line>> {
        self.by_key.values()
    }

    pub fn get(&self, key: &RecordKey) -> Option<&Arc<Line>> {
        self.by_key.get(key)
    }

    /// A record's line, by its id alone.
    pub fn of_record(&self, record: &str) -> Option<&Arc<Line>> {
        self.values().find(|line| line.record == record)
    }

    /// The lines of a kind that are there, in the order of lists.
    pub fn of_kind(&self, kind: &str) -> Vec<Arc<Line>> {
        let there = self
            .values()
            .filter(|line| line.kind == kind && !line.deleted);
        in_order(there.cloned().collect(), |_| 0)
    }

    /// The same, of a kind that belongs to a year only those of that year.
    pub fn of_year(&self, kind: &str, year: i32) -> Vec<Arc<Line>> {
        let mut lines = self.of_kind(kind);
        if kind::spec(kind).is_some_and(|row| row.is_yearly) {
            lines.retain(|line| is_of_year(line, year));
        }
        lines
    }

    /// What those of these ids are called now, as far as they are here.
    pub fn called<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
    ) -> SortedMap<String, ReferenceTarget> {
        let mut wanted = SortedSet::new();
        wanted.extend(ids);
        let mut called = SortedMap::new();
        let those = self.values().filter(|line| wanted.contains(&*line.record));
        called.extend(those.filter_map(|line| {
            Some((line.record.clone(), ReferenceTarget::by_line(&line.about)?))
        }));
        called
    }

    /// The village whose scope this is, by its name.
    pub fn village_of(&self, scope: &str) -> Option<String> {
        let (_, village) = scope.split_once('/')?;
        let key = (scope.to_owned(), village.to_owned());
        Some(self.get(&key)?.about.title.clone())
    }

    /// How many changes of this phone are not in the shared register.
    pub fn waiting(&self) -> u32 {
        self.values().map(|line| line.waiting).sum()
    }

    /// Has the lines that are new, or whose subjects are, call their subjects as those are called now.
    fn follow(&mut self, is_new: impl Fn(&str) -> bool) {
        let about = self.by_key.iter().filter_map(|(key, line)| {
            let subject = line.about.subject.as_ref()?;
            let follows = is_new(subject) || is_new(&line.record);
            follows.then(|| (key.clone(), subject.clone()))
        });
        let about: Vec<(RecordKey, String)> = about.collect();
        let mut wanted = SortedSet::new();
        wanted.extend(about.iter().map(|(_, subject)| subject.clone()));
        if wanted.is_empty() {
            return;
        }
        let subjects = self.values().filter(|line| wanted.contains(&line.record));
        let mut known = SortedMap::new();
        known.extend(subjects.map(|line| (line.record.clone(), line.clone())));
        for (key, subject) in about {
            if let (Some(line), Some(subject)) = (self.by_key.get_mut(&key), known.get(&subject)) {
                follow_in_lists(&mut Arc::make_mut(line).about, &subject.about);
            }
        }
    }
}

fn keyed(line: Line) -> (RecordKey, Arc<Line>) {
    ((line.scope.clone(), line.record.clone()), Arc::new(line))
}

/// The lines to be shown: of a scope that the person has lost only what waits.
///
/// # Errors
/// If the store fails or a row cannot be read.
pub async fn shown<S: Store>(phone: &Replica<S, About>) -> Result<Vec<Line>, StoreError> {
    let lost = phone.lost().await?;
    let mut lines = phone.summaries().await?;
    lines.retain(|line| line.waiting > 0 || !lost.contains(&line.scope));
    Ok(lines)
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

/// Whether a record belongs to a year; one of no year belongs to each.
pub fn is_of_year(line: &Line, year: i32) -> bool {
    line.about.year.is_none_or(|of| of == year)
}

/// Whether a draft lacks no part.
pub fn is_complete(line: &Line) -> bool {
    line.about.sections_done >= line.about.sections
}
