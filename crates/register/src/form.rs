//! Form descriptions: what one engine needs to draw any form on a phone.
//!
//! A [`Form`] is sections, one a page; a [`Section`] is fields; a [`Field`] of
//! type `table` holds lines, each a child record drawn with the table's own
//! fields. Nothing here knows what a form is about: the words, the rules and
//! their sources are in the rule set's JSON.
//!
//! - Texts of a form are shown as they stand. `{block}` and the like have been
//!   replaced by the province's word when the rule set was put together
//!   ([`crate::rule_set::RuleSet::over`]).
//! - `visibleWhen` and `requiredWhen` look at fields of the **record**; inside a
//!   table, at fields of the **line**.
//! - Numbers are scaled integers: with `decimals: 2`, `min: 100` means 1,00.
//! - A key, a type or a computation that this version does not know is
//!   tolerated: an unknown type is shown as text that cannot be edited.

use crate::record::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One form, for records of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    pub id: String,
    /// The kind of record that it fills in.
    pub kind: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default)]
    pub sections: Vec<Section>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Whether it has been checked against the rules now in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
}

/// One page of a form on a phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    pub key: String,
    /// The heading of the part that it belongs to, as the form prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    pub heading: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// Left empty it counts neither as done nor as missing.
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub fields: Vec<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// One field; which of the optional parts it has depends on its type.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    pub key: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(rename = "type", default)]
    pub field_type: FieldType,
    #[serde(default)]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// What a new record or line starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Shown behind the input: «%», «hộ», «triệu đồng».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default)]
    pub decimals: u8,
    /// A number that is no quantity, such as a year: written without points.
    #[serde(default)]
    pub ungrouped: bool,
    /// Scaled like the value; of money, in đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// A date that should not lie after today.
    #[serde(default)]
    pub not_after_today: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Choices from a catalogue of the rule set, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// Of the catalogue only the items that fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices_where: Option<ChoiceFilter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Computed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
}

/// What a field holds, and how it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// One line of text.
    #[default]
    Text,
    /// Several lines of text.
    LongText,
    /// A scaled integer.
    Number,
    /// An integer in đồng; typed in millions where the unit is «triệu đồng».
    Money,
    /// `1965`, `1965-03` or `1965-03-05`.
    PartialDate,
    /// The code of one choice.
    Choice,
    /// A list of codes.
    Many,
    /// Nothing in the record itself: the lines of the table's kind.
    Table,
    /// The id of another record; the name as signed is kept beside it.
    Reference,
    /// An object with SHA-256, size and type.
    Attachment,
    /// Nothing: worked out from other fields when shown.
    Computed,
    /// A telephone number, checked softly.
    Phone,
    /// A type of a newer rule set: shown as text, not edited.
    #[serde(other)]
    Unknown,
}

/// Holds when the field equals the value, or one of the values, or (neither
/// given) has any value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Value>,
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Value>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub code: String,
    pub label: String,
}

/// Keeps the catalogue items whose `attribute` (a text or a list of texts)
/// contains `equals`, or the present value of the record's `field`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceFilter {
    pub attribute: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// Which records a reference may point to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Narrows the kinds by the value of another field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds_by: Option<KindsBy>,
    /// The name, as it was when chosen, is kept in `name_field`.
    #[serde(default)]
    pub keeps_name: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_field: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindsBy {
    pub field: String,
    #[serde(default)]
    pub kinds: BTreeMap<String, Vec<String>>,
}

/// Lines of a record, each a child record of `kind`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    pub kind: String,
    /// What one line is called: «Chỉ tiêu».
    pub item_label: String,
    pub add_label: String,
    /// The field that names a line on its card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_field: Option<String>,
    /// The field whose value makes a line's id (`<parent>.<value>`), where a
    /// thing exists once, like a year; it is not changed afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_key: Option<String>,
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// A small calculation; which parts it uses depends on `op`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    pub op: ComputedOp,
    /// The kind of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What `field` is divided by or reduced by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ComputedOp {
    /// The sum of `field` over the lines of `table`.
    Sum,
    /// The number of lines of `table`.
    Count,
    /// Whole years since the date in `field`.
    Age,
    /// `field` less `by`.
    Difference,
    /// `field` in percent of `by`, rounded half up, with the field's decimals;
    /// nothing when `by` is zero.
    Percent,
    #[default]
    #[serde(other)]
    Unknown,
}

