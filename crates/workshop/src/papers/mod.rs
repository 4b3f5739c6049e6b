//! Official documents, made of what the page hands in (`crates/documents`).

mod offers;
mod ready;
mod register;

use ::register::deadlines::Events;
use documents::html::Stylesheet;
use documents::making::{ComposedDocument, is_open};
use documents::{backdrop, calendar, docx, html, xlsx, zip};
use ready::Ready;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// One document that can be made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CatalogEntry {
    key: String,
    name: String,
    /// No official layout is known.
    is_reference: bool,
    /// Also worth a spreadsheet.
    is_table: bool,
    /// What is missing, or had to be changed.
    findings: Vec<MendableFinding>,
    /// Of a nominee's file in a dossier: the nomination.
    record: Option<String>,
    /// Of a dossier: its files, and how many places in each are to be looked at.
    files: Vec<MadeFile>,
    /// Of a dossier: how many copies are asked for.
    copies: Option<u32>,
}

#[derive(Debug, Serialize)]
struct MadeFile {
    /// Of the file.
    name: String,
    /// What it is, and of whom.
    title: String,
    open: usize,
}

/// A finding, and where it can be mended: a record and its field, or a field of the profile.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MendableFinding {
    about: String,
    message: String,
    /// It is not only left for the day of signing.
    is_open: bool,
}

impl CatalogEntry {
    fn of(key: String, ready: &Ready, made: &ComposedDocument) -> Self {
        Self {
            name: offers::name(ready, &key, made),
            record: offers::nomination(ready, &key),
            is_reference: made.is_reference,
            is_table: offers::is_table(&key),
            findings: said(&made.findings),
            files: Vec::new(),
            copies: None,
            key,
        }
    }

    fn of_dossier(key: String, ready: &Ready) -> Option<Self> {
        let dossier = ready.dossier(offers::dossier_id(&key)?)?;
        let files = dossier.files.iter();
        Some(Self {
            name: dossier.name.clone(),
            is_reference: false,
            is_table: false,
            record: None,
            findings: said(&dossier.missing),
            files: files
                .map(|file| MadeFile {
                    name: file.name.clone(),
                    title: match &file.subject {
                        Some(subject) => format!("{} – {}", file.made.document.name, subject.name),
                        None => file.made.document.name.clone(),
                    },
                    open: open(&file.made.findings),
                })
                .collect(),
            copies: dossier.copies,
            key,
        })
    }
}

/// How many places of a paper are to be looked at: what is said of it.
fn open(findings: &[::register::rules::Finding]) -> usize {
    said(findings).iter().filter(|one| one.is_open).count()
}

/// The same blank in many rows is said once.
fn said(findings: &[::register::rules::Finding]) -> Vec<MendableFinding> {
    let mut said: Vec<MendableFinding> = Vec::new();
    for finding in findings {
        if said.iter().all(|one| one.message != finding.message) {
            said.push(MendableFinding {
                about: finding.about.clone(),
                message: finding.message.clone(),
                is_open: is_open(finding),
            });
        }
    }
    said
}

pub(crate) fn json(answer: &impl Serialize) -> Result<String, JsValue> {
    serde_json::to_string(answer).map_err(|_| "malformed".into())
}

/// The documents of a kind of record, or of a list of the year, how each is called and what is
/// missing in it, as JSON; those that the rule set has no form for are left out.
///
/// # Errors
/// `malformed` if what is given cannot be read, `rules` if the rule set cannot.
#[wasm_bindgen]
pub fn papers(given: &str, of: &str) -> Result<String, JsValue> {
    let ready = Ready::of(given)?;
    let known = offers::keys(&ready, of).into_iter().filter_map(|key| {
        if offers::dossier_id(&key).is_some() {
            return CatalogEntry::of_dossier(key, &ready);
        }
        let made = ready.made(&key)?;
        Some(CatalogEntry::of(key, &ready, &made))
    });
    json(&known.collect::<Vec<_>>())
}

/// One of them, or one file of a dossier (`dossier:<id>.<place>`), as JSON.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such form.
#[wasm_bindgen]
pub fn paper_known(given: &str, key: &str) -> Result<String, JsValue> {
    let ready = Ready::of(given)?;
    let made = ready.made(key).ok_or("none")?;
    json(&CatalogEntry::of(key.to_owned(), &ready, &made))
}

