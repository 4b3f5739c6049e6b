//! What to check before paper: what is missing or odd, and everything that is written.

use super::OpenRecord;
use super::field::control_of_finding;
use super::files::{FileCaption, title_of};
use super::page::{saved_bar, top};
use crate::history::{DISMISS, REPLACE};
use crate::links::way_to_documents;
use crate::links::{control_id, way_to_typed};
use crate::routes::{self, DocumentSource, Route};
use crate::text;
use crate::ui::{
    ButtonKind, LinkButton, ListRow, Notice, Rows, Section as Part, Tone, facts, rows_of,
};
use leptos::prelude::*;
use register::finding::{FieldPlace, Finding, MISSING, Severity};
use register::form::{Field, Form, Section};
use register::kind;
use register::progress::{SectionProgress, SectionState, progress};
use register::record::Record;
use replica::Typing;

/// What was typed in this record and is not saved.
fn typings(sheet: OpenRecord) -> Vec<Typing> {
    let (scope, root) = (sheet.scope(), sheet.root());
    sheet.session.typings.with(|typings| {
        let here =
            |typing: &&Typing| typing.scope == scope && protocol::root_of(&typing.record) == root;
        typings.values().filter(here).cloned().collect()
    })
}

/// The `id`s of the controls where text stands that is not saved: it is said
/// of them, and not that they are empty.
pub fn unsaved_fields(sheet: OpenRecord) -> Vec<String> {
    let typed = typings(sheet);
    typed
        .iter()
        .map(|typing| control_id(&typing.record, &typing.field))
        .collect()
}

/// The control of the first thing that the person can mend: a text that is not saved, or what is
/// missing or wrong in a record that is there.
pub fn first_to_mend(sheet: OpenRecord) -> Option<String> {
    let (root, kind) = (sheet.root(), sheet.form().kind.clone());
    let may_write = |finding: &Finding<FieldPlace>| match finding.about.field.split_once('/') {
        Some((line, field)) => sheet
            .holder(line)
            .is_some_and(|line| sheet.may_write(&line.kind, field)),
        None => sheet.may_write(&kind, &finding.about.field),
    };
    let errors = sheet.findings.get().into_iter().filter(|finding| {
        finding.severity == Severity::Error && sheet.is_there() && may_write(finding)
    });
    let wrong = errors.map(|finding| control_of_finding(&root, &finding.about.field));
    unsaved_fields(sheet).into_iter().chain(wrong).next()
}

fn typed_rows(sheet: OpenRecord) -> Vec<ListRow> {
    let row = |typing: Typing| {
        let (href, label) = way_to_typed(sheet.session, &typing)?;
        let begun: String = typing.text.chars().take(60).collect();
        Some(ListRow {
            detail: text::NOT_YET_TYPED.into(),
            badges: vec![(Tone::Bad, text::TO_MEND.into())],
            ..ListRow::to(href, format!("{label}: “{begun}”"))
        })
    };
    typings(sheet).into_iter().filter_map(row).collect()
}

/// What is missing or wrong, and what is only worth a look.
#[derive(Clone, Default, PartialEq)]
struct CheckFindings {
    errors: Vec<ListRow>,
    warnings: Vec<ListRow>,
}

