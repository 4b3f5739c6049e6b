//! The part of the store suite on attachments: their bytes are cut into pieces, kept, and still
//! there when the store is opened again.

use super::{TestResult, expect, failed};
use crate::{File, PIECE, SendOutcome, Store};

pub async fn a_file_is_kept_in_pieces<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let replica = super::replica(fresh(name).await);
    let bytes: Vec<u8> = (0..PIECE + 1000).map(|at| at as u8).collect();
    let mut file = File {
        scope: "06541".into(),
        record: "a".into(),
        sha256: "h".repeat(43),
        size: bytes.len() as u64,
        media_type: "image/jpeg".into(),
        sent: None,
        refused: None,
    };
    replica.keep_file(&file, &bytes).await.map_err(failed)?;
    let again = super::replica(fresh(name).await);
    let kept = again.file_bytes(&file.sha256).await.map_err(failed)?;
    expect(&kept.as_deref(), &Some(bytes.as_slice()))?;
    let last = again.piece(&file.sha256, 1).await.map_err(failed)?;
    expect(&last.map(|piece| piece.len()), &Some(1000))?;
    let past = again.piece(&file.sha256, 2).await.map_err(failed)?;
    expect(&past, &None)?;
    expect(
        &again.files().await.map_err(failed)?,
        &vec![(file.clone(), false)],
    )?;
    let refused = SendOutcome::Refused("noRight");
    let noted = again.note_file(&file.scope, &file.sha256, refused).await;
    noted.map_err(failed)?;
    file.refused = Some("noRight".into());
    expect(&again.files().await.map_err(failed)?, &vec![(file, false)])
}
