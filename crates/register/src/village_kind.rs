//! Thôn, bản, xóm, tổ dân phố, khối phố: one entity in the register, five words;
//! and which written names are of one village.

use crate::text::{SortBy, fold, nfc, sort_key};

/// The word for a village: thôn, bản, xóm, tổ dân phố or khối phố. Stored as a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillageKind {
    Thon,
    Ban,
    Xom,
    ToDanPho,
    KhoiPho,
}

impl VillageKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Thon => "thon",
            Self::Ban => "ban",
            Self::Xom => "xom",
            Self::ToDanPho => "toDanPho",
            Self::KhoiPho => "khoiPho",
        }
    }

    /// As it stands before a name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Thon => "Thôn",
            Self::Ban => "Bản",
            Self::Xom => "Xóm",
            Self::ToDanPho => "Tổ dân phố",
            Self::KhoiPho => "Khối phố",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        let all = [
            Self::Thon,
            Self::Ban,
            Self::Xom,
            Self::ToDanPho,
            Self::KhoiPho,
        ];
        all.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a word needs, to say what kind of village the name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// «Tổ 5», but not «Tổ Ong».
    ANumber,
    /// «ban po ma», but not «Ban Văn Páo».
    NoMarks,
}

/// The words as written, longest first.
const KIND_WORDS: [(&str, VillageKind, Needs); 14] = [
    ("tổ dân phố", VillageKind::ToDanPho, Needs::Nothing),
    ("khối phố", VillageKind::KhoiPho, Needs::Nothing),
    ("khu phố", VillageKind::KhoiPho, Needs::Nothing),
    ("tdp", VillageKind::ToDanPho, Needs::Nothing),
    ("thôn", VillageKind::Thon, Needs::Nothing),
    ("khối", VillageKind::KhoiPho, Needs::ANumber),
    ("bản", VillageKind::Ban, Needs::Nothing),
    ("xóm", VillageKind::Xom, Needs::Nothing),
    ("khu", VillageKind::KhoiPho, Needs::ANumber),
    ("tổ", VillageKind::ToDanPho, Needs::ANumber),
    ("kp", VillageKind::KhoiPho, Needs::Nothing),
    ("thon", VillageKind::Thon, Needs::NoMarks),
    ("ban", VillageKind::Ban, Needs::NoMarks),
    ("xom", VillageKind::Xom, Needs::NoMarks),
];

/// «Bản Pò Mã» into the kind and «Pò Mã»; a name without a kind stays whole.
pub fn split_kind(written: &str) -> (Option<VillageKind>, &str) {
    for (word, kind, needs) in KIND_WORDS {
        let Some(rest) = strip_prefix_ignoring_case(written, word) else {
            continue;
        };
        let name = rest.trim_start_matches([' ', ':', '.']);
        let bare = strip_prefix_ignoring_case(name, "số")
            .unwrap_or(name)
            .trim_start();
        let numbered = bare.starts_with(|c: char| c.is_ascii_digit());
        // «TDP5» needs no blank.
        let separated = name.len() < rest.len() || numbered;
        let has_needs = match needs {
            Needs::Nothing => true,
            Needs::ANumber => numbered,
            Needs::NoMarks => written.is_ascii(),
        };
        if separated && !name.is_empty() && has_needs {
            return (Some(kind), name);
        }
    }
    (None, written)
}

pub(crate) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text.char_indices();
    for wanted in prefix.chars() {
        let (_, found) = rest.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// A village's name, to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageName {
    kind: Option<VillageKind>,
    name: Spelled,
    /// Without any kind's word, also one that is not its kind.
    bare: Spelled,
}

/// A name without its marks, and with them; neither minds capitals, blanks and where a tone stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spelled {
    folded: String,
    marked: String,
}

