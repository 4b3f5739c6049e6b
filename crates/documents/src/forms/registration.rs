//! The registration for the year's emulation (Lào Cai 2021, mục I.1).

use super::form_of_kind;
use crate::making::{
    CellsByColumn, ComposedDocument, DocumentContext, Group, Supplied, TemplateFiller, by_key,
    compose,
};
use crate::model::{Block, Cell};
use crate::text::Text;
use register::kind;
use register::record::Record;
use register::reports::{Outline, OutlineSection};
use register::subject::SubjectKind;
use register::village_kind::split_kind;

/// «Đăng ký thi đua» of a village or of the commune, as the record says. None
/// where the rule set has no such form.
pub fn registration(
    context: DocumentContext<'_>,
    registration: &Record,
) -> Option<ComposedDocument> {
    match registration.text("subjectKind") {
        Some(kind::VILLAGE) => of_village(context, registration, None),
        _ => {
            let name = context.office.commune_name.clone();
            made(TemplateFiller::new(context), registration, name)
        }
    }
}

/// As [`registration`], of a village whose own record is at hand: it says what
/// kind of village it is and who heads it.
pub fn village_registration(
    context: DocumentContext<'_>,
    registration: &Record,
    village: &Record,
) -> Option<ComposedDocument> {
    of_village(context, registration, Some(village))
}

/// A village signs itself, under its commune.
fn of_village(
    context: DocumentContext<'_>,
    registration: &Record,
    village: Option<&Record>,
) -> Option<ComposedDocument> {
    let name = registration.text("subjectName");
    let id = registration.text("subject");
    let office = context.office.of_village(context.rules, name, id, village);
    let mut pen = TemplateFiller::new(DocumentContext {
        office: &office,
        ..context
    });
    let name = office.unit_name.clone();
    let has_kind = name
        .as_deref()
        .is_none_or(|name| split_kind(name).0.is_some());
    if !has_kind {
        let message = "Tên chưa ghi là thôn, bản hay tổ dân phố.".to_owned();
        pen.miss("subjectName", message);
    }
    made(pen, registration, name)
}

fn made(
    mut pen: TemplateFiller<'_>,
    registration: &Record,
    name: Option<String>,
) -> Option<ComposedDocument> {
    let context = pen.context;
    let outline = form_of_kind(context.rules, "registration")?;
    let mut supplied = Supplied {
        subject_name: name,
        ..Supplied::default()
    };
    let indicators = registration.lines_of(kind::INDICATOR).into_iter();
    let indicators = indicators.map(|line| indicator(context, line)).collect();
    let titles = |line_kind: &str| -> Vec<CellsByColumn> {
        let lines = registration.lines_of(line_kind).into_iter();
        lines.map(|line| title(context, line)).collect()
    };
    let individuals = titles(kind::INDIVIDUAL_TITLE);
    let families = titles(kind::FAMILY_TITLE);
    let label = |of: SubjectKind| {
        let label = context.rules.label_of("subjectKinds", of.word()).to_owned();
        Some(label).filter(|_| !families.is_empty())
    };
    let individuals = Group {
        heading: label(SubjectKind::Individual).filter(|_| !individuals.is_empty()),
        rows: individuals,
    };
    let heading = label(SubjectKind::Family);
    let families = Group {
        heading,
        rows: families,
    };
    let plain = |rows| {
        vec![Group {
            heading: None,
            rows,
        }]
    };
    let groups = [
        ("registrationIndicators", plain(indicators)),
        (
            "registrationCollectives",
            plain(titles(kind::COLLECTIVE_TITLE)),
        ),
        ("registrationIndividuals", vec![individuals, families]),
    ];
    supplied.groups = groups
        .map(|(layout, groups)| (layout.to_owned(), groups))
        .into();
    let movements = movements(context, registration);
    put(&mut supplied, outline, "movements", movements);
    put(
        &mut supplied,
        outline,
        "pledgeSigned",
        pledge(context, registration),
    );
    pen.stands_for([
        ("registrationIndicators", "indicators"),
        ("registrationCollectives", "collectiveTitles"),
        ("registrationIndividuals", "individualTitles"),
    ]);
    for (fact, field) in [
        ("movements", "movements"),
        ("pledgeSigned", "pledgeSignedOn"),
    ] {
        if let Some(section) = asks_for(outline, fact) {
            pen.stands_for([(section.key.as_str(), field)]);
        }
    }
    Some(compose(pen, outline, &supplied))
}

/// The section that a fact of the register is put into.
fn asks_for<'a>(outline: &'a Outline, fact: &str) -> Option<&'a OutlineSection> {
    let mut sections = outline.sections.iter();
    sections.find(|section| section.supplies.iter().any(|one| one.fact == fact))
}

/// Into the section that asks for this fact, if there is anything.
fn put(supplied: &mut Supplied, outline: &Outline, fact: &str, blocks: Vec<Block>) {
    if let Some(section) = asks_for(outline, fact).filter(|_| !blocks.is_empty()) {
        supplied.sections.insert(section.key.clone(), blocks);
    }
}

fn indicator(context: DocumentContext<'_>, line: &Record) -> CellsByColumn {
    let form = context.rules.form_of_kind(kind::EMULATION_REGISTRATION);
    let number = |key: &str| {
        let described = form.and_then(|form| form.described(kind::INDICATOR, key));
        let decimals = described.map_or(0, |(_, field)| field.decimals);
        line.int(key)
            .map_or_else(Cell::empty, |value| Cell::trimmed(value, decimals))
    };
    by_key([
        ("name", Cell::maybe(line.text("name"))),
        ("unit", Cell::maybe(line.text("unit")).centred()),
        ("previousResult", number("previousResult")),
        ("registeredFigure", number("registeredFigure")),
        ("note", Cell::maybe(line.text("note"))),
    ])
}

fn title(context: DocumentContext<'_>, line: &Record) -> CellsByColumn {
    let award = line
        .text("award")
        .map(|award| context.rules.label_of("awards", award));
    by_key([
        ("subjectName", Cell::maybe(line.text("subjectName"))),
        ("position", Cell::maybe(line.text("position"))),
        ("award", Cell::maybe(award)),
        ("note", Cell::maybe(line.text("note"))),
    ])
}

fn movements(context: DocumentContext<'_>, registration: &Record) -> Vec<Block> {
    let codes = registration.strings("movements").into_iter();
    let known = codes.map(|code| format!("- {}", context.rules.label_of("movements", code)));
    let known: Vec<String> = known.collect();
    let known = known.iter().map(|words| Block::Item(Text::plain(words)));
    let others = registration.text("otherMovements").map(Text::lines);
    let others = others.into_iter().flatten().map(|text| {
        let is_item = text.shown().starts_with('-');
        let sign = if is_item { "" } else { "- " };
        Block::Item(Text::plain(sign).then(text))
    });
    known.chain(others).collect()
}

/// The fields of the pledge, with their labels.
fn pledge(context: DocumentContext<'_>, registration: &Record) -> Vec<Block> {
    let form = context.rules.form_of_kind(kind::EMULATION_REGISTRATION);
    let item = |key: &&str| {
        let (_, field) = form?.described(kind::EMULATION_REGISTRATION, key)?;
        let value = registration.value(key)?;
        let shown = register::field_value::display(field, value, context.rules);
        let line = format!("- {}: {shown}", field.label);
        Some(Block::Item(Text::plain(&line)))
    };
    ["pledgeSignedOn", "pledgeSigner"]
        .iter()
        .filter_map(item)
        .collect()
}
