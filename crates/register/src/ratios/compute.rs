//! over the award register.

use super::ratio::Ratio;
use crate::awards::{Award, not_counted};
use crate::criteria::Span;
use crate::finding::Finding;
use crate::rules::Rules;
use crate::source::Clause;
use crate::subject::SubjectKind;
use crate::summary_table::{UnitTotals, percent};
use std::collections::BTreeSet;

/// The figures that ratios are made from: awards of a span, totals of the unit, nominations.
#[derive(Debug, Clone, Default)]
pub struct RatioInputs<'a> {
    pub awards: &'a [Award],
    pub span: Span,
    pub totals: UnitTotals,
    /// Nominations sent up, and those with a decision; none where nobody counts.
    pub nominations_submitted: Option<i64>,
    pub nominations_decided: Option<i64>,
}

/// One ratio of one kind or level in a table, with the numbers that it is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatioLine {
    pub ratio: String,
    pub name: String,
    /// What it is of: a subject kind or an award level; empty of all.
    pub of: String,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    /// Per cent, scaled by `decimals`; none on a denominator that is zero or
    /// not known.
    pub percent: Option<i64>,
    pub decimals: u8,
    /// The awards that the numerator counts, by their records.
    pub counted: Vec<String>,
    pub clause: Option<Clause>,
}

impl RatioLine {
    /// «66,7»; blank where there is none.
    pub fn shown(&self) -> String {
        let shown = |percent| crate::number::format_fixed(percent, self.decimals);
        self.percent.map(shown).unwrap_or_default()
    }
}

/// What is counted for one side of a ratio.
#[derive(Default, Clone, Copy)]
struct CountFilter<'a> {
    kind: Option<SubjectKind>,
    level: Option<&'a str>,
}

/// A ratio's lines, one for each kind or level that it asks for. A word that is
/// not known is a finding, and its side is none.
pub fn ratio_lines(
    rules: &Rules,
    ratio: &Ratio,
    inputs: &RatioInputs<'_>,
) -> (Vec<RatioLine>, Vec<Finding>) {
    let mut findings = Vec::new();
    let levels: Vec<&str> = levels(rules);
    let each: Vec<(String, CountFilter<'_>)> = match ratio.each.as_deref() {
        Some("subjectKind") => [SubjectKind::Collective, SubjectKind::Individual]
            .into_iter()
            .map(|kind| {
                let of = CountFilter {
                    kind: Some(kind),
                    level: None,
                };
                (kind.word().to_owned(), of)
            })
            .collect(),
        Some("awardLevel") => levels
            .iter()
            .map(|level| {
                let of = CountFilter {
                    kind: None,
                    level: Some(level),
                };
                ((*level).to_owned(), of)
            })
            .collect(),
        _ => vec![(String::new(), CountFilter::default())],
    };
    let counter = Counter { rules, inputs };
    let mut lines = Vec::new();
    for (name, of) in each {
        let mut side = |word: &str| {
            counter.side(word, of).unwrap_or_else(|| {
                let message = format!("Chưa biết cách đếm “{word}” của tỷ lệ {}.", ratio.id);
                findings.push(Finding::warning("unknownWord", &ratio.id, message));
                Side::Entered(None)
            })
        };
        let (top, bottom) = (side(&ratio.numerator), side(&ratio.denominator));
        for entered in [&top, &bottom].into_iter().filter_map(Side::below_zero) {
            let message = format!(
                "“{}”: số đã ghi là {entered}, không được âm; chưa được tính.",
                ratio.name
            );
            findings.push(Finding::error("negativeCount", &ratio.id, message));
        }
        let (numerator, denominator) = (top.size(), bottom.size());
        let sides = numerator.zip(denominator);
        let share = sides.and_then(|(top, bottom)| percent(top, bottom, ratio.decimals));
        if sides.is_some_and(|(top, bottom)| bottom > 0 && top > bottom) {
            let message = format!(
                "“{}”: tử số nhiều hơn mẫu số. Hãy xem lại tổng số của đơn vị.",
                ratio.name
            );
            findings.push(Finding::warning("aboveWhole", &ratio.id, message));
        }
        lines.push(RatioLine {
            ratio: ratio.id.clone(),
            name: ratio.name.clone(),
            of: name,
            numerator,
            denominator,
            percent: share,
            decimals: ratio.decimals,
            counted: top.records(),
            clause: rules.cite(ratio.standing()),
        });
    }
    findings.extend(counter.left_out(ratio));
    (lines, findings)
}

/// The award levels that the catalogue has, each once, in its order.
fn levels(rules: &Rules) -> Vec<&str> {
    let mut levels = Vec::new();
    for level in rules
        .catalogue("awards")
        .iter()
        .filter_map(|item| item.attribute("awardLevel"))
    {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

fn level_of<'a>(rules: &'a Rules, award: &Award) -> Option<&'a str> {
    rules.item("awards", &award.award)?.attribute("awardLevel")
}

struct Counter<'a> {
    rules: &'a Rules,
    inputs: &'a RatioInputs<'a>,
}

