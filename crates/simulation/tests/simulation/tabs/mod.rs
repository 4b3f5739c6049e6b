//! The loops that ship, under a scheduler: typing, saving, applying, closing and two tabs come
//! between each other at every wait. After every deed, and at rest, nothing of what [`Watch`] knows
//! may be broken, and no text of anybody may be lost.

mod deed;

pub use deed::{Deed, What};

use crate::walk::Faults;
use client::sync::Link;
use client::testing::{Random, Scheduler, StepStore};
use register::role::Role;
use simulation::{
    Backup, COMMUNE, FieldKey, Ledger, Memory, Network, Tab, TabContext, Violation, Watch, World,
};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

pub const PEOPLE: usize = 3;
const RECORDS: [&str; 2] = ["r", "r.1"];
/// The field of each record that is typed, and the one that is chosen.
const TYPED: &str = "name";
const CHOSEN: &str = "phone";
const DEEDS: usize = 60;
/// What every test run walks.
pub const SEEDS: std::ops::Range<u64> = 0..30;
/// Long enough for every pause but that of who is given up.
const REST: i64 = 400_000;
/// A text that was typed so long ago is in the store, if that works.
const PATIENCE: i64 = 20_000;
/// No phone asks so often in so many milliseconds, whatever happens.
const TOO_OFTEN: (usize, i64) = (60, 3_000);

/// A person, the phone, and its tabs.
struct Place {
    at: TabContext,
    memory: Memory,
    tabs: [Option<Tab>; 2],
    /// Since when the store works; not now, if nothing is there.
    works_since: Option<i64>,
    /// There was never a second tab.
    one_tab: bool,
}

struct Day {
    scheduler: Scheduler,
    world: Rc<World>,
    network: Rc<Network>,
    watch: Watch,
    places: Vec<Place>,
    backups: Vec<Backup>,
    groups: u32,
}

/// # Errors
/// What was broken first.
pub fn run(seed: u64, deeds: &[Deed]) -> Result<(), Violation> {
    let mut day = Day::begin(seed);
    for deed in deeds {
        day.act(*deed)?;
        // The next deed may come anywhere in what follows from this one.
        let steps = day.scheduler.random().below(24);
        day.scheduler.run_steps(steps);
        day.look()?;
    }
    day.come_to_rest()
}

pub fn deeds(seed: u64, faults: Faults) -> Vec<Deed> {
    let random = Random::new(!seed);
    (0..DEEDS).map(|_| Deed::random(&random, faults)).collect()
}

fn field(record: usize, field: &str) -> FieldKey {
    let record = RECORDS[record];
    (COMMUNE.to_owned(), record.to_owned(), field.to_owned())
}

fn broken<T>(text: String) -> Result<T, Violation> {
    Err(Violation(text))
}

impl Day {
    fn begin(seed: u64) -> Self {
        let scheduler = Scheduler::new(seed);
        let world = Rc::new(World::new(seed));
        let network: Rc<Network> = Rc::default();
        let places = (0..PEOPLE).map(|number| {
            let phone = if number == 0 {
                world.without_key()
            } else {
                world.official()
            };
            let store = StepStore::new(phone.store().clone(), scheduler.clone());
            let (phone, ledger) = (Rc::new(phone), Rc::<Ledger>::default());
            let (looked_at, notes) = (Rc::clone(&phone), Rc::clone(&ledger));
            store.watch(move || assert_eq!(notes.note(&looked_at), Ok(())));
            Place {
                at: TabContext {
                    scheduler: scheduler.clone(),
                    world: Rc::clone(&world),
                    network: Rc::clone(&network),
                    phone,
                    store,
                    turn: Arc::default(),
                    ledger,
                },
                memory: Memory::default(),
                tabs: [None, None],
                works_since: Some(scheduler.now()),
                one_tab: true,
            }
        });
        let mut day = Self {
            places: places.collect(),
            scheduler,
            world,
            network,
            watch: Watch::default(),
            backups: Vec::new(),
            groups: 0,
        };
        for person in 0..PEOPLE {
            day.open(person, 0);
        }
        day.scheduler.run_for(2_000);
        day
    }

    fn open(&mut self, person: usize, tab: usize) {
        self.groups += 1;
        let place = &mut self.places[person];
        // One that is closed is gone before the next begins.
        place.tabs[tab] = None;
        place.one_tab &= tab == 0;
        place.tabs[tab] = Some(Tab::open(self.groups, &place.at));
    }

