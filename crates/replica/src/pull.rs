//! What one scope of a reply does to what the phone keeps, in the transaction of the whole reply
//! (`sync.rs`): states into the base, answers to the overlay, numbers to the devices.
//!
//! An operation of the overlay leaves it, or stays:
//!
//! ```text
//!   waiting ──answered ok──▶ answered ──its field's state has come, or the pull ends──▶ receipts
//!      │                        └── the endpoint was set back: waits again (server_restore.rs)
//!      └──answered with a refusal──▶ refused, with its reason
//! ```
//!
//! - A state replaces what the base had of its field; nothing of it is merged with the overlay here.
//! - Nothing leaves the overlay by a number alone: an answer names the operation (only what the endpoint
//!   could not read is refused by its number).
//! - If the endpoint has a number of this device that this phone never gave, its storage was copied or
//!   rolled back: it goes on under another device id (`forked`).
//! - A receipt is kept until a backup of the endpoint holds it.

use crate::rows::{RefusedOperation, ScopeRow};
use crate::{ApplyError, StoreError, Table, Tx, erasing, keys, relay, reports, rows};
use merge::{Pending, RecordState};
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Devices, FieldState, ScopeReply};
use protocol::{Entry, LARGEST_NUMBER, OpId};
use sorted::{SortedMap, SortedSet};

/// The state of applying one reply: what it changed so far, scope by scope. `sync.rs` makes it and
/// turns it into an [`ApplyOutcome`](crate::ApplyOutcome).
pub(crate) struct Pull<'a> {
    pub now: i64,
    pub devices: Devices,
    pub device: &'a str,
    pub changed_records: SortedSet<(String, String)>,
    pub confirmed: usize,
    pub delivered: usize,
    pub refused: usize,
    pub forked: bool,
    /// The base is still to be reported: it stays as it is.
    pub recovering: bool,
}

/// What came of an answer, or of none.
enum Answered<'r> {
    No,
    Changed,
    /// The code of the reason.
    Refused(&'r str),
}

