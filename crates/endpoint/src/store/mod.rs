//! What the endpoint needs of a store. Stores hold no rule: an incoming
//! [`Batch`] decides by `merge`, the store loads what it touches and writes
//! what came of it, in one transaction.

#![expect(
    clippy::duplicate_mod,
    reason = "the statements are compiled for each database"
)]

pub mod copy;
pub mod postgres;
pub mod sqlite;

pub use crate::model::{Invitation, InvitationClaim};

use crate::model::{
    ActAttempt, ActRefusal, AppendOutcome, Batch, CreationOutcome, Erasure, ErasureOutcome,
    FileCreation, FileId, FileState, Heads, HistoryPage, HistoryQuery, LastingAct, Member,
    NamedPerson, Page, PeoplePage, PeopleQuery, PersonRoles, Piece, PullQuery, PushOutcome,
    Revocation, StoreError,
};
use register::rights::{Grant, Readable};

use async_trait::async_trait;
use copy::{CopyMode, CopyPart, Inventory};
use merge::Field;
use protocol::Entry;
use sqlx::migrate::{MigrateError, Migrator};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tokio::sync::mpsc::{Receiver, Sender};

impl StoreError {
    /// What a store says that is not, or could not be, of this version.
    fn of_migration(error: MigrateError, known: &Migrator) -> Self {
        match error {
            MigrateError::VersionMissing(there) => Self::Newer {
                there,
                known: newest(known),
            },
            other => Self::Unavailable(other.into()),
        }
    }
}

fn newest(migrations: &Migrator) -> i64 {
    let versions = migrations.iter().map(|migration| migration.version);
    versions.max().unwrap_or_default()
}

/// A condition of opening a register: together with other processes, or alone. A database that is
/// served notices by itself when it is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    Together,
    Alone,
}

/// A condition of opening a register: whether it is made where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Founding {
    IfMissing,
    Never,
}

/// How a piece of work ends: its writing stands, or is taken back.
enum Ending<T> {
    Keep(T),
    Undo(T),
}

/// The order to a store to enrol a device by an invitation, for the first time or once more.
#[derive(Clone, Debug)]
pub struct EnrolmentAttempt {
    pub public_id: String,
    pub device: String,
    pub claim_hash: Vec<u8>,
    pub token_hash: Vec<u8>,
    /// The enrolment's public key, proved.
    pub key: Option<String>,
    /// The ids to give to a new person and enrolment.
    pub person: String,
    pub enrolment: String,
    pub now: i64,
    /// Claims made since then may be repeated by the same browser.
    pub again_since: i64,
}

/// The order to a store to give an enrolled person an invitation's role, for the first time or once
/// more.
#[derive(Clone, Debug)]
pub struct JoinAttempt {
    pub public_id: String,
    pub person: String,
    pub enrolment: String,
    pub now: i64,
}

/// The store's answer to a [`JoinAttempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinOutcome {
    Done,
    /// Somebody else claimed it.
    Used,
    Expired,
    /// It is a new phone for somebody else.
    OfAnother,
    /// There is no such invitation.
    Unknown,
}

/// The store's answer to an [`EnrolmentAttempt`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolmentOutcome {
    Done(NamedPerson),
    /// Somebody else claimed it, or the hour is over, or it was revoked.
    Used,
    Expired,
    /// The device id belongs to another enrolment.
    DeviceOfAnother,
    /// There is no such invitation.
    Unknown,
}

/// The most device ids of one person: a phone takes a new one when its storage was
/// copied or rolled back, and else never.
pub const MOST_DEVICES: i64 = 1_000;
/// The most public keys of one enrolment: a browser makes one, and another where the
/// first was lost.
pub const MOST_KEYS: i64 = 32;

/// The devices of a claim that did not become the claimer's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceClaims {
    pub of_others: BTreeSet<String>,
    /// Nobody's: the person has as many as one may have.
    pub too_many: BTreeSet<String>,
}

/// One device in the administrator's list, with its enrolment, person and roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    pub device: String,
    pub enrolment: String,
    pub person: NamedPerson,
    pub grants: Vec<Grant>,
    pub enrolled_at: i64,
    pub last_seen_at: i64,
    pub revoked_at: Option<i64>,
    pub revoked: Option<Revocation>,
}

/// A record found by one of its fields, with that field's live set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRecord {
    pub scope: String,
    pub record: String,
    pub live: Vec<Entry>,
}

