//! For each section of an outline, what the register can supply.

use super::award_facts::AwardFacts;
use super::content::{ContentText, Origin, contents};
use super::fact::Fact;
use super::knowledge::{Half, Knowledge};
use super::outline::{IssuedBy, Outline, OutlineSection};
use super::supplier::{Supplier, in_words, kinds, some};
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::number::{format as grouped, pad2};
use crate::registrations::RegistrationOwner;
use crate::rules::Rules;
use crate::rules::source::{Standing, Supply};
use crate::source::Clause;
use crate::subject::SubjectKind;
use std::collections::BTreeMap;

/// One section of a report: the texts that stand in it, and the facts that can be put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionFacts {
    pub key: String,
    pub heading: String,
    /// How deep it stands.
    pub depth: usize,
    pub contents: Vec<ContentText>,
    /// Those before the text of the section, then those of its hints.
    pub facts: Vec<Fact>,
    /// The section asks for something, nothing is written and nothing supplied.
    /// What may be begun with is not written.
    pub is_empty: bool,
}

/// Every section of an outline, in order, with its facts. A fact of which the
/// register has nothing says so; a word that is not known is a finding.
pub fn report_facts(rules: &Rules, outline: &Outline, known: &Knowledge<'_>) -> Vec<SectionFacts> {
    let known = &*known.for_outline(outline);
    let mut sections = Vec::new();
    let use_name = match known.half {
        Half::First => "midyear",
        Half::Whole => "year",
    };
    let of_half = outline.uses.iter().find(|one| one.name == use_name);
    let supplier = Supplier {
        rules,
        known,
        words: of_half.map(|one| &one.words),
        checked: outline.checked,
    };
    supplier.walk(&outline.id, &outline.sections, 0, &mut sections);
    sections
}

