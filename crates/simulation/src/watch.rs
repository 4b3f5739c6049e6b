//! The checks of the simulation: what must hold after each step, and what must hold when all is
//! quiet. It looks at phones from outside and knows nothing of how they work.

use crate::screen::{Screen, names_in};
use crate::{Phone, Violation, World};
use endpoint::model::refusal;
use protocol::{DELETION, OpId, Operation};
use replica::{MemoryStore, RefusedOperation};
use std::collections::{BTreeMap, BTreeSet};

fn violation(text: impl Into<String>) -> Result<(), Violation> {
    Err(Violation(text.into()))
}

/// Scope, device, number.
type Number = (String, String, u64);

/// What lies on a phone and is not in the shared register.
#[derive(Clone, Debug, Default)]
struct UnsharedOperations {
    waiting: BTreeSet<OpId>,
    /// Of others.
    relayed: BTreeSet<OpId>,
    refused: BTreeSet<OpId>,
    /// Of others.
    refused_relayed: BTreeSet<OpId>,
}

impl Memory {
    /// What was saved on this phone.
    pub fn made(&self) -> &BTreeSet<OpId> {
        &self.made
    }
}

impl UnsharedOperations {
    fn all_waiting(&self) -> BTreeSet<OpId> {
        self.waiting.union(&self.relayed).cloned().collect()
    }

    fn all_refused(&self) -> BTreeSet<OpId> {
        self.refused.union(&self.refused_relayed).cloned().collect()
    }

    fn has(&self, name: &OpId) -> bool {
        let all = [
            &self.waiting,
            &self.relayed,
            &self.refused,
            &self.refused_relayed,
        ];
        all.iter().any(|names| names.contains(name))
    }
}

/// The names that a phone has shown and has had to send, as far as its storage goes back: it is
/// copied and rolled back with it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Accepted, and of a scope that the phone might not read: the scope is read again, and it has not
    /// come yet.
    elsewhere: BTreeSet<OpId>,
    /// Every name that ever stood on the screen.
    pub shown: BTreeSet<OpId>,
    waiting: BTreeSet<OpId>,
    relayed: BTreeSet<OpId>,
    made: BTreeSet<OpId>,
    /// Numbers that were given here, or seen to be.
    given: BTreeSet<Number>,
}

/// The observer of a whole simulation: it knows every operation that was made and checks every
/// phone against that.
#[derive(Debug, Default)]
pub struct Watch {
    operations: BTreeMap<OpId, (String, Operation)>,
    /// By people: nobody else makes operations.
    saved: BTreeSet<OpId>,
    /// Made on storage that was rolled back since: nobody need have them.
    lost: BTreeSet<OpId>,
    /// Somebody was told that it had entered: it stood on a screen as confirmed,
    /// or was answered to whoever had it waiting.
    told: BTreeSet<OpId>,
}

impl Watch {
    /// What must hold after every step.
    ///
    /// # Errors
    /// What does not.
    pub fn look(
        &mut self,
        world: &World,
        phone: &Phone,
        memory: &mut Memory,
    ) -> Result<(), Violation> {
        let answers = world.answers();
        let held = self.meet(phone)?;
        let (waiting, refused) = (held.all_waiting(), held.all_refused());
        let screen = Screen::of(phone)?;
        self.check_numbers(&screen, &held, memory)?;
        if screen.is_forged {
            return violation("what a forger made stands there");
        }
        for name in screen.standing.keys() {
            if waiting.contains(name) {
                continue;
            }
            if !is_accepted(&answers, name) {
                return violation(format!(
                    "{name} stands there confirmed, and was never accepted"
                ));
            }
            self.told.insert(name.clone());
        }
        for name in memory.waiting.union(&memory.relayed) {
            if waiting.contains(name) || refused.contains(name) {
                continue;
            }
            if !is_accepted(&answers, name) {
                return violation(format!("{name} waits no more, and was never answered"));
            }
            // A courier who is told of it tells nobody.
            if memory.waiting.contains(name) {
                self.told.insert(name.clone());
            }
        }
        memory.shown.extend(screen.standing.keys().cloned());
        self.check_shown(world, phone, memory, &screen, &refused)?;
        count_waiting(phone)?;
        (memory.waiting, memory.relayed) = (held.waiting, held.relayed);
        Ok(())
    }

