//! From Trunk's folder to a release: names by content, the precache list, compressed copies.
//!
//! The files are worked on in memory, by their address («assets/boot-….js»), and written at the end.

mod fingerprint;
mod folder;
mod names;
#[cfg(test)]
mod tests;
mod tidy;

pub use folder::{Strength, Weight, write};

use std::collections::BTreeMap;

use crate::command::{Failure, Outcome};
use crate::split::{is_for_office, is_part};
use fingerprint::{fingerprint_of_all, integrity};
use names::name_by_content;
use tidy::{without_html_comments, without_js_comments};

pub type ReleaseFiles = BTreeMap<String, Vec<u8>>;

/// A release before it is written: all files under their final names, by when the app fetches them.
pub struct Sealed {
    pub release: String,
    pub files: ReleaseFiles,
    /// Names of all that must come over the line before the first screen stands.
    pub first: Vec<String>,
    /// Names of all that must come with it before everything works offline.
    pub rest: Vec<String>,
    /// Names of what is fetched quietly afterwards,
    pub later: Vec<String>,
    /// and of what only an office's phone fetches so.
    pub office: Vec<String>,
}

/// The page and the service worker are asked for by fixed names.
const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "sw.js";
/// Fixed names that belong to the first load all the same.
const FIRST_BY_NAME: [&str; 2] = ["manifest.webmanifest", "icons/favicon.svg"];

/// Fixed names that are kept for use without a network, though no page asks for them.
const LATER_BY_NAME: [&str; 1] = ["icons/icon.svg"];

/// Served for those who write rule sets; no phone asks for it.
const NOT_FOR_PHONES: [&str; 1] = ["rule-sets/schema.json"];

/// Gives every file of the app its name by content and writes the lists into page and service worker.
pub fn seal(mut files: ReleaseFiles, version: &str) -> Outcome<Sealed> {
    let second = name_by_content(&mut files)?;
    for name in [PAGE, SERVICE_WORKER] {
        let tidy = if name == PAGE {
            without_html_comments
        } else {
            without_js_comments
        };
        edit(&mut files, name, tidy)?;
    }
    // The release's name covers every byte of it, page and worker as they are before it is written in.
    let release = format!("{version}-{}", &fingerprint_of_all(&files)[..10]);
    edit(&mut files, PAGE, |page| {
        page.replace("content=\"unbuilt\"", &format!("content=\"{release}\""))
    })?;

    let listed = files
        .keys()
        .filter(|name| name.as_str() != SERVICE_WORKER && !is_for_installers(name))
        .filter(|name| !NOT_FOR_PHONES.contains(&name.as_str()))
        .cloned();
    let (office, listed): (Vec<String>, Vec<String>) =
        listed.partition(|name| name.strip_prefix("assets/").is_some_and(is_for_office));
    let (first, later): (Vec<String>, Vec<String>) = listed.into_iter().partition(|name| {
        name == PAGE
            || name.starts_with("assets/") && !second.contains(name)
            || FIRST_BY_NAME.contains(&name.as_str())
    });
    let list = |names: &[String]| {
        let entries: Vec<[String; 2]> = names
            .iter()
            .map(|name| [address(name), integrity(&files[name])])
            .collect();
        serde_json::to_string(&entries).unwrap_or_default()
    };
    let lists = [
        (
            "const RELEASE = 'unbuilt';",
            format!("const RELEASE = '{release}';"),
        ),
        (
            "const FIRST = [];",
            format!("const FIRST = {};", list(&first)),
        ),
        (
            "const LATER = [];",
            format!("const LATER = {};", list(&later)),
        ),
        (
            "const OFFICE = [];",
            format!("const OFFICE = {};", list(&office)),
        ),
    ];
    for (placeholder, value) in &lists {
        edit(&mut files, SERVICE_WORKER, |worker| {
            worker.replacen(placeholder, value, 1)
        })?;
        if !text(&files, SERVICE_WORKER)?.contains(value.as_str()) {
            return Err(Failure::new(
                format!("public/sw.js has no line `{placeholder}`"),
                "the build writes the precache list there: put it back",
            ));
        }
    }
    let (rest, mut first): (Vec<String>, Vec<String>) = first
        .into_iter()
        .partition(|name| name.strip_prefix("assets/").is_some_and(is_part));
    // The worker comes over the line too, though it does not list itself.
    first.push(SERVICE_WORKER.to_owned());
    Ok(Sealed {
        release,
        files,
        first,
        rest,
        later,
        office,
    })
}

/// Asked for by the system when the app is installed, never by the app.
fn is_for_installers(name: &str) -> bool {
    let is_kept = FIRST_BY_NAME.contains(&name) || LATER_BY_NAME.contains(&name);
    name.starts_with("icons/") && !is_kept
}

fn address(name: &str) -> String {
    if name == PAGE {
        "/".to_owned()
    } else {
        format!("/{name}")
    }
}

fn edit(files: &mut ReleaseFiles, name: &str, change: impl FnOnce(&str) -> String) -> Outcome {
    let changed = change(&text(files, name)?);
    files.insert(name.to_owned(), changed.into_bytes());
    Ok(())
}

fn text(files: &ReleaseFiles, name: &str) -> Outcome<String> {
    let content = files.get(name).ok_or_else(|| {
        Failure::new(
            format!("the build made no {name}"),
            "index.html and public/ hold it; was it moved?",
        )
    })?;
    utf8(name, content.clone())
}

fn utf8(name: &str, content: Vec<u8>) -> Outcome<String> {
    String::from_utf8(content)
        .map_err(|_| Failure::new(format!("{name} is not UTF-8"), "save it as UTF-8"))
}
