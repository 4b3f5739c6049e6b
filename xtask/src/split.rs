//! The app in parts: what the first screen needs, the rest, and what only an office needs
//! (docs/decisions/0019-what-follows.md, 0045-an-offices-part.md).

use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::command::{Failure, Outcome, run, with_path};
use crate::install::Tools;
use crate::join;

/// wasm-bindgen's names for the app, and the splitter's for what it cuts off.
const NAME: &str = "so-thi-dua";
const LINK: &str = "__wasm_split.js";
const REST: &str = "split_rest.wasm";

/// Whether a file is a part that was cut off.
pub fn is_part(name: &str) -> bool {
    let stem = name.strip_suffix(".wasm");
    stem.is_some_and(|stem| stem.starts_with("split_") || stem.starts_with("chunk_"))
}

/// Whether it is a part that only an office needs.
pub fn is_for_office(name: &str) -> bool {
    name.starts_with("split_office")
}

/// Cuts what the compiler made into parts and puts them, with one script, into `raw`.
pub fn split(compiled: &Path, tools: &Tools, raw: &Path, work: &Path) -> Outcome {
    let whole = std::fs::read(compiled).map_err(with_path("read", compiled))?;
    let folder = work.join("split");
    // What an earlier cut left is no part of this one.
    drop(std::fs::remove_dir_all(&folder));
    let main = folder.join(NAME).with_extension("wasm");
    let script = format!("./{NAME}.js");
    let mut options = Options::new(&whole);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = &script;
    transform(options).map_err(|problem| {
        Failure::new(
            format!("the app cannot be cut: {problem:#}"),
            "src/app/deferred.rs says where; .cargo/config.toml must ask for --emit-relocs",
        )
    })?;
    let mut bindgen = std::process::Command::new(&tools.bindgen);
    bindgen
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .arg("--out-dir")
        .arg(raw)
        .arg(&main);
    run(&mut bindgen, "`cargo xtask tools` puts the tools right")?;
    let shared = join_shared(&folder)?;
    for entry in std::fs::read_dir(&folder).map_err(with_path("read", &folder))? {
        let entry = entry.map_err(with_path("read", &folder))?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_part) {
            std::fs::copy(entry.path(), raw.join(&name))
                .map_err(with_path("copy", &entry.path()))?;
        }
    }

    let path = raw.join(NAME).with_extension("js");
    let read = |path: &Path| std::fs::read_to_string(path).map_err(with_path("read", path));
    let link = read(&folder.join(LINK))?;
    let link = match &shared {
        Some(shared) => link_to_rest(&link, shared),
        None => Some(link),
    };
    let joined = link.and_then(|link| joined(&read(&path).ok()?, &link));
    let joined = joined.ok_or_else(|| {
        Failure::new(
            format!("{NAME}.js and {LINK} do not fit together"),
            "xtask/src/split.rs knows how wasm-bindgen and the splitter write them",
        )
    })?;
    std::fs::write(&path, joined).map_err(with_path("write", &path))
}

/// What the rest and an office's part both need, as a piece of the rest, which is always there first
/// (docs/decisions/0045-an-offices-part.md). Gives the name of the file that is no more.
fn join_shared(folder: &Path) -> Outcome<Option<String>> {
    let rest = folder.join(REST);
    let files = std::fs::read_dir(folder).map_err(with_path("read", folder))?;
    let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let mut shared = names.filter(|name| name.starts_with("chunk_") && is_part(name));
    let Some(name) = shared.next() else {
        return Ok(None);
    };
    let path = folder.join(&name);
    let read = |path: &Path| std::fs::read(path).map_err(with_path("read", path));
    let one = join::joined(&read(&path)?, &read(&rest)?).ok().flatten();
    let Some(one) = one.filter(|_| shared.next().is_none()) else {
        return Err(Failure::new(
            format!("{name} and {REST} cannot be one"),
            "xtask/src/join.rs knows how the splitter writes a part",
        ));
    };
    std::fs::write(&rest, one).map_err(with_path("write", &rest))?;
    std::fs::remove_file(&path).map_err(with_path("remove", &path))?;
    Ok(Some(name))
}

