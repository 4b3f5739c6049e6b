//! Statements that read a scope: pages, histories of epochs, vectors, waiting reports, and single
//! records.

use super::{Connection, Pool, SNAPSHOT};
use crate::model::{
    CursorKey, Heads, LogPosition, Page, PageBuilder, Position, PullQuery, StoreError, StoredState,
    VectorState, WaitingReport, with_those_above,
};
use crate::store::FoundRecord;
use protocol::rule::{Rule, holds};
use protocol::{DELETION, Entry, OpId, ReportedOperation};
use register::kind;
use register::rights::Readable;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// One page. Everything is read in one transaction, hence of one moment.
pub async fn pull(readers: &Pool, pull: &PullQuery) -> Result<Page, StoreError> {
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let (epoch, head, mark) = head_of(&mut snapshot, &pull.scope).await?;
    if epoch != pull.epoch {
        return Err(StoreError::Restored);
    }
    let (Some(head), Some(mark)) = (head, mark) else {
        let reset = pull.after.is_some();
        return Ok(Page {
            reset,
            held: None,
            states: Vec::new(),
            end: None,
            newest: None,
            more: false,
            vectors: vectors(&mut snapshot, pull, 0, 0).await?,
            reports: None,
        });
    };
    let mut held = None;
    let after = match &pull.after {
        Some(at) if is_of_this_history(&mut snapshot, &pull.scope, at, &epoch, head).await? => {
            at.place.seq
        }
        Some(elsewhere) => {
            held = shared_history(&mut snapshot, &pull.scope, elsewhere).await?;
            0
        }
        None => 0,
    };
    let reset = pull.after.is_some() && after == 0;
    let (states, more) = if after == head {
        (Vec::new(), false)
    } else {
        states(&mut snapshot, pull, after).await?
    };
    let states = mark_erased(&mut snapshot, &pull.scope, states).await?;
    let (head, mark) = if holds(Rule::PagesAreOfOneMoment) {
        (head, mark)
    } else {
        let (_, head, mark) = head_of(&mut *readers.acquire().await?, &pull.scope).await?;
        (head.unwrap_or_default(), mark.unwrap_or_default())
    };
    let newest = LogPosition {
        seq: head,
        mark: mark.clone(),
    };
    let end = match states.last() {
        Some(last) if more && holds(Rule::PagesEndWhereTheyAreCut) => {
            let mark = mark_at(&mut snapshot, &pull.scope, last.seq).await?;
            LogPosition {
                seq: last.seq,
                mark: mark.ok_or(StoreError::Damaged("no mark"))?,
            }
        }
        // Numbers may have been taken past the last state.
        _ => LogPosition { seq: head, mark },
    };
    let vectors = vectors(&mut snapshot, pull, after, end.seq).await?;
    let waiting = waiting_reports(&mut snapshot, &pull.scope, after, end.seq).await?;
    Ok(Page {
        reset,
        held: held.map(read_number).transpose()?,
        states,
        newest: more.then_some(newest),
        end: Some(end),
        more,
        vectors,
        reports: waiting,
    })
}

/// The epoch, and the last number of a scope with its mark.
async fn head_of(
    connection: &mut Connection,
    scope: &str,
) -> Result<(String, Option<i64>, Option<String>), StoreError> {
    Ok(sqlx::query_as(
        "SELECT m.value, s.head, s.mark
         FROM meta AS m LEFT JOIN scope AS s ON s.scope = $1 WHERE m.key = 'epoch'",
    )
    .bind(scope)
    .fetch_one(connection)
    .await?)
}

/// Whether a position is one that this history, of this epoch and up to this
/// head, went through, and all that was there when it was given is.
pub async fn is_of_this_history(
    connection: &mut Connection,
    scope: &str,
    position: &Position,
    of: &str,
    head: i64,
) -> Result<bool, StoreError> {
    if position.epoch != of {
        return Ok(false);
    }
    for place in [Some(&position.place), position.newest.as_ref()] {
        let Some(place) = place else { continue };
        if place.seq > head
            || !has_mark(connection, scope, place).await? && holds(Rule::CursorsHaveAMark)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether this register, in whatever epoch, gave the cursor of a position. One of
/// before cursors had a proof is believed as far as its mark is known.
pub async fn was_given(
    connection: &mut Connection,
    scope: &str,
    position: &Position,
) -> Result<bool, StoreError> {
    Ok(position.is_proved || has_mark(connection, scope, &position.place).await?)
}

async fn has_mark(
    connection: &mut Connection,
    scope: &str,
    place: &LogPosition,
) -> Result<bool, StoreError> {
    Ok(mark_at(connection, scope, place.seq).await?.as_ref() == Some(&place.mark))
}

/// Up to which number a scope's history is also that of an earlier epoch;
/// nothing if that epoch is not known.
pub async fn shared_history(
    connection: &mut Connection,
    scope: &str,
    position: &Position,
) -> Result<Option<i64>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT head FROM history WHERE scope = $1 AND epoch = $2")
            .bind(scope)
            .bind(&position.epoch)
            .fetch_optional(connection)
            .await?,
    )
}

