//! The host of a simulated tab's sync: requests may fail, and replies be lost or late. The shipped
//! driver runs over it.

use super::network::Counted;
use super::{TabContext, TabPage, moment};
use async_lock::MutexGuardArc;
use client::Moment;
use client::sync::{Host, HttpError, Proof, ReplyChanges, SyncState};
use client::testing::StepStore;
use protocol::wire::{Reply, Request};
use replica::{File, Replica};
use std::rc::Rc;

/// The group of what no tab takes with it when it is closed.
const OUTSIDE: u32 = u32::MAX;
/// Nobody waits for a reply any more after so many milliseconds.
const GIVEN_UP: i64 = 45_000;

/// The [`Host`] of one simulated tab.
pub(super) struct PhoneHost(pub Rc<TabPage>);

impl Host for PhoneHost {
    type Store = StepStore;
    type About = ();
    type Turn = MutexGuardArc<()>;

    fn replica(&self) -> Rc<Replica<StepStore, ()>> {
        Rc::clone(&self.0.replica)
    }

    fn now(&self) -> Moment {
        moment(&self.0.at.scheduler)
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.spawn(task);
    }

    async fn pause(&self, least: u32, most: u32) {
        let scheduler = &self.0.at.scheduler;
        let more = scheduler.random().below((most - least) as usize + 1);
        let more = i64::try_from(more).unwrap_or_default();
        scheduler.sleep(i64::from(least) + more).await;
    }

    async fn turn(&self) -> MutexGuardArc<()> {
        self.0.at.turn.lock_arc().await
    }

    async fn fresh_device(&self) -> String {
        self.0.at.phone.fresh_device()
    }

    fn grants_digest(&self) -> Option<String> {
        None
    }

    async fn proof(&self) -> Option<Proof> {
        let device = self.0.replica.device().await.ok()?;
        let key = &self.0.at.phone.enrolment().key;
        Some((key.public(), key.sign(&protocol::key_text(&device))))
    }

    async fn send(&self, request: &Request) -> Result<Reply, HttpError> {
        let TabContext {
            scheduler,
            world,
            network,
            phone,
            ledger,
            ..
        } = &self.0.at;
        let person = &phone.enrolment().person;
        let one = Counted::begin(network, person, ledger, scheduler.now());
        scheduler.step().await;
        let random = scheduler.random();
        let faults = network.faults.get();
        let fault = (faults > 0 && random.once_in(faults)).then(|| random.below(4));
        if fault == Some(0) {
            return Err(HttpError::Away);
        }
        if fault == Some(1) {
            return Err(HttpError::Status(503, "overloaded".to_owned()));
        }
        let reply = world.post(&phone.enrolment().token, request);
        let reply = reply.map_err(|(status, code)| HttpError::Status(status, code));
        scheduler.step().await;
        match fault {
            // The reply is lost.
            Some(2) => Err(HttpError::Away),
            Some(_) => {
                let late = i64::try_from(random.below(120_000)).unwrap_or_default();
                scheduler.sleep(late.min(GIVEN_UP)).await;
                drop(one);
                scheduler.sleep((late - GIVEN_UP).max(0)).await;
                reply
            }
            None => reply,
        }
    }

    async fn create_upload(&self, file: &File) -> Result<u64, HttpError> {
        Ok(file.size)
    }

    async fn send_part(&self, file: &File, _: u64, _: &[u8]) -> Result<u64, HttpError> {
        Ok(file.size)
    }

    fn files_later(&self) -> bool {
        false
    }

    /// The browser may send it by itself, sooner or later.
    fn leave(&self, request: Option<&Request>) {
        let Some(request) = request.cloned() else {
            return;
        };
        let scheduler = self.0.at.scheduler.clone();
        let (world, phone) = (Rc::clone(&self.0.at.world), Rc::clone(&self.0.at.phone));
        // Also with the tab closed.
        self.0.at.scheduler.spawn(OUTSIDE, async move {
            let later = scheduler.random().below(60_000);
            let later = i64::try_from(later).unwrap_or_default();
            scheduler.sleep(later).await;
            drop(world.post(&phone.enrolment().token, &request));
        });
    }

    fn show(&self, _: SyncState) {}

    fn show_files(&self, _: &[(File, bool)]) {}

    fn show_sent(&self, _: u64) {}

    async fn changed(&self, _: ReplyChanges<()>) {
        self.0.look();
    }

    fn rights_changed(&self) {
        self.0.look();
    }

    fn enrolment_changed(&self, _: client::enrolment::Enrolment) {
        self.0.look();
    }

    fn reached(&self) {}

    fn locked(&self) {}
}
