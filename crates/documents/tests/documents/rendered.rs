//! Every document as an office program shows it: LibreOffice makes pages of it,
//! and what is on the pages is what was meant to be.

use crate::same_content::texts;
use crate::{folded, samples};
use documents::flow::{FlowPiece, flow};
use documents::layout::LineRole;
use documents::model::Document;
use documents::{docx, xlsx};
use std::path::{Path, PathBuf};
use std::process::Command;

const INSTALL: &str = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui chromium \
    poppler-utils fonts-liberation2 python3-docx python3-openpyxl \
    python3-icalendar";

#[track_caller]
pub fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = match output {
        Ok(output) => output,
        Err(problem) => panic!("{program}: {problem}. Needed for this test: {INSTALL}"),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {errors}\nNeeded for this test: {INSTALL}"
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder of its own for each test, emptied.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// One run of LibreOffice for all files of a kind.
#[track_caller]
pub fn pdfs(folder: &Path, ending: &str) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let files = std::fs::read_dir(folder).expect("a folder").flatten();
    let files = files.map(|entry| entry.path().display().to_string());
    let files: Vec<String> = files.filter(|name| name.ends_with(ending)).collect();
    let out = folder.display().to_string();
    let mut arguments = vec![
        profile.as_str(),
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        &out,
    ];
    arguments.extend(files.iter().map(String::as_str));
    run("soffice", &arguments);
}

/// The text of the pages in the order in which it was put there, page numbers
/// left out.
fn pages(pdf: &str) -> String {
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8", pdf, "-"]);
    text.split('\u{c}')
        .map(|page| folded(unnumbered(page)))
        .collect()
}

/// Without the number of the page; an appendix has its own.
pub fn unnumbered(page: &str) -> &str {
    match page.split_once('\n') {
        Some((number, rest)) if number.len() < 4 && number.parse::<u16>().is_ok() => rest,
        _ => page,
    }
}

/// Whether a text stands there, whole or torn apart between two pages.
fn stands(pages: &str, text: &str) -> bool {
    let torn = || {
        let places = text.char_indices().map(|(place, _)| place);
        places
            .skip(1)
            .any(|place| pages.contains(&text[..place]) && pages.contains(&text[place..]))
    };
    pages.contains(text) || torn()
}

