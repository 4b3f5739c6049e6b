//! Types that JSON can be read into, with one small code for all of them. `#[derive(Slot)]` (crate
//! `reading-derive`) writes the implementations; [`crate::read`] drives them. It takes the place of
//! serde's `Deserialize` in the app, where bytes count.

use crate::words;
use serde_json::{Map, Number, Value};
use sorted::SortedMap;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A place that a JSON value can be read into. It takes what a value of its kind can be written as;
/// [`crate::read`] calls it, and begins with a default.
pub trait Slot {
    /// Puts what has no parts.
    ///
    /// # Errors
    /// What it should have been instead.
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str>;

    /// Begins a list, if this can be one.
    fn list(&mut self) -> Items {
        Items::None
    }

    /// Begins an object, if this can be one.
    fn object(&mut self) -> AllowedMembers {
        AllowedMembers::None
    }

    /// The place of an item of the list, or of a member of the object: by its place
    /// among [`AllowedMembers::These`], else by its name.
    fn part(&mut self, _place: usize, _name: &str) -> Option<&mut dyn Slot> {
        None
    }

    /// Whether people may not leave it out.
    fn is_needed(&self) -> bool {
        false
    }
}

/// A JSON value without parts, as the reader hands it to a [`Slot`].
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a Number),
    Text(&'a str),
    /// A list or an object, where there can be none.
    Parts,
}

impl<'a> Scalar<'a> {
    /// # Errors
    /// If it is no text.
    pub fn text(self) -> Result<&'a str, &'static str> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(words::TEXT),
        }
    }
}

/// The number of items that a [`Slot`] accepts if a list stands in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// It can be no list.
    None,
    Any,
    Exactly(usize),
}

/// The members that a [`Slot`] accepts if an object stands in the JSON.
#[derive(Clone, Copy, Debug)]
pub enum AllowedMembers {
    /// It can be no object.
    None,
    Any,
    /// These; others are tolerated.
    These(&'static [MemberKey]),
}

/// One member that an object is read by: its name in JSON and whether it may be missing.
#[derive(Clone, Copy, Debug)]
pub struct MemberKey {
    pub name: &'static str,
    pub need: Need,
}

/// The strictness of a [`MemberKey`]: what happens when the member is missing or `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has to be there.
    Must,
    /// It may be left out, though not be `null`.
    May,
    /// People write it: `null` is as good as nothing.
    Written,
}

impl Slot for String {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        *self = scalar.text()?.to_owned();
        Ok(())
    }

    fn is_needed(&self) -> bool {
        true
    }
}

impl Slot for bool {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        let Scalar::Bool(is) = scalar else {
            return Err(words::BOOL);
        };
        *self = is;
        Ok(())
    }
}

macro_rules! place_of_number {
    ($($number:ty),+) => {
        $(impl Slot for $number {
            fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
                let number = signed(scalar)?;
                *self = Self::try_from(number).map_err(|_| words::TOO_LARGE)?;
                Ok(())
            }
        })+
    };
}

place_of_number!(i64, i32, u32, u8);

fn signed(scalar: Scalar<'_>) -> Result<i64, &'static str> {
    let Scalar::Number(number) = scalar else {
        return Err(words::NUMBER);
    };
    number.as_i64().ok_or(words::NUMBER)
}

impl Slot for u64 {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        let Scalar::Number(number) = scalar else {
            return Err(words::NUMBER);
        };
        *self = number.as_u64().ok_or(words::NUMBER)?;
        Ok(())
    }
}

impl Slot for usize {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        let mut number = 0_u64;
        number.put(scalar)?;
        *self = Self::try_from(number).map_err(|_| words::TOO_LARGE)?;
        Ok(())
    }
}

/// Of something of which nothing is kept.
impl Slot for () {
    fn put(&mut self, _: Scalar<'_>) -> Result<(), &'static str> {
        Ok(())
    }
}

impl<T: Slot + Default> Slot for Option<T> {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        if let Scalar::Null = scalar {
            *self = None;
            return Ok(());
        }
        self.get_or_insert_default().put(scalar)
    }

    fn list(&mut self) -> Items {
        self.get_or_insert_default().list()
    }

    fn object(&mut self) -> AllowedMembers {
        self.get_or_insert_default().object()
    }

    fn part(&mut self, place: usize, name: &str) -> Option<&mut dyn Slot> {
        self.as_mut()?.part(place, name)
    }
}

impl<T: Slot + Default> Slot for Vec<T> {
    fn put(&mut self, _: Scalar<'_>) -> Result<(), &'static str> {
        Err(words::LIST)
    }

    fn list(&mut self) -> Items {
        Items::Any
    }

    fn part(&mut self, _: usize, _: &str) -> Option<&mut dyn Slot> {
        self.push(T::default());
        self.last_mut().map(|last| last as &mut dyn Slot)
    }
}

impl<K: FromStr + Ord, T: Slot + Default> Slot for SortedMap<K, T> {
    fn put(&mut self, _: Scalar<'_>) -> Result<(), &'static str> {
        Err(words::OBJECT)
    }

    fn object(&mut self) -> AllowedMembers {
        AllowedMembers::Any
    }

    fn part(&mut self, _: usize, name: &str) -> Option<&mut dyn Slot> {
        let part = self.or_default(name.parse().ok()?);
        // Of two members with one name the last counts.
        *part = T::default();
        Some(part)
    }
}

/// What holds values holds them as [`Value`] does: one kind of tree for both.
impl Slot for BTreeMap<String, Value> {
    fn put(&mut self, _: Scalar<'_>) -> Result<(), &'static str> {
        Err(words::OBJECT)
    }

    fn object(&mut self) -> AllowedMembers {
        AllowedMembers::Any
    }

    fn part(&mut self, _: usize, name: &str) -> Option<&mut dyn Slot> {
        self.insert(name.to_owned(), Value::Null);
        self.get_mut(name).map(|part| part as &mut dyn Slot)
    }
}

impl Slot for Value {
    fn put(&mut self, scalar: Scalar<'_>) -> Result<(), &'static str> {
        *self = match scalar {
            Scalar::Null | Scalar::Parts => Self::Null,
            Scalar::Bool(is) => Self::Bool(is),
            Scalar::Number(number) => Self::Number(number.clone()),
            Scalar::Text(text) => Self::String(text.to_owned()),
        };
        Ok(())
    }

    fn list(&mut self) -> Items {
        *self = Self::Array(Vec::new());
        Items::Any
    }

    fn object(&mut self) -> AllowedMembers {
        *self = Self::Object(Map::new());
        AllowedMembers::Any
    }

    fn part(&mut self, _: usize, name: &str) -> Option<&mut dyn Slot> {
        let part = match self {
            Self::Array(items) => {
                items.push(Self::Null);
                items.last_mut()
            }
            Self::Object(members) => {
                members.insert(name.to_owned(), Self::Null);
                members.get_mut(name)
            }
            _ => None,
        };
        part.map(|part| part as &mut dyn Slot)
    }
}
