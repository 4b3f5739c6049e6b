//! What the register supplies to each of the five outlines.

use super::commune::{Size, commune};
use super::{golden, rules};
use register::awards::Award;
use register::criteria::Span;
use register::ratios::{Indicator, Polarity};
use register::record::Record;
use register::registrations::{
    Member, RegistrationOwner, RegistrationSummary, registration_summary,
};
use register::reports::*;
use register::rules::Rules;
use register::subject::SubjectKind::{Collective, Individual};
use register::summary_table::{Question, UnitTotals};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

struct World {
    awards: Vec<Award>,
    villages: Vec<(String, String, Record)>,
}

fn world() -> World {
    let commune = commune(Size {
        villages: 8,
        awards_a_year: 60,
        ..Size::usual(5)
    });
    let named = commune.villages.iter().zip(commune.registrations);
    let villages = named.map(|(village, registration)| {
        let name = village.text("name").unwrap_or_default().to_owned();
        (village.id.clone(), name, registration)
    });
    World {
        awards: commune.awards.iter().map(Award::of_record).collect(),
        villages: villages.collect(),
    }
}

fn registrations(rules: &Rules, world: &World) -> RegistrationSummary {
    let members: Vec<Member<'_>> = world
        .villages
        .iter()
        .map(|(id, name, record)| Member {
            id,
            name,
            registration: Some(record),
            ..Member::default()
        })
        .collect();
    registration_summary(rules, 2025, &members)
}

fn entry(id: &str, name: &str) -> KnowledgeEntry {
    KnowledgeEntry {
        id: id.to_owned(),
        name: name.to_owned(),
        ..KnowledgeEntry::default()
    }
}

fn indicators() -> Vec<Indicator> {
    vec![
        Indicator {
            name: "Thu ngân sách".to_owned(),
            unit: "triệu đồng".to_owned(),
            assigned_plan: Some(1200),
            actual: Some(1264),
            same_period_last_year: Some(1100),
            years: BTreeMap::from([(2023, 900), (2024, 1100)]),
            ..Indicator::default()
        },
        Indicator {
            name: "Tỷ lệ hộ nghèo".to_owned(),
            unit: "%".to_owned(),
            decimals: 2,
            polarity: Polarity::LessIsBetter,
            assigned_plan: Some(1700),
            actual: Some(1725),
            ..Indicator::default()
        },
    ]
}

fn knowledge<'a>(
    world: &'a World,
    summary: &'a RegistrationSummary,
    indicators: &'a [Indicator],
    nominations: &'a [SubmittedNomination],
) -> Knowledge<'a> {
    let span = Span::year(2025);
    let exemplar = |id: &str, name: &str, kind| KnowledgeEntry {
        kind: Some(kind),
        ..entry(id, name)
    };
    let entries = [
        (
            "issuedDocuments",
            vec![entry("d1", "Kế hoạch số 12"), entry("d2", "Công văn số 40")],
        ),
        (
            "exemplarNames",
            vec![
                exemplar("e1", "Thôn Pò Mã", Collective),
                exemplar("e2", "Bế Thị Lan", Individual),
            ],
        ),
        (
            "trainingCounts",
            vec![KnowledgeEntry {
                count: Some(45),
                ..entry("t1", "Lớp bồi dưỡng nghiệp vụ")
            }],
        ),
    ];
    Knowledge {
        year: 2025,
        span,
        awards: &world.awards,
        totals: UnitTotals(BTreeMap::from([(Collective, 46), (Individual, 1200)])),
        nominations,
        registrations: Some(summary),
        indicators,
        entries: entries.map(|(fact, all)| (fact.to_owned(), all)).into(),
        table: Question {
            span,
            switched_on: ["III.5", "III.6"].map(str::to_owned).into(),
            ..Question::default()
        },
        texts: WrittenTexts {
            this: BTreeMap::from([(
                "leadership".to_owned(),
                "Đảng ủy đã ban hành nghị quyết …".to_owned(),
            )]),
            last: BTreeMap::from([("solutions".to_owned(), "Tiếp tục đổi mới …".to_owned())]),
        },
        ..Knowledge::default()
    }
}

