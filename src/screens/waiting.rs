use super::making::named;
use crate::platform;
use crate::routes::Route;
use crate::session::Session;
use crate::sync::{self, Link};
use crate::text;
use crate::ui::{
    Button, EmptyState, IconName, Notice, Section, Step, StepState, Tone, TopBar, timeline,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::{DELETION, Operation};
use replica::{Refused, Waiting};
use serde_json::json;

/// Each change that is not in the shared register, its state and its reason.
pub fn waiting_page(session: Session) -> AnyView {
    let waiting: RwSignal<Vec<Waiting>> = RwSignal::new(Vec::new());
    let refused: RwSignal<Vec<Refused>> = RwSignal::new(Vec::new());
    let looked = RwSignal::new(false);
    Effect::new(move |_| {
        session.lines.track();
        session.refused.track();
        spawn_local(async move {
            let phone = session.phone();
            if let Ok(found) = phone.waiting().await {
                waiting.try_set(found);
            }
            if let Ok(found) = phone.refused().await {
                refused.try_set(found);
            }
            looked.try_set(true);
        });
    });
    let link = move || {
        let (tone, words) = match session.sync.with(|sync| sync.link) {
            Link::Starting => (Tone::Calm, text::LINK_STARTING),
            Link::Busy => (Tone::Calm, text::LINK_BUSY),
            Link::Reached => (Tone::Good, text::LINK_REACHED),
            Link::Away => (Tone::Calm, text::LINK_AWAY),
            Link::Trouble => (Tone::Warn, text::LINK_TROUBLE),
            Link::Revoked => (Tone::Bad, text::LINK_REVOKED),
        };
        let last = session.sync.with(|sync| sync.last);
        let when = last.map(|at| text::last_reached_at(&platform::moment_text(at)));
        let words = format!("{words}{}", when.unwrap_or_default());
        view! { <Notice tone=tone word=text::SHARED_REGISTER text=words live=true /> }
    };
    let waiting_list = move || {
        waiting.with(|waiting| {
            (!waiting.is_empty()).then(|| {
                let step = |one: &Waiting| step_of(session, &one.pending.operation, None);
                let steps = waiting.iter().rev().take(200).map(step).collect();
                view! {
                    <Section heading=format!("{} ({})", text::WAITING_HERE, waiting.len())>
                        <p class="quiet-text">{text::WAITING_WHY}</p>
                        {timeline(steps)}
                    </Section>
                }
            })
        })
    };
    let refused_list = move || {
        refused.with(|refused| {
            (!refused.is_empty()).then(|| {
                let step = |one: &Refused| {
                    step_of(session, &one.pending.operation, Some(one.code.as_str()))
                };
                let steps = refused.iter().map(step).collect();
                view! {
                    <Section heading=format!("{} ({})", text::COULD_NOT_ENTER, refused.len())>
                        {timeline(steps)}
                    </Section>
                }
            })
        })
    };
    let nothing = move || {
        let none = waiting.with(Vec::is_empty) && refused.with(Vec::is_empty);
        (looked.get() && none).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Check
                    title=text::NOTHING_WAITS
                    text=text::NOTHING_WAITS_WHY
                />
            }
        })
    };
    let take_out = move |()| {
        let of_waiting = waiting.with_untracked(|all| {
            all.iter()
                .map(|one| json!([one.scope, one.pending.operation]))
                .collect::<Vec<_>>()
        });
        let of_refused = refused.with_untracked(|all| {
            all.iter()
                .map(|one| json!([one.scope, one.pending.operation, one.code]))
                .collect::<Vec<_>>()
        });
        let content = json!({ "waiting": of_waiting, "refused": of_refused });
        platform::save_file("so-thi-dua-chua-vao-so-chung.json", &content.to_string());
    };
    let any = move || !(waiting.with(Vec::is_empty) && refused.with(Vec::is_empty));
    view! {
        <TopBar title=text::SHARED_REGISTER back=Route::Home.path() back_label=text::BACK />
        <main>
            {link}
            <div class="cluster">
                <Button on_click=move |()| sync::now_or_soon(session)>{text::TRY_NOW}</Button>
                <div hidden=move || !any()>
                    <Button on_click=take_out icon=IconName::Share>{text::TAKE_OUT}</Button>
                </div>
            </div>
            {refused_list}
            {waiting_list}
            {nothing}
        </main>
    }
    .into_any()
}

/// «Bản Pò Mã · Trưởng bản: Lý Văn Ân», when, and why not if so.
fn step_of(session: Session, operation: &Operation, refusal: Option<&str>) -> Step {
    let root = merge::root_of(&operation.record);
    let record = session.line(root);
    let rules = session.rules();
    let title = record.as_ref().map(|line| named(line)).unwrap_or_default();
    let form = record.and_then(|line| rules.form_of_kind(&line.kind).cloned());
    let field = form.as_ref().and_then(|form| {
        if operation.record.contains('.') {
            let (_, table) = form.table_of(&operation.kind)?;
            table
                .fields
                .iter()
                .find(|field| field.key == operation.field)
        } else {
            form.field(&operation.field).map(|(_, field)| field)
        }
    });
    let what = match (field, operation.field.as_str(), operation.value.is_null()) {
        (_, DELETION, false) => text::A_DELETION.to_owned(),
        (_, DELETION, true) => text::RESTORE.to_owned(),
        (Some(field), ..) => {
            let value = session.display(field, &operation.value);
            let value: String = value.chars().take(60).collect();
            format!("{}: {value}", field.label)
        }
        (None, ..) => text::A_NEW_LINE.to_owned(),
    };
    let when = platform::moment_text(operation.at);
    let detail = match refusal {
        Some("noRight") => format!("{when} · {}", text::NO_RIGHT),
        Some("malformed") => format!("{when} · {}", text::REFUSED_FORM),
        Some(_) => format!("{when} · {}", text::REFUSED_OTHER),
        None => when,
    };
    let state = if refusal.is_some() {
        StepState::Refused
    } else {
        StepState::Waiting
    };
    Step {
        state,
        title: format!("{title} · {what}"),
        detail,
    }
}
