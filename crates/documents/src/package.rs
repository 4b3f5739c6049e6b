//! Packages in memory: a zip of files that point to one another.

use crate::Problem;
use crate::text::Text;
use crate::xml::escaped;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(crate) const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The files in their order; always the same bytes for the same files.
///
/// # Errors
///
/// [`Problem`] only where a file is larger than a zip can hold.
pub fn zip(files: &[(&str, &[u8])]) -> Result<Vec<u8>, Problem> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// From one file of a package to another.
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

/// What an office program shows of a file: its title. No day and no author.
pub(crate) fn core_properties(title: &str) -> String {
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>"#,
        escaped(&Text::plain(title).shown())
    )
}