/// The mark of the transaction that took a number.
async fn mark_at(
    connection: &mut Connection,
    scope: &str,
    seq: i64,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT mark FROM mark WHERE scope = $1 AND seq >= $2 ORDER BY seq LIMIT 1",
    )
    .bind(scope)
    .bind(seq)
    .fetch_optional(connection)
    .await?)
}

/// How many states are read at once.
const AT_ONCE: usize = 256;

async fn states(
    connection: &mut Connection,
    pull: &PullQuery,
    after: i64,
) -> Result<(Vec<StoredState>, bool), StoreError> {
    let mut page = PageBuilder::new(pull.limit);
    let mut after = after;
    loop {
        let read = some_states(connection, &pull.scope, after).await?;
        let is_last = read.len() < AT_ONCE;
        for state in read {
            after = state.seq;
            if !page.take(state) {
                return Ok(page.finish());
            }
        }
        if is_last {
            return Ok(page.finish());
        }
    }
}

/// Says of states which are of something that was erased.
async fn mark_erased(
    connection: &mut Connection,
    scope: &str,
    mut states: Vec<StoredState>,
) -> Result<Vec<StoredState>, StoreError> {
    if states.is_empty() {
        return Ok(states);
    }
    let erased: Vec<String> = sqlx::query_scalar("SELECT record FROM erased WHERE scope = $1")
        .bind(scope)
        .fetch_all(connection)
        .await?;
    let erased = BTreeSet::from_iter(erased);
    for state in states.iter_mut().filter(|_| !erased.is_empty()) {
        state.is_erased = with_those_above(&state.record).any(|record| erased.contains(record));
    }
    Ok(states)
}

