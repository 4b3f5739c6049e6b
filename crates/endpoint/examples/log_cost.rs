//! What the log of operations costs an edit, in time and on the disk: rounds with it and without take
//! turns, in one run, over SQLite in a folder.
//!
//! `cargo run --release -p endpoint --example log_cost [rounds] [folder]`

use endpoint::clock::now;
use endpoint::model::Batch;
use endpoint::secrets::Randomness;
use endpoint::store::Operations;
use endpoint::store::sqlite::SqliteStore;
use protocol::Operation;
use protocol::rule::{Rule, without};
use register::rights::{Grant, Rights};
use register::role::Role;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

const SCOPE: &str = "06541/AaH5r7HpdqWdxHZJQvh8AA";
const DEVICE: &str = "AaH5r7azf3qS3ZqoliV0mA";
const BATCH: u64 = 100;
/// So many records are edited again and again.
const RECORDS: u64 = 2_000;

type Failure = Box<dyn Error + Send + Sync>;

/// One register, and how long its batches took.
struct Trial {
    store: SqliteStore,
    folder: PathBuf,
    /// The newest operation on each record.
    newest: BTreeMap<u64, Operation>,
    next: u64,
    took: Vec<Duration>,
}

impl Trial {
    fn new(runtime: &Runtime, folder: PathBuf) -> Result<Self, Failure> {
        let randomness = Randomness::of_the_system();
        Ok(Self {
            store: runtime.block_on(SqliteStore::open(&folder, &randomness))?,
            folder,
            newest: BTreeMap::new(),
            next: 1,
            took: Vec::new(),
        })
    }

    /// A hundred edits, each of which replaces the one before on its record.
    fn batch(&mut self, epoch: &str) -> Batch {
        let mut operations = Vec::new();
        for number in self.next..self.next + BATCH {
            let place = number % RECORDS;
            let before = self.newest.get(&place);
            let operation = Operation {
                device: DEVICE.into(),
                number,
                record: format!("AaH5r7azf3qS3Zqo{place:06}"),
                kind: "collective".into(),
                field: "name".into(),
                value: json!(format!("Trường Tiểu học Mẫu Sơn {number}")),
                predecessors: before.iter().map(|one| one.name(SCOPE)).collect(),
                at: now(),
                save: self.next,
            };
            self.newest.insert(place, operation.clone());
            operations.push(operation);
        }
        self.next += BATCH;
        let grant = Grant {
            scope: "06541".into(),
            role: Role::CommuneOfficer,
        };
        Batch {
            scope: SCOPE.into(),
            operations,
            gone: BTreeSet::new(),
            recovering: None,
            decided: Vec::new(),
            rights: Arc::new(Rights::new(vec![grant])),
            authors: BTreeMap::new(),
            received: now(),
            mark: "aaaa".into(),
            epoch: epoch.into(),
        }
    }

    async fn push(&mut self, epoch: &str) -> Result<(), Failure> {
        let batch = self.batch(epoch);
        let begun = Instant::now();
        for outcome in self.store.push(vec![batch]).await {
            outcome?;
        }
        self.took.push(begun.elapsed());
        Ok(())
    }

    /// How long one edit took in the batch that is quicker than all but so many of a hundred: a
    /// machine that does other work, too, makes the others slow.
    fn quicker_than(&mut self, share: usize) -> Duration {
        self.took.sort_unstable();
        let batch = self.took.get(self.took.len() * share / 100).copied();
        batch.unwrap_or_default() / u32::try_from(BATCH).unwrap_or(1)
    }
}

fn bytes(folder: &Path) -> Result<u64, Failure> {
    Ok(std::fs::metadata(folder.join("register.sqlite"))?.len())
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let rounds: u64 = arguments.next().map_or(Ok(500), |text| text.parse())?;
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("log-cost-{}", std::process::id()));
    // On one thread, where a rule may be broken.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut with = Trial::new(&runtime, folder.join("with"))?;
    let mut less = Trial::new(&runtime, folder.join("without"))?;
    let epochs = runtime.block_on(async {
        use endpoint::store::Store;
        Ok::<_, Failure>((with.store.epoch().await?, less.store.epoch().await?))
    })?;
    for _ in 0..rounds {
        runtime.block_on(with.push(&epochs.0))?;
        without(Rule::LogsProveTheLiveSets, || {
            runtime.block_on(less.push(&epochs.1))
        })?;
    }
    runtime.block_on(async {
        use endpoint::store::Store;
        with.store.close().await;
        less.store.close().await;
    });
    let edits = rounds * BATCH;
    let more = bytes(&with.folder)?.saturating_sub(bytes(&less.folder)?) / edits;
    println!(
        "an edit, of {edits}: median {:.1?} with the log, {:.1?} without; the tenth of a hundred {:.1?}, \
         {:.1?}; {more} bytes more (budget 7 µs, 200 bytes)",
        with.quicker_than(50),
        less.quicker_than(50),
        with.quicker_than(10),
        less.quicker_than(10),
    );
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
