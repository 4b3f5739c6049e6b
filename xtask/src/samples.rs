//! `cargo xtask samples`: every document as Word, Excel, a page and, where LibreOffice is there, PDF.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;

use crate::command::{Outcome, note, run, say, with_path};
use crate::project::Project;

const OFFICE: &str = "soffice";

/// Every document as Word, Excel, a page and, with LibreOffice, PDF
#[derive(Args)]
pub struct SamplesOptions {
    /// Where to, if not target/samples
    folder: Option<PathBuf>,
}

pub fn samples(project: &Project, options: &SamplesOptions) -> Outcome {
    let usual = || project.root.join("target").join("samples");
    let folder = options.folder.clone().unwrap_or_else(usual);
    say("making every document from a commune that does not exist");
    let mut example = project.cargo();
    example.args([
        "run",
        "--quiet",
        "--package",
        "documents",
        "--example",
        "samples",
        "--",
    ]);
    run(
        example.arg(&folder).stdout(Stdio::null()),
        "the error above says which document could not be made",
    )?;
    let has_office = Command::new(OFFICE)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if has_office {
        say("turning the Word files into PDF");
        let entries = std::fs::read_dir(&folder).map_err(with_path("read", &folder))?;
        let files = entries.flatten().map(|entry| entry.path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "docx"));
        let mut office = Command::new(OFFICE);
        office.args(["--headless", "--convert-to", "pdf", "--outdir"]);
        office.arg(&folder).args(files).stdout(Stdio::null());
        run(
            &mut office,
            "close LibreOffice if it is open, and try again",
        )?;
    } else {
        note("no PDF: LibreOffice is not there (apt-get install libreoffice-writer-nogui)");
    }
    say(format!("the samples are in {}", folder.display()));
    Ok(())
}
