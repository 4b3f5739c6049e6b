//! What lists, search and the home screen need of a record: small, because ten
//! thousand of them are read at start.

use crate::kind::{self, DisplayFormat, ListLine};
use crate::progress::{SectionProgress, SectionState, progress};
use crate::record::Record;
use crate::rule_set::RuleSet;
use crate::text::{SortBy, fold, initials, sort_key};
use crate::{number, phone};
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The app's part of a record's line in lists: title, detail, counts. Serialised with short names;
/// empty parts are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(default)]
pub struct Summary {
    #[serde(rename = "k")]
    pub kind: String,
    #[serde(rename = "t")]
    pub title: String,
    #[serde(rename = "d", skip_serializing_if = "String::is_empty")]
    pub detail: String,
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The id of the record that it is about.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `draft`, `signed`, …; empty for what has no life of its own.
    #[serde(rename = "a", skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(rename = "c", skip_serializing_if = "is_zero")]
    pub sections_done: u8,
    #[serde(rename = "n", skip_serializing_if = "is_zero")]
    pub sections: u8,
    /// The title without marks; other searchable text in further lines.
    #[serde(rename = "f")]
    pub folded: String,
    #[serde(rename = "o")]
    pub sort: String,
    #[serde(rename = "i")]
    pub initials: String,
    #[serde(rename = "x", skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Value>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl Summary {
    /// Has it called so in lists, and found by that; what else it is found by stays.
    pub(crate) fn call(&mut self, title: String, by: SortBy) {
        let mut folded = fold(&title);
        let further = self.folded.split_once('\n').map(|(_, further)| further);
        if let Some(further) = further.filter(|further| !further.is_empty()) {
            folded.push('\n');
            folded.push_str(further);
        }
        self.folded = folded;
        self.sort = sort_key(&title, by);
        self.initials = initials(&title);
        self.title = title;
    }
}

/// What a list shows of a record. A kind without its own rule is shown by its
/// `name`, `fullName` or `title`.
pub fn summarise(rule_set: &RuleSet, record: &Record) -> Summary {
    let row = kind::spec(&record.kind);
    let mut summary = match row.map(|row| row.line) {
        Some(ListLine::Village) => village(rule_set, record),
        Some(ListLine::Person) => person(rule_set, record),
        Some(ListLine::Collective) => collective(rule_set, record),
        Some(ListLine::Registration) => registration(record),
        Some(ListLine::Nomination) => nomination(rule_set, record),
        Some(ListLine::Award) => award(rule_set, record),
        Some(ListLine::Fields(fields)) => by_fields(rule_set, record, fields),
        None => by_fields(rule_set, record, &OTHER),
    };
    if let Some(date) = row.and_then(|row| row.on_home) {
        summary.extra.extend(keep(record, &[date]));
    }
    summary.kind.clone_from(&record.kind);
    let by = row.map_or(SortBy::Plain, |row| row.sort);
    let further = std::mem::take(&mut summary.folded);
    summary.folded = format!("\n{}", fold(&further));
    let title = std::mem::take(&mut summary.title);
    summary.call(title, by);
    count_sections(rule_set, record, &mut summary);
    summary
}

fn count_sections(rule_set: &RuleSet, record: &Record, summary: &mut Summary) {
    let Some(form) = rule_set.form_of_kind(&record.kind) else {
        return;
    };
    let sections = progress(rule_set, form, record).into_iter();
    for section in sections.filter(SectionProgress::counts) {
        summary.sections = summary.sections.saturating_add(1);
        let done = u8::from(section.state == SectionState::Complete);
        summary.sections_done = summary.sections_done.saturating_add(done);
    }
}

/// The parts that are there, with « · » between them.
fn join<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

fn owned(record: &Record, key: &str) -> Option<String> {
    record.text(key).map(str::to_owned)
}

