//! Saying what is being done, running programs, failing with advice.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The failure of a task: what went wrong, and what the person at the keyboard can do about it.
#[derive(Debug)]
pub struct Failure {
    what: String,
    advice: String,
}

pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  → {}", self.what, self.advice)
    }
}

/// One line about the step that begins.
pub fn say(line: impl fmt::Display) {
    println!("▸ {line}");
}

/// The steps of a command, told with their number: «▸ step 2/6: …».
pub struct Steps {
    taken: usize,
    of: usize,
}

impl Steps {
    pub fn new(of: usize) -> Self {
        Self { taken: 0, of }
    }

    /// Says that the next step begins.
    pub fn next(&mut self, line: impl fmt::Display) {
        self.taken += 1;
        say(format!("step {}/{}: {line}", self.taken, self.of));
    }
}

/// A finding inside a step.
pub fn note(line: impl fmt::Display) {
    println!("  {line}");
}

pub fn with_path<'a>(
    action: &'a str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> Failure + 'a {
    move |error| {
        Failure::new(
            format!("could not {action} {}: {error}", path.display()),
            "check that the disk has room and that the folder is yours",
        )
    }
}

/// The program as a person would type it.
pub fn written(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a program with its output on the screen.
pub fn run(command: &mut Command, advice: &str) -> Outcome {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(
        format!("`{}` failed ({status})", written(command)),
        advice,
    ))
}

/// Runs a program and gives what it printed; its errors stay on the screen.
pub fn output(command: &mut Command, advice: &str) -> Outcome<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(Failure::new(
            format!("`{}` failed ({})", written(command), output.status),
            advice,
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

pub fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("could not start `{}`: {error}", written(command)),
        "is it installed and on PATH? `cargo xtask tools` installs what we need",
    )
}

pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
