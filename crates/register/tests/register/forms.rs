use crate::rule_sets::{common, form_of};
use crate::typed_values::field;
use register::computed::{compute, percent};
use register::finding::{Context, FieldPlace, Finding, Severity, check, check_by};
use register::form::{Computed, ComputedOp, Field, FieldType};
use register::progress::{SectionState, progress};
use register::record::Record;
use register::summary::summarise;
use serde_json::{Value, json};

fn record(kind: &str, fields: Value) -> Record {
    let mut record = Record::new("06541", "r", kind);
    if let Value::Object(map) = fields {
        record.fields = map.into_iter().collect();
    }
    record
}

fn with_line(mut parent: Record, id: &str, kind: &str, fields: Value) -> Record {
    let mut line = record(kind, fields);
    line.id = id.to_owned();
    parent.lines.push(line);
    parent
}

const TODAY: Context = Context {
    today: Some((2026, 11, 20)),
};

fn findings(record: &Record) -> Vec<Finding<FieldPlace>> {
    let rule_set = common();
    check_by(&rule_set, &form_of(&rule_set, &record.kind), record, &TODAY)
}

#[track_caller]
fn check_codes(record: &Record, expected: &[(&str, &str)]) {
    let findings = findings(record);
    let found: Vec<(&str, &str)> = findings
        .iter()
        .map(|f| (f.about.field.as_str(), f.code))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_village_needs_its_kind_and_name() {
    check_codes(
        &record("village", json!({})),
        &[("villageKind", "required"), ("name", "required")],
    );
    check_codes(
        &record("village", json!({ "villageKind": "ban", "name": "Pò Mã" })),
        &[],
    );
}

#[test]
fn odd_values_are_noticed() {
    let base = |extra: Value| {
        let mut village = record("village", json!({ "villageKind": "ban", "name": "Pò Mã" }));
        village.fields.extend(record("village", extra).fields);
        village
    };
    check_codes(
        &base(json!({ "headPhone": "123" })),
        &[("headPhone", "oddPhone")],
    );
    check_codes(
        &base(json!({ "households": -1 })),
        &[("households", "belowMin")],
    );
    check_codes(
        &base(json!({ "households": 30_000 })),
        &[("households", "aboveMax")],
    );
    check_codes(
        &base(json!({ "households": "nhiều" })),
        &[("households", "notANumber")],
    );
    check_codes(
        &base(json!({ "villageKind": "hamlet" })),
        &[("villageKind", "notAChoice")],
    );
    check_codes(&base(json!({ "unknownField": 1 })), &[]);
}

#[test]
fn implausible_figures_are_a_warning_only() {
    #[track_caller]
    fn check_warning(record: &Record, field: &str, code: &str, message: &str) {
        let findings = findings(record);
        let found = findings.iter().find(|finding| finding.about.field == field);
        let found = found.map(|one| (one.code, one.severity, one.message.as_str()));
        assert_eq!(found, Some((code, Severity::Warning, message)));
    }
    let village = |households: i64, people: i64| {
        let figures = json!({ "households": households, "people": people });
        let mut village = record("village", json!({ "villageKind": "ban", "name": "Pò Mã" }));
        village.fields.extend(record("", figures).fields);
        village
    };
    check_codes(&village(64, 64), &[]);
    check_warning(
        &village(287, 64),
        "households",
        "moreThan",
        "“Số hộ” nhiều hơn “Số nhân khẩu”. Hãy kiểm tra lại.",
    );
    let year = json!({ "year": 2026, "totalIndividuals": 12, "totalLeaders": 18 });
    check_warning(
        &with_line(
            record("communeProfile", json!({})),
            "r.1",
            "communeYear",
            year,
        ),
        "r.1/totalLeaders",
        "moreThan",
        "Năm thứ 1: “Trong đó: cá nhân là lãnh đạo” nhiều hơn “Tổng số cá nhân thuộc xã”. Hãy kiểm tra lại.",
    );
    check_warning(
        &record(
            "person",
            json!({ "fullName": "An", "birthDate": "1865-03" }),
        ),
        "birthDate",
        "longAgo",
        "“Sinh ngày, tháng, năm” là năm 1865. Hãy kiểm tra lại.",
    );
    check_codes(
        &record("person", json!({ "fullName": "An", "birthDate": "1900" })),
        &[],
    );
}

#[test]
fn dates_after_today_are_a_warning_only() {
    let person = record("person", json!({ "fullName": "An", "birthDate": "2030" }));
    check_codes(&person, &[("birthDate", "afterToday")]);
    assert!(
        findings(&person)
            .iter()
            .all(|finding| finding.severity == Severity::Warning)
    );
    let no_clock = check(&form_of(&common(), "person"), &person, &Context::default());
    assert_eq!(no_clock, []);
    let wrong = record(
        "person",
        json!({ "fullName": "An", "birthDate": "30/2/1965" }),
    );
    check_codes(&wrong, &[("birthDate", "notADate")]);
}

fn registration() -> Record {
    record(
        "emulationRegistration",
        json!({ "subjectKind": "village", "subject": "v", "subjectName": "Thôn Lặp Pịa", "year": 2026 }),
    )
}

#[test]
fn lines_are_checked_and_named() {
    check_codes(&registration(), &[("indicators", "required")]);
    let with_indicator = with_line(
        registration(),
        "r.1",
        "indicator",
        json!({ "name": "Hộ nghèo", "registeredFigure": 150 }),
    );
    check_codes(&with_indicator, &[]);
    let empty = with_line(
        with_indicator.clone(),
        "r.2",
        "indicator",
        json!({ "order": "V" }),
    );
    check_codes(&empty, &[("r.2/name", "emptyLine")]);
    let nameless = with_line(
        with_indicator.clone(),
        "r.2",
        "indicator",
        json!({ "unit": "%" }),
    );
    check_codes(
        &nameless,
        &[
            ("r.2/name", "required"),
            ("r.2/registeredFigure", "required"),
        ],
    );
    let message = findings(&nameless)
        .first()
        .map(|finding| finding.message.clone());
    assert_eq!(
        message.as_deref(),
        Some("Chỉ tiêu thứ 2: chưa nhập “Chỉ tiêu”.")
    );
    let twice = with_line(
        with_indicator,
        "r.2",
        "indicator",
        json!({ "name": "hộ  nghèo", "note": "Ghi hai lần" }),
    );
    check_codes(&twice, &[("r.2/name", "duplicateLine")]);
}

#[test]
fn an_award_must_fit_its_subject() {
    let fits = json!({ "subjectName": "Lý Văn Ân", "award": "advancedWorker" });
    let base = with_line(
        registration(),
        "r.1",
        "indicator",
        json!({ "name": "Hộ nghèo", "registeredFigure": 1500 }),
    );
    check_codes(
        &with_line(base.clone(), "r.2", "individualTitle", fits.clone()),
        &[],
    );
    check_codes(
        &with_line(base, "r.2", "familyTitle", fits),
        &[("r.2/award", "notForSubject")],
    );
}

#[test]
fn signing_asks_for_the_signer() {
    let mut signed = with_line(
        registration(),
        "r.1",
        "indicator",
        json!({ "name": "Hộ nghèo", "registeredFigure": 1500 }),
    );
    signed
        .fields
        .insert("pledgeSignedOn".to_owned(), json!("2026-02-11"));
    check_codes(&signed, &[("pledgeSigner", "required")]);
    let clause = findings(&signed)
        .first()
        .and_then(|finding| finding.clause.clone());
    assert_eq!(
        clause.map(|clause| clause.text).as_deref(),
        Some("Hướng dẫn 2021")
    );
}

#[test]
fn a_nomination_asks_what_its_subject_needs() {
    let sections = |subject_kind: &str| -> Vec<String> {
        let nomination = record("nomination", json!({ "subjectKind": subject_kind }));
        progress(&common(), &form_of(&common(), "nomination"), &nomination)
            .into_iter()
            .map(|s| s.key)
            .collect()
    };
    assert!(sections("collective").contains(&"collectiveInformation".to_owned()));
    assert!(!sections("collective").contains(&"individualInformation".to_owned()));
    assert!(sections("family").contains(&"individualInformation".to_owned()));
    let fields: Vec<String> = findings(&record(
        "nomination",
        json!({ "subjectKind": "individual" }),
    ))
    .into_iter()
    .map(|f| f.about.field)
    .collect();
    assert!(fields.contains(&"birthDate".to_owned()) && !fields.contains(&"history".to_owned()));
}

#[test]
fn progress_is_told_by_section() {
    #[track_caller]
    fn check(record: &Record, section: &str, expected: SectionState, missing: usize) {
        let all = progress(&common(), &form_of(&common(), &record.kind), record);
        let found = all.iter().find(|progress| progress.key == section);
        assert_eq!(
            found.map(|found| (found.state, found.missing)),
            Some((expected, missing))
        );
    }
    check(&registration(), "general", SectionState::Complete, 0);
    check(&registration(), "indicators", SectionState::Empty, 1);
    let nameless = with_line(registration(), "r.1", "indicator", json!({ "unit": "%" }));
    check(&nameless, "indicators", SectionState::Partial, 2);
    let bare = with_line(registration(), "r.1", "indicator", json!({ "order": "V" }));
    check(&bare, "indicators", SectionState::Empty, 1);
    let no_figure = json!({ "name": "Hộ nghèo", "previousResult": 1850 });
    let no_figure = with_line(registration(), "r.1", "indicator", no_figure);
    check(&no_figure, "indicators", SectionState::Partial, 1);
    let in_words = json!({ "name": "Đường làng", "note": "Giữ sạch" });
    let in_words = with_line(registration(), "r.1", "indicator", in_words);
    check(&in_words, "indicators", SectionState::Complete, 0);

    let pledge = |fields: Value| {
        let mut registration = registration();
        registration.fields.extend(record("", fields).fields);
        registration
    };
    check(&registration(), "pledge", SectionState::Open, 0);
    check(
        &pledge(json!({ "note": "Ký sau" })),
        "pledge",
        SectionState::Written,
        0,
    );
    let signed = json!({ "pledgeSignedOn": "2026-02-11" });
    check(&pledge(signed), "pledge", SectionState::Partial, 1);
    let signed = json!({ "pledgeSignedOn": "2026-02-11", "pledgeSigner": "Lý Văn Ân" });
    check(&pledge(signed), "pledge", SectionState::Complete, 0);
    let wrong = pledge(json!({ "year": 1026 }));
    check(&wrong, "general", SectionState::Partial, 0);
    check(
        &record("nomination", json!({ "year": 2026 })),
        "subject",
        SectionState::Partial,
        4,
    );
    check(
        &record("communeProfile", json!({})),
        "symbols",
        SectionState::Open,
        0,
    );
}

/// What lists count and what the check finds are one thing.
#[test]
fn complete_in_lists_is_complete_at_the_check() {
    #[track_caller]
    fn check(record: &Record, complete: bool) {
        let summary = summarise(&common(), record);
        let errors = findings(record)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.count() == 0, complete);
        assert_eq!(summary.sections_done == summary.sections, complete);
    }
    check(&registration(), false);
    let figure = json!({ "name": "Hộ nghèo", "registeredFigure": 1500 });
    let registered = with_line(registration(), "r.1", "indicator", figure);
    check(&registered, true);
    let wrong_award = json!({ "subjectName": "Lý Văn Ân", "award": "advancedWorker" });
    check(
        &with_line(registered.clone(), "r.2", "familyTitle", wrong_award),
        false,
    );
    check(
        &with_line(registered, "r.2", "familyTitle", json!({ "order": "V" })),
        true,
    );
    check(
        &record(
            "village",
            json!({ "villageKind": "ban", "name": "Pò Mã", "headPhone": "1" }),
        ),
        true,
    );
    check(&record("communeProfile", json!({})), false);
}

