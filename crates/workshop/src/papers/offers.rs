//! Which documents there are, by their keys, and how each is made.

use super::ready::Ready;
use documents::forms::{self, Dossier, FormDraft};
use documents::making::ComposedDocument;
use register::criteria::Span;
use register::kind;
use register::record::Record;
use register::reports::{Half, IssuedBy, Outline};
use register::summary_table::summary_table;

/// All nominations of the year.
const NOMINATIONS: &str = "nominations";
/// All registrations of the year.
const REGISTRATIONS: &str = "registrations";
/// Reports, and every form of the rule set that nothing else fills.
const YEAR: &str = "year";

const AWARD_SUMMARY: &str = "awardSummary";
const LETTER: &str = "submissionLetter:";
const SUMMARY: &str = "achievementSummary:";
const DOSSIER: &str = "dossier:";
const REPORT: &str = "report:";
const FORM: &str = "form:";
const FIRST_HALF: &str = ":midyear";
/// Forms that a record fills, or all of a kind.
const FILLED: [&str; 5] = [
    "exemplarReport",
    "achievementReport",
    "registration",
    "communeRegistrationSummary",
    "submissionLetter",
];

/// The keys of the documents of a record's kind, or of one of the lists above.
pub fn keys(ready: &Ready, of: &str) -> Vec<String> {
    if of == NOMINATIONS {
        let letters = forms::by_recipient(ready.desk(), &ready.given.records).len();
        // A letter goes to one level, with a summary of those that are proposed there.
        return (0..letters)
            .flat_map(|place| [LETTER, SUMMARY].map(|kind| format!("{kind}{place}")))
            .chain(dossiers(ready))
            .collect();
    }
    let fixed: &[&str] = match of {
        REGISTRATIONS => &["registrationSummary"],
        YEAR => &[AWARD_SUMMARY],
        kind => kind::spec(kind).map_or(&[], |row| row.documents),
    };
    let mut keys: Vec<String> = fixed.iter().map(|key| (*key).to_owned()).collect();
    let rules = &ready.rules;
    if of == YEAR {
        let is_ours = |outline: &&Outline| {
            outline.issuer() == IssuedBy::Unit || ready.desk().office.leads_block()
        };
        for outline in rules.report_outlines.iter().filter(is_ours) {
            keys.push(format!("{REPORT}{}", outline.id));
            if outline.uses.iter().any(|one| one.name == "midyear") {
                keys.push(format!("{REPORT}{}{FIRST_HALF}", outline.id));
            }
        }
        let others = rules.printed_forms.iter().filter(is_ours);
        let others = others.filter(|form| !FILLED.contains(&form.kind.as_str()));
        keys.extend(others.map(|form| format!("{FORM}{}", form.id)));
    }
    keys
}

/// The dossiers that somebody of the nominees needs.
fn dossiers(ready: &Ready) -> Vec<String> {
    let needed = ready.rules.dossiers.iter().filter(|one| {
        let pieces = || one.pieces.iter();
        let of_nominees = pieces().any(|piece| piece.per.as_deref() == Some("nominee"));
        let is_for_them = of_nominees || !one.awards.is_empty() && !one.pieces.is_empty();
        is_for_them && !nominees(ready, &one.awards).is_empty()
    });
    needed.map(|one| format!("{DOSSIER}{}", one.id)).collect()
}

/// The nomination that a file of a dossier is about.
pub fn nomination(ready: &Ready, key: &str) -> Option<String> {
    let (id, place) = dossier_id(key)?.split_once('.')?;
    let dossier = ready.dossier(id)?;
    let file = dossier.files.get(place.parse::<usize>().ok()?)?;
    Some(file.subject.as_ref()?.record.clone())
}

/// What a document is called in a list, where its own name does not tell it from another.
pub fn name(ready: &Ready, key: &str, made: &ComposedDocument) -> String {
    let letter = place_of_letter(key).and_then(|place| letter(ready, place));
    let recipient = letter.and_then(|group| forms::recipient(ready.desk(), &group));
    match recipient {
        Some(recipient) => format!("{} – {recipient}", made.document.name),
        None => made.document.name.clone(),
    }
}

fn place_of_letter(key: &str) -> Option<&str> {
    key.strip_prefix(LETTER).or(key.strip_prefix(SUMMARY))
}

