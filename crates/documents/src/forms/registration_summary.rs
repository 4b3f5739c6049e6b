//! What the registrations of a commune's villages, or of a block's members, come
//! to (Lào Cai 2021, mục I.1).

use super::form_of_kind;
use crate::making::{
    CellsByColumn, ComposedDocument, DocumentContext, Group, Supplied, TemplateFiller, by_key,
    compose,
};
use crate::model::{Align, Cell, Content};
use crate::text::{Face, Text};
use register::date::PartialDate;
use register::finding::Finding;
use register::number::pad2;
use register::registrations::{MemberLine, RegistrationSummary, Title};
use register::reports::Knowledge;
use register::rules::Rules;

const TOTAL: &str = "Tổng cộng";
const NOT_YET: &str = "Chưa đăng ký";

/// «Bảng tổng hợp đăng ký thi đua» of a commune over its villages. None where the
/// rule set has no such form.
pub fn registration_summary(
    context: DocumentContext<'_>,
    summary: &RegistrationSummary,
) -> Option<ComposedDocument> {
    of_kind(context, "communeRegistrationSummary", summary)
}

/// «Tổng hợp đăng ký thi đua» of a block over its members. None where the rule
/// set has no such form.
pub fn block_registration_summary(
    context: DocumentContext<'_>,
    summary: &RegistrationSummary,
) -> Option<ComposedDocument> {
    of_kind(context, "registrationSummary", summary)
}

/// Into the first table that the form has.
fn of_kind(
    context: DocumentContext<'_>,
    kind: &str,
    summary: &RegistrationSummary,
) -> Option<ComposedDocument> {
    let outline = form_of_kind(context.rules, kind)?;
    let layout = outline.sections.iter().find_map(|one| one.table.as_ref())?;
    let lines = summary.lines.iter();
    let mut rows: Vec<CellsByColumn> = lines
        .map(|line| row(context.rules, summary, line))
        .collect();
    if !rows.is_empty() {
        rows.push(total(context.rules, summary));
    }
    let group = Group {
        heading: None,
        rows,
    };
    let office = context.office.issuing(outline, context.rules);
    let office = &*office;
    let mut pen = TemplateFiller::new(DocumentContext { office, ..context });
    let mut supplied = Supplied::default();
    supplied.groups.insert(layout.clone(), vec![group]);
    let known = Knowledge {
        year: context.paper.year,
        registrations: Some(summary),
        issued_by: outline.issuer(),
        ..Knowledge::default()
    };
    supplied.sections = super::report::sections(&mut pen, outline, &known);
    pen.findings.extend(summary.findings.iter().cloned());
    if !summary.lines.is_empty() && signed(summary) == 0 {
        let message = "Sổ chưa có ngày ký giao ước của đơn vị nào: số đã ký để trống.";
        let finding = Finding::warning("nobodySigned", "", message.to_owned());
        pen.findings.extend([finding]);
    }
    Some(compose(pen, outline, &supplied))
}

fn row(rules: &Rules, summary: &RegistrationSummary, line: &MemberLine) -> CellsByColumn {
    let signed = line.pledge_signed_on.as_deref();
    let signed = signed.and_then(PartialDate::parse_stored);
    let signed = signed.map(|date| date.to_string());
    let is_registered = line.registration.is_some();
    let indicators = match is_registered {
        true => Cell::number(scaled(line.indicators), 0),
        false => Cell::empty(),
    };
    by_key([
        ("unitName", Cell::maybe(Some(&line.name))),
        (
            "titles",
            titles(rules, summary, |title| line.titles.get(title).copied()),
        ),
        ("indicators", indicators),
        ("pledgeSignedOn", Cell::maybe(signed.as_deref()).centred()),
        (
            "note",
            Cell::maybe(Some(NOT_YET).filter(|_| !is_registered)),
        ),
    ])
}

fn total(rules: &Rules, summary: &RegistrationSummary) -> CellsByColumn {
    let lines = &summary.lines;
    let indicators = Content::Sum {
        value: lines.iter().map(|line| scaled(line.indicators)).sum(),
        decimals: 0,
        of: (0..lines.len()).collect(),
    };
    // Where nobody wrote a day, that nobody has signed is not known.
    let signed = Some(signed(summary)).filter(|signed| *signed > 0);
    let signed = signed.map(|signed| format!("{}/{} đã ký", pad2(signed), pad2(lines.len())));
    let cells = by_key([
        ("no", Cell::empty()),
        ("unitName", Cell::maybe(Some(TOTAL))),
        (
            "titles",
            titles(rules, summary, |title| summary.totals.get(title).copied()),
        ),
        ("indicators", Cell::of(indicators, Align::Centre)),
        ("pledgeSignedOn", Cell::maybe(signed.as_deref()).centred()),
    ]);
    let bold = |(key, cell): (String, Cell)| (key, cell.in_face(Face::BOLD));
    cells.into_iter().map(bold).collect()
}

fn signed(summary: &RegistrationSummary) -> usize {
    let lines = summary.lines.iter();
    lines.filter(|line| line.pledge_signed_on.is_some()).count()
}

/// Each title on a line, in the order of the summary.
fn titles(
    rules: &Rules,
    summary: &RegistrationSummary,
    count: impl Fn(&Title) -> Option<usize>,
) -> Cell {
    let lines = summary.titles.iter().filter_map(|title| {
        let count = pad2(count(title)?);
        let name = rules.label_of("awards", &title.award);
        Some(Text::plain(&format!("{name}: {count}")))
    });
    Cell::of(Content::Text(lines.collect()), Align::Left)
}

fn scaled(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
