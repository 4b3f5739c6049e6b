//! Documents as they read, page by page, with the roles of their lines and the widths of their
//! columns. `UPDATE_GOLDEN=1` writes them anew; what has changed is then looked at.
//!
//! Only those that a person can make: of what no screen asks for yet (points, votes, money) the
//! samples are for looks alone, and papers as the app makes them are in `crates/worker/tests`.

use crate::sample;
use documents::flow::{FlowLine, FlowPiece, cell_lines, flow};
use documents::model::{Document, Orientation, Table};
use std::path::Path;

fn shown(document: &Document) -> String {
    let mut text = String::new();
    for page in flow(document) {
        text.push_str(match page.orientation {
            Orientation::Portrait => "=== trang dọc\n",
            Orientation::Landscape => "=== trang ngang\n",
        });
        for piece in &page.pieces {
            match piece {
                FlowPiece::Line(line) => push(&mut text, "", line),
                FlowPiece::Sides(sides) => {
                    for row in &sides.rows {
                        row.left
                            .iter()
                            .for_each(|line| push(&mut text, "trái | ", line));
                        row.right
                            .iter()
                            .for_each(|line| push(&mut text, "phải | ", line));
                    }
                }
                FlowPiece::Table(table) => push_table(&mut text, table),
            }
        }
    }
    text
}

fn push(text: &mut String, side: &str, line: &FlowLine) {
    text.push_str(&format!("{side}{:?}: {}\n", line.role, line.text.shown()));
}

fn push_table(text: &mut String, table: &Table) {
    let widths: Vec<String> = table
        .columns
        .iter()
        .map(|one| one.width.to_string())
        .collect();
    text.push_str(&format!(
        "--- bảng “{}”, cột {}\n",
        table.name,
        widths.join(" ")
    ));
    for row in table.header.iter().chain(&table.rows) {
        let cells = row.iter().map(|cell| {
            let lines = cell_lines(cell);
            let lines: Vec<String> = lines.iter().map(|text| text.shown()).collect();
            let span = match (cell.columns, cell.rows) {
                (1, 1) => String::new(),
                (columns, rows) => format!(" [{columns}×{rows}]"),
            };
            format!("{}{span}", lines.join(" ⏎ "))
        });
        text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    text.push_str("---\n");
}

#[track_caller]
fn check(name: &str) {
    let made = sample(name);
    let findings: String = made
        .findings
        .iter()
        .map(|one| format!("! {one}\n"))
        .collect();
    let text = format!("{}{findings}", shown(&made.document));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).expect("a file");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name} reads otherwise");
}

#[test]
fn the_documents_read_like_the_printed_forms() {
    for name in [
        "mau-04-collective",
        "mau-04-individual",
        "mau-04-family",
        "mau-04-nua-chung",
        "mau-03",
        "to-trinh",
        "to-trinh-chua-khai",
        "dang-ky",
        "dang-ky-thon",
        "bieu-02-trong",
        "tong-hop-dang-ky",
        "trong-F-002-01-lang",
        "trong-F-003-01-lao-",
        "ke-hoach-nam",
        "chuong-trinh-mau",
    ] {
        check(name);
    }
}
