//! Villages out of a pasted message or spreadsheet: one village a line.
//!
//! Nothing is refused: a line becomes a village, with warnings where something
//! was guessed, or is skipped with a reason; its raw text is always kept.

use crate::text::{fold, nfc};
pub use crate::village_kind::VillageKind;
use crate::village_kind::{split_kind, strip_prefix_ignoring_case};
use crate::{number, phone};

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
    pub kind: VillageKind,
    /// Without the kind's word; otherwise as written.
    pub name: String,
    pub head: Option<String>,
    pub phone: Option<String>,
    pub households: Option<u32>,
    /// Vietnamese, to be shown beside the line.
    pub warnings: Vec<String>,
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

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Head,
    Phone,
    Households,
    Ignored,
}

pub fn villages(pasted: &str) -> Vec<PastedLine> {
    let mut header: Option<Vec<Column>> = None;
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut lines = Vec::new();
    for (index, raw) in pasted.lines().enumerate() {
        let line_no = index + 1;
        let mut outcome = match (skip_reason(raw), read_header(raw)) {
            (Some(reason), _) => Outcome::Skipped(reason),
            (None, Some(columns)) => {
                header = Some(columns);
                Outcome::Skipped(SkipReason::HeaderRow)
            }
            (None, None) => read_village(raw, header.as_deref()),
        };
        if let Outcome::Village(village) = &mut outcome {
            let key = fold(&village.name);
            match seen.iter().find(|(known, _)| *known == key) {
                Some((_, first)) => {
                    village
                        .warnings
                        .push(format!("Trùng tên với dòng {first}. Hãy kiểm tra lại."));
                }
                None => seen.push((key, line_no)),
            }
        }
        lines.push(PastedLine {
            line_no,
            raw: raw.to_owned(),
            outcome,
        });
    }
    lines
}

const TITLE_WORDS: [&str; 10] = [
    "danh sach",
    "kinh gui",
    "tong cong",
    "tong so",
    "cong:",
    "ubnd",
    "uy ban",
    "xa ",
    "phuong ",
    "ghi chu",
];

fn skip_reason(raw: &str) -> Option<SkipReason> {
    let folded = fold(raw);
    let start = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if folded.is_empty() {
        return Some(SkipReason::Empty);
    }
    if !folded.contains(char::is_alphanumeric) {
        return Some(SkipReason::NoName);
    }
    let is_title = TITLE_WORDS.iter().any(|word| start.starts_with(word));
    is_title.then_some(SkipReason::NotAVillage)
}

