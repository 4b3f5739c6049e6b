//! Facts from the award register.

use super::fact::Fact;
use super::supplier::{Supplier, in_words, kinds, some};
use crate::awards::{Award, not_counted};
use crate::finding::Finding;
use crate::named::HasName;
use crate::number::pad2;
use crate::ratios::{RatioInputs, ratio_lines};
use crate::rules::source::Supply;
use crate::subject::SubjectKind;
use crate::summary_table::summary_table;

/// The role of a commune's chair.
const CHAIR: &str = "communeChair";

/// The makers of those facts that count awards, over a [`Supplier`].
pub(super) struct AwardFacts<'a>(pub &'a Supplier<'a>);

impl<'a> AwardFacts<'a> {
    pub fn supply(&self, supply: &Supply, fact: &mut Fact) {
        match supply.fact.as_str() {
            "awardedCollectives" => self.awarded(fact, SubjectKind::Collective),
            "awardedIndividuals" => self.awarded(fact, SubjectKind::Individual),
            "awardSummary" => self.summary(fact),
            "awardsByLevel" => self.by(fact, "awardLevels", |award| {
                let item = self.0.rules.item("awards", &award.award);
                item.and_then(|item| item.attribute("awardLevel"))
                    .unwrap_or("")
            }),
            "awardsByMode" => self.by(fact, "commendationModes", |award| {
                award.mode.as_deref().unwrap_or("")
            }),
            "awardsOfOwnAuthority" => self.own_authority(fact),
            "awardCount" => self.count(fact, supply.award.as_deref().unwrap_or_default()),
            _ => self.ratio(fact, supply.ratio.as_deref().unwrap_or_default()),
        }
        // The table and the ratios say it themselves.
        if !["awardSummary", "ratio"].contains(&supply.fact.as_str()) {
            self.not_in_it(fact);
        }
    }

    /// Awards that no sentence here can count.
    fn not_in_it(&self, fact: &mut Fact) {
        let undated: Vec<&Award> = self
            .0
            .known
            .awards
            .iter()
            .filter(|one| one.year.is_none())
            .collect();
        let of_no_kind: Vec<&Award> = self.awards().filter(|one| one.kind.is_none()).collect();
        let reasons = [
            ("noYear", undated, "chưa ghi năm nên chưa được đếm."),
            (
                "unknownSubjectKind",
                of_no_kind,
                "chưa ghi là tập thể, cá nhân hay gia đình nên chưa được đếm.",
            ),
        ];
        for (code, awards, why) in reasons {
            if !awards.is_empty() {
                fact.findings.push(not_counted(code, "", &awards, why));
            }
        }
    }

