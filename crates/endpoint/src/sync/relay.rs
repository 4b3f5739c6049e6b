//! Operations that somebody else brings: whose each is, and what it is answered if it
//! is not taken in.

use super::claim::RejectedDevices;
use super::request::{AnsweredBy, Incoming, read_operation};
use super::{CheckedScope, Endpoint, refusal};
use crate::model::{Member, StoreError};
use crate::signatures::is_signed;
use protocol::rule::{Rule, holds};
use protocol::wire::{self, Devices};
use protocol::{is_key, is_signature};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most couriered operations of a request that are taken: each costs a
/// verification.
pub const MOST_RELAYED: usize = 1_000;

/// One operation that is brought for its author, read, with the author's key and signature still to
/// be checked.
pub struct Relayed {
    incoming: Incoming,
    /// Public key and signature; nothing if they have no such shape, or if what was
    /// signed cannot be read.
    proof: Option<(String, String)>,
}

/// By public key whose it is.
type Authors = BTreeMap<String, Member>;

/// Reads one element of `relayed`; nothing if it has no number and author that it
/// could be answered by.
pub fn read_relayed(received: &Value, table: &Devices, keys: &[String]) -> Option<Relayed> {
    let mut incoming = read_operation(received, table)?;
    incoming.relayed = true;
    // Only an author can say so, and nobody signs it.
    incoming.gone &= !holds(Rule::CouriersSayNothingGone);
    let place = received.get("key").map_or(Some(0), Value::as_u64);
    let key = place.and_then(|place| keys.get(usize::try_from(place).ok()?));
    let signature = received.get("sig").and_then(Value::as_str);
    let proof = key.cloned().zip(signature.map(str::to_owned));
    let formed = |(key, signature): &(String, String)| is_key(key) && is_signature(signature);
    let can_be_read = incoming.answered_by == AnsweredBy::Name;
    Some(Relayed {
        incoming,
        proof: proof.filter(formed).filter(|_| can_be_read),
    })
}

impl Endpoint {
    /// Puts what is its author's among what is taken in, with the author's rights,
    /// and says to the rest what it is.
    pub(super) async fn verify_relayed(
        &self,
        courier: &Member,
        parts: &mut [CheckedScope<'_>],
    ) -> Result<(), StoreError> {
        let mut brought: Vec<(usize, Relayed)> = Vec::new();
        for (place, part) in parts.iter_mut().enumerate() {
            let relayed = std::mem::take(&mut part.relayed);
            brought.extend(relayed.into_iter().map(|one| (place, one)));
        }
        if brought.is_empty() {
            return Ok(());
        }
        let proofs = brought.iter().filter_map(|(_, one)| one.proof.as_ref());
        let keys: BTreeSet<String> = proofs.map(|(key, _)| key.clone()).collect();
        let authors = self.store().authors(&keys).await?;
        let author = |one: &Relayed| authors.get(&one.proof.as_ref()?.0);
        let proved = prove(&brought, &authors, parts).await?;

        let mut devices: BTreeMap<&str, (&Member, BTreeSet<String>)> = BTreeMap::new();
        for ((_, one), _) in brought.iter().zip(&proved).filter(|(_, proved)| **proved) {
            if let Some(author) = author(one).filter(|author| may_speak(author)) {
                let of_author = devices.entry(&author.enrolment);
                let (_, devices) = of_author.or_insert((author, BTreeSet::new()));
                devices.insert(one.incoming.operation.device.clone());
            }
        }
        let mut not_own: Vec<RejectedDevices> = Vec::new();
        for (author, devices) in devices.into_values() {
            not_own.push(self.claim(author, None, devices).await?);
        }
        let of_others = |device: &str| not_own.iter().any(|those| those.is_of_others(device));
        let too_many = |device: &str| not_own.iter().any(|those| those.too_many.contains(device));

        for ((place, one), proved) in brought.iter().zip(proved) {
            let part = &mut parts[*place];
            let incoming = one.incoming.clone();
            let device = incoming.operation.device.clone();
            let code = match author(one) {
                None if one.proof.is_some() && holds(Rule::UnknownAuthorsAreHeld) => wire::HELD,
                Some(author) if proved && !may_speak(author) => refusal::REVOKED,
                Some(_) if proved && of_others(&device) => refusal::NOT_YOUR_DEVICE,
                // Not answered, as of the author himself.
                Some(_) if proved && too_many(&device) => continue,
                Some(author) if proved && !reads(author, part.scope) => refusal::SCOPE_LOST,
                Some(author) if proved => {
                    let is_others = author.enrolment != courier.enrolment;
                    if is_others && holds(Rule::AuthorsRightsCount) {
                        part.authors
                            .entry(device)
                            .or_insert_with(|| Arc::new(author.rights()));
                    }
                    part.incoming.push(incoming);
                    continue;
                }
                _ if !holds(Rule::ForgeriesLeaveNoTrace) => {
                    part.authors.insert(device, Arc::default());
                    part.incoming.push(incoming);
                    continue;
                }
                _ => refusal::BAD_SIGNATURE,
            };
            part.turned_away.push((incoming, code));
        }
        Ok(())
    }
}

/// Who is revoked says nothing more, also by others.
fn may_speak(author: &Member) -> bool {
    author.revoked.is_none() || !holds(Rule::RevokedAuthorsAreRefused)
}

/// Nobody writes where he may not read, and what he wrote there waits for the right.
fn reads(author: &Member, scope: &str) -> bool {
    author.rights().may_read(scope) || !holds(Rule::AuthorsReadTheScope)
}

/// Which of the operations are signed by an author who is known.
async fn prove(
    brought: &[(usize, Relayed)],
    authors: &Authors,
    parts: &[CheckedScope<'_>],
) -> Result<Vec<bool>, StoreError> {
    let proofs: Vec<Option<(String, String, String)>> = brought
        .iter()
        .map(|(place, one)| {
            let (key, signature) = one.proof.clone()?;
            let text = one.incoming.operation.signed_text(parts[*place].scope);
            authors.contains_key(&key).then_some((key, text, signature))
        })
        .collect();
    let looked_at = holds(Rule::SignaturesAreVerified);
    let prove = move |proof: Option<(String, String, String)>| {
        proof.is_some_and(|(key, text, sig)| !looked_at || is_signed(&key, &text, &sig))
    };
    // A second of work at the most, and nobody else's.
    let proved = tokio::task::spawn_blocking(move || proofs.into_iter().map(prove).collect());
    proved.await.map_err(|_| StoreError::Damaged("signatures"))
}
