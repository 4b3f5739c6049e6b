//! Operations that the endpoint did not take: listed for the person, and thrown away only by the
//! person.

use crate::{About, Mode, RefusedOperation, Replica, Store, StoreError, Table, Tx, keys, rows};

impl<S: Store, A: About> Replica<S, A> {
    /// What could not enter the shared register.
    ///
    /// # Errors
    /// If the store fails or a row cannot be read.
    pub async fn refused(&self) -> Result<Vec<RefusedOperation>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Refused]).await?;
        let rows: Vec<(String, RefusedOperation)> = rows::range(&tx, Table::Refused, "").await?;
        Ok(rows.into_iter().map(|(_, refused)| refused).collect())
    }

    /// Throws these away on purpose: no record shows them, and nobody else has them. What was refused
    /// since they were looked at stays.
    ///
    /// # Errors
    /// If the store fails; then none is thrown away.
    pub async fn throw_away(&self, refused: &[RefusedOperation]) -> Result<(), StoreError> {
        let mut tx = self.store.begin(Mode::Write, &[Table::Refused]).await?;
        for RefusedOperation { scope, pending, .. } in refused {
            let operation = &pending.operation;
            let (record, field) = (&operation.record, &operation.field);
            let key = keys::operation(scope, record, field, &pending.name);
            tx.delete(Table::Refused, &key)?;
        }
        tx.commit().await
    }
}
