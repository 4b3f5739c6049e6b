//! Reads a finished docx and lists every departure from the layout of Nghị định
//! 30/2020/NĐ-CP, Phụ lục I. It knows nothing of how the file was written.

use crate::arrangement::{heights, last_row, levels, properties};
use crate::docx_file::{Package, Paragraph, child, is, number, paragraphs, value};
use roxmltree::{Document, Node};

const FONT: &str = "Times New Roman";
const NATIONAL_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// A millimetre in twentieths of a point, a thousandth.
const MILLIMETRE: i64 = 56_693;
/// The motto in Times New Roman bold is 12,24 times as long as its letters are high.
const MOTTO_LENGTH: i64 = 1224;

/// How a part of a document is to look: sizes in points, bold, italic, side.
struct Look {
    style: &'static str,
    sizes: (i64, i64),
    bold: Option<bool>,
    italic: Option<bool>,
    align: &'static str,
    capitals: bool,
}

const fn look(
    style: &'static str,
    sizes: (i64, i64),
    bold: bool,
    italic: bool,
    align: &'static str,
    capitals: bool,
) -> Look {
    Look {
        style,
        sizes,
        bold: Some(bold),
        italic: Some(italic),
        align,
        capitals,
    }
}

/// Mục II, III and the table of mục V.
const LOOKS: [Look; 27] = [
    look("QuocHieu", (12, 13), true, false, "center", true),
    look("TieuNgu", (13, 14), true, false, "center", false),
    look("CoQuanChuQuan", (12, 13), false, false, "center", true),
    look("CoQuanBanHanh", (12, 13), true, false, "center", true),
    look("SoKyHieu", (13, 13), false, false, "center", false),
    look("VeViec", (12, 13), false, false, "center", false),
    look("DiaDanhNgayThang", (13, 14), false, true, "center", false),
    look("TenLoai", (13, 14), true, false, "center", true),
    look("TrichYeu", (13, 14), true, false, "center", false),
    look("Phan", (13, 14), true, false, "center", false),
    look("TieuDePhan", (13, 14), true, false, "center", true),
    look("Muc", (13, 14), true, false, "both", false),
    look("Diem", (13, 14), true, true, "both", false),
    look("DiemChuCai", (13, 14), false, false, "both", false),
    Look {
        bold: None,
        italic: None,
        ..look("NoiDung", (13, 14), false, false, "both", false)
    },
    Look {
        bold: None,
        ..look("CanCu", (13, 14), false, true, "both", false)
    },
    Look {
        bold: None,
        italic: None,
        ..look("GachDauDong", (13, 14), false, false, "both", false)
    },
    Look {
        bold: None,
        ..look("KinhGui", (13, 14), false, false, "center", false)
    },
    look("NoiNhan", (12, 12), true, true, "left", false),
    look("DanhSachNoiNhan", (11, 11), false, false, "left", false),
    look("QuyenHanChucVu", (13, 14), true, false, "center", true),
    look("ChuThichChuKy", (13, 14), false, true, "center", false),
    look("HoTenNguoiKy", (13, 14), true, false, "center", false),
    look("PhuLuc", (13, 14), true, false, "center", false),
    look("TieuDePhuLuc", (13, 14), true, false, "center", false),
    look("DanChieuPhuLuc", (13, 14), false, true, "center", false),
    look("GhiChu", (13, 14), false, false, "both", false),
];

/// Styles that the decree says nothing of: cells.
const FREE: [&str; 2] = ["OBang", "TieuDeBang"];
/// What an appendix begins with.
const APPENDIX: [&str; 2] = ["PhuLuc", "TieuDePhuLuc"];
const INDENTED: [&str; 6] = [
    "Muc",
    "Diem",
    "DiemChuCai",
    "NoiDung",
    "CanCu",
    "GachDauDong",
];

pub fn departures(bytes: &[u8]) -> Vec<String> {
    let package = Package::read(bytes);
    let mut found = Vec::new();
    fonts(&package, &mut found);
    let body = Document::parse(package.text("word/document.xml")).expect("a document");
    let sections: Vec<Node<'_, '_>> = body
        .descendants()
        .filter(|node| is(node, "sectPr"))
        .collect();
    let all = paragraphs(&package);
    let first_ones = all.iter().filter(|one| one.begins_page);
    for (place, (section, first)) in sections.iter().zip(first_ones).enumerate() {
        let is_appendix = APPENDIX.contains(&first.style.as_str());
        paper(*section, place == 0 || is_appendix, &mut found);
    }
    page_number(&package, &mut found);
    properties(&package, &mut found);
    tables(&body, &mut found);
    let is_letter = all.iter().any(|one| one.style == "VeViec");
    for paragraph in all.iter().filter(|one| !one.text.is_empty()) {
        looks(paragraph, &mut found);
        words(paragraph, is_letter, &mut found);
    }
    head(&all, &mut found);
    heights(&all, &mut found);
    levels(&all, &mut found);
    recipients(&all, &mut found);
    appendices(&all, &mut found);
    found
}

