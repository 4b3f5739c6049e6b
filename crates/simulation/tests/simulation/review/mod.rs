//! Random walks of an office: a head hands in, officers look through, chairs approve, and forgers write
//! what they may not. After every step and at rest nothing of what [`Ledger`] knows may be broken. They are
//! walks of their own, so that the others stay as they are.

mod act;
mod forger;
mod ledger;

use act::{Act, STEPS, random_acts};
use client::steps::NoStep;
use forger::Forger;
use ledger::{Ledger, screen_of};
use protocol::rule::{Rule, all_hold, without};
use register::kind::{EARLIER_AWARD, NOMINATION};
use register::role::Role;
use register::step::StepWords;
use replica::StoreError;
use simulation::{Backup, Phone, ShownRecord, SyncFailure, Violation, World};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub const UNIT: &str = "06541/v";
/// The papers, and a line of the first.
const PLACES: [(&str, &str); 3] = [("p", "p"), ("p", "p.1"), ("q", "q")];
pub const PAPERS: [&str; 2] = ["p", "q"];
const FIELDS: [&str; 2] = ["achievements", "fullName"];
/// Within so many rounds of all phones everything has arrived everywhere.
const ROUNDS: usize = 5;
/// What every test run walks.
const SEEDS: std::ops::Range<u64> = 0..60;

/// Somebody who goes by the rules.
pub struct Person {
    pub phone: Phone,
    /// What the endpoint knows him for now.
    pub role: Role,
    own_role: Role,
    page: Option<ShownRecord>,
}

pub struct Office {
    world: World,
    people: Vec<Person>,
    forgers: Vec<Forger>,
    ledger: Ledger,
    files: Vec<Vec<u8>>,
    backups: Vec<Backup>,
}