    /// What was ever on the screen is there, or was replaced, or is known to be on its way.
    fn check_shown(
        &self,
        world: &World,
        phone: &Phone,
        memory: &mut Memory,
        screen: &Screen,
        refused: &BTreeSet<OpId>,
    ) -> Result<(), Violation> {
        let answers = world.answers();
        let mut known = BTreeMap::new();
        // What somebody carried to where he may not look any more is there.
        let lost = phone.lost()?;
        let is_elsewhere = |name: &OpId| {
            let of = self.operations.get(name);
            of.is_some_and(|(scope, _)| lost.contains(scope)) && is_accepted(&answers, name)
        };
        let is_whole = phone.has_pulled_all()?;
        let shown = memory.shown.iter();
        let now_elsewhere: Vec<OpId> = shown.filter(|name| is_elsewhere(name)).cloned().collect();
        let comes = |name: &OpId| !is_whole && !screen.standing.contains_key(name);
        memory.elsewhere.retain(comes);
        memory.elsewhere.extend(now_elsewhere);
        // One that was set back takes nothing from who may only read: what he had pulled
        // of others waits there before somebody, and at rest stands or still waits. Of
        // his own he tells it, as often as he must.
        let kept = phone.kept_to_report()?;
        let is_to_come = |name: &OpId| {
            let told = world.was_set_back() && is_accepted(&answers, name);
            told && (!memory.made.contains(name) || kept.contains(name))
        };
        for name in memory.shown.difference(refused) {
            let excused = |name: &OpId| memory.elsewhere.contains(name) || is_to_come(name);
            if !self.is_accounted_for(name, screen, &answers, &excused, &mut known) {
                return violation(format!("{name} left the screen, and nothing replaced it"));
            }
        }
        for (by, (_, operation)) in &self.operations {
            // Of an endpoint that was set back, what a lost author had replaced
            // may stand beside what replaced it: a person decides once more.
            let counts = memory.shown.contains(by) && is_accepted(&answers, by);
            if !counts || world.was_set_back() {
                continue;
            }
            let back = operation
                .predecessors
                .iter()
                .find(|name| screen.standing.contains_key(name));
            if let Some(back) = back {
                return violation(format!("{back} came back, though {by} had replaced it"));
            }
        }
        Ok(())
    }

    /// A person has saved this on a phone, whether or not it still waits there; whether it is new.
    ///
    /// # Errors
    /// If its number was given before.
    pub fn know(
        &mut self,
        name: &OpId,
        scope: &str,
        operation: &Operation,
        memory: &mut Memory,
    ) -> Result<bool, Violation> {
        if !self.saved.insert(name.clone()) {
            return Ok(false);
        }
        let number = (scope.to_owned(), name.device.clone(), name.number);
        if memory.made.insert(name.clone()) && !memory.given.insert(number) {
            violation(format!("the number of {name} was given before"))?;
        }
        memory.waiting.insert(name.clone());
        let known = (scope.to_owned(), operation.clone());
        self.operations.insert(name.clone(), known);
        Ok(true)
    }

    /// The texts that anybody ever saved in a field.
    pub fn values_in(&self, scope: &str, record: &str, field: &str) -> Vec<String> {
        let all = self.operations.values();
        let there =
            all.filter(|(of, one)| of == scope && one.record == record && one.field == field);
        let text = |(_, one): &(String, Operation)| one.value.as_str().map(str::to_owned);
        there.filter_map(text).collect()
    }

    /// A person has saved this.
    pub fn note_saved(&mut self, name: &OpId) {
        self.saved.insert(name.clone());
    }

    /// Nobody gives a number that is known to have been given.
    fn check_numbers(
        &self,
        screen: &Screen,
        held: &UnsharedOperations,
        memory: &mut Memory,
    ) -> Result<(), Violation> {
        let of = |scope: &str, name: &OpId| (scope.to_owned(), name.device.clone(), name.number);
        for name in held.waiting.union(&held.refused) {
            if !memory.made.insert(name.clone()) {
                continue;
            }
            let Some((scope, _)) = self.operations.get(name) else {
                continue;
            };
            if !memory.given.insert(of(scope, name)) {
                return violation(format!("the number of {name} was given before"));
            }
        }
        let standing = screen.standing.iter();
        let numbers = standing.map(|(name, (scope, ..))| of(scope, name));
        memory.given.extend(numbers);
        for name in held.relayed.union(&held.refused_relayed) {
            if let Some((scope, _)) = self.operations.get(name) {
                memory.given.insert(of(scope, name));
            }
        }
        Ok(())
    }

    /// Nobody replaces what was not before their eyes: `eyes` is what had been
    /// shown when the edit's page was. Who was handed an edit and the one that
    /// replaces it has seen that it is replaced.
    ///
    /// # Errors
    /// If the operation replaces or deletes more than that.
    pub fn check_seen(&self, name: &OpId, eyes: &BTreeSet<OpId>) -> Result<(), Violation> {
        let Some((_, operation)) = self.operations.get(name) else {
            return violation(format!("{name} was saved and is nowhere"));
        };
        let gone = operation
            .predecessors
            .iter()
            .cloned()
            .chain(listed_by(operation));
        let mut seen = eyes.clone();
        let mut open: Vec<&OpId> = eyes.iter().collect();
        while let Some(name) = open.pop() {
            let replaced = self.operations.get(name).map(|(_, by)| &by.predecessors);
            let new = replaced.into_iter().flatten();
            open.extend(new.filter(|name| seen.insert((*name).clone())));
        }
        match gone.into_iter().find(|name| !seen.contains(name)) {
            Some(unseen) => violation(format!("{name} replaces {unseen}, which was never shown")),
            None => Ok(()),
        }
    }

