//! What is handed in to another scope: the content of a record, part by part, under an id that is made of
//! it (`docs/PROTOCOL.md`, section 24).
//!
//! - A pack is a record of kind [`SUBMITTED_PACK`]. Its [`MANIFEST`] names what was submitted, its content
//!   and its parts; a line of kind [`PACK_PART`] is one of these, in its field [`PART`].
//! - Both are set once: id and own word are made of what they say. So whoever brings them, nobody brings
//!   another pack or another part under the same name.
//! - A pack is whole when all its parts are here and come to the content that is named; until then it is
//!   «còn thiếu». [`read`] says so, on phones and at the endpoint alike.

use crate::id;
pub use crate::kind::MANIFEST;
use crate::kind::{PACK_PART, SUBMITTED_PACK};
use protocol::rule::{Rule, holds};
use protocol::{
    DELETION, Operation, OperationProblem, canonical, check_value, content_of_parts, is_field,
    is_id, is_kind, is_scope, root_of, word_of, write_sorted,
};
use serde_json::{Value, json};

/// The only field of a part.
pub const PART: &str = "part";
/// The field of a pack that says how it came.
pub const SOURCE: &str = "source";

/// The most parts that a pack has.
pub const MOST_PARTS: usize = 5_000;
/// How deep a value may be nested that is part of one: a part is nested three levels around it.
pub const DEEPEST: usize = 13;
/// What every own word of a part begins with, and how long it is with that.
const MARK: char = '_';
const WORD: usize = 23;
/// SHA-256 in base64url.
const HASH: usize = 43;

/// How a pack came, as whoever wrote it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By the register, from whoever submits.
    Synced,
    /// From a file, of whose author the endpoint may know nothing.
    Imported,
    /// Typed from a paper by whoever received it, with its scan.
    Typed,
}

impl Source {
    const ALL: [Self; 3] = [Self::Synced, Self::Imported, Self::Typed];

    /// As the field holds it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Synced => "synced",
            Self::Imported => "imported",
            Self::Typed => "typed",
        }
    }

    /// What a field says; nothing if it is none of these.
    pub fn of(value: &Value) -> Option<Self> {
        let word = value.as_str()?;
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// The manifest of a pack: what was submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest<'a> {
    /// Where it lives.
    pub scope: &'a str,
    /// Its id.
    pub record: &'a str,
    /// Its content (section 20), 43 characters.
    pub content: &'a str,
    /// The own words of the parts, in the order of their bytes.
    pub parts: Vec<&'a str>,
}

impl<'a> Manifest<'a> {
    /// Nothing if the value is no manifest. Members that are not known say nothing.
    pub fn read(value: &'a Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_str();
        let items = value.get("parts")?.as_array()?;
        let mut parts: Vec<&str> = Vec::new();
        for item in items {
            let word = item.as_str().filter(|word| is_part_word(word))?;
            if parts.last().is_some_and(|last| *last >= word) {
                return None;
            }
            parts.push(word);
        }
        (parts.len() <= MOST_PARTS).then_some(())?;
        Some(Self {
            scope: text("scope").filter(|scope| is_scope(scope))?,
            record: text("record").filter(|id| is_id(id) && root_of(id) == *id)?,
            content: text("content").filter(|hash| hash.len() == HASH && is_kind(hash))?,
            parts,
        })
    }
}

/// A record or line as it was submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedRecord<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    /// By the bytes of their names; none is empty.
    pub fields: Vec<(&'a str, &'a Value)>,
}

