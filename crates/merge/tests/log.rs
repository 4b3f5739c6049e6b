//! The log of a field proves its live set, whatever happened.

mod histories;

use histories::{SCOPE, history, steps, told_of};
use merge::{
    Adds, Belief, Field, LogNote, LogReason, LogRow, MergeOutcome, MergeState, RecoveryReport,
    accept, apply_reports, fold,
};
use proptest::prelude::*;
use protocol::{Entry, OpId, Operation};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A register that keeps its log.
#[derive(Default)]
struct Register {
    known: MergeState,
    log: BTreeMap<Field, Vec<LogRow>>,
    seq: i64,
}

impl Register {
    fn accept(&mut self, operations: &[Operation]) {
        let out = accept(SCOPE, operations, 7, &mut self.known, |_| None);
        self.note(operations, &[], out);
    }

    /// Its author says so.
    fn accept_gone(&mut self, operation: &Operation) {
        let name = operation.name(SCOPE);
        if !self.known.names.contains_key(&name) {
            let field = (operation.record.clone(), operation.field.clone());
            self.known.tombstones.insert((field, name));
        }
        self.accept(std::slice::from_ref(operation));
    }

    fn hear(&mut self, told: &[RecoveryReport], pulled: &BTreeSet<OpId>) {
        let mut out = MergeOutcome::default();
        let believed = Belief {
            adds: Adds::AtOnce,
            replaces: true,
        };
        apply_reports(told, "witness", pulled, &mut self.known, &mut out, |_| {
            believed
        });
        self.note(&[], told, out);
    }

    fn note(&mut self, operations: &[Operation], reports: &[RecoveryReport], out: MergeOutcome) {
        for note in out.logged {
            self.seq += 1;
            let (record, field, row) = match note {
                LogNote::Operation {
                    place,
                    name,
                    reason,
                } => {
                    let operation = &operations[place];
                    let entry = Entry {
                        name,
                        value: operation.value.clone(),
                        at: operation.at,
                        received: 7,
                        reported_by: None,
                    };
                    let row = row(self.seq, reason, Some(entry), &operation.predecessors);
                    (&operation.record, &operation.field, row)
                }
                LogNote::Report {
                    place,
                    entry,
                    reason,
                } => {
                    let report = &reports[place];
                    let row = row(self.seq, reason, Some(entry), &[]);
                    (&report.record, &report.field, row)
                }
            };
            let log = self.log.entry((record.clone(), field.clone()));
            log.or_default().push(row);
        }
    }

    /// Everywhere.
    fn is_proved(&self) -> bool {
        self.known.fields.iter().all(|(field, (_, live))| {
            let log = self.log.get(field).into_iter().flatten().cloned();
            fold(log) == *live
        })
    }
}

fn row(seq: i64, reason: LogReason, entry: Option<Entry>, replaces: &[OpId]) -> LogRow {
    LogRow {
        seq,
        reason,
        entry,
        replaces: replaces.to_vec(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_log_proves_what_stands_also_when_phones_tell_what_was_lost(
        steps in steps(), cut in any::<prop::sample::Index>(), before in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let operations = history(&steps);
        let mut full = Register::default();
        full.accept(&operations);
        prop_assert!(full.is_proved());
        let (held, mut after) = {
            let (held, after) = operations.split_at(cut.index(operations.len() + 1));
            (held.to_vec(), after.to_vec())
        };
        let mut register = Register::default();
        held.chunks(3).for_each(|some| register.accept(some));
        prop_assert!(register.is_proved());
        let pulled: BTreeSet<OpId> = register.known.names.keys().cloned().collect();
        let told = told_of(&full.known);
        after.sort_by_key(|op| op.number.wrapping_mul(seed | 1).rotate_left(7));
        let half = before.index(after.len() + 1);
        for (place, operation) in after.iter().enumerate() {
            if place == half {
                register.hear(&told, &pulled);
                prop_assert!(register.is_proved());
            }
            let stands = &full.known.fields[&(operation.record.clone(), operation.field.clone())].1;
            let name = operation.name(SCOPE);
            if stands.iter().any(|entry| entry.name == name) {
                register.accept(std::slice::from_ref(operation));
            } else {
                register.accept_gone(operation);
            }
            prop_assert!(register.is_proved());
        }
    }
}

#[expect(clippy::unwrap_used, reason = "a name that is one")]
fn entry(name: &str, value: &str, told: Option<&str>) -> Entry {
    Entry {
        name: name.parse().unwrap(),
        value: json!(value),
        at: 1,
        received: 2,
        reported_by: told.map(str::to_owned),
    }
}

#[track_caller]
fn check(rows: Vec<LogRow>, expected: &[&str]) {
    let live = fold(rows);
    let values: Vec<&str> = live.iter().filter_map(|one| one.value.as_str()).collect();
    assert_eq!(values, expected);
}

#[test]
fn rows_are_taken_in_their_order() {
    let one = |reason, told| row(1, reason, Some(entry("d.1.aaaa", "1", told)), &[]);
    let replaced = [entry("d.1.aaaa", "", None).name];
    let two = |reason| row(2, reason, Some(entry("d.2.aaaa", "2", None)), &replaced);
    let accepted = || one(LogReason::Accepted, None);
    check(vec![accepted()], &["1"]);
    check(vec![accepted(), two(LogReason::Accepted)], &["2"]);
    check(vec![accepted(), two(LogReason::DeadOnArrival)], &[]);
    // Two who tell one name otherwise stand side by side, until its author comes.
    let other = row(1, LogReason::Told, Some(entry("d.1.aaaa", "x", None)), &[]);
    let told = one(LogReason::Told, Some("w"));
    check(vec![told.clone(), other.clone()], &["x", "1"]);
    check(vec![told.clone(), other, accepted()], &["1"]);
    let dropped = row(
        3,
        LogReason::Dropped,
        Some(entry("d.1.aaaa", "1", None)),
        &[],
    );
    check(vec![told, dropped], &[]);
    // A beginning is all that stands, as it stands.
    let begins = |seq, name, value| {
        let entry = Some(entry(name, value, None));
        row(seq, LogReason::Beginning, entry, &[])
    };
    let beginning = || vec![begins(5, "e.1.aaaa", "b"), begins(5, "e.1.aaaa", "c")];
    check([vec![accepted()], beginning()].concat(), &["b", "c"]);
    let again = vec![begins(6, "d.2.aaaa", "d")];
    check([beginning(), again].concat(), &["d"]);
    let empty = row(7, LogReason::Beginning, None, &[]);
    check([beginning(), vec![empty]].concat(), &[]);
}
