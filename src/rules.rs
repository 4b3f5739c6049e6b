//! Rule sets in a browser ([`client::rule_sets`] decides): the files beside the app.

use crate::platform::http::fetch_text;
use client::rule_sets::Fetch;

/// The rule-set files that are served beside the app, for [`client::rule_sets`].
pub struct OwnFiles;

impl Fetch for OwnFiles {
    async fn fetch(&self, name: &str) -> Option<String> {
        fetch_text(&format!("/rule-sets/{name}.json")).await
    }
}
