//! What is missing, odd or against a rule, said in Vietnamese with what to do;
//! and what of it a form alone can tell of a record.
//!
//! Errors stop signing and submitting, warnings can be accepted; neither ever
//! stops saving.

use crate::date::PartialDate;
use crate::form::{Field, FieldType, Form, LinesTable, Section};
use crate::record::Record;
use crate::rule_set::RuleSet;
use crate::source::Clause;
use crate::{number, phone, text};
use serde_json::Value;
use std::fmt;

/// Something that a person should look at, in a record, a list or a rule set: a code, a severity,
/// the place, and words with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<About = String> {
    pub severity: Severity,
    pub code: &'static str,
    /// What it is about: a field of a form, or by name a record's id, a cell's `row/column`, a rule's id.
    pub about: About,
    /// In Vietnamese, with what to do.
    pub message: String,
    /// What asks for it.
    pub clause: Option<Clause>,
}

/// The place of a finding in a form: section and field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPlace {
    /// The key of the section that it stands in.
    pub section: String,
    /// The field's key; of a line, `<line id>/<key>`.
    pub field: String,
}

impl<About> Finding<About> {
    pub fn new(severity: Severity, code: &'static str, about: About, message: String) -> Self {
        Self {
            severity,
            code,
            about,
            message,
            clause: None,
        }
    }

    #[must_use]
    pub fn citing(self, clause: Option<Clause>) -> Self {
        Self { clause, ..self }
    }
}

impl Finding {
    pub fn warning(code: &'static str, about: &str, message: String) -> Self {
        Self::new(Severity::Warning, code, about.to_owned(), message)
    }

    pub fn error(code: &'static str, about: &str, message: String) -> Self {
        Self::new(Severity::Error, code, about.to_owned(), message)
    }
}

impl<About> fmt::Display for Finding<About> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.clause {
            Some(clause) => write!(formatter, "{} ({clause})", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

/// The weight of a finding: an error stops signing and submitting, a warning can be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// The facts beside the record that a check needs: today's date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context {
    /// Year, month and day by the device's clock, which may be wrong: dates
    /// after it are warnings only.
    pub today: Option<(i32, u8, u8)>,
}

/// Checks a record by its form alone; choices from catalogues are not looked
/// at. In the order of the form.
pub fn check(form: &Form, record: &Record, context: &Context) -> Vec<Finding<FieldPlace>> {
    Checker {
        rule_set: None,
        context,
        findings: Vec::new(),
    }
    .check(form, record)
}

/// As [`check`], and choices against the rule set's catalogues.
pub fn check_by(
    rule_set: &RuleSet,
    form: &Form,
    record: &Record,
    context: &Context,
) -> Vec<Finding<FieldPlace>> {
    Checker {
        rule_set: Some(rule_set),
        context,
        findings: Vec::new(),
    }
    .check(form, record)
}

/// The code of a finding that says that several contents are kept and none is chosen.
pub const DISPUTED: &str = "disputed";

/// The code of a finding that says only that nothing stands there yet.
pub const MISSING: &str = "required";

/// Nobody who is in the register was born before.
const LONG_AGO: i32 = 1900;
/// So far a day may be from the year that its record is of: what is of a year is decided on and signed
/// in it, before it begins or after it has ended.
const BESIDE: u64 = 1;
/// The field that says of which year a record or a line is.
const YEAR: &str = "year";
/// The field that stands before the date of a paper.
const PLACE_NAME: &str = "placeName";
/// What a commune may be. With their marks: Xá Nhè is a name.
const KINDS_OF_PLACE: [&str; 4] = ["xã ", "phường ", "đặc khu ", "thị trấn "];

struct Checker<'a> {
    rule_set: Option<&'a RuleSet>,
    context: &'a Context,
    findings: Vec<Finding<FieldPlace>>,
}