pub fn check_page(sheet: OpenRecord) -> AnyView {
    let is_there = Memo::new(move |_| sheet.tree.with(Option::is_some));
    let found = Memo::new(move |_| match is_there.get() {
        true => to_look_at(sheet),
        false => CheckFindings::default(),
    });
    let nothing = Memo::new(move |_| is_there.get() && found.with(|found| found.errors.is_empty()));
    let good = move || {
        nothing.get().then(|| {
            let papers =
                way_to_documents(sheet.session, &DocumentSource::Record(sheet.root())).is_some();
            let of_papers = if papers { text::BLANK_ON_PAPER } else { "" };
            let why = format!("{}{of_papers}", text::NOTHING_MISSING_WHY);
            view! { <Notice tone=Tone::Good word=text::NOTHING_MISSING text=why /> }
        })
    };
    let below = move || {
        is_there.get().then(|| {
            let papers = way_to_documents(sheet.session, &DocumentSource::Record(sheet.root()));
            let form = sheet.form();
            let written = move || {
                sheet
                    .on_paper
                    .with(|record| all_facts(&form, record, sheet))
            };
            view! { {papers}{written} }
        })
    };
    view! {
        {top(sheet, Route::Record(sheet.root()).path())}
        <main>
            {move || good()}
            {part(text::to_look_at, move || found.with(|found| found.errors.clone()))}
            {part(|_| text::WORTH_A_LOOK.to_owned(), move || found.with(|found| found.warnings.clone()))}
            {move || below()}
            {saved_bar(sheet, view! {
                <LinkButton href=Route::Record(sheet.root()).path() way=REPLACE>{text::SECTIONS}</LinkButton>
                <LinkButton href=routes::list_of(&sheet.form().kind) kind=ButtonKind::Main way=DISMISS>
                    {text::DONE}
                </LinkButton>
            }.into_any())}
        </main>
    }
    .into_any()
}

/// Rows under a heading that may count them, if there are any.
fn part(
    heading: fn(usize) -> String,
    rows: impl Fn() -> Vec<ListRow> + Send + Sync + 'static,
) -> AnyView {
    let rows = Memo::new(move |_| rows());
    let heading = Signal::derive(move || heading(rows.with(Vec::len)));
    view! {
        <div hidden=move || rows.with(Vec::is_empty)>
            <Part heading=heading>
                <Rows>{rows_of(move || rows.get(), None)}</Rows>
            </Part>
        </div>
    }
    .into_any()
}

fn to_look_at(sheet: OpenRecord) -> CheckFindings {
    let (root, form) = (sheet.root(), sheet.form());
    let mut errors = typed_rows(sheet);
    let mut warnings = Vec::new();
    let unsaved = unsaved_fields(sheet);
    let empty = empty_sections(sheet, &form, &unsaved);
    // Of a part that is not begun one row says it all, in its place.
    let mut said: Vec<String> = Vec::new();
    for finding in sheet.findings.get() {
        if unsaved.contains(&control_of_finding(&root, &finding.about.field)) {
            continue;
        }
        if finding.severity == Severity::Warning {
            warnings.push(row(&root, finding));
            continue;
        }
        match empty.iter().find(|part| part.key == finding.about.section) {
            None => errors.push(row(&root, finding)),
            Some(part) if said.contains(&part.key) => {}
            Some(part) => {
                said.push(part.key.clone());
                errors.push(empty_row(&root, &form, part));
            }
        }
    }
    CheckFindings { errors, warnings }
}

fn row(root: &str, finding: Finding<FieldPlace>) -> ListRow {
    let (tone, word) = match finding.severity {
        Severity::Error if finding.code == MISSING => (Tone::Warn, text::NOT_BEGUN),
        Severity::Error => (Tone::Bad, text::TO_MEND),
        Severity::Warning => (Tone::Warn, text::TO_NOTE),
    };
    let FieldPlace { section, field } = finding.about;
    let href = Route::Section(root.to_owned(), section).path();
    let control = control_of_finding(root, &field);
    let clause = finding.clause.map(|clause| clause.text);
    ListRow {
        of: format!("{field} {}", finding.code),
        detail: clause.unwrap_or_default(),
        badges: vec![(tone, word.into())],
        ..ListRow::to(format!("{href}?loi=1#{control}"), finding.message)
    }
}

/// The sections that ask for something and in which nothing is written or typed yet.
fn empty_sections(sheet: OpenRecord, form: &Form, unsaved: &[String]) -> Vec<SectionProgress> {
    let (rules, root) = (sheet.session.rules(), sheet.root());
    let mut sections = sheet.record.with(|record| progress(&rules, form, record));
    let is_typed = |key: &str| {
        let section = form.sections.iter().find(|section| section.key == key);
        let mut fields = section.into_iter().flat_map(|section| &section.fields);
        fields.any(|field| unsaved.contains(&control_id(&root, &field.key)))
    };
    sections.retain(|one| one.state == SectionState::Empty && !is_typed(&one.key));
    sections
}