impl Pull<'_> {
    pub async fn scope(&mut self, tx: &mut impl Tx, reply: ScopeReply) -> Result<(), ApplyError> {
        let ended = !reply.more;
        let scope = reply.scope;
        let at = reply.cursor.split('.').nth(1);
        let at = at.and_then(|at| at.parse().ok()).unwrap_or_default();
        let prefix = keys::within(&scope);
        let refused = tx.range(Table::Refused, &prefix).await?;
        let mut met: SortedMap<String, u64> = SortedMap::new();
        let mut brought: SortedSet<(String, String)> = SortedSet::new();
        let mut erased: SortedSet<String> = SortedSet::new();
        for state in reply.states {
            if state.erased && holds(Rule::ErasedLeavesThePhone) {
                erased.insert(state.record.clone());
            }
            let live = self.live(&state, &mut met)?;
            // Refused once, and brought in by somebody who had pulled it before, or by
            // its author.
            for entry in live.iter().filter(|_| !refused.is_empty()) {
                let key = keys::operation(&scope, &state.record, &state.field, &entry.name);
                if refused.iter().any(|(refused, _)| *refused == key) {
                    tx.delete(Table::Refused, &key)?;
                }
            }
            let field = (state.record.clone(), state.field.clone());
            self.put_state(tx, &scope, state, live, at).await?;
            brought.insert(field);
        }
        if !erased.is_empty() {
            erasing::drop_erased(tx, &scope, &erased).await?;
        }
        let mut highest_own = met.get(self.device).copied().unwrap_or_default();
        note_met(tx, &scope, &met).await?;
        let seen = self.note_seen(tx, &scope, &reply.seen, ended)?;
        highest_own = highest_own.max(seen.unwrap_or_default());
        if ended {
            self.end(tx, &scope).await?;
        }
        let mut answers = self.answers(&reply.answers)?;
        if !holds(Rule::SeenDropsNothing) {
            answers.extend((1..=seen.unwrap_or_default()).map(|number| {
                let (device, hash) = (self.device.to_owned(), String::new());
                let name = OpId {
                    device,
                    number,
                    hash,
                };
                (name, wire::OK.to_owned())
            }));
        }
        self.overlay(tx, &scope, &answers, &brought, ended).await?;
        self.own_number(tx, &scope, highest_own).await?;
        if let Some(reported) = reply.told {
            reports::note(tx, &scope, reported, &self.devices)?;
        }
        for (place, number) in reply.kept.iter() {
            let device = self.devices.id(*place)?.to_owned();
            forget_receipts(tx, &scope, &device, *number).await?;
        }
        Ok(())
    }

    /// The live set that a state brings, and the highest number of each device that it proves.
    fn live(
        &self,
        state: &FieldState,
        met: &mut SortedMap<String, u64>,
    ) -> Result<Vec<Entry>, ApplyError> {
        let mut live = Vec::with_capacity(state.live.len());
        for (place, entry) in state.live.iter().enumerate() {
            let mut entry = self.devices.unpack_entry(entry.clone())?;
            if let Some(reporter) = state.told.get(&place) {
                entry.reported_by = Some(self.devices.id(*reporter)?.to_owned());
            }
            live.push(entry);
        }
        // What is only reported proves nothing of its author.
        let arrived = live
            .iter()
            .filter(|entry| entry.reported_by.is_none() || !holds(Rule::ToldNumbersForkNobody));
        for OpId { device, number, .. } in arrived.map(|entry| &entry.name) {
            let highest = met.get(device).copied().unwrap_or_default();
            met.insert(device.clone(), highest.max(*number));
        }
        Ok(live)
    }

    async fn put_state(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        state: FieldState,
        live: Vec<Entry>,
        at: u64,
    ) -> Result<(), StoreError> {
        let key = keys::record(scope, &state.record);
        let mut row: RecordState = rows::get(tx, Table::Base, &key).await?.unwrap_or_default();
        (row.kind, row.at) = (state.kind, at);
        if let Some(reported) = row.reported.get_mut(&state.field) {
            reported.retain(|entry| live.iter().all(|other| other.name != entry.name));
        }
        row.reported.retain(|_, reported| !reported.is_empty());
        row.fields.insert(state.field, live);
        rows::put(tx, Table::Base, &key, &row)?;
        self.touch(scope, &state.record);
        Ok(())
    }

    /// Notes what the endpoint has of each device; of this phone's own, up to which number.
    fn note_seen(
        &self,
        tx: &mut impl Tx,
        scope: &str,
        seen: &SortedMap<usize, u64>,
        ended: bool,
    ) -> Result<Option<u64>, ApplyError> {
        let mut own = None;
        for (place, number) in seen.iter() {
            let device = self.devices.id(*place)?;
            if *number > LARGEST_NUMBER {
                return Err(wire::UnknownDevice.into());
            }
            // It may speak of more than the pages until now have brought.
            if ended || holds(Rule::AllPagesArePulled) {
                rows::put(tx, Table::Meta, &keys::heard(scope, device), number)?;
            }
            if device == self.device {
                own = Some(*number);
            }
        }
        Ok(own)
    }

    /// The pull has ended.
    async fn end(&mut self, tx: &mut impl Tx, scope: &str) -> Result<(), StoreError> {
        note_pulled(tx, scope).await?;
        // What was refused while the base was reported, and was not believed.
        let prefix = keys::within(scope);
        let refused: Vec<(String, RefusedOperation)> =
            rows::range(tx, Table::Refused, &prefix).await?;
        for (_, refused) in refused {
            if refused.pending.relayed.is_none() {
                leave_refused(tx, scope, &refused.pending).await?;
                self.touch(scope, &refused.pending.operation.record);
            }
        }
        Ok(())
    }

    pub(crate) fn touch(&mut self, scope: &str, record: &str) {
        self.changed_records
            .insert((scope.to_owned(), protocol::root_of(record).to_owned()));
    }

    /// Answers by name. One that the endpoint could not read is answered by
    /// its number alone, with an empty hash here.
    pub(crate) fn answers(
        &self,
        answers: &SortedMap<String, String>,
    ) -> Result<SortedMap<OpId, String>, ApplyError> {
        let mut by_name = SortedMap::new();
        for (short, answer) in answers.iter() {
            let name = match short.split('.').collect::<Vec<_>>().as_slice() {
                [place, number] => OpId {
                    device: self
                        .devices
                        .id(place.parse().map_err(|_| wire::UnknownDevice)?)?
                        .to_owned(),
                    number: number.parse().map_err(|_| wire::UnknownDevice)?,
                    hash: String::new(),
                },
                _ => self.devices.lengthen(short)?,
            };
            by_name.insert(name, answer.clone());
        }
        Ok(by_name)
    }

    async fn overlay(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        answers: &SortedMap<OpId, String>,
        brought: &SortedSet<(String, String)>,
        ended: bool,
    ) -> Result<(), ApplyError> {
        let prefix = keys::within(scope);
        let mut overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
        let mut entered: SortedSet<OpId> = SortedSet::new();
        let mut changed: SortedSet<usize> = SortedSet::new();
        for (place, (key, pending)) in overlay.iter_mut().enumerate() {
            let unnamed = OpId {
                hash: String::new(),
                ..pending.name.clone()
            };
            let answer = answers.get(&pending.name).or_else(|| answers.get(&unnamed));
            let operation = &pending.operation;
            let is_brought = brought.contains(&(operation.record.clone(), operation.field.clone()));
            match self.answer(tx, scope, pending, answer).await? {
                Answered::Changed => drop(changed.insert(place)),
                Answered::Refused(code) => {
                    self.refuse(tx, scope, (key, pending), code, is_brought)
                        .await?;
                    continue;
                }
                Answered::No => {}
            }
            let stands = ended || is_brought;
            if pending.answered && (stands || !holds(Rule::AnswersAloneDropNothing)) {
                changed.remove(&place);
                entered.extend(pending.operation.predecessors.iter().cloned());
                self.confirm(tx, scope, key, pending)?;
            }
        }
        for (place, (key, pending)) in overlay.iter_mut().enumerate() {
            // What it replaced and is not answered yet is sent, no longer shown.
            if entered.contains(&pending.name) && !pending.hidden && holds(Rule::EnteredHides) {
                pending.hidden = true;
                if tx.get(Table::Overlay, key).await?.is_some() {
                    changed.insert(place);
                }
            }
            if changed.contains(&place) {
                rows::put(tx, Table::Overlay, key, pending)?;
                self.touch(scope, &pending.operation.record);
            }
        }
        // Handed over once more, what was turned away is not shown again either.
        let refused: Vec<(String, RefusedOperation)> =
            rows::range(tx, Table::Refused, &prefix).await?;
        for (key, mut refused) in refused {
            if entered.contains(&refused.pending.name) && !refused.pending.hidden {
                refused.pending.hidden = true;
                rows::put(tx, Table::Refused, &key, &refused)?;
            }
        }
        Ok(())
    }

    /// What an answer makes of an operation that waits.
    async fn answer<'r>(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        pending: &mut Pending,
        answer: Option<&'r String>,
    ) -> Result<Answered<'r>, StoreError> {
        match answer.map(String::as_str) {
            Some(wire::OK) => pending.answered = true,
            Some(wire::FORKED) => {
                pending.answered = true;
                self.forked |= pending.name.device == self.device;
                if !holds(Rule::NothingIsReissued) {
                    pending.operation.device.push('2');
                    pending.name = pending.operation.name(scope);
                    pending.answered = false;
                }
            }
            Some(wire::HELD) if holds(Rule::HeldIsKept) => {
                relay::hold(tx, pending, self.now).await?;
            }
            Some(code) => return Ok(Answered::Refused(code)),
            None if !holds(Rule::NothingIsSentInAdvance) => pending.answered = true,
            None => return Ok(Answered::No),
        }
        Ok(Answered::Changed)
    }

    async fn refuse(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        (key, pending): (&str, &Pending),
        code: &str,
        is_brought: bool,
    ) -> Result<(), StoreError> {
        let refused = RefusedOperation {
            scope: scope.to_owned(),
            pending: pending.clone(),
            code: code.to_owned(),
            at: self.now,
        };
        let is_erased = code == erasing::CODE && holds(Rule::ErasedLeavesThePhone);
        if holds(Rule::RefusedIsKept) && !is_erased {
            rows::put(tx, Table::Refused, key, &refused)?;
        }
        tx.delete(Table::Overlay, key)?;
        if pending.relayed.is_none() && holds(Rule::RefusedHasNoReceipt) {
            tx.delete(Table::Receipts, &keys::receipt_key(scope, &pending.name))?;
        }
        let stays = self.recovering && holds(Rule::AnsweredIsTold);
        if pending.relayed.is_none() && !is_brought && !stays {
            leave_refused(tx, scope, pending).await?;
        }
        self.refused += 1;
        self.touch(scope, &pending.operation.record);
        Ok(())
    }

    /// It is in the base now, and waits no more.
    fn confirm(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        key: &str,
        pending: &Pending,
    ) -> Result<(), StoreError> {
        tx.delete(Table::Overlay, key)?;
        let own = pending.relayed.is_none() && pending.name.device == self.device;
        if own && holds(Rule::ReceiptsAreKept) {
            let receipt = keys::receipt_key(scope, &pending.name);
            rows::put(tx, Table::Receipts, &receipt, &pending.operation)?;
        }
        match pending.relayed {
            Some(_) => self.delivered += 1,
            None => self.confirmed += 1,
        }
        self.touch(scope, &pending.operation.record);
        Ok(())
    }

    /// A number of this device that it never gave means that its storage was
    /// copied or rolled back: it goes on under another id.
    async fn own_number(
        &mut self,
        tx: &mut impl Tx,
        scope: &str,
        highest: u64,
    ) -> Result<(), StoreError> {
        let key = keys::next_number(self.device, scope);
        let next: u64 = rows::get(tx, Table::Meta, &key).await?.unwrap_or(1);
        if highest >= next && holds(Rule::UnknownNumbersChangeTheDevice) {
            rows::put(tx, Table::Meta, &key, &(highest + 1))?;
            self.forked = true;
        }
        Ok(())
    }
}

