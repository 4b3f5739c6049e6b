//! Statements on members, devices, keys and roles. Who may do what is decided elsewhere.

use super::{Connection, Pool, SNAPSHOT};
use crate::model::{Member, NamedPerson, Revocation};
use crate::store::{DeviceClaims, DeviceRow, MOST_KEYS, Result};
use register::rights::Grant;
use register::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Enrolment, person, name, when enrolled, when seen last, whether revoked and how, schema.
type MemberRow = (
    String,
    String,
    String,
    i64,
    i64,
    bool,
    Option<String>,
    Option<i64>,
);

pub async fn member(readers: &Pool, token_hash: &[u8]) -> Result<Option<Member>> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let row: Option<MemberRow> = sqlx::query_as(
        "SELECT e.id, p.id, p.name, e.enrolled_at, e.last_seen_at, e.revoked_at IS NOT NULL,
                e.revoked_how, e.schema
         FROM token AS t
         JOIN enrolment AS e ON e.id = t.enrolment
         JOIN person AS p ON p.id = e.person
         WHERE t.hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(&mut *snapshot)
    .await?;
    match row {
        Some(row) => Ok(Some(read_member(&mut snapshot, row).await?)),
        None => Ok(None),
    }
}

pub async fn authors(readers: &Pool, keys: &BTreeSet<String>) -> Result<BTreeMap<String, Member>> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let known: Vec<(String, String)> = sqlx::query_as(
        "SELECT k.key, k.enrolment
         FROM json_each($1) AS j CROSS JOIN signing_key AS k WHERE k.key = j.value ->> 0",
    )
    .bind(super::each(keys))
    .fetch_all(&mut *snapshot)
    .await?;
    let mut authors = BTreeMap::new();
    for (key, enrolment) in known {
        let row: MemberRow = sqlx::query_as(
            "SELECT e.id, p.id, p.name, e.enrolled_at, e.last_seen_at,
                    e.revoked_at IS NOT NULL, e.revoked_how, e.schema
             FROM enrolment AS e JOIN person AS p ON p.id = e.person WHERE e.id = $1",
        )
        .bind(&enrolment)
        .fetch_one(&mut *snapshot)
        .await?;
        authors.insert(key, read_member(&mut snapshot, row).await?);
    }
    Ok(authors)
}

pub async fn claim_key(connection: &mut Connection, enrolment: &str, key: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO signing_key (key, enrolment) SELECT $1, $2
         WHERE (SELECT count(*) FROM signing_key WHERE enrolment = $2 AND key <> $1) < $3
         ON CONFLICT (key) DO UPDATE SET enrolment = excluded.enrolment",
    )
    .bind(key)
    .bind(enrolment)
    .bind(MOST_KEYS)
    .execute(connection)
    .await?;
    Ok(())
}

async fn read_member(connection: &mut Connection, row: MemberRow) -> Result<Member> {
    let (enrolment, person, name, enrolled_at, last_seen_at, revoked, how, schema) = row;
    let grants = grants(connection, &person).await?;
    let keys = sqlx::query_scalar("SELECT key FROM signing_key WHERE enrolment = $1 ORDER BY key")
        .bind(&enrolment)
        .fetch_all(connection)
        .await?;
    let person = NamedPerson { id: person, name };
    Ok(Member {
        enrolment,
        person,
        grants,
        enrolled_at,
        last_seen_at,
        revoked: revocation(revoked, how.as_deref()),
        schema: schema.and_then(|schema| u64::try_from(schema).ok()),
        keys,
    })
}

/// Before how was noted, all were over.
pub fn revocation(revoked: bool, how: Option<&str>) -> Option<Revocation> {
    let how = || how.and_then(Revocation::of_word);
    revoked.then(|| how().unwrap_or(Revocation::Over))
}

pub async fn grants(connection: &mut Connection, person: &str) -> Result<Vec<Grant>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT scope, role FROM role WHERE person = $1 ORDER BY scope, role")
            .bind(person)
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(scope, role)| {
            Ok(Grant {
                scope,
                role: Role::of_word(&role),
            })
        })
        .collect()
}

pub async fn note_seen(
    connection: &mut Connection,
    enrolment: &str,
    schema: u64,
    now: i64,
) -> Result<()> {
    sqlx::query("UPDATE enrolment SET last_seen_at = $1, schema = $3 WHERE id = $2")
        .bind(now)
        .bind(enrolment)
        .bind(i64::try_from(schema).unwrap_or(i64::MAX))
        .execute(connection)
        .await?;
    Ok(())
}

/// Device → enrolment, of those that are claimed.
type Owners = Vec<(String, Option<String>)>;

const OWNERS: &str = "SELECT d.id, d.enrolment
    FROM json_each($1) AS j CROSS JOIN device AS d WHERE d.id = j.value ->> 0";

pub async fn owners(readers: &Pool, devices: &BTreeSet<String>) -> Result<Owners> {
    Ok(sqlx::query_as(OWNERS)
        .bind(super::each(devices))
        .fetch_all(readers)
        .await?)
}

