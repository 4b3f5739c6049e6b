//! A document as a page for the browser's own printing, and for its preview.
//! No scripts, no handlers, no style in an attribute: it stands under a policy
//! that allows nothing but a stylesheet.

use crate::flow::{DocumentPage, FlowLine, FlowPiece, Sides, SidesRow, cell_lines, flow};
use crate::grid::{Slot, slots};
use crate::layout::{FONT, LineRole, Underline};
use crate::model::{Align, Document, Orientation, Table};
use crate::text::{Blank, Run, RunContent, Text};
use crate::xml::escaped;

/// The source of a page's style: in the file, or at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stylesheet<'a> {
    /// In the file, so that it can be sent by itself.
    Inside,
    /// At an address, where a policy forbids what is inside.
    At(&'a str),
}

pub fn write(document: &Document, stylesheet: Stylesheet<'_>) -> String {
    let looks = match stylesheet {
        Stylesheet::Inside => format!("<style>{}</style>", self::stylesheet()),
        Stylesheet::At(address) => {
            format!(r#"<link rel="stylesheet" href="{}">"#, escaped(address))
        }
    };
    let title = escaped(&Text::plain(&document.title()).shown());
    let mut appendices = 0;
    let pages = flow(document).into_iter().enumerate();
    let pages = pages.map(|(place, page)| {
        appendices += usize::from(place > 0 && page.begins_count);
        self::page(&page, appendices)
    });
    let pages: String = pages.collect();
    format!(
        r#"<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=840"><title>{title}</title>{looks}</head><body class="document">{pages}</body></html>"#
    )
}

/// The looks of every document: the roles, the paper, the page's number.
pub fn stylesheet() -> String {
    let roles: String = LineRole::ALL.iter().map(|role| rule(*role)).collect();
    let numbers: String = (1..=NUMBERED).map(numbers).collect();
    let paper = PAPER.replace("FONT", FONT);
    format!("{paper}{numbers}{roles}{AFTER_ROLES}")
}

/// So many appendices have numbers of their own; any further go on with the document's.
const NUMBERED: usize = 9;

/// The pages of one appendix, upright and across: browsers begin a page's own counter only once, so
/// each appendix has another one.
fn numbers(appendix: usize) -> String {
    let own = format!("appendix-{appendix}");
    let count = format!(
        "counter-increment: {own}; @top-center {{ content: counter({own}, after-first); }}"
    );
    format!(
        "@page {own} {{ {count} }} @page across-{own} {{ size: A4 landscape; {count} }}\n\
         .document .{own} {{ page: {own}; }} .document .across.{own} {{ page: across-{own}; }}\n"
    )
}

/// Phụ lục I, mục I: A4, margins, the number in the upper margin from the second page.
const PAPER: &str = r#"
@counter-style after-first { system: fixed 1; symbols: ""; }
@page { size: A4 portrait; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page, after-first); font: 14pt "FONT", serif; } }
@page across { size: A4 landscape; }
.document { margin: 0; color: #000; font-family: "FONT", "Liberation Serif", Tinos, serif; font-size: 14pt; line-height: 1.15; }
.document p, .document :is(h1, h2, h3, h4, h5, h6) { margin: 0; overflow-wrap: anywhere; }
.document .page { background: #fff; box-sizing: border-box; width: 210mm; min-height: 297mm; padding: 20mm 15mm 20mm 30mm; }
.document .page.across { page: across; width: 297mm; min-height: 210mm; }
.document .page + .page { break-before: page; }
@media print { .document .page, .document .page.across { width: auto; min-height: 0; padding: 0; } }
@media screen { .document .page { margin: 4mm auto; box-shadow: 0 0 2mm #888; } }
.document .sides { break-inside: avoid; margin-bottom: 6pt; } .document .beside { display: flex; } .document * + .sides { break-before: avoid; }
.document .left40 { flex: 0 0 40%; } .document .left50 { flex: 0 0 50%; } .document .right { flex: 1; }
.document table { width: calc(100% - 1.5pt); border-collapse: separate; border-spacing: 0; table-layout: fixed; margin-bottom: 6pt; break-before: avoid; }
.document thead { display: table-header-group; } .document tr { break-inside: avoid; } .document tr.long { break-inside: auto; } .document tbody tr:last-child { break-before: avoid; }
.document td, .document th { border: 0 solid #000; border-width: 0 0.5pt 0.5pt 0; padding: 0.75pt 2.5pt; vertical-align: middle; font-weight: normal; } .document thead tr:first-child th { border-top-width: 0.5pt; } .document td:first-child, .document thead tr:first-child th:first-child { border-left-width: 0.5pt; }
"#;

const AFTER_ROLES: &str = r#"
.document .under-whole > span, .document .under-part > span { display: inline-block; padding-bottom: 2pt; }
.document .under-whole > span { border-bottom: 0.75pt solid #000; }
.document .under-part > span::after { content: ""; display: block; width: 40%; margin: 2pt auto 0; border-bottom: 0.75pt solid #000; }
.document .TrichYeu.under-part { padding-bottom: 12pt; }
.document .to-the-end { display: flex; align-items: baseline; text-align: left; } .document .to-the-end::before { content: "\200b"; text-indent: 0; } .document .to-the-end .rest { flex: 1; min-width: 20mm; border-bottom: 1pt dotted #000; margin-left: 2pt; }
.document p.start { text-align: left; } .document p.middle { text-align: center; } .document p.end { text-align: right; } .document p.both { text-align: justify; }
"#;

fn rule(role: LineRole) -> String {
    let style = role.style();
    let weight = if style.bold { "bold" } else { "normal" };
    let slant = if style.italic { "italic" } else { "normal" };
    let align = match style.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Both => "justify",
    };
    let points = |twentieths: u32| f64::from(twentieths) / 20.0;
    let keeps = if style.keeps_next {
        "break-after:avoid;"
    } else {
        ""
    };
    format!(
        ".document .{} {{ font-size:{}pt; font-weight:{weight}; font-style:{slant}; text-align:{align}; text-indent:{}pt; padding-top:{}pt; padding-bottom:{}pt; {keeps} }}\n",
        style.id,
        style.size,
        points(style.first_indent),
        points(style.before),
        points(style.after),
    )
}

/// `appendices` are those that have begun, with this one if it is one.
fn page(page: &DocumentPage<'_>, appendices: usize) -> String {
    let mut class = match page.orientation {
        Orientation::Portrait => "page".to_owned(),
        Orientation::Landscape => "page across".to_owned(),
    };
    if (1..=NUMBERED).contains(&appendices) {
        class.push_str(&format!(" appendix-{appendices}"));
    }
    let pieces = page.pieces.iter().map(|piece| match piece {
        FlowPiece::Line(line) => self::line(line),
        FlowPiece::Sides(sides) => self::sides(sides),
        FlowPiece::Table(table) => self::table(table),
    });
    let pieces: String = pieces.collect();
    format!(r#"<section class="{class}">{pieces}</section>"#)
}

fn sides(sides: &Sides) -> String {
    let side = |lines: &[FlowLine]| lines.iter().map(line).collect::<String>();
    let row = |row: &SidesRow| {
        format!(
            r#"<div class="beside"><div class="left{}">{}</div><div class="right">{}</div></div>"#,
            sides.left_share,
            side(&row.left),
            side(&row.right)
        )
    };
    let rows: String = sides.rows.iter().map(row).collect();
    format!(r#"<div class="sides">{rows}</div>"#)
}

fn line(line: &FlowLine) -> String {
    let under = match line.under {
        Underline::Nothing => "",
        Underline::Whole => " under-whole",
        Underline::Part => " under-part",
    };
    let tag = line.level.map_or("p", heading);
    paragraph(tag, line.role, &line.text, under)
}

fn heading(level: u8) -> &'static str {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let place = usize::from(level.clamp(1, 6)) - 1;
    TAGS[place]
}

fn paragraph(tag: &str, role: LineRole, text: &Text, class: &str) -> String {
    let style = role.style();
    let runs: String = text.runs().iter().map(run).collect();
    let goes_on = |run: &Run| run.ink == RunContent::Blank(Blank::Line);
    let (class, runs) = match text.runs().split_last() {
        Some((last, before)) if goes_on(last) => {
            let before: String = before.iter().map(run).collect();
            let rest = r#"<span class="rest"></span>"#;
            (" to-the-end", format!("<span>{before}</span>{rest}"))
        }
        _ if class.contains("under") => (class, format!("<span>{runs}</span>")),
        _ => (class, runs),
    };
    format!(r#"<{tag} class="{}{class}">{runs}</{tag}>"#, style.id)
}

fn run(run: &Run) -> String {
    let mut text = match &run.ink {
        RunContent::Words(words) => escaped(words),
        RunContent::Blank(blank) => blank.dots().to_owned(),
    };
    if run.face.italic {
        text = format!("<i>{text}</i>");
    }
    if run.face.bold {
        text = format!("<b>{text}</b>");
    }
    text
}

fn table(table: &Table) -> String {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum();
    let columns: String = table
        .columns
        .iter()
        .map(|column| {
            let hundredths = column.width * 10_000 / whole.max(1);
            format!(r#"<col width="{}%">"#, f64::from(hundredths) / 100.0)
        })
        .collect();
    let count = table.columns.len();
    let rows = |rows: &[Vec<Slot<'_>>], tag: &str, role| -> String {
        rows.iter().map(|slots| row(slots, tag, role)).collect()
    };
    let header = rows(&slots(&table.header, count), "th", LineRole::HeaderCell);
    let body = rows(&slots(&table.rows, count), "td", LineRole::Cell);
    format!(
        "<table><colgroup>{columns}</colgroup><thead>{header}</thead><tbody>{body}</tbody></table>"
    )
}

/// A row with more letters may be torn apart between two pages.
const KEPT_WHOLE: usize = 600;

fn row(slots: &[Slot<'_>], tag: &str, role: LineRole) -> String {
    let mut letters = 0;
    let cell = |slot: &Slot<'_>| match slot {
        Slot::GoesOn { .. } => String::new(),
        Slot::Open { .. } => format!("<{tag}></{tag}>"),
        Slot::Begins {
            columns,
            rows,
            cell,
            ..
        } => {
            let over = |name: &str, count: usize| match count {
                0 | 1 => String::new(),
                _ => format!(r#" {name}="{count}""#),
            };
            let align = match cell.align {
                Align::Left => " start",
                Align::Centre => " middle",
                Align::Right => " end",
                Align::Both => " both",
            };
            let lines = cell_lines(cell);
            letters += lines.iter().map(|text| text.shown().len()).sum::<usize>();
            let inside: String = lines
                .iter()
                .map(|text| paragraph("p", role, text, align))
                .collect();
            format!(
                "<{tag}{}{}>{inside}</{tag}>",
                over("colspan", *columns),
                over("rowspan", *rows)
            )
        }
    };
    let cells: String = slots.iter().map(cell).collect();
    let long = if letters > KEPT_WHOLE {
        r#" class="long""#
    } else {
        ""
    };
    format!("<tr{long}>{cells}</tr>")
}
