//! One walk: what each of its steps does.

mod forger;
mod reports;
mod step;

pub use step::{Faults, Step};

use forger::Forger;

use merge::Existence;
use protocol::wire::Reply;
use register::role::Role;
use replica::{ApplyError, MemoryStore, Outgoing, StoreError};
use simulation::{
    Backup, COMMUNE, Memory, Phone, ShownRecord, SyncFailure, Violation, Watch, World,
};
use std::collections::BTreeSet;
use step::Act;

/// Scopes in which there is a record with a few lines.
const SCOPES: [&str; 2] = [COMMUNE, "06541/v"];
const RECORDS: [&str; 3] = ["r", "r.1", "r.2"];
const FIELDS: [&str; 2] = ["name", "phone"];
/// Of a line that no app of today knows.
const OF_TOMORROW: (&str, &str) = ("r.2", "kindOfTomorrow");
/// A scope where nobody else has a role.
const ELSEWHERE: &str = "02701";
const MOST_PHONES: usize = 4;
/// Within so many rounds of all phones everything has arrived everywhere.
const ROUNDS: usize = 4;

/// A page that is open, and what had been on the screen when it was opened.
struct Page {
    shown: ShownRecord,
    eyes: BTreeSet<protocol::OpId>,
}

struct Flight {
    outgoing: Outgoing,
    reply: Option<Reply>,
}

/// A phone, and what the walk does with it.
struct Handset {
    phone: Phone,
    memory: Memory,
    page: Option<Page>,
    flights: Vec<Flight>,
    remembered: Vec<(MemoryStore, Memory)>,
}

/// The state of a random walk: endpoint, watch, phones, backups, and files handed over.
pub struct Walk {
    world: World,
    watch: Watch,
    handsets: Vec<Handset>,
    backups: Vec<Backup>,
    /// What was handed over, the last one last.
    files: Vec<Vec<u8>>,
    /// Of another commune: may read nothing of this one.
    stranger: Handset,
    /// May only read, and tells and sends what it likes.
    forger: Forger,
}

impl Walk {
    /// # Errors
    /// What was broken first.
    pub fn run(seed: u64, steps: &[Step]) -> Result<(), Broken> {
        let world = World::new(seed);
        let handsets = (0..3).map(|schema| {
            let phone = world.official();
            phone.set_schema(schema);
            Handset::new(phone)
        });
        let handsets = handsets.collect();
        let stranger = Handset::new(world.phone_in(ELSEWHERE, Role::CommuneOfficer));
        let forger = Forger::new(&world);
        let mut walk = Self {
            world,
            watch: Watch::default(),
            handsets,
            backups: Vec::new(),
            files: Vec::new(),
            stranger,
            forger,
        };
        for step in steps {
            let phone = step.phone % walk.handsets.len();
            walk.act(phone, &step.act)?;
            // The other screens stay as they are.
            let touched = &mut walk.handsets[phone];
            walk.watch
                .look(&walk.world, &touched.phone, &mut touched.memory)?;
            if matches!(step.act, Act::Carry { .. }) {
                walk.look_at_the_stranger()?;
            }
        }
        walk.come_to_rest()
    }

    fn act(&mut self, phone: usize, act: &Act) -> Result<(), Broken> {
        match *act {
            Act::Edit {
                place,
                field,
                value,
            } => {
                // Another page stays open behind this one.
                let open = self.handset(phone).page.take();
                self.open(phone, place)?;
                self.save(phone, place, field, value)?;
                self.handset(phone).page = open;
            }
            Act::OpenPage { place } => self.open(phone, place)?,
            Act::SavePage {
                place,
                field,
                value,
            } => {
                self.save(phone, place, field, value)?;
            }
            Act::Delete { place } => {
                if self.change(phone, place, Phone::delete_seen)? {
                    let shown = self
                        .handset(phone)
                        .phone
                        .show_in(at(place).0, at(place).1)?;
                    let record = shown.tree.record(at(place).1);
                    let there = record.map(|record| &record.existence);
                    if !matches!(there, Some(Existence::Deleted { .. })) {
                        return Err(Broken::StillThere);
                    }
                }
            }
            Act::Undo { place } => {
                self.change(phone, place, Phone::undo_seen)?;
            }
            Act::Sync => self.sync(phone)?,
            Act::Round { times } => {
                self.ask(phone)?;
                let last = self.handset(phone).flights.len() - 1;
                self.arrive(phone, last)?;
                for _ in 0..times {
                    self.reply(phone, last)?;
                }
            }
            Act::Ask => self.ask(phone)?,
            Act::Arrive { flight } => self.arrive(phone, flight)?,
            Act::Reply { flight } => self.reply(phone, flight)?,
            Act::Cut { flight, share } => self.cut(phone, flight, share)?,
            Act::Full { full } => self.handset(phone).phone.store().set_full(full),
            Act::Give => {
                let file = self.handsets[phone].phone.hand_over()?;
                self.files.extend(file);
            }
            Act::Take { file } => {
                if let Some(file) = self.files.iter().rev().nth(file) {
                    unless_full(self.handsets[phone].phone.receive(file))?;
                }
            }
            Act::Carry { file, times } => self.carry(file, times)?,
            Act::Forge { how } => {
                let device = self.handsets[phone].phone.device()?;
                self.forger.forge(&self.world, &device, how)?;
            }
            Act::Remember => {
                let handset = self.handset(phone);
                let now = (handset.phone.store().copied(), handset.memory.clone());
                handset.remembered.push(now);
            }
            Act::RollBack { to } => self.roll_back(phone, to)?,
            Act::Wipe => {
                let handset = &self.handsets[phone];
                self.watch
                    .roll_back(&handset.phone, &MemoryStore::default())?;
                self.handsets[phone] = Handset::new(self.world.official());
            }
            Act::Copy if self.handsets.len() < MOST_PHONES => {
                let from = self.handset(phone);
                let mut copy = Handset::new(from.phone.copied());
                copy.memory = from.memory.clone();
                self.handsets.push(copy);
            }
            Act::Copy => {}
            Act::Rights { role } => {
                let role = [None, Some(Role::Viewer)].get(usize::from(role)).copied();
                let role = role.unwrap_or(Some(Role::CommuneOfficer));
                self.world.set_role(&self.handsets[phone].phone, role);
            }
            Act::SmallPages => self.handset(phone).phone.set_limit(300),
            Act::Clock { at } => self.handset(phone).phone.set_clock(at),
            Act::Backup => self.backups.push(self.world.backup()),
            Act::Restore { to, by_hand } => {
                self.forger.look(&self.world)?;
                match self.backups.get(to) {
                    Some(backup) if by_hand => self.world.put_back_by_hand(backup),
                    Some(backup) => self.world.restore(backup),
                    None => {}
                }
            }
        }
        Ok(())
    }

