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

mod of_record;

use crate::source::Source;
use reading::{Slot, read_word};
use serde_json::Value;
use sorted::SortedMap;

/// The description of a form for records of one kind: its sections and fields, as data of a rule
/// set.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct Form {
    pub id: String,
    /// The kind of record that it fills in.
    pub kind: String,
    pub title: String,
    pub hint: Option<String>,
    pub sections: Vec<Section>,
    pub source: Option<Source>,
    /// Whether it has been checked against the rules now in force.
    pub checked: Option<bool>,
}

/// One page of a form on a phone, with a heading and fields.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct Section {
    pub key: String,
    /// The heading of the part that it belongs to, as the form prints it.
    pub part: Option<String>,
    pub heading: String,
    pub hint: Option<String>,
    pub visible_when: Option<Condition>,
    pub fields: Vec<Field>,
    pub source: Option<Source>,
}

/// One field of a form or of a table's line. Which of the optional parts it has depends on its
/// type.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct Field {
    pub key: String,
    pub label: String,
    pub hint: Option<String>,
    #[reading(rename = "type")]
    pub field_type: FieldType,
    pub required: bool,
    pub required_when: Option<Condition>,
    pub visible_when: Option<Condition>,
    /// What a new record or line starts with.
    pub default: Option<Value>,
    /// Shown behind the input: «%», «hộ», «triệu đồng».
    pub unit: Option<String>,
    pub decimals: u8,
    /// A number that is no quantity, such as a year: written without points.
    pub ungrouped: bool,
    /// Scaled like the value; of money, in đồng.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// A number that is hardly greater than that of this other field.
    pub not_more_than: Option<String>,
    /// A date that should not lie after today.
    pub not_after_today: bool,
    pub choices: Vec<Choice>,
    /// Choices from a catalogue of the rule set, by its id.
    pub catalogue: Option<String>,
    /// Of the catalogue only the items that fit.
    pub choices_where: Option<ChoiceFilter>,
    pub reference: Option<Reference>,
    pub table: Option<LinesTable>,
    pub computed: Option<Computed>,
    pub source: Option<Source>,
    pub checked: Option<bool>,
}

/// The type of a field: which control it has, and in which shape its value is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
    Unknown,
}

read_word!(FieldType {
    "text" => Text,
    "longText" => LongText,
    "number" => Number,
    "money" => Money,
    "partialDate" => PartialDate,
    "choice" => Choice,
    "many" => Many,
    "table" => Table,
    "reference" => Reference,
    "attachment" => Attachment,
    "computed" => Computed,
    "phone" => Phone,
    _ => Unknown
});

/// A condition on another field of the record. It holds when that field equals the value, or one of
/// the values, or is empty, or (none of these given) has any value.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct Condition {
    pub field: String,
    pub equals: Option<Value>,
    #[reading(rename = "in")]
    pub one_of: Option<Vec<Value>>,
    pub empty: bool,
}

/// One of a field's fixed choices: the stored code and the shown label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct Choice {
    pub code: String,
    pub label: String,
}

/// Keeps the catalogue items whose `attribute` (a text or a list of texts)
/// contains `equals`, or the present value of the record's `field`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct ChoiceFilter {
    pub attribute: String,
    pub equals: Option<String>,
    pub field: Option<String>,
}

/// The records that a reference field may point to, and whether the name is kept beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct Reference {
    pub kinds: Vec<String>,
    /// Narrows the kinds by the value of another field.
    pub kinds_by: Option<KindsBy>,
    /// The name, as it was when chosen, is kept in `name_field`.
    pub keeps_name: bool,
    pub name_field: Option<String>,
}

/// A map from the value of another field to the kinds that a [`Reference`] may point to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct KindsBy {
    pub field: String,
    pub kinds: SortedMap<String, Vec<String>>,
}

/// A table field's lines, each a child record of `kind`, with the fields that a line has.
#[derive(Debug, Clone, Default, PartialEq, Slot)]
#[reading(by_people)]
pub struct LinesTable {
    pub kind: String,
    /// What one line is called: «Chỉ tiêu».
    pub item_label: String,
    pub add_label: String,
    /// The field that names a line on its card.
    pub title_field: Option<String>,
    /// The field whose value makes a line's id (`<parent>.<value>`), where a
    /// thing exists once, like a year; it is not changed afterwards.
    pub line_key: Option<String>,
    pub fields: Vec<Field>,
}

/// The calculation of a computed field. Which parts it uses depends on `op`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Slot)]
#[reading(by_people)]
pub struct Computed {
    pub op: ComputedOp,
    /// The kind of the lines.
    pub table: Option<String>,
    pub field: Option<String>,
    /// What `field` is divided by or reduced by.
    pub by: Option<String>,
}

/// The operation of a [`Computed`] field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
    Unknown,
}

read_word!(ComputedOp {
    "sum" => Sum,
    "count" => Count,
    "age" => Age,
    "difference" => Difference,
    "percent" => Percent,
    _ => Unknown
});
