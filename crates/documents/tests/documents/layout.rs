//! Every document keeps to the layout of Nghị định 30/2020/NĐ-CP.

use crate::checker::departures;
use crate::samples;
use documents::docx;

#[test]
fn no_document_departs_from_the_layout() {
    let mut all = Vec::new();
    for (name, made) in samples() {
        let bytes = docx::write(&made.document).expect("a docx");
        all.extend(
            departures(&bytes)
                .into_iter()
                .map(|one| format!("{name}: {one}")),
        );
    }
    assert!(
        all.is_empty(),
        "{} departures\n{}",
        all.len(),
        all.join("\n")
    );
}

#[test]
fn the_same_document_is_the_same_file() {
    let made = &samples()[0].1;
    let bytes = || docx::write(&made.document).expect("a docx");
    assert_eq!(bytes(), bytes());
    let sheet = || documents::xlsx::write(&made.document).expect("an xlsx");
    assert_eq!(sheet(), sheet());
}
