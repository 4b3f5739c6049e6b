//! What a person may read and write, by the roles that the person has: phone and endpoint reckon the
//! same (`docs/PROTOCOL.md`, section 7).

use crate::role::{Role, Writer};
use crate::scope::ScopeShape;
use crate::{kind, step};
pub use protocol::FOR_ALL;
use protocol::rule::{Rule, holds};
use protocol::{parent_scope, root_of, scope_is_within, shares_with_all};
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A right: `role` in `scope` and in the scopes below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Grant {
    pub scope: String,
    pub role: Role,
}

/// A role where it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldRole<'a> {
    pub role: Role,
    pub scope: &'a str,
}

impl HeldRole<'_> {
    /// In a scope of its province a commune's official hands in, and is handed back to.
    pub fn writer(self) -> Writer {
        match self.role.writer() {
            Writer::Official
                if self.role != Role::ProvinceOfficer && scope_is_within(self.scope, PROVINCES) =>
            {
                Writer::Submitter
            }
            writer => writer,
        }
    }
}

/// Above the scopes of all provinces.
const PROVINCES: &str = "province";

impl Grant {
    fn held(&self) -> HeldRole<'_> {
        HeldRole {
            role: self.role,
            scope: &self.scope,
        }
    }

    /// Of somebody who has this right: whether he gives `role` in `scope`.
    fn gives(&self, role: Role, scope: &str, province: Option<&str>) -> bool {
        use Role::{
            BlockDeputy, BlockLead, BlockMember, CommuneChair, CommuneOfficer, ProvinceOfficer,
            Viewer, VillageHead,
        };
        if !self.role.fits(ScopeShape::of(&self.scope)) {
            return false;
        }
        let within = scope_is_within(scope, &self.scope);
        match (self.role, role) {
            (CommuneOfficer | CommuneChair, VillageHead | Viewer) => within,
            (BlockLead, BlockDeputy | BlockMember | Viewer) => within,
            (BlockDeputy, BlockMember | Viewer) => within && scope != self.scope,
            (ProvinceOfficer, CommuneOfficer | CommuneChair) => {
                province.is_some() && province == self.scope.strip_prefix("province/")
            }
            (ProvinceOfficer, Viewer) => within,
            _ => false,
        }
    }
}

/// What a role implies elsewhere: an official of a commune has the same role in what passes between it
/// and its province.
pub fn implied(grant: &Grant, province: &str) -> Option<Grant> {
    let is_official = matches!(grant.role, Role::CommuneOfficer | Role::CommuneChair);
    let fits = grant.role.fits(ScopeShape::of(&grant.scope));
    (is_official && fits).then(|| Grant {
        scope: format!("{PROVINCES}/{province}/{}", grant.scope),
        role: grant.role,
    })
}

/// Scopes that may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// The scope and those below.
    Within(String),
    Only(String),
}

/// The rights of one person: all grants, and what may be read and written by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    grants: Vec<Grant>,
}

impl Rights {
    pub fn new(grants: Vec<Grant>) -> Self {
        Self { grants }
    }

    /// A role holds for its scope and those below; whoever has one below a commune, a
    /// block or a province also reads what that keeps for all.
    pub fn may_read(&self, scope: &str) -> bool {
        self.readable().iter().any(|readable| match readable {
            Readable::Within(above) => scope_is_within(scope, above),
            Readable::Only(only) => scope == only,
        })
    }

    pub fn may_write(&self, scope: &str, kind: &str, field: &str) -> bool {
        self.roles_in(scope)
            .any(|role| role.writer().may_write(kind, field))
    }

    /// Whether the person may give a role in a scope, and take it from whoever has it there;
    /// `province` is the code of the province of the commune that the scope is of, if it is of one.
    pub fn may_give(&self, role: Role, scope: &str, province: Option<&str>) -> bool {
        let fits = role.fits(ScopeShape::of(scope));
        fits && { self.grants.iter() }.any(|grant| grant.gives(role, scope, province))
    }

    /// Whether anything may be written there.
    pub fn writes_in(&self, scope: &str) -> bool {
        self.roles_in(scope)
            .any(|held| held.writer() != Writer::Nobody)
    }

    /// As [`Self::may_write`], of a record or a line of one. Of a line the kind of its
    /// record, `above`, has to allow it, too. A record that is not here yet says nothing:
    /// operations come in any order, and after a restore often do.
    pub fn may_write_at(
        &self,
        scope: &str,
        record: &str,
        above: Option<&str>,
        kind: &str,
        field: &str,
    ) -> bool {
        roles_may_write(self.roles_in(scope), record, above, (kind, field))
    }

    /// As [`Self::may_write_at`], of this value: of a step it says how it was taken.
    pub fn may_write_value(
        &self,
        scope: &str,
        record: &str,
        above: Option<&str>,
        what: (&str, &str),
        value: &Value,
    ) -> bool {
        roles_may_write_value(self.roles_in(scope), (scope, record), above, what, value)
    }

