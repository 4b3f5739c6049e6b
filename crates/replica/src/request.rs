use crate::outgoing::{MOST_OUTGOING, Outgoing};
use crate::rows::ScopeRow;
use crate::{About, Mode, Replica, Store, StoreError, Table, keys, read, relay, rows, set_back};
use merge::Pending;
use merge::rule::{Rule, holds};
use merge::wire::{self, Devices, Request, ScopeRequest, WireOperation};
use sorted::{SortedMap, SortedSet};

impl<S: Store, A: About> Replica<S, A> {
    /// The next request: what waits, what the endpoint is known to have, and
    /// a digest of where the phone stands.
    ///
    /// # Errors
    /// If the store fails, or nobody is enrolled.
    pub async fn request(&self) -> Result<Outgoing, StoreError> {
        let tx = self
            .store
            .begin(Mode::Read, &[Table::Meta, Table::Base, Table::Overlay])
            .await?;
        let device = read::own_device(&tx).await?;
        let scopes: Vec<(String, ScopeRow)> = rows::range(&tx, Table::Meta, keys::SCOPES).await?;
        let mut overlay: Vec<(String, Pending)> = rows::range(&tx, Table::Overlay, "").await?;
        overlay.retain(|(_, pending)| !pending.answered && !relay::is_held(pending));
        if !holds(Rule::HiddenIsSent) {
            overlay.retain(|(_, pending)| !pending.hidden);
        }
        let overlay = sorted::by_number(overlay, |(_, pending)| {
            // What this phone only carries goes after its own.
            match pending.carried {
                Some(_) => i64::MAX,
                None => i64::try_from(pending.name.number).unwrap_or(i64::MAX),
            }
        });

        let mut devices = Devices::new([device.clone()]);
        let mut asked: SortedMap<String, ScopeRequest> = SortedMap::new();
        let mut cursors = SortedMap::new();
        let mut told = SortedMap::new();
        let (mut telling, mut left_out) = (0, false);
        let waits: SortedSet<String> = overlay.iter().map(|(key, _)| read::scope_of(key)).collect();
        for (key, row) in &scopes {
            let scope = &key[keys::SCOPES.len()..];
            // One that was lost need not be among the heads when it is given back: it
            // was never written to, or the endpoint was set back to before it was.
            let something = waits.contains(scope) || !row.cursor.is_empty();
            if row.lost && !(something && holds(Rule::LostIsAskedFor)) {
                continue;
            }
            cursors.insert(scope.to_owned(), row.cursor.clone());
            if row.behind || row.lost {
                let mut asking = asking(scope, row);
                if let Some(from) = &row.telling {
                    if telling > MOST_OUTGOING {
                        // Its turn comes when others have told theirs.
                        cursors.remove(scope);
                        left_out = true;
                        continue;
                    }
                    let (states, to) =
                        set_back::tell(&tx, scope, from, row, &mut devices, &mut telling).await?;
                    if states.is_empty() {
                        asking.cursor.clear();
                    }
                    if !states.is_empty() {
                        asking.pulled = set_back::pulled(&tx, scope, &mut devices).await?;
                        asking.testimony = Some(states);
                        told.insert(scope.to_owned(), to);
                    }
                }
                asked.insert(scope.to_owned(), asking);
            }
        }
        let mut lost: SortedSet<String> = SortedSet::new();
        let rows = scopes.iter().filter(|(_, row)| row.lost);
        lost.extend(rows.map(|(key, _)| key[keys::SCOPES.len()..].to_owned()));
        let (mut size, mut author_keys) = (0, Vec::new());
        for (key, pending) in &overlay {
            let scope = read::scope_of(key);
            let is_own = pending.carried.is_none();
            if !is_own && !scopes.iter().any(|(key, _)| *key == keys::scope(&scope)) {
                // A scope that this person does not read.
                cursors.or_default(scope.clone());
            }
            let Some(cursor) = cursors
                .get(&scope)
                .filter(|_| !(is_own && lost.contains(&scope)))
            else {
                continue;
            };
            size += 200 + pending.operation.value.to_string().len();
            if size > MOST_OUTGOING && size > 200 + pending.operation.value.to_string().len() {
                left_out = true;
                break;
            }
            let row = ScopeRow {
                cursor: cursor.clone(),
                ..ScopeRow::default()
            };
            let request = asked.get_or_insert_with(scope.clone(), || asking(&scope, &row));
            if let Some(carried) = &pending.carried {
                let relayed = relay::pack(pending, carried, &mut devices, &mut author_keys);
                request.relayed.push(relayed);
                continue;
            }
            let gone = pending.hidden && holds(Rule::GoneIsSaid);
            let packed = devices.pack(&pending.operation);
            request.ops.push(WireOperation { gone, ..packed });
        }
        for (scope, cursor) in cursors
            .iter()
            .filter(|(scope, _)| !lost.contains(scope.as_str()))
        {
            let decided: Option<Vec<String>> =
                rows::get(&tx, Table::Meta, &keys::decided(scope)).await?;
            if let Some(decided) = decided {
                let row = ScopeRow {
                    cursor: cursor.clone(),
                    ..ScopeRow::default()
                };
                let request = asked.get_or_insert_with(scope.clone(), || asking(scope, &row));
                request.decided = decided;
            }
        }
        let known = cursors
            .iter()
            .filter(|(scope, cursor)| !cursor.is_empty() && !lost.contains(scope.as_str()));
        let digest = wire::digest(known.map(|(scope, cursor)| (scope.as_str(), cursor.as_str())));
        cursors.retain(|scope, _| asked.contains_key(scope));
        let says = |scope: &ScopeRequest| !scope.ops.is_empty() || !scope.relayed.is_empty();
        let devices = if told.is_empty() && !asked.values().any(says) {
            Vec::new()
        } else {
            devices.into_ids()
        };
        let request = Request {
            protocol: wire::PROTOCOL,
            schema: wire::SCHEMA,
            device,
            devices,
            limit: None,
            digest,
            keys: author_keys,
            key: None,
            proof: None,
            scopes: asked.into_values().collect(),
        };
        Ok(Outgoing {
            request,
            cursors,
            told,
            lost,
            left_out,
        })
    }
}

fn asking(scope: &str, row: &ScopeRow) -> ScopeRequest {
    ScopeRequest {
        scope: scope.to_owned(),
        cursor: row.cursor.clone(),
        ops: Vec::new(),
        relayed: Vec::new(),
        testimony: None,
        pulled: SortedMap::new(),
        decided: Vec::new(),
    }
}
