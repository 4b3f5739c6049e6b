//! What one file alone cannot show: layers that are missing, names given twice,
//! sums that come out wrong.

use super::layer::name_of;
use super::reader::Mistake;
use super::{Rules, places, references};
use crate::criteria::{Condition, ConditionTest};
use crate::date::PartialDate;
use crate::named::HasName;
use crate::reports::{Outline, OutlineSection};
use crate::scores::Scoring;
use crate::summary_table::{LayoutRow, RowKind, TableLayout};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn check(files: &[(&str, Value)], whole: &Rules, mistakes: &mut Vec<Mistake>) {
    layers_stand_right(files, mistakes);
    references::check(files, mistakes);
    places::check(files, mistakes);
    for (file, value) in files {
        names_given_twice(file, value, mistakes);
        let parts = value.as_object().into_iter().flatten();
        for (key, part) in parts {
            days(file, key, part, mistakes);
        }
    }
    let file = files.last().map_or("", |(name, _)| name);
    let mut say = |place: String, problem: String| {
        mistakes.push(Mistake {
            file: file.to_owned(),
            place,
            problem,
        });
    };
    for criterion in &whole.parts.criteria {
        if comes_back(whole, &criterion.id) {
            let problem = "tiêu chuẩn này dựa vào chính nó";
            say(format!("criteria {}", criterion.id), problem.to_owned());
        }
    }
    if let Some(scoring) = &whole.parts.scoring {
        sections_sum(scoring, &mut say);
    }
    for table in &whole.parts.table_layouts {
        sums_of_rows(table, &mut say);
        summed_once(table, &mut say);
    }
    for outline in whole
        .parts
        .report_outlines
        .iter()
        .chain(&whole.parts.printed_forms)
    {
        appendices(outline, &outline.sections, &mut say);
    }
}

/// Each part that a main file names stands behind it, and what it extends
/// before it.
fn layers_stand_right(files: &[(&str, Value)], mistakes: &mut Vec<Mistake>) {
    let mut say = |file: &str, place: &str, problem: String| {
        mistakes.push(Mistake {
            file: file.to_owned(),
            place: place.to_owned(),
            problem,
        });
    };
    for (index, (name, value)) in files.iter().enumerate() {
        let id = value["id"].as_str().unwrap_or_default();
        let expected = match value["part"].as_str() {
            Some(part) => format!("{id}.{part}"),
            None => id.to_owned(),
        };
        if expected != *name {
            say(name, "id", format!("tên tệp phải là {expected}.json"));
        }
        if let Some(base) = value["extends"].as_str()
            && files[..index].iter().all(|(_, other)| other["id"] != base)
        {
            say(name, "extends", format!("chưa có bộ {base} để chồng lên"));
        }
        for part in value["parts"].as_array().into_iter().flatten() {
            let part = part.as_str().unwrap_or_default();
            let wanted = format!("{id}.{part}");
            if files.iter().all(|(other, _)| *other != wanted) {
                say(name, "parts", format!("thiếu tệp kèm {wanted}.json"));
            }
        }
    }
}

fn names_given_twice(file: &str, value: &Value, mistakes: &mut Vec<Mistake>) {
    let lists = value.as_object().into_iter().flatten();
    let lists = lists.map(|(key, list)| (key.clone(), list));
    let catalogues = value["catalogues"].as_object().into_iter().flatten();
    let catalogues = catalogues.map(|(key, list)| (format!("catalogues.{key}"), list));
    for (key, list) in lists.chain(catalogues) {
        let mut seen = BTreeSet::new();
        for (index, item) in list.as_array().into_iter().flatten().enumerate() {
            if let Some(name) = name_of(item)
                && !seen.insert(name)
            {
                mistakes.push(Mistake {
                    file: file.to_owned(),
                    place: format!("{key}[{index}]"),
                    problem: format!("mã «{name}» đã dùng ở mục khác"),
                });
            }
        }
    }
}

/// Days that are in no calendar, wherever a day is written.
fn days(file: &str, way: &str, value: &Value, mistakes: &mut Vec<Mistake>) {
    let keys = [
        "issuedOn",
        "effectiveFrom",
        "effectiveTo",
        "checkedOn",
        "endedOn",
    ];
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                let place = format!("{way}.{key}");
                if let Some(day) = inner.as_str().filter(|_| keys.contains(&key.as_str()))
                    && PartialDate::parse_stored(day).is_none()
                {
                    mistakes.push(Mistake {
                        file: file.to_owned(),
                        place: place.clone(),
                        problem: format!("không có ngày «{day}»"),
                    });
                }
                days(file, &place, inner, mistakes);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                days(file, &format!("{way}[{index}]"), inner, mistakes);
            }
        }
        _ => {}
    }
}

