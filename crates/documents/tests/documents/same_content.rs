//! What stands in one file stands in all three.

use crate::docx_file::{Package, is, paragraphs};
use crate::{folded, samples};
use documents::flow::{FlowPiece, cell_lines, flow};
use documents::html::{self, Stylesheet};
use documents::model::{Cell, Content, Document};
use documents::{docx, xlsx};
use roxmltree::Document as Xml;

/// Every paragraph and cell from top to bottom, folded; empty ones left out.
pub fn texts(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    for piece in flow(document).into_iter().flat_map(|page| page.pieces) {
        match piece {
            FlowPiece::Line(line) => all.push(line.text),
            FlowPiece::Sides(sides) => all.extend(sides.lines().map(|line| line.text.clone())),
            FlowPiece::Table(table) => {
                let cells = table.header.iter().chain(&table.rows).flatten();
                all.extend(cells.flat_map(cell_lines));
            }
        }
    }
    let folded = all.iter().map(|text| folded(&text.shown()));
    folded.filter(|text| !text.is_empty()).collect()
}

pub fn of_docx(bytes: &[u8]) -> Vec<String> {
    let all = paragraphs(&Package::read(bytes));
    let texts = all.iter().map(|paragraph| folded(&paragraph.text));
    texts.filter(|text| !text.is_empty()).collect()
}

fn of_html(page: &str) -> Vec<String> {
    let body = page.split_once("<body").expect("a body").1;
    let mut body = body.to_owned();
    for tag in ["h1", "h2", "h3", "h4", "h5", "h6"] {
        body = body.replace(&format!("<{tag} "), "<p ");
        body = body.replace(&format!("</{tag}>"), "</p>");
    }
    let paragraphs = body.split("<p ").skip(1);
    let texts = paragraphs.map(|rest| {
        let inside = rest.split_once("</p>").expect("an end").0;
        let inside = inside.split_once('>').expect("a tag").1;
        let mut text = String::new();
        let mut in_tag = false;
        for character in inside.chars() {
            match character {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ if !in_tag => text.push(character),
                _ => {}
            }
        }
        for (sign, name) in [
            ('<', "&lt;"),
            ('>', "&gt;"),
            ('"', "&quot;"),
            ('&', "&amp;"),
        ] {
            text = text.replace(name, &sign.to_string());
        }
        folded(&text)
    });
    texts.filter(|text| !text.is_empty()).collect()
}

/// All the texts of a workbook as one, and all its numbers.
fn of_xlsx(bytes: &[u8]) -> (String, Vec<f64>) {
    let package = Package::read(bytes);
    let (mut text, mut numbers) = (String::new(), Vec::new());
    let sheets = package
        .0
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    for (_, sheet) in sheets {
        let sheet = Xml::parse(sheet).expect("a sheet");
        for cell in sheet.descendants().filter(|node| is(node, "c")) {
            match cell.attribute("t") {
                Some("inlineStr") => {
                    let pieces = cell.descendants().filter(|node| is(node, "t"));
                    pieces
                        .filter_map(|node| node.text())
                        .for_each(|one| text.push_str(&folded(one)));
                }
                _ => {
                    let value = cell
                        .children()
                        .find(|node| is(node, "v"))
                        .and_then(|v| v.text());
                    numbers.extend(value.map(|value| value.parse::<f64>().expect("a number")));
                }
            }
        }
    }
    (text, numbers)
}

fn numbers(document: &Document) -> Vec<f64> {
    let tables = document.tables();
    let cells = tables.flat_map(|table| table.rows.iter().flatten());
    let number = |cell: &Cell| match &cell.content {
        Content::Number { value, decimals }
        | Content::Percent {
            value, decimals, ..
        }
        | Content::Sum {
            value, decimals, ..
        } => Some(*value as f64 / 10_f64.powi(i32::from(*decimals))),
        Content::Text(_) => None,
    };
    cells.filter_map(number).collect()
}

