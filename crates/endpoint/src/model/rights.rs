use super::{Grant, Readable};
use protocol::rule::{Rule, holds};
use protocol::{parent_scope, root_of, scope_is_within};
use register::role::Role;

/// Where a commune keeps what all its people may read.
pub const FOR_ALL: &str = "all";

/// What a person may read and write, by the roles that the token stands for.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    grants: Vec<Grant>,
}

impl Rights {
    pub fn new(grants: Vec<Grant>) -> Self {
        Self { grants }
    }

    /// A role holds for its scope and those below; whoever has one in a village
    /// also reads what the commune keeps for all.
    pub fn may_read(&self, scope: &str) -> bool {
        self.readable().iter().any(|readable| match readable {
            Readable::Within(above) => scope_is_within(scope, above),
            Readable::Only(only) => scope == only,
        })
    }

    pub fn may_write(&self, scope: &str, kind: &str, field: &str) -> bool {
        self.roles_in(scope).any(|role| role.may_write(kind, field))
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
        let is_line = root_of(record) != record && holds(Rule::LinesNeedTheirRecordsRight);
        match above.filter(|_| is_line) {
            Some(above) => self
                .roles_in(scope)
                .any(|role| role.may_write_line(above, kind, field)),
            None => self.may_write(scope, kind, field),
        }
    }

    fn roles_in(&self, scope: &str) -> impl Iterator<Item = Role> {
        self.grants
            .iter()
            .filter(move |grant| scope_is_within(scope, &grant.scope))
            .map(|grant| grant.role)
    }

    pub fn readable(&self) -> Vec<Readable> {
        let mut readable = Vec::new();
        for grant in &self.grants {
            readable.push(Readable::Within(grant.scope.clone()));
            if let Some(above) = parent_scope(&grant.scope) {
                readable.push(Readable::Only(format!("{above}/{FOR_ALL}")));
            }
        }
        readable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_reads(granted: &str, scope: &str, expected: bool) {
        let grant = Grant {
            scope: granted.into(),
            role: Role::VillageHead,
        };
        assert_eq!(
            Rights::new(vec![grant]).may_read(scope),
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
    fn a_village_head_writes_nothing_for_all() {
        let grant = Grant {
            scope: "06541/abc".into(),
            role: Role::VillageHead,
        };
        let rights = Rights::new(vec![grant]);
        assert!(rights.may_write("06541/abc", "village", "phone"));
        assert!(!rights.may_write("06541/all", "village", "phone"));
        assert!(!rights.may_write("06541", "village", "phone"));
    }
}
