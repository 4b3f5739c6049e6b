use crate::request::Outgoing;
use crate::rows::{Author, Refused, ScopeRow};
use crate::{
    About, Mode, Replica, Store, StoreError, Summary, Table, Tx, keys, read, rows, set_back,
};
use merge::wire::{self, Devices, Reply, ScopeReply};
use merge::{Name, Pending, Row};
use std::collections::{BTreeMap, BTreeSet};

/// A reply cannot be applied. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncProblem {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the reply names a device that it does not explain")]
    Reply(#[from] wire::UnknownDevice),
}

/// What a reply has changed.
#[derive(Clone, Debug)]
pub struct Applied<A> {
    pub summaries: Vec<Summary<A>>,
    /// How many of this phone's operations the endpoint confirmed.
    pub confirmed: usize,
    pub refused: usize,
    /// There is more to ask or to say at once.
    pub again: bool,
    /// Scopes that the person may not read any more, since this reply.
    pub lost: Vec<String>,
}

impl<S: Store, A: About> Replica<S, A> {
    /// Applies a reply in one transaction. `fresh_device` is the id to go on
    /// with if it turns out that this phone's storage was copied or rolled back.
    ///
    /// # Errors
    /// If the store fails or the reply makes no sense; nothing is applied then.
    pub async fn apply(
        &self,
        outgoing: &Outgoing,
        reply: Reply,
        fresh_device: &str,
    ) -> Result<Applied<A>, SyncProblem> {
        let tables = [
            Table::Meta,
            Table::Base,
            Table::Overlay,
            Table::Refused,
            Table::Receipts,
            Table::Summary,
        ];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let device = read::own_device(&tx).await?;
        let mut pull = Pull {
            now: reply.now,
            devices: Devices::new(reply.devices.iter().map(|device| device.id.clone())),
            device: &device,
            touched: BTreeSet::new(),
            confirmed: 0,
            refused: 0,
            forked: false,
            again: false,
        };
        // A scope that the endpoint cannot serve must not be asked for ever. Of
        // those that are only asked whether they are there again, nothing is
        // expected.
        let mut progress = true;
        for scope in &outgoing.request.scopes {
            progress &= scope_row(&tx, &scope.scope).await?.lost;
        }
        let mut again = false;
        let epoch: Option<String> = rows::get(&tx, Table::Meta, keys::EPOCH).await?;
        let turned = epoch.is_some_and(|epoch| epoch != reply.epoch);
        if turned {
            set_back::tell_anew(&mut tx, &mut pull.touched).await?;
        }
        for mut scope in reply.scopes {
            let Some(asked) = outgoing.cursors.get(&scope.scope) else {
                continue;
            };
            let row = scope_row(&tx, &scope.scope).await?;
            // Another tab was quicker, or this is a late answer.
            if row.cursor != *asked || outgoing.request.device != device {
                (again, progress) = (true, true);
                continue;
            }
            // What waits for one that was lost was not sent with the question.
            again |= scope.more || row.lost;
            progress = true;
            let told = outgoing.told.get(&scope.scope);
            let is_set_back = scope.reset || turned && row.telling.is_some();
            let row = if is_set_back || told.is_some() {
                // What stands here is told before it is replaced.
                scope.states.clear();
                scope.more = true;
                again = true;
                ScopeRow {
                    behind: true,
                    lost: false,
                    held: if is_set_back {
                        scope.held.filter(|_| !row.mixed)
                    } else {
                        row.held
                    },
                    telling: told
                        .filter(|_| !is_set_back)
                        .cloned()
                        .or(Some(String::new())),
                    ..row
                }
            } else {
                ScopeRow {
                    cursor: scope.cursor.clone(),
                    behind: scope.more,
                    mixed: scope.more && (row.mixed || row.telling.is_some()),
                    ..ScopeRow::default()
                }
            };
            rows::put(&mut tx, Table::Meta, &keys::scope(&scope.scope), &row).await?;
            if is_set_back {
                set_back::push_again(&mut tx, &scope.scope, &mut pull.touched).await?;
            }
            pull.scope(&mut tx, scope).await?;
        }
        for device in &reply.devices {
            let Some(person) = device.person.and_then(|place| reply.people.get(place)) else {
                continue;
            };
            let author = Author {
                person: person.id.clone(),
                name: person.name.clone(),
            };
            rows::put(&mut tx, Table::Meta, &keys::author(&device.id), &author).await?;
        }
        rows::put(&mut tx, Table::Meta, keys::EPOCH, &reply.epoch).await?;
        if let Some(heads) = &reply.heads {
            again |= note_heads(&mut tx, heads).await?;
        }
        let mut lost = Vec::new();
        for scope in reply.lost {
            let row = scope_row(&tx, &scope).await?;
            if !row.lost {
                // One that was set back may not know of the right yet: everything
                // stays as it is, and it is asked again.
                let doubted = !row.cursor.is_empty() && !row.cursor.starts_with(&reply.epoch);
                // The cursor stays: without it a late reply to the very first
                // request would look like news.
                let row = ScopeRow {
                    lost: !doubted,
                    behind: doubted,
                    ..row
                };
                rows::put(&mut tx, Table::Meta, &keys::scope(&scope), &row).await?;
                if !doubted {
                    lost.push(scope);
                }
            }
        }
        progress |= !lost.is_empty();
        if pull.forked {
            rows::put(&mut tx, Table::Meta, keys::DEVICE, &fresh_device).await?;
        }
        let Pull {
            touched,
            confirmed,
            refused,
            again: said_again,
            ..
        } = pull;
        again |= outgoing.left_out || said_again;
        let summaries = self.summarise(&mut tx, touched).await?;
        tx.commit().await?;
        let again = again && progress;
        Ok(Applied {
            summaries,
            confirmed,
            refused,
            again,
            lost,
        })
    }
}

