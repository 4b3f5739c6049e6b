//! Documents made of what a phone hands over: records made by taps, kept by the journey
//! `documents_are_made_of_what_was_tapped`.
#![expect(clippy::expect_used, reason = "tests")]

use serde_json::{Value, json};
use std::path::Path;
use workshop::papers::{paper, papers};

fn text_of(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// What was handed over, of a province's rule set.
fn handed_over(name: &str, province: &str) -> Value {
    let mut given: Value =
        serde_json::from_str(&text_of(&format!("tests/handed_over/{name}.json"))).expect("JSON");
    for file in given["files"].as_array_mut().expect("files") {
        let own = file[0]
            .as_str()
            .expect("a name")
            .replace("lang-son", province);
        let text = text_of(&format!("../../public/rule-sets/{own}.json"));
        *file = json!([own, text]);
    }
    given
}

fn known(given: &Value, of: &str) -> Vec<Value> {
    let answer = papers(&given.to_string(), of).expect("papers");
    serde_json::from_str(&answer).expect("JSON")
}

#[track_caller]
fn one<'k>(known: &'k [Value], key: &str) -> &'k Value {
    let found = known.iter().find(|one| one["key"] == key);
    found.unwrap_or_else(|| panic!("no {key}"))
}

fn said(known: &Value) -> Vec<&str> {
    let findings = known["findings"].as_array().into_iter().flatten();
    findings.filter_map(|one| one["message"].as_str()).collect()
}

/// The page as it reads, a line for each piece.
fn page(given: &Value, key: &str) -> String {
    let page = paper(&given.to_string(), key, "html", "/paper.css").expect("a page");
    let page = String::from_utf8(page).expect("text");
    let body = page.split_once("<body").map_or("", |(_, body)| body);
    let mut shown = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or_default();
        if ["/p", "/h", "/td", "/th", "/tr", "br"]
            .iter()
            .any(|one| tag.starts_with(one))
        {
            shown.push('\n');
        }
        shown.push_str(words);
    }
    let lines = shown.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

#[track_caller]
fn shows(given: &Value, key: &str, expected: &[&str]) {
    let page = page(given, key);
    for words in expected {
        assert!(page.contains(words), "{key}: no “{words}” in\n{page}");
    }
}

/// A person's name was put right after he was nominated.
#[test]
fn papers_follow_a_corrected_name_and_say_so() {
    let given = handed_over("nominations", "lang-son");
    let all = known(&given, "nominations");
    for key in ["submissionLetter:0", "achievementSummary:0"] {
        shows(&given, key, &["Triệu Tiến Phúc"]);
        assert!(!page(&given, key).contains("Triệu Tiền Phúc"), "{key}");
        let differs =
            "Đã ghi “Triệu Tiền Phúc”, trong sổ nay là “Triệu Tiến Phúc”; văn bản ghi theo sổ.";
        assert!(said(one(&all, key)).contains(&differs), "{key}");
    }
    let mut of_one = given;
    let record = of_one["records"][0].clone();
    of_one["records"] = json!([record]);
    for key in ["exemplarReport", "achievementReport"] {
        shows(&of_one, key, &["Triệu Tiến Phúc"]);
    }
}

#[test]
fn a_letter_is_to_one_level_with_the_offices_own_symbol_and_checked_bases() {
    let given = handed_over("nominations", "lang-son");
    let all = known(&given, "nominations");
    let name =
        "Tờ trình đề nghị khen thưởng – Ủy ban nhân dân tỉnh Lạng Sơn, trình Thủ tướng Chính phủ";
    let letter = one(&all, "submissionLetter:0");
    assert_eq!(letter["name"], name);
    shows(
        &given,
        "submissionLetter:0",
        &[
            "TTr-UBND-TĐ",
            "xem xét, trình Thủ tướng Chính phủ tặng Bằng khen",
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
            "KT. CHỦ TỊCH",
            "- Như trên;",
        ],
    );
    let page = page(&given, "submissionLetter:0");
    assert!(!page.contains("30/2014"), "{page}");
    let open = "Căn cứ chưa đối chiếu";
    assert!(
        said(letter).iter().any(|one| one.starts_with(open)),
        "{letter}"
    );
    let mut ticked = given;
    ticked["profile"]["fields"]["citedBases"] = json!(["152/2025/NĐ-CP"]);
    shows(
        &ticked,
        "submissionLetter:0",
        &["Căn cứ Nghị định số 152/2025/NĐ-CP"],
    );
}

#[test]
fn the_communes_own_registration_is_in_its_summary() {
    let given = handed_over("registrations", "lang-son");
    let page = page(&given, "registrationSummary");
    let rows: Vec<&str> = page.lines().collect();
    let own = rows
        .windows(3)
        .any(|row| row[0] == "1" && row[1] == "Xã Mẫu Sơn" && row[2] == "1");
    assert!(own, "{page}");
    assert!(
        page.contains("Đơn vị chưa đăng ký thi đua: Bản Pò Mã, Thôn Lặp Pịa."),
        "{page}"
    );
}

