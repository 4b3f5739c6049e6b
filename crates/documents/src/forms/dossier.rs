//! All pieces of a dossier in one go (Hướng dẫn 2020, mục II.3.1), in their order,
//! with a sheet of what is in it.

use super::draft::{FormDraft, Value, drafted};
use super::lists::position;
use super::{achievement_report, achievement_summary, exemplar_report, submission_letter};
use crate::making::{ComposedDocument, DocumentContext, TemplateFiller, by_key, finish, table_of};
use crate::model::{Block, Cell, Document, Orientation, Part, Title};
use crate::text::{Face, Text};
use register::finding::Finding;
use register::number::pad2;
use register::record::Record;
use register::rules::{DossierPiece, RequiredDossier};
use register::text::fold;

/// A dossier that was made: its files in their order, and findings on pieces that are not among
/// them. [`RequiredDossier`] is what the rules ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    pub name: String,
    /// How many copies are asked for; none where the rule set does not say.
    pub copies: Option<u32>,
    /// The contents sheet first.
    pub files: Vec<DossierFile>,
    /// Pieces that the register has no form for.
    pub missing: Vec<Finding>,
}

/// One file of a [`Dossier`], composed and named.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierFile {
    /// «01 To trinh - Xa Mau Son - 2026.docx»
    pub name: String,
    pub subject: Option<Subject>,
    pub made: ComposedDocument,
}

/// The nominee whom a [`DossierFile`] is about; files of the whole dossier have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The nomination's record.
    pub record: String,
    pub name: String,
}

/// A file's name is read on a phone: no part of it is longer.
const PART_LIMIT: usize = 40;
const CONTENTS: &str = "Mục lục hồ sơ";
const VOTES: &str = "votes";
const DELEGATES: &str = "delegates";
const BY_NOMINEE: &str = "nominee";

/// The dossier of these nominations, with the minutes that somebody has written.
/// None where the rule set has no dossier of this id.
pub fn dossier(
    context: DocumentContext<'_>,
    id: &str,
    nominations: &[Record],
    minutes: &FormDraft,
) -> Option<Dossier> {
    let asked = context
        .rules
        .parts
        .dossiers
        .iter()
        .find(|one| one.id == id)?;
    let mut files = Vec::new();
    let mut missing = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for piece in &asked.pieces {
        let made = pieces(context, piece, nominations, minutes);
        let text = piece.text.as_deref().or(piece.name.as_deref());
        let text = text.unwrap_or(&piece.key);
        if made.is_empty() {
            let message = format!("Sổ không có mẫu; phải tự thêm: {text}");
            missing.push(Finding::warning("missingPiece", &piece.key, message));
            said.push(text.to_owned());
        }
        for (title, subject, made) in made {
            let number = files.len() + 1;
            let name = subject.as_ref().map(|subject| subject.name.as_str());
            let name = file_name(context, number, &title, name);
            let piece = match &subject {
                Some(subject) => format!("{text} {}", subject.name),
                None => text.to_owned(),
            };
            said.push(piece);
            files.push(DossierFile {
                name,
                subject,
                made,
            });
        }
    }
    let contents = DossierFile {
        name: file_name(context, 0, CONTENTS, None),
        subject: None,
        made: contents(context, asked, &said),
    };
    files.insert(0, contents);
    Some(Dossier {
        name: asked.name.clone(),
        copies: asked.copies,
        files,
        missing,
    })
}

/// What a piece is made of: its title, whom it is about, the document. Nothing
/// where the register has no form for it.
fn pieces(
    context: DocumentContext<'_>,
    piece: &DossierPiece,
    nominations: &[Record],
    minutes: &FormDraft,
) -> Vec<(String, Option<Subject>, ComposedDocument)> {
    let rules = context.rules;
    let form = piece.form.as_deref().unwrap_or_default();
    let outline = rules.parts.printed_forms.iter().find(|one| one.id == form);
    let title = outline.and_then(|outline| outline.title.first());
    let title = title.map(|words| words.text.clone());
    let kind = outline.map(|outline| outline.kind.as_str());
    if piece.per.as_deref() == Some(BY_NOMINEE) {
        let report = match kind {
            Some("achievementReport") => achievement_report,
            Some("exemplarReport") => exemplar_report,
            _ => return Vec::new(),
        };
        let reports = nominations.iter().filter_map(|nomination| {
            let name = nomination.text("subjectName").unwrap_or("chưa ghi tên");
            let subject = Subject {
                record: nomination.id.clone(),
                name: name.to_owned(),
            };
            let title = title.clone().unwrap_or_default();
            Some((title, Some(subject), report(context, nomination)?))
        });
        return reports.collect();
    }
    let made = match (kind, piece.key.as_str()) {
        (Some("submissionLetter"), _) => submission_letter(context, nominations),
        (Some("minutes"), _) => drafted(context, form, &voted(context, minutes, nominations)),
        (Some("roster"), _) => drafted(context, form, &roster(nominations)),
        (None, "achievementSummary") => achievement_summary(context, nominations),
        _ => None,
    };
    let named = |made: ComposedDocument| {
        let title = title.unwrap_or_else(|| made.document.name.clone());
        (title, None, made)
    };
    made.map(named).into_iter().collect()
}

