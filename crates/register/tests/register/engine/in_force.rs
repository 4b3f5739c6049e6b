//! What is in force in the year of a report: legal bases, and powers to grant.

use super::rules;
use register::awards::Award;
use register::criteria::Span;
use register::reports::{Knowledge, report_facts};
use register::subject::SubjectKind::{Collective, Family};

/// NĐ 152/2025/NĐ-CP ends on 1 March 2027; Luật 06/2026/QH16 begins on 1 October 2026.
#[test]
fn a_legal_basis_that_is_not_in_force_in_the_year_is_found() {
    let rules = rules("lang-son-2026");
    let letter = rules
        .parts
        .printed_forms
        .iter()
        .find(|form| form.id == "F-002-TTR");
    let Some(letter) = letter else {
        panic!("no letter")
    };
    let found = |year| {
        let known = Knowledge {
            year,
            span: Span::year(year),
            ..Knowledge::default()
        };
        let facts = report_facts(&rules, letter, &known)
            .into_iter()
            .flat_map(|section| section.facts);
        let bases = facts.filter(|fact| fact.fact == "legalBases");
        let findings = bases.flat_map(|fact| fact.findings);
        findings
            .map(|one| one.message)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(found(2025).contains("“06/2026/QH16” có hiệu lực từ 01/10/2026"));
    assert_eq!(found(2026), "");
    assert!(found(2027).contains("“152/2025/NĐ-CP” hết hiệu lực từ 01/03/2027"));
}

/// Nghị định 129/2025/NĐ-CP: «Thôn, tổ dân phố văn hóa» is the commune's to give from
/// 1 July 2025; «Gia đình văn hóa» was before.
#[test]
fn what_was_given_before_the_power_is_not_of_own_authority() {
    let rules = rules("lang-son-2026");
    let award = |id: &str, code: &str, kind, day: &str| Award {
        id: id.to_owned(),
        award: code.to_owned(),
        kind: Some(kind),
        year: Some(2025),
        decision_date: Some(day.to_owned()).filter(|day| !day.is_empty()),
        ..Award::default()
    };
    let awards = [
        award("a", "culturalVillage", Collective, "2025-06-30"),
        award("b", "culturalVillage", Collective, "2025-07-01"),
        award("c", "culturalVillage", Collective, ""),
        award("d", "culturalFamily", Family, "2025-01-05"),
    ];
    let known = Knowledge {
        year: 2025,
        span: Span::year(2025),
        awards: &awards,
        ..Knowledge::default()
    };
    let outline = rules
        .parts
        .report_outlines
        .iter()
        .find(|one| one.id == "F-001-02");
    let Some(outline) = outline else {
        panic!("no report")
    };
    let sections = report_facts(&rules, outline, &known);
    let mut facts = sections.iter().flat_map(|section| &section.facts);
    let Some(fact) = facts.find(|fact| fact.fact == "awardsOfOwnAuthority") else {
        panic!("no fact")
    };
    assert_eq!(
        fact.sentences,
        ["Theo thẩm quyền đã khen thưởng 02 tập thể, 01 gia đình."]
    );
    let codes: Vec<&str> = fact.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["notYetOwnAuthority"]);
}
