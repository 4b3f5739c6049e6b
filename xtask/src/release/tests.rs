use super::fingerprint::integrity;
use super::*;

fn app() -> ReleaseFiles {
    let files = [
        (
            "index.html",
            "<!-- why -->\n<meta name=\"release\" content=\"unbuilt\">\n<link href=\"/shell.css\"><link href=\"/style.css\"><script src=\"/early.js\"></script><script src=\"/boot.js\"></script><meta name=\"worker\" content=\"/worker.js\"><meta name=\"paper\" content=\"/paper.css\">",
        ),
        ("worker.js", "import '/second.js';\n'/second_bg.wasm';\n"),
        ("second.js", "new URL('second_bg.wasm', import.meta.url)"),
        ("second_bg.wasm", "\0asm2"),
        ("paper.css", "p {}"),
        (
            "boot.js",
            "// why\nconst GLUE = '/so-thi-dua.js';\nconst WASM = '/so-thi-dua_bg.wasm';\nconst SIZE = 0;\n",
        ),
        ("early.js", "(function () {}());"),
        (
            "so-thi-dua.js",
            "import { a } from './snippets/leptos-1/inline0.js';\nnew URL('so-thi-dua_bg.wasm', import.meta.url);\nnew URL(\"./split_rest.wasm\", import.meta.url);\nnew URL(\"./split_office.wasm\", import.meta.url)",
        ),
        ("split_rest.wasm", "\0asm3"),
        ("split_office.wasm", "\0asm4"),
        ("snippets/leptos-1/inline0.js", "export const a = 1;"),
        ("so-thi-dua_bg.wasm", "\0asm"),
        ("shell.css", "a {}"),
        ("style.css", "b {}"),
        (
            "sw.js",
            "const RELEASE = 'unbuilt';\nconst FIRST = []; // all\nconst LATER = [];\nconst OFFICE = [];\n",
        ),
        ("manifest.webmanifest", "{}"),
        ("icons/icon-192.png", "png"),
        ("icons/icon.svg", "svg"),
        ("rule-sets/lang-son-2020.json", "{}"),
        ("rule-sets/schema.json", "{}"),
    ];
    files
        .into_iter()
        .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
        .collect()
}

fn name_of(files: &ReleaseFiles, start: &str) -> String {
    files
        .keys()
        .find(|name| name.starts_with(start))
        .cloned()
        .expect(start)
}

#[test]
fn references_follow_the_names_by_content() {
    let Sealed { files, .. } = seal(app(), "0.1.0").expect("an app");
    let (boot, glue) = (
        name_of(&files, "assets/boot-"),
        name_of(&files, "assets/so-thi-dua-"),
    );
    let wasm = name_of(&files, "assets/so-thi-dua_bg-");
    let snippet = name_of(&files, "assets/inline0-");
    assert!(
        text(&files, "index.html")
            .expect("page")
            .contains(&format!("src=\"/{boot}\""))
    );
    let boot = text(&files, &boot).expect("boot");
    assert_eq!(
        boot,
        format!("const GLUE = '/{glue}';\nconst WASM = '/{wasm}';\nconst SIZE = 4;\n")
    );
    let glue = text(&files, &glue).expect("glue");
    assert!(glue.contains(&format!("'./{}'", snippet.trim_start_matches("assets/"))));
    assert!(glue.contains(&format!("'{}'", wasm.trim_start_matches("assets/"))));
}

#[test]
fn any_changed_byte_is_another_release() {
    let release = |files| seal(files, "0.1.0").expect("an app").release;
    let before = release(app());
    assert_eq!(before, release(app()));
    for name in app().keys() {
        let mut changed = app();
        changed.entry(name.clone()).or_default().extend(b"\nx");
        assert_ne!(before, release(changed), "{name}");
    }
}

#[test]
fn a_changed_glue_changes_every_name_above_it() {
    let before = seal(app(), "0.1.0").expect("an app").files;
    let mut changed = app();
    changed
        .entry("so-thi-dua.js".to_owned())
        .or_default()
        .extend(b"\nx");
    let after = seal(changed, "0.1.0").expect("an app").files;
    assert_ne!(
        name_of(&before, "assets/boot-"),
        name_of(&after, "assets/boot-")
    );
    assert_eq!(
        name_of(&before, "assets/so-thi-dua_bg-"),
        name_of(&after, "assets/so-thi-dua_bg-")
    );
}

#[test]
fn the_worker_lists_the_page_first_files_and_later_files() {
    let Sealed { files, release, .. } = seal(app(), "0.1.0").expect("an app");
    let worker = text(&files, "sw.js").expect("worker");
    let list = |name: &str| {
        let line = worker
            .lines()
            .find(|line| line.starts_with(&format!("const {name} = ")))
            .expect("a list");
        let json = line
            .split_once(" = ")
            .expect("a list")
            .1
            .split(';')
            .next()
            .expect("a list")
            .to_owned();
        serde_json::from_str::<Vec<[String; 2]>>(&json).expect("a list")
    };
    let addresses = |name: &str| {
        list(name)
            .into_iter()
            .map(|[address, _]| address)
            .collect::<Vec<_>>()
    };
    assert!(addresses("FIRST").contains(&"/".to_owned()));
    let (second, later): (Vec<String>, Vec<String>) = addresses("LATER")
        .into_iter()
        .partition(|address| address.starts_with("/assets/"));
    assert_eq!(later, ["/icons/icon.svg", "/rule-sets/lang-son-2020.json"]);
    let starts = ["paper-", "second-", "second_bg-", "worker-"];
    assert!(
        second.len() == starts.len()
            && second
                .iter()
                .zip(starts)
                .all(|(address, start)| address.starts_with(&format!("/assets/{start}")))
    );
    let page = list("FIRST")
        .into_iter()
        .find(|[address, _]| address == "/")
        .expect("the page");
    assert_eq!(page[1], integrity(&files["index.html"]));
    assert!(worker.contains(&format!("const RELEASE = '{}';", release)));
}

#[test]
fn a_file_that_nothing_names_is_an_error() {
    let mut files = app();
    files.insert(
        "boot.js".to_owned(),
        b"const GLUE = '/so-thi-dua.js';".to_vec(),
    );
    files.insert(
        "so-thi-dua.js".to_owned(),
        b"import './snippets/leptos-1/inline0.js'".to_vec(),
    );
    assert!(seal(files, "0.1.0").is_err());
}

#[test]
fn integrity_is_written_as_browsers_read_it() {
    assert_eq!(
        integrity(b""),
        "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    );
}
