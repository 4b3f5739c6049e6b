//! Who guesses at invitations' codes. Four characters of a code are no secret, so
//! that whoever knows them must not be able to lock others out: wrong tries are
//! counted for each address by itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Wrong tries at one invitation after which an address is not heard, and for how
/// long from the first of them.
pub const MOST_WRONG_TRIES: u32 = 20;
pub const LOCKED_FOR_MS: i64 = 60 * 60 * 1000;
/// From so many addresses on, those that have waited are forgotten.
const MANY: usize = 10_000;

/// The wrong tries at codes in the last hour, by invitation and address. Kept in this process only.
#[derive(Default)]
pub struct Guesses(Mutex<HashMap<(String, IpAddr), Guessed>>);

struct Guessed {
    wrong: u32,
    /// Milliseconds since 1970.
    since: i64,
}

impl Guesses {
    /// For how many milliseconds an address is not heard about an invitation.
    pub fn locked_for(&self, public_id: &str, from: IpAddr, now: i64) -> Option<i64> {
        let guesses = self.lock();
        let guessed = guesses.get(&(public_id.to_owned(), from))?;
        let wait = guessed.since + LOCKED_FOR_MS - now;
        (guessed.wrong >= MOST_WRONG_TRIES && wait > 0).then_some(wait)
    }

    pub fn note_wrong(&self, public_id: &str, from: IpAddr, now: i64) {
        let mut guesses = self.lock();
        if guesses.len() > MANY {
            guesses.retain(|_, guessed| now < guessed.since + LOCKED_FOR_MS);
        }
        let guessed = guesses
            .entry((public_id.to_owned(), from))
            .or_insert(Guessed {
                wrong: 0,
                since: now,
            });
        if guessed.since + LOCKED_FOR_MS <= now {
            *guessed = Guessed {
                wrong: 0,
                since: now,
            };
        }
        guessed.wrong += 1;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, IpAddr), Guessed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
