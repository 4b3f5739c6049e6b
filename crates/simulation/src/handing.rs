//! Files from hand to hand.

use crate::Phone;
use protocol::bundle::{self, BundleContent, SignedOperation};
use replica::{PendingOperation, ReceiveOutcome, StoreError, ready};

impl Phone {
    /// All that is not in the shared register as a file for somebody else; nothing if
    /// there is none.
    ///
    /// # Errors
    /// If the store fails.
    pub fn hand_over(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let unsent = ready(self.replica.unsent())?;
        let key = &self.enrolment.key;
        let sign = |one: PendingOperation| {
            let signature = one.to_sign().map(|text| key.sign(&text));
            one.signed(&key.public(), &signature.unwrap_or_default())
        };
        let signed: Vec<SignedOperation> = unsent.into_iter().map(sign).collect();
        Ok((!signed.is_empty()).then(|| bundle::plain(&bundle::write(&signed))))
    }

    /// A file of somebody's arrives.
    ///
    /// # Errors
    /// If the store fails; nothing is taken in then.
    ///
    /// # Panics
    /// If it is no file of ours.
    pub fn receive(&self, file: &[u8]) -> Result<ReceiveOutcome<()>, StoreError> {
        let signed = signed(file);
        let fresh = self.fresh_device();
        let own = &self.enrolment.scope;
        let reads = |scope: &str| protocol::scope_is_within(scope, own);
        ready(self.replica.receive(&signed, &reads, &fresh))
    }

    /// What the phone carries of others.
    ///
    /// # Errors
    /// If the store fails.
    pub fn relayed(&self) -> Result<Vec<PendingOperation>, StoreError> {
        ready(self.replica.relayed())
    }

    /// What this person wrote and what the phone carries, as it is handed over.
    ///
    /// # Errors
    /// If the store fails.
    pub fn unsent(&self) -> Result<Vec<PendingOperation>, StoreError> {
        ready(self.replica.unsent())
    }
}

/// The operations of a file.
///
/// # Panics
/// If it is no file of ours.
#[expect(clippy::expect_used, reason = "a file that was just made")]
pub fn signed(file: &[u8]) -> Vec<SignedOperation> {
    match bundle::open(file) {
        Ok(BundleContent::Plain(body)) => bundle::read(body).expect("what a bundle holds"),
        other => panic!("{other:?}"),
    }
}