/// As one JSON text: a row of its own for each state would be handed from
/// thread to thread one by one.
async fn some_states(
    connection: &mut Connection,
    scope: &str,
    after: i64,
) -> Result<Vec<StoredState>, StoreError> {
    let text: Option<String> = sqlx::query_scalar(concat!(
        "SELECT CAST(",
        json_group_array!(),
        "(",
        json_array!(),
        "(seq, record, kind, field, json(live)) ORDER BY seq) AS TEXT)
         FROM (SELECT seq, record, kind, field, live FROM field
               WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS f"
    ))
    .bind(scope)
    .bind(after)
    .bind(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
    .fetch_one(connection)
    .await?;
    let rows: Vec<(i64, String, String, String, Vec<Entry>)> =
        serde_json::from_str(text.as_deref().unwrap_or("[]"))
            .map_err(|_| StoreError::Damaged("states"))?;
    let read = |(seq, record, kind, field, live)| StoredState {
        seq,
        record,
        kind,
        field,
        live,
        is_erased: false,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Record, kind, field, device, number, hash, value, at, received, reporter, the root's
/// kind.
type ReportRow = (
    String,
    String,
    String,
    String,
    i64,
    String,
    String,
    i64,
    i64,
    String,
    Option<String>,
);

/// All that waits, if that changed on this page.
async fn waiting_reports(
    connection: &mut Connection,
    scope: &str,
    after: i64,
    end: i64,
) -> Result<Option<Vec<WaitingReport>>, StoreError> {
    let changed: Option<i64> = sqlx::query_scalar(
        "SELECT seq FROM told WHERE scope = $1 AND seq > $2 AND seq <= $3 LIMIT 1",
    )
    .bind(scope)
    .bind(after)
    .bind(end)
    .fetch_optional(&mut *connection)
    .await?;
    if changed.is_none() {
        return Ok(None);
    }
    let rows: Vec<ReportRow> = sqlx::query_as(
        "SELECT t.record, t.kind, t.field, t.device, t.number, t.hash, t.value, t.at, t.received,
                t.witness,
                (SELECT f.kind FROM field AS f
                 WHERE f.scope = $1 AND f.record = t.root LIMIT 1)
         FROM told AS t WHERE t.scope = $1 AND t.decided = 0
         ORDER BY t.record, t.field, t.id, t.witness",
    )
    .bind(scope)
    .fetch_all(&mut *connection)
    .await?;
    let deleted = rows.iter().filter(|(_, _, field, ..)| field == DELETION);
    let deleted = deleted.map(|(record, ..)| record.clone()).collect();
    let reviewed = reviewed_among(connection, scope, &deleted).await?;
    let read = |row: ReportRow| {
        let (record, kind, field, device, number, hash, value, at, received, reporter, above) = row;
        let is_reviewed = reviewed.contains(&record);
        let entry = Entry {
            name: read_name(device, number, hash)?,
            value: serde_json::from_str(&value).map_err(|_| StoreError::Damaged("told"))?,
            at,
            received,
            reported_by: Some(reporter),
        };
        let report = ReportedOperation {
            record,
            kind,
            field,
            entry,
        };
        Ok(WaitingReport {
            report,
            above,
            is_reviewed,
        })
    };
    rows.into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Those of the records that have a step; nothing is asked where there are no records.
pub async fn reviewed_among(
    connection: &mut Connection,
    scope: &str,
    records: &BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    if records.is_empty() {
        return Ok(BTreeSet::new());
    }
    // Lines lie between the dot and what comes after it.
    let reviewed: Vec<String> = sqlx::query_scalar(
        "SELECT j.value ->> 0 FROM json_each($2) AS j
         WHERE EXISTS (SELECT 1 FROM field AS f
                       WHERE f.scope = $1 AND f.record > (j.value ->> 0) || '.'
                         AND f.record < (j.value ->> 0) || '/'
                         AND f.kind IN (SELECT k.value ->> 0 FROM json_each($3) AS k))",
    )
    .bind(scope)
    .bind(super::each(records))
    .bind(super::each(kind::steps()))
    .fetch_all(connection)
    .await?;
    Ok(reviewed.into_iter().collect())
}

/// The vectors that changed on this page, and those asked for.
async fn vectors(
    connection: &mut Connection,
    pull: &PullQuery,
    after: i64,
    end: i64,
) -> Result<Vec<VectorState>, StoreError> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT device, seen, kept FROM vector WHERE scope = $1 AND seq > $2 AND seq <= $3
         UNION
         SELECT j.value ->> 0, coalesce(v.seen, 0), coalesce(v.kept, 0)
         FROM json_each($4) AS j
         LEFT JOIN vector AS v ON v.scope = $1 AND v.device = j.value ->> 0",
    )
    .bind(&pull.scope)
    .bind(after)
    .bind(end)
    .bind(super::each(&pull.devices))
    .fetch_all(&mut *connection)
    .await?;
    // Nobody needs the gaps of others, and there is no end to how many one can make.
    let all = !holds(Rule::GapsAreTheirOwners);
    let seen: Vec<(String, i64)> = rows
        .iter()
        .filter(|(device, ..)| all || pull.devices.contains(device))
        .map(|(device, seen, _)| (device.clone(), *seen))
        .collect();
    let beyond = beyond(connection, &pull.scope, &seen).await?;
    let mut vectors: BTreeMap<String, VectorState> = BTreeMap::new();
    for (device, seen, kept) in rows {
        let state = VectorState {
            device: device.clone(),
            seen: read_number(seen)?,
            beyond: Vec::new(),
            kept: read_number(if holds(Rule::BackupsAloneKeep) {
                kept
            } else {
                seen
            })?,
        };
        vectors.insert(device, state);
    }
    for name in beyond {
        if let Some(vector) = vectors.get_mut(&name.device) {
            vector.beyond.push(name);
        }
    }
    Ok(vectors.into_values().collect())
}

/// The names of devices past what was seen of each without a gap.
pub async fn beyond(
    connection: &mut Connection,
    scope: &str,
    seen: &[(String, i64)],
) -> Result<Vec<OpId>, StoreError> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT n.device, n.number, n.hash
         FROM json_each($2) AS j CROSS JOIN name AS n
         WHERE n.scope = $1 AND n.device = j.value ->> 0
           AND n.number > CAST(j.value ->> 1 AS BIGINT)",
    )
    .bind(scope)
    .bind(json!(seen).to_string())
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(device, number, hash)| read_name(device, number, hash))
        .collect()
}

