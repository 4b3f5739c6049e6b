//! Where things are in this clone.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::{Failure, Outcome, output};

/// The clone that the task works in: its folders and its version.
pub struct Project {
    pub root: PathBuf,
    /// Cargo's target folder: everything that can be made again lies below it.
    pub target: PathBuf,
    /// The release number in Cargo.toml.
    pub version: String,
}

impl Project {
    pub fn find() -> Outcome<Self> {
        // Cargo sets the variable for `cargo run`; the other is where this program was compiled.
        let here = std::env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&here)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        let mut metadata = Command::new("cargo");
        metadata
            .current_dir(&root)
            .args(["metadata", "--format-version", "1", "--no-deps"]);
        let text = output(&mut metadata, "the Cargo.toml files must be readable")?;
        let metadata: Value = serde_json::from_str(&text).map_err(|error| {
            Failure::new(
                format!("`cargo metadata` said something odd: {error}"),
                "is Cargo complete?",
            )
        })?;
        let target = metadata["target_directory"]
            .as_str()
            .unwrap_or("target")
            .into();
        let packages = metadata["packages"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let app = packages
            .iter()
            .find(|package| package["name"] == "so-thi-dua");
        let version = app
            .and_then(|package| package["version"].as_str())
            .unwrap_or("0.0.0")
            .to_owned();
        Ok(Self {
            root,
            target,
            version,
        })
    }

    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.root);
        cargo
    }

    /// The version of a package that Cargo.lock fixes.
    pub fn locked(&self, package: &str) -> Outcome<String> {
        let path = self.root.join("Cargo.lock");
        let lock =
            std::fs::read_to_string(&path).map_err(crate::command::with_path("read", &path))?;
        locked_version(&lock, package).ok_or_else(|| {
            Failure::new(
                format!("Cargo.lock does not name {package}"),
                "`cargo update --workspace` writes it anew",
            )
        })
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_locked_version_is_found_by_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-backend\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
