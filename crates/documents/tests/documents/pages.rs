//! What an eye sees on the pages of LibreOffice: where each word stands.

use crate::docx_file::{Package, is};
use crate::rendered::{folder, pdfs, run, unnumbered};
use crate::sample;
use documents::docx;
use documents::flow::{FlowPiece, Sides, cell_lines, flow};
use documents::layout::LineRole;
use documents::model::Document;
use roxmltree::Document as Xml;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// In points, from the left upper corner of its page.
struct Word {
    page: usize,
    left: f64,
    top: f64,
    right: f64,
    text: String,
}

fn words(pdf: &str) -> Vec<Word> {
    let text = run("pdftotext", &["-bbox", "-enc", "UTF-8", pdf, "-"]);
    // The reader of XML takes no document type.
    let text = text.split_once("<html").expect("a page").1;
    let text = format!("<html{text}");
    let xml = Xml::parse(&text).expect("XML");
    let mut all = Vec::new();
    let pages = xml.descendants().filter(|node| is(node, "page"));
    for (page, node) in pages.enumerate() {
        for word in node.descendants().filter(|node| is(node, "word")) {
            let number = |key| {
                let value = word.attribute(key).and_then(|one| one.parse::<f64>().ok());
                value.expect("a place")
            };
            all.push(Word {
                page,
                left: number("xMin"),
                top: number("yMin"),
                right: number("xMax"),
                text: word.text().unwrap_or_default().to_owned(),
            });
        }
    }
    all
}

/// All that is not as it should be.
pub fn seen(pdf: &str, document: &Document) -> Vec<String> {
    let words = words(pdf);
    let mut found = broken_headings(&words, document);
    let pages = flow(document);
    let pieces = pages.iter().flat_map(|page| &page.pieces);
    for piece in pieces.clone() {
        if let FlowPiece::Sides(sides) = piece {
            found.extend(side_by_side(&words, sides));
        }
    }
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8", pdf, "-"]);
    found.extend(lonely_totals(&text, document));
    found
}

/// A word that is broken inside is two words on the page: there are fewer of it than
/// in the document.
fn broken_headings(words: &[Word], document: &Document) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(&word.text).or_default() += 1;
    }
    let header = |table: &documents::model::Table| -> Vec<String> {
        let cells = table.header.iter().flatten().flat_map(cell_lines);
        let shown: Vec<String> = cells.map(|text| text.shown()).collect();
        let words = shown.iter().flat_map(|text| text.split_whitespace());
        words.map(str::to_owned).collect()
    };
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for word in document.tables().flat_map(header) {
        *wanted.entry(word).or_default() += 1;
    }
    let short = wanted
        .into_iter()
        .filter(|(word, count)| counts.get(word.as_str()).copied().unwrap_or(0) < *count);
    short
        .map(|(word, _)| format!("“{word}” is broken in the head of a table"))
        .collect()
}

/// The words of a line that stand on one line of the page, at their first place or
/// at their last.
fn placed<'w, W: Borrow<Word>>(words: &'w [W], line: &str, is_last: bool) -> Option<&'w [W]> {
    let wanted: Vec<&str> = line.split_whitespace().collect();
    let mut windows = words.windows(wanted.len().max(1));
    let fits = |window: &&[W]| {
        let top = window.first().map_or(0.0, |word| word.borrow().top);
        let mut pairs = window.iter().map(Borrow::borrow).zip(&wanted);
        pairs.all(|(word, text)| word.text == *text && (word.top - top).abs() < 2.0)
    };
    // Names of signers may stand in the text, and dots do.
    match is_last {
        true => windows.rfind(fits),
        false => windows.find(fits),
    }
}

/// Between the office and the national title, in points.
const GAP: f64 = 6.0;

fn side_by_side(words: &[Word], sides: &Sides) -> Vec<String> {
    let mut found = Vec::new();
    let of = |role: LineRole| {
        let lines = sides.lines().filter(move |line| line.role == role);
        lines.map(|line| line.text.shown())
    };
    let national = of(LineRole::NationalTitle).next();
    let national = national
        .and_then(|line| placed(words, &line, false))
        .map(|line| line[0].left);
    // The same words stand in the signature.
    let date = of(LineRole::PlaceAndDate).next();
    let date = date.and_then(|line| placed(words, &line, false));
    let date = date.map_or(f64::MAX, |line| line[0].top);
    let above = words.iter().take_while(|word| word.page == 0);
    let above: Vec<&Word> = above.filter(|word| word.top < date).collect();
    for line in of(LineRole::Superior).chain(of(LineRole::Issuing)) {
        // A dotted line is as long as it has room for.
        if line.contains("..") {
            continue;
        }
        match placed(&above, &line, false) {
            None => found.push(format!("“{line}” is broken in the head")),
            Some(line_words) => {
                let right = line_words.last().map_or(0.0, |word| word.right);
                if national.is_some_and(|left| right + GAP > left) {
                    found.push(format!("“{line}” touches the national title"));
                }
            }
        }
    }
    let mut tops = |what: &str, lines: Vec<String>, is_last: bool| {
        let places = lines.iter().map(|line| placed(words, line, is_last));
        let places: Option<Vec<&[Word]>> = places.collect();
        let Some(places) = places else { return };
        let first = places.first().map(|line| (line[0].page, line[0].top));
        let is_level = |line: &&[Word]| {
            first.is_some_and(|(page, top)| line[0].page == page && (line[0].top - top).abs() < 2.0)
        };
        if !places.iter().all(is_level) {
            found.push(format!("{what} stand on several heights: {lines:?}"));
        }
    };
    let dates = of(LineRole::Number).chain(of(LineRole::PlaceAndDate));
    tops("number and date", dates.collect(), false);
    tops("names", of(LineRole::SignerName).collect(), true);
    found
}