/// The minutes with a row for each who is voted on, unless somebody has written them.
fn voted(context: DocumentContext<'_>, minutes: &FormDraft, nominations: &[Record]) -> FormDraft {
    let mut minutes = minutes.clone();
    let row = |nomination: &Record| {
        let name = nomination.text("subjectName").unwrap_or_default();
        let award = nomination.text("award");
        let award = award.map_or("", |award| context.rules.label_of("awards", award));
        let cells = [("subjectName", name), ("award", award)];
        cells
            .map(|(key, text)| (key.to_owned(), Value::Text(text.to_owned())))
            .into()
    };
    let rows = nominations.iter().map(row).collect();
    minutes.rows.entry(VOTES.to_owned()).or_insert(rows);
    minutes
}

/// Those who are nominated, as exemplars among the delegates.
fn roster(nominations: &[Record]) -> FormDraft {
    let text = |text: &str| Value::Text(text.to_owned());
    let row = |nomination: &Record| {
        let name = nomination.text("subjectName").unwrap_or_default();
        let cells = [
            ("subjectName", text(name)),
            ("position", text(&position(nomination))),
            ("isExemplar", text("x")),
        ];
        cells.map(|(key, cell)| (key.to_owned(), cell)).into()
    };
    FormDraft {
        rows: [(DELEGATES.to_owned(), nominations.iter().map(row).collect())].into(),
        ..FormDraft::default()
    }
}

fn file_name(
    context: DocumentContext<'_>,
    number: usize,
    title: &str,
    subject: Option<&str>,
) -> String {
    let unit = context.office.commune_name.as_deref();
    let year = context.paper.year.to_string();
    let mut first = plain(title).to_lowercase();
    if let Some(letter) = first.get_mut(..1) {
        letter.make_ascii_uppercase();
    }
    let names = [subject, unit].into_iter().flatten();
    let names = names.map(|name| capitalized(&plain(name)));
    let parts: Vec<String> = [first].into_iter().chain(names).chain([year]).collect();
    format!("{number:02} {}.docx", parts.join(" - "))
}

/// Letters and digits that every system can have in a name, not too many.
fn plain(text: &str) -> String {
    let kept = |character: char| match character.is_ascii_alphanumeric() {
        true => character,
        false => ' ',
    };
    let kept: String = fold(text).chars().map(kept).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(PART_LIMIT).collect();
    short.trim_end().to_owned()
}

fn capitalized(words: &str) -> String {
    let word = |word: &str| {
        let mut word = word.to_owned();
        if let Some(letter) = word.get_mut(..1) {
            letter.make_ascii_uppercase();
        }
        word
    };
    words
        .split(' ')
        .map(word)
        .collect::<Vec<String>>()
        .join(" ")
}

/// The sheet on top: every piece, and a place for the number of its first page. It is handed in: of
/// files and of what is still open the screen tells.
fn contents(
    context: DocumentContext<'_>,
    asked: &RequiredDossier,
    said: &[String],
) -> ComposedDocument {
    let mut pen = TemplateFiller::new(context);
    let rows = said.iter().map(|text| {
        by_key([
            ("piece", Cell::maybe(Some(text))),
            ("sheets", Cell::empty()),
            ("note", Cell::empty()),
        ])
    });
    let columns = [
        ("no", "TT"),
        ("piece", "Thành phần hồ sơ"),
        ("sheets", "Tờ số"),
        ("note", "Ghi chú"),
    ];
    let table = table_of(CONTENTS, &columns, &rows.collect::<Vec<_>>());
    let mut subject = vec![pen.fill(&asked.name, Face::PLAIN)];
    if let Some(copies) = asked.copies {
        subject.push(Text::plain(&format!("(số bộ: {})", pad2(copies))));
    }
    let title = Title {
        kind: Text::plain(CONTENTS).in_capitals(),
        subject,
    };
    let document = Document {
        name: CONTENTS.to_owned(),
        parts: vec![Part {
            orientation: Orientation::Portrait,
            blocks: vec![Block::Title(title), Block::Table(table)],
        }],
        ..Document::default()
    };
    finish(pen, document, false)
}
