//! Every role against every kind, field and shape of scope, as the running endpoint answers: the same
//! that [`Rights`] says, what `tests/rights/expected.txt` says (written by hand from the page), and
//! never less than what the roles of schema 1 could.

use crate::protocol_fields::{Kinds, classes_of, kinds, takes};
use crate::world::{COMMUNE, Phone, World, op, with};
use protocol::{DELETION, root_of};
use register::kind::{self, RecordScope};
use register::rights::{Grant, Rights};
use register::role::Role;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The trees of scopes, each with who may write everything in it.
const TREES: [(Role, &str, &[&str]); 6] = [
    (
        Role::CommuneOfficer,
        COMMUNE,
        &["06541", "06541/all", "06541/v1", "06541/v1/d", "06541/v2"],
    ),
    (Role::CommuneOfficer, "02701", &["02701", "02701/v1"]),
    (
        Role::BlockLead,
        "block/k1",
        &["block/k1", "block/k1/all", "block/k1/m1", "block/k1/m2"],
    ),
    (Role::BlockLead, "block/k2", &["block/k2", "block/k2/all"]),
    (
        Role::ProvinceOfficer,
        "province/20",
        &[
            "province/20",
            "province/20/all",
            "province/20/06541",
            "province/20/05977",
        ],
    ),
    (
        Role::ProvinceOfficer,
        "province/15",
        &["province/15/all", "province/15/02701"],
    ),
];

/// Scopes that nobody has; they are called like what is for all.
const NOBODYS: [&str; 3] = ["all", "block/all", "province/all"];

/// Who holds what where, in the order of the file.
const HELD: [(Role, &str); 14] = [
    (Role::CommuneOfficer, COMMUNE),
    (Role::CommuneChair, COMMUNE),
    (Role::VillageHead, "06541/v1"),
    (Role::Viewer, COMMUNE),
    (Role::Viewer, "06541/v1"),
    (Role::BlockLead, "block/k1"),
    (Role::BlockDeputy, "block/k1"),
    (Role::BlockMember, "block/k1/m1"),
    (Role::Viewer, "block/k1"),
    (Role::Viewer, "block/k1/m1"),
    (Role::ProvinceOfficer, "province/20"),
    (Role::Viewer, "province/20"),
    (Role::Viewer, "province/20/06541"),
    (Role::Unknown, COMMUNE),
];

/// How many fields the record of schema 1 has, role by role.
const ROWS_OF_SCHEMA_1: usize = 514;

const UNKNOWN: &str = "somethingNew";
const UNKNOWN_LINE: &str = "newLine";

/// Record, kind, field.
type Tried<'k> = (String, &'k str, &'k str);

/// The kinds of records, not lines, and one that nobody knows.
fn roots() -> Vec<&'static str> {
    let rows = kind::all_rules().filter(|row| row.lives != RecordScope::Record);
    rows.map(|row| row.kind).chain([UNKNOWN]).collect()
}

/// Every class of field of every kind; of lines below every kind that they are of.
fn tried(kinds: &Kinds) -> Vec<Tried<'_>> {
    let mut tried: Vec<Tried<'_>> = Vec::new();
    let mut add = |record: String, kind| {
        let classes = classes_of(kind).into_iter();
        tried.extend(classes.map(|field| (record.clone(), kind, field)));
    };
    for root in roots() {
        add(root.to_owned(), root);
        add(format!("{root}.file"), kind::ATTACHMENT);
    }
    let lines = kinds.iter().filter(|(kind, _)| *kind != kind::ATTACHMENT);
    for (line, described) in lines {
        for above in &described.line_of {
            add(format!("{above}.{line}"), line);
        }
    }
    add(format!("{}.line", kind::PERSON), UNKNOWN_LINE);
    tried
}

/// One record of every kind in every scope, by those whose the scopes are.
async fn found(world: &World) {
    for (role, held, scopes) in TREES {
        let owner = world.holding(role, held).await;
        for scope in scopes {
            let ops = roots().into_iter().zip(1..);
            let ops = ops.map(|(kind, n)| with(op(n, kind, "name", "x"), "kind", kind));
            let reply = owner.push(scope, ops.collect::<Vec<Value>>()).await;
            let answers = reply["scopes"][0]["answers"].as_object().unwrap();
            assert!(answers.values().all(|answer| answer == "ok"), "{scope}");
        }
    }
}

/// Nothing of a scope that the person does not read; else whether each is taken.
async fn answers(phone: &Phone<'_>, scope: &str, tried: &[Tried<'_>]) -> Option<Vec<bool>> {
    let reply = phone.sync(phone.request(json!([{ "scope": scope }]))).await;
    match reply["lost"] == json!([scope]) {
        true => None,
        false => Some(takes(phone, scope, tried).await),
    }
}

/// What the endpoint says that the person has.
async fn rights(phone: &Phone<'_>) -> Rights {
    let request = with(phone.request(json!([])), "grants", "");
    let grants = phone.sync(request).await["grants"].clone();
    let grants: Vec<Grant> = serde_json::from_value(grants).unwrap();
    Rights::new(grants)
}