#[test]
fn what_a_commune_types_is_read_by_its_reports() {
    let given = handed_over("year", "lang-son");
    shows(
        &given,
        "report:F-000-01",
        &[
            "Đơn vị có 24 tập thể, 1.235 cá nhân.",
            "Tỷ lệ hộ nghèo giảm còn",
            "Đăng ký",
        ],
    );
    let all = known(&given, "year");
    let report = said(one(&all, "report:F-000-01"));
    assert!(
        report.contains(&"01 chỉ tiêu chưa ghi kết quả thực hiện (“Tỷ lệ hộ nghèo giảm còn” …)."),
        "{report:?}"
    );
}

/// «Đủ» is said of nothing in which something has no source.
#[test]
fn no_table_of_noughts_is_complete() {
    let given = handed_over("year", "lang-son");
    let all = known(&given, "year");
    for key in [
        "awardSummary",
        "form:F-002-PROG",
        "report:F-002-01",
        "report:F-000-01",
    ] {
        assert_ne!(one(&all, key)["open"], 0, "{key}");
    }
    let table = page(&given, "awardSummary");
    assert!(!table.lines().any(|line| line == "0"), "{table}");
}

/// A mere member of a block makes none of the block's papers, its lead all of them, and none of what
/// is the commune's stands there.
#[test]
fn a_blocks_papers_are_its_leads() {
    let of_block = |given: &Value| {
        let keys = known(given, "year").into_iter();
        let keys = keys.filter_map(|one| one["key"].as_str().map(str::to_owned));
        let ids = [
            "F-003-02",
            "F-003-REG-BLOCK",
            "F-003-BUDGET",
            "F-003-MIN",
            "F-003-PLEDGE",
        ];
        keys.filter(|key| ids.iter().any(|id| key.ends_with(id)))
            .count()
    };
    let mut given = handed_over("year", "lao-cai");
    assert_eq!(of_block(&given), 0);
    given["profile"]["lines"][0]["fields"]["blockRole"] = json!("blockLead");
    assert_eq!(of_block(&given), 5);
    let report = page(&given, "report:F-003-02");
    for strange in ["Bản Pò Mã", "UBND-", "XÃ MẪU SƠN"] {
        assert!(!report.contains(strange), "{strange} in\n{report}");
    }
    shows(&given, "report:F-003-02", &["TRƯỞNG KHỐI"]);
}

/// A report of six months has what there was by 30 June.
#[test]
fn a_report_of_six_months_ends_in_june() {
    let mut given = handed_over("year", "lao-cai");
    let key = "report:F-003-01:midyear";
    shows(&given, key, &["Tỷ lệ hộ nghèo giảm còn"]);
    let records = given["records"].as_array_mut().expect("records");
    let own = records
        .iter_mut()
        .find(|one| one["kind"] == "emulationRegistration");
    own.expect("a registration")["fields"]["registeredOn"] = json!("2026-08-05");
    let later = page(&given, key);
    assert!(!later.contains("Tỷ lệ hộ nghèo giảm còn"), "{later}");
    shows(&given, "report:F-003-01", &["Tỷ lệ hộ nghèo giảm còn"]);
}

#[track_caller]
fn check_golden(handed: &str, of: &str, keys: &[(&str, &str)]) {
    let given = handed_over(handed, "lang-son");
    let all = known(&given, of);
    for (key, file) in keys {
        let findings = said(one(&all, key))
            .into_iter()
            .map(|one| format!("! {one}\n"));
        let text = page(&given, key) + &findings.collect::<String>();
        let path = format!("tests/golden/{file}.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
            std::fs::write(path, &text).expect("a file");
        }
        assert_eq!(text, text_of(&path), "{key} reads otherwise");
    }
}

#[test]
fn papers_of_what_was_tapped_read_as_they_are_kept() {
    check_golden(
        "nominations",
        "nominations",
        &[
            ("submissionLetter:0", "to-trinh"),
            ("achievementSummary:0", "mau-03"),
        ],
    );
    check_golden(
        "registrations",
        "registrations",
        &[("registrationSummary", "tong-hop-dang-ky")],
    );
    check_golden(
        "year",
        "year",
        &[
            ("report:F-000-01", "bao-cao-2017"),
            ("report:F-001-02", "bao-cao-2023"),
            ("report:F-002-01", "bao-cao-giai-doan"),
            ("awardSummary", "bieu-02"),
            ("form:F-002-PROG", "chuong-trinh"),
            ("form:F-004-PLAN", "ke-hoach"),
        ],
    );
}