    fn act(&mut self, Deed { person, tab, what }: Deed) -> Result<(), Violation> {
        if self.places[person].tabs[tab].is_none() {
            self.open(person, tab);
            self.scheduler.run_for(100);
        }
        let place = &self.places[person];
        let Some(page) = &place.tabs[tab] else {
            return Ok(());
        };
        match what {
            What::Type(record) => {
                let of = field(record, TYPED);
                page.show(of.clone());
                self.scheduler.run_until(60_000, || page.shows(&of));
                let is_begun = page.text(&of).is_none_or(|(_, is_dirty)| !is_dirty);
                self.look()?;
                let place = &self.places[person];
                let Some(page) = &place.tabs[tab] else {
                    return Ok(());
                };
                let before = page.text(&of).map(|(text, _)| text.into());
                let eyes = match before.filter(|_| !is_begun) {
                    Some(text) => place.at.ledger.eyes(&text),
                    None => place.memory.shown.clone(),
                };
                let text = place.at.ledger.text(&of, person, &eyes);
                page.type_in(&of, text);
            }
            What::Choose(record) => {
                let of = field(record, CHOSEN);
                let text = place.at.ledger.text(&of, person, &BTreeSet::new());
                page.choose(of, text);
            }
            What::Leave => page.leave(),
            What::Delete(record) => page.delete(field(record, TYPED), false),
            What::TakeBack(record) => page.delete(field(record, TYPED), true),
            What::Ask => page.ask(),
            What::Wait(time) => self.scheduler.run_for(time),
            What::Reload => {
                self.open(person, tab);
                self.scheduler.run_for(1_000);
                self.look()?;
                self.check_found(person, tab)?;
            }
            What::Close => self.places[person].tabs[tab] = None,
            What::Faults(one_of) => self.network.faults.set(one_of),
            What::Fails(one_of) => {
                place.at.store.set_fails(one_of);
                let now = self.scheduler.now();
                self.places[person].works_since = (one_of == 0).then_some(now);
            }
            What::Right(right) => {
                let rights = [None, Some(Role::Viewer)];
                let role = rights.get(right).copied();
                self.world
                    .set_role(&place.at.phone, role.unwrap_or(Some(Role::CommuneOfficer)));
            }
            What::Backup => self.backups.push(self.world.backup()),
            What::Restore(to) => {
                if let Some(backup) = self.backups.get(to) {
                    self.world.restore(backup);
                }
            }
        }
        Ok(())
    }

    /// What was kept or saved once is found again where it was written, or what was written after.
    fn check_found(&self, person: usize, tab: usize) -> Result<(), Violation> {
        let place = &self.places[person];
        let Some(page) = &place.tabs[tab] else {
            return Ok(());
        };
        for of in place.at.ledger.fields() {
            let certain = place.at.ledger.certain(&of);
            let newest = self.newest(person, &of)?;
            if newest < certain {
                return broken(format!("text {person}.{certain} is nowhere any more"));
            }
            page.show(of);
        }
        Ok(())
    }

    /// The number of the newest text of a field that waits, has ever been an operation, or is kept
    /// as it was typed.
    fn newest(&self, person: usize, of: &FieldKey) -> Result<usize, Violation> {
        let place = &self.places[person];
        let ledger = &place.at.ledger;
        let typed = place.at.phone.typings()?;
        let typed = typed.iter().map(|typing| typing.text.clone());
        let saved = self.watch.values_in(&of.0, &of.1, &of.2);
        let numbers = typed
            .chain(saved)
            .filter_map(|text| ledger.number(of, &text));
        Ok(numbers.max().unwrap_or_default())
    }

    fn look(&mut self) -> Result<(), Violation> {
        let mut new = Vec::new();
        for (person, place) in self.places.iter_mut().enumerate() {
            if let Some(problem) = place.at.ledger.broken() {
                return broken(problem);
            }
            // A tab may have been closed before it knew that something was saved.
            for (name, (scope, operation)) in place.at.ledger.take_operations() {
                let memory = &mut place.memory;
                if !self.watch.know(&name, &scope, &operation, memory)? {
                    continue;
                }
                let text = operation.value.as_str();
                if text.is_some_and(|text| place.at.ledger.fields_of(text).is_none()) {
                    return broken(format!("{name} was saved, and nobody wrote it"));
                }
                new.push((person, name, operation.value));
            }
        }
        for place in &mut self.places {
            self.watch
                .look(&self.world, &place.at.phone, &mut place.memory)?;
        }
        for person in 0..PEOPLE {
            self.check_one(person)?;
        }
        for (person, name, value) in &new {
            let place = &self.places[*person];
            let mut eyes = place.at.ledger.eyes(value);
            eyes.extend(place.memory.made().iter().cloned());
            self.watch.check_seen(name, &eyes)?;
        }
        Ok(())
    }

    /// What holds of each person at any time.
    fn check_one(&self, person: usize) -> Result<(), Violation> {
        let place = &self.places[person];
        let now = self.scheduler.now();
        let (most, time) = TOO_OFTEN;
        let asked = self.network.asked_since(&place.at.phone, now - time);
        if asked > most {
            return broken(format!("person {person} asks {asked} times in {time} ms"));
        }
        if !place.one_tab {
            return Ok(());
        }
        if place
            .works_since
            .is_some_and(|since| since < now - PATIENCE)
        {
            for (number, of) in place.at.ledger.typed_before(now - PATIENCE) {
                if self.newest(person, &of)? < number {
                    return broken(format!("text {person}.{number} is not kept"));
                }
            }
        }
        let device = place.at.phone.device()?;
        let tree = place.at.phone.show(RECORDS[0])?.tree;
        for (field, view) in tree.records.iter().flat_map(|one| one.fields.iter()) {
            let said = view.candidates.iter().flat_map(|one| &one.said);
            if said.filter(|one| one.name.device == device).count() > 1 {
                return broken(format!("person {person} disagrees with himself in {field}"));
            }
        }
        Ok(())
    }

