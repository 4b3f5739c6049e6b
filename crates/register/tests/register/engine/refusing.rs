//! Broken rule sets, refused with every mistake and its place.

use super::{layer_names, read_with, rules};
use crate::rule_sets::files;
use register::rules::{Mistake, RuleSetFile, Rules};
use serde_json::{Value, json};

/// The mistakes of a set with one thing put at a place of one of its files.
fn mistakes(id: &str, file: &str, changes: &[(&str, Value)]) -> Vec<String> {
    let change = |name: &str, text: String| {
        if name != file {
            return text;
        }
        let mut json: Value = serde_json::from_str(&text).unwrap_or_default();
        for (pointer, put) in changes {
            let Some((way, key)) = pointer.rsplit_once('/') else {
                panic!("{pointer}")
            };
            let Some(place) = json.pointer_mut(way) else {
                panic!("{file} has no {pointer}")
            };
            match place {
                Value::Object(object) if put.is_null() => drop(object.remove(key)),
                Value::Object(object) => drop(object.insert(key.to_owned(), put.clone())),
                place => match key.parse::<usize>().ok().and_then(|key| place.get_mut(key)) {
                    Some(item) => *item = put.clone(),
                    None => panic!("{file} has no {pointer}"),
                },
            }
        }
        json.to_string()
    };
    match read_with(id, change) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(Mistake::to_string).collect(),
    }
}

#[track_caller]
fn check(id: &str, file: &str, pointer: &str, put: Value, expected: &str) {
    let said = mistakes(id, file, &[(pointer, put)]);
    assert!(
        said.iter().any(|one| one == expected),
        "{pointer}: {said:#?}"
    );
}

#[test]
fn a_mistake_is_said_with_its_file_and_place() {
    let (set, file) = ("lang-son-2020", "lang-son-2020");
    let cases = [
        (
            "/labels",
            Value::Null,
            "lang-son-2020, labels: thiếu mục này",
        ),
        (
            "/deadlines/0/when/date",
            json!("2020-02-30"),
            "lang-son-2020, deadlines[0].when.date: không có ngày này; phải viết năm-tháng-ngày, ví dụ 2026-03-15",
        ),
        (
            "/deadlines/0/when/relation",
            json!("about"),
            "lang-son-2020, deadlines[0].when.relation: phải là một trong các chữ: before onOrBefore on after onOrAfter",
        ),
        (
            "/deadlines/0/text",
            json!("Gửi báo cáo năm {yaer} của {blockLead}."),
            "lang-son-2020, deadlines[0].text: không có chỗ điền nào tên là {yaer}",
        ),
        (
            "/criteria/1/id",
            json!("C-1"),
            "lang-son-2020, criteria[1]: mã «C-1» đã dùng ở mục khác",
        ),
        (
            "/criteria/1/award",
            json!("goldenStar"),
            "lang-son-2020, criteria[1].award: không có mục nào mang mã «goldenStar»",
        ),
        (
            "/criteria/1/awrd",
            json!("x"),
            "lang-son-2020, criteria[1].awrd: không có mục nào tên như thế",
        ),
        (
            "/criteria/1/Award",
            json!("x"),
            "lang-son-2020, criteria[1].Award: không có mục nào tên như thế; có phải là «award»?",
        ),
        (
            "/criteria/1/text",
            json!(7),
            "lang-son-2020, criteria[1].text: phải là chữ trong ngoặc kép",
        ),
        (
            "/criteria/9/condition",
            json!({"is": "criterion", "criterion": "C-6"}),
            "lang-son-2020.documents, criteria C-6: tiêu chuẩn này dựa vào chính nó",
        ),
        (
            "/criteria/9/condition",
            json!({"most": []}),
            "lang-son-2020, criteria[9].condition: điều kiện phải có all, any, atLeast và of, hoặc is",
        ),
        (
            "/criteria/0/condition/all/1/atLeast",
            json!(4),
            "lang-son-2020, criteria[0].condition.all[1]: atLeast nhiều hơn số điều kiện bên trong",
        ),
        (
            "/criteria/0/condition/all/1/of/0/all/3/times",
            json!(0),
            "lang-son-2020, criteria[0].condition.all[1].of[0].all[3]: times phải từ 1 trở lên",
        ),
        (
            "/quotas/0/alternatives/0/0/atMost",
            json!(-1),
            "lang-son-2020, quotas[0].alternatives[0][0].atMost: số này quá lớn hoặc quá nhỏ",
        ),
        (
            "/legalBases/0/effectiveFrom",
            json!("2023-13-01"),
            "lang-son-2020, legalBases[0].effectiveFrom: không có ngày «2023-13-01»",
        ),
        (
            "/parts",
            json!(["rules"]),
            "lang-son-2020, parts: thiếu tệp kèm lang-son-2020.rules.json",
        ),
        (
            "/extends",
            json!("common-2019"),
            "lang-son-2020, extends: chưa có bộ common-2019 để chồng lên",
        ),
    ];
    for (pointer, put, expected) in cases {
        check(set, file, pointer, put, expected);
    }
    let table = "lang-son-2020.documents";
    check(
        set,
        table,
        "/tableLayouts/0/rows/0/sum/of/0",
        json!("I.99"),
        "lang-son-2020.documents, tableLayouts awardSummary dòng I: không có dòng «I.99»",
    );
    check(
        set,
        table,
        "/tableLayouts/0/rows/0/sum/of/0",
        json!("I.2"),
        "lang-son-2020.documents, tableLayouts awardSummary dòng I.1: không được cộng vào dòng nào",
    );
    check(
        set,
        table,
        "/tableLayouts/0/rows/0/sum/of/0",
        json!("I.2"),
        "lang-son-2020.documents, tableLayouts awardSummary dòng I.2: được cộng nhiều lần",
    );
    check(
        set,
        table,
        "/tableLayouts/0/rows/1/counts/awards/0",
        json!("laborOrder"),
        "lang-son-2020.documents, tableLayouts awardSummary dòng I.1: có lượt khen vừa ở dòng này vừa ở dòng I.2",
    );
    check(
        set,
        table,
        "/tableLayouts/0/rows/0/kind",
        json!("sum"),
        "lang-son-2020.documents, tableLayouts[0].rows[0].kind: phải là một trong các chữ: group award ofWhich part total",
    );
}