/// Mục I.3: the font is named for every script, and not in the file.
fn fonts(package: &Package, found: &mut Vec<String>) {
    let styles = Document::parse(package.text("word/styles.xml")).expect("styles");
    let defaults = styles.descendants().find(|node| is(node, "rFonts"));
    let named: Vec<&str> = defaults
        .iter()
        .flat_map(|node| node.attributes())
        .map(|attribute| attribute.value())
        .collect();
    if named.len() < 4 || named.iter().any(|name| *name != FONT) {
        found.push(format!("phông chữ mặc định: {named:?}"));
    }
    for (name, text) in &package.0 {
        if name.contains("fonts/") {
            found.push(format!("phông chữ nhúng: {name}"));
        }
        if name.ends_with(".rels") || name.starts_with("docProps") {
            continue;
        }
        let parsed = Document::parse(text).expect("XML");
        for node in parsed.descendants() {
            let values = node.attributes().map(|attribute| attribute.value());
            if is(&node, "rFonts") && values.clone().any(|font| font != FONT) {
                found.push(format!("phông chữ khác trong {name}"));
            }
            if is(&node, "color") && values.clone().any(|color| color != "000000") {
                found.push(format!("màu chữ khác đen trong {name}"));
            }
        }
    }
}

/// Mục I.1, I.2, I.7, III.1: an appendix is numbered by itself.
fn paper(section: Node<'_, '_>, is_first: bool, found: &mut Vec<String>) {
    let size = |key| number(section, "pgSz", key).unwrap_or(0);
    let across = value(section, "pgSz", "orient") == Some("landscape");
    let expected = if across {
        (16838, 11906)
    } else {
        (11906, 16838)
    };
    if (size("w"), size("h")) != expected {
        found.push(format!("khổ giấy {} × {}", size("w"), size("h")));
    }
    for (key, from, to) in [
        ("top", 20, 25),
        ("bottom", 20, 25),
        ("left", 30, 35),
        ("right", 15, 20),
    ] {
        let margin = number(section, "pgMar", key).unwrap_or(0) * 1000;
        if margin < from * MILLIMETRE - 1000 || margin > to * MILLIMETRE + 1000 {
            found.push(format!("lề {key}: {} mm", margin / MILLIMETRE));
        }
    }
    let header = section
        .children()
        .filter(|node| is(node, "headerReference"));
    let kinds: Vec<&str> = header
        .filter_map(|node| node.attributes().find(|one| one.name() == "type"))
        .map(|kind| kind.value())
        .collect();
    if kinds != ["default"] {
        found.push(format!("số trang: phần có tiêu đề trang {kinds:?}"));
    }
    let begins = number(section, "pgNumType", "start") == Some(1);
    if child(section, "titlePg").is_some() != is_first || begins != is_first {
        found.push("số trang: trang đầu không được có số, các trang sau phải có".to_owned());
    }
}

/// Mục I.7.
fn page_number(package: &Package, found: &mut Vec<String>) {
    let header = Document::parse(package.text("word/header1.xml")).expect("a header");
    let texts = header.descendants().filter(|node| is(node, "instrText"));
    let fields: Vec<&str> = texts
        .filter_map(|node| node.text())
        .map(str::trim)
        .collect();
    let middle = header
        .descendants()
        .any(|node| value(node, "jc", "val") == Some("center"));
    let sizes = header
        .descendants()
        .filter_map(|node| number(node, "sz", "val"));
    if fields != ["PAGE"] || !middle || !sizes.clone().all(|size| (26..=28).contains(&size)) {
        found.push("số trang: phải ở giữa lề trên, cỡ 13 - 14".to_owned());
    }
}

