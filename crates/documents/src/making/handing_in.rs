//! To whom a paper is sent and by when. No paper prints it: it is said beside it.

use super::context::DocumentContext;
use super::findings::HAND_IN;
use register::date::PartialDate;
use register::deadlines::{Due, due};
use register::finding::Finding;
use register::rules::RequiredDossier;

/// Whoever is not named by an office of its own.
const UNITS: &str = "units";
const COMMUNE_CHAIR: &str = "communeChair";

/// The dossier by which these awards are asked for; none where they have none, or several.
pub(crate) fn dossier_of<'a>(
    context: DocumentContext<'a>,
    awards: &[&str],
) -> Option<&'a RequiredDossier> {
    let of = |award: &&str| {
        let mut dossiers = context.rules.parts.dossiers.iter();
        dossiers.find(|one| one.awards.iter().any(|known| known == award))
    };
    let mut dossiers = awards.iter().map(of);
    let first = dossiers.next()??;
    let are_one = dossiers.all(|one| one.is_some_and(|one| one.id == first.id));
    are_one.then_some(first)
}

/// When a dossier is due in the paper's year; none where its source does not say.
pub(crate) fn due_of(context: DocumentContext<'_>, dossier: &RequiredDossier) -> Option<Due> {
    let id = dossier.deadline.as_ref()?;
    let mut deadlines = context.rules.parts.deadlines.iter();
    let deadline = deadlines.find(|one| one.id == *id)?;
    let year = context.paper.year;
    let begun = PartialDate::new(year, None, None).ok();
    due(
        context.rules,
        deadline,
        year,
        None,
        context.paper.made_on.or(begun)?,
    )
}

/// Of a letter that asks for awards: what no source says is said to be so.
pub(crate) fn of_awards(context: DocumentContext<'_>, awards: &[&str]) -> Finding {
    let dossier = dossier_of(context, awards);
    let due = dossier.and_then(|dossier| due_of(context, dossier));
    let to = dossier.map(|dossier| receivers(context, dossier, due.as_ref()));
    let message = match (to.filter(|to| !to.is_empty()), &due) {
        (Some(to), Some(due)) => format!("Hồ sơ gửi {to} {}.", due.printed),
        (Some(to), None) => format!(
            "Hồ sơ gửi {to}; thời hạn năm {}: văn bản nguồn chưa nêu.",
            context.paper.year
        ),
        (None, Some(due)) => format!(
            "Hồ sơ gửi {}; nơi nhận: văn bản nguồn chưa nêu.",
            due.printed
        ),
        (None, None) => "Nơi nhận, thời hạn gửi hồ sơ: văn bản nguồn chưa nêu.".to_owned(),
    };
    Finding::warning(HAND_IN, HAND_IN, message).citing(due.and_then(|due| due.clause))
}

/// Of a form that somebody waits for: «Gửi … trước ngày 10/02/2026.» None where nobody does, or
/// it is not the unit's to send.
pub(crate) fn of_form(context: DocumentContext<'_>, form: &str) -> Option<Finding> {
    let all = context
        .rules
        .parts
        .dossiers
        .iter()
        .filter(|one| one.awards.is_empty());
    let mut found = all.filter_map(|dossier| {
        let mut pieces = dossier.pieces.iter();
        let piece = pieces.find(|piece| piece.form.as_deref() == Some(form))?;
        let due = due_of(context, dossier)?;
        let by = piece.by.as_deref().unwrap_or(UNITS);
        let is_its = due.by.iter().any(|one| one == by);
        is_its.then_some((dossier, due))
    });
    let (dossier, due) = found.next()?;
    let to = receivers(context, dossier, Some(&due));
    let message = format!("Gửi {to} {}.", due.printed);
    Some(Finding::warning(HAND_IN, HAND_IN, message).citing(due.clause))
}

/// A deadline may say it more exactly than its dossier.
fn receivers(context: DocumentContext<'_>, dossier: &RequiredDossier, due: Option<&Due>) -> String {
    let of_due = due.map(|due| &due.to).filter(|to| !to.is_empty());
    let to = of_due.unwrap_or(&dossier.to).iter();
    let name = |role: &String| match role.as_str() {
        COMMUNE_CHAIR => context.office.chair(),
        _ => None,
    };
    let label = |role: &String| {
        let label = context.rules.label_of("roles", role);
        context.rules.filled(label, context.paper.year)
    };
    let to = to.map(|role| name(role).unwrap_or_else(|| label(role)));
    to.collect::<Vec<String>>().join(" hoặc ")
}
