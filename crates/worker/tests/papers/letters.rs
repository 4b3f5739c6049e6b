//! What nominations come to: letters, summaries, dossiers.

use crate::{handed_over, known, one, open, page, said, shows};
use serde_json::{Value, json};
use worker::document_calls::paper_known;

/// The letter, or the summary, that goes to whoever is called so.
#[track_caller]
pub fn to(known: &[Value], kind: &str, receiver: &str) -> String {
    let is_it = |one: &&Value| {
        let name = one["name"].as_str().unwrap_or_default();
        name.starts_with(kind) && name.ends_with(&format!(" – {receiver}"))
    };
    let mut found = known.iter().filter(is_it);
    let key = found
        .next()
        .map(|one| one["key"].as_str().unwrap_or_default().to_owned());
    assert_eq!(found.count(), 0, "{kind}: one to {receiver}");
    key.unwrap_or_else(|| panic!("no {kind} to {receiver} in {known:#?}"))
}

pub const LETTER: &str = "Tờ trình";
pub const SUMMARY: &str = "Tóm tắt";
pub const PRIME_MINISTER: &str = "Ủy ban nhân dân tỉnh Lạng Sơn, trình Thủ tướng Chính phủ";
pub const PROVINCE: &str = "Ủy ban nhân dân tỉnh Lạng Sơn";
pub const CHAIR: &str = "Chủ tịch UBND xã Mẫu Sơn";
pub const CHAIR_BY_NOVEMBER: &str = "Chủ tịch UBND xã Mẫu Sơn, trước ngày 25/11/2026";

/// A person's name was put right after he was nominated.
#[test]
fn papers_follow_a_corrected_name_and_say_so() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    for kind in [LETTER, SUMMARY] {
        let key = &to(&all, kind, PRIME_MINISTER);
        shows(&given, key, &["Triệu Tiến Phúc"]);
        assert!(!page(&given, key).contains("Triệu Tiền Phúc"), "{key}");
        let differs =
            "Đã ghi “Triệu Tiền Phúc”, trong sổ nay là “Triệu Tiến Phúc”; văn bản ghi theo sổ.";
        assert!(said(one(&all, key)).contains(&differs), "{key}");
    }
    let mut of_one = given;
    let records = of_one["records"].as_array_mut().expect("records");
    records.retain(|one| one["fields"]["subjectName"] == "Triệu Tiền Phúc");
    for key in ["exemplarReport", "achievementReport"] {
        shows(&of_one, key, &["Triệu Tiến Phúc"]);
    }
}

#[test]
fn a_letter_is_to_one_level_with_the_offices_own_symbol_and_checked_bases() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    let key = &to(&all, LETTER, PRIME_MINISTER);
    let letter = one(&all, key);
    shows(
        &given,
        key,
        &[
            "TTr-UBND-TĐ",
            "xem xét, trình Thủ tướng Chính phủ tặng Bằng khen",
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
            // Ticked in the commune's profile.
            "Căn cứ Nghị định số 152/2025/NĐ-CP",
            "KT. CHỦ TỊCH",
            "- Như trên;",
        ],
    );
    let page = page(&given, key);
    assert!(!page.contains("30/2014"), "{page}");
    let open = "Căn cứ chưa đối chiếu";
    assert!(
        said(letter).iter().any(|one| one.starts_with(open)),
        "{letter}"
    );
}

/// Each goes to whoever is to decide or to hand it on, and says by when as far as a source does.
#[test]
fn a_letter_says_where_it_goes_and_by_when() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    for (receiver, addressed, sent) in [
        (
            PRIME_MINISTER,
            PROVINCE,
            "Hồ sơ gửi Sở Nội vụ; thời hạn năm 2026: văn bản nguồn chưa nêu.",
        ),
        (
            PROVINCE,
            PROVINCE,
            "Hồ sơ gửi Trung tâm Phục vụ hành chính công tỉnh; thời hạn năm 2026: văn bản nguồn chưa nêu.",
        ),
        (
            CHAIR,
            CHAIR,
            "Hồ sơ gửi Chủ tịch UBND xã Mẫu Sơn; thời hạn năm 2026: văn bản nguồn chưa nêu.",
        ),
        (
            CHAIR_BY_NOVEMBER,
            CHAIR,
            "Hồ sơ gửi Chủ tịch UBND xã Mẫu Sơn trước ngày 25/11/2026.",
        ),
    ] {
        let key = to(&all, LETTER, receiver);
        shows(&given, &key, &[&format!("Kính gửi: {addressed}\n")]);
        let letter = one(&all, &key);
        assert!(said(letter).contains(&sent), "{letter:#}");
        // What no source says holds up no paper.
        assert_eq!(open(letter), said(letter).len() - 2, "{letter:#}");
    }
}

