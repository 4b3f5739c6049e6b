//! Villages out of a pasted message or spreadsheet: as a rule one village a line.
//!
//! Nothing is refused and nothing is lost: a line becomes a village, belongs to
//! the one above it, or is skipped with a reason; of each village it is said how
//! sure the reader is, and why it is not. What it could not use is named.

mod cells;
mod draft;
mod figures;
mod header;
mod known;
mod rows;
mod words;

pub use crate::village_kind::VillageKind;
use crate::village_kind::{VillageName, split_kind};
use cells::{parts, without_list_mark};
use draft::{VillageDraft, is_surely_a_person};
use header::Header;
pub use known::{KnownVillage, VillagePart};
use rows::{PastedRow, rows};
use words::{announces_several, is_other_place, is_talk};

/// One result of reading pasted text: the line, its number, and what it was taken for. The app
/// shows these before anything is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedLine {
    /// From 1. Several villages may stand in one line.
    pub line_no: usize,
    pub raw: String,
    pub outcome: PasteOutcome,
}

/// The meaning of a pasted line: a village, more on the village of another line, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasteOutcome {
    Village(PastedVillage),
    /// It says more of the village of that line.
    PartOf(usize),
    Skipped(SkipReason),
}

/// The reader's certainty that a line is a village, and of what was read in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Nothing was guessed.
    #[default]
    Certain,
    /// A village, of which something should be looked at.
    Doubtful,
    /// Only a person can tell whether it is a village, what its name is, or whether it is another than
    /// one that is called almost so.
    Unsure,
}

/// A village as one or more pasted lines say it, with doubts and with what it adds to a known one.
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
    pub twice: Option<DuplicateLocation>,
    /// Of a village of the register: what the line says and the register has not.
    pub adds: Vec<VillagePart>,
    pub certainty: Certainty,
    /// Vietnamese, to be shown beside the line: why it is not certain, and what
    /// was left over.
    pub reasons: Vec<String>,
}

/// The place where the same village stands already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateLocation {
    /// In this line of what was pasted.
    Line(usize),
    /// At this place among the known.
    Register(usize),
}

/// The reason why a pasted line is not taken for a village.
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

/// What a row has been read as.
enum Reading {
    Villages(Vec<VillageDraft>),
    PartOf(usize),
    Skipped(SkipReason),
}

/// Reads what was pasted. `known` are the villages of the register.
pub fn villages(pasted: &str, known: &[KnownVillage]) -> Vec<PastedLine> {
    let rows = rows(pasted);
    let mut readings = read_rows(&rows);
    join_parts(&rows, &mut readings);
    let mut seen: Vec<Seen> = (0..)
        .zip(known)
        .map(|(place, one)| Seen::new(one.kind, one.name, DuplicateLocation::Register(place)))
        .collect();
    let mut lines = Vec::new();
    for (row, reading) in rows.into_iter().zip(readings) {
        let outcomes = match reading {
            Reading::Skipped(reason) => vec![PasteOutcome::Skipped(reason)],
            Reading::PartOf(line) => vec![PasteOutcome::PartOf(line)],
            Reading::Villages(drafts) => drafts
                .into_iter()
                .map(|draft| finish(draft, row.line_no, known, &mut seen))
                .collect(),
        };
        lines.extend(outcomes.into_iter().map(|outcome| PastedLine {
            line_no: row.line_no,
            raw: row.raw.clone(),
            outcome,
        }));
    }
    lines
}

fn finish(
    draft: VillageDraft,
    line_no: usize,
    known: &[KnownVillage],
    seen: &mut Vec<Seen>,
) -> PasteOutcome {
    let Some((kind, name)) = draft.named() else {
        return PasteOutcome::Skipped(SkipReason::NoName);
    };
    let this = Seen::new(kind, &name, DuplicateLocation::Line(line_no));
    let same: Vec<DuplicateLocation> = seen
        .iter()
        .filter(|one| one.name.is_same(&this.name))
        .map(|one| one.at)
        .collect();
    let line = same
        .iter()
        .find(|one| matches!(one, DuplicateLocation::Line(_)));
    let mut village = draft.finish((kind, name), !same.is_empty());
    village.twice = line.or(same.first()).copied();
    match (village.twice, &same[..]) {
        (Some(DuplicateLocation::Register(place)), [_]) => {
            known
                .iter()
                .skip(place)
                .take(1)
                .for_each(|one| one.meet(&mut village));
        }
        (Some(DuplicateLocation::Register(_)), several) => {
            village
                .reasons
                .push(format!("Trong sổ có {} nơi cùng tên này.", several.len()));
        }
        (Some(DuplicateLocation::Line(_)), _) => {}
        (None, _) => {
            if let Some(alike) = seen.iter().find(|one| one.name.is_alike(&this.name)) {
                village.certainty = Certainty::Unsure;
                village.reasons.push(alike.reason(&this));
            }
        }
    }
    seen.push(this);
    PasteOutcome::Village(village)
}

fn read_rows(rows: &[PastedRow]) -> Vec<Reading> {
    let mut header: Option<Header> = None;
    let read = |row: &PastedRow| {
        let text = row.text.as_str();
        if let Some(reason) = skip_reason(text) {
            return Reading::Skipped(reason);
        }
        if let Some(columns) = Header::read(text) {
            header = Some(columns);
            return Reading::Skipped(SkipReason::HeaderRow);
        }
        match header.as_ref() {
            Some(header) if header.is_numbers(text) => Reading::Skipped(SkipReason::HeaderRow),
            Some(header) => match header.row(text) {
                Some(draft) => Reading::Villages(vec![draft]),
                None => Reading::Villages(read_line(text)),
            },
            None => Reading::Villages(read_line(text)),
        }
    };
    rows.iter().map(read).collect()
}

