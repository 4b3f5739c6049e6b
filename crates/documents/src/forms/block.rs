//! Of a block's scoring (Lào Cai 2021, mục III): a member's score sheet, and the
//! scores of all members in the minutes and in the letter for appraisal.

use super::draft::{FormDraft, filled};
use super::form_of_kind;
use crate::making::{CellsByColumn, ComposedDocument, DocumentContext, Group, by_key};
use crate::model::{Align, Cell, Content};
use crate::text::{Face, Text};
use register::scores::{Score, ScoreSheet, ScoreTable, TableLine, ranking, score};
use register::summary_table::TableLayout;
use std::collections::BTreeMap;

const SHEET: &str = "scoreSheet";
const BLOCK: &str = "blockScores";
/// Points are hundredths.
const DECIMALS: u8 = 2;

/// A member's own score, line by line, with the points that the block has given
/// where they are known. None where the rule set has no such form or no scoring.
pub fn score_sheet(
    context: DocumentContext<'_>,
    table: &ScoreTable,
    own: &ScoreSheet,
    appraised: Option<&ScoreSheet>,
) -> Option<ComposedDocument> {
    let rules = context.rules;
    let outline = form_of_kind(rules, SHEET)?;
    let scoring = rules.parts.scoring.as_ref()?;
    let counted = score(rules, scoring, table, own);
    let of_block = appraised.map(|sheet| score(rules, scoring, table, sheet));
    let mut rows: Vec<CellsByColumn> = Vec::new();
    let mut sections = Vec::new();
    for section in &counted.sections {
        let lines = table
            .lines
            .iter()
            .filter(|line| line.section == section.key);
        let lines: Vec<&TableLine> = lines.collect();
        let begin = rows.len();
        let of: Vec<usize> = (begin + 1..=begin + lines.len()).collect();
        sections.push(begin);
        let maximum = sum_of(lines.iter().map(|line| Some(line.maximum)), None, &of);
        let subtotal = |sheet: &ScoreSheet, counted: &Score| {
            let points = lines.iter().map(|line| sheet.lines.get(&line.key).copied());
            let mut counted = counted.sections.iter();
            let counted = counted.find(|one| one.key == section.key);
            sum_of(points, counted.map(|one| one.points), &of)
        };
        let of_block = appraised.zip(of_block.as_ref());
        let head = by_key([
            // «Mục III» is what other papers call it by.
            ("no", Cell::text(Text::plain(&section.key)).centred()),
            ("criterion", Cell::maybe(Some(&section.name))),
            ("maximum", maximum),
            ("selfScore", subtotal(own, &counted)),
            (
                "appraisedScore",
                of_block.map_or_else(Cell::empty, |(sheet, counted)| subtotal(sheet, counted)),
            ),
        ]);
        rows.push(bold(head));
        rows.extend(lines.iter().map(|line| {
            let points = |sheet: &ScoreSheet| sheet.lines.get(&line.key).copied();
            by_key([
                ("criterion", Cell::maybe(Some(&line.text))),
                ("maximum", Cell::trimmed(line.maximum, DECIMALS)),
                ("selfScore", maybe(points(own))),
                ("appraisedScore", maybe(appraised.and_then(points))),
                ("evidence", Cell::maybe(Some(&line.evidence))),
            ])
        }));
    }
    let words = rules.table(BLOCK);
    // Where nobody has given points yet there is no total.
    let own_score = Some(&counted).filter(|_| !own.lines.is_empty());
    let last = |key: &str, of: fn(&Score) -> i64| {
        by_key([
            ("no", Cell::empty()),
            ("criterion", Cell::maybe(name(words, key))),
            ("selfScore", maybe(own_score.map(of))),
            ("appraisedScore", maybe(of_block.as_ref().map(of))),
        ])
    };
    rows.push(last("bonusPoints", |score| score.bonus));
    rows.push(last("penaltyPoints", |score| score.penalty));
    let mut total = last("total", |score| score.total);
    let maxima = table.lines.iter().map(|line| Some(line.maximum));
    total.insert("maximum".to_owned(), sum_of(maxima, None, &sections));
    rows.push(bold(total));
    let groups = vec![Group {
        heading: None,
        rows,
    }];
    let groups = BTreeMap::from([(SHEET.to_owned(), groups)]);
    let mut made = filled(context, &outline.id, &FormDraft::default(), groups)?;
    // What the score says of itself comes before what the paper lacks.
    made.findings.splice(0..0, counted.findings);
    Some(made)
}

/// A form of the block that shows what its members have come to: its minutes, its
/// letter for the appraisal of section III. None where the rule set has no such
/// form.
pub fn block_scores(
    context: DocumentContext<'_>,
    form: &str,
    draft: &FormDraft,
    scores: &[Score],
) -> Option<ComposedDocument> {
    let places = ranking(scores);
    let rows = places.iter().filter_map(|place| {
        let score = scores.iter().find(|score| score.unit == place.unit)?;
        let rank = place.rank.map(|rank| rank.to_string());
        let mut row: CellsByColumn = by_key([
            ("unitName", Cell::maybe(Some(&place.unit))),
            ("bonusPoints", Cell::trimmed(score.bonus, DECIMALS)),
            ("penaltyPoints", Cell::trimmed(score.penalty, DECIMALS)),
            ("total", Cell::trimmed(score.total, DECIMALS)),
            ("rank", Cell::maybe(rank.as_deref()).centred()),
        ]);
        for section in &score.sections {
            let points = Cell::trimmed(section.points, DECIMALS);
            row.insert(format!("section{}", section.key), points);
        }
        Some(row)
    });
    let group = Group {
        heading: None,
        rows: rows.collect(),
    };
    filled(
        context,
        form,
        draft,
        BTreeMap::from([(BLOCK.to_owned(), vec![group])]),
    )
}

/// What rows come to, as their sum where that is what was counted; none where none
/// of them has a number.
fn sum_of(points: impl Iterator<Item = Option<i64>>, counted: Option<i64>, of: &[usize]) -> Cell {
    let Some(sum) = points.flatten().reduce(i64::saturating_add) else {
        return Cell::empty();
    };
    match counted {
        Some(other) if other != sum => Cell::trimmed(other, DECIMALS),
        _ => {
            let content = Content::Sum {
                value: sum,
                decimals: DECIMALS,
                of: of.to_vec(),
            };
            Cell::of(content, Align::Centre)
        }
    }
}

fn bold(row: CellsByColumn) -> CellsByColumn {
    let cells = row.into_iter();
    cells
        .map(|(key, cell)| (key, cell.in_face(Face::BOLD)))
        .collect()
}

fn maybe(points: Option<i64>) -> Cell {
    points.map_or_else(Cell::empty, |points| Cell::trimmed(points, DECIMALS))
}

fn name<'a>(layout: Option<&'a TableLayout>, key: &str) -> Option<&'a str> {
    let mut columns = layout?.columns.iter();
    columns.find(|column| column.key == key)?.text.as_deref()
}
