//! The name of an operation and its only text form. Stores, replies and deletions refer to
//! operations by it; short names on the wire are [`crate::wire`]'s.

use reading::{Scalar, Slot};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The largest number that every language writes alike, 2⁵³ − 1: no operation has
/// a larger one.
pub const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// The name of an operation, `device.number.hash`: unique within its scope.
///
/// The hash is four characters of the content's SHA-256 in base64url, so that copied or rolled-back
/// storage that uses a number twice makes two operations and not a lie about one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpId {
    /// The device's id: one person's enrolment on one phone.
    pub device: String,
    /// The sequence number of the operation among that device's in this scope, from 1 to 2⁵³ − 1.
    pub number: u64,
    /// Four characters of base64url.
    pub hash: String,
}

/// The error of parsing an [`OpId`]: the text is not the name of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of an operation")]
pub struct OpIdProblem;

/// A number without sign and without zeros in front: one number has one text, for
/// names are compared and hashed as texts.
pub(crate) fn plain_number<N: FromStr>(text: &str) -> Option<N> {
    let plain = text == "0" || text.starts_with(|first| ('1'..='9').contains(&first));
    plain.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.device, self.number, self.hash)
    }
}

impl FromStr for OpId {
    type Err = OpIdProblem;

    fn from_str(text: &str) -> Result<Self, OpIdProblem> {
        let mut parts = text.splitn(3, '.');
        let (Some(device), Some(number), Some(hash)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(OpIdProblem);
        };
        let number: u64 = plain_number(number).ok_or(OpIdProblem)?;
        let numbered = (1..=LARGEST_NUMBER).contains(&number);
        if !numbered || !crate::is_kind(device) || hash.len() != 4 || !crate::is_kind(hash) {
            return Err(OpIdProblem);
        }
        Ok(Self {
            device: device.into(),
            number,
            hash: hash.into(),
        })
    }
}

impl Slot for OpId {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        *self = scalar
            .text()?
            .parse()
            .map_err(|_| "phải là tên của một thay đổi")?;
        Ok(())
    }
}

impl TryFrom<String> for OpId {
    type Error = OpIdProblem;
    fn try_from(text: String) -> Result<Self, OpIdProblem> {
        text.parse()
    }
}

impl From<OpId> for String {
    fn from(name: OpId) -> Self {
        name.to_string()
    }
}
