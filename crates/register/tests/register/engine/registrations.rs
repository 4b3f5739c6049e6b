//! The registrations of a commune's villages, or of a block's members:
//! Hướng dẫn 2021, mục I.1 and Mẫu số 02, I.2.2.

use super::commune::{Size, commune};
use super::{golden, rules};
use register::date::Days;
use register::record::Record;
use register::registrations::*;
use register::subject::SubjectKind;
use serde_json::json;

#[test]
fn a_communes_registrations_in_one_table() {
    let rules = rules("lao-cai-2026");
    let commune = commune(Size {
        villages: 6,
        ..Size::usual(11)
    });
    let mut members: Vec<Member<'_>> = commune
        .villages
        .iter()
        .zip(&commune.registrations)
        .map(|(village, registration)| Member {
            id: &village.id,
            name: village.text("name").unwrap_or_default(),
            registration: Some(registration),
            ..Member::default()
        })
        .collect();
    members[2].registration = None;
    let summary = registration_summary(&rules, 2025, &members);
    let mut shown = String::new();
    for title in &summary.titles {
        let label = rules.label_of("awards", &title.award);
        shown += &format!(
            "{} {}: {}\n",
            title.kind.counted(),
            label,
            summary.totals[title]
        );
    }
    for line in &summary.lines {
        let counts: Vec<String> = summary
            .titles
            .iter()
            .map(|title| line.titles.get(title).copied().unwrap_or(0).to_string())
            .collect();
        let signed = line.pledge_signed_on.as_deref().unwrap_or("chưa ký");
        shown += &format!(
            "{:<12} {:<10} {} chỉ tiêu  {signed}{}\n",
            line.name,
            counts.join(" / "),
            line.indicators,
            if line.registration.is_none() {
                "  (chưa đăng ký)"
            } else {
                ""
            }
        );
    }
    for target in &summary.targets {
        shown += &format!(
            "{} ({}): {:?}\n",
            target.name,
            target.unit,
            target.by_member.values().flatten().collect::<Vec<_>>()
        );
    }
    golden("registrations.txt", &shown);
    assert_eq!(summary.without_registration().count(), 1);
    assert!(summary.findings.is_empty());
}

fn registration(lines: &[(&str, serde_json::Value)], year: i64) -> Record {
    let mut record = Record::new("06541", "r", "emulationRegistration");
    record.fields.insert("year".to_owned(), json!(year));
    for (place, (kind, fields)) in lines.iter().enumerate() {
        let mut line = Record::new("06541", &format!("r.{place}"), kind);
        line.fields = fields
            .as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .collect();
        record.lines.push(line);
    }
    record
}

#[test]
fn one_who_registers_for_two_titles_is_one_subject() {
    let record = registration(
        &[
            (
                "individualTitle",
                json!({"subjectName": "Vi Thị Hoa", "award": "advancedWorker"}),
            ),
            (
                "individualTitle",
                json!({"subjectName": "vi thị  hoa ", "award": "grassrootsEmulationFighter"}),
            ),
            // Another person.
            (
                "individualTitle",
                json!({"subjectName": "Vi Thị Hòa", "award": "advancedWorker"}),
            ),
            (
                "individualTitle",
                json!({"subjectName": "Lý Văn Sơn", "award": "advancedWorker"}),
            ),
        ],
        2026,
    );
    let summary = registration_summary(
        &rules("lao-cai-2026"),
        2026,
        &[Member {
            id: "v",
            name: "Nà Lầu",
            registration: Some(&record),
            ..Member::default()
        }],
    );
    assert_eq!(summary.subjects.get(&SubjectKind::Individual), Some(&3));
    assert_eq!(summary.totals.values().sum::<usize>(), 4);
}