/// The devices that are not of this enrolment.
pub fn claims(owners: &Owners, enrolment: &str, devices: &BTreeSet<String>) -> DeviceClaims {
    let owner = |device: &String| owners.iter().find(|(owned, _)| owned == device);
    let (owned, too_many): (BTreeSet<String>, _) = devices
        .iter()
        .cloned()
        .partition(|device| owner(device).is_some());
    let of_others = owned
        .into_iter()
        .filter(|device| owner(device).and_then(|(_, owner)| owner.as_deref()) != Some(enrolment))
        .collect();
    DeviceClaims {
        of_others,
        too_many,
    }
}

/// `most`: how many device ids the person may have then.
pub async fn claim(
    connection: &mut Connection,
    enrolment: &str,
    devices: &BTreeSet<String>,
    most: i64,
) -> Result<DeviceClaims> {
    let each = super::each(devices);
    sqlx::query(
        "INSERT INTO device (id, enrolment)
         SELECT j.value ->> 0, $1 FROM json_each($2) AS j
         WHERE NOT EXISTS (SELECT 1 FROM device AS d WHERE d.id = j.value ->> 0)
         LIMIT (SELECT CASE WHEN count(*) < $3 THEN $3 - count(*) ELSE 0 END
                FROM device AS d JOIN enrolment AS e ON e.id = d.enrolment
                WHERE e.person = (SELECT person FROM enrolment WHERE id = $1))
         ON CONFLICT DO NOTHING",
    )
    .bind(enrolment)
    .bind(&each)
    .bind(most)
    .execute(&mut *connection)
    .await?;
    let owners = sqlx::query_as(OWNERS)
        .bind(&each)
        .fetch_all(connection)
        .await?;
    Ok(claims(&owners, enrolment, devices))
}

pub async fn people_of(
    readers: &Pool,
    devices: &[String],
) -> Result<BTreeMap<String, NamedPerson>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT d.id, p.id, p.name
         FROM json_each($1) AS j CROSS JOIN device AS d
         JOIN enrolment AS e ON e.id = d.enrolment
         JOIN person AS p ON p.id = e.person
         WHERE d.id = j.value ->> 0",
    )
    .bind(super::each(devices))
    .fetch_all(readers)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(device, id, name)| (device, NamedPerson { id, name }))
        .collect())
}

pub async fn person(readers: &Pool, id: &str) -> Result<Option<(NamedPerson, Vec<Grant>)>> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let name: Option<String> = sqlx::query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *snapshot)
        .await?;
    let Some(name) = name else {
        return Ok(None);
    };
    let id = id.to_owned();
    let grants = grants(&mut snapshot, &id).await?;
    Ok(Some((NamedPerson { id, name }, grants)))
}

pub async fn devices(readers: &Pool) -> Result<Vec<DeviceRow>> {
    type Row = (
        String,
        String,
        String,
        String,
        i64,
        i64,
        Option<i64>,
        Option<String>,
    );
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT d.id, e.id, p.id, p.name, e.enrolled_at, e.last_seen_at, e.revoked_at, e.revoked_how
         FROM device AS d
         JOIN enrolment AS e ON e.id = d.enrolment
         JOIN person AS p ON p.id = e.person
         ORDER BY e.enrolled_at, d.id",
    )
    .fetch_all(&mut *snapshot)
    .await?;
    let mut devices = Vec::with_capacity(rows.len());
    for (device, enrolment, person, name, enrolled_at, last_seen_at, revoked_at, how) in rows {
        let grants = grants(&mut snapshot, &person).await?;
        let person = NamedPerson { id: person, name };
        devices.push(DeviceRow {
            device,
            enrolment,
            person,
            grants,
            enrolled_at,
            last_seen_at,
            revoked_at,
            revoked: revocation(revoked_at.is_some(), how.as_deref()),
        });
    }
    Ok(devices)
}

pub async fn enrolment_of(connection: &mut Connection, device: &str) -> Result<Option<String>> {
    let found: Option<Option<String>> =
        sqlx::query_scalar("SELECT enrolment FROM device WHERE id = $1")
            .bind(device)
            .fetch_optional(connection)
            .await?;
    Ok(found.flatten())
}

/// What is over may be lost later, and what is lost stays so.
pub async fn revoke(
    connection: &mut Connection,
    enrolment: &str,
    how: Revocation,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE enrolment SET revoked_at = coalesce(revoked_at, $1),
           revoked_how = CASE WHEN revoked_how = $4 THEN revoked_how ELSE $3 END
         WHERE id = $2",
    )
    .bind(now)
    .bind(enrolment)
    .bind(how.word())
    .bind(Revocation::Lost.word())
    .execute(connection)
    .await?;
    Ok(())
}

/// A role that is there already is given once more.
const GIVE: &str = "INSERT INTO role (scope, person, role)
    SELECT $2, e.person, $3 FROM device AS d JOIN enrolment AS e ON e.id = d.enrolment
    WHERE d.id = $1
    ON CONFLICT (scope, person, role) DO UPDATE SET role = excluded.role";

const TAKE_AWAY: &str = "DELETE FROM role WHERE scope = $2 AND role = $3 AND person =
    (SELECT e.person FROM device AS d JOIN enrolment AS e ON e.id = d.enrolment WHERE d.id = $1)";

pub async fn set_role(
    connection: &mut Connection,
    device: &str,
    grant: &Grant,
    held: bool,
) -> Result<bool> {
    let done = sqlx::query(if held { GIVE } else { TAKE_AWAY })
        .bind(device)
        .bind(&grant.scope)
        .bind(grant.role.word())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}
