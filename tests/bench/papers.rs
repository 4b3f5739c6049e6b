//! How long the second module takes for large documents, and how much memory: on the page itself,
//! for only there a browser slows the processor down.

#[path = "../../crates/register/tests/support/commune.rs"]
mod commune;

use commune::{Size, commune};
use journeys::Phone;
use register::record::Record;
use serde_json::{Value, json};
use std::path::Path;

/// So many are nominated.
const NOMINEES: usize = 30;

/// Milliseconds and megabytes for the report, and for the dossier.
const MAKE: &str = r"
const [report, dossier] = arguments;
const worker = await (await fetch(document.querySelector('meta[name=worker]').content)).text();
const [, module] = worker.match(/'([^']*\/second[^']*\.js)'/);
const [, wasm] = worker.match(/'([^']*\/second[^']*\.wasm)'/);
const second = await import(module);
const { memory } = await second.default({ module_or_path: wasm });
const megabytes = () => memory.buffer.byteLength / 1e6;
const took = async (make) => { const begun = performance.now(); const size = await make(); return [performance.now() - begun, size]; };
const reading = await took(() => second.papers(report, 'nomination').length);
const [word, wordSize] = await took(() => second.paper(report, 'report:F-000-01', 'docx', '').length);
const [pages] = await took(() => second.paper(report, 'report:F-000-01', 'html', '').length);
const held = megabytes();
const [whole, zipSize] = await took(async () => {
  const [{ key, files }] = JSON.parse(second.papers(dossier, 'nominations')).filter(({ files }) => files.length > 20);
  const made = files.map((_, place) => second.dossier_file(dossier, key, place));
  return second.zipped(dossier, files.map(({ name }) => name), made).length;
});
return { reading: reading[0], word, wordSize, pages, held, whole, zipSize, heldAfter: megabytes() };
";

fn text_of(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/rule-sets");
    std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap_or_default()
}

/// The files of Lạng Sơn's rule set, names and texts, as the app hands them over.
fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in ["common-2026", "lang-son-2026"] {
        let text = text_of(name);
        let main: Value = serde_json::from_str(&text).unwrap_or_default();
        files.push((name.to_owned(), text));
        for part in main["parts"].as_array().into_iter().flatten() {
            let name = format!("{name}.{}", part.as_str().unwrap_or_default());
            files.push((name.clone(), text_of(&name)));
        }
    }
    files
}

fn given(villages: &[Record], records: &[Record]) -> Value {
    let villages = villages.iter().map(|village| {
        let name = village.text("name").unwrap_or_default();
        json!([village.id, name])
    });
    let mut office = Record::new("06541", "06541", "commune");
    office.fields.insert("name".to_owned(), json!("Xã Mẫu Sơn"));
    let given = json!({
        "files": files(), "year": 2026, "marksReference": false, "today": "2026-11-20", "commune": office,
        "profile": Record::new("06541", "p", "communeProfile"),
        "villages": villages.collect::<Vec<_>>(), "records": records,
    });
    Value::from(given.to_string())
}

fn nomination(person: &Record) -> Record {
    let name = person.text("fullName").unwrap_or("Triệu Thị Mỷ");
    let mut nomination = Record::new("06541", &format!("n-{}", person.id), "nomination");
    let achievements = "Vận động 96/102 hộ tham gia; hiến 3.250 m² đất, góp 1.480 ngày công làm đường bê tông liên thôn. ".repeat(30);
    let fields = json!({"subjectKind": "individual", "subjectName": name, "fullName": name,
        "award": "provincialCommendation", "achievements": achievements,
        "measures": achievements, "year": 2026});
    if let Value::Object(fields) = fields {
        nomination.fields = fields.into_iter().collect();
    }
    for place in 0..3 {
        let id = format!("{}.{place}", nomination.id);
        let mut line = Record::new("06541", &id, "earlierAward");
        for (key, value) in [
            ("year", json!(2021 + place)),
            ("awardName", json!("Lao động tiên tiến")),
            ("decisionNumber", json!("12/QĐ-UBND")),
        ] {
            line.fields.insert(key.to_owned(), value);
        }
        nomination.lines.push(line);
    }
    nomination
}

pub async fn measure(phone: &Phone) {
    let commune = commune(Size {
        last_year: 2026,
        ..Size::usual(5)
    });
    let awards = commune.awards.len();
    let mut records = commune.awards;
    records.extend(commune.registrations);
    let report = given(&commune.villages, &records);
    let nominations: Vec<Record> = commune
        .people
        .iter()
        .take(NOMINEES)
        .map(nomination)
        .collect();
    let dossier = given(&commune.villages, &nominations);
    let took: Value = phone.script_with(MAKE, vec![report, dossier]).await;
    let figure = |key: &str| took[key].as_f64().unwrap_or_default();
    println!(
        "  documents: the rule set and {awards} awards read in {:.0} ms; the year's report with the lists of all who were awarded as Word in {:.0} ms ({:.0} KB), as pages in {:.0} ms; {:.0} MB held",
        figure("reading"),
        figure("word"),
        figure("wordSize") / 1e3,
        figure("pages"),
        figure("held"),
    );
    println!(
        "  documents: the dossier of {NOMINEES} nominations in {:.0} ms ({:.0} KB); {:.0} MB held",
        figure("whole"),
        figure("zipSize") / 1e3,
        figure("heldAfter"),
    );
}
