use super::{TestResult, edit, expect, failed};
use crate::{File, PIECE, SendOutcome, Store, Table, Tx, Typing};
use protocol::wire::Reply;

fn file(sha256: &str, size: usize) -> File {
    File {
        scope: "06541".into(),
        record: "a".into(),
        sha256: sha256.repeat(43),
        size: size as u64,
        media_type: "image/jpeg".into(),
        sent: None,
        refused: None,
    }
}

/// Of a phone that was reported lost only what was not sent is left, and nothing shows it.
pub async fn a_lost_phone_keeps_nothing_but_what_waits<S: Store>(
    fresh: impl AsyncFn(&str) -> S,
    name: &str,
) -> TestResult {
    let replica = super::replica(fresh(name).await);
    replica.set_device("d1").await.map_err(failed)?;
    let asked = replica.request().await.map_err(failed)?;
    let reply = Reply {
        epoch: "e1".into(),
        ..Reply::default()
    };
    let applied = replica.apply(&asked, reply, "d2").await;
    applied.map_err(failed)?;
    let waits = edit("a", "Bản Pò Mã");
    replica
        .save(std::slice::from_ref(&waits), 1)
        .await
        .map_err(failed)?;
    let typing = Typing {
        scope: "06541".into(),
        ..Typing::default()
    };
    replica.keep_typing(&typing).await.map_err(failed)?;
    let (sent, unsent) = (file("h", PIECE + 1), file("i", 3));
    for one in [&sent, &unsent] {
        let bytes = vec![7; one.size as usize];
        replica.keep_file(one, &bytes).await.map_err(failed)?;
    }
    let noted = replica.note_file(&sent.scope, &sent.sha256, SendOutcome::Sent);
    noted.await.map_err(failed)?;
    replica.keep("enrolment", &7).await.map_err(failed)?;
    replica.keep("key", &8).await.map_err(failed)?;
    // What another register says closes the phone, and deletes nothing for a day.
    for (other, at) in [("e0", 0), ("e0", 86_399_999), ("", 86_400_000), ("e0", 5)] {
        let deleted = replica.lock(other, "enrolment", at).await.map_err(failed)?;
        expect(&deleted, &false)?;
        expect(&replica.is_locked().await.map_err(failed)?, &true)?;
        expect(&replica.waiting().await.map_err(failed)?.len(), &1)?;
    }
    replica.is_not_lost().await.map_err(failed)?;
    expect(&replica.is_locked().await.map_err(failed)?, &false)?;
    for _ in 0..2 {
        let again = super::replica(fresh(name).await);
        let deleted = again.lock("e1", "enrolment", 0).await.map_err(failed)?;
        expect(&deleted, &true)?;
    }
    let again = super::replica(fresh(name).await);
    expect(&again.is_locked().await.map_err(failed)?, &true)?;
    let tx = again.store().begin(crate::Mode::Read, &Table::ALL).await;
    let tx = tx.map_err(failed)?;
    let mut left = Vec::new();
    for table in Table::ALL {
        let rows = tx.range(table, "").await.map_err(failed)?;
        left.extend(rows.into_iter().map(|(key, _)| match table {
            Table::Meta | Table::Files => key.split('|').next().unwrap_or_default().to_owned(),
            _ => table.name().to_owned(),
        }));
    }
    drop(tx);
    let expected = ["app", "epoch", "locked", "locked", "06541", "pieces"];
    expect(&left, &expected.map(str::to_owned).to_vec())?;
    expect(&again.waiting().await.map_err(failed)?.len(), &0)?;
    expect(&again.unsent().await.map_err(failed)?.len(), &0)?;
    // Nothing more is written or sent.
    expect(&again.save(&[waits], 2).await.is_err(), &true)?;
    expect(&again.request().await.is_err(), &true)?;
    let work = again.left_behind().await.map_err(failed)?;
    let values: Vec<_> = work
        .iter()
        .map(|one| (one.scope.as_str(), &one.pending.operation.value))
        .collect();
    expect(&values, &vec![("06541", &"Bản Pò Mã".into())])?;
    let bytes = again.file_bytes(&unsent.sha256).await.map_err(failed)?;
    expect(&bytes.map(|bytes| bytes.len()), &Some(3))
}
