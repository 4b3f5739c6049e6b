//! Rule sets whole.

use super::{layer_names, read_with, rules};
use crate::bent::{Script, bent, try_bytes};
use crate::rule_sets::files;
use register::rules::source::Standing;
use register::rules::{RuleSetFile, Rules, differences};
use serde_json::Value;

#[test]
fn every_rule_set_is_read_whole() {
    for id in files::ids() {
        assert_eq!(rules(&id).id, id);
    }
}

#[test]
fn layers_are_the_base_its_parts_the_own_and_its_parts() {
    let expected = [
        "common-2026",
        "common-2026.rules",
        "common-2026.documents",
        "lang-son-2026",
        "lang-son-2026.rules",
        "lang-son-2026.documents",
    ];
    assert_eq!(layer_names("lang-son-2026"), expected);
    let rules = rules("lang-son-2026");
    let counted = (
        rules.parts.criteria.len(),
        rules.parts.quotas.len(),
        rules.parts.plan_tasks.len(),
    );
    assert_eq!(counted, (13, 4, 25));
    assert_eq!(rules.parts.report_outlines.len(), 3);
    assert_eq!(
        (rules.year, rules.parts.period.map(|one| (one.from, one.to))),
        (Some(2026), Some((2021, 2025)))
    );
    assert_eq!(rules.label_of("roles", "block"), "cụm thi đua");
}

/// What a part is called does not take the main file's name.
#[test]
fn a_parts_identity_is_its_main_files() {
    let rules = rules("lang-son-2026");
    assert_eq!(rules.title, "Bộ quy định của tỉnh Lạng Sơn năm 2026");
}

#[test]
fn a_clause_is_cited_by_the_documents_short_title() {
    let of_2020 = rules("lang-son-2020");
    let cited = of_2020
        .criterion("C-1")
        .and_then(|one| of_2020.cite(one.standing()));
    assert_eq!(
        cited.map(|one| one.text).as_deref(),
        Some("Hướng dẫn 2020, mục II.2.2.a")
    );
    let of_2026 = rules("lang-son-2026");
    let cited = of_2026
        .criterion("L-1")
        .and_then(|one| of_2026.cite(one.standing()));
    assert_eq!(
        cited.map(|one| one.text).as_deref(),
        Some("khoản 1 Điều 24, 06/2022/QH15")
    );
    assert_eq!(of_2020.cite(Standing::default()), None);
}

#[test]
fn any_bent_rule_set_is_read_or_refused() {
    for name in [
        "lang-son-2026.rules",
        "lao-cai-2026.rules",
        "common-2026.documents",
    ] {
        let good = Value::clone(&files::json(name));
        try_bytes(6, 60, |bytes: &[u8]| {
            let text = bent(&good, &mut Script::new(bytes));
            let _ = Rules::read(&[RuleSetFile { name, text: &text }]);
        });
    }
}

#[test]
fn what_differs_from_the_set_that_it_replaces_is_told_item_by_item() {
    let said = |old: &Rules, new: &Rules| {
        let found = differences(old, new);
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let old = rules("lang-son-2026");
    assert_eq!(said(&old, &old), Vec::<String>::new());
    let new = read_with("lang-son-2026", |name, text| match name {
        "lang-son-2026" => text.replace("\"cụm thi đua\"", "\"khối thi đua\""),
        "lang-son-2026.rules" => text
            .replace("\"id\": \"Q-9\"", "\"id\": \"Q-10\"")
            .replace("150000000", "160000000"),
        _ => text,
    });
    let Ok(new) = new else {
        panic!("it was refused")
    };
    let expected = [
        "labels block: khác",
        "criteria C-9: khác",
        "quotas Q-10: thêm",
        "quotas Q-9: không còn",
    ];
    let said = said(&old, &new);
    for one in expected {
        assert!(said.iter().any(|found| found == one), "{one}: {said:#?}");
    }
}