fn agrees(rights: &Rights, scope: &str, tried: &[Tried<'_>], answers: Option<&[bool]>) {
    assert_eq!(rights.may_read(scope), answers.is_some(), "{scope}");
    for (index, (record, kind, field)) in tried.iter().enumerate() {
        let above = root_of(record);
        let above = (above != record).then_some(above);
        let may = rights.may_write_at(scope, record, above, kind, field);
        let taken = answers.is_some_and(|answers| answers[index]);
        // Where nothing is read nothing is answered, whatever a role would write.
        assert!(
            may == taken || answers.is_none(),
            "{scope}: {record} {field}"
        );
    }
}

/// What is taken of a scope, in words: everything, nothing, or each kind with what is left out.
fn in_words(tried: &[Tried<'_>], answers: &[bool]) -> String {
    if answers.iter().all(|taken| *taken) {
        return " everything".to_owned();
    }
    let mut kinds: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    let mut files: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for ((record, kind, field), taken) in tried.iter().zip(answers) {
        match *kind {
            kind::ATTACHMENT => files.entry(root_of(record)).or_default().push(*taken),
            _ => kinds.entry(kind).or_default().push((field, *taken)),
        }
    }
    let mut words = String::new();
    for (kind, fields) in kinds {
        let of = |wanted: bool| -> BTreeSet<&str> {
            let those = fields.iter().filter(|(_, taken)| *taken == wanted);
            those.map(|(field, _)| *field).collect()
        };
        let (may, not) = (of(true), of(false));
        assert!(may.is_disjoint(&not), "{kind}: it differs by the record");
        if may.is_empty() {
            continue;
        }
        let but = match not.is_empty() {
            true => String::new(),
            false => format!(" but {}", Vec::from_iter(not).join(" ")),
        };
        write!(words, "\n        {kind}{but}").unwrap();
    }
    let attached = files.iter().filter(|(_, taken)| taken.contains(&true));
    let attached: Vec<&str> = attached
        .map(|(above, taken)| {
            assert!(!taken.contains(&false), "files of {above}");
            *above
        })
        .collect();
    if !attached.is_empty() {
        write!(words, "\n        attachment of {}", attached.join(" ")).unwrap();
    }
    match words.is_empty() {
        true => " nothing".to_owned(),
        false => words,
    }
}

#[tokio::test]
async fn every_role_writes_what_is_expected_of_it_and_nothing_else() {
    let world = World::new().await;
    let kinds = kinds();
    let tried = tried(&kinds);
    found(&world).await;
    let mut page = String::new();
    for (role, held) in HELD {
        let phone = world.holding(role, held).await;
        let rights = rights(&phone).await;
        writeln!(page, "{} of {held}", role.word()).unwrap();
        let scopes = TREES.iter().flat_map(|(_, _, scopes)| *scopes);
        for scope in scopes.copied().chain(NOBODYS) {
            let taken = answers(&phone, scope, &tried).await;
            agrees(&rights, scope, &tried, taken.as_deref());
            if let Some(taken) = taken {
                let words = in_words(&tried, &taken);
                writeln!(page, "    {scope}:{words}").unwrap();
            }
        }
    }
    let expected = include_str!("../rights/expected.txt");
    let lines = expected.lines().filter(|line| !line.starts_with('#'));
    assert!(page.lines().eq(lines), "the endpoint does this:\n{page}");
}

/// `tests/rights/schema-1.txt` is what the page said before there were other roles and kinds.
#[tokio::test]
async fn what_a_role_of_schema_1_could_write_it_can_write_for_ever() {
    let world = World::new().await;
    let recorded = include_str!("../rights/schema-1.txt");
    let mut by_role: BTreeMap<&str, Vec<Tried<'_>>> = BTreeMap::new();
    for line in recorded.lines() {
        let (what, fields) = line.split_once(": ").unwrap();
        let (role, kind) = what.split_once(' ').unwrap();
        let (kind, above) = kind.split_once(" of ").unwrap_or((kind, ""));
        let record = match above {
            "" => kind.to_owned(),
            above => format!("{above}.{kind}"),
        };
        let those = fields.split(' ').map(|field| (record.clone(), kind, field));
        by_role.entry(role).or_default().extend(those);
    }
    let rows: usize = by_role.values().map(Vec::len).sum();
    assert_eq!((by_role.len(), rows), (3, ROWS_OF_SCHEMA_1));
    for (role, tried) in by_role {
        let role = Role::of_word(role);
        let held = match role {
            Role::VillageHead => "06541/v1",
            _ => COMMUNE,
        };
        let phone = world.holding(role, held).await;
        let taken = takes(&phone, "06541/v1", &tried).await;
        for (tried, taken) in tried.iter().zip(taken) {
            assert!(taken, "{role:?} could write {tried:?}");
        }
        assert!(tried.iter().any(|(_, _, field)| *field == DELETION));
    }
}
