use crate::store::Place;

/// Writes a cursor: `<epoch>.<seq>.<mark>`, opaque to the phone.
pub fn write(epoch: &str, place: &Place) -> String {
    format!("{epoch}.{}.{}", place.seq, place.mark)
}

/// What a phone's cursor says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// It has nothing yet.
    Beginning,
    At(Place),
    /// It is not of this epoch, or no cursor at all.
    Foreign,
}

impl Cursor {
    pub fn read(text: &str, epoch: &str) -> Self {
        if text.is_empty() {
            return Self::Beginning;
        }
        let mut parts = text.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(of), Some(seq), Some(mark), None) if of == epoch => match seq.parse() {
                Ok(seq) if seq > 0 => Self::At(Place {
                    seq,
                    mark: mark.to_owned(),
                }),
                _ => Self::Foreign,
            },
            _ => Self::Foreign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_that_are_not_ours_are_foreign() {
        let place = Place {
            seq: 7,
            mark: "aB3x".into(),
        };
        assert_eq!(Cursor::read(&write("e1", &place), "e1"), Cursor::At(place));
        assert_eq!(Cursor::read("", "e1"), Cursor::Beginning);
        for foreign in [
            "e2.7.aB3x",
            "e1.0.aB3x",
            "e1.-7.aB3x",
            "e1.7",
            "e1.7.a.b",
            "x",
            "e1.9e9.a",
        ] {
            assert_eq!(Cursor::read(foreign, "e1"), Cursor::Foreign, "{foreign}");
        }
    }
}
