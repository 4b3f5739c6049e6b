//! Where a record stands by the steps that were taken on it, and by what it says today
//! (`docs/PROTOCOL.md`, section 21): one function for phones, the endpoint and papers.
//!
//! ```text
//!   NoStep ──submitted──▶ Waiting ──received──▶ Received ──verified──▶ Verified
//!                           ▲ │                    │                      │
//!                 submitted │ ├────────────────────┴──────────────────────┘
//!                           │ ├──approved──▶ Approved ──what it says changes──▶ Changed
//!                           ├─┼──returned──▶ Returned
//!                           └─┴──refused───▶ Refused
//! ```
//!
//! - The order in which steps come to a phone says nothing; what each names in `after` does.
//! - Where two who did not know of each other said different things, neither is taken for the last
//!   word: nothing is approved, and both are shown.
//! - A step that is named and not here is passed over. One that comes after itself, which no hash allows,
//!   is later than nothing that an approval has to be later than, and harms nobody.

use crate::step::Step;
use protocol::rule::{Rule, holds};
use sorted::SortedMap;

/// Where a record stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReviewStanding {
    /// Nobody has taken a step: what earlier versions wrote as `state` is read.
    #[default]
    NoStep,
    /// There is no content: somebody settles the conflict first, or it is deleted.
    Unsettled,
    Approved,
    Refused,
    Returned,
    /// Submitted; received by somebody; found in order.
    Waiting,
    Received,
    Verified,
    /// No tip speaks of what it says today.
    Changed,
    /// What the tips say, side by side, and nothing more.
    AsTipsSay,
}

/// Where a record stands, and what was done last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review<'s> {
    pub standing: ReviewStanding,
    /// The step by which it stands there; nothing where no single one says it.
    pub by: Option<&'s Step<'s>>,
    /// The steps that no other comes after, by their words.
    pub tips: Vec<&'s Step<'s>>,
}

/// Where a record stands by `steps`; `today` is its content, if it has one.
pub fn review<'s>(steps: &'s [Step<'s>], today: Option<&str>) -> Review<'s> {
    let graph = Graph::of(steps);
    let tips = graph.tips();
    let found = |standing, by| Review {
        standing,
        by,
        tips: tips.iter().map(|place| graph.step(*place)).collect(),
    };
    if graph.steps.is_empty() {
        return found(ReviewStanding::NoStep, None);
    }
    let Some(today) = today else {
        return found(ReviewStanding::Unsettled, None);
    };
    let is_of_today = |step: &Step<'_>| step.content == today || !holds(Rule::ContentIsApproved);

    let stands = |standing, place: usize| found(standing, Some(graph.step(place)));
    let submitted = |step: &Step<'_>| step.what == "submitted";
    let denies = |step: &Step<'_>| matches!(step.what, "returned" | "refused");

    let reopened = graph.before(|step| submitted(step) || denies(step));
    let mut approvals = graph.places(|step| step.what == "approved" && is_of_today(step));
    approvals.retain(|place| !reopened[*place]);
    if holds(Rule::RefusalsStand) {
        let denials = graph.places(|step| denies(step) && is_of_today(step));
        graph.keep_later(&mut approvals, &denials);
    }
    if let Some(approval) = approvals.first() {
        return stands(ReviewStanding::Approved, *approval);
    }

    let submitted_after = graph.before(submitted);
    let open = |place: &&usize| !submitted_after[**place];
    let refusals = graph.places(|step| step.what == "refused" && is_of_today(step));
    if let Some(refusal) = refusals.iter().find(open) {
        return stands(ReviewStanding::Refused, *refusal);
    }

    let answers = graph.after(submitted);
    let mut returns = graph.places(|step| step.what == "returned");
    returns.retain(|place| answers[*place] || !holds(Rule::ReturnsAnswer));
    if let Some(returned) = returns.iter().find(open) {
        return stands(ReviewStanding::Returned, *returned);
    }

    let ended = graph.before(|step| denies(step) || matches!(step.what, "withdrawn" | "approved"));
    let mut submissions = graph.places(|step| submitted(step) && is_of_today(step));
    submissions.retain(|place| !ended[*place]);
    for (what, standing) in [
        ("verified", ReviewStanding::Verified),
        ("received", ReviewStanding::Received),
    ] {
        let seen = graph.before(|step| step.what == what && is_of_today(step));
        if let Some(submission) = submissions.iter().find(|place| seen[**place]) {
            return stands(standing, *submission);
        }
    }
    if let Some(submission) = submissions.first() {
        return stands(ReviewStanding::Waiting, *submission);
    }

    if tips.iter().any(|place| is_of_today(graph.step(*place))) {
        found(ReviewStanding::AsTipsSay, None)
    } else {
        found(ReviewStanding::Changed, None)
    }
}

/// The steps by their words, each once, and which comes after which.
struct Graph<'s> {
    steps: Vec<&'s Step<'s>>,
    /// By place, the places of those that it names and that are here.
    named: Vec<Vec<usize>>,
    /// By place, the places of those that name it.
    naming: Vec<Vec<usize>>,
}