/// What the log of a scope proves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogProof {
    pub rows: usize,
    pub fields: usize,
    /// The fields whose live set is another than what their log comes to.
    pub unproved: Vec<Field>,
}

/// What a store answers, or why it could not.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// The part of a store that the sync uses: pushing, pulling, and looking up records.
#[async_trait]
pub trait Operations: Send + Sync {
    /// Takes batches of different scopes in, each in its own transaction, none
    /// waiting for another. When it returns, what succeeded is durable.
    async fn push(&self, batches: Vec<Batch>) -> Vec<Result<PushOutcome>>;

    /// One page, its vectors and its end, all of one moment.
    async fn pull(&self, pull: PullQuery) -> Result<Page>;

    /// The newest place of every scope that exists among the readable.
    async fn heads(&self, readable: &[Readable]) -> Result<Heads>;

    /// The live sets of `field` in all records of `kind` in `commune` and below.
    async fn find_records(
        &self,
        commune: &str,
        kind: &str,
        field: &str,
    ) -> Result<Vec<FoundRecord>>;

    /// The highest number of a device that arrived in a scope.
    async fn highest_number(&self, scope: &str, device: &str) -> Result<u64>;

    /// The live sets of one record, by field.
    async fn record(&self, scope: &str, record: &str) -> Result<BTreeMap<String, Vec<Entry>>>;

    /// What the log says of a record, the newest first.
    async fn history(&self, query: &HistoryQuery) -> Result<HistoryPage>;

    /// Every scope that was ever written to.
    async fn scopes(&self) -> Result<Vec<String>>;

    /// Whether the log of each field of a scope proves its live set.
    async fn prove_log(&self, scope: &str) -> Result<LogProof>;
}

/// The part of a store on who may ask: devices, tokens, keys, people and roles.
#[async_trait]
pub trait Enrolments: Send + Sync {
    /// Whom a token (by its SHA-256) speaks for.
    async fn member(&self, token_hash: &[u8]) -> Result<Option<Member>>;

    /// Notes that an enrolment was heard of, and the version of kinds and fields that it writes.
    async fn note_seen(&self, enrolment: &str, schema: u64, now: i64) -> Result<()>;

    /// Claims the devices that nobody has claimed, as far as one person may have as
    /// many ([`MOST_DEVICES`]), and gives those that are not this enrolment's.
    async fn claim_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<DeviceClaims>;

    /// Those of the devices that are this enrolment's.
    async fn owned_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>>;

    /// Notes a public key as an enrolment's, whoever's it was before; nothing if it has
    /// [`MOST_KEYS`] others.
    async fn claim_key(&self, enrolment: &str, key: &str) -> Result<()>;

    /// Whose the public keys are, by key, of those that are known.
    async fn authors(&self, keys: &BTreeSet<String>) -> Result<BTreeMap<String, Member>>;

    /// The people that devices speak for.
    async fn people_of(&self, devices: &[String]) -> Result<BTreeMap<String, NamedPerson>>;

    /// A person by the id, and what roles the person has.
    async fn person(&self, id: &str) -> Result<Option<(NamedPerson, Vec<Grant>)>>;

    async fn devices(&self) -> Result<Vec<DeviceRow>>;

    /// Revokes the enrolment that a device belongs to; false if there is none. One that is over
    /// may become lost, and one that is lost stays so.
    async fn revoke(&self, device: &str, how: Revocation, now: i64) -> Result<bool>;

    /// Gives the person of a device a role (`held`), or takes it away; false if
    /// there is no such device, or nothing to take away.
    async fn set_role(&self, device: &str, grant: Grant, held: bool) -> Result<bool>;
}

/// The part of a store on invitations, from making one to the enrolment or role that comes of it.
#[async_trait]
pub trait Invitations: Send + Sync {
    async fn add_invitation(&self, invitation: Invitation) -> Result<()>;

    async fn invitation(&self, public_id: &str) -> Result<Option<Invitation>>;

    /// All invitations, those that end last first.
    async fn invitations(&self) -> Result<Vec<Invitation>>;

    /// Ends an invitation that nobody has used; false if there is none.
    async fn cancel_invitation(&self, public_id: &str) -> Result<bool>;

    /// Counts a wrong try; at the `most`-th the invitation is locked until
    /// `locked_until` and the count begins anew.
    async fn note_wrong_try(&self, public_id: &str, most: u32, locked_until: i64) -> Result<()>;

