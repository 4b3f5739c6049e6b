//! What the documents say in figures, counted again here: nothing is lost and
//! nothing is there twice.

use super::files::{self, ids, items, layers, list, name_of, objects};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[track_caller]
pub fn item(id: &str, key: &str, name: &str) -> Value {
    let found = items(id, key)
        .into_iter()
        .find(|item| name_of(item) == name);
    match found {
        Some(item) => item,
        None => panic!("{id} has no {name} among its {key}"),
    }
}

pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn criteria_c_1_to_c_10_and_quotas_q_1_to_q_9_are_there() {
    let named = |key: &str| -> Vec<String> {
        let items = items("lang-son-2020", key);
        items.iter().map(|item| name_of(item).to_owned()).collect()
    };
    let numbered = |letter: &str, last: usize| -> Vec<String> {
        (1..=last)
            .map(|number| format!("{letter}-{number}"))
            .collect()
    };
    assert_eq!(named("criteria"), numbered("C", 10));
    assert_eq!(named("quotas"), numbered("Q", 9));
    assert_eq!(items("lang-son-2026", "criteria").len(), 10 + 3);
}

/// The figures of the law, each with the clause that it comes from.
#[test]
fn the_figures_are_those_of_the_documents() {
    #[track_caller]
    fn check(id: &str, key: &str, name: &str, pointer: &str, expected: Value) {
        let item = item(id, key, name);
        assert_eq!(item.pointer(pointer), Some(&expected), "{name} {pointer}");
    }
    let guidance = "lang-son-2020";
    // Mục II.2.2.a.
    check(
        guidance,
        "criteria",
        "C-1",
        "/condition/all/1/of/0/all/2/years",
        json!(2),
    );
    check(
        guidance,
        "criteria",
        "C-1",
        "/condition/all/1/of/1/all/2/times",
        json!(1),
    );
    check(
        guidance,
        "criteria",
        "C-1",
        "/condition/all/1/of/2/all/0/records",
        json!(["village"]),
    );
    check(
        guidance,
        "criteria",
        "C-2",
        "/condition/all/1/any/0/times",
        json!(2),
    );
    check(
        guidance,
        "criteria",
        "C-3",
        "/condition/all/3/atLeast",
        json!(200_000_000),
    );
    check(
        guidance,
        "criteria",
        "C-4",
        "/condition/all/2/atLeast",
        json!(50_000_000),
    );
    check(
        guidance,
        "criteria",
        "C-6",
        "/condition/all/2/years",
        json!(2),
    );
    check(
        guidance,
        "criteria",
        "C-8",
        "/condition/all/2/times",
        json!(2),
    );
    check(
        guidance,
        "criteria",
        "C-9",
        "/condition/all/1/atLeast",
        json!(150_000_000),
    );
    // Mục II.2.2.b.
    let limits = |collectives: u32, individuals: u32| json!([{ "subjectKind": "collective", "atMost": collectives }, { "subjectKind": "individual", "atMost": individuals }]);
    for (quota, expected) in [
        ("Q-1", json!([limits(2, 2)])),
        ("Q-2", json!([limits(2, 2)])),
        ("Q-3", json!([limits(2, 3)])),
        ("Q-4", json!([limits(1, 0), limits(0, 1)])),
    ] {
        check(guidance, "quotas", quota, "/alternatives", expected);
    }
    check(
        guidance,
        "quotas",
        "Q-3",
        "/among/0/groups",
        json!(["farmer", "worker"]),
    );
    check(guidance, "quotas", "Q-5", "/together/about", json!(70));
    // Mục II.3.1.
    check(
        guidance,
        "dossiers",
        "provincialCommendation",
        "/copies",
        json!(2),
    );
    check(
        guidance,
        "dossiers",
        "provincialCommendation",
        "/pieces/3/years",
        json!(5),
    );
    check(
        "lao-cai-2021",
        "dossiers",
        "blockNomination",
        "/copies",
        json!(1),
    );
}

#[test]
fn score_sections_sum_to_95_and_rules_p_1_to_p_16_are_there() {
    for id in ["lao-cai-2021", "lao-cai-2026"] {
        let layers = layers(id);
        let Some(scoring) = layers.iter().find_map(|layer| layer.get("scoring")) else {
            panic!("{id} has no scoring")
        };
        let rules: Vec<&Value> = list(&scoring["rules"]).collect();
        let named: Vec<String> = rules.iter().map(|rule| name_of(rule).to_owned()).collect();
        let expected: Vec<String> = (1..=16).map(|number| format!("P-{number}")).collect();
        assert_eq!(named, expected);
        let total = rules[0];
        let number = |key: &str| total[key].as_i64().unwrap_or_default();
        assert_eq!(number("total"), number("contents") + number("bonusPoints"));
        assert_eq!((number("contents"), number("bonusPoints")), (9_500, 500));
        let table = &scoring["referenceTable"];
        let sum: i64 = list(&table["sections"])
            .filter_map(|section| section["maximum"].as_i64())
            .sum();
        assert_eq!(sum, number("contents"));
        // The province's own maxima are in an annex that we do not have.
        assert_eq!(
            (&table["reference"], &table["checked"]),
            (&json!(true), &json!(false))
        );
        assert!(list(&scoring["sections"]).all(|section| section["maximum"].is_null()));
        assert_eq!(
            rules[7]["tiers"],
            json!([{ "from": 1, "to": 5, "points": 100 }, { "from": 6, "to": 10, "points": 150 }, { "from": 11, "points": 200 }])
        );
        assert_eq!(
            (&rules[5]["each"], &rules[5]["atMost"]),
            (&json!(50), &json!(200))
        );
        assert_eq!(rules[10]["percentAtMost"], json!(50));
    }
}