/// Whether a criterion rests on itself, by however many others.
fn comes_back(whole: &Rules, id: &str) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let Some(criterion) = whole
            .parts
            .criteria
            .iter()
            .find(|known| known.known_as() == next)
        else {
            continue;
        };
        let mut named = Vec::new();
        criteria_named(&criterion.condition, &mut named);
        for other in named {
            if other == id {
                return true;
            }
            if seen.insert(other) {
                open.push(other);
            }
        }
    }
    false
}

fn criteria_named<'a>(condition: &'a Condition, named: &mut Vec<&'a str>) {
    match &condition.is {
        ConditionTest::All(below)
        | ConditionTest::Any(below)
        | ConditionTest::AtLeast(_, below) => {
            for condition in below {
                criteria_named(condition, named);
            }
        }
        ConditionTest::Criterion(id) => named.push(id),
        _ => {}
    }
}

fn sections_sum(scoring: &Scoring, say: &mut dyn FnMut(String, String)) {
    let total = scoring.rules.iter().find(|rule| rule.kind == "total");
    let Some(contents) = total.and_then(|rule| rule.contents) else {
        return say(
            "scoring.rules".to_owned(),
            "phải có một điều kind là total, ghi tổng điểm các nội dung (contents)".to_owned(),
        );
    };
    let own: Option<Vec<i64>> = scoring.sections.iter().map(|one| one.maximum).collect();
    let reference = scoring.reference_table.as_ref();
    let reference = reference.map(|table| table.sections.iter().map(|one| one.maximum).collect());
    let tables = [
        ("scoring.sections", own),
        ("scoring.referenceTable", reference),
    ];
    for (place, maxima) in tables {
        let sum: Option<i64> =
            maxima.map(|maxima| maxima.iter().fold(0, |sum, one| one.saturating_add(sum)));
        if let Some(sum) = sum.filter(|sum| *sum != contents) {
            let shown = |points| crate::number::format(points, 2);
            let (sum, contents) = (shown(sum), shown(contents));
            say(
                place.to_owned(),
                format!("tổng điểm các mục là {sum}, phải bằng {contents}"),
            );
        }
    }
}

/// In a table with a total, each award and each group is in one sum, and no
/// decision is an award of two rows.
fn summed_once(table: &TableLayout, say: &mut dyn FnMut(String, String)) {
    let rows = table.written_rows();
    if rows.iter().all(|row| row.kind != RowKind::Total) {
        return;
    }
    for (index, row) in rows.iter().enumerate() {
        let place = format!("tableLayouts {} dòng {}", table.id, row.key);
        if matches!(row.kind, RowKind::Award | RowKind::Group) {
            let sums = rows.iter().flat_map(|other| &other.sum);
            let times = sums.flat_map(|sum| &sum.of).filter(|key| **key == row.key);
            match times.count() {
                0 => say(place.clone(), "không được cộng vào dòng nào".to_owned()),
                1 => {}
                _ => say(place.clone(), "được cộng nhiều lần".to_owned()),
            }
        }
        let counts = |row: &LayoutRow| row.counts.clone().filter(|_| row.kind == RowKind::Award);
        for other in &rows[index + 1..] {
            let both = counts(row).zip(counts(other));
            if both.is_some_and(|(one, other)| one.meets(&other)) {
                let problem = format!("có lượt khen vừa ở dòng này vừa ở dòng {}", other.key);
                say(place.clone(), problem);
            }
        }
    }
}

fn sums_of_rows(table: &TableLayout, say: &mut dyn FnMut(String, String)) {
    let rows = table.written_rows();
    let mut seen = BTreeSet::new();
    for row in rows {
        let place = format!("tableLayouts {} dòng {}", table.id, row.key);
        if !seen.insert(&row.key) {
            say(place.clone(), "mã dòng này đã dùng ở dòng khác".to_owned());
        }
        let parts = row.sum.iter().flat_map(|sum| &sum.of).chain(&row.parent);
        for part in parts.filter(|part| rows.iter().all(|other| other.key != **part)) {
            say(place.clone(), format!("không có dòng «{part}»"));
        }
        let columns = table.columns.iter();
        for column in row
            .not_applicable
            .iter()
            .filter(|key| columns.clone().all(|column| column.key != **key))
        {
            say(place.clone(), format!("không có cột «{column}»"));
        }
    }
}

/// What a section refers to is attached.
fn appendices(outline: &Outline, sections: &[OutlineSection], say: &mut dyn FnMut(String, String)) {
    for section in sections {
        if let Some(appendix) = &section.appendix
            && outline.appendices.iter().all(|one| one.id != *appendix)
        {
            let place = format!("{} mục {}", outline.id, section.key);
            say(place, format!("không có phụ lục «{appendix}»"));
        }
        appendices(outline, &section.sections, say);
    }
}
