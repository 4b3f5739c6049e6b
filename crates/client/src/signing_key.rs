//! The key that a phone signs with. It is made once for each enrolment, by the [`Worker`], and
//! kept beside the register: whoever has the phone open has the token, too.

use crate::worker::{HandoverFailure, SigningKeyPair, Worker};
use replica::{About, Replica, Store, StoreError};

const KEPT: &str = "key";
/// Where the random part of a fresh id is: what tells one device of a key from another.
const RANDOM: std::ops::Range<usize> = 12..20;

async fn kept<S: Store, A: About>(
    phone: &Replica<S, A>,
) -> Result<Option<SigningKeyPair>, StoreError> {
    phone.kept(KEPT).await
}

/// This phone's key, made if there is none.
///
/// # Errors
/// If it cannot be read, made or kept: one that is not kept would sign what nobody could verify
/// tomorrow.
pub async fn own<S: Store, A: About, W: Worker>(
    phone: &Replica<S, A>,
    worker: &W,
) -> Result<SigningKeyPair, W::Problem> {
    let known = kept(phone).await.map_err(|_| HandoverFailure::NoKey)?;
    if let Some(key) = known {
        return Ok(key);
    }
    let key = worker.make_key().await?;
    let kept = phone.keep(KEPT, &key).await;
    kept.map_err(|_| HandoverFailure::NotKept)?;
    Ok(key)
}

/// This enrolment's public key, and what proves to the endpoint that it is its own; nothing as long
/// as the worker is not there.
pub async fn proof<S: Store, A: About>(
    phone: &Replica<S, A>,
    worker: &impl Worker,
) -> Option<(String, String)> {
    let device = phone.device().await.ok()?;
    let key = own(phone, worker).await.ok()?;
    let text = protocol::key_text(&device);
    let proof = worker.sign(&key, &[text]).await.ok()?.pop()?;
    Some((key.public, proof))
}

/// An id to write under from now on: made from this phone's key, so that nobody can claim it who is
/// handed what it writes. Without a key, which nobody was ever handed anything by, any. `fresh_id` gives
/// 22 characters of base64url.
pub async fn fresh_device<S: Store, A: About>(
    phone: &Replica<S, A>,
    fresh_id: &dyn Fn() -> String,
) -> String {
    let fresh = fresh_id();
    match kept(phone).await {
        Ok(Some(key)) => {
            let random = fresh.get(RANDOM).unwrap_or(&fresh);
            protocol::device_of_key(&key.public, random)
        }
        Ok(None) | Err(_) => fresh,
    }
}
