//! Rule sets out of JSON, by hand: a mistake is said with its place, for those
//! who write a province's rule set, and the reader is a fifth of the size of a
//! derived one, which the first load feels.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A value, and the way to it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    value: &'a Value,
    way: Way<'a>,
}

#[derive(Clone, Copy)]
enum Way<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

/// What is wrong, and where: `forms[2].sections[0].heading`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Misread {
    pub place: String,
    pub problem: &'static str,
}

/// What can be read out of a rule set.
pub(crate) trait Read: Sized {
    fn read(at: At<'_>) -> Result<Self, Misread>;

    /// What stands for a key that is not there; nothing if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

impl<'a> At<'a> {
    pub fn top(value: &'a Value) -> Self {
        Self {
            value,
            way: Way::Top,
        }
    }

    /// The value of a key of this object. Other keys are tolerated.
    pub fn key<T: Read>(&self, key: &str) -> Result<T, Misread> {
        let Value::Object(object) = self.value else {
            return Err(self.misread("phải là một đối tượng {…}"));
        };
        let found = object.get(key).filter(|value| !value.is_null());
        let at = |value| At {
            value,
            way: Way::Key(self, key),
        };
        match found {
            Some(value) => T::read(at(value)),
            None => T::absent().ok_or_else(|| at(self.value).misread("thiếu mục này")),
        }
    }

    pub fn text(&self) -> Result<&'a str, Misread> {
        let text = self.value.as_str();
        text.ok_or_else(|| self.misread("phải là chữ trong ngoặc kép"))
    }

    pub fn misread(&self, problem: &'static str) -> Misread {
        let mut place = String::new();
        self.write_way(&mut place);
        if place.is_empty() {
            place.push_str("gốc tệp");
        }
        Misread { place, problem }
    }

    fn write_way(&self, place: &mut String) {
        match self.way {
            Way::Top => {}
            Way::Key(from, key) => {
                from.write_way(place);
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(key);
            }
            Way::Item(from, item) => {
                from.write_way(place);
                // A text takes whatever is written.
                let _ = write!(place, "[{item}]");
            }
        }
    }
}

impl Read for String {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        Ok(at.text()?.to_owned())
    }
}

impl Read for bool {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        let holds = at.value.as_bool();
        holds.ok_or_else(|| at.misread("phải là true hoặc false"))
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Read for i64 {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        let number = at.value.as_i64();
        number.ok_or_else(|| at.misread("phải là một số nguyên"))
    }

    fn absent() -> Option<Self> {
        Some(0)
    }
}

fn small<T: TryFrom<i64>>(at: At<'_>) -> Result<T, Misread> {
    let small = T::try_from(i64::read(at)?);
    small.map_err(|_| at.misread("số này quá lớn hoặc quá nhỏ"))
}

impl Read for i32 {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        small(at)
    }
}

impl Read for u32 {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        small(at)
    }

    fn absent() -> Option<Self> {
        Some(0)
    }
}

impl Read for u8 {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        small(at)
    }

    fn absent() -> Option<Self> {
        Some(0)
    }
}

impl Read for Value {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        Ok(at.value.clone())
    }
}

impl<T: Read> Read for Option<T> {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        T::read(at).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        let Value::Array(items) = at.value else {
            return Err(at.misread("phải là một danh sách […]"));
        };
        let mut read = Self::with_capacity(items.len());
        for (place, value) in items.iter().enumerate() {
            let way = Way::Item(&at, place);
            read.push(T::read(At { value, way })?);
        }
        Ok(read)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(at: At<'_>) -> Result<Self, Misread> {
        let Value::Object(object) = at.value else {
            return Err(at.misread("phải là một đối tượng {…}"));
        };
        let mut read = Self::new();
        for (key, value) in object {
            let way = Way::Key(&at, key);
            read.insert(key.clone(), T::read(At { value, way })?);
        }
        Ok(read)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

/// A struct out of an object: each field by its own name (`visible_when` is
/// written `visibleWhen`), or by the name given.
macro_rules! read_object {
    ($name:ident { $($field:ident $(= $key:literal)?),+ $(,)? }) => {
        impl $crate::reading::Read for $name {
            fn read(at: $crate::reading::At<'_>) -> Result<Self, $crate::reading::Misread> {
                Ok(Self { $($field: at.key($crate::reading::key_of!($field $($key)?))?),+ })
            }
        }
    };
}

macro_rules! key_of {
    ($field:ident) => {
        &$crate::reading::camel(stringify!($field))
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// `visible_when` as it is written in JSON: `visibleWhen`.
pub(crate) fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at_checked(1).unwrap_or_default();
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}

/// An enum out of a word; `_` for a word of a newer rule set and for none.
macro_rules! read_word {
    ($name:ident { $($word:literal => $case:ident,)+ _ => $other:ident, none => $absent:ident }) => {
        impl $crate::reading::Read for $name {
            fn read(at: $crate::reading::At<'_>) -> Result<Self, $crate::reading::Misread> {
                Ok(match at.text()? {
                    $($word => Self::$case,)+
                    _ => Self::$other,
                })
            }

            fn absent() -> Option<Self> {
                Some(Self::$absent)
            }
        }
    };
}

pub(crate) use {key_of, read_object, read_word};