impl<'a> PackedRecord<'a> {
    /// Nothing if the value is no part of a content.
    pub fn read(value: &'a Value) -> Option<Self> {
        let [id, kind, fields] = value.as_array()?.as_slice() else {
            return None;
        };
        let mut read: Vec<(&str, &Value)> = Vec::new();
        for field in fields.as_array()? {
            let [name, value] = field.as_array()?.as_slice() else {
                return None;
            };
            let name = name.as_str()?;
            let is_plain = is_field(name) && name != DELETION && !value.is_null();
            let follows = read.last().is_none_or(|(last, _)| *last < name);
            if !is_plain || !follows || canonical(value).as_ref() != value {
                return None;
            }
            read.push((name, value));
        }
        Some(Self {
            id: id.as_str().filter(|id| is_id(id))?,
            kind: kind.as_str().filter(|kind| is_kind(kind))?,
            fields: read,
        })
    }

    /// What a field says; nothing if it says nothing.
    pub fn value(&self, field: &str) -> Option<&'a Value> {
        let place = self.fields.binary_search_by(|(name, _)| (*name).cmp(field));
        Some(self.fields[place.ok()?].1)
    }
}

/// A pack that is whole: all that was submitted, the record first, its lines by their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack<'a> {
    pub manifest: Manifest<'a>,
    pub records: Vec<PackedRecord<'a>>,
}

/// Why a pack is «còn thiếu».
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    #[error("there is no manifest that its id is made of")]
    NoManifest,
    #[error("{missing} of {of} parts are not here")]
    Missing { missing: usize, of: usize },
    #[error("something is twice among the parts")]
    Twice,
    #[error("the parts come to another content than was named")]
    ContentDiffers,
}

/// What was submitted. `lines` are the values that stand in `part` of the pack's lines, with their own
/// words; what does not agree with its word, and what the manifest does not name, is passed over.
///
/// # Errors
/// If it is not whole.
pub fn read<'a>(
    pack: &str,
    manifest: &'a Value,
    lines: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> Result<Pack<'a>, Incomplete> {
    let agrees = made_id(manifest) == pack;
    let manifest = Manifest::read(manifest)
        .filter(|_| agrees)
        .ok_or(Incomplete::NoManifest)?;
    let mut parts: Vec<Option<&Value>> = vec![None; manifest.parts.len()];
    for (word, part) in lines {
        if let Ok(place) = manifest.parts.binary_search(&word)
            && made_word(part) == word
        {
            parts[place] = Some(part);
        }
    }
    let mut here: Vec<&Value> = parts.iter().flatten().copied().collect();
    let (found, of) = (here.len(), parts.len());
    if found < of {
        return Err(Incomplete::Missing {
            missing: of - found,
            of,
        });
    }
    here.sort_by_key(|part| part.get(0).and_then(Value::as_str));
    let records: Option<Vec<PackedRecord<'_>>> =
        here.iter().map(|part| PackedRecord::read(part)).collect();
    let records = records.ok_or(Incomplete::ContentDiffers)?;
    let is_twice = |two: &[PackedRecord<'_>]| two[0].id == two[1].id;
    if records.windows(2).any(is_twice) {
        return Err(Incomplete::Twice);
    }
    if !is_content(&manifest, &records, &here) && holds(Rule::PacksAreTheirContent) {
        return Err(Incomplete::ContentDiffers);
    }
    Ok(Pack { manifest, records })
}

/// Whether the parts, in the order of their ids, are the record and lines of it, and come to the content
/// that is named.
fn is_content(manifest: &Manifest<'_>, records: &[PackedRecord<'_>], parts: &[&Value]) -> bool {
    let is_its = |one: &PackedRecord<'_>| root_of(one.id) == manifest.record;
    let has_record = records.first().is_some_and(|one| one.id == manifest.record);
    let parts: Vec<Value> = parts.iter().map(|part| (*part).clone()).collect();
    let content = content_of_parts(manifest.scope, manifest.record, &parts);
    has_record && records.iter().all(is_its) && content == manifest.content
}

/// A pack that can be written: its id, its manifest, and its parts by their own words.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    pub pack: String,
    pub manifest: Value,
    pub parts: Vec<(String, Value)>,
}

