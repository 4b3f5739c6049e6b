//! What the second module is given for a document.

use super::NOMINATIONS;
use crate::platform::NotDone;
use crate::screens::making::profile_id;
use crate::session::{Line, Session, record_of};
use crate::{platform, rules};
use js_sys::Array;
use leptos::prelude::*;
use reading::read_exactly;
use register::kind;
use register::record::Record;
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};

/// Where a document's page finds its looks: an address in a `meta` of the page.
const LOOKS: &str = "meta[name=paper]";

#[derive(Serialize)]
struct Given {
    files: Vec<(String, String)>,
    year: i32,
    commune: Record,
    profile: Record,
    records: Vec<Record>,
}

/// One document that can be made.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub key: String,
    pub name: String,
    /// No official layout is known.
    pub is_reference: bool,
    /// What is missing, or had to be changed.
    pub findings: Vec<String>,
}

read_exactly!(Known {
    key,
    name,
    is_reference = "isReference",
    findings
});

/// The documents that there may be of a record of a kind, or of all of the year.
fn keys(kind: &str) -> &'static [&'static str] {
    match kind {
        kind::NOMINATION => &["exemplarReport", "achievementReport"],
        kind::EMULATION_REGISTRATION => &["registration"],
        NOMINATIONS => &["submissionLetter", "achievementSummary"],
        _ => &[],
    }
}

/// Whether something can be made of a record of a kind.
pub fn has_papers(kind: &str) -> bool {
    !keys(kind).is_empty()
}

fn gone() -> NotDone {
    NotDone::Problem("gone".to_owned())
}

async fn record(session: Session, scope: &str, id: &str) -> Option<Record> {
    let tree = session.phone().tree(scope, id).await.ok()?;
    record_of(scope, &tree)
}

async fn of_line(session: Session, line: &Line) -> Option<Record> {
    record(session, &line.scope, &line.record).await
}

/// What is known here for the documents of a record or of the year.
async fn given(session: Session, of: &str) -> Result<(String, &'static [&'static str]), NotDone> {
    let enrolment = session.enrolment();
    let files = rules::all_files(&enrolment);
    let files = files.await.ok_or(NotDone::Problem("rules".to_owned()))?;
    let mut year = session.year.get_untracked();
    let mut records = Vec::new();
    let keys = match of {
        NOMINATIONS => {
            let of_year = |line: &Arc<Line>| line.about.year.is_none_or(|of| of == year);
            let lines = untrack(|| session.lines_of(kind::NOMINATION));
            for line in lines.into_iter().filter(of_year) {
                records.extend(of_line(session, &line).await);
            }
            keys(NOMINATIONS)
        }
        id => {
            let line = untrack(|| session.line(id)).ok_or_else(gone)?;
            let record = of_line(session, &line).await.ok_or_else(gone)?;
            year = line.about.year.unwrap_or(year);
            records.push(record);
            keys(&line.kind)
        }
    };
    let code = &enrolment.commune.code;
    let mut commune = Record::new(code, code, "commune");
    let name = enrolment.commune.name.clone();
    commune.fields.insert("name".to_owned(), name.into());
    let profile = record(session, code, &profile_id(session)).await;
    let given = Given {
        files,
        year,
        commune,
        profile: profile.unwrap_or_default(),
        records,
    };
    let given = serde_json::to_string(&given).map_err(|_| gone())?;
    Ok((given, keys))
}

/// Which documents there are, and what is missing in them.
///
/// # Errors
/// If the second module is not here, or says a problem.
pub async fn known(session: Session, of: &str) -> Result<Vec<Known>, NotDone> {
    let (given, keys) = given(session, of).await?;
    let keys: Array = keys.iter().map(|key| JsValue::from_str(key)).collect();
    let asked = Array::of2(&given.into(), &keys);
    let answer = platform::ask("papers", &asked).await?;
    let answer = answer.as_string().unwrap_or_default();
    reading::read(answer.as_bytes()).map_err(|_| gone())
}

/// A document in a format.
///
/// # Errors
/// As [`known`].
pub async fn made(
    session: Session,
    of: &str,
    key: &str,
    format: &str,
) -> Result<js_sys::Uint8Array, NotDone> {
    let (given, _) = given(session, of).await?;
    let looks = document().query_selector(LOOKS).ok().flatten();
    let looks = looks.and_then(|meta| meta.get_attribute("content"));
    let asked = Array::of4(
        &given.into(),
        &key.into(),
        &format.into(),
        &looks.unwrap_or_default().into(),
    );
    let made = platform::ask("paper", &asked).await?;
    made.dyn_into().map_err(|_| gone())
}
