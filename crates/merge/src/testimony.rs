use crate::accept::enter;
use crate::rule::{Rule, holds};
use crate::{Accepted, Answer, Entry, Field, Known, Name};
use std::collections::BTreeSet;

/// The live set of one field as a phone had pulled it before the endpoint was
/// set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimony {
    pub record: String,
    pub kind: String,
    pub field: String,
    pub live: Vec<Entry>,
}

/// What of a testimony is believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Belief {
    /// It may add what the endpoint does not know.
    pub adds: bool,
    /// What the witness had pulled and states no more was replaced.
    pub replaces: bool,
}

/// Takes in what phones had pulled before the endpoint was set back. It may add
/// what the endpoint does not know or has refused since; it may mark as replaced only `pulled`: names
/// that the backup held *and* that the witness had pulled, all of them.
///
/// The operations themselves, with what they replace, are their authors' to
/// push again ([`crate::accept()`]); what is added here waits for them as
/// [`Known::attested`]. [`Known`] must hold what it would for arriving
/// operations of those names, and the names of the fields' live sets.
pub fn testify(
    testimonies: &[Testimony],
    pulled: &BTreeSet<Name>,
    known: &mut Known,
    out: &mut Accepted,
    mut believe: impl FnMut(&Testimony) -> Belief,
) {
    for testimony in testimonies {
        let belief = believe(testimony);
        let field: Field = (testimony.record.clone(), testimony.field.clone());
        let mut changed = false;
        if belief.replaces
            && holds(Rule::TestimonyReplaces)
            && let Some((_, live)) = known.fields.get_mut(&field)
        {
            let before = live.len();
            let stated = |name: &Name| testimony.live.iter().any(|entry| entry.name == *name);
            live.retain(|entry| stated(&entry.name) || !pulled.contains(&entry.name));
            changed = live.len() != before;
        }
        let adds = belief.adds && holds(Rule::TestimonyAdds);
        for entry in testimony.live.iter().filter(|_| adds) {
            let name = &entry.name;
            match known.names.get(name) {
                None => out.new_names.push(name.clone()),
                // It had entered, and its author lost the right before it came again.
                Some(Some(_)) if holds(Rule::RefusedMayBeTold) => {
                    if !out.new_names.contains(name) {
                        out.readmitted.push(name.clone());
                    }
                    let answers = out.answers.iter_mut();
                    answers
                        .filter(|(answered, _)| answered == name)
                        .for_each(|(_, answer)| *answer = Answer::Ok);
                }
                Some(_) => continue,
            }
            known.names.insert(name.clone(), None);
            known.attested.insert(name.clone());
            let vector = known.vectors.entry(name.device.clone()).or_default();
            vector.note(name.number);
            changed |= enter(entry.clone(), &testimony.kind, &field, known, out);
        }
        if changed {
            out.changed.insert(field);
        }
    }
}
