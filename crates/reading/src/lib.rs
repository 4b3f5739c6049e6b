//! Values out of JSON: a mistake is said with its place, for those who write a
//! province's rule set, and one reader serves every kind of value: a derived
//! reader of each would make the first load a twentieth larger.
//!
//! A value begins as its default, and what stands in the JSON is put into its
//! parts, each a [`Slot`]. What members an object has, `derive(Slot)` takes from
//! the struct and from what it tells `serde`, and what programs write is taken
//! and refused as by a derived reader; for what people write a struct is
//! `reading(by_people)`: what is left out keeps its default, and `visible_when` is
//! written `visibleWhen`.

#![warn(clippy::too_many_lines)]

mod reader;
mod slot;
pub mod words;

pub use reader::{Misread, ReadProblem, read};
pub use reading_derive::Slot;
pub use slot::{AllowedMembers, Items, MemberKey, Need, Scalar, Slot};
pub use words::{LIST, OBJECT};

/// An enum out of a word; `_` for a word of a newer rule set.
#[macro_export]
macro_rules! read_word {
    ($name:ident { $($word:literal => $case:ident,)+ _ => $other:ident }) => {
        impl $crate::Slot for $name {
            fn put(&mut self, scalar: $crate::Scalar<'_>) -> Result<(), &'static str> {
                *self = match scalar.text()? {
                    $($word => Self::$case,)+
                    _ => Self::$other,
                };
                Ok(())
            }
        }
    };
}