#[test]
fn what_does_not_fit_is_found() {
    let odd = registration(
        &[
            (
                "individualTitle",
                json!({"subjectName": "Vi Thị Hoa", "award": "goldenStar"}),
            ),
            (
                "individualTitle",
                json!({"subjectName": "Vi Thị Hoa", "award": "culturalFamily"}),
            ),
            ("familyTitle", json!({"subjectName": "Hoàng Văn Toàn"})),
            ("indicator", json!({"unit": "%"})),
            (
                "indicator",
                json!({"name": "Hộ nghèo", "unit": "hộ", "registeredFigure": 4}),
            ),
            (
                "indicator",
                json!({"name": "hộ nghèo", "unit": "hộ", "registeredFigure": 9}),
            ),
        ],
        2026,
    );
    let mut undated = registration(&[], 2026);
    undated.fields.remove("year");
    let late = registration(&[], 2025);
    let members = [
        Member {
            id: "v",
            name: "Nà Lầu",
            registration: Some(&odd),
            ..Member::default()
        },
        Member {
            id: "w",
            name: "Pò Mã",
            registration: Some(&late),
            ..Member::default()
        },
        Member {
            id: "x",
            name: "Khe Đa",
            registration: Some(&undated),
            ..Member::default()
        },
    ];
    let summary = registration_summary(&rules("lao-cai-2026"), 2026, &members);
    let codes: Vec<&str> = summary.findings.iter().map(|one| one.code).collect();
    assert_eq!(
        codes,
        [
            "unknownAward",
            "notForSubject",
            "noTitle",
            "noName",
            "targetTwice",
            "otherYear",
            "noYear"
        ]
    );
    assert_eq!(summary.lines[0].indicators, 3);
    assert_eq!(summary.targets[0].by_member, [(0, Some(4))].into());
    assert_eq!(summary.totals.values().sum::<usize>(), 2);
    let unsigned: Vec<&str> = summary.without_pledge().map(|line| &*line.name).collect();
    assert_eq!(unsigned.len(), 2, "{unsigned:?}");
}

/// At the end of June a registration of August was not there, a pledge of August not signed.
#[test]
fn a_registration_is_taken_as_it_stood_on_a_day() {
    let of = |registered: &str, signed: &str| {
        let mut record = Record::new("06541", "r", "emulationRegistration");
        for (key, day) in [("registeredOn", registered), ("pledgeSignedOn", signed)] {
            if !day.is_empty() {
                record.fields.insert(key.to_owned(), day.into());
            }
        }
        record
    };
    let check = |registered: &str, signed: &str, expected: Option<bool>| {
        let stood = until(&of(registered, signed), Days::first_half(2026));
        let has_pledge = stood.map(|record| record.date("pledgeSignedOn").is_some());
        assert_eq!(has_pledge, expected, "{registered} {signed}");
    };
    check("2026-02-11", "2026-02-24", Some(true));
    check("2026-02-11", "2026-08-01", Some(false));
    check("", "2026-02-24", Some(true));
    check("2026-08-01", "", None);
    check("", "", None);
    let whole = until(&of("", ""), Days::years(2026, 2026));
    assert!(whole.is_some());
}

/// The commune's own stands beside its units' and is counted with them, but is none of them.
#[test]
fn a_communes_own_registration_is_summed_up_with_its_units() {
    let mut own = Record::new("06541", "r", "emulationRegistration");
    let mut line = Record::new("06541", "r.1", "collectiveTitle");
    line.fields
        .insert("award".to_owned(), "culturalVillage".into());
    own.lines.push(line);
    let members = [
        Member {
            whose: RegistrationOwner::Own,
            id: "c",
            name: "Xã Mẫu Sơn",
            registration: Some(&own),
        },
        Member {
            id: "v",
            name: "Thôn Pò Mã",
            ..Member::default()
        },
    ];
    let summary = registration_summary(&rules("lao-cai-2026"), 2026, &members);
    assert_eq!(summary.totals.values().sum::<usize>(), 1);
    assert_eq!(summary.of_others().count(), 1);
    assert_eq!(summary.without_registration().count(), 1);
}
