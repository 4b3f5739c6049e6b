//! What facts are made from, and how counts are said.

use super::knowledge::Knowledge;
use crate::number::pad2;
use crate::rules::Rules;
use crate::subject::SubjectKind;
use std::collections::BTreeMap;

/// The common input of all makers of facts: rules, knowledge, and the outline's words.
pub(super) struct Supplier<'a> {
    pub rules: &'a Rules,
    pub known: &'a Knowledge<'a>,
    /// The words of an outline that serves half a year and a whole one.
    pub words: Option<&'a BTreeMap<String, String>>,
    /// Whether the outline was compared with the rules now in force.
    pub checked: bool,
}

/// In a table nothing is said of kinds of whom there is nobody.
pub(super) fn some(count: usize) -> String {
    match count {
        0 => String::new(),
        count => count.to_string(),
    }
}

pub(super) fn scaled(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many there are of each kind, kinds of which there is none left out.
pub(super) fn kinds(all: impl Iterator<Item = SubjectKind>) -> Vec<(SubjectKind, i64)> {
    let mut counts: BTreeMap<SubjectKind, i64> = BTreeMap::new();
    for kind in all {
        *counts.entry(kind).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// «12 tập thể, 145 cá nhân»
pub(super) fn in_words(counts: &[(SubjectKind, i64)]) -> String {
    let words = counts.iter().map(|(kind, count)| {
        let count = pad2(*count);
        format!("{count} {}", kind.counted())
    });
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => format!("{} đối tượng", pad2(0)),
        false => words.join(", "),
    }
}
