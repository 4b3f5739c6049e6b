//! A reply, applied in one transaction.
//!
//! Each scope of it is looked at by itself: thrown away if the phone has gone on since it asked,
//! taken as a sign of life if it was lost, reported to the endpoint if that was set back, and
//! otherwise applied (`pull.rs`). What a reply says of authors, heads and lost scopes is noted last.
//!
//! - Nothing is applied by halves: whatever fails, the store is as it was.
//! - A scope's row changes only if cursor, device and right in the store are those of the request.
//! - Another round follows only if something has come of this one.

use crate::outgoing::Outgoing;
use crate::pull::Pull;
use crate::rows::{Author, ScopeRow};
use crate::{
    About, ApplyError, Mode, Replica, Store, StoreError, Summary, Table, Tx, keys, read, relay,
    reports, rows, server_restore,
};
use protocol::rule::{Rule, holds};
use protocol::wire::{Devices, Reply, ScopeReply};
use sorted::{SortedMap, SortedSet};

/// The result of applying a reply: the changed lines of lists, what was confirmed or refused, and
/// whether to ask again at once.
#[derive(Clone, Debug)]
pub struct ApplyOutcome<A> {
    pub summaries: Vec<Summary<A>>,
    /// How many of this person's operations the endpoint confirmed.
    pub confirmed: usize,
    /// How many of those that the phone carries.
    pub delivered: usize,
    pub refused: usize,
    /// There is more to ask or to say at once.
    pub again: bool,
    /// Scopes that the person may not read any more, since this reply.
    pub lost: Vec<String>,
    /// The endpoint knows no public key of this enrolment: the next request had
    /// better bring it ([`protocol::key_text`]).
    pub wants_key: bool,
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
        mut reply: Reply,
        fresh_device: &str,
    ) -> Result<ApplyOutcome<A>, ApplyError> {
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
        let mut applying = Applying::begin(&mut tx, outgoing, &reply, &device).await?;
        for scope in std::mem::take(&mut reply.scopes) {
            applying.scope(&mut tx, scope, &reply).await?;
        }
        note_authors(&mut tx, &reply).await?;
        rows::put(&mut tx, Table::Meta, keys::EPOCH, &reply.epoch)?;
        if let Some(heads) = &reply.heads {
            applying.again |= note_heads(&mut tx, heads).await?;
        }
        let lost = note_lost(&mut tx, &reply).await?;
        let Applying {
            pull,
            again,
            progress,
            ..
        } = applying;
        let Pull {
            changed_records,
            confirmed,
            delivered,
            refused,
            forked,
            ..
        } = pull;
        if forked && holds(Rule::ForksChangeTheDevice) {
            rows::put(&mut tx, Table::Meta, keys::DEVICE, &fresh_device)?;
        }
        // The id to go on with is claimed at once, before it is in anybody's hands.
        let held_again = relay::try_held_again(&mut tx, reply.now).await?;
        let again = again || outgoing.left_out || forked || held_again;
        let summaries = self.summarise(&mut tx, changed_records).await?;
        tx.commit().await?;
        Ok(ApplyOutcome {
            summaries,
            confirmed,
            delivered,
            refused,
            again: again && (progress || !lost.is_empty()),
            lost,
            wants_key: reply.wants_key,
        })
    }
}

/// A reply on its way into the store, scope by scope.
struct Applying<'a> {
    outgoing: &'a Outgoing,
    pull: Pull<'a>,
    /// The endpoint's history is another one than at the last reply.
    turned: bool,
    /// There is more to ask or to say at once.
    again: bool,
    /// Something has come of it. A scope that the endpoint cannot serve must not be asked for
    /// ever; of those that are only asked whether they are there again, nothing is expected.
    progress: bool,
}

/// How a scope of a reply stands to what the phone keeps of it.
enum Standing {
    /// Another tab was quicker, or this is a late answer.
    Stale,
    /// It was only asked whether the scope is there again, and it is.
    Probed,
    /// The endpoint was set back: what stands here is reported before it is replaced.
    Recovering {
        is_new: bool,
    },
    Applied,
}

