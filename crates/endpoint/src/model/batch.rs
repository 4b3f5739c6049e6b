//! One push into one scope, decided: which rows it needs, who may write what, and what `merge`
//! makes of it. Stores load and write around [`Batch::take_in`]; they hold no rule.

use super::{Position, WriteTarget, with_those_above};
use merge::{
    Adds, Belief, Field, MergeOutcome, MergeState, RecoveryReport, Refusal, accept, apply_reports,
};
use protocol::rule::{Rule, holds};
use protocol::{
    DELETION, MOST_REPLACED, OpId, Operation, OperationProblem, ReportedOperation, is_field, is_id,
    root_of,
};
use register::rights::Rights;
use register::role::Role;
use register::{kind, set_once};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Codes of refusals, as in `docs/PROTOCOL.md`.
pub mod refusal {
    pub const MALFORMED: &str = "malformed";
    pub const TOO_LARGE: &str = "tooLarge";
    pub const NO_RIGHT: &str = "noRight";
    pub const KIND_DIFFERS: &str = "kindDiffers";
    pub const ERASED: &str = "erased";
    // These leave no trace: the number is its owner's to use.
    pub const NOT_YOUR_DEVICE: &str = "notYourDevice";
    pub const BAD_SIGNATURE: &str = "badSignature";
    pub const REVOKED: &str = "revoked";
    pub const SCOPE_LOST: &str = "scopeLost";
}

/// The most of what one person reports who may not write it that waits at a time. What is
/// decided on stays noted and counts no more: somebody looked at each.
const MOST_REPORTS: usize = 10_000;
const MOST_REPORT_BYTES: usize = 16 * 1024 * 1024;

/// The operations of one scope of a request, on their way into a store.
#[derive(Clone, Debug)]
pub struct Batch {
    pub scope: String,
    pub operations: Vec<Operation>,
    /// Those among the operations that had entered and were replaced since, as
    /// their author says.
    pub gone: BTreeSet<OpId>,
    pub recovering: Option<RecoveringPhone>,
    /// The ids of what waits that the sender has decided on.
    pub decided: Vec<String>,
    pub rights: Arc<Rights>,
    /// By device the rights of others, whose operations the sender only brings.
    pub authors: BTreeMap<String, Arc<Rights>>,
    /// The endpoint's clock, in milliseconds since 1970.
    pub received: i64,
    /// The mark of the transaction that takes it in.
    pub mark: String,
    /// The epoch that the answer will be told to be of; another one fails.
    pub epoch: String,
}

/// The report of one phone on one scope after a restore: the live sets that it had pulled, and how
/// far it had pulled. Part of a [`Batch`].
#[derive(Clone, Debug)]
pub struct RecoveringPhone {
    pub reports: Vec<RecoveryReport>,
    /// Where it had pulled to; nothing if it had not come to an end.
    pub pulled_to: Option<Position>,
    /// Up to which number it had pulled each device's operations.
    pub pulled: BTreeMap<String, u64>,
    /// The device that it writes under now.
    pub device: String,
}

/// The rows that a batch touches, by key. A store loads them before the batch is taken in.
#[derive(Clone, Debug, Default)]
pub struct ChangedRecords {
    /// `(record, field)`
    pub fields: BTreeSet<(String, String)>,
    pub records: BTreeSet<String>,
    /// Arriving and replaced names.
    pub names: BTreeSet<OpId>,
    pub devices: BTreeSet<String>,
    /// Records that somebody would delete.
    pub deleted: BTreeSet<String>,
}

/// The rows that a store loaded for a batch. [`Batch::take_in`] reads and changes them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub known: MergeState,
    /// The kind of each touched record that is there.
    pub kinds: BTreeMap<String, String>,
    /// The erased ones among the touched records and those above them.
    pub erased: BTreeSet<String>,
    /// Where the log of each touched field ends.
    pub last: BTreeMap<Field, i64>,
    /// Those among the records that somebody would delete that have a step.
    pub reviewed: BTreeSet<String>,
    /// Nothing if there is no reporter, or none that is needed.
    pub recovery: Option<RecoveryContext>,
}

/// The store's own knowledge for judging a [`RecoveringPhone`]: what the backup held of what the
/// phone had pulled, and how much more may wait.
#[derive(Clone, Debug, Default)]
pub struct RecoveryContext {
    /// What of the live sets spoken of the backup held, if the reporter had
    /// pulled all that it held.
    pub pulled: BTreeSet<OpId>,
    /// How much more of this person may wait.
    pub room: ReportAllowance,
}

