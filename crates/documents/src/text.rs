//! Text that can be printed: composed, without what XML forbids, with plain
//! blanks. What had to be changed to make it so is remembered.

use register::text::{is_bodiless, nfc};
use std::collections::BTreeSet;

/// A change that a text needed to become printable. A finding tells it to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrintableFix {
    /// Characters that XML does not allow were left out.
    Forbidden,
    /// Letters and their marks were apart and were put together.
    Decomposed,
    /// Blanks that are none of the keyboard's became plain ones.
    OddBlanks,
    /// Signs of an office program's lists became hyphens.
    Bullets,
}

/// The face of letters: bold, italic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    pub bold: bool,
    pub italic: bool,
}

impl Face {
    pub const PLAIN: Self = Self {
        bold: false,
        italic: false,
    };
    pub const BOLD: Self = Self {
        bold: true,
        italic: false,
    };
    pub const ITALIC: Self = Self {
        bold: false,
        italic: true,
    };
}

/// A dotted line to be written on by hand, by its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// A number, a day.
    Short,
    /// A name.
    Words,
    /// What is left of the line.
    Line,
}

impl Blank {
    /// The dots, where a writer has nothing better.
    pub fn dots(self) -> &'static str {
        match self {
            Self::Short => "......",
            Self::Words => "..............................",
            Self::Line => "............................................................",
        }
    }
}

/// The content of a [`Run`]: words, or a dotted line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunContent {
    Words(String),
    Blank(Blank),
}

/// A stretch of a [`Text`] in one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub ink: RunContent,
    pub face: Face,
}

/// One paragraph of runs, made printable, with the fixes that this took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    runs: Vec<Run>,
    changes: BTreeSet<PrintableFix>,
}

impl Text {
    pub fn plain(raw: &str) -> Self {
        Self::faced(raw, Face::PLAIN)
    }

    pub fn bold(raw: &str) -> Self {
        Self::faced(raw, Face::BOLD)
    }

    pub fn italic(raw: &str) -> Self {
        Self::faced(raw, Face::ITALIC)
    }

    /// Cleans what somebody has written; breaks of lines become blanks.
    pub fn faced(raw: &str, face: Face) -> Self {
        let mut text = Self::default();
        let clean = text.clean(raw);
        if !clean.is_empty() {
            let ink = RunContent::Words(clean);
            text.runs.push(Run { ink, face });
        }
        text
    }

    pub fn blank(blank: Blank) -> Self {
        let ink = RunContent::Blank(blank);
        Self {
            runs: vec![Run {
                ink,
                face: Face::PLAIN,
            }],
            ..Self::default()
        }
    }

    /// The paragraphs of what somebody has written over several lines.
    pub fn lines(raw: &str) -> Vec<Self> {
        let lines = raw.split(['\n', '\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}']);
        let texts = lines.map(Self::plain);
        texts.filter(|text| !text.runs.is_empty()).collect()
    }

    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.changes.extend(next.changes);
        for run in next.runs {
            match (self.runs.last_mut(), &run.ink) {
                (Some(last), RunContent::Words(more)) if last.face == run.face => {
                    match &mut last.ink {
                        RunContent::Words(words) => words.push_str(more),
                        RunContent::Blank(_) => self.runs.push(run),
                    }
                }
                _ => self.runs.push(run),
            }
        }
        self
    }

    #[must_use]
    pub fn in_face(mut self, face: Face) -> Self {
        for run in &mut self.runs {
            run.face = face;
        }
        self
    }

    /// In lines as `lines` breaks it, where it is in one face and all of it is words.
    pub(crate) fn in_lines(self, lines: impl FnOnce(&str) -> Vec<String>) -> Vec<Self> {
        let [Run { ink, face }] = self.runs.as_slice() else {
            return vec![self];
        };
        let RunContent::Words(words) = ink else {
            return vec![self];
        };
        let of_line = |words: String| Self {
            runs: vec![Run {
                ink: RunContent::Words(words),
                face: *face,
            }],
            changes: self.changes.clone(),
        };
        lines(words).into_iter().map(of_line).collect()
    }

    #[must_use]
    pub fn in_capitals(mut self) -> Self {
        for run in &mut self.runs {
            if let RunContent::Words(words) = &mut run.ink {
                *words = words.to_uppercase();
            }
        }
        self
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub fn changes(&self) -> &BTreeSet<PrintableFix> {
        &self.changes
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub fn has_blank(&self) -> bool {
        let is_blank = |run: &Run| matches!(run.ink, RunContent::Blank(_));
        self.runs.iter().any(is_blank)
    }

    /// The words and the dots, without faces.
    pub fn shown(&self) -> String {
        let runs = self.runs.iter().map(|run| match &run.ink {
            RunContent::Words(words) => words.as_str(),
            RunContent::Blank(blank) => blank.dots(),
        });
        runs.collect()
    }

    fn clean(&mut self, raw: &str) -> String {
        let mut clean = String::with_capacity(raw.len());
        for character in raw.chars() {
            match character {
                ' ' => clean.push(' '),
                '\n' | '\r' => clean.push(' '),
                // What turns the direction of letters or annotates them is no blank.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffc}' => {
                    self.changes.insert(PrintableFix::Forbidden);
                }
                _ if is_bodiless(character, clean.chars().next_back()) => {
                    self.changes.insert(PrintableFix::OddBlanks);
                }
                _ if is_forbidden(character) => {
                    self.changes.insert(PrintableFix::Forbidden);
                }
                _ if character.is_whitespace() => {
                    self.changes.insert(PrintableFix::OddBlanks);
                    clean.push(' ');
                }
                _ => clean.push(character),
            }
        }
        let trimmed = clean.trim_start();
        if let Some(item) = trimmed.strip_prefix(is_bullet) {
            self.changes.insert(PrintableFix::Bullets);
            clean = format!("- {}", item.trim_start());
        }
        let composed = nfc_keeping_ends(&clean);
        if composed != clean {
            self.changes.insert(PrintableFix::Decomposed);
        }
        composed
    }
}