impl<'a> Counter<'a> {
    fn awards(&self, of: CountFilter<'a>) -> impl Iterator<Item = &'a Award> {
        let (rules, span) = (self.rules, self.inputs.span);
        self.inputs.awards.iter().filter(move |award| {
            let in_span = award.year.is_some_and(|year| span.holds(year));
            let of_kind = of.kind.is_none() || award.kind == of.kind;
            in_span && of_kind && (of.level.is_none() || level_of(rules, award) == of.level)
        })
    }

    /// What a word counts; none of a word that is not known.
    fn side(&self, word: &str, of: CountFilter<'a>) -> Option<Side<'a>> {
        let individuals = CountFilter {
            kind: Some(SubjectKind::Individual),
            ..of
        };
        // Families are neither grassroots units nor workers.
        let is_counted = |award: &Award| {
            of.level.is_none()
                || matches!(
                    award.kind,
                    Some(SubjectKind::Collective | SubjectKind::Individual)
                )
        };
        let is_direct = |award: &Award| award.is_direct == Some(true);
        let leads = |award: &Award| award.is_leader == Some(true);
        let decisions = |of: CountFilter<'a>, counts: &dyn Fn(&Award) -> bool| {
            Side::Decisions(self.awards(of).filter(|award| counts(award)).collect())
        };
        // What nobody has said of any of them is not nought of them.
        let is_unsaid = |of: CountFilter<'a>, answer: fn(&Award) -> Option<bool>| {
            let mut answers = self.awards(of).map(answer).peekable();
            answers.peek().is_some() && answers.all(|answer| answer.is_none())
        };
        let is_of_awards = word.starts_with("awarded");
        let nobody_said = match word {
            "awardedLeaders" => is_unsaid(individuals, |award| award.is_leader),
            "awardedDirectWorkers" => is_unsaid(individuals, |award| award.is_direct),
            "awardedDirect" => is_unsaid(of, |award| award.is_direct),
            _ => false,
        };
        let is_kept = self.awards(CountFilter::default()).next().is_some();
        let known = match word {
            "awarded" => Side::Subjects(self.awards(of).collect()),
            "awardedIndividuals" => decisions(individuals, &|_| true),
            "awardedLeaders" => decisions(individuals, &leads),
            "awardedDirectWorkers" => decisions(individuals, &is_direct),
            "awardedDirect" => decisions(of, &|award| is_counted(award) && is_direct(award)),
            "awardedInRow" | "awardedOfLevel" => decisions(of, &is_counted),
            "unitTotal" => Side::Entered(self.inputs.totals.0.get(&of.kind?).copied()),
            "nominationsSubmitted" => Side::Entered(self.inputs.nominations_submitted),
            "nominationsDecided" => Side::Entered(self.inputs.nominations_decided),
            _ => return None,
        };
        Some(match nobody_said || is_of_awards && !is_kept {
            true => Side::Entered(None),
            false => known,
        })
    }

    /// The awards that the ratio should count and cannot, by their reason.
    fn left_out(&self, ratio: &Ratio) -> Vec<Finding> {
        let words = [ratio.numerator.as_str(), ratio.denominator.as_str()];
        if !words.iter().any(|word| word.starts_with("awarded")) {
            return Vec::new();
        }
        let in_span: Vec<&Award> = self.awards(CountFilter::default()).collect();
        let of_span = |is_left_out: &dyn Fn(&Award) -> bool| -> Vec<&Award> {
            let left_out = in_span.iter().filter(|award| is_left_out(award));
            left_out.copied().collect()
        };
        let undated = self.inputs.awards.iter().filter(|one| one.year.is_none());
        let by_level = ratio.each.as_deref() == Some("awardLevel");
        let asks = |word| words.contains(&word);
        let is_individual = |award: &Award| award.kind == Some(SubjectKind::Individual);
        let is_family = |award: &Award| award.kind == Some(SubjectKind::Family);
        let reasons = [
            (
                "noYear",
                undated.collect(),
                "chưa ghi năm nên chưa được đếm vào tỷ lệ.",
            ),
            (
                "unknownSubjectKind",
                of_span(&|award| award.kind.is_none()),
                "chưa ghi là tập thể, cá nhân hay gia đình nên chưa được đếm vào tỷ lệ.",
            ),
            (
                "unknownAward",
                of_span(&|award| by_level && level_of(self.rules, award).is_none()),
                "không có trong danh mục, chưa biết là cấp nào, nên chưa được đếm vào tỷ lệ.",
            ),
            (
                "directNotSaid",
                of_span(&|award| {
                    let asked = asks("awardedDirect") && !is_family(award)
                        || asks("awardedDirectWorkers") && is_individual(award);
                    asked && award.is_direct.is_none()
                }),
                "chưa ghi có phải đối tượng ở cơ sở, lao động trực tiếp hay không; tạm tính là không.",
            ),
            (
                "leaderNotSaid",
                of_span(&|award| {
                    asks("awardedLeaders") && is_individual(award) && award.is_leader.is_none()
                }),
                "chưa ghi có phải lãnh đạo hay không; tạm tính là không.",
            ),
        ];
        let some = reasons.iter().filter(|(_, awards, _)| !awards.is_empty());
        some.map(|(code, awards, why)| not_counted(code, &ratio.id, awards, why))
            .collect()
    }
}

/// One side of a ratio.
enum Side<'a> {
    Decisions(Vec<&'a Award>),
    /// Subjects, each once however often it was commended.
    Subjects(Vec<&'a Award>),
    /// A number that somebody has entered; none where nobody has.
    Entered(Option<i64>),
}

impl Side<'_> {
    fn size(&self) -> Option<i64> {
        let size = match self {
            Self::Decisions(awards) => awards.len(),
            Self::Subjects(awards) => {
                let keys = awards.iter().map(|award| award.subject_key());
                keys.collect::<BTreeSet<_>>().len()
            }
            Self::Entered(number) => return number.filter(|number| *number >= 0),
        };
        Some(i64::try_from(size).unwrap_or(i64::MAX))
    }

    fn below_zero(&self) -> Option<i64> {
        match self {
            Self::Entered(number) => number.filter(|number| *number < 0),
            _ => None,
        }
    }

    fn records(&self) -> Vec<String> {
        match self {
            Self::Decisions(awards) | Self::Subjects(awards) => {
                awards.iter().map(|award| award.id.clone()).collect()
            }
            Self::Entered(_) => Vec::new(),
        }
    }
}
