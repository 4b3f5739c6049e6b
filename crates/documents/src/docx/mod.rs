//! A document as a docx file. Why our own writer: `docs/decisions/0020`.

mod body;
mod styles;

use crate::DocumentFileError;
use crate::flow::flow;
use crate::layout::LineRole;
use crate::model::Document;
use crate::package::{Link, XML, core_properties, links, zip};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const CORE_TYPE: &str = "application/vnd.openxmlformats-package.core-properties+xml";

/// The bytes of the file.
///
/// # Errors
///
/// Only where the document is larger than a zip can hold.
pub fn write(document: &Document) -> Result<Vec<u8>, DocumentFileError> {
    let pages = flow(document);
    let files = [
        ("[Content_Types].xml", content_types()),
        (
            "_rels/.rels",
            links(&[Link::new("officeDocument", "word/document.xml")], true),
        ),
        ("docProps/core.xml", core_properties(document)),
        ("word/document.xml", body::document(&pages)),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", settings()),
        ("word/header1.xml", page_number()),
        (
            "word/_rels/document.xml.rels",
            links(
                &[
                    Link::new("styles", "styles.xml"),
                    Link::new("settings", "settings.xml"),
                    Link::new("header", "header1.xml"),
                ],
                false,
            ),
        ),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    zip(&files, document.made_on)
}

fn content_types() -> String {
    let parts = [
        ("word/document.xml", "document.main"),
        ("word/styles.xml", "styles"),
        ("word/settings.xml", "settings"),
        ("word/header1.xml", "header"),
    ];
    let overrides: String = parts
        .iter()
        .map(|(name, kind)| {
            format!(r#"<Override PartName="/{name}" ContentType="{CONTENT_TYPE}.{kind}+xml"/>"#)
        })
        .collect();
    format!(
        r#"{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}<Override PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"/></Types>"#
    )
}

fn settings() -> String {
    format!(
        r#"{XML}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

/// Mục I.7: in the middle of the upper margin, Arabic, upright.
fn page_number() -> String {
    let size = LineRole::Body.style().size * 2;
    format!(
        r#"{XML}<w:hdr xmlns:w="{WORD}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>"#
    )
}
