//! What an item refers to is there: codes in their catalogues, items in their
//! lists, slips in their document.

use super::layer::name_of;
use super::reader::Mistake;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the keys name, and where that is to be found: in a catalogue, or in a
/// list of the rule set itself.
const NAMES: [(&[&str], ReferencePlace); 17] = [
    (&["award", "awards"], ReferencePlace::Catalogue("awards")),
    (
        &["mode", "modes"],
        ReferencePlace::Catalogue("commendationModes"),
    ),
    (&["rating"], ReferencePlace::Catalogue("ratings")),
    (&["scales"], ReferencePlace::Catalogue("collectiveScales")),
    (&["groups"], ReferencePlace::Catalogue("subjectGroups")),
    (&["movements"], ReferencePlace::Catalogue("movements")),
    (
        &[
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
        ],
        ReferencePlace::Catalogue("roles"),
    ),
    (
        &["criterion", "insteadOf"],
        ReferencePlace::List("criteria"),
    ),
    (&["deadline"], ReferencePlace::List("deadlines")),
    (&["planTasks"], ReferencePlace::List("planTasks")),
    (&["ratio"], ReferencePlace::List("ratios")),
    (&["table"], ReferencePlace::List("tableLayouts")),
    (&["legalBasis"], ReferencePlace::List("legalBases")),
    (&["document"], ReferencePlace::List("sourceDocuments")),
    (&["figure"], ReferencePlace::Catalogue("figures")),
    (&["event", "congress"], ReferencePlace::Catalogue("events")),
    (&["form"], ReferencePlace::Forms),
];

#[derive(Clone, Copy)]
enum ReferencePlace {
    Catalogue(&'static str),
    List(&'static str),
    /// Printed forms, outlines, and tables that are a form by themselves.
    Forms,
}

pub(super) fn check(files: &[(&str, Value)], mistakes: &mut Vec<Mistake>) {
    let names = NAMES.map(|(keys, place)| (keys, names(files, place)));
    let slips = slips(files);
    for (file, value) in files {
        let mut search = Search {
            file,
            names: &names,
            slips: &slips,
            mistakes,
        };
        // Forms are the app's, and have their own way to name things.
        let parts = value.as_object().into_iter().flatten();
        for (key, part) in parts.filter(|(key, _)| *key != "forms") {
            search.walk(key, part);
        }
    }
}

fn names(files: &[(&str, Value)], place: ReferencePlace) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, value) in files {
        let lists = match place {
            ReferencePlace::Catalogue(catalogue) => vec![&value["catalogues"][catalogue]],
            ReferencePlace::List(list) => vec![&value[list]],
            ReferencePlace::Forms => vec![&value["printedForms"], &value["reportOutlines"]],
        };
        let items = lists.into_iter().filter_map(Value::as_array).flatten();
        names.extend(items.filter_map(name_of).map(str::to_owned));
        if let ReferencePlace::Forms = place {
            let tables = value["tableLayouts"].as_array().into_iter().flatten();
            let forms = tables.filter_map(|table| table["form"].as_str());
            names.extend(forms.map(str::to_owned));
        }
    }
    if let ReferencePlace::Catalogue("figures") = place {
        // The figures of a table's columns.
        let columns = [
            "rowNumber",
            "rowText",
            "quantity",
            "directQuantity",
            "percent",
        ];
        names.extend(columns.map(str::to_owned));
    }
    names
}

/// The slips that are written down, with their document.
fn slips(files: &[(&str, Value)]) -> BTreeSet<(String, i64)> {
    let mut slips = BTreeSet::new();
    for (_, value) in files {
        for document in value["sourceDocuments"].as_array().into_iter().flatten() {
            let id = document["id"].as_str().unwrap_or_default();
            let listed = document["slips"].as_array().into_iter().flatten();
            let numbers = listed.filter_map(|slip| slip["no"].as_i64());
            slips.extend(numbers.map(|number| (id.to_owned(), number)));
        }
    }
    slips
}

struct Search<'a> {
    file: &'a str,
    names: &'a [(&'static [&'static str], BTreeSet<String>)],
    slips: &'a BTreeSet<(String, i64)>,
    mistakes: &'a mut Vec<Mistake>,
}

impl Search<'_> {
    fn walk(&mut self, way: &str, value: &Value) {
        match value {
            Value::Object(object) => {
                self.slip(way, value);
                for (key, inner) in object {
                    let place = format!("{way}.{key}");
                    self.named(key, &place, inner);
                    self.walk(&place, inner);
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    self.walk(&format!("{way}[{index}]"), inner);
                }
            }
            _ => {}
        }
    }

    fn named(&mut self, key: &str, place: &str, value: &Value) {
        let Some((_, names)) = self.names.iter().find(|(keys, _)| keys.contains(&key)) else {
            return;
        };
        let listed = value.as_array().into_iter().flatten();
        let written = listed.chain([value]).filter_map(Value::as_str);
        for name in written.filter(|name| !names.contains(*name)) {
            let problem = format!("không có mục nào mang mã «{name}»");
            self.say(place, problem);
        }
    }

    /// A slip is one of its source's document; where no source is named, of any.
    fn slip(&mut self, way: &str, object: &Value) {
        let Some(number) = object["slip"].as_i64() else {
            return;
        };
        let document = object["source"]["document"].as_str();
        let is_it = |(id, known): &(String, i64)| {
            *known == number && document.is_none_or(|document| document == id)
        };
        if !self.slips.iter().any(is_it) {
            let problem = format!("sổ lỗi của văn bản không có lỗi số {number}");
            self.say(&format!("{way}.slip"), problem);
        }
    }

    fn say(&mut self, place: &str, problem: String) {
        self.mistakes.push(Mistake {
            file: self.file.to_owned(),
            place: place.to_owned(),
            problem,
        });
    }
}
