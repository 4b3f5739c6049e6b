//! What an item refers to is there.

use super::files::{self, catalogue, ids, items, layers, list, name_of, objects, strings};
use serde_json::Value;
use std::collections::BTreeSet;

fn names(items: &[Value]) -> BTreeSet<String> {
    items.iter().map(|item| name_of(item).to_owned()).collect()
}

/// Every value of one of the keys in a rule set's own files, a text or a list
/// of texts, with the way to it.
fn referred(id: &str, keys: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for layer in layers(id).iter().filter(|layer| layer["id"] == id) {
        objects(layer, "", &mut |way, object| {
            for key in keys {
                let value = &object[*key];
                for name in value.as_str().into_iter().chain(strings(value)) {
                    found.push((format!("{id}{way}.{key}"), name.to_owned()));
                }
            }
        });
    }
    found
}

#[track_caller]
fn check(id: &str, keys: &[&str], known: &BTreeSet<String>) {
    for (way, name) in referred(id, keys) {
        assert!(known.contains(&name), "{way}: there is no {name}");
    }
}

#[test]
fn codes_are_in_their_catalogues() {
    for id in ids() {
        let of = |name: &str| names(&catalogue(&id, name));
        check(&id, &["award", "awards"], &of("awards"));
        check(&id, &["modes", "mode"], &of("commendationModes"));
        check(&id, &["figure"], &{
            let mut figures = of("figures");
            let of_columns = [
                "rowNumber",
                "rowText",
                "quantity",
                "directQuantity",
                "percent",
            ];
            figures.extend(of_columns.map(str::to_owned));
            figures
        });
        check(&id, &["rating"], &of("ratings"));
        check(&id, &["scales"], &of("collectiveScales"));
        check(&id, &["groups"], &of("subjectGroups"));
        check(&id, &["movements"], &of("movements"));
        check(&id, &["event", "congress"], &of("events"));
        let roles = [
            "by",
            "to",
            "role",
            "nominatingUnits",
            "headOf",
            "setBy",
            "onlyFor",
            "requestedBy",
            "for",
            "withNoticeOf",
            "authority",
        ];
        check(&id, &roles, &of("roles"));
    }
}

#[test]
fn items_refer_to_items_that_are_there() {
    for id in ids() {
        check(
            &id,
            &["criterion", "insteadOf"],
            &names(&items(&id, "criteria")),
        );
        check(&id, &["deadline"], &names(&items(&id, "deadlines")));
        check(&id, &["planTasks"], &names(&items(&id, "planTasks")));
        let tables = items(&id, "tableLayouts");
        check(&id, &["table"], &names(&tables));
        check(&id, &["ratio"], &names(&items(&id, "ratios")));
        let mut forms = names(&items(&id, "printedForms"));
        forms.extend(names(&items(&id, "reportOutlines")));
        forms.extend(
            tables
                .iter()
                .filter_map(|table| table["form"].as_str().map(str::to_owned)),
        );
        check(&id, &["form"], &forms);
        let bases = names(&items(&id, "legalBases"));
        check(&id, &["legalBasis"], &bases);
    }
}

#[test]
fn no_id_is_given_twice() {
    for (name, json) in files::all() {
        let mut lists: Vec<(&String, &Value)> = json.as_object().into_iter().flatten().collect();
        lists.extend(json["catalogues"].as_object().into_iter().flatten());
        for (key, value) in lists {
            let named: Vec<&str> = list(value)
                .map(name_of)
                .filter(|id| !id.is_empty())
                .collect();
            let different: BTreeSet<&str> = named.iter().copied().collect();
            assert_eq!(named.len(), different.len(), "{name} {key}");
        }
    }
}

#[test]
fn every_document_that_is_quoted_is_described() {
    for id in ids() {
        let known = names(&items(&id, "sourceDocuments"));
        for layer in layers(&id) {
            objects(&layer, "", &mut |way, object| {
                if let Some(document) = object["source"]["document"].as_str() {
                    assert!(known.contains(document), "{id}{way}: {document}");
                }
            });
        }
    }
}

#[test]
fn a_condition_by_criteria_comes_to_an_end() {
    for id in ids() {
        let criteria = items(&id, "criteria");
        for criterion in &criteria {
            let mut open = vec![name_of(criterion).to_owned()];
            let mut steps = 0;
            while let Some(next) = open.pop() {
                steps += 1;
                assert!(steps < 100, "{id} {}", name_of(criterion));
                let found = criteria.iter().find(|known| name_of(known) == next);
                objects(found.unwrap_or(&Value::Null), "", &mut |_, object| {
                    open.extend(object["criterion"].as_str().map(str::to_owned));
                });
            }
        }
    }
}
