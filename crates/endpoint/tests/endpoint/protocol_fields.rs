//! The table of kinds, fields and rights in `docs/PROTOCOL.md` is what the forms ask for and what the
//! running endpoint lets each role write. `UPDATE_GOLDEN=1` writes it anew.

use crate::world::{COMMUNE, Phone, World, op, with};
use protocol::DELETION;
use register::form::{Field, FieldType, Form};
use register::kind;
use register::kind::{KindSpec, REVIEW_FIELDS, RecordScope};
use register::record::ORDER_FIELD;
use register::role::Role;
use register::rule_set::RuleSet;
use register::scope::ScopeShape;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- kinds and fields: written by a test -->\n";
const END: &str = "<!-- end -->\n";
/// The scope of a village, by its record's id.
const VILLAGE: &str = "06541/BanPoMa000000000000000";

/// The roles that are held in communes and their villages.
const OF_COMMUNES: [Role; 4] = [
    Role::CommuneOfficer,
    Role::CommuneChair,
    Role::VillageHead,
    Role::Viewer,
];

/// The kinds that live where a role of a village may be held; with `!in_village`, all that have a
/// home of their own.
fn homes(in_village: bool) -> Vec<&'static str> {
    let lives = |row: &&KindSpec| match row.lives {
        RecordScope::Own | RecordScope::Unit => true,
        RecordScope::Commune | RecordScope::All => !in_village,
        RecordScope::Record => false,
    };
    kind::all()
        .iter()
        .filter(lives)
        .map(|row| row.kind)
        .collect()
}

/// What no form asks for, and the value.
const BESIDE_FORMS: [(&str, &str, &str); 13] = [
    (kind::COMMUNE, "code", "text"),
    (kind::COMMUNE, "name", "text"),
    (kind::COMMUNE, "provinceCode", "text"),
    (kind::COMMUNE, "provinceName", "text"),
    (kind::COMMUNE, "ruleSet", "text"),
    (kind::COMMUNE, "year", "integer"),
    (kind::COMMUNE_PROFILE, "code", "text"),
    (kind::PERSON, "addedOn", "date"),
    (kind::FAMILY, "addedOn", "date"),
    (kind::COLLECTIVE, "addedOn", "date"),
    (kind::ATTACHMENT, "name", "text"),
    (kind::ATTACHMENT, "preview", "text"),
    (kind::ATTACHMENT, "file", "object"),
];

/// Of a kind.
#[derive(Default)]
struct Described {
    /// The kind of whose records these are lines.
    line_of: Option<String>,
    /// By what a value is, the fields.
    fields: BTreeMap<String, BTreeSet<String>>,
}

impl Described {
    fn add(&mut self, value: &str, field: &str) {
        let fields = self.fields.entry(value.to_owned()).or_default();
        fields.insert(field.to_owned());
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.fields.values().flatten().map(String::as_str)
    }
}

type Kinds = BTreeMap<String, Described>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The forms of every rule set that a commune may go by now.
fn forms() -> Vec<Form> {
    let read = |name: &str| {
        let file = root().join("public/rule-sets").join(format!("{name}.json"));
        fs::read_to_string(file).unwrap()
    };
    let listed: Vec<Value> = serde_json::from_str(&read("index")).unwrap();
    let mut forms = Vec::new();
    for set in listed {
        let mut next = set["id"].as_str().map(str::to_owned);
        while let Some(name) = next {
            let rules = RuleSet::parse(&read(&name)).unwrap();
            forms.extend(rules.forms);
            next = rules.extends;
        }
    }
    forms
}

