//! Rule sets in a browser ([`client::rule_sets`] decides): the files beside the app.

use crate::platform::http::fetch_text;
use client::rule_sets::Fetch;

/// The files beside the app.
pub struct OwnFiles;

impl Fetch for OwnFiles {
    async fn fetch(&self, name: &str) -> Option<String> {
        fetch_text(&format!("/rule-sets/{name}.json")).await
    }
}
