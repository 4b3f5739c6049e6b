//! What keys, signatures and bundles are asked of: in the app the second module.

use reading::Slot;
use serde::Serialize;

/// The phone's key pair for signing operations, both parts in base64url. A worker makes it; the
/// store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Slot)]
pub struct SigningKeyPair {
    /// PKCS #8.
    pub private: String,
    /// A point of 65 bytes.
    pub public: String,
}

/// The maker of keys, signatures and bundles: in the app the second module, which has the
/// cryptography. Tests bring their own.
pub trait Worker {
    type Bundle;
    type Problem: From<HandoverFailure>;

    async fn make_key(&self) -> Result<SigningKeyPair, Self::Problem>;
    /// The signatures of texts, in their order.
    async fn sign(
        &self,
        key: &SigningKeyPair,
        texts: &[String],
    ) -> Result<Vec<String>, Self::Problem>;
    /// Signed operations (JSON, a list of
    /// [`protocol::bundle::SignedOperation`]) as a bundle, sealed if there is a passphrase.
    async fn pack(
        &self,
        signed: String,
        passphrase: Option<&str>,
    ) -> Result<Self::Bundle, Self::Problem>;
    /// The opposite; fails unless each operation is signed by the key that it names.
    async fn unpack(
        &self,
        bundle: &Self::Bundle,
        passphrase: Option<&str>,
    ) -> Result<String, Self::Problem>;
}

/// A failure of handing over or taking in that is not the [`Worker`]'s own: no key, no storage, or
/// an answer that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverFailure {
    /// The phone's key cannot be read.
    NoKey,
    /// The store fails.
    NotKept,
    /// What the worker unpacked cannot be read.
    Malformed,
}
