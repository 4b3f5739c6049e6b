//! Names by content: whoever has a file under a name has its very bytes.

use sha2::{Digest, Sha256};

use super::fingerprint::hex;
use super::tidy::without_js_comments;
use super::{PAGE, ReleaseFiles, edit, utf8};
use crate::command::{Failure, Outcome};
use crate::split;

/// The files of the second module, leaves first: named by content like the app's, and fetched quietly.
const SECOND_MODULE: [&str; 4] = ["second_bg.wasm", "second.js", "worker.js", "paper.css"];
/// The app, in its first part.
const APP: &str = "so-thi-dua_bg.wasm";
/// The line of boot.js that says how large the app is, unpacked: how far it has come is told by it.
const SIZE: &str = "const SIZE = 0;";

/// The new names of the second module's files.
pub(super) fn name_by_content(files: &mut ReleaseFiles) -> Outcome<Vec<String>> {
    // Leaves first: a file's hash must cover the names that stand in it.
    let snippets: Vec<String> = files
        .keys()
        .filter(|name| name.starts_with("snippets/"))
        .cloned()
        .collect();
    // The page that runs the suite of stores is not cut.
    let parts: Vec<String> = files
        .keys()
        .filter(|name| split::is_part(name))
        .cloned()
        .collect();
    let app = [
        APP,
        "so-thi-dua.js",
        "boot.js",
        "early.js",
        "shell.css",
        "style.css",
    ];
    let names = snippets
        .iter()
        .map(String::as_str)
        .chain(SECOND_MODULE)
        .chain(parts.iter().map(String::as_str))
        .chain(app);
    let unpacked = files.get(APP).map_or(0, Vec::len);
    let mut renamed: Vec<(String, String)> = Vec::new();
    for name in names {
        let mut content = files.remove(name).ok_or_else(|| {
            Failure::new(
                format!("the build made no {name}"),
                "index.html, public/ and Trunk.toml must agree on names",
            )
        })?;
        if !name.ends_with(".wasm") {
            let mut text = utf8(name, content)?;
            if name.ends_with(".js") {
                text = without_js_comments(&text);
            }
            if name == "boot.js" {
                text = text.replacen(SIZE, &format!("const SIZE = {unpacked};"), 1);
            }
            if name == "shell.css" {
                text = text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
            }
            content = with_new_names(text, &renamed).into_bytes();
        }
        let sealed = sealed_name(name, &content);
        files.insert(sealed.clone(), content);
        renamed.push((name.to_owned(), sealed));
    }
    edit(files, PAGE, |page| {
        with_new_names(without_trunks_own(page), &renamed)
    })?;
    nothing_forgotten(files, &renamed)?;
    let second = renamed
        .into_iter()
        .filter(|(old, _)| SECOND_MODULE.contains(&old.as_str()));
    Ok(second.map(|(_, new)| new).collect())
}

/// Trunk leaves the line behind that told it what to build.
fn without_trunks_own(page: &str) -> String {
    let lines = page
        .lines()
        .filter(|line| !line.trim_start().starts_with("<link data-trunk"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn sealed_name(name: &str, content: &[u8]) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    format!(
        "assets/{stem}-{}.{extension}",
        &hex(&Sha256::digest(content))[..12]
    )
}

/// Replaces references in quotes: by address (`"/boot.js"`), and beside one another
/// (`'./snippets/x.js'`, `'so-thi-dua_bg.wasm'`).
fn with_new_names(mut text: String, renamed: &[(String, String)]) -> String {
    for (old, new) in renamed {
        let sibling = new.trim_start_matches("assets/");
        for quote in ['"', '\''] {
            for (from, to) in [
                (
                    format!("{quote}/{old}{quote}"),
                    format!("{quote}/{new}{quote}"),
                ),
                (
                    format!("{quote}./{old}{quote}"),
                    format!("{quote}./{sibling}{quote}"),
                ),
                (
                    format!("{quote}{old}{quote}"),
                    format!("{quote}{sibling}{quote}"),
                ),
            ] {
                text = text.replace(&from, &to);
            }
        }
    }
    text
}

/// A file that nothing names any more would be an app that does not start.
fn nothing_forgotten(files: &ReleaseFiles, renamed: &[(String, String)]) -> Outcome {
    for (old, new) in renamed {
        let name = new.trim_start_matches("assets/").as_bytes();
        let named = files.iter().any(|(file, content)| {
            file != new
                && !file.ends_with(".wasm")
                && content.windows(name.len()).any(|part| part == name)
        });
        if !named {
            return Err(Failure::new(
                format!("no file refers to /{old}"),
                "index.html or boot.js must name it in quotes, as an address from the root",
            ));
        }
    }
    Ok(())
}
