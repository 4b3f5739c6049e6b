//! Keys that a file writes twice in one object: JSON readers keep the last and
//! say nothing.

use super::{Mistake, RuleSetFile};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::fmt;

pub(super) fn keys_written_twice(file: &RuleSetFile<'_>) -> Vec<Mistake> {
    let found = RefCell::new(Vec::new());
    let seed = Keys {
        way: String::new(),
        found: &found,
    };
    let mut reader = serde_json::Deserializer::from_str(file.text);
    // A file that is no JSON has been said to be none.
    let _: Result<(), _> = seed.deserialize(&mut reader);
    let found = found.into_inner().into_iter();
    found
        .map(|place| Mistake {
            file: file.name.to_owned(),
            place,
            problem: "mục này được viết hai lần".to_owned(),
        })
        .collect()
}

struct Keys<'a> {
    way: String,
    found: &'a RefCell<Vec<String>>,
}

impl Keys<'_> {
    fn below(&self, step: &str) -> Keys<'_> {
        Keys {
            way: format!("{}{step}", self.way),
            found: self.found,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen: Vec<String> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let step = match self.way.as_str() {
                "" => key.clone(),
                _ => format!(".{key}"),
            };
            let below = self.below(&step);
            if seen.contains(&key) {
                self.found.borrow_mut().push(below.way.clone());
            }
            map.next_value_seed(below)?;
            seen.push(key);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut place = 0;
        while items
            .next_element_seed(self.below(&format!("[{place}]")))?
            .is_some()
        {
            place += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(IgnoredAny).map(|_| ())
    }
}