    /// What must hold when every phone has said and asked all.
    ///
    /// # Errors
    /// What does not.
    pub fn check_rest(
        &mut self,
        world: &World,
        handsets: &[(&Phone, &Memory)],
    ) -> Result<(), Violation> {
        let phones = || handsets.iter().map(|(phone, _)| *phone);
        if let Some((record, field)) = world.unproved_by_its_log() {
            return violation(format!("the log of {field} of {record} says otherwise"));
        }
        let answers = world.answers();
        let mut readable = BTreeSet::new();
        let mut screens = Vec::new();
        for phone in phones() {
            let held = self.meet(phone)?;
            if let Some(name) = held.all_waiting().first() {
                return violation(format!("{name} waits for ever"));
            }
            readable.extend(held.all_refused());
            screens.push(Screen::of(phone)?);
        }
        let mut waiting: BTreeSet<OpId> = BTreeSet::new();
        for phone in phones() {
            waiting.extend(phone.reports()?.into_iter().map(|one| one.entry.name));
        }
        // What waits before somebody may stand on the phone that told it, and says so there.
        let mut alone = BTreeMap::new();
        for screen in &screens {
            let told = screen.reported.intersection(&waiting);
            let on_all = |name: &&OpId| screens.iter().all(|s| s.standing.contains_key(name));
            let told = told.filter(|name| !on_all(name));
            alone.extend(told.map(|name| (name.clone(), screen.standing[name].clone())));
        }
        for (at, screen) in screens.iter().enumerate() {
            if screen.shared(&alone) != screens[0].shared(&alone) {
                return violation(format!("at rest phone {at} and the first are not equal"));
            }
        }
        // What one that was set back had taken in and told nobody, it may refuse
        // when it comes again: then its author has it among the refused. Put back
        // by hand it cannot know whom to believe that something had entered.
        let believes = world.was_set_back() && !world.was_put_back_by_hand();
        let promised = |name: &OpId| {
            let told = believes && self.told.contains(name);
            !world.was_set_back() || told || !readable.contains(name)
        };
        let accepted = || {
            self.operations
                .iter()
                .filter(|(name, _)| is_accepted(&answers, name) && promised(name))
        };
        let all: Vec<(&OpId, &str)> = accepted()
            .map(|(name, (scope, _))| (name, scope.as_str()))
            .collect();
        no_two_give_the_same_numbers(handsets, &all)?;
        let replaced: BTreeSet<&OpId> =
            accepted().flat_map(|(_, (_, o))| &o.predecessors).collect();
        let live: BTreeSet<&OpId> = accepted()
            .map(|(name, _)| name)
            .filter(|name| !replaced.contains(name))
            .collect();
        let standing: BTreeSet<&OpId> = screens.iter().flat_map(|s| s.standing.keys()).collect();
        let as_it_should = if world.was_set_back() {
            let stands_or_waits = |name: &&OpId| standing.contains(name) || waiting.contains(name);
            live.iter().all(stands_or_waits)
        } else {
            live == standing
        };
        if !as_it_should {
            return violation(format!("at rest {standing:?} stand, and should {live:?}"));
        }
        let somewhere = |name: &OpId| is_accepted(&answers, name) || readable.contains(name);
        let gone = |name: &&OpId| !somewhere(name) && !self.lost.contains(*name);
        match self.operations.keys().find(gone) {
            Some(name) => violation(format!("{name} is neither accepted nor among the refused")),
            None => Ok(()),
        }
    }

    /// Puts back earlier storage; what is lost with it is nobody's fault.
    ///
    /// # Errors
    /// If the store fails.
    pub fn roll_back(&mut self, phone: &Phone, earlier: &MemoryStore) -> Result<(), Violation> {
        let held = self.meet(phone)?;
        phone.store().roll_back_to(earlier);
        let left = self.meet(phone)?;
        let own = held.waiting.union(&held.refused);
        self.lost
            .extend(own.filter(|name| !left.has(name)).cloned());
        Ok(())
    }

