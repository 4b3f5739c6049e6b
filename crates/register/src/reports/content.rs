//! What was written: once for a content, shown in every report that asks for it.

use super::outline::OutlineSection;
use crate::rules::Rules;
use std::collections::BTreeMap;

/// The texts that people wrote for reports, by content (`leadership`): of this report's year and of
/// the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenTexts {
    pub this: BTreeMap<String, String>,
    pub last: BTreeMap<String, String>,
}

/// The origin of the text that a report's content shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written for this year, in this report or another one.
    Written,
    /// Last year's, to start from.
    LastYear,
    /// The rule set has words to start from.
    Starter,
    Empty,
}

/// A content of a section, with the text that stands there or may be begun with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentText {
    pub content: String,
    pub origin: Origin,
    pub text: String,
    /// Other outlines of the rule set in which the same text stands.
    pub also_in: Vec<String>,
}

pub(super) fn contents(
    rules: &Rules,
    outline: &str,
    section: &OutlineSection,
    texts: &WrittenTexts,
    year: i32,
) -> Vec<ContentText> {
    let starter: Vec<String> = section
        .starter
        .iter()
        .map(|words| rules.filled(&words.text, year))
        .collect();
    let filled = |texts: &BTreeMap<String, String>, content: &str| {
        texts
            .get(content)
            .filter(|text| !text.trim().is_empty())
            .cloned()
    };
    let of = |content: &String| {
        let (origin, text) = if let Some(text) = filled(&texts.this, content) {
            (Origin::Written, text)
        } else if let Some(text) = filled(&texts.last, content) {
            (Origin::LastYear, text)
        } else if !starter.is_empty() {
            (Origin::Starter, starter.join("\n"))
        } else {
            (Origin::Empty, String::new())
        };
        let others = rules
            .parts
            .report_outlines
            .iter()
            .filter(|other| other.id != outline);
        let also_in = others.filter(|other| asks_for(&other.sections, content));
        ContentText {
            content: content.clone(),
            origin,
            text,
            also_in: also_in.map(|other| other.id.clone()).collect(),
        }
    };
    section.contents.iter().map(of).collect()
}

fn asks_for(sections: &[OutlineSection], content: &str) -> bool {
    sections.iter().any(|section| {
        section.contents.iter().any(|known| known == content)
            || asks_for(&section.sections, content)
    })
}
