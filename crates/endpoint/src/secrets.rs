//! Random secrets and ids, and how they are stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// The source of random ids, tokens and marks. It is handed in, so that a simulation can seed it.
pub struct Randomness(Mutex<StdRng>);

impl Randomness {
    pub fn of_the_system() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    /// Always the same; for simulation and tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A transaction's mark: four characters.
    pub fn mark(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<3>())
    }

    /// A token, to be given out once and stored as its hash.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A UUIDv7 in 22 characters, made at a time in milliseconds since 1970.
    pub fn id(&self, now: i64) -> String {
        let millis = u64::try_from(now).unwrap_or_default();
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>());
        encode_id(id.into_uuid())
    }
}

fn encode_id(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

/// How a secret of high entropy is stored and looked up.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}
