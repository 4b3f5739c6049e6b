//! The app's files, ready to be served: `target/dist-release` or `target/dist-dev`.
//!
//! Trunk compiles and runs wasm-bindgen; the rest is ours, because what a service worker keeps must
//! have names that change with the content, and Trunk's do not always (trunk #1028).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::Args;

use crate::command::{Failure, Outcome, Steps, note, output, run, with_path};
use crate::install;
use crate::project::Project;
use crate::release::{self, ReleaseFiles, Strength, Weight};
use crate::wasm::{self, ShortNames, WasmAudience};
use crate::{split, style};

const TARGET: &str = "wasm32-unknown-unknown";

/// Build the app's files (target/dist-release) with names by content, compressed
#[derive(Args)]
pub struct DistOptions {
    /// Quick build, into target/dist-dev
    #[arg(long)]
    dev: bool,
    /// The page that runs the suite of stores, into target/dist-conformance
    #[arg(long, conflicts_with = "dev")]
    conformance: bool,
}

impl DistOptions {
    pub fn kind(&self) -> Kind {
        match self {
            Self {
                conformance: true, ..
            } => Kind::Conformance,
            Self { dev: true, .. } => Kind::Dev,
            _ => Kind::Release,
        }
    }
}

/// The kind of build: a release, a quick one, or the page that runs the suite of stores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Release,
    Dev,
    /// As `Dev`, but a page that runs the suite of stores instead of the app.
    Conformance,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
            Self::Conformance => "conformance",
        }
    }

    /// In how many steps it is made.
    pub fn steps(self) -> usize {
        match self {
            Self::Release | Self::Dev => 4,
            Self::Conformance => 3,
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev | Self::Conformance => "wasm-dev",
        }
    }

    /// Where cargo leaves what it compiles for browsers.
    pub fn compiled(self, project: &Project) -> PathBuf {
        project.target.join(TARGET).join(self.profile())
    }

    fn strength(self) -> Strength {
        match self {
            Self::Release => Strength {
                brotli: 11,
                gzip: 9,
            },
            Self::Dev | Self::Conformance => Strength { brotli: 4, gzip: 4 },
        }
    }
}

/// A finished build of the app: its folder, its release name, and its files by when they are
/// fetched.
pub struct Dist {
    pub folder: PathBuf,
    pub release: String,
    /// All that must come over the line before the first screen stands.
    pub first: Vec<Weight>,
    /// All that must come with it before everything works offline.
    pub rest: Vec<Weight>,
    /// What only an office's phone fetches, quietly.
    pub office: Vec<Weight>,
    /// Fetched quietly afterwards: the second module,
    pub second: Vec<Weight>,
    /// and what else.
    pub later: Vec<Weight>,
}

pub fn dist(project: &Project, kind: Kind) -> Outcome<Dist> {
    dist_as(project, kind, &mut Steps::new(kind.steps()))
}

/// The same as the next steps of a command that has others.
pub fn dist_as(project: &Project, kind: Kind, steps: &mut Steps) -> Outcome<Dist> {
    let began = Instant::now();
    let tools = install::build_tools(project)?;
    let work = project.target.join(format!("dist-{}-work", kind.name()));
    let raw = work.join("trunk");
    std::fs::create_dir_all(&raw).map_err(with_path("make", &raw))?;

    steps.next(match kind {
        Kind::Release => {
            "building the app as small as it gets (3 to 10 minutes the first time, then about one)"
        }
        Kind::Dev => "building the app quickly (2 minutes the first time, then seconds)",
        Kind::Conformance => "building the page that runs the suite of stores",
    });
    compile(project, kind, &tools, &raw)?;

    if kind != Kind::Conformance {
        steps.next("cutting off what the first screen does not need");
        let compiled = kind.compiled(project).join("so-thi-dua.wasm");
        split::split(&compiled, &tools, &raw, &work)?;
    }
    steps.next("building the second module (as long as the app the first time)");
    second_module(project, kind, &tools, &raw)?;

    let mut files = read(&raw)?;
    files.insert(
        "style.css".to_owned(),
        style::sheet(&project.root.join("style"))?.into_bytes(),
    );
    shrink(&mut files, kind)?;
    steps.next(match kind {
        Kind::Release => "naming by content, compressing at full strength (a minute or two)",
        Kind::Dev | Kind::Conformance => "naming by content, compressing a little",
    });
    let sealed = release::seal(files, &project.version)?;
    let folder = project.target.join(format!("dist-{}", kind.name()));
    // A folder that is being served is replaced whole, never seen half written.
    let fresh = work.join("sealed");
    let weights = release::write(&sealed.files, &fresh, kind.strength())?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(with_path("replace", &folder))?;
    }
    std::fs::rename(&fresh, &folder).map_err(with_path("put in place", &folder))?;
    note(format!(
        "{} in {} ({} s)",
        sealed.release,
        folder.display(),
        began.elapsed().as_secs()
    ));
    let (first, others): (Vec<_>, Vec<_>) = weights
        .into_iter()
        .partition(|weight| sealed.first.contains(&weight.name));
    let (rest, others): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|weight| sealed.rest.contains(&weight.name));
    let (office, others): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|weight| sealed.office.contains(&weight.name));
    let (second, later) = others
        .into_iter()
        .filter(|weight| sealed.later.contains(&weight.name))
        .partition(|weight| weight.name.starts_with("assets/"));
    Ok(Dist {
        folder,
        release: sealed.release,
        first,
        rest,
        office,
        second,
        later,
    })
}

