//! The shapes of identifiers. A record's id is 22 characters of base64url (a
//! UUIDv7, or a hash for records that can exist only once); a line of a record
//! is `<id of the record>.<own part>`, so that a record and its lines are one
//! range of any ordered store and a line can never change its record. A scope
//! is `06541`, `06541/<id>`, `block/<id>`, `province/<code>`, or one below these.

/// The reserved field of a deletion. Its value is the list of the names that
/// the person's phone held of the record and its lines; `null` undoes it.
pub const DELETION: &str = "~";

/// What a parent keeps for all who have a role below it.
pub const FOR_ALL: &str = "all";

/// The longest identifier that is accepted, in bytes.
const LONGEST: usize = 96;

fn is_plain(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c == b'-'
}

/// Whether `id` is well formed: parts of `A-Z a-z 0-9 _ -` joined by `.`.
pub fn is_id(id: &str) -> bool {
    id.len() <= LONGEST
        && id
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(is_plain))
}

/// Whether `scope` is well formed: parts like those of an id, joined by `/`.
pub fn is_scope(scope: &str) -> bool {
    scope.len() <= LONGEST
        && scope
            .split('/')
            .all(|part| !part.is_empty() && part.bytes().all(is_plain))
}

/// Whether `kind` is well formed.
pub fn is_kind(kind: &str) -> bool {
    !kind.is_empty() && kind.len() <= LONGEST && kind.bytes().all(is_plain)
}

/// Whether `field` is well formed; the reserved field `~` is.
pub fn is_field(field: &str) -> bool {
    field == DELETION || is_kind(field)
}

/// The record that a line belongs to; a record is its own root.
pub fn root_of(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

/// The scope above, if there is one.
pub fn parent_scope(scope: &str) -> Option<&str> {
    scope.rsplit_once('/').map(|(above, _)| above)
}

/// What a scope is to a commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunePlace {
    /// The commune's own scope.
    Own,
    /// A unit's, right below it: a village's, or another's.
    Unit,
    /// What it keeps for all, or what lies further below.
    Other,
}

/// What a scope is to the commune that it lies in; nothing if it lies in none.
pub fn commune_place(scope: &str) -> Option<CommunePlace> {
    let (above, below) = match scope.split_once('/') {
        Some((above, below)) => (above, Some(below)),
        None => (scope, None),
    };
    is_commune(above).then(|| match below {
        None => CommunePlace::Own,
        Some(unit) if unit != FOR_ALL && is_kind(unit) => CommunePlace::Unit,
        Some(_) => CommunePlace::Other,
    })
}

fn is_commune(scope: &str) -> bool {
    scope.len() == 5 && scope.bytes().all(|c| c.is_ascii_digit())
}

/// Whether a scope keeps something for all who have a role right below it, in `<scope>/all`: a commune
/// (five digits), `block/<id>` and `province/<code>` do.
pub fn shares_with_all(scope: &str) -> bool {
    match scope.split_once('/') {
        None => is_commune(scope),
        Some(("block" | "province", id)) => is_kind(id),
        Some(_) => false,
    }
}

/// Whether `scope` is `above` or lies below it.
pub fn scope_is_within(scope: &str, above: &str) -> bool {
    scope == above
        || scope
            .strip_prefix(above)
            .is_some_and(|rest| rest.starts_with('/'))
}
