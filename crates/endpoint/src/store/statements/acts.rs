//! Acts of administration: looked at, done and written down in one transaction.

use super::lasting::withdraw;
use super::{Connection, invitation_rows, people, put_meta};
use crate::model::{Act, ActAttempt, ActFacts, ActRefusal, Actor, NamedPerson, PersonRoles};
use crate::store::{Invitation, Result};
use protocol::rule::{Rule, holds};
use register::rights::Grant;
use serde_json::{Value, json};

/// An act that was done before.
struct DoneAct {
    at: i64,
    word: String,
    what: String,
    result: String,
}

pub async fn act(
    connection: &mut Connection,
    attempt: &ActAttempt,
) -> Result<std::result::Result<(), ActRefusal>> {
    // Acts wait for one another: what one goes by no other changes meanwhile.
    put_meta(connection, "actedAt", &attempt.now.to_string()).await?;
    let Some(actor) = actor(connection, &attempt.enrolment).await? else {
        return Ok(Err(ActRefusal::NoRight));
    };
    let before = done(connection, attempt).await?;
    let before = before.filter(|_| holds(Rule::ActsAreDoneOnce));
    if let Some(before) = &before {
        let what = attempt.act.what().to_string();
        let is_same =
            before.at == attempt.at && before.word == attempt.act.word() && before.what == what;
        if !is_same {
            return Ok(Err(ActRefusal::NonceUsed));
        }
        if attempt.invitation.is_none() {
            return Ok(Ok(()));
        }
    }
    let facts = facts(connection, &attempt.act).await?;
    if let Err(refusal) = attempt.act.check(&actor, &facts) {
        return Ok(Err(refusal));
    }
    if let Some(before) = before {
        return invite_anew(connection, attempt, &before).await;
    }
    carry_out(connection, attempt).await?;
    write_down(connection, attempt).await?;
    Ok(Ok(()))
}

/// Nobody, if the enrolment was revoked meanwhile.
async fn actor(connection: &mut Connection, enrolment: &str) -> Result<Option<Actor>> {
    let person: Option<String> =
        sqlx::query_scalar("SELECT person FROM enrolment WHERE id = $1 AND revoked_at IS NULL")
            .bind(enrolment)
            .fetch_optional(&mut *connection)
            .await?;
    let Some(person) = person else {
        return Ok(None);
    };
    Ok(Some(Actor {
        enrolment: enrolment.to_owned(),
        grants: people::grants(connection, &person).await?,
        person,
    }))
}

async fn done(connection: &mut Connection, attempt: &ActAttempt) -> Result<Option<DoneAct>> {
    let row: Option<(i64, String, String, String)> = sqlx::query_as(
        "SELECT at, word, what, result FROM act WHERE enrolment = $1 AND nonce = $2",
    )
    .bind(&attempt.enrolment)
    .bind(&attempt.nonce)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(at, word, what, result)| DoneAct {
        at,
        word,
        what,
        result,
    }))
}

async fn facts(connection: &mut Connection, act: &Act) -> Result<ActFacts> {
    let whom = match act {
        Act::Invite { .. } | Act::Cancel { .. } => None,
        Act::InviteAgain { person, .. } | Act::Give { person, .. } | Act::Take { person, .. } => {
            Some(person.clone())
        }
        Act::Revoke { phone, .. } => {
            sqlx::query_scalar("SELECT person FROM enrolment WHERE id = $1")
                .bind(phone)
                .fetch_optional(&mut *connection)
                .await?
        }
    };
    let whom = match whom {
        Some(id) => roles_of(connection, id).await?,
        None => None,
    };
    let invitation = match act {
        Act::Cancel { invitation } => invitation_rows::find(connection, invitation).await?,
        _ => None,
    };
    Ok(ActFacts { whom, invitation })
}