    async fn enrol(&self, enrolling: EnrolmentAttempt) -> Result<EnrolmentOutcome>;

    async fn join(&self, joining: JoinAttempt) -> Result<JoinOutcome>;
}

/// The part of a store on what administrators see and do from their phones.
#[async_trait]
pub trait Administration: Send + Sync {
    /// One page of those who have a role in a scope or below.
    async fn people_in(&self, asked: PeopleQuery) -> Result<PeoplePage>;

    /// A person with all roles, and the last one of whoever has none, if it was taken by an act.
    async fn person_roles(&self, person: &str) -> Result<Option<PersonRoles>>;

    /// Does an act and writes it down, once, if [`crate::model::Act::check`] says that it may be
    /// done.
    async fn act(&self, attempt: ActAttempt) -> Result<std::result::Result<(), ActRefusal>>;
}

/// The part of a store on the bytes of attachments.
#[async_trait]
pub trait Files: Send + Sync {
    /// Makes room for a file, or finds what is there of it.
    async fn create_file(&self, creating: FileCreation) -> Result<CreationOutcome>;

    async fn file(&self, id: &FileId) -> Result<Option<FileState>>;

    /// Puts a piece where a file ends. Of several at once for the same place
    /// one is kept. The last one is kept only if the whole is what it was said
    /// to be.
    async fn append_piece(&self, piece: Piece) -> Result<AppendOutcome>;

    /// The piece of a file that begins after so many bytes.
    async fn file_piece(&self, id: &FileId, place: u64) -> Result<Option<Vec<u8>>>;
}

/// The part of a store that backups, restores and migrations use: every row out, every row in.
#[async_trait]
pub trait Backups: Send + Sync {
    /// Sends every row, all of one moment, table by table in the order of
    /// [`copy::TABLES`], and that it was all.
    async fn copy_out(&self, to: Sender<CopyPart>) -> Result<()>;

    /// Replaces everything by the rows that come, in one transaction, which
    /// stands only if all of them can be read again. Gives what was taken in.
    async fn copy_in(&self, from: Receiver<CopyPart>, taking: CopyMode) -> Result<Inventory>;

    /// Notes how far a backup holds the numbers of devices in a scope.
    async fn note_kept(&self, scope: &str, seen: &[(String, i64)]) -> Result<()>;

    /// Until when phones may tell what they had pulled before the store was set back,
    /// in milliseconds since 1970; nothing if it never was.
    async fn recovery_until(&self) -> Result<Option<i64>>;

    async fn set_recovery_until(&self, until: i64) -> Result<()>;
}

/// Whether something is erased, or only looked at what it would come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasingMode {
    Erase,
    Look,
}

/// The part of a store that takes things out for ever.
#[async_trait]
pub trait Erasures: Send + Sync {
    /// Empties the fields of a record and of its lines by operations of the endpoint's own device, in a
    /// transaction of this mark, and takes what they said out of the log, of what waits, and of the
    /// files that nothing else names. What comes of it later is refused.
    async fn erase(
        &self,
        erasure: Erasure,
        mark: String,
        mode: ErasingMode,
    ) -> Result<ErasureOutcome>;
}

/// The part of a store on acts that outlive a restore.
#[async_trait]
pub trait LastingActs: Send + Sync {
    /// Takes from somebody what an act says, once: a phone, a role, an invitation; whether it was
    /// new here. It is written into the file `noted_in` first.
    async fn withdraw(&self, act: LastingAct, noted_in: Option<PathBuf>) -> Result<bool>;

    /// All that was erased and taken, in the order in which it was done.
    async fn lasting_acts(&self) -> Result<Vec<LastingAct>>;
}

/// The whole of a store: all parts, and its own state. SQLite and PostgreSQL implement it, and pass
/// one suite of tests.
#[async_trait]
pub trait Store:
    Operations + Enrolments + Invitations + Administration + Files + Backups + Erasures + LastingActs
{
    /// Changes when the store is restored from a backup, perhaps while other
    /// processes are at work on it.
    async fn epoch(&self) -> Result<String>;

    /// Whether anything can be written: notes the time, in milliseconds since 1970,
    /// and waits until it is on disk.
    async fn try_writing(&self, now: i64) -> Result<()>;

    /// The id under which the endpoint itself writes.
    fn own_device(&self) -> &str;

    /// Finishes what is under way; nothing can be asked afterwards.
    async fn close(&self);
}