impl<'a> Applying<'a> {
    async fn begin(
        tx: &mut impl Tx,
        outgoing: &'a Outgoing,
        reply: &Reply,
        device: &'a str,
    ) -> Result<Self, ApplyError> {
        let mut pull = Pull {
            now: reply.now,
            devices: Devices::new(reply.devices.iter().map(|device| device.id.clone())),
            device,
            changed_records: SortedSet::new(),
            confirmed: 0,
            delivered: 0,
            refused: 0,
            forked: false,
            recovering: false,
        };
        let mut progress = true;
        for scope in &outgoing.request.scopes {
            progress &= scope_row(tx, &scope.scope).await?.lost;
        }
        let epoch: Option<String> = rows::get(tx, Table::Meta, keys::EPOCH).await?;
        let turned = epoch.is_some_and(|epoch| epoch != reply.epoch);
        if turned {
            server_restore::restart_recovery(tx, &mut pull.changed_records).await?;
        }
        Ok(Self {
            outgoing,
            pull,
            turned,
            again: false,
            progress,
        })
    }

    async fn scope(
        &mut self,
        tx: &mut impl Tx,
        scope: ScopeReply,
        reply: &Reply,
    ) -> Result<(), ApplyError> {
        if !self.outgoing.cursors.contains_key(&scope.scope) {
            return Ok(());
        }
        if reply.lost.contains(&scope.scope) {
            self.progress = true;
            return self.pull.answered_only(tx, scope).await;
        }
        let row = scope_row(tx, &scope.scope).await?;
        if row.cursor.is_empty() {
            relay::touch_all(tx, &scope.scope, &mut self.pull.changed_records).await?;
        }
        self.progress = true;
        match self.standing(&scope, &row) {
            Standing::Stale => self.again = true,
            Standing::Probed => {
                // What waits here was not sent with the question, so that this says
                // nothing of it: only that the scope is there again.
                let row = ScopeRow {
                    lost: false,
                    behind: true,
                    ..row
                };
                rows::put(tx, Table::Meta, &keys::scope(&scope.scope), &row)?;
                relay::touch_all(tx, &scope.scope, &mut self.pull.changed_records).await?;
                self.again = true;
            }
            Standing::Recovering { is_new } => {
                self.again = true;
                self.take(tx, scope, row, Some(is_new)).await?;
            }
            Standing::Applied => {
                self.again |= scope.more || row.lost;
                self.take(tx, scope, row, None).await?;
            }
        }
        Ok(())
    }

    fn standing(&self, scope: &ScopeReply, row: &ScopeRow) -> Standing {
        let asked = self.outgoing.cursors.get(&scope.scope);
        let was_lost = self.outgoing.lost.contains(&scope.scope);
        let stands = asked == Some(&row.cursor)
            && self.outgoing.request.device == self.pull.device
            && was_lost == row.lost;
        if !stands && holds(Rule::StaleRepliesAreThrownAway) {
            return Standing::Stale;
        }
        if was_lost && holds(Rule::LostIsOnlyAskedFor) {
            return Standing::Probed;
        }
        let is_set_back = scope.reset || self.turned && row.recovering.is_some();
        let is_new = is_set_back && holds(Rule::PulledIsTold);
        if is_new || self.outgoing.reported.contains_key(&scope.scope) {
            return Standing::Recovering { is_new };
        }
        Standing::Applied
    }

    /// Takes in what a scope brings; of one that is `recovering` (anew, if so) no more than answers.
    async fn take(
        &mut self,
        tx: &mut impl Tx,
        mut scope: ScopeReply,
        row: ScopeRow,
        recovering: Option<bool>,
    ) -> Result<(), ApplyError> {
        let is_new = recovering == Some(true);
        let reported = self.outgoing.reported.get(&scope.scope);
        self.pull.recovering = recovering.is_some();
        let row = if self.pull.recovering {
            scope.states.clear();
            scope.more = true;
            let told_until = reported
                .filter(|_| !is_new)
                .map(|reported| reported.last.clone());
            ScopeRow {
                behind: true,
                lost: false,
                held: if is_new { scope.held } else { row.held },
                recovering: told_until.or(Some(String::new())),
                ..row
            }
        } else {
            ScopeRow {
                cursor: scope.cursor.clone(),
                behind: scope.more,
                ..ScopeRow::default()
            }
        };
        let name = scope.scope.clone();
        rows::put(tx, Table::Meta, &keys::scope(&name), &row)?;
        if is_new {
            server_restore::requeue_receipts(tx, &name, &mut self.pull.changed_records).await?;
        }
        // What the request has said of decisions has arrived.
        let mut sent = self.outgoing.request.scopes.iter();
        if let Some(sent) = sent.find(|sent| sent.scope == name) {
            reports::forget(tx, &name, &sent.decided).await?;
            if sent.cursor.is_empty() || is_new {
                // All that waits there comes with the pages.
                tx.delete(Table::Meta, &keys::reports(&name))?;
            }
        }
        self.pull.scope(tx, scope).await?;
        if reported.is_some_and(|reported| reported.ended) {
            // The file may have been put back in between, and the numbers of what
            // is lost with it been closed as gaps.
            server_restore::requeue_answered(tx, &name, &mut self.pull.changed_records).await?;
            server_restore::mark_reported(tx, &name, &row, self.pull.device).await?;
        }
        Ok(())
    }
}