/// What a field says in a list; of a disputed one, that it is no more than one of several.
fn said(record: &Record, key: &str, shown: String) -> String {
    match record.contents(key) {
        Some(contents) => format!("{shown} ({contents} nội dung)"),
        None => shown,
    }
}

fn said_text(record: &Record, key: &str) -> Option<String> {
    Some(said(record, key, record.text(key)?.to_owned()))
}

fn counted(record: &Record, key: &str, unit: &str) -> Option<String> {
    let shown = format!("{} {unit}", number::format(record.int(key)?, 0));
    Some(said(record, key, shown))
}

fn keep(record: &Record, keys: &[&str]) -> BTreeMap<String, Value> {
    let mut kept = BTreeMap::new();
    for key in keys {
        if let Some(value) = record.value(key) {
            kept.insert((*key).to_owned(), value.clone());
        }
    }
    kept
}

/// «Thôn Lặp Pịa»: the kind's word before the name, unless it is there already.
pub fn village_title(rule_set: &RuleSet, village_kind: Option<&str>, name: &str) -> String {
    let word = village_kind.map_or("", |code| rule_set.label_of("villageKinds", code));
    let folded_word = fold(word);
    let already = fold(name)
        .strip_prefix(&folded_word)
        .is_some_and(|rest| rest.starts_with(' '));
    if word.is_empty() || already {
        name.to_owned()
    } else {
        format!("{word} {name}")
    }
}

/// «Trưởng bản»: what the head of a village is called.
pub fn head_title<'a>(rule_set: &'a RuleSet, village_kind: Option<&str>) -> &'a str {
    let item = village_kind.and_then(|code| rule_set.item("villageKinds", code));
    item.and_then(|item| item.attribute("headTitle"))
        .unwrap_or("Trưởng thôn")
}

fn village(rule_set: &RuleSet, record: &Record) -> Summary {
    let village_kind = record.text("villageKind");
    let head_title = head_title(rule_set, village_kind);
    let head = record.text("headName");
    Summary {
        title: village_title(rule_set, village_kind, record.text("name").unwrap_or("")),
        detail: join([
            head.map(|name| said(record, "headName", format!("{head_title} {name}"))),
            counted(record, "households", "hộ"),
        ]),
        folded: head.unwrap_or("").to_owned(),
        extra: keep(
            record,
            &[
                "villageKind",
                "name",
                "headName",
                "headPhone",
                "households",
                "people",
            ],
        ),
        ..Summary::default()
    }
}

fn person(rule_set: &RuleSet, record: &Record) -> Summary {
    let group = record
        .text("subjectGroup")
        .map(|code| rule_set.label_of("subjectGroups", code));
    let role = said_text(record, "positionGovernment").or_else(|| said_text(record, "workplace"));
    Summary {
        title: owned(record, "fullName").unwrap_or_default(),
        detail: join([
            record
                .date("birthDate")
                .map(|date| said(record, "birthDate", format!("sinh {}", date.year()))),
            role.or_else(|| Some(said(record, "subjectGroup", group?.to_owned()))),
            said_text(record, "residence"),
        ]),
        extra: keep(record, &["subjectGroup", "isLeader"]),
        ..Summary::default()
    }
}

fn collective(rule_set: &RuleSet, record: &Record) -> Summary {
    let code = record.text("collectiveType");
    Summary {
        title: owned(record, "name").unwrap_or_default(),
        detail: join([
            code.map(|code| {
                let label = rule_set.label_of("collectiveTypes", code);
                said(record, "collectiveType", label.to_owned())
            }),
            said_text(record, "headName"),
            said_text(record, "headquarters"),
        ]),
        folded: record.text("headName").unwrap_or("").to_owned(),
        extra: keep(record, &["collectiveType", "collectiveScale"]),
        ..Summary::default()
    }
}

fn year_of(record: &Record) -> Option<i32> {
    i32::try_from(record.int("year")?).ok()
}

