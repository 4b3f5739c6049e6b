//! A form or an outline of the rule set, with what the register has for each of
//! its places, as a document.

use super::context::ComposedDocument;
use super::handing_in::of_form;
use super::sheets::{APPENDIX, appendix, made_or_open};
use super::signature::signature;
use super::supplied::{FieldEntry, OFFICIAL_LETTER, SUBMISSION_LETTER, Supplied, is_addressed};
use super::template_filler::TemplateFiller;
use crate::flow::{FlowPiece, cell_lines, flow};
use crate::model::{Block, Document, Head, Heading, Numbering, Part, Title};
use crate::numbering::roman;
use crate::text::{Blank, Face, Text};
use register::reports::{Outline, OutlineSection, SectionField, SectionKind};
use register::rules::source::Words;
use register::subject::SubjectKind;
use register::summary_table::Orientation;

const ADDRESSED: &str = "Kính gửi: {addressee}";
/// The line of a preamble in whose place all of them stand.
const BASES: &str = "{legalBases}";

pub(crate) fn compose(
    mut pen: TemplateFiller<'_>,
    outline: &Outline,
    supplied: &Supplied,
) -> ComposedDocument {
    let is_letter = outline.kind == OFFICIAL_LETTER;
    let mut blocks = vec![Block::Head(head(&mut pen, outline))];
    if !is_letter {
        let mut title = title(&mut pen, outline, supplied.subject);
        title
            .subject
            .extend(supplied.subject_name.as_deref().map(Text::plain));
        blocks.push(Block::Title(title));
    }
    if is_addressed(outline) {
        let own = outline.addressee.as_ref();
        let words = own.map_or(ADDRESSED, |words| words.text.as_str());
        blocks.push(Block::Addressee(pen.fill(words, Face::PLAIN)));
    }
    for words in &outline.preamble {
        if words.text == BASES && !supplied.bases.is_empty() {
            blocks.extend(supplied.bases.iter().cloned());
            continue;
        }
        blocks.push(Block::Paragraph(pen.fill(&words.text, Face::PLAIN)));
    }
    let mut attached = Vec::new();
    let mut composer = Composer {
        pen: &mut pen,
        supplied,
        attaches: outline.kind == SUBMISSION_LETTER,
        attached: &mut attached,
    };
    if let Some(table) = outline.table.as_deref() {
        composer.table(table, &mut blocks);
    }
    for section in &outline.sections {
        composer.section(section, 0, outline.numbering, &mut blocks);
    }
    for appendix in &outline.appendices {
        composer.attach(Some(appendix.name.clone()), &appendix.table);
    }
    blocks.extend(signature(&mut pen, outline, supplied));
    let mut parts = vec![Part {
        blocks,
        ..Part::default()
    }];
    for (number, name, layout) in numbered(attached, outline) {
        parts.extend(appendix(
            &mut pen,
            number,
            name.as_deref(),
            &layout,
            supplied,
            outline,
        ));
    }
    pen.findings.extend(of_form(pen.context, &outline.id));
    let document = Document {
        name: pen.fill(&outline.name, Face::PLAIN).shown(),
        about: supplied.subject_name.clone(),
        parts,
        ..Document::default()
    };
    finish(pen, document, outline.reference)
}

/// What goes with the document, in the order in which the outline names it; several
/// have numbers (Phụ lục I, mục III.1).
fn numbered(
    mut attached: Vec<(Option<String>, String)>,
    outline: &Outline,
) -> Vec<(Option<String>, Option<String>, String)> {
    attached.sort_by_key(|(_, layout)| {
        let mut named = outline.appendices.iter();
        named.position(|appendix| appendix.table == *layout)
    });
    let are_several = attached.len() > 1;
    let appendices = attached.into_iter().enumerate();
    let appendices = appendices.map(|(place, (name, layout))| {
        let number = are_several.then(|| format!("{APPENDIX} {}", roman(place + 1)));
        (number, name, layout)
    });
    appendices.collect()
}

/// Said to the person, and on the paper if that is wanted.
const REFERENCE: &str = "(Mẫu tham khảo)";

