//! The invariants between the rooms (docs/ARCHITECTURE.md), as checks that can fail.

mod asked;
mod imports;
mod kinds;
mod type_names;

use std::path::PathBuf;

use serde_json::Value;

use crate::command::{Failure, Outcome, output, with_path};
use crate::project::Project;

/// Which of our packages each of them may name. Dependencies point one way.
const MAY_KNOW: [(&str, &[&str]); 18] = [
    (
        "so-thi-dua",
        &[
            "client",
            "merge",
            "protocol",
            "replica",
            "register",
            "documents",
            "reading",
            "sorted",
            "worker-messages",
        ],
    ),
    (
        "client",
        &[
            "merge", "protocol", "reading", "replica", "register", "sorted",
        ],
    ),
    ("replica", &["merge", "protocol", "reading", "sorted"]),
    ("documents", &["normal-form", "register"]),
    ("endpoint", &["merge", "protocol", "register"]),
    (
        "simulation",
        &[
            "client", "merge", "protocol", "replica", "register", "endpoint",
        ],
    ),
    (
        "worker",
        &["protocol", "documents", "register", "worker-messages"],
    ),
    ("worker-messages", &["reading", "register"]),
    ("merge", &["protocol", "reading", "sorted"]),
    ("protocol", &["normal-form", "reading", "sorted"]),
    (
        "register",
        &["normal-form", "protocol", "reading", "sorted"],
    ),
    ("normal-form", &[]),
    ("reading", &["reading-derive", "sorted"]),
    ("reading-derive", &[]),
    ("sorted", &[]),
    ("wasm-streams", &[]),
    ("journeys", &["register"]),
    // Whoever writes a rule set has it checked by what will read it.
    ("xtask", &["register"]),
];

/// All of our packages.
pub fn packages() -> Vec<&'static str> {
    MAY_KNOW.iter().map(|(name, _)| *name).collect()
}

/// No input, no output, no clock, no randomness: what they need is handed in.
const PURE: [&str; 10] = [
    "client",
    "merge",
    "protocol",
    "replica",
    "register",
    "documents",
    "reading",
    "sorted",
    "worker-messages",
    NORMAL_FORM,
];

/// Takes Unicode's normal forms from the browser where there is one: the same answer everywhere, and
/// 20 KB of tables saved. So it alone may bring the bridge to JavaScript with it.
const NORMAL_FORM: &str = "normal-form";

/// Packages that bring a clock, randomness, threads or a platform with them.
const NOT_PURE: [&str; 16] = [
    "async-std",
    "chrono",
    "fastrand",
    "getrandom",
    "gloo-net",
    "gloo-timers",
    "indexed_db_futures",
    "js-sys",
    "leptos",
    "rand",
    "reqwest",
    "smol",
    "sqlx",
    "tokio",
    "wasm-bindgen",
    "web-sys",
];

/// What pure code must not name.
const IMPURE_WORDS: [&str; 9] = [
    "SystemTime",
    "Instant",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "web_sys",
];

/// Zips are written to memory, by a library that asks for the standard library's writers.
const IN_MEMORY: (&str, &str) = ("crates/documents/src/", "std::io");

/// In the app: who alone may name what. Anything else asks that room.
const ONLY_IN: [(&str, &[&str]); 3] = [
    ("indexed_db_futures", &["src/store/"]),
    ("gloo_net", &["src/sync/", "src/platform/"]),
    ("web_sys::window", &["src/platform/"]),
];

/// Views ask for an edit; they never write to the store.
const VIEWS: [&str; 3] = ["src/screens/", "src/form/", "src/ui/"];
const NOT_IN_VIEWS: [&str; 1] = ["crate::store"];

/// How the law's figures and headings look when they stray into the code.
const LAW: [&str; 8] = [
    "Nghị định số",
    "Thông tư số",
    "Quyết định số",
    "NĐ-CP",
    "/QĐ-",
    "/TT-BNV",
    "/HD-",
    "QH1",
];