#[test]
fn choices_follow_the_subject() {
    let rule_set = common();
    let form = form_of(&rule_set, "nomination");
    let Some((_, award)) = form.field("award") else {
        panic!("no award")
    };
    let codes = |subject_kind: Value| -> Vec<String> {
        let nomination = record("nomination", json!({ "subjectKind": subject_kind }));
        rule_set
            .choices(award, &nomination)
            .into_iter()
            .map(|choice| choice.code)
            .collect()
    };
    assert!(codes(json!("family")).contains(&"culturalFamily".to_owned()));
    assert!(!codes(json!("family")).contains(&"advancedWorker".to_owned()));
    assert_eq!(codes(Value::Null).len(), rule_set.catalogue("awards").len());
    let Some((_, subject)) = form.field("subject") else {
        panic!("no subject")
    };
    let kinds = subject.reference.as_ref().map(|reference| {
        reference
            .kinds_for(&record("nomination", json!({ "subjectKind": "family" })))
            .to_vec()
    });
    assert_eq!(kinds, Some(vec!["family".to_owned()]));
}

#[test]
fn small_calculations() {
    let mut registration = registration();
    for (id, figure) in [("r.1", 150), ("r.2", 250)] {
        registration = with_line(
            registration,
            id,
            "indicator",
            json!({ "registeredFigure": figure }),
        );
    }
    registration
        .fields
        .extend(record("", json!({ "a": 2, "b": 3, "on": "1965" })).fields);
    let value = |op, table: Option<&str>, key: Option<&str>, by: Option<&str>| {
        let computed = Computed {
            op,
            table: table.map(str::to_owned),
            field: key.map(str::to_owned),
            by: by.map(str::to_owned),
        };
        let field = Field {
            computed: Some(computed),
            ..field(FieldType::Computed, None, 1)
        };
        compute(&field, &registration, &TODAY)
    };
    assert_eq!(
        value(
            ComputedOp::Sum,
            Some("indicator"),
            Some("registeredFigure"),
            None
        ),
        Some(400)
    );
    assert_eq!(
        value(ComputedOp::Sum, Some("familyTitle"), Some("x"), None),
        None
    );
    assert_eq!(
        value(ComputedOp::Count, Some("indicator"), None, None),
        Some(2)
    );
    assert_eq!(value(ComputedOp::Age, None, Some("on"), None), Some(61));
    assert_eq!(
        value(ComputedOp::Difference, None, Some("b"), Some("a")),
        Some(1)
    );
    assert_eq!(
        value(ComputedOp::Percent, None, Some("a"), Some("b")),
        Some(667)
    );
    assert_eq!(percent(1, 0, 1), None);
    assert_eq!(percent(-2, 3, 1), Some(-667));
    assert_eq!(percent(1, 8, 0), Some(13));
    assert_eq!(percent(32, 40, 1), Some(800));
}

