//! Which file imports which, in the app and in every crate: an import of the app runs down its stair,
//! and no files of several rooms import each other in a circle.
//!
//! A room is what stands directly in `src/`: a file, or a folder with its file. The root
//! (`main.rs`, `lib.rs`) is above all of them and hands names on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

use crate::command::{Failure, Outcome, with_path};

/// The app's rooms, from the ground up (docs/ARCHITECTURE.md).
const STAIR: [&str; 23] = [
    "text",
    "platform",
    "store",
    "routes",
    "history",
    "ui",
    "rules",
    "settings",
    "session",
    "records",
    "loader",
    "links",
    "worker",
    "sync",
    "form",
    "enrolment",
    "people",
    "previous_enrolments",
    "handover",
    "screens",
    "documents",
    "app",
    "conformance",
];

/// The names of a path: `crate::a::b` as it stands.
type Names = Vec<String>;
/// A module by its path in the crate: `session::lines`; the root's is empty.
type Module = String;
/// What each module imports, and under which name.
type Imports = BTreeMap<Module, BTreeMap<Module, String>>;

/// What is wrong in the app: `folder` is its `src`.
pub fn of_app(folder: &Path) -> Outcome<Vec<String>> {
    let imports = imports(folder)?;
    let mut found = upward(&imports);
    found.extend(circles(&imports, "src"));
    Ok(found)
}

