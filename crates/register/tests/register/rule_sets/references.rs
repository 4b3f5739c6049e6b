//! What an item refers to must be there. That all of it is there in the rule sets
//! that are shipped, reading them whole shows; here, that what is not is said.

use super::files;
use crate::engine::read_with;
use register::rules::Mistake;
use serde_json::{Value, json};

/// Puts something in the place of every value of a key, and says how many were
/// replaced.
fn replaced(value: &mut Value, key: &str, put: &Value) -> usize {
    match value {
        Value::Object(object) => {
            let own = usize::from(object.contains_key(key));
            if let Some(inner) = object.get_mut(key) {
                *inner = put.clone();
            }
            let below = object.iter_mut().filter(|(other, _)| *other != key);
            own + below
                .map(|(_, inner)| replaced(inner, key, put))
                .sum::<usize>()
        }
        Value::Array(items) => items
            .iter_mut()
            .map(|inner| replaced(inner, key, put))
            .sum(),
        _ => 0,
    }
}

/// Every value of a key refers to nothing: as many mistakes as there are.
#[track_caller]
fn check(file: &str, key: &str, put: Value, problem: &str) {
    let set = file.split('.').next().unwrap_or_default();
    let mut json = Value::clone(&files::json(file));
    let mut count = 0;
    for (part, inner) in json.as_object_mut().into_iter().flatten() {
        if part != "forms" {
            count += replaced(inner, key, &put);
        }
    }
    assert!(count > 0, "{file} has no {key}");
    let broken = |name: &str, text| match name == file {
        true => json.to_string(),
        false => text,
    };
    let said: Vec<Mistake> = read_with(set, broken).err().unwrap_or_default();
    let said = said
        .iter()
        .filter(|one| one.file == file && one.place.ends_with(key) && one.problem == problem);
    assert_eq!(said.count(), count, "{file} {key}");
}

#[test]
fn each_kind_of_reference_to_nothing_is_said_at_its_place() {
    let of_2020 = "lang-son-2020";
    let of_2021 = "lao-cai-2021";
    let cases = [
        (of_2020, "award"),
        (of_2020, "rating"),
        (of_2020, "figure"),
        (of_2020, "criterion"),
        (of_2020, "insteadOf"),
        (of_2020, "deadline"),
        (of_2020, "congress"),
        (of_2020, "event"),
        (of_2020, "form"),
        (of_2020, "document"),
        (of_2020, "setBy"),
        (of_2021, "requestedBy"),
        (of_2021, "withNoticeOf"),
        ("lang-son-2018", "role"),
        ("lang-son-2017.documents", "ratio"),
        ("lang-son-2020.documents", "table"),
        ("common-2026.rules", "authority"),
        ("common-2026.rules", "legalBasis"),
        ("lao-cai-2021.documents", "onlyFor"),
        ("lao-cai-2021.documents", "mode"),
    ];
    for (file, key) in cases {
        check(
            file,
            key,
            json!("nowhere"),
            "không có mục nào mang mã «nowhere»",
        );
    }
    let lists = [
        (of_2020, "awards"),
        (of_2020, "scales"),
        (of_2020, "groups"),
        (of_2020, "headOf"),
        (of_2020, "nominatingUnits"),
        (of_2021, "by"),
        (of_2021, "to"),
        ("lang-son-2020.documents", "modes"),
        ("lang-son-2020.documents", "movements"),
        ("lang-son-2020.documents", "for"),
        ("lang-son-2018", "planTasks"),
    ];
    for (file, key) in lists {
        check(
            file,
            key,
            json!(["nowhere"]),
            "không có mục nào mang mã «nowhere»",
        );
    }
}

#[test]
fn a_slip_that_is_not_written_down_is_said() {
    check(
        "lang-son-2020",
        "slip",
        json!(99),
        "sổ lỗi của văn bản không có lỗi số 99",
    );
    // Of another document.
    check(
        "lang-son-2020.documents",
        "slip",
        json!(24),
        "sổ lỗi của văn bản không có lỗi số 24",
    );
}
