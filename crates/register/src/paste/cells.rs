use crate::text::nfc;
use crate::village_kind::split_kind;

/// What stands between the cells of a line.
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

/// Without emoji and drawn signs; «1️⃣» is a number in a list.
pub fn cleaned(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    for sign in line.chars() {
        match sign {
            '\u{20E3}' => clean.push('.'),
            '\u{A0}' => clean.push(' '),
            '\u{200B}'..='\u{200F}' | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}' => {}
            '\u{2190}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{2BFF}' => {}
            '\u{1F000}'.. => {}
            _ => clean.push(sign),
        }
    }
    clean
}

/// «64 hộ» in «Bản Pò Mã (64 hộ)»; brackets without a number stay in the name.
pub fn split_bracket(cell: &str) -> (&str, &str) {
    match cell.split_once('(') {
        Some((before, within)) if within.contains(|c: char| c.is_ascii_digit()) => {
            (before.trim(), within.trim_end_matches([')', '.', ' ']))
        }
        Some(_) => (cell, ""),
        None => (cell.trim_end_matches([')', ' ']), ""),
    }
}

/// Without «1.», «2)», «IV.», «a)», «-», «•», «+» at the beginning.
pub fn without_list_mark(line: &str) -> &str {
    let line = line
        .trim()
        .trim_start_matches(['-', '–', '—', '•', '*', '+', '·', '>', ' ', '\t']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < line.len() {
        if let Some(rest) = rest.strip_prefix(['.', ')', '/', ':', '\t', '-', ';', '|', ',']) {
            return rest.trim_start();
        }
        // «1 Thôn Lặp Pịa», but not «12 Cây».
        let name = rest.trim_start();
        let apart = rest.len() - name.len();
        if apart > 1 || (apart == 1 && split_kind(name).0.is_some()) {
            return name;
        }
        return line;
    }
    let mark = line.split_once(['.', ')']);
    let is_mark = |mark: &str| {
        let roman = mark.chars().all(|c| "IVX".contains(c));
        let letter = mark.len() == 1 && mark.starts_with(|c: char| c.is_ascii_alphabetic());
        !mark.is_empty() && (roman || letter)
    };
    match mark {
        Some((mark, rest)) if is_mark(mark) => rest.trim_start(),
        _ => line,
    }
}
