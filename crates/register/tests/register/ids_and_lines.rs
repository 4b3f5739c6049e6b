use proptest::prelude::*;
use protocol::root_of;
use register::id::{is_line, is_valid_id, line_id, singleton};
use register::kind;
use register::record::{Record, order_key_between};
use register::role::Role;
use serde_json::json;

#[test]
fn one_thing_has_one_id() {
    let id = singleton(kind::EMULATION_REGISTRATION, "06541/2026");
    assert_eq!(id, singleton(kind::EMULATION_REGISTRATION, "06541/2026"));
    assert_ne!(id, singleton(kind::EMULATION_REGISTRATION, "06541/2027"));
    assert_ne!(singleton("a", "bc"), singleton("ab", "c"));
    assert!(is_valid_id(&id), "{id}");
    // SHA-256 of "abc\0" begins dc1114cd.
    assert_eq!(singleton("abc", "").get(..5), Some("3BEUz"));
}

#[test]
fn ids_are_told_apart() {
    #[track_caller]
    fn check(id: &str, expected: bool) {
        assert_eq!(is_valid_id(id), expected, "{id}");
    }
    let root = "0123456789abcdefABCD-_";
    check(root, true);
    check(&line_id(root, "2026"), true);
    check(&line_id(&line_id(root, "a"), "b"), true);
    check("", false);
    check("06541", false);
    check("0123456789abcdefABCD-/", false);
    check(&line_id(root, ""), false);
    check(&line_id(root, "a/b"), false);
    assert_eq!(root_of(&line_id(root, "2026")), root);
    assert_eq!(root_of(root), root);
    assert!(is_line("a.b") && !is_line("a"));
}

#[test]
fn lines_stand_by_their_order_key_then_by_id() {
    let mut record = Record::new("06541", "r", kind::EMULATION_REGISTRATION);
    for (id, order) in [
        ("r.d", None),
        ("r.b", Some("V")),
        ("r.c", Some("A")),
        ("r.a", Some("V")),
    ] {
        let mut line = Record::new("06541", id, kind::INDICATOR);
        if let Some(order) = order {
            line.fields.insert("order".to_owned(), json!(order));
        }
        record.lines.push(line);
    }
    let ids: Vec<&str> = record
        .lines_of(kind::INDICATOR)
        .iter()
        .map(|line| line.id.as_str())
        .collect();
    assert_eq!(ids, ["r.c", "r.a", "r.b", "r.d"]);
    assert!(record.lines_of("other").is_empty());
}

#[test]
fn fields_are_read_by_type() {
    let record = Record {
        fields: [
            ("name".to_owned(), json!("Lặp Pịa")),
            ("blank".to_owned(), json!("  ")),
            ("households".to_owned(), json!(41)),
            ("movements".to_owned(), json!(["a", "b"])),
            ("on".to_owned(), json!("1965-03")),
        ]
        .into(),
        ..Record::default()
    };
    assert_eq!(record.text("name"), Some("Lặp Pịa"));
    assert_eq!(record.text("blank"), None);
    assert_eq!(record.text("households"), None);
    assert_eq!(record.int("households"), Some(41));
    assert_eq!(record.strings("movements"), ["a", "b"]);
    assert_eq!(record.date("on").map(|date| date.year()), Some(1965));
}

#[test]
fn a_hundred_lines_at_the_end_keep_short_keys() {
    let mut key = order_key_between(None, None);
    for _ in 0..100 {
        let next = order_key_between(Some(&key), None);
        assert!(next > key);
        key = next;
    }
    assert!(key.len() <= 3, "{key}");
}

#[test]
fn roles_may_write() {
    #[track_caller]
    fn check(role: Role, kind: &str, field: &str, expected: bool) {
        assert_eq!(
            role.may_write(kind, field),
            expected,
            "{role:?} {kind} {field}"
        );
    }
    check(
        Role::CommuneOfficer,
        kind::COMMUNE_PROFILE,
        "chairName",
        true,
    );
    check(Role::CommuneChair, kind::NOMINATION, "state", true);
    check(Role::VillageHead, kind::INDICATOR, "name", true);
    check(Role::VillageHead, kind::NOMINATION, "achievements", true);
    check(Role::VillageHead, kind::NOMINATION, "state", false);
    check(Role::VillageHead, kind::NOMINATION, "verifiedByUnit", false);
    check(Role::VillageHead, kind::AWARD, "award", false);
    check(Role::VillageHead, kind::COMMUNE_PROFILE, "chairName", false);
    check(Role::VillageHead, kind::COMMUNE, "name", false);
    check(Role::VillageHead, kind::VILLAGE, "headPhone", true);
    check(Role::VillageHead, kind::VILLAGE, "~", false);
    check(Role::VillageHead, "somethingNew", "name", false);
    check(Role::Viewer, kind::VILLAGE, "name", false);
    assert_eq!(json!(Role::VillageHead), json!("villageHead"));

    #[track_caller]
    fn check_line(role: Role, above: &str, line: &str, expected: bool) {
        let writes = role.writer().may_write_line(above, line, "name");
        assert_eq!(writes, expected, "{role:?} {line} of {above}");
    }
    check_line(Role::VillageHead, kind::NOMINATION, kind::ATTACHMENT, true);
    check_line(Role::VillageHead, kind::VILLAGE, kind::ATTACHMENT, true);
    check_line(Role::VillageHead, kind::AWARD, kind::ATTACHMENT, false);
    check_line(Role::VillageHead, kind::AWARD, kind::NOMINATION, false);
    check_line(Role::VillageHead, kind::NOMINATION, kind::AWARD, false);
    check_line(Role::VillageHead, "somethingNew", kind::ATTACHMENT, false);
    check_line(Role::CommuneOfficer, "somethingNew", kind::ATTACHMENT, true);
    check_line(Role::Viewer, kind::VILLAGE, kind::ATTACHMENT, false);
}

proptest! {
    #[test]
    fn an_order_key_is_between(places in proptest::collection::vec(any::<usize>(), 1..80)) {
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            let place = place % (keys.len() + 1);
            let after = place.checked_sub(1).and_then(|before| keys.get(before)).cloned();
            let before = keys.get(place).cloned();
            let key = order_key_between(after.as_deref(), before.as_deref());
            prop_assert!(after.is_none_or(|after| after < key));
            prop_assert!(before.is_none_or(|before| key < before));
            keys.insert(place, key);
        }
    }

    #[test]
    fn strange_order_keys_break_nothing(after in any::<Option<String>>(), before in any::<Option<String>>()) {
        prop_assert!(!order_key_between(after.as_deref(), before.as_deref()).is_empty());
    }

    #[test]
    fn every_singleton_is_an_id(kind in any::<String>(), key in any::<String>()) {
        prop_assert!(is_valid_id(&singleton(&kind, &key)));
    }
}
