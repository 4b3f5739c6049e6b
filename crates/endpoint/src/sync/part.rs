//! The scopes of a request, checked against the person's rights and read. It writes nothing.

use super::relay::{MOST_RELAYED, Relayed, read_relayed};
use super::request::{Incoming, Request, ScopeRequest, read_operation, read_reports, table_of};
use super::{MOST_OPERATIONS, Rights, SyncError};
use crate::model::Cursor;
use merge::RecoveryReport;
use protocol::is_scope;
use protocol::rule::{Rule, holds};
use protocol::wire::Devices;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The share of a scope's reply that the person gets: everything, or only answers to what was
/// brought for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeAccess {
    /// All that is new.
    Whole,
    /// Nothing but the answers to what he brings of others.
    Answers,
}

/// One scope of a request after it was read and the sender's rights were looked up. `sync` pushes
/// it and pulls for it.
pub struct CheckedScope<'a> {
    pub scope: &'a str,
    /// The cursor as it came; `cursor` is what it says.
    pub asked: &'a str,
    pub cursor: Cursor,
    pub sight: ScopeAccess,
    pub incoming: Vec<Incoming>,
    /// What others made and this person brings, until it is known whose it is.
    pub relayed: Vec<Relayed>,
    /// By device the rights of those.
    pub authors: BTreeMap<String, Arc<Rights>>,
    /// Answered, and nothing more.
    pub turned_away: Vec<(Incoming, &'static str)>,
    /// What it had pulled before the endpoint was set back.
    pub reports: Option<Vec<RecoveryReport>>,
    /// Up to which number it had pulled each device's operations then.
    pub pulled: BTreeMap<String, u64>,
    /// What of what waits it has decided on.
    pub decided: &'a [String],
}

impl CheckedScope<'_> {
    /// Whether there is anything to write.
    pub fn brings(&self) -> bool {
        let is_recovering = self
            .reports
            .as_ref()
            .is_some_and(|reported| !reported.is_empty());
        !self.incoming.is_empty() || is_recovering || !self.decided.is_empty()
    }

    /// The sender's devices that wrote what it brings.
    pub fn own_devices(&self) -> impl Iterator<Item = &String> {
        let own = self.incoming.iter().filter(|incoming| !incoming.relayed);
        own.map(|incoming| &incoming.operation.device)
    }
}

/// The scopes that may be read, sorted, with their operations; and the others.
pub fn read_parts<'a>(
    request: &'a Request,
    rights: &Rights,
    now: i64,
) -> Result<(Vec<CheckedScope<'a>>, Vec<String>), SyncError> {
    let mut scopes: Vec<&ScopeRequest> = request.scopes.iter().collect();
    scopes.sort_by(|a, b| a.scope.cmp(&b.scope));
    if scopes.windows(2).any(|pair| pair[0].scope == pair[1].scope) {
        return Err(SyncError::BadRequest("a scope is there twice"));
    }
    let reported = |scope: &&ScopeRequest| scope.testimony.as_ref().map_or(0, Vec::len);
    if scopes.iter().map(reported).sum::<usize>() > MOST_OPERATIONS {
        return Err(SyncError::BadRequest(
            "more testimony than one request may bring",
        ));
    }
    let table = table_of(request);
    let (mut room, mut hands) = (MOST_OPERATIONS, MOST_RELAYED);
    let mut parts = Vec::new();
    let mut lost = Vec::new();
    for asked in scopes {
        let relayed = &asked.relayed[..asked.relayed.len().min(hands)];
        hands -= relayed.len();
        let relayed: Vec<Relayed> = relayed
            .iter()
            .filter_map(|received| read_relayed(received, &table, &request.keys))
            .collect();
        let scope = &asked.scope;
        let readable = rights.may_read(scope) || !holds(Rule::ReadingNeedsARight);
        if !is_scope(scope) || !readable {
            lost.push(scope.clone());
            if is_scope(scope) && !relayed.is_empty() {
                parts.push(couriered(scope, relayed));
            }
            continue;
        }
        let taken = &asked.ops[..asked.ops.len().min(room)];
        room -= taken.len();
        let incoming = read_operations(scope, taken, &table);
        parts.push(CheckedScope {
            incoming,
            relayed,
            ..whole(asked, &table, now)
        });
    }
    Ok((parts, lost))
}

/// What somebody brings for others to where he may not look.
fn couriered(scope: &str, relayed: Vec<Relayed>) -> CheckedScope<'_> {
    let is_told = !holds(Rule::CouriersAreToldNothing);
    CheckedScope {
        scope,
        asked: "",
        cursor: Cursor::Beginning,
        sight: if is_told {
            ScopeAccess::Whole
        } else {
            ScopeAccess::Answers
        },
        incoming: Vec::new(),
        relayed,
        authors: BTreeMap::new(),
        turned_away: Vec::new(),
        reports: None,
        pulled: BTreeMap::new(),
        decided: &[],
    }
}

/// A scope that may be read, with all but the operations.
fn whole<'a>(asked: &'a ScopeRequest, table: &Devices, now: i64) -> CheckedScope<'a> {
    let pulled = asked.pulled.iter();
    CheckedScope {
        scope: &asked.scope,
        asked: &asked.cursor,
        cursor: Cursor::Beginning,
        sight: ScopeAccess::Whole,
        incoming: Vec::new(),
        relayed: Vec::new(),
        authors: BTreeMap::new(),
        turned_away: Vec::new(),
        decided: &asked.decided[..asked.decided.len().min(MOST_OPERATIONS)],
        pulled: pulled
            .filter_map(|(place, number)| Some((table.id(*place).ok()?.to_owned(), *number)))
            .collect(),
        reports: asked.testimony.as_ref().map(|reported| {
            reported
                .iter()
                .filter_map(|reported| read_reports(reported, table, now))
                .collect()
        }),
    }
}

fn read_operations(scope: &str, taken: &[Value], table: &Devices) -> Vec<Incoming> {
    let incoming: Vec<Incoming> = taken
        .iter()
        .filter_map(|received| read_operation(received, table))
        .collect();
    if incoming.len() < taken.len() {
        let count = taken.len() - incoming.len();
        tracing::warn!(scope, count, "operations without number or author");
    }
    incoming
}
