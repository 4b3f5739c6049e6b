//! What a person sees of a record and its lines, of what the phone holds: the rows of the base, which
//! the endpoint stated, and the operations of the overlay, which are not in them yet.
//!
//! - A field shows the entries of its base and the operations of its overlay, less what an operation of
//!   the overlay replaces. One value among them is the value; several are a conflict, by first name, so
//!   that all phones show them in one order. Equal values are one, said by several.
//! - An operation that stands in the base already is shown once, as confirmed.
//! - What replaces something and is itself not shown (`unseen`) takes nothing from the screen.
//! - `held` is what an edit made now replaces: all that the phone holds of the field, shown or covered by
//!   its own unconfirmed edits, but nothing that never was before anybody's eyes here.
//! - A record is deleted if each live name of it and of its lines is in the list of some deletion of it or
//!   of a record above it; disputed if a deletion stands and some live name is in none. Deletions of
//!   several people are united.
//!
//! It is a function of its two arguments: nothing interrupts it and nothing is kept.

use protocol::rule::{Rule, holds};
use protocol::{DELETION, Entry, OpId, Operation, deleted_names, same_value};
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sorted::{SortedMap, SortedSet};

/// The endpoint's exact state of one record: for each field its live set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct RecordState {
    pub kind: String,
    pub fields: SortedMap<String, Vec<Entry>>,
    /// The number of the cursor with which it came last; 0 if that is not known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub at: u64,
    /// By field what this phone has reported and has not seen in the register since: whatever
    /// is shown of the field, it is reported again to an endpoint that is set back once more.
    #[serde(rename = "told", default, skip_serializing_if = "SortedMap::is_empty")]
    pub reported: SortedMap<String, Vec<Entry>>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// An operation of the overlay: it is on this phone and not yet in its record's row of the base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct Pending {
    pub name: OpId,
    pub operation: Operation,
    /// The endpoint has it, though the state of its field has not come yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
    /// It was replaced by an operation that has left the overlay since: still
    /// sent, no longer shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Somebody else's, on its way by this phone; nothing for the phone's own.
    #[serde(rename = "carried", default, skip_serializing_if = "Option::is_none")]
    pub relayed: Option<AuthorProof>,
}

/// The author's key and signature that go with an operation which another phone relays. By them the
/// endpoint knows whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct AuthorProof {
    /// The author's public key: 87 characters of base64url.
    pub key: String,
    /// Over [`Operation::signed_text`]: 86 characters of base64url.
    pub signature: String,
    /// The register may have had it before it came here: it is sent, and was never
    /// before anybody's eyes on this phone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unseen: bool,
    /// When the endpoint said that it does not know the author yet, by its own
    /// clock in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<i64>,
}

/// One operation that says a value: its name, the author's time and the endpoint's. Screens show it
/// beside the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub name: OpId,
    pub at: i64,
    /// Nothing while the endpoint has not confirmed it.
    pub received: Option<i64>,
    /// The device that reported it, as in [`Entry::reported_by`].
    pub reported_by: Option<String>,
    /// The register has not said it, and it is not this person's either: it came by hand, or is what
    /// this phone alone tells.
    pub hearsay: bool,
}

/// One of the values that stand in a field, with every operation that says it. Two or more in a
/// field are a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub value: Value,
    pub said: Vec<Attribution>,
}

/// One field as a person sees it: its candidates, and the names that an edit made now replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldView {
    /// One: that is the value. Several: a conflict. Ordered by first name.
    pub candidates: Vec<Candidate>,
    /// Every name that the phone holds here, those replaced by its own
    /// unconfirmed edits included: what an edit made now replaces.
    pub held: Vec<OpId>,
}

impl FieldView {
    /// The value; in a conflict the first of the candidates.
    pub fn value(&self) -> &Value {
        self.candidates
            .first()
            .map_or(&Value::Null, |candidate| &candidate.value)
    }

    pub fn is_conflict(&self) -> bool {
        self.candidates.len() > 1
    }

    /// Whether an operation stands here that is on this phone and not confirmed.
    pub fn is_waiting(&self) -> bool {
        self.candidates
            .iter()
            .any(|c| c.said.iter().any(|said| said.received.is_none()))
    }
}

/// The standing of a record: present, deleted, or deleted by one and changed by another, which a
/// person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Existence {
    Present,
    /// Somebody deleted it, having seen all that is live in it.
    Deleted {
        by: Vec<Attribution>,
    },
    /// Somebody deleted it and somebody else, not knowing, changed it or one
    /// of its lines: a person decides. `edits` are the changes not seen.
    Disputed {
        by: Vec<Attribution>,
        edits: Vec<OpId>,
    },
}

