//! What is of the whole year: reports, summaries, the papers of a block.

use crate::{handed_over, known, one, open, page, said, shows};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A plan, a block's registrations and budget are waited for: D-8, D-1, D-2.
#[test]
fn who_is_waited_for_is_told_by_when() {
    let sent = |handed: &str, key: &str| {
        let all = known(&handed_over(handed), "year");
        let said = said(one(&all, key)).into_iter();
        let mut sent = said
            .filter(|one| one.starts_with("Gửi "))
            .map(str::to_owned);
        sent.next()
    };
    let to = "Gửi Ban Thi đua - Khen thưởng (Sở Nội vụ) trước ngày";
    for (handed, key, day) in [
        ("year", "form:F-004-PLAN", Some("10/02/2026")),
        ("year-of-a-lead", "form:F-003-REG-BLOCK", Some("15/03/2026")),
        ("year-of-a-lead", "form:F-003-BUDGET", Some("31/05/2026")),
        ("year-of-a-lead", "form:F-004-PLAN", None),
    ] {
        let expected = day.map(|day| format!("{to} {day}."));
        assert_eq!(sent(handed, key), expected, "{handed}, {key}");
    }
}

#[test]
fn the_communes_own_registration_is_in_its_summary() {
    let given = handed_over("registrations");
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

/// Nobody has entered a day of signing, and of the villages no registration: nobody counts them.
#[test]
fn what_nobody_has_entered_is_not_nought() {
    for (handed, of, key, counted, said_instead) in [
        (
            "registrations",
            "registrations",
            "registrationSummary",
            "đã ký",
            "Sổ chưa có ngày ký giao ước của đơn vị nào: số đã ký để trống.",
        ),
        (
            "year-of-a-member",
            "year",
            "report:F-003-01",
            "đơn vị đã gửi",
            "Sổ chưa có đăng ký của đơn vị nào: không ghi bao nhiêu đơn vị đã gửi.",
        ),
    ] {
        let given = handed_over(handed);
        let page = page(&given, key);
        assert!(!page.contains(counted), "{counted} in\n{page}");
        let all = known(&given, of);
        let found = one(&all, key);
        assert!(said(found).contains(&said_instead), "{found:#}");
        assert_ne!(open(found), 0, "{key}");
    }
}

#[test]
fn what_a_commune_types_is_read_by_its_reports() {
    let given = handed_over("year");
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
    let given = handed_over("year");
    let all = known(&given, "year");
    for key in [
        "awardSummary",
        "form:F-002-PROG",
        "report:F-002-01",
        "report:F-000-01",
    ] {
        assert_ne!(open(one(&all, key)), 0, "{key}");
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
    assert_eq!(of_block(&handed_over("year-of-a-member")), 0);
    let given = handed_over("year-of-a-lead");
    assert_eq!(of_block(&given), 5);
    let report = page(&given, "report:F-003-02");
    for strange in ["Lao Chải", "UBND-", "XÃ Y TÝ"] {
        assert!(!report.contains(strange), "{strange} in\n{report}");
    }
    shows(&given, "report:F-003-02", &["TRƯỞNG KHỐI"]);
}

/// A report of six months has what there was by 30 June.
#[test]
fn a_report_of_six_months_ends_in_june() {
    let key = "report:F-003-01:midyear";
    let indicator = "Tỷ lệ hộ nghèo giảm còn";
    let registered_in_january = handed_over("year-of-a-member");
    shows(&registered_in_january, key, &[indicator]);
    let registered_in_august = handed_over("year-of-a-lead");
    let page = page(&registered_in_august, key);
    assert!(!page.contains(indicator), "{page}");
    shows(&registered_in_august, "report:F-003-01", &[indicator]);
}

/// What is of 2026 is in no report of 2021 to 2025, but of the five years that it is one of.
#[test]
fn a_report_of_a_period_has_what_is_of_its_years() {
    let of_2026 = ["Tỷ lệ hộ nghèo giảm còn", "24 tập thể"];
    let given = handed_over("year");
    let key = "report:F-002-01";
    let page = page(&given, key);
    for figure in of_2026 {
        assert!(!page.contains(figure), "{figure} in\n{page}");
    }
    let all = known(&given, "year");
    let noted = said(one(&all, key));
    let told = noted.iter().find(|one| one.contains(of_2026[0]));
    assert_eq!(told, None, "{noted:#?}");
    let mut later = given;
    for file in later["files"].as_array_mut().expect("files") {
        let text = file[1].as_str().expect("a text");
        file[1] = json!(text.replace("\"to\": 2025", "\"to\": 2026"));
    }
    shows(&later, key, &of_2026);
}

/// An office heads all its papers of a year in one way: the commune, its council, its block.
#[test]
fn an_office_has_one_head_in_one_year() {
    const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    let heads = |papers: &[(&str, &str)]| {
        let mut heads: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (handed, of) in papers {
            let given = handed_over(handed);
            for one in known(&given, of) {
                let key = one["key"].as_str().expect("a key");
                let files = one["files"].as_array().map_or(0, Vec::len);
                let of_dossier = (0..files).map(|place| format!("{key}.{place}"));
                let is_one = (files == 0).then(|| key.to_owned());
                for key in of_dossier.chain(is_one) {
                    let page = page(&given, &key);
                    let Some((head, _)) = page.split_once(STATE) else {
                        continue;
                    };
                    let head = head.trim().replace('\n', " / ");
                    heads.entry(head).or_default().push(key);
                }
            }
        }
        heads
    };
    let of = |papers: &[(&str, &str)], expected: &[&str]| {
        let heads = heads(papers);
        let found: Vec<&str> = heads.keys().map(String::as_str).collect();
        assert_eq!(found, expected, "{heads:#?}");
    };
    of(
        &[
            ("year", "year"),
            ("registrations", "registrations"),
            ("nominations", "nominations"),
            ("nomination", "nomination"),
        ],
        &[
            "UBND TỈNH LẠNG SƠN / ỦY BAN NHÂN DÂN / XÃ MẪU SƠN",
            "ỦY BAN NHÂN DÂN / XÃ MẪU SƠN / HỘI ĐỒNG / THI ĐUA - KHEN THƯỞNG / XÃ MẪU SƠN",
        ],
    );
    of(
        &[("year-of-a-lead", "year"), ("year-of-a-member", "year")],
        &[
            "UBND TỈNH LÀO CAI / KHỐI THI ĐUA / SỐ 3",
            "UBND TỈNH LÀO CAI / ỦY BAN NHÂN DÂN / XÃ Y TÝ",
            "ỦY BAN NHÂN DÂN / XÃ Y TÝ / HỘI ĐỒNG / THI ĐUA - / KHEN THƯỞNG XÃ Y TÝ",
        ],
    );
}