/// What XML 1.0 has no place for, and what no font has: controls, surrogates'
/// neighbours, the private area.
fn is_forbidden(character: char) -> bool {
    let is_control = character.is_control() && character != '\t';
    let is_private = matches!(character, '\u{e000}'..='\u{f8ff}') && !is_bullet(character);
    is_control || is_private || matches!(character, '\u{fffe}' | '\u{ffff}' | '\u{fffd}')
}

/// The signs that office programs put before the items of a list.
fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '•' | '●' | '▪' | '■' | '◦' | '·' | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}'
    )
}

/// Composed, with the blanks at both ends that runs may need.
fn nfc_keeping_ends(text: &str) -> String {
    let inner = text.trim_matches(' ');
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start_matches(' ').len();
    let end = text.trim_end_matches(' ').len();
    format!("{}{}{}", &text[..start], nfc(inner), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::{PrintableFix, Text};

    #[track_caller]
    fn check(raw: &str, expected: &str, changes: &[PrintableFix]) {
        let text = Text::plain(raw);
        assert_eq!(text.shown(), expected);
        let made: Vec<PrintableFix> = text.changes().iter().copied().collect();
        assert_eq!(made, changes);
    }

    #[test]
    fn what_cannot_be_printed_is_mended_and_said() {
        check("Xã Mẫu Sơn", "Xã Mẫu Sơn", &[]);
        check(" và ", " và ", &[]);
        check("a\u{0}b\u{1f}c\u{ffff}", "abc", &[PrintableFix::Forbidden]);
        check("Nga\u{302}n", "Ngân", &[PrintableFix::Decomposed]);
        check(
            "a\u{a0}b\u{2003}c\td",
            "a b c d",
            &[PrintableFix::OddBlanks],
        );
        check("a\u{200b}b\u{ad}c", "abc", &[PrintableFix::OddBlanks]);
        check(
            "a\u{202e}b\u{2068}c\u{2069}d",
            "abcd",
            &[PrintableFix::Forbidden],
        );
        check(
            "a\u{fff9}b\u{fffa}c\u{fffb}d\u{fffc}",
            "abcd",
            &[PrintableFix::Forbidden],
        );
        check("a\u{200d}b\u{2060}c", "abc", &[PrintableFix::OddBlanks]);
        check("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧", &[]);
        check("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥", &[]);
        check(
            "\u{f0b7}\u{a0}một",
            "- một",
            &[PrintableFix::OddBlanks, PrintableFix::Bullets],
        );
        check("một\u{f001}", "một", &[PrintableFix::Forbidden]);
        check("   ", "   ", &[]);
    }

    #[test]
    fn lines_are_paragraphs_and_blank_ones_are_none() {
        let lines = Text::lines("một\r\n\r\nhai\u{2028}ba\n");
        let shown: Vec<String> = lines.iter().map(Text::shown).collect();
        assert_eq!(shown, ["một", "hai", "ba"]);
    }
}
