//! Another release of the app: the same files, one of them changed, under another name.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::process::Scratch;
use crate::{Browser, Endpoint};

/// A folder of an app, removed when dropped.
pub struct NextRelease(Scratch);

impl NextRelease {
    pub fn folder(&self) -> PathBuf {
        self.0.0.clone()
    }

    /// What the endpoint serves, changed so that the page says the release's name.
    pub async fn of(endpoint: &Endpoint, name: &str, browser: &Browser) -> Self {
        let next = Self(Scratch::new("release"));
        copy(endpoint.app(), &next.0.0);
        let worker = next.text("sw.js");
        let old = between(&worker, "const RELEASE = '", "'").to_owned();
        let page = next.text("index.html").replace(&old, name);
        // As `cargo xtask dist` does it: the worker names the page by its content.
        let entry = format!("[\"/\",\"{}\"]", between(&worker, "[\"/\",\"", "\"]"));
        let digest: String = browser
            .script_with(
                "return crypto.subtle.digest('SHA-256', new TextEncoder().encode(arguments[0]))
                    .then((bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))))",
                vec![json!(page)],
            )
            .await;
        let worker = worker
            .replace(&old, name)
            .replace(&entry, &format!("[\"/\",\"sha256-{digest}\"]"));
        next.put("index.html", &page);
        next.put("sw.js", &worker);
        next
    }

    /// What the endpoint serves, without the file whose name begins so.
    pub fn without(endpoint: &Endpoint, name: &str) -> Self {
        let next = Self(Scratch::new("release"));
        copy(endpoint.app(), &next.0.0);
        let assets = fs::read_dir(next.0.0.join("assets")).unwrap();
        let files = assets.map(|entry| entry.unwrap());
        for file in files.filter(|file| file.file_name().to_string_lossy().starts_with(name)) {
            fs::remove_file(file.path()).unwrap();
        }
        next
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.0.0.join(file)).unwrap()
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.0.0.join(file), text).unwrap();
        for packed in ["br", "gz"] {
            let _ = fs::remove_file(self.0.0.join(format!("{file}.{packed}")));
        }
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).unwrap().0
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}
