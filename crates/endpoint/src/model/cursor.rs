//! Cursors: written for phones with a proof that this register gave them, and read back. Whether a
//! place belongs to the present history is the store's to find out.

use super::{LogPosition, Position, StoreError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use protocol::is_kind;
use protocol::rule::{Rule, holds};
use sha2::Sha256;
use std::fmt;

/// How many characters a transaction's mark has:
/// [`crate::secrets::Randomness::mark`].
const MARK: usize = 4;
/// How many characters and bytes of its HMAC a cursor shows. A guess costs a request,
/// and a junk cursor that is guessed lends nobody a right.
const PROOF: usize = 8;
const PROOF_BYTES: usize = 6;

/// The register's secret for proving its own cursors. It is kept in the store, and so in its
/// backups.
#[derive(Clone)]
pub struct CursorKey(Hmac<Sha256>);

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey")
    }
}

impl CursorKey {
    /// # Errors
    /// If the secret cannot be a key; any text can.
    pub fn new(secret: &str) -> Result<Self, StoreError> {
        Hmac::new_from_slice(secret.as_bytes())
            .map(Self)
            .map_err(|_| StoreError::Damaged("the key of cursors"))
    }

    fn over(&self, scope: &str, epoch: &str, seq: i64, marks: &str) -> Hmac<Sha256> {
        self.0
            .clone()
            .chain_update(format!("{scope}\n{epoch}\n{seq}\n{marks}"))
    }

    /// Writes a cursor: `<epoch>.<seq>.<mark>`, opaque to the phone. The mark is the
    /// transaction's, then the proof. In the middle of a pull it is the
    /// transaction's, that of the newest one of then, the proof, and the newest's
    /// number: so that a file put back by hand is noticed also where the place itself
    /// is of both histories.
    pub fn write(
        &self,
        scope: &str,
        epoch: &str,
        place: &LogPosition,
        newest: Option<&LogPosition>,
    ) -> String {
        let LogPosition { seq, mark } = place;
        let newest = newest.filter(|_| holds(Rule::CursorsKnowTheNewest));
        let (mark_of_newest, newest) = newest.map_or_else(Default::default, |newest| {
            (newest.mark.as_str(), newest.seq.to_string())
        });
        let marks = format!("{mark}{mark_of_newest}");
        let mac = self.over(scope, epoch, *seq, &format!("{marks}{newest}"));
        let mut proof = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        proof.truncate(PROOF);
        format!("{epoch}.{seq}.{marks}{proof}{newest}")
    }

    /// What a phone's cursor for a scope says.
    pub fn read(&self, scope: &str, text: &str) -> Cursor {
        if text.is_empty() {
            return Cursor::Beginning;
        }
        self.position(scope, text)
            .map_or(Cursor::Unreadable, Cursor::At)
    }

    fn position(&self, scope: &str, text: &str) -> Option<Position> {
        let mut parts = text.split('.');
        let (epoch, seq, mark) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        if parts.next().is_some() || seq <= 0 || !is_kind(epoch) || !is_kind(mark) {
            return None;
        }
        // What is a plain word is ASCII.
        let (marks, rest) = match mark.len() {
            MARK => (mark, ""),
            length if length == MARK + PROOF => mark.split_at(MARK),
            length if length > 2 * MARK + PROOF => mark.split_at(2 * MARK),
            _ => return None,
        };
        let (proof, newest) = rest.split_at_checked(PROOF).unwrap_or_default();
        let is_proved = !rest.is_empty();
        let proves = || {
            let proof = URL_SAFE_NO_PAD.decode(proof).ok();
            let mac = self.over(scope, epoch, seq, &format!("{marks}{newest}"));
            proof.is_some_and(|proof| {
                proof.len() == PROOF_BYTES && mac.verify_truncated_left(&proof).is_ok()
            })
        };
        if is_proved && !proves() && holds(Rule::CursorsAreProved) {
            return None;
        }
        let place = |seq, mark: &str| LogPosition {
            seq,
            mark: mark.to_owned(),
        };
        let (mark, mark_of_newest) = marks.split_at(MARK);
        let newest = match mark_of_newest {
            "" => None,
            mark => Some(place(newest.parse().ok()?, mark)),
        };
        Some(Position {
            epoch: epoch.to_owned(),
            place: place(seq, mark),
            newest,
            is_proved,
        })
    }
}

/// A phone's cursor for a scope, read: nothing yet, a place, or one that this register never gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// It has nothing yet.
    Beginning,
    /// Some epoch's place; whose, the store finds out.
    At(Position),
    /// No cursor that this register gave.
    Unreadable,
}

impl Cursor {
    pub fn position(self) -> Option<Position> {
        match self {
            Self::At(position) => Some(position),
            Self::Beginning | Self::Unreadable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> CursorKey {
        CursorKey::new("secret").unwrap()
    }

    fn place(seq: i64, mark: &str) -> LogPosition {
        LogPosition {
            seq,
            mark: mark.into(),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        for newest in [None, Some(place(19, "-_-_"))] {
            let written = key().write("06541", "e1", &place(7, "aB3x"), newest.as_ref());
            let read = Position {
                epoch: "e1".into(),
                place: place(7, "aB3x"),
                newest,
                is_proved: true,
            };
            assert_eq!(key().read("06541", &written), Cursor::At(read));
        }
        let old = key().read("06541", "e1.7.aB3x").position().unwrap();
        assert!(!old.is_proved);
        assert_eq!(key().read("06541", ""), Cursor::Beginning);
    }

    #[track_caller]
    fn check_unreadable(scope: &str, text: &str) {
        assert_eq!(key().read(scope, text), Cursor::Unreadable, "{text}");
    }

    #[test]
    fn what_this_register_never_gave_is_no_cursor() {
        let page = key().write("06541", "e1", &place(7, "aB3x"), Some(&place(19, "9Zzz")));
        let end = key().write("06541", "e1", &place(7, "aB3x"), None);
        for written in [page, end] {
            check_unreadable("06541/all", &written);
            check_unreadable("06541", &written.replacen("e1.", "e2.", 1));
            check_unreadable("06541", &written.replacen(".7.", ".8.", 1));
            check_unreadable("06541", &written.replacen("aB3x", "aB3y", 1));
            check_unreadable(
                "06541",
                &written
                    .replacen("9Zzz", "9Zzy", 1)
                    .replace(".aB3x", ".aB3z"),
            );
            check_unreadable("06541", &format!("{written}1"));
            let other = CursorKey::new("another").unwrap();
            assert_eq!(other.read("06541", &written), Cursor::Unreadable);
        }
        for text in [
            "e1.0.aB3x",
            "e1.-7.aB3x",
            "e1.7",
            "e1.7.a.b",
            "x",
            "x.1.aaaa.",
            "e1.9e9.aB3x",
            "e1.7.",
            "e1.7.aB3xaB3xaB3x",
            "e1.7.aB3xaB3xaB3xaB3x",
            "e1.7.aB3xaB3xaB3xaB3xx",
            "e\0.7.aB3x",
        ] {
            check_unreadable("06541", text);
        }
    }
}