async fn scope_row(tx: &impl Tx, scope: &str) -> Result<ScopeRow, StoreError> {
    Ok(rows::get(tx, Table::Meta, &keys::scope(scope))
        .await?
        .unwrap_or_default())
}

/// Notes which scopes the endpoint has news of; whether there are any.
async fn note_heads(
    tx: &mut impl Tx,
    heads: &BTreeMap<String, String>,
) -> Result<bool, StoreError> {
    let known: Vec<(String, ScopeRow)> = rows::range(tx, Table::Meta, keys::SCOPES).await?;
    let mut unnamed: BTreeMap<String, ScopeRow> = BTreeMap::new();
    unnamed.extend(
        known
            .into_iter()
            .map(|(key, row)| (key[keys::SCOPES.len()..].to_owned(), row)),
    );
    let mut known = unnamed;
    let mut news = false;
    for (scope, head) in heads {
        let row = known.remove(scope).unwrap_or_default();
        let behind = row.cursor != *head;
        if behind != row.behind || row.lost {
            let row = ScopeRow {
                behind,
                lost: false,
                ..row
            };
            rows::put(tx, Table::Meta, &keys::scope(scope), &row).await?;
        }
        news |= behind;
    }
    // A scope that the endpoint does not name is asked for, to be told.
    for (scope, row) in known {
        if !row.cursor.is_empty() && !row.behind && !row.lost {
            let row = ScopeRow {
                behind: true,
                ..row
            };
            rows::put(tx, Table::Meta, &keys::scope(&scope), &row).await?;
            news = true;
        }
    }
    Ok(news)
}

/// One reply on its way into the store.
struct Pull<'a> {
    now: i64,
    devices: Devices,
    device: &'a str,
    touched: BTreeSet<(String, String)>,
    confirmed: usize,
    refused: usize,
    forked: bool,
    /// Something has to be said once more.
    again: bool,
}

