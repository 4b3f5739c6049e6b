//! Puts a reply together from the scopes' pages and answers: names become short, and only people
//! whom the reply speaks of are named.

use super::CursorKey;
use super::request::{AnsweredBy, Incoming};
use crate::model::{LogPosition, NamedPerson, Page, StoredState, WaitingReport};
use merge::Answer;
use protocol::OpId;
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Device, Devices, FieldState, Person, Reply, ScopeReply, WireReport};
use std::collections::{BTreeMap, BTreeSet};

/// The answer to one operation, and the name or number that its phone knows it by.
pub struct OperationAnswer<'a> {
    pub incoming: &'a Incoming,
    pub name: OpId,
    pub answer: Answer,
}

/// A reply under construction: scopes are put in one by one, and names are shortened as they come.
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
        let reported = page
            .reports
            .iter()
            .flatten()
            .map(|waiting| &waiting.report.entry);
        let live = page.states.iter().flat_map(|state| &state.live);
        for entry in live.chain(reported) {
            self.named.insert(entry.name.device.clone());
            self.named.extend(entry.reported_by.iter().cloned());
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
        reply.told = page.reports.map(|reported| self.pack_reports(reported));
        self.scopes.push(reply);
    }

    fn pack_state(&mut self, state: StoredState) -> FieldState {
        let live = state.live.iter();
        let live = live.map(|entry| self.devices.pack_entry(entry)).collect();
        let mut reported = BTreeMap::new();
        for (place, entry) in state.live.iter().enumerate() {
            if let Some(reporter) = &entry.reported_by {
                reported.insert(place, self.devices.place(reporter));
            }
        }
        FieldState {
            record: state.record,
            kind: state.kind,
            field: state.field,
            live,
            told: reported.into(),
            erased: state.is_erased,
        }
    }

    /// What waits, those together who report the same.
    fn pack_reports(&mut self, reported: Vec<WaitingReport>) -> Vec<WireReport> {
        let mut packed: Vec<WireReport> = Vec::new();
        for WaitingReport { report, .. } in reported {
            let id = report.id();
            let by = report.entry.reported_by.as_deref();
            let by = by.map(|reporter| self.devices.place(reporter));
            match packed.iter_mut().find(|earlier| earlier.id == id) {
                Some(earlier) => earlier.by.extend(by),
                None => packed.push(WireReport {
                    id,
                    entry: self.devices.pack_entry(&report.entry),
                    record: report.record,
                    kind: report.kind,
                    field: report.field,
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
        people: &BTreeMap<String, NamedPerson>,
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
