//! Reads JSON into [`Slot`]s and stops at the first mistake. The app reads replies, stored rows and
//! rule sets by it; `register`'s own reader lists all mistakes of a rule set.

use crate::slot::{AllowedMembers, Items, MemberKey, Need, Scalar, Slot};
use crate::words;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess};
use serde::de::{SeqAccess, Visitor};
use serde_json::Number;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::{self, Write};

/// The first mistake in JSON that was read: what is wrong and at which place, such as
/// `forms[2].sections[0].heading`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Misread {
    pub place: String,
    pub problem: &'static str,
}

/// The reason why [`read`] gives nothing: the text is no JSON, or its shape is not that of the
/// type.
#[derive(Debug, thiserror::Error)]
pub enum ReadProblem {
    #[error("{0}")]
    NotJson(serde_json::Error),
    #[error("{0}")]
    Misread(Misread),
}

/// Reads JSON whole, or says the first mistake in it.
///
/// # Errors
/// If this is no JSON, or not that of a `T`.
pub fn read<T: Slot + Default>(json: &[u8]) -> Result<T, ReadProblem> {
    let mut read = T::default();
    read_into(json, &mut read)?;
    Ok(read)
}

fn read_into(json: &[u8], place: &mut dyn Slot) -> Result<(), ReadProblem> {
    let mistake = RefCell::new(None);
    let reader = Reader {
        place,
        way: &JsonPath::Top,
        null_is_nothing: false,
        mistake: &mistake,
    };
    let mut json = serde_json::Deserializer::from_slice(json);
    let read = reader.deserialize(&mut json).and_then(|_| json.end());
    match mistake.into_inner() {
        Some(misread) => Err(ReadProblem::Misread(misread)),
        None => read.map_err(ReadProblem::NotJson),
    }
}

enum JsonPath<'a> {
    Top,
    Key(&'a JsonPath<'a>, &'a str),
    Item(&'a JsonPath<'a>, usize),
}

impl JsonPath<'_> {
    fn write(&self, place: &mut String) {
        match self {
            JsonPath::Top => {}
            JsonPath::Key(from, key) => {
                from.write(place);
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(key);
            }
            JsonPath::Item(from, item) => {
                from.write(place);
                // A text takes whatever is written.
                let _ = write!(place, "[{item}]");
            }
        }
    }
}

/// Puts what stands in the JSON into a place; says whether it put anything.
struct Reader<'a> {
    place: &'a mut dyn Slot,
    way: &'a JsonPath<'a>,
    null_is_nothing: bool,
    mistake: &'a RefCell<Option<Misread>>,
}

impl Reader<'_> {
    fn put<E: Error>(self, scalar: Scalar<'_>) -> Result<bool, E> {
        let put = self.place.put(scalar);
        put.map_err(|problem| misread(self.mistake, self.way, problem))?;
        Ok(true)
    }
}

/// Notes a mistake; what is given back only ends the reading.
fn misread<E: Error>(
    mistake: &RefCell<Option<Misread>>,
    way: &JsonPath<'_>,
    problem: &'static str,
) -> E {
    let mut place = String::new();
    way.write(&mut place);
    if place.is_empty() {
        place.push_str(words::ROOT);
    }
    *mistake.borrow_mut() = Some(Misread { place, problem });
    E::custom(problem)
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        if self.null_is_nothing {
            return Ok(false);
        }
        self.put(Scalar::Null)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<bool, E> {
        self.put(Scalar::Bool(is))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<bool, E> {
        self.put(Scalar::Number(&number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<bool, E> {
        self.put(Scalar::Number(&number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<bool, E> {
        let number = Number::from_f64(number);
        self.put(number.as_ref().map_or(Scalar::Null, Scalar::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.put(Scalar::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let may = self.place.list();
        if may == Items::None {
            return self.put(Scalar::Parts);
        }
        let mut count = 0;
        loop {
            let item = SlotFiller {
                of: &mut *self.place,
                place: count,
                name: "",
                way: &JsonPath::Item(self.way, count),
                null_is_nothing: false,
                mistake: self.mistake,
            };
            if list.next_element_seed(item)?.is_none() {
                break;
            }
            count += 1;
        }
        match may {
            Items::Exactly(all) if all != count => {
                Err(misread(self.mistake, self.way, words::ITEMS))
            }
            _ => Ok(true),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        let keys = match self.place.object() {
            AllowedMembers::None => return self.put(Scalar::Parts),
            AllowedMembers::Any => None,
            AllowedMembers::These(keys) => Some(keys),
        };
        // A bit for each key.
        let (mut found, mut last) = (0_u64, 0);
        while let Some(MemberName(name)) = object.next_key()? {
            let (mut place, mut null_is_nothing) = (0, false);
            if let Some(keys) = keys {
                let Some(known) = place_of(&name, keys, last) else {
                    object.next_value::<IgnoredAny>()?;
                    continue;
                };
                (place, last) = (known, known + 1);
                null_is_nothing = keys[known].need == Need::Written;
            }
            let way = JsonPath::Key(self.way, &name);
            let bit = 1 << place;
            if keys.is_some() && found & bit != 0 {
                return Err(misread(self.mistake, &way, words::TWICE));
            }
            let member = SlotFiller {
                of: &mut *self.place,
                place,
                name: &name,
                way: &way,
                null_is_nothing,
                mistake: self.mistake,
            };
            if object.next_value_seed(member)? {
                found |= bit;
            }
        }
        for (place, key) in keys.unwrap_or_default().iter().enumerate() {
            let needed = match key.need {
                Need::Must => true,
                Need::May => false,
                Need::Written => self
                    .place
                    .part(place, "")
                    .is_some_and(|part| part.is_needed()),
            };
            if needed && found & 1 << place == 0 {
                let way = JsonPath::Key(self.way, key.name);
                return Err(misread(self.mistake, &way, words::MISSING));
            }
        }
        Ok(true)
    }
}

/// The place of a key. Programs write in the order in which they read, so it is
/// looked for from after the last one on.
fn place_of(name: &str, keys: &[MemberKey], after_last: usize) -> Option<usize> {
    let is_it = |key: &MemberKey| key.name == name;
    let (before, after) = keys.split_at_checked(after_last)?;
    let place = after.iter().position(is_it);
    place
        .map(|place| after_last + place)
        .or_else(|| before.iter().position(is_it))
}

/// Reads an item or a member, if there is one, into its place.
struct SlotFiller<'a> {
    of: &'a mut dyn Slot,
    place: usize,
    name: &'a str,
    way: &'a JsonPath<'a>,
    null_is_nothing: bool,
    mistake: &'a RefCell<Option<Misread>>,
}

impl<'de> DeserializeSeed<'de> for SlotFiller<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        let Some(place) = self.of.part(self.place, self.name) else {
            return Err(misread(self.mistake, self.way, words::NO_PART));
        };
        json.deserialize_any(Reader {
            place,
            way: self.way,
            null_is_nothing: self.null_is_nothing,
            mistake: self.mistake,
        })
    }
}

/// The name of a member, of which no copy is made unless it holds `\\`.
struct MemberName<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = MemberName<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Owned(name.to_owned())))
    }
}
