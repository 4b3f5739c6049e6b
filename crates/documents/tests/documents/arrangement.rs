//! More of what [`crate::checker`] looks for: what stands beside what, what is in the
//! navigation, what an office program says of the file.

use crate::docx_file::{Package, Paragraph, child, is, value};
use roxmltree::{Document, Node};

/// Whose the file is and what, and the styles by names that a person can read.
pub fn properties(package: &Package, found: &mut Vec<String>) {
    let core = Document::parse(package.text("docProps/core.xml")).expect("properties");
    let said = |name: &str| {
        let node = core.descendants().find(|node| is(node, name));
        node.and_then(|node| node.text()).unwrap_or_default()
    };
    if said("title").is_empty() {
        found.push("thuộc tính: thiếu tên văn bản".to_owned());
    }
    let styles = Document::parse(package.text("word/styles.xml")).expect("styles");
    let own = styles.descendants().filter(|node| {
        let mut attributes = node.attributes();
        is(node, "style") && attributes.any(|one| one.name() == "customStyle")
    });
    for name in own.filter_map(|style| value(style, "name", "val")) {
        if name.is_ascii() || name.contains(',') {
            found.push(format!("tên kiểu chữ “{name}”"));
        }
    }
}

/// «Tổng cộng» never stands on a page by itself: the row above goes with it.
pub fn last_row(table: Node<'_, '_>, found: &mut Vec<String>) {
    let is_cell = |node: &Node<'_, '_>| value(*node, "pStyle", "val") == Some("OBang");
    let rows = table.children().filter(|node| is(node, "tr"));
    let rows: Vec<_> = rows
        .filter(|row| row.descendants().any(|one| is_cell(&one)))
        .collect();
    let [.., above, _] = rows.as_slice() else {
        return;
    };
    let mut cells = above.descendants().filter(is_cell);
    if !cells.all(|cell| child(cell, "keepNext").is_some()) {
        found.push("bảng: dòng cuối có thể sang trang một mình".to_owned());
    }
}

/// What stands side by side on one line: the number and the date (mục V), the names
/// of two who sign.
pub fn heights(all: &[Paragraph], found: &mut Vec<String>) {
    let rows = |style: &'static str| {
        let ones = all.iter().filter(move |one| one.style == style);
        ones.map(|one| one.row)
    };
    if let Some(number) = rows("SoKyHieu").next()
        && rows("DiaDanhNgayThang").any(|date| date != number)
    {
        found.push("số, ký hiệu không cùng dòng với ngày tháng".to_owned());
    }
    let mut names = rows("HoTenNguoiKy");
    if let Some(first) = names.next()
        && names.any(|other| other != first)
    {
        found.push("họ tên hai người ký không ngang nhau".to_owned());
    }
}

/// Titles and headings, and nothing else, are in the navigation.
pub fn levels(all: &[Paragraph], found: &mut Vec<String>) {
    const TITLES: [&str; 3] = ["TenLoai", "VeViec", "TieuDePhuLuc"];
    const HEADINGS: [&str; 4] = ["TieuDePhan", "Muc", "Diem", "DiemChuCai"];
    let mut before = "";
    for one in all.iter().filter(|one| !one.text.is_empty()) {
        let style = one.style.as_str();
        let is_title = TITLES.contains(&style) && before != style;
        let is_right = match one.level {
            Some(0) => is_title,
            Some(_) => HEADINGS.contains(&style),
            None => !is_title && !HEADINGS.contains(&style),
        };
        if !is_right {
            found.push(format!("{style} “{}”: mức dàn ý {:?}", one.text, one.level));
        }
        before = style;
    }
}