/// A year is of now, the one to come, or past; a day is near the year that it is said of.
#[test]
fn years_far_off_and_negative_figures_are_a_warning_only() {
    #[track_caller]
    fn check_warning(record: &Record, field: &str, code: &str, message: &str) {
        let found = findings(record);
        let found = found
            .iter()
            .find(|one| one.about.field == field && one.code == code);
        let found = found.unwrap_or_else(|| panic!("{code} is not said of {field}"));
        assert_eq!(
            (found.severity, &*found.message),
            (Severity::Warning, message)
        );
    }
    let pledge = |extra: Value| {
        let mut record = registration();
        if let Value::Object(extra) = extra {
            record.fields.extend(extra);
        }
        record
    };
    check_warning(
        &pledge(json!({ "pledgeSignedOn": "1900-02-11", "pledgeSigner": "Lý Văn Ân" })),
        "pledgeSignedOn",
        "otherYear",
        "“Ngày ký giao ước thi đua” là năm 1900, cách xa năm 2026 ghi ở trên. Hãy kiểm tra lại.",
    );
    check_warning(
        &pledge(json!({ "year": 2028 })),
        "year",
        "farAhead",
        "“Năm” là năm 2028, chưa tới. Hãy kiểm tra lại.",
    );
    let none = |record: &Record, code: &str| {
        assert!(
            findings(record).iter().all(|one| one.code != code),
            "{code}"
        );
    };
    none(&pledge(json!({ "year": 2027 })), "farAhead");
    none(
        &pledge(json!({ "pledgeSignedOn": "2025-12-30" })),
        "otherYear",
    );
    // Who was born in 1965 is nominated in 2026, and was honoured in 1985.
    let person = record(
        "nomination",
        json!({ "year": 2026, "subjectKind": "individual", "birthDate": "1965" }),
    );
    none(&person, "otherYear");
    let honoured = |year: i64, on: &str| {
        let line = json!({ "year": year, "awardName": "Giấy khen", "decisionDate": on });
        with_line(person.clone(), "r.a", "earlierAward", line)
    };
    for code in ["belowMin", "farAhead", "otherYear"] {
        none(&honoured(1985, "1985"), code);
    }
    check_warning(
        &honoured(2030, "2026"),
        "r.a/year",
        "farAhead",
        "Lần khen thứ 1: “Năm” là năm 2030, chưa tới. Hãy kiểm tra lại.",
    );
    check_warning(
        &honoured(2027, "2026"),
        "r.a/year",
        "farAhead",
        "Lần khen thứ 1: “Năm” là năm 2027, chưa tới. Hãy kiểm tra lại.",
    );
    let indicator = json!({ "name": "Hộ nghèo", "unit": "%", "registeredFigure": -300 });
    check_warning(
        &with_line(registration(), "r.b", "indicator", indicator),
        "r.b/registeredFigure",
        "negative",
        "Chỉ tiêu thứ 1: “Đăng ký năm nay” là số âm (-3). Nếu là mức giảm thì ghi số dương. Hãy kiểm tra lại.",
    );
}

/// What stands before the date of a paper is a name alone, but where a number is the name.
#[test]
fn a_place_is_called_by_its_name_alone() {
    let of = |name: &str| {
        let found = findings(&record("communeProfile", json!({ "placeName": name })));
        let found = found.into_iter().find(|one| one.about.field == "placeName");
        found.map(|one| (one.severity, one.code))
    };
    for odd in [
        "xã Mẫu Sơn",
        "Xã Mẫu Sơn",
        "phường Kỳ Lừa",
        "Đặc khu Vân Đồn",
    ] {
        assert_eq!(of(odd), Some((Severity::Warning, "kindOfPlace")), "{odd}");
    }
    for right in ["Mẫu Sơn", "Phường 3", "Xá Nhè"] {
        assert_eq!(of(right), None, "{right}");
    }
}

#[test]
fn what_is_kept_twice_is_worth_a_look() {
    let fields = json!({ "villageKind": "ban", "name": "Pò Mã", "households": 64 });
    let mut village = record("village", fields);
    village.disputed = vec![("headName".to_owned(), 2), ("households".to_owned(), 2)];
    check_codes(
        &village,
        &[("headName", "disputed"), ("households", "disputed")],
    );
}