pub fn check(project: &Project) -> Outcome {
    let mut findings = Vec::new();
    dependencies(project, &mut findings)?;
    findings.extend(asked::missing(project)?);
    findings.extend(imports::of_app(&project.root.join("src"))?);
    for (name, _) in MAY_KNOW {
        let folder = project.root.join("crates").join(name).join("src");
        findings.extend(imports::of_crate(&folder, name)?);
    }
    let folders = ["src", "crates", "tests", "xtask"];
    let mut declared = type_names::TypeNames::default();
    for file in sources(&folders.map(|name| project.root.join(name)))? {
        let path = file
            .strip_prefix(&project.root)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        let text = std::fs::read_to_string(&file).map_err(with_path("read", &file))?;
        findings.extend(source(&path, &text));
        declared.note(&path, &text);
    }
    findings.extend(declared.findings());
    if findings.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        findings.join("\n  "),
        "the reasons are in docs/ARCHITECTURE.md; a rule that has become wrong is changed there and here",
    ))
}

fn dependencies(project: &Project, findings: &mut Vec<String>) -> Outcome {
    let mut metadata = project.cargo();
    metadata.args(["metadata", "--format-version", "1", "--no-deps"]);
    let text = output(&mut metadata, "the Cargo.toml files must be readable")?;
    let metadata: Value = serde_json::from_str(&text).unwrap_or_default();
    let packages = metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let names: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
            findings.push(format!(
                "{name}: a new room; say in xtask/src/layers.rs whom it may know"
            ));
            continue;
        };
        let dependencies = package["dependencies"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for dependency in dependencies {
            // Tests may look further than the code.
            let for_tests = dependency["kind"] == "dev";
            let other = dependency["name"].as_str().unwrap_or_default();
            if names.contains(&other) && !allowed.contains(&other) && !for_tests {
                findings.push(format!(
                    "{name} depends on {other}, and may know only {allowed:?}"
                ));
            }
        }
        if PURE.contains(&name) && name != NORMAL_FORM {
            findings.extend(impure_dependencies(project, name)?);
        }
    }
    Ok(())
}

/// Whether a package may know another, itself or by way of one that it knows.
fn reaches(name: &str, other: &str) -> bool {
    let known = MAY_KNOW.iter().filter(|(package, _)| *package == name);
    let mut known = known.flat_map(|(_, known)| *known);
    known.any(|known| *known == other || reaches(known, other))
}

fn impure_dependencies(project: &Project, name: &str) -> Outcome<Vec<String>> {
    let mut tree = project.cargo();
    tree.args([
        "tree",
        "--package",
        name,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{lib}",
    ]);
    tree.args(["--target", "wasm32-unknown-unknown"]);
    if reaches(name, NORMAL_FORM) {
        tree.args(["--prune", NORMAL_FORM]);
    }
    let tree = output(&mut tree, "`cargo tree` is part of Cargo")?;
    let mut found: Vec<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    found.sort_unstable();
    found.dedup();
    let found = found.into_iter().filter(|library| {
        NOT_PURE
            .iter()
            .any(|impure| impure.replace('-', "_") == *library)
    });
    Ok(found
        .map(|library| {
            format!(
                "{name} is pure, and brings {library} with it (`cargo tree -p {name} -i {library}`)"
            )
        })
        .collect())
}

/// The attribute of a test that is left out; in two pieces, for those who count it by its letters.
const NOT_RUN: &str = concat!("#[", "ignore");

fn source(path: &str, text: &str) -> Vec<String> {
    let in_pure = PURE
        .iter()
        .any(|name| path.starts_with(&format!("crates/{name}/src/")));
    let in_app = path.starts_with("src/");
    let in_view = VIEWS.iter().any(|view| path.starts_with(view));
    let about_the_law = in_app || (path.starts_with("crates/") && path.contains("/src/"));
    let mut findings = Vec::new();
    let mut in_tests = path.contains("/tests/") || path.ends_with("/tests.rs");
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        in_tests |= code.starts_with("#[cfg(test)]");
        let mut found = |what: String| findings.push(format!("{path}:{}: {what}", number + 1));
        if code.starts_with(NOT_RUN) {
            found("a test that is not run proves nothing".to_owned());
        }
        if code.starts_with("//") || in_tests {
            continue;
        }
        if about_the_law && kinds::are_told_apart(path, code) {
            found("kinds are told apart here: ask the kind's row instead".to_owned());
        }
        if in_pure {
            let in_memory = |word: &str| path.starts_with(IN_MEMORY.0) && word == IN_MEMORY.1;
            for word in IMPURE_WORDS
                .iter()
                .filter(|word| names(code, word) && !in_memory(word))
            {
                found(format!("{word} in a pure room: hand in what it needs"));
            }
        }
        if in_app {
            for (word, homes) in ONLY_IN.iter().filter(|(word, homes)| {
                names(code, word) && !homes.iter().any(|home| path.starts_with(home))
            }) {
                found(format!("{word} belongs to {homes:?}"));
            }
        }
        if in_view {
            for word in NOT_IN_VIEWS.iter().filter(|word| names(code, word)) {
                found(format!("{word} in a view: it asks for an edit instead"));
            }
        }
        if about_the_law
            && code.contains('"')
            && (LAW.iter().any(|word| code.contains(word)) || names_a_share(code))
        {
            found(
                "a figure or heading of the law: it belongs to a rule set, with its source"
                    .to_owned(),
            );
        }
    }
    findings
}

