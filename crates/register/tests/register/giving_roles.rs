//! Who gives and takes which role where, as `docs/PROTOCOL.md` has it in section 23.

use register::rights::{Grant, Rights, implied};
use register::role::Role;

/// Scopes of every shape, near and far, and some that nobody holds a role in.
const SCOPES: [&str; 22] = [
    "06541",
    "06541/all",
    "06541/v1",
    "06541/v1/d",
    "065412",
    "02701",
    "02701/v1",
    "block/k1",
    "block/k1/all",
    "block/k1/06541",
    "block/k1/06541/d",
    "block/k2",
    "block/k2/06541",
    "block/all",
    "province/20",
    "province/20/all",
    "province/20/06541",
    "province/15",
    "province/15/02701",
    "province/all",
    "all",
    "",
];

/// Where the communes lie.
fn province(scope: &str) -> Option<&'static str> {
    match scope.split('/').next() {
        Some("06541") => Some("20"),
        Some("02701") => Some("15"),
        _ => None,
    }
}

fn holding(role: Role, scope: &str) -> Rights {
    let held = Grant {
        scope: scope.to_owned(),
        role,
    };
    Rights::new(vec![held])
}

/// All that somebody gives who has a role in a scope: «role scope».
fn given(role: Role, scope: &str) -> Vec<String> {
    let rights = holding(role, scope);
    let mut given = Vec::new();
    for role in Role::ALL.into_iter().chain([Role::Unknown]) {
        for scope in SCOPES {
            if rights.may_give(role, scope, province(scope)) {
                given.push(format!("{} {scope}", role.word()));
            }
        }
    }
    given
}

#[test]
fn everybody_gives_what_the_table_says_and_nothing_else() {
    for official in [Role::CommuneOfficer, Role::CommuneChair] {
        let expected = ["villageHead 06541/v1", "viewer 06541", "viewer 06541/v1"];
        assert_eq!(given(official, "06541"), expected);
    }
    let lead = [
        "viewer block/k1",
        "viewer block/k1/06541",
        "blockDeputy block/k1",
        "blockMember block/k1/06541",
    ];
    assert_eq!(given(Role::BlockLead, "block/k1"), lead);
    let deputy = ["viewer block/k1/06541", "blockMember block/k1/06541"];
    assert_eq!(given(Role::BlockDeputy, "block/k1"), deputy);
    let province = [
        "communeOfficer 06541",
        "communeChair 06541",
        "viewer province/20",
        "viewer province/20/06541",
    ];
    assert_eq!(given(Role::ProvinceOfficer, "province/20"), province);
}

#[test]
fn whoever_only_hands_in_or_reads_gives_nothing() {
    let silent = [Role::VillageHead, Role::Viewer, Role::BlockMember];
    for role in silent.into_iter().chain([Role::Unknown]) {
        for scope in SCOPES {
            assert!(given(role, scope).is_empty(), "{role:?} in {scope}");
        }
    }
}

#[test]
fn a_role_that_is_held_where_it_does_not_fit_gives_nothing() {
    for role in Role::ALL {
        for scope in [
            "06541/v1/d",
            "block/k1/all",
            "block/all",
            "province/all",
            "",
        ] {
            assert!(given(role, scope).is_empty(), "{role:?} in {scope}");
        }
    }
    for official in [Role::CommuneOfficer, Role::CommuneChair] {
        for scope in ["06541/v1", "block/k1", "province/20"] {
            assert!(given(official, scope).is_empty(), "{scope}");
        }
        let held = Grant {
            scope: "06541".to_owned(),
            role: official,
        };
        let held = implied(&held, "20").expect("an official's role in the province");
        assert!(given(held.role, &held.scope).is_empty());
    }
    assert!(given(Role::ProvinceOfficer, "06541").is_empty());
    assert!(given(Role::BlockLead, "block/k1/06541").is_empty());
}

#[test]
fn of_a_commune_of_no_known_province_nobody_gives_an_official() {
    let rights = holding(Role::ProvinceOfficer, "province/20");
    assert!(!rights.may_give(Role::CommuneOfficer, "06541", None));
    assert!(!rights.may_give(Role::CommuneOfficer, "06541", Some("15")));
    assert!(rights.may_give(Role::CommuneOfficer, "06541", Some("20")));
    assert!(!rights.may_give(Role::CommuneOfficer, "06541/v1", Some("20")));
}

#[test]
fn an_officials_role_goes_for_what_passes_between_the_commune_and_its_province() {
    for official in [Role::CommuneOfficer, Role::CommuneChair] {
        let held = |scope: &str| Grant {
            scope: scope.to_owned(),
            role: official,
        };
        assert_eq!(
            implied(&held("06541"), "20"),
            Some(held("province/20/06541"))
        );
        // What is held below, or is implied itself, implies nothing more.
        assert_eq!(implied(&held("06541/v1"), "20"), None);
        assert_eq!(implied(&held("province/20/06541"), "20"), None);
        let both = Rights::new(vec![held("06541"), held("province/20/06541")]);
        for scope in ["06541/v1", "province/20/06541", "province/20/all"] {
            assert!(both.may_read(scope), "{scope}");
        }
        for scope in ["province/20", "province/20/06542", "province/15/all"] {
            assert!(!both.may_read(scope), "{scope}");
        }
        assert!(both.may_write("06541", "person", "fullName"));
        assert!(!both.may_write("province/20/06541", "person", "fullName"));
        assert!(!both.may_write("province/20/all", "person", "fullName"));
    }
    for role in Role::ALL.into_iter().skip(2) {
        let held = Grant {
            scope: "06541".to_owned(),
            role,
        };
        assert_eq!(implied(&held, "20"), None, "{role:?}");
    }
}
