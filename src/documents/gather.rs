//! What the second module is given for a document.

use super::chosen;
use crate::platform::{self, WorkerError};
use crate::records::{named, profile_id, registrants};
use crate::routes::DocumentSource;
use crate::rules::OwnFiles;
use crate::session::Session;
use crate::text::documents as text;
use client::lines::Line;
use client::lines::is_of_year;
use client::records::record_of;
use client::rule_sets::all_files;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use register::kind;
use register::record::Record;
use sorted::SortedSet;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use worker_messages::Call;
use worker_messages::documents::{Backdrop, CatalogEntry, DocumentData, DocumentList};

/// Where a document's page finds its looks: an address in a `meta` of the page.
const LOOKS: &str = "meta[name=paper]";

/// The field that refers to whom a record is about.
const SUBJECT: &str = "subject";

pub fn gone() -> WorkerError {
    WorkerError::Problem("gone".to_owned())
}

async fn record(session: Session, scope: &str, id: &str) -> Option<Record> {
    let tree = session.phone().tree(scope, id).await.ok()?;
    record_of(scope, &tree)
}

async fn of_lines(session: Session, lines: Vec<Arc<Line>>, year: i32) -> Vec<Record> {
    let mut records = Vec::new();
    for line in lines.iter().filter(|line| is_of_year(line, year)) {
        records.extend(record(session, &line.scope, &line.record).await);
    }
    records
}

/// Whom the records and their lines refer to: papers call them as they are called now.
async fn subjects(session: Session, records: &[Record]) -> Vec<Record> {
    let own = |record: &Record| record.text(SUBJECT).map(str::to_owned);
    let lines = |record: &Record| record.lines.iter().filter_map(own).collect::<Vec<_>>();
    let ids = records
        .iter()
        .flat_map(|one| own(one).into_iter().chain(lines(one)));
    let ids: SortedSet<String> = ids.collect();
    let mut subjects = Vec::new();
    for line in ids.iter().filter_map(|id| untrack(|| session.line(id))) {
        subjects.extend(record(session, &line.scope, &line.record).await);
    }
    subjects
}

/// The register's data for some documents, already in the shape that the second module takes. Pages
/// of documents make one and ask with it.
#[derive(Clone)]
pub struct Gathered {
    given: JsValue,
    /// What the second module calls the list.
    list: String,
    /// Whom the documents are about, and the year: «Bản Pò Mã - 2026».
    pub whose: String,
}

impl Gathered {
    /// Reads what there is for the documents of a record, or of the year.
    ///
    /// # Errors
    /// If the rule set is not here, or the record is gone.
    pub async fn of(session: Session, of: &DocumentSource) -> Result<Self, WorkerError> {
        Self::marked(session, of, false).await
    }

    /// The same, with «Mẫu tham khảo» on the paper if that is wanted.
    ///
    /// # Errors
    /// As [`Gathered::of`].
    pub async fn marked(
        session: Session,
        of: &DocumentSource,
        marks_reference: bool,
    ) -> Result<Self, WorkerError> {
        let enrolment = session.enrolment();
        let files = all_files(&OwnFiles, &enrolment.commune.province_code);
        let files = files
            .await
            .ok_or(WorkerError::Problem("rules".to_owned()))?;
        let mut year = session.year.get_untracked();
        let of_kind = |kind: &str| untrack(|| session.lines_of(kind));
        let mut whose = enrolment.commune.name.clone();
        let (list, records) = match of {
            DocumentSource::Record(id) => {
                let line = untrack(|| session.line(id)).ok_or_else(gone)?;
                year = line.about.year.unwrap_or(year);
                whose = named(&line);
                let own = record(session, &line.scope, &line.record).await;
                (line.kind.clone(), vec![own.ok_or_else(gone)?])
            }
            DocumentSource::Nominations => {
                let lines = chosen::taken_in(session);
                let records = of_lines(session, lines, year).await;
                (DocumentList::Nominations.word().to_owned(), records)
            }
            DocumentSource::Registrations => {
                let lines = of_kind(kind::EMULATION_REGISTRATION);
                let records = of_lines(session, lines, year).await;
                (DocumentList::Registrations.word().to_owned(), records)
            }
            DocumentSource::Year => {
                let mut records = Vec::new();
                for kind in [kind::NOMINATION, kind::EMULATION_REGISTRATION] {
                    records.extend(of_lines(session, of_kind(kind), year).await);
                }
                // A report of a period counts the awards of all its years.
                for line in of_kind(kind::AWARD) {
                    records.extend(record(session, &line.scope, &line.record).await);
                }
                (DocumentList::Year.word().to_owned(), records)
            }
            DocumentSource::Stage => (String::new(), Vec::new()),
        };
        let villages = untrack(|| registrants(session)).into_iter();
        let villages = villages.filter(|line| line.kind == kind::VILLAGE);
        let code = &enrolment.commune.code;
        let mut commune = Record::new(code, code, kind::COMMUNE);
        let name = enrolment.commune.name.clone();
        commune.fields.insert("name".to_owned(), name.into());
        let profile = record(session, code, &profile_id(session)).await;
        let (this_year, month, day) = platform::today();
        let given = DocumentData {
            files,
            year,
            today: format!("{this_year:04}-{month:02}-{day:02}"),
            commune,
            profile: profile.unwrap_or_default(),
            villages: villages
                .map(|line| (line.record.clone(), named(&line)))
                .collect(),
            marks_reference,
            subjects: subjects(session, &records).await,
            records,
        };
        let given = serde_json::to_string(&given).map_err(|_| gone())?;
        Ok(Self {
            given: given.into(),
            list,
            whose: format!("{whose} - {year}"),
        })
    }

