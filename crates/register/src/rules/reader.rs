//! A rule set out of JSON, with every mistake and its place.
//!
//! Beside the reader of the crate `reading`, which the app runs at every start, and
//! not one with it: that one puts what it meets into places that are there already
//! and stops at the first mistake. To go on after one, to say which keys nobody
//! knows, and to read what is told by another key beside it (a condition by `is`, a
//! deadline by `kind`), it would have to carry in every start what only whoever
//! writes a rule set needs. What the app does not call of this one is not in its
//! first load.
//!
//! Both know a struct from one declaration of its fields: what the app reads as well
//! derives `Slot` and is put into the same places here ([`At::put_into`]); what only
//! this one reads is `read_item!` here.

use reading::{AllowedMembers, Items, Scalar, Slot, words};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// A mistake in a rule set, with its file and place: `lang-son-2026.rules`,
/// `criteria[2].condition.all[0].years`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file's name without its ending; empty where it is about all of them.
    pub file: String,
    pub place: String,
    /// In Vietnamese, with what is expected.
    pub problem: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            place,
            problem,
        } = self;
        write!(formatter, "{file}, {place}: {problem}")
    }
}

/// Reads a file's value as far as it can be read; what cannot is the default
/// and a mistake.
pub(crate) fn read<T: Read>(file: &str, value: &Value, mistakes: &mut Vec<Mistake>) -> T {
    let log = Log {
        file,
        mistakes: RefCell::new(Vec::new()),
    };
    let read = T::read(&At {
        value,
        way: ValuePath::Top,
        log: &log,
    });
    mistakes.extend(log.mistakes.into_inner());
    read
}

struct Log<'a> {
    file: &'a str,
    mistakes: RefCell<Vec<Mistake>>,
}

/// A JSON value of a rule set with the way to it, so that a mistake can say where it is.
pub(crate) struct At<'a> {
    pub value: &'a Value,
    way: ValuePath<'a>,
    log: &'a Log<'a>,
}

enum ValuePath<'a> {
    Top,
    Key(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

/// The keys of an object that nobody reads and that are no mistakes.
#[derive(Clone, Copy)]
pub(crate) enum Unread {
    These(&'static [&'static str]),
    Any,
}

/// How the members that a place has are called in JSON.
pub(crate) fn names_in(place: &mut dyn Slot) -> Vec<&'static str> {
    match place.object() {
        AllowedMembers::These(keys) => keys.iter().map(|key| key.name).collect(),
        AllowedMembers::Any | AllowedMembers::None => Vec::new(),
    }
}

/// A type that can be read from a rule set's JSON. A mistake is noted and a default taken, so that
/// reading goes on.
pub(crate) trait Read: Default {
    /// Whether the key may be left out; its value is the default then.
    const MAY_BE_ABSENT: bool = false;

    fn read(at: &At<'_>) -> Self;
}

impl<'a> At<'a> {
    /// The value of a key of this object.
    pub fn key<T: Read>(&self, key: &str) -> T {
        let Value::Object(object) = self.value else {
            return T::default();
        };
        match object.get(key).filter(|value| !value.is_null()) {
            Some(value) => T::read(&At {
                value,
                way: ValuePath::Key(self, key),
                log: self.log,
            }),
            None => {
                if !T::MAY_BE_ABSENT {
                    self.say_at(key, words::MISSING.to_owned());
                }
                T::default()
            }
        }
    }

    /// Whether this is an object, and has no other keys than those.
    pub fn object_of(&self, keys: &[&str]) {
        let Value::Object(object) = self.value else {
            return self.say(words::OBJECT);
        };
        for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
            let near = keys.iter().find(|known| known.eq_ignore_ascii_case(key));
            let hint = near.map_or(String::new(), |near| format!("; có phải là «{near}»?"));
            self.say_at(key, format!("không có mục nào tên như thế{hint}"));
        }
    }

