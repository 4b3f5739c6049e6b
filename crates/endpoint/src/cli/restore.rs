//! `endpoint restore`: puts a backup in a register's place, in a folder or a database. The old
//! register is kept aside; phones then bring back what the backup lacks.

use super::by_hand::{self, RegisterPeople};
use super::{CommandResult, Failure, Register, aside};
use endpoint::backups::{self, BackupError, Counts, TemporaryFile, beside_of, sync_folder_of};
use endpoint::clock;
use endpoint::lasting_acts;
use endpoint::model::{LastingAct, StoreError};
use endpoint::secrets::Randomness;
use endpoint::store::copy::{CopyMode, Inventory, copy, inventory};
use endpoint::store::postgres::PostgresStore;
use endpoint::store::sqlite::place::{self, private_file};
use endpoint::store::sqlite::{self, SqliteStore};
use endpoint::store::{Founding, LastingActs, Sharing, Store};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Put a backup in the register's place, in a new epoch: phones push again
/// what they hold. What was there is kept aside
#[derive(clap::Args)]
pub struct RestoreArguments {
    #[command(flatten)]
    register: Register,
    /// The file that `endpoint backup` wrote
    #[arg(long)]
    from: PathBuf,
    /// Replace a register that is not empty
    #[arg(long)]
    replace: bool,
    /// Take a backup of a version that wrote no mark at its end: it is looked
    /// through, but nothing proves that it is what was written
    #[arg(long)]
    unmarked: bool,
    /// Where a backup of a database that is replaced is put first; left out:
    /// beside the backup that is restored
    #[arg(long)]
    aside: Option<PathBuf>,
}

impl RestoreArguments {
    /// What a backup of before does not know: what the register says that is replaced, if it can be
    /// read, and what stands in the file beside it. Either may be lost.
    fn acts(&self, replaced: Vec<LastingAct>) -> Result<Vec<LastingAct>, Failure> {
        let file = self.register.acts();
        let noted = file.map_or(Ok(Vec::new()), |file| lasting_acts::read(&file))?;
        Ok([replaced, noted].concat())
    }
}

pub async fn run(arguments: RestoreArguments) -> CommandResult {
    if !arguments.from.is_file() {
        return Err(format!("there is no file {}", arguments.from.display()).into());
    }
    let register = &arguments.register;
    match (register.database(), register.folder()) {
        (Some(url), _) => into_database(&arguments, url).await,
        (None, Some(folder)) => into_folder(&arguments, folder).await,
        (None, None) => Err("neither --data nor DATABASE_URL is given".into()),
    }
}

/// A backup, opened. It itself stays as it is, also if it is of an older version.
struct OpenedBackup {
    store: SqliteStore,
    inventory: Inventory,
    _file: TemporaryFile,
}

impl OpenedBackup {
    async fn open(arguments: &RestoreArguments, reading: PathBuf) -> Result<Self, Failure> {
        let file = TemporaryFile(reading);
        let mut to = private_file(&file.0)?;
        to.set_len(0)?;
        match backups::unpack(&arguments.from, &mut to) {
            Ok(_) => {}
            Err(BackupError::NotMarked) if arguments.unmarked => {
                to.set_len(0)?;
                std::io::copy(&mut File::open(&arguments.from)?, &mut to)?;
                drop(to);
                sqlite::look_through(&file.0).await?;
            }
            Err(error) => return Err(error.into()),
        }
        let store = SqliteStore::open_file(&file.0, &Randomness::of_the_system()).await?;
        let inventory = inventory(&store).await?;
        Ok(Self {
            store,
            inventory,
            _file: file,
        })
    }

    /// Puts it into a store; gives what is there then, in words, and what is to be done
    /// by hand.
    async fn copy_to(
        self,
        to: Arc<dyn Store>,
        before: Option<RegisterPeople>,
        acts: Vec<LastingAct>,
    ) -> Result<[String; 2], Failure> {
        let taking = CopyMode::Restored {
            epoch: Randomness::of_the_system().token()[..8].to_owned(),
            at: clock::now(),
            mark: Randomness::of_the_system().mark(),
            acts,
        };
        let (restored, _) = copy(&self.store, to.as_ref(), taking).await?;
        self.store.close().await;
        let (counts, epoch) = (Counts::from(&restored), to.epoch().await?);
        let after = RegisterPeople::of(to.clone()).await?;
        to.close().await;
        let by_hand = by_hand::said(before.as_ref(), &after, clock::now());
        Ok([
            format!("restored {counts}; the epoch is {epoch}\n"),
            by_hand,
        ])
    }

