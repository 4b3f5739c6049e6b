//! The records that are given, as reports and summaries know them.

use super::ready::Given;
use register::awards::Award;
use register::criteria::Span;
use register::kind;
use register::record::Record;
use register::registrations::{Member, RegistrationSummary, registration_summary};
use register::reports::{Half, Knowledge, Nominated};
use register::rules::Rules;
use register::summary_table::Question;

pub struct Register {
    pub awards: Vec<Award>,
    pub nominated: Vec<Nominated>,
    pub registrations: RegistrationSummary,
}

impl Register {
    pub fn of(rules: &Rules, given: &Given) -> Self {
        let of_kind = |kind: &'static str| given.records.iter().filter(move |one| one.kind == kind);
        let registration = |member: &str| {
            let is_its = |one: &&Record| {
                let year = one.int("year");
                let of_year = year.is_none_or(|year| year == i64::from(given.year));
                of_year && one.text("subject") == Some(member)
            };
            of_kind(kind::EMULATION_REGISTRATION).find(is_its)
        };
        let members = given.villages.iter().map(|(id, name)| Member {
            id,
            name,
            registration: registration(id),
        });
        let members: Vec<Member<'_>> = members.collect();
        Self {
            awards: of_kind(kind::AWARD).map(Award::of_record).collect(),
            // A draft is not known to have been sent up: only what is decided is reported.
            nominated: of_kind(kind::NOMINATION)
                .filter_map(Nominated::of_record)
                .filter(|one| one.is_decided)
                .collect(),
            registrations: registration_summary(rules, given.year, &members),
        }
    }

    pub fn knowledge(&self, year: i32, span: Span, half: Half) -> Knowledge<'_> {
        Knowledge {
            year,
            span,
            half,
            awards: &self.awards,
            nominations: &self.nominated,
            registrations: Some(&self.registrations),
            table: Question {
                span,
                ..Question::default()
            },
            ..Knowledge::default()
        }
    }
}