/// The records that a document tells of by name.
pub fn shown(ready: &Ready, key: &str) -> Vec<Record> {
    if let Some(place) = place_of_letter(key) {
        return letter(ready, place).unwrap_or_default();
    }
    match key {
        "exemplarReport" | "achievementReport" | "registration" => {
            ready.given.records.first().cloned().into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The records that a document tells of or adds up.
pub fn told(ready: &Ready, key: &str) -> Vec<Record> {
    match key {
        "registrationSummary" | AWARD_SUMMARY => ready.given.records.clone(),
        _ if key.starts_with(REPORT) => ready.given.records.clone(),
        _ => shown(ready, key),
    }
}

/// The nominations of the letter of this place.
fn letter(ready: &Ready, place: &str) -> Option<Vec<Record>> {
    let mut groups = forms::by_recipient(ready.desk(), &ready.given.records);
    let place = place.parse().ok().filter(|place| *place < groups.len())?;
    Some(groups.swap_remove(place))
}

/// The id of the dossier that a key names.
pub fn dossier_id(key: &str) -> Option<&str> {
    key.strip_prefix(DOSSIER)
}

/// Whether a document is a table before all, worth a spreadsheet of its own.
pub fn is_table(key: &str) -> bool {
    key.starts_with(SUMMARY) || matches!(key, "registrationSummary" | AWARD_SUMMARY)
}

pub fn make(ready: &Ready, key: &str) -> Option<ComposedDocument> {
    let desk = ready.desk();
    let records = &ready.given.records;
    if let Some(place) = key.strip_prefix(LETTER) {
        return forms::submission_letter(desk, &letter(ready, place)?);
    }
    if let Some(place) = key.strip_prefix(SUMMARY) {
        return forms::achievement_summary(desk, &letter(ready, place)?);
    }
    if let Some((id, place)) = dossier_id(key).and_then(|id| id.split_once('.')) {
        let dossier = ready.dossier(id)?;
        let file = dossier.files.get(place.parse::<usize>().ok()?)?;
        return Some(file.made.clone());
    }
    if let Some(report) = key.strip_prefix(REPORT) {
        let (id, half) = match report.strip_suffix(FIRST_HALF) {
            Some(id) => (id, Half::First),
            None => (report, Half::Whole),
        };
        let outline = ready
            .rules
            .report_outlines
            .iter()
            .find(|one| one.id == id)?;
        let known = ready
            .register
            .knowledge(ready.given.year, span(ready, outline), half);
        return forms::report(desk, id, &known);
    }
    if let Some(id) = key.strip_prefix(FORM) {
        let form = ready.rules.printed_forms.iter().find(|one| one.id == id)?;
        return match form.kind.as_str() {
            "plan" => forms::plan(desk),
            "conferenceProgramme" => forms::programme(desk, &FormDraft::default()),
            _ => forms::drafted(desk, id, &FormDraft::default()),
        };
    }
    match key {
        "exemplarReport" => forms::exemplar_report(desk, records.first()?),
        "achievementReport" => forms::achievement_report(desk, records.first()?),
        "registration" => {
            let mut subjects = ready.given.subjects.iter();
            let village = subjects.find(|one| one.kind == kind::VILLAGE);
            match village {
                Some(village) => forms::village_registration(desk, records.first()?, village),
                None => forms::registration(desk, records.first()?),
            }
        }
        "registrationSummary" => {
            let known = ready.register.of_days(Half::Whole);
            forms::registration_summary(desk, &known.registrations)
        }
        AWARD_SUMMARY => {
            let layout = ready.rules.table(AWARD_SUMMARY)?;
            let known = ready
                .register
                .knowledge(ready.given.year, period(ready), Half::Whole);
            let counted = summary_table(&ready.rules, layout, known.awards, &known.table);
            forms::award_summary(desk, &counted)
        }
        _ => None,
    }
}

fn span(ready: &Ready, outline: &Outline) -> Span {
    match outline.kind.as_str() {
        "periodReport" => period(ready),
        _ => Span::year(ready.given.year),
    }
}

/// The rule set's period, or the five years that end with this one.
fn period(ready: &Ready) -> Span {
    let year = ready.given.year;
    match ready.rules.period {
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
pub fn dossier(ready: &Ready, id: &str) -> Option<Dossier> {
    let asked = ready.rules.dossiers.iter().find(|one| one.id == id)?;
    let nominees = nominees(ready, &asked.awards);
    forms::dossier(ready.desk(), id, &nominees, &FormDraft::default())
}

/// The nominations that a dossier is for.
pub fn nominees_of(ready: &Ready, id: &str) -> Vec<Record> {
    let asked = ready.rules.dossiers.iter().find(|one| one.id == id);
    asked.map_or_else(Vec::new, |asked| nominees(ready, &asked.awards))
}

/// The nominations for one of these awards; for any where none is named.
fn nominees(ready: &Ready, awards: &[String]) -> Vec<Record> {
    let is_for = |one: &&Record| {
        let award = one.text("award").unwrap_or_default();
        one.kind == kind::NOMINATION && (awards.is_empty() || awards.iter().any(|of| of == award))
    };
    ready.given.records.iter().filter(is_for).cloned().collect()
}