/// The document with what is missing in it and what had to be changed.
pub(crate) fn finish(
    mut pen: TemplateFiller<'_>,
    mut document: Document,
    is_reference: bool,
) -> ComposedDocument {
    if is_reference && pen.context.paper.marks_reference {
        let last = document.parts.last_mut();
        last.into_iter()
            .for_each(|part| part.blocks.push(Block::Note(Text::italic(REFERENCE))));
    }
    let mut texts = Vec::new();
    for piece in flow(&document).into_iter().flat_map(|page| page.pieces) {
        match piece {
            FlowPiece::Line(line) => texts.push(line.text),
            FlowPiece::Sides(sides) => texts.extend(sides.lines().map(|line| line.text.clone())),
            FlowPiece::Table(table) => {
                let cells = table.header.iter().chain(&table.rows).flatten();
                texts.extend(cells.flat_map(cell_lines));
            }
        }
    }
    pen.say_changes(texts.iter());
    document.office = pen.context.office.name();
    document.made_on = pen.context.paper.made_on;
    ComposedDocument {
        document,
        findings: pen.findings.in_order(),
        is_reference,
    }
}

fn head(pen: &mut TemplateFiller<'_>, outline: &Outline) -> Head {
    let printed = outline.header.as_ref();
    let left: Vec<&str> = match printed {
        Some(header) => header
            .left
            .iter()
            .map(|words| words.text.as_str())
            .collect(),
        None => vec!["{superiorUnit}", "{unitName}"],
    };
    let (issuing, superior) = left.split_last().unwrap_or((&"{unitName}", &[]));
    let mut above = Vec::new();
    for words in superior {
        above.extend(pen.fill_lines(words));
    }
    let number = printed.and_then(|header| header.number.as_ref());
    let place = printed.and_then(|header| header.place_and_date.as_ref());
    let place = place.map_or(PLACE_AND_DATE, |words| words.text.as_str());
    let about = outline
        .title
        .first()
        .filter(|_| outline.kind == OFFICIAL_LETTER);
    Head {
        superior: above,
        issuing: pen.fill_lines(issuing),
        number: number.map(|words| pen.fill(&words.text, Face::PLAIN)),
        about: about.map(|words| pen.fill(&words.text, Face::PLAIN)),
        place_and_date: pen.fill(place, Face::PLAIN),
    }
}

/// Phụ lục I, mục II.4.
const PLACE_AND_DATE: &str = "{placeName}, ngày {day} tháng {month} năm {signingYear}";

/// Lines with the code of a subject's kind are in each other's place: of them the
/// one for this subject is printed, or the first.
fn title(pen: &mut TemplateFiller<'_>, outline: &Outline, subject: Option<SubjectKind>) -> Title {
    let coded = outline.title.iter().filter(|words| words.code.is_some());
    let of_subject = |words: &&Words| words.code.as_deref() == subject.map(SubjectKind::word);
    let chosen = coded.clone().find(of_subject).or(coded.clone().next());
    let mut lines = Vec::new();
    for words in &outline.title {
        let is_chosen = chosen.is_some_and(|chosen| std::ptr::eq(chosen, words));
        if words.code.is_none() || is_chosen {
            lines.push(pen.fill(&words.text, Face::PLAIN));
        }
    }
    let mut lines = lines.into_iter();
    Title {
        kind: lines.next().unwrap_or_default(),
        subject: lines.collect(),
    }
}

struct Composer<'c, 'a> {
    pen: &'c mut TemplateFiller<'a>,
    supplied: &'c Supplied,
    /// Tables go with the document and do not stand in it.
    attaches: bool,
    attached: &'c mut Vec<(Option<String>, String)>,
}