/// The room for reports of one person that wait to be decided on: how many, and how many bytes of
/// values.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportAllowance {
    pub reports: usize,
    pub bytes: usize,
}

impl ReportAllowance {
    /// What is left beside so much that waits.
    pub fn beside(reports: usize, bytes: usize) -> Self {
        Self {
            reports: MOST_REPORTS.saturating_sub(reports),
            bytes: MOST_REPORT_BYTES.saturating_sub(bytes),
        }
    }

    /// Keeps as many as fit.
    fn keep(mut self, reported: &mut Vec<ReportedOperation>) {
        reported.retain(|report| {
            let size = report.entry.value.to_string().len();
            let fits = self.reports > 0 && size <= self.bytes;
            if fits {
                self.reports -= 1;
                self.bytes -= size;
            }
            fits
        });
    }
}

/// What a batch finds of the records that it speaks of, and what it makes of them itself.
struct Records<'l> {
    kinds: &'l mut BTreeMap<String, String>,
    reviewed: &'l mut BTreeSet<String>,
    erased: &'l BTreeSet<String>,
}

impl Records<'_> {
    /// Something of this record stands there from now on.
    fn note(&mut self, record: &str, of_kind: &str) {
        if kind::step(of_kind).is_some() {
            self.reviewed.insert(root_of(record).to_owned());
        }
        let kind = self.kinds.entry(record.to_owned());
        kind.or_insert_with(|| of_kind.to_owned());
    }

    fn is_of_another_kind(&self, record: &str, of_kind: &str) -> bool {
        let known = self.kinds.get(record);
        known.is_some_and(|known| known != of_kind)
    }

    /// Whether the record was erased, or one above it.
    fn has_erased(&self, record: &str) -> bool {
        !self.erased.is_empty()
            && with_those_above(record).any(|record| self.erased.contains(record))
    }
}

impl ChangedRecords {
    /// A field of a record is written to.
    fn need_field(&mut self, record: &str, field: &str) {
        self.fields.insert((record.to_owned(), field.to_owned()));
        self.need_kinds_of(record);
        if field == DELETION && root_of(record) == record {
            self.deleted.insert(record.to_owned());
        }
    }

    /// The record's own, and of a line its record's.
    fn need_kinds_of(&mut self, record: &str) {
        self.records.insert(root_of(record).to_owned());
        self.records.insert(record.to_owned());
    }
}

impl Batch {
    pub fn changed_records(&self) -> ChangedRecords {
        let mut changed_records = ChangedRecords::default();
        for operation in &self.operations {
            // What is malformed touches nothing, and no store need know how to
            // write it down.
            if is_id(&operation.record) && is_field(&operation.field) {
                changed_records.need_field(&operation.record, &operation.field);
            }
            changed_records.names.insert(operation.name(&self.scope));
            if operation.predecessors.len() <= MOST_REPLACED {
                changed_records
                    .names
                    .extend(operation.predecessors.iter().cloned());
            }
            changed_records.devices.insert(operation.device.clone());
        }
        if let Some(reporter) = &self.recovering {
            changed_records.devices.insert(reporter.device.clone());
            for reported in &reporter.reports {
                changed_records.need_field(&reported.record, &reported.field);
                for entry in &reported.live {
                    changed_records.names.insert(entry.name.clone());
                    changed_records.devices.insert(entry.name.device.clone());
                }
            }
        }
        changed_records
    }

    /// How many numbers it takes at the most.
    pub fn numbers(&self) -> usize {
        let reported = self.recovering.as_ref();
        let reported = reported.map_or(0, |reporter| reporter.reports.len());
        self.operations.len() + reported + self.decided.len()
    }

    /// Decides by the rules of `merge` and the rights of the sender. The store
    /// writes what changed in `loaded` and what is new in the result.
    pub fn take_in(&self, loaded: &mut Loaded) -> MergeOutcome {
        let Loaded {
            known,
            kinds,
            reviewed,
            recovery,
            erased,
            ..
        } = loaded;
        let mut records = Records {
            kinds,
            reviewed,
            erased,
        };
        // Names are dear, and hardly ever is anything gone.
        let operations = self.operations.iter().filter(|_| !self.gone.is_empty());
        for operation in operations {
            let name = operation.name(&self.scope);
            if self.gone.contains(&name) && !known.names.contains_key(&name) {
                let field = (operation.record.clone(), operation.field.clone());
                known.tombstones.insert((field, name));
            }
        }
        let mut accepted = accept(
            &self.scope,
            &self.operations,
            self.received,
            known,
            |operation| {
                let code = self.problem(operation, &records);
                if code.is_none() {
                    records.note(&operation.record, &operation.kind);
                }
                code.map(|code| Refusal(code.to_owned()))
            },
        );
        if let (Some(reporter), Some(recovery)) = (&self.recovering, recovery) {
            apply_reports(
                &reporter.reports,
                &reporter.device,
                &recovery.pulled,
                known,
                &mut accepted,
                |reported| match records.has_erased(&reported.record) {
                    true if holds(Rule::ErasedIsNotTold) => Belief::default(),
                    _ => self.belief(reported, &mut records),
                },
            );
            recovery.room.keep(&mut accepted.reported);
            self.close_gaps(reporter, known);
        }
        accepted
    }