    /// Puts what stands here into a place that the app reads into as well, as far as it can be read.
    pub fn put_into(&self, place: &mut dyn Slot, unread: Unread) {
        let scalar = match self.value {
            Value::Array(items) => return self.put_items(items, place, unread),
            Value::Object(object) => match place.object() {
                AllowedMembers::These(_) => {
                    if let Unread::These(others) = unread {
                        self.object_of(&[&names_in(place), others].concat());
                    }
                    return self.put_members(place, &|_| unread);
                }
                AllowedMembers::Any => {
                    for (key, value) in object {
                        self.put_part(place.part(0, key), ValuePath::Key(self, key), value, unread);
                    }
                    return;
                }
                AllowedMembers::None => Scalar::Parts,
            },
            Value::Null => Scalar::Null,
            Value::Bool(is) => Scalar::Bool(*is),
            Value::Number(number) => Scalar::Number(number),
            Value::String(text) => Scalar::Text(text),
        };
        if let Err(problem) = place.put(scalar) {
            self.say(problem);
        }
    }

    /// Puts the members of this object that a place has into it; the others are for whoever else reads
    /// them. What nobody reads within a member is told by its name.
    pub fn put_members(&self, place: &mut dyn Slot, unread: &dyn Fn(&str) -> Unread) {
        if !self.value.is_object() {
            return;
        }
        for (index, name) in names_in(place).into_iter().enumerate() {
            let part = place.part(index, name);
            match self.value.get(name).filter(|value| !value.is_null()) {
                Some(value) => self.put_part(part, ValuePath::Key(self, name), value, unread(name)),
                None if part.is_some_and(|part| part.is_needed()) => {
                    self.say_at(name, words::MISSING.to_owned());
                }
                None => {}
            }
        }
    }

    fn put_items(&self, items: &[Value], place: &mut dyn Slot, unread: Unread) {
        let may = place.list();
        if may == Items::None {
            let put = place.put(Scalar::Parts);
            return put.unwrap_or_else(|problem| self.say(problem));
        }
        for (index, item) in items.iter().enumerate() {
            let way = ValuePath::Item(self, index);
            self.put_part(place.part(index, ""), way, item, unread);
        }
        if let Items::Exactly(all) = may
            && all != items.len()
        {
            self.say(words::ITEMS);
        }
    }

    fn put_part(
        &self,
        part: Option<&mut dyn Slot>,
        way: ValuePath<'_>,
        value: &Value,
        unread: Unread,
    ) {
        let at = At {
            value,
            way,
            log: self.log,
        };
        match part {
            Some(part) => at.put_into(part, unread),
            None => at.say(words::NO_PART),
        }
    }

    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(|value| !value.is_null())
    }

    pub fn text(&self) -> &'a str {
        self.value.as_str().unwrap_or_else(|| {
            self.say(words::TEXT);
            ""
        })
    }

    pub fn say(&self, problem: &str) {
        self.log(self.place(), problem.to_owned());
    }

    fn say_at(&self, key: &str, problem: String) {
        let way = self.place();
        let place = if way.is_empty() {
            key.to_owned()
        } else {
            format!("{way}.{key}")
        };
        self.log(place, problem);
    }

    fn log(&self, place: String, problem: String) {
        let place = if place.is_empty() {
            words::ROOT.to_owned()
        } else {
            place
        };
        self.log.mistakes.borrow_mut().push(Mistake {
            file: self.log.file.to_owned(),
            place,
            problem,
        });
    }

    fn place(&self) -> String {
        match self.way {
            ValuePath::Top => String::new(),
            ValuePath::Key(from, key) => match from.place() {
                way if way.is_empty() => key.to_owned(),
                way => format!("{way}.{key}"),
            },
            ValuePath::Item(from, item) => format!("{}[{item}]", from.place()),
        }
    }
}

impl Read for String {
    fn read(at: &At<'_>) -> Self {
        at.text().to_owned()
    }
}

impl Read for bool {
    const MAY_BE_ABSENT: bool = true;

    fn read(at: &At<'_>) -> Self {
        at.value.as_bool().unwrap_or_else(|| {
            at.say(words::BOOL);
            false
        })
    }
}

macro_rules! read_number {
    ($($number:ty),+) => {
        $(impl Read for $number {
            fn read(at: &At<'_>) -> Self {
                match at.value.as_i64().map(Self::try_from) {
                    Some(Ok(number)) => number,
                    Some(Err(_)) => {
                        at.say(words::TOO_LARGE);
                        0
                    }
                    None => {
                        at.say(words::NUMBER);
                        0
                    }
                }
            }
        })+
    };
}

