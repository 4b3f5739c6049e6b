//! The page of conflicts: fields with two values and disputed deletions, each with its choice.

use super::reports::reports_section;
use crate::form::ConflictChooser;
use crate::handover::typed_notice;
use crate::records::named_fully;
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{EmptyState, IconName, Keyed, LinkButton, Notice, Section, Tone, TopBar, keyed};
use client::lines::Line;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::{Existence, RecordView, Tree};
use register::form::Form;
use replica::{Edit, Typing};
use std::sync::Arc;

/// Everything that waits for a person's decision.
pub fn review_page(session: Session) -> AnyView {
    let found: RwSignal<Vec<(Arc<Line>, Arc<Tree>)>> = RwSignal::new(Vec::new());
    let looked = RwSignal::new(false);
    Effect::new(move |_| {
        let lines: Vec<Arc<Line>> = session.lines.with(|lines| {
            lines
                .values()
                .filter(|line| line.conflicts > 0)
                .cloned()
                .collect()
        });
        spawn_local(async move {
            let mut trees = Vec::new();
            for line in lines {
                if let Ok(tree) = session.phone().tree(&line.scope, &line.record).await {
                    trees.push((line, Arc::new(tree)));
                }
            }
            found.try_set(trees);
            looked.try_set(true);
        });
    });
    let items = move || {
        let mut items = Vec::new();
        for (line, tree) in found.get() {
            items.extend(items_of(session, &line, &tree));
        }
        items
    };
    // What was being written while another chose has no place here any more, but in its field.
    let settled = move || {
        let found = found.get();
        let is_open = |typing: &Typing| {
            found.iter().any(|(line, tree)| {
                let record = tree.record(&typing.record);
                let view = record.and_then(|record| record.fields.get(&typing.field));
                line.scope == typing.scope && view.is_some_and(|view| view.is_conflict())
            })
        };
        let settled = session
            .typings
            .with(|typings| typings.values().any(|typing| !is_open(typing)));
        (looked.get() && settled).then(|| typed_notice(session, text::still_typed))
    };
    let nothing = move || {
        (looked.get() && found.with(Vec::is_empty) && session.reports.get() == 0).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Check
                    title=text::NOTHING_TO_REVIEW
                    text=text::NOTHING_TO_REVIEW_WHY
                />
            }
        })
    };
    let told = reports_section(session);
    view! {
        <TopBar title=text::REVIEW back=Route::Home.path() back_label=text::BACK />
        <main>
            {move || settled()}
            {keyed(items)}
            {told}
            {move || nothing()}
        </main>
    }
    .into_any()
}

fn items_of(session: Session, line: &Line, tree: &Tree) -> Vec<Keyed> {
    let form = session.form(&line.kind);
    let mut items = Vec::new();
    for record in &tree.records {
        let disputed = matches!(record.existence, Existence::Disputed { .. })
            && record
                .deletion
                .candidates
                .iter()
                .any(|candidate| candidate.value.is_array());
        if disputed {
            let href = Route::Record(line.record.clone()).path();
            let heading = named_fully(session, line);
            let draw = move || {
                view! {
                    <Section heading=heading>
                        <Notice tone=Tone::Warn word=text::DISPUTED text=text::DISPUTED_WHY>
                            <LinkButton href=href>{text::OPEN_RECORD}</LinkButton>
                        </Notice>
                    </Section>
                }
                .into_any()
            };
            items.push(Keyed {
                key: format!("{} {}", line.scope, record.id),
                draw: Box::new(draw),
            });
        }
        if matches!(record.existence, Existence::Deleted { .. }) {
            continue;
        }
        for (key, view) in record
            .fields
            .iter()
            .filter(|(_, field)| field.is_conflict())
        {
            let field = form.as_ref().and_then(|form| field_of(form, record, key));
            let label = field
                .as_ref()
                .map_or_else(|| key.clone(), |field| field.label.clone());
            let (heading, view) = (
                format!("{} · {label}", named_fully(session, line)),
                view.clone(),
            );
            let edit = Edit {
                scope: line.scope.clone(),
                record: record.id.clone(),
                kind: record.kind.clone(),
                field: key.clone(),
                value: serde_json::Value::Null,
                predecessors: Vec::new(),
            };
            // As long as the values are the same, nothing is taken from under the pen.
            let key = format!(
                "{} {} {key} {heading} {:?}",
                line.scope, record.id, view.held
            );
            let draw = move || {
                view! {
                    <Section heading=heading>
                        <ConflictChooser session=session field=field view=view edit=edit />
                    </Section>
                }
                .into_any()
            };
            items.push(Keyed {
                key,
                draw: Box::new(draw),
            });
        }
    }
    items
}

/// How a form describes a field of a record or of one of its lines.
pub fn field_of(form: &Form, record: &RecordView, key: &str) -> Option<register::form::Field> {
    if record.id.contains('.') {
        let (_, table) = form.table_of(&record.kind)?;
        table.fields.iter().find(|field| field.key == key).cloned()
    } else {
        form.field(key).map(|(_, field)| field.clone())
    }
}