/// Why a walk cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error(transparent)]
    Rule(#[from] Violation),
    #[error(transparent)]
    Sync(#[from] SyncFailure),
    #[error(transparent)]
    Phone(#[from] replica::ApplyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Office {
    /// # Errors
    /// What was broken first.
    pub fn run(seed: u64, acts: &[Act]) -> Result<(), Broken> {
        let world = World::new(seed);
        let roles = [
            Role::VillageHead,
            Role::CommuneOfficer,
            Role::CommuneChair,
            Role::CommuneChair,
        ];
        let people = roles.map(|role| Person {
            phone: phone_of(&world, role),
            role,
            own_role: role,
            page: None,
        });
        let forgers = [Role::Viewer, Role::VillageHead, Role::CommuneOfficer];
        let forgers = forgers.into_iter().enumerate();
        let forgers: Vec<Forger> = forgers
            .map(|(place, role)| Forger::new(phone_of(&world, role), role, place))
            .collect();
        let mut office = Self {
            world,
            people: people.into(),
            forgers,
            ledger: Ledger::default(),
            files: Vec::new(),
            backups: Vec::new(),
        };
        for act in acts {
            office.act(act)?;
            // The other screens stay as they are.
            office.look(act.who())?;
        }
        office.come_to_rest()
    }

    fn look(&mut self, at: Option<usize>) -> Result<(), Broken> {
        self.ledger
            .note_answers(&self.world, &self.people, &self.forgers)?;
        if let Some(who) = at {
            self.ledger.look(&self.people[who].phone)?;
        }
        Ok(())
    }

    fn act(&mut self, act: &Act) -> Result<(), Broken> {
        match *act {
            Act::Edit {
                who,
                place,
                field,
                value,
            } => self.edit(who, place, field, value)?,
            Act::Open { who, paper } => {
                let shown = self.people[who].phone.show_in(UNIT, PAPERS[paper])?;
                self.people[who].page = Some(shown);
            }
            Act::Tap { who, step } => self.tap(who, step)?,
            Act::TapAtOnce { who, paper, step } => {
                let shown = self.people[who].phone.show_in(UNIT, PAPERS[paper])?;
                self.people[who].page = Some(shown);
                self.tap(who, step)?;
            }
            Act::Delete { who, paper } => {
                let phone = &self.people[who].phone;
                let mut shown = phone.show_in(UNIT, PAPERS[paper])?;
                phone.delete_seen(&mut shown, PAPERS[paper])?;
            }
            Act::Undo { who, paper } => {
                let phone = &self.people[who].phone;
                let mut shown = phone.show_in(UNIT, PAPERS[paper])?;
                phone.undo_seen(&mut shown, PAPERS[paper])?;
            }
            Act::Sync { who } => drop(self.people[who].phone.sync(&self.world)?),
            Act::Round { who, comes } => {
                let phone = &self.people[who].phone;
                let outgoing = phone.request()?;
                let reply = self
                    .world
                    .answer(phone, &outgoing)
                    .map_err(SyncFailure::from)?;
                if comes {
                    phone.deliver(&outgoing, reply)?;
                }
            }
            Act::Give { who } => self.files.extend(self.people[who].phone.hand_over()?),
            Act::Take { who } => {
                if let Some(file) = self.files.last() {
                    self.people[who].phone.receive(file)?;
                }
            }
            Act::Forge { who, paper, how } => {
                let forger = &mut self.forgers[who];
                let file = forger.forge(&self.world, &self.ledger, PAPERS[paper], how)?;
                self.ledger.note_forged(&mut forger.made);
                self.files.extend(file);
            }
            Act::Role { who, role } => self.give(who, role),
            Act::Backup => self.backups.push(self.world.backup()),
            Act::Restore { to } => {
                for forger in &mut self.forgers {
                    forger.look(&self.world)?;
                }
                if let Some(backup) = self.backups.iter().rev().nth(to) {
                    self.world.restore(backup);
                }
            }
        }
        Ok(())
    }

    fn edit(&mut self, who: usize, place: usize, field: usize, value: u8) -> Result<(), Broken> {
        let (paper, line) = PLACES[place];
        let phone = &self.people[who].phone;
        let mut shown = phone.show_in(UNIT, paper)?;
        let kind = if paper == line {
            NOMINATION
        } else {
            EARLIER_AWARD
        };
        let value = format!("value {value}");
        phone.save_of_kind(&mut shown, line, kind, FIELDS[field], value)?;
        Ok(())
    }

    /// The person takes a step on the page that is open, if that is offered.
    fn tap(&mut self, who: usize, step: usize) -> Result<(), Broken> {
        let person = &self.people[who];
        let Some(page) = &person.page else {
            return Ok(());
        };
        let (kind, what) = STEPS[step];
        let scan = "s".repeat(43);
        let is_officer = person.own_role == Role::CommuneOfficer;
        let on_paper = is_officer && matches!(what, "submitted" | "approved" | "refused");
        let said = StepWords {
            what,
            on: "2026-03-05",
            on_paper,
            scan: on_paper.then_some(scan.as_str()),
            ..StepWords::default()
        };
        let offered = person.phone.step_on(page, kind, &said, |_, _| true)?;
        let edit = match offered {
            Ok(edit) => edit,
            Err(
                NoStep::NotThere
                | NoStep::Deleted
                | NoStep::Disputed
                | NoStep::Changed
                | NoStep::Conflict { .. }
                | NoStep::Behind
                | NoStep::Telling,
            ) => return Ok(()),
            Err(other) => return Err(Violation(format!("{other:?}")).into()),
        };
        let saved = person.phone.save_as_it_is(std::slice::from_ref(&edit))?;
        for name in saved.into_iter().flatten() {
            let screen = screen_of(&page.tree);
            self.ledger.note_taken(name, &edit, who, screen);
        }
        Ok(())
    }

    fn give(&mut self, who: usize, role: Option<Role>) {
        // Whoever has a role in the unit keeps it.
        if self.people[who].own_role != Role::VillageHead {
            self.world.set_role(&self.people[who].phone, role);
            self.people[who].role = role.unwrap_or(Role::Unknown);
        }
    }

    fn come_to_rest(&mut self) -> Result<(), Broken> {
        for who in 0..self.people.len() {
            let role = self.people[who].own_role;
            self.give(who, Some(role));
        }
        for _ in 0..ROUNDS {
            for who in 0..self.people.len() {
                self.people[who].phone.sync(&self.world)?;
                self.look(Some(who))?;
            }
        }
        let phones: Vec<&Phone> = self.people.iter().map(|person| &person.phone).collect();
        Ok(self.ledger.check_rest(&phones)?)
    }
}

fn phone_of(world: &World, role: Role) -> Phone {
    match role {
        Role::VillageHead => world.phone_in(UNIT, role),
        other => world.phone(other),
    }
}

#[test]
fn what_is_approved_is_what_somebody_saw_who_may_approve() {
    for seed in crate::random::seeds_or(SEEDS) {
        if let Err(broken) = Office::run(seed, &random_acts(seed)) {
            panic!("seed {seed}: {}", story(seed, broken));
        }
    }
}

/// The shortest walk that still fails.
fn story(seed: u64, mut broken: Broken) -> String {
    let mut acts = random_acts(seed);
    loop {
        let before = acts.len();
        for at in (0..acts.len()).rev() {
            let mut fewer = acts.clone();
            fewer.remove(at);
            if let Err(other) = Office::run(seed, &fewer) {
                (acts, broken) = (fewer, other);
            }
        }
        if acts.len() == before {
            let lines = acts.iter().map(|act| format!("\n  {act:?}"));
            return broken.to_string() + &lines.collect::<String>();
        }
    }
}

/// Of these rules each, broken on purpose, is noticed by one of the walks.
#[test]
fn the_walks_notice_what_is_broken() {
    let aloud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if all_hold() {
            aloud(panic);
        }
    }));
    let walk = |seed| Office::run(seed, &random_acts(seed)).is_err();
    let is_noticed = |rule| {
        SEEDS.into_iter().any(|seed| {
            let walked = catch_unwind(AssertUnwindSafe(|| without(rule, || walk(seed))));
            walked.unwrap_or(true)
        })
    };
    let mut unnoticed = vec![
        Rule::ContentIsApproved,
        Rule::ShownIsApproved,
        Rule::ConflictsAreNotApproved,
        Rule::DisputedIsNotApproved,
        Rule::ReturnsAnswer,
        Rule::RefusalsStand,
        Rule::StepsHaveTheirOwnWord,
        Rule::StepsKeepTheirWords,
        Rule::StepsAreJudgedByTheirValue,
        Rule::HearsayApprovesNothing,
        Rule::ReadersTellingsWait,
    ];
    unnoticed.retain(|rule| !is_noticed(*rule));
    assert_eq!(unnoticed, []);
}
