//! [`Operations`] for both kinds of database. Each method chooses reader or writer; the statements
//! are in `push.rs`, `pull.rs`, `log.rs` and `history.rs`.

use super::{Own, history, log, pull, push};
use crate::model::{
    Batch, Heads, HistoryPage, HistoryQuery, Page, PullQuery, PushOutcome, StoreError,
};
use crate::store::{FoundRecord, LogProof, Operations};
use async_trait::async_trait;
use futures_util::future::join_all;
use protocol::Entry;
use register::rights::Readable;
use std::collections::BTreeMap;

#[async_trait]
impl Operations for Own {
    async fn push(&self, batches: Vec<Batch>) -> Vec<Result<PushOutcome, StoreError>> {
        join_all(batches.into_iter().map(|batch| {
            // Hashed here: whatever the writer does, everybody waits for.
            let changed_records = batch.changed_records();
            self.writer.write(move |connection| {
                Box::pin(async move { push::push(connection, &batch, &changed_records).await })
            })
        }))
        .await
    }

    async fn pull(&self, pull: PullQuery) -> Result<Page, StoreError> {
        pull::pull(&self.readers, &pull).await
    }

    async fn heads(&self, readable: &[Readable]) -> Result<Heads, StoreError> {
        pull::heads(&self.readers, readable).await
    }

    async fn find_records(
        &self,
        commune: &str,
        kind: &str,
        field: &str,
    ) -> Result<Vec<FoundRecord>, StoreError> {
        pull::find_records(&self.readers, commune, kind, field).await
    }

    async fn highest_number(&self, scope: &str, device: &str) -> Result<u64, StoreError> {
        pull::highest_number(&self.readers, scope, device).await
    }

    async fn record(
        &self,
        scope: &str,
        record: &str,
    ) -> Result<BTreeMap<String, Vec<Entry>>, StoreError> {
        pull::record(&self.readers, scope, record).await
    }

    async fn history(&self, query: &HistoryQuery) -> Result<HistoryPage, StoreError> {
        history::history(&self.readers, query).await
    }

    async fn scopes(&self) -> Result<Vec<String>, StoreError> {
        pull::scopes(&self.readers).await
    }

    async fn prove_log(&self, scope: &str) -> Result<LogProof, StoreError> {
        log::prove(&self.readers, scope).await
    }
}
