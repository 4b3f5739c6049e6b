//! Villages out of what was pasted ([`register::paste`]).

use register::paste::{Certainty, Outcome, PastedLine, SkipReason, Twice, VillageKind, villages};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// A line to be shown: a village, or why it is none.
#[derive(Debug, Serialize)]
struct Line {
    /// From 1.
    number: usize,
    raw: String,
    /// Vietnamese; empty of a village.
    skipped: &'static str,
    village: Option<Village>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Village {
    /// The code of its kind.
    kind: &'static str,
    name: String,
    head: Option<String>,
    phone: Option<String>,
    households: Option<u32>,
    people: Option<u32>,
    /// The line where the same village stands already; 0 for the register.
    twice: Option<usize>,
    is_certain: bool,
    is_unlikely: bool,
    /// Vietnamese: why it is not certain.
    reasons: Vec<String>,
}

/// What was pasted, line by line (JSON). `known` are the villages of the register: the code of the
/// kind and the name of each, one after the other.
///
/// # Errors
/// If the answer cannot be written.
#[wasm_bindgen]
pub fn pasted_villages(pasted: &str, known: Vec<String>) -> Result<String, JsValue> {
    let known = known.chunks_exact(2);
    let known: Vec<_> = known
        .map(|pair| (VillageKind::of_code(&pair[0]), &pair[1][..]))
        .collect();
    let lines = villages(pasted, &known).into_iter().filter_map(line);
    super::papers::json(&lines.collect::<Vec<_>>())
}

fn line(line: PastedLine) -> Option<Line> {
    let PastedLine {
        line_no: number,
        raw,
        outcome,
    } = line;
    let (skipped, village) = match outcome {
        Outcome::PartOf(_) | Outcome::Skipped(SkipReason::Empty) => return None,
        Outcome::Skipped(reason) => (reason.message_vi(), None),
        Outcome::Village(village) => ("", Some(village)),
    };
    let village = village.map(|village| Village {
        kind: village.kind.code(),
        name: village.name,
        head: village.head,
        phone: village.phone,
        households: village.households,
        people: village.people,
        twice: village.twice.map(|twice| match twice {
            Twice::Register => 0,
            Twice::Line(line) => line,
        }),
        is_certain: village.certainty == Certainty::Certain,
        is_unlikely: village.certainty == Certainty::Unlikely,
        reasons: village.reasons,
    });
    Some(Line {
        number,
        raw,
        skipped,
        village,
    })
}
