//! Acts that outlive a restore: written beside the register, done, and written down in it, in this
//! order and in one transaction.

use super::{Connection, Own, erase, invitation_rows, own_device, people};
use crate::lasting_acts;
use crate::model::{CancelledInvitation, LastingAct, Revocation, RevokedPhone, TakenRole};
use crate::store::{Ending, ErasingMode, LastingActs, Result};
use async_trait::async_trait;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

#[async_trait]
impl LastingActs for Own {
    async fn withdraw(&self, act: LastingAct, noted_in: Option<PathBuf>) -> Result<bool> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    withdraw(connection, act, noted_in.as_deref())
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn lasting_acts(&self) -> Result<Vec<LastingAct>> {
        let erased = erase::erased(&self.readers).await?.into_iter();
        let withdrawn: Vec<String> =
            sqlx::query_scalar("SELECT act FROM lasting_act ORDER BY at, id")
                .fetch_all(&self.readers)
                .await?;
        let mut acts = Vec::from_iter(erased.map(LastingAct::Erase));
        for act in &withdrawn {
            acts.push(serde_json::from_str(act).map_err(io::Error::from)?);
        }
        Ok(acts)
    }
}

/// Does in a register that was set back what its backup does not know. What that writes has this
/// mark.
pub async fn do_again(connection: &mut Connection, acts: &[LastingAct], mark: &str) -> Result<()> {
    let device = own_device(connection).await?;
    for act in acts {
        if let LastingAct::Erase(erasure) = act {
            let mark = mark.to_owned();
            erase::erase(connection, erasure, &device, mark, ErasingMode::Erase).await?;
        } else {
            withdraw(connection, act.clone(), None).await?;
        }
    }
    Ok(())
}

/// Takes from somebody what an act says, unless this register has done so before; whether it did. A
/// line of the file `noted_in` is on disk before anything can be seen of it.
pub async fn withdraw(
    connection: &mut Connection,
    mut act: LastingAct,
    noted_in: Option<&Path>,
) -> Result<bool> {
    add_invitations(connection, &mut act).await?;
    let Some((id, at)) = act.id_and_time() else {
        return Ok(false);
    };
    let text = serde_json::to_string(&act).map_err(io::Error::from)?;
    let new = sqlx::query(
        "INSERT INTO lasting_act (id, at, act) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(at)
    .bind(text)
    .execute(&mut *connection)
    .await?;
    if new.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(file) = noted_in {
        note(file.to_owned(), act.clone()).await?;
    }
    take(connection, &act).await?;
    Ok(true)
}

/// Waits for the disk elsewhere: others are served meanwhile.
async fn note(file: PathBuf, act: LastingAct) -> Result<()> {
    let noted = tokio::task::spawn_blocking(move || lasting_acts::note(&file, &act));
    Ok(noted.await.map_err(io::Error::other)??)
}

/// By which invitations it came, as far as this register knows.
async fn add_invitations(connection: &mut Connection, act: &mut LastingAct) -> Result<()> {
    match act {
        LastingAct::Revoke(RevokedPhone {
            phone, invitations, ..
        }) => {
            let by = sqlx::query_scalar("SELECT public_id FROM invitation WHERE enrolment = $1")
                .bind(&*phone)
                .fetch_all(connection);
            invitations.extend(by.await?);
        }
        LastingAct::Take(TakenRole {
            person,
            role,
            scope,
            invitations,
            ..
        }) => {
            let by = sqlx::query_scalar(
                "SELECT i.public_id FROM invitation AS i JOIN enrolment AS e ON e.id = i.enrolment
                 WHERE e.person = $1 AND i.role = $2 AND i.scope = $3",
            )
            .bind(&*person)
            .bind(&*role)
            .bind(&*scope)
            .fetch_all(connection);
            invitations.extend(by.await?);
        }
        LastingAct::Cancel(_) | LastingAct::Erase(_) | LastingAct::Unknown => {}
    }
    Ok(())
}

async fn take(connection: &mut Connection, act: &LastingAct) -> Result<()> {
    let none = BTreeSet::new();
    let invitations = match act {
        LastingAct::Revoke(RevokedPhone {
            at,
            phone,
            how,
            invitations,
            ..
        }) => {
            let how = Revocation::of_word(how).unwrap_or(Revocation::Over);
            people::revoke(connection, phone, how, *at).await?;
            invitations
        }
        LastingAct::Take(TakenRole {
            person,
            role,
            scope,
            invitations,
            ..
        }) => {
            sqlx::query("DELETE FROM role WHERE scope = $1 AND person = $2 AND role = $3")
                .bind(scope)
                .bind(person)
                .bind(role)
                .execute(&mut *connection)
                .await?;
            invitations
        }
        LastingAct::Cancel(CancelledInvitation { invitation, .. }) => {
            invitation_rows::cancel_invitation(connection, invitation).await?;
            &none
        }
        LastingAct::Erase(_) | LastingAct::Unknown => &none,
    };
    // Of those that were used nothing becomes.
    for invitation in invitations {
        invitation_rows::cancel_invitation(connection, invitation).await?;
    }
    Ok(())
}
