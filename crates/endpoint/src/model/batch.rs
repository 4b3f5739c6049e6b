//! One push into one scope, decided: which rows it needs, who may write what, and what `merge`
//! makes of it. Stores load and write around [`Batch::take_in`]; they hold no rule.

use super::Position;
use merge::{
    Adds, Belief, Field, MergeOutcome, MergeState, RecoveryReport, Refusal, accept, apply_reports,
};
use protocol::rule::{Rule, holds};
use protocol::{
    MOST_REPLACED, OpId, Operation, OperationProblem, ReportedOperation, is_field, is_id, root_of,
};
use register::rights::Rights;
use register::role::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Codes of refusals, as in `docs/PROTOCOL.md`.
pub mod refusal {
    pub const MALFORMED: &str = "malformed";
    pub const TOO_LARGE: &str = "tooLarge";
    pub const NO_RIGHT: &str = "noRight";
    pub const KIND_DIFFERS: &str = "kindDiffers";
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
}

/// The rows that a store loaded for a batch. [`Batch::take_in`] reads and changes them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub known: MergeState,
    /// The kind of each touched record that is there.
    pub kinds: BTreeMap<String, String>,
    /// Where the log of each touched field ends.
    pub last: BTreeMap<Field, i64>,
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

impl ChangedRecords {
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
                changed_records
                    .fields
                    .insert((operation.record.clone(), operation.field.clone()));
                changed_records.need_kinds_of(&operation.record);
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
                let field = (reported.record.clone(), reported.field.clone());
                changed_records.fields.insert(field);
                changed_records.need_kinds_of(&reported.record);
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
            recovery,
            ..
        } = loaded;
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
                let code = self.problem(operation, kinds);
                if code.is_none() {
                    kinds
                        .entry(operation.record.clone())
                        .or_insert_with(|| operation.kind.clone());
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
                |reported| self.belief(reported, kinds),
            );
            recovery.room.keep(&mut accepted.reported);
            self.close_gaps(reporter, known);
        }
        accepted
    }

    /// Whoever may write a field may also report what stood there: it is his report. What
    /// others report waits before him.
    fn belief(&self, reported: &RecoveryReport, kinds: &mut BTreeMap<String, String>) -> Belief {
        if kinds
            .get(&reported.record)
            .is_some_and(|kind| *kind != reported.kind)
        {
            return Belief::default();
        }
        let writes = self.may_write(
            &self.rights,
            &reported.record,
            &reported.kind,
            &reported.field,
            kinds,
        );
        if !writes && holds(Rule::ReadersTellingsWait) {
            return Belief {
                adds: Adds::Waits,
                replaces: !holds(Rule::WitnessesNeedARight),
            };
        }
        kinds
            .entry(reported.record.clone())
            .or_insert_with(|| reported.kind.clone());
        Belief {
            adds: Adds::AtOnce,
            replaces: writes || !holds(Rule::WitnessesNeedARight),
        }
    }

    /// Whether the sender may decide on what waits for a field, of a record whose
    /// root is of the kind `above`.
    pub fn may_decide(&self, record: &str, kind: &str, field: &str, above: Option<&str>) -> bool {
        self.rights
            .may_write_at(&self.scope, record, above, kind, field)
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
        record: &str,
        kind: &str,
        field: &str,
        kinds: &BTreeMap<String, String>,
    ) -> bool {
        let above = kinds.get(root_of(record)).map(String::as_str);
        rights.may_write_at(&self.scope, record, above, kind, field)
    }

    fn problem(
        &self,
        operation: &Operation,
        kinds: &BTreeMap<String, String>,
    ) -> Option<&'static str> {
        match operation.check() {
            Err(OperationProblem::TooLarge) => return Some(refusal::TOO_LARGE),
            Err(_) => return Some(refusal::MALFORMED),
            Ok(()) => {}
        }
        // Rights are given by kind: whoever could rename a record's kind could
        // write anything.
        if kinds
            .get(&operation.record)
            .is_some_and(|kind| *kind != operation.kind)
            && holds(Rule::RecordsKeepTheirKind)
        {
            return Some(refusal::KIND_DIFFERS);
        }
        let rights = self.authors.get(&operation.device).unwrap_or(&self.rights);
        let (record, kind) = (&operation.record, &operation.kind);
        let writes = self.may_write(rights, record, kind, &operation.field, kinds);
        if !writes && holds(Rule::WritingNeedsARight) {
            return Some(refusal::NO_RIGHT);
        }
        let is_known = Role::VillageHead.may_write(&operation.kind, &operation.field);
        (!is_known && !holds(Rule::UnknownIsKept)).then_some(refusal::MALFORMED)
    }
}
