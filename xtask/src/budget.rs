//! The size of the first load: measured at every check, and held. While it is above the budget it
//! may not grow: above the last recorded size the check fails, above the budget alone it says so.

use std::path::PathBuf;

use crate::command::{Failure, Outcome, note, output, with_path};
use crate::crate_sizes;
use crate::dist::{Dist, Kind};
use crate::layers;
use crate::project::Project;
use crate::release::Weight;

/// Everything that must come over a weak 3G line before the first screen stands, in bytes of brotli.
const FIRST_LOAD: usize = 250_000;
/// That, and what must come with it before everything works offline.
const WHOLE: usize = 560_000;
/// What only an office needs.
const OFFICE: usize = 250_000;
/// The second module: documents, QR codes, signatures.
const SECOND_MODULE: usize = 500_000;
/// What else follows quietly: the rule sets.
const LATER: usize = 250_000;
/// How much more than recorded still counts as the same: a compiler's whim.
const WHIM: usize = 500;

pub fn weigh(project: &Project, dist: &Dist, record: bool) -> Outcome {
    let first = total("first load", &dist.first, FIRST_LOAD);
    let for_rest = WHOLE - first.min(FIRST_LOAD);
    let rest = total("right after it", &dist.rest, for_rest);
    let office = total("an office's part, quietly", &dist.office, OFFICE);
    let second = total("second module, quietly", &dist.second, SECOND_MODULE);
    let later = total("later, quietly", &dist.later, LATER);
    let linked = Kind::Release.compiled(project).join("so-thi-dua.wasm");
    crate_sizes::say(&linked, &layers::packages())?;
    let last = trend(project, &dist.release, first, record)?;
    if first > FIRST_LOAD {
        note(format!(
            "the first load is {} bytes over its budget: docs/decisions/0010-first-load.md",
            first - FIRST_LOAD
        ));
    }
    for (name, size, limit) in [
        (
            "first load",
            first,
            last.unwrap_or(0).max(FIRST_LOAD) + WHIM,
        ),
        ("rest of the app", rest, for_rest),
        ("office's part", office, OFFICE),
        ("second module", second, SECOND_MODULE),
        ("later files", later, LATER),
    ] {
        if size > limit {
            return Err(Failure::new(
                format!(
                    "the {name}: {size} bytes in brotli, {} more than may be",
                    size - limit
                ),
                "the list above says which file; if what came is worth it, `cargo xtask check --record`",
            ));
        }
    }
    Ok(())
}

fn total(title: &str, files: &[Weight], budget: usize) -> usize {
    let total: usize = files.iter().map(|file| file.brotli).sum();
    let mut files: Vec<&Weight> = files.iter().collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.brotli));
    println!("  {title}:");
    for file in files {
        println!("    {:>9} {:>9}  {}", file.bytes, file.brotli, file.name);
    }
    let rest = budget.cast_signed() - total.cast_signed();
    println!(
        "    {:>9} {total:>9}  in brotli; budget {budget}, headroom {rest}",
        ""
    );
    total
}

/// One line for each recorded size: bytes, commit. The last is what today's is compared with.
fn trend(
    project: &Project,
    release: &str,
    size: usize,
    record: bool,
) -> Result<Option<usize>, Failure> {
    let path: PathBuf = project.root.join("xtask").join("first-load.txt");
    let mut recorded = std::fs::read_to_string(&path).unwrap_or_default();
    let sizes: Vec<usize> = recorded
        .lines()
        .filter_map(|line| line.split_whitespace().next()?.parse().ok())
        .collect();
    if let Some(last) = sizes.last() {
        let steps: Vec<String> = sizes
            .iter()
            .rev()
            .take(6)
            .rev()
            .map(usize::to_string)
            .collect();
        let change = size.cast_signed() - last.cast_signed();
        note(format!(
            "first load over time: {} → {size} ({change:+})",
            steps.join(" → ")
        ));
    }
    if record {
        let mut git = std::process::Command::new("git");
        git.current_dir(&project.root)
            .args(["rev-parse", "--short", "HEAD"]);
        let commit = output(&mut git, "is this a git clone?").unwrap_or_default();
        recorded.push_str(&format!("{size} {release} after {}\n", commit.trim()));
        std::fs::write(&path, recorded).map_err(with_path("write", &path))?;
        note(format!("recorded in {}", path.display()));
        return Ok(Some(size));
    }
    Ok(sizes.last().copied())
}
