//! The programme of a conference (Hướng dẫn 2020, mục I.2.2.a).

use super::draft::{FormDraft, Value, drafted};
use super::form_of_kind;
use crate::making::{ComposedDocument, DocumentContext, TemplateFiller};
use crate::text::Face;
use std::collections::BTreeMap;

const LAYOUT: &str = "agenda";
const NAME: &str = "conferenceName";

/// What every programme must have, to be given its times; a draft with rows of its
/// own stands in its place. None where the rule set has no such form.
pub fn programme(context: DocumentContext<'_>, draft: &FormDraft) -> Option<ComposedDocument> {
    let rules = context.rules;
    let outline = form_of_kind(rules, "conferenceProgramme")?;
    let mut draft = draft.clone();
    if let Some(kit) = rules.parts.conference_kits.first() {
        draft
            .words
            .entry(NAME.to_owned())
            .or_insert_with(|| kit.name.clone());
        let mut pen = TemplateFiller::new(context);
        let items = kit.agenda.items.0.iter();
        let row = |text: &str| {
            let content = Value::Text(pen.fill(text, Face::PLAIN).shown());
            BTreeMap::from([("content".to_owned(), content)])
        };
        let rows: Vec<_> = items.map(|item| item.text.as_str()).map(row).collect();
        draft.rows.entry(LAYOUT.to_owned()).or_insert(rows);
    }
    drafted(context, &outline.id, &draft)
}
