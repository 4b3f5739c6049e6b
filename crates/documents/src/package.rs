//! Packages in memory: a zip of files that point to one another.

use crate::DocumentFileError;
use crate::model::Document;
use crate::text::Text;
use crate::xml::escaped;
use register::date::PartialDate;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

pub(crate) const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The files in their order, each of this day; always the same bytes for the same
/// files and the same day.
///
/// # Errors
///
/// [`DocumentFileError`] only where a file is larger than a zip can hold.
pub fn zip(
    files: &[(&str, &[u8])],
    day: Option<PartialDate>,
) -> Result<Vec<u8>, DocumentFileError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(time(day));
    for (name, bytes) in files {
        writer.start_file(*name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The begin of the day; of a day that no zip can hold, or of none, the first one
/// that it can.
fn time(day: Option<PartialDate>) -> DateTime {
    let parts = day.and_then(|day| {
        let year = u16::try_from(day.year()).ok()?;
        DateTime::from_date_and_time(year, day.month()?, day.day()?, 0, 0, 0).ok()
    });
    parts.unwrap_or_default()
}

/// A relationship from one file of a package to another, as Office packages have them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link<'a> {
    kind: &'a str,
    target: &'a str,
}

impl<'a> Link<'a> {
    pub fn new(kind: &'a str, target: &'a str) -> Self {
        Self { kind, target }
    }
}

/// Links by their order (`rId1` …); the package's own have the properties too.
pub(crate) fn links(parts: &[Link<'_>], is_package: bool) -> String {
    let mut links: String = parts
        .iter()
        .enumerate()
        .map(|(place, Link { kind, target })| {
            let id = place + 1;
            format!(r#"<Relationship Id="rId{id}" Type="{LINKS}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    if is_package {
        links.push_str(&format!(
            r#"<Relationship Id="rIdCore" Type="{PACKAGE_LINKS}/metadata/core-properties" Target="docProps/core.xml"/>"#
        ));
    }
    format!(r#"{XML}<Relationships xmlns="{PACKAGE_LINKS}">{links}</Relationships>"#)
}

/// What an office program shows of a file: what it is and whose, the office that
/// made it, the day.
pub(crate) fn core_properties(document: &Document) -> String {
    let clean = |text: &str| escaped(&Text::plain(text).shown());
    let title = clean(&document.title());
    let creator = document
        .office
        .as_deref()
        .map_or_else(String::new, |office| {
            format!("<dc:creator>{}</dc:creator>", clean(office))
        });
    let day = document.made_on.filter(|day| day.is_full());
    let created = day.map_or_else(String::new, |day| {
        let day = day.to_stored();
        format!(r#"<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>"#)
    });
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>{creator}{created}<dc:language>vi-VN</dc:language></cp:coreProperties>"#
    )
}
