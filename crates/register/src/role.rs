//! Roles, where each fits, and which kinds and fields each may write. A role holds in a scope
//! and in those below it; which records that reaches is not decided here.

use crate::kind::{self, StepAuthor, Writes};
use crate::scope::ScopeShape;
use protocol::{CommunePlace, commune_place};
use reading::{Scalar, Slot};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A person's role. It says which kinds and fields may be written; a grant says in which scope.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Công chức phụ trách thi đua, khen thưởng.
    CommuneOfficer,
    CommuneChair,
    /// Of a village, or of another unit.
    VillageHead,
    Viewer,
    BlockLead,
    BlockDeputy,
    BlockMember,
    ProvinceOfficer,
    /// One that a newer version gave, and this one does not know: it has no rights.
    #[default]
    Unknown,
}

impl Slot for Role {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        *self = Self::of_word(scalar.text()?);
        Ok(())
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of_word(&Cow::<str>::deserialize(deserializer)?))
    }
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::CommuneOfficer,
        Self::CommuneChair,
        Self::VillageHead,
        Self::Viewer,
        Self::BlockLead,
        Self::BlockDeputy,
        Self::BlockMember,
        Self::ProvinceOfficer,
    ];

    /// The role of a word on the wire.
    pub fn of_word(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|role| role.word() == word);
        known.unwrap_or_default()
    }

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::CommuneOfficer => "communeOfficer",
            Self::CommuneChair => "communeChair",
            Self::VillageHead => "villageHead",
            Self::Viewer => "viewer",
            Self::BlockLead => "blockLead",
            Self::BlockDeputy => "blockDeputy",
            Self::BlockMember => "blockMember",
            Self::ProvinceOfficer => "provinceOfficer",
            Self::Unknown => "unknown",
        }
    }

    pub fn label_vi(self) -> &'static str {
        match self {
            Self::CommuneOfficer => "Công chức phụ trách thi đua, khen thưởng",
            Self::CommuneChair => "Lãnh đạo UBND xã",
            Self::VillageHead => "Trưởng thôn, tổ trưởng tổ dân phố",
            Self::Viewer => "Người xem",
            Self::BlockLead => "Trưởng cụm, khối",
            Self::BlockDeputy => "Phó trưởng cụm, khối",
            Self::BlockMember => "Thành viên cụm, khối",
            Self::ProvinceOfficer => "Cán bộ Sở Nội vụ (thi đua, khen thưởng)",
            Self::Unknown => "Vai trò mà phiên bản này chưa biết",
        }
    }

    /// Whether the role is held in scopes of that shape.
    pub fn fits(self, shape: ScopeShape) -> bool {
        match self {
            Self::CommuneOfficer | Self::CommuneChair => shape == ScopeShape::Commune,
            Self::VillageHead => shape == ScopeShape::Unit,
            Self::BlockLead | Self::BlockDeputy => shape == ScopeShape::Block,
            Self::BlockMember => shape == ScopeShape::BlockMember,
            Self::ProvinceOfficer => shape == ScopeShape::Province,
            Self::Viewer => !matches!(shape, ScopeShape::ForAll | ScopeShape::Other),
            Self::Unknown => false,
        }
    }

    /// As what its holder writes where it fits.
    pub fn writer(self) -> Writer {
        match self {
            Self::CommuneOfficer | Self::CommuneChair => Writer::Official,
            Self::BlockLead | Self::BlockDeputy | Self::ProvinceOfficer => Writer::Official,
            Self::VillageHead => Writer::UnitHead,
            Self::BlockMember => Writer::Submitter,
            Self::Viewer | Self::Unknown => Writer::Nobody,
        }
    }

    pub fn may_write(self, kind: &str, field: &str) -> bool {
        self.writer().may_write(kind, field)
    }

    /// Whether the role takes steps of this author's in a scope; `on_paper`: it writes down what others
    /// did on paper.
    pub fn may_take(self, by: StepAuthor, scope: &str, on_paper: bool) -> bool {
        let place = commune_place(scope);
        match (self, by) {
            (Self::VillageHead, StepAuthor::Submitter) => place == Some(CommunePlace::Unit),
            (Self::CommuneOfficer | Self::CommuneChair, StepAuthor::Submitter) => match place {
                Some(CommunePlace::Unit) => on_paper,
                Some(place) => place == CommunePlace::Own,
                // What a commune hands in elsewhere.
                None => true,
            },
            (Self::CommuneOfficer | Self::CommuneChair, StepAuthor::Office)
            | (Self::CommuneChair, StepAuthor::Approver) => place.is_some(),
            (Self::CommuneOfficer, StepAuthor::Approver)
            | (Self::CommuneOfficer | Self::CommuneChair, StepAuthor::Receiver) => {
                on_paper && place.is_some()
            }
            (Self::BlockMember, StepAuthor::Submitter)
            | (Self::BlockLead | Self::BlockDeputy | Self::ProvinceOfficer, StepAuthor::Receiver) => {
                true
            }
            // For a member that is not enrolled.
            (Self::BlockLead | Self::BlockDeputy, StepAuthor::Submitter) => on_paper,
            _ => false,
        }
    }

    /// Whether the role may delete, and put back, a record in a scope on which somebody has taken a step.
    pub fn deletes_reviewed(self, scope: &str) -> bool {
        match self {
            Self::CommuneOfficer | Self::CommuneChair => commune_place(scope).is_some(),
            Self::BlockLead | Self::BlockDeputy | Self::ProvinceOfficer => true,
            _ => false,
        }
    }

    /// Whether the role reads its scope and those below.
    pub fn reads(self) -> bool {
        self != Self::Unknown
    }
}

/// As what somebody writes in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// Whose the scope is: every kind and field.
    Official,
    /// A unit's own kinds, but for what the commune says of them.
    UnitHead,
    /// What is handed in to another: a block's member to the block, a commune to its province.
    Submitter,
    Nobody,
}

impl Writer {
    pub fn may_write(self, kind: &str, field: &str) -> bool {
        self.may(kind, Some(field))
    }

    /// As [`Self::may_write`], of a line of a record of the kind `above`: what a line
    /// says is said of its record, so that both kinds must allow it.
    pub fn may_write_line(self, above: &str, kind: &str, field: &str) -> bool {
        self.keeps(above) && self.may_write(kind, field)
    }

    /// Whether records of the kind are somebody's to write, perhaps but for some fields.
    pub fn keeps(self, kind: &str) -> bool {
        self.may(kind, None)
    }

    fn may(self, kind: &str, field: Option<&str>) -> bool {
        let writes = match self {
            Self::Official => Writes::AllBut(&[]),
            Self::UnitHead => kind::rights(kind).head,
            Self::Submitter => kind::rights(kind).submitter,
            Self::Nobody => Writes::Nothing,
        };
        writes.allow(field)
    }
}