impl VillageName {
    /// Where the kind is known, another kind's word is part of the name: «Thôn
    /// Bản Pò» is not «Thôn Pò».
    pub fn new(kind: Option<VillageKind>, written: &str) -> Self {
        let written = &nfc(written);
        let (in_name, bare) = split_kind(written);
        let is_of_it = kind.is_none() || kind == in_name;
        Self {
            kind: kind.or(in_name),
            name: Spelled::new(if is_of_it { bare } else { written }),
            bare: Spelled::new(bare),
        }
    }

    /// «Thôn 1» and «Bản 1» are two, «Co Chí» and «Bản Co Chí» are not.
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.may_be_of_kind(other)
    }

    /// «Pò Mã» and «Pò Má» are two villages, or one that is written wrongly.
    pub fn differs_in_marks(&self, other: &Self) -> bool {
        self.name.folded == other.name.folded
            && self.name.marked != other.name.marked
            && self.may_be_of_kind(other)
    }

    /// «Thôn Pò Mã» and «Bản Pò Mã» may be one; numbers are given to every kind.
    pub fn is_alike(&self, other: &Self) -> bool {
        let bare = &self.bare.folded;
        self.differs_in_marks(other)
            || *bare == other.bare.folded && bare.contains(char::is_alphabetic)
    }

    fn may_be_of_kind(&self, other: &Self) -> bool {
        let kinds = self.kind.zip(other.kind);
        kinds.is_none_or(|(one, other)| one == other)
    }
}

impl Spelled {
    fn new(name: &str) -> Self {
        let name = without_so(name);
        Self {
            folded: fold(name),
            marked: sort_key(name, SortBy::Plain),
        }
    }
}

/// «Thôn số 3» is «Thôn 3»; «Sơ Lả» is a name.
fn without_so(name: &str) -> &str {
    let word = name.split_once(' ').filter(|(word, _)| fold(word) == "so");
    let number = word.map(|(_, number)| number.trim_start());
    let number = number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    number.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Option<VillageKind>, name: &str, written: &str, same: bool, alike: bool) {
        let known = VillageName::new(kind, name);
        let written = VillageName::new(None, written);
        let found = (known.is_same(&written), known.is_alike(&written));
        assert_eq!(found, (same, alike), "{name}, {written:?}");
    }

    #[test]
    fn names_are_of_one_village_by_kind_and_letters() {
        let (thon, ban) = (Some(VillageKind::Thon), Some(VillageKind::Ban));
        check(ban, "Pò Mã", "Bản Pò Mã", true, true);
        check(ban, "Pò Mã", "bản  pò mã ", true, true);
        check(ban, "Pò Mã", " Ba\u{309}n Po\u{300} Ma\u{303}", true, true);
        check(ban, "Bản Pò Mã", "Pò Mã", true, true);
        check(ban, "Pò Mã", "Thôn Pò Mã", false, true);
        check(thon, "Bản Pò Mã", "Bản Pò Mã", false, true);
        check(thon, "Bản Pò Mã", "Thôn Bản Pò Mã", true, false);
        check(thon, "Pò", "Thôn Bản Pò", false, false);
        check(thon, "3", "Thôn số 3", true, false);
        check(thon, "3", "Bản 3", false, false);
        check(thon, "Sơ Lả", "Thôn Lả", false, false);
        check(None, "Khuổi Cấp", "Khuổi Tẳng", false, false);
    }

    #[test]
    fn a_name_with_other_marks_is_another_and_alike() {
        let (thon, ban) = (Some(VillageKind::Thon), Some(VillageKind::Ban));
        check(ban, "Pò Mã", "Bản Pò Má", false, true);
        check(ban, "Pò Mã", "Po Ma", false, true);
        check(thon, "Co Lói", "thon co loi", false, true);
        check(thon, "Bản Pò Mã", "Thôn Bản Pò Má", false, true);
        check(thon, "Nà Đông", "Thôn Nà Dông", false, true);
        // Where the tone stands is no difference.
        check(thon, "Hoà Bình", "Thôn HÒA BÌNH", true, true);
    }
}