impl Supplier<'_> {
    fn walk(
        &self,
        outline: &str,
        below: &[OutlineSection],
        depth: usize,
        sections: &mut Vec<SectionFacts>,
    ) {
        for section in below {
            let own = section
                .supplies
                .iter()
                .map(|supply| (supply, section.source.as_ref()));
            let of_hints = section.hints.iter().flat_map(|hint| {
                let source = hint.source.as_ref().or(section.source.as_ref());
                hint.supplies.iter().map(move |supply| (supply, source))
            });
            let mut seen: Vec<&Supply> = Vec::new();
            let mut facts = Vec::new();
            for (supply, source) in own.chain(of_hints) {
                // A hint may ask for what its section has.
                if seen.contains(&supply) {
                    continue;
                }
                seen.push(supply);
                let clause = self.rules.cite(Standing {
                    source,
                    checked: self.checked,
                    ..Standing::default()
                });
                facts.push(self.supply(supply, clause));
            }
            let contents = contents(
                self.rules,
                outline,
                section,
                &self.known.texts,
                self.known.year,
            );
            let is_written = contents.iter().any(|one| one.origin == Origin::Written);
            let is_supplied = facts.iter().any(|fact| !fact.is_missing);
            sections.push(SectionFacts {
                key: section.key.clone(),
                heading: self.heading(&section.text),
                depth,
                is_empty: !section.contents.is_empty() && !is_written && !is_supplied,
                contents,
                facts,
            });
            self.walk(outline, &section.sections, depth + 1, sections);
        }
    }

    fn heading(&self, text: &str) -> String {
        let mut heading = text.to_owned();
        for (key, words) in self.words.into_iter().flatten() {
            heading = heading.replace(&format!("{{{key}}}"), words);
        }
        self.rules.filled(&heading, self.known.year)
    }

    fn supply(&self, supply: &Supply, clause: Option<Clause>) -> Fact {
        let mut fact = Fact::of(&supply.fact);
        match supply.fact.as_str() {
            "unitTotals" => self.unit_totals(&mut fact),
            "indicatorComparison" => {
                self.indicators(&mut fact, self.with(supply), self.known.indicators, None);
            }
            "blockIndicatorComparison" => {
                for (member, indicators) in self.known.block_indicators {
                    self.indicators(&mut fact, self.with(supply), indicators, Some(member));
                }
            }
            "nominationCounts" | "nomineeCounts" | "awardsProposed" => self.nominations(&mut fact),
            "registrationCounts"
            | "registeredTitles"
            | "blockRegistrations"
            | "pledgeCounts"
            | "pledgeSigned"
            | "unitsWithoutPledge"
            | "unitsWithoutRegistration" => self.registrations(&mut fact),
            "blockRanking" => self.ranking(&mut fact),
            "legalBases" => {
                self.legal_bases(&mut fact);
            }
            "planTasks" => {
                let tasks = self.rules.parts.plan_tasks.iter().filter_map(|task| {
                    let words = &task.commune.as_ref()?.text;
                    Some(vec![
                        task.quarter.to_string(),
                        self.rules.filled(words, self.known.year),
                    ])
                });
                fact.table(Some("planTasks"), &["Quý", "Nội dung"], tasks.collect());
            }
            "awardedCollectives"
            | "awardedIndividuals"
            | "awardSummary"
            | "awardsByLevel"
            | "awardsByMode"
            | "awardCount"
            | "awardsOfOwnAuthority"
            | "ratio" => AwardFacts(self).supply(supply, &mut fact),
            _ => self.entries(&mut fact),
        }
        Fact {
            clause,
            whose: self.whose(&supply.fact),
            days: Some(self.known.days()),
            ..fact.or_missing()
        }
    }

    fn whose(&self, fact: &str) -> RegistrationOwner {
        match (self.known.issued_by, fact) {
            (IssuedBy::Block, _) => RegistrationOwner::Members,
            (
                _,
                "registrationCounts"
                | "registeredTitles"
                | "pledgeCounts"
                | "pledgeSigned"
                | "unitsWithoutPledge"
                | "unitsWithoutRegistration",
            ) => RegistrationOwner::Units,
            _ => RegistrationOwner::Own,
        }
    }

    fn with<'a>(&self, supply: &'a Supply) -> &'a [String] {
        match self.known.half {
            Half::First if !supply.midyear_compare_with.is_empty() => &supply.midyear_compare_with,
            _ => &supply.compare_with,
        }
    }

    /// All of them, and of which it must be asked whether they are still, or yet,
    /// in force.
    fn legal_bases(&self, fact: &mut Fact) {
        let (bases, year) = (&self.rules.legal_bases, self.known.year);
        let rows = bases
            .iter()
            .map(|basis| vec![basis.number.clone(), basis.title.clone()]);
        fact.table(None, &["Số, ký hiệu", "Tên văn bản"], rows.collect());
        for basis in bases {
            let day = |stored: &Option<String>| PartialDate::parse_stored(stored.as_deref()?);
            let ended = day(&basis.effective_to).filter(|day| day.year() <= year);
            let begins = day(&basis.effective_from).filter(|day| day.year() > year);
            let problem = match (ended, begins) {
                (Some(day), _) => format!("hết hiệu lực từ {day}. Hãy xem văn bản thay thế."),
                (_, Some(day)) => format!("có hiệu lực từ {day}, sau năm của báo cáo."),
                _ => continue,
            };
            let message = format!("“{}” {problem}", basis.number);
            fact.findings
                .push(Finding::warning("notInForce", &basis.number, message));
        }
    }

    fn unit_totals(&self, fact: &mut Fact) {
        let totals = &self.known.totals.0;
        let counted = |(kind, total): (&SubjectKind, &i64)| (*kind, *total);
        let some: Vec<(SubjectKind, i64)> = totals.iter().map(counted).collect();
        for (kind, total) in &some {
            fact.figure(kind.counted(), grouped(*total, 0), Vec::new());
        }
        if !some.is_empty() {
            fact.say(format!("Đơn vị có {}.", in_words(&some)));
        }
    }

    fn nominations(&self, fact: &mut Fact) {
        let all = self.known.nominations;
        if all.is_empty() {
            return;
        }
        let ids = |decided_only: bool| {
            let some = all.iter().filter(|one| one.is_decided || !decided_only);
            some.map(|one| one.id.clone()).collect::<Vec<String>>()
        };
        let (sent, decided) = (ids(false), ids(true));
        fact.say(format!(
            "Đã trình {} đề nghị khen thưởng ({}); {} đề nghị đủ điều kiện (đã có quyết định).",
            pad2(sent.len()),
            in_words(&kinds(all.iter().map(|one| one.kind))),
            pad2(decided.len())
        ));
        fact.figure("Số lượng trình", pad2(sent.len()), sent);
        fact.figure(
            "Số lượng đủ điều kiện (đã có quyết định)",
            pad2(decided.len()),
            decided,
        );
        let mut by_award: BTreeMap<&str, Vec<SubjectKind>> = BTreeMap::new();
        for one in all {
            by_award.entry(&one.award).or_default().push(one.kind);
        }
        let rows = by_award.into_iter().map(|(award, kinds)| {
            let count = |kind| some(kinds.iter().filter(|one| **one == kind).count());
            let mut row = vec![self.rules.label_of("awards", award).to_owned()];
            row.extend(SubjectKind::ALL.map(count));
            row
        });
        let layout = Some("awardsProposed").filter(|_| fact.fact == "awardsProposed");
        let headings = [
            "Danh hiệu thi đua, hình thức khen thưởng",
            "Tập thể",
            "Cá nhân",
            "Gia đình",
        ];
        fact.table(layout, &headings, rows.collect());
    }

    fn ranking(&self, fact: &mut Fact) {
        let rows = self.known.ranking.iter().map(|place| {
            let rank = place
                .rank
                .map_or("không bình xét".to_owned(), |rank| rank.to_string());
            vec![rank, place.unit.clone(), grouped(place.total, 2)]
        });
        fact.table(
            Some("blockScores"),
            &["Xếp hạng", "Đơn vị", "Tổng điểm"],
            rows.collect(),
        );
    }
}