fn empty_row(root: &str, form: &Form, part: &SectionProgress) -> ListRow {
    let section = form.sections.iter().find(|section| section.key == part.key);
    let heading = section.map(|section| section.heading.clone());
    let href = Route::Section(root.to_owned(), part.key.clone()).path();
    ListRow {
        detail: match part.missing {
            0 => String::new(),
            missing => text::must_write(missing),
        },
        badges: vec![(Tone::Warn, text::NOT_BEGUN.into())],
        ..ListRow::to(format!("{href}?loi=1"), heading.unwrap_or_default())
    }
}

/// Everything that is written, section by section, to read once more.
fn all_facts(form: &Form, record: &Record, sheet: OpenRecord) -> Vec<AnyView> {
    let shown = |field: &Field, holder: &Record| {
        // Beside the name as it was signed, the reference says it twice.
        let name = field
            .reference
            .as_ref()
            .and_then(|reference| reference.name_field.as_ref());
        if name.is_some_and(|name| holder.value(name).is_some()) {
            return None;
        }
        let value = holder.value(&field.key);
        let value = value.map(|value| sheet.session.display(field, value));
        let mut value = value.unwrap_or_default();
        if let Some(contents) = holder.contents(&field.key) {
            value += &text::contents(contents);
        }
        if let Some(told) = sheet
            .reported_by(&holder.id, &field.key)
            .filter(|_| !value.is_empty())
        {
            value += &format!(" ({told})");
        }
        Some((field.label.clone(), value))
    };
    let of_section = |section: &Section| {
        let mut pairs = Vec::new();
        for field in section.visible_fields(record) {
            let Some(table) = &field.table else {
                let said = |pair: &(String, String)| !pair.1.is_empty();
                let pair = shown(field, record);
                pairs.extend(pair.filter(|pair| said(pair) || field.is_required(record)));
                continue;
            };
            for (place, line) in record.lines_of(&table.kind).into_iter().enumerate() {
                let title_field = |field: &&Field| Some(&field.key) == table.title_field.as_ref();
                let name = table.fields.iter().find(title_field);
                let name = name.and_then(|field| Some(shown(field, line)?.1));
                let name = name.filter(|name| !name.is_empty());
                let others = table.fields.iter().filter(|field| !title_field(field));
                let parts: Vec<String> = others
                    .filter_map(|field| shown(field, line).filter(|pair| !pair.1.is_empty()))
                    .map(|(label, value)| format!("{label}: {value}"))
                    .collect();
                let title = text::line_title(&table.item_label, place + 1, name);
                pairs.push((title, parts.join("\n")));
            }
        }
        let heading = section.heading.clone();
        (!pairs.is_empty()).then(|| {
            view! { <Part heading=heading>{facts(pairs, text::NOT_WRITTEN)}</Part> }.into_any()
        })
    };
    let sections = form.visible_sections(record).filter_map(of_section);
    sections.chain(of_files(record)).collect()
}

/// The photos and pages, by their names.
fn of_files(record: &Record) -> Option<AnyView> {
    let files = record.lines_of(kind::ATTACHMENT).into_iter().enumerate();
    let named = files.filter_map(|(place, line)| {
        let sort = if FileCaption::by(line)?.is_photo() {
            text::PHOTO
        } else {
            text::PDF
        };
        let title = text::line_title(sort, place + 1, Some(title_of(line)));
        Some((title, sort.to_owned()))
    });
    let named: Vec<(String, String)> = named.collect();
    (!named.is_empty())
        .then(|| view! { <Part heading=text::FILES>{facts(named, "")}</Part> }.into_any())
}