    /// Which documents there are, and what is missing in them.
    ///
    /// # Errors
    /// If the second module is not here, or says a problem.
    pub async fn known(&self) -> Result<Vec<CatalogEntry>, WorkerError> {
        let asked = Array::of2(&self.given, &JsValue::from_str(&self.list));
        read(&platform::ask(Call::Documents, &asked).await?)
    }

    /// One document, or one file of a dossier.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn one(&self, key: &str) -> Result<CatalogEntry, WorkerError> {
        read(&platform::ask(Call::Document, &Array::of2(&self.given, &key.into())).await?)
    }

    /// A document in a format.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn made(&self, key: &str, format: &str) -> Result<Uint8Array, WorkerError> {
        let looks = document().query_selector(LOOKS).ok().flatten();
        let looks = looks.and_then(|meta| meta.get_attribute("content"));
        let asked = Array::of4(
            &self.given,
            &key.into(),
            &format.into(),
            &looks.unwrap_or_default().into(),
        );
        bytes(platform::ask(Call::DocumentFile, &asked).await?)
    }

    /// A file of a dossier.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn piece(&self, key: &str, place: usize) -> Result<Uint8Array, WorkerError> {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let asked = Array::of3(&self.given, &key.into(), &place.into());
        bytes(platform::ask(Call::DossierFile, &asked).await?)
    }

    /// Files in one zip.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn zipped(&self, names: &[&str], files: &Array) -> Result<Uint8Array, WorkerError> {
        let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        let asked = Array::of3(&self.given, &names, files);
        bytes(platform::ask(Call::Zip, &asked).await?)
    }

    /// The deadlines and tasks of the year as a calendar's file.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn calendar(&self) -> Result<Uint8Array, WorkerError> {
        let text = platform::ask(Call::Calendar, &Array::of1(&self.given)).await?;
        let text = text.as_string().ok_or_else(gone)?;
        Ok(Uint8Array::from(text.as_bytes()))
    }

    /// The backdrops of a conference that the rule set knows.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn backdrops(&self) -> Result<Vec<Backdrop>, WorkerError> {
        read(&platform::ask(Call::Backdrops, &Array::of1(&self.given)).await?)
    }

    /// The drawing of a backdrop, with words (JSON) in its places.
    ///
    /// # Errors
    /// As [`Gathered::known`].
    pub async fn backdrop(&self, id: &str, words: &str) -> Result<String, WorkerError> {
        let asked = Array::of3(&self.given, &id.into(), &words.into());
        let drawn = platform::ask(Call::BackdropDrawing, &asked).await?;
        drawn.as_string().ok_or_else(gone)
    }
}

fn bytes(answer: JsValue) -> Result<Uint8Array, WorkerError> {
    answer.dyn_into().map_err(|_| gone())
}

fn read<T: reading::Slot + Default>(answer: &JsValue) -> Result<T, WorkerError> {
    let answer = answer.as_string().unwrap_or_default();
    reading::read(answer.as_bytes()).map_err(|_| gone())
}

/// Why a document could not be made, for a person.
pub fn words(problem: &WorkerError) -> &'static str {
    let WorkerError::Problem(code) = problem else {
        return text::NOT_HERE;
    };
    match code.as_str() {
        "rules" => text::NO_RULES,
        "tooLarge" => text::TOO_LARGE,
        "stopped" => text::STOPPED,
        _ => text::GONE,
    }
}
