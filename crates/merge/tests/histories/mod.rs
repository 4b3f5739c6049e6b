//! Histories that were made up: who writes where, and what of what was there before had been seen.

use merge::{MergeState, RecoveryReport};
use proptest::prelude::*;
use protocol::{DELETION, Entry, OpId, Operation};
use serde_json::{Value, json};

pub const SCOPE: &str = "06541";

/// One step of a made-up history: who writes where, and how much of what was
/// said before on that field they had seen (a bit mask over it).
#[derive(Clone, Debug)]
pub struct Step {
    device: usize,
    record: usize,
    field: usize,
    value: u8,
    seen: u64,
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..3_usize, 0..3_usize, 0..3_usize, 0..4_u8, any::<u64>());
    prop::collection::vec(step, 1..24).prop_map(|steps| {
        let made = |(device, record, field, value, seen)| Step {
            device,
            record,
            field,
            value,
            seen,
        };
        steps.into_iter().map(made).collect()
    })
}

pub fn history(steps: &[Step]) -> Vec<Operation> {
    let records = ["a", "a.1", "b"];
    let fields = ["name", "head", DELETION];
    let mut numbers = [0_u64; 3];
    let mut said: Vec<Operation> = Vec::new();
    for step in steps {
        numbers[step.device] += 1;
        let (record, field) = (records[step.record], fields[step.field]);
        let on_field = said
            .iter()
            .filter(|op| op.record == record && op.field == field);
        let held = on_field
            .enumerate()
            .filter(|(place, _)| step.seen >> (place % 64) & 1 == 1);
        let replaces: Vec<OpId> = held.map(|(_, op)| op.name(SCOPE)).collect();
        let below = said
            .iter()
            .filter(|op| op.field != DELETION && op.record.starts_with(record));
        let value = match (field, step.value) {
            (DELETION, 0) => Value::Null,
            (DELETION, _) => below
                .enumerate()
                .filter(|(place, _)| step.seen >> (place % 7) & 1 == 1)
                .map(|(_, op)| Value::String(op.name(SCOPE).to_string()))
                .collect(),
            (_, value) => json!(format!("value {value}")),
        };
        said.push(Operation {
            device: format!("device{}", step.device),
            number: numbers[step.device],
            record: record.into(),
            kind: "village".into(),
            field: field.into(),
            value,
            predecessors: replaces,
            at: 0,
            save: numbers[step.device],
        });
    }
    said
}

/// All that stands, as a phone tells it that had pulled it.
pub fn told_of(full: &MergeState) -> Vec<RecoveryReport> {
    let of_field = |((record, field), (kind, live)): (&merge::Field, &(String, Vec<Entry>))| {
        let (record, field, kind) = (record.clone(), field.clone(), kind.clone());
        let live = live.clone();
        RecoveryReport {
            record,
            kind,
            field,
            live,
        }
    };
    full.fields.iter().map(of_field).collect()
}