#[test]
fn every_paragraph_and_cell_is_on_the_pages() {
    let folder = folder("docx");
    for (name, made) in samples() {
        let bytes = docx::write(&made.document).expect("a docx");
        std::fs::write(folder.join(format!("{name}.docx")), bytes).expect("a file");
    }
    pdfs(&folder, ".docx");
    let mut problems = Vec::new();
    for (name, made) in samples() {
        let pdf = folder.join(format!("{name}.pdf")).display().to_string();
        let pages = pages(&pdf);
        let texts = texts(&made.document);
        let missing = texts.iter().filter(|text| !stands(&pages, text));
        problems.extend(missing.map(|text| format!("{name}: “{text}” is not on the pages")));
        problems.extend(torn(name, &pdf, &made.document));
        let seen = crate::pages::seen(&pdf, &made.document);
        problems.extend(seen.into_iter().map(|one| format!("{name}: {one}")));
        // A letter that the font lacks is taken from another one.
        let fonts = run("pdffonts", &[&pdf]);
        let names = fonts
            .lines()
            .skip(2)
            .filter_map(|line| line.split_whitespace().next());
        let strange = names
            .filter(|font| !font.contains("LiberationSerif") && !font.contains("TimesNewRoman"));
        problems.extend(strange.map(|font| format!("{name}: letters from {font}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

const LONG_HEADING: usize = 400;

fn is_heading(role: LineRole) -> bool {
    use LineRole::{Letter, Part, PartTitle, Point, Section};
    [Part, PartTitle, Section, Point, Letter].contains(&role)
}

/// Headings at the foot of a page, and signatures that stand on one alone.
fn torn(name: &str, pdf: &str, document: &Document) -> Vec<String> {
    // Dotted lines are lines too.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let (mut headings, mut signatures) = (Vec::new(), Vec::new());
    for page in flow(document) {
        for (place, piece) in page.pieces.iter().enumerate() {
            let next_is_line = matches!(page.pieces.get(place + 1), Some(FlowPiece::Line(_)));
            match piece {
                // One that is a paragraph by itself may stand at the foot.
                FlowPiece::Line(line) if line.text.shown().chars().count() > LONG_HEADING => {}
                FlowPiece::Line(line) if is_heading(line.role) && next_is_line => {
                    headings.push(squeezed(&line.text.shown()));
                }
                FlowPiece::Sides(sides) if place > 0 => {
                    let mut lines = sides.lines();
                    signatures.extend(lines.next().map(|line| squeezed(&line.text.shown())));
                }
                _ => {}
            }
        }
    }
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8", pdf, "-"]);
    let mut problems = Vec::new();
    for (place, page) in text.split('\u{c}').enumerate() {
        let page = squeezed(unnumbered(page));
        if let Some(heading) = headings.iter().find(|one| page.ends_with(one.as_str())) {
            problems.push(format!("{name}: “{heading}” ends page {}", place + 1));
        }
        if place > 0 && signatures.iter().any(|one| page.starts_with(one.as_str())) {
            problems.push(format!("{name}: page {} is a signature only", place + 1));
        }
    }
    problems
}

#[track_caller]
fn page_count(sample: &str, expected: usize) {
    let folder = folder(&format!("count-{sample}"));
    let made = crate::sample(sample);
    let path = folder.join("one.docx");
    std::fs::write(&path, docx::write(&made.document).expect("a docx")).expect("a file");
    pdfs(&folder, ".docx");
    let pdf = folder.join("one.pdf").display().to_string();
    let facts = run("pdfinfo", &[&pdf]);
    let count = facts.lines().find_map(|line| line.strip_prefix("Pages:"));
    assert_eq!(
        count.map(str::trim),
        Some(expected.to_string().as_str()),
        "{sample}"
    );
}

#[test]
fn documents_have_the_pages_that_they_need() {
    page_count("bieu-02", 2);
    page_count("mau-03", 1);
    page_count("to-trinh", 2);
    page_count("mau-04-individual", 2);
}

#[test]
fn workbooks_open_and_show_their_tables() {
    let folder = folder("xlsx");
    for name in ["bieu-02", "mau-03", "dang-ky", "to-trinh"] {
        let bytes = xlsx::write(&crate::sample(name).document).expect("an xlsx");
        std::fs::write(folder.join(format!("{name}.xlsx")), bytes).expect("a file");
    }
    pdfs(&folder, ".xlsx");
    for name in ["bieu-02", "mau-03", "dang-ky", "to-trinh"] {
        let pages = pages(&folder.join(format!("{name}.pdf")).display().to_string());
        for table in crate::sample(name).document.tables() {
            let cells = table.header.iter().chain(&table.rows).flatten();
            for text in cells.flat_map(documents::flow::cell_lines) {
                let text = folded(&text.shown());
                assert!(
                    stands(&pages, &text),
                    "{name}: “{text}” is not on the sheets"
                );
            }
        }
    }
}

/// The Python that has the readers: the system's, or the first on the path.
pub fn python() -> &'static str {
    let has_readers = |python: &&str| {
        let arguments = ["-c", "import docx, openpyxl, icalendar"];
        let output = Command::new(python).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    let known = ["python3", "/usr/bin/python3"];
    known.into_iter().find(has_readers).unwrap_or("python3")
}

/// Opened by readers that know nothing of us.
#[test]
fn independent_readers_open_every_file() {
    let folder = folder("readers");
    for (name, made) in samples() {
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        std::fs::write(path("docx"), docx::write(&made.document).expect("a docx")).expect("a file");
        std::fs::write(path("xlsx"), xlsx::write(&made.document).expect("an xlsx"))
            .expect("a file");
    }
    let script = r#"
import glob, os, sys
import docx, openpyxl
folder = sys.argv[1]
for path in sorted(glob.glob(os.path.join(folder, "*.docx"))):
    document = docx.Document(path)
    cells = sum(len(row.cells) for table in document.tables for row in table.rows)
    assert len(document.paragraphs) + cells > 5, path
    assert document.sections[0].page_width.mm > 209, path
for path in sorted(glob.glob(os.path.join(folder, "*.xlsx"))):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Văn bản", path
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes, (path, sheet.title)
        assert sheet.print_area, (path, sheet.title)
print("read")
"#;
    let said = run(python(), &["-c", script, &folder.display().to_string()]);
    assert_eq!(said.trim(), "read");
}
