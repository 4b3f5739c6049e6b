//! Records and rule sets that make no sense: refused, found, and never a panic.

use super::commune::{Size, commune};
use super::{layer_names, rules};
use crate::bent::{Script, bent, try_bytes};
use crate::rule_sets::files;
use register::awards::Award;
use register::criteria::{Candidate, History, Span, YearlyRating, eligibility};
use register::date::PartialDate;
use register::deadlines::{CalendarOwner, Events, calendar, icalendar};
use register::quotas::{QuotaItem, check_quota};
use register::record::Record;
use register::registrations::{Member, registration_summary};
use register::reports::{Knowledge, report_facts};
use register::rules::{RuleSetFile, Rules};
use register::scores::{ScoreSheet, ScoreTable, TableLine, check_table, ranking, score};
use register::subject::SubjectKind;
use register::summary_table::{Question, SummaryTable, summary_table};
use serde_json::{Value, json};

fn use_all(rules: &Rules, records: &[Record], year: i32) {
    let awards: Vec<Award> = records.iter().map(Award::of_record).collect();
    let span = Span {
        from: year.saturating_sub(4),
        to: year,
    };
    let question = Question {
        span,
        ..Question::default()
    };
    for layout in &rules.parts.table_layouts {
        let table = summary_table(rules, layout, &awards, &question);
        if layout.id == "awardSummary" {
            counted_or_found(&table, &awards, span);
        }
        for row in &table.rows {
            for column in &table.columns {
                let _ = table.drill_down(&row.key, &column.key);
            }
        }
    }
    let registration = records.first();
    let members = [Member {
        id: "m",
        name: "Pò Mã",
        registration,
        ..Member::default()
    }];
    let summary = registration_summary(rules, year, &members);
    let known = Knowledge {
        year,
        span,
        awards: &awards,
        registrations: Some(&summary),
        table: question,
        ..Knowledge::default()
    };
    for outline in &rules.parts.report_outlines {
        let _ = report_facts(rules, outline, &known);
    }
    let Some(today) = PartialDate::parse_stored("2026-03-01") else {
        return;
    };
    let calendar = calendar(
        rules,
        year,
        &Events::from([("blockConference".to_owned(), today)]),
        today,
    );
    let whose = CalendarOwner {
        set: &rules.id,
        commune: None,
        name: &rules.id,
    };
    let _ = icalendar(&calendar, whose, today, &[7]);
    for kind in SubjectKind::ALL {
        let mut history = History::default();
        history.ratings.insert(
            year,
            YearlyRating {
                rating: "wellCompleted".to_owned(),
                recognized: None,
            },
        );
        let candidate = Candidate {
            kind,
            history: history.clone(),
            unit: Some(history),
            ..Candidate::default()
        };
        for criterion in &rules.parts.criteria {
            let _ = eligibility(
                rules,
                &criterion.award,
                &candidate,
                year,
                Some(span),
                &[&criterion.id],
            );
        }
        let list = vec![
            QuotaItem {
                kind,
                ..QuotaItem::default()
            };
            4
        ];
        for quota in &rules.parts.quotas {
            let _ = check_quota(rules, quota, &list);
        }
    }
    if let Some(scoring) = &rules.parts.scoring {
        let line = TableLine {
            key: "i".to_owned(),
            section: "I".to_owned(),
            maximum: i64::MAX,
            ..TableLine::default()
        };
        let table = ScoreTable {
            maxima: [("I".to_owned(), i64::MIN)].into(),
            lines: vec![line; 2],
        };
        let mut sheet = ScoreSheet {
            lines: [("i".to_owned(), i64::MAX)].into(),
            ..ScoreSheet::default()
        };
        sheet.facts.counts = [("reprimandLetters".to_owned(), i64::MAX)].into();
        let _ = check_table(rules, scoring, &table);
        let _ = ranking(&[score(rules, scoring, &table, &sheet)]);
    }
}

/// Each decision of these years, or of no year, is in the total or among what is
/// said not to be counted.
fn counted_or_found(table: &SummaryTable, awards: &[Award], span: Span) {
    let is_asked = |award: &&Award| award.year.is_none_or(|year| span.holds(year));
    let asked = awards.iter().filter(is_asked).count();
    let columns = ["collectives", "individuals", "families"];
    let counted: i64 = columns
        .iter()
        .filter_map(|column| table.cell("T", column)?.value)
        .sum();
    let lost = table.uncounted.len();
    assert_eq!(usize::try_from(counted), Ok(asked - lost));
    assert!(lost == 0 || !table.findings.is_empty());
}

#[test]
fn any_record_of_an_award_or_a_registration_is_counted_or_found() {
    let rules = rules("lao-cai-2026");
    let commune = commune(Size {
        villages: 1,
        awards_a_year: 1,
        ..Size::usual(3)
    });
    let good = json!([
        commune.registrations[0],
        commune.awards[0],
        commune.awards[1]
    ]);
    try_bytes(20, 60, |bytes: &[u8]| {
        let text = bent(&good, &mut Script::new(bytes));
        let Ok(Value::Array(values)) = serde_json::from_str::<Value>(&text) else {
            return;
        };
        let records: Vec<Record> = values
            .into_iter()
            .filter_map(|value| serde_json::from_value(value).ok())
            .collect();
        for year in [2025, 0, i32::MIN, i32::MAX] {
            use_all(&rules, &records, year);
        }
    });
}

#[test]
fn any_rule_set_that_is_not_refused_can_be_computed_with() {
    for set in ["lang-son-2026", "lao-cai-2026"] {
        let names = layer_names(set);
        let texts: Vec<String> = names.iter().map(|name| files::text(name)).collect();
        let own = names
            .iter()
            .position(|name| name.ends_with("2026.rules") && !name.starts_with("common"));
        let Some(own) = own else { panic!("{set}") };
        let good: Value = serde_json::from_str(&texts[own]).unwrap_or_default();
        try_bytes(5, 40, |bytes: &[u8]| {
            let mut texts = texts.clone();
            texts[own] = bent(&good, &mut Script::new(bytes));
            let listed: Vec<RuleSetFile<'_>> = names
                .iter()
                .zip(&texts)
                .map(|(name, text)| RuleSetFile { name, text })
                .collect();
            if let Ok(rules) = Rules::read(&listed) {
                use_all(&rules, &[], 2026);
            }
        });
    }
}