impl<'s> Graph<'s> {
    fn of(steps: &'s [Step<'s>]) -> Self {
        let mut by_word: SortedMap<&str, &Step<'_>> = SortedMap::new();
        by_word.extend(steps.iter().map(|step| (step.word, step)));
        let mut places: SortedMap<&str, usize> = SortedMap::new();
        places.extend(by_word.keys().zip(0..).map(|(word, place)| (*word, place)));
        let steps: Vec<&Step<'_>> = by_word.into_values().collect();
        let mut named = vec![Vec::new(); steps.len()];
        let mut naming = vec![Vec::new(); steps.len()];
        for (place, step) in steps.iter().enumerate() {
            for earlier in step.after.iter().filter_map(|word| places.get(*word)) {
                named[place].push(*earlier);
                naming[*earlier].push(place);
            }
        }
        Self {
            steps,
            named,
            naming,
        }
    }

    fn step(&self, place: usize) -> &'s Step<'s> {
        self.steps[place]
    }

    /// The places of the steps that are so.
    fn places(&self, which: impl Fn(&Step<'_>) -> bool) -> Vec<usize> {
        let steps = self.steps.iter().enumerate();
        let such = steps.filter(|(_, step)| which(step));
        such.map(|(place, _)| place).collect()
    }

    fn tips(&self) -> Vec<usize> {
        let mut tips = self.places(|_| true);
        tips.retain(|place| self.naming[*place].is_empty());
        tips
    }

    /// By place whether one of these is later.
    fn before(&self, which: impl Fn(&Step<'_>) -> bool) -> Vec<bool> {
        reached(self.places(which), &self.named)
    }

    /// Keeps of the places those that are later than each of the others. Sixty-four at a time: what may be
    /// many times many is walked few times.
    fn keep_later(&self, places: &mut Vec<usize>, than: &[usize]) {
        let order = self.order();
        for some in than.chunks(64) {
            let mut own = vec![0_u64; self.steps.len()];
            for (bit, place) in some.iter().enumerate() {
                own[*place] = 1 << bit;
            }
            let all = own.iter().fold(0, |all, bit| all | bit);
            let mut earlier = vec![0_u64; self.steps.len()];
            for place in &order {
                let named = self.named[*place].iter();
                earlier[*place] =
                    named.fold(0, |found, other| found | earlier[*other] | own[*other]);
            }
            places.retain(|place| earlier[*place] == all);
        }
    }

    /// The places so that each comes after those that it names.
    fn order(&self) -> Vec<usize> {
        let mut missing: Vec<usize> = self.named.iter().map(Vec::len).collect();
        let mut order = Vec::with_capacity(missing.len());
        order.extend((0..missing.len()).filter(|place| missing[*place] == 0));
        let mut next = 0;
        while let Some(place) = order.get(next).copied() {
            next += 1;
            for later in &self.naming[place] {
                missing[*later] -= 1;
                if missing[*later] == 0 {
                    order.push(*later);
                }
            }
        }
        order
    }

    /// By place whether one of these is earlier.
    fn after(&self, which: impl Fn(&Step<'_>) -> bool) -> Vec<bool> {
        reached(self.places(which), &self.naming)
    }
}

/// What is reached from the places by at least one of the ways: each is walked once.
fn reached(mut open: Vec<usize>, ways: &[Vec<usize>]) -> Vec<bool> {
    let mut is_reached = vec![false; ways.len()];
    while let Some(place) = open.pop() {
        for next in &ways[place] {
            if !std::mem::replace(&mut is_reached[*next], true) {
                open.push(*next);
            }
        }
    }
    is_reached
}