fn nominations() -> Vec<SubmittedNomination> {
    let one = |id: &str, kind, is_decided| SubmittedNomination {
        id: id.to_owned(),
        award: "provincialCommendation".to_owned(),
        kind,
        is_direct: Some(true),
        is_decided,
    };
    vec![
        one("n1", Collective, true),
        one("n2", Individual, true),
        one("n3", Individual, false),
    ]
}

fn show(sections: &[SectionFacts]) -> String {
    let mut shown = String::new();
    for section in sections {
        let indent = "  ".repeat(section.depth);
        shown += &format!(
            "{indent}{} {}{}\n",
            section.key,
            section.heading,
            if section.is_empty { "  [trống]" } else { "" }
        );
        for content in section
            .contents
            .iter()
            .filter(|one| one.origin != Origin::Empty)
        {
            shown += &format!(
                "{indent}    ~ {} {:?} (cũng ở {:?})\n",
                content.content, content.origin, content.also_in
            );
        }
        for fact in &section.facts {
            let clause = fact
                .clause
                .as_ref()
                .map_or("", |clause| clause.text.as_str());
            let missing = if fact.is_missing {
                " chưa có trong sổ"
            } else {
                ""
            };
            shown += &format!("{indent}    • {}{missing} [{clause}]\n", fact.fact);
            for sentence in &fact.sentences {
                shown += &format!("{indent}      {sentence}\n");
            }
            for table in &fact.tables {
                let layout = table.layout.as_deref().unwrap_or("-");
                shown += &format!(
                    "{indent}      bảng {layout}, {} dòng: {}\n",
                    table.rows.len(),
                    table.rows[0].join(" | ")
                );
            }
            for finding in &fact.findings {
                shown += &format!("{indent}      ! {finding}\n");
            }
        }
    }
    shown
}

fn outline(rules: &Rules, id: &str) -> Outline {
    match rules
        .parts
        .report_outlines
        .iter()
        .find(|known| known.id == id)
    {
        Some(outline) => outline.clone(),
        None => panic!("{id}"),
    }
}

#[track_caller]
fn check(set: &str, id: &str, file: &str) {
    let (rules, world, indicators) = (rules(set), world(), indicators());
    let summary = registrations(&rules, &world);
    let outline = outline(&rules, id);
    // No screen asks yet for the decision on a nomination.
    let known = knowledge(&world, &summary, &indicators, &[]);
    golden(file, &show(&report_facts(&rules, &outline, &known)));
}

#[test]
fn the_annual_report_of_lang_son_is_supplied() {
    check("lang-son-2026", "F-000-01", "report-f-000-01.txt");
}

#[test]
fn the_annual_report_of_2023_is_supplied() {
    check("lang-son-2026", "F-001-02", "report-f-001-02.txt");
}

#[test]
fn the_report_of_a_period_is_supplied() {
    check("lang-son-2026", "F-002-01", "report-f-002-01.txt");
}

#[test]
fn the_report_of_a_member_in_lao_cai_is_supplied() {
    check("lao-cai-2026", "F-003-01", "report-f-003-01.txt");
}

#[track_caller]
fn fact(sections: Vec<SectionFacts>, word: &str) -> Fact {
    let mut facts = sections.into_iter().flat_map(|section| section.facts);
    match facts.find(|fact| fact.fact == word) {
        Some(fact) => fact,
        None => panic!("{word}"),
    }
}

