//! A draft moved on purpose from one rule set to the next: what has a place
//! there, what is newly asked for, and what has no place any more and is kept
//! all the same. Nothing is ever taken out of a record.

use crate::form::{Field, FieldType, Form};
use crate::record::Record;
use crate::rule_set::RuleSet;
use serde_json::Value;

/// The result of moving a draft to another rule set, field by field. Paths are `field`, or
/// `<line id>/field`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Migration {
    /// Filled in, and with a place in the new form.
    pub mapped: Vec<Moved>,
    /// Values to be written otherwise there, such as a number with more decimals;
    /// the rest stays as it is.
    pub edits: Vec<(String, Value)>,
    /// Asked for by the new form and not by the old one.
    pub new: Vec<Moved>,
    /// Filled in, with a place, and to be looked at: the choice or the way to
    /// write it is another one.
    pub to_review: Vec<Moved>,
    /// Filled in, without a place in the new form; kept in the record.
    pub without_place: Vec<Moved>,
}

/// One field in a [`Migration`], by its path and by the label that a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub path: String,
    pub label: String,
}

/// Compares the forms of a record's kind in both rule sets over a draft.
pub fn migrate(old: &RuleSet, new: &RuleSet, draft: &Record) -> Migration {
    let mut migration = Migration::default();
    let no_form = Form::default();
    let old_form = old.form_of_kind(&draft.kind).unwrap_or(&no_form);
    let new_form = new.form_of_kind(&draft.kind).unwrap_or(&no_form);
    let (before, after) = (fields(old_form), fields(new_form));
    migration.fields(new, "", &before, &after, draft);
    for (kind, after) in tables(&after) {
        let before = tables(&before);
        let before = before.iter().find(|(known, _)| *known == kind);
        let before = before.map_or_else(Vec::new, |(_, fields)| fields.clone());
        for line in draft.lines_of(kind) {
            migration.fields(new, &format!("{}/", line.id), &before, &after, line);
        }
    }
    let known = tables(&after);
    for line in draft
        .lines
        .iter()
        .filter(|line| known.iter().all(|(kind, _)| *kind != line.kind))
    {
        let title = before.iter().find(|field| {
            field
                .table
                .as_ref()
                .is_some_and(|table| table.kind == line.kind)
        });
        migration.without_place.push(Moved {
            path: line.id.clone(),
            label: title.map_or(&line.kind, |field| &field.label).clone(),
        });
    }
    migration
}

fn fields(form: &Form) -> Vec<&Field> {
    form.sections
        .iter()
        .flat_map(|section| &section.fields)
        .collect()
}

fn tables<'a>(fields: &[&'a Field]) -> Vec<(&'a str, Vec<&'a Field>)> {
    let tables = fields.iter().filter_map(|field| field.table.as_ref());
    tables
        .map(|table| (table.kind.as_str(), table.fields.iter().collect()))
        .collect()
}

impl Migration {
    fn fields(
        &mut self,
        new: &RuleSet,
        way: &str,
        before: &[&Field],
        after: &[&Field],
        holder: &Record,
    ) {
        for field in after {
            let earlier = before.iter().find(|known| known.key == field.key);
            let moved = Moved {
                path: format!("{way}{}", field.key),
                label: field.label.clone(),
            };
            let Some(value) = holder.value(&field.key) else {
                // Of lines the form is what is new, not each line.
                let is_asked = field.table.is_none() && field.field_type != FieldType::Computed;
                if earlier.is_none() && is_asked && way.is_empty() {
                    self.new.push(moved);
                }
                continue;
            };
            match earlier.map_or(Fate::Same, |earlier| {
                fate(new, earlier, field, value, holder)
            }) {
                Fate::Same => {}
                Fate::Rescaled(value) => self.edits.push((moved.path.clone(), value)),
                Fate::Review => self.to_review.push(moved.clone()),
            }
            self.mapped.push(moved);
        }
        for (key, _) in holder
            .fields
            .iter()
            .filter(|(key, _)| holder.value(key).is_some())
        {
            let has_place = after.iter().any(|field| field.key == *key);
            // The order of lines and the like are in no form.
            let known = before.iter().find(|field| field.key == *key);
            if let Some(field) = known.filter(|_| !has_place) {
                self.without_place.push(Moved {
                    path: format!("{way}{key}"),
                    label: field.label.clone(),
                });
            }
        }
    }
}

enum Fate {
    Same,
    Rescaled(Value),
    Review,
}

fn fate(new: &RuleSet, before: &Field, after: &Field, value: &Value, holder: &Record) -> Fate {
    if before.field_type != after.field_type || before.unit != after.unit {
        return Fate::Review;
    }
    if after.field_type == FieldType::Number && before.decimals != after.decimals {
        return match value
            .as_i64()
            .and_then(|scaled| rescale(scaled, before.decimals, after.decimals))
        {
            Some(scaled) => Fate::Rescaled(Value::from(scaled)),
            None => Fate::Review,
        };
    }
    if matches!(after.field_type, FieldType::Choice | FieldType::Many) {
        let choices = new.choices(after, holder);
        let chosen = holder.strings(&after.key);
        let is_offered = |code: &&str| choices.iter().any(|choice| choice.code == **code);
        if !chosen.iter().all(is_offered) {
            return Fate::Review;
        }
    }
    Fate::Same
}

/// A scaled number with other decimals; none where digits would be lost.
fn rescale(scaled: i64, from: u8, to: u8) -> Option<i64> {
    let factor = 10_i64.checked_pow(u32::from(from.abs_diff(to)))?;
    if to >= from {
        return scaled.checked_mul(factor);
    }
    (scaled % factor == 0).then_some(scaled / factor)
}
