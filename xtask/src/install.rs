//! What the build and the tests need and a machine with only Rust has not.
//!
//! Tools go to the user's cache (`$XDG_CACHE_HOME/so-thi-dua/tools`), not into the clone; one found
//! on PATH in the right version is used as it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Failure, Outcome, note, on_path, output, run, say};
use crate::project::Project;

/// The newest that compiles with the Rust we ask for.
const TRUNK: &str = "0.21.14";

/// The installed Trunk and wasm-bindgen, ready to be called.
pub struct Tools {
    pub trunk: PathBuf,
    pub bindgen: PathBuf,
    /// Folders that Trunk must find its own tools in.
    path: Vec<PathBuf>,
}

impl Tools {
    /// PATH with our tools before all others.
    pub fn path(&self) -> std::ffi::OsString {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = self
            .path
            .iter()
            .cloned()
            .chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).unwrap_or(rest)
    }
}

pub fn build_tools(project: &Project) -> Outcome<Tools> {
    wasm_target()?;
    let trunk = tool("trunk", "trunk", TRUNK, Lock::Kept)?;
    // Its own lock file names a withdrawn crate; without it, the newest compatible ones are taken.
    let version = project.locked("wasm-bindgen")?;
    let bindgen = tool("wasm-bindgen-cli", "wasm-bindgen", &version, Lock::Left)?;
    let path = bindgen
        .parent()
        .map(Path::to_path_buf)
        .into_iter()
        .collect();
    Ok(Tools {
        trunk,
        bindgen,
        path,
    })
}

fn wasm_target() -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let folder = output(&mut rustc, "install Rust from https://rustup.rs")?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    say(format!(
        "installing the compiler's part for browsers ({TARGET}), about 20 MB"
    ));
    run(
        Command::new("rustup").args(["target", "add", TARGET]),
        "without rustup, install the standard library for wasm32-unknown-unknown with your system's packages",
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    Kept,
    Left,
}

fn tool(package: &str, program: &str, version: &str, lock: Lock) -> Outcome<PathBuf> {
    let root = cache()?.join("tools").join(format!("{package}-{version}"));
    let ours = root.join("bin").join(program);
    let candidates = std::iter::once(ours.clone()).chain(on_path(program));
    if let Some(found) = candidates
        .into_iter()
        .find(|file| has_version(file, version))
    {
        return Ok(found);
    }
    say(format!(
        "installing {package} {version} into {} (once; 3 to 9 minutes of compiling)",
        root.display()
    ));
    run(
        &mut installation(package, version, &root, lock),
        "is the network there? the same command can be given again and goes on where it stopped",
    )?;
    if has_version(&ours, version) {
        return Ok(ours);
    }
    Err(Failure::new(
        format!(
            "{} was installed and does not say that it is {version}",
            ours.display()
        ),
        format!("remove {} and try again", root.display()),
    ))
}

fn installation(package: &str, version: &str, root: &Path, lock: Lock) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["install", package, "--version", version, "--root"])
        .arg(root);
    if lock == Lock::Kept {
        cargo.arg("--locked");
    }
    // Outside the clone, so that its toolchain file and configuration do not apply.
    cargo.current_dir(std::env::temp_dir());
    // These tools work for seconds; compiling them well would take minutes more.
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    // Not into the project's target folder: another profile, other features.
    cargo.env_remove("CARGO_TARGET_DIR");
    cargo
}

fn has_version(program: &Path, version: &str) -> bool {
    let Ok(output) = Command::new(program).arg("--version").output() else {
        return false;
    };
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .any(|word| word == version)
}

fn cache() -> Outcome<PathBuf> {
    let given = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    folder
        .map(|folder| folder.join("so-thi-dua"))
        .ok_or_else(|| {
            Failure::new(
                "there is no home folder to keep tools in",
                "set HOME or XDG_CACHE_HOME",
            )
        })
}

/// Debian's packages for the tests in browsers, each with the program that shows it is there.
const BROWSERS: [(&str, &[&str]); 4] = [
    (
        "chromium",
        &["chromium", "chromium-browser", "google-chrome"],
    ),
    ("chromium-driver", &["chromedriver"]),
    ("webkit2gtk-driver", &["WebKitWebDriver"]),
    ("xvfb", &["Xvfb"]),
];

