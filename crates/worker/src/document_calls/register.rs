//! The records that are given, as reports and summaries know them.

use documents::making::of_year;
use register::awards::{Award, award_register, decided_within};
use register::criteria::Span;
use register::date::Days;
use register::finding::Finding;
use register::kind;
use register::ratios::Indicator;
use register::record::Record;
use register::registrations::{
    Member, RegistrationOwner, RegistrationSummary, registration_summary, until,
};
use register::reports::{Half, IssuedBy, Knowledge, KnowledgeEntry, SubmittedNomination};
use register::rule_set::RuleSet;
use register::rules::Rules;
use register::subject::SubjectKind;
use register::summary_table::{Question, UnitTotals};
use std::collections::BTreeMap;
use worker_messages::documents::DocumentData;

/// The records of a [`worker_messages::documents::DocumentData`], sorted into what reports and
/// summaries ask for: decided nominations, the profile, and the data of the year's first half and
/// of all days up to the year's end.
pub struct Register {
    nominated: Vec<SubmittedNomination>,
    profile: Record,
    year: ReportData,
    first_half: ReportData,
}

/// The awards, registrations, indicators and movements in the days of one report, and nothing after
/// them.
pub struct ReportData {
    pub awards: Vec<Award>,
    pub registrations: RegistrationSummary,
    indicators: Vec<Indicator>,
    movements: Vec<KnowledgeEntry>,
    /// Of the awards, and of the registrations.
    findings: [Vec<Finding>; 2],
}

impl Register {
    pub fn of(rules: &Rules, given: &DocumentData) -> Self {
        let year = given.year;
        Self {
            // A draft is not known to have been sent up: only what is decided is reported.
            nominated: of_kind(given, kind::NOMINATION)
                .filter_map(SubmittedNomination::of_record)
                .filter(|one| one.is_decided)
                .collect(),
            profile: given.profile.clone(),
            year: ReportData::of(rules, given, Days::years(i32::MIN, year)),
            first_half: ReportData::of(rules, given, Days::first_half(year)),
        }
    }

    pub fn of_days(&self, half: Half) -> &ReportData {
        match half {
            Half::First => &self.first_half,
            Half::Whole => &self.year,
        }
    }

    /// What is registered and nominated is of one year: a span of years without it has none of that.
    pub fn knowledge(&self, year: i32, span: Span, half: Half) -> Knowledge<'_> {
        let known = self.of_days(half);
        let holds_year = span.holds(year);
        let last = if holds_year { year } else { span.to };
        let totals = totals(&self.profile, last);
        let of_awards = Knowledge {
            year,
            span,
            half,
            issued_by: IssuedBy::Unit,
            findings: known.findings[0].clone(),
            awards: &known.awards,
            totals: totals.clone(),
            table: Question {
                span,
                totals,
                ..Question::default()
            },
            ..Knowledge::default()
        };
        if !holds_year {
            return of_awards;
        }
        let movements = ("movements".to_owned(), known.movements.clone());
        Knowledge {
            findings: known.findings.concat(),
            nominations: &self.nominated,
            registrations: Some(&known.registrations),
            indicators: &known.indicators,
            entries: BTreeMap::from([movements]),
            ..of_awards
        }
    }
}