    fn carry(&mut self, file: usize, times: u8) -> Result<(), Broken> {
        let stranger = &self.stranger.phone;
        if let Some(file) = self.files.iter().rev().nth(file) {
            stranger.receive(file)?;
        }
        let outgoing = stranger.request()?;
        let reply = self.world.answer(stranger, &outgoing);
        let reply = reply.map_err(SyncFailure::from)?;
        for _ in 0..times {
            let applied = stranger.deliver(&outgoing, reply.clone());
            applied.map_err(SyncFailure::from)?;
        }
        Ok(())
    }

    fn look_at_the_stranger(&mut self) -> Result<(), Broken> {
        let Handset { phone, memory, .. } = &mut self.stranger;
        self.watch.look(&self.world, phone, memory)?;
        if phone.listed()?.is_empty() {
            return Ok(());
        }
        Err(Broken::StrangerReads)
    }

    fn handset(&mut self, phone: usize) -> &mut Handset {
        &mut self.handsets[phone]
    }

    fn open(&mut self, phone: usize, place: usize) -> Result<(), Broken> {
        let handset = self.handset(phone);
        let (scope, record) = at(place);
        let shown = handset.phone.show_in(scope, record)?;
        let eyes = handset.memory.shown.clone();
        handset.page = Some(Page { shown, eyes });
        Ok(())
    }

    /// Saves from the page that is open, whichever scope it is of: what had been
    /// shown then, and nothing that came since, may be replaced.
    fn save(&mut self, phone: usize, place: usize, field: usize, value: u8) -> Result<(), Broken> {
        let handset = self.handset(phone);
        let Some(page) = &mut handset.page else {
            return Ok(());
        };
        let (_, record) = at(place);
        let value = format!("value {value}");
        let (shown, field) = (&mut page.shown, FIELDS[field]);
        let saved = if record == OF_TOMORROW.0 {
            let kind = OF_TOMORROW.1;
            handset
                .phone
                .save_of_kind(shown, record, kind, field, value)
        } else {
            handset.phone.save_seen(shown, record, field, value)
        };
        let Some(name) = unless_full(saved)?.flatten() else {
            return Ok(());
        };
        let eyes = page.eyes.clone();
        page.eyes.insert(name.clone());
        self.check_seen(phone, &name, &eyes)
    }

    /// Whether it changed anything.
    fn change(
        &mut self,
        phone: usize,
        place: usize,
        how: fn(&Phone, &mut ShownRecord, &str) -> Result<Option<protocol::OpId>, StoreError>,
    ) -> Result<bool, Broken> {
        let handset = self.handset(phone);
        let (scope, record) = at(place);
        let mut shown = handset.phone.show_in(scope, record)?;
        let changed = how(&handset.phone, &mut shown, record);
        let Some(name) = unless_full(changed)?.flatten() else {
            return Ok(false);
        };
        let eyes = handset.memory.shown.clone();
        self.check_seen(phone, &name, &eyes)?;
        Ok(true)
    }