#[track_caller]
pub fn check(name: &str, document: &Document) {
    let expected = texts(document);
    let docx = of_docx(&docx::write(document).expect("a docx"));
    assert_eq!(docx, expected, "{name}: docx");
    let html = of_html(&html::write(document, Stylesheet::Inside));
    assert_eq!(html, expected, "{name}: html");
    let (text, mut in_sheets) = of_xlsx(&xlsx::write(document).expect("an xlsx"));
    let shown: Vec<String> = document
        .tables()
        .flat_map(|table| table.rows.iter().flatten())
        .filter(|cell| !matches!(cell.content, Content::Text(_)))
        .flat_map(cell_lines)
        .map(|text| folded(&text.shown()))
        .collect();
    for one in expected.iter().filter(|one| !shown.contains(one)) {
        assert!(text.contains(one), "{name}: xlsx has no {one}");
    }
    let mut expected = numbers(document);
    expected.sort_by(f64::total_cmp);
    in_sheets.sort_by(f64::total_cmp);
    assert_eq!(in_sheets, expected, "{name}: numbers");
}

#[test]
fn the_same_stands_in_word_excel_and_on_paper() {
    for (name, made) in samples() {
        check(name, &made.document);
    }
}

#[test]
fn a_page_has_no_scripts_and_no_looks_in_attributes() {
    for (name, made) in samples() {
        let page = html::write(&made.document, Stylesheet::At("/print.css"));
        for forbidden in ["<script", " style=", " on", "<style", "javascript:", "http"] {
            let tags = page
                .split('<')
                .filter_map(|tag| tag.split_once('>'))
                .map(|(tag, _)| tag);
            let tags: Vec<String> = tags.map(|tag| format!("<{tag}")).collect();
            let found = tags.iter().find(|tag| tag.contains(forbidden));
            assert_eq!(found, None, "{name}: {forbidden}");
        }
    }
}

#[test]
fn sums_are_formulas_and_headers_stand_still() {
    let made = crate::sample("bieu-02");
    let package = Package::read(&xlsx::write(&made.document).expect("an xlsx"));
    let sheet = package.text("xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<f>SUM("), "{sheet}");
    assert!(sheet.contains(r#"state="frozen""#));
    assert!(sheet.contains(r#"orientation="landscape""#));
    let workbook = package.text("xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"));
    assert!(workbook.contains("_xlnm.Print_Area"));
}

/// A clerk who corrects a count finds the percentage corrected.
#[test]
fn percentages_are_formulas_of_their_own_row() {
    #[track_caller]
    fn check(sample: &str, sheet: usize, cell: &str) {
        let made = crate::sample(sample);
        let package = Package::read(&xlsx::write(&made.document).expect("an xlsx"));
        let sheet = package.text(&format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(sheet.contains(cell), "{sample} has no {cell}: {sheet}");
    }
    check(
        "bien-ban",
        2,
        r#"<f>IF(E4=0,"",ROUND(D4/E4*100,1))</f><v>81.8</v>"#,
    );
    check("bieu-02", 2, r#"<f>IF(C"#);
    // What was done is in column D, the plan in C, the same period in F.
    check(
        "bao-cao-F-000-01",
        2,
        r#"<f>IF(C3=0,"",ROUND(D3/C3*100,1))</f><v>101.4</v>"#,
    );
    check(
        "bao-cao-F-000-01",
        2,
        r#"<f>IF(F3=0,"",ROUND(D3/F3*100,1))</f><v>106.5</v>"#,
    );
}

/// «Tổng hợp đăng ký thi đua của», not «… của cá».
#[test]
fn names_of_sheets_end_with_a_whole_word() {
    for (name, made) in samples() {
        let package = Package::read(&xlsx::write(&made.document).expect("an xlsx"));
        let workbook = Xml::parse(package.text("xl/workbook.xml")).expect("a workbook");
        let sheets = workbook.descendants().filter(|node| is(node, "sheet"));
        let sheets = sheets.filter_map(|sheet| sheet.attribute("name")).skip(1);
        for (sheet, table) in sheets.zip(made.document.tables()) {
            assert!((1..=31).contains(&sheet.chars().count()), "{name}: {sheet}");
            let unnumbered = sheet.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            let words = |text: &str| -> Vec<String> {
                let kept = text.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], "");
                let parts = kept.split(|letter: char| !letter.is_alphanumeric());
                parts
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let (short, whole) = (words(unnumbered), words(&table.name));
            assert!(
                whole.starts_with(&short) || short == ["Bảng"],
                "{name}: {sheet}"
            );
        }
    }
}
