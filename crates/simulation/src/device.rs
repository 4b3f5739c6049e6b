//! Under which id a phone writes.

use crate::Phone;
use replica::{StoreError, ready};

impl Phone {
    /// The device id under which the phone writes now.
    ///
    /// # Errors
    /// If the store fails.
    pub fn device(&self) -> Result<String, StoreError> {
        ready(self.replica.device())
    }

    /// The phone writes under this id from now on.
    ///
    /// # Errors
    /// If the store fails.
    pub fn goes_on_as(&self, device: &str) -> Result<(), StoreError> {
        ready(self.replica.set_device(device))
    }

    /// It was told that its id is another's, and takes a new one.
    ///
    /// # Errors
    /// If the store fails.
    pub fn goes_on_anew(&self) -> Result<(), StoreError> {
        self.goes_on_as(&self.fresh_device())
    }

    /// An id to go on with, made from the key.
    pub(crate) fn fresh_device(&self) -> String {
        let random = &self.ids.id(self.clock.get())[12..20];
        protocol::device_of_key(&self.enrolment.key.public(), random)
    }
}
