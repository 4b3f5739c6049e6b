//! [`Invitations`] for both kinds of database. Each method chooses reader or writer; the statements
//! are in `invitation_rows.rs`.

use super::{Own, invitation_rows};
use crate::model::StoreError;
use crate::store::{
    Ending, EnrolmentAttempt, EnrolmentOutcome, Invitation, Invitations, JoinAttempt, JoinOutcome,
};
use async_trait::async_trait;

#[async_trait]
impl Invitations for Own {
    async fn add_invitation(&self, invitation: Invitation) -> Result<(), StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    invitation_rows::add_invitation(connection, &invitation)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn invitation(&self, public_id: &str) -> Result<Option<Invitation>, StoreError> {
        invitation_rows::invitation(&self.readers, public_id).await
    }

    async fn invitations(&self) -> Result<Vec<Invitation>, StoreError> {
        invitation_rows::invitations(&self.readers).await
    }

    async fn cancel_invitation(&self, public_id: &str) -> Result<bool, StoreError> {
        let public_id = public_id.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    invitation_rows::cancel_invitation(connection, &public_id)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn note_wrong_try(
        &self,
        public_id: &str,
        most: u32,
        locked_until: i64,
    ) -> Result<(), StoreError> {
        let public_id = public_id.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    invitation_rows::note_wrong_try(connection, &public_id, most, locked_until)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn enrol(&self, enrolling: EnrolmentAttempt) -> Result<EnrolmentOutcome, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    invitation_rows::enrol(connection, &enrolling)
                        .await
                        .map(|enrolled| match enrolled {
                            EnrolmentOutcome::Done(_) => Ending::Keep(enrolled),
                            _ => Ending::Undo(enrolled),
                        })
                })
            })
            .await
    }

    async fn join(&self, joining: JoinAttempt) -> Result<JoinOutcome, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    invitation_rows::join(connection, &joining)
                        .await
                        .map(|joined| match joined {
                            JoinOutcome::Done => Ending::Keep(joined),
                            _ => Ending::Undo(joined),
                        })
                })
            })
            .await
    }
}
