//! Somebody who may read the commune and writes a client of his own.

use super::{Broken, COMMUNE, FIELDS, RECORDS};
use protocol::wire::{FieldState, ScopeRequest, WireEntry, WireOperation};
use register::role::Role;
use serde_json::{Value, json};
use simulation::{FORGED, KIND, Phone, SyncFailure, World};

/// An attacker with a token that may only read, and a client of its own that sends whatever it
/// likes.
pub struct Forger {
    phone: Phone,
    /// Every cursor that it was ever given: after a restore some are of before.
    cursors: Vec<String>,
    number: u64,
}

impl Forger {
    pub fn new(world: &World) -> Self {
        Self {
            phone: world.phone(Role::Viewer),
            cursors: Vec::new(),
            number: 0,
        }
    }

    /// Keeps the cursor of now.
    pub fn look(&mut self, world: &World) -> Result<(), Broken> {
        let mut outgoing = self.phone.request()?;
        outgoing.request.digest.clear();
        outgoing.request.scopes.clear();
        let reply = world.answer(&self.phone, &outgoing);
        let heads = reply.map_err(SyncFailure::from)?.heads;
        self.cursors
            .extend(heads.and_then(|heads| heads.get(COMMUNE).cloned()));
        Ok(())
    }

    /// Tells in the name of `device`, or sends; of all that nothing may ever stand.
    pub fn forge(&mut self, world: &World, device: &str, how: u8) -> Result<(), Broken> {
        self.look(world)?;
        let mut outgoing = self.phone.request()?;
        let oldest = self.cursors.first().cloned().unwrap_or_default();
        let newest = self.cursors.last().cloned().unwrap_or_default();
        let mut scope = ScopeRequest {
            scope: COMMUNE.into(),
            cursor: match how {
                0 => "x.1.aaaa".into(),
                1 => String::new(),
                2 => newest,
                _ => oldest,
            },
            pulled: [(0, 999)].into(),
            ..ScopeRequest::default()
        };
        match how {
            // Deletes what is there, and empties a field.
            4 => {
                let nothing = |field: &str| state(field, None);
                let deletion = state(protocol::DELETION, Some(json!([])));
                scope.testimony = Some(vec![nothing(FIELDS[0]), nothing(FIELDS[1]), deletion]);
            }
            // Writes it, as what it is.
            5 => {
                self.number += 1;
                scope.ops.push(operation(self.number));
            }
            _ => scope.testimony = Some(vec![state(FIELDS[0], Some(FORGED.into()))]),
        }
        outgoing.request.devices = match how {
            5 => Vec::new(),
            _ => vec![device.to_owned()],
        };
        outgoing.request.scopes = vec![scope];
        let answered = world.answer(&self.phone, &outgoing);
        answered.map_err(SyncFailure::from)?;
        Ok(())
    }
}

fn state(field: &str, value: Option<Value>) -> FieldState {
    let entry = |value| WireEntry("0.77.aaaa".into(), value, 7, 8);
    FieldState {
        record: RECORDS[0].into(),
        kind: KIND.into(),
        field: field.into(),
        live: value.map(entry).into_iter().collect(),
        ..FieldState::default()
    }
}

fn operation(n: u64) -> WireOperation {
    WireOperation {
        by: 0,
        n,
        record: RECORDS[0].into(),
        kind: KIND.into(),
        field: FIELDS[0].into(),
        value: FORGED.into(),
        replaces: Vec::new(),
        at: 7,
        save: None,
        gone: false,
        key: 0,
        sig: String::new(),
    }
}
