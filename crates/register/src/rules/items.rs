//! The smaller items of a rule set: powers, dossiers, definitions, guidance.

use super::reader::read_item;
use crate::date::PartialDate;
use crate::source::Source;

/// The years that nominations look back on, both included, and those of the period after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: i32,
    pub to: i32,
    pub next_from: Option<i32>,
    pub next_to: Option<i32>,
}

read_item!(Period {
    from,
    to,
    next_from,
    next_to
});

/// The authority that gives an award from a day on, and the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrantingPower {
    pub id: String,
    pub award: String,
    /// A role.
    pub authority: String,
    /// As stored: `2025-07-01`.
    pub effective_from: String,
    pub legal_basis: String,
    pub clause: Option<String>,
    pub before: Option<EarlierPower>,
    pub checked: bool,
}

read_item!(GrantingPower {
    id, award, authority, effective_from, legal_basis, clause, before, checked
} and "note");

impl GrantingPower {
    /// Whose power it is on a day, or was before; of a day that is not wholly known,
    /// on the last one that it may be.
    pub fn authority_on(&self, day: PartialDate) -> Option<&str> {
        let last = |day: PartialDate| {
            let (month, of_month) = (day.month().unwrap_or(12), day.day().unwrap_or(31));
            (day.year(), month, of_month)
        };
        let from = PartialDate::parse_stored(&self.effective_from);
        match from.is_some_and(|from| last(day) < last(from)) {
            true => self.before.as_ref().map(|one| one.authority.as_str()),
            false => Some(&self.authority),
        }
    }
}

/// The authority that gave an award before a [`GrantingPower`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierPower {
    pub authority: String,
    pub legal_basis: String,
    pub clause: Option<String>,
}

read_item!(EarlierPower {
    authority,
    legal_basis,
    clause
});

/// The dossier that a rule set asks for with a nomination: its pieces, copies, receivers and
/// deadline. The dossier that is made is in the crate `documents`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequiredDossier {
    pub id: String,
    pub name: String,
    pub awards: Vec<String>,
    /// How many sets.
    pub copies: Option<u32>,
    pub channels: Vec<String>,
    pub to: Vec<String>,
    pub deadline: Option<String>,
    pub pieces: Vec<DossierPiece>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(RequiredDossier { id, name, awards, copies, channels, to, deadline, pieces, checked, source }
    and "onlineAt", "legalBasis", "clause", "note", "slip", "why", "retired", "reference");

/// One piece of a [`RequiredDossier`]: a form or another paper, once for the dossier, a nominee or
/// a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierPiece {
    pub key: String,
    /// `dossier`, `nominee` or `member`.
    pub per: Option<String>,
    pub form: Option<String>,
    /// The role of whoever makes it, where it is not each unit's.
    pub by: Option<String>,
    pub optional: bool,
    pub years: Option<u32>,
    pub name: Option<String>,
    pub text: Option<String>,
    pub source: Option<Source>,
}

read_item!(DossierPiece { key, per, form, by, optional, years, name, text, source }
    and "attached", "note", "checked", "slip", "why", "retired", "reference");

/// A term that the rules define, in the words of its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definition {
    pub key: String,
    pub text: String,
    pub source: Option<Source>,
}

read_item!(Definition { key, text, source } and "note", "checked", "slip", "why", "retired", "reference");

/// A passage of a document that is no figure, to be cited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guidance {
    pub id: String,
    pub topic: String,
    pub text: String,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Guidance { id, topic, text, checked, source }
    and "procedure", "note", "slip", "why", "retired", "reference");
