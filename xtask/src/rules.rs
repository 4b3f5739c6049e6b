//! `cargo xtask rules check FILE [--sources DIR]`: for whoever writes a rule set. What it says is in Vietnamese,
//! as they are.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use register::rules::{
    DocumentText, Mistake, RuleSetFile, Rules, differences, documents_of, quotations,
};
use serde_json::Value;

use crate::command::{Failure, Outcome, note, say};
use crate::project::Project;

/// How many differences are listed one by one.
const LISTED: usize = 200;

#[derive(Subcommand)]
pub enum RulesCommand {
    /// Every mistake in a rule set, with its place, and what differs from the set that it replaces
    Check {
        /// The main file; its parts lie beside it
        file: PathBuf,
        /// Also whether the quotations stand in the documents, texts in DIR
        #[arg(long, value_name = "DIR")]
        sources: Option<PathBuf>,
    },
}

pub fn rules(project: &Project, RulesCommand::Check { file, sources }: &RulesCommand) -> Outcome {
    let shipped = project.root.join("public").join("rule-sets");
    let beside = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    // A part is checked with the whole that it belongs to.
    let id = name.split('.').next().unwrap_or_default();
    let folders = [beside, shipped];
    let layers = Layers::find(id, &folders)?;
    let read = Rules::read(&layers.files());
    let mut mistakes = read.as_ref().err().cloned().unwrap_or_default();
    mistakes.extend(compare_quotations(&layers, sources.as_deref()));
    for mistake in &mistakes {
        note(format!("✗ {mistake}"));
    }
    let Some(new) = read.ok().filter(|_| mistakes.is_empty()) else {
        return Err(Failure::new(
            format!("{id}: {} chỗ chưa đúng", mistakes.len()),
            "sửa từng chỗ ở trên rồi kiểm tra lại; cách viết ở docs/RULE-SETS.md",
        ));
    };
    say(format!("{id}: đúng"));
    for old in &new.parts.replaces {
        match Rules::read(&Layers::find(old, &folders)?.files()) {
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

/// The quotations that do not stand in their documents, if a folder of documents is given.
fn compare_quotations(layers: &Layers, sources: Option<&Path>) -> Vec<Mistake> {
    let Some(folder) = sources else {
        say("câu trích: chưa so với văn bản (thêm --sources và tên thư mục chứa văn bản dạng chữ)");
        return Vec::new();
    };
    let files = layers.files();
    let documents: Vec<(String, String)> = documents_of(&files)
        .into_iter()
        .filter_map(|(id, name)| Some((id, std::fs::read_to_string(folder.join(name)).ok()?)))
        .collect();
    let texts: Vec<DocumentText<'_>> = documents
        .iter()
        .map(|(document, text)| DocumentText { document, text })
        .collect();
    let found = quotations(&files, &texts);
    say(format!("câu trích: {} câu đúng với văn bản", found.right));
    for (document, count) in &found.not_compared {
        say(format!(
            "câu trích: {count} câu của {document} chưa so được, trong {} không có văn bản ấy",
            folder.display()
        ));
    }
    found.mistakes
}

/// A rule set's files, by name and text, in the order in which they lie over one another.
struct Layers(Vec<(String, String)>);

impl Layers {
    fn find(id: &str, folders: &[PathBuf]) -> Outcome<Self> {
        let mut files = Vec::new();
        collect(id, folders, &mut files)?;
        Ok(Self(files))
    }

    fn files(&self) -> Vec<RuleSetFile<'_>> {
        let files = self.0.iter();
        files
            .map(|(name, text)| RuleSetFile { name, text })
            .collect()
    }
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