/// A village over several lines: what says more of it belongs to the line with its name.
fn join_parts(rows: &[PastedRow], readings: &mut [Reading]) {
    let mut of: Option<usize> = None;
    for at in 0..readings.len() {
        let next_is_part = readings.get(at + 1).is_some_and(Reading::is_part);
        let (before, from_here) = readings.split_at_mut(at);
        let Some(this) = from_here.first_mut() else {
            return;
        };
        let village = of.and_then(|of| before.get_mut(of)?.last_draft());
        let belongs = match (village.as_deref(), this.last_draft()) {
            (Some(village), Some(draft)) => {
                let is_person = draft.name.as_deref().is_some_and(is_surely_a_person);
                let is_head = draft.is_bare() && village.lacks_head();
                draft.is_part() || (is_head && (is_person || next_is_part))
            }
            _ => false,
        };
        if let (true, Some(of)) = (belongs, of) {
            let line = rows.get(of).map_or(0, |row| row.line_no);
            let part = std::mem::replace(this, Reading::PartOf(line));
            if let (Some(village), Reading::Villages(parts)) = (village, part) {
                parts.into_iter().for_each(|part| village.join(part));
            }
        } else {
            let is_named = this.last_draft().is_some_and(|draft| draft.is_named());
            of = is_named.then_some(at);
        }
    }
}

impl Reading {
    fn last_draft(&mut self) -> Option<&mut VillageDraft> {
        match self {
            Self::Villages(drafts) => drafts.last_mut(),
            Self::PartOf(_) | Self::Skipped(_) => None,
        }
    }

    fn is_part(&self) -> bool {
        matches!(self, Self::Villages(drafts) if drafts.len() == 1 && drafts.iter().all(VillageDraft::is_part))
    }
}

/// A village that is there already, or in an earlier line.
struct Seen {
    name: VillageName,
    called: String,
    at: DuplicateLocation,
}

impl Seen {
    fn new(kind: Option<VillageKind>, name: &str, at: DuplicateLocation) -> Self {
        let word = kind.filter(|_| split_kind(name).0.is_none());
        let called = word.map_or(name.to_owned(), |kind| format!("{} {name}", kind.word()));
        let name = VillageName::new(kind, name);
        Self { name, called, at }
    }

    /// Why a person is to say whether it is this village or another.
    fn reason(&self, other: &Self) -> String {
        let there = match self.at {
            DuplicateLocation::Line(line) => format!("ở dòng {line}"),
            DuplicateLocation::Register(_) => "đã có trong sổ".to_owned(),
        };
        let ask = match self.name.differs_in_marks(&other.name) {
            true => ", chỉ khác dấu. Nếu là thôn khác thì chọn dòng này.",
            false => ". Nếu là nơi khác thì chọn dòng này.",
        };
        format!("Giống tên {} {there}{ask}", self.called)
    }
}

fn skip_reason(line: &str) -> Option<SkipReason> {
    if line.trim().is_empty() {
        return Some(SkipReason::Empty);
    }
    if !line.contains(char::is_alphanumeric) {
        return Some(SkipReason::NoName);
    }
    let (unmarked, _) = without_list_mark(line);
    let lists = line
        .split_once(':')
        .is_some_and(|(label, _)| announces_several(label).is_some());
    let is_village = split_kind(unmarked).0.is_some() || lists;
    (!is_village && is_talk(unmarked)).then_some(SkipReason::NotAVillage)
}

/// The villages of a line that is no row of a table.
fn read_line(line: &str) -> Vec<VillageDraft> {
    let (unmarked, is_listed) = without_list_mark(line);
    let list = unmarked.split_once(':');
    let several = list.and_then(|(label, rest)| Some((announces_several(label)?, rest)));
    let mut drafts = vec![VillageDraft::listed(is_listed)];
    for part in parts(several.map_or(unmarked, |(_, rest)| rest)) {
        let named = drafts.last().is_some_and(|draft| draft.name.is_some());
        if named && (several.is_some() || begins_village(&part)) {
            drafts.push(VillageDraft::default());
        }
        let part = match several {
            Some((word, _)) if split_kind(&part).0.is_none() => format!("{word} {part}"),
            _ => part,
        };
        if let Some(draft) = drafts.last_mut() {
            draft.take(&part);
        }
    }
    if drafts.len() > 1 {
        let reason = "Dòng này có nhiều thôn: hãy xem lại.";
        drafts
            .iter_mut()
            .for_each(|draft| draft.doubt(reason.to_owned()));
    }
    drafts
}

/// «Bản Áng, Thôn Co Chí»; but «Thôn Co Chí, thôn văn hóa».
fn begins_village(part: &str) -> bool {
    let (kind, name) = split_kind(part);
    let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
    (kind.is_some() && name.trim_start_matches("số ").starts_with(begins))
        || is_numbered_place(part)
}

fn is_numbered_place(part: &str) -> bool {
    is_other_place(part)
        && part.starts_with(char::is_uppercase)
        && part.ends_with(|c: char| c.is_ascii_digit())
}