/// One record or line as a person sees it: its existence and its fields. Made of base and overlay
/// whenever it is shown; never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordView {
    pub id: String,
    pub kind: String,
    pub existence: Existence,
    /// Without the reserved field `~`.
    pub fields: SortedMap<String, FieldView>,
    /// The reserved field, for undoing.
    pub deletion: FieldView,
}

/// A record and its lines as a person sees them, the record first, the lines by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    pub records: Vec<RecordView>,
}

impl Tree {
    /// What a person sees: the rows and the pending operations of one record
    /// and its lines, less everything replaced.
    pub fn new<'a>(
        rows: impl IntoIterator<Item = (&'a str, &'a RecordState)>,
        pending: impl IntoIterator<Item = &'a Pending>,
    ) -> Self {
        let mut drafts: SortedMap<&str, RecordViewBuilder<'_>> = SortedMap::new();
        for (id, row) in rows {
            let draft = drafts.or_default(id);
            draft.kind = Some(row.kind.as_str());
            for (field, live) in row.fields.iter() {
                let field_draft = draft.fields.or_default(field);
                field_draft.base = live;
                field_draft.told = row.reported.get(field).map_or(&[], Vec::as_slice);
            }
        }
        for pending in pending {
            let draft = drafts.or_default(&pending.operation.record);
            draft.kind.get_or_insert(&pending.operation.kind);
            let field = draft.fields.or_default(&pending.operation.field);
            field.overlay.push(pending);
        }
        let mut records: Vec<RecordView> = drafts
            .into_iter()
            .map(|(id, draft)| draft.finish(id))
            .collect();
        decide_existence(&mut records);
        Self { records }
    }

    /// The record itself, without its lines.
    pub fn root(&self) -> Option<&RecordView> {
        self.records
            .first()
            .filter(|record| !record.id.contains('.'))
    }

    pub fn record(&self, id: &str) -> Option<&RecordView> {
        self.records.iter().find(|record| record.id == id)
    }

    /// The lines that are there, of a kind.
    pub fn lines<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a RecordView> + 'a {
        self.records.iter().filter(move |record| {
            record.kind == kind
                && record.id.contains('.')
                && !matches!(record.existence, Existence::Deleted { .. })
        })
    }

    /// Every name held of the record `id` and its lines: what deleting it lists.
    pub fn held_below(&self, id: &str) -> Vec<OpId> {
        self.records
            .iter()
            .filter(|record| is_same_or_below(&record.id, id))
            .filter(|record| record.id == id || holds(Rule::DeletionsListLines))
            .flat_map(|record| {
                record
                    .fields
                    .values()
                    .flat_map(|field| field.held.iter().cloned())
            })
            .collect()
    }
}

#[derive(Default)]
struct RecordViewBuilder<'a> {
    kind: Option<&'a str>,
    fields: SortedMap<&'a str, FieldViewBuilder<'a>>,
}

#[derive(Default)]
struct FieldViewBuilder<'a> {
    base: &'a [Entry],
    /// Those of the base that the register has not been seen to hold.
    told: &'a [Entry],
    overlay: Vec<&'a Pending>,
}

impl RecordViewBuilder<'_> {
    fn finish(self, id: &str) -> RecordView {
        let mut fields: SortedMap<String, FieldView> = SortedMap::new();
        fields.extend(
            self.fields
                .into_iter()
                .map(|(key, draft)| (key.to_owned(), draft.finish())),
        );
        RecordView {
            id: id.to_owned(),
            kind: self.kind.unwrap_or_default().to_owned(),
            existence: Existence::Present,
            deletion: fields.remove(DELETION).unwrap_or_default(),
            fields,
        }
    }
}