/// The splitter's script, where the rest is fetched in place of what it shares, and so is both.
fn link_to_rest(link: &str, shared: &str) -> Option<String> {
    let loader = format!("__{}", shared.strip_suffix(".wasm")?);
    let (own, end) = (
        "export const __wasm_split_load_rest = wrapAsyncCb(",
        format!(", [{loader}]));\n"),
    );
    let (before, after) = link.split_once(own)?;
    let (_, after) = after.split_once(&end)?;
    let link = format!("{before}{own}{loader});\n{after}");
    let fetched = link.contains(&format!("./{shared}"));
    fetched.then(|| link.replace(&format!("./{shared}"), &format!("./{REST}")))
}

/// One script of the two, which import one another and so could not both be named by content. There is
/// an import for each part that was cut off, all of the same.
fn joined(script: &str, link: &str) -> Option<String> {
    let import = format!(" from \"./{LINK}\"");
    let lines = script.lines().filter(|line| line.ends_with(&import));
    let names = lines.map(|line| {
        let name = line.strip_prefix("import * as ")?;
        Some((line, name.strip_suffix(import.as_str())?))
    });
    let names: Vec<(&str, &str)> = names.collect::<Option<_>>()?;
    let (_, first) = *names.first()?;
    let (_, link) = link.split_once('\n')?;
    let (export, assignment) = ("export const __wasm_split_load_", "__wasm_split_load_");
    if !link.contains(export) {
        return None;
    }
    let link = link.replace(export, &format!("{first}.{assignment}"));
    let mut joined = script.to_owned();
    for (line, name) in &names {
        let same = if *name == first { "{}" } else { first };
        joined = joined.replacen(line, &format!("const {name} = {same};"), 1);
    }
    Some(format!("{joined}\n{link}"))
}

#[cfg(test)]
mod tests {
    use super::{joined, link_to_rest};

    #[test]
    fn the_rest_brings_what_it_shares() {
        let load = |name: &str| {
            format!("makeLoad(() => {{\n    fetch(\"./{name}.wasm\");\n}}\n, [__chunk_3])")
        };
        let link = format!(
            "const __chunk_3 = makeLoad(() => {{\n    fetch(\"./chunk_3.wasm\");\n}}\n, []);\n\
             export const __wasm_split_load_rest = wrapAsyncCb({});\n\
             export const __wasm_split_load_office = wrapAsyncCb({});\n",
            load("split_rest"),
            load("split_office"),
        );
        let one = link_to_rest(&link, "chunk_3.wasm").expect("a script");
        assert!(one.contains("export const __wasm_split_load_rest = wrapAsyncCb(__chunk_3);\n"));
        assert_eq!(one.matches("./split_rest.wasm").count(), 1);
        assert!(one.contains("./split_office.wasm") && one.contains(&load("split_office")));
        assert_eq!(link_to_rest(&link, "chunk_4.wasm"), None);
    }

    #[test]
    fn two_scripts_become_one() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nuse(import1);\n";
        let link = "import { initSync } from \"./so-thi-dua.js\";\nexport const __wasm_split_load_rest = f;\n";
        let one = "const import1 = {};\nuse(import1);\n\nimport1.__wasm_split_load_rest = f;\n";
        assert_eq!(joined(script, link).as_deref(), Some(one));
        let twice = format!("import * as import0 from \"./__wasm_split.js\"\n{script}");
        let one = one.replace("import1 = {}", "import0 = {};\nconst import1 = import0");
        let one = one.replace("import1.__wasm", "import0.__wasm");
        assert_eq!(joined(&twice, link).as_deref(), Some(one.as_str()));
        assert_eq!(joined("use();\n", link), None);
        assert_eq!(
            joined(script, "import { initSync } from \"./a.js\";\n"),
            None
        );
    }
}
