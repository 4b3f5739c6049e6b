//! Which documents there are, by their keys, and how each is made.

use super::cache::DocumentWorkspace;
use documents::forms::{self, Dossier, FormDraft};
use documents::making::ComposedDocument;
use register::criteria::Span;
use register::kind;
use register::record::Record;
use register::reports::{Half, IssuedBy, Outline};
use register::summary_table::summary_table;
use worker_messages::documents::{DocumentKey, DocumentList};

const AWARD_SUMMARY: &str = "awardSummary";
const REGISTRATION_SUMMARY: &str = "registrationSummary";
/// Forms that a record fills, or all of a kind.
const FILLED: [&str; 5] = [
    "exemplarReport",
    "achievementReport",
    "registration",
    "communeRegistrationSummary",
    "submissionLetter",
];

/// The documents of a list.
pub fn keys(ready: &DocumentWorkspace, of: DocumentList<'_>) -> Vec<DocumentKey> {
    let single = |kind: &str| DocumentKey::Single(kind.to_owned());
    match of {
        DocumentList::Nominations => {
            let letters = forms::by_recipient(ready.context(), &ready.given.records).len();
            // A letter goes to one level, with a summary of those that are proposed there.
            let pair = |place| {
                [
                    DocumentKey::SubmissionLetter(place),
                    DocumentKey::AchievementSummary(place),
                ]
            };
            (0..letters).flat_map(pair).chain(dossiers(ready)).collect()
        }
        DocumentList::Registrations => vec![single(REGISTRATION_SUMMARY)],
        DocumentList::OfKind(kind) => {
            let kinds = kind::spec(kind).map_or(&[][..], |row| row.documents);
            kinds.iter().map(|kind| single(kind)).collect()
        }
        DocumentList::Year => [single(AWARD_SUMMARY)]
            .into_iter()
            .chain(of_year(ready))
            .collect(),
    }
}

/// Reports, and every form of the rule set that nothing else fills.
fn of_year(ready: &DocumentWorkspace) -> Vec<DocumentKey> {
    let rules = &ready.rules;
    let is_ours = |outline: &&Outline| {
        outline.issuer() == IssuedBy::Unit || ready.context().office.leads_block()
    };
    let mut keys = Vec::new();
    for outline in rules.parts.report_outlines.iter().filter(is_ours) {
        keys.push(DocumentKey::Report(outline.id.clone(), Half::Whole));
        if outline.uses.iter().any(|one| one.name == "midyear") {
            keys.push(DocumentKey::Report(outline.id.clone(), Half::First));
        }
    }
    let others = rules.parts.printed_forms.iter().filter(is_ours);
    let others = others.filter(|form| !FILLED.contains(&form.kind.as_str()));
    keys.extend(others.map(|form| DocumentKey::Form(form.id.clone())));
    keys
}

/// The dossiers that somebody of the nominees needs.
fn dossiers(ready: &DocumentWorkspace) -> Vec<DocumentKey> {
    let needed = ready.rules.parts.dossiers.iter().filter(|one| {
        let pieces = || one.pieces.iter();
        let of_nominees = pieces().any(|piece| piece.per.as_deref() == Some("nominee"));
        let is_for_them = of_nominees || !one.awards.is_empty() && !one.pieces.is_empty();
        is_for_them && !nominees(ready, &one.awards).is_empty()
    });
    needed
        .map(|one| DocumentKey::Dossier(one.id.clone()))
        .collect()
}

/// The nomination that a file of a dossier is about.
pub fn nomination(ready: &DocumentWorkspace, key: &DocumentKey) -> Option<String> {
    let DocumentKey::DossierFile(id, place) = key else {
        return None;
    };
    let dossier = ready.dossier(id)?;
    let file = dossier.files.get(*place)?;
    Some(file.subject.as_ref()?.record.clone())
}

/// What a document is called in a list, where its own name does not tell it from another.
pub fn name(ready: &DocumentWorkspace, key: &DocumentKey, made: &ComposedDocument) -> String {
    let letter = place_of_letter(key).and_then(|place| letter(ready, place));
    let recipient = letter.and_then(|group| forms::recipient(ready.context(), &group));
    match recipient {
        Some(recipient) => format!("{} – {recipient}", made.document.name),
        None => made.document.name.clone(),
    }
}

fn place_of_letter(key: &DocumentKey) -> Option<usize> {
    match key {
        DocumentKey::SubmissionLetter(place) | DocumentKey::AchievementSummary(place) => {
            Some(*place)
        }
        _ => None,
    }
}

fn is_single(key: &DocumentKey, kinds: &[&str]) -> bool {
    matches!(key, DocumentKey::Single(kind) if kinds.contains(&kind.as_str()))
}

/// The records that a document tells of by name.
pub fn shown(ready: &DocumentWorkspace, key: &DocumentKey) -> Vec<Record> {
    if let Some(place) = place_of_letter(key) {
        return letter(ready, place).unwrap_or_default();
    }
    if is_single(
        key,
        &["exemplarReport", "achievementReport", "registration"],
    ) {
        return ready.given.records.first().cloned().into_iter().collect();
    }
    Vec::new()
}

