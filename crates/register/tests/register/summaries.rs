use crate::rule_sets::common;
use register::record::Record;
use register::summary::{Summary, summarise, village_title};
use serde_json::{Value, json};

fn summary(kind: &str, fields: Value) -> Summary {
    let mut record = Record::new("06541", "r", kind);
    if let Value::Object(map) = fields {
        record.fields = map.into_iter().collect();
    }
    summarise(&common(), &record)
}

#[track_caller]
fn check(kind: &str, fields: Value, title: &str, detail: &str) {
    let summary = summary(kind, fields);
    assert_eq!(
        (summary.title.as_str(), summary.detail.as_str()),
        (title, detail)
    );
}

#[test]
fn a_list_shows() {
    check(
        "village",
        json!({ "villageKind": "ban", "name": "Pò Mã", "headName": "Lý Văn Ân", "households": 64 }),
        "Bản Pò Mã",
        "Trưởng bản Lý Văn Ân · 64 hộ",
    );
    check("village", json!({}), "", "");
    check(
        "person",
        json!({ "fullName": "Triệu Tiến Phúc", "birthDate": "1965-03", "subjectGroup": "farmer" }),
        "Triệu Tiến Phúc",
        "sinh 1965 · Nông dân",
    );
    check(
        "family",
        json!({ "householdHead": "Lò Văn Đại", "memberCount": 5 }),
        "Lò Văn Đại",
        "5 người",
    );
    check(
        "collective",
        json!({ "name": "Trạm y tế xã", "collectiveType": "healthStation" }),
        "Trạm y tế xã",
        "Trạm y tế",
    );
    check(
        "emulationRegistration",
        json!({ "subjectName": "Thôn Lặp Pịa", "year": 2026, "pledgeSignedOn": "2026-02-11" }),
        "Thôn Lặp Pịa",
        "năm 2026 · đã ký giao ước 11/02/2026",
    );
    check(
        "nomination",
        json!({ "subjectName": "Bản Pò Mã", "award": "provincialCommendation", "year": 2026 }),
        "Bản Pò Mã",
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh · năm 2026",
    );
    check(
        "commune",
        json!({ "name": "Xã Mẫu Sơn", "code": "06541" }),
        "Xã Mẫu Sơn",
        "06541",
    );
    check("somethingNew", json!({ "title": "Mới" }), "Mới", "");
}

#[test]
fn a_village_is_not_called_village_twice() {
    let rule_set = common();
    assert_eq!(
        village_title(&rule_set, Some("thon"), "Lặp Pịa"),
        "Thôn Lặp Pịa"
    );
    assert_eq!(
        village_title(&rule_set, Some("thon"), "thôn Lặp Pịa"),
        "thôn Lặp Pịa"
    );
    assert_eq!(
        village_title(&rule_set, Some("thon"), "Thông Nông"),
        "Thôn Thông Nông"
    );
    assert_eq!(village_title(&rule_set, None, "Lặp Pịa"), "Lặp Pịa");
}

#[test]
fn a_summary_can_be_searched_and_counted() {
    let village = summary(
        "village",
        json!({ "villageKind": "ban", "name": "Pò Mã", "headName": "Lý Văn Ân" }),
    );
    assert_eq!(village.folded, "ban po ma\nly van an");
    assert_eq!(village.initials, "bpm");
    assert_eq!((village.sections_done, village.sections), (1, 1));
    let registration = summary(
        "emulationRegistration",
        json!({ "subjectKind": "village", "subject": "v", "year": 2026 }),
    );
    assert_eq!((registration.sections_done, registration.sections), (1, 2));
    assert_eq!(registration.subject.as_deref(), Some("v"));
    assert_eq!(
        (registration.year, registration.state.as_str()),
        (Some(2026), "draft")
    );
}

#[test]
fn a_summary_is_small() {
    let summary = summary(
        "family",
        json!({ "householdHead": "Lò Văn Đại", "residence": "Bản Pò Mã" }),
    );
    let Ok(json) = serde_json::to_string(&summary) else {
        panic!("not serialisable")
    };
    assert!(json.len() < 200, "{} {json}", json.len());
    assert_eq!(serde_json::from_str::<Summary>(&json).ok(), Some(summary));
}

/// A list does not show as settled what is still to be chosen.
#[test]
fn a_disputed_figure_is_marked_in_lists() {
    let mut village = Record::new("06541/v", "v", "village");
    let fields =
        json!({ "villageKind": "ban", "name": "Pò Mã", "headName": "Lý Văn Ân", "households": 64 });
    village.fields = serde_json::from_value(fields).expect("fields");
    village.disputed = vec![("households".to_owned(), 2), ("note".to_owned(), 2)];
    let summary = summarise(&common(), &village);
    assert_eq!(summary.detail, "Trưởng bản Lý Văn Ân · 64 hộ (2 nội dung)");
    assert_eq!(summary.title, "Bản Pò Mã");
}
