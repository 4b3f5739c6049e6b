//! What phones say of the register after the endpoint was set back to an earlier state.
//!
//! A phone had pulled live sets that the endpoint may have no more. It reports them field by
//! field, and the endpoint asks for each what of it is believed:
//!
//! - **adds**: an entry that the endpoint does not know joins at once, if the person could as well have
//!   written it; waits before somebody who may; or is passed over.
//! - **replaces**: what the backup held, and the phone had pulled and states no more, was replaced since.
//!
//! - What is reported has not *arrived*: no name becomes known and no number is taken by it. The author's own
//!   operation takes its place when it comes.
//! - Nothing is removed that the phone cannot have seen (`pulled`).
//! - Reported twice, by one or by several, is reported once.

use crate::{Field, LogNote, LogReason, MergeOutcome, MergeState};
use protocol::rule::{Rule, holds};
use protocol::{Entry, OpId, ReportedOperation};
use std::collections::BTreeSet;

/// The live set of one field as a phone had pulled it before the endpoint was
/// set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryReport {
    pub record: String,
    pub kind: String,
    pub field: String,
    pub live: Vec<Entry>,
}

/// The way of an entry that a reporter states and the endpoint does not know. The endpoint chooses
/// it by the reporter's rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adds {
    #[default]
    Nothing,
    /// It waits before whoever may write the field.
    Waits,
    /// It joins, for the reporter could as well have written it.
    AtOnce,
}

/// The part of a recovery report that the endpoint believes, field by field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Belief {
    pub adds: Adds,
    /// What the reporter had pulled and states no more was replaced.
    pub replaces: bool,
}

/// Takes in what a phone had pulled before the endpoint was set back, as what its
/// person reports: `reporter` is the phone's device. It may add what the endpoint does
/// not know or has refused since; it may mark as replaced only `pulled`: names
/// that the backup held *and* that the reporter had pulled, all of them.
///
/// What is reported has not arrived: no name becomes known by it and no number is
/// taken, for a recovery report proves nothing of its author. The operations themselves,
/// with what they replace, are their authors' to push again ([`crate::accept()`]),
/// and take the place of what was reported. [`MergeState`] must hold what it would for
/// arriving operations of those names, and the names of the fields' live sets.
pub fn apply_reports(
    reports: &[RecoveryReport],
    reporter: &str,
    pulled: &BTreeSet<OpId>,
    known: &mut MergeState,
    out: &mut MergeOutcome,
    mut believe: impl FnMut(&RecoveryReport) -> Belief,
) {
    for (place, report) in reports.iter().enumerate() {
        let belief = believe(report);
        let field: Field = (report.record.clone(), report.field.clone());
        let mut changed = false;
        if belief.replaces
            && holds(Rule::TestimonyReplaces)
            && let Some((_, live)) = known.fields.get_mut(&field)
        {
            let before = live.len();
            let stated = |name: &OpId| report.live.iter().any(|entry| entry.name == *name);
            let is_replaced = |name: &OpId| !stated(name) && pulled.contains(name);
            let left = live.iter().filter(|entry| is_replaced(&entry.name));
            let dropped = left.map(|entry| LogNote::Report {
                place,
                entry: Entry {
                    reported_by: Some(reporter.to_owned()),
                    ..entry.clone()
                },
                reason: LogReason::Dropped,
            });
            if holds(Rule::TestimonyIsLogged) {
                out.logged.extend(dropped);
            }
            live.retain(|entry| !is_replaced(&entry.name));
            changed = live.len() != before;
        }
        let adds = belief.adds != Adds::Nothing && holds(Rule::TestimonyAdds);
        for entry in report.live.iter().filter(|_| adds) {
            if !is_news(entry, &field, known) {
                continue;
            }
            let entry = Entry {
                reported_by: Some(reporter.to_owned()),
                ..entry.clone()
            };
            if belief.adds == Adds::Waits {
                out.reported.push(ReportedOperation {
                    record: report.record.clone(),
                    kind: report.kind.clone(),
                    field: report.field.clone(),
                    entry,
                });
                continue;
            }
            if !holds(Rule::ToldHasNotArrived) {
                let OpId { device, number, .. } = &entry.name;
                known
                    .vectors
                    .entry(device.clone())
                    .or_default()
                    .note(*number);
                known.names.insert(entry.name.clone(), None);
                out.new_names.push(entry.name.clone());
            }
            let (kind, live) = known.fields.entry(field.clone()).or_default();
            if kind.is_empty() {
                report.kind.clone_into(kind);
            }
            if holds(Rule::TestimonyIsLogged) {
                out.logged.push(LogNote::Report {
                    place,
                    entry: entry.clone(),
                    reason: LogReason::Told,
                });
            }
            live.insert(live.partition_point(|other| other.name < entry.name), entry);
            changed = true;
        }
        if changed {
            out.changed.insert(field);
        }
    }
}

/// Whether the endpoint does not know of it: it has not arrived, nothing that came
/// first has replaced it, and nobody has reported the same.
fn is_news(entry: &Entry, field: &Field, known: &MergeState) -> bool {
    let name = &entry.name;
    match known.names.get(name) {
        Some(None) => return false,
        // It had entered, and its author lost the right before it came again.
        Some(Some(_)) if !holds(Rule::RefusedMayBeTold) => return false,
        Some(Some(_)) | None => {}
    }
    let live = known.fields.get(field).map_or(&[][..], |(_, live)| live);
    let is_dead = known.tombstones.contains(&(field.clone(), name.clone()));
    !is_dead && !live.iter().any(|other| other.says_as(entry))
}