/// Wide tables stay between the margins; what is a header stands on every page.
fn tables(body: &Document<'_>, found: &mut Vec<String>) {
    for table in body.descendants().filter(|node| is(node, "tbl")) {
        let grid = child(table, "tblGrid").expect("a grid");
        let columns = grid.children().filter_map(|node| {
            let width = node.attributes().find(|one| one.name() == "w")?;
            width.value().parse::<i64>().ok()
        });
        let width: i64 = columns.sum();
        let next = body
            .descendants()
            .find(|node| is(node, "sectPr") && node.range().start > table.range().start)
            .expect("a section");
        let margin = |key| number(next, "pgMar", key).unwrap_or(0);
        let room = number(next, "pgSz", "w").unwrap_or(0) - margin("left") - margin("right");
        if width > room {
            found.push(format!("bảng rộng {width}, chỗ có {room}"));
        }
        for row in table.children().filter(|node| is(node, "tr")) {
            let is_header = row
                .descendants()
                .any(|node| value(node, "pStyle", "val") == Some("TieuDeBang"));
            let repeats = child(row, "trPr").is_some_and(|node| child(node, "tblHeader").is_some());
            if is_header != repeats {
                found.push("bảng: dòng tiêu đề phải lặp lại ở mỗi trang".to_owned());
            }
        }
        last_row(table, found);
    }
}

fn looks(paragraph: &Paragraph, found: &mut Vec<String>) {
    let Paragraph {
        style, text, looks, ..
    } = paragraph;
    let mut say = |what: String| found.push(format!("{style} “{text}”: {what}"));
    if FREE.contains(&style.as_str()) {
        return;
    }
    let Some(look) = LOOKS.iter().find(|look| look.style == style) else {
        return say("kiểu chữ không có trong Nghị định".to_owned());
    };
    let (largest, smallest) = paragraph.sizes;
    if smallest < look.sizes.0 * 2 || largest > look.sizes.1 * 2 {
        say(format!("cỡ chữ {}", largest / 2));
    }
    if look.bold.is_some_and(|bold| bold != paragraph.all_bold) {
        say("chữ đậm".to_owned());
    }
    if look
        .italic
        .is_some_and(|italic| italic != paragraph.all_italic)
    {
        say("chữ nghiêng".to_owned());
    }
    // A line to be written on begins at the left.
    if looks.align != look.align && !paragraph.has_leader && style != "KinhGui" {
        say(format!("căn {}", looks.align));
    }
    if look.capitals && *text != text.to_uppercase() {
        say("phải là chữ in hoa".to_owned());
    }
    if INDENTED.contains(&style.as_str()) {
        let indents = [567, 720];
        if !indents.contains(&looks.first_line) {
            say(format!("lùi đầu dòng {}", looks.first_line));
        }
        if looks.after < 120 {
            say(format!("cách đoạn {}", looks.after));
        }
    }
    if !(240..=360).contains(&looks.line) {
        say(format!("cách dòng {}", looks.line));
    }
}

/// Spelling, dashes, numbers with their leading zero (mục II.3, II.4). A letter's
/// symbol has no kind before the unit.
fn words(paragraph: &Paragraph, is_letter: bool, found: &mut Vec<String>) {
    let Paragraph { style, text, .. } = paragraph;
    let mut say = |what: &str| found.push(format!("{style} “{text}”: {what}"));
    if text.contains("CỘNG HOÀ") || text.contains("Độc lập –") {
        say("Quốc hiệu, Tiêu ngữ viết sai");
    }
    match style.as_str() {
        "QuocHieu" if text != NATIONAL_TITLE => say("Quốc hiệu viết sai"),
        "TieuNgu" if text != MOTTO => say("Tiêu ngữ viết sai"),
        "SoKyHieu" => {
            let number = text
                .strip_prefix("Số: ")
                .and_then(|rest| rest.split_once('/'));
            let is_right = number.is_some_and(|(number, symbol)| {
                let is_number = number.len() > 1 && number.chars().all(|c| c.is_ascii_digit());
                (is_number || number.starts_with("...")) && (symbol.contains('-') || is_letter)
            });
            if !is_right {
                say("số, ký hiệu phải như “Số: 05/BC-UBND”");
            }
        }
        "DiaDanhNgayThang" if !is_date(text) => {
            say("ngày, tháng phải như “…, ngày 05 tháng 02 năm 2026”")
        }
        _ => {}
    }
}

