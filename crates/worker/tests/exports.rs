//! Everything that the page can ask for is there under that name.

use std::path::Path;
use worker_messages::Call;

fn sources(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|problem| panic!("{problem}"));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .map(|path| match path.is_dir() {
            true => sources(&path),
            false => std::fs::read_to_string(&path).unwrap_or_default(),
        })
        .collect()
}

#[test]
fn what_can_be_asked_for_is_exported_and_nothing_else() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let functions = sources.split("#[wasm_bindgen]\npub ").skip(1);
    let mut exported: Vec<&str> = functions
        .filter_map(|rest| rest.trim_start_matches("async ").strip_prefix("fn "))
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let mut asked: Vec<&str> = Call::ALL.iter().map(|call| call.export()).collect();
    exported.sort_unstable();
    asked.sort_unstable();
    assert_eq!(exported, asked);
}