pub fn browsers() -> Outcome {
    let mut missing: Vec<&str> = BROWSERS
        .iter()
        .filter(|(_, programs)| !programs.iter().any(|program| on_path(program).is_some()))
        .map(|(package, _)| *package)
        .collect();
    if !has_vietnamese_font() {
        missing.extend(["fontconfig", "fonts-noto-core"]);
    }
    packages(
        &missing,
        "the tests in browsers",
        "some 500 MB, a few minutes",
        ", or `cargo xtask test --no-browsers`",
    )
}

/// An office and its tools, each package with a program or a folder that shows it is there.
const OFFICE: [(&str, &[&str]); 7] = [
    ("libreoffice-writer-nogui", &["soffice"]),
    (
        "libreoffice-calc-nogui",
        &["/usr/lib/libreoffice/program/libsclo.so"],
    ),
    ("poppler-utils", &["pdftotext"]),
    (
        "fonts-liberation2",
        &["/usr/share/fonts/truetype/liberation2"],
    ),
    ("python3-docx", &["/usr/lib/python3/dist-packages/docx"]),
    (
        "python3-openpyxl",
        &["/usr/lib/python3/dist-packages/openpyxl"],
    ),
    (
        "python3-icalendar",
        &["/usr/lib/python3/dist-packages/icalendar"],
    ),
];

/// What opens the documents that are made, and shows their pages.
pub fn office() -> Outcome {
    let is_there = |sign: &&str| match sign.starts_with('/') {
        true => Path::new(sign).exists(),
        false => on_path(sign).is_some(),
    };
    let missing: Vec<&str> = OFFICE
        .iter()
        .filter(|(_, signs)| !signs.iter().any(is_there))
        .map(|(package, _)| *package)
        .collect();
    packages(
        &missing,
        "the tests of documents",
        "some 400 MB, a few minutes",
        "",
    )
}

/// PostgreSQL's own programs, for the tests of the endpoint on it.
pub fn postgres() -> Outcome {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let is_there = on_path("initdb").is_some()
        || debian
            .flatten()
            .any(|version| version.path().join("bin/initdb").is_file());
    let missing: &[&str] = if is_there { &[] } else { &["postgresql"] };
    packages(
        missing,
        "the tests of the endpoint on PostgreSQL",
        "some 60 MB",
        "",
    )
}

/// Installs Debian's packages where the user may; says how where not.
fn packages(missing: &[&str], what_for: &str, how_much: &str, otherwise: &str) -> Outcome {
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand =
        format!("sudo apt-get update && sudo apt-get install --no-install-recommends {list}");
    if on_path("apt-get").is_none() {
        return Err(Failure::new(
            format!("{what_for} need these, by Debian's names: {list}"),
            format!("install them with your system's packages{otherwise}"),
        ));
    }
    if !is_root() {
        return Err(Failure::new(
            format!("{what_for} need {list}, and only root may install them"),
            format!("run `{by_hand}`{otherwise}"),
        ));
    }
    say(format!("installing {list} for {what_for} ({how_much})"));
    let advice = format!("look at what apt-get says above, then run `{by_hand}` by hand");
    run(apt().arg("update"), &advice)?;
    run(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(missing),
        &advice,
    )?;
    note(format!("{list}: installed"));
    Ok(())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.arg("-qq").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_vietnamese_font() -> bool {
    Command::new("fc-list")
        .arg(":lang=vi")
        .output()
        .is_ok_and(|output| !output.stdout.trim_ascii().is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Lock, installation};
    use crate::command::written;

    #[test]
    fn a_tool_is_installed_in_its_exact_version_outside_the_clone() {
        let trunk = installation("trunk", "0.21.14", Path::new("/cache/trunk"), Lock::Kept);
        assert_eq!(
            written(&trunk),
            "cargo install trunk --version 0.21.14 --root /cache/trunk --locked"
        );
        let bindgen = installation(
            "wasm-bindgen-cli",
            "0.2.130",
            Path::new("/cache/wb"),
            Lock::Left,
        );
        assert_eq!(
            written(&bindgen),
            "cargo install wasm-bindgen-cli --version 0.2.130 --root /cache/wb"
        );
    }
}