/// Where words or a rule come from: a source document and its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `S0` to `S4`, or the number of a legal text.
    pub document: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The exact words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Form {
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// A field of the record itself, with its section.
    pub fn field(&self, key: &str) -> Option<(&Section, &Field)> {
        self.sections
            .iter()
            .find_map(|section| Some((section, section.fields.iter().find(|f| f.key == key)?)))
    }

    /// A field of the record, or of its lines of `kind`, with its section.
    pub fn described(&self, kind: &str, key: &str) -> Option<(&Section, &Field)> {
        if kind == self.kind {
            return self.field(key);
        }
        let tables = self
            .sections
            .iter()
            .flat_map(|section| section.fields.iter().map(move |field| (section, field)));
        tables
            .filter_map(|(section, field)| Some((section, field.table.as_ref()?)))
            .filter(|(_, table)| table.kind == kind)
            .find_map(|(section, table)| {
                let field = table.fields.iter().find(|field| field.key == key)?;
                Some((section, field))
            })
    }

    /// The field whose table holds lines of `kind`.
    pub fn table_of(&self, kind: &str) -> Option<(&Field, &Table)> {
        let fields = self.sections.iter().flat_map(|section| &section.fields);
        fields
            .filter_map(|field| Some((field, field.table.as_ref()?)))
            .find(|(_, table)| table.kind == kind)
    }

    pub fn visible_sections<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a Section> {
        self.sections
            .iter()
            .filter(|section| section.is_visible(record))
    }

    /// What a new record starts with.
    pub fn defaults(&self) -> BTreeMap<String, Value> {
        defaults(self.sections.iter().flat_map(|section| &section.fields))
    }
}

impl Section {
    pub fn is_visible(&self, record: &Record) -> bool {
        holds(self.visible_when.as_ref(), record)
    }

    pub fn visible_fields<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| field.is_visible(record))
    }
}

impl Table {
    /// What a new line starts with.
    pub fn defaults(&self) -> BTreeMap<String, Value> {
        defaults(self.fields.iter())
    }
}

fn defaults<'a>(fields: impl Iterator<Item = &'a Field>) -> BTreeMap<String, Value> {
    let mut defaults = BTreeMap::new();
    for field in fields {
        if let Some(value) = &field.default {
            defaults.insert(field.key.clone(), value.clone());
        }
    }
    defaults
}

impl Field {
    pub fn is_visible(&self, record: &Record) -> bool {
        holds(self.visible_when.as_ref(), record)
    }

    pub fn is_required(&self, record: &Record) -> bool {
        let by_condition = self.required_when.as_ref();
        self.required || by_condition.is_some_and(|condition| condition.holds(record))
    }

    /// Whether something has been entered.
    pub fn is_filled(&self, record: &Record) -> bool {
        match &self.table {
            Some(table) => record.lines.iter().any(|line| line.kind == table.kind),
            None => record.value(&self.key).is_some(),
        }
    }
}

fn holds(condition: Option<&Condition>, record: &Record) -> bool {
    condition.is_none_or(|condition| condition.holds(record))
}

impl Condition {
    pub fn holds(&self, record: &Record) -> bool {
        let value = record.value(&self.field);
        match (&self.equals, &self.one_of) {
            (Some(wanted), _) => value == Some(wanted),
            (None, Some(wanted)) => value.is_some_and(|value| wanted.contains(value)),
            (None, None) => value.is_some(),
        }
    }
}

impl Reference {
    /// The kinds that may be chosen now.
    pub fn kinds_for(&self, record: &Record) -> &[String] {
        let narrowed = self
            .kinds_by
            .as_ref()
            .and_then(|by| by.kinds.get(record.text(&by.field)?));
        narrowed.unwrap_or(&self.kinds)
    }
}
