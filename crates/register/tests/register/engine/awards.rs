//! The award register: records of the kind `award`, from what is typed to the
//! summary table and to what criteria count.

use super::commune::{Size, commune};
use super::rules;
use crate::rule_sets::{files, form_of, province};
use register::awards::{Award, award_register, decided_within, held_by};
use register::criteria::{HeldAward, Span};
use register::date::Days;
use register::finding::{Context, check_by};
use register::kind;
use register::record::Record;
use register::rule_set::RuleSet;
use register::subject::SubjectKind;
use register::summary::summarise;
use register::summary_table::{Question, summary_table};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn record(id: &str, fields: &Value) -> Record {
    let mut record = Record::new("06541", id, kind::AWARD);
    for (key, value) in fields.as_object().into_iter().flatten() {
        record.fields.insert(key.clone(), value.clone());
    }
    record
}

fn some() -> Record {
    record(
        "a1",
        &json!({"subjectKind": "individual", "subject": "p1", "subjectName": "Hoàng Thị Mỵ", "isLeader": "no",
            "award": "communeCertificateOfMerit", "commendationMode": "regular", "year": 2025,
            "decisionNumber": "12/QĐ-UBND", "decisionDate": "2025-12-20", "issuingAuthority": "UBND xã"}),
    )
}

/// What is wrong or missing, by field.
#[track_caller]
fn check(fields: Value, expected: &[(&str, &str)]) {
    let rule_set = province("lang-son-2026");
    let form = form_of(&rule_set, "award");
    let mut record = some();
    for (key, value) in fields.as_object().into_iter().flatten() {
        record.fields.insert(key.clone(), value.clone());
    }
    let context = Context {
        today: Some((2026, 3, 1)),
    };
    let found = check_by(&rule_set, &form, &record, &context);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|one| (one.about.field.as_str(), one.code))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_form_asks_for_subject_award_and_year() {
    check(json!({}), &[]);
    check(
        json!({"subjectName": null, "award": null, "year": null}),
        &[
            ("subjectName", "required"),
            ("award", "required"),
            ("year", "required"),
        ],
    );
    check(
        json!({"commendationMode": null, "decisionNumber": null}),
        &[],
    );
    check(json!({"year": -5}), &[("year", "belowMin")]);
    check(json!({"award": "goldenStar"}), &[("award", "notAChoice")]);
    check(
        json!({"decisionDate": "2027-01-01"}),
        &[("decisionDate", "afterToday")],
    );
}

/// With its parts, a working set offers every award that its summary table counts.
#[test]
fn every_award_of_the_summary_table_can_be_chosen() {
    let parse = |name: &str| match RuleSet::parse(&files::text(name)) {
        Ok(rule_set) => rule_set,
        Err(problem) => panic!("{name}: {problem}"),
    };
    let main = parse("common-2026");
    let rule_set = RuleSet::over(main.clone(), parse("common-2026.rules")).with_labels();
    let form = form_of(&main, "award");
    let Some((_, field)) = form.field("award") else {
        panic!("no field award")
    };
    let mut offered = BTreeSet::new();
    for kind in SubjectKind::ALL {
        let record = record("a", &json!({"subjectKind": kind.word()}));
        offered.extend(
            rule_set
                .choices(field, &record)
                .into_iter()
                .map(|one| one.code),
        );
    }
    let rules = rules("common-2026");
    let Some(layout) = rules.table("awardSummary") else {
        panic!("no table")
    };
    let counts = layout
        .written_rows()
        .iter()
        .filter_map(|row| row.counts.as_ref());
    for award in counts.flat_map(|counts| &counts.awards) {
        assert!(offered.contains(award), "{award}");
    }
}

#[test]
fn a_list_shows_who_what_when_and_by_which_decision() {
    let summary = summarise(&province("lang-son-2026"), &some());
    assert_eq!(
        (summary.title.as_str(), summary.detail.as_str()),
        (
            "Hoàng Thị Mỵ",
            "Giấy khen của Chủ tịch UBND cấp xã · năm 2025 · Quyết định 12/QĐ-UBND"
        )
    );
    assert_eq!(
        (summary.year, summary.subject.as_deref()),
        (Some(2025), Some("p1"))
    );
}

#[test]
fn records_become_the_register_that_the_table_and_criteria_count() {
    let other = Record::new("06541", "n1", kind::NOMINATION);
    let records = [other, some()];
    let register = award_register(&records);
    let expected = Award {
        id: "a1".to_owned(),
        award: "communeCertificateOfMerit".to_owned(),
        mode: Some("regular".to_owned()),
        kind: Some(SubjectKind::Individual),
        subject: Some("p1".to_owned()),
        subject_name: "Hoàng Thị Mỵ".to_owned(),
        year: Some(2025),
        is_direct: Some(true),
        is_leader: Some(false),
        decision_number: Some("12/QĐ-UBND".to_owned()),
        decision_date: Some("2025-12-20".to_owned()),
        issuing_authority: Some("UBND xã".to_owned()),
    };
    assert_eq!(register, [expected]);
    let held = HeldAward {
        award: "communeCertificateOfMerit".to_owned(),
        mode: Some("regular".to_owned()),
        year: Some(2025),
        decision: Some("Quyết định 12/QĐ-UBND ngày 20/12/2025".to_owned()),
    };
    assert_eq!(held_by(&register, "p1"), [held]);
    assert_eq!(held_by(&register, "p2"), []);
    let rules = rules("lang-son-2026");
    let Some(layout) = rules.table("awardSummary") else {
        panic!("no table")
    };
    let question = Question {
        span: Span::year(2025),
        ..Question::default()
    };
    let table = summary_table(&rules, layout, &register, &question);
    let value = |row, column| table.cell(row, column).and_then(|cell| cell.value);
    assert_eq!(value("III.4.c", "directIndividuals"), Some(1));
    assert_eq!(value("T", "individuals"), Some(1));
}

/// The generator makes what the form asks for.
#[test]
fn the_awards_of_the_generated_commune_keep_to_the_form() {
    let rule_set = province("lang-son-2026");
    let form = form_of(&rule_set, "award");
    let made = commune(Size::usual(7));
    for award in &made.awards {
        assert_eq!(award.kind, kind::AWARD);
        assert_eq!(check_by(&rule_set, &form, award, &Context::default()), []);
        for key in award.fields.keys() {
            assert!(form.field(key).is_some(), "{key}");
        }
    }
}

/// A report of six months tells what was decided by 30 June; of what says only a year nobody knows.
#[test]
fn a_half_year_has_the_awards_that_were_decided_in_it() {
    let decided = |id: &str, day: &str| Award {
        id: id.to_owned(),
        year: Some(2026),
        decision_date: Some(day.to_owned()).filter(|day| !day.is_empty()),
        ..Award::default()
    };
    let all = [
        decided("a", "2026-06-30"),
        decided("b", "2026-07-01"),
        decided("c", ""),
        Award::default(),
    ];
    let (within, finding) = decided_within(&all, Days::first_half(2026));
    let ids: Vec<&str> = within.iter().map(|award| award.id.as_str()).collect();
    assert_eq!(ids, ["a", ""]);
    assert_eq!(finding.map(|finding| finding.code), Some("noDay"));
    let (within, finding) = decided_within(&all, Days::years(2026, 2026));
    assert_eq!((within.len(), finding), (4, None));
}
