//! Who is where, for whoever may give roles there: all of one moment.

use super::{Connection, Pool, SNAPSHOT, invitation_rows, people};
use crate::model::{
    ListedMember, MOST_INVITATIONS, MOST_PHONES, MOST_ROLES, MemberPhone, NamedPerson, PeoplePage,
    PeopleQuery,
};
use crate::store::{Invitation, Result};
use register::rights::Grant;
use register::role::Role;
use std::collections::BTreeMap;

/// The texts between which those of the scopes below one are, as bytes sort.
fn below(scope: &str) -> [String; 2] {
    [format!("{scope}/"), format!("{scope}0")]
}

pub async fn page(readers: &Pool, asked: &PeopleQuery) -> Result<PeoplePage> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let mut page = asked.page(roles(&mut snapshot, asked).await?);
    phones(&mut snapshot, &mut page.people).await?;
    if asked.after.is_empty() {
        page.invitations = open_invitations(&mut snapshot, asked).await?;
    }
    Ok(page)
}

async fn roles(
    connection: &mut Connection,
    asked: &PeopleQuery,
) -> Result<Vec<(NamedPerson, Grant)>> {
    let [from, to] = below(&asked.scope);
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT p.id, p.name, r.scope, r.role
         FROM role AS r JOIN person AS p ON p.id = r.person
         WHERE (r.scope = $1 OR (r.scope > $2 AND r.scope < $3)) AND r.person > $4
         ORDER BY r.person, r.scope, r.role LIMIT $5",
    )
    .bind(&asked.scope)
    .bind(from)
    .bind(to)
    .bind(&asked.after)
    .bind(i64::try_from(MOST_ROLES).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    let read = |(id, name, scope, role): (String, String, String, String)| {
        let role = Role::of_word(&role);
        (NamedPerson { id, name }, Grant { scope, role })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Those of each that are seen last, those first that are not revoked.
async fn phones(connection: &mut Connection, members: &mut [ListedMember]) -> Result<()> {
    type Row = (String, String, i64, i64, Option<i64>, bool, Option<String>);
    let ids = members.iter().map(|one| &one.roles.person.id);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT person, id, enrolled_at, last_seen_at, schema, is_revoked, revoked_how
         FROM (SELECT e.person, e.id, e.enrolled_at, e.last_seen_at, e.schema, e.revoked_how,
                      e.revoked_at IS NOT NULL AS is_revoked,
                      row_number() OVER (PARTITION BY e.person
                        ORDER BY e.revoked_at IS NOT NULL, e.last_seen_at DESC, e.id) AS place
               FROM json_each($1) AS j CROSS JOIN enrolment AS e
               WHERE e.person = j.value ->> 0) AS placed
         WHERE place <= $2
         ORDER BY person, place",
    )
    .bind(super::each(ids))
    .bind(MOST_PHONES)
    .fetch_all(connection)
    .await?;
    let mut phones: BTreeMap<String, Vec<MemberPhone>> = BTreeMap::new();
    for (person, enrolment, enrolled_at, last_seen_at, schema, revoked, how) in rows {
        phones.entry(person).or_default().push(MemberPhone {
            enrolment,
            enrolled_at,
            last_seen_at,
            schema: schema.and_then(|schema| u64::try_from(schema).ok()),
            revoked: people::revocation(revoked, how.as_deref()),
        });
    }
    for one in members {
        one.phones = phones.remove(&one.roles.person.id).unwrap_or_default();
    }
    Ok(())
}

async fn open_invitations(
    connection: &mut Connection,
    asked: &PeopleQuery,
) -> Result<Vec<Invitation>> {
    let [from, to] = below(&asked.scope);
    let rows = sqlx::query(
        "SELECT * FROM invitation
         WHERE (scope = $1 OR (scope > $2 AND scope < $3))
           AND claimed_at IS NULL AND expires_at >= $4
         ORDER BY expires_at DESC, public_id LIMIT $5",
    )
    .bind(&asked.scope)
    .bind(from)
    .bind(to)
    .bind(asked.now)
    .bind(MOST_INVITATIONS)
    .fetch_all(connection)
    .await?;
    let mut open = Vec::with_capacity(rows.len());
    for row in &rows {
        let invitation = invitation_rows::read_invitation(row)?;
        if asked.shows(&invitation.grant()) {
            open.push(invitation);
        }
    }
    Ok(open)
}
