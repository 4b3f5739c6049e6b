//! What is said beside a document: in an order, and with keys that lead to the
//! place where it is mended.

use crate::support::{World, nomination, nominations, registration};
use documents::forms::{self, FormDraft};
use documents::making::ComposedDocument;
use documents::model::Content;
use register::criteria::Span;
use register::form::Form;
use register::record::Record;
use register::reports::Knowledge;
use register::subject::SubjectKind::{Collective, Individual};
use register::summary_table::{Question, summary_table};
use serde_json::json;
use std::collections::BTreeSet;

fn said(made: Option<ComposedDocument>) -> Vec<(&'static str, String)> {
    let findings = made.expect("a form").findings;
    let said = findings.into_iter().map(|one| (one.code, one.about));
    said.collect()
}

#[track_caller]
fn check(made: Option<ComposedDocument>, expected: &[(&str, &str)]) {
    let said = said(made);
    let said: Vec<(&str, &str)> = said
        .iter()
        .map(|(code, about)| (*code, about.as_str()))
        .collect();
    assert_eq!(said, expected);
}

fn without(mut record: Record, keys: &[&str]) -> Record {
    record.fields.retain(|key, _| !keys.contains(&key.as_str()));
    record
}

/// The record's, the office's, what was changed, what is written in on signing.
#[test]
fn what_the_record_lacks_comes_first_and_what_signing_brings_last() {
    let world = World::bare("lang-son-2026");
    let mut pasted = without(nomination(Collective), &["award"]);
    let name = json!("Tha\u{300}nh ti\u{301}ch\u{a0}năm");
    pasted.fields.insert("subjectName".to_owned(), name);
    check(
        forms::submission_letter(world.context(), &[pasted]),
        &[
            ("blank", "collective/award"),
            ("uncheckedBasis", "citedBases"),
            ("blank", "addressee"),
            ("blankOffice", "chairTitle"),
            ("blankOffice", "chairName"),
            ("decomposed", "decomposed"),
            ("oddBlanks", "oddBlanks"),
            ("onSigning", "onSigning"),
        ],
    );
}

#[test]
fn a_paper_about_several_says_whose_field_it_is() {
    let world = World::filled("lang-son-2026");
    let nobody = without(
        nomination(Individual),
        &["subjectName", "fullName", "achievements"],
    );
    let mut long = nomination(Collective);
    let text = json!("Hiến đất làm đường. ".repeat(100));
    long.fields.insert("achievements".to_owned(), text);
    check(
        forms::achievement_summary(world.context(), &[nobody, long]),
        &[
            ("blank", "individual/subjectName"),
            ("blank", "individual/achievementSummary"),
            ("cut", "collective/achievementSummary"),
        ],
    );
}

fn keys(form: &Form) -> BTreeSet<&str> {
    let sections = form.sections.iter();
    let fields = sections.flat_map(|section| &section.fields);
    fields.map(|field| field.key.as_str()).collect()
}

/// Of an empty record each finding is about a field of its form, of an empty
/// profile about one of its form.
#[test]
fn every_finding_is_about_a_field_that_there_is() {
    let world = World::bare("lao-cai-2026");
    let profile = world.rules.form_of_kind("communeProfile").expect("form");
    for (kind, made) in [
        ("nomination", forms::exemplar_report as fn(_, &Record) -> _),
        ("nomination", forms::achievement_report),
        ("emulationRegistration", forms::registration),
    ] {
        let record = Record::new("06541", "r", kind);
        let form = world.rules.form_of_kind(kind).expect("form");
        let said = said(made(world.context(), &record));
        for (code, about) in &said {
            let known = match *code {
                "blank" => keys(form).contains(about.as_str()),
                "blankOffice" => keys(profile).contains(about.as_str()),
                code => code == "onSigning",
            };
            assert!(known, "{kind}: {code} {about}");
        }
        assert!(said.iter().any(|(code, _)| *code == "blank"), "{kind}");
    }
}

#[test]
fn what_is_written_in_on_signing_is_said_once_and_by_name() {
    let message = |made: Option<ComposedDocument>| {
        let findings = made.expect("a form").findings;
        let last = findings.last().expect("a finding");
        assert_eq!(last.code, "onSigning");
        last.message.clone()
    };
    let world = World::bare("lang-son-2026");
    assert_eq!(
        message(forms::submission_letter(world.context(), &nominations())),
        "Số, ngày, tháng để trống, ghi khi ký ban hành."
    );
    // No number stands on a registration.
    assert_eq!(
        message(forms::registration(world.context(), &registration())),
        "Ngày, tháng để trống, ghi khi ký ban hành."
    );
    let gone_out = World::filled("lang-son-2026");
    let letter = forms::submission_letter(gone_out.context(), &nominations());
    assert!(said(letter).iter().all(|(code, _)| *code != "onSigning"));
}

#[test]
fn an_office_of_which_nothing_is_known_lacks_its_name_and_place() {
    let world = World::empty("lang-son-2026");
    let plan = forms::drafted(world.context(), "F-004-PLAN", &FormDraft::default());
    let said = said(plan);
    let office = said.iter().filter(|(code, _)| *code == "blankOffice");
    let about: Vec<&str> = office.map(|(_, about)| about.as_str()).collect();
    assert_eq!(
        about,
        [
            "superiorUnit",
            "unitName",
            "placeName",
            "chairTitle",
            "chairName",
            "recipients"
        ]
    );
}

#[test]
fn a_reference_is_marked_on_paper_only_if_that_is_wanted() {
    let printed = |wanted: bool| {
        let mut world = World::filled("lang-son-2026");
        world.paper.marks_reference = wanted;
        let of = |made: Option<ComposedDocument>| {
            let document = made.expect("a form").document;
            documents::html::write(&document, documents::html::Stylesheet::Inside)
                .contains("(Mẫu tham khảo)")
        };
        let letter = of(forms::submission_letter(world.context(), &nominations()));
        let official = of(forms::exemplar_report(
            world.context(),
            &nomination(Collective),
        ));
        (letter, official)
    };
    assert_eq!(printed(false), (false, false));
    assert_eq!(printed(true), (true, false));
}

/// A programme without hours, a table without awards, are not complete.
#[test]
fn what_has_no_source_is_blank_and_said() {
    let world = World::filled("lang-son-2026");
    let programme = said(forms::programme(world.context(), &FormDraft::default()));
    assert!(
        programme.contains(&("blank", "agenda".to_owned())),
        "{programme:?}"
    );
    let layout = world.rules.table("awardSummary").expect("a table");
    let question = Question {
        span: Span {
            from: 2021,
            to: 2025,
        },
        ..Question::default()
    };
    let counted = summary_table(&world.rules, layout, &[], &question);
    let made = forms::award_summary(world.context(), &counted).expect("a table");
    let table = made.document.tables().next().expect("a table");
    let figures = table
        .rows
        .iter()
        .flatten()
        .filter(|cell| matches!(cell.content, Content::Number { .. } | Content::Sum { .. }));
    assert_eq!(figures.count(), 0);
    assert!(said(Some(made)).iter().any(|(code, _)| *code == "noAwards"));
    let known = Knowledge {
        year: 2026,
        span: question.span,
        ..Knowledge::default()
    };
    let report = said(forms::report(world.context(), "F-002-01", &known));
    assert!(
        report.iter().any(|(code, _)| *code == "noAwards"),
        "{report:?}"
    );
}
