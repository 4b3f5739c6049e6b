//! What others reported after the register was set back, and may not write: a person says
//! whether it stands.

use super::review::field_of;
use crate::form::called;
use crate::records::named_fully;
use crate::session::Session;
use crate::text;
use crate::ui::{Button, ButtonKind, Keyed, Later, Section, keyed, later};
use client::steps::may_take_over;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::Tree;
use replica::{Author, ReceivedReport};
use serde_json::Value;
use sorted::SortedMap;
use std::sync::Arc;

/// One that waits, and its record as it was shown with it.
#[derive(Clone)]
struct ReportItem {
    scope: String,
    reported: ReceivedReport,
    tree: Arc<Tree>,
}

pub fn reports_section(session: Session) -> AnyView {
    let found: RwSignal<(Vec<ReportItem>, SortedMap<String, Author>)> = RwSignal::default();
    Effect::new(move |_| {
        session.reports.track();
        spawn_local(async move {
            let phone = session.phone();
            let authors = phone.authors().await.unwrap_or_default();
            let mut waiting = Vec::new();
            for (scope, reported) in phone.reports().await.unwrap_or_default() {
                if let Ok(tree) = phone
                    .tree(&scope, protocol::root_of(&reported.record))
                    .await
                {
                    let tree = Arc::new(tree);
                    waiting.push(ReportItem {
                        scope,
                        reported,
                        tree,
                    });
                }
            }
            found.try_set((waiting, authors));
        });
    });
    keyed(move || {
        let (waiting, authors) = found.get();
        let authors = Arc::new(authors);
        let item = |one: ReportItem| {
            let authors = authors.clone();
            Keyed {
                key: format!("{} {} {:?}", one.scope, one.reported.id, one.reported.by),
                draw: Box::new(move || told_item(session, &one, &authors)),
            }
        };
        waiting.into_iter().map(item).collect()
    })
}

fn told_item(session: Session, one: &ReportItem, authors: &SortedMap<String, Author>) -> AnyView {
    let ReportItem {
        scope,
        reported,
        tree,
    } = one;
    let line = session.lines.with_untracked(|lines| {
        let place = (
            scope.clone(),
            protocol::root_of(&reported.record).to_owned(),
        );
        lines.get(&place).cloned()
    });
    let form = line.as_ref().and_then(|line| session.form(&line.kind));
    let record = tree.record(&reported.record);
    let field = form
        .zip(record)
        .and_then(|(form, record)| field_of(&form, record, &reported.field));
    let label = field
        .as_ref()
        .map_or_else(|| reported.field.clone(), |field| field.label.clone());
    let named = line.map_or_else(|| reported.kind.clone(), |line| named_fully(session, &line));
    let names = reported.by.iter().map(|device| called(authors, device));
    let names = names.collect::<Vec<_>>().join(", ");
    let value = match (&field, &reported.entry.value) {
        _ if reported.field == protocol::DELETION => text::TOLD_DELETION.to_owned(),
        (Some(field), value) => session.display(field, value),
        (None, Value::String(text)) => text.clone(),
        (None, value) => value.to_string(),
    };
    let author = called(authors, &reported.entry.name.device);
    let may = may_take_over(reported);
    let (taken, turned_down) = (one.clone(), one.clone());
    let take_over = move |()| decide(session, taken.clone(), true);
    let turn_down = move |()| decide(session, turned_down.clone(), false);
    view! {
        <Section heading=format!("{named} · {label}")>
            <p>{text::told_by(&names)}</p>
            <p class="written">{value}</p>
            <p class="quiet-text">{author}</p>
            <p class="quiet-text">{text::TOLD_WHY}</p>
            <Button on_click=turn_down>{text::TURN_DOWN}</Button>
            {may.then(|| view! {
                <Button kind=ButtonKind::Main on_click=take_over>{text::TAKE_OVER}</Button>
            })}
        </Section>
    }
    .into_any()
}

fn decide(session: Session, one: ReportItem, takes_over: bool) -> Later {
    let ReportItem {
        scope,
        reported,
        tree,
    } = one;
    later(async move {
        let edit = reported.taken_over(&scope, &tree);
        // What could not be saved waits on.
        if takes_over && session.save(vec![edit]).await.is_err() {
            return;
        }
        match session.phone().decide(&scope, &reported.id).await {
            Ok(summaries) => {
                session.changed(summaries);
                session.look_at_reports().await;
            }
            Err(problem) => session.failure.set(Some(problem.into())),
        }
    })
}
