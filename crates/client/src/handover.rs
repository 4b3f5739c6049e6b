//! Passing work on by hand, without a network: all that is not in the shared register, signed and
//! packed; and what is taken in: looked at whole, every signature checked, and only then kept.

use crate::enrolment::Enrolment;
use crate::lines::Line;
use crate::signing_key;
use crate::worker::{HandoverFailure, Worker};
use protocol::Operation;
use protocol::bundle::SignedOperation;
use register::set_once::is_malformed;
use register::summary::Summary as About;
use replica::{PendingOperation, Replica, Store};
use sorted::SortedSet;

/// How many savings operations are of: what was saved in a record at once is one change to a person.
pub fn savings<'a>(operations: impl Iterator<Item = (&'a str, &'a Operation)>) -> usize {
    let mut savings = SortedSet::new();
    savings.extend(operations.map(|(scope, one)| {
        let root = protocol::root_of(&one.record);
        format!("{scope}|{root}|{}|{}", one.device, one.save)
    }));
    savings.len()
}

/// How many changes these are to a person.
pub fn changes<'a>(of: impl Iterator<Item = &'a PendingOperation>) -> usize {
    savings(of.map(|one| (one.scope.as_str(), &one.pending.operation)))
}

/// The number of changes that this phone could hand over now, for the screen that offers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandoverContent {
    pub changes: usize,
    pub records: usize,
    /// How many of the changes are relayed for others.
    pub relayed: usize,
}

impl HandoverContent {
    pub fn of(unsent: &[PendingOperation]) -> Self {
        let root =
            |one: &PendingOperation| protocol::root_of(&one.pending.operation.record).to_owned();
        let records: SortedSet<String> = unsent.iter().map(root).collect();
        let relayed = unsent.iter().filter(|one| one.pending.relayed.is_some());
        Self {
            changes: changes(unsent.iter()),
            records: records.len(),
            relayed: changes(relayed),
        }
    }
}

/// A bundle of all that can be given, and how many changes are in it; sealed if there is a
/// passphrase.
///
/// # Errors
/// If the store fails, or the worker does.
pub async fn give<S: Store, W: Worker>(
    phone: &Replica<S, About>,
    worker: &W,
    passphrase: Option<&str>,
) -> Result<(W::Bundle, usize), W::Problem> {
    let unsent = phone.unsent().await;
    let unsent = unsent.map_err(|_| HandoverFailure::NotKept)?;
    let own = signing_key::own(phone, worker).await?;
    let to_sign = unsent.iter().filter_map(PendingOperation::to_sign);
    let texts: Vec<String> = to_sign.collect();
    let mut signatures = worker.sign(&own, &texts).await?.into_iter();
    let count = changes(unsent.iter());
    let mut signed = Vec::with_capacity(unsent.len());
    for one in unsent {
        let signature = match one.pending.relayed {
            Some(_) => String::new(),
            None => signatures.next().unwrap_or_default(),
        };
        signed.push(one.signed(&own.public, &signature));
    }
    let signed = serde_json::to_string(&signed).unwrap_or_default();
    Ok((worker.pack(signed, passphrase).await?, count))
}

/// The result of taking a bundle in, for the screen: counts of operations, and the lines of lists
/// that changed.
#[derive(Clone, Debug)]
pub struct Taken {
    /// How many changes it speaks of.
    pub changes: usize,
    /// The lines that are new by it.
    pub lines: Vec<Line>,
    /// How many operations this phone relays now and did not before.
    pub taken: usize,
    /// How many of these are of scopes that the person does not read.
    pub unread: usize,
    /// How many were here already, or had entered, or were refused.
    pub known: usize,
}

/// Takes a bundle in, for the person who is enrolled. `fresh_id` gives 22 characters of base64url.
///
/// # Errors
/// Why nothing of it was taken.
pub async fn take<S: Store, W: Worker>(
    phone: &Replica<S, About>,
    worker: &W,
    who: &Enrolment,
    (bundle, passphrase): (&W::Bundle, Option<&str>),
    fresh_id: &dyn Fn() -> String,
) -> Result<Taken, W::Problem> {
    let unpacked = worker.unpack(bundle, passphrase).await?;
    let signed: Vec<SignedOperation> =
        reading::read(unpacked.as_bytes()).map_err(|_| HandoverFailure::Malformed)?;
    if signed
        .iter()
        .any(|one| is_malformed(&one.scope, &one.operation))
    {
        return Err(HandoverFailure::Malformed.into());
    }
    let reads = |scope: &str| who.may_read(scope);
    // What this file makes known may have the phone take a new id, which the next one that is
    // handed over shows to its courier before the endpoint has seen it.
    drop(signing_key::own(phone, worker).await);
    let fresh = signing_key::fresh_device(phone, fresh_id).await;
    let received = phone.receive(&signed, &reads, &fresh).await;
    let received = received.map_err(|_| HandoverFailure::NotKept)?;
    let said = signed
        .iter()
        .map(|one| (one.scope.as_str(), &one.operation));
    Ok(Taken {
        changes: savings(said),
        lines: received.summaries,
        taken: received.taken,
        unread: received.unread,
        known: received.known,
    })
}
