use crate::store::{Place, Position};
use merge::is_kind;

/// Writes a cursor: `<epoch>.<seq>.<mark>`, opaque to the phone.
pub fn write(epoch: &str, place: &Place) -> String {
    format!("{epoch}.{}.{}", place.seq, place.mark)
}

/// What a phone's cursor says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// It has nothing yet.
    Beginning,
    /// Some epoch's place; whose, the store finds out.
    At(Position),
    /// No cursor at all.
    Unreadable,
}

impl Cursor {
    pub fn read(text: &str) -> Self {
        if text.is_empty() {
            return Self::Beginning;
        }
        let mut parts = text.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(epoch), Some(seq), Some(mark), None) => match seq.parse() {
                Ok(seq) if seq > 0 && is_kind(epoch) && is_kind(mark) => Self::At(Position {
                    epoch: epoch.to_owned(),
                    place: Place {
                        seq,
                        mark: mark.to_owned(),
                    },
                }),
                _ => Self::Unreadable,
            },
            _ => Self::Unreadable,
        }
    }

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

    #[test]
    fn what_is_no_cursor_is_told_from_one() {
        let place = Place {
            seq: 7,
            mark: "aB3x".into(),
        };
        let at = Position {
            epoch: "e1".into(),
            place: place.clone(),
        };
        assert_eq!(Cursor::read(&write("e1", &place)), Cursor::At(at));
        assert_eq!(Cursor::read(""), Cursor::Beginning);
        for unreadable in [
            "e1.0.aB3x",
            "e1.-7.aB3x",
            "e1.7",
            "e1.7.a.b",
            "x",
            "e1.9e9.a",
            "e1.7.",
            "e\0.7.aB3x",
        ] {
            assert_eq!(Cursor::read(unreadable), Cursor::Unreadable, "{unreadable}");
        }
    }
}
