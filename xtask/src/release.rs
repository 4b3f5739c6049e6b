//! From Trunk's folder to a release: names by content, the precache list, compressed copies.
//!
//! The files are worked on in memory, by their address («assets/boot-….js»), and written at the end.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::command::{Failure, Outcome, with_path};
use crate::split;

pub type Files = BTreeMap<String, Vec<u8>>;

/// A release ready to be written.
pub struct Sealed {
    pub release: String,
    pub files: Files,
    /// Names of all that must come over the line before the first screen stands.
    pub first: Vec<String>,
    /// Names of all that must come with it before everything works offline.
    pub rest: Vec<String>,
    /// Names of what is fetched quietly afterwards.
    pub later: Vec<String>,
}

pub struct Weight {
    pub name: String,
    pub bytes: usize,
    /// As it goes over the line.
    pub brotli: usize,
}

#[derive(Clone, Copy)]
pub struct Strength {
    pub brotli: i32,
    pub gzip: u32,
}

/// The page and the service worker are asked for by fixed names.
const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "sw.js";
/// The files of the second module, leaves first: named by content like the app's, and fetched quietly.
const SECOND_MODULE: [&str; 4] = ["workshop_bg.wasm", "workshop.js", "worker.js", "paper.css"];
/// Fixed names that belong to the first load all the same.
const FIRST_BY_NAME: [&str; 2] = ["manifest.webmanifest", "icons/favicon.svg"];

/// Fixed names that are kept for use without a network, though no page asks for them.
const LATER_BY_NAME: [&str; 1] = ["icons/icon.svg"];

/// Served for those who write rule sets; no phone asks for it.
const NOT_FOR_PHONES: [&str; 1] = ["rule-sets/schema.json"];

/// Gives every file of the app its name by content and writes the lists into page and service worker.
pub fn seal(mut files: Files, version: &str) -> Outcome<Sealed> {
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
    let (first, later): (Vec<String>, Vec<String>) = listed.partition(|name| {
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
        .partition(|name| name.starts_with("assets/split_"));
    // The worker comes over the line too, though it does not list itself.
    first.push(SERVICE_WORKER.to_owned());
    Ok(Sealed {
        release,
        files,
        first,
        rest,
        later,
    })
}

/// The new names of the second module's files.
fn name_by_content(files: &mut Files) -> Outcome<Vec<String>> {
    // Leaves first: a file's hash must cover the names that stand in it.
    let snippets: Vec<String> = files
        .keys()
        .filter(|name| name.starts_with("snippets/"))
        .cloned()
        .collect();
    // The page that runs the suite of stores is not cut in two.
    let rest = files.contains_key(split::REST).then_some(split::REST);
    let app = [
        "so-thi-dua_bg.wasm",
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
        .chain(rest)
        .chain(app);
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
            if matches!(name, "boot.js" | "early.js" | "worker.js") {
                text = without_js_comments(&text);
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
fn nothing_forgotten(files: &Files, renamed: &[(String, String)]) -> Outcome {
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

/// The whole folder anew, with `.br` and `.gz` beside each file that gets smaller by it.
pub fn write(files: &Files, folder: &Path, strength: Strength) -> Outcome<Vec<Weight>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(with_path("empty", folder))?;
    }
    let mut weights = Vec::new();
    for (name, content) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(with_path("make", parent))?;
        }
        std::fs::write(&path, content).map_err(with_path("write", &path))?;
        let smaller = |copy: Option<Vec<u8>>| copy.filter(|copy| copy.len() < content.len());
        let is_compressed_already = name.ends_with(".png");
        let (brotli, gzip) = if is_compressed_already {
            (None, None)
        } else {
            (
                smaller(compressed_by_brotli(content, strength.brotli)),
                smaller(compressed_by_gzip(content, strength.gzip)),
            )
        };
        weights.push(Weight {
            name: name.clone(),
            bytes: content.len(),
            brotli: brotli.as_ref().map_or(content.len(), Vec::len),
        });
        for (suffix, copy) in [("br", brotli), ("gz", gzip)] {
            let Some(copy) = copy else { continue };
            let path = folder.join(format!("{name}.{suffix}"));
            std::fs::write(&path, copy).map_err(with_path("write", &path))?;
        }
    }
    Ok(weights)
}

fn compressed_by_brotli(content: &[u8], quality: i32) -> Option<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).ok()?;
    Some(compressed)
}