    /// Refuses to put it where something is that may be worth more.
    fn check(&self, is_empty: bool, replace: bool) -> Result<(), Failure> {
        if is_empty {
            return Ok(());
        }
        if !replace {
            return Err("the register is not empty: --replace puts the backup in its place".into());
        }
        if self.inventory.rows_of("scope") == 0 {
            return Err("the backup is empty, and the register is not: nothing was done".into());
        }
        Ok(())
    }
}

/// The new file is made beside the old one, which may be damaged, and takes its
/// name at the end.
async fn into_folder(arguments: &RestoreArguments, folder: &Path) -> CommandResult {
    let entered = place::enter(folder, Sharing::Alone, Founding::IfMissing).await?;
    let file = SqliteStore::file_in(folder);
    let source = OpenedBackup::open(arguments, file.with_added_extension("reading")).await?;
    if file.exists() {
        // One that cannot be read may hold anything.
        let is_empty = sqlite::is_empty(&file).await.unwrap_or(false);
        source.check(is_empty, arguments.replace)?;
    }
    let (mut before, mut replaced) = (None, Vec::new());
    if file.exists() {
        before = people_in(&file).await.ok();
        // An older version knows none.
        replaced = acts_in(&file).await.unwrap_or_default();
    }
    let acts = arguments.acts(replaced)?;
    let new = TemporaryFile(file.with_added_extension("restoring"));
    // One that broke off left it.
    drop(TemporaryFile(new.0.clone()));
    let to = SqliteStore::open_file(&new.0, &Randomness::of_the_system()).await?;
    let [mut said, by_hand] = source.copy_to(Arc::new(to), before, acts).await?;
    File::open(&new.0)?.sync_all()?;
    if file.exists() {
        let old = aside(&file, "replaced");
        keep_aside(&file, &old)?;
        said.push_str(&format!("what was there is now {}\n", old.display()));
    }
    std::fs::rename(&new.0, &file)?;
    sync_folder_of(&file)?;
    drop(entered);
    Ok(said + &by_hand)
}

/// Who was in a register, which stays as it is.
async fn people_in(file: &Path) -> Result<RegisterPeople, StoreError> {
    let store = Arc::new(SqliteStore::open_unchanged(file).await?);
    let people = RegisterPeople::of(store.clone()).await;
    store.close().await;
    people
}

/// What it knows that outlives a restore.
async fn acts_in(file: &Path) -> Result<Vec<LastingAct>, StoreError> {
    let store = SqliteStore::open_unchanged(file).await?;
    let acts = store.lasting_acts().await;
    store.close().await;
    acts
}

/// At no moment is there no register.
fn keep_aside(file: &Path, old: &Path) -> Result<(), Failure> {
    // Not every file system knows a second name.
    std::fs::hard_link(file, old).or_else(|_| std::fs::copy(file, old).map(drop))?;
    for ending in ["-wal", "-shm"] {
        let beside = beside_of(file, ending);
        // Only of one that could not be closed.
        if beside.exists() {
            std::fs::rename(beside, beside_of(old, ending))?;
        }
    }
    Ok(())
}

/// A database may be restored while it is served.
async fn into_database(arguments: &RestoreArguments, url: &str) -> CommandResult {
    let reading = arguments.from.with_added_extension("reading");
    let source = OpenedBackup::open(arguments, reading).await?;
    let randomness = Randomness::of_the_system();
    let to = Arc::new(PostgresStore::open_as(url, Founding::IfMissing, &randomness).await?);
    let is_empty = inventory(to.as_ref()).await?.rows_of("scope") == 0;
    source.check(is_empty, arguments.replace)?;
    let mut said = String::new();
    if !is_empty {
        let beside = || aside(&arguments.from, "replaced");
        let old = arguments.aside.clone().unwrap_or_else(beside);
        backups::write(to.as_ref(), &old, clock::now()).await?;
        said = format!("what was there is now {}, a backup\n", old.display());
    }
    let before = match is_empty {
        true => None,
        false => Some(RegisterPeople::of(to.clone()).await?),
    };
    let acts = arguments.acts(to.lasting_acts().await?)?;
    let [restored, by_hand] = source.copy_to(to, before, acts).await?;
    Ok(restored + &said + &by_hand)
}