impl Composer<'_, '_> {
    fn section(
        &mut self,
        section: &OutlineSection,
        depth: usize,
        numbering: Numbering,
        blocks: &mut Vec<Block>,
    ) {
        let for_all = section.visible_for.is_empty();
        let subject = self.supplied.subject;
        if !for_all && subject.is_some_and(|kind| !section.visible_for.contains(&kind)) {
            return;
        }
        if self.attaches
            && let Some(table) = &section.table
        {
            self.attach(None, table);
            return;
        }
        let mut inside = Vec::new();
        self.inside(section, &mut inside);
        let is_leaf = section.sections.is_empty() && section.kind == SectionKind::Text;
        let has_nothing = inside.is_empty() && is_leaf;
        if has_nothing && section.optional {
            return;
        }
        let words = section.may_print.as_ref().unwrap_or(&section.text);
        let text = self.pen.fill(words, Face::PLAIN);
        if has_nothing {
            let message = format!(
                "Còn trống mục “{}”.",
                text.shown().trim_end_matches([':', '.', ';', ',', ' '])
            );
            self.pen.miss(&section.key, message);
            inside.extend([(), ()].map(|()| Block::Paragraph(Text::blank(Blank::Line))));
        }
        // A heading that only asks whom it is about is not printed once that is known.
        let is_decided = !for_all && subject.is_some() && section.printed != Some(true);
        if section.printed != Some(false) && !is_decided {
            let numbering = match section.numbered {
                Some(false) => Numbering::None,
                _ => numbering,
            };
            blocks.push(Block::Heading(Heading {
                depth,
                numbering,
                text,
                is_sentence: section.kind == SectionKind::Paragraph,
            }));
        }
        for words in &section.continued {
            blocks.push(Block::Paragraph(self.pen.fill(&words.text, Face::PLAIN)));
        }
        blocks.extend(inside);
        let below = section.numbering.unwrap_or_default();
        for one in &section.sections {
            self.section(one, depth + 1, below, blocks);
        }
    }

    fn inside(&mut self, section: &OutlineSection, blocks: &mut Vec<Block>) {
        let known = self.supplied.sections.get(&section.key);
        match known {
            Some(known) => blocks.extend(known.iter().cloned()),
            None => {
                for words in &section.starter {
                    blocks.push(Block::Paragraph(self.pen.fill(&words.text, Face::PLAIN)));
                }
            }
        }
        for field in &section.fields {
            self.field(field, blocks);
        }
        let has_table = blocks.iter().any(|block| matches!(block, Block::Table(_)));
        if let Some(table) = section.table.as_deref().filter(|_| !has_table) {
            self.table(table, blocks);
        }
    }

    fn field(&mut self, field: &SectionField, blocks: &mut Vec<Block>) {
        let label = format!("- {}: ", field.label);
        match self.supplied.fields.get(&field.key) {
            Some(FieldEntry::NotAsked) => {}
            None => {
                let message = format!("Còn trống: {}.", field.label);
                self.pen.miss(&field.key, message);
                let blank = Text::blank(Blank::Line);
                blocks.push(Block::Item(Text::plain(&label).then(blank)));
            }
            Some(FieldEntry::Line(text)) => {
                blocks.push(Block::Item(Text::plain(&label).then(text.clone())));
            }
            Some(FieldEntry::Paragraphs(texts)) => {
                blocks.push(Block::Item(Text::plain(label.trim_end())));
                blocks.extend(texts.iter().cloned().map(Block::Paragraph));
            }
            Some(FieldEntry::Table(layout)) => {
                blocks.push(Block::Item(Text::plain(label.trim_end())));
                self.table(layout, blocks);
            }
        }
    }

    /// A table that a section and an appendix both name goes with the document once.
    fn attach(&mut self, name: Option<String>, layout: &str) {
        match self.attached.iter_mut().find(|(_, known)| known == layout) {
            Some((known, _)) => *known = name.or(known.take()),
            None => self.attached.push((name, layout.to_owned())),
        }
    }

    fn table(&mut self, layout: &str, blocks: &mut Vec<Block>) {
        let rules = self.pen.context.rules;
        let Some(layout) = rules.table(layout) else {
            return;
        };
        // A table that lies across has a page of its own.
        if layout.orientation == Some(Orientation::Landscape) {
            self.attach(layout.form_no.clone(), &layout.id);
            return;
        }
        let table = made_or_open(self.pen, layout, self.supplied);
        blocks.push(Block::Table(table));
        blocks.extend(self.supplied.below.get(&layout.id).cloned());
    }
}