/// The records that a document tells of or adds up.
pub fn told(ready: &DocumentWorkspace, key: &DocumentKey) -> Vec<Record> {
    let adds_up = is_single(key, &[REGISTRATION_SUMMARY, AWARD_SUMMARY]);
    if adds_up || matches!(key, DocumentKey::Report(..)) {
        return ready.given.records.clone();
    }
    shown(ready, key)
}

/// The nominations of the letter of this place.
fn letter(ready: &DocumentWorkspace, place: usize) -> Option<Vec<Record>> {
    let mut groups = forms::by_recipient(ready.context(), &ready.given.records);
    (place < groups.len()).then(|| groups.swap_remove(place))
}

/// Whether a document is a table before all, worth a spreadsheet of its own.
pub fn is_table(key: &DocumentKey) -> bool {
    matches!(key, DocumentKey::AchievementSummary(_))
        || is_single(key, &[REGISTRATION_SUMMARY, AWARD_SUMMARY])
}

pub fn make(ready: &DocumentWorkspace, key: &DocumentKey) -> Option<ComposedDocument> {
    let context = ready.context();
    match key {
        DocumentKey::SubmissionLetter(place) => {
            forms::submission_letter(context, &letter(ready, *place)?)
        }
        DocumentKey::AchievementSummary(place) => {
            forms::achievement_summary(context, &letter(ready, *place)?)
        }
        DocumentKey::DossierFile(id, place) => {
            let dossier = ready.dossier(id)?;
            Some(dossier.files.get(*place)?.made.clone())
        }
        DocumentKey::Report(id, half) => {
            let mut outlines = ready.rules.parts.report_outlines.iter();
            let outline = outlines.find(|one| one.id == *id)?;
            let span = span(ready, outline);
            let known = ready.register.knowledge(ready.given.year, span, *half);
            forms::report(context, id, &known)
        }
        DocumentKey::Form(id) => {
            let form = ready
                .rules
                .parts
                .printed_forms
                .iter()
                .find(|one| one.id == *id)?;
            match form.kind.as_str() {
                "plan" => forms::plan(context),
                "conferenceProgramme" => forms::programme(context, &FormDraft::default()),
                _ => forms::drafted(context, id, &FormDraft::default()),
            }
        }
        DocumentKey::Single(kind) => single(ready, kind),
        DocumentKey::Dossier(_) => None,
    }
}

fn single(ready: &DocumentWorkspace, kind: &str) -> Option<ComposedDocument> {
    let context = ready.context();
    let records = &ready.given.records;
    match kind {
        "exemplarReport" => forms::exemplar_report(context, records.first()?),
        "achievementReport" => forms::achievement_report(context, records.first()?),
        "registration" => {
            let mut subjects = ready.given.subjects.iter();
            let village = subjects.find(|one| one.kind == kind::VILLAGE);
            match village {
                Some(village) => forms::village_registration(context, records.first()?, village),
                None => forms::registration(context, records.first()?),
            }
        }
        REGISTRATION_SUMMARY => {
            let known = ready.register.of_days(Half::Whole);
            forms::registration_summary(context, &known.registrations)
        }
        AWARD_SUMMARY => {
            let layout = ready.rules.table(AWARD_SUMMARY)?;
            let known = ready
                .register
                .knowledge(ready.given.year, period(ready), Half::Whole);
            let counted = summary_table(&ready.rules, layout, known.awards, &known.table);
            forms::award_summary(context, &counted)
        }
        _ => None,
    }
}

fn span(ready: &DocumentWorkspace, outline: &Outline) -> Span {
    match outline.kind.as_str() {
        "periodReport" => period(ready),
        _ => Span::year(ready.given.year),
    }
}

/// The rule set's period, or the five years that end with this one.
fn period(ready: &DocumentWorkspace) -> Span {
    let year = ready.given.year;
    match ready.rules.parts.period {
        Some(period) => Span {
            from: period.from,
            to: period.to,
        },
        None => Span {
            from: year - 4,
            to: year,
        },
    }
}

/// The dossier of the nominations for its awards.
pub fn dossier(ready: &DocumentWorkspace, id: &str) -> Option<Dossier> {
    let asked = ready.rules.parts.dossiers.iter().find(|one| one.id == id)?;
    let nominees = nominees(ready, &asked.awards);
    forms::dossier(ready.context(), id, &nominees, &FormDraft::default())
}

/// The nominations that a dossier is for.
pub fn nominees_of(ready: &DocumentWorkspace, id: &str) -> Vec<Record> {
    let asked = ready.rules.parts.dossiers.iter().find(|one| one.id == id);
    asked.map_or_else(Vec::new, |asked| nominees(ready, &asked.awards))
}

/// The nominations for one of these awards; for any where none is named.
fn nominees(ready: &DocumentWorkspace, awards: &[String]) -> Vec<Record> {
    let is_for = |one: &&Record| {
        let award = one.text("award").unwrap_or_default();
        one.kind == kind::NOMINATION && (awards.is_empty() || awards.iter().any(|of| of == award))
    };
    ready.given.records.iter().filter(is_for).cloned().collect()
}
