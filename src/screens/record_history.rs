//! «Lịch sử» of a record: who wrote what, newest first, and a tap to have an earlier value again. What the
//! phone does not know it asks the endpoint for.

use super::review::field_of;
use crate::form::not_here;
use crate::platform::{self, http};
use crate::records::named_fully;
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self, history as words};
use crate::ui::{
    Button, EmptyState, IconName, Keyed, Later, Section, Tone, TopBar, badge, keyed, later,
};
use client::history::{Change, ChangeState, HistoryReply, of_phone, with_earlier};
use client::lines::Line;
use client::sync::HttpError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::Tree;
use protocol::DELETION;
use register::form::{Field, FieldType};
use replica::Edit;
use serde_json::Value;
use sorted::SortedSet;
use std::sync::Arc;

/// How far what the endpoint keeps has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Earlier {
    /// Nobody has asked, or there is more.
    NotAsked,
    Coming,
    /// All of it is here.
    Whole,
    NoSignal,
    NotAllowed,
}

/// The page of one record.
#[derive(Clone, Copy)]
struct HistoryPage {
    session: Session,
    line: StoredValue<Arc<Line>>,
    tree: RwSignal<Option<Arc<Tree>>>,
    changes: RwSignal<Vec<Change>>,
    /// The label of the one field that is looked at; empty for all.
    field: RwSignal<String>,
    earlier: RwSignal<Earlier>,
    /// The number before which the next page of the endpoint's begins.
    before: RwSignal<Option<i64>>,
    /// When the endpoint's history begins, if something stood there before.
    since: RwSignal<Option<i64>>,
}

pub fn history_page(session: Session, record: &str) -> AnyView {
    let Some(line) = untrack(|| session.line(record)) else {
        return not_here();
    };
    // Whoever only reads is not answered.
    let may_ask = session.enrolment().keeps_at(&line.scope, &line.kind);
    let earlier = if may_ask {
        Earlier::NotAsked
    } else {
        Earlier::NotAllowed
    };
    let page = HistoryPage {
        session,
        line: StoredValue::new(line.clone()),
        tree: RwSignal::new(None),
        changes: RwSignal::new(Vec::new()),
        field: RwSignal::new(String::new()),
        earlier: RwSignal::new(earlier),
        before: RwSignal::new(None),
        since: RwSignal::new(None),
    };
    Effect::new(move |_| {
        session.changed_records.track();
        spawn_local(page.look_again());
    });
    view! {
        <TopBar
            title=words::HISTORY
            over=named_fully(session, &line)
            back=Route::Record(line.record.clone()).path()
            back_label=text::BACK
        />
        <main>
            {page.field_chooser()}
            <Section heading=words::HISTORY>
                <div class="stack">{keyed(move || page.items())}</div>
            </Section>
            {move || page.nothing()}
            {move || page.earlier_part()}
        </main>
    }
    .into_any()
}

impl HistoryPage {
    /// The phone's own part anew; what came from the endpoint stays.
    async fn look_again(self) {
        let (phone, line) = (self.session.phone(), self.line.get_value());
        let Ok(tree) = phone.tree(&line.scope, &line.record).await else {
            return;
        };
        let waiting = phone.waiting().await.unwrap_or_default();
        let authors = phone.authors().await.unwrap_or_default();
        let own = of_phone(&line.scope, &tree, &waiting, &authors);
        let mut changes = self.changes.try_get_untracked().unwrap_or_default();
        changes.retain(|change| !own.iter().any(|other| other.name == change.name));
        for change in &mut changes {
            if change.state != ChangeState::Erased {
                change.state = ChangeState::Replaced;
            }
        }
        let page = HistoryReply::default();
        changes.extend(own);
        self.changes.try_set(with_earlier(changes, page));
        self.tree.try_set(Some(Arc::new(tree)));
    }

    async fn fetch_earlier(self) {
        self.earlier.set(Earlier::Coming);
        let line = self.line.get_value();
        let before = self.before.get_untracked();
        let before = before.map(|seq| format!("&before={seq}"));
        let path = format!(
            "/v1/history?scope={}&record={}{}",
            line.scope.replace('/', "%2F"),
            line.record,
            before.unwrap_or_default()
        );
        let token = self.session.token().await;
        let outcome = http::fetch_json_as::<HistoryReply>(&path, &token).await;
        let next = match outcome {
            Ok(page) => {
                let more = page.more;
                let has_begun = page.entries.iter().any(|entry| entry.how == "beginning");
                self.since.try_set(has_begun.then_some(page.since));
                let last = page.entries.last().map(|entry| entry.seq);
                self.before
                    .try_set(last.and_then(|seq| i64::try_from(seq).ok()));
                self.changes
                    .try_update(|changes| *changes = with_earlier(std::mem::take(changes), page));
                if more {
                    Earlier::NotAsked
                } else {
                    Earlier::Whole
                }
            }
            Err(HttpError::Status(404, _)) => Earlier::NotAllowed,
            Err(_) => Earlier::NoSignal,
        };
        self.earlier.try_set(next);
    }

    fn items(self) -> Vec<Keyed> {
        let Some(tree) = self.tree.get() else {
            return Vec::new();
        };
        let item = |change: Change| {
            let key = format!("{} {:?}", change.name, change.state);
            let tree = tree.clone();
            Keyed {
                key,
                draw: Box::new(move || self.item(&change, &tree)),
            }
        };
        let wanted = self.field.get();
        let mut changes = self.changes.get();
        // What no form shows (when somebody was added, in which order lines stand) has no words.
        changes.retain(|change| {
            let label = self.label(change, &tree);
            label.is_some_and(|label| wanted.is_empty() || label == wanted)
        });
        changes.into_iter().map(item).collect()
    }