pub async fn roles_of(connection: &mut Connection, id: String) -> Result<Option<PersonRoles>> {
    let name: Option<String> = sqlx::query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(&id)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(name) = name else {
        return Ok(None);
    };
    let grants = people::grants(connection, &id).await?;
    let last = match grants.as_slice() {
        [] => last_role(connection, &id).await?,
        _ => None,
    };
    let person = NamedPerson { id, name };
    Ok(Some(PersonRoles {
        person,
        grants,
        last,
    }))
}

/// The role that was taken last from a person, if it was by an act.
async fn last_role(connection: &mut Connection, person: &str) -> Result<Option<Grant>> {
    let what: Option<String> = sqlx::query_scalar(
        "SELECT what FROM act WHERE person = $1 ORDER BY received DESC, nonce LIMIT 1",
    )
    .bind(person)
    .fetch_optional(connection)
    .await?;
    let what: Value = serde_json::from_str(&what.unwrap_or_default()).unwrap_or_default();
    Ok(serde_json::from_value(what).ok())
}

async fn carry_out(connection: &mut Connection, attempt: &ActAttempt) -> Result<()> {
    if let Some(lasting) = attempt.lasting() {
        withdraw(connection, lasting, attempt.noted_in.as_deref()).await?;
    } else if let Some(invitation) = &attempt.invitation {
        invitation_rows::add_invitation(connection, invitation).await?;
    } else if let Act::Give { person, grant } = &attempt.act {
        give(connection, person, grant).await?;
    }
    Ok(())
}

async fn give(connection: &mut Connection, person: &str, grant: &Grant) -> Result<()> {
    sqlx::query(
        "INSERT INTO role (scope, person, role) VALUES ($1, $2, $3)
         ON CONFLICT (scope, person, role) DO NOTHING",
    )
    .bind(&grant.scope)
    .bind(person)
    .bind(grant.role.word())
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_down(connection: &mut Connection, attempt: &ActAttempt) -> Result<()> {
    sqlx::query(
        "INSERT INTO act (enrolment, nonce, at, received, word, what, result, person)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (enrolment, nonce) DO NOTHING",
    )
    .bind(&attempt.enrolment)
    .bind(&attempt.nonce)
    .bind(attempt.at)
    .bind(attempt.now)
    .bind(attempt.act.word())
    .bind(attempt.act.what().to_string())
    .bind(result(attempt.invitation.as_ref()).to_string())
    .bind(attempt.act.taken_from())
    .execute(connection)
    .await?;
    Ok(())
}

fn result(invitation: Option<&Invitation>) -> Value {
    match invitation {
        Some(made) => json!({ "invitation": made.public_id }),
        None => json!({}),
    }
}

/// The code of an invitation is said once: whoever has not heard it gets another, and that one is
/// void.
async fn invite_anew(
    connection: &mut Connection,
    attempt: &ActAttempt,
    before: &DoneAct,
) -> Result<std::result::Result<(), ActRefusal>> {
    let result_before: Value = serde_json::from_str(&before.result).unwrap_or_default();
    let id = result_before["invitation"].as_str().unwrap_or_default();
    let made = invitation_rows::find(connection, id).await?;
    let (Some(made), Some(anew)) = (made, &attempt.invitation) else {
        return Ok(Err(ActRefusal::InvitationExpired));
    };
    if made.person_name != anew.person_name {
        return Ok(Err(ActRefusal::NonceUsed));
    }
    if made.claimed.is_some() {
        return Ok(Err(ActRefusal::InvitationUsed));
    }
    if made.expires_at == 0 {
        return Ok(Err(ActRefusal::InvitationExpired));
    }
    let noted_in = attempt.noted_in.as_deref();
    withdraw(connection, attempt.cancels(id), noted_in).await?;
    invitation_rows::add_invitation(connection, anew).await?;
    sqlx::query("UPDATE act SET result = $1 WHERE enrolment = $2 AND nonce = $3")
        .bind(result(Some(anew)).to_string())
        .bind(&attempt.enrolment)
        .bind(&attempt.nonce)
        .execute(connection)
        .await?;
    Ok(Ok(()))
}
