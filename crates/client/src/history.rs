//! The changes of a record, newest first, for the page «Lịch sử»: what this phone knows of itself, and what
//! the endpoint has kept of before (`docs/PROTOCOL.md`, section 22). A phone keeps no log of its own.

use merge::{FieldView, Tree};
use protocol::wire::Person;
use protocol::{OpId, Operation};
use reading::Slot;
use replica::{Author, PendingOperation};
use serde_json::Value;
use sorted::{SortedMap, SortedSet, by_number};

/// A page of the endpoint's history of a record, newest first.
#[derive(Clone, Debug, Default, Slot)]
pub struct HistoryReply {
    #[reading(default)]
    pub people: Vec<Person>,
    #[reading(default)]
    pub entries: Vec<HistoryEntry>,
    /// There are earlier ones.
    #[reading(default)]
    pub more: bool,
    /// When the history of the scope began, in milliseconds since 1970.
    pub since: i64,
}

/// One operation that the endpoint took, as a [`HistoryReply`] tells it.
#[derive(Clone, Debug, Default, Slot)]
pub struct HistoryEntry {
    pub seq: u64,
    pub record: String,
    pub kind: String,
    pub field: String,
    /// The operation's, in full.
    #[reading(default)]
    pub name: Option<OpId>,
    /// The place of its author in [`HistoryReply::people`]; nothing for the endpoint's own.
    #[reading(default)]
    pub person: Option<u64>,
    /// Nothing, if it is erased.
    #[reading(default)]
    pub value: Option<Value>,
    pub at: i64,
    pub received: i64,
    pub how: String,
}

/// How a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// Its value is what is shown in the field.
    Shown,
    /// It is on this phone alone.
    Waiting,
    /// Others have replaced it since.
    Replaced,
    /// Its value was erased, at a person's wish.
    Erased,
}

/// One change of a field, with who made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub name: OpId,
    pub record: String,
    pub kind: String,
    pub field: String,
    pub value: Value,
    /// The author's clock, in milliseconds since 1970.
    pub at: i64,
    /// The endpoint's; nothing while it has not come there.
    pub received: Option<i64>,
    /// The author's name; nothing while it is not known here.
    pub author: Option<String>,
    pub state: ChangeState,
}

/// What the phone itself knows: what stands in each field of a record and its lines, and its own edits
/// that are still on their way, also those that a later one of them has replaced.
pub fn of_phone(
    scope: &str,
    tree: &Tree,
    waiting: &[PendingOperation],
    authors: &SortedMap<String, Author>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for record in &tree.records {
        let deletion = std::iter::once((protocol::DELETION, &record.deletion));
        let fields = record.fields.iter().map(|(key, view)| (key.as_str(), view));
        for (field, view) in deletion.chain(fields) {
            changes.extend(shown((&record.id, &record.kind, field), view, authors));
        }
    }
    let mut known = SortedSet::new();
    known.extend(changes.iter().map(|change| change.name.clone()));
    let Some(root) = tree.root() else {
        return changes;
    };
    let is_of_record = |one: &&PendingOperation| {
        let of = protocol::root_of(&one.pending.operation.record);
        one.scope == scope && of == root.id && !known.contains(&one.pending.name)
    };
    let replaced = waiting.iter().filter(is_of_record);
    changes.extend(replaced.map(|one| {
        let Operation {
            record,
            kind,
            field,
            value,
            at,
            ..
        } = one.pending.operation.clone();
        Change {
            author: name_of(authors, &one.pending.name.device),
            name: one.pending.name.clone(),
            record,
            kind,
            field,
            value,
            at,
            received: None,
            state: ChangeState::Replaced,
        }
    }));
    newest_first(changes)
}

fn shown<'a>(
    (record, kind, field): (&'a str, &'a str, &'a str),
    view: &'a FieldView,
    authors: &'a SortedMap<String, Author>,
) -> impl Iterator<Item = Change> {
    view.candidates.iter().flat_map(move |candidate| {
        candidate.said.iter().map(move |said| Change {
            name: said.name.clone(),
            record: record.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value: candidate.value.clone(),
            at: said.at,
            received: said.received,
            author: name_of(authors, &said.name.device),
            state: match said.received {
                Some(_) => ChangeState::Shown,
                None => ChangeState::Waiting,
            },
        })
    })
}

fn name_of(authors: &SortedMap<String, Author>, device: &str) -> Option<String> {
    authors.get(device).map(|author| author.name.clone())
}

/// The phone's changes with what a page of the endpoint's history adds to them.
pub fn with_earlier(mut changes: Vec<Change>, page: HistoryReply) -> Vec<Change> {
    let mut known = SortedSet::new();
    known.extend(changes.iter().map(|change| change.name.clone()));
    for entry in page.entries {
        let Some(name) = entry.name.filter(|name| !known.contains(name)) else {
            continue;
        };
        known.insert(name.clone());
        let place = entry.person.and_then(|place| usize::try_from(place).ok());
        let person = place.and_then(|place| page.people.get(place));
        changes.push(Change {
            name,
            record: entry.record,
            kind: entry.kind,
            field: entry.field,
            state: match entry.how.as_str() {
                "erased" => ChangeState::Erased,
                _ => ChangeState::Replaced,
            },
            value: entry.value.unwrap_or_default(),
            at: entry.at,
            received: Some(entry.received),
            author: person.map(|person| person.name.clone()),
        });
    }
    newest_first(changes)
}

/// What has not come to the endpoint first, then in the order in which it came: a phone's clock may be wrong.
fn newest_first(changes: Vec<Change>) -> Vec<Change> {
    let mut waiting = by_number(changes, |change| change.at.saturating_neg());
    let mut come = waiting.clone();
    waiting.retain(|change| change.received.is_none());
    come.retain(|change| change.received.is_some());
    waiting.extend(by_number(come, |change| {
        change.received.unwrap_or_default().saturating_neg()
    }));
    waiting
}
