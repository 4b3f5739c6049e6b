//! Roles, and which kinds and fields each may write. A role holds in a scope
//! and in those below it; which records that reaches is not decided here.

use crate::kind::{self, VillageHeadRights};
use reading::{Scalar, Slot};
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

impl Slot for Role {
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
            Self::VillageHead => match head_may(kind) {
                VillageHeadRights::WriteNothing => false,
                VillageHeadRights::WriteAllBut(fields) => !fields.contains(&field),
            },
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
            Self::VillageHead => head_may(kind) != VillageHeadRights::WriteNothing,
            Self::Viewer => false,
        }
    }
}

fn head_may(kind: &str) -> VillageHeadRights {
    kind::spec(kind).map_or(VillageHeadRights::WriteNothing, |row| row.head)
}
