//! The years whose achievements an award looks back on.

use crate::making::DocumentContext;
use register::criteria::Within;
use register::record::Record;
use register::subject::SubjectKind;

/// «năm 2026», «giai đoạn 2021 - 2025»: as the nomination says; else as the
/// criteria for the award ask; else the year of the nomination.
pub(super) fn achievement_period(context: DocumentContext<'_>, nomination: &Record) -> String {
    if let Some(written) = nomination.text("period") {
        return written.to_owned();
    }
    let rules = context.rules;
    let year = nomination
        .int("year")
        .and_then(|year| i32::try_from(year).ok());
    let year = year.unwrap_or(context.paper.year);
    let award = nomination.text("award").unwrap_or_default();
    let kind = nomination
        .text("subjectKind")
        .and_then(SubjectKind::of_code);
    let mut criteria = rules.parts.criteria.iter().filter(|one| {
        let kinds = &one.subject.kinds;
        let fits = kinds.is_empty() || kind.is_none_or(|kind| kinds.contains(&kind));
        one.award == award && !one.retired && fits
    });
    let within = criteria.next().and_then(|criterion| criterion.within);
    match rules
        .parts
        .period
        .filter(|_| within == Some(Within::Period))
    {
        Some(period) => format!("giai đoạn {} - {}", period.from, period.to),
        None => format!("năm {year}"),
    }
}
