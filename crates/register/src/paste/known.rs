//! Compares a pasted village with those of the register: what stands there stays, what is blank may
//! be added.

use super::{Certainty, PastedVillage, VillageKind};
use crate::text::{SortBy, nfc, sort_key};
use crate::{number, phone};

/// A village of the register, to be compared with what is pasted.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownVillage<'a> {
    pub kind: Option<VillageKind>,
    pub name: &'a str,
    /// What stands in its fields, digits as they come; empty where nothing does.
    pub head: &'a str,
    pub phone: &'a str,
    pub households: &'a str,
    pub people: &'a str,
}

/// A field of a village that a pasted line can fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillagePart {
    Head,
    Phone,
    Households,
    People,
}

impl VillagePart {
    /// The field of its record.
    pub fn field(self) -> &'static str {
        match self {
            Self::Head => "headName",
            Self::Phone => "headPhone",
            Self::Households => "households",
            Self::People => "people",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Head => "Trưởng thôn",
            Self::Phone => "Điện thoại",
            Self::Households => "Số hộ",
            Self::People => "Số khẩu",
        }
    }

    fn is_same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Head => sort_key(one, SortBy::Plain) == sort_key(other, SortBy::Plain),
            Self::Phone => phone::normalise(one).unwrap_or(nfc(one)) == other,
            Self::Households | Self::People => {
                number::parse(one, 0).is_ok_and(|one| one.to_string() == other)
            }
        }
    }
}

impl KnownVillage<'_> {
    /// The line is of this village: what stands in the register stays, what it has not is added.
    pub fn meet(&self, village: &mut PastedVillage) {
        if let Some(kind) = self.kind {
            village.kind = kind;
        }
        let count = |count: Option<u32>| count.map(|count| count.to_string());
        let parts = [
            (VillagePart::Head, self.head, village.head.clone()),
            (VillagePart::Phone, self.phone, village.phone.clone()),
            (
                VillagePart::Households,
                self.households,
                count(village.households),
            ),
            (VillagePart::People, self.people, count(village.people)),
        ];
        // The same village under another head, or another one.
        let mut is_other_head = false;
        for (part, stands, said) in parts {
            let Some(said) = said else { continue };
            let stands = stands.trim();
            if stands.is_empty() && part == VillagePart::Phone && is_other_head {
                let reason = format!("Chưa dùng đến “{said}”: trong sổ là người khác.");
                village.reasons.push(reason);
            } else if stands.is_empty() {
                village.adds.push(part);
            } else if !part.is_same(stands, &said) {
                is_other_head |= part == VillagePart::Head;
                village.certainty = village.certainty.max(match part {
                    VillagePart::Head => Certainty::Unsure,
                    _ => Certainty::Doubtful,
                });
                village.reasons.push(format!(
                    "{} trong sổ là {stands}, dòng này ghi {said}: giữ như trong sổ.",
                    part.label()
                ));
            }
        }
    }
}
