//! Villages out of a pasted message or spreadsheet: one village a line.
//!
//! Nothing is refused: a line becomes a village, with warnings where something
//! was guessed, or is skipped with a reason; its raw text is always kept.

mod cells;
mod draft;
mod header;

use crate::text::{fold, in_small_letters, nfc};
pub use crate::village_kind::VillageKind;
use crate::village_kind::VillageName;
use cells::{Separator, cleaned, split_bracket, without_list_mark};
use draft::Draft;
use header::Header;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedLine {
    /// From 1.
    pub line_no: usize,
    pub raw: String,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Village(PastedVillage),
    Skipped(SkipReason),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedVillage {
    /// Thôn where the line does not say it.
    pub kind: VillageKind,
    /// Without the kind's word; otherwise as written.
    pub name: String,
    pub head: Option<String>,
    pub phone: Option<String>,
    pub households: Option<u32>,
    pub people: Option<u32>,
    /// Where the same village stands already.
    pub twice: Option<Twice>,
    /// Vietnamese, to be shown beside the line.
    pub warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    /// In this line of what was pasted.
    Line(usize),
    Register,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    Empty,
    HeaderRow,
    /// A title, a total or a greeting.
    NotAVillage,
    NoName,
}

impl SkipReason {
    pub fn message_vi(self) -> &'static str {
        match self {
            Self::Empty => "Dòng trống.",
            Self::HeaderRow => "Dòng tiêu đề của bảng.",
            Self::NotAVillage => "Không phải tên thôn, bản.",
            Self::NoName => "Không thấy tên thôn, bản.",
        }
    }
}

/// Reads what was pasted. `known` are the villages of the register: kind, if it is known, and name.
pub fn villages(pasted: &str, known: &[(Option<VillageKind>, &str)]) -> Vec<PastedLine> {
    let mut header: Option<Header> = None;
    let mut seen: Vec<Seen> = known
        .iter()
        .map(|(kind, name)| Seen::new(*kind, name, Twice::Register))
        .collect();
    let mut lines = Vec::new();
    for (index, raw) in pasted.lines().enumerate() {
        let line_no = index + 1;
        let clean = cleaned(raw);
        let outcome = match (skip_reason(&clean), Header::read(&clean)) {
            (Some(reason), _) => Outcome::Skipped(reason),
            (None, Some(columns)) => {
                header = Some(columns);
                Outcome::Skipped(SkipReason::HeaderRow)
            }
            (None, None) => match read_village(&clean, header.as_ref()).finish() {
                None => Outcome::Skipped(SkipReason::NoName),
                Some((kind, mut village)) => {
                    let this = Seen::new(kind, &village.name, Twice::Line(line_no));
                    let is_same = |one: &&Seen| one.name.is_same(&this.name);
                    village.twice = seen.iter().find(is_same).map(|one| one.at);
                    if village.twice.is_none() {
                        let alike = seen.iter().find(|one| one.name.is_alike(&this.name));
                        village.warnings.extend(alike.map(Seen::warning));
                    }
                    seen.push(this);
                    Outcome::Village(village)
                }
            },
        };
        lines.push(PastedLine {
            line_no,
            raw: raw.to_owned(),
            outcome,
        });
    }
    lines
}

/// A village that is there already, or in an earlier line.
struct Seen {
    name: VillageName,
    at: Twice,
}

impl Seen {
    fn new(kind: Option<VillageKind>, name: &str, at: Twice) -> Self {
        let name = VillageName::new(kind, name);
        Self { name, at }
    }

    fn warning(&self) -> String {
        match self.at {
            Twice::Line(line) => format!("Cùng tên với dòng {line}: có phải cùng một nơi?"),
            Twice::Register => "Trong sổ đã có nơi mang tên này: có phải cùng một nơi?".to_owned(),
        }
    }
}

const TITLE_WORDS: [&str; 11] = [
    "danh sach",
    "kinh gui",
    "tong cong",
    "tong so",
    "ubnd",
    "uy ban",
    "ghi chu",
    "cam on",
    "em cam on",
    "xin cam on",
    "tran trong",
];

fn skip_reason(line: &str) -> Option<SkipReason> {
    let folded = fold(line);
    let start = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if folded.is_empty() {
        return Some(SkipReason::Empty);
    }
    if !folded.contains(char::is_alphanumeric) {
        return Some(SkipReason::NoName);
    }
    // With their marks: «Xà Lũng» and «Cộng Hòa» are villages.
    let written = in_small_letters(&nfc(line));
    let written = written.trim_start_matches(|c: char| !c.is_alphanumeric());
    let total = written.strip_prefix("cộng");
    let is_title = TITLE_WORDS.iter().any(|word| start.starts_with(word))
        || ["xã ", "phường "]
            .iter()
            .any(|word| written.starts_with(word))
        || total.is_some_and(|rest| !rest.contains(char::is_alphabetic));
    is_title.then_some(SkipReason::NotAVillage)
}

fn read_village(line: &str, header: Option<&Header>) -> Draft {
    if let Some(draft) = header.and_then(|header| header.row(line)) {
        return draft;
    }
    let mut draft = Draft::default();
    let unmarked = without_list_mark(line);
    for cell in Separator::of(unmarked).split(unmarked) {
        let (before, within) = split_bracket(&cell);
        draft.take(before);
        draft.take(within);
    }
    draft
}