fn is_date(text: &str) -> bool {
    let parts = text.split_once(", ngày ").and_then(|(place, rest)| {
        let (day, rest) = rest.split_once(" tháng ")?;
        let (month, year) = rest.split_once(" năm ")?;
        Some((place, day, month, year))
    });
    let Some((place, day, month, year)) = parts else {
        return false;
    };
    let dots = |text: &str| text.starts_with("...");
    let is_month = match month.parse::<u8>() {
        Ok(number @ 1..=2) => month == format!("{number:02}"),
        Ok(number @ 3..=12) => month == number.to_string(),
        _ => dots(month),
    };
    let is_day = day.len() == 2 && day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let is_year = year.len() == 4 && year.parse::<u16>().is_ok();
    !place.is_empty() && (is_day || dots(day)) && is_month && is_year
}

/// Where the parts of the head stand, and the lines under them (mục II.1, II.2, II.5).
fn head(all: &[Paragraph], found: &mut Vec<String>) {
    let Some(motto) = all.iter().position(|one| one.style == "TieuNgu") else {
        return;
    };
    let sides = |style: &'static str| {
        let ones = all.iter().filter(move |one| one.style == style);
        ones.filter_map(|one| one.column)
    };
    for (style, column) in [
        ("QuocHieu", 1),
        ("TieuNgu", 1),
        ("DiaDanhNgayThang", 1),
        ("CoQuanBanHanh", 0),
        ("SoKyHieu", 0),
        ("VeViec", 0),
    ] {
        if sides(style).any(|known| known != column) {
            found.push(format!("{style} đứng sai bên"));
        }
    }
    for style in ["QuocHieu", "DiaDanhNgayThang", "CoQuanBanHanh"] {
        if sides(style).next().is_none() {
            found.push(format!("thiếu {style}"));
        }
    }
    let length = MOTTO_LENGTH * all[motto].looks.half_points * 10 / 100;
    let rule = all.get(motto + 1).and_then(|one| one.rule);
    if rule.is_none_or(|rule| (rule - length).abs() * 100 > length * 3) {
        found.push(format!(
            "đường kẻ dưới Tiêu ngữ dài {rule:?}, Tiêu ngữ dài {length}"
        ));
    }
    for style in ["CoQuanBanHanh", "TrichYeu"] {
        let Some(last) = all.iter().rposition(|one| one.style == style) else {
            continue;
        };
        let rule = all.get(last + 1).and_then(|one| one.rule);
        // A letter is about half as wide as it is high, a capital two thirds, a dot
        // a quarter.
        let wide = |letter: char| if letter == '.' { 25 } else { 65 };
        let wide: i64 = all[last].text.chars().map(wide).sum();
        let longest = wide * all[last].looks.half_points * 10 / 100;
        if rule.is_none_or(|rule| {
            rule * 10 < longest.min(all[last].width) * 2 || rule * 2 > longest + 200
        }) {
            found.push(format!("đường kẻ dưới {style}: {rule:?}"));
        }
    }
}

/// Mục II.9.
fn recipients(all: &[Paragraph], found: &mut Vec<String>) {
    let lines: Vec<&Paragraph> = all
        .iter()
        .filter(|one| one.style == "DanhSachNoiNhan")
        .collect();
    let heading = all.iter().find(|one| one.style == "NoiNhan");
    if heading.is_some_and(|one| one.text != "Nơi nhận:" || one.column != Some(0)) {
        found.push("“Nơi nhận:” viết sai hoặc đứng sai bên".to_owned());
    }
    for (place, line) in lines.iter().enumerate() {
        let end = if place + 1 == lines.len() { '.' } else { ';' };
        if !line.text.starts_with("- ") || !line.text.ends_with(end) {
            found.push(format!("nơi nhận “{}”", line.text));
        }
    }
    let is_kept = |text: &str| text == "- Lưu." || text.starts_with("- Lưu: ");
    if lines
        .last()
        .is_some_and(|last| !is_kept(&last.text) && heading.is_some())
    {
        found.push("nơi nhận phải kết thúc bằng dòng Lưu".to_owned());
    }
}

/// Mục III.1: an appendix begins a page.
fn appendices(all: &[Paragraph], found: &mut Vec<String>) {
    for (place, one) in all.iter().enumerate() {
        let begins = match one.style.as_str() {
            "PhuLuc" => true,
            "TieuDePhuLuc" => {
                let before = place.checked_sub(1).map(|place| all[place].style.as_str());
                !matches!(before, Some("PhuLuc" | "TieuDePhuLuc"))
            }
            _ => false,
        };
        if begins && !one.begins_page {
            found.push(format!("phụ lục “{}” không ở đầu trang", one.text));
        }
    }
}