/// What is wrong in a crate: `folder` is its `src`.
pub fn of_crate(folder: &Path, name: &str) -> Outcome<Vec<String>> {
    Ok(circles(&imports(folder)?, name))
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

fn upward(imports: &Imports) -> Vec<String> {
    let place = |module: &str| STAIR.iter().position(|known| *known == room(module));
    let mut found = Vec::new();
    let rooms: BTreeSet<&str> = imports.keys().map(|module| room(module)).collect();
    for new in rooms.iter().filter(|room| place(room).is_none()) {
        found.push(format!(
            "src/{new}: a new room; say in xtask/src/layers/imports.rs where it stands"
        ));
    }
    for (module, others) in imports {
        for (other, name) in others {
            if place(module) < place(other) && place(module).is_some() {
                found.push(format!(
                    "{module} takes {name} from {other}, which stands above it"
                ));
            }
        }
    }
    found
}

/// Circles of files of several rooms, each with one way around.
fn circles(imports: &Imports, of: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut told: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for (module, others) in imports {
        for other in others.keys().filter(|other| room(other) != room(module)) {
            let Some(back) = way(imports, other, module) else {
                continue;
            };
            let files: BTreeSet<&str> = back.iter().copied().collect();
            if told.insert(files) {
                found.push(format!(
                    "{of}: {module} → {}: a circle of files across rooms",
                    back.join(" → ")
                ));
            }
        }
    }
    found
}

/// The shortest way along imports.
fn way<'a>(imports: &'a Imports, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([from]);
    while let Some(here) = waiting.pop_front() {
        if here == to {
            let mut way = vec![here];
            while let Some(last) = before
                .get(way[way.len() - 1])
                .filter(|_| way[way.len() - 1] != from)
            {
                way.push(last);
            }
            way.reverse();
            return Some(way);
        }
        for next in imports.get(here).into_iter().flat_map(BTreeMap::keys) {
            if next != from && !before.contains_key(next.as_str()) {
                before.insert(next, here);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn imports(folder: &Path) -> Outcome<Imports> {
    let mut house = House {
        files: modules(folder)?,
        handed_on: BTreeMap::new(),
    };
    let mut named: Vec<(Module, Paths)> = Vec::new();
    for (module, path) in &house.files {
        let text = std::fs::read_to_string(path).map_err(with_path("read", path))?;
        let file = syn::parse_file(&text).map_err(|problem| {
            Failure::new(
                format!("{}: {problem}", path.display()),
                "the compiler says more",
            )
        })?;
        let mut paths = Paths::default();
        paths.visit_file(&file);
        named.push((module.clone(), paths));
    }
    // A folder's file hands its own files' names on: whoever takes one takes it from there.
    for (module, paths) in &mut named {
        paths.public.retain(|names| {
            let of = house
                .resolve(module, names)
                .filter(|of| is_below(of, module));
            let Some((of, name)) = of.zip(names.last()) else {
                return true;
            };
            let key = (module.clone(), name.clone());
            house.handed_on.insert(key, of);
            false
        });
    }
    let mut imports = Imports::new();
    for (module, paths) in named {
        if module.is_empty() {
            continue;
        }
        let others = imports.entry(module.clone()).or_default();
        for names in paths.public.iter().chain(&paths.used).chain(&paths.named) {
            if let Some(other) = house.resolve(&module, names)
                && other != module
                && !other.is_empty()
            {
                others.insert(other, names.last().cloned().unwrap_or_default());
            }
        }
    }
    Ok(imports)
}

fn is_below(module: &str, above: &str) -> bool {
    let below = module.strip_prefix(above).unwrap_or_default();
    above.is_empty() && !module.is_empty() || below.starts_with("::")
}

/// The files of a crate, and the names that files hand on of those below them.
struct House {
    files: BTreeMap<Module, PathBuf>,
    handed_on: BTreeMap<(Module, String), Module>,
}

impl House {
    /// The module whose file has what a path names; nothing for what is of another crate.
    fn resolve(&self, module: &str, names: &[String]) -> Option<Module> {
        let mut base: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        match *names.first()? {
            "crate" => {
                base.clear();
                names.remove(0);
            }
            "self" | "super" => {
                while let Some("self" | "super") = names.first().copied() {
                    if names.remove(0) == "super" {
                        base.pop();
                    }
                }
            }
            // A module beside its own file, or a name of another crate.
            first => {
                let beside = [base.as_slice(), &[first]].concat().join("::");
                if !self.files.contains_key(&beside) {
                    return None;
                }
            }
        }
        let mut here = base.join("::");
        for name in names {
            let inside = [here.as_str(), name].join("::");
            let inside = inside.trim_start_matches(':').to_owned();
            let handed_on = || self.handed_on.get(&(here.clone(), name.to_owned()));
            if self.files.contains_key(&inside) {
                here = inside;
            } else if let Some(of) = handed_on() {
                here.clone_from(of);
                break;
            } else {
                break;
            }
        }
        Some(here)
    }
}

/// The files below a folder, by their modules.
fn modules(folder: &Path) -> Outcome<BTreeMap<Module, PathBuf>> {
    let files = super::sources(&[folder.to_path_buf()])?;
    let module = |path: &PathBuf| {
        let path = path.strip_prefix(folder).unwrap_or(path).with_extension("");
        let mut parts: Vec<String> = path
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        if parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
        }
        if parts.len() == 1 && ["main", "lib"].contains(&parts[0].as_str()) {
            parts.clear();
        }
        parts.join("::")
    };
    let files = files.into_iter().filter(|path| !path.ends_with("tests.rs"));
    Ok(files.map(|path| (module(&path), path)).collect())
}

/// Every path of a file that can name a module of its crate, but those of its tests.
#[derive(Default)]
struct Paths {
    /// Of `pub use`, however far it reaches.
    public: Vec<Names>,
    used: Vec<Names>,
    named: Vec<Names>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(one) => &one.attrs,
            Item::Fn(one) => &one.attrs,
            Item::Use(one) => &one.attrs,
            Item::Impl(one) => &one.attrs,
            _ => &Vec::new(),
        };
        if !attributes.iter().any(is_of_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let found = match item.vis {
            syn::Visibility::Inherited => &mut self.used,
            _ => &mut self.public,
        };
        spread(&item.tree, &mut Vec::new(), found);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|part| part.ident.to_string());
        let names: Names = names.collect();
        if names.len() > 1 {
            self.named.push(names);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        in_tokens(call.tokens.clone(), &mut self.named);
        visit::visit_macro(self, call);
    }
}

fn is_of_tests(attribute: &Attribute) -> bool {
    let test = syn::parse_quote!(#[cfg(test)]);
    *attribute == test
}

fn spread(tree: &UseTree, before: &mut Names, found: &mut Vec<Names>) {
    let mut ends = |name: &syn::Ident| {
        let mut names = before.clone();
        if name != "self" {
            names.push(name.to_string());
        }
        found.push(names);
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            spread(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) => ends(&name.ident),
        UseTree::Rename(name) => ends(&name.ident),
        UseTree::Glob(_) => found.push(before.clone()),
        UseTree::Group(group) => {
            for tree in &group.items {
                spread(tree, before, found);
            }
        }
    }
}

/// `crate::…` and `super::…` in what a macro is given.
fn in_tokens(tokens: proc_macro2::TokenStream, found: &mut Vec<Names>) {
    use proc_macro2::TokenTree;
    let mut names: Names = Vec::new();
    let mut ends = |names: &mut Names| {
        if names.len() > 1 && ["crate", "super", "self"].contains(&names[0].as_str()) {
            found.push(names.clone());
        }
        names.clear();
    };
    let (mut colons, mut groups) = (0, Vec::new());
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if colons != 2 {
                    ends(&mut names);
                }
                names.push(name.to_string());
                colons = 0;
            }
            TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
            other => {
                ends(&mut names);
                colons = 0;
                if let TokenTree::Group(group) = other {
                    groups.push(group.stream());
                }
            }
        }
    }
    ends(&mut names);
    for group in groups {
        in_tokens(group, found);
    }
}