/// A last row at the head of a page, below the header that is repeated there.
pub fn lonely_totals(text: &str, document: &Document) -> Vec<String> {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let row = |cells: &[documents::model::Cell]| -> String {
        let lines = cells.iter().flat_map(cell_lines);
        lines.map(|text| squeezed(&text.shown())).collect()
    };
    let mut found = Vec::new();
    for table in document.tables().filter(|table| table.rows.len() > 1) {
        let header: String = table.header.iter().map(|cells| row(cells)).collect();
        let last = table
            .rows
            .last()
            .map(|cells| row(cells))
            .unwrap_or_default();
        let alone = format!("{header}{last}");
        let mut pages = text.split('\u{c}').skip(1);
        let is_alone = pages.any(|page| squeezed(unnumbered(page)).starts_with(&alone));
        if is_alone && !last.is_empty() {
            found.push(format!("“{last}” stands on a page by itself"));
        }
    }
    found
}

/// A finished file in which something is changed.
struct Broken {
    sample: &'static str,
    changes: Vec<(String, String)>,
    /// What is seen then; nothing where all is well.
    expected: Option<&'static str>,
}

fn broken(sample: &'static str, changes: &[(&str, &str)], expected: &'static str) -> Broken {
    let owned = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
    Broken {
        sample,
        changes: changes.iter().map(owned).collect(),
        expected: Some(expected),
    }
}

/// With one more property, in the paragraphs of a style.
fn with(style: &str, property: &str) -> [String; 2] {
    let style = format!(r#"<w:pStyle w:val="{style}"/>"#);
    let more = format!("{style}<w:{property}/>");
    [style, more]
}

/// All in one run of LibreOffice.
#[track_caller]
fn check(all: &[Broken]) {
    let folder = folder("seen");
    for (place, one) in all.iter().enumerate() {
        let bytes = docx::write(&sample(one.sample).document).expect("a docx");
        let mut package = Package::read(&bytes);
        let mut text = package.text("word/document.xml").to_owned();
        for (from, to) in &one.changes {
            assert!(text.contains(from), "{} has no {from}", one.sample);
            text = text.replace(from, to);
        }
        package.0.insert("word/document.xml".to_owned(), text);
        std::fs::write(folder.join(format!("{place}.docx")), package.write()).expect("a file");
    }
    pdfs(&folder, ".docx");
    for (place, one) in all.iter().enumerate() {
        let pdf = folder.join(format!("{place}.pdf")).display().to_string();
        let found = seen(&pdf, &sample(one.sample).document);
        let is_right = match one.expected {
            Some(expected) => found.iter().any(|one| one.contains(expected)),
            None => found.is_empty(),
        };
        assert!(
            is_right,
            "{:?}: {:?}, seen: {found:#?}",
            one.changes, one.expected
        );
    }
}

/// These eyes are looked at: each mistake made on purpose is seen.
#[test]
fn what_is_wrong_on_a_page_is_seen() {
    let [heading, narrow_heading] = with("TieuDeBang", r#"ind w:left="300" w:right="300""#);
    let [office, narrow] = with("CoQuanBanHanh", r#"ind w:left="900" w:right="900""#);
    let [_, near] = with("CoQuanBanHanh", r#"ind w:left="1300" w:right="-300""#);
    let [number, lower] = with("SoKyHieu", r#"spacing w:before="900""#);
    let name = r#"<w:pStyle w:val="HoTenNguoiKy"/></w:pPr><w:r><w:t xml:space="preserve">Triệu"#;
    let lower_name = name.replace("</w:pPr>", r#"<w:spacing w:before="2400"/></w:pPr>"#);
    // Moved down by a line, the table has room for all rows but the last.
    let [title, moved] = with("TenLoai", r#"spacing w:before="800""#);
    let summary = "tong-hop-dang-ky";
    let kept = Broken {
        expected: None,
        ..broken(summary, &[(&title, &moved)], "")
    };
    let torn = [(title.as_str(), moved.as_str()), ("<w:keepNext/>", "")];
    check(&[
        broken(
            "bang-diem",
            &[(&heading, &narrow_heading)],
            "head of a table",
        ),
        broken("to-trinh", &[(&office, &narrow)], "is broken in the head"),
        broken(
            "to-trinh",
            &[(&office, &near)],
            "touches the national title",
        ),
        broken("to-trinh", &[(&number, &lower)], "number and date"),
        broken("mau-04-individual", &[(name, &lower_name)], "names stand"),
        kept,
        broken(summary, &torn, "by itself"),
    ]);
}
