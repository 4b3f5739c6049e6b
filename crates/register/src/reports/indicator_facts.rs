//! The table of indicators: what was planned, what was done, and what it is beside
//! earlier figures.

use super::fact::{Fact, Share};
use super::supplier::Supplier;
use crate::finding::Finding;
use crate::number::{format as grouped, format_fixed, pad2};
use crate::ratios::{Comparison, Indicator, compare};

const PLAN: &str = "assignedPlan";
const DONE: &str = "Thực hiện";

impl Supplier<'_> {
    pub(super) fn indicators(
        &self,
        fact: &mut Fact,
        with: &[String],
        indicators: &[Indicator],
        member: Option<&String>,
    ) {
        let mut ratios = self.rules.parts.ratios.iter();
        let ratio = ratios.find(|ratio| ratio.numerator == "actual");
        let decimals = ratio.map_or(1, |ratio| ratio.decimals);
        let compared = |one: &Indicator| compare(one, with, self.known.year, decimals);
        let compared: Vec<Vec<Comparison>> = indicators.iter().map(compared).collect();
        // Of one indicator an earlier year may be known that is not of another.
        let mut words: Vec<&str> = Vec::new();
        for one in compared.iter().flatten() {
            if !words.contains(&one.with.as_str()) {
                words.push(&one.with);
            }
        }
        words.sort_by_key(|word| word.parse::<i32>().ok());
        let is_registered = indicators.iter().any(|one| one.registered.is_some());
        let columns = columns(&words, is_registered);
        let rows = indicators.iter().zip(&compared);
        let rows = rows.map(|(indicator, compared)| {
            let texts = columns
                .iter()
                .map(|column| column.text(indicator, compared, decimals));
            texts.collect()
        });
        let headings: Vec<String> = columns.iter().map(FactColumn::heading).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let rows: Vec<Vec<String>> = rows.collect();
        say_undone(fact, indicators);
        self.reached(fact, with, indicators, member);
        fact.table(None, &headings, rows);
        if let Some(table) = fact.tables.last_mut().filter(|_| !indicators.is_empty()) {
            table.shares = shares(&columns);
        }
    }

    /// How many came to their plan, of those that have one.
    fn reached(
        &self,
        fact: &mut Fact,
        with: &[String],
        indicators: &[Indicator],
        member: Option<&String>,
    ) {
        let plan = [PLAN.to_owned()];
        let planned = indicators.iter();
        let planned = planned.filter(|one| one.actual.is_some() && one.assigned_plan.is_some());
        let planned: Vec<&Indicator> = planned.collect();
        if planned.is_empty() || !with.iter().any(|word| word == PLAN) {
            return;
        }
        let reached = planned.iter().filter(|indicator| {
            let compared = compare(indicator, &plan, self.known.year, 0);
            compared.iter().any(|one| one.reached == Some(true))
        });
        let of = member.map_or(String::new(), |member| format!("{member}: "));
        fact.say(format!(
            "{of}{}/{} chỉ tiêu đạt hoặc vượt kế hoạch.",
            pad2(reached.count()),
            pad2(planned.len())
        ));
    }
}

fn say_undone(fact: &mut Fact, indicators: &[Indicator]) {
    let undone = indicators.iter().filter(|one| one.actual.is_none());
    let undone: Vec<&Indicator> = undone.collect();
    if let Some(first) = undone.first() {
        let message = format!(
            "{} chỉ tiêu chưa ghi kết quả thực hiện (“{}” …).",
            pad2(undone.len()),
            first.name
        );
        let finding = Finding::warning("noResult", &first.about, message);
        fact.findings.push(finding);
    }
}

enum FactColumn<'w> {
    Name,
    Unit,
    /// What the unit set itself.
    Registered,
    Done,
    /// What it is compared with.
    Other(&'w str),
    /// What was done in percent of it.
    Percent(&'w str),
}

/// What was wanted stands before what was done, all else after it.
fn columns<'w>(words: &[&'w str], is_registered: bool) -> Vec<FactColumn<'w>> {
    let mut columns = vec![FactColumn::Name, FactColumn::Unit];
    columns.extend(is_registered.then_some(FactColumn::Registered));
    let is_planned = words.contains(&PLAN);
    columns.extend(is_planned.then_some(FactColumn::Other(PLAN)));
    columns.push(FactColumn::Done);
    columns.extend(is_planned.then_some(FactColumn::Percent(PLAN)));
    for word in words.iter().filter(|word| **word != PLAN) {
        columns.extend([FactColumn::Other(word), FactColumn::Percent(word)]);
    }
    columns
}

fn shares(columns: &[FactColumn<'_>]) -> Vec<Share> {
    let place = |wanted: &dyn Fn(&FactColumn<'_>) -> bool| columns.iter().position(wanted);
    let share = |(column, one): (usize, &FactColumn<'_>)| {
        let FactColumn::Percent(word) = one else {
            return None;
        };
        Some(Share {
            column,
            part: place(&|one| matches!(one, FactColumn::Done))?,
            whole: place(&|one| matches!(one, FactColumn::Other(of) if of == word))?,
        })
    };
    columns.iter().enumerate().filter_map(share).collect()
}

impl FactColumn<'_> {
    fn heading(&self) -> String {
        let compared = |word: &str| match word {
            PLAN => "Kế hoạch".to_owned(),
            "samePeriodLastYear" => "Cùng kỳ".to_owned(),
            "previousYear" => "Năm trước".to_owned(),
            year => format!("Năm {year}"),
        };
        match self {
            Self::Name => "Chỉ tiêu".to_owned(),
            Self::Unit => "Đơn vị tính".to_owned(),
            Self::Registered => "Đăng ký".to_owned(),
            Self::Done => DONE.to_owned(),
            Self::Other(word) => compared(word),
            Self::Percent(word) => {
                let compared = compared(word);
                let mut letters = compared.chars();
                let first = letters.next().into_iter().flat_map(char::to_lowercase);
                let small: String = first.chain(letters).collect();
                format!("So {small} (%)")
            }
        }
    }

    fn text(&self, indicator: &Indicator, compared: &[Comparison], decimals: u8) -> String {
        let figure = |value: Option<i64>| value.map(|value| grouped(value, indicator.decimals));
        let with = |word: &str| compared.iter().find(|one| one.with == word);
        let text = match self {
            Self::Name => Some(indicator.name.clone()),
            Self::Unit => Some(indicator.unit.clone()),
            Self::Registered => figure(indicator.registered),
            Self::Done => figure(indicator.actual),
            Self::Other(word) => figure(with(word).and_then(|one| one.value)),
            Self::Percent(word) => {
                let percent = with(word).and_then(|one| one.percent);
                percent.map(|percent| format_fixed(percent, decimals))
            }
        };
        text.unwrap_or_default()
    }
}
