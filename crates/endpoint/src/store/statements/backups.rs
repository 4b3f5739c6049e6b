//! [`Backups`] for both kinds of database: the entry to `copy.rs`, and notes of what backups hold
//! and how long phones may report.

use super::{ERASED, Own, SNAPSHOT, copy, push, put_meta};
use crate::model::StoreError;
use crate::store::copy::{CopyMode, CopyPart, Inventory};
use crate::store::{Backups, Ending};
use async_trait::async_trait;
use tokio::sync::mpsc::{Receiver, Sender};

#[async_trait]
impl Backups for Own {
    async fn copy_out(&self, to: Sender<CopyPart>) -> Result<(), StoreError> {
        let mut snapshot = self.readers.begin_with(SNAPSHOT).await?;
        copy::read(&mut snapshot, to).await
    }

    async fn copy_in(
        &self,
        from: Receiver<CopyPart>,
        taking: CopyMode,
    ) -> Result<Inventory, StoreError> {
        let taken = self
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    copy::take_in(connection, from, &taking)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await?;
        sqlx::query(ERASED).execute(&self.readers).await?;
        Ok(taken)
    }

    async fn note_kept(&self, scope: &str, seen: &[(String, i64)]) -> Result<(), StoreError> {
        let (scope, seen) = (scope.to_owned(), seen.to_vec());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    push::note_kept(connection, &scope, &seen)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn recovery_until(&self) -> Result<Option<i64>, StoreError> {
        push::recovery_until(&mut *self.readers.acquire().await?).await
    }

    async fn set_recovery_until(&self, until: i64) -> Result<(), StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    put_meta(connection, "tellingUntil", &until.to_string())
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }
}
