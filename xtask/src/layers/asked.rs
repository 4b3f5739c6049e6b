//! What the user asked for by name.

use super::{names, sources};
use crate::command::{Outcome, with_path};
use crate::project::Project;

/// Packages that the app uses itself, and what stands at the top.
const ASKED_PACKAGES: [&str; 6] = [
    "gloo-storage",
    "indexed_db_futures",
    "leptos",
    "leptos_router",
    "serde",
    "web-sys",
];
const ASKED_NAMES: [&str; 7] = [
    "Cargo.toml",
    "README.md",
    "Trunk.toml",
    "public",
    "src",
    "style",
    "tests",
];

/// The user's packages are direct dependencies and are named in the app's code; the top is as asked.
pub fn missing(project: &Project) -> Outcome<Vec<String>> {
    let missing = ASKED_NAMES
        .iter()
        .filter(|name| !project.root.join(name).exists());
    let missing = missing.map(|name| format!("{name} is not at the top, where it was asked for"));
    let mut findings: Vec<String> = missing.collect();
    let manifest = project.root.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&manifest).map_err(with_path("read", &manifest))?;
    let own = manifest
        .split("\n[")
        .find_map(|part| part.strip_prefix("dependencies]"));
    let mut code = String::new();
    for file in sources(&[project.root.join("src")])? {
        code += &std::fs::read_to_string(&file).map_err(with_path("read", &file))?;
    }
    for package in ASKED_PACKAGES {
        let mut lines = own.unwrap_or_default().lines();
        let is_direct = lines.any(|line| line.split([' ', '.', '=']).next() == Some(package));
        if !is_direct || !names(&code, &package.replace('-', "_")) {
            findings.push(format!(
                "{package}: asked for, and not used by the app itself"
            ));
        }
    }
    Ok(findings)
}