/// Why a content cannot be submitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSubmit {
    #[error("it has {parts} parts, more than {MOST_PARTS}")]
    TooManyParts { parts: usize },
    #[error("the fields of {record} are more than one value may have")]
    PartTooLarge { record: String },
    #[error("{field} of {record} is nested deeper than {DEEPEST} levels")]
    TooDeep { record: String, field: String },
}

/// What submits a record of a scope, of whose content these are the parts, as
/// `merge::content_parts` gives them.
///
/// # Errors
/// If it has more than fits.
pub fn submission(
    scope: &str,
    record: &str,
    parts: Vec<Value>,
) -> Result<Submission, CannotSubmit> {
    if parts.len() > MOST_PARTS {
        return Err(CannotSubmit::TooManyParts { parts: parts.len() });
    }
    parts.iter().try_for_each(fits)?;
    let content = content_of_parts(scope, record, &parts);
    let mut parts: Vec<(String, Value)> = parts
        .into_iter()
        .map(|part| (made_word(&part), part))
        .collect();
    parts.sort_by(|one, other| one.0.cmp(&other.0));
    let words: Vec<&str> = parts.iter().map(|(word, _)| word.as_str()).collect();
    let manifest = json!({ "scope": scope, "record": record, "content": content, "parts": words });
    Ok(Submission {
        pack: made_id(&manifest),
        manifest,
        parts,
    })
}

fn fits(part: &Value) -> Result<(), CannotSubmit> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let record = || text(&part[0]);
    for field in part[2].as_array().into_iter().flatten() {
        if depth(&field[1]) > DEEPEST {
            return Err(CannotSubmit::TooDeep {
                record: record(),
                field: text(&field[0]),
            });
        }
    }
    match check_value(part) {
        Err(OperationProblem::TooLarge | OperationProblem::Value) => {
            Err(CannotSubmit::PartTooLarge { record: record() })
        }
        _ => Ok(()),
    }
}

/// How many lists and objects lie in one another.
fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(members) => members.values().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or_default()
}

/// The id of the pack that has this manifest.
pub fn made_id(manifest: &Value) -> String {
    let mut written = String::new();
    write_sorted(manifest, &mut written);
    id::singleton(SUBMITTED_PACK, &written)
}

/// The own word of the line that has this part.
pub fn made_word(part: &Value) -> String {
    let hash = word_of(&json!(["part", part]));
    format!("{MARK}{hash}")
}

/// Whether a line's own word is one that only a part stands under.
fn is_part_word(word: &str) -> bool {
    word.starts_with(MARK) && word.len() == WORD && is_kind(word)
}

/// Whether a field is set once: the manifest of a pack, and what a part is.
pub fn is_set_once(kind: &str, field: &str) -> bool {
    [(SUBMITTED_PACK, MANIFEST), (PACK_PART, PART)].contains(&(kind, field))
}

/// Whether somebody may not write this, whoever it is: a manifest or a part that replaces something or is
/// not of its id, and anything else under the word of a part.
pub fn is_malformed(operation: &Operation) -> bool {
    let Operation {
        record,
        kind,
        field,
        value,
        predecessors,
        ..
    } = operation;
    let replaces =
        is_set_once(kind, field) && !predecessors.is_empty() && holds(Rule::PacksReplaceNothing);
    replaces || is_malformed_value(record, (kind, field), value)
}

/// As [`is_malformed`], of what stands in a field.
pub fn is_malformed_value(record: &str, (kind, field): (&str, &str), value: &Value) -> bool {
    let own = record.rsplit_once('.').map(|(_, own)| own);
    if kind != PACK_PART && own.is_some_and(is_part_word) && holds(Rule::PartsKeepTheirWords) {
        return true;
    }
    if !is_set_once(kind, field) {
        return false;
    }
    let agrees = match own {
        _ if kind == SUBMITTED_PACK => made_id(value) == record,
        Some(own) => made_word(value) == own,
        None => false,
    };
    !agrees && holds(Rule::PacksAgreeWithTheirIds)
}
