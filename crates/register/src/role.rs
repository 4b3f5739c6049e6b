//! Roles, and which kinds and fields each may write. A role holds in a scope
//! and in those below it; which records that reaches is not decided here.

use crate::kind;
use reading::{Place, Scalar};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Công chức phụ trách thi đua, khen thưởng.
    CommuneOfficer,
    CommuneChair,
    VillageHead,
    #[default]
    Viewer,
}

impl Place for Role {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        *self = match scalar.text()? {
            "communeOfficer" => Self::CommuneOfficer,
            "communeChair" => Self::CommuneChair,
            "villageHead" => Self::VillageHead,
            "viewer" => Self::Viewer,
            _ => return Err("không có vai trò này"),
        };
        Ok(())
    }
}

/// The reserved field whose operations delete a record.
pub const DELETION_FIELD: &str = "~";

/// What a village head keeps, with the lines of his registration and
/// nominations, and the files of any of them.
const VILLAGE_KINDS: [&str; 12] = [
    kind::VILLAGE,
    kind::PERSON,
    kind::FAMILY,
    kind::COLLECTIVE,
    kind::EMULATION_REGISTRATION,
    kind::INDICATOR,
    kind::COLLECTIVE_TITLE,
    kind::INDIVIDUAL_TITLE,
    kind::FAMILY_TITLE,
    kind::NOMINATION,
    kind::EARLIER_AWARD,
    kind::ATTACHMENT,
];

/// What only the commune says of a registration or a nomination.
pub const REVIEW_FIELDS: [&str; 8] = [
    "state",
    "verifiedByUnit",
    "verifiedOn",
    "reviewNote",
    "reviewedBy",
    "reviewedOn",
    "outcome",
    "returnReason",
];

impl Role {
    pub const ALL: [Self; 4] = [
        Self::CommuneOfficer,
        Self::CommuneChair,
        Self::VillageHead,
        Self::Viewer,
    ];

    pub fn label_vi(self) -> &'static str {
        match self {
            Self::CommuneOfficer => "Công chức phụ trách thi đua, khen thưởng",
            Self::CommuneChair => "Lãnh đạo UBND xã",
            Self::VillageHead => "Trưởng thôn, tổ trưởng tổ dân phố",
            Self::Viewer => "Người xem",
        }
    }

    pub fn may_write(self, kind: &str, field: &str) -> bool {
        match self {
            Self::CommuneOfficer | Self::CommuneChair => true,
            Self::VillageHead => may_village_head_write(kind, field),
            Self::Viewer => false,
        }
    }

    /// As [`Self::may_write`], of a line of a record of the kind `above`: what a line
    /// says is said of its record, so that both kinds must allow it.
    pub fn may_write_line(self, above: &str, kind: &str, field: &str) -> bool {
        self.keeps(above) && self.may_write(kind, field)
    }

    /// Whether records of the kind are the role's to write, perhaps but for some fields.
    pub fn keeps(self, kind: &str) -> bool {
        match self {
            Self::CommuneOfficer | Self::CommuneChair => true,
            Self::VillageHead => VILLAGE_KINDS.contains(&kind),
            Self::Viewer => false,
        }
    }
}

fn may_village_head_write(kind: &str, field: &str) -> bool {
    match kind {
        // The list of villages is the commune's: a head corrects his own, and
        // does not take it out.
        kind::VILLAGE => field != DELETION_FIELD,
        kind::NOMINATION | kind::EMULATION_REGISTRATION => !REVIEW_FIELDS.contains(&field),
        _ => VILLAGE_KINDS.contains(&kind),
    }
}
