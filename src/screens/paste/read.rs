//! What was pasted, as `crates/worker` reads it, beside the villages of the register.

use crate::platform;
use crate::session::Session;
use crate::text;
use crate::ui::Tone;
use client::lines::Line as RecordLine;
use js_sys::Array;
use protocol::OpId;
use register::kind;
use replica::{Edit, Typing};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use worker_messages::Call;
use worker_messages::paste::{LineRead, TOLD, VillageRead};

/// A village of the register, as the lines were compared with it.
#[derive(Clone, Debug)]
pub struct KnownVillage {
    scope: String,
    record: String,
    fields: Vec<Stands>,
}

/// The text of a known village's field, saved or typed, with the names that a new value replaces.
#[derive(Clone, Debug)]
pub struct Stands {
    text: String,
    held: Vec<OpId>,
}

/// A pasted text as it was read last: its lines beside the known villages, or why it could not be
/// read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub text: String,
    pub known: Arc<Vec<KnownVillage>>,
    pub lines: Vec<LineRead>,
    pub problem: Option<&'static str>,
}

/// What stands in the villages of these lines.
pub async fn known_villages(session: Session, lines: &[Arc<RecordLine>]) -> Vec<KnownVillage> {
    let phone = session.phone();
    let mut known = Vec::new();
    for line in lines {
        let Ok(tree) = phone.tree(&line.scope, &line.record).await else {
            continue;
        };
        let view = |field: &str| tree.root()?.fields.get(field);
        let stands = |field: &str| {
            let typing = Typing {
                scope: line.scope.clone(),
                record: line.record.clone(),
                field: field.to_owned(),
                ..Typing::default()
            };
            let typed = session.typing(&typing).map(|typing| typing.text);
            let view = view(field);
            let written = view.into_iter().flat_map(|view| &view.candidates);
            let mut written = written.map(|one| match &one.value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            Stands {
                text: typed
                    .or_else(|| written.find(|text| !text.trim().is_empty()))
                    .unwrap_or_default(),
                held: view.map(|view| view.held.clone()).unwrap_or_default(),
            }
        };
        known.push(KnownVillage {
            scope: line.scope.clone(),
            record: line.record.clone(),
            fields: TOLD.map(stands).into(),
        });
    }
    known
}

pub async fn read_lines(session: Session, text: String, known: Arc<Vec<KnownVillage>>) -> Read {
    let fields = known.iter().flat_map(|village| &village.fields);
    let told: Array = fields.map(|field| JsValue::from_str(&field.text)).collect();
    let answer = platform::ask(Call::PastedVillages, &Array::of2(&(&*text).into(), &told)).await;
    let answer = answer.ok().and_then(|answer| answer.as_string());
    let lines = answer.and_then(|answer| reading::read::<Vec<LineRead>>(answer.as_bytes()).ok());
    let problem = lines.is_none().then_some(text::PASTE_NOT_HERE);
    let mut lines = lines.unwrap_or_default();
    let enrolment = session.enrolment();
    for village in lines.iter_mut().filter_map(|line| line.village.as_mut()) {
        village
            .adds
            .retain(|field| enrolment.may_write(kind::VILLAGE, field));
    }
    Read {
        text,
        known,
        lines,
        problem,
    }
}

pub fn tone(village: &VillageRead) -> Tone {
    match (village.is_to_look_at(), village.is_there()) {
        (true, _) => Tone::Warn,
        (false, true) => Tone::Plain,
        (false, false) => Tone::Good,
    }
}

pub fn verdict(village: &VillageRead) -> String {
    match village.twice {
        Some(line) => text::same_as_line(line),
        None if village.is_more() => text::IN_REGISTER_AND_MORE.into(),
        None if village.known.is_some() => text::IN_REGISTER.into(),
        None if village.is_unsure => text::UNSURE.into(),
        None => text::NEW.into(),
    }
}

/// The edits of the fields that are blank.
pub fn fill(read: &VillageRead, known: &[KnownVillage]) -> Vec<Edit> {
    let Some(village) = read.known.and_then(|place| known.get(place)) else {
        return Vec::new();
    };
    let values = read.values().into_iter();
    let added = values.filter(|(field, _)| read.adds.iter().any(|one| one == field));
    let edit = |(field, value): (&str, Option<Value>)| {
        let place = TOLD.iter().position(|one| *one == field)?;
        Some(Edit {
            scope: village.scope.clone(),
            record: village.record.clone(),
            kind: kind::VILLAGE.to_owned(),
            field: field.to_owned(),
            value: value?,
            predecessors: village.fields.get(place)?.held.clone(),
        })
    };
    added.filter_map(edit).collect()
}