fn kinds() -> Kinds {
    let mut kinds = Kinds::new();
    for form in forms() {
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            describe(&mut kinds, &form.kind, field);
            let Some(table) = &field.table else { continue };
            let line = kinds.entry(table.kind.clone()).or_default();
            line.line_of = Some(form.kind.clone());
            for field in &table.fields {
                describe(&mut kinds, &table.kind, field);
            }
        }
    }
    for (kind, field, value) in BESIDE_FORMS {
        kinds.entry(kind.into()).or_default().add(value, field);
    }
    for kind in [kind::EMULATION_REGISTRATION, kind::NOMINATION] {
        let described = kinds.get_mut(kind).unwrap();
        let asked: BTreeSet<String> = described.all().map(str::to_owned).collect();
        for field in REVIEW_FIELDS {
            if !asked.contains(field) {
                let value = match field {
                    "state" | "outcome" => "code",
                    day if day.ends_with("On") => "date",
                    _ => "text",
                };
                described.add(value, field);
            }
        }
    }
    kinds.get_mut(kind::ATTACHMENT).unwrap().line_of = Some(kind::VILLAGE.to_owned());
    for line in kinds.values_mut().filter(|kind| kind.line_of.is_some()) {
        line.add("text", ORDER_FIELD);
    }
    kinds
}

fn describe(kinds: &mut Kinds, kind: &str, field: &Field) {
    let value = match (field.field_type, field.decimals) {
        (FieldType::Computed | FieldType::Table, _) => return,
        (FieldType::Number, 0) => "integer",
        (FieldType::Number, 1) => "tenths",
        (FieldType::Number, 2) => "hundredths",
        (FieldType::Number, decimals) => panic!("{decimals} decimals have no word"),
        (FieldType::Money, _) => "đồng",
        (FieldType::PartialDate, _) => "date",
        (FieldType::Choice, _) => "code",
        (FieldType::Many, _) => "list of codes",
        (FieldType::Reference, _) => "id",
        (FieldType::Attachment, _) => "object",
        (FieldType::Text | FieldType::LongText | FieldType::Phone | FieldType::Unknown, _) => {
            "text"
        }
    };
    kinds
        .entry(kind.to_owned())
        .or_default()
        .add(value, &field.key);
}

/// A record of the kind, or a line of one.
fn record_of(kinds: &Kinds, kind: &str) -> String {
    match &kinds[kind].line_of {
        Some(above) => format!("{above}.{kind}"),
        None => kind.to_owned(),
    }
}

/// Whether the endpoint takes each of these fields, of record and kind, from a phone.
async fn takes(phone: &Phone<'_>, scope: &str, fields: &[(String, &str, &str)]) -> Vec<bool> {
    let ops = fields.iter().zip(1..).map(|((record, kind, field), n)| {
        let value = if *field == DELETION {
            Value::Null
        } else {
            json!("x")
        };
        with(op(n, record, field, value), "kind", *kind)
    });
    let reply = phone.push(scope, ops.collect::<Vec<Value>>()).await;
    let answers = reply["scopes"][0]["answers"].as_object().unwrap();
    let mut by_number = BTreeMap::new();
    for (name, answer) in answers {
        let number: usize = name.split('.').nth(1).unwrap().parse().unwrap();
        assert!(answer == "ok" || answer == "noRight", "{name}: {answer}");
        by_number.insert(number, answer == "ok");
    }
    assert_eq!(by_number.len(), fields.len());
    by_number.into_values().collect()
}

/// What the endpoint lets the person of a phone write of each kind.
async fn writes(phone: &Phone<'_>, kinds: &Kinds) -> BTreeMap<String, Vec<(String, bool)>> {
    let fields: Vec<_> = kinds
        .keys()
        .flat_map(|kind| fields_of(kinds, kind, record_of(kinds, kind)))
        .collect();
    let taken = takes(phone, VILLAGE, &fields).await;
    let mut writes: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for ((_, kind, field), may) in fields.into_iter().zip(taken) {
        let of_kind = writes.entry(kind.to_owned()).or_default();
        of_kind.push((field.to_owned(), may));
    }
    writes
}

/// All fields of a record of the kind.
fn fields_of<'k>(
    kinds: &'k Kinds,
    kind: &'k str,
    record: String,
) -> impl Iterator<Item = (String, &'k str, &'k str)> {
    let fields = kinds[kind].all().chain([DELETION]);
    fields.map(move |field| (record.clone(), kind, field))
}

