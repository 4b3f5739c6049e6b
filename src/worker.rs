//! Keys, signatures and bundles by the second module ([`client::worker`]).

use crate::platform::{self, WorkerError};
use client::worker::{HandoverFailure, SigningKeyPair, Worker};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use worker_messages::Call;

/// The app's [`Worker`]: it asks the second module by message.
pub struct SecondModule;

impl From<HandoverFailure> for WorkerError {
    fn from(failure: HandoverFailure) -> Self {
        let code = match failure {
            HandoverFailure::NoKey => "noKey",
            HandoverFailure::NotKept => "notKept",
            HandoverFailure::Malformed => "malformed",
        };
        Self::Problem(code.to_owned())
    }
}

/// Asks the second module.
pub async fn asked<const N: usize>(
    call: Call,
    given: [JsValue; N],
) -> Result<JsValue, WorkerError> {
    platform::ask(call, &Array::from_iter(given)).await
}

fn maybe(passphrase: Option<&str>) -> JsValue {
    passphrase.map_or(JsValue::UNDEFINED, JsValue::from)
}

impl Worker for SecondModule {
    type Bundle = Uint8Array;
    type Problem = WorkerError;

    async fn make_key(&self) -> Result<SigningKeyPair, WorkerError> {
        let made: Array = asked(Call::MakeKey, []).await?.unchecked_into();
        let half = |at: u32| made.get(at).as_string().unwrap_or_default();
        Ok(SigningKeyPair {
            private: half(0),
            public: half(1),
        })
    }

    async fn sign(
        &self,
        key: &SigningKeyPair,
        texts: &[String],
    ) -> Result<Vec<String>, WorkerError> {
        let texts: Array = texts.iter().map(JsValue::from).collect();
        let given = [JsValue::from(&key.private), texts.into()];
        let signatures: Array = asked(Call::Sign, given).await?.unchecked_into();
        Ok(signatures
            .iter()
            .filter_map(|one| one.as_string())
            .collect())
    }

    async fn pack(
        &self,
        signed: String,
        passphrase: Option<&str>,
    ) -> Result<Uint8Array, WorkerError> {
        let given = [JsValue::from(signed), maybe(passphrase)];
        Ok(asked(Call::Pack, given).await?.unchecked_into())
    }

    async fn unpack(
        &self,
        bundle: &Uint8Array,
        passphrase: Option<&str>,
    ) -> Result<String, WorkerError> {
        let given = [bundle.into(), maybe(passphrase)];
        let unpacked = asked(Call::Unpack, given).await?;
        Ok(unpacked.as_string().unwrap_or_default())
    }
}