    /// Whoever may write a field may also report what stood there: it is his report. What
    /// others report waits before him.
    fn belief(&self, reported: &RecoveryReport, records: &mut Records<'_>) -> Belief {
        let RecoveryReport {
            record,
            kind,
            field,
            live,
        } = reported;
        if records.is_of_another_kind(record, kind) {
            return Belief::default();
        }
        let stays = set_once::stays(kind, field);
        let is_malformed =
            |value| set_once::is_malformed_value(&self.scope, record, (kind, field), value);
        let told = || live.iter().map(|entry| &entry.value);
        if told().any(is_malformed) || stays && live.is_empty() {
            return Belief::default();
        }
        let nothing = [Value::Null];
        let mut values = told().chain(nothing.iter().filter(|_| live.is_empty()));
        let writes =
            values.all(|value| self.may_write(&self.rights, (record, kind, field), value, records));
        if !writes && holds(Rule::ReadersTellingsWait) {
            return Belief {
                adds: Adds::Waits,
                replaces: !holds(Rule::WitnessesNeedARight),
            };
        }
        records.note(record, kind);
        Belief {
            adds: Adds::AtOnce,
            replaces: !stays && (writes || !holds(Rule::WitnessesNeedARight)),
        }
    }

    /// What a phone had refused, or has replaced since, it does not send again:
    /// its numbers up to the highest that came count as arrived.
    fn close_gaps(&self, reporter: &RecoveringPhone, known: &mut MergeState) {
        let authors = self.operations.iter().map(|operation| &operation.device);
        // What others have not sent yet may still come.
        let own = authors.filter(|device| !self.authors.contains_key(*device));
        for device in own.chain([&reporter.device]) {
            if let Some(vector) = known.vectors.get_mut(device)
                && holds(Rule::GapsAreClosed)
            {
                vector.contiguous = vector.highest();
                vector.ahead.clear();
            }
        }
    }

    fn may_write(
        &self,
        rights: &Rights,
        (record, kind, field): (&str, &str, &str),
        value: &Value,
        records: &Records<'_>,
    ) -> bool {
        let target = WriteTarget {
            scope: &self.scope,
            record,
            above: records.kinds.get(root_of(record)).map(String::as_str),
            is_reviewed: records.reviewed.contains(record),
            kind,
            field,
        };
        target.is_writable(rights, value)
    }

    fn problem(&self, operation: &Operation, records: &Records<'_>) -> Option<&'static str> {
        match operation.check() {
            Err(OperationProblem::TooLarge) => return Some(refusal::TOO_LARGE),
            Err(_) => return Some(refusal::MALFORMED),
            Ok(()) if set_once::is_malformed(&self.scope, operation) => {
                return Some(refusal::MALFORMED);
            }
            Ok(()) => {}
        }
        if records.has_erased(&operation.record) && holds(Rule::ErasedStaysErased) {
            return Some(refusal::ERASED);
        }
        let (record, kind) = (&operation.record, &operation.kind);
        // Rights are given by kind: whoever could rename a record's kind could
        // write anything.
        if records.is_of_another_kind(record, kind) && holds(Rule::RecordsKeepTheirKind) {
            return Some(refusal::KIND_DIFFERS);
        }
        let rights = self.authors.get(&operation.device).unwrap_or(&self.rights);
        let place = (record.as_str(), kind.as_str(), operation.field.as_str());
        let writes = self.may_write(rights, place, &operation.value, records);
        if !writes && holds(Rule::WritingNeedsARight) {
            return Some(refusal::NO_RIGHT);
        }
        let is_known = Role::VillageHead.may_write(&operation.kind, &operation.field);
        (!is_known && !holds(Rule::UnknownIsKept)).then_some(refusal::MALFORMED)
    }
}
