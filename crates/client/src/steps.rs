//! Taking a step on a record, and where it stands by those that were taken: what a person does with
//! a record, beside what it says.
//!
//! - What is approved is the content that was *shown*; it is computed once more at the tap, and if
//!   it is another one nothing is approved.
//! - Approving is offered where all of it can be seen: nothing of the scope is on its way, nothing is
//!   told to an endpoint that was set back, and the screen shows every field that is content.
//! - A pack is answered when it is whole ([`crate::received_packs`]).
//! - A step that came by hand, or that this phone alone tells, counts when the register has it.

use crate::received_packs::received;
use crate::records::Kinds;
use merge::{Candidate, Existence, Process, RecordView, Tree, content};
use protocol::canonical;
use protocol::rule::{Rule, holds};
use register::kind::{self, StepAuthor};
use register::pack::Incomplete;
use register::review::{Review, review};
use register::step::{FIELD, Step, StepWords, own_word, value_of};
use replica::{Edit, ReceivedReport, ScopeState};

/// Why a step cannot be taken now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStep {
    /// There is no such record here.
    NotThere,
    Deleted,
    /// Somebody deleted it, and somebody else went on: a person decides first.
    Disputed,
    /// A field of this line has several values: a person chooses first.
    Conflict {
        line: String,
        field: String,
    },
    /// It is not what was shown any more.
    Changed,
    /// The register has something of the scope that is not here.
    Behind,
    /// What this phone holds is being told to an endpoint that was set back.
    Telling,
    /// Something is content that the screen does not show.
    NotShown {
        kind: String,
        field: String,
    },
    /// It was submitted, and not all of it is here.
    Incomplete(Incomplete),
}

/// What was before a person's eyes, and what is so now.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    pub scope: &'a str,
    /// As it was shown.
    pub shown: &'a Tree,
    /// As it is at the tap.
    pub now: &'a Tree,
    /// How much of the scope is here.
    pub here: ScopeState,
}

/// What was done; those after which a record counts as settled ask for a full sight of it.
const SETTLING: [&str; 2] = ["approved", "accepted"];

/// The steps of a record that count, in the order of their words.
pub fn steps<'t>(scope: &str, tree: &'t Tree) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    // Whether somebody has written `~` of a step says nothing: nobody can.
    for line in &tree.records {
        let values = line
            .fields
            .get(FIELD)
            .map_or(&[][..], |field| &field.candidates);
        let counts = values.iter().filter(|candidate| is_known(candidate));
        steps.extend(counts.filter_map(|one| Step::read(scope, &line.id, &line.kind, &one.value)));
    }
    steps
}

/// Whether somebody has taken a step on the record, as the endpoint asks before it lets go of one
/// (docs/PROTOCOL.md, section 21).
pub fn is_reviewed(tree: &Tree) -> bool {
    let mut kinds = tree.records.iter().map(|line| line.kind.as_str());
    kinds.any(|of| kind::step(of).is_some())
}

fn is_known(candidate: &Candidate) -> bool {
    let known = candidate.said.iter().any(|said| !said.hearsay);
    known || !holds(Rule::HearsayApprovesNothing)
}

/// Whether the person may take over what another tells. A step is not taken over: who would, takes it anew,
/// with the record before their eyes.
pub fn may_take_over(reported: &ReceivedReport) -> bool {
    kind::step(&reported.kind).is_none()
}