read_number!(i64, i32, u32, u8);

impl Read for Value {
    const MAY_BE_ABSENT: bool = true;

    fn read(at: &At<'_>) -> Self {
        at.value.clone()
    }
}

impl<T: Read> Read for Option<T> {
    const MAY_BE_ABSENT: bool = true;

    fn read(at: &At<'_>) -> Self {
        Some(T::read(at))
    }
}

impl<T: Read> Read for Vec<T> {
    const MAY_BE_ABSENT: bool = true;

    fn read(at: &At<'_>) -> Self {
        let Value::Array(items) = at.value else {
            at.say(words::LIST);
            return Self::new();
        };
        let read = |(place, value)| {
            T::read(&At {
                value,
                way: ValuePath::Item(at, place),
                log: at.log,
            })
        };
        items.iter().enumerate().map(read).collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    const MAY_BE_ABSENT: bool = true;

    fn read(at: &At<'_>) -> Self {
        let Value::Object(object) = at.value else {
            at.say(words::OBJECT);
            return Self::new();
        };
        let read = |key: &String| (key.clone(), at.key(key));
        object.keys().map(read).collect()
    }
}

/// The key of a field: its own name in camel case, or the name given.
macro_rules! key_of {
    ($field:ident) => {
        &$crate::rules::reader::camel(stringify!($field))
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// A field's own name as it is written in JSON: `subject_kinds` as `subjectKinds`.
pub(crate) fn camel(name: &str) -> String {
    let mut begins = false;
    let mut camel = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter == '_' {
            begins = true;
        } else if std::mem::take(&mut begins) {
            camel.push(letter.to_ascii_uppercase());
        } else {
            camel.push(letter);
        }
    }
    camel
}

/// A struct out of an object: each field by its own name (`subject_kinds` is
/// written `subjectKinds`), or by the name given. After `and`, keys that are
/// known and not read here.
macro_rules! read_item {
    ($name:ident { $($field:ident $(= $key:literal)?),+ $(,)? } $(and $($other:literal),+)?) => {
        impl $crate::rules::reader::Read for $name {
            fn read(at: &$crate::rules::reader::At<'_>) -> Self {
                at.object_of(&[
                    $(&$crate::rules::reader::key_of!($field $($key)?),)+
                    $($($other),+)?
                ]);
                Self { $($field: at.key($crate::rules::reader::key_of!($field $($key)?))),+ }
            }
        }
    };
}

/// A struct out of some members of an object, which has others.
macro_rules! read_members {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $name {
            fn names() -> Vec<String> {
                vec![$($crate::rules::reader::camel(stringify!($field))),+]
            }

            fn members(at: &$crate::rules::reader::At<'_>) -> Self {
                Self { $($field: at.key($crate::rules::reader::key_of!($field))),+ }
            }
        }
    };
}

/// A struct that the app reads as well, from that one declaration of its fields. After `and`, keys that are
/// known and not read.
macro_rules! read_shared {
    ($name:ident $(and $($other:literal),+)?) => {
        impl $crate::rules::reader::Read for $name {
            fn read(at: &$crate::rules::reader::At<'_>) -> Self {
                let mut read = Self::default();
                let unread = $crate::rules::reader::Unread::These(&[$($($other),+)?]);
                at.put_into(&mut read, unread);
                read
            }
        }
    };
}

/// An enum out of a word; another word is a mistake, which names them all.
macro_rules! read_choice {
    ($name:ident { $($word:literal => $case:ident),+ $(,)? }) => {
        impl $name {
            /// The word that a rule set writes.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$case => $word,)+
                }
            }
        }

        impl $crate::rules::reader::Read for $name {
            fn read(at: &$crate::rules::reader::At<'_>) -> Self {
                match at.text() {
                    $($word => Self::$case,)+
                    "" => Self::default(),
                    _ => {
                        at.say(concat!("phải là một trong các chữ:" $(, " ", $word)+));
                        Self::default()
                    }
                }
            }
        }
    };
}

pub(crate) use {key_of, read_choice, read_item, read_members, read_shared};
