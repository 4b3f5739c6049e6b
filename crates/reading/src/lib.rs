//! Values out of JSON: a mistake is said with its place, for those who write a
//! province's rule set, and one reader serves every kind of value: a derived
//! reader of each would make the first load a twentieth larger.
//!
//! A value begins as its default, and what stands in the JSON is put into its
//! parts, each a [`Slot`]. There are two ways to say what an object has:
//! [`read_object!`] is for what people write, where what is left out keeps its
//! default and `visible_when` is written `visibleWhen`; [`read_exactly!`] is for
//! what programs write, and takes and refuses what a derived reader would.

#![warn(clippy::too_many_lines)]

mod reader;
mod slot;
pub mod words;

pub use reader::{Misread, ReadProblem, read};
pub use slot::{AllowedMembers, Items, MemberKey, Need, Scalar, Slot};
pub use words::{LIST, OBJECT};

/// A struct out of an object that people write: each field by its own name
/// (`visible_when` is written `visibleWhen`), or by the name given.
#[macro_export]
macro_rules! read_object {
    ($name:ident { $($field:ident $(= $key:literal)?),+ $(,)? }) => {
        $crate::place_of_object!($name { $($field: $crate::key!(Written, $field $($key)?)),+ });
    };
}

/// A struct out of an object that a program wrote, as a derived reader would:
/// each field by its own name, or by the name given; with `or default` it may be
/// left out.
#[macro_export]
macro_rules! read_exactly {
    ($name:ident $(<$part:ident>)? {
        $($field:ident $(= $key:literal)? $(or $default:ident)?),+ $(,)?
    }) => {
        $crate::place_of_object!($name $(<$part>)? {
            $($field: $crate::key!(Must $($default)?, $field $($key)?)),+
        });
    };
}

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

#[doc(hidden)]
#[macro_export]
macro_rules! place_of_object {
    ($name:ident $(<$part:ident>)? { $($field:ident: $key:expr),+ }) => {
        impl $(<$part: $crate::Slot>)? $crate::Slot for $name $(<$part>)? {
            fn put(&mut self, _: $crate::Scalar<'_>) -> Result<(), &'static str> {
                Err($crate::OBJECT)
            }

            fn object(&mut self) -> $crate::AllowedMembers {
                const { $crate::AllowedMembers::These(&[$($key),+]) }
            }

            fn part(&mut self, place: usize, _: &str) -> Option<&mut dyn $crate::Slot> {
                // Every field, or this does not compile: one that is forgotten would be lost.
                let Self { $($field),+ } = self;
                let mut before = 0..place;
                $(if before.next().is_none() {
                    return Some($field);
                })+
                None
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! key {
    (Must default, $($name:tt)+) => {
        $crate::key!(May, $($name)+)
    };
    ($need:ident, $field:ident) => {
        $crate::key!($need, $field stringify!($field))
    };
    ($need:ident, $field:ident $key:expr) => {
        $crate::MemberKey { name: $key, need: $crate::Need::$need }
    };
}