/// What a pull's pages have said of numbers is in the base when it ends.
async fn note_pulled(tx: &mut impl Tx, scope: &str) -> Result<(), StoreError> {
    let prefix = keys::heard(scope, "");
    let heard: Vec<(String, u64)> = rows::range(tx, Table::Meta, &prefix).await?;
    for (key, number) in heard {
        let pulled = keys::pulled(scope, &key[prefix.len()..]);
        rows::put(tx, Table::Meta, &pulled, &number)?;
        tx.delete(Table::Meta, &key)?;
    }
    Ok(())
}

async fn note_met(
    tx: &mut impl Tx,
    scope: &str,
    met: &SortedMap<String, u64>,
) -> Result<(), StoreError> {
    for (device, number) in met.iter() {
        let key = keys::met(scope, device);
        let before: Option<u64> = rows::get(tx, Table::Meta, &key).await?;
        if before < Some(*number) {
            rows::put(tx, Table::Meta, &key, number)?;
        }
    }
    Ok(())
}

/// What is refused is not in the register, though an endpoint that was set back
/// since may have said that it was. What is reported of it stands all the same.
async fn leave_refused(tx: &mut impl Tx, scope: &str, refused: &Pending) -> Result<(), StoreError> {
    let place = (&refused.operation.record[..], &refused.operation.field[..]);
    let leaves = |entry: &Entry| entry.name == refused.name && entry.reported_by.is_none();
    rows::leave_base(tx, scope, place, leaves).await
}