    /// What is written while a request is under way is not left lying.
    fn check_written_meanwhile(&mut self) -> Result<(), Violation> {
        for (person, place) in self.places.iter().enumerate() {
            let Some(page) = &place.tabs[0] else { continue };
            page.ask();
            let is_under_way = || self.network.is_under_way(&place.at.phone);
            if !self.scheduler.run_until(1_000_000, is_under_way) {
                return broken(format!("person {person} does not ask"));
            }
            let of = field(0, CHOSEN);
            let text = place.at.ledger.text(&of, person, &BTreeSet::new());
            page.choose(of, text);
            self.scheduler.run_for(PATIENCE);
            if !place.at.phone.waiting()?.is_empty() {
                return broken(format!("what person {person} wrote meanwhile still waits"));
            }
        }
        self.look()
    }

    /// Faults end, rights are given back, all that was typed is left, and all that can be said is
    /// said.
    fn come_to_rest(&mut self) -> Result<(), Violation> {
        self.network.faults.set(0);
        for place in &mut self.places {
            place.at.store.set_fails(0);
            place.works_since = Some(self.scheduler.now());
            self.world
                .set_role(&place.at.phone, Some(Role::CommuneOfficer));
        }
        self.scheduler.run_for(REST);
        self.look()?;
        // What was typed is found, and saved by going over it.
        for _ in 0..2 {
            for person in 0..PEOPLE {
                self.places[person].tabs[1] = None;
                self.open(person, 0);
            }
            self.scheduler.run_for(1_000);
            for place in &self.places {
                for typing in place.at.phone.typings()? {
                    let of = (typing.scope, typing.record, typing.field);
                    place
                        .tabs
                        .iter()
                        .flatten()
                        .for_each(|page| page.show(of.clone()));
                }
            }
            self.scheduler.run_for(1_000);
            for place in &self.places {
                for page in place.tabs.iter().flatten() {
                    page.leave_all();
                    self.scheduler.run_for(1_000);
                    page.ask();
                }
            }
            self.scheduler.run_for(REST);
            self.look()?;
        }
        self.check_written_meanwhile()?;
        let before = self.scheduler.now();
        self.scheduler.run_for(REST);
        self.look()?;
        for (person, place) in self.places.iter().enumerate() {
            // Once a minute, and a second time where there was news.
            let asked = self.network.asked_since(&place.at.phone, before);
            if asked > 12 {
                return broken(format!("at rest person {person} asks {asked} times"));
            }
            for page in place.tabs.iter().flatten() {
                let link = page.state().map(|state| state.link);
                if link != Some(Link::Reached) {
                    return broken(format!("at rest person {person} is {link:?}"));
                }
            }
            if let Some(typing) = place.at.phone.typings()?.first() {
                return broken(format!("{} is typed for ever", typing.text));
            }
            for of in place.at.ledger.fields() {
                let (newest, certain) = (self.newest(person, &of)?, place.at.ledger.certain(&of));
                if newest < certain {
                    return broken(format!("text {person}.{certain} is nowhere any more"));
                }
            }
        }
        let places = self.places.iter();
        let places: Vec<_> = places.map(|one| (&*one.at.phone, &one.memory)).collect();
        self.watch.check_rest(&self.world, &places)
    }
}

fn walk(seed: u64, faults: Faults) {
    if let Err(Violation(broken)) = run(seed, &deeds(seed, faults)) {
        let mut fewer = deeds(seed, faults);
        let mut at = fewer.len();
        while at > 0 {
            at -= 1;
            let mut without = fewer.clone();
            without.remove(at);
            if run(seed, &without).is_err() {
                fewer = without;
            }
        }
        let told = run(seed, &fewer).err().map(|Violation(text)| text);
        let lines: String = fewer.iter().map(|deed| format!("\n  {deed}")).collect();
        panic!(
            "seed {seed}: {broken}; shorter: {}{lines}",
            told.unwrap_or_default()
        );
    }
}

fn walk_all(faults: Faults) {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let own = crate::random::seeds_or(SEEDS).skip(worker).step_by(workers);
            scope.spawn(move || own.for_each(|seed| walk(seed, faults)));
        }
    });
}

#[test]
fn what_people_write_in_two_tabs_comes_through() {
    walk_all(Faults::OfPhones);
}

#[test]
fn what_people_write_in_two_tabs_comes_through_an_endpoint_that_is_set_back() {
    walk_all(Faults::OfTheEndpoint);
}
