//! A corrected name is corrected everywhere until the paper is handed in.

use crate::rule_sets::province;
use register::names::followed;
use register::record::Record;
use serde_json::{Value, json};

fn record(kind: &str, id: &str, fields: Value) -> Record {
    let mut record = Record::new("06541", id, kind);
    if let Value::Object(fields) = fields {
        record.fields = fields.into_iter().collect();
    }
    record
}

fn subjects() -> Vec<Record> {
    vec![
        record("person", "p", json!({"fullName": "Triệu Tiến Phúc"})),
        record("family", "f", json!({"householdHead": "Đặng Văn Páo"})),
        record(
            "village",
            "v",
            json!({"villageKind": "ban", "name": "Pò Mã"}),
        ),
        record("collective", "c", json!({})),
    ]
}

#[track_caller]
fn check(fields: Value, names: [Option<&str>; 2], expected: Option<&str>) {
    let nomination = record("nomination", "n", fields);
    let (now, findings) = followed(&province("lang-son-2026"), &nomination, &subjects());
    assert_eq!(["subjectName", "fullName"].map(|key| now.text(key)), names);
    let said = findings.iter().map(|one| one.message.as_str());
    assert_eq!(said.collect::<Vec<_>>(), Vec::from_iter(expected));
    assert!(findings.iter().all(|one| one.about == "n/subjectName"));
}

#[test]
fn a_nomination_follows_the_name_of_its_subjects_record() {
    let right = Some("Triệu Tiến Phúc");
    let follows =
        "Đã ghi “Triệu Tiền Phúc”, trong sổ nay là “Triệu Tiến Phúc”; văn bản ghi theo sổ.";
    let wrong = json!({"subject": "p", "subjectName": "Triệu Tiền Phúc"});
    check(wrong, [right, None], Some(follows));
    let both =
        json!({"subject": "p", "subjectName": "Triệu Tiền Phúc", "fullName": "Triệu Tiền Phúc"});
    check(both, [right, right], Some(follows));
    let same = json!({"subject": "p", "subjectName": "Triệu Tiến Phúc"});
    check(same, [right, None], None);
    let unnamed = json!({"subject": "p"});
    check(unnamed, [right, None], None);
    let village = json!({"subject": "v", "subjectName": "Bản Pò Má"});
    let of_village = "Đã ghi “Bản Pò Má”, trong sổ nay là “Bản Pò Mã”; văn bản ghi theo sổ.";
    check(village, [Some("Bản Pò Mã"), None], Some(of_village));
}

#[test]
fn what_is_not_in_the_register_or_has_no_name_there_stays_as_it_is_written() {
    for subject in ["c", "nobody"] {
        let fields = json!({"subject": subject, "subjectName": "Tổ hợp tác hồi"});
        check(fields, [Some("Tổ hợp tác hồi"), None], None);
    }
}

#[test]
fn what_was_handed_in_keeps_the_name_that_it_went_with() {
    let sent = json!({"subject": "p", "subjectName": "Triệu Tiền Phúc", "state": "sent"});
    let keeps =
        "Đã ghi “Triệu Tiền Phúc”, trong sổ nay là “Triệu Tiến Phúc”; văn bản giữ tên lúc trình.";
    check(sent, [Some("Triệu Tiền Phúc"), None], Some(keeps));
}

#[test]
fn lines_follow_too() {
    let mut registration = record("emulationRegistration", "r", json!({}));
    let line = json!({"subject": "p", "subjectName": "Triệu Tiền Phúc"});
    registration.lines = vec![
        record("individualTitle", "r.1", line),
        record(
            "familyTitle",
            "r.2",
            json!({"subject": "f", "subjectName": "Đặng Văn Pao"}),
        ),
    ];
    let (now, findings) = followed(&province("lao-cai-2026"), &registration, &subjects());
    let names = now.lines.iter().map(|line| line.text("subjectName"));
    let names: Vec<_> = names.collect();
    assert_eq!(names, [Some("Triệu Tiến Phúc"), Some("Đặng Văn Páo")]);
    let about = findings.iter().map(|one| one.about.as_str());
    let about: Vec<_> = about.collect();
    assert_eq!(about, ["r/individualTitles", "r/familyTitles"]);
}
