//! The award summary table: its 43 rows, their kinds, sums and cells.

use super::contents::{item, text};
use super::files::{self, list, name_of, strings};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn rows(table: &Value) -> Vec<&Value> {
    list(&table["rows"]).collect()
}

#[test]
fn the_award_summary_has_its_43_rows() {
    let table = item("lang-son-2020", "tableLayouts", "awardSummary");
    let rows = rows(&table);
    let of_kind = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    let counted = ["group", "award", "ofWhich", "part", "total"].map(of_kind);
    assert_eq!(counted, [3, 22, 9, 8, 1]);
    assert_eq!(rows.len(), 43);
    let lines: Vec<i64> = rows
        .iter()
        .filter_map(|row| row["source"]["line"].as_i64())
        .collect();
    let expected: Vec<i64> = (358..=386).chain(391..=404).collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_rows_are_numbered_as_they_should_have_been() {
    let table = item("lang-son-2020", "tableLayouts", "awardSummary");
    let mut numbers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in rows(&table) {
        let key = text(row, "key");
        let group = key.split('.').next().unwrap_or_default();
        let is_award = row["kind"] == "award";
        if let Some(number) = row["number"].as_str().filter(|_| is_award) {
            numbers.entry(group).or_default().push(number.to_owned());
        }
    }
    let upto = |last: usize| {
        (1..=last)
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers["I"], upto(12));
    assert_eq!(numbers["II"], upto(4));
    assert_eq!(numbers["III"], upto(4));
}

/// In the printed form the numbers 10 and 11 stand a row too high.
#[test]
fn where_a_number_has_slipped_the_printed_one_is_kept() {
    let table = item("lang-son-2020", "tableLayouts", "awardSummary");
    let slipped: Vec<(&str, &str, Option<&str>)> = rows(&table)
        .into_iter()
        .filter_map(|row| {
            let printed = row["printedNumber"].as_str()?;
            Some((text(row, "key"), printed, row["number"].as_str()))
        })
        .collect();
    let expected = [
        ("I.9.c", "10", None),
        ("I.10", "", Some("10")),
        ("I.10.b", "11", None),
        ("I.11", "", Some("11")),
    ];
    assert_eq!(slipped, expected);
}

#[test]
fn sums_name_rows_that_are_there_and_nothing_is_counted_twice() {
    for id in ["lang-son-2020", "common-2026"] {
        let table = item(id, "tableLayouts", "awardSummary");
        let rows = rows(&table);
        let keys: BTreeSet<&str> = rows.iter().map(|row| text(row, "key")).collect();
        assert_eq!(keys.len(), rows.len());
        let mut summed: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            let (kind, sum) = (text(row, "kind"), &row["sum"]);
            for part in strings(&sum["of"]) {
                assert!(keys.contains(part), "{part}");
                *summed.entry(part).or_default() += 1;
            }
            let children: Vec<&&Value> = rows
                .iter()
                .filter(|child| child["parent"] == row["key"])
                .collect();
            let of_which = children.iter().all(|child| child["kind"] == "ofWhich");
            let relation = match kind {
                "group" | "total" => Some("equal"),
                "award" if children.is_empty() => None,
                "award" if of_which => Some("atLeast"),
                "award" => Some("equal"),
                _ => None,
            };
            assert_eq!(sum["relation"].as_str(), relation, "{}", row["key"]);
            assert_eq!(row["counts"].is_null(), matches!(kind, "group" | "total"));
            assert_eq!(
                row["parent"].is_string(),
                matches!(kind, "part" | "ofWhich")
            );
        }
        for row in rows.iter().filter(|row| row["kind"] != "total") {
            assert_eq!(summed.get(text(row, "key")), Some(&1), "{}", row["key"]);
        }
    }
}

#[test]
fn cells_that_do_not_apply_are_those_of_no_such_subject() {
    for id in ["lang-son-2020", "common-2026"] {
        let table = item(id, "tableLayouts", "awardSummary");
        let awards = files::catalogue(id, "awards");
        for row in rows(&table) {
            let named: Vec<&Value> = strings(&row["counts"]["awards"])
                .filter_map(|code| awards.iter().find(|award| award["code"] == code))
                .collect();
            if named.is_empty() {
                continue;
            }
            let given_to = |kind: &str| {
                named.iter().any(|award| {
                    strings(&award["attributes"]["subjectKinds"]).any(|known| known == kind)
                })
            };
            let mut expected = Vec::new();
            for (kind, columns) in [
                ("collective", &["collectives", "directCollectives"][..]),
                ("individual", &["individuals", "directIndividuals"][..]),
                ("family", &["families"][..]),
            ] {
                if !given_to(kind) {
                    expected.extend_from_slice(columns);
                }
            }
            expected.sort_unstable();
            let mut said: Vec<&str> = strings(&row["notApplicable"]).collect();
            said.sort_unstable();
            assert_eq!(said, expected, "{id} {}", row["key"]);
        }
    }
}

#[test]
fn three_header_rows_cover_nine_columns() {
    let table = item("lang-son-2020", "tableLayouts", "awardSummary");
    let columns: Vec<&str> = list(&table["columns"]).map(name_of).collect();
    assert_eq!(columns.len(), 9);
    let mut covered = vec![0; columns.len() * 3];
    for (row, cells) in list(&table["headerRows"]).enumerate() {
        for cell in list(cells) {
            let Some(from) = columns.iter().position(|key| cell["column"] == *key) else {
                panic!("{cell}")
            };
            let span = |key: &str| {
                cell[key]
                    .as_u64()
                    .unwrap_or(1)
                    .try_into()
                    .unwrap_or(1_usize)
            };
            for below in row..row + span("rowSpan") {
                for right in from..from + span("columnSpan") {
                    covered[below * columns.len() + right] += 1;
                }
            }
        }
    }
    assert_eq!(covered, vec![1; 27]);
    assert_eq!(list(&table["notes"]).count(), 4);
}

#[test]
fn the_working_table_keeps_all_43_and_adds_only_rows_that_may_be_left_out() {
    let old = item("lang-son-2020", "tableLayouts", "awardSummary");
    let new = item("common-2026", "tableLayouts", "awardSummary");
    let kept: Vec<&str> = rows(&new)
        .into_iter()
        .filter(|row| row["optional"] != true)
        .map(|row| text(row, "text"))
        .collect();
    let printed: Vec<&str> = rows(&old)
        .into_iter()
        .map(|row| text(row, "text"))
        .collect();
    assert_eq!(kept, printed);
    assert_eq!(rows(&new).len(), 46);
}
