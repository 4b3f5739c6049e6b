use super::{Connection, DbRow, Pool, SNAPSHOT};
use crate::model::{Member, NamedPerson, StoreError};
use crate::store::{
    DeviceClaims, DeviceRow, EnrolmentAttempt, EnrolmentOutcome, Invitation, InvitationClaim,
    JoinAttempt, JoinOutcome, MOST_KEYS,
};
use register::rights::Grant;
use register::role::Role;
use sqlx::Row as _;
use std::collections::{BTreeMap, BTreeSet};

type Result<T> = std::result::Result<T, StoreError>;

/// Enrolment, person, name, when enrolled, when seen last, whether revoked.
type MemberRow = (String, String, String, i64, i64, bool);

pub async fn member(readers: &Pool, token_hash: &[u8]) -> Result<Option<Member>> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let row: Option<MemberRow> = sqlx::query_as(
        "SELECT e.id, p.id, p.name, e.enrolled_at, e.last_seen_at, e.revoked_at IS NOT NULL
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
                    e.revoked_at IS NOT NULL
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
    let (enrolment, person, name, enrolled_at, last_seen_at, revoked) = row;
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
        revoked,
        keys,
    })
}

async fn grants(connection: &mut Connection, person: &str) -> Result<Vec<Grant>> {
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

pub async fn note_seen(connection: &mut Connection, enrolment: &str, now: i64) -> Result<()> {
    sqlx::query("UPDATE enrolment SET last_seen_at = $1 WHERE id = $2")
        .bind(now)
        .bind(enrolment)
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

/// Of a person whose id nobody has, the person comes with the invitation, and with its right.
pub async fn add_invitation(connection: &mut Connection, invitation: &Invitation) -> Result<()> {
    if let Some(person) = &invitation.person
        && !is_there(connection, person).await?
    {
        add_person(connection, invitation, person).await?;
    }
    sqlx::query(
        "INSERT INTO invitation
           (public_id, secret_hash, person_name, role, scope, invited_by, expires_at, person)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&invitation.public_id)
    .bind(&invitation.secret_hash)
    .bind(&invitation.person_name)
    .bind(invitation.role.word())
    .bind(&invitation.scope)
    .bind(&invitation.invited_by)
    .bind(invitation.expires_at)
    .bind(&invitation.person)
    .execute(connection)
    .await?;
    Ok(())
}

const INVITATION: &str = "SELECT * FROM invitation WHERE public_id = $1";

pub async fn invitation(readers: &Pool, public_id: &str) -> Result<Option<Invitation>> {
    let row = sqlx::query(INVITATION)
        .bind(public_id)
        .fetch_optional(readers)
        .await?;
    row.map(|row| read_invitation(&row)).transpose()
}

pub async fn invitations(readers: &Pool) -> Result<Vec<Invitation>> {
    let rows = sqlx::query("SELECT * FROM invitation ORDER BY expires_at DESC, public_id")
        .fetch_all(readers)
        .await?;
    rows.iter().map(read_invitation).collect()
}

pub async fn cancel_invitation(connection: &mut Connection, public_id: &str) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE invitation SET expires_at = 0 WHERE public_id = $1 AND claimed_at IS NULL",
    )
    .bind(public_id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
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

fn read_invitation(row: &DbRow) -> Result<Invitation> {
    let claimed = match row.try_get::<Option<i64>, _>("claimed_at")? {
        Some(at) => Some(InvitationClaim {
            at,
            claim_hash: row.try_get("claim_hash")?,
            enrolment: row.try_get("enrolment")?,
        }),
        None => None,
    };
    Ok(Invitation {
        public_id: row.try_get("public_id")?,
        secret_hash: row.try_get("secret_hash")?,
        person: row.try_get("person")?,
        person_name: row.try_get("person_name")?,
        role: Role::of_word(row.try_get("role")?),
        scope: row.try_get("scope")?,
        invited_by: row.try_get("invited_by")?,
        expires_at: row.try_get("expires_at")?,
        claimed,
        wrong_tries: u32::try_from(row.try_get::<i64, _>("wrong_tries")?)
            .map_err(|_| StoreError::Damaged("wrong tries"))?,
        locked_until: row.try_get("locked_until")?,
    })
}

pub async fn note_wrong_try(
    connection: &mut Connection,
    public_id: &str,
    most: u32,
    locked_until: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE invitation SET
           locked_until = CASE WHEN wrong_tries + 1 >= $2 THEN $3 ELSE locked_until END,
           wrong_tries = CASE WHEN wrong_tries + 1 >= $2 THEN 0 ELSE wrong_tries + 1 END
         WHERE public_id = $1",
    )
    .bind(public_id)
    .bind(i64::from(most))
    .bind(locked_until)
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn enrol(
    connection: &mut Connection,
    enrolling: &EnrolmentAttempt,
) -> Result<EnrolmentOutcome> {
    let row = sqlx::query(INVITATION)
        .bind(&enrolling.public_id)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return Ok(EnrolmentOutcome::Unknown);
    };
    let invitation = read_invitation(&row)?;
    let enrolment = match &invitation.claimed {
        Some(claimed) => {
            let again = claimed.claim_hash == enrolling.claim_hash
                && claimed.at >= enrolling.again_since
                && !is_revoked(connection, &claimed.enrolment).await?;
            if !again {
                return Ok(EnrolmentOutcome::Used);
            }
            claimed.enrolment.clone()
        }
        None if invitation.expires_at < enrolling.now => return Ok(EnrolmentOutcome::Expired),
        // A newer version made it: what it gives would be lost here.
        None if invitation.role == Role::Unknown => return Ok(EnrolmentOutcome::Unknown),
        None => {
            if !add_member(connection, &invitation, enrolling).await? {
                return Ok(EnrolmentOutcome::Used);
            }
            enrolling.enrolment.clone()
        }
    };
    let devices = BTreeSet::from([enrolling.device.clone()]);
    // A new phone is an administrator's to give, however many there were.
    let claims = claim(connection, &enrolment, &devices, i64::MAX).await?;
    if !claims.of_others.is_empty() {
        return Ok(EnrolmentOutcome::DeviceOfAnother);
    }
    sqlx::query("INSERT INTO token (hash, enrolment) VALUES ($1, $2)")
        .bind(&enrolling.token_hash)
        .bind(&enrolment)
        .execute(&mut *connection)
        .await?;
    if let Some(key) = &enrolling.key {
        claim_key(connection, &enrolment, key).await?;
    }
    let (id, name) = sqlx::query_as(
        "SELECT p.id, p.name FROM enrolment AS e JOIN person AS p ON p.id = e.person
         WHERE e.id = $1",
    )
    .bind(&enrolment)
    .fetch_one(connection)
    .await?;
    Ok(EnrolmentOutcome::Done(NamedPerson { id, name }))
}

/// The role of an invitation to somebody who is enrolled. Whose it is already it is given once more.
pub async fn join(connection: &mut Connection, joining: &JoinAttempt) -> Result<JoinOutcome> {
    let row = sqlx::query(INVITATION)
        .bind(&joining.public_id)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return Ok(JoinOutcome::Unknown);
    };
    let invitation = read_invitation(&row)?;
    if { invitation.person.as_ref() }.is_some_and(|person| *person != joining.person) {
        return Ok(JoinOutcome::OfAnother);
    }
    match &invitation.claimed {
        Some(claimed) => {
            let by: String = sqlx::query_scalar("SELECT person FROM enrolment WHERE id = $1")
                .bind(&claimed.enrolment)
                .fetch_one(&mut *connection)
                .await?;
            // A role that was taken away since does not come back by it.
            return Ok(match by == joining.person {
                true => JoinOutcome::Done,
                false => JoinOutcome::Used,
            });
        }
        None if invitation.expires_at < joining.now => return Ok(JoinOutcome::Expired),
        None if invitation.role == Role::Unknown => return Ok(JoinOutcome::Unknown),
        None => {}
    }
    if invitation.person.is_some() {
        // The person's own new phone: on this one it gives nothing, and is still good for that.
        return Ok(JoinOutcome::Done);
    }
    add_role(connection, &invitation, &joining.person).await?;
    let no_browsers: &[u8] = &[];
    let claimed = note_claimed(
        connection,
        &joining.public_id,
        no_browsers,
        &joining.enrolment,
        joining.now,
    );
    Ok(match claimed.await? {
        true => JoinOutcome::Done,
        false => JoinOutcome::Used,
    })
}

