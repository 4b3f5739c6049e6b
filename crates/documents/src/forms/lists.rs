//! Of several nominations: mẫu số 03 (Hướng dẫn 2020, mục II.3.1) and the
//! submission letter with its list.

use super::excerpt::excerpt;
use super::form_of_kind;
use super::nomination::called;
use super::request::{award_request, consideration, decides};
use crate::making::{
    CUT, CellsByColumn, ComposedDocument, DocumentContext, Group, Supplied, TemplateFiller, by_key,
    compose, finish, handed_in, sheet, sheet_name,
};
use crate::model::{Cell, Document};
use register::finding::Finding;
use register::record::Record;
use register::reports::{Knowledge, SubmittedNomination};
use register::rules::Rules;
use register::subject::SubjectKind;
use register::summary_table::TableLayout;
use std::collections::BTreeSet;

const SUMMARY: &str = "achievementSummary";
const ROSTER: &str = "nominationRoster";
/// A summary is no report: what is longer is cut at the end of a sentence.
const SUMMARY_LIMIT: usize = 900;

/// «Tóm tắt thành tích» of those who are proposed. None where the rule set has no
/// such table.
pub fn achievement_summary(
    context: DocumentContext<'_>,
    nominations: &[Record],
) -> Option<ComposedDocument> {
    let layout = context.rules.table(SUMMARY)?;
    let mut pen = pen(context, nominations);
    let mut supplied = Supplied::default();
    let groups = grouped(&mut pen, layout, nominations);
    supplied.groups.insert(layout.id.clone(), groups);
    let part = sheet(&mut pen, layout, &supplied);
    let document = Document {
        name: sheet_name(&mut pen, layout),
        parts: vec![part],
        ..Document::default()
    };
    Some(finish(pen, document, layout.reference))
}

/// «Tờ trình» with the list of those who are proposed. None where the rule set
/// has no such form.
pub fn submission_letter(
    context: DocumentContext<'_>,
    nominations: &[Record],
) -> Option<ComposedDocument> {
    let outline = form_of_kind(context.rules, "submissionLetter")?;
    let addressee = decides(context, nominations);
    let council = context.office.council();
    let office = match addressee.is_some() && addressee == context.office.chair() {
        true => &council,
        false => context.office,
    };
    let mut pen = pen(DocumentContext { office, ..context }, nominations);
    if context.paper.addressee.is_none()
        && let Some(addressee) = addressee
    {
        pen.words.insert("addressee".to_owned(), addressee);
    }
    let mut supplied = Supplied::default();
    if let Some(layout) = context.rules.table(ROSTER) {
        let groups = grouped(&mut pen, layout, nominations);
        supplied.groups.insert(layout.id.clone(), groups);
    }
    let nominated: Vec<SubmittedNomination> = nominations
        .iter()
        .filter_map(SubmittedNomination::of_record)
        .collect();
    let known = Knowledge {
        year: context.paper.year,
        nominations: &nominated,
        ..Knowledge::default()
    };
    supplied.sections = super::report::sections(&mut pen, outline, &known);
    let awards = nominations.iter().filter_map(|one| one.text("award"));
    let awards: Vec<&str> = awards.collect();
    if !awards.is_empty() {
        pen.findings.extend([handed_in(context, &awards)]);
    }
    Some(compose(pen, outline, &supplied))
}

/// What the nominations ask for, in one word of theirs; where none says it, the
/// first one is asked.
fn pen<'a>(context: DocumentContext<'a>, nominations: &[Record]) -> TemplateFiller<'a> {
    let mut pen = TemplateFiller::new(context);
    let awards = nominations.iter().filter_map(|one| one.text("award"));
    let awards: BTreeSet<&str> = awards.collect();
    let labels = awards.iter();
    let labels = labels.map(|award| context.rules.label_of("awards", award));
    let labels: Vec<&str> = labels.collect();
    if !labels.is_empty() {
        pen.words.insert("awardNames".to_owned(), labels.join(", "));
    }
    if let Some(request) = award_request(context, nominations) {
        pen.words.insert("awardRequest".to_owned(), request);
    }
    let consideration = consideration(context, nominations);
    pen.words.insert("consideration".to_owned(), consideration);
    if let Some(first) = nominations.first() {
        let field = format!("{}/award", first.id);
        pen.stands_for([("awardNames", field.as_str()), ("awardRequest", &field)]);
    }
    pen
}