    /// The awards of the report's years.
    fn awards(&self) -> impl Iterator<Item = &'a Award> {
        let span = self.0.known.span;
        let awards = self.0.known.awards.iter();
        awards.filter(move |award| award.year.is_some_and(|year| span.holds(year)))
    }

    fn awarded(&self, fact: &mut Fact, kind: SubjectKind) {
        let awards: Vec<&Award> = self
            .awards()
            .filter(|award| award.kind == Some(kind))
            .collect();
        if awards.is_empty() {
            return;
        }
        fact.say(format!(
            "Có {} lượt {} được tặng danh hiệu thi đua, hình thức khen thưởng.",
            pad2(awards.len()),
            kind.counted()
        ));
        let ids = awards.iter().map(|award| award.id.clone()).collect();
        fact.figure(
            &format!("Số lượt {}", kind.counted()),
            pad2(awards.len()),
            ids,
        );
        let rules = self.0.rules;
        let row = |award: &&Award| {
            let mode = award.mode.as_deref().unwrap_or_default();
            vec![
                award.subject_name.clone(),
                rules.label_of("awards", &award.award).to_owned(),
                rules.label_of("commendationModes", mode).to_owned(),
                award.decision().unwrap_or_default(),
                award.issuing_authority.clone().unwrap_or_default(),
            ]
        };
        let headings = [
            "Tên",
            "Danh hiệu thi đua, hình thức khen thưởng",
            "Loại hình",
            "Quyết định",
            "Cơ quan ban hành quyết định",
        ];
        let layout = fact.fact.clone();
        fact.table(Some(&layout), &headings, awards.iter().map(row).collect());
    }

    fn summary(&self, fact: &mut Fact) {
        let known = self.0.known;
        let layout = self
            .0
            .rules
            .parts
            .table_layouts
            .iter()
            .find(|table| table.known_as() == "awardSummary");
        let Some(layout) =
            layout.filter(|_| !known.awards.is_empty() || !known.table.plain.is_empty())
        else {
            return;
        };
        let table = summary_table(self.0.rules, layout, known.awards, &known.table);
        let mark = layout.not_applicable_mark.as_deref().unwrap_or_default();
        let rows = table.rows.iter().zip(&table.cells).map(|(row, cells)| {
            let mut shown = vec![row.text.clone()];
            // After the number and the words of the row.
            shown.extend(cells.iter().skip(2).map(|cell| cell.shown(mark)));
            shown
        });
        fact.table(Some(&layout.id), &[], rows.collect());
        let groups = table
            .rows
            .iter()
            .filter(|row| row.kind == crate::summary_table::RowKind::Group);
        for group in groups {
            let kinds: Vec<(SubjectKind, i64)> = table
                .columns
                .iter()
                .filter(|column| column.figure == Some(crate::summary_table::Figure::Quantity))
                .filter_map(|column| {
                    Some((
                        column.subject_kind?,
                        table.cell(&group.key, &column.key)?.value?,
                    ))
                })
                .filter(|(_, count)| *count > 0)
                .collect();
            if !kinds.is_empty() {
                fact.say(format!("{}: {}.", group.text, in_words(&kinds)));
            }
        }
        fact.findings.extend(table.findings);
    }

    /// Counts by a code that each award leads to.
    fn by(&self, fact: &mut Fact, catalogue: &str, code_of: impl Fn(&'a Award) -> &'a str) {
        let mut codes: Vec<&str> = Vec::new();
        for award in self.awards() {
            let code = code_of(award);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let items = self.0.rules.catalogue(catalogue);
        codes.sort_by_key(|code| {
            items
                .iter()
                .position(|item| item.code == *code)
                .unwrap_or(usize::MAX)
        });
        for code in codes {
            let awards: Vec<&Award> = self
                .awards()
                .filter(|award| code_of(award) == code)
                .collect();
            let label = match self.0.rules.label_of(catalogue, code) {
                "" => "Chưa rõ",
                label => label,
            };
            let counted = in_words(&kinds(awards.iter().filter_map(|award| award.kind)));
            fact.say(format!("{label}: {counted}."));
            fact.figure(
                label,
                pad2(awards.len()),
                awards.iter().map(|award| award.id.clone()).collect(),
            );
        }
    }

    /// What the commune's chair gives by own authority, from the day on which it is
    /// his.
    fn own_authority(&self, fact: &mut Fact) {
        let powers = self.0.rules.parts.granting_powers.iter();
        let powers = powers.filter(|power| power.authority == CHAIR);
        let mut rows = Vec::new();
        let (mut all, mut earlier): (Vec<&Award>, Vec<&Award>) = (Vec::new(), Vec::new());
        for power in powers {
            let of_power = self.awards().filter(|one| one.award == power.award);
            let (awards, before): (Vec<&Award>, Vec<&Award>) = of_power.partition(|one| {
                let day = one.decided_on();
                day.is_none_or(|day| power.authority_on(day) == Some(CHAIR))
            });
            earlier.extend(before);
            if awards.is_empty() {
                continue;
            }
            let of = |kind, direct_only: bool| {
                let counted = awards.iter().filter(|one| {
                    one.kind == Some(kind) && (!direct_only || one.is_direct == Some(true))
                });
                some(counted.count())
            };
            rows.push(vec![
                self.0.rules.label_of("awards", &power.award).to_owned(),
                of(SubjectKind::Collective, false),
                of(SubjectKind::Collective, true),
                of(SubjectKind::Individual, false),
                of(SubjectKind::Individual, true),
                of(SubjectKind::Family, false),
            ]);
            all.extend(awards);
        }
        if !earlier.is_empty() {
            let why = "khi ấy chưa thuộc thẩm quyền của xã nên không tính ở đây.";
            fact.findings
                .push(not_counted("notYetOwnAuthority", "", &earlier, why));
        }
        if all.is_empty() {
            return;
        }
        fact.say(format!(
            "Theo thẩm quyền đã khen thưởng {}.",
            in_words(&kinds(all.iter().filter_map(|one| one.kind)))
        ));
        fact.figure(
            "Khen thưởng theo thẩm quyền",
            pad2(all.len()),
            all.iter().map(|one| one.id.clone()).collect(),
        );
        let headings = [
            "Danh hiệu thi đua, hình thức khen thưởng",
            "Tập thể",
            "Trong đó tập thể nhỏ",
            "Cá nhân",
            "Trong đó người lao động trực tiếp",
            "Gia đình",
        ];
        fact.table(Some("awardsOfOwnAuthority"), &headings, rows);
    }

    fn count(&self, fact: &mut Fact, award: &str) {
        // Where no award was entered at all, that there is none of these is not known.
        if self.awards().next().is_none() {
            return;
        }
        let awards: Vec<&Award> = self.awards().filter(|one| one.award == award).collect();
        let label = self.0.rules.label_of("awards", award).to_owned();
        fact.say(format!("{label}: {}.", pad2(awards.len())));
        fact.figure(
            &label,
            pad2(awards.len()),
            awards.iter().map(|one| one.id.clone()).collect(),
        );
    }

    fn ratio(&self, fact: &mut Fact, id: &str) {
        let Some(ratio) = self
            .0
            .rules
            .parts
            .ratios
            .iter()
            .find(|ratio| ratio.known_as() == id)
        else {
            let message = format!("Bộ quy định không có tỷ lệ “{id}”.");
            return fact
                .findings
                .push(Finding::warning("unknownRatio", id, message));
        };
        let known = self.0.known;
        let nominations = |decided_only: bool| {
            let some = known
                .nominations
                .iter()
                .filter(|one| one.is_decided || !decided_only);
            i64::try_from(some.count())
                .ok()
                .filter(|_| !known.nominations.is_empty())
        };
        let inputs = RatioInputs {
            awards: known.awards,
            span: known.span,
            totals: known.totals.clone(),
            nominations_submitted: nominations(false),
            nominations_decided: nominations(true),
        };
        let (lines, findings) = ratio_lines(self.0.rules, ratio, &inputs);
        for line in lines.iter().filter(|line| line.percent.is_some()) {
            let named = match SubjectKind::of_code(&line.of) {
                Some(kind) => {
                    // «Cùng dòng» is said in the table only.
                    let name = line.name.trim_end_matches(" cùng dòng");
                    format!("{name} ({})", kind.counted())
                }
                None if line.of.is_empty() => line.name.clone(),
                None => of_level(&line.name, self.0.rules.label_of("awardLevels", &line.of)),
            };
            let sides =
                line.numerator
                    .zip(line.denominator)
                    .map_or(String::new(), |(top, bottom)| {
                        format!(
                            " ({}/{})",
                            crate::number::format(top, 0),
                            crate::number::format(bottom, 0)
                        )
                    });
            fact.say(format!("{named}: {}%{sides}.", line.shown()));
            fact.figure(&named, format!("{}%", line.shown()), line.counted.clone());
        }
        fact.findings.extend(findings);
    }
}

/// «… trong tổng số khen thưởng của từng cấp», said of one level.
fn of_level(name: &str, level: &str) -> String {
    const EACH: &str = "khen thưởng của từng cấp";
    match name.strip_suffix(EACH) {
        Some(before) => {
            let mut letters = level.chars();
            let first: String = letters
                .next()
                .iter()
                .flat_map(|one| one.to_lowercase())
                .collect();
            format!("{before}{first}{}", letters.as_str())
        }
        None => format!("{name} ({level})"),
    }
}