impl FieldViewBuilder<'_> {
    fn finish(self) -> FieldView {
        let overlay = || self.overlay.iter();
        let is_replaced = |name: &OpId| {
            // What is not shown itself takes nothing from the screen: that its number is
            // covered may be another's doing.
            let replaces = |pending: &&Pending| {
                let unseen = pending.relayed.as_ref().is_some_and(|from| from.unseen);
                !unseen && pending.operation.predecessors.contains(name)
            };
            holds(Rule::ReplacedIsNotShown) && overlay().any(replaces)
        };
        let in_base = |name: &OpId| self.base.iter().any(|entry| entry.name == *name);
        let mut live: Vec<(&Value, Attribution)> = Vec::new();
        let mut join = |value, said: Attribution| {
            let place = live.partition_point(|(_, other)| other.name < said.name);
            live.insert(place, (value, said));
        };
        for entry in self.base.iter().filter(|entry| !is_replaced(&entry.name)) {
            let said = Attribution {
                name: entry.name.clone(),
                at: entry.at,
                received: Some(entry.received),
                reported_by: entry.reported_by.clone(),
                hearsay: self.told.iter().any(|told| told.name == entry.name),
            };
            join(&entry.value, said);
        }
        for pending in overlay().filter(|pending| {
            !pending.hidden && !is_replaced(&pending.name) && !in_base(&pending.name)
        }) {
            let operation = &pending.operation;
            let said = Attribution {
                name: pending.name.clone(),
                at: operation.at,
                received: None,
                reported_by: None,
                hearsay: pending.relayed.is_some(),
            };
            join(&operation.value, said);
        }
        let mut candidates: Vec<Candidate> = Vec::new();
        for (value, said) in live {
            match candidates
                .iter_mut()
                .find(|candidate| same_value(&candidate.value, value))
            {
                Some(candidate) => candidate.said.push(said),
                None => candidates.push(Candidate {
                    value: value.clone(),
                    said: vec![said],
                }),
            }
        }
        let only_here = overlay()
            .filter(|pending| !is_unseen(pending))
            .map(|pending| &pending.name)
            .filter(|name| !in_base(name));
        let mut held: Vec<OpId> = self
            .base
            .iter()
            .map(|entry| &entry.name)
            .chain(only_here)
            .cloned()
            .collect();
        if !holds(Rule::HeldIsReplaced) {
            let visible = |name: &OpId| {
                let mut said = candidates.iter().flat_map(|candidate| &candidate.said);
                said.any(|said| said.name == *name)
            };
            held.retain(visible);
        }
        FieldView { candidates, held }
    }
}

/// What came by hand and was never shown is not replaced by what is saved here.
fn is_unseen(pending: &Pending) -> bool {
    let unseen = pending.relayed.as_ref().is_some_and(|from| from.unseen);
    unseen && holds(Rule::UnseenIsNotReplaced)
}

fn is_same_or_below(id: &str, above: &str) -> bool {
    id == above
        || id
            .strip_prefix(above)
            .is_some_and(|rest| rest.starts_with('.'))
}

/// A record is deleted if every live name of it and its lines is in the union
/// of the deletions' lists, its own and those of the records above it.
fn decide_existence(records: &mut [RecordView]) {
    let deletions: Vec<(String, Vec<Attribution>, SortedSet<OpId>)> = records
        .iter()
        .filter_map(|record| {
            let mut by = Vec::new();
            let mut names = SortedSet::new();
            for candidate in &record.deletion.candidates {
                if let Some(listed) = deleted_names(&candidate.value) {
                    if !holds(Rule::DeletionsAreUnited) {
                        names.clear();
                    }
                    by.extend(candidate.said.iter().cloned());
                    names.extend(listed);
                }
            }
            (!by.is_empty()).then(|| (record.id.clone(), by, names))
        })
        .collect();
    if deletions.is_empty() {
        return;
    }
    let unseen_of = |record: &RecordView| -> Vec<OpId> {
        let covering: Vec<&SortedSet<OpId>> = deletions
            .iter()
            .filter(|(above, ..)| is_same_or_below(&record.id, above))
            .map(|(_, _, names)| names)
            .collect();
        let live = record.fields.values().flat_map(|field| &field.candidates);
        live.flat_map(|candidate| &candidate.said)
            .filter(|said| !covering.iter().any(|names| names.contains(&said.name)))
            .map(|said| said.name.clone())
            .collect()
    };
    let unseen: Vec<Vec<OpId>> = records.iter().map(unseen_of).collect();
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    for record in records.iter_mut() {
        let by: Vec<Attribution> = deletions
            .iter()
            .filter(|(above, ..)| is_same_or_below(&record.id, above))
            .flat_map(|(_, by, _)| by.iter().cloned())
            .collect();
        if by.is_empty() {
            continue;
        }
        let edits: Vec<OpId> = ids
            .iter()
            .zip(&unseen)
            .filter(|(id, _)| is_same_or_below(id, &record.id))
            .flat_map(|(_, names)| names.iter().cloned())
            .collect();
        record.existence = if edits.is_empty() || !holds(Rule::UnseenChangesAreDisputed) {
            Existence::Deleted { by }
        } else {
            Existence::Disputed { by, edits }
        };
    }
}