/// What somebody is and where, or else where they are to be found.
pub(super) fn position(nomination: &Record) -> String {
    let places = [
        "positionParty",
        "positionGovernment",
        "positionMassOrganization",
        "workplace",
    ];
    let texts = |keys: &[&str]| {
        let texts: Vec<&str> = keys.iter().filter_map(|key| nomination.text(key)).collect();
        texts.join(", ")
    };
    match texts(&places) {
        position if position.is_empty() => texts(&["headquarters", "residence"]),
        position => position,
    }
}

/// By kind of subject, in the order of the kinds, under the layout's headings.
fn grouped(
    pen: &mut TemplateFiller<'_>,
    layout: &TableLayout,
    nominations: &[Record],
) -> Vec<Group> {
    let rules = pen.context.rules;
    let kind_of = |one: &Record| one.text("subjectKind").and_then(SubjectKind::of_code);
    let mut groups = Vec::new();
    for kind in SubjectKind::ALL.map(Some).into_iter().chain([None]) {
        let some = nominations.iter().filter(|one| kind_of(one) == kind);
        let rows: Vec<CellsByColumn> = some.map(|one| row(pen, rules, one)).collect();
        if rows.is_empty() {
            continue;
        }
        let word = kind.map_or("", SubjectKind::word);
        let mut headings = layout.group_headings.iter();
        let heading = headings.find(|words| words.code.as_deref() == Some(word));
        groups.push(Group {
            heading: heading.map(|words| words.text.clone()),
            rows,
        });
    }
    groups
}

fn row(pen: &mut TemplateFiller<'_>, rules: &Rules, nomination: &Record) -> CellsByColumn {
    let award = nomination
        .text("award")
        .map(|award| rules.label_of("awards", award));
    let position = position(nomination);
    let name = nomination
        .text("subjectName")
        .or_else(|| nomination.text("fullName"));
    if name.is_none() {
        let about = format!("{}/subjectName", nomination.id);
        pen.miss(&about, "Có đề nghị chưa ghi tên.".to_owned());
    }
    let shown = name.unwrap_or("(chưa ghi tên)");
    if award.is_none() {
        let about = format!("{}/award", nomination.id);
        let message = format!("“{shown}” chưa ghi danh hiệu, hình thức khen thưởng đề nghị.");
        pen.miss(&about, message);
    }
    let full_name = name.map(|name| called(nomination, name));
    let summary = summary(pen, nomination);
    if summary.is_none() {
        let about = format!("{}/{SUMMARY}", nomination.id);
        pen.miss(&about, format!("“{shown}” chưa có tóm tắt thành tích."));
    }
    by_key([
        ("subjectName", Cell::maybe(full_name.as_deref())),
        ("position", Cell::maybe(Some(&position))),
        ("award", Cell::maybe(award)),
        (SUMMARY, Cell::maybe(summary.as_deref())),
    ])
}

/// The summary that was written, or else the beginning of the report.
fn summary(pen: &mut TemplateFiller<'_>, nomination: &Record) -> Option<String> {
    if let Some(written) = nomination.text(SUMMARY) {
        return Some(written.to_owned());
    }
    let report = nomination.text("achievements")?;
    let excerpt = excerpt(report, SUMMARY_LIMIT);
    if excerpt.len() == report.len() {
        return Some(report.to_owned());
    }
    let name = nomination.text("subjectName").unwrap_or_default();
    let message =
        format!("Tóm tắt của “{name}” lấy phần đầu của báo cáo thành tích; nên viết lại cho gọn.");
    let about = format!("{}/{SUMMARY}", nomination.id);
    pen.findings
        .extend([Finding::warning(CUT, &about, message)]);
    Some(excerpt.to_owned())
}
