//! What a form says of a record: what is visible, required and filled.

use super::{Condition, Field, Form, LinesTable, Reference, Section};
use crate::record::Record;
use serde_json::Value;
use std::collections::BTreeMap;

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
    pub fn table_of(&self, kind: &str) -> Option<(&Field, &LinesTable)> {
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

impl LinesTable {
    /// Whether nothing has been entered in a line but what it started with.
    pub fn is_empty_line(&self, line: &Record) -> bool {
        let mut fields = self.fields.iter();
        fields.all(|field| field.default.is_some() || !field.is_filled(line))
    }

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

    /// Whether it, or a field of its lines, is ever required.
    pub fn may_be_required(&self) -> bool {
        let in_lines = |table: &LinesTable| table.fields.iter().any(Self::may_be_required);
        self.required || self.required_when.is_some() || self.table.as_ref().is_some_and(in_lines)
    }

    /// Whether something has been entered.
    pub fn is_filled(&self, record: &Record) -> bool {
        match &self.table {
            Some(table) => {
                let mut lines = record.lines.iter().filter(|line| line.kind == table.kind);
                lines.any(|line| !table.is_empty_line(line))
            }
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
            (None, None) => value.is_none() == self.empty,
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
