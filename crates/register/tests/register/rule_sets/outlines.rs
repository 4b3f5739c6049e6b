//! The printed forms: all are there, number themselves, and ask for each
//! content once.

use super::contents::text;
use super::files::{ids, items, list, name_of, objects, strings};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn all_eight_printed_forms_and_the_implicit_ones_are_there() {
    let mut there: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in ids() {
        for key in ["reportOutlines", "printedForms", "tableLayouts"] {
            for form in items(&id, key) {
                let names = [name_of(&form), text(&form, "form")];
                for name in names.into_iter().filter(|name| name.starts_with("F-")) {
                    there.entry(name.to_owned()).or_default().push(id.clone());
                }
            }
        }
    }
    let printed = [
        "F-000-01", "F-001-02", "F-002-01", "F-002-02", "F-002-03", "F-002-04", "F-003-01",
        "F-003-02",
    ];
    let implicit = [
        "F-003-REG",
        "F-003-REG-BLOCK",
        "F-003-SCORE",
        "F-003-BUDGET",
        "F-002-TTR",
        "F-002-BB",
        "F-002-BCTT",
        "F-004-PLAN",
        "F-002-PROG",
        "F-003-MIN",
        "F-002-DEL",
    ];
    for form in printed.iter().chain(&implicit) {
        let sets = there.get(*form).cloned().unwrap_or_default();
        assert!(
            sets.iter().any(|id| id.ends_with("2026")),
            "{form}: {sets:?}"
        );
        assert!(
            sets.iter().any(|id| !id.ends_with("2026")),
            "{form}: {sets:?}"
        );
    }
}

/// A text written once serves every outline, so within one a content has one place.
#[test]
fn a_content_has_one_place_in_an_outline() {
    for id in ids() {
        for outline in items(&id, "reportOutlines") {
            let mut places: BTreeMap<String, usize> = BTreeMap::new();
            objects(&outline["sections"], "", &mut |_, object| {
                if object.get("kind").is_some() {
                    for content in strings(&object["contents"]) {
                        *places.entry(content.to_owned()).or_default() += 1;
                    }
                    let own: BTreeSet<&str> = strings(&object["contents"]).collect();
                    let hinted = list(&object["hints"]).flat_map(|hint| strings(&hint["contents"]));
                    assert!(
                        hinted.into_iter().all(|content| own.contains(content)),
                        "{id} {}",
                        object["key"]
                    );
                    let is_leaf = list(&object["sections"]).count() == 0;
                    assert!(
                        !is_leaf || !own.is_empty(),
                        "{id} {} asks for nothing",
                        object["key"]
                    );
                }
            });
            assert!(places.len() > 15, "{id} {}", name_of(&outline));
            assert!(places.values().all(|count| *count == 1), "{id} {places:?}");
        }
    }
}

#[test]
fn sections_number_themselves_as_the_forms_do() {
    let mut count = 0;
    for id in ids() {
        for key in ["reportOutlines", "printedForms"] {
            for form in items(&id, key) {
                count += check_numbers(
                    &form["sections"],
                    text(&form, "numbering"),
                    "",
                    name_of(&form),
                );
            }
        }
    }
    assert!(count > 150, "{count} numbers only");
}

/// The numbers that an engine makes stand before the quoted headings, but where
/// the printed one is kept beside. How many were looked at.
fn check_numbers(sections: &Value, numbering: &str, above: &str, form: &str) -> usize {
    let (mut place, mut count) = (0, 0);
    for section in list(sections) {
        let is_numbered = section["numbered"] != false;
        let mut core = String::new();
        if is_numbered {
            place += 1;
            core = number(numbering, place, above);
            let printed = section["printedNumber"].as_str().unwrap_or(&core);
            if let Some(quote) = section["source"]["quote"].as_str()
                && section["source"]["line"].is_u64()
                && starts_with_a_number(quote)
            {
                let sign = quote
                    .strip_prefix(printed)
                    .and_then(|rest| rest.chars().next());
                assert!(
                    matches!(sign, Some('.' | ')' | ' ')),
                    "{form} {}: {printed} before «{quote}»",
                    section["key"]
                );
                count += 1;
            }
        }
        count += check_numbers(
            &section["sections"],
            text(section, "numbering"),
            &core,
            form,
        );
    }
    count
}

fn starts_with_a_number(quote: &str) -> bool {
    let first = quote.split(' ').next().unwrap_or_default();
    first == "Phần" || (first.chars().count() <= 5 && first.ends_with(['.', ')']))
}

fn number(numbering: &str, place: usize, above: &str) -> String {
    const ROMAN: [&str; 7] = ["", "I", "II", "III", "IV", "V", "VI"];
    const WORDS: [&str; 3] = ["", "nhất", "hai"];
    match numbering {
        "partWords" => format!("Phần thứ {}", WORDS[place]),
        "partRoman" => format!("Phần {}", ROMAN[place]),
        "upperRoman" => ROMAN[place].to_owned(),
        "dotted" => format!("{above}.{place}"),
        "lowerLetter" => ["", "a", "b", "c"][place].to_owned(),
        "upperLetter" => ["", "A", "B", "C", "D", "E"][place].to_owned(),
        _ => place.to_string(),
    }
}