    /// Whether the person may delete, and put back, a record that has a step.
    pub fn may_delete_reviewed(&self, scope: &str) -> bool {
        self.roles_in(scope)
            .any(|held| held.role.deletes_reviewed(scope))
    }

    fn roles_in(&self, scope: &str) -> impl Iterator<Item = HeldRole<'_>> {
        self.grants
            .iter()
            .filter(move |grant| scope_is_within(scope, &grant.scope))
            .map(Grant::held)
    }

    pub fn readable(&self) -> Vec<Readable> {
        let mut readable = Vec::new();
        for grant in self.grants.iter().filter(|grant| grant.role.reads()) {
            readable.push(Readable::Within(grant.scope.clone()));
            let above = parent_scope(&grant.scope).filter(|above| shares_with_all(above));
            if let Some(above) = above {
                readable.push(Readable::Only(format!("{above}/{FOR_ALL}")));
            }
        }
        readable
    }
}

/// Whether one of the roles that hold in a scope may write a field of a record, or of a line below one
/// of the kind `above`, if that is known.
pub fn roles_may_write<'a>(
    mut roles: impl Iterator<Item = HeldRole<'a>>,
    record: &str,
    above: Option<&str>,
    (kind, field): (&str, &str),
) -> bool {
    let is_line = root_of(record) != record && holds(Rule::LinesNeedTheirRecordsRight);
    let above = above.filter(|_| is_line);
    roles.any(|role| match above {
        Some(above) => role.writer().may_write_line(above, kind, field),
        None => role.writer().may_write(kind, field),
    })
}

/// As [`roles_may_write`], of this value, in a scope.
pub fn roles_may_write_value<'a>(
    mut roles: impl Iterator<Item = HeldRole<'a>>,
    (scope, record): (&str, &str),
    above: Option<&str>,
    (kind, field): (&str, &str),
    value: &Value,
) -> bool {
    let Some(by) = kind::step(kind).map(|step| step.by) else {
        return roles_may_write(roles, record, above, (kind, field));
    };
    let on_paper = step::is_on_paper(value) || !holds(Rule::StepsAreJudgedByTheirValue);
    roles.any(|held| {
        above.is_none_or(|above| held.writer().keeps(above))
            && held.role.may_take(by, scope, on_paper)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(granted: &str, role: Role) -> Rights {
        Rights::new(vec![Grant {
            scope: granted.into(),
            role,
        }])
    }

    #[track_caller]
    fn check_reads(granted: &str, scope: &str, expected: bool) {
        assert_eq!(
            rights(granted, Role::VillageHead).may_read(scope),
            expected,
            "{granted} reads {scope}"
        );
    }

    #[test]
    fn a_role_reads_its_scope_those_below_and_what_is_for_all() {
        check_reads("06541", "06541", true);
        check_reads("06541", "06541/all", true);
        check_reads("06541", "06541/abc", true);
        check_reads("06541", "065412", false);
        check_reads("06541", "02701", false);
        check_reads("06541/abc", "06541/abc", true);
        check_reads("06541/abc", "06541/all", true);
        check_reads("06541/abc", "06541/abd", false);
        check_reads("06541/abc", "06541", false);
    }

    #[test]
    fn what_is_for_all_is_a_communes_a_blocks_or_a_provinces() {
        check_reads("block/k1/06541", "block/k1/all", true);
        check_reads("block/k1/06541", "block/k1/02701", false);
        check_reads("block/k1/06541", "block/all", false);
        check_reads("block/k1", "block/all", false);
        check_reads("block/k1", "block/k1/all", true);
        check_reads("province/20/06541", "province/20/all", true);
        check_reads("province/20", "province/all", false);
        check_reads("06541/abc/d", "06541/abc/all", false);
        check_reads("06541/abc/d", "06541/all", false);
        check_reads("block", "all", false);
    }

    #[test]
    fn a_village_head_writes_nothing_for_all() {
        let rights = rights("06541/abc", Role::VillageHead);
        assert!(rights.may_write("06541/abc", "village", "phone"));
        assert!(!rights.may_write("06541/all", "village", "phone"));
        assert!(!rights.may_write("06541", "village", "phone"));
    }

    #[test]
    fn an_unknown_role_has_no_rights_and_takes_none_away() {
        let role = Role::of_word("blockAuditor");
        assert_eq!(role, Role::Unknown);
        let alone = rights("06541", role);
        assert!(!alone.may_read("06541") && !alone.may_read("06541/all"));
        assert!(!alone.may_write("06541", "person", "fullName"));
        let mut grants = vec![Grant {
            scope: "06541".into(),
            role,
        }];
        grants.push(Grant {
            scope: "06541/abc".into(),
            role: Role::VillageHead,
        });
        let both = Rights::new(grants);
        assert!(both.may_read("06541/abc") && !both.may_read("06541/abd"));
        assert!(both.may_write("06541/abc", "person", "fullName"));
    }
}