impl Pull<'_> {
    async fn scope(&mut self, tx: &mut impl Tx, reply: ScopeReply) -> Result<(), SyncProblem> {
        let ended = !reply.more;
        let scope = reply.scope;
        let at = reply.cursor.split('.').nth(1);
        let at = at.and_then(|at| at.parse().ok()).unwrap_or_default();
        let mut brought: BTreeSet<(String, String)> = BTreeSet::new();
        let mut highest_own = 0;
        for state in reply.states {
            let key = keys::record(&scope, &state.record);
            let mut row: Row = rows::get(tx, Table::Base, &key).await?.unwrap_or_default();
            let live: Result<Vec<_>, _> = state
                .live
                .into_iter()
                .map(|entry| self.devices.unpack_entry(entry))
                .collect();
            let live = live?;
            let own = live.iter().filter(|entry| entry.name.device == self.device);
            highest_own = own
                .map(|entry| entry.name.number)
                .fold(highest_own, u64::max);
            (row.kind, row.at) = (state.kind, at);
            row.fields.insert(state.field.clone(), live);
            rows::put(tx, Table::Base, &key, &row).await?;
            self.touch(&scope, &state.record);
            brought.insert((state.record, state.field));
        }
        let mut seen = None;
        for (place, number) in &reply.seen {
            let device = self.devices.id(*place)?;
            // While this phone tells, nothing is pulled.
            if ended || !brought.is_empty() {
                let key = keys::pulled(&scope, device);
                rows::put(tx, Table::Meta, &key, number).await?;
            }
            if device == self.device {
                highest_own = highest_own.max(*number);
                seen = Some(*number);
            }
        }
        let answers = self.answers(&reply.answers)?;
        // One put back without a word does not know what it had answered.
        let device = self.device;
        let is_unknown = |name: &Name, devices: &Devices| {
            let beyond = || {
                reply
                    .beyond
                    .iter()
                    .any(|b| devices.lengthen(b).as_ref() == Ok(name))
            };
            name.device == device && seen.is_some_and(|seen| name.number > seen) && !beyond()
        };
        self.overlay(tx, &scope, &answers, &brought, ended, is_unknown)
            .await?;
        self.own_number(tx, &scope, highest_own).await?;
        for (place, number) in &reply.kept {
            let device = self.devices.id(*place)?.to_owned();
            forget_receipts(tx, &scope, &device, *number).await?;
        }
        Ok(())
    }

    fn touch(&mut self, scope: &str, record: &str) {
        self.touched
            .insert((scope.to_owned(), merge::root_of(record).to_owned()));
    }

    /// Answers by name. One that the endpoint could not read is answered by
    /// its number alone, with an empty hash here.
    fn answers(
        &self,
        answers: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<Name, String>, SyncProblem> {
        let mut by_name = BTreeMap::new();
        for (short, answer) in answers {
            let name = match short.split('.').collect::<Vec<_>>().as_slice() {
                [place, number] => Name {
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
        answers: &BTreeMap<Name, String>,
        brought: &BTreeSet<(String, String)>,
        ended: bool,
        is_unknown: impl Fn(&Name, &Devices) -> bool,
    ) -> Result<(), SyncProblem> {
        let prefix = keys::within(scope);
        let mut overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, &prefix).await?;
        let mut entered: BTreeSet<Name> = BTreeSet::new();
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        for (place, (key, pending)) in overlay.iter_mut().enumerate() {
            let operation = &pending.operation;
            let record = operation.record.clone();
            let unnamed = Name {
                hash: String::new(),
                ..pending.name.clone()
            };
            let answer = answers.get(&pending.name).or_else(|| answers.get(&unnamed));
            match answer.map(String::as_str) {
                Some(wire::OK) => {
                    changed.insert(place);
                    pending.answered = true;
                }
                Some(wire::FORKED) => {
                    changed.insert(place);
                    pending.answered = true;
                    self.forked |= pending.name.device == self.device;
                }
                Some(code) => {
                    let refused = Refused {
                        scope: scope.to_owned(),
                        pending: pending.clone(),
                        code: code.to_owned(),
                        at: self.now,
                    };
                    rows::put(tx, Table::Refused, key, &refused).await?;
                    tx.delete(Table::Overlay, key).await?;
                    self.refused += 1;
                    self.touch(scope, &record);
                    continue;
                }
                None if pending.answered && is_unknown(&pending.name, &self.devices) => {
                    changed.insert(place);
                    pending.answered = false;
                    self.again = true;
                }
                None => {}
            }
            let field = (operation.record.clone(), operation.field.clone());
            if pending.answered && (ended || brought.contains(&field)) {
                changed.remove(&place);
                tx.delete(Table::Overlay, key).await?;
                if pending.name.device == self.device {
                    let receipt = receipt_key(scope, &pending.name);
                    rows::put(tx, Table::Receipts, &receipt, operation).await?;
                }
                entered.extend(operation.replaces.iter().cloned());
                self.confirmed += 1;
                self.touch(scope, &record);
            }
        }
        for (place, (key, pending)) in overlay.iter_mut().enumerate() {
            // What it replaced and is not answered yet is sent, no longer shown.
            if entered.contains(&pending.name) && !pending.hidden {
                pending.hidden = true;
                if tx.get(Table::Overlay, key).await?.is_some() {
                    changed.insert(place);
                }
            }
            if changed.contains(&place) {
                rows::put(tx, Table::Overlay, key, pending).await?;
                self.touch(scope, &pending.operation.record);
            }
        }
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
        if highest >= next {
            rows::put(tx, Table::Meta, &key, &(highest + 1)).await?;
            self.forked = true;
        }
        Ok(())
    }
}

fn receipt_key(scope: &str, name: &Name) -> String {
    format!("{scope}|{}|{:012}|{}", name.device, name.number, name.hash)
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
            tx.delete(Table::Receipts, &key).await?;
        }
    }
    Ok(())
}
