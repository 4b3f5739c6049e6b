//! The page's stylesheet is a file of the app: its policy allows none inside a page.

use documents::html::stylesheet;
use std::path::Path;

#[test]
fn the_apps_stylesheet_of_documents_is_this_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/paper.css");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, stylesheet()).expect("a file");
    }
    let kept = std::fs::read_to_string(&path).expect("public/paper.css");
    assert_eq!(kept, stylesheet(), "UPDATE_GOLDEN=1 writes it anew");
}
