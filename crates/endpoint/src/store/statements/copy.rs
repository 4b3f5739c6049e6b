//! Every row out of a database and into one, table by table. After a restore it also begins the new
//! epoch.

use super::{Connection, Database, DbRow, TAKE_ALL, lasting, steps};
use crate::model::StoreError;
use crate::store::copy::{
    ColumnType, CopyMode, CopyPart, Inventory, StoredCell, TABLES, TableRows, TableSpec,
};
use futures_util::TryStreamExt;
use protocol::rule::{Rule, holds};
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _};
use tokio::sync::mpsc::{self, Receiver, Sender};

/// How many rows travel together: times the columns, within what a statement
/// may bind.
const TOGETHER: usize = 500;
/// About how many bytes do.
const HEAVY: usize = 1024 * 1024;

/// Sends every table in the order of its key, some rows at a time.
pub async fn read(connection: &mut Connection, to: Sender<CopyPart>) -> Result<(), StoreError> {
    for table in &TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name()).collect();
        let statement = format!(
            "SELECT {} FROM {} ORDER BY {}",
            columns.join(", "),
            table.name,
            columns[..table.key].join(", ")
        );
        let mut rows = Vec::new();
        let mut bytes = 0;
        // The text is made of the names in TABLES.
        let mut stream = sqlx::query(AssertSqlSafe(statement)).fetch(&mut *connection);
        while let Some(row) = stream.try_next().await? {
            let row = cells(table, &row)?;
            bytes += row.iter().map(StoredCell::size).sum::<usize>();
            rows.push(row);
            if rows.len() == TOGETHER || bytes >= HEAVY {
                bytes = 0;
                let rows = std::mem::take(&mut rows);
                send(&to, CopyPart::Rows(TableRows { table, rows })).await?;
            }
        }
        if !rows.is_empty() {
            send(&to, CopyPart::Rows(TableRows { table, rows })).await?;
        }
    }
    send(&to, CopyPart::End).await
}

async fn send(to: &Sender<CopyPart>, part: CopyPart) -> Result<(), StoreError> {
    to.send(part)
        .await
        .map_err(|_| StoreError::Damaged("nobody takes the copy"))
}

fn cells(table: &TableSpec, row: &DbRow) -> Result<Vec<StoredCell>, StoreError> {
    let cell = |(place, column): (usize, &ColumnType)| {
        Ok(match column {
            ColumnType::Text(_) => StoredCell::Text(row.try_get(place)?),
            ColumnType::Integer(_) => StoredCell::Integer(row.try_get(place)?),
            ColumnType::Bytes(_) => StoredCell::Bytes(row.try_get(place)?),
        })
    };
    table.columns.iter().enumerate().map(cell).collect()
}

/// Replaces everything by the rows that come, and reads all of it again.
pub async fn take_in(
    connection: &mut Connection,
    mut from: Receiver<CopyPart>,
    taking: &CopyMode,
) -> Result<Inventory, StoreError> {
    sqlx::query(TAKE_ALL).execute(&mut *connection).await?;
    let key: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'cursorKey'")
        .fetch_optional(&mut *connection)
        .await?;
    for table in TABLES.iter().rev() {
        let statement = format!("DELETE FROM {}", table.name);
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut *connection)
            .await?;
    }
    let mut given = Inventory::default();
    loop {
        match from.recv().await {
            Some(CopyPart::Rows(rows)) => {
                given.add(&rows);
                write(connection, rows).await?;
            }
            Some(CopyPart::End) => break,
            None => return Err(StoreError::Damaged("a copy that has broken off")),
        }
    }
    let (to, there) = mpsc::channel(4);
    let (read, held) = tokio::join!(read(connection, to), Inventory::of(there));
    read?;
    if held != given || held.rows_of("meta") == 0 {
        return Err(StoreError::Damaged("a copy that is not like what it is of"));
    }
    if let Some(key) = key {
        // A backup of before there was one: phones may hold cursors of since.
        super::meta(connection, "cursorKey", &key).await?;
    }
    if let CopyMode::Restored {
        epoch,
        at,
        mark,
        acts,
    } = taking
    {
        set_back(connection, epoch, *at).await?;
        // After the new epoch began: the backup's head tells phones what it holds.
        if steps::take_note(connection).await? {
            steps::empty_all(connection, mark, *at).await?;
        }
        lasting::do_again(connection, acts, mark).await?;
    }
    Ok(held)
}

async fn write(
    connection: &mut Connection,
    TableRows { table, rows }: TableRows,
) -> Result<(), StoreError> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name()).collect();
    let statement = format!("INSERT INTO {} ({}) ", table.name, columns.join(", "));
    let mut statement: QueryBuilder<Database> = QueryBuilder::new(statement);
    statement.push_values(rows, |mut values, row| {
        for cell in row {
            match cell {
                StoredCell::Text(text) => values.push_bind(text),
                StoredCell::Integer(number) => values.push_bind(number),
                StoredCell::Bytes(bytes) => values.push_bind(bytes),
            };
        }
    });
    statement.build().execute(connection).await?;
    Ok(())
}

/// The register goes on in a new epoch; each scope remembers how far it shares
/// the history of the one before.
async fn set_back(connection: &mut Connection, epoch: &str, at: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO history (scope, epoch, head)
         SELECT s.scope, m.value, s.head FROM scope AS s CROSS JOIN meta AS m
         WHERE m.key = 'epoch'",
    )
    .execute(&mut *connection)
    .await?;
    if holds(Rule::RestoresBeginAnEpoch) {
        sqlx::query("UPDATE meta SET value = $1 WHERE key = 'epoch'")
            .bind(epoch)
            .execute(&mut *connection)
            .await?;
    }
    // Of before there is what the backup had seen.
    sqlx::query("UPDATE scope SET since = $1")
        .bind(at)
        .execute(&mut *connection)
        .await?;
    super::put_meta(connection, "restoredAt", &at.to_string()).await?;
    let until = at.saturating_add(super::push::TELLING);
    super::put_meta(connection, "tellingUntil", &until.to_string()).await
}
