//! What does not fit together in a summary table.

use super::cell::TableCell;
use super::count::{TableCounts, below, is_equal};
use super::layout::{Figure, LayoutRow, RowKind, TableLayout};
use crate::awards::{Award, not_counted};
use crate::finding::Finding;
use crate::rules::Rules;
use crate::subject::SubjectKind;
use std::collections::{BTreeMap, HashMap};

pub(super) fn check(
    rules: &Rules,
    layout: &TableLayout,
    rows: &[&LayoutRow],
    cells: &[Vec<TableCell>],
    counts: &TableCounts,
    awards: &[Award],
) -> Vec<Finding> {
    let mut findings = uncounted(rules, counts, awards);
    let clause = rules.cite(layout.standing());
    let value = |place: usize, at: usize| cells[place][at].value.unwrap_or(0);
    for (place, row) in rows.iter().enumerate() {
        for (at, column) in layout.columns.iter().enumerate() {
            let own = value(place, at);
            let about = format!("{}/{}", row.key, column.key);
            let mut say = |code, message: String| {
                findings.push(Finding::warning(code, &about, message).citing(clause.clone()));
            };
            if matches!(
                column.figure,
                Some(Figure::Quantity | Figure::DirectQuantity)
            ) {
                let parts = below(rows, row).into_iter();
                let parts = Parts {
                    sum: parts.fold(0_i64, |sum, part| sum.saturating_add(value(part, at))),
                    beside: counts.beside_parts[place][at].len(),
                    overlap: counts.overlaps[place][at],
                };
                if let Some((code, message)) = differs(row, own, &parts) {
                    say(code, message);
                }
                if row.not_applicable.contains(&column.key) && own > 0 {
                    say(
                        "notApplicable",
                        format!("“{}” có {own} ở cột không dùng cho dòng này.", row.text),
                    );
                }
            }
            let mut others = layout.columns.iter();
            let whole = others.position(|other| Some(&other.key) == column.of.as_ref());
            if let Some(whole) = whole.map(|whole| value(place, whole))
                && own > whole
            {
                say(
                    "directAbove",
                    format!(
                        "“{}”: đối tượng ở cơ sở, lao động trực tiếp là {own}, nhiều hơn {whole}.",
                        row.text
                    ),
                );
            }
        }
    }
    findings
}

/// What the rows below one come to.
struct Parts {
    sum: i64,
    /// How many are in none of them, for want of a kind.
    beside: usize,
    /// How much of the sum is counted in several of them.
    overlap: i64,
}

/// How a row differs from what the rows below it come to.
fn differs(row: &LayoutRow, own: i64, parts: &Parts) -> Option<(&'static str, String)> {
    let Parts {
        sum,
        beside,
        overlap,
    } = *parts;
    let is_sum = matches!(row.kind, RowKind::Award | RowKind::Group | RowKind::Total);
    if is_sum && is_equal(row) {
        if beside > 0 {
            let message = format!(
                "“{}”: {beside} lượt chưa rõ loại hình nên không nằm ở dòng con nào; vẫn được cộng.",
                row.text
            );
            return Some(("besideParts", message));
        }
        let message = format!("“{}” là {own}, các dòng con cộng lại là {sum}.", row.text);
        return (own != sum).then_some(("partsDiffer", message));
    }
    let apart = sum.saturating_sub(overlap);
    let message = format!(
        "“{}” là {own}, mà “Trong đó” cộng lại là {apart}.",
        row.text
    );
    (row.sum.is_some() && apart > own).then_some(("ofWhichAbove", message))
}

/// Every decision of these years that is in no sum, by its reason.
fn uncounted(rules: &Rules, counts: &TableCounts, awards: &[Award]) -> Vec<Finding> {
    let mut reasons: BTreeMap<(&'static str, &str), Vec<&Award>> = BTreeMap::new();
    for award in counts
        .uncounted
        .iter()
        .filter_map(|index| awards.get(*index))
    {
        let code = award.award.as_str();
        let reason = match (award.year, award.kind) {
            (None, _) => ("noYear", code),
            _ if rules.item("awards", code).is_none() => ("unknownAward", code),
            (_, None) => ("unknownSubjectKind", code),
            _ => ("noRow", code),
        };
        reasons.entry(reason).or_default().push(award);
    }
    let mut findings = Vec::new();
    for ((reason, code), awards) in reasons {
        let label = rules.label_of("awards", code);
        let why = match reason {
            "noYear" => format!("“{label}” chưa ghi năm nên chưa được đếm."),
            "unknownAward" => format!("“{label}” không có trong danh mục nên chưa được đếm."),
            "unknownSubjectKind" => {
                format!("“{label}” chưa ghi là tập thể, cá nhân hay gia đình nên chưa được đếm.")
            }
            _ => format!("“{label}” không có dòng nào trong bảng nên chưa được đếm."),
        };
        findings.push(not_counted(reason, code, &awards, &why));
    }
    let mut in_rows = vec![false; awards.len()];
    for index in counts.decisions.iter().flatten().flatten() {
        in_rows[*index] = true;
    }
    let counted = in_rows.iter().zip(awards).filter(|(is_in, _)| **is_in);
    let unsaid: Vec<&Award> = counted
        .map(|(_, award)| award)
        .filter(|award| is_unsaid(award))
        .collect();
    let counted = in_rows.iter().zip(awards).filter(|(is_in, _)| **is_in);
    for twice in entered_twice(counted.map(|(_, award)| award)) {
        let why =
            "có vẻ được ghi hai lần: cùng người, cùng danh hiệu, cùng quyết định; vẫn được cộng.";
        let code = twice.first().map_or("", |award| award.award.as_str());
        findings.push(not_counted("enteredTwice", code, &twice, why));
    }
    if !unsaid.is_empty() {
        let why =
            "chưa ghi có phải đối tượng ở cơ sở, lao động trực tiếp hay không; tạm tính là không.";
        findings.push(not_counted("directNotSaid", "", &unsaid, why));
    }
    findings
}

fn is_unsaid(award: &Award) -> bool {
    award.is_direct.is_none() && award.kind != Some(SubjectKind::Family)
}

/// Decisions that name a subject more than once for one award, in the order of the
/// register: two phones may have entered the same.
fn entered_twice<'a>(awards: impl Iterator<Item = &'a Award>) -> Vec<Vec<&'a Award>> {
    let mut places = HashMap::new();
    let mut entered: Vec<Vec<&Award>> = Vec::new();
    for award in awards {
        let Some(number) = &award.decision_number else {
            continue;
        };
        let key = (&award.award, number, award.year, award.subject_key());
        let place = *places.entry(key).or_insert_with(|| {
            entered.push(Vec::new());
            entered.len() - 1
        });
        entered[place].push(award);
    }
    entered.retain(|all| all.len() > 1);
    entered
}