/// The epoch, in the middle of a piece of work.
pub async fn epoch_of(connection: &mut Connection) -> Result<String, StoreError> {
    let epoch = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'epoch'");
    Ok(epoch.fetch_one(connection).await?)
}

pub async fn epoch(readers: &Pool) -> Result<String, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT value FROM meta WHERE key = 'epoch'")
            .fetch_one(readers)
            .await?,
    )
}

pub async fn heads(readers: &Pool, readable: &[Readable]) -> Result<Heads, StoreError> {
    let mut places = BTreeMap::new();
    let mut snapshot = readers.begin_with(SNAPSHOT).await?;
    let (epoch, key): (String, Option<String>) = sqlx::query_as(
        "SELECT e.value, k.value FROM meta AS e
         LEFT JOIN meta AS k ON k.key = 'cursorKey' WHERE e.key = 'epoch'",
    )
    .fetch_one(&mut *snapshot)
    .await?;
    let key = key.ok_or(StoreError::Damaged("no key of cursors"))?;
    let key = CursorKey::new(&key)?;
    for range in readable {
        let (scope, below, past_below) = match range {
            // '0' is the character after '/'.
            Readable::Within(scope) => (scope, format!("{scope}/"), format!("{scope}0")),
            Readable::Only(scope) => (scope, String::new(), String::new()),
        };
        let rows: Vec<(String, i64, String)> = sqlx::query_as(
            "SELECT scope, head, mark FROM scope WHERE scope = $1
             UNION ALL
             SELECT scope, head, mark FROM scope WHERE scope > $2 AND scope < $3",
        )
        .bind(scope)
        .bind(below)
        .bind(past_below)
        .fetch_all(&mut *snapshot)
        .await?;
        places.extend(
            rows.into_iter()
                .map(|(scope, seq, mark)| (scope, LogPosition { seq, mark })),
        );
    }
    Ok(Heads { epoch, key, places })
}

/// Every scope that was ever written to.
pub async fn scopes(readers: &Pool) -> Result<Vec<String>, StoreError> {
    let scopes = sqlx::query_scalar("SELECT scope FROM scope ORDER BY scope");
    Ok(scopes.fetch_all(readers).await?)
}

pub async fn find_records(
    readers: &Pool,
    commune: &str,
    kind: &str,
    field: &str,
) -> Result<Vec<FoundRecord>, StoreError> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT scope, record, live FROM field
         WHERE kind = $1 AND field = $2 AND (scope = $3 OR (scope > $4 AND scope < $5))",
    )
    .bind(kind)
    .bind(field)
    .bind(commune)
    .bind(format!("{commune}/"))
    .bind(format!("{commune}0"))
    .fetch_all(readers)
    .await?;
    rows.into_iter()
        .map(|(scope, record, live)| {
            Ok(FoundRecord {
                scope,
                record,
                live: read_live(&live)?,
            })
        })
        .collect()
}

pub async fn highest_number(readers: &Pool, scope: &str, device: &str) -> Result<u64, StoreError> {
    let highest: Option<i64> =
        sqlx::query_scalar("SELECT max(number) FROM name WHERE scope = $1 AND device = $2")
            .bind(scope)
            .bind(device)
            .fetch_one(readers)
            .await?;
    read_number(highest.unwrap_or_default())
}

pub async fn record(
    readers: &Pool,
    scope: &str,
    record: &str,
) -> Result<BTreeMap<String, Vec<Entry>>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT field, live FROM field WHERE scope = $1 AND record = $2")
            .bind(scope)
            .bind(record)
            .fetch_all(readers)
            .await?;
    rows.into_iter()
        .map(|(field, live)| Ok((field, read_live(&live)?)))
        .collect()
}

pub fn read_live(live: &str) -> Result<Vec<Entry>, StoreError> {
    serde_json::from_str(live).map_err(|_| StoreError::Damaged("live set"))
}

pub fn read_name(device: String, number: i64, hash: String) -> Result<OpId, StoreError> {
    Ok(OpId {
        device,
        number: read_number(number)?,
        hash,
    })
}

pub fn read_number(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("a negative number"))
}
