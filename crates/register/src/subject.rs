//! Who is commended: a collective, an individual, a family.

use crate::rules::reader::read_choice;

/// The kind of whoever is commended. Stored as a code; quotas, ratios and tables count by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    #[default]
    Collective,
    Individual,
    Family,
}

read_choice!(SubjectKind {
    "collective" => Collective,
    "individual" => Individual,
    "family" => Family,
});

impl SubjectKind {
    pub const ALL: [Self; 3] = [Self::Collective, Self::Individual, Self::Family];

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == code)
    }

    /// «tập thể», as in «02 tập thể».
    pub fn counted(self) -> &'static str {
        match self {
            Self::Collective => "tập thể",
            Self::Individual => "cá nhân",
            Self::Family => "gia đình",
        }
    }
}
