//! Tables that have pages of their own.

use super::supplied::Supplied;
use super::tables::{laid_out, lies_across};
use super::template_filler::TemplateFiller;
use crate::model::{AppendixHead, Block, Orientation, Part, Table};
use crate::text::{Face, Text};
use register::reports::Outline;
use register::summary_table::TableLayout;
use register::text::fold;

pub(super) const APPENDIX: &str = "Phụ lục";

/// A table that goes with a document, on pages of its own.
pub(super) fn appendix(
    pen: &mut TemplateFiller<'_>,
    number: Option<String>,
    name: Option<&str>,
    layout: &str,
    supplied: &Supplied,
    outline: &Outline,
) -> Option<Part> {
    let rules = pen.context.rules;
    let layout = rules.table(layout)?;
    let mut part = sheet(pen, layout, supplied);
    if let Some(Block::Appendix(head)) = part.blocks.first_mut() {
        // Its title may say the same.
        let title = head.title.first().map(|text| fold(&text.shown()));
        let says = |name: &&str| {
            title
                .as_ref()
                .is_some_and(|title| title.starts_with(&fold(name)))
        };
        let name = name.filter(|name| !says(name));
        let name = match (number, name) {
            (Some(number), Some(own)) if !own.starts_with(APPENDIX) => {
                Some(format!("{number} ({own})"))
            }
            (Some(number), _) => Some(number),
            (None, own) => own.map(str::to_owned),
        };
        head.name = name.as_deref().map(Text::plain);
        if head.reference.is_none() {
            head.reference = Some(reference(pen, outline));
        }
    }
    Some(part)
}

/// «(Kèm theo Báo cáo số …)» (Phụ lục I, mục III.1).
fn reference(pen: &mut TemplateFiller<'_>, outline: &Outline) -> Text {
    let kind = outline.title.first();
    let kind = kind.map_or("văn bản", |words| words.text.as_str());
    let mut letters = kind.chars();
    let first: String = letters.next().into_iter().collect();
    let kind = format!("{first}{}", letters.as_str().to_lowercase());
    let number = outline
        .header
        .as_ref()
        .and_then(|header| header.number.clone());
    let number = number.map_or_else(String::new, |words| words.text.replace("Số:", " số"));
    let words = format!(
        "(Kèm theo {kind}{number} ngày {{day}} tháng {{month}} năm {{signingYear}} của {{unitName}})"
    );
    pen.fill(&words, Face::PLAIN)
}

/// What a table that is a document by itself is called: «Tóm tắt thành tích (Mẫu số 03)».
pub(crate) fn sheet_name(pen: &mut TemplateFiller<'_>, layout: &TableLayout) -> String {
    let title = layout.text.as_deref().or(layout.name.as_deref());
    let title = pen.fill(title.unwrap_or_default(), Face::PLAIN).shown();
    let mut letters = title.chars();
    let first: String = letters.next().into_iter().collect();
    let name = format!("{first}{}", letters.as_str().to_lowercase());
    match &layout.form_no {
        Some(form) => format!("{name} ({form})"),
        None => name,
    }
}

/// A table with its title above and its notes below, as its layout says.
pub(crate) fn sheet(
    pen: &mut TemplateFiller<'_>,
    layout: &TableLayout,
    supplied: &Supplied,
) -> Part {
    let title = layout.text.as_deref().or(layout.name.as_deref());
    let mut lines = vec![pen.fill(title.unwrap_or_default(), Face::PLAIN)];
    for words in &layout.subtitle {
        lines.push(pen.fill(&words.text, Face::PLAIN));
    }
    let caption = layout.caption.as_ref();
    let caption = caption.map(|words| pen.fill(&words.text, Face::PLAIN));
    let (reference, caption) = match caption {
        Some(text) if text.shown().starts_with('(') => (Some(text), None),
        other => (None, other),
    };
    let mut blocks = vec![Block::Appendix(AppendixHead {
        name: None,
        title: lines,
        reference,
    })];
    blocks.extend(caption.map(|text| Block::Addressee(text.in_face(Face::BOLD))));
    blocks.push(Block::Table(made_or_open(pen, layout, supplied)));
    for words in &layout.notes {
        blocks.push(Block::Note(pen.fill(&words.text, Face::PLAIN)));
    }
    let orientation = match lies_across(layout) {
        true => Orientation::Landscape,
        false => Orientation::Portrait,
    };
    Part {
        orientation,
        blocks,
    }
}

pub(super) fn made_or_open(
    pen: &mut TemplateFiller<'_>,
    layout: &TableLayout,
    supplied: &Supplied,
) -> Table {
    if let Some((table, findings)) = supplied.tables.get(&layout.id) {
        pen.findings.extend(findings.iter().cloned());
        return table.clone();
    }
    let groups = supplied.groups.get(&layout.id);
    laid_out(pen, layout, groups.map_or(&[], Vec::as_slice))
}
