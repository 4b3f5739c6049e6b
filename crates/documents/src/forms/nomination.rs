//! Of one nomination: mẫu số 04 (Hướng dẫn 2020, mục I.2.6) and the achievement
//! report.

use super::form_of_kind;
use super::period::achievement_period;
use super::request::award_name;
use crate::making::{
    CellsByColumn, ComposedDocument, DocumentContext, FieldEntry, Group, Supplied, TemplateFiller,
    by_key, compose, laid_out,
};
use crate::model::{Block, Cell, Heading, Numbering};
use crate::text::{Blank, Text};
use register::field_value::display;
use register::form::FieldType;
use register::kind;
use register::record::Record;
use register::reports::{Outline, OutlineSection, SectionField};
use register::subject::SubjectKind;
use register::text::fold;

const HISTORY: &str = "awardHistory";

/// «Báo cáo tóm tắt thành tích» of a collective, an individual or a family. None
/// where the rule set has no such form.
pub fn exemplar_report(
    context: DocumentContext<'_>,
    nomination: &Record,
) -> Option<ComposedDocument> {
    let outline = form_of_kind(context.rules, "exemplarReport")?;
    let mut pen = pen(context, nomination);
    let mut supplied = about(context, nomination);
    for field in fields_of(&outline.sections) {
        let entry = entry(context, nomination, &field.key);
        supplied
            .fields
            .extend(entry.map(|entry| (field.key.clone(), entry)));
    }
    for key in &outline.requires {
        if nomination.value(key).is_none() {
            let form = context.rules.form_of_kind(kind::NOMINATION);
            let described = form.and_then(|form| form.described(kind::NOMINATION, key));
            let label = described.map_or(key.as_str(), |(_, field)| field.label.as_str());
            pen.miss(key, format!("Còn trống: {label}."));
        }
    }
    let history = Group {
        heading: None,
        rows: history(nomination.lines_of(kind::EARLIER_AWARD).into_iter()),
    };
    supplied.groups.insert(HISTORY.to_owned(), vec![history]);
    Some(compose(pen, outline, &supplied))
}

/// «Báo cáo thành tích», with a table of titles and one of commendations. None
/// where the rule set has no such form.
pub fn achievement_report(
    context: DocumentContext<'_>,
    nomination: &Record,
) -> Option<ComposedDocument> {
    let rules = context.rules;
    let outline = form_of_kind(rules, "achievementReport")?;
    let mut supplied = about(context, nomination);
    let mut pen = pen(context, nomination);
    let [introductions @ .., second, third] = outline.sections.as_slice() else {
        return None;
    };
    let is_for = |section: &&OutlineSection| {
        let kinds = &section.visible_for;
        let kind = supplied.subject;
        kinds.is_empty() || kind.is_some_and(|kind| kinds.contains(&kind))
    };
    let first = introductions
        .iter()
        .find(is_for)
        .or(introductions.first())?;
    for section in introductions {
        pen.stands_for([(section.key.as_str(), "subjectKind")]);
    }
    pen.stands_for([(second.key.as_str(), "achievements")]);
    let personal = form_of_kind(rules, "exemplarReport").map(introduced);
    let kind = supplied.subject;
    let introduction = personal
        .iter()
        .flatten()
        .filter(|section| kind.is_some_and(|kind| section.visible_for.contains(&kind)));
    let mut blocks = Vec::new();
    for field in introduction.flat_map(|section| &section.fields) {
        let label = Text::plain(&format!("- {}: ", field.label));
        match entry(context, nomination, &field.key) {
            Some(FieldEntry::Line(text)) => blocks.push(Block::Item(label.then(text))),
            Some(FieldEntry::Paragraphs(texts)) => {
                blocks.push(Block::Item(label));
                blocks.extend(texts.into_iter().map(Block::Paragraph));
            }
            Some(FieldEntry::NotAsked) => {}
            _ => {
                pen.miss(&field.key, format!("Còn trống: {}.", field.label));
                blocks.push(Block::Item(label.then(Text::blank(Blank::Line))));
            }
        }
    }
    supplied.sections.insert(first.key.clone(), blocks);
    let achieved = ["achievements", "measures"]
        .iter()
        .filter_map(|key| nomination.text(key));
    let achieved = achieved.flat_map(Text::lines).map(Block::Paragraph);
    supplied
        .sections
        .insert(second.key.clone(), achieved.collect());
    let tables = two_tables(&mut pen, nomination);
    supplied.sections.insert(third.key.clone(), tables);
    Some(compose(pen, outline, &supplied))
}

/// The sections of mẫu số 04 that introduce a subject.
fn introduced(outline: &Outline) -> Vec<&OutlineSection> {
    outline
        .sections
        .iter()
        .flat_map(|section| &section.sections)
        .collect()
}

