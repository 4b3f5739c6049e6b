//! What a browser prints of the page: its numbers, and where tables are torn.

use crate::pages::lonely_totals;
use crate::rendered::{folder, run};
use documents::html::{self, Stylesheet, stylesheet};
use documents::model::{
    AppendixHead, Block, Cell, Column, Document, Orientation, Part, Table, Title,
};
use documents::text::Text;
use std::process::Command;

/// The text of each page that Chromium prints, with a changed stylesheet where that is wanted.
fn printed(name: &str, document: &Document, changes: &[(&str, &str)]) -> String {
    let folder = folder(name);
    let mut page = html::write(document, Stylesheet::Inside);
    assert!(page.contains(&stylesheet()));
    for (from, to) in changes {
        assert!(page.contains(from), "the page has no {from}");
        page = page.replace(from, to);
    }
    let path = |name: &str| folder.join(name).display().to_string();
    std::fs::write(path("page.html"), page).expect("a file");
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    let browser = names.into_iter().find(is_there).unwrap_or(names[0]);
    let pdf = path("page.pdf");
    run(
        browser,
        &[
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-pdf-header-footer",
            &format!("--user-data-dir={}", path("profile")),
            &format!("--print-to-pdf={pdf}"),
            &format!("file://{}", path("page.html")),
        ],
    );
    run("pdftotext", &["-raw", "-enc", "UTF-8", &pdf, "-"])
}

/// The number at the head of each page; nothing where there is none.
fn numbers(text: &str) -> Vec<&str> {
    let pages = text.split('\u{c}').filter(|page| !page.trim().is_empty());
    let first = pages.map(|page| page.lines().next().unwrap_or_default());
    let number = |line: &str| line.parse::<u16>().is_ok();
    first
        .map(|line| if number(line) { line } else { "" })
        .collect()
}

fn paragraphs(count: usize) -> Vec<Block> {
    let one = |place| Block::Paragraph(Text::plain(&format!("Đoạn thứ {place}.")));
    (1..=count).map(one).collect()
}

fn appendix(orientation: Orientation, count: usize) -> Part {
    let head = AppendixHead {
        name: Some(Text::plain("Phụ lục")),
        ..AppendixHead::default()
    };
    let mut blocks = vec![Block::Appendix(head)];
    blocks.extend(paragraphs(count));
    Part {
        orientation,
        blocks,
    }
}

/// Phụ lục I, mục II.1 and III.1: from the second page, in each appendix anew.
#[test]
fn a_browser_numbers_each_appendix_by_itself() {
    let main = Part {
        orientation: Orientation::Portrait,
        blocks: paragraphs(45),
    };
    let document = Document {
        parts: vec![
            main,
            appendix(Orientation::Portrait, 45),
            appendix(Orientation::Landscape, 60),
            appendix(Orientation::Landscape, 35),
        ],
        ..Document::default()
    };
    let text = printed("numbers", &document, &[]);
    assert_eq!(numbers(&text), ["", "2", "", "2", "", "2", "3", "", "2"]);
}

fn table(rows: usize) -> Table {
    let row = |name: &str| vec![Cell::text(Text::plain(name)), Cell::number(1, 0)];
    let names = (1..=rows).map(|place| format!("Thôn thứ {place} của bảng {rows}"));
    let total = format!("Tổng cộng {rows}");
    Table {
        name: "Bảng".to_owned(),
        columns: vec![Column { width: 70 }, Column { width: 30 }],
        header: vec![vec![Cell::header("Đơn vị"), Cell::header("Số lượng")]],
        rows: names.chain([total]).map(|name| row(&name)).collect(),
    }
}

/// «Tổng cộng» goes to the next page with a row before it, wherever a page ends.
#[test]
fn a_browser_leaves_no_total_alone_on_a_page() {
    let part = |rows| {
        let title = Title {
            kind: Text::plain("BẢNG TỔNG HỢP"),
            subject: Vec::new(),
        };
        Part {
            orientation: Orientation::Portrait,
            blocks: vec![Block::Title(title), Block::Table(table(rows))],
        }
    };
    let document = Document {
        parts: (38..=52).map(part).collect(),
        ..Document::default()
    };
    let seen = |name, changes: &[(&str, &str)]| {
        lonely_totals(&printed(name, &document, changes), &document)
    };
    assert_eq!(seen("totals", &[]), Vec::<String>::new());
    let kept = ".document tbody tr:last-child { break-before: avoid; }";
    let torn = seen("totals-torn", &[(kept, "")]);
    assert_eq!(torn.len(), 1, "{torn:?}");
}
