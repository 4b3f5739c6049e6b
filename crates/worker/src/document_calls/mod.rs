//! Official documents, made of what the page hands in (`crates/documents`).

mod cache;
mod catalog;
mod register;

use ::register::deadlines::Events;
use cache::DocumentWorkspace;
use documents::html::Stylesheet;
use documents::making::{ComposedDocument, is_open};
use documents::{backdrop, calendar, docx, html, xlsx, zip};
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use worker_messages::documents::{
    Backdrop, BackdropBlank, CatalogEntry, DocumentKey, DocumentList, MadeFile, MendableFinding,
};

fn entry(key: &DocumentKey, ready: &DocumentWorkspace, made: &ComposedDocument) -> CatalogEntry {
    CatalogEntry {
        key: key.to_string(),
        name: catalog::name(ready, key, made),
        record: catalog::nomination(ready, key),
        is_reference: made.is_reference,
        is_table: catalog::is_table(key),
        findings: said(&made.findings),
        files: Vec::new(),
        copies: None,
    }
}

fn entry_of_dossier(
    id: &str,
    key: &DocumentKey,
    ready: &DocumentWorkspace,
) -> Option<CatalogEntry> {
    let dossier = ready.dossier(id)?;
    let files = dossier.files.iter();
    Some(CatalogEntry {
        key: key.to_string(),
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
    })
}

fn key_of(word: &str) -> Result<DocumentKey, &'static str> {
    word.parse().map_err(|_| "none")
}

/// How many places of a paper are to be looked at: what is said of it.
fn open(findings: &[::register::finding::Finding]) -> usize {
    said(findings).iter().filter(|one| one.is_open).count()
}

/// The same blank in many rows is said once.
fn said(findings: &[::register::finding::Finding]) -> Vec<MendableFinding> {
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
    let ready = DocumentWorkspace::of(given)?;
    let keys = catalog::keys(&ready, DocumentList::parse(of)).into_iter();
    let known = keys.filter_map(|key| match &key {
        DocumentKey::Dossier(id) => entry_of_dossier(id, &key, &ready),
        _ => Some(entry(&key, &ready, &*ready.made(&key)?)),
    });
    json(&known.collect::<Vec<_>>())
}

/// One of them, or one file of a dossier (`dossier:<id>.<place>`), as JSON.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such form.
#[wasm_bindgen]
pub fn paper_known(given: &str, key: &str) -> Result<String, JsValue> {
    let ready = DocumentWorkspace::of(given)?;
    let key = key_of(key)?;
    let made = ready.made(&key).ok_or("none")?;
    json(&entry(&key, &ready, &made))
}

/// A document as `docx`, `xlsx`, or as the page `html` that finds its looks at `stylesheet`.
///
/// # Errors
/// As [`papers`]; `none` if the rule set has no such form, `tooLarge` if the file would be.
#[wasm_bindgen]
pub fn paper(given: &str, key: &str, format: &str, stylesheet: &str) -> Result<Vec<u8>, JsValue> {
    let made = DocumentWorkspace::of(given)?
        .made(&key_of(key)?)
        .ok_or("none")?;
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
    let ready = DocumentWorkspace::of(given)?;
    let DocumentKey::Dossier(id) = key_of(key)? else {
        return Err("none".into());
    };
    let dossier = ready.dossier(&id).ok_or("none")?;
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
    let day = DocumentWorkspace::of(given)?.today();
    let files: Vec<Vec<u8>> = files.iter().map(js_sys::Uint8Array::to_vec).collect();
    let files = names
        .iter()
        .map(String::as_str)
        .zip(files.iter().map(Vec::as_slice));
    zip(&files.collect::<Vec<_>>(), day).map_err(|_| "tooLarge".into())
}

/// The backdrops of the rule set, a commune's own first, as JSON.
///
/// # Errors
/// As [`papers`].
#[wasm_bindgen]
pub fn backdrops(given: &str) -> Result<String, JsValue> {
    let ready = DocumentWorkspace::of(given)?;
    let kits = ready.rules.parts.conference_kits.iter();
    let mut all: Vec<_> = kits.flat_map(|kit| &kit.stage_backdrops).collect();
    all.sort_by_key(|one| one.organizers.iter().all(|role| role != "commune"));
    let known = all.into_iter().map(|one| Backdrop {
        id: one.id.clone(),
        name: one.text.clone(),
        is_reference: one.reference,
        places: backdrop::places(ready.context(), one)
            .into_iter()
            .map(|place| BackdropBlank {
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
    let ready = DocumentWorkspace::of(given)?;
    let words: BTreeMap<String, String> = serde_json::from_str(words).map_err(|_| "malformed")?;
    let drawn = backdrop::backdrop(ready.context(), id, &words).ok_or("none")?;
    Ok(drawn.svg)
}

/// Deadlines and tasks of the year for a calendar (RFC 5545).
///
/// # Errors
/// As [`papers`].
#[wasm_bindgen]
pub fn year_calendar(given: &str) -> Result<String, JsValue> {
    let ready = DocumentWorkspace::of(given)?;
    let today = ready.today().ok_or("malformed")?;
    Ok(calendar::calendar(ready.context(), &Events::new(), today).ics)
}