async fn forget_receipts(
    tx: &mut impl Tx,
    scope: &str,
    device: &str,
    kept: u64,
) -> Result<(), StoreError> {
    let prefix = format!("{scope}|{device}|");
    let last = format!("{prefix}{kept:012}|~");
    for (key, _) in tx.range(Table::Receipts, &prefix).await? {
        if key <= last {
            tx.delete(Table::Receipts, &key)?;
        }
    }
    Ok(())
}

impl Pull<'_> {
    /// A scope that the person may not read: nothing of it will come, so that what
    /// is relayed there goes by its answer alone; unless some of it came once, and
    /// what it replaced is here.
    pub async fn answered_only(
        &mut self,
        tx: &mut impl Tx,
        reply: ScopeReply,
    ) -> Result<(), ApplyError> {
        let answers = self.answers(&reply.answers)?;
        let row: Option<ScopeRow> = rows::get(tx, Table::Meta, &keys::scope(&reply.scope)).await?;
        let was_read = row.is_some_and(|row| !row.cursor.is_empty());
        let prefix = keys::within(&reply.scope);
        let overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
        for (key, mut pending) in overlay {
            let Some(answer) = answers.get(&pending.name) else {
                continue;
            };
            if pending.relayed.is_none() {
                continue;
            }
            self.touch(&reply.scope, &pending.operation.record);
            match answer.as_str() {
                wire::HELD => {
                    relay::hold(tx, &mut pending, self.now).await?;
                    rows::put(tx, Table::Overlay, &key, &pending)?;
                    continue;
                }
                wire::OK | wire::FORKED if was_read && holds(Rule::DeliveredStaysUntilPulled) => {
                    pending.answered = true;
                    rows::put(tx, Table::Overlay, &key, &pending)?;
                    continue;
                }
                wire::OK | wire::FORKED => self.delivered += 1,
                code => {
                    let refused = RefusedOperation {
                        scope: reply.scope.clone(),
                        pending,
                        code: code.to_owned(),
                        at: self.now,
                    };
                    rows::put(tx, Table::Refused, &key, &refused)?;
                    self.refused += 1;
                }
            }
            tx.delete(Table::Overlay, &key)?;
        }
        Ok(())
    }
}
