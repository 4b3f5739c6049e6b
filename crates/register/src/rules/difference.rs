//! What one rule set has otherwise than another, item by item.

use super::Rules;
use crate::named::HasName;
use crate::rule_set::LEGAL_BASES;
use std::fmt;

/// The kind of a [`Difference`] between two rule sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Added,
    Removed,
    Changed,
}

/// One item that two rule sets have differently: its list and name (`criteria`, `C-6`), and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub list: String,
    pub item: String,
    pub change: Change,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.change {
            Change::Added => "thêm",
            Change::Removed => "không còn",
            Change::Changed => "khác",
        };
        write!(formatter, "{} {}: {word}", self.list, self.item)
    }
}

/// What `new` has otherwise than `old`, list by list, in the order of the new
/// one, then what is no longer there.
pub fn differences(old: &Rules, new: &Rules) -> Vec<Difference> {
    let mut found = Vec::new();
    for (key, word) in new.labels.iter() {
        match old.labels.get(key) {
            Some(known) if known == word => {}
            Some(_) => found.push(difference("labels", key, Change::Changed)),
            None => found.push(difference("labels", key, Change::Added)),
        }
    }
    for key in old
        .labels
        .keys()
        .filter(|key| !new.labels.contains_key(*key))
    {
        found.push(difference("labels", key, Change::Removed));
    }
    let catalogues: std::collections::BTreeSet<&String> =
        old.catalogues.keys().chain(new.catalogues.keys()).collect();
    // That one is made of the legal bases, which are compared themselves.
    for catalogue in catalogues.into_iter().filter(|known| *known != LEGAL_BASES) {
        let list = format!("catalogues.{catalogue}");
        compare(
            &list,
            old.catalogue(catalogue),
            new.catalogue(catalogue),
            &mut found,
        );
    }
    compare("legalBases", &old.legal_bases, &new.legal_bases, &mut found);
    new.parts.compare_lists(&old.parts, &mut found);
    let scoring = match (&old.parts.scoring, &new.parts.scoring) {
        (None, Some(new)) => Some((new, Change::Added)),
        (Some(old), None) => Some((old, Change::Removed)),
        (Some(old), Some(new)) if old != new => Some((new, Change::Changed)),
        _ => None,
    };
    found.extend(scoring.map(|(scoring, change)| difference("scoring", &scoring.id, change)));
    found
}

fn difference(list: &str, item: &str, change: Change) -> Difference {
    Difference {
        list: list.to_owned(),
        item: item.to_owned(),
        change,
    }
}

pub(super) fn compare<T: HasName + PartialEq>(
    list: &str,
    old: &[T],
    new: &[T],
    found: &mut Vec<Difference>,
) {
    for item in new {
        match old.iter().find(|known| known.known_as() == item.known_as()) {
            Some(known) if known == item => {}
            Some(_) => found.push(difference(list, item.known_as(), Change::Changed)),
            None => found.push(difference(list, item.known_as(), Change::Added)),
        }
    }
    for item in old
        .iter()
        .filter(|item| new.iter().all(|other| other.known_as() != item.known_as()))
    {
        found.push(difference(list, item.known_as(), Change::Removed));
    }
}
