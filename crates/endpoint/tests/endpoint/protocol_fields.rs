//! The table of kinds, fields and rights in `docs/PROTOCOL.md` is what the forms ask for and what the
//! running endpoint lets each role write. `UPDATE_GOLDEN=1` writes it anew.

use crate::world::{COMMUNE, Phone, World, op, with};
use protocol::DELETION;
use register::form::{Field, FieldType, Form};
use register::kind;
use register::kind::{KindRules, MOVED_TO, REVIEW_FIELDS, RecordScope, Writes};
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
const BLOCK_MEMBER: &str = "block/k1/06541";
const PROVINCE_COMMUNE: &str = "province/20/06541";

/// A role, where it is held, and where it is tried.
type Holder = (Role, &'static str, &'static str);

/// Each column of rights, whose it is, where that role is held, and where it is tried. What stands in
/// one column is the same for all of it.
const COLUMNS: [(&str, &[Holder]); 4] = [
    (
        "officials",
        &[
            (Role::CommuneOfficer, COMMUNE, VILLAGE),
            (Role::CommuneChair, COMMUNE, VILLAGE),
            (Role::BlockLead, "block/k1", BLOCK_MEMBER),
            (Role::BlockDeputy, "block/k1", BLOCK_MEMBER),
            (Role::ProvinceOfficer, "province/20", PROVINCE_COMMUNE),
        ],
    ),
    ("`villageHead`", &[(Role::VillageHead, VILLAGE, VILLAGE)]),
    (
        "submits",
        &[
            (Role::BlockMember, BLOCK_MEMBER, BLOCK_MEMBER),
            (Role::CommuneOfficer, COMMUNE, PROVINCE_COMMUNE),
            (Role::CommuneChair, COMMUNE, PROVINCE_COMMUNE),
        ],
    ),
    (
        "`viewer`",
        &[
            (Role::Viewer, COMMUNE, VILLAGE),
            (Role::Viewer, BLOCK_MEMBER, BLOCK_MEMBER),
        ],
    ),
];

/// The kinds of records that live where the scope is.
fn homes(shape: ScopeShape) -> Vec<&'static str> {
    let lives = |row: &KindRules| match row.lives {
        RecordScope::Record => false,
        RecordScope::Own | RecordScope::Unit => shape != ScopeShape::BlockMember,
        RecordScope::BlockMember | RecordScope::Submission => shape == ScopeShape::BlockMember,
        _ => shape == ScopeShape::Commune,
    };
    kind::all_rules()
        .filter(lives)
        .map(|row| row.kind)
        .collect()
}

/// What no form asks for, and the value.
const BESIDE_FORMS: [(&str, &str, &str); 15] = [
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
    (kind::COLLECTIVE, MOVED_TO, "object"),
    (kind::VILLAGE, MOVED_TO, "object"),
    (kind::ATTACHMENT, "name", "text"),
    (kind::ATTACHMENT, "preview", "text"),
    (kind::ATTACHMENT, "file", "object"),
];

