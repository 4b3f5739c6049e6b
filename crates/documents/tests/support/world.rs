//! A rule set and an office, with more or less written about it.

use documents::making::{DocumentContext, DocumentMeta, Office};
use register::date::PartialDate;
use register::record::Record;
use register::rules::{RuleSetFile, Rules};
use serde_json::{Value, json};
use std::path::Path;

fn text_of(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/rule-sets");
    let path = folder.join(format!("{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn layer_names(id: &str) -> Vec<String> {
    let (base, parts) = Rules::wanted(&text_of(id));
    let mut names = base.map_or_else(Vec::new, |base| layer_names(&base));
    names.push(id.to_owned());
    names.extend(parts);
    names
}

fn rules(id: &str) -> Rules {
    let names = layer_names(id);
    let texts: Vec<String> = names.iter().map(|name| text_of(name)).collect();
    let files = names.iter().zip(&texts);
    let files: Vec<RuleSetFile<'_>> = files
        .map(|(name, text)| RuleSetFile { name, text })
        .collect();
    Rules::read(&files).unwrap_or_else(|mistakes| panic!("{id}: {mistakes:?}"))
}

pub fn record(kind: &str, id: &str, fields: Value) -> Record {
    let mut record = Record::new("06541", id, kind);
    let Value::Object(fields) = fields else {
        return record;
    };
    record.fields = fields.into_iter().collect();
    record
}

/// A rule set with its office, filled in or not.
pub struct World {
    pub rules: Rules,
    pub office: Office,
    pub paper: DocumentMeta,
}

impl World {
    pub fn filled(id: &str) -> Self {
        let mut profile = record(
            "communeProfile",
            "p",
            json!({"chairName": "Hoàng Thị Ngữ", "chairTitle": "viceChair", "placeName": "Mẫu Sơn",
                "reportSymbol": "BC-UBND",
                "recipients": "Sở Nội vụ;\n- Thường trực Đảng ủy, HĐND xã\n\nCác thôn."}),
        );
        let line = json!({"year": 2026, "blockName": "các xã, phường vùng cao"});
        profile.lines.push(record("communeYear", "p.2026", line));
        let paper = DocumentMeta {
            year: 2026,
            made_on: PartialDate::parse_stored("2026-11-28"),
            number: Some("5".to_owned()),
            signed_on: PartialDate::parse_stored("2026-02-05"),
            addressee: Some("Ủy ban nhân dân tỉnh".to_owned()),
            marks_reference: false,
        };
        Self::of(id, &profile, paper)
    }

    /// A commune that has written nothing about its office, with a paper that has
    /// not gone out yet.
    pub fn bare(id: &str) -> Self {
        let profile = record("communeProfile", "p", json!({}));
        let paper = DocumentMeta {
            year: 2026,
            ..DocumentMeta::default()
        };
        Self::of(id, &profile, paper)
    }

    fn of(id: &str, profile: &Record, paper: DocumentMeta) -> Self {
        let rules = rules(id);
        let commune = record("commune", "06541", json!({"name": "Xã Mẫu Sơn"}));
        Self {
            office: Office::of_commune(&rules, &commune, profile, 2026),
            rules,
            paper,
        }
    }

    pub fn empty(id: &str) -> Self {
        Self {
            rules: rules(id),
            office: Office::default(),
            paper: DocumentMeta {
                year: 2026,
                ..DocumentMeta::default()
            },
        }
    }

    pub fn context(&self) -> DocumentContext<'_> {
        DocumentContext {
            rules: &self.rules,
            office: &self.office,
            paper: &self.paper,
        }
    }
}
