//! The year's plan with its quarters (Kế hoạch 2018).

use super::bases::bases;
use super::form_of_kind;
use crate::making::{
    CellsByColumn, ComposedDocument, DocumentContext, Group, Supplied, TemplateFiller, by_key,
    compose,
};
use crate::model::{Align, Cell, Content};
use crate::text::{Face, Text};
use register::deadlines::PlanTask;

const LAYOUT: &str = "planTasks";

/// The plan of the paper's year: of a commune where the rule set says what a
/// commune does, else of whoever the tasks were written for. None where the rule
/// set has no such form.
pub fn plan(context: DocumentContext<'_>) -> Option<ComposedDocument> {
    let rules = context.rules;
    let outline = form_of_kind(rules, "plan")?;
    let layout = rules.table(LAYOUT)?;
    let mut pen = TemplateFiller::new(context);
    let is_communes = rules
        .parts
        .plan_tasks
        .iter()
        .any(|task| task.commune.is_some());
    let mut groups = Vec::new();
    for words in &layout.group_headings {
        let tasks = rules.parts.plan_tasks.iter().filter(|task| {
            Some(task.quarter) == words.quarter && (!is_communes || task.commune.is_some())
        });
        let tasks: Vec<&PlanTask> = tasks.filter(|task| !task.retired).collect();
        let rows = tasks.into_iter().map(|task| row(&mut pen, task)).collect();
        let heading = Some(pen.fill(&words.text, Face::PLAIN).shown());
        groups.push(Group { heading, rows });
    }
    let mut supplied = Supplied {
        bases: bases(&mut pen, &[]),
        ..Supplied::default()
    };
    supplied.groups.insert(LAYOUT.to_owned(), groups);
    Some(compose(pen, outline, &supplied))
}

fn row(pen: &mut TemplateFiller<'_>, task: &PlanTask) -> CellsByColumn {
    let rules = pen.context.rules;
    let (content, performers) = match &task.commune {
        Some(commune) => {
            let who = commune.performers.iter();
            let who = who.map(|code| rules.label_of("roles", code).to_owned());
            (vec![pen.fill(&commune.text, Face::PLAIN)], who.collect())
        }
        None => {
            let content = task.content.iter();
            let content = content
                .map(|words| pen.fill(&words.text, Face::PLAIN))
                .collect();
            let who: Vec<String> = task
                .performers
                .iter()
                .map(|words| words.text.clone())
                .collect();
            (content, who)
        }
    };
    let performers = performers.iter().map(|who| Text::plain(who)).collect();
    by_key([
        ("content", Cell::of(Content::Text(content), Align::Left)),
        (
            "performers",
            Cell::of(Content::Text(performers), Align::Left),
        ),
    ])
}
