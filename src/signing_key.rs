//! The key that this phone signs with. It is made once for each enrolment, by the second module, and
//! kept beside the register: whoever has the phone open has the token, too.

use crate::platform::{self, WorkerProblem};
use crate::session::Session;
use js_sys::Array;
use reading::read_exactly;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use worker_messages::Call;

const KEPT: &str = "key";

/// Both halves in base64url.
#[derive(Debug, Default, Serialize)]
pub struct Key {
    /// PKCS #8.
    private: String,
    /// A point of 65 bytes.
    pub public: String,
}

read_exactly!(Key { private, public });

/// This phone's key, if there is one.
async fn kept(session: Session) -> Result<Option<Key>, WorkerProblem> {
    let kept = session.phone().kept::<Key>(KEPT).await;
    kept.map_err(|_| WorkerProblem::Problem("noKey".to_owned()))
}

/// This phone's key, made if there is none.
pub async fn own(session: Session) -> Result<Key, WorkerProblem> {
    let phone = session.phone();
    if let Some(key) = kept(session).await? {
        return Ok(key);
    }
    let made: Array = platform::ask(Call::MakeKey, &Array::new())
        .await?
        .unchecked_into();
    let half = |at: u32| made.get(at).as_string().unwrap_or_default();
    let key = Key {
        private: half(0),
        public: half(1),
    };
    // One that is not kept would sign what nobody could verify tomorrow.
    let kept = phone.keep(KEPT, &key).await;
    kept.map_err(|_| WorkerProblem::Problem("notKept".to_owned()))?;
    Ok(key)
}

/// The signatures of texts, in their order.
pub async fn sign(key: &Key, texts: &[String]) -> Result<Vec<String>, WorkerProblem> {
    let texts: Array = texts.iter().map(JsValue::from).collect();
    let signatures: Array = platform::ask(
        Call::Sign,
        &Array::of2(&JsValue::from(&key.private), &texts),
    )
    .await?
    .unchecked_into();
    Ok(signatures
        .iter()
        .filter_map(|one| one.as_string())
        .collect())
}

/// This enrolment's public key, and what proves to the endpoint that it is its own; nothing as long
/// as the second module is not there.
pub async fn proof(session: Session) -> Option<(String, String)> {
    let device = session.phone().device().await.ok()?;
    let key = own(session).await.ok()?;
    let proof = sign(&key, &[protocol::key_text(&device)])
        .await
        .ok()?
        .pop()?;
    Some((key.public, proof))
}

/// An id to write under from now on: made from this phone's key, so that nobody can claim it who is
/// handed what it writes. Without a key, which nobody was ever handed anything by, any.
pub async fn fresh_device(session: Session) -> String {
    match kept(session).await {
        Ok(Some(key)) => protocol::device_of_key(&key.public, &platform::fresh_line_part()[..8]),
        Ok(None) | Err(_) => platform::fresh_id(),
    }
}