/// Emulation titles and forms of commendation, apart.
fn two_tables(pen: &mut TemplateFiller<'_>, nomination: &Record) -> Vec<Block> {
    let rules = pen.context.rules;
    let Some(layout) = rules.table(HISTORY) else {
        return Vec::new();
    };
    let is_title = |line: &&Record| {
        let name = fold(line.text("awardName").unwrap_or_default());
        let mut known = rules.catalogue("awards").iter();
        let known = known.find(|item| fold(&item.label) == name);
        known.is_some_and(|item| item.has("awardKind", "emulationTitle"))
    };
    let lines = nomination.lines_of(kind::EARLIER_AWARD);
    let (titles, others): (Vec<&Record>, Vec<&Record>) = lines.into_iter().partition(is_title);
    let mut blocks = Vec::new();
    for (name, lines) in [
        ("Danh hiệu thi đua", titles),
        ("Hình thức khen thưởng", others),
    ] {
        blocks.push(Block::Heading(Heading {
            depth: 1,
            numbering: Numbering::Arabic,
            text: Text::plain(name),
            is_sentence: false,
        }));
        let rows = history(lines.into_iter());
        let mut table = laid_out(
            pen,
            layout,
            &[Group {
                heading: None,
                rows,
            }],
        );
        table.name = name.to_owned();
        // Each says in its heading what it holds.
        let column = layout
            .columns
            .iter()
            .position(|column| column.key == "award");
        let heading = column.and_then(|column| table.header.first_mut()?.get_mut(column));
        if let Some(heading) = heading {
            *heading = Cell::header(name);
        }
        blocks.push(Block::Table(table));
    }
    blocks
}

fn pen<'a>(context: DocumentContext<'a>, nomination: &Record) -> TemplateFiller<'a> {
    let mut pen = TemplateFiller::new(context);
    pen.stands_for([("awardName", "award"), (HISTORY, "earlierAwards")]);
    if let Some(award) = nomination.text("award") {
        let name = award_name(context, award);
        pen.words.insert("awardName".to_owned(), name);
    }
    let period = achievement_period(context, nomination);
    pen.words.insert("achievementPeriod".to_owned(), period);
    pen
}

fn about(context: DocumentContext<'_>, nomination: &Record) -> Supplied {
    let subject = nomination
        .text("subjectKind")
        .and_then(SubjectKind::of_code);
    // Who lives somewhere is confirmed by the commune, also where nobody has said so.
    let commune = context.office.unit_name.as_ref();
    let commune = commune.filter(|_| subject == Some(SubjectKind::Family));
    let confirmed_by = nomination.text("verifiedByUnit");
    Supplied {
        subject,
        subject_name: nomination
            .text("subjectName")
            .map(|name| called(nomination, name)),
        author: nomination.text("authorName").map(str::to_owned),
        confirmed_by: confirmed_by.map(str::to_owned).or(commune.cloned()),
        ..Supplied::default()
    }
}

/// A family goes by its head: «Gia đình ông Đặng Văn Páo».
pub(super) fn called(nomination: &Record, name: &str) -> String {
    let is_family = nomination.text("subjectKind") == Some(SubjectKind::Family.word());
    let folded = fold(name);
    if !is_family
        || ["gia dinh", "ho "]
            .iter()
            .any(|word| folded.starts_with(word))
    {
        return name.to_owned();
    }
    match nomination.text("gender") {
        Some("male") => format!("Gia đình ông {name}"),
        Some("female") => format!("Gia đình bà {name}"),
        _ => format!("Gia đình {name}"),
    }
}

fn fields_of(sections: &[OutlineSection]) -> Vec<&SectionField> {
    let mut fields = Vec::new();
    for section in sections {
        fields.extend(&section.fields);
        fields.extend(fields_of(&section.sections));
    }
    fields
}

/// What stands in a field of the nomination; the name as the whole form says it
/// where the field is empty.
fn entry(context: DocumentContext<'_>, nomination: &Record, key: &str) -> Option<FieldEntry> {
    if key == "earlierAwards" {
        let has_any = !nomination.lines_of(kind::EARLIER_AWARD).is_empty();
        return has_any.then_some(FieldEntry::Table(HISTORY));
    }
    let value = nomination.value(key);
    if value.is_none() && key == "fullName" {
        return Some(FieldEntry::Line(Text::plain(
            nomination.text("subjectName")?,
        )));
    }
    let form = context.rules.form_of_kind(kind::NOMINATION)?;
    let (_, field) = form.described(kind::NOMINATION, key)?;
    let Some(value) = value else {
        // A household is no unit's: what its head need not have is not asked.
        let of_family = nomination.text("subjectKind") == Some(SubjectKind::Family.word());
        return (of_family && !field.required).then_some(FieldEntry::NotAsked);
    };
    let shown = display(field, value, context.rules);
    Some(match field.field_type {
        FieldType::LongText => FieldEntry::Paragraphs(Text::lines(&shown)),
        _ => FieldEntry::Line(Text::plain(&shown)),
    })
}

fn history<'a>(lines: impl Iterator<Item = &'a Record>) -> Vec<CellsByColumn> {
    let row = |line: &Record| {
        let year = line.int("year").map(|year| year.to_string());
        let number = line
            .text("decisionNumber")
            .map(|number| format!("Số {number}"));
        let date = line.date("decisionDate").map(|date| format!("ngày {date}"));
        let by = line.text("issuingAuthority").map(|by| format!("của {by}"));
        let decision: Vec<String> = [number, date, by].into_iter().flatten().collect();
        by_key([
            ("year", Cell::maybe(year.as_deref()).centred()),
            ("award", Cell::maybe(line.text("awardName"))),
            ("decision", Cell::maybe(Some(&decision.join(" ")))),
        ])
    };
    lines.map(row).collect()
}