fn compressed_by_gzip(content: &[u8], level: u32) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

/// Full-line comments and indentation of our own scripts, which have no text of several lines.
fn without_js_comments(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

fn without_html_comments(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn edit(files: &mut Files, name: &str, change: impl FnOnce(&str) -> String) -> Outcome {
    let changed = change(&text(files, name)?);
    files.insert(name.to_owned(), changed.into_bytes());
    Ok(())
}

fn text(files: &Files, name: &str) -> Outcome<String> {
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

fn fingerprint_of_all(files: &Files) -> String {
    let mut all = Sha256::new();
    for (name, content) in files {
        all.update(name.as_bytes());
        all.update([0]);
        all.update(Sha256::digest(content));
    }
    hex(&all.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As browsers check it: `sha256-` and the hash in base64.
fn integrity(content: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "sha256-".to_owned();
    for group in Sha256::digest(content).chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for place in 0..4 {
            let six = (bits >> (18 - 6 * place) & 0x3f) as usize;
            text.push(if place > group.len() {
                '='
            } else {
                char::from(ALPHABET[six])
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> Files {
        let files = [
            (
                "index.html",
                "<!-- why -->\n<meta name=\"release\" content=\"unbuilt\">\n<link href=\"/shell.css\"><link href=\"/style.css\"><script src=\"/early.js\"></script><script src=\"/boot.js\"></script><meta name=\"worker\" content=\"/worker.js\"><meta name=\"paper\" content=\"/paper.css\">",
            ),
            (
                "worker.js",
                "import '/workshop.js';\n'/workshop_bg.wasm';\n",
            ),
            (
                "workshop.js",
                "new URL('workshop_bg.wasm', import.meta.url)",
            ),
            ("workshop_bg.wasm", "\0asm2"),
            ("paper.css", "p {}"),
            (
                "boot.js",
                "// why\nconst GLUE = '/so-thi-dua.js';\nconst WASM = '/so-thi-dua_bg.wasm';\n",
            ),
            ("early.js", "(function () {}());"),
            (
                "so-thi-dua.js",
                "import { a } from './snippets/leptos-1/inline0.js';\nnew URL('so-thi-dua_bg.wasm', import.meta.url);\nnew URL(\"./split_rest.wasm\", import.meta.url)",
            ),
            ("split_rest.wasm", "\0asm3"),
            ("snippets/leptos-1/inline0.js", "export const a = 1;"),
            ("so-thi-dua_bg.wasm", "\0asm"),
            ("shell.css", "a {}"),
            ("style.css", "b {}"),
            (
                "sw.js",
                "const RELEASE = 'unbuilt';\nconst FIRST = []; // all\nconst LATER = [];\n",
            ),
            ("manifest.webmanifest", "{}"),
            ("icons/icon-192.png", "png"),
            ("icons/icon.svg", "svg"),
            ("rule-sets/lang-son-2020.json", "{}"),
            ("rule-sets/schema.json", "{}"),
        ];
        files
            .into_iter()
            .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
            .collect()
    }

    fn name_of(files: &Files, start: &str) -> String {
        files
            .keys()
            .find(|name| name.starts_with(start))
            .cloned()
            .expect(start)
    }

    #[test]
    fn references_follow_the_names_by_content() {
        let Sealed { files, .. } = seal(app(), "0.1.0").expect("an app");
        let (boot, glue) = (
            name_of(&files, "assets/boot-"),
            name_of(&files, "assets/so-thi-dua-"),
        );
        let wasm = name_of(&files, "assets/so-thi-dua_bg-");
        let snippet = name_of(&files, "assets/inline0-");
        assert!(
            text(&files, "index.html")
                .expect("page")
                .contains(&format!("src=\"/{boot}\""))
        );
        let boot = text(&files, &boot).expect("boot");
        assert_eq!(
            boot,
            format!("const GLUE = '/{glue}';\nconst WASM = '/{wasm}';\n")
        );
        let glue = text(&files, &glue).expect("glue");
        assert!(glue.contains(&format!("'./{}'", snippet.trim_start_matches("assets/"))));
        assert!(glue.contains(&format!("'{}'", wasm.trim_start_matches("assets/"))));
    }

    #[test]
    fn any_changed_byte_is_another_release() {
        let release = |files| seal(files, "0.1.0").expect("an app").release;
        let before = release(app());
        assert_eq!(before, release(app()));
        for name in app().keys() {
            let mut changed = app();
            changed.entry(name.clone()).or_default().extend(b"\nx");
            assert_ne!(before, release(changed), "{name}");
        }
    }

    #[test]
    fn a_changed_glue_changes_every_name_above_it() {
        let before = seal(app(), "0.1.0").expect("an app").files;
        let mut changed = app();
        changed
            .entry("so-thi-dua.js".to_owned())
            .or_default()
            .extend(b"\nx");
        let after = seal(changed, "0.1.0").expect("an app").files;
        assert_ne!(
            name_of(&before, "assets/boot-"),
            name_of(&after, "assets/boot-")
        );
        assert_eq!(
            name_of(&before, "assets/so-thi-dua_bg-"),
            name_of(&after, "assets/so-thi-dua_bg-")
        );
    }

    #[test]
    fn the_worker_lists_the_page_first_files_and_later_files() {
        let Sealed { files, release, .. } = seal(app(), "0.1.0").expect("an app");
        let worker = text(&files, "sw.js").expect("worker");
        let list = |name: &str| {
            let line = worker
                .lines()
                .find(|line| line.starts_with(&format!("const {name} = ")))
                .expect("a list");
            let json = line
                .split_once(" = ")
                .expect("a list")
                .1
                .split(';')
                .next()
                .expect("a list")
                .to_owned();
            serde_json::from_str::<Vec<[String; 2]>>(&json).expect("a list")
        };
        let addresses = |name: &str| {
            list(name)
                .into_iter()
                .map(|[address, _]| address)
                .collect::<Vec<_>>()
        };
        assert!(addresses("FIRST").contains(&"/".to_owned()));
        let (second, later): (Vec<String>, Vec<String>) = addresses("LATER")
            .into_iter()
            .partition(|address| address.starts_with("/assets/"));
        assert_eq!(later, ["/icons/icon.svg", "/rule-sets/lang-son-2020.json"]);
        let starts = ["paper-", "worker-", "workshop-", "workshop_bg-"];
        assert!(
            second.len() == starts.len()
                && second
                    .iter()
                    .zip(starts)
                    .all(|(address, start)| address.starts_with(&format!("/assets/{start}")))
        );
        let page = list("FIRST")
            .into_iter()
            .find(|[address, _]| address == "/")
            .expect("the page");
        assert_eq!(page[1], integrity(&files["index.html"]));
        assert!(worker.contains(&format!("const RELEASE = '{}';", release)));
    }

    #[test]
    fn a_file_that_nothing_names_is_an_error() {
        let mut files = app();
        files.insert(
            "boot.js".to_owned(),
            b"const GLUE = '/so-thi-dua.js';".to_vec(),
        );
        files.insert(
            "so-thi-dua.js".to_owned(),
            b"import './snippets/leptos-1/inline0.js'".to_vec(),
        );
        assert!(seal(files, "0.1.0").is_err());
    }

    #[test]
    fn integrity_is_written_as_browsers_read_it() {
        assert_eq!(
            integrity(b""),
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
