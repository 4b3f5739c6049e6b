//! [`Files`] for both kinds of database: rows of attachments and of their pieces.

use super::{Connection, Ending, Own, Pool};
use crate::model::{
    AppendOutcome, CreationOutcome, FileCreation, FileId, FileState, FileType, Inspection, Piece,
    StoreError, Verdict, length,
};
use crate::store::Files;
use async_trait::async_trait;

#[async_trait]
impl Files for Own {
    async fn create_file(&self, creating: FileCreation) -> Result<CreationOutcome, StoreError> {
        self.writer
            .write(move |connection| Box::pin(async move { create(connection, &creating).await }))
            .await
    }

    async fn file(&self, id: &FileId) -> Result<Option<FileState>, StoreError> {
        file(&self.readers, id).await
    }

    async fn append_piece(&self, piece: Piece) -> Result<AppendOutcome, StoreError> {
        self.writer
            .write(move |connection| Box::pin(async move { append(connection, &piece).await }))
            .await
    }

    async fn file_piece(&self, id: &FileId, place: u64) -> Result<Option<Vec<u8>>, StoreError> {
        piece(&self.readers, id, place).await
    }
}

/// Makes room for a file, finds what is there of it, or takes it over from another scope. Whoever erases
/// waits for whoever has looked whether it is erased.
pub async fn create(
    connection: &mut Connection,
    creating: &FileCreation,
) -> Result<Ending<CreationOutcome>, StoreError> {
    let id = &creating.id;
    let erased: Option<String> =
        sqlx::query_scalar("SELECT sha256 FROM erased_file WHERE sha256 = $1")
            .bind(id.sha256())
            .fetch_optional(&mut *connection)
            .await?;
    if erased.is_some() {
        return Ok(Ending::Undo(CreationOutcome::Erased));
    }
    forget_unfinished(connection, id.scope(), creating.forget_before).await?;
    sqlx::query(
        "INSERT INTO file (scope, sha256, size, type, arrived, touched_at)
         SELECT $1, $2, $3, $4, 0, $5
         WHERE (SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM file WHERE scope = $1) + $3 <= $6
         ON CONFLICT DO NOTHING",
    )
    .bind(id.scope())
    .bind(id.sha256())
    .bind(number(creating.size)?)
    .bind(creating.file_type.word())
    .bind(creating.now)
    .bind(i64::try_from(creating.most_file_bytes).unwrap_or(i64::MAX))
    .execute(&mut *connection)
    .await?;
    let row = sqlx::query_as(STATE)
        .bind(id.scope())
        .bind(id.sha256())
        .fetch_optional(&mut *connection)
        .await?;
    let there = match row.map(read_state).transpose()? {
        Some(there) if (there.size, there.file_type) == (creating.size, creating.file_type) => {
            there
        }
        Some(_) => return Ok(Ending::Keep(CreationOutcome::Differs)),
        None => return Ok(Ending::Keep(CreationOutcome::TooMuch)),
    };
    let source = creating.from.as_deref().filter(|_| !there.is_whole());
    let taken = match source {
        Some(source) => take_over(connection, creating, source).await?,
        None => None,
    };
    Ok(Ending::Keep(CreationOutcome::There(taken.unwrap_or(there))))
}

/// Makes a file whole by what another scope has of it, if it is whole there, as large and of this type.
/// What had arrived goes: whoever sends it yet finds that it ends elsewhere.
async fn take_over(
    connection: &mut Connection,
    creating: &FileCreation,
    source: &str,
) -> Result<Option<FileState>, StoreError> {
    let id = &creating.id;
    let whole: Option<UploadState> = sqlx::query_as(
        "UPDATE file SET arrived = size, touched_at = $3
         WHERE scope = $1 AND sha256 = $2 AND EXISTS (
             SELECT 1 FROM file AS source
             WHERE source.scope = $4 AND source.sha256 = $2 AND source.arrived = source.size
               AND source.size = file.size AND source.type = file.type)
         RETURNING size, arrived, type",
    )
    .bind(id.scope())
    .bind(id.sha256())
    .bind(creating.now)
    .bind(source)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(whole) = whole.map(read_state).transpose()? else {
        return Ok(None);
    };
    remove_pieces(connection, id.scope(), id.sha256()).await?;
    sqlx::query(
        "INSERT INTO file_piece (scope, sha256, place, bytes)
         SELECT $1, sha256, place, bytes FROM file_piece WHERE scope = $3 AND sha256 = $2",
    )
    .bind(id.scope())
    .bind(id.sha256())
    .bind(source)
    .execute(&mut *connection)
    .await?;
    match inspect(connection, id, whole).await? {
        Verdict::AsDeclared => Ok(Some(whole)),
        Verdict::TypeDiffers | Verdict::HashDiffers => {
            Err(StoreError::Damaged("a file that is whole and is another"))
        }
    }
}

/// Takes out what nobody has gone on with. The first statement holds the files,
/// so that no piece arrives while theirs go.
async fn forget_unfinished(
    connection: &mut Connection,
    scope: &str,
    before: i64,
) -> Result<(), StoreError> {
    let forgotten: Vec<String> = sqlx::query_scalar(
        "UPDATE file SET arrived = 0
         WHERE scope = $1 AND touched_at < $2 AND arrived < size RETURNING sha256",
    )
    .bind(scope)
    .bind(before)
    .fetch_all(&mut *connection)
    .await?;
    for sha256 in forgotten {
        remove_pieces(connection, scope, &sha256).await?;
        remove_file(connection, scope, &sha256).await?;
    }
    Ok(())
}

