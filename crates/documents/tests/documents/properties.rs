//! What an office program and a browser say of a file: what it is and whose, who
//! made it, when.

use crate::docx_file::Package;
use crate::support::World;
use crate::{sample, samples};
use documents::html::{self, Stylesheet};
use documents::model::Document;
use documents::{docx, xlsx};
use std::io::Cursor;
use zip::ZipArchive;

fn core(document: &Document) -> [String; 2] {
    let files = [
        docx::write(document).expect("a docx"),
        xlsx::write(document).expect("an xlsx"),
    ];
    files.map(|bytes| Package::read(&bytes).text("docProps/core.xml").to_owned())
}

#[track_caller]
fn check(name: &str, title: &str) {
    let document = &sample(name).document;
    for core in core(document) {
        assert!(
            core.contains(&format!("<dc:title>{title}</dc:title>")),
            "{core}"
        );
    }
    let page = html::write(document, Stylesheet::Inside);
    assert!(page.contains(&format!("<title>{title}</title>")), "{name}");
}

#[test]
fn a_file_is_called_what_it_is_and_whose() {
    check(
        "to-trinh",
        "Tờ trình đề nghị khen thưởng – Ủy ban nhân dân xã Mẫu Sơn",
    );
    check(
        "dang-ky-thon",
        "Đăng ký thi đua của đơn vị – Thôn Khuổi Slao",
    );
    check(
        "mau-04-family",
        "Báo cáo tóm tắt thành tích của điển hình tiên tiến (Mẫu số 04) – Gia đình ông Đặng Văn Páo",
    );
    check(
        "mau-03",
        "Tóm tắt thành tích (Mẫu số 03) – Ủy ban nhân dân xã Mẫu Sơn",
    );
}

#[test]
fn the_office_is_who_made_it() {
    for (name, made) in samples() {
        for core in core(&made.document) {
            let office = made.document.office.as_deref();
            let expected = office.map(|office| format!("<dc:creator>{office}</dc:creator>"));
            match expected {
                Some(expected) => assert!(core.contains(&expected), "{name}: {core}"),
                None => assert!(!core.contains("creator"), "{name}: {core}"),
            }
        }
    }
    let of_village = sample("dang-ky-thon").document.office.as_deref();
    assert_eq!(of_village, Some("Thôn Khuổi Slao"));
}

/// The files of a package have its day, and no clock is read for it.
#[test]
fn a_file_is_of_the_day_on_which_it_was_made() {
    let days = |bytes: &[u8]| -> Vec<String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let all = (0..archive.len()).map(|place| {
            let file = archive.by_index(place).expect("a file");
            let day = file.last_modified().expect("a day");
            format!("{}-{:02}-{:02}", day.year(), day.month(), day.day())
        });
        all.collect()
    };
    let made = sample("to-trinh");
    for bytes in [
        docx::write(&made.document).expect("a docx"),
        xlsx::write(&made.document).expect("an xlsx"),
    ] {
        assert!(days(&bytes).iter().all(|day| day == "2026-11-28"));
    }
    let [core, _] = core(&made.document);
    assert!(
        core.contains(">2026-11-28T00:00:00Z</dcterms:created>"),
        "{core}"
    );
    let day = World::filled("lang-son-2026").paper.made_on;
    let zip = documents::zip(&[("một.docx", b"x")], day).expect("a zip");
    assert_eq!(days(&zip), ["2026-11-28"]);
    let without = documents::zip(&[("một.docx", b"x")], None).expect("a zip");
    assert_eq!(days(&without), ["1980-01-01"]);
}

/// `h1` is the document, then come its headings; tables have heads of their own.
#[test]
fn a_page_has_the_headings_of_the_document() {
    for (name, made) in samples() {
        let page = html::write(&made.document, Stylesheet::Inside);
        let levels = page.split("<h").skip(1).filter_map(|rest| rest.get(..2));
        let levels = levels.filter_map(|rest| rest.strip_suffix(' ')?.parse::<u8>().ok());
        let levels: Vec<u8> = levels.collect();
        assert_eq!(levels.first(), Some(&1), "{name}");
        let deepest = levels.iter().scan(0, |before, level| {
            let jump = *level > *before + 1;
            *before = *level;
            Some(jump)
        });
        assert!(!deepest.into_iter().any(|jump| jump), "{name}: {levels:?}");
    }
}
