//! The files of the rule sets, and how they lie over each other.

use super::{folder, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// Every file of every rule set, by its name without the ending.
pub fn all() -> Vec<(String, Arc<Value>)> {
    let rule_sets = folder("../../public/rule-sets");
    let Ok(entries) = std::fs::read_dir(&rule_sets) else {
        panic!("{}", rule_sets.display())
    };
    let names = entries.filter_map(Result::ok).filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_suffix(".json").map(str::to_owned)
    });
    let mut names: Vec<String> = names
        .filter(|name| name != "schema" && name != "index")
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| (name.clone(), json(&name)))
        .collect()
}

pub fn text(name: &str) -> String {
    read(&folder("../../public/rule-sets").join(format!("{name}.json")))
}

/// A file as JSON, read once.
pub fn json(name: &str) -> Arc<Value> {
    static KNOWN: OnceLock<Mutex<BTreeMap<String, Arc<Value>>>> = OnceLock::new();
    let parsed = || match serde_json::from_str(&text(name)) {
        Ok(json) => Arc::new(json),
        Err(problem) => panic!("{name}: {problem}"),
    };
    match KNOWN.get_or_init(Mutex::default).lock() {
        Ok(mut known) => known.entry(name.to_owned()).or_insert_with(parsed).clone(),
        Err(_) => parsed(),
    }
}

/// The rule sets themselves, without the parts beside them.
pub fn ids() -> Vec<String> {
    let main = all().into_iter().filter(|(_, json)| json["part"].is_null());
    main.map(|(name, _)| name).collect()
}

/// A rule set's files from the one that it extends to its own last part, in the
/// order in which each is laid over those before it.
pub fn layers(id: &str) -> Vec<Arc<Value>> {
    let main = json(id);
    let mut layers = main["extends"].as_str().map(layers).unwrap_or_default();
    let parts: Vec<String> = strings(&main["parts"])
        .map(|part| format!("{id}.{part}"))
        .collect();
    layers.push(main);
    layers.extend(parts.iter().map(|part| json(part)));
    layers
}

/// The items of one part of a rule set: a later layer's replaces an earlier one
/// of the same id.
pub fn items(id: &str, key: &str) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::new();
    for layer in layers(id) {
        lay_over(&mut items, &layer[key]);
    }
    items
}

pub fn catalogue(id: &str, catalogue: &str) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::new();
    for layer in layers(id) {
        lay_over(&mut items, &layer["catalogues"][catalogue]);
    }
    items
}

fn lay_over(items: &mut Vec<Value>, own: &Value) {
    for item in own.as_array().into_iter().flatten() {
        match items
            .iter_mut()
            .find(|known| name_of(known) == name_of(item))
        {
            Some(known) => known.clone_from(item),
            None => items.push(item.clone()),
        }
    }
}

/// By what an item is known.
pub fn name_of(item: &Value) -> &str {
    ["id", "code", "number", "key"]
        .iter()
        .find_map(|key| item[*key].as_str())
        .unwrap_or_default()
}

pub fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Calls `seen` with every object of a JSON text and the way to it.
pub fn objects(value: &Value, way: &str, seen: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(map) => {
            seen(way, value);
            for (key, inner) in map {
                objects(inner, &format!("{way}.{key}"), seen);
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                objects(inner, &format!("{way}[{place}]"), seen);
            }
        }
        _ => {}
    }
}

#[test]
fn each_part_that_a_rule_set_names_is_there_and_no_other() {
    let mut named: Vec<String> = Vec::new();
    for id in ids() {
        named.push(id.clone());
        named.extend(strings(&json(&id)["parts"]).map(|part| format!("{id}.{part}")));
    }
    named.sort();
    let there: Vec<String> = all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(there, named);
    for (name, json) in all() {
        let (id, part) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(id, part)| (id, Some(part)));
        assert_eq!(
            (json["id"].as_str(), json["part"].as_str()),
            (Some(id), part)
        );
    }
}

#[test]
fn what_a_rule_set_extends_or_replaces_is_there() {
    let ids = ids();
    for (name, json) in all() {
        let others = [&json["replaces"], &json["derivedFrom"]];
        let named = others.into_iter().flat_map(strings);
        for id in named.chain(json["extends"].as_str()) {
            assert!(ids.iter().any(|known| known == id), "{name}: {id}");
        }
    }
    for listed in list(&json("index")) {
        let id = listed["id"].as_str().unwrap_or_default();
        assert!(ids.iter().any(|known| known == id), "{id}");
    }
    // What a commune goes by whose province has no set of its own.
    let index = json("index");
    let of_all = list(&index).filter(|set| set["provinceCode"] == "");
    assert_eq!(of_all.count(), 1);
}
