//! Files that records refer to: photos of evidence, scanned pages. Their bytes lie here in pieces
//! until, and after, the endpoint has them.

use crate::{About, Mode, Replica, Store, StoreError, Table, Tx, keys, rows};
use reading::Slot;
use serde::{Deserialize, Serialize};

/// How many bytes lie in one row.
pub const PIECE: usize = 256 * 1024;

/// The row of an attachment whose bytes are on this phone: its hash, size and type, and whether the
/// endpoint has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Slot)]
pub struct File {
    pub scope: String,
    /// The record that it was put to here.
    pub record: String,
    /// SHA-256 in base64url, 43 characters.
    pub sha256: String,
    /// In bytes.
    pub size: u64,
    #[serde(rename = "type")]
    pub media_type: String,
    /// The epoch of the endpoint that has it whole: one that was set back may have lost it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// The stable code of the reason why the endpoint does not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// The end of sending one attachment, to be noted in its row: sent, refused, or to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendOutcome<'a> {
    /// The endpoint has it whole.
    Sent,
    /// The endpoint does not take it: the stable code of the reason.
    Refused(&'a str),
    /// It is to be sent again.
    Again,
}

impl<S: Store, A: About> Replica<S, A> {
    /// Keeps a file, all of it or nothing.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn keep_file(&self, file: &File, bytes: &[u8]) -> Result<(), StoreError> {
        let tables = [Table::Files, Table::Pieces];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        for (place, piece) in bytes.chunks(PIECE).enumerate() {
            let key = keys::piece(&file.sha256, place);
            tx.put(Table::Pieces, &key, piece.to_vec())?;
        }
        let key = keys::file(&file.scope, &file.sha256);
        let known: Option<File> = rows::get(&tx, Table::Files, &key).await?;
        // Put there once more, it need not be sent once more.
        let file = File {
            sent: known
                .and_then(|known| known.sent)
                .or_else(|| file.sent.clone()),
            ..file.clone()
        };
        rows::put(&mut tx, Table::Files, &key, &file)?;
        tx.commit().await
    }

    /// Every file on this phone, and whether the endpoint has it, as far as is known.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn files(&self) -> Result<Vec<(File, bool)>, StoreError> {
        let tables = [Table::Files, Table::Meta];
        let tx = self.store.begin(Mode::Read, &tables).await?;
        let epoch: Option<String> = rows::get(&tx, Table::Meta, keys::EPOCH).await?;
        let files = rows::range::<File>(&tx, Table::Files, "").await?;
        let there = |file: &File| file.sent.is_some() && file.sent == epoch;
        Ok(files
            .into_iter()
            .map(|(_, file)| (there(&file), file))
            .map(|(there, file)| (file, there))
            .collect())
    }

    /// A piece of a file; nothing past its end, or if it is not on this phone.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn piece(&self, sha256: &str, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Pieces]).await?;
        tx.get(Table::Pieces, &keys::piece(sha256, place)).await
    }

    /// A file's bytes; nothing if it is not on this phone.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn file_bytes(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let tx = self.store.begin(Mode::Read, &[Table::Pieces]).await?;
        let pieces = tx.range(Table::Pieces, &keys::pieces(sha256)).await?;
        let bytes = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
        Ok(Some(bytes).filter(|bytes: &Vec<u8>| !bytes.is_empty()))
    }

    /// Notes what became of sending a file.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn note_file(
        &self,
        scope: &str,
        sha256: &str,
        fate: SendOutcome<'_>,
    ) -> Result<(), StoreError> {
        let tables = [Table::Files, Table::Meta];
        let mut tx = self.store.begin(Mode::Write, &tables).await?;
        let key = keys::file(scope, sha256);
        let Some(mut file) = rows::get::<File>(&tx, Table::Files, &key).await? else {
            return Ok(());
        };
        file.refused = None;
        match fate {
            SendOutcome::Sent => file.sent = rows::get(&tx, Table::Meta, keys::EPOCH).await?,
            SendOutcome::Refused(code) => file.refused = Some(code.to_owned()),
            SendOutcome::Again => file.sent = None,
        }
        rows::put(&mut tx, Table::Files, &key, &file)?;
        tx.commit().await
    }
}
