//! Signing without a browser: the phone's key pair in tests and simulation. The app's is in the
//! worker.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use endpoint::secrets::Randomness;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

/// A phone's key pair. It signs the same text the same way every time, which no
/// browser does and nothing needs.
#[derive(Clone, Debug)]
pub struct Key(SigningKey);

impl Key {
    /// # Panics
    /// Hardly ever: of 2²⁵⁶ numbers nearly all are keys.
    #[expect(clippy::expect_used, reason = "a number below the curve's order")]
    pub fn new(randomness: &Randomness) -> Self {
        let mut number = randomness.bytes::<32>();
        number[0] &= 0x7f;
        Self(SigningKey::from_slice(&number).expect("a key"))
    }

    pub fn public(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        URL_SAFE_NO_PAD.encode(point.as_bytes())
    }

    pub fn sign(&self, text: &str) -> String {
        let signature: Signature = self.0.sign(text.as_bytes());
        URL_SAFE_NO_PAD.encode(signature.to_bytes())
    }
}
