//! A dossier in one go.

use crate::checker::departures;
use crate::same_content::check;
use crate::support::{World, nominations};
use documents::docx;
use documents::forms::{Dossier, FormDraft, dossier};
use register::record::Record;
use std::io::Cursor;
use zip::ZipArchive;

fn of(world: &World, id: &str, nominations: &[Record]) -> Dossier {
    let whole = dossier(world.context(), id, nominations, &FormDraft::default());
    whole.expect("a dossier")
}

#[test]
fn its_pieces_stand_in_their_order_under_names_that_a_person_understands() {
    let world = World::filled("lang-son-2026");
    let whole = of(&world, "provincialCommendation", &nominations());
    assert_eq!(whole.copies, Some(2));
    assert_eq!(whole.missing, []);
    let names: Vec<&str> = whole.files.iter().map(|file| file.name.as_str()).collect();
    let expected = [
        "00 Muc luc ho so - Xa Mau Son - 2026.docx",
        "01 To trinh - Xa Mau Son - 2026.docx",
        "02 Tom tat thanh tich mau so 03 - Xa Mau Son - 2026.docx",
        "03 Bien ban - Xa Mau Son - 2026.docx",
        "04 Bao cao thanh tich - Thon Khuoi Slao - Xa Mau Son - 2026.docx",
        "05 Bao cao thanh tich - Trieu Thi My - Xa Mau Son - 2026.docx",
        "06 Bao cao thanh tich - Dang Van Pao - Xa Mau Son - 2026.docx",
    ];
    assert_eq!(names, expected);
    let written = whole.files.iter().map(|file| {
        let bytes = docx::write(&file.made.document).expect("a docx");
        (file.name.as_str(), bytes)
    });
    let written: Vec<(&str, Vec<u8>)> = written.collect();
    let files = written
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()));
    let bytes = documents::zip(&files.collect::<Vec<_>>(), None).expect("a zip");
    let archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut in_zip: Vec<&str> = archive.file_names().collect();
    in_zip.sort_unstable();
    assert_eq!(in_zip, expected);
    for file in &whole.files {
        check(&file.name, &file.made.document);
        let bytes = docx::write(&file.made.document).expect("a docx");
        assert_eq!(departures(&bytes), Vec::<String>::new(), "{}", file.name);
    }
}

#[test]
fn a_piece_that_the_register_cannot_make_is_said() {
    let world = World::filled("lang-son-2026");
    let whole = of(&world, "stateAward", &nominations());
    assert!(whole.missing.iter().all(|one| one.code == "missingPiece"));
    assert!(dossier(world.context(), "none", &[], &FormDraft::default()).is_none());
}

#[test]
fn the_council_votes_on_those_who_are_nominated() {
    let world = World::filled("lang-son-2026");
    let whole = of(&world, "provincialCommendation", &nominations());
    let files = whole.files;
    let minutes = files
        .iter()
        .find(|file| file.name.starts_with("03 Bien ban"));
    let minutes = &minutes.expect("minutes").made.document;
    let page = documents::html::write(minutes, documents::html::Stylesheet::At("/paper.css"));
    for name in ["Thôn Khuổi Slao", "Triệu Thị Mỷ", "Đặng Văn Páo"] {
        assert!(page.contains(name), "{name}: {page}");
    }
}

#[test]
fn thirty_nominations_are_thirty_reports() {
    let world = World::filled("lang-son-2026");
    let many: Vec<_> = nominations().into_iter().cycle().take(30).collect();
    let whole = of(&world, "provincialCommendation", &many);
    assert_eq!(whole.files.len(), 34);
}