fn right(fields: &[(String, bool)]) -> String {
    let listed = |wanted: bool| {
        let fields = fields.iter().filter(|(_, may)| *may == wanted);
        let fields: Vec<String> = fields.map(|(field, _)| format!("`{field}`")).collect();
        fields.join(" ")
    };
    match (listed(true), listed(false)) {
        (_, not) if not.is_empty() => "all".to_owned(),
        (may, _) if may.is_empty() => "—".to_owned(),
        (_, not) => format!("all but {not}"),
    }
}

async fn table() -> String {
    let kinds = kinds();
    let world = World::new().await;
    let mut columns = Vec::new();
    for role in OF_COMMUNES {
        let scope = if role == Role::VillageHead {
            VILLAGE
        } else {
            COMMUNE
        };
        columns.push((role, writes(&world.phone(role, scope).await, &kinds).await));
    }
    let roles = columns
        .iter()
        .map(|(role, _)| format!(" {} |", json!(role).to_string().replace('"', "`")));
    let mut table = format!(
        "| kind | line of | fields |{}\n|---|---|---|---|---|---|---|\n",
        roles.collect::<String>()
    );
    for (kind, described) in &kinds {
        let fields = described.fields.iter().map(|(value, fields)| {
            let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
            format!("{value}: {}", fields.join(" "))
        });
        let fields = fields.collect::<Vec<_>>().join("; ");
        let line_of = match described.line_of.as_deref() {
            _ if kind == kind::ATTACHMENT => "any".to_owned(),
            Some(above) => format!("`{above}`"),
            None => String::new(),
        };
        let rights = columns
            .iter()
            .map(|(_, of)| format!(" {} |", right(&of[kind])));
        table += &format!(
            "| `{kind}` | {line_of} | {fields} |{}\n",
            rights.collect::<String>()
        );
    }
    table
}

#[tokio::test]
async fn the_page_lists_kinds_fields_and_rights_as_they_are() {
    let file = root().join("docs/PROTOCOL.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("where the table begins");
    let (written, after) = rest.split_once(END).expect("where it ends");
    let table = table().await;
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(written == table, "UPDATE_GOLDEN=1 writes it anew:\n{table}");
}

/// A line is judged by its own kind alone while its record is not there. That would be a
/// way round the rights if a line could be below what its author does not write.
#[tokio::test]
async fn a_line_that_comes_before_its_record_gains_nobody_anything() {
    let kinds = kinds();
    let all = homes(false);
    for (kind, described) in &kinds {
        let lives = all.contains(&kind.as_str());
        assert!(
            lives != described.line_of.is_some(),
            "where does {kind} live?"
        );
    }
    for role in Role::ALL {
        if role.fits(ScopeShape::Unit) {
            gains_nothing(role, VILLAGE, &homes(true), &kinds).await;
        }
        if role.fits(ScopeShape::Commune) {
            gains_nothing(role, COMMUNE, &all, &kinds).await;
        }
    }
}

/// Every line below a record of each of these kinds is answered the same, whether the
/// record is there or not.
async fn gains_nothing(role: Role, scope: &str, roots: &[&str], kinds: &Kinds) {
    let mut fields = Vec::new();
    for root in roots {
        let lines = kinds.iter().filter(|(_, kind)| kind.line_of.is_some());
        for (line, _) in lines {
            fields.extend(fields_of(kinds, line, format!("{root}.{line}")));
        }
    }
    let world = World::new().await;
    let before = takes(&world.phone(role, scope).await, scope, &fields).await;
    let world = World::new().await;
    let there = roots.iter().zip(1..);
    let there = there.map(|(kind, n)| with(op(n, kind, "x", "x"), "kind", *kind));
    let officer = world.officer().await;
    officer.push(scope, there.collect::<Vec<Value>>()).await;
    let after = takes(&world.phone(role, scope).await, scope, &fields).await;
    for (field, taken) in fields.iter().zip(before.iter().zip(after)) {
        assert_eq!(*taken.0, taken.1, "{role:?} in {scope}: {field:?}");
    }
}