/// Where a record stands, by the steps that count.
pub fn standing<'s>(scope: &str, tree: &Tree, steps: &'s [Step<'s>]) -> Review<'s> {
    review(steps, content(scope, tree, &Kinds).as_deref())
}

/// A step of a kind, ready to be saved. `shows` says whether the screen shows a field of a kind;
/// `nonce` is 22 random characters of base64url.
///
/// # Errors
/// Why it cannot be taken.
pub fn step_edit(
    sight: Sight<'_>,
    kind: &str,
    said: &StepWords<'_>,
    shows: impl Fn(&str, &str) -> bool,
    nonce: &str,
) -> Result<Edit, NoStep> {
    let Sight { scope, shown, .. } = sight;
    let record = shown.root().ok_or(NoStep::NotThere)?.id.as_str();
    let mut seen = content(scope, shown, &Kinds).ok_or_else(|| why_no_content(shown))?;
    let today = content(scope, sight.now, &Kinds).ok_or_else(|| why_no_content(sight.now))?;
    if !holds(Rule::ShownIsApproved) {
        seen.clone_from(&today);
    }
    if seen != today {
        return Err(NoStep::Changed);
    }
    if SETTLING.contains(&said.what) && holds(Rule::AllIsShown) {
        match sight.here {
            ScopeState::Whole => {}
            ScopeState::Behind => return Err(NoStep::Behind),
            ScopeState::Telling => return Err(NoStep::Telling),
        }
        if let Some((kind, field)) = not_shown(shown, shows) {
            return Err(NoStep::NotShown { kind, field });
        }
    }
    let answers = kind::step(kind).is_some_and(|step| step.by == StepAuthor::Receiver);
    let pack = received(sight.now).filter(|_| answers && holds(Rule::WholePacksAreAnswered));
    if let Some(Err(incomplete)) = pack.map(|pack| pack.pack) {
        return Err(NoStep::Incomplete(incomplete));
    }
    let known = steps(scope, shown);
    let tips: Vec<&str> = review(&known, None)
        .tips
        .iter()
        .map(|tip| tip.word)
        .collect();
    let value = value_of(said, &seen, &tips, &names_in(shown), nonce);
    Ok(Edit {
        scope: scope.to_owned(),
        record: format!("{record}.{}", own_word(scope, record, kind, &value)),
        kind: kind.to_owned(),
        field: FIELD.to_owned(),
        value,
        predecessors: Vec::new(),
    })
}

/// The record and its lines, as far as they are content.
fn parts(tree: &Tree) -> impl Iterator<Item = &RecordView> {
    let is_there = |record: &&RecordView| !matches!(record.existence, Existence::Deleted { .. });
    let alone = tree.root().filter(|root| Kinds.stands_alone(&root.kind));
    let is_there = move |record: &&RecordView| {
        is_there(record) && alone.is_none_or(|root| root.id == record.id)
    };
    let records = tree.records.iter().filter(is_there);
    records.filter(|record| !Kinds.is_process_line(&record.kind))
}

/// The values that are content: of which line, which field, and which values.
fn values(tree: &Tree) -> impl Iterator<Item = (&RecordView, &str, &[Candidate])> {
    parts(tree).flat_map(|record| {
        let fields = record.fields.iter();
        let fields = fields.filter(|(field, _)| !Kinds.is_process_field(&record.kind, field));
        fields.map(move |(field, view)| (record, field.as_str(), &view.candidates[..]))
    })
}

/// Why a record has no content.
pub(crate) fn why_no_content(tree: &Tree) -> NoStep {
    match tree.root().map(|root| &root.existence) {
        None => return NoStep::NotThere,
        Some(Existence::Deleted { .. }) => return NoStep::Deleted,
        Some(Existence::Disputed { .. } | Existence::Present) => {}
    }
    let conflict = values(tree).find(|(.., values)| values.len() > 1);
    conflict.map_or(NoStep::Disputed, |(record, field, _)| NoStep::Conflict {
        line: record.id.clone(),
        field: field.to_owned(),
    })
}

/// A field that is content and that a screen does not show.
fn not_shown(tree: &Tree, shows: impl Fn(&str, &str) -> bool) -> Option<(String, String)> {
    let says_something =
        |values: &[Candidate]| values.iter().any(|one| !canonical(&one.value).is_null());
    let mut hidden = values(tree)
        .filter(|(record, field, values)| says_something(values) && !shows(&record.kind, field));
    let (record, field, _) = hidden.next()?;
    Some((record.kind.clone(), field.to_owned()))
}

/// The names of what stands there: what explains to a person what another saw.
fn names_in(tree: &Tree) -> Vec<String> {
    let said = values(tree)
        .flat_map(|(.., values)| values)
        .flat_map(|value| &value.said);
    said.map(|said| said.name.to_string()).collect()
}