#[test]
fn the_plan_has_25_tasks_by_quarter() {
    for id in ["lang-son-2018", "common-2026"] {
        let tasks = items(id, "planTasks");
        let numbers: Vec<i64> = tasks
            .iter()
            .filter_map(|task| task["no"].as_i64())
            .collect();
        assert_eq!(numbers, (1..=25).collect::<Vec<i64>>());
        let of_quarter = |quarter: i64| {
            tasks
                .iter()
                .filter(|task| task["quarter"] == quarter)
                .count()
        };
        assert_eq!([1, 2, 3, 4].map(of_quarter), [11, 8, 3, 3]);
        let without_performers: Vec<&str> = tasks
            .iter()
            .filter(|task| list(&task["performers"]).count() == 0)
            .map(name_of)
            .collect();
        assert_eq!(without_performers, ["T-07"]);
        let of_two: Vec<&str> = tasks
            .iter()
            .filter(|task| list(&task["content"]).count() == 2)
            .map(name_of)
            .collect();
        assert_eq!(of_two, ["T-02"]);
        let not_the_communes: Vec<&str> = tasks
            .iter()
            .filter(|task| task["commune"].is_null())
            .map(name_of)
            .collect();
        let expected: &[&str] = match id {
            "lang-son-2018" => &["T-15"],
            _ => &["T-05", "T-15"],
        };
        assert_eq!(not_the_communes, expected);
    }
}

#[test]
fn deadlines_d_1_to_d_17_are_there_with_days_that_exist() {
    let mut named = BTreeSet::new();
    for id in ids() {
        for deadline in items(&id, "deadlines") {
            named.insert(name_of(&deadline).trim_end_matches(['a', 'b']).to_owned());
            let when = &deadline["when"];
            for day in [&when["date"], &when["monthDay"]] {
                let Some(day) = day.as_str() else { continue };
                let in_a_year = if day.len() == 5 {
                    format!("2025-{day}")
                } else {
                    day.to_owned()
                };
                let date = register::date::PartialDate::parse_stored(&in_a_year);
                assert!(date.is_some(), "{id} {}: {day}", name_of(&deadline));
            }
        }
    }
    for number in 1..=17 {
        assert!(named.contains(&format!("D-{number}")), "D-{number}");
    }
}

#[test]
fn each_deadline_means_what_its_words_say() {
    #[track_caller]
    fn check(id: &str, name: &str, when: Value) {
        assert_eq!(item(id, "deadlines", name)["when"], when, "{name}");
    }
    let fixed =
        |relation: &str, date: &str| json!({ "kind": "fixed", "relation": relation, "date": date });
    let yearly = |relation: &str, day: &str| json!({ "kind": "yearly", "relation": relation, "monthDay": day });
    check("lao-cai-2021", "D-1", yearly("before", "03-15"));
    check("lao-cai-2021", "D-2", yearly("before", "05-31"));
    check("lao-cai-2021", "D-3", fixed("before", "2021-12-15"));
    check("lao-cai-2021", "D-4", fixed("before", "2021-12-31"));
    check("lang-son-2018", "D-8", fixed("before", "2018-02-10"));
    check("lang-son-2026", "D-8", yearly("before", "02-10"));
    check("lang-son-2020", "D-9a", fixed("onOrBefore", "2020-01-31"));
    check("lang-son-2020", "D-10", fixed("onOrBefore", "2020-03-31"));
    check("lang-son-2020", "D-12", fixed("before", "2020-04-10"));
    check("lang-son-2020", "D-13", fixed("before", "2020-04-20"));
    check("lang-son-2020", "D-14", fixed("before", "2020-06-10"));
    check("lang-son-2018", "D-16", yearly("on", "06-11"));
}

#[test]
fn the_agenda_has_ten_items_and_the_commune_has_its_backdrop() {
    for id in ["lang-son-2020", "common-2026"] {
        let kit = item(id, "conferenceKits", "exemplarConference");
        assert_eq!(list(&kit["agenda"]["items"]).count(), 10);
        let mut backdrops: Vec<&str> = list(&kit["stageBackdrops"]).map(name_of).collect();
        backdrops.sort_unstable();
        // There are no districts in 2026.
        backdrops.retain(|backdrop| *backdrop != "district" || id != "lang-son-2020");
        assert_eq!(backdrops, ["commune", "enterprise", "provincialAgency"]);
    }
}

#[test]
fn the_chair_of_a_commune_grants_six_awards() {
    let powers = items("common-2026", "grantingPowers");
    let of_the_chair = powers
        .iter()
        .filter(|power| power["authority"] == "communeChair");
    let awards: BTreeSet<&str> = of_the_chair.map(|power| text(power, "award")).collect();
    let expected = BTreeSet::from([
        "advancedWorker",
        "communeCertificateOfMerit",
        "culturalFamily",
        "culturalVillage",
        "advancedCollective",
        "grassrootsEmulationFighter",
    ]);
    assert_eq!(awards, expected);
    let known = files::catalogue("common-2026", "awards");
    for award in &expected {
        let granted_by = known.iter().find(|item| item["code"] == *award);
        assert_eq!(
            granted_by.map(|item| &item["attributes"]["grantedBy"]),
            Some(&json!("commune"))
        );
    }
}

#[test]
fn nothing_is_said_to_be_checked_but_what_is_sure() {
    let mut checked = Vec::new();
    for (name, json) in files::all() {
        objects(&json, "", &mut |_, object| {
            if object["checked"] == true {
                checked.push(format!("{name} {}", name_of(object)));
            }
        });
    }
    // Of the first the number, the name and the day from which it is in force.
    let sure = ["common-2026 72/2025/QH15", "common-2026 06/2022/QH15"];
    assert_eq!(checked, sure);
}