/// What was sent up, and what of it was decided; of families nobody says anything.
#[test]
fn nominations_are_told_with_how_many_were_decided() {
    let (rules, nominations) = (rules("lang-son-2026"), nominations());
    let known = Knowledge {
        year: 2025,
        nominations: &nominations,
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-001-02"), &known);
    let fact = fact(sections, "awardsProposed");
    assert_eq!(
        fact.sentences,
        [
            "Đã trình 03 đề nghị khen thưởng (01 tập thể, 02 cá nhân); 02 đề nghị đủ điều kiện (đã có quyết định)."
        ]
    );
    let row = ["Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "1", "2", ""];
    assert_eq!(fact.tables[0].rows, [row]);
}

/// A block's members are communes.
#[test]
fn a_block_tells_who_has_signed_the_pledge() {
    let rules = rules("lao-cai-2026");
    let mut registration = Record::new("v", "r", "emulationRegistration");
    let signed_on = ("pledgeSignedOn".to_owned(), json!("2025-02-15"));
    registration.fields.extend([signed_on]);
    let member = |id, name, registration| Member {
        whose: RegistrationOwner::Members,
        id,
        name,
        registration,
    };
    let unsigned = Record::new("v", "s", "emulationRegistration");
    let members = [
        member("a", "Xã Y Tý", Some(&registration)),
        member("b", "Xã A Mú Sung", None),
        member("c", "Xã Trịnh Tường", Some(&unsigned)),
    ];
    let summary = registration_summary(&rules, 2025, &members);
    let known = Knowledge {
        year: 2025,
        issued_by: IssuedBy::Block,
        registrations: Some(&summary),
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-003-02"), &known);
    let told = |word: &str| fact(sections.clone(), word).sentences;
    assert_eq!(
        told("pledgeCounts"),
        ["Có 01/03 đơn vị tham gia ký giao ước thi đua."]
    );
    assert_eq!(
        told("unitsWithoutPledge"),
        ["Đơn vị đã đăng ký, chưa có ngày ký giao ước thi đua: Xã Trịnh Tường."]
    );
    // Of who has not registered it is not known.
    assert_eq!(
        told("unitsWithoutRegistration"),
        ["Đơn vị chưa đăng ký thi đua: Xã A Mú Sung."]
    );
    let rows = &fact(sections.clone(), "blockRegistrations").tables[0].rows;
    assert_eq!(
        rows,
        &[
            ["Xã Y Tý", "", "0", "15/02/2025"],
            ["Xã A Mú Sung", "", "", ""],
            ["Xã Trịnh Tường", "", "0", ""]
        ]
    );
}

/// The plan stands before what was done; an earlier year that only one indicator has
/// stands under its own heading.
#[test]
fn what_was_done_stands_beside_what_it_is_compared_with() {
    let (rules, world) = (rules("lang-son-2026"), world());
    let summary = registrations(&rules, &world);
    let indicator = |name: &str, years: &[(i32, i64)]| Indicator {
        name: name.to_owned(),
        unit: "km".to_owned(),
        assigned_plan: Some(100),
        actual: Some(110),
        years: years.iter().copied().collect(),
        ..Indicator::default()
    };
    let indicators = [
        indicator("Một", &[(2024, 50)]),
        indicator("Hai", &[(2023, 40), (2024, 44)]),
    ];
    let known = knowledge(&world, &summary, &indicators, &[]);
    let sections = report_facts(&rules, &outline(&rules, "F-002-01"), &known);
    let facts = sections.iter().flat_map(|section| &section.facts);
    let mut facts = facts.filter(|fact| fact.fact == "indicatorComparison");
    let table = facts.next().and_then(|fact| fact.tables.first());
    let Some(table) = table else { panic!() };
    let shown: Vec<String> = [&table.headings]
        .into_iter()
        .chain(&table.rows)
        .map(|row| row.join(" | "))
        .collect();
    assert_eq!(
        shown,
        [
            "Chỉ tiêu | Đơn vị tính | Kế hoạch | Thực hiện | So kế hoạch (%) | Năm 2023 | \
             So năm 2023 (%) | Năm 2024 | So năm 2024 (%)",
            "Một | km | 100 | 110 | 110,0 |  |  | 50 | 220,0",
            "Hai | km | 100 | 110 | 110,0 | 40 | 275,0 | 44 | 250,0",
        ]
    );
    let shares = table.shares.iter();
    let shares: Vec<[usize; 3]> = shares
        .map(|one| [one.column, one.part, one.whole])
        .collect();
    assert_eq!(shares, [[4, 3, 2], [6, 3, 5], [8, 3, 7]]);
}

/// «Có bao nhiêu tập thể, cá nhân tham gia đăng ký thi đua»: Hướng dẫn 2021, Mẫu số 01.
#[test]
fn registrations_are_told_in_a_sentence_with_where_they_came_from() {
    let (rules, world) = (rules("lao-cai-2026"), world());
    let summary = registrations(&rules, &world);
    let known = knowledge(&world, &summary, &[], &[]);
    let sections = report_facts(&rules, &outline(&rules, "F-003-01"), &known);
    let facts = sections.iter().flat_map(|section| &section.facts);
    let Some(fact) = facts.clone().find(|fact| fact.fact == "registrationCounts") else {
        panic!()
    };
    assert_eq!(fact.sentences.len(), 1);
    assert!(
        fact.sentences[0].starts_with("Có 08 tập thể, "),
        "{}",
        fact.sentences[0]
    );
    assert_eq!(fact.figures[0].from.len(), 8);
}

#[test]
fn every_supply_of_every_outline_is_known() {
    for set in [
        "lang-son-2026",
        "lao-cai-2026",
        "lang-son-2017",
        "lang-son-2020",
        "lao-cai-2021",
        "common-2023",
    ] {
        let rules = rules(set);
        for outline in rules
            .parts
            .report_outlines
            .iter()
            .chain(&rules.parts.printed_forms)
        {
            for section in report_facts(&rules, outline, &Knowledge::default()) {
                for fact in section.facts {
                    let codes: Vec<&str> = fact.findings.iter().map(|one| one.code).collect();
                    assert!(
                        !codes.contains(&"unknownFact") && !codes.contains(&"unknownRatio"),
                        "{set} {} {} {}",
                        outline.id,
                        section.key,
                        fact.fact
                    );
                }
            }
        }
    }
}

#[test]
fn a_text_written_once_stands_in_every_outline_that_asks_for_it() {
    let (rules, world) = (rules("lang-son-2026"), world());
    let summary = registrations(&rules, &world);
    let known = knowledge(&world, &summary, &[], &[]);
    let mut places = BTreeSet::new();
    for outline in &rules.parts.report_outlines {
        for section in report_facts(&rules, outline, &known) {
            let is_empty = section.is_empty;
            for content in section.contents {
                if content.content == "leadership" {
                    assert_eq!(
                        (content.origin, content.also_in.len()),
                        (Origin::Written, 2)
                    );
                    places.insert(outline.id.clone());
                }
                if content.content == "solutions" {
                    // To begin with, and not yet written.
                    assert_eq!((content.origin, is_empty), (Origin::LastYear, true));
                }
            }
        }
    }
    assert_eq!(places.len(), 3);
}

#[test]
fn nonsense_in_the_lists_is_found_and_not_summed() {
    let rules = rules("lang-son-2026");
    let classes = vec![
        KnowledgeEntry {
            count: Some(-3),
            ..entry("t", "Lớp A")
        },
        KnowledgeEntry {
            count: Some(20),
            ..entry("u", "Lớp B")
        },
    ];
    let known = Knowledge {
        year: 2025,
        entries: BTreeMap::from([("trainingCounts".to_owned(), classes)]),
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-000-01"), &known);
    let Some(fact) = sections
        .iter()
        .flat_map(|section| &section.facts)
        .find(|fact| fact.fact == "trainingCounts")
    else {
        panic!()
    };
    assert_eq!(
        fact.sentences,
        ["Có 02 lớp tập huấn, bồi dưỡng, 20 lượt người."]
    );
    assert_eq!(fact.findings[0].code, "negativeCount");
}

/// A fact's clause is as checked as its outline.
#[test]
fn a_fact_says_whether_its_outline_was_checked() {
    let rules = rules("lang-son-2026");
    let mut outline = rules.parts.report_outlines[0].clone();
    for checked in [false, true] {
        outline.checked = checked;
        let sections = report_facts(&rules, &outline, &Knowledge::default());
        let clauses = sections
            .iter()
            .flat_map(|section| &section.facts)
            .filter_map(|fact| fact.clause.as_ref());
        let said: Vec<bool> = clauses.map(|clause| clause.checked).collect();
        assert!(said.len() > 5 && said.iter().all(|one| *one == checked));
    }
}

/// A commune's villages are no members of its block, its documents none of the block's.
#[test]
fn nothing_of_a_commune_goes_into_its_blocks_report() {
    let (rules, world, indicators, nominations) =
        (rules("lao-cai-2026"), world(), indicators(), nominations());
    let summary = registrations(&rules, &world);
    let known = knowledge(&world, &summary, &indicators, &nominations);
    let sections = report_facts(&rules, &outline(&rules, "F-003-02"), &known);
    for fact in sections.iter().flat_map(|section| &section.facts) {
        assert!(fact.is_missing, "{fact:?}");
        assert_eq!(fact.whose, RegistrationOwner::Members, "{}", fact.fact);
    }
    let own = report_facts(&rules, &outline(&rules, "F-003-01"), &known);
    let whose = |word: &str| {
        let mut facts = own.iter().flat_map(|section| &section.facts);
        let fact = facts.find(|fact| fact.fact == word);
        fact.map(|fact| (fact.whose, fact.days.map(|days| days.to_string())))
    };
    let days = Some("từ 01/01/2025 đến 31/12/2025".to_owned());
    assert_eq!(
        whose("registrationCounts"),
        Some((RegistrationOwner::Units, days.clone()))
    );
    assert_eq!(
        whose("indicatorComparison"),
        Some((RegistrationOwner::Own, days))
    );
}

/// What a commune has registered stands beside what is to be done; what was done is blank and said.
#[test]
fn an_indicator_that_was_only_registered_has_no_result() {
    let rules = rules("lang-son-2026");
    let registered = [Indicator {
        name: "Tỷ lệ hộ nghèo".to_owned(),
        about: "r/indicators".to_owned(),
        decimals: 2,
        registered: Some(750),
        ..Indicator::default()
    }];
    let known = Knowledge {
        year: 2026,
        indicators: &registered,
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-000-01"), &known);
    let mut facts = sections.iter().flat_map(|section| &section.facts);
    let Some(fact) = facts.find(|fact| fact.fact == "indicatorComparison") else {
        panic!()
    };
    let wanted = ["Đăng ký", "Kế hoạch", "Thực hiện"];
    assert_eq!(fact.tables[0].headings[2..5], wanted);
    assert_eq!(fact.tables[0].rows[0][2..5], ["7,5", "", ""]);
    let said: Vec<_> = fact
        .findings
        .iter()
        .map(|one| (one.code, one.about.as_str()))
        .collect();
    assert_eq!(said, [("noResult", "r/indicators")]);
}

/// Nobody has registered, nobody has signed: not «0 of 2», not «all have».
#[test]
fn where_nobody_has_entered_a_registration_nothing_is_told_of_them() {
    let rules = rules("lao-cai-2026");
    let members = [Member {
        id: "v",
        name: "Thôn Pò Mã",
        ..Member::default()
    }];
    let summary = registration_summary(&rules, 2026, &members);
    let known = Knowledge {
        year: 2026,
        registrations: Some(&summary),
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-003-01"), &known);
    for fact in sections.iter().flat_map(|section| &section.facts) {
        assert!(fact.is_missing, "{fact:?}");
    }
}

/// The commune's own registration is no source for «0 of 2 units have handed in theirs».
#[test]
fn where_only_the_commune_has_registered_no_unit_is_counted() {
    let rules = rules("lao-cai-2026");
    let mut own = Record::new("c", "r", "emulationRegistration");
    own.fields.extend([("year".to_owned(), json!(2026))]);
    let members = [
        Member {
            whose: RegistrationOwner::Own,
            id: "c",
            name: "Xã Y Tý",
            registration: Some(&own),
        },
        Member {
            id: "v",
            name: "Thôn Pò Mã",
            ..Member::default()
        },
    ];
    let summary = registration_summary(&rules, 2026, &members);
    let known = Knowledge {
        year: 2026,
        registrations: Some(&summary),
        ..Knowledge::default()
    };
    let sections = report_facts(&rules, &outline(&rules, "F-003-01"), &known);
    let fact = fact(sections, "registrationCounts");
    assert_eq!(fact.sentences, Vec::<String>::new());
    let codes: Vec<&str> = fact.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["nobodySent"]);
}