/// The app, by Trunk.
fn compile(project: &Project, kind: Kind, tools: &install::Tools, raw: &Path) -> Outcome {
    let mut trunk = Command::new(&tools.trunk);
    without_paths(&mut trunk, kind)?;
    trunk
        .current_dir(&project.root)
        .env("PATH", tools.path())
        .env("NO_COLOR", "true")
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk.args(["--log", "warn", "build", "--cargo-profile", kind.profile()]);
    if kind == Kind::Conformance {
        trunk.args(["--features", "conformance"]);
    }
    trunk.arg("--dist").arg(raw);
    run(
        &mut trunk,
        "the compiler's words above say what is wrong; `cargo xtask tools` puts the tools right",
    )
}

/// A release says where in the code something happened, but not in which folders of which machine it was
/// compiled: it is smaller so, and the same from every machine.
fn without_paths(cargo: &mut Command, kind: Kind) -> Outcome {
    if kind != Kind::Release {
        return Ok(());
    }
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = output(&mut rustc, "is Rust installed?")?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registry = home.map(|home| home.join("registry").join("src"));
    let registries = registry.and_then(|folder| std::fs::read_dir(folder).ok());
    let registries = registries.into_iter().flatten().flatten();
    let folders = registries.map(|entry| entry.path()).chain([library]);
    let flags = folders
        .map(|folder| format!("--remap-path-prefix={}=", folder.display()))
        // Cargo takes the variable apart at blanks.
        .filter(|flag| !flag.contains(' '));
    let flags: Vec<String> = flags.collect();
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    );
    Ok(())
}

/// `crates/worker`, which a web worker runs: not Trunk's, which knows of one app a page.
fn second_module(project: &Project, kind: Kind, tools: &install::Tools, raw: &Path) -> Outcome {
    const NAME: &str = "worker";
    let mut cargo = project.cargo();
    without_paths(&mut cargo, kind)?;
    cargo.args(["build", "--locked", "--package", NAME]);
    cargo.args(["--target", TARGET, "--profile", kind.profile()]);
    run(&mut cargo, "the compiler's words above say what is wrong")?;
    let built = kind.compiled(project);
    let mut bindgen = Command::new(&tools.bindgen);
    bindgen
        .args(["--target", "web", "--no-typescript"])
        // Beside `public/worker.js`, which calls it.
        .args(["--out-name", "second", "--out-dir"])
        .arg(raw)
        .arg(built.join(NAME).with_extension("wasm"));
    run(&mut bindgen, "`cargo xtask tools` puts the tools right")
}

/// What is tested has the short names of what people get; only names of functions are kept.
fn shrink(files: &mut ReleaseFiles, kind: Kind) -> Outcome {
    let whom = match kind {
        Kind::Release => WasmAudience::Browsers,
        Kind::Dev | Kind::Conformance => WasmAudience::Debuggers,
    };
    let modules: Vec<String> = files
        .keys()
        .filter(|name| name.ends_with(".wasm"))
        .cloned()
        .collect();
    for name in modules {
        let not_understood = |problem: &dyn std::fmt::Display| {
            Failure::new(
                format!("{name} cannot be made smaller: {problem}"),
                "remove the target folder and build again",
            )
        };
        let script = name
            .strip_suffix("_bg.wasm")
            .map(|name| format!("{name}.js"));
        let names = match script {
            Some(_) => ShortNames::of(&files[&name]).map_err(|problem| not_understood(&problem))?,
            // It calls the first part by numbers.
            None => ShortNames::default(),
        };
        let small = wasm::smaller(&files[&name], &names, whom)
            .map_err(|problem| not_understood(&problem))?;
        files.insert(name.clone(), small);
        if let Some(content) = script.and_then(|script| files.get_mut(&script)) {
            let text = std::str::from_utf8(content).map_err(|problem| not_understood(&problem))?;
            *content = names.in_script(text).into_bytes();
        }
    }
    Ok(())
}

fn read(folder: &Path) -> Outcome<ReleaseFiles> {
    let mut files = ReleaseFiles::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(place) = waiting.pop() {
        for entry in std::fs::read_dir(&place).map_err(with_path("read", &place))? {
            let path = entry.map_err(with_path("read", &place))?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let content = std::fs::read(&path).map_err(with_path("read", &path))?;
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, content);
        }
    }
    Ok(files)
}