type UploadState = (i64, i64, String);
const STATE: &str = "SELECT size, arrived, type FROM file WHERE scope = $1 AND sha256 = $2";

fn read_state((size, arrived, file_type): UploadState) -> Result<FileState, StoreError> {
    Ok(FileState {
        size: super::pull::read_number(size)?,
        arrived: super::pull::read_number(arrived)?,
        file_type: FileType::of(&file_type).ok_or(StoreError::Damaged("a file's type"))?,
    })
}

pub async fn file(readers: &Pool, id: &FileId) -> Result<Option<FileState>, StoreError> {
    let row = sqlx::query_as(STATE)
        .bind(id.scope())
        .bind(id.sha256())
        .fetch_optional(readers)
        .await?;
    row.map(read_state).transpose()
}

const PIECE: &str = "SELECT bytes FROM file_piece WHERE scope = $1 AND sha256 = $2 AND place = $3";

pub async fn piece(readers: &Pool, id: &FileId, place: u64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar(PIECE)
        .bind(id.scope())
        .bind(id.sha256())
        .bind(number(place)?)
        .fetch_optional(readers)
        .await?)
}

/// Puts a piece where the file ends. The first statement moves the end, and
/// holds the file: of two who bring the same piece the other one finds it moved.
pub async fn append(
    connection: &mut Connection,
    piece: &Piece,
) -> Result<Ending<AppendOutcome>, StoreError> {
    let id = &piece.id;
    let moved: Option<UploadState> = sqlx::query_as(
        "UPDATE file SET arrived = arrived + $4, touched_at = $5
         WHERE scope = $1 AND sha256 = $2 AND arrived = $3 AND arrived + $4 <= size
         RETURNING size, arrived, type",
    )
    .bind(id.scope())
    .bind(id.sha256())
    .bind(number(piece.place)?)
    .bind(number(length(&piece.bytes))?)
    .bind(piece.now)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(state) = moved.map(read_state).transpose()? else {
        return why_not(connection, piece).await.map(Ending::Undo);
    };
    if piece.place == 0 && !state.file_type.may_begin(&piece.bytes) {
        remove_file(connection, id.scope(), id.sha256()).await?;
        return Ok(Ending::Keep(AppendOutcome::TypeDiffers));
    }
    sqlx::query("INSERT INTO file_piece (scope, sha256, place, bytes) VALUES ($1, $2, $3, $4)")
        .bind(id.scope())
        .bind(id.sha256())
        .bind(number(piece.place)?)
        .bind(&piece.bytes)
        .execute(&mut *connection)
        .await?;
    if !state.is_whole() {
        return Ok(Ending::Keep(AppendOutcome::Kept));
    }
    let appended = match inspect(connection, id, state).await? {
        Verdict::AsDeclared => AppendOutcome::Kept,
        Verdict::TypeDiffers => {
            remove_pieces(connection, id.scope(), id.sha256()).await?;
            remove_file(connection, id.scope(), id.sha256()).await?;
            AppendOutcome::TypeDiffers
        }
        Verdict::HashDiffers => {
            remove_pieces(connection, id.scope(), id.sha256()).await?;
            sqlx::query("UPDATE file SET arrived = 0 WHERE scope = $1 AND sha256 = $2")
                .bind(id.scope())
                .bind(id.sha256())
                .execute(connection)
                .await?;
            AppendOutcome::HashDiffers
        }
    };
    Ok(Ending::Keep(appended))
}

async fn why_not(connection: &mut Connection, piece: &Piece) -> Result<AppendOutcome, StoreError> {
    let row = sqlx::query_as(STATE)
        .bind(piece.id.scope())
        .bind(piece.id.sha256())
        .fetch_optional(connection)
        .await?;
    Ok(match row.map(read_state).transpose()? {
        None => AppendOutcome::Unknown,
        Some(state) if state.arrived == piece.place => AppendOutcome::TooLarge,
        Some(_) => AppendOutcome::OffsetDiffers,
    })
}

/// Reads the whole file again, a piece at a time.
async fn inspect(
    connection: &mut Connection,
    id: &FileId,
    state: FileState,
) -> Result<Verdict, StoreError> {
    let mut inspection = Inspection::default();
    let mut place = 0;
    while place < state.size {
        let bytes: Option<Vec<u8>> = sqlx::query_scalar(PIECE)
            .bind(id.scope())
            .bind(id.sha256())
            .bind(number(place)?)
            .fetch_optional(&mut *connection)
            .await?;
        let bytes = bytes.ok_or(StoreError::Damaged("a file without its piece"))?;
        inspection.read(&bytes);
        place += length(&bytes);
    }
    Ok(inspection.verdict(id, state.file_type))
}

async fn remove_pieces(
    connection: &mut Connection,
    scope: &str,
    sha256: &str,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM file_piece WHERE scope = $1 AND sha256 = $2")
        .bind(scope)
        .bind(sha256)
        .execute(connection)
        .await?;
    Ok(())
}

async fn remove_file(
    connection: &mut Connection,
    scope: &str,
    sha256: &str,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM file WHERE scope = $1 AND sha256 = $2")
        .bind(scope)
        .bind(sha256)
        .execute(connection)
        .await?;
    Ok(())
}

fn number(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("a number past all numbers"))
}
