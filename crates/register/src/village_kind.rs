//! Thôn, bản, tổ dân phố, khối phố: one entity in the register, four words.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillageKind {
    Thon,
    Ban,
    ToDanPho,
    KhoiPho,
}

impl VillageKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Thon => "thon",
            Self::Ban => "ban",
            Self::ToDanPho => "toDanPho",
            Self::KhoiPho => "khoiPho",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        let all = [Self::Thon, Self::Ban, Self::ToDanPho, Self::KhoiPho];
        all.into_iter().find(|kind| kind.code() == code)
    }
}

/// The words as written, longest first; `true` where they need a number after
/// them («Tổ 5», but not «Tổ Ong»).
const KIND_WORDS: [(&str, VillageKind, bool); 12] = [
    ("tổ dân phố", VillageKind::ToDanPho, false),
    ("khối phố", VillageKind::KhoiPho, false),
    ("khu phố", VillageKind::KhoiPho, false),
    ("tdp", VillageKind::ToDanPho, false),
    ("thôn", VillageKind::Thon, false),
    ("khối", VillageKind::KhoiPho, true),
    ("bản", VillageKind::Ban, false),
    ("khu", VillageKind::KhoiPho, true),
    ("tổ", VillageKind::ToDanPho, true),
    ("kp", VillageKind::KhoiPho, true),
    ("thon", VillageKind::Thon, false),
    ("ban", VillageKind::Ban, false),
];

/// «Bản Pò Mã» into the kind and «Pò Mã»; a name without a kind stays whole.
pub fn split_kind(written: &str) -> (Option<VillageKind>, &str) {
    for (word, kind, needs_number) in KIND_WORDS {
        let Some(rest) = strip_prefix_ignoring_case(written, word) else {
            continue;
        };
        let name = rest.trim_start_matches([' ', ':', '.']);
        let bare = strip_prefix_ignoring_case(name, "số")
            .unwrap_or(name)
            .trim_start();
        let separated = name.len() < rest.len();
        let numbered = bare.starts_with(|c: char| c.is_ascii_digit());
        if separated && !name.is_empty() && (numbered || !needs_number) {
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
