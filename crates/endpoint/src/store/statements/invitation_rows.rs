//! Invitations, and how somebody takes one.

use super::people::{claim, claim_key, grants};
use super::{Connection, DbRow, Pool};
use crate::model::{Actor, NamedPerson, StoreError};
use crate::store::{
    EnrolmentAttempt, EnrolmentOutcome, Invitation, InvitationClaim, JoinAttempt, JoinOutcome,
    Result,
};
use register::role::Role;
use sqlx::Row as _;
use std::collections::BTreeSet;

/// Of a person whose id nobody has, the person comes with the invitation, and with its right.
pub async fn add_invitation(connection: &mut Connection, invitation: &Invitation) -> Result<()> {
    if let Some(person) = &invitation.person
        && !is_there(connection, person).await?
    {
        add_person(connection, invitation, person).await?;
    }
    sqlx::query(
        "INSERT INTO invitation
           (public_id, secret_hash, person_name, role, scope, invited_by, expires_at, person,
            inviter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&invitation.public_id)
    .bind(&invitation.secret_hash)
    .bind(&invitation.person_name)
    .bind(invitation.role.word())
    .bind(&invitation.scope)
    .bind(&invitation.invited_by)
    .bind(invitation.expires_at)
    .bind(&invitation.person)
    .bind(&invitation.inviter)
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

pub async fn find(connection: &mut Connection, public_id: &str) -> Result<Option<Invitation>> {
    let row = sqlx::query(INVITATION)
        .bind(public_id)
        .fetch_optional(connection)
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

pub fn read_invitation(row: &DbRow) -> Result<Invitation> {
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
        inviter: row.try_get("inviter")?,
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
        None if !may_be_given(connection, &invitation).await? => {
            return Ok(EnrolmentOutcome::Expired);
        }
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

/// A phone of somebody has all of that person's roles: whether whoever promised it may still give
/// them, and those that have come since. What was promised by hand is.
async fn may_be_given(connection: &mut Connection, invitation: &Invitation) -> Result<bool> {
    let (Some(person), Some(inviter)) = (&invitation.person, &invitation.inviter) else {
        return Ok(true);
    };
    let inviter = Actor {
        enrolment: String::new(),
        grants: grants(connection, inviter).await?,
        person: inviter.clone(),
    };
    let now = grants(connection, person).await?;
    Ok(now.iter().all(|grant| inviter.may_give(grant)))
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
