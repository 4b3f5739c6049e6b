//! Villages out of what was pasted ([`register::paste`]).

use register::paste::{
    Certainty, DuplicateLocation, KnownVillage, PasteOutcome, PastedLine, SkipReason, VillageKind,
    villages,
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use worker_messages::paste::{LineRead, TOLD, VillageRead};

/// What was pasted, line by line (JSON). `known` are the villages of the register, one after the
/// other: of each what stands in the fields of [`TOLD`].
///
/// # Errors
/// If the answer cannot be written.
#[wasm_bindgen]
pub fn pasted_villages(pasted: &str, known: Vec<String>) -> Result<String, JsValue> {
    let known = known.chunks_exact(TOLD.len()).map(|village| KnownVillage {
        kind: VillageKind::of_code(&village[0]),
        name: &village[1],
        head: &village[2],
        phone: &village[3],
        households: &village[4],
        people: &village[5],
    });
    let known: Vec<KnownVillage> = known.collect();
    let lines = villages(pasted, &known).into_iter().filter_map(line);
    super::document_calls::json(&lines.collect::<Vec<_>>())
}

fn line(line: PastedLine) -> Option<LineRead> {
    let PastedLine {
        line_no: number,
        raw,
        outcome,
    } = line;
    let (skipped, village) = match outcome {
        PasteOutcome::PartOf(_) | PasteOutcome::Skipped(SkipReason::Empty) => return None,
        PasteOutcome::Skipped(reason) => (reason.message_vi().to_owned(), None),
        PasteOutcome::Village(village) => (String::new(), Some(village)),
    };
    let village = village.map(|village| VillageRead {
        kind: village.kind.code().to_owned(),
        name: village.name,
        head: village.head,
        phone: village.phone,
        households: village.households,
        people: village.people,
        twice: match village.twice {
            Some(DuplicateLocation::Line(line)) => Some(line),
            _ => None,
        },
        known: match village.twice {
            Some(DuplicateLocation::Register(place)) => Some(place),
            _ => None,
        },
        adds: village
            .adds
            .into_iter()
            .map(|part| part.field().to_owned())
            .collect(),
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
