//! A corrected name is corrected everywhere until the paper is handed in.

use crate::rule_sets::province;
use register::names::{ReferenceTarget, follow_in_lists, followed, referred};
use register::record::Record;
use register::rule_set::RuleSet;
use register::summary::summarise;
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

fn named(rule_set: &RuleSet, id: &str) -> Option<ReferenceTarget> {
    let subjects = subjects();
    let subject = subjects.iter().find(|one| one.id == id)?;
    let by_record = ReferenceTarget::of(rule_set, subject);
    let by_line = ReferenceTarget::by_line(&summarise(rule_set, subject));
    assert_eq!(by_record, by_line, "lists and papers call {id} alike");
    by_record
}

#[track_caller]
fn check(fields: Value, names: [Option<&str>; 2], expected: Option<&str>) {
    let nomination = record("nomination", "n", fields);
    let rule_set = province("lang-son-2026");
    let form = rule_set.form_of_kind("nomination").cloned();
    let form = form.unwrap_or_default();
    let (now, findings) = followed(&form, &nomination, &|id| named(&rule_set, id));
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
    let rule_set = province("lao-cai-2026");
    let form = rule_set.form_of_kind(&registration.kind).expect("its form");
    assert_eq!(Vec::from_iter(referred(form, &registration)), ["p", "f"]);
    let (now, findings) = followed(form, &registration, &|id| named(&rule_set, id));
    let names = now.lines.iter().map(|line| line.text("subjectName"));
    let names: Vec<_> = names.collect();
    assert_eq!(names, [Some("Triệu Tiến Phúc"), Some("Đặng Văn Páo")]);
    let about = findings.iter().map(|one| one.about.as_str());
    let about: Vec<_> = about.collect();
    assert_eq!(about, ["r/individualTitles", "r/familyTitles"]);
    let fields = findings.iter().map(|one| (&*one.record, &*one.field));
    let fields: Vec<_> = fields.collect();
    assert_eq!(fields, [("r.1", "subjectName"), ("r.2", "subjectName")]);
}

/// A record's line in lists, once it has followed its subject: title, and what finds it.
#[track_caller]
fn check_in_lists(kind: &str, fields: Value, expected: [&str; 3]) {
    let rule_set = province("lang-son-2026");
    let of_subject = fields["subject"].as_str().unwrap_or_default();
    let all = subjects();
    let subject = all.iter().find(|one| one.id == of_subject);
    let subject = subject.map(|one| summarise(&rule_set, one));
    let subject = subject.unwrap_or_default();
    let mut line = summarise(&rule_set, &record(kind, "n", fields));
    let other = line.clone();
    follow_in_lists(&mut line, &subject);
    assert_eq!([&*line.title, &*line.folded, &*line.initials], expected);
    assert_eq!((&line.detail, &line.state), (&other.detail, &other.state));
    assert_eq!(line.sort == other.sort, line.title == other.title);
}

#[test]
fn its_line_in_lists_follows_and_is_found_by_the_name_of_now() {
    let kept = "Nông Tiền Phú";
    let nomination = |more: Value| {
        let mut fields = json!({"subject": "p", "subjectName": kept, "award": "advancedWorker"});
        let more = more.as_object().cloned().unwrap_or_default();
        fields.as_object_mut().expect("fields").extend(more);
        fields
    };
    let award = summarise(
        &province("lang-son-2026"),
        &record("nomination", "n", nomination(json!({}))),
    );
    let (_, award) = award
        .folded
        .split_once('\n')
        .expect("the award is found, too");
    let now = [
        "Triệu Tiến Phúc",
        &format!("trieu tien phuc\n{award}"),
        "ttp",
    ];
    check_in_lists("nomination", nomination(json!({})), now);
    let then = [kept, &format!("nong tien phu\n{award}"), "ntp"];
    check_in_lists("nomination", nomination(json!({"state": "sent"})), then);
    check_in_lists("nomination", nomination(json!({"subject": "c"})), then);
    let village =
        json!({"subject": "v", "subjectName": "Bản Pò Má", "pledgeSignedOn": "2026-02-03"});
    let signed = ["Bản Pò Mã", "ban po ma", "bpm"];
    check_in_lists("emulationRegistration", village, signed);
}