/// What a ministry grants goes a way that no source tells: the letter names nobody.
#[test]
fn a_letter_to_nobody_knows_whom_names_nobody() {
    let mut given = handed_over("nomination");
    given["records"][0]["fields"]["award"] = json!("commemorativeMedal");
    let all = known(&given, "nominations");
    let key = "submissionLetter:0";
    assert!(said(one(&all, key)).contains(&"Còn trống: nơi nhận ở dòng Kính gửi."));
    assert!(!page(&given, key).contains("Kính gửi: Ủy ban"));
}

/// Of kinds of whom nobody is proposed there is no number.
#[test]
fn a_letter_counts_those_who_are_proposed_only() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    let page = page(&given, &to(&all, LETTER, PRIME_MINISTER));
    let lines: Vec<&str> = page.lines().collect();
    let name = "Bằng khen của Thủ tướng Chính phủ";
    let row = lines.windows(2).find(|row| row[0] == name);
    assert_eq!(row.map(|row| row[1]), Some("1"), "{page}");
    assert!(!lines.contains(&"0"), "{page}");
}

/// A dossier's sheet of contents is handed in: pieces with a place for the number of their first
/// page, no files of the phone's, and no decree that is no longer in force.
#[test]
fn the_contents_of_a_dossier_have_pages_and_no_files() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    let dossier = one(&all, "dossier:provincialCommendation");
    assert_eq!(dossier["files"].as_array().map(Vec::len), Some(5));
    let contents = page(&given, "dossier:provincialCommendation.0");
    let (_, table) = contents.split_once("\nTT\n").expect("a table");
    let expected = "Thành phần hồ sơ\nTờ số\nGhi chú\n\
        1\nTờ trình đề nghị khen thưởng của thủ trưởng các sở, ban, ngành, đơn vị (kèm theo danh sách);\n\
        2\nBiểu tóm tắt thành tích của các tập thể, cá nhân (theo mẫu 03 gửi kèm);\n\
        3\nBiên bản họp xét đề nghị khen thưởng của Hội đồng Thi đua - Khen thưởng của đơn vị trình khen thưởng;\n\
        4\nBáo cáo thành tích của các tập thể và cá nhân. Lý Thị Mẩy\n";
    assert_eq!(table, expected);
    for strange in [".docx", "91/2017"] {
        assert!(!contents.contains(strange), "{contents}");
    }
}

/// The list of a dossier's files counts what each of them says on its own page.
#[test]
fn a_file_counts_what_its_page_says() {
    let given = handed_over("nominations");
    let all = known(&given, "nominations");
    let dossier = one(&all, "dossier:provincialCommendation");
    let files = dossier["files"].as_array().expect("files");
    for (place, file) in files.iter().enumerate() {
        let key = format!("dossier:provincialCommendation.{place}");
        let page = paper_known(&given.to_string(), &key).expect("a paper");
        let page: Value = serde_json::from_str(&page).expect("JSON");
        assert_eq!(file["open"], open(&page), "{page:#}");
    }
}

/// Of what is kept twice a paper prints the first, and does not pass it off as settled.
#[test]
fn what_is_kept_twice_is_said_beside_the_paper() {
    let mut given = handed_over("registrations");
    let of = &mut given["records"][0];
    of["disputed"] = json!([["pledgeSigner", 2]]);
    let line = &mut of["lines"][0];
    line["disputed"] = json!([["registeredFigure", 2]]);
    let name = of["fields"]["subjectName"].as_str().expect("a name");
    let expected = [
        format!(
            "“Đăng ký năm nay” của chỉ tiêu thứ 1, {name} có 2 nội dung, chưa chọn; trên giấy là nội dung đầu."
        ),
        format!("“Người ký” của {name} có 2 nội dung, chưa chọn; trên giấy là nội dung đầu."),
    ];
    given["profile"]["disputed"] = json!([["placeName", 3]]);
    let of_profile = "“Địa danh ghi trước ngày tháng” của Hồ sơ của xã có 3 nội dung, chưa chọn; \
        trên giấy là nội dung đầu.";
    let all = known(&given, "registrations");
    let said = said(one(&all, "registrationSummary"));
    for words in expected.iter().map(String::as_str).chain([of_profile]) {
        assert!(said.contains(&words), "{words} is not in\n{said:#?}");
    }
}
