use super::cursor;
use super::request::{AnsweredBy, Incoming};
use crate::store::{Page, PersonName, Place};
use merge::wire::{self, Device, Devices, FieldState, Person, Reply, ScopeReply};
use merge::{Answer, Name};
use std::collections::{BTreeMap, BTreeSet};

/// What is said to one operation.
pub struct Said<'a> {
    pub incoming: &'a Incoming,
    pub name: Name,
    pub answer: Answer,
}

/// A reply while its scopes are put in and its names shortened.
pub struct Draft<'a> {
    epoch: &'a str,
    devices: Devices,
    /// The devices of which the person is told whose they are: those that wrote what
    /// he may read. Whoever carries for others is told no names.
    named: BTreeSet<String>,
    scopes: Vec<ScopeReply>,
}

impl<'a> Draft<'a> {
    pub fn new(epoch: &'a str) -> Self {
        Self {
            epoch,
            devices: Devices::default(),
            named: BTreeSet::new(),
            scopes: Vec::new(),
        }
    }

    pub fn add<'b>(&mut self, scope: &str, said: impl IntoIterator<Item = Said<'b>>, page: Page) {
        let mut reply = ScopeReply {
            scope: scope.to_owned(),
            cursor: cursor_of(self.epoch, page.end.as_ref()),
            more: page.more,
            reset: page.reset,
            held: page.held,
            ..ScopeReply::default()
        };
        for vector in &page.vectors {
            self.named.insert(vector.device.clone());
        }
        for entry in page.states.iter().flat_map(|state| &state.live) {
            self.named.insert(entry.name.device.clone());
        }
        for Said {
            incoming,
            name,
            answer,
        } in said
        {
            if !incoming.relayed {
                self.named.insert(name.device.clone());
            }
            let key = match incoming.answered_by {
                AnsweredBy::Name => self.devices.shorten(&name),
                AnsweredBy::Number => {
                    format!("{}.{}", self.devices.place(&name.device), name.number)
                }
            };
            let word = match answer {
                Answer::Ok => wire::OK.to_owned(),
                Answer::Forked => wire::FORKED.to_owned(),
                Answer::Refused(refusal) => refusal.0,
            };
            reply.answers.insert(key, word);
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
        for state in page.states {
            let live = state
                .live
                .iter()
                .map(|entry| self.devices.pack_entry(entry))
                .collect();
            let (record, kind, field) = (state.record, state.kind, state.field);
            reply.states.push(FieldState {
                record,
                kind,
                field,
                live,
            });
        }
        self.scopes.push(reply);
    }

    /// The devices of which it is told whose they are.
    pub fn named(&self) -> Vec<String> {
        self.named.iter().cloned().collect()
    }

    pub fn finish(
        self,
        people: &BTreeMap<String, PersonName>,
        heads: Option<BTreeMap<String, Place>>,
        lost: Vec<String>,
        now: i64,
    ) -> Reply {
        let heads = heads.map(|heads| cursors(self.epoch, &heads).into());
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
pub fn digest(epoch: &str, heads: &BTreeMap<String, Place>) -> String {
    let cursors = cursors(epoch, heads);
    wire::digest(
        cursors
            .iter()
            .map(|(scope, cursor)| (scope.as_str(), cursor.as_str())),
    )
}

fn cursors(epoch: &str, heads: &BTreeMap<String, Place>) -> BTreeMap<String, String> {
    heads
        .iter()
        .map(|(scope, place)| (scope.clone(), cursor::write(epoch, place)))
        .collect()
}

fn cursor_of(epoch: &str, end: Option<&Place>) -> String {
    end.map(|place| cursor::write(epoch, place))
        .unwrap_or_default()
}