    /// All fields, or one of those that something is known of.
    fn field_chooser(self) -> AnyView {
        let labels = Memo::new(move |_| {
            let tree = self.tree.get()?;
            let mut labels = SortedSet::new();
            labels.extend(
                self.changes
                    .get()
                    .iter()
                    .filter_map(|change| self.label(change, &tree)),
            );
            Some(labels)
        });
        let option = |label: String| view! { <option>{label}</option> };
        let options = move || {
            labels
                .get()
                .unwrap_or_default()
                .into_iter()
                .map(option)
                .collect_view()
        };
        view! {
            <div class="field">
                <label class="field-label" for="history-field">{words::WHICH_FIELD}</label>
                <select
                    class="input"
                    id="history-field"
                    on:change=move |event| self.field.set(event_target_value(&event))
                >
                    <option value="">{words::ALL_FIELDS}</option>
                    {move || options()}
                </select>
            </div>
        }
        .into_any()
    }

    /// What the field is called; nothing of one that no form shows.
    fn label(self, change: &Change, tree: &Tree) -> Option<String> {
        match self.field(change, tree) {
            Some(field) => Some(field.label),
            None => (change.field == DELETION).then(|| words::DELETION.to_owned()),
        }
    }

    fn item(self, change: &Change, tree: &Tree) -> AnyView {
        let field = self.field(change, tree);
        let label = self.label(change, tree);
        let author = change.author.clone();
        let author = author.unwrap_or_else(|| words::UNKNOWN_AUTHOR.to_owned());
        let state = match change.state {
            ChangeState::Shown => Some(badge(Tone::Good, words::SHOWN_NOW)),
            ChangeState::Waiting => Some(badge(Tone::Calm, words::WAITS_HERE)),
            ChangeState::Replaced | ChangeState::Erased => None,
        };
        let value = self.value_of(change, field.as_ref());
        let again = self.again(change, field.as_ref(), tree);
        view! {
            <div class="card padded">
                <span class="row-text">
                    <span class="row-meta">{label}</span>
                    <span class="row-title">{value}</span>
                    <span class="row-badges">{state}</span>
                    <span class="row-detail">{format!("{author} · {}", platform::moment_text(change.at))}</span>
                </span>
                {again}
            </div>
        }
        .into_any()
    }

    fn field(self, change: &Change, tree: &Tree) -> Option<Field> {
        let form = self.session.form(&self.line.get_value().kind)?;
        field_of(&form, tree.record(&change.record)?, &change.field)
    }

    fn value_of(self, change: &Change, field: Option<&Field>) -> String {
        if change.state == ChangeState::Erased {
            return words::ERASED.to_owned();
        }
        if change.field == DELETION {
            let deletes = change.value.is_array();
            return if deletes {
                words::DELETED
            } else {
                words::PUT_BACK
            }
            .to_owned();
        }
        let shown = match field {
            Some(field) => untrack(|| self.session.display(field, &change.value)),
            None => match &change.value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            },
        };
        match shown {
            empty if empty.is_empty() => text::CLEARED.to_owned(),
            shown => shown,
        }
    }

    /// The button that writes a value of before once more, as an edit like any other.
    fn again(self, change: &Change, field: Option<&Field>, tree: &Tree) -> Option<AnyView> {
        let field = field.filter(|field| {
            !matches!(field.field_type, FieldType::Attachment | FieldType::Unknown)
        })?;
        let view = tree.record(&change.record)?.fields.get(&field.key);
        let stands =
            view.is_some_and(|view| view.candidates.iter().any(|one| one.value == change.value));
        if stands || change.state != ChangeState::Replaced {
            return None;
        }
        let edit = Edit {
            scope: self.line.get_value().scope.clone(),
            record: change.record.clone(),
            kind: change.kind.clone(),
            field: change.field.clone(),
            value: change.value.clone(),
            predecessors: view.map(|view| view.held.clone()).unwrap_or_default(),
        };
        let session = self.session;
        if !session.may_save(std::slice::from_ref(&edit)) {
            return None;
        }
        let save = move |()| -> Later {
            let edit = edit.clone();
            later(async move { drop(session.save(vec![edit]).await) })
        };
        Some(view! { <Button on_click=save>{words::USE_AGAIN}</Button> }.into_any())
    }

    fn nothing(self) -> Option<AnyView> {
        let is_empty = self.tree.with(Option::is_some) && self.changes.with(Vec::is_empty);
        is_empty.then(|| {
            view! { <EmptyState icon=IconName::Clock title=words::NOTHING_YET text="" /> }
                .into_any()
        })
    }

    /// What the endpoint keeps of before: asked for by a tap.
    fn earlier_part(self) -> AnyView {
        let ask = move |()| -> Later { later(self.fetch_earlier()) };
        let begins = self
            .since
            .get()
            .map(|since| words::begins(&platform::moment_text(since)));
        let said = match self.earlier.get() {
            Earlier::NotAsked => words::EARLIER_WHY.to_owned(),
            Earlier::Coming => words::EARLIER_COMING.to_owned(),
            Earlier::NoSignal => words::NO_SIGNAL.to_owned(),
            Earlier::NotAllowed => words::NOT_FOR_YOU.to_owned(),
            Earlier::Whole => begins.unwrap_or_else(|| words::WHOLE.to_owned()),
        };
        let asks = matches!(self.earlier.get(), Earlier::NotAsked | Earlier::NoSignal);
        view! {
            <p class="quiet-text" role="status">{said}</p>
            {asks.then(|| view! { <Button on_click=ask wide=true>{words::EARLIER}</Button> })}
        }
        .into_any()
    }
}
