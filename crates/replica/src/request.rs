//! Makes the next request from the store: what waits, where each scope stands, and reports after a
//! restore. It changes nothing; `sync.rs` applies the reply.

use crate::outgoing::{MOST_OUTGOING, Outgoing, ReportedUntil};
use crate::rows::ScopeRow;
use crate::{
    About, Mode, Replica, Store, StoreError, Table, Tx, keys, read, relay, rows, server_restore,
};
use merge::Pending;
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Devices, Request, ScopeRequest, WireOperation};
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
        let overlay = to_be_sent(&tx).await?;
        let mut writing = RequestDraft {
            devices: Devices::new([device.clone()]),
            asked: SortedMap::new(),
            cursors: SortedMap::new(),
            told: SortedMap::new(),
            lost: SortedSet::new(),
            author_keys: Vec::new(),
            left_out: false,
        };
        writing.ask(&tx, &scopes, &overlay).await?;
        writing.say(&scopes, &overlay);
        writing.decide(&tx).await?;
        Ok(writing.finish(device))
    }
}

/// What waits and may go, the phone's own first, in the order of its numbers.
async fn to_be_sent(tx: &impl Tx) -> Result<Vec<(String, Pending)>, StoreError> {
    let mut overlay: Vec<(String, Pending)> = rows::range(tx, Table::Overlay, "").await?;
    overlay.retain(|(_, pending)| !pending.answered && !relay::is_held(pending));
    if !holds(Rule::HiddenIsSent) {
        overlay.retain(|(_, pending)| !pending.hidden);
    }
    Ok(sorted::by_number(overlay, |(_, pending)| {
        // What this phone only carries goes after its own.
        match pending.relayed {
            Some(_) => i64::MAX,
            None => i64::try_from(pending.name.number).unwrap_or(i64::MAX),
        }
    }))
}

/// A request that is being put together.
struct RequestDraft {
    devices: Devices,
    asked: SortedMap<String, ScopeRequest>,
    /// By scope, where the phone stands.
    cursors: SortedMap<String, String>,
    told: SortedMap<String, ReportedUntil>,
    /// Those that are only asked whether they are there again.
    lost: SortedSet<String>,
    author_keys: Vec<String>,
    left_out: bool,
}

impl RequestDraft {
    /// Asks for what the endpoint has news of, and reports what it had to one that was set back.
    async fn ask(
        &mut self,
        tx: &impl Tx,
        scopes: &[(String, ScopeRow)],
        overlay: &[(String, Pending)],
    ) -> Result<(), StoreError> {
        let waits: SortedSet<String> = overlay.iter().map(|(key, _)| read::scope_of(key)).collect();
        let mut reporting = 0;
        for (key, row) in scopes {
            let scope = &key[keys::SCOPES.len()..];
            if row.lost {
                self.lost.insert(scope.to_owned());
            }
            // One that was lost need not be among the heads when it is given back: it
            // was never written to, or the endpoint was set back to before it was.
            let something = waits.contains(scope) || !row.cursor.is_empty();
            if row.lost && !(something && holds(Rule::LostIsAskedFor)) {
                continue;
            }
            if row.recovering.is_some() && (row.behind || row.lost) && reporting > MOST_OUTGOING {
                // Its turn comes when others have reported theirs.
                self.left_out = true;
                continue;
            }
            self.cursors.insert(scope.to_owned(), row.cursor.clone());
            if row.behind || row.lost {
                let mut asking = asking(scope, &row.cursor);
                if let Some(from) = &row.recovering {
                    let (states, to) = server_restore::report_base(
                        tx,
                        scope,
                        from,
                        row,
                        &mut self.devices,
                        &mut reporting,
                    )
                    .await?;
                    if states.is_empty() {
                        asking.cursor.clear();
                    } else {
                        asking.pulled =
                            server_restore::pulled(tx, scope, &mut self.devices).await?;
                        asking.testimony = Some(states);
                        self.told.insert(scope.to_owned(), to);
                    }
                }
                self.asked.insert(scope.to_owned(), asking);
            }
        }
        Ok(())
    }

    /// Says what waits, as far as it fits.
    fn say(&mut self, scopes: &[(String, ScopeRow)], overlay: &[(String, Pending)]) {
        let mut size = 0;
        for (key, pending) in overlay {
            let scope = read::scope_of(key);
            let is_own = pending.relayed.is_none();
            if !is_own && !scopes.iter().any(|(key, _)| *key == keys::scope(&scope)) {
                // A scope that this person does not read.
                self.cursors.or_default(scope.clone());
            }
            let cursor = self.cursors.get(&scope);
            let Some(cursor) = cursor.filter(|_| !(is_own && self.lost.contains(&scope))) else {
                continue;
            };
            let own_size = 200 + pending.operation.value.to_string().len();
            size += own_size;
            if size > MOST_OUTGOING && size > own_size {
                self.left_out = true;
                break;
            }
            let asked = &mut self.asked;
            let request = asked.get_or_insert_with(scope.clone(), || asking(&scope, cursor));
            if let Some(relayed) = &pending.relayed {
                let (devices, keys) = (&mut self.devices, &mut self.author_keys);
                request
                    .relayed
                    .push(relay::pack(pending, relayed, devices, keys));
                continue;
            }
            let gone = pending.hidden && holds(Rule::GoneIsSaid);
            let packed = self.devices.pack(&pending.operation);
            request.ops.push(WireOperation { gone, ..packed });
        }
    }

    /// Says which of what others reported the person has decided on.
    async fn decide(&mut self, tx: &impl Tx) -> Result<(), StoreError> {
        let lost = &self.lost;
        let here = self.cursors.iter();
        for (scope, cursor) in here.filter(|(scope, _)| !lost.contains(scope.as_str())) {
            let decided: Option<Vec<String>> =
                rows::get(tx, Table::Meta, &keys::decided(scope)).await?;
            if let Some(decided) = decided {
                let asked = &mut self.asked;
                let request = asked.get_or_insert_with(scope.clone(), || asking(scope, cursor));
                request.decided = decided;
            }
        }
        Ok(())
    }

    fn finish(mut self, device: String) -> Outgoing {
        let known = self
            .cursors
            .iter()
            .filter(|(scope, cursor)| !cursor.is_empty() && !self.lost.contains(scope.as_str()));
        let digest = wire::digest(known.map(|(scope, cursor)| (scope.as_str(), cursor.as_str())));
        let asked = &self.asked;
        self.cursors.retain(|scope, _| asked.contains_key(scope));
        let says = |scope: &ScopeRequest| !scope.ops.is_empty() || !scope.relayed.is_empty();
        let devices = if self.told.is_empty() && !asked.values().any(says) {
            Vec::new()
        } else {
            self.devices.into_ids()
        };
        let request = Request {
            protocol: wire::PROTOCOL,
            schema: wire::SCHEMA,
            device,
            devices,
            limit: None,
            digest,
            keys: self.author_keys,
            key: None,
            proof: None,
            grants: None,
            scopes: self.asked.into_values().collect(),
        };
        Outgoing {
            request,
            cursors: self.cursors,
            reported: self.told,
            lost: self.lost,
            left_out: self.left_out,
        }
    }
}

fn asking(scope: &str, cursor: &str) -> ScopeRequest {
    ScopeRequest {
        scope: scope.to_owned(),
        cursor: cursor.to_owned(),
        ops: Vec::new(),
        relayed: Vec::new(),
        testimony: None,
        pulled: SortedMap::new(),
        decided: Vec::new(),
    }
}
