//! A draft moved from one rule set to the next.

use register::migration::{Migration, Moved, migrate};
use register::record::Record;
use register::rule_set::RuleSet;
use serde_json::{Value, json};

fn rule_set(fields: &Value, awards: &[&str]) -> RuleSet {
    let awards: Vec<Value> = awards
        .iter()
        .map(|code| json!({"code": code, "label": code, "checked": false}))
        .collect();
    let text = json!({"id": "x-2026", "title": "x", "version": 1, "catalogues": {"awards": awards},
        "forms": [{"id": "nomination", "kind": "nomination", "title": "Đề nghị", "checked": false,
            "sections": [{"key": "s", "heading": "S", "fields": fields}]}]})
    .to_string();
    match RuleSet::parse(&text) {
        Ok(rule_set) => rule_set,
        Err(problem) => panic!("{problem}"),
    }
}

fn draft(fields: &Value) -> Record {
    let mut record = Record::new("06541", "n", "nomination");
    record.fields = fields
        .as_object()
        .cloned()
        .unwrap_or_default()
        .into_iter()
        .collect();
    record
}

fn paths(moved: &[Moved]) -> Vec<&str> {
    moved.iter().map(|one| one.path.as_str()).collect()
}

fn moved() -> Migration {
    let line = |extra: &str| json!({"kind": "earlierAward", "itemLabel": "Lần khen", "addLabel": "Thêm", "fields": [{"key": "year", "label": "Năm", "type": "number"}, {"key": extra, "label": extra, "type": "text"}]});
    let old = rule_set(
        &json!([
            {"key": "name", "label": "Tên", "type": "text"},
            {"key": "fax", "label": "Fax", "type": "text"},
            {"key": "income", "label": "Thu nhập", "type": "number", "decimals": 1},
            {"key": "share", "label": "Tỷ lệ", "type": "number", "decimals": 2},
            {"key": "award", "label": "Danh hiệu", "type": "choice", "catalogue": "awards"},
            {"key": "awards", "label": "Đã khen", "type": "table", "table": line("decision")},
        ]),
        &["flag", "star"],
    );
    let new = rule_set(
        &json!([
            {"key": "name", "label": "Họ và tên", "type": "text"},
            {"key": "income", "label": "Thu nhập", "type": "number", "decimals": 2},
            {"key": "share", "label": "Tỷ lệ", "type": "number", "decimals": 1},
            {"key": "award", "label": "Danh hiệu", "type": "choice", "catalogue": "awards"},
            {"key": "measures", "label": "Biện pháp", "type": "longText"},
            {"key": "awards", "label": "Đã khen", "type": "table", "table": line("authority")},
        ]),
        &["flag"],
    );
    let mut record = draft(
        &json!({"name": "Vi Thị Hoa", "fax": "0205", "income": 1234, "share": 1855, "award": "star", "odd": "?"}),
    );
    let mut line = Record::new("06541", "n.a", "earlierAward");
    line.fields = [
        ("year", json!(2020)),
        ("decision", json!("12/QĐ")),
        ("order", json!("m")),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    record.lines = vec![line, Record::new("06541", "n.b", "vote")];
    migrate(&old, &new, &record)
}

#[test]
fn what_maps_what_is_new_and_what_is_kept_without_a_place() {
    let migration = moved();
    assert_eq!(
        paths(&migration.mapped),
        ["name", "income", "share", "award", "n.a/year"]
    );
    assert_eq!(paths(&migration.new), ["measures"]);
    assert_eq!(
        paths(&migration.without_place),
        ["fax", "n.a/decision", "n.b"]
    );
}

#[test]
fn a_number_is_rescaled_and_never_loses_a_digit() {
    let migration = moved();
    assert_eq!(migration.edits, [("income".to_owned(), json!(12340))]);
    // 18,55 does not fit one decimal, and the star is no choice any more.
    assert_eq!(paths(&migration.to_review), ["share", "award"]);
}

#[test]
fn a_kind_without_a_form_keeps_everything() {
    let empty = rule_set(&json!([]), &[]);
    let old = rule_set(
        &json!([{"key": "name", "label": "Tên", "type": "text"}]),
        &[],
    );
    let migration = migrate(&old, &empty, &draft(&json!({"name": "Vi Thị Hoa"})));
    assert_eq!(paths(&migration.without_place), ["name"]);
}