async fn note_authors(tx: &mut impl Tx, reply: &Reply) -> Result<(), StoreError> {
    for device in &reply.devices {
        let Some(person) = device.person.and_then(|place| reply.people.get(place)) else {
            continue;
        };
        let author = Author {
            person: person.id.clone(),
            name: person.name.clone(),
        };
        rows::put(tx, Table::Meta, &keys::author(&device.id), &author)?;
    }
    Ok(())
}

/// Notes which scopes the person may not read any more; those that are new.
async fn note_lost(tx: &mut impl Tx, reply: &Reply) -> Result<Vec<String>, StoreError> {
    let mut lost = Vec::new();
    for scope in &reply.lost {
        let known = tx.get(Table::Meta, &keys::scope(scope)).await?.is_some();
        let row = scope_row(tx, scope).await?;
        // Of one that was only relayed, nothing is lost.
        if row.lost || !known {
            continue;
        }
        // One that was set back may not know of the right yet: everything
        // stays as it is, and it is asked again.
        let doubted = !row.cursor.is_empty()
            && !row.cursor.starts_with(&reply.epoch)
            && holds(Rule::LossNeedsTheSameEpoch);
        // The cursor stays: without it a late reply to the very first
        // request would look like news.
        let keeps = holds(Rule::LostKeepsItsCursor);
        let row = ScopeRow {
            cursor: if keeps { row.cursor } else { String::new() },
            lost: !doubted,
            behind: doubted,
            ..row
        };
        rows::put(tx, Table::Meta, &keys::scope(scope), &row)?;
        if !doubted {
            lost.push(scope.clone());
        }
    }
    Ok(lost)
}

async fn scope_row(tx: &impl Tx, scope: &str) -> Result<ScopeRow, StoreError> {
    Ok(rows::get(tx, Table::Meta, &keys::scope(scope))
        .await?
        .unwrap_or_default())
}

/// Notes which scopes the endpoint has news of; whether there are any.
async fn note_heads(
    tx: &mut impl Tx,
    heads: &SortedMap<String, String>,
) -> Result<bool, StoreError> {
    let known: Vec<(String, ScopeRow)> = rows::range(tx, Table::Meta, keys::SCOPES).await?;
    let mut unnamed: SortedMap<String, ScopeRow> = SortedMap::new();
    unnamed.extend(
        known
            .into_iter()
            .map(|(key, row)| (key[keys::SCOPES.len()..].to_owned(), row)),
    );
    let mut known = unnamed;
    let mut news = false;
    for (scope, head) in heads.iter() {
        let row = known.remove(scope).unwrap_or_default();
        let behind = row.cursor != *head;
        if behind != row.behind || row.lost {
            let row = ScopeRow {
                behind,
                lost: false,
                ..row
            };
            rows::put(tx, Table::Meta, &keys::scope(scope), &row)?;
        }
        news |= behind;
    }
    // A scope that the endpoint does not name is asked for, so that the endpoint says what became of it.
    for (scope, row) in known {
        if !row.cursor.is_empty() && !row.behind && !row.lost {
            let row = ScopeRow {
                behind: true,
                ..row
            };
            rows::put(tx, Table::Meta, &keys::scope(&scope), &row)?;
            news = true;
        }
    }
    Ok(news)
}