/// All of them, as everywhere; a key of a newer version is none.
#[test]
fn every_mistake_in_a_form_is_said_with_its_place() {
    let form = "/forms/0/sections/0";
    let changes = [
        (format!("{form}/heading"), json!(7)),
        (format!("{form}/fields/0/label"), Value::Null),
        (format!("{form}/fields/0/newer"), json!(true)),
        (format!("{form}/fields/1/min"), json!("một")),
    ];
    let changes: Vec<(&str, Value)> = changes
        .iter()
        .map(|(pointer, put)| (pointer.as_str(), put.clone()))
        .collect();
    let place = "common-2026, forms[0].sections[0]";
    assert_eq!(
        mistakes("common-2026", "common-2026", &changes),
        [
            format!("{place}.heading: phải là chữ trong ngoặc kép"),
            format!("{place}.fields[0].label: thiếu mục này"),
            format!("{place}.fields[1].min: phải là một số nguyên"),
        ]
    );
}

#[test]
fn a_mistake_in_a_frame_or_a_conference_is_said() {
    let (set, file) = ("lang-son-2017", "lang-son-2017.documents");
    let at = |place: &str, problem: &str| format!("{file}, {place}: {problem}");
    for (pointer, put, expected) in [
        (
            "/reportOutlines/0/signature/signer",
            json!([]),
            at(
                "reportOutlines[0].signature.signer",
                "phải có ít nhất một dòng",
            ),
        ),
        (
            "/reportOutlines/0/signature/signer",
            Value::Null,
            at("reportOutlines[0].signature.signer", "thiếu mục này"),
        ),
        (
            "/reportOutlines/0/header/centre",
            json!([]),
            at(
                "reportOutlines[0].header.centre",
                "không có mục nào tên như thế",
            ),
        ),
        (
            "/reportOutlines/0/appendices",
            json!([]),
            at("F-000-01 mục P1.I.2", "không có phụ lục «appendixI»"),
        ),
    ] {
        check(set, file, pointer, put, &expected);
    }
    let (set, file) = ("lang-son-2020", "lang-son-2020.documents");
    let at = |place: &str, problem: &str| format!("{file}, conferenceKits[0].{place}: {problem}");
    for (pointer, put, expected) in [
        (
            "/conferenceKits/0/agenda/items/3/no",
            json!(3),
            at(
                "agenda.items",
                "no của các mục phải là 1, 2, 3 … theo thứ tự",
            ),
        ),
        (
            "/conferenceKits/0/agenda",
            Value::Null,
            at("agenda", "thiếu mục này"),
        ),
        (
            "/conferenceKits/0/stageBackdrops/0/lines/0/element",
            json!("event"),
            at("stageBackdrops[0].lines", "thiếu dòng organizer"),
        ),
        (
            "/conferenceKits/0/stageBackdrops/0/lines/0/element",
            json!("flowers"),
            at(
                "stageBackdrops[0].lines[0].element",
                "phải là một trong các chữ: organizer event title period placeAndDate",
            ),
        ),
    ] {
        check(set, file, pointer, put, &expected);
    }
}