/// Where a field stands: in the record itself, or in its n-th line.
struct FieldRef<'a> {
    section: &'a Section,
    line: Option<(&'a LinesTable, usize)>,
    holder: &'a Record,
}

impl FieldRef<'_> {
    /// Another field that stands beside.
    fn field(&self, key: &str) -> Option<&Field> {
        let beside = match self.line {
            Some((table, _)) => &table.fields,
            None => &self.section.fields,
        };
        beside.iter().find(|field| field.key == key)
    }
}

impl Checker<'_> {
    fn check(mut self, form: &Form, record: &Record) -> Vec<Finding<FieldPlace>> {
        for section in form.visible_sections(record) {
            for field in section.visible_fields(record) {
                self.check_field(
                    field,
                    &FieldRef {
                        section,
                        line: None,
                        holder: record,
                    },
                );
                if let Some(table) = &field.table {
                    self.check_table(section, table, record);
                }
            }
        }
        self.findings
    }

    fn check_table(&mut self, section: &Section, table: &LinesTable, record: &Record) {
        let lines = record.lines_of(&table.kind);
        let mut seen: Vec<String> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let place = FieldRef {
                section,
                line: Some((table, index + 1)),
                holder: line,
            };
            let Some(first) = table.fields.first() else {
                continue;
            };
            if table.is_empty_line(line) {
                let message = "Dòng này còn trống. Hãy ghi nội dung hoặc xoá dòng.";
                self.add(first, &place, Severity::Warning, "emptyLine", message);
                continue;
            }
            for field in table.fields.iter().filter(|field| field.is_visible(line)) {
                self.check_field(field, &place);
            }
            let identity = line_identity(table, line);
            if identity
                .as_ref()
                .is_some_and(|identity| seen.contains(identity))
            {
                let message = "Dòng này trùng với một dòng ở trên. Hãy xoá bớt nếu ghi hai lần.";
                self.add(first, &place, Severity::Warning, "duplicateLine", message);
            }
            seen.extend(identity);
        }
    }

    fn check_field(&mut self, field: &Field, place: &FieldRef<'_>) {
        if let Some(contents) = place.holder.contents(&field.key) {
            let label = &field.label;
            let message = format!("“{label}” có {contents} nội dung. Hãy chọn nội dung đúng.");
            self.add(field, place, Severity::Warning, DISPUTED, &message);
        }
        if !field.is_filled(place.holder) {
            if field.is_required(place.holder) {
                self.add(field, place, Severity::Error, MISSING, &ask_for(field));
            }
            return;
        }
        let Some(value) = place.holder.value(&field.key) else {
            return;
        };
        match field.field_type {
            FieldType::Number | FieldType::Money => self.check_number(field, place, value),
            FieldType::PartialDate => self.check_date(field, place, value),
            FieldType::Choice | FieldType::Many => self.check_choice(field, place, value),
            FieldType::Text if field.key == PLACE_NAME => {
                self.check_place_name(field, place, value)
            }
            FieldType::Phone => {
                if let Some(message) = value.as_str().and_then(phone::check) {
                    self.add(field, place, Severity::Warning, "oddPhone", message);
                }
            }
            _ => {}
        }
    }

    fn check_number(&mut self, field: &Field, place: &FieldRef<'_>, value: &Value) {
        let Some(scaled) = value.as_i64() else {
            let message = format!("“{}” phải là một số. Hãy nhập lại.", field.label);
            self.add(field, place, Severity::Error, "notANumber", &message);
            return;
        };
        let shown = |limit: i64| match field.field_type {
            FieldType::Money => number::money(limit),
            _ if field.ungrouped => limit.to_string(),
            _ => number::format(limit, field.decimals),
        };
        if let Some(min) = field.min.filter(|min| scaled < *min) {
            let message = format!(
                "“{}” phải từ {} trở lên. Hãy kiểm tra lại.",
                field.label,
                shown(min)
            );
            self.add(field, place, Severity::Error, "belowMin", &message);
        }
        if let Some(max) = field.max.filter(|max| scaled > *max) {
            let message = format!(
                "“{}” không được quá {}. Hãy kiểm tra lại.",
                field.label,
                shown(max)
            );
            self.add(field, place, Severity::Error, "aboveMax", &message);
        }
        if field.ungrouped {
            self.check_year(field, place, scaled);
        } else if scaled < 0 && field.min.is_none() {
            let label = &field.label;
            let message = format!(
                "“{label}” là số âm ({}). Nếu là mức giảm thì ghi số dương. Hãy kiểm tra lại.",
                shown(scaled)
            );
            self.add(field, place, Severity::Warning, "negative", &message);
        }
        let other = field.not_more_than.as_deref();
        let beside = other.and_then(|other| place.field(other));
        let is_more = |other: &&Field| {
            let limit = place.holder.int(&other.key);
            limit.is_some_and(|limit| scaled > limit)
        };
        if let Some(other) = beside.filter(is_more) {
            let (more, less) = (&field.label, &other.label);
            let message = format!("“{more}” nhiều hơn “{less}”. Hãy kiểm tra lại.");
            self.add(field, place, Severity::Warning, "moreThan", &message);
        }
    }

    /// Work is for this year or the next; what has been was in no year to come.
    fn check_year(&mut self, field: &Field, place: &FieldRef<'_>, year: i64) {
        let Some((now, ..)) = self.context.today else {
            return;
        };
        let ahead = if field.not_after_today { 0 } else { 1 };
        if year > i64::from(now) + ahead {
            let message = format!(
                "“{}” là năm {year}, chưa tới. Hãy kiểm tra lại.",
                field.label
            );
            self.add(field, place, Severity::Warning, "farAhead", &message);
        }
    }

    /// The name alone, but of a place that is called by a number or after a person or an event; the
    /// field's source says by which clause.
    fn check_place_name(&mut self, field: &Field, place: &FieldRef<'_>, value: &Value) {
        let name = text::in_small_letters(value.as_str().unwrap_or_default());
        let mut kinds = KINDS_OF_PLACE.iter();
        let Some(own) = kinds.find_map(|kind| name.strip_prefix(kind)) else {
            return;
        };
        if own.starts_with(|letter: char| letter.is_ascii_digit()) {
            return;
        }
        let message = "Trước ngày tháng chỉ ghi tên, ví dụ “Mẫu Sơn”, không ghi “xã”, “phường”. Chỉ nơi được đặt \
             tên theo người, chữ số, sự kiện lịch sử mới ghi đủ.";
        self.add(field, place, Severity::Warning, "kindOfPlace", message);
    }

    fn check_date(&mut self, field: &Field, place: &FieldRef<'_>, value: &Value) {
        let Some(date) = value.as_str().and_then(PartialDate::parse_stored) else {
            let message = format!("“{}” chưa phải là ngày đúng. Hãy nhập lại.", field.label);
            self.add(field, place, Severity::Error, "notADate", &message);
            return;
        };
        let today = self
            .context
            .today
            .and_then(|(year, month, day)| PartialDate::new(year, Some(month), Some(day)).ok());
        let of_year = place.holder.int(YEAR).filter(|_| field.key != "birthDate");
        // A year that is none is said at its own field.
        let far = |year: &i64| {
            (1900..=2100).contains(year) && i64::from(date.year()).abs_diff(*year) > BESIDE
        };
        let (label, year) = (&field.label, date.year());
        let (code, odd) =
            if field.not_after_today && today.is_some_and(|today| date.is_after(today)) {
                ("afterToday", format!("là ngày sau hôm nay ({date})"))
            } else if let Some(of_year) = of_year.filter(far) {
                let odd = format!("là năm {year}, cách xa năm {of_year} ghi ở trên");
                ("otherYear", odd)
            } else if year < LONG_AGO {
                ("longAgo", format!("là năm {year}"))
            } else {
                return;
            };
        let message = format!("“{label}” {odd}. Hãy kiểm tra lại.");
        self.add(field, place, Severity::Warning, code, &message);
    }

    fn check_choice(&mut self, field: &Field, place: &FieldRef<'_>, value: &Value) {
        let codes = match value {
            Value::String(code) => vec![code.as_str()],
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if codes.is_empty() {
            self.add(field, place, Severity::Error, "notAChoice", &ask_for(field));
        }
        for code in codes {
            self.check_code(field, place, code);
        }
    }

    fn check_code(&mut self, field: &Field, place: &FieldRef<'_>, code: &str) {
        let unknown = format!(
            "“{}” có một mục không còn trong danh mục. Hãy chọn lại.",
            field.label
        );
        let Some(catalogue) = &field.catalogue else {
            if field.choices.iter().all(|choice| choice.code != code) {
                self.add(field, place, Severity::Warning, "notAChoice", &unknown);
            }
            return;
        };
        let Some(rule_set) = self.rule_set else {
            return;
        };
        match rule_set.item(catalogue, code) {
            None => self.add(field, place, Severity::Warning, "notAChoice", &unknown),
            Some(item) if !item.passes(field.choices_where.as_ref(), place.holder) => {
                let message = format!(
                    "“{}” không dùng cho đối tượng này. Hãy chọn lại.",
                    item.label
                );
                self.add(field, place, Severity::Error, "notForSubject", &message);
            }
            Some(_) => {}
        }
    }

    fn add(
        &mut self,
        field: &Field,
        place: &FieldRef<'_>,
        severity: Severity,
        code: &'static str,
        message: &str,
    ) {
        let (path, message) = match place.line {
            None => (field.key.clone(), message.to_owned()),
            Some((table, number)) => (
                format!("{}/{}", place.holder.id, field.key),
                format!(
                    "{} thứ {number}: {}",
                    table.item_label,
                    lower_first(message)
                ),
            ),
        };
        let about = FieldPlace {
            section: place.section.key.clone(),
            field: path,
        };
        let clause = self.cite(field, place.section);
        self.findings
            .push(Finding::new(severity, code, about, message).citing(clause));
    }

    /// By the document's name in the rule set, or by its id where none is at hand.
    fn cite(&self, field: &Field, section: &Section) -> Option<Clause> {
        let source = field.source.as_ref().or(section.source.as_ref())?;
        let document = source.document.as_str();
        let text = self.rule_set.map_or(document, |set| set.label(document));
        Some(Clause {
            text: text.to_owned(),
            checked: field.checked.unwrap_or_default(),
        })
    }
}

fn ask_for(field: &Field) -> String {
    let label = &field.label;
    match field.field_type {
        FieldType::Choice | FieldType::Many | FieldType::Reference => {
            format!("Chưa chọn “{label}”. Hãy chọn trong danh sách.")
        }
        FieldType::Table => format!("“{label}” chưa có dòng nào. Hãy thêm ít nhất một dòng."),
        FieldType::Attachment => format!("Chưa đính kèm “{label}”."),
        _ => format!("Chưa nhập “{label}”."),
    }
}

pub(crate) fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// What makes two lines the same: their title without marks, and their choices.
fn line_identity(table: &LinesTable, line: &Record) -> Option<String> {
    let title = text::fold(line.text(table.title_field.as_deref()?)?);
    let mut identity = title;
    for field in &table.fields {
        let tells_apart = matches!(field.field_type, FieldType::Choice | FieldType::PartialDate)
            || (field.field_type == FieldType::Number && field.required);
        if tells_apart {
            identity.push('\n');
            identity.push_str(
                &line
                    .value(&field.key)
                    .map(Value::to_string)
                    .unwrap_or_default(),
            );
        }
    }
    Some(identity)
}