impl ReportData {
    fn of(rules: &Rules, given: &DocumentData, days: Days) -> Self {
        let all = award_register(&given.records);
        let (awards, undated) = decided_within(&all, days);
        let mut findings = Vec::new();
        let mut registration = |is_its: &dyn Fn(&Record) -> bool| {
            let mut of_year = of_kind(given, kind::EMULATION_REGISTRATION).filter(|one| {
                let year = one.int("year");
                year.is_none_or(|year| year == i64::from(given.year)) && is_its(one)
            });
            let written = of_year.next()?;
            let stood = until(written, days);
            let has_day = ["registeredOn", "pledgeSignedOn"].map(|key| written.date(key));
            if stood.is_none() && has_day == [None, None] {
                let name = written.text("subjectName").unwrap_or_default();
                let message =
                    format!("Đăng ký của “{name}” chưa ghi ngày nên chưa được tính {days}.");
                let about = format!("{}/registeredOn", written.id);
                findings.push(Finding::warning("noDay", &about, message));
            }
            stood
        };
        let own = registration(&|one| one.text("subjectKind") == Some(kind::COMMUNE));
        let of_villages = given.villages.iter().map(|(id, name)| {
            let its = registration(&|one| one.text("subject") == Some(id));
            (id.as_str(), name.as_str(), its)
        });
        let of_villages: Vec<(&str, &str, Option<Record>)> = of_villages.collect();
        let commune = Member {
            whose: RegistrationOwner::Own,
            id: &given.commune.id,
            name: given.commune.text("name").unwrap_or_default(),
            registration: own.as_ref(),
        };
        let villages = of_villages.iter().map(|(id, name, registration)| Member {
            whose: RegistrationOwner::Units,
            id,
            name,
            registration: registration.as_ref(),
        });
        let members: Vec<Member<'_>> = [commune].into_iter().chain(villages).collect();
        let registered = own.iter();
        Self {
            awards,
            registrations: registration_summary(rules, given.year, &members),
            indicators: registered
                .clone()
                .flat_map(|own| indicators(rules, own, given.year))
                .collect(),
            movements: registered.flat_map(|own| movements(rules, own)).collect(),
            findings: [undated.into_iter().collect(), findings],
        }
    }
}

fn of_kind<'g>(given: &'g DocumentData, kind: &'static str) -> impl Iterator<Item = &'g Record> {
    given.records.iter().filter(move |one| one.kind == kind)
}

/// As the profile says them for a year.
fn totals(profile: &Record, year: i32) -> UnitTotals {
    let line = of_year(profile, year);
    let total = |(kind, key)| Some((kind, line?.int(key)?));
    let totals = [
        (SubjectKind::Collective, "totalCollectives"),
        (SubjectKind::Individual, "totalIndividuals"),
    ];
    UnitTotals(totals.into_iter().filter_map(total).collect())
}

/// The indicators of the commune's own registration: what it has set itself, what it came to the year
/// before. What was done this year no screen asks for yet.
fn indicators(rule_set: &RuleSet, own: &Record, year: i32) -> Vec<Indicator> {
    let form = rule_set.form_of_kind(kind::EMULATION_REGISTRATION);
    let field = form.and_then(|form| form.described(kind::INDICATOR, "registeredFigure"));
    let decimals = field.map_or(0, |(_, field)| field.decimals);
    let lines = own.lines_of(kind::INDICATOR).into_iter();
    let indicator = |line: &Record| {
        let before = line.int("previousResult").map(|value| (year - 1, value));
        Some(Indicator {
            name: line.text("name")?.to_owned(),
            unit: line.text("unit").unwrap_or_default().to_owned(),
            decimals,
            about: format!("{}/indicators", own.id),
            registered: line.int("registeredFigure"),
            years: before.into_iter().collect(),
            ..Indicator::default()
        })
    };
    lines.filter_map(indicator).collect()
}

/// The movements that the commune has registered for.
fn movements(rules: &Rules, own: &Record) -> Vec<KnowledgeEntry> {
    let codes = own.strings("movements").into_iter();
    let known = codes.map(|code| rules.label_of("movements", code));
    let others = own.text("otherMovements").unwrap_or_default().lines();
    let others = others.map(|line| line.trim_start_matches(['-', ' ']).trim());
    let entry = |name: &str| KnowledgeEntry {
        id: own.id.clone(),
        name: name.to_owned(),
        on: own.date("registeredOn"),
        ..KnowledgeEntry::default()
    };
    let names = known.chain(others.filter(|line| !line.is_empty()));
    names.map(entry).collect()
}