/// Of a kind.
#[derive(Default)]
pub struct Described {
    /// The kinds of whose records these are lines.
    pub line_of: Vec<String>,
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

pub type Kinds = BTreeMap<String, Described>;

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

/// All kinds: what the forms ask for, and beside them.
pub fn kinds() -> Kinds {
    let mut kinds = Kinds::new();
    for form in forms() {
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            describe(&mut kinds, &form.kind, field);
            let Some(table) = &field.table else { continue };
            let line = kinds.entry(table.kind.clone()).or_default();
            line.line_of = vec![form.kind.clone()];
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
    kinds.get_mut(kind::ATTACHMENT).unwrap().line_of = vec![kind::VILLAGE.to_owned()];
    for line in kinds.values_mut().filter(|kind| !kind.line_of.is_empty()) {
        line.add("text", ORDER_FIELD);
    }
    // Of steps not the field but the value is judged: `steps.rs` tries them.
    let is_new = |row: &KindRules| kind::spec(row.kind).is_none() && kind::step(row.kind).is_none();
    for row in kind::all_rules().filter(is_new) {
        let described = kinds.entry(row.kind.to_owned()).or_default();
        described.line_of = row
            .line_of
            .iter()
            .map(|above| (*above).to_owned())
            .collect();
    }
    kinds
}

/// What rights may speak of: a field that no row names, each that one does, and the deletion.
pub fn classes_of(kind: &str) -> BTreeSet<&'static str> {
    let mut fields = BTreeSet::from(["anything", DELETION]);
    if let Some(row) = kind::rules(kind) {
        fields.extend(row.process);
        for writes in [row.rights.head, row.rights.submitter] {
            if let Writes::AllBut(named) = writes {
                fields.extend(named);
            }
        }
    }
    fields
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
    match kinds[kind].line_of.first() {
        // Of any: of a record that is not there.
        Some(_) if kind == kind::ATTACHMENT => format!("any.{kind}"),
        Some(above) => format!("{above}.{kind}"),
        None => kind.to_owned(),
    }
}

/// Whether the endpoint takes each of these fields, of record and kind, from a phone.
pub async fn takes(phone: &Phone<'_>, scope: &str, fields: &[(String, &str, &str)]) -> Vec<bool> {
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

/// Of each kind the fields, and whether they are taken.
type Taken = BTreeMap<String, Vec<(String, bool)>>;

/// What the endpoint lets the person of a phone write of each kind.
async fn writes(phone: &Phone<'_>, scope: &str, kinds: &Kinds) -> Taken {
    let mut fields = Vec::new();
    for (kind, described) in kinds {
        let record = record_of(kinds, kind);
        let all = described.all().chain(classes_of(kind));
        let all: BTreeSet<&str> = all.collect();
        fields.extend(
            all.into_iter()
                .map(|field| (record.clone(), &**kind, field)),
        );
    }
    let taken = takes(phone, scope, &fields).await;
    let mut writes = Taken::new();
    for ((_, kind, field), may) in fields.into_iter().zip(taken) {
        let of_kind = writes.entry(kind.to_owned()).or_default();
        of_kind.push((field.to_owned(), may));
    }
    writes
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

/// What stands in each column of rights, the same for everybody whose it is.
async fn columns(kinds: &Kinds) -> Vec<Taken> {
    let world = World::new().await;
    let mut columns = Vec::new();
    for (title, of) in COLUMNS {
        let mut column: Option<Taken> = None;
        for (role, held, tried) in of {
            let phone = world.holding(*role, held).await;
            let taken = writes(&phone, tried, kinds).await;
            if let Some(known) = &column {
                assert!(*known == taken, "{title}: {role:?} writes other fields");
            }
            column = Some(taken);
        }
        columns.extend(column);
    }
    columns
}

/// Where a record lives, in words of the page.
fn lives(row: &KindRules) -> &'static str {
    match row.lives {
        RecordScope::Commune => "`C`",
        RecordScope::All => "`C/all`",
        RecordScope::Own => "`C/<its id>`",
        RecordScope::Unit => "`C/<unit>`, `C`",
        RecordScope::Record => "its record's",
        RecordScope::Office => "`C`, `B`",
        RecordScope::Block => "`B`",
        RecordScope::BlockAll => "`B/all`",
        RecordScope::BlockMember => "`B/<member>`",
        RecordScope::Submission => "`B/<member>`, `P/C`",
    }
}

/// The schema of the kind, and of the fields that came later.
fn since(row: &KindRules) -> String {
    let mut words = row.since.to_string();
    for (field, since) in row.later {
        words += &format!("; {since}: `{field}`");
    }
    words
}

fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(" ")
}

/// What stands in the table of a kind before its rights.
fn described_row(kind: &str, described: &Described) -> String {
    let row = kind::rules(kind).unwrap();
    let is_step = kind::step(kind).is_some();
    let fields = described
        .fields
        .iter()
        .map(|(value, fields)| format!("{value}: {}", quoted(fields.iter().map(|one| &**one))));
    let fields = match kind::spec(kind).is_some() || is_step {
        true => fields.collect::<Vec<_>>().join("; "),
        false => "—".to_owned(),
    };
    let line_of = match kind == kind::ATTACHMENT || is_step {
        true => "any".to_owned(),
        false => quoted(described.line_of.iter().map(|one| &**one)),
    };
    let process = match (row.is_process, row.sole_content) {
        (true, _) => "all".to_owned(),
        (false, Some(content)) => format!("all but `{content}`, and all lines"),
        (false, None) => quoted(row.process.iter().copied()),
    };
    let year = if row.is_yearly { "yes" } else { "" };
    format!(
        "| `{kind}` | {line_of} | {} | {year} | {} | {fields} | {process} |",
        lives(&row),
        since(&row),
    )
}

async fn table() -> String {
    let kinds = kinds();
    let columns = columns(&kinds).await;
    let titles: String = COLUMNS
        .iter()
        .map(|(title, _)| format!(" {title} |"))
        .collect();
    let mut table = format!(
        "| kind | line of | scope | year | since | fields | process |{titles}\n|{}\n",
        "---|".repeat(7 + COLUMNS.len())
    );
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    for (kind, described) in &kinds {
        let rights: String = columns
            .iter()
            .map(|of| format!(" {} |", right(&of[kind])))
            .collect();
        rows.insert(kind, described_row(kind, described) + &rights);
    }
    for step in kind::steps() {
        let mut described = Described::default();
        described.add("object", "step");
        let by_value = " section 21 |".repeat(COLUMNS.len());
        rows.insert(step, described_row(step, &described) + &by_value);
    }
    for row in rows.into_values() {
        table += &row;
        table.push('\n');
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
    for (kind, described) in &kinds {
        let row = kind::rules(kind).expect("a row");
        let is_line = row.lives == RecordScope::Record;
        assert!(
            is_line != described.line_of.is_empty(),
            "where does {kind} live?"
        );
    }
    for role in Role::ALL {
        for (scope, shape) in [
            (VILLAGE, ScopeShape::Unit),
            (COMMUNE, ScopeShape::Commune),
            (BLOCK_MEMBER, ScopeShape::BlockMember),
        ] {
            // What a head does not write and has in his unit all the same: nobody knows the id of an
            // award's record before it is there.
            let mut roots = homes(shape);
            roots.retain(|kind| *kind != "awardedSubject");
            if role.fits(shape) {
                gains_nothing(role, scope, &roots, &kinds).await;
            }
        }
    }
}

/// Every line below a record of each of these kinds is answered the same, whether the
/// record is there or not.
async fn gains_nothing(role: Role, scope: &str, roots: &[&str], kinds: &Kinds) {
    let mut fields = Vec::new();
    for root in roots {
        let lines = kinds.iter().filter(|(_, kind)| !kind.line_of.is_empty());
        for (line, _) in lines {
            let classes = classes_of(line).into_iter();
            fields.extend(classes.map(|field| (format!("{root}.{line}"), &**line, field)));
        }
    }
    let world = World::new().await;
    let before = takes(&world.holding(role, scope).await, scope, &fields).await;
    let world = World::new().await;
    let there = roots.iter().zip(1..);
    let there = there.map(|(kind, n)| with(op(n, kind, "x", "x"), "kind", *kind));
    let official = match scope {
        BLOCK_MEMBER => world.holding(Role::BlockLead, "block/k1").await,
        _ => world.officer().await,
    };
    official.push(scope, there.collect::<Vec<Value>>()).await;
    let after = takes(&world.holding(role, scope).await, scope, &fields).await;
    for (field, taken) in fields.iter().zip(before.iter().zip(after)) {
        assert_eq!(*taken.0, taken.1, "{role:?} in {scope}: {field:?}");
    }
}
