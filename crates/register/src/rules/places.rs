//! The `{…}` in a rule set's texts: those that are filled in, and no others.

use super::reader::Mistake;
use serde_json::Value;

/// What is put in for them is in the guide (`docs/RULE-SETS.md`, part 2); beside these, the keys of
/// the labels.
pub const PLACES: [&str; 32] = [
    "year",
    "previousYear",
    "nextYear",
    "period",
    "nextPeriod",
    "unitName",
    "superiorUnit",
    "communeName",
    "districtName",
    "sectorName",
    "blockName",
    "documentNumber",
    "unitSymbol",
    "addressee",
    "placeName",
    "day",
    "month",
    "signingYear",
    "reportWord",
    "reportPeriod",
    "nextReportPeriod",
    "partPeriod",
    "nextPartPeriod",
    "awardName",
    "awardNames",
    "awardRequest",
    "consideration",
    "achievementPeriod",
    "directWorkerPercent",
    "legalBases",
    "conferenceName",
    "ordinal",
];

/// A place that nothing is put in for would be printed as it stands.
pub(super) fn check(files: &[(&str, Value)], mistakes: &mut Vec<Mistake>) {
    let labels = files
        .iter()
        .filter_map(|(_, set)| set["labels"].as_object());
    let labels: Vec<&str> = labels.flatten().map(|(key, _)| key.as_str()).collect();
    for (file, set) in files {
        for (key, part) in set.as_object().into_iter().flatten() {
            look(file, key, part, &labels, mistakes);
        }
    }
}

fn look(file: &str, way: &str, value: &Value, labels: &[&str], mistakes: &mut Vec<Mistake>) {
    match value {
        Value::String(text) => {
            for place in places(text) {
                if !PLACES.contains(&place) && !labels.contains(&place) {
                    mistakes.push(Mistake {
                        file: file.to_owned(),
                        place: way.to_owned(),
                        problem: format!("không có chỗ điền nào tên là {{{place}}}"),
                    });
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(file, &format!("{way}[{index}]"), item, labels, mistakes);
            }
        }
        Value::Object(object) => {
            // The words of a source are its own.
            for (key, inner) in object.iter().filter(|(key, _)| *key != "quote") {
                look(file, &format!("{way}.{key}"), inner, labels, mistakes);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn places(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split('{').skip(1);
    opened.filter_map(|rest| rest.split_once('}').map(|(place, _)| place))
}
