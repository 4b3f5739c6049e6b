//! Rule sets out of JSON, by hand: a mistake is said with its place, for those
//! who write a province's rule set, and the reader is a fifth of the size of a
//! derived one, which the first load feels.

use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is wrong, and where: `forms[2].sections[0].heading`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Misread {
    pub place: String,
    pub problem: &'static str,
}

/// Reads a value whole, or says the first mistake in it.
pub(crate) fn read<T: Read>(value: &Value) -> Result<T, Misread> {
    let mistake = RefCell::new(None);
    let read = T::read(&At {
        value,
        way: Way::Top,
        mistake: &mistake,
    });
    mistake.into_inner().map_or(Ok(read), Err)
}

/// A value, and the way to it.
pub(crate) struct At<'a> {
    value: &'a Value,
    way: Way<'a>,
    /// The first mistake. Reading goes on after it with empty values: a way out
    /// at every key would make the reader three times as large.
    mistake: &'a RefCell<Option<Misread>>,
}

enum Way<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

/// What can be read out of a rule set.
pub(crate) trait Read: Default {
    /// Whether the key may be left out; its value is the default then.
    const MAY_BE_ABSENT: bool = true;

    /// The value, or after a mistake the default.
    fn read(at: &At<'_>) -> Self;
}

impl<'a> At<'a> {
    fn to<'b>(&'b self, value: &'b Value, way: Way<'b>) -> At<'b> {
        At {
            value,
            way,
            mistake: self.mistake,
        }
    }

    /// The value of a key of this object. Other keys are tolerated.
    pub fn key<T: Read>(&self, key: &str) -> T {
        match self.found(key, T::MAY_BE_ABSENT) {
            Some(value) => T::read(&self.to(value, Way::Key(self, key))),
            None => T::default(),
        }
    }

    fn found(&self, key: &str, may_be_absent: bool) -> Option<&'a Value> {
        let Value::Object(object) = self.value else {
            self.misread("phải là một đối tượng {…}");
            return None;
        };
        let found = object.get(key).filter(|value| !value.is_null());
        if found.is_none() && !may_be_absent {
            self.to(self.value, Way::Key(self, key))
                .misread("thiếu mục này");
        }
        found
    }

    pub fn text(&self) -> &'a str {
        self.value.as_str().unwrap_or_else(|| {
            self.misread("phải là chữ trong ngoặc kép");
            ""
        })
    }

    fn number<T: TryFrom<i64> + Default>(&self) -> T {
        let Some(number) = self.value.as_i64() else {
            self.misread("phải là một số nguyên");
            return T::default();
        };
        T::try_from(number).unwrap_or_else(|_| {
            self.misread("số này quá lớn hoặc quá nhỏ");
            T::default()
        })
    }

    fn misread(&self, problem: &'static str) {
        let mut mistake = self.mistake.borrow_mut();
        if mistake.is_none() {
            let mut place = String::new();
            self.write_way(&mut place);
            if place.is_empty() {
                place.push_str("gốc tệp");
            }
            *mistake = Some(Misread { place, problem });
        }
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
    const MAY_BE_ABSENT: bool = false;

    fn read(at: &At<'_>) -> Self {
        at.text().to_owned()
    }
}

impl Read for bool {
    fn read(at: &At<'_>) -> Self {
        at.value.as_bool().unwrap_or_else(|| {
            at.misread("phải là true hoặc false");
            false
        })
    }
}

macro_rules! read_number {
    ($($number:ty),+) => {
        $(impl Read for $number {
            fn read(at: &At<'_>) -> Self {
                at.number()
            }
        })+
    };
}

read_number!(i64, i32, u32, u8);

impl Read for Value {
    fn read(at: &At<'_>) -> Self {
        at.value.clone()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(at: &At<'_>) -> Self {
        Some(T::read(at))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(at: &At<'_>) -> Self {
        let Value::Array(items) = at.value else {
            at.misread("phải là một danh sách […]");
            return Self::new();
        };
        let mut read = Self::with_capacity(items.len());
        for (place, value) in items.iter().enumerate() {
            read.push(T::read(&at.to(value, Way::Item(at, place))));
        }
        read
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(at: &At<'_>) -> Self {
        let mut read = Self::new();
        let Value::Object(object) = at.value else {
            at.misread("phải là một đối tượng {…}");
            return read;
        };
        for (key, value) in object {
            read.insert(key.clone(), T::read(&at.to(value, Way::Key(at, key))));
        }
        read
    }
}

/// A struct out of an object: each field by its own name (`visible_when` is
/// written `visibleWhen`), or by the name given.
macro_rules! read_object {
    ($name:ident { $($field:ident $(= $key:literal)?),+ $(,)? }) => {
        impl $crate::reading::Read for $name {
            fn read(at: &$crate::reading::At<'_>) -> Self {
                Self { $($field: at.key($crate::reading::key_of!($field $($key)?))),+ }
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

/// An enum out of a word; `_` for a word of a newer rule set.
macro_rules! read_word {
    ($name:ident { $($word:literal => $case:ident,)+ _ => $other:ident }) => {
        impl $crate::reading::Read for $name {
            fn read(at: &$crate::reading::At<'_>) -> Self {
                match at.text() {
                    $($word => Self::$case,)+
                    _ => Self::$other,
                }
            }
        }
    };
}

pub(crate) use {key_of, read_object, read_word};