/// A header row has at least two cells that are all known column names.
fn read_header(raw: &str) -> Option<Vec<Column>> {
    let cells: Vec<String> = split_cells(raw).iter().map(|cell| fold(cell)).collect();
    let columns: Option<Vec<Column>> = cells
        .iter()
        .map(|cell| match cell.as_str() {
            "" | "stt" | "tt" | "so tt" | "so thu tu" | "ghi chu" => Some(Column::Ignored),
            _ if has_any(cell, &["dien thoai", "sdt", "dt", "so dt"]) => Some(Column::Phone),
            _ if has_any(cell, &["so ho", "tong so ho", "ho dan"]) => Some(Column::Households),
            _ if has_any(cell, &["nhan khau", "so khau", "so nguoi", "dan so"]) => {
                Some(Column::Ignored)
            }
            _ if has_any(
                cell,
                &[
                    "truong thon",
                    "truong ban",
                    "to truong",
                    "ho ten",
                    "ho va ten",
                ],
            ) =>
            {
                Some(Column::Head)
            }
            "thon" | "ban" | "to dan pho" | "ten" | "thon, ban" | "thon ban" | "thon/ban" => {
                Some(Column::Name)
            }
            _ if has_any(cell, &["ten thon", "ten ban", "ten to"]) => Some(Column::Name),
            _ => None,
        })
        .collect();
    columns.filter(|columns| columns.len() > 1 && columns.contains(&Column::Name))
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Cells by the strongest separator that the line has.
fn split_cells(line: &str) -> Vec<String> {
    for separator in ['\t', ';', '|'] {
        if line.contains(separator) {
            return line.split(separator).map(nfc).collect();
        }
    }
    let spread = line
        .replace(" - ", ",")
        .replace(" – ", ",")
        .replace(" — ", ",");
    spread.split(',').map(nfc).collect()
}

fn read_village(raw: &str, header: Option<&[Column]>) -> Outcome {
    let unmarked = without_list_mark(raw);
    let mut draft = Draft::default();
    let raw_cells = split_cells(raw);
    match header {
        Some(columns) if raw_cells.len() > 1 => {
            for (cell, column) in raw_cells.iter().zip(columns) {
                draft.take_as(cell, *column);
            }
        }
        _ => {
            for cell in split_cells(unmarked) {
                let (before, within) = split_bracket(&cell);
                draft.take(before);
                draft.take(within);
            }
        }
    }
    draft.finish()
}

/// «64 hộ» in «Bản Pò Mã (64 hộ)»; brackets without a number stay in the name.
fn split_bracket(cell: &str) -> (&str, &str) {
    match cell.split_once('(') {
        Some((before, within)) if within.contains(|c: char| c.is_ascii_digit()) => {
            (before.trim(), within.trim_end_matches([')', '.', ' ']))
        }
        _ => (cell, ""),
    }
}

/// Without «1.», «2)», «-», «•», «+» at the beginning.
fn without_list_mark(line: &str) -> &str {
    let line = line
        .trim()
        .trim_start_matches(['-', '–', '—', '•', '*', '+', '·', '●', '▪', '>', ' ', '\t']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len();
    match rest.strip_prefix(['.', ')', '/', ':', '\t', '-', ';', '|', ',']) {
        Some(rest) if numbered => rest.trim_start(),
        _ => line,
    }
}

#[derive(Default)]
struct Draft {
    name: Option<String>,
    head: Option<String>,
    phone: Option<String>,
    households: Option<u32>,
    warnings: Vec<String>,
}

impl Draft {
    fn take_as(&mut self, cell: &str, column: Column) {
        if cell.is_empty() {
            return;
        }
        match column {
            Column::Name => self.name = Some(without_list_mark(cell).to_owned()),
            Column::Head => self.head = Some(cell.to_owned()),
            Column::Phone => self.set_phone(cell),
            Column::Households => match households(cell) {
                Some(count) => self.households = Some(count),
                None => self.warnings.push(format!("Chưa đọc được số hộ “{cell}”.")),
            },
            Column::Ignored => {}
        }
    }

    /// A cell of which only the text tells what it is.
    fn take(&mut self, cell: &str) {
        let cell = cell.trim();
        let folded = fold(cell);
        if folded.is_empty() {
            return;
        }
        if looks_like_phone(&folded) {
            self.set_phone(cell);
        } else if let Some(count) = households(cell) {
            match self.households {
                None => self.households = Some(count),
                Some(_) => self.warnings.push(format!("Chưa rõ số “{cell}” là gì.")),
            }
        } else if has_any(&folded, &["dt", "sdt", "dien thoai", "so dt"]) {
            let number = cell.split_once(':').map_or(cell, |(_, number)| number);
            let number = number.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
            self.set_phone(number);
        } else if self.name.is_none() {
            match cell.split_once(':') {
                Some((name, rest)) => {
                    self.name = Some(name.trim().to_owned());
                    self.take(rest);
                }
                None => self.name = Some(cell.to_owned()),
            }
        } else if folded.ends_with("khau") || folded.ends_with("nguoi") {
            // The number of people is not asked for here.
        } else if self.head.is_none() {
            self.take_head(cell);
        } else {
            self.warnings.push(format!("Chưa dùng đến “{cell}”."));
        }
    }

    /// «Trưởng thôn: Hoàng Thị Ánh 0912345678»: the name alone, then the rest.
    fn take_head(&mut self, cell: &str) {
        let after_colon = cell.split_once(':').map_or(cell, |(_, name)| name.trim());
        let mut name = after_colon;
        for title in [
            "trưởng thôn",
            "trưởng bản",
            "tổ trưởng",
            "trưởng khối",
            "ông",
            "bà",
            "đ/c",
        ] {
            if let Some(rest) = strip_prefix_ignoring_case(name, title) {
                name = rest.trim_start_matches([':', '.', ' ']);
            }
        }
        let digits_at = name
            .find(|c: char| c.is_ascii_digit() || c == '+')
            .unwrap_or(name.len());
        let (name, number) = name.split_at(digits_at);
        if looks_like_phone(&fold(number)) {
            self.set_phone(number);
        }
        let name = name.trim_end_matches([' ', '-', '.', ':']);
        if !name.is_empty() {
            self.head = Some(name.to_owned());
        }
    }

    fn set_phone(&mut self, number: &str) {
        if let Some(problem) = phone::check(number) {
            self.warnings.push(problem.to_owned());
        }
        let number = phone::normalise(number).unwrap_or_else(|| number.trim().to_owned());
        self.phone = Some(number).filter(|number| !number.is_empty());
    }

    fn finish(mut self) -> Outcome {
        let Some(written) = self.name.take() else {
            return Outcome::Skipped(SkipReason::NoName);
        };
        let (kind, name) = split_kind(&written);
        let name = name.trim_matches([' ', '.', ':', ',', ';', '-']);
        if !name.contains(char::is_alphanumeric) {
            return Outcome::Skipped(SkipReason::NoName);
        }
        if kind.is_none() {
            let guess = "Chưa rõ là thôn hay bản, tổ dân phố; tạm ghi là thôn.";
            self.warnings.push(guess.to_owned());
        }
        if name.chars().count() > 60 {
            self.warnings
                .push("Tên dài khác thường. Hãy kiểm tra lại.".to_owned());
        }
        Outcome::Village(PastedVillage {
            kind: kind.unwrap_or(VillageKind::Thon),
            name: name.to_owned(),
            head: self.head,
            phone: self.phone,
            households: self.households,
            warnings: self.warnings,
        })
    }
}

fn looks_like_phone(folded: &str) -> bool {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let only_signs = folded
        .chars()
        .all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    only_signs && (9..=13).contains(&digits)
}

/// «64 hộ», «64», «Số hộ: 64».
fn households(cell: &str) -> Option<u32> {
    let folded = fold(cell);
    let bare = folded.strip_prefix("so ho").unwrap_or(&folded);
    let bare = bare.trim_start_matches([':', ' ']);
    let bare = bare.strip_suffix("dan").unwrap_or(bare).trim_end();
    let bare = bare.strip_suffix("ho").unwrap_or(bare);
    let count = number::parse(bare, 0).ok()?;
    u32::try_from(count).ok().filter(|count| *count <= 20_000)
}