#[cfg(test)]
mod tests {
    use super::{circles, imports, upward};
    use std::path::PathBuf;

    /// A crate of these files, in a folder of its own.
    fn house(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("layers-{}-{name}", std::process::id()));
        for (path, text) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        folder
    }

    #[test]
    fn an_import_upwards_is_found_however_it_is_written() {
        let folder = house(
            "up",
            &[
                ("main.rs", "mod text; mod ui; mod form;"),
                ("text.rs", "pub const A: &str = \"\";"),
                ("form/mod.rs", "mod page; pub use page::Page;"),
                (
                    "form/page.rs",
                    "use crate::{text, ui::Button}; pub struct Page;",
                ),
                (
                    "ui.rs",
                    "use crate::text::A; fn f() { view!(<A b=crate::form::Page />); }
                     #[cfg(test)] mod tests { use crate::form::Page; }",
                ),
            ],
        );
        let found = upward(&imports(&folder).expect("read"));
        assert_eq!(
            found,
            ["ui takes Page from form::page, which stands above it"]
        );
        std::fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn a_circle_of_files_is_told_with_its_way() {
        let folder = house(
            "circle",
            &[
                (
                    "lib.rs",
                    "mod store; mod sync; mod files; pub use store::Store;",
                ),
                (
                    "store/mod.rs",
                    "mod sql; pub use sql::Sql; pub struct Store;",
                ),
                ("store/sql.rs", "use super::Store; use crate::files::Piece;"),
                (
                    "files.rs",
                    "fn f(sync: &crate::sync::Sync) {} pub struct Piece;",
                ),
                ("sync.rs", "use crate::Store; pub struct Sync;"),
            ],
        );
        let open = circles(&imports(&folder).expect("read"), "house");
        assert!(open.is_empty(), "{open:?}");
        let closed = folder.join("store/mod.rs");
        std::fs::write(closed, "mod sql; use sql::Sql; pub struct Store(Sql);").expect("written");
        let found = circles(&imports(&folder).expect("read"), "house");
        assert_eq!(
            found,
            ["house: files → sync → store → store::sql → files: a circle of files across rooms"]
        );
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
