//! What programs write is taken and refused as a derived reader would; what people
//! write is taken with what they may leave out, and a mistake with its place.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use reading::{ReadProblem, Slot, read, read_word};
use serde::Deserialize;
use serde_json::Value;
use sorted::SortedMap;
use std::collections::BTreeMap;

#[derive(Debug, Default, PartialEq, Deserialize, Slot)]
struct Written {
    text: String,
    #[serde(rename = "w")]
    whole: u64,
    signed: i64,
    small: u8,
    is: bool,
    any: Value,
    #[serde(default)]
    list: Vec<Part>,
    #[serde(default)]
    perhaps: Option<Part>,
    #[serde(default)]
    by_number: SortedMap<usize, u64>,
    #[serde(default)]
    values: BTreeMap<String, Value>,
}

#[derive(Debug, Default, PartialEq, Deserialize, Slot)]
struct Part {
    id: String,
}

const WHOLE: &str = r#"{"text":"a \"b\" ế","w":7,"signed":-3,"small":255,"is":true,"any":{"x":[1,2.5,null]},
    "list":[{"id":"1"},{"id":"2"}],"perhaps":{"id":"3"},"by_number":{"0":1,"12":2},"values":{"k":"v"}}"#;

#[track_caller]
fn check(json: &str) {
    let derived: Option<Written> = serde_json::from_str(json).ok();
    assert_eq!(read::<Written>(json.as_bytes()).ok(), derived, "{json}");
}

/// The object with one member replaced, or left out.
fn with(name: &str, member: Option<Value>) -> String {
    let mut whole: Value = serde_json::from_str(WHOLE).unwrap();
    let members = whole.as_object_mut().unwrap();
    match member {
        Some(member) => members.insert(name.to_owned(), member),
        None => members.remove(name),
    };
    whole.to_string()
}

#[test]
fn it_takes_and_refuses_what_a_derived_reader_does() {
    check(WHOLE);
    let names = [
        "text",
        "w",
        "signed",
        "small",
        "is",
        "any",
        "list",
        "perhaps",
        "by_number",
        "values",
        "unknown",
    ];
    let members = [
        "null",
        "true",
        "0",
        "-1",
        "256",
        "18446744073709551615",
        "9223372036854775808",
        "1.0",
        "1e3",
        r#""text""#,
        "[]",
        "[1]",
        r#"[{"id":"1","more":[{}]}]"#,
        r#"[{"id":1}]"#,
        "{}",
        r#"{"id":"1"}"#,
        r#"{"id":null}"#,
        r#"{"1":1}"#,
        r#"{"x":1}"#,
    ];
    for name in names {
        check(&with(name, None));
        for member in members {
            check(&with(name, Some(serde_json::from_str(member).unwrap())));
        }
    }
}

#[test]
fn what_is_cut_off_or_goes_on_is_no_json() {
    for cut in 0..WHOLE.len() {
        if let Some(cut) = WHOLE.get(..cut) {
            check(cut);
        }
    }
    check(&format!("{WHOLE} 1"));
    check(&format!("{{\"text\":\"twice\",{}", &WHOLE[1..]));
    check(&"[".repeat(200));
    check("7");
    assert!(matches!(read::<Part>(b"{"), Err(ReadProblem::NotJson(_))));
}

#[derive(Debug, Default, PartialEq, Slot)]
#[reading(by_people)]
struct ByPeople {
    title: String,
    visible_when: Option<Value>,
    rows: Vec<Row>,
}

#[derive(Debug, Default, PartialEq, Slot)]
#[reading(by_people)]
struct Row {
    #[reading(rename = "n")]
    name: String,
    kind: Kind,
    count: u32,
}

#[derive(Debug, Default, PartialEq)]
enum Kind {
    #[default]
    Other,
    Known,
}

read_word!(Kind { "known" => Known, _ => Other });

#[test]
fn what_people_leave_out_has_its_default() {
    let read: ByPeople = read(
        br#"{"title":"T","visibleWhen":{"a":1},"visible_when":7,"rows":[{"n":"x","kind":"known","count":null},{"n":"y","kind":"new"}]}"#,
    )
    .unwrap();
    let rows = vec![
        Row {
            name: "x".into(),
            kind: Kind::Known,
            count: 0,
        },
        Row {
            name: "y".into(),
            kind: Kind::Other,
            count: 0,
        },
    ];
    let expected = ByPeople {
        title: "T".into(),
        visible_when: Some(serde_json::json!({ "a": 1 })),
        rows,
    };
    assert_eq!(read, expected);
}

#[track_caller]
fn misread(json: &str, expected: &str) {
    let problem = read::<ByPeople>(json.as_bytes()).unwrap_err().to_string();
    assert_eq!(problem, expected);
}

#[test]
fn a_mistake_is_said_with_its_place() {
    misread("[]", "gốc tệp: phải là một đối tượng {…}");
    misread("{}", "title: thiếu mục này");
    misread(r#"{"title":null}"#, "title: thiếu mục này");
    misread(
        r#"{"title":"T","rows":{}}"#,
        "rows: phải là một danh sách […]",
    );
    misread(
        r#"{"title":"T","rows":[{"n":"x"},{"kind":"known"}]}"#,
        "rows[1].n: thiếu mục này",
    );
    misread(
        r#"{"title":"T","rows":[{"n":"x","count":-1}]}"#,
        "rows[0].count: số này quá lớn hoặc quá nhỏ",
    );
}