    /// What lies on a phone; new operations become known.
    fn meet(&mut self, phone: &Phone) -> Result<UnsharedOperations, Violation> {
        let waiting = phone.waiting()?.into_iter().chain(phone.relayed()?);
        let waiting = waiting.map(|one| (one.scope, one.pending));
        let refused = phone.refused()?;
        // All that people write here is well formed.
        let is_odd = |one: &&RefusedOperation| match one.pending.relayed {
            Some(_) if one.code == refusal::SCOPE_LOST => false,
            _ => one.code != refusal::NO_RIGHT,
        };
        if let Some(one) = refused.iter().find(is_odd) {
            violation(format!("{} was refused as {}", one.pending.name, one.code))?;
        }
        let refused = refused.into_iter().map(|one| (one.scope, one.pending));
        let (waiting, refused): (Vec<_>, Vec<_>) = (waiting.collect(), refused.collect());
        for (scope, pending) in waiting.iter().chain(&refused) {
            if !self.saved.contains(&pending.name) {
                violation(format!("{} waits, and nobody saved it", pending.name))?;
            }
            let new = (scope.clone(), pending.operation.clone());
            let known = self
                .operations
                .entry(pending.name.clone())
                .or_insert_with(|| new.clone());
            if *known != new {
                violation(format!("{} names two operations", pending.name))?;
            }
        }
        let mut held = UnsharedOperations::default();
        for (_, pending) in waiting {
            match pending.relayed {
                None => held.waiting.insert(pending.name),
                Some(_) => held.relayed.insert(pending.name),
            };
        }
        for (_, pending) in refused {
            match pending.relayed {
                None => held.refused.insert(pending.name),
                Some(_) => held.refused_relayed.insert(pending.name),
            };
        }
        Ok(held)
    }

    /// Whether a name is seen, or hidden by a deletion that lists it, or excused, or
    /// replaced by something that is accounted for itself.
    fn is_accounted_for(
        &self,
        name: &OpId,
        screen: &Screen,
        answers: &BTreeMap<OpId, String>,
        excused: &dyn Fn(&OpId) -> bool,
        known: &mut BTreeMap<OpId, bool>,
    ) -> bool {
        if screen.standing.contains_key(name) {
            return !screen.hidden.contains(name) || screen.listed.contains(name);
        }
        if let Some(known) = known.get(name) {
            return *known;
        }
        let replaces = |operation: &Operation| operation.predecessors.contains(name);
        let accounted = excused(name)
            || self.operations.iter().any(|(by, (_, operation))| {
                let counts = screen.standing.contains_key(by) || is_accepted(answers, by);
                counts
                    && replaces(operation)
                    && self.is_accounted_for(by, screen, answers, excused, known)
            });
        known.insert(name.clone(), accounted);
        accounted
    }
}

fn is_accepted(answers: &BTreeMap<OpId, String>, name: &OpId) -> bool {
    answers
        .get(name)
        .is_some_and(|answer| answer == protocol::wire::OK)
}

fn listed_by(operation: &Operation) -> Vec<OpId> {
    if operation.field == DELETION {
        names_in(&operation.value)
    } else {
        Vec::new()
    }
}

/// The lists say of each record how many of its changes wait.
fn count_waiting(phone: &Phone) -> Result<(), Violation> {
    let mut waiting: BTreeMap<(String, String), u32> = BTreeMap::new();
    for one in phone.waiting()? {
        let root = protocol::root_of(&one.pending.operation.record).to_owned();
        *waiting.entry((one.scope, root)).or_default() += 1;
    }
    for (scope, record, said) in phone.listed()? {
        let counted = waiting.remove(&(scope, record.clone())).unwrap_or_default();
        if counted != said {
            violation(format!(
                "{said} changes of {record} are said to wait, and {counted} do"
            ))?;
        }
    }
    match waiting.first_key_value() {
        Some(((_, record), _)) => violation(format!("{record} waits and is in no list")),
        None => Ok(()),
    }
}

/// Of two copies of one storage that have both gone on, one has another device id. (One that fell
/// back to what it was gave its numbers twice, and goes on under its own.)
fn no_two_give_the_same_numbers(
    handsets: &[(&Phone, &Memory)],
    accepted: &[(&OpId, &str)],
) -> Result<(), Violation> {
    let given_alone = |device: &str, by: &Memory, other: &Memory| -> BTreeSet<Number> {
        let alone = by.made.difference(&other.made);
        let of_device = alone.filter(|name| name.device == device);
        of_device
            .filter_map(|name| accepted.iter().find(|(accepted, _)| *accepted == name))
            .map(|(name, scope)| ((*scope).to_owned(), name.device.clone(), name.number))
            .collect()
    };
    for (at, (phone, memory)) in handsets.iter().enumerate() {
        let device = phone.device()?;
        for (other, theirs) in &handsets[..at] {
            let numbers = given_alone(&device, memory, theirs);
            let same = !numbers.is_disjoint(&given_alone(&device, theirs, memory));
            if same && other.device()? == device {
                return violation(format!("two phones give the numbers of {device}"));
            }
        }
    }
    Ok(())
}
