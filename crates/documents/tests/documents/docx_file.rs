//! A docx file read back: its paragraphs with the looks that are in force.

use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An Office file taken apart: the texts in it by their names.
#[derive(Debug, Clone)]
pub struct Package(pub BTreeMap<String, String>);

impl Package {
    pub fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut files = BTreeMap::new();
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).expect("a file");
            let name = file.name().to_owned();
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            files.insert(name, text);
        }
        Self(files)
    }

    pub fn write(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            writer
                .start_file(name, SimpleFileOptions::default())
                .expect("a file");
            writer.write_all(text.as_bytes()).expect("memory");
        }
        writer.finish().expect("a zip").into_inner()
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

pub fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

pub fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|one| is(one, name))
}

/// The value of a child of the word processor's own names.
pub fn value<'a>(node: Node<'a, '_>, name: &str, key: &str) -> Option<&'a str> {
    let found = child(node, name)?;
    found
        .attributes()
        .find(|attribute| attribute.name() == key)
        .map(|attribute| attribute.value())
}

pub fn number(node: Node<'_, '_>, name: &str, key: &str) -> Option<i64> {
    value(node, name, key)?.parse().ok()
}

/// The looks of a paragraph in force, read back from a file: half points, and twentieths of a
/// point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looks {
    pub half_points: i64,
    pub bold: bool,
    pub italic: bool,
    pub align: String,
    pub first_line: i64,
    pub before: i64,
    pub after: i64,
    pub line: i64,
}

impl Looks {
    /// With what a style or a paragraph says of itself.
    fn with(&self, node: Node<'_, '_>) -> Self {
        let mut looks = self.clone();
        if let Some(properties) = child(node, "pPr") {
            if let Some(align) = value(properties, "jc", "val") {
                align.clone_into(&mut looks.align);
            }
            looks.first_line = number(properties, "ind", "firstLine").unwrap_or(looks.first_line);
            looks.before = number(properties, "spacing", "before").unwrap_or(looks.before);
            looks.after = number(properties, "spacing", "after").unwrap_or(looks.after);
            looks.line = number(properties, "spacing", "line").unwrap_or(looks.line);
        }
        if let Some(properties) = child(node, "rPr") {
            looks.half_points = number(properties, "sz", "val").unwrap_or(looks.half_points);
            looks.bold |= child(properties, "b").is_some();
            looks.italic |= child(properties, "i").is_some();
        }
        looks
    }
}

/// A paragraph read back from a docx file, with its looks and its place in tables and sections.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    pub style: String,
    pub text: String,
    pub looks: Looks,
    /// Whether every run is bold, italic.
    pub all_bold: bool,
    pub all_italic: bool,
    /// Of the largest and the smallest run.
    pub sizes: (i64, i64),
    /// The column of a table, the width that is there for it.
    pub column: Option<usize>,
    /// The row of a table, of all rows of the document.
    pub row: Option<usize>,
    /// In a word processor's navigation, from 0.
    pub level: Option<i64>,
    pub width: i64,
    /// The length of the line over an empty paragraph.
    pub rule: Option<i64>,
    /// The first of its section.
    pub begins_page: bool,
    pub has_leader: bool,
}

/// The paragraphs of the body in order, those in tables too.
pub fn paragraphs(package: &Package) -> Vec<Paragraph> {
    let styles = Document::parse(package.text("word/styles.xml")).expect("styles");
    let body = Document::parse(package.text("word/document.xml")).expect("a document");
    let defaults = styles.descendants().find(|node| is(node, "docDefaults"));
    let mut base = Looks::default();
    for name in ["rPrDefault", "pPrDefault"] {
        if let Some(node) = defaults.and_then(|defaults| child(defaults, name)) {
            base = base.with(node);
        }
    }
    let by_style: BTreeMap<&str, Looks> = styles
        .descendants()
        .filter(|node| is(node, "style"))
        .filter_map(|node| {
            let id = node.attributes().find(|one| one.name() == "styleId")?;
            Some((id.value(), base.with(node)))
        })
        .collect();
    let widths = section_widths(&body);
    let rows = body.descendants().filter(|node| is(node, "tr"));
    let rows: Vec<usize> = rows.map(|row| row.range().start).collect();
    let mut section = 0;
    let mut begins_page = true;
    let mut all = Vec::new();
    for node in body.descendants().filter(|node| is(node, "p")) {
        let style = child(node, "pPr").and_then(|node| value(node, "pStyle", "val"));
        let style = style.unwrap_or("Normal");
        let looks = by_style.get(style).cloned().unwrap_or_default().with(node);
        let own = child(node, "pPr");
        let mut paragraph = Paragraph {
            style: style.to_owned(),
            begins_page,
            level: own.and_then(|own| number(own, "outlineLvl", "val")),
            width: widths.get(section).copied().unwrap_or(0),
            ..of_runs(node, &looks)
        };
        begins_page = false;
        if let Some(cell) = node.ancestors().find(|one| is(one, "tc")) {
            let before = cell.prev_siblings().filter(|one| is(one, "tc"));
            paragraph.column = Some(before.count() - 1);
            let row = cell.parent().map(|row| row.range().start);
            paragraph.row = rows.iter().position(|known| Some(*known) == row);
            let properties = child(cell, "tcPr").expect("a cell has properties");
            paragraph.width = number(properties, "tcW", "w").unwrap_or(0);
        }
        let properties = child(node, "pPr");
        if properties.is_some_and(|node| child(node, "pBdr").is_some()) {
            let side = |key| {
                properties
                    .and_then(|node| number(node, "ind", key))
                    .unwrap_or(0)
            };
            paragraph.rule = Some(paragraph.width - side("left") - side("right"));
        }
        if properties.is_some_and(|node| child(node, "sectPr").is_some()) {
            section += 1;
            begins_page = true;
        }
        all.push(paragraph);
    }
    all
}

fn of_runs(node: Node<'_, '_>, looks: &Looks) -> Paragraph {
    let mut paragraph = Paragraph {
        looks: looks.clone(),
        all_bold: true,
        all_italic: true,
        sizes: (looks.half_points, looks.half_points),
        ..Paragraph::default()
    };
    for run in node.children().filter(|node| is(node, "r")) {
        let own = Looks { ..looks.with(run) };
        paragraph.all_bold &= own.bold;
        paragraph.all_italic &= own.italic;
        paragraph.sizes.0 = paragraph.sizes.0.max(own.half_points);
        paragraph.sizes.1 = paragraph.sizes.1.min(own.half_points);
        for piece in run.children() {
            if is(&piece, "t") {
                paragraph.text.push_str(piece.text().unwrap_or_default());
            } else if is(&piece, "tab") {
                paragraph.text.push_str("......");
                paragraph.has_leader = true;
            }
        }
    }
    paragraph
}

/// What is between the margins of each section.
fn section_widths(body: &Document<'_>) -> Vec<i64> {
    let sections = body.descendants().filter(|node| is(node, "sectPr"));
    let width = |node| {
        let paper = number(node, "pgSz", "w").unwrap_or(0);
        let margin = |key| number(node, "pgMar", key).unwrap_or(0);
        paper - margin("left") - margin("right")
    };
    sections.map(width).collect()
}
