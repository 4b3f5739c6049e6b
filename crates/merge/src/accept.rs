//! What arriving operations do to the fields that they set.
//!
//! A store loads a [`MergeState`] of what they touch, [`accept()`] changes it and says in a
//! [`MergeOutcome`] what to write, and the store writes that in the same transaction. One operation is
//! in one of these states:
//!
//! ```text
//!   unknown ──arrives──▶ live ──replaced──▶ known, no more live
//!      │ │                                        ▲
//!      │ └── replaced first: a tombstone ─arrives─┘
//!      └──── refused: known, with its reason, for ever
//! ```
//!
//! - The outcome is the same in whatever order operations arrive, and however often.
//! - A known name changes nothing: it is answered as it was, or as `Forked` once two contents have
//!   come under one number of one device.
//! - Every operation that arrives takes its number in its device's version vector, also a refused one.
//! - A refused operation replaces nothing and is live nowhere.
//! - No clock is looked at; an entry's `received` is noted for display alone.
//! - What was told of an operation ([`crate::apply_reports()`]) leaves its field when the operation itself comes.

use crate::log::{LogNote, LogReason};
use protocol::rule::{Rule, holds};
use protocol::{Entry, OpId, Operation, ReportedOperation};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A field of a record: `(record, field)`.
pub type Field = (String, String);

/// The stable code of why an operation does not enter the shared register. The endpoint answers
/// with it, and the phone keeps it beside the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusal(pub String);

/// The endpoint's answer to one pushed operation. Replies carry it as a word: `ok`, `forked`, or
/// the code of the refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is in the shared register, now or already.
    Ok,
    /// It is, and its number was used before by another operation: the phone
    /// takes a new device id for what comes next.
    Forked,
    Refused(Refusal),
}

/// The numbers of one device's operations that have arrived in one scope. A store keeps one for
/// each device and scope, and replies tell it to the phones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionVector {
    /// Numbers 1 to `contiguous` have all arrived.
    pub contiguous: u64,
    /// Numbers that arrived past the first gap.
    pub ahead: BTreeSet<u64>,
}

impl VersionVector {
    /// Notes that number `number` has arrived.
    pub fn note(&mut self, number: u64) {
        if !holds(Rule::SeenHasNoGap) {
            self.contiguous = self.contiguous.max(number);
        }
        if number > self.contiguous {
            self.ahead.insert(number);
        }
        while self.ahead.remove(&(self.contiguous + 1)) {
            self.contiguous += 1;
        }
    }

    pub fn has(&self, number: u64) -> bool {
        number <= self.contiguous || self.ahead.contains(&number)
    }

    /// The highest number that arrived.
    pub fn highest(&self) -> u64 {
        self.ahead.last().copied().unwrap_or(self.contiguous)
    }
}

/// The fields, names and devices that arriving operations touch, as a store has them before. A
/// store loads it, [`accept`] changes it, and the store writes what changed.
#[derive(Clone, Debug, Default)]
pub struct MergeState {
    /// The live sets of the touched fields, with the kind of their record.
    pub fields: BTreeMap<Field, (String, Vec<Entry>)>,
    /// The known ones among the arriving and replaced names, and all that share an
    /// arriving one's device and number, with their refusal.
    pub names: BTreeMap<OpId, Option<Refusal>>,
    /// Names replaced on a field before they arrived.
    pub tombstones: BTreeSet<(Field, OpId)>,
    /// The vector of every device that an arriving operation is from.
    pub vectors: BTreeMap<String, VersionVector>,
}

/// The result of [`accept`]: what to answer to each operation and which rows of the store to write.
#[derive(Clone, Debug, Default)]
pub struct MergeOutcome {
    pub answers: Vec<(OpId, Answer)>,
    /// Fields whose live set changed; their new state is in [`MergeState::fields`].
    pub changed: BTreeSet<Field>,
    /// Names that were not known before, with their refusal.
    pub new_names: Vec<OpId>,
    /// Names that were replaced and have not arrived.
    pub tombstones_added: BTreeSet<(Field, OpId)>,
    /// Names that were tombstones and have arrived now.
    pub tombstones_cleared: BTreeSet<(Field, OpId)>,
    /// What waits before whoever may write its field.
    pub reported: Vec<ReportedOperation>,
    /// What is new for the log, in its order.
    pub logged: Vec<LogNote>,
}