/// A document as `docx`, `xlsx`, or as the page `html` that finds its looks at `stylesheet`.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such form, `tooLarge` if the file would be.
#[wasm_bindgen]
pub fn paper(given: &str, key: &str, format: &str, stylesheet: &str) -> Result<Vec<u8>, JsValue> {
    let made = Ready::of(given)?.made(key).ok_or("none")?;
    let written = match format {
        "docx" => docx::write(&made.document),
        "xlsx" => xlsx::write(&made.document),
        _ => Ok(html::write(&made.document, Stylesheet::At(stylesheet)).into_bytes()),
    };
    written.map_err(|_| "tooLarge".into())
}

/// One file of a dossier, by its place in [`papers`]' list of them.
///
/// # Errors
/// As [`paper`].
#[wasm_bindgen]
pub fn dossier_file(given: &str, key: &str, place: usize) -> Result<Vec<u8>, JsValue> {
    let ready = Ready::of(given)?;
    let dossier = offers::dossier_id(key).and_then(|id| ready.dossier(id));
    let dossier = dossier.ok_or("none")?;
    let file = dossier.files.get(place).ok_or("none")?;
    docx::write(&file.made.document).map_err(|_| "tooLarge".into())
}

/// Files in one zip, of the day that is given.
///
/// # Errors
/// As [`papers`]; `tooLarge` if a file is larger than a zip can hold.
#[wasm_bindgen]
pub fn zipped(
    given: &str,
    names: Vec<String>,
    files: Vec<js_sys::Uint8Array>,
) -> Result<Vec<u8>, JsValue> {
    let day = Ready::of(given)?.today();
    let files: Vec<Vec<u8>> = files.iter().map(js_sys::Uint8Array::to_vec).collect();
    let files = names
        .iter()
        .map(String::as_str)
        .zip(files.iter().map(Vec::as_slice));
    zip(&files.collect::<Vec<_>>(), day).map_err(|_| "tooLarge".into())
}

/// A place in a backdrop, and what stands there if a person writes nothing.
#[derive(Debug, Serialize)]
struct BackdropPlace {
    key: String,
    known: String,
}

/// A stage's backdrop that the rule set knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Backdrop {
    id: String,
    name: String,
    is_reference: bool,
    places: Vec<BackdropPlace>,
}

/// The backdrops of the rule set, a commune's own first, as JSON.
///
/// # Errors
/// As [`papers`].
#[wasm_bindgen]
pub fn backdrops(given: &str) -> Result<String, JsValue> {
    let ready = Ready::of(given)?;
    let kits = ready.rules.conference_kits.iter();
    let mut all: Vec<_> = kits.flat_map(|kit| &kit.stage_backdrops).collect();
    all.sort_by_key(|one| one.organizers.iter().all(|role| role != "commune"));
    let known = all.into_iter().map(|one| Backdrop {
        id: one.id.clone(),
        name: one.text.clone(),
        is_reference: one.reference,
        places: backdrop::places(ready.desk(), one)
            .into_iter()
            .map(|place| BackdropPlace {
                key: place.key,
                known: place.known.unwrap_or_default(),
            })
            .collect(),
    });
    json(&known.collect::<Vec<_>>())
}

/// The drawing of a backdrop with a person's words (JSON) in its places.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such backdrop.
#[wasm_bindgen]
pub fn backdrop_drawn(given: &str, id: &str, words: &str) -> Result<String, JsValue> {
    let ready = Ready::of(given)?;
    let words: BTreeMap<String, String> = serde_json::from_str(words).map_err(|_| "malformed")?;
    let drawn = backdrop::backdrop(ready.desk(), id, &words).ok_or("none")?;
    Ok(drawn.svg)
}

/// Deadlines and tasks of the year for a calendar (RFC 5545).
///
/// # Errors
/// As [`papers`].
#[wasm_bindgen]
pub fn year_calendar(given: &str) -> Result<String, JsValue> {
    let ready = Ready::of(given)?;
    let today = ready.today().ok_or("malformed")?;
    Ok(calendar::calendar(ready.desk(), &Events::new(), today).ics)
}