/// Whether the word stands there whole: `Instant`, not `Instantly`.
fn names(code: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].ends_with(is_part) && !code[at + word.len()..].starts_with(is_part)
    })
}

/// A share such as `15%` inside a text, as quotas are written.
fn names_a_share(code: &str) -> bool {
    code.match_indices('%').any(|(at, _)| {
        let number = code[..at].trim_end();
        let digits = number.len() - number.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let in_text = code[..at].matches('"').count() % 2 == 1;
        in_text && digits > 0 && !number.ends_with("100")
    })
}

/// Every file of Rust below these folders.
fn sources(folders: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(with_path("read", &folder))? {
            let path = entry.map_err(with_path("read", &folder))?.path();
            if path.is_dir() && !path.ends_with("target") {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::source;

    #[track_caller]
    fn check(path: &str, text: &str, expected: usize) {
        assert_eq!(source(path, text).len(), expected, "{text}");
    }

    #[test]
    fn pure_rooms_name_no_clock_outside_their_tests() {
        check("crates/merge/src/lib.rs", "use std::time::Instant;", 1);
        check("crates/merge/src/lib.rs", "// an Instant", 0);
        check("crates/merge/src/lib.rs", "use std::io::Write;", 1);
        check("crates/documents/src/package.rs", "use std::io::Write;", 0);
        check("crates/documents/src/lib.rs", "use std::fs;", 1);
        check("crates/merge/src/lib.rs", "struct Instantly;", 0);
        check(
            "crates/merge/src/lib.rs",
            "#[cfg(test)]\nmod tests { use std::time::Instant; }",
            0,
        );
        check("crates/endpoint/src/main.rs", "use std::time::Instant;", 0);
    }

    #[test]
    fn a_test_that_is_not_run_is_found_anywhere() {
        let ignored = format!("#[{}]", "ignore = \"slow\"");
        check("tests/lib.rs", &ignored, 1);
        check(
            "crates/merge/src/lib.rs",
            &format!("#[cfg(test)]\n{ignored}"),
            1,
        );
    }

    #[test]
    fn the_app_keeps_to_its_rooms() {
        check("src/screens/home.rs", "use gloo_net::http::Request;", 1);
        check("src/sync/files.rs", "use gloo_net::http::Request;", 0);
        check("src/screens/home.rs", "use crate::store::Store;", 1);
        check("src/app.rs", "let window = web_sys::window();", 1);
        check("src/app.rs", "let element: web_sys::Element;", 0);
    }

    #[test]
    fn kinds_are_told_apart_in_their_rows_only() {
        let home = "src/screens/home.rs";
        check(home, "kind::VILLAGE => true,", 1);
        check(home, "matches!(of, kind::VILLAGE | kind::PERSON)", 1);
        check(home, "| kind::VILLAGE", 1);
        check(home, "if of == kind::VILLAGE || of == kind::PERSON {", 0);
        check("crates/register/src/kind.rs", "kind::VILLAGE => true,", 0);
    }

    #[test]
    fn figures_of_the_law_are_found_in_texts() {
        check(
            "crates/register/src/check.rs",
            "let quota = \"không quá 15%\";",
            1,
        );
        check(
            "crates/register/src/check.rs",
            "let quota = \"không quá 15 % số người\";",
            1,
        );
        check(
            "src/text.rs",
            "let basis = \"Nghị định số 98/2023/NĐ-CP\";",
            1,
        );
        check("src/text.rs", "let all = \"100%\";", 0);
        check("src/text.rs", "let rest = a % 15; let b = 15 % c;", 0);
        check("src/text.rs", "// không quá 15%", 0);
    }
}
