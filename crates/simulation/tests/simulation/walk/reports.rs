//! A walk as a story that a person can read.

use super::step::{Act, Step};
use super::{FIELDS, at};
use std::fmt;

/// Phones by their letters; D is a copy, and A as long as there is none.
const PHONES: [&str; 4] = ["A", "B", "C", "D"];

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |place: usize| format!("{} in {}", at(place).1, at(place).0);
        let does = match self.act {
            Act::Edit {
                place,
                field,
                value,
            } => format!(
                "writes «value {value}» as {} of {}",
                FIELDS[field],
                of(place)
            ),
            Act::OpenPage { place } => format!("opens {}", of(place)),
            Act::SavePage {
                place,
                field,
                value,
            } => format!(
                "writes «value {value}» as {} of {} from the open page",
                FIELDS[field],
                at(place).1
            ),
            Act::Delete { place } => format!("deletes {}", of(place)),
            Act::Undo { place } => format!("undoes the deletion of {}", of(place)),
            Act::Sync => "syncs".to_owned(),
            Act::Round { times: 0 } => "asks, and no reply comes".to_owned(),
            Act::Round { times: 1 } => "asks once".to_owned(),
            Act::Round { .. } => "asks, and the reply comes twice".to_owned(),
            Act::Ask => "sends a request".to_owned(),
            Act::Arrive { flight } => format!("has its request {flight} arrive"),
            Act::Reply { flight } => format!("has the reply to its request {flight}"),
            Act::Cut { flight, .. } => format!("has its request {flight} break off"),
            Act::Give => "makes a file of what is unsent".to_owned(),
            Act::Take { file } => format!("is given the file made {file} before the last"),
            Act::Carry { file, times } => {
                format!(
                    "sees a stranger carry the file made {file} before the last, {times} replies"
                )
            }
            Act::Forge { how } => format!("sees a reader forge in its name, in way {how}"),
            Act::Full { full: true } => "is full".to_owned(),
            Act::Full { full: false } => "has room".to_owned(),
            Act::Remember => "has its storage set aside".to_owned(),
            Act::RollBack { to } => format!("falls back to what was set aside as {to}"),
            Act::Copy => "is copied".to_owned(),
            Act::Wipe => "is wiped".to_owned(),
            Act::Rights { role: 0 } => "loses all rights".to_owned(),
            Act::Rights { role: 1 } => "may read and not write".to_owned(),
            Act::Rights { .. } => "may write".to_owned(),
            Act::SmallPages => "asks for small pages".to_owned(),
            Act::Clock { at } => format!("believes that it is {at} ms after 1970"),
            Act::Backup => "sees the register backed up".to_owned(),
            Act::Restore { to, by_hand: false } => format!("sees backup {to} restored"),
            Act::Restore { to, by_hand: true } => format!("sees backup {to} put back by hand"),
        };
        write!(f, "{} {does}", PHONES[self.phone % PHONES.len()])
    }
}