fn registration(record: &Record) -> Summary {
    let year = year_of(record);
    let signed = record.date("pledgeSignedOn");
    let mut extra = keep(record, &["subjectKind", "pledgeSignedOn"]);
    for line_kind in [
        kind::INDICATOR,
        kind::COLLECTIVE_TITLE,
        kind::INDIVIDUAL_TITLE,
        kind::FAMILY_TITLE,
    ] {
        let count = record
            .lines
            .iter()
            .filter(|line| line.kind == line_kind)
            .count();
        if count > 0 {
            extra.insert(line_kind.to_owned(), Value::from(count));
        }
    }
    let state = match (record.text("state"), signed) {
        (Some(state), _) => state,
        (None, Some(_)) => "signed",
        (None, None) => "draft",
    };
    Summary {
        title: owned(record, "subjectName").unwrap_or_else(|| match year {
            Some(year) => format!("Đăng ký thi đua năm {year}"),
            None => "Đăng ký thi đua".to_owned(),
        }),
        detail: join([
            year.map(|year| said(record, "year", format!("năm {year}"))),
            signed.map(|date| said(record, "pledgeSignedOn", format!("đã ký giao ước {date}"))),
        ]),
        year,
        subject: owned(record, "subject"),
        state: state.to_owned(),
        extra,
        ..Summary::default()
    }
}

fn nomination(rule_set: &RuleSet, record: &Record) -> Summary {
    let title = owned(record, "subjectName");
    Summary {
        title: title.unwrap_or_else(|| "Đề nghị khen thưởng".to_owned()),
        state: record.text("state").unwrap_or("draft").to_owned(),
        ..award(rule_set, record)
    }
}

/// What a nomination and an award have in common: a subject, an award, a year.
fn award(rule_set: &RuleSet, record: &Record) -> Summary {
    let award = record
        .text("award")
        .map(|code| rule_set.label_of("awards", code));
    let year = year_of(record);
    Summary {
        title: owned(record, "subjectName").unwrap_or_else(|| "Khen thưởng".to_owned()),
        detail: join([
            award.map(|award| said(record, "award", award.to_owned())),
            year.map(|year| said(record, "year", format!("năm {year}"))),
            said_text(record, "decisionNumber").map(|number| format!("Quyết định {number}")),
        ]),
        year,
        subject: owned(record, "subject"),
        folded: award.unwrap_or("").to_owned(),
        extra: keep(record, &["award", "subjectKind", "commendationMode"]),
        ..Summary::default()
    }
}

/// Of a kind that this version does not know.
const OTHER: [(&str, DisplayFormat); 2] = [
    ("code", DisplayFormat::Text),
    ("phone", DisplayFormat::Phone),
];

fn by_fields(rule_set: &RuleSet, record: &Record, fields: &[(&str, DisplayFormat)]) -> Summary {
    let named_by = kind::naming_field(&record.kind);
    let named = [named_by, "name", "fullName", "title"]
        .iter()
        .find_map(|key| owned(record, key));
    let row = kind::spec(&record.kind);
    // One that has a list is there before it has a name.
    let is_listed = row.is_some_and(|row| row.list.is_some() && !row.is_yearly);
    let form = rule_set.form_of_kind(&record.kind).filter(|_| !is_listed);
    let form_title = form.map(|form| form.title.clone());
    let parts: Vec<String> = fields
        .iter()
        .filter_map(|(key, shown)| match shown {
            DisplayFormat::Text => said_text(record, key),
            DisplayFormat::Phone => Some(said(record, key, phone::display(record.text(key)?))),
            DisplayFormat::Date(word) => {
                Some(said(record, key, format!("{word} {}", record.date(key)?)))
            }
            DisplayFormat::Count(unit) => counted(record, key, unit),
        })
        .collect();
    Summary {
        title: named.or(form_title).unwrap_or_default(),
        detail: parts.join(" · "),
        year: year_of(record),
        state: owned(record, "state").unwrap_or_default(),
        ..Summary::default()
    }
}
