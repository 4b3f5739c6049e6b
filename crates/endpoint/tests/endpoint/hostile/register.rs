//! The register as the answers tell it, in the fewest words: what entered, less
//! what that replaces.

use endpoint::sync::{AnsweredBy, MOST_OPERATIONS, Request, read_operation, table_of};
use protocol::wire::{Devices, Reply};
use protocol::{OpId, Operation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Scope, record and field.
pub type Place = (String, String, String);
/// What stands in each field that is not empty.
pub type Stands = BTreeMap<Place, BTreeMap<String, Value>>;

/// The test's own model of the register, made of the answers alone: what entered, and what that
/// replaces.
#[derive(Default)]
pub struct Register {
    /// With whether it was replaced when it came.
    entered: BTreeMap<(String, OpId), (Operation, bool)>,
    /// What came in a way that is answered by nothing.
    believed: Stands,
}

impl Register {
    pub fn believing(stands: Stands) -> Self {
        Self {
            believed: stands,
            ..Self::default()
        }
    }

    pub fn stands(&self) -> Stands {
        let mut replaced: BTreeSet<(Place, String)> = BTreeSet::new();
        for ((scope, _), (operation, _)) in &self.entered {
            let names = operation.predecessors.iter().map(ToString::to_string);
            replaced.extend(names.map(|name| (place(scope, operation), name)));
        }
        let mut stands = self.believed.clone();
        for ((scope, name), (operation, gone)) in &self.entered {
            if !gone {
                let field = stands.entry(place(scope, operation)).or_default();
                field.insert(name.to_string(), operation.value.clone());
            }
        }
        for (field, live) in &mut stands {
            live.retain(|name, _| !replaced.contains(&(field.clone(), name.clone())));
        }
        stands.retain(|_, live| !live.is_empty());
        stands
    }

    pub fn live(&self, scope: &str, record: &str, field: &str) -> Vec<OpId> {
        let place = (scope.to_owned(), record.to_owned(), field.to_owned());
        let live = self.stands().remove(&place).unwrap_or_default();
        live.keys().map(|name| name.parse().unwrap()).collect()
    }

    pub fn next_number(&self, device: &str, scope: &str) -> u64 {
        let of_device = |(within, name): &&(String, OpId)| within == scope && name.device == device;
        let names = self.entered.keys().filter(of_device);
        // Far ones are odd ones.
        let numbers = names
            .map(|(_, name)| name.number)
            .filter(|number| *number < 1 << 52);
        numbers.max().unwrap_or_default() + 1
    }

    /// Notes what a reply says of the operations of its request; gives the fields
    /// that the request testifies of.
    pub fn take(&mut self, request: &str, reply: &Value) -> BTreeSet<Place> {
        let request: Request = serde_json::from_str(request).unwrap();
        let reply: Reply = serde_json::from_value(reply.clone()).unwrap();
        let (sent, said) = (table_of(&request), table(&reply));
        let mut told = BTreeSet::new();
        let mut scopes: Vec<_> = request.scopes.iter().collect();
        scopes.sort_by_key(|scope| &scope.scope);
        let mut room = MOST_OPERATIONS;
        let count = request.scopes.len();
        assert_eq!(
            reply.scopes.len() + reply.lost.len(),
            count,
            "none is missing"
        );
        for asked in scopes {
            let scope = &asked.scope;
            let Some(answered) = reply.scopes.iter().find(|said| said.scope == *scope) else {
                assert!(reply.lost.contains(scope));
                continue;
            };
            let taken = asked.ops.len().min(room);
            room -= taken;
            let mut answers = answered.answers.clone();
            let mut twice = BTreeMap::new();
            for incoming in asked.ops[..taken]
                .iter()
                .filter_map(|op| read_operation(op, &sent))
            {
                let operation = incoming.operation;
                let name = operation.name(scope);
                let device = said.ids().iter().position(|id| *id == name.device).unwrap();
                let short = match incoming.answered_by {
                    AnsweredBy::Name => format!("{device}.{}.{}", name.number, name.hash),
                    AnsweredBy::Number => format!("{device}.{}", name.number),
                };
                let answer = answers
                    .remove(&short)
                    .or_else(|| twice.get(&short).cloned());
                let answer = answer.unwrap();
                twice.insert(short, answer.clone());
                if answer != "notYourDevice" && asked.testimony.is_none() {
                    let beyond = answered
                        .beyond
                        .iter()
                        .map(|name| said.lengthen(name).unwrap());
                    let arrived = answered.seen[&device] >= name.number
                        || beyond.into_iter().any(|beyond| beyond == name);
                    assert!(arrived, "{name} takes its number");
                }
                if ["ok", "forked"].contains(&answer.as_str()) {
                    let at = (scope.clone(), name);
                    self.entered.entry(at).or_insert((operation, incoming.gone));
                }
            }
            assert!(answers.is_empty(), "answered and not asked: {answers:?}");
            for state in asked.testimony.iter().flatten() {
                let text = |key: &str| state[key].as_str().unwrap_or_default().to_owned();
                told.insert((scope.clone(), text("record"), text("field")));
            }
        }
        told
    }
}

/// Adds the states of a reply.
pub fn read(reply: &Value, stands: &mut Stands) {
    let reply: Reply = serde_json::from_value(reply.clone()).unwrap();
    let table = table(&reply);
    for said in reply.scopes {
        for state in said.states {
            let entries = state
                .live
                .into_iter()
                .map(|entry| table.unpack_entry(entry).unwrap());
            let live: BTreeMap<_, _> = entries
                .map(|entry| (entry.name.to_string(), entry.value))
                .collect();
            let place = (said.scope.clone(), state.record, state.field);
            if live.is_empty() {
                stands.remove(&place);
            } else {
                stands.insert(place, live);
            }
        }
    }
}

fn table(reply: &Reply) -> Devices {
    Devices::new(reply.devices.iter().map(|device| device.id.clone()))
}

fn place(scope: &str, operation: &Operation) -> Place {
    (
        scope.to_owned(),
        operation.record.clone(),
        operation.field.clone(),
    )
}
