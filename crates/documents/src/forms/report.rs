//! Reports by the outlines: the two yearly ones, that of five years, the member's
//! and the block's.

use super::appendices;
use super::bases::bases;
use crate::making::{
    ComposedDocument, DocumentContext, Supplied, TemplateFiller, compose, of_facts,
};
use crate::model::Block;
use crate::text::Text;
use register::reports::{FactTable, Half, Knowledge, Origin, Outline, SectionFacts, report_facts};
use register::rules::Rules;
use register::summary_table::summary_table;
use std::collections::BTreeMap;

const AWARD_SUMMARY: &str = "awardSummary";
/// The ratio that stands in the heading of its own section.
const DIRECT_WORKERS: &str = "{directWorkerPercent}";
const ISSUED: &str = "issuedDocuments";

/// A report by an outline of the rule set. None where there is no such outline.
pub fn report(
    context: DocumentContext<'_>,
    outline: &str,
    known: &Knowledge<'_>,
) -> Option<ComposedDocument> {
    let rules = context.rules;
    let outline = rules
        .parts
        .report_outlines
        .iter()
        .find(|one| one.id == outline)?;
    let known = &*known.for_outline(outline);
    let office = context.office.issuing(outline, context.rules);
    let office = &*office;
    let mut pen = TemplateFiller::new(DocumentContext { office, ..context });
    pen.findings.extend(known.findings.iter().cloned());
    let use_name = match known.half {
        Half::First => "midyear",
        Half::Whole => "year",
    };
    if let Some(of_half) = outline.uses.iter().find(|one| one.name == use_name) {
        pen.words.extend(of_half.words.clone());
    }
    let mut supplied = Supplied {
        sections: sections(&mut pen, outline, known),
        ..Supplied::default()
    };
    let facts = report_facts(rules, outline, known);
    let shown = facts
        .iter()
        .filter(|one| one.heading.contains(DIRECT_WORKERS));
    let mut figures = shown
        .flat_map(|one| &one.facts)
        .flat_map(|fact| &fact.figures);
    if let Some(percent) = figures.find(|figure| figure.shown.ends_with('%')) {
        let place = DIRECT_WORKERS.trim_matches(['{', '}']).to_owned();
        pen.words.insert(place, percent.shown.clone());
    }
    for layout in appendices::layouts(rules, outline) {
        let facts = facts.iter().flat_map(|section| &section.facts);
        let facts = facts.filter(|fact| Some(&fact.fact) == layout.fact.as_ref());
        let tables: Vec<&FactTable> = facts.flat_map(|fact| &fact.tables).collect();
        let group = appendices::rows(rules, layout, known, &tables);
        supplied.groups.insert(layout.id.clone(), vec![group]);
    }
    if let Some(layout) = rules.table(AWARD_SUMMARY) {
        let counted = summary_table(rules, layout, known.awards, &known.table);
        let table = super::summary::table(&mut pen, layout, &counted);
        supplied
            .tables
            .insert(layout.id.clone(), (table, counted.findings));
    }
    Some(compose(pen, outline, &supplied))
}

/// Facts whose tables have pages of their own.
fn tables_elsewhere<'a>(rules: &'a Rules, outline: &Outline) -> Vec<&'a str> {
    let layouts = appendices::layouts(rules, outline).into_iter();
    let mut facts: Vec<&str> = layouts
        .filter_map(|layout| layout.fact.as_deref())
        .collect();
    facts.push(AWARD_SUMMARY);
    facts
}

/// What is written and supplied, by the section's key; sections with nothing have
/// none.
pub(super) fn sections(
    pen: &mut TemplateFiller<'_>,
    outline: &Outline,
    known: &Knowledge<'_>,
) -> BTreeMap<String, Vec<Block>> {
    let mut sections = BTreeMap::new();
    let elsewhere = tables_elsewhere(pen.context.rules, outline);
    let awards = known.nominations.iter().map(|one| one.award.as_str());
    let awards: Vec<&str> = awards.collect();
    for section in report_facts(pen.context.rules, outline, known) {
        let blocks = blocks(pen, &section, &elsewhere, &awards);
        for fact in &section.facts {
            pen.findings.extend(fact.findings.iter().cloned());
        }
        if !blocks.is_empty() {
            sections.insert(section.key, blocks);
        }
    }
    sections
}

/// What a person has written stands for the sentences; tables stand in any case.
fn blocks(
    pen: &mut TemplateFiller<'_>,
    section: &SectionFacts,
    elsewhere: &[&str],
    awards: &[&str],
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let contents = section.contents.iter();
    let mut written = contents
        .filter(|one| one.origin == Origin::Written)
        .peekable();
    if written.peek().is_some() {
        let texts = written.flat_map(|one| Text::lines(&one.text));
        blocks.extend(texts.map(Block::Paragraph));
    } else {
        // A letter that proposes does not report what came of it.
        let facts = section
            .facts
            .iter()
            .filter(|fact| fact.fact != "nomineeCounts");
        let mut said: Vec<&String> = Vec::new();
        for sentence in facts.flat_map(|fact| &fact.sentences) {
            // Two facts may say the same: exemplars are told by number and by name.
            if !said.contains(&sentence) {
                said.push(sentence);
                blocks.push(Block::Paragraph(Text::plain(sentence)));
            }
        }
    }
    for fact in &section.facts {
        for table in &fact.tables {
            if fact.fact == "legalBases" {
                blocks.extend(bases(pen, awards));
                continue;
            }
            if elsewhere.contains(&fact.fact.as_str()) {
                continue;
            }
            if table.headings.is_empty() {
                blocks.extend(items(&fact.fact, &table.rows));
                continue;
            }
            let table = of_facts(&section.heading, table);
            blocks.push(Block::Table(table));
        }
    }
    if blocks.is_empty() {
        let contents = section.contents.iter();
        let starters = contents.filter(|one| one.origin == Origin::Starter);
        let texts = starters.flat_map(|one| Text::lines(&one.text));
        blocks.extend(texts.map(Block::Paragraph));
    }
    blocks
}

/// The last item ends the list.
fn items(fact: &str, rows: &[Vec<String>]) -> Vec<Block> {
    let last = rows.len().saturating_sub(1);
    let of_row = |(place, row): (usize, &Vec<String>)| {
        let words = match row.as_slice() {
            [name, number, date] if fact == ISSUED && !number.is_empty() && !date.is_empty() => {
                format!("{name} (số {number} ngày {date})")
            }
            _ => {
                let said = row.iter().filter(|words| !words.trim().is_empty());
                said.map(String::as_str).collect::<Vec<&str>>().join(", ")
            }
        };
        let end = if place == last { "." } else { ";" };
        let words = words.trim_end_matches(['.', ';', ' ']);
        Block::Item(Text::plain(&format!("- {words}{end}")))
    };
    rows.iter().enumerate().map(of_row).collect()
}
