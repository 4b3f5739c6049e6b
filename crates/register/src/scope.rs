//! What a scope is of, by its shape (`docs/PROTOCOL.md`, section 7).

use protocol::FOR_ALL;
use protocol::{is_scope, parent_scope, shares_with_all};

/// What a scope is of: roles fit scopes of some shapes and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeShape {
    /// `06541`
    Commune,
    /// `06541/<id>`: a village, or another unit.
    Unit,
    /// `block/<id>`
    Block,
    /// `block/<id>/<member>`
    BlockMember,
    /// `province/<code>`
    Province,
    /// `province/<code>/<commune>`
    ProvinceCommune,
    /// What one of these keeps for all who have a role right below it.
    ForAll,
    /// None that has a meaning yet.
    Other,
}

impl ScopeShape {
    pub fn of(scope: &str) -> Self {
        if !is_scope(scope) {
            return Self::Other;
        }
        let own = scope.rsplit('/').next().unwrap_or(scope);
        let within = match parent_scope(scope) {
            None if shares_with_all(scope) => return Self::Commune,
            Some("block") if own != FOR_ALL => return Self::Block,
            Some("province") if own != FOR_ALL => return Self::Province,
            Some(above) => Self::of(above),
            None => Self::Other,
        };
        match within {
            Self::Commune | Self::Block | Self::Province if own == FOR_ALL => Self::ForAll,
            Self::Commune => Self::Unit,
            Self::Block => Self::BlockMember,
            Self::Province if Self::of(own) == Self::Commune => Self::ProvinceCommune,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scope: &str, expected: ScopeShape) {
        assert_eq!(ScopeShape::of(scope), expected, "{scope}");
    }

    #[test]
    fn a_scope_is_known_by_its_shape() {
        check("06541", ScopeShape::Commune);
        check("06541/all", ScopeShape::ForAll);
        check("06541/AaH5r7HpdqWdxHZJQvh8AA", ScopeShape::Unit);
        check("block/k1", ScopeShape::Block);
        check("block/k1/all", ScopeShape::ForAll);
        check("block/k1/06541", ScopeShape::BlockMember);
        check("province/20", ScopeShape::Province);
        check("province/20/all", ScopeShape::ForAll);
        check("province/20/06541", ScopeShape::ProvinceCommune);
    }

    #[test]
    fn what_has_no_meaning_is_of_nothing() {
        for scope in [
            "",
            "all",
            "0654",
            "065412",
            "xa",
            "06541/abc/d",
            "06541/all/d",
            "06541/",
            "block",
            "block/all",
            "block/all/06541",
            "block/k1/06541/d",
            "province",
            "province/all",
            "province/20/k1",
            "province/20/06541/d",
            "office/20",
        ] {
            check(scope, ScopeShape::Other);
        }
    }
}
