//! Villages out of what was pasted ([`register::paste`]).

use register::paste::{
    Certainty, KnownVillage, PasteOutcome, PastedLine, SkipReason, Twice, VillageKind, VillagePart,
    villages,
};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A line to be shown: a village, or why it is none.
#[derive(Debug, Serialize)]
struct LineRead {
    /// From 1.
    number: usize,
    raw: String,
    /// Vietnamese; empty of a village.
    skipped: &'static str,
    village: Option<VillageRead>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VillageRead {
    /// The code of its kind.
    kind: &'static str,
    name: String,
    head: Option<String>,
    phone: Option<String>,
    households: Option<u32>,
    people: Option<u32>,
    /// The line where the same village stands already.
    twice: Option<usize>,
    /// Its place among the known villages.
    known: Option<usize>,
    /// The fields that the known village has not, and the line has.
    adds: Vec<&'static str>,
    is_certain: bool,
    is_unsure: bool,
    /// Vietnamese: why it is not certain.
    reasons: Vec<String>,
}

/// What was pasted, line by line (JSON). `known` are the villages of the register, one after the
/// other: of each the code of its kind, its name, its head, his telephone, the households, the people.
///
/// # Errors
/// If the answer cannot be written.
#[wasm_bindgen]
pub fn pasted_villages(pasted: &str, known: Vec<String>) -> Result<String, JsValue> {
    let known = known.chunks_exact(6).map(|village| KnownVillage {
        kind: VillageKind::of_code(&village[0]),
        name: &village[1],
        head: &village[2],
        phone: &village[3],
        households: &village[4],
        people: &village[5],
    });
    let known: Vec<KnownVillage> = known.collect();
    let lines = villages(pasted, &known).into_iter().filter_map(line);
    super::papers::json(&lines.collect::<Vec<_>>())
}

fn line(line: PastedLine) -> Option<LineRead> {
    let PastedLine {
        line_no: number,
        raw,
        outcome,
    } = line;
    let (skipped, village) = match outcome {
        PasteOutcome::PartOf(_) | PasteOutcome::Skipped(SkipReason::Empty) => return None,
        PasteOutcome::Skipped(reason) => (reason.message_vi(), None),
        PasteOutcome::Village(village) => ("", Some(village)),
    };
    let village = village.map(|village| VillageRead {
        kind: village.kind.code(),
        name: village.name,
        head: village.head,
        phone: village.phone,
        households: village.households,
        people: village.people,
        twice: match village.twice {
            Some(Twice::Line(line)) => Some(line),
            _ => None,
        },
        known: match village.twice {
            Some(Twice::Register(place)) => Some(place),
            _ => None,
        },
        adds: village.adds.into_iter().map(VillagePart::field).collect(),
        is_certain: village.certainty == Certainty::Certain,
        is_unsure: village.certainty == Certainty::Unsure,
        reasons: village.reasons,
    });
    Some(LineRead {
        number,
        raw,
        skipped,
        village,
    })
}
