//! All that a phone's screens would show, gathered in sets, so that [`Watch`](crate::Watch) can
//! compare it with what must be there.

use crate::{FORGED, Phone, Violation};
use merge::Existence;
use protocol::{DELETION, OpId};
use std::collections::{BTreeMap, BTreeSet};

/// Scope, record, field.
pub type FieldKey = (String, String, String);

/// The names that stand on a phone's screens, by what they are: values, hidden ones, those that are
/// only reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    pub standing: BTreeMap<OpId, FieldKey>,
    /// Those among the standing that a deletion hides.
    pub hidden: BTreeSet<OpId>,
    /// Something stands that its author or reporter had no right to write.
    pub is_forged: bool,
    /// What the standing deletions list.
    pub listed: BTreeSet<OpId>,
    /// Those among the standing that are said to be only told.
    pub reported: BTreeSet<OpId>,
}

impl Screen {
    pub fn of(phone: &Phone) -> Result<Self, Violation> {
        let mut screen = Self::default();
        for (scope, root, _) in phone.listed()? {
            for record in &phone.show_in(&scope, &root)?.tree.records {
                let deletion = (DELETION, &record.deletion);
                let fields = record
                    .fields
                    .iter()
                    .map(|(field, view)| (field.as_str(), view));
                for (field, view) in fields.chain([deletion]) {
                    for candidate in &view.candidates {
                        screen.is_forged |= candidate.value == FORGED;
                        let told = candidate
                            .said
                            .iter()
                            .filter(|said| said.reported_by.is_some());
                        screen.reported.extend(told.map(|said| said.name.clone()));
                        let names = candidate.said.iter().map(|said| said.name.clone());
                        let place = (scope.clone(), record.id.clone(), field.to_owned());
                        let deleted = matches!(record.existence, Existence::Deleted { .. });
                        if deleted && field != DELETION {
                            screen.hidden.extend(names.clone());
                        }
                        screen
                            .standing
                            .extend(names.map(|name| (name, place.clone())));
                        if field == DELETION {
                            screen.listed.extend(names_in(&candidate.value));
                        }
                    }
                }
            }
        }
        Ok(screen)
    }

    /// What stands there without what one phone alone tells, wherever that stands. Whether its
    /// record is hidden is not said: a deletion among it hides the record there alone, and of
    /// a record that the others have deleted it shows there that somebody went on.
    pub fn shared(&self, alone: &BTreeMap<OpId, FieldKey>) -> Self {
        let root =
            |(scope, record, _): &FieldKey| (scope.clone(), protocol::root_of(record).to_owned());
        let told: BTreeSet<_> = alone.values().map(root).collect();
        let mut shared = self.clone();
        shared.reported.clear();
        shared.standing.retain(|name, _| !alone.contains_key(name));
        let standing = &shared.standing;
        shared.hidden.retain(|name| {
            let place = standing.get(name);
            place.is_some_and(|place| !told.contains(&root(place)))
        });
        if alone.values().any(|(.., field)| field == DELETION) {
            shared.listed.clear();
        }
        shared
    }
}

/// The names that a deletion lists.
pub fn names_in(value: &serde_json::Value) -> Vec<OpId> {
    let names = value.as_array().into_iter().flatten();
    names
        .filter_map(|name| name.as_str()?.parse().ok())
        .collect()
}
