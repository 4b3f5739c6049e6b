//! `cargo xtask rules check FILE`: for whoever writes a rule set. What it says is in Vietnamese,
//! as they are.

use std::path::{Path, PathBuf};

use register::rules::{File, Mistake, Rules, differences};
use serde_json::Value;

use crate::command::{Failure, Outcome, note, say};
use crate::project::Project;
use crate::unknown;

/// How many differences are listed one by one.
const LISTED: usize = 200;

pub fn rules(project: &Project, arguments: &[String]) -> Outcome {
    let [verb, file] = arguments else {
        return Err(unknown("rules", arguments));
    };
    if verb != "check" {
        return Err(unknown("rules", arguments));
    }
    let file = Path::new(file);
    let shipped = project.root.join("public").join("rule-sets");
    let beside = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    // A part is checked with the whole that it belongs to.
    let id = name.split('.').next().unwrap_or_default();
    let folders = [beside, shipped];
    let new = match read(id, &folders)? {
        Ok(rules) => rules,
        Err(mistakes) => {
            for mistake in &mistakes {
                note(format!("✗ {mistake}"));
            }
            return Err(Failure::new(
                format!("{id}: {} chỗ chưa đúng", mistakes.len()),
                "sửa từng chỗ ở trên rồi kiểm tra lại; cách viết ở docs/RULE-SETS.md",
            ));
        }
    };
    say(format!("{id}: đúng"));
    for old in &new.replaces {
        match read(old, &folders)? {
            Ok(old) => {
                let found = differences(&old, &new);
                say(format!("so với {}: {} chỗ khác", old.id, found.len()));
                for difference in found.iter().take(LISTED) {
                    note(difference);
                }
            }
            Err(mistakes) => say(format!(
                "{old}: {} chỗ chưa đúng, không so được",
                mistakes.len()
            )),
        }
    }
    Ok(())
}

/// A rule set with all its layers.
fn read(id: &str, folders: &[PathBuf]) -> Outcome<Result<Rules, Vec<Mistake>>> {
    let mut files: Vec<(String, String)> = Vec::new();
    collect(id, folders, &mut files)?;
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, text)| File { name, text })
        .collect();
    Ok(Rules::read(&files))
}

/// The files in their order; a part that is not there is left for the reader to say.
fn collect(id: &str, folders: &[PathBuf], files: &mut Vec<(String, String)>) -> Outcome {
    let Some(main) = text(id, folders) else {
        return Err(Failure::new(
            format!("không có tệp {id}.json"),
            "tệp chính phải nằm cạnh các tệp kèm, hoặc ở public/rule-sets",
        ));
    };
    let (base, parts) = Rules::wanted(&main);
    if let Some(base) = base.filter(|base| base != id && text(base, folders).is_some()) {
        let is_there = files.iter().any(|(known, _)| *known == base);
        // One that extends itself by way of others comes to an end.
        let extends_back = text(&base, folders).is_some_and(|base| {
            let base: Value = serde_json::from_str(&base).unwrap_or_default();
            base["extends"].as_str() == Some(id)
        });
        if !is_there && !extends_back {
            collect(&base, folders, files)?;
        }
    }
    files.push((id.to_owned(), main));
    for part in parts {
        files.extend(text(&part, folders).map(|text| (part.clone(), text)));
    }
    Ok(())
}

fn text(name: &str, folders: &[PathBuf]) -> Option<String> {
    let paths = folders
        .iter()
        .map(|folder| folder.join(format!("{name}.json")));
    paths
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .next()
}
