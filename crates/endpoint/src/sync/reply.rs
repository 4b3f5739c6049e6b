use super::CursorKey;
use super::request::{AnsweredBy, Incoming};
use crate::model::{LogPosition, Page, PersonName, StoredState, WaitingTelling};
use merge::Answer;
use protocol::OpId;
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Device, Devices, FieldState, Person, Reply, ScopeReply, WireTelling};
use std::collections::{BTreeMap, BTreeSet};

/// What is said to one operation.
pub struct OperationAnswer<'a> {
    pub incoming: &'a Incoming,
    pub name: OpId,
    pub answer: Answer,
}

/// A reply while its scopes are put in and its names shortened.
pub struct ReplyDraft<'a> {
    epoch: &'a str,
    key: &'a CursorKey,
    devices: Devices,
    /// The devices of which the person is told whose they are: his own, and those that
    /// wrote what he is sent.
    named: BTreeSet<String>,
    scopes: Vec<ScopeReply>,
}

impl<'a> ReplyDraft<'a> {
    pub fn new(epoch: &'a str, key: &'a CursorKey, own: BTreeSet<String>) -> Self {
        Self {
            epoch,
            key,
            devices: Devices::default(),
            named: own,
            scopes: Vec::new(),
        }
    }

    pub fn add<'b>(
        &mut self,
        scope: &str,
        said: impl IntoIterator<Item = OperationAnswer<'b>>,
        page: Page,
    ) {
        let end = page.end.as_ref();
        let cursor = end.map(|end| self.key.write(scope, self.epoch, end, page.newest.as_ref()));
        let mut reply = ScopeReply {
            scope: scope.to_owned(),
            cursor: cursor.unwrap_or_default(),
            more: page.more,
            reset: page.reset,
            held: page.held,
            ..ScopeReply::default()
        };
        let told = page
            .told
            .iter()
            .flatten()
            .map(|waiting| &waiting.telling.entry);
        let live = page.states.iter().flat_map(|state| &state.live);
        for entry in live.chain(told) {
            self.named.insert(entry.name.device.clone());
            self.named.extend(entry.told.iter().cloned());
        }
        for OperationAnswer {
            incoming,
            name,
            answer,
        } in said
        {
            if !holds(Rule::OnlyReadersAreToldNames) {
                self.named.insert(name.device.clone());
            }
            let key = match incoming.answered_by {
                AnsweredBy::Name => self.devices.shorten(&name),
                AnsweredBy::Number => {
                    format!("{}.{}", self.devices.place(&name.device), name.number)
                }
            };
            reply.answers.insert(key, word_of(answer));
        }
        for vector in page.vectors {
            let place = self.devices.place(&vector.device);
            reply.seen.insert(place, vector.seen);
            if vector.kept > 0 {
                reply.kept.insert(place, vector.kept);
            }
            reply
                .beyond
                .extend(vector.beyond.iter().map(|name| self.devices.shorten(name)));
        }
        let states = page.states.into_iter();
        reply.states = states.map(|state| self.pack_state(state)).collect();
        reply.told = page.told.map(|told| self.pack_told(told));
        self.scopes.push(reply);
    }

    fn pack_state(&mut self, state: StoredState) -> FieldState {
        let live = state.live.iter();
        let live = live.map(|entry| self.devices.pack_entry(entry)).collect();
        let mut told = BTreeMap::new();
        for (place, entry) in state.live.iter().enumerate() {
            if let Some(witness) = &entry.told {
                told.insert(place, self.devices.place(witness));
            }
        }
        FieldState {
            record: state.record,
            kind: state.kind,
            field: state.field,
            live,
            told: told.into(),
        }
    }

    /// What waits, those together who tell the same.
    fn pack_told(&mut self, told: Vec<WaitingTelling>) -> Vec<WireTelling> {
        let mut packed: Vec<WireTelling> = Vec::new();
        for WaitingTelling { telling, .. } in told {
            let id = telling.id();
            let by = telling.entry.told.as_deref();
            let by = by.map(|witness| self.devices.place(witness));
            match packed.iter_mut().find(|earlier| earlier.id == id) {
                Some(earlier) => earlier.by.extend(by),
                None => packed.push(WireTelling {
                    id,
                    entry: self.devices.pack_entry(&telling.entry),
                    record: telling.record,
                    kind: telling.kind,
                    field: telling.field,
                    by: by.into_iter().collect(),
                }),
            }
        }
        packed
    }

    /// The devices of which it is told whose they are.
    pub fn named(&self) -> Vec<String> {
        self.named.iter().cloned().collect()
    }

    pub fn finish(
        self,
        people: &BTreeMap<String, PersonName>,
        heads: Option<BTreeMap<String, LogPosition>>,
        lost: Vec<String>,
        now: i64,
    ) -> Reply {
        let heads = heads.map(|heads| cursors(self.epoch, self.key, &heads).into());
        let mut reply = Reply {
            now,
            epoch: self.epoch.to_owned(),
            minimum_app: super::MINIMUM_APP,
            scopes: self.scopes,
            heads,
            lost,
            ..Reply::default()
        };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for id in self.devices.into_ids() {
            let person = people.get(&id).map(|person| {
                *places.entry(&person.id).or_insert_with(|| {
                    reply.people.push(Person {
                        id: person.id.clone(),
                        name: person.name.clone(),
                    });
                    reply.people.len() - 1
                })
            });
            reply.devices.push(Device { id, person });
        }
        reply
    }
}

/// The digest of the newest cursors, as a phone that knows them all gives it.
pub fn digest(epoch: &str, key: &CursorKey, heads: &BTreeMap<String, LogPosition>) -> String {
    let cursors = cursors(epoch, key, heads);
    wire::digest(
        cursors
            .iter()
            .map(|(scope, cursor)| (scope.as_str(), cursor.as_str())),
    )
}

fn cursors(
    epoch: &str,
    key: &CursorKey,
    heads: &BTreeMap<String, LogPosition>,
) -> BTreeMap<String, String> {
    heads
        .iter()
        .map(|(scope, place)| (scope.clone(), key.write(scope, epoch, place, None)))
        .collect()
}

fn word_of(answer: Answer) -> String {
    match answer {
        Answer::Ok => wire::OK.to_owned(),
        Answer::Forked => wire::FORKED.to_owned(),
        Answer::Refused(refusal) => refusal.0,
    }
}