/// Hướng dẫn 2021, mục 3: 95 points in three contents.
#[test]
fn sections_that_sum_to_96_are_refused() {
    check(
        "lao-cai-2026",
        "lao-cai-2026.rules",
        "/scoring/referenceTable/sections/2/maximum",
        json!(1600),
        "lao-cai-2026.documents, scoring.referenceTable: tổng điểm các mục là 96, phải bằng 95",
    );
}

#[test]
fn every_mistake_is_listed_and_not_only_the_first() {
    let said = mistakes(
        "lang-son-2026",
        "lang-son-2026.rules",
        &[
            ("/criteria/0/award", json!("goldenStar")),
            ("/criteria/2/condition/all/3/atLeast", json!("200 triệu")),
            ("/quotas/0/counts", json!("everything")),
            ("/deadlines/0/when/kind", json!("sometime")),
        ],
    );
    for place in [
        "criteria[0].award",
        "criteria[2].condition.all[3].atLeast",
        "quotas[0].counts",
        "deadlines[0].when",
    ] {
        assert!(
            said.iter().any(|one| one.contains(place)),
            "{place}: {said:#?}"
        );
    }
}

/// A missing section, a key written twice, sections that sum to 96, a deadline on
/// 30 February, a criterion for an award that nobody knows: all of them at once.
#[test]
fn a_set_with_mistakes_is_refused_with_each_of_them_and_the_last_good_one_stays() {
    let id = "lao-cai-2021";
    let mut good = Rules::clone(&rules(id));
    let before = good.clone();
    let text = files::text(id);
    let criterion = r#"{"id": "C-1", "name": "Tập thể", "award": "goldenStar", "text": "…", "checked": false,
        "subject": {"kinds": ["collective"]}, "condition": {"is": "statement", "text": "…"}}"#;
    let broken = text
        .replace("\"labels\":", "\"note\": \"\", \"words\":")
        .replace("\"maximum\": 1500", "\"maximum\": 1600")
        .replace("\"2021-12-15\"", "\"2021-02-30\"")
        .replacen(
            "\"deadlines\":",
            &format!("\"version\": 2, \"criteria\": [{criterion}], \"deadlines\":"),
            1,
        );
    let parts: Vec<String> = layer_names(id)[1..].to_vec();
    let texts: Vec<String> = parts.iter().map(|part| files::text(part)).collect();
    let with_parts = |main| {
        let own = parts.iter().zip(&texts);
        let parts = own.map(|(name, text)| RuleSetFile { name, text });
        let main = RuleSetFile {
            name: id,
            text: main,
        };
        [main].into_iter().chain(parts).collect::<Vec<_>>()
    };
    let said = good.renew(&with_parts(&broken)).err().unwrap_or_default();
    assert_eq!(good, before);
    let said: Vec<String> = said.iter().map(Mistake::to_string).collect();
    let expected = [
        "lao-cai-2021, labels: thiếu mục này",
        "lao-cai-2021, words: không có mục nào tên như thế",
        "lao-cai-2021, version: mục này được viết hai lần",
        "lao-cai-2021, deadlines[2].when.date: không có ngày này; phải viết năm-tháng-ngày, ví dụ 2026-03-15",
        "lao-cai-2021, criteria[0].award: không có mục nào mang mã «goldenStar»",
        "lao-cai-2021.documents, scoring.referenceTable: tổng điểm các mục là 96, phải bằng 95",
    ];
    for one in expected {
        assert!(said.iter().any(|found| found == one), "{one}: {said:#?}");
    }
    assert_eq!(good.renew(&with_parts(&text)), Ok(()));
    let newer = text.replace("\"version\": 1", "\"version\": 7");
    assert_eq!(good.renew(&with_parts(&newer)), Ok(()));
    assert_eq!((before.version, good.version), (1, 7));
}

#[test]
fn a_key_written_twice_is_refused() {
    let text = r#"{"id": "x-2026", "title": "x", "title": "y", "version": 1, "year": 2026, "replaces": [],
        "checked": false, "labels": {}, "legalBases": [], "forms": [],
        "catalogues": {"awards": [{"code": "a", "label": "b", "label": "c"}]}}"#;
    let file = RuleSetFile {
        name: "x-2026",
        text,
    };
    let said =
        Rules::read(&[file]).map_err(|all| all.iter().map(Mistake::to_string).collect::<Vec<_>>());
    let expected = [
        "x-2026, title: mục này được viết hai lần",
        "x-2026, catalogues.awards[0].label: mục này được viết hai lần",
    ];
    assert_eq!(said.err(), Some(expected.map(str::to_owned).to_vec()));
}