    fn check_seen(
        &mut self,
        phone: usize,
        name: &protocol::OpId,
        eyes: &BTreeSet<protocol::OpId>,
    ) -> Result<(), Broken> {
        let handset = &mut self.handsets[phone];
        self.watch.note_saved(name);
        self.watch
            .look(&self.world, &handset.phone, &mut handset.memory)?;
        Ok(self.watch.check_seen(name, eyes)?)
    }

    fn sync(&mut self, phone: usize) -> Result<(), Broken> {
        match self.handsets[phone].phone.sync(&self.world) {
            Err(SyncFailure::Phone(ApplyError::Store(StoreError::Full))) => Ok(()),
            synced => Ok(synced.map(|_| ())?),
        }
    }

    fn ask(&mut self, phone: usize) -> Result<(), Broken> {
        let handset = self.handset(phone);
        let outgoing = handset.phone.request()?;
        handset.flights.push(Flight {
            outgoing,
            reply: None,
        });
        Ok(())
    }

    fn arrive(&mut self, phone: usize, flight: usize) -> Result<(), Broken> {
        let handset = &mut self.handsets[phone];
        if let Some(flight) = handset.flights.get_mut(flight) {
            let reply = self.world.answer(&handset.phone, &flight.outgoing);
            flight.reply = Some(reply.map_err(SyncFailure::from)?);
        }
        Ok(())
    }

    fn reply(&mut self, phone: usize, flight: usize) -> Result<(), Broken> {
        let handset = self.handset(phone);
        let Some(flight) = handset.flights.get(flight) else {
            return Ok(());
        };
        let Some(reply) = flight.reply.clone() else {
            return Ok(());
        };
        match handset.phone.deliver(&flight.outgoing, reply) {
            Err(ApplyError::Store(StoreError::Full)) => Ok(()),
            applied => Ok(applied.map(|_| ()).map_err(SyncFailure::from)?),
        }
    }

    /// What breaks off on its way is not understood, whichever way it goes.
    fn cut(&mut self, phone: usize, flight: usize, share: u8) -> Result<(), Broken> {
        let handset = self.handset(phone);
        let Some(flight) = handset.flights.get(flight) else {
            return Ok(());
        };
        let begun = |whole: Vec<u8>| whole[..whole.len() * usize::from(share) / 100].to_vec();
        let request = begun(serde_json::to_vec(&flight.outgoing.request)?);
        let reply = begun(serde_json::to_vec(&flight.reply)?);
        let is_request = serde_json::from_slice::<endpoint::sync::Request>(&request).is_ok();
        let is_reply = serde_json::from_slice::<Option<Reply>>(&reply).is_ok();
        if is_request || is_reply {
            return Err(Broken::HalfIsUnderstood);
        }
        Ok(())
    }

    /// The last transactions were lost; the app starts again.
    fn roll_back(&mut self, phone: usize, to: usize) -> Result<(), Broken> {
        let handset = &mut self.handsets[phone];
        let Some((store, memory)) = handset.remembered.get(to) else {
            return Ok(());
        };
        self.watch.roll_back(&handset.phone, store)?;
        handset.memory = memory.clone();
        handset.page = None;
        Ok(())
    }

    /// Faults end, rights are given back, and all that can be said is said.
    fn come_to_rest(&mut self) -> Result<(), Broken> {
        for handset in &self.handsets {
            handset.phone.store().set_full(false);
            self.world
                .set_role(&handset.phone, Some(Role::CommuneOfficer));
        }
        for _ in 0..ROUNDS {
            self.stranger.phone.sync(&self.world)?;
            self.look_at_the_stranger()?;
            for handset in &mut self.handsets {
                handset.phone.sync(&self.world)?;
                self.watch
                    .look(&self.world, &handset.phone, &mut handset.memory)?;
            }
        }
        let handsets = self.handsets.iter();
        let handsets: Vec<_> = handsets.map(|one| (&one.phone, &one.memory)).collect();
        if !self.stranger.phone.relayed()?.is_empty() {
            return Err(Broken::CarriedForEver);
        }
        Ok(self.watch.check_rest(&self.world, &handsets)?)
    }
}

impl Handset {
    fn new(phone: Phone) -> Self {
        let (flights, remembered) = (Vec::new(), Vec::new());
        Self {
            phone,
            memory: Memory::default(),
            page: None,
            flights,
            remembered,
        }
    }
}

/// The reason why a walk cannot go on: something that must never happen, or a part that failed.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("a person deletes a record, and it is still there")]
    StillThere,
    #[error("somebody reads what he only carries")]
    StrangerReads,
    #[error("a stranger carries something for ever")]
    CarriedForEver,
    #[error("what broke off on its way is understood")]
    HalfIsUnderstood,
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Rule(#[from] Violation),
    #[error(transparent)]
    Sync(#[from] SyncFailure),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn at(place: usize) -> (&'static str, &'static str) {
    (
        SCOPES[place / RECORDS.len()],
        RECORDS[place % RECORDS.len()],
    )
}

/// A full phone says so, and has saved nothing.
fn unless_full<T>(result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(StoreError::Full) => Ok(None),
        Err(other) => Err(other),
    }
}
