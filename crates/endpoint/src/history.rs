//! Who may look at the history of a record, and who wrote what is in it.

use crate::model::{HistoryPage, HistoryQuery, Member, NamedPerson, StoreError};
use crate::sync::Endpoint;
use register::rights::Rights;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    #[error("the person writes nothing in the scope")]
    NoRight,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Endpoint {
    /// Some of the history of a record, and the people who wrote it or told it, by their devices.
    ///
    /// # Errors
    /// If the person may not write anything in the scope now, or the store fails.
    pub async fn history(
        &self,
        member: &Member,
        query: &HistoryQuery,
    ) -> Result<(HistoryPage, BTreeMap<String, NamedPerson>), HistoryError> {
        let rights = Rights::new(member.grants.clone());
        let is_scope = protocol::is_scope(&query.scope);
        if !is_scope || !rights.may_read(&query.scope) || !rights.writes_in(&query.scope) {
            return Err(HistoryError::NoRight);
        }
        let page = self.store().history(query).await?;
        let mut devices = BTreeSet::new();
        for logged in page.entries.iter().map(|entry| &entry.logged) {
            let author = logged.row.entry.as_ref().map(|entry| &entry.name.device);
            devices.extend(author.into_iter().chain(&logged.reported_by));
        }
        let devices: Vec<String> = devices.into_iter().cloned().collect();
        let people = match devices.is_empty() {
            true => BTreeMap::new(),
            false => self.store().people_of(&devices).await?,
        };
        Ok((page, people))
    }
}
