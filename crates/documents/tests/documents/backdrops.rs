//! «Ma-két» of a conference.

use crate::docx_file::is;
use crate::folded;
use crate::support::World;
use documents::backdrop::backdrop;
use roxmltree::Document;
use std::collections::BTreeMap;

fn words(name: &str) -> BTreeMap<String, String> {
    let words = [
        ("communeName", name),
        ("districtName", name),
        ("sectorName", name),
        ("ordinal", "hai"),
    ];
    words
        .map(|(key, word)| (key.to_owned(), word.to_owned()))
        .into()
}

/// Letters of Times New Roman are not wider than three fifths of their size.
#[track_caller]
fn check(id: &str, name: &str, expected: &[&str]) {
    let world = World::filled("lang-son-2026");
    let drawn = backdrop(world.context(), id, &words(name)).expect(id);
    let svg = Document::parse(&drawn.svg).expect("XML");
    let mut whole = String::new();
    let mut last = 0;
    for text in svg.descendants().filter(|node| is(node, "text")) {
        let number = |key| {
            text.attribute(key)
                .and_then(|one| one.parse::<usize>().ok())
        };
        let (y, size) = (
            number("y").expect("y"),
            number("font-size").expect("a size"),
        );
        let shown = text.text().unwrap_or_default();
        assert!(y >= last + size, "{id}: {shown} stands on the line above");
        assert!(y < 2000, "{id}: {shown} hangs out");
        assert!(
            size >= 30 && shown.chars().count() * size * 45 / 100 < 3900,
            "{id}: {shown} is too wide"
        );
        last = y;
        whole.push_str(&folded(shown));
    }
    for one in expected {
        assert!(whole.contains(&folded(one)), "{id}: no {one} in {whole}");
    }
}

#[test]
fn each_layout_has_its_lines_in_their_places() {
    let period = "Giai đoạn 2021 - 2025";
    let title = "Biểu dương Điển hình tiên tiến";
    check(
        "commune",
        "Xã Mẫu Sơn",
        &[
            "ĐẢNG ỦY - HĐND - UBND - UB MTTQ XÃ MẪU SƠN",
            "HỘI NGHỊ",
            title,
            period,
        ],
    );
    check(
        "provincialAgency",
        "Tài chính",
        &["Biểu dương Điển hình tiên tiến ngành Tài chính", period],
    );
    check(
        "enterprise",
        "",
        &[
            "HỘI NGHỊ",
            title,
            period,
            "Mẫu Sơn, ngày 05 tháng 02 năm 2026",
        ],
    );
}

#[test]
fn a_wards_name_stands_for_a_communes() {
    let mut world = World::filled("lang-son-2026");
    let ordinal = [("ordinal".to_owned(), "hai".to_owned())].into();
    let mut drawn = |name: &str| {
        world.office.commune_name = Some(name.to_owned());
        backdrop(world.context(), "commune", &ordinal)
            .expect("a backdrop")
            .svg
    };
    let commune = drawn("Xã Mẫu Sơn");
    assert!(commune.contains("UB MTTQ XÃ MẪU SƠN<"), "{commune}");
    assert!(commune.contains("xã Mẫu Sơn lần thứ hai<"), "{commune}");
    assert!(commune.contains("Điển hình tiên tiến<"), "{commune}");
    let ward = drawn("Phường Kỳ Lừa");
    assert!(ward.contains("UB MTTQ PHƯỜNG KỲ LỪA<"), "{ward}");
    assert!(ward.contains("phường Kỳ Lừa lần thứ hai<"), "{ward}");
}

#[test]
fn a_long_name_breaks_and_keeps_within() {
    let name = "Xã Thượng Nguồn Sông Kỳ Cùng ".repeat(8);
    check("commune", name.trim(), &["HỘI NGHỊ"]);
    check("commune", "Xã Ư", &["XÃ Ư"]);
}
