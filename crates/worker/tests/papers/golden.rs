//! Papers as they read. `UPDATE_GOLDEN=1` writes them anew; what has changed is then looked at.

use crate::letters::{CHAIR, LETTER, PRIME_MINISTER, SUMMARY, to};
use crate::{handed_over, known, one, page, said, text_of};
use serde_json::Value;
use std::path::Path;
use worker::document_calls::backdrops;

/// What was handed over, and what is asked of it.
const ALL: [(&str, &str); 6] = [
    ("year", "year"),
    ("year-of-a-lead", "year"),
    ("year-of-a-member", "year"),
    ("nominations", "nominations"),
    ("registrations", "registrations"),
    ("nomination", "nomination"),
];

/// Sources leave sentences open with dots: no paper does.
#[test]
fn no_dots_of_a_source_stay_in_a_paper() {
    for (handed, of) in ALL {
        let given = handed_over(handed);
        for one in known(&given, of) {
            let key = one["key"].as_str().expect("a key");
            if !key.starts_with("dossier:") {
                let page = page(&given, key);
                let has_dots = |line: &&str| {
                    let mut runs = line.split(|letter| letter != '.');
                    line.contains('…') || runs.any(|run| (2..6).contains(&run.len()))
                };
                let dotted: Vec<&str> = page.lines().filter(has_dots).collect();
                assert_eq!(dotted, Vec::<&str>::new(), "{handed}, {key}");
            }
        }
    }
}

/// «Còn trống: period.»: a place of an outline is called by its name, never by its key.
#[test]
fn findings_call_places_by_their_names() {
    for (handed, of) in ALL {
        let given = handed_over(handed);
        for one in known(&given, of) {
            for message in said(&one) {
                let is_key = |word: &&str| {
                    let inside = word.trim_matches(|letter: char| !letter.is_alphanumeric());
                    let is_plain = inside.bytes().all(|one| one.is_ascii_alphanumeric());
                    let humps = inside.chars().skip(1).any(char::is_uppercase);
                    let begins_small = inside.starts_with(|one: char| one.is_ascii_lowercase());
                    is_plain && begins_small && (humps || inside == "period")
                };
                let keys: Vec<&str> = message.split(' ').filter(is_key).collect();
                assert_eq!(keys, Vec::<&str>::new(), "{handed}: {message}");
                assert!(!message.contains(['{', '}']), "{handed}: {message}");
            }
        }
    }
}

/// Since July 2025 there is no level between province and commune.
#[test]
fn no_backdrop_is_of_a_level_that_is_gone() {
    for handed in ["year", "year-of-a-lead"] {
        let known = backdrops(&handed_over(handed).to_string()).expect("backdrops");
        let known: Vec<Value> = serde_json::from_str(&known).expect("JSON");
        assert!(!known.is_empty(), "{handed}");
        for one in known {
            let name = one["name"].as_str().expect("a name").to_lowercase();
            assert!(!name.contains("huyện"), "{handed}: {name}");
        }
    }
}

#[track_caller]
fn check_golden(handed: &str, of: &str, keys: &[(&str, &str)]) {
    let given = handed_over(handed);
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
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    let keys = [
        (LETTER, PRIME_MINISTER),
        (SUMMARY, PRIME_MINISTER),
        (LETTER, CHAIR),
    ];
    let [letter, summary, councils] = keys.map(|(kind, receiver)| to(&all, kind, receiver));
    check_golden(
        "nominations",
        "nominations",
        &[
            (&letter, "to-trinh"),
            (&summary, "mau-03"),
            (&councils, "to-trinh-hoi-dong"),
        ],
    );
    check_golden(
        "nomination",
        "nomination",
        &[
            ("exemplarReport", "mau-04"),
            ("achievementReport", "bao-cao-thanh-tich"),
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
            ("form:F-002-BB", "bien-ban"),
            ("form:F-004-PLAN", "ke-hoach"),
        ],
    );
    check_golden(
        "year-of-a-member",
        "year",
        &[
            ("report:F-003-01:midyear", "bao-cao-so-ket"),
            ("form:F-002-PROG", "chuong-trinh-lao-cai"),
            ("form:F-004-PLAN", "ke-hoach-lao-cai"),
        ],
    );
    check_golden(
        "year-of-a-lead",
        "year",
        &[
            ("report:F-003-02", "bao-cao-khoi"),
            ("form:F-003-REG-BLOCK", "tong-hop-dang-ky-khoi"),
            ("form:F-003-SCORE", "bang-diem"),
            ("form:F-003-MIN", "bien-ban-khoi"),
            ("form:F-003-MIN-LETTER", "xin-tham-dinh"),
            ("form:F-003-BUDGET", "du-toan"),
        ],
    );
}
