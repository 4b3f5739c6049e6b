//! Lines cut into cells and parts: which sign separates them, list marks, brackets, drawn signs.
//! What a part means is decided in `draft.rs`.

use crate::text::{nfc, readable};
use crate::village_kind::split_kind;

/// The sign between the cells of a pasted line. The strongest that the line has is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Char(char),
    /// Two or more.
    Blanks,
    CommaOrDash,
}

impl Separator {
    /// The strongest that the line has.
    pub fn of(line: &str) -> Self {
        let strong = ['\t', ';', '|'].into_iter();
        if let Some(found) = strong.clone().find(|sign| line.contains(*sign)) {
            return Self::Char(found);
        }
        let weak = [",", " - ", " – ", " — "];
        if line.trim().contains("  ") && !weak.iter().any(|sign| line.contains(sign)) {
            Self::Blanks
        } else {
            Self::CommaOrDash
        }
    }

    pub fn split(self, line: &str) -> Vec<String> {
        match self {
            Self::Char(sign) => line.split(sign).map(nfc).collect(),
            Self::Blanks => {
                let cells = line.split("  ").map(nfc);
                cells.filter(|cell| !cell.is_empty()).collect()
            }
            Self::CommaOrDash => {
                let spread = line
                    .replace(" - ", ",")
                    .replace(" – ", ",")
                    .replace(" — ", ",");
                spread.split(',').map(nfc).collect()
            }
        }
    }
}

/// Without emoji and drawn signs; «1️⃣» and «①» are numbers in a list.
pub fn cleaned(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    for sign in readable(line).chars() {
        match sign {
            '\u{20E3}' => clean.push('.'),
            '\u{A0}' | '\u{202F}' => clean.push(' '),
            '\u{2460}'..='\u{2473}' => {
                clean.push_str(&(u32::from(sign) - 0x245F).to_string());
                clean.push('.');
            }
            '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' => {}
            '\u{2190}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{2BFF}' => {}
            '\u{1F000}'..='\u{1FAFF}' | '\u{E0000}'.. => {}
            _ => clean.push(sign),
        }
    }
    clean
}

/// The parts of a line that is no row of a table. Brackets hold together.
pub fn parts(line: &str) -> Vec<String> {
    let signs: Vec<char> = line.chars().collect();
    let mut depth = 0_u32;
    let mut parts = vec![String::new()];
    let mut parted = false;
    for (at, sign) in signs.iter().enumerate() {
        match sign {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && is_between(&signs, at) {
            parted = true;
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(*sign);
        }
    }
    if !parted {
        parts = line.split("  ").map(str::to_owned).collect();
    }
    let parts = parts.iter().map(|part| nfc(part));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether a sign stands between two parts.
fn is_between(signs: &[char], at: usize) -> bool {
    let sign = |at: usize| signs.get(at).copied();
    let before = at.checked_sub(1).and_then(sign);
    let is_digit = |one: Option<char>| one.is_some_and(|one| one.is_ascii_digit());
    match sign(at) {
        Some('\t' | '\n' | ';' | '|') => true,
        // «1,287 người», as some write it.
        Some(',') => {
            let three = (1..=3).all(|next| is_digit(sign(at + next)));
            let counted =
                sign(at + 4) == Some(' ') && sign(at + 5).is_some_and(char::is_alphabetic);
            !(is_digit(before) && three && counted)
        }
        Some('-' | '–' | '—') => {
            let after = sign(at + 1);
            let spaces = [before, after]
                .iter()
                .filter(|one| **one == Some(' '))
                .count();
            let of_number = is_digit(before) || is_digit(after);
            spaces == 2 || (spaces == 1 && !of_number)
        }
        _ => false,
    }
}

/// What stands before a bracket, in it and after it.
pub fn split_bracket(cell: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = cell.split_once('(')?;
    let (within, after) = rest.split_once(')').unwrap_or((rest, ""));
    Some((before, within, after))
}

/// Without «1.», «2)», «IV.», «a)», «-», «•», «+» at the beginning, and whether
/// it was a number: who counts lines counts villages.
pub fn without_list_mark(line: &str) -> (&str, bool) {
    let line = line
        .trim()
        .trim_start_matches(['-', '–', '—', '•', '*', '+', '·', '>', ' ', '\t']);
    after_mark(line).unwrap_or((line, false))
}

fn without_digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}

fn after_mark(line: &str) -> Option<(&str, bool)> {
    let rest = without_digits(line);
    let length = line.len() - rest.len();
    if (1..=3).contains(&length) {
        // «1.2. Thôn Lặp Pịa».
        let section = rest
            .strip_prefix('.')
            .map(|part| (part, without_digits(part)));
        let section = section
            .filter(|(part, after)| after.len() < part.len() && after.starts_with(['.', ')']));
        let rest = section.map_or(rest, |(_, after)| after);
        if let Some(name) = rest.strip_prefix(['.', ')', '/', ':', '\t', '-', ';', '|', ',']) {
            return Some((name.trim_start(), true));
        }
        // «1 Thôn Lặp Pịa», but not «12 Cây».
        let name = rest.trim_start();
        let apart = rest.len() - name.len();
        let is_mark = apart > 1 || (apart == 1 && split_kind(name).0.is_some());
        return is_mark.then_some((name, true));
    }
    let (mark, rest) = line.split_once(['.', ')'])?;
    let roman = mark.chars().all(|c| "IVX".contains(c));
    let letter = mark.len() == 1 && mark.starts_with(|c: char| c.is_ascii_alphabetic());
    (!mark.is_empty() && (roman || letter)).then(|| (rest.trim_start(), roman))
}