/// False if somebody else has claimed it meanwhile: with several processes at one database two may
/// have found it free.
async fn note_claimed(
    connection: &mut Connection,
    public_id: &str,
    claim_hash: &[u8],
    enrolment: &str,
    now: i64,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE invitation SET claimed_at = $1, claim_hash = $2, enrolment = $3
         WHERE public_id = $4 AND claimed_at IS NULL",
    )
    .bind(now)
    .bind(claim_hash)
    .bind(enrolment)
    .bind(public_id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The person and the right, unless the person is there already; the enrolment,
/// and that the invitation is claimed; false if somebody else has claimed it meanwhile.
async fn add_member(
    connection: &mut Connection,
    invitation: &Invitation,
    enrolling: &EnrolmentAttempt,
) -> Result<bool> {
    let person = match &invitation.person {
        Some(known) => known,
        None => {
            add_person(connection, invitation, &enrolling.person).await?;
            &enrolling.person
        }
    };
    sqlx::query(
        "INSERT INTO enrolment (id, person, enrolled_at, last_seen_at) VALUES ($1, $2, $3, $3)",
    )
    .bind(&enrolling.enrolment)
    .bind(person)
    .bind(enrolling.now)
    .execute(&mut *connection)
    .await?;
    note_claimed(
        connection,
        &enrolling.public_id,
        &enrolling.claim_hash,
        &enrolling.enrolment,
        enrolling.now,
    )
    .await
}

async fn add_person(
    connection: &mut Connection,
    invitation: &Invitation,
    person: &str,
) -> Result<()> {
    sqlx::query("INSERT INTO person (id, name) VALUES ($1, $2)")
        .bind(person)
        .bind(&invitation.person_name)
        .execute(&mut *connection)
        .await?;
    add_role(connection, invitation, person).await
}

async fn add_role(
    connection: &mut Connection,
    invitation: &Invitation,
    person: &str,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO role (scope, person, role) VALUES ($1, $2, $3)
         ON CONFLICT (scope, person, role) DO NOTHING",
    )
    .bind(&invitation.scope)
    .bind(person)
    .bind(invitation.role.word())
    .execute(connection)
    .await?;
    Ok(())
}

