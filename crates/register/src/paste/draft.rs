use super::{PastedVillage, VillageKind};
use crate::text::fold;
use crate::village_kind::{split_kind, strip_prefix_ignoring_case};
use crate::{number, phone};

/// A village as far as its line has been read.
#[derive(Default)]
pub struct Draft {
    pub name: Option<String>,
    pub head: Option<String>,
    pub phone: Option<String>,
    pub households: Option<u32>,
    pub people: Option<u32>,
    warnings: Vec<String>,
}

impl Draft {
    pub fn warn_of_number(&mut self, cell: &str) {
        self.warnings.push(format!("Chưa rõ số “{cell}” là gì."));
    }

    /// A cell of which only the text tells what it is.
    pub fn take(&mut self, cell: &str) {
        let cell = cell.trim();
        let folded = fold(cell);
        if folded.is_empty() {
            return;
        }
        if looks_like_phone(&folded) {
            self.set_phone(cell);
        } else if let Some((of, number)) = count(cell) {
            self.take_count(cell, of, number);
        } else if let Some((households, rest)) = households_first(cell) {
            self.take_count(cell, Of::Households, households);
            self.take(rest);
        } else if ["dt", "sdt", "dien thoai", "so dt", "so dien thoai"]
            .iter()
            .any(|word| folded.starts_with(word))
        {
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
        } else if self.head.is_none() {
            self.take_head(cell);
        } else {
            self.warnings.push(format!("Chưa dùng đến “{cell}”."));
        }
    }

    /// Of two bare numbers the first counts households, the second people.
    fn take_count(&mut self, cell: &str, of: Of, number: u32) {
        match (of, self.households, self.people) {
            (Of::Households | Of::Unknown, None, _) => self.households = Some(number),
            (Of::People, _, None) => self.people = Some(number),
            (Of::Unknown, Some(households), None) if number >= households => {
                self.people = Some(number);
            }
            _ => self.warn_of_number(cell),
        }
    }

    /// «Trưởng thôn: Hoàng Thị Ánh 0912345678»: the name alone, then the rest.
    pub fn take_head(&mut self, cell: &str) {
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

    pub fn set_phone(&mut self, number: &str) {
        if let Some(problem) = phone::check(number) {
            self.warnings.push(problem.to_owned());
        }
        let number = phone::normalise(number).unwrap_or_else(|| number.trim().to_owned());
        self.phone = Some(number).filter(|number| !number.is_empty());
    }

    /// The kind as it was written, and the village; nothing if there is no name.
    pub fn finish(mut self) -> Option<(Option<VillageKind>, PastedVillage)> {
        let written = self.name.take()?;
        let (kind, name) = split_kind(&written);
        let name = name.trim_matches([' ', '.', ':', ',', ';', '-']);
        if !name.contains(char::is_alphanumeric) {
            return None;
        }
        if kind.is_none() {
            let guess = "Chưa rõ là thôn hay bản, tổ dân phố; tạm ghi là thôn.";
            self.warnings.push(guess.to_owned());
        }
        if name.chars().count() > 60 {
            self.warnings
                .push("Tên dài khác thường. Hãy kiểm tra lại.".to_owned());
        }
        let village = PastedVillage {
            kind: kind.unwrap_or(VillageKind::Thon),
            name: name.to_owned(),
            head: self.head,
            phone: self.phone,
            households: self.households,
            people: self.people,
            twice: None,
            warnings: self.warnings,
        };
        Some((kind, village))
    }
}

fn looks_like_phone(folded: &str) -> bool {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    let only_signs = folded
        .chars()
        .all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    only_signs && (9..=13).contains(&digits)
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Households,
    People,
    Unknown,
}

/// «64 hộ», «Số hộ: 64», «287 nhân khẩu», «64».
pub fn count(cell: &str) -> Option<(Of, u32)> {
    const HOUSEHOLDS: [&str; 5] = ["ho gia dinh", "ho dan", "tong so ho", "so ho", "ho"];
    const PEOPLE: [&str; 6] = [
        "so nhan khau",
        "nhan khau",
        "so khau",
        "khau",
        "so nguoi",
        "nguoi",
    ];
    let folded = fold(cell);
    let without = |words: &[&str]| {
        let before = words.iter().find_map(|word| folded.strip_prefix(word));
        let rest = before.unwrap_or(&folded).trim_start_matches([':', ' ']);
        let after = words.iter().find_map(|word| rest.strip_suffix(word));
        before.or(after)?;
        number_in(after.unwrap_or(rest))
    };
    if let Some(number) = without(&HOUSEHOLDS) {
        return Some((Of::Households, number));
    }
    if let Some(number) = without(&PEOPLE) {
        return Some((Of::People, number));
    }
    Some((Of::Unknown, number_in(&folded)?))
}

fn number_in(text: &str) -> Option<u32> {
    let text = text.trim_end_matches(['.', ' ']);
    let number = u32::try_from(number::parse(text, 0).ok()?).ok()?;
    (number <= 100_000).then_some(number)
}

/// «64 hộ/287 khẩu»: the households, and what stands after them.
fn households_first(cell: &str) -> Option<(u32, &str)> {
    let (before, rest) = ["hộ", "Hộ", "HỘ"]
        .iter()
        .find_map(|word| cell.split_once(word))?;
    let households = number_in(&fold(before))?;
    let rest = rest.trim_start_matches([',', '/', '-', ';', '.', ' ']);
    (!rest.is_empty()).then_some((households, rest))
}