/// Takes operations into the register, in any order, nothing parked.
///
/// A known name changes nothing and is answered again; of two that share a
/// number both phones learn that they do. Otherwise the
/// names that the operation replaces leave its field's live set, or are
/// remembered as a tombstone if they have not arrived, and the operation joins unless
/// it has a tombstone itself. A refused one takes its number, and has no effect.
pub fn accept(
    scope: &str,
    operations: &[Operation],
    received: i64,
    known: &mut MergeState,
    mut refuse: impl FnMut(&Operation) -> Option<Refusal>,
) -> MergeOutcome {
    let mut out = MergeOutcome::default();
    for (place, operation) in operations.iter().enumerate() {
        let name = operation.name(scope);
        if let Some(earlier) = known.names.get(&name).cloned() {
            if earlier.is_none() && !holds(Rule::KnownChangesNothing) {
                join(operation, &name, received, known, &mut out);
            }
            let answer = match earlier {
                Some(_) if !holds(Rule::RefusedForEver) && refuse(operation).is_none() => {
                    Answer::Ok
                }
                Some(refusal) => Answer::Refused(refusal),
                // Said again, for the first answer may have been lost.
                None if shares_its_number(known, &name) => Answer::Forked,
                None => Answer::Ok,
            };
            out.answers.push((name, answer));
            continue;
        }
        let refusal = refuse(operation);
        let vector = known.vectors.entry(operation.device.clone()).or_default();
        if vector.contiguous + 1 < operation.number && !holds(Rule::AnyOrder) {
            continue;
        }
        if let (Some(refusal), false) = (&refusal, holds(Rule::RefusedTakesItsNumber)) {
            out.answers.push((name, Answer::Refused(refusal.clone())));
            continue;
        }
        vector.note(operation.number);
        let used_before = shares_its_number(known, &name);
        out.new_names.push(name.clone());
        known.names.insert(name.clone(), refusal.clone());
        if let Some(refusal) = refusal {
            if !holds(Rule::RefusedReplacesNothing) {
                let field = (operation.record.clone(), operation.field.clone());
                replace(operation, &name, &field, known, &mut out);
                out.changed.insert(field);
            }
            out.answers.push((name, Answer::Refused(refusal)));
            continue;
        }
        let joined = join(operation, &name, received, known, &mut out);
        out.logged.push(LogNote::Operation {
            place,
            name: name.clone(),
            reason: match joined {
                true => LogReason::Accepted,
                false => LogReason::DeadOnArrival,
            },
        });
        out.answers.push((
            name,
            if used_before {
                Answer::Forked
            } else {
                Answer::Ok
            },
        ));
    }
    out
}

/// Whether another operation goes by the same number of the same device.
fn shares_its_number(known: &MergeState, name: &OpId) -> bool {
    if !holds(Rule::ForksAreTold) {
        return false;
    }
    let first = OpId {
        hash: String::new(),
        ..name.clone()
    };
    let of_number = known.names.range(first..).map(|(other, _)| other);
    let same = |other: &&OpId| other.device == name.device && other.number == name.number;
    of_number.take_while(same).any(|other| other != name)
}

/// Takes what an operation replaces out of its field, or remembers it as a tombstone;
/// whether the live set changed.
fn replace(
    operation: &Operation,
    name: &OpId,
    field: &Field,
    known: &mut MergeState,
    out: &mut MergeOutcome,
) -> bool {
    let (_, live) = known.fields.entry(field.clone()).or_default();
    let before = live.len();
    let is_replaced = |name: &OpId| operation.predecessors.contains(name);
    live.retain(|entry| !is_replaced(&entry.name) || !holds(Rule::ReplacedLeaves));
    let changed = live.len() != before;
    for replaced in &operation.predecessors {
        let arrived = known.names.contains_key(replaced) || replaced == name;
        if !arrived && holds(Rule::DeadOnArrival) {
            let tombstone = (field.clone(), replaced.clone());
            if known.tombstones.insert(tombstone.clone()) {
                out.tombstones_added.insert(tombstone);
            }
        }
    }
    changed
}

/// Lets an operation into its field; whether it stands there, and was not dead when it came.
fn join(
    operation: &Operation,
    name: &OpId,
    received: i64,
    known: &mut MergeState,
    out: &mut MergeOutcome,
) -> bool {
    let field: Field = (operation.record.clone(), operation.field.clone());
    let mut changed = replace(operation, name, &field, known, out);
    if let Some((_, live)) = known.fields.get_mut(&field)
        && holds(Rule::TheAuthorsOwnCounts)
    {
        // Whatever was told of it until now.
        let before = live.len();
        live.retain(|entry| entry.name != *name);
        changed |= live.len() != before;
    }
    let entry = Entry {
        name: name.clone(),
        value: operation.value.clone(),
        at: operation.at,
        received,
        reported_by: None,
    };
    let joined = enter(entry, &operation.kind, &field, known, out);
    if changed || joined {
        out.changed.insert(field);
    }
    joined
}

/// Puts an entry into its field's live set unless a tombstone waits for it, for
/// what replaced it came first; whether it joined.
fn enter(
    entry: Entry,
    of_kind: &str,
    field: &Field,
    known: &mut MergeState,
    out: &mut MergeOutcome,
) -> bool {
    let own = (field.clone(), entry.name.clone());
    if known.tombstones.remove(&own) {
        if !out.tombstones_added.remove(&own) {
            out.tombstones_cleared.insert(own);
        }
        return false;
    }
    let (kind, live) = known.fields.entry(field.clone()).or_default();
    if kind.is_empty() {
        of_kind.clone_into(kind);
    }
    if !holds(Rule::ClocksDecideNothing) {
        live.retain(|other| other.at > entry.at);
        if !live.is_empty() {
            return true;
        }
    }
    live.insert(live.partition_point(|other| other.name < entry.name), entry);
    true
}