async fn is_there(connection: &mut Connection, person: &str) -> Result<bool> {
    let found: Option<String> = sqlx::query_scalar("SELECT id FROM person WHERE id = $1")
        .bind(person)
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

async fn is_revoked(connection: &mut Connection, enrolment: &str) -> Result<bool> {
    Ok(
        sqlx::query_scalar("SELECT revoked_at IS NOT NULL FROM enrolment WHERE id = $1")
            .bind(enrolment)
            .fetch_one(connection)
            .await?,
    )
}

pub async fn devices(readers: &Pool) -> Result<Vec<DeviceRow>> {
    type Row = (String, String, String, String, i64, i64, Option<i64>);
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT d.id, e.id, p.id, p.name, e.enrolled_at, e.last_seen_at, e.revoked_at
         FROM device AS d
         JOIN enrolment AS e ON e.id = d.enrolment
         JOIN person AS p ON p.id = e.person
         ORDER BY e.enrolled_at, d.id",
    )
    .fetch_all(&mut *snapshot)
    .await?;
    let mut devices = Vec::with_capacity(rows.len());
    for (device, enrolment, person, name, enrolled_at, last_seen_at, revoked_at) in rows {
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
        });
    }
    Ok(devices)
}

pub async fn revoke(connection: &mut Connection, device: &str, now: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE enrolment SET revoked_at = coalesce(revoked_at, $1)
         WHERE id = (SELECT enrolment FROM device WHERE id = $2)",
    )
    .bind(now)
    .bind(device)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
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
