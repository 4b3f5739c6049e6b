use crate::store::{Grant, Readable};
use merge::{parent_scope, scope_is_within};

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
        self.grants
            .iter()
            .any(|grant| scope_is_within(scope, &grant.scope) && grant.role.may_write(kind, field))
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
    use register::role::Role;

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
