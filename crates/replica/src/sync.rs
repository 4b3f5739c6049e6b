use crate::outgoing::Outgoing;
use crate::pull::Pull;
use crate::rows::{Author, ScopeRow};
use crate::{
    About, Mode, Replica, Store, StoreError, Summary, SyncProblem, Table, Tx, keys, read, relay,
    rows, set_back, told,
};
use merge::rule::{Rule, holds};
use merge::wire::{Devices, Reply};
use sorted::{SortedMap, SortedSet};

/// What a reply has changed.
#[derive(Clone, Debug)]
pub struct Applied<A> {
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
    /// better bring it ([`merge::key_text`]).
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
            touched: SortedSet::new(),
            confirmed: 0,
            delivered: 0,
            refused: 0,
            forked: false,
            telling: false,
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
            if reply.lost.contains(&scope.scope) {
                progress = true;
                pull.answered_only(&mut tx, scope).await?;
                continue;
            }
            let row = scope_row(&tx, &scope.scope).await?;
            if row.cursor.is_empty() {
                relay::touch_all(&tx, &scope.scope, &mut pull.touched).await?;
            }
            // Another tab was quicker, or this is a late answer.
            let stands = row.cursor == *asked
                && outgoing.request.device == device
                && outgoing.lost.contains(&scope.scope) == row.lost;
            if !stands && holds(Rule::StaleRepliesAreThrownAway) {
                (again, progress) = (true, true);
                continue;
            }
            progress = true;
            if outgoing.lost.contains(&scope.scope) && holds(Rule::LostIsOnlyAskedFor) {
                // What waits here was not sent with the question, so that this says
                // nothing of it: only that the scope is there again.
                let row = ScopeRow {
                    lost: false,
                    behind: true,
                    ..row
                };
                rows::put(&mut tx, Table::Meta, &keys::scope(&scope.scope), &row)?;
                relay::touch_all(&tx, &scope.scope, &mut pull.touched).await?;
                again = true;
                continue;
            }
            again |= scope.more || row.lost;
            let told = outgoing.told.get(&scope.scope);
            let is_set_back = scope.reset || turned && row.telling.is_some();
            let is_set_back = is_set_back && holds(Rule::PulledIsTold);
            pull.telling = is_set_back || told.is_some();
            let row = if pull.telling {
                // What stands here is told before it is replaced.
                scope.states.clear();
                scope.more = true;
                again = true;
                ScopeRow {
                    behind: true,
                    lost: false,
                    held: if is_set_back { scope.held } else { row.held },
                    telling: told
                        .filter(|_| !is_set_back)
                        .map(|told| told.last.clone())
                        .or(Some(String::new())),
                    ..row
                }
            } else {
                ScopeRow {
                    cursor: scope.cursor.clone(),
                    behind: scope.more,
                    ..ScopeRow::default()
                }
            };
            rows::put(&mut tx, Table::Meta, &keys::scope(&scope.scope), &row)?;
            if is_set_back {
                set_back::push_again(&mut tx, &scope.scope, &mut pull.touched).await?;
            }
            let name = scope.scope.clone();
            let sent = outgoing.request.scopes.iter();
            if let Some(sent) = sent.into_iter().find(|sent| sent.scope == name) {
                told::forget(&mut tx, &name, &sent.decided).await?;
                if sent.cursor.is_empty() || is_set_back {
                    // All that waits there comes with the pages.
                    tx.delete(Table::Meta, &keys::told(&name))?;
                }
            }
            pull.scope(&mut tx, scope).await?;
            if told.is_some_and(|told| told.ended) {
                // The file may have been put back in between, and the numbers of what
                // is lost with it been closed as gaps.
                set_back::say_again(&mut tx, &name, &mut pull.touched).await?;
                set_back::mark_told(&mut tx, &name, &row, &device).await?;
            }
        }
        for device in &reply.devices {
            let Some(person) = device.person.and_then(|place| reply.people.get(place)) else {
                continue;
            };
            let author = Author {
                person: person.id.clone(),
                name: person.name.clone(),
            };
            rows::put(&mut tx, Table::Meta, &keys::author(&device.id), &author)?;
        }
        rows::put(&mut tx, Table::Meta, keys::EPOCH, &reply.epoch)?;
        if let Some(heads) = &reply.heads {
            again |= note_heads(&mut tx, heads).await?;
        }
        let mut lost = Vec::new();
        for scope in reply.lost {
            let known = tx.get(Table::Meta, &keys::scope(&scope)).await?.is_some();
            let row = scope_row(&tx, &scope).await?;
            // Of one that was only carried for, nothing is lost.
            if !row.lost && known {
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
                rows::put(&mut tx, Table::Meta, &keys::scope(&scope), &row)?;
                if !doubted {
                    lost.push(scope);
                }
            }
        }
        progress |= !lost.is_empty();
        if pull.forked && holds(Rule::ForksChangeTheDevice) {
            rows::put(&mut tx, Table::Meta, keys::DEVICE, &fresh_device)?;
        }
        let Pull {
            touched,
            confirmed,
            delivered,
            refused,
            forked,
            ..
        } = pull;
        // The id to go on with is claimed at once, before it is in anybody's hands.
        again |= outgoing.left_out || forked;
        again |= relay::try_held_again(&mut tx, reply.now).await?;
        let summaries = self.summarise(&mut tx, touched).await?;
        tx.commit().await?;
        let again = again && progress;
        Ok(Applied {
            summaries,
            confirmed,
            delivered,
            refused,
            again,
            lost,
            wants_key: reply.wants_key,
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
    // A scope that the endpoint does not name is asked for, to be told.
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
