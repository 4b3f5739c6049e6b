//! `cargo xtask test`: every test there is, and one closing line that sums them up.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use clap::Args;

use crate::command::{Failure, Outcome, not_started, run, say, written};
use crate::project::Project;
use crate::{dist, install};

/// Every test; the last line is `N passed, N failed`
#[derive(Args)]
pub struct TestOptions {
    /// Only what needs no browser
    #[arg(long, conflicts_with = "browsers")]
    no_browsers: bool,
    /// Only the journeys in browsers
    #[arg(long)]
    browsers: bool,
    /// Only tests whose name contains this
    name: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

pub fn test(project: &Project, options: &TestOptions) -> Outcome {
    let mut tally = Tally::default();
    if !options.browsers {
        tally += on_this_machine(project, options);
    }
    if !options.no_browsers {
        tally += in_browsers(project, options);
    }
    // Alone on the last line, for people and machines.
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 && tally.passed > 0 {
        return Ok(());
    }
    Err(if tally.passed + tally.failed == 0 {
        Failure::new("no test was run", "is there a test of that name?")
    } else {
        Failure::new(
            "not everything works",
            "each failure is explained where it stands above",
        )
    })
}

fn on_this_machine(project: &Project, options: &TestOptions) -> Tally {
    let mut tally = Tally::default();
    for installed in [install::postgres(), install::office(), install::browsers()] {
        if let Err(failure) = installed {
            eprintln!("✗ {failure}");
            tally.failed += 1;
        }
    }
    say("tests without a browser (several minutes of compiling the first time)");
    let mut cargo = project.cargo();
    // The journeys apart: built together they would share features of serde_json that change the
    // order of keys, and the rooms would be tested in another form than they are delivered in.
    cargo.args([
        "test",
        "--workspace",
        "--exclude",
        "journeys",
        "--no-fail-fast",
    ]);
    cargo.args(options.name.as_deref());
    tally += counted(cargo);
    tally
}

fn in_browsers(project: &Project, options: &TestOptions) -> Tally {
    match prepared(project) {
        Ok(surroundings) => {
            say(
                "journeys through the real app, in Chromium and WebKit (pictures in target/screenshots)",
            );
            let mut cargo = project.cargo();
            cargo
                .args(["test", "--package", "journeys", "--no-fail-fast"])
                .envs(surroundings);
            cargo.args(options.name.as_deref());
            // A browser needs a processor to itself, or its deadlines measure the queue.
            let browsers = std::thread::available_parallelism()
                .map_or(1, usize::from)
                .clamp(1, 4);
            if std::env::var_os("RUST_TEST_THREADS").is_none() {
                cargo.env("RUST_TEST_THREADS", browsers.to_string());
            }
            counted(cargo)
        }
        Err(failure) => {
            eprintln!("✗ {failure}");
            Tally {
                passed: 0,
                failed: 1,
            }
        }
    }
}

/// Builds what the journeys go through, and says by which variables they find it.
fn prepared(project: &Project) -> Outcome<Vec<(&'static str, OsString)>> {
    install::browsers()?;
    let app = dist::dist(project, dist::Kind::Dev)?;
    let suite = dist::dist(project, dist::Kind::Conformance)?;
    say("building the endpoint");
    run(
        project
            .cargo()
            .args(["build", "--quiet", "--package", "endpoint"]),
        "the compiler's words above say what is wrong",
    )?;
    let endpoint = project.target.join("debug").join("endpoint");
    Ok(vec![
        ("SO_THI_DUA_DIST", app.folder.into()),
        ("SO_THI_DUA_CONFORMANCE", suite.folder.into()),
        ("SO_THI_DUA_ENDPOINT", endpoint.into()),
        (
            "SO_THI_DUA_SCREENSHOTS",
            project.target.join("screenshots").into(),
        ),
    ])
}

/// Runs tests with their output on the screen, and counts what the harnesses say at their ends.
fn counted(mut cargo: Command) -> Tally {
    let mut tally = Tally::default();
    let outcome = (|| -> Outcome {
        let mut child = cargo
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| not_started(&cargo, &error))?;
        for line in child
            .stdout
            .take()
            .map(BufReader::new)
            .into_iter()
            .flat_map(|output| output.lines().map_while(Result::ok))
        {
            println!("{line}");
            tally += summary(&line).unwrap_or_default();
        }
        let status = child.wait().map_err(|error| not_started(&cargo, &error))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::new(
            format!("`{}` failed ({status})", written(&cargo)),
            "the words above say where",
        ))
    })();
    if let Err(failure) = outcome {
        eprintln!("✗ {failure}");
        // What did not compile, or died before it could count, failed too.
        if tally.failed == 0 {
            tally.failed = 1;
        }
    }
    tally
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`; an ignored test counts as a failed one.
fn summary(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let count = |word: &str| {
        let part = counts
            .split(';')
            .map(str::trim)
            .find(|part| part.ends_with(word))?;
        part.split_whitespace().next()?.parse::<usize>().ok()
    };
    Some(Tally {
        passed: count("passed")?,
        failed: count("failed")? + count("ignored")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Tally, summary};

    #[test]
    fn the_harness_is_understood() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.52s";
        assert_eq!(
            summary(line),
            Some(Tally {
                passed: 12,
                failed: 4
            })
        );
        assert_eq!(summary("test merge::order ... ok"), None);
    }
}
