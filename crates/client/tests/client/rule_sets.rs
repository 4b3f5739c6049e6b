//! Which rule set a commune goes by, and what is done where part of it cannot be had.

use client::rule_sets::{Fetch, all_files, fetched, kept};
use replica::{MemoryStore, Replica, ready};
use serde_json::json;
use std::collections::BTreeMap;

/// The files of an endpoint.
struct Files(BTreeMap<&'static str, String>);

impl Fetch for Files {
    async fn fetch(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

fn set(id: &str, extends: Option<&str>, parts: &[&str], block: &str) -> String {
    json!({
        "id": id, "title": id, "version": 1, "extends": extends, "parts": parts,
        "labels": { "block": block }, "legalBases": [], "catalogues": {},
        "forms": [{ "id": "f", "kind": "person", "title": "Người của {block}", "sections": [] }],
        "year": null, "checked": true,
    })
    .to_string()
}

fn files() -> Files {
    let index = json!([
        { "id": "chung", "provinceCode": "", "title": "Chung" },
        { "id": "lao-cai", "provinceCode": "10", "title": "Lào Cai" },
    ]);
    Files(BTreeMap::from([
        ("index", index.to_string()),
        ("chung", set("chung", None, &["luat"], "khối")),
        ("chung.luat", "{}".to_owned()),
        ("lao-cai", set("lao-cai", Some("chung"), &[], "cụm")),
    ]))
}

fn phone() -> Replica<MemoryStore, ()> {
    Replica::new(MemoryStore::default(), |_, _| ())
}

#[test]
fn a_province_has_its_own_over_the_common_one_and_every_other_the_common_one() {
    for (province, id, title) in [
        ("10", "lao-cai", "Người của cụm"),
        ("20", "chung", "Người của khối"),
    ] {
        let phone = phone();
        assert!(ready(kept(&phone)).is_none());
        let rules = ready(fetched(&phone, &files(), province)).expect("a rule set");
        assert_eq!(
            (rules.id.as_str(), rules.forms[0].title.as_str()),
            (id, title)
        );
        assert_eq!(ready(kept(&phone)), Some(rules), "kept for the next start");
    }
}

#[test]
fn all_files_are_in_the_order_in_which_they_lie_over_one_another() {
    let found = ready(all_files(&files(), "10")).expect("all files");
    let names: Vec<String> = found.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["chung", "chung.luat", "lao-cai"]);
}

#[test]
fn what_cannot_be_had_whole_replaces_nothing() {
    let phone = phone();
    let before = ready(fetched(&phone, &files(), "10"));
    assert!(before.is_some());
    for missing in ["index", "chung", "lao-cai"] {
        let mut fewer = files();
        fewer.0.remove(missing);
        assert!(ready(fetched(&phone, &fewer, "10")).is_none(), "{missing}");
        assert_eq!(ready(kept(&phone)), before);
    }
    let mut fewer = files();
    fewer.0.remove("chung.luat");
    assert!(ready(all_files(&fewer, "10")).is_none());
    let mut broken = files();
    broken.0.insert("lao-cai", "{".to_owned());
    assert!(ready(fetched(&phone, &broken, "10")).is_none());
}

#[test]
fn a_set_that_extends_itself_is_not_read_for_ever() {
    let mut files = files();
    files
        .0
        .insert("chung", set("chung", Some("lao-cai"), &[], "khối"));
    assert!(ready(fetched(&phone(), &files, "10")).is_none());
}
