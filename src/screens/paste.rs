use super::making;
use crate::routes::Route;
use crate::session::Session;
use crate::text;
use crate::ui::{
    ActionBar, Button, ButtonKind, FieldShell, LinkButton, PreviewLine, Tone, TopBar, preview,
};
use crate::way;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind;
use register::paste::{Outcome, PastedLine, PastedVillage, villages};
use register::text::fold;
use serde_json::Value;
use std::collections::BTreeSet;

/// Many villages at once, out of a message or a spreadsheet, with a preview.
pub fn paste_page(session: Session) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let lines = Memo::new(move |_| villages(&pasted.get()));
    let known = Memo::new(move |_| {
        let villages = session.lines_of(kind::VILLAGE);
        let mut known = BTreeSet::new();
        known.extend(villages.iter().map(|line| fold(&line.about.title)));
        known
    });
    let title_of = move |village: &PastedVillage| {
        let kind = Some(village.kind.code());
        register::summary::village_title(&session.rules(), kind, &village.name)
    };
    let count = move || {
        lines.with(|lines| {
            lines
                .iter()
                .filter(|l| matches!(l.outcome, Outcome::Village(_)))
                .count()
        })
    };
    let list = move || {
        let line = |line: PastedLine| match line.outcome {
            Outcome::Skipped(reason) => PreviewLine {
                number: line.line_no,
                title: line.raw.trim().chars().take(80).collect(),
                detail: reason.message_vi().to_owned(),
                tone: Tone::Bad,
                verdict: text::SKIPPED.into(),
            },
            Outcome::Village(village) => {
                let title = title_of(&village);
                let twice = known.with(|known| known.contains(&fold(&title)));
                let mut detail: Vec<String> = Vec::new();
                detail.extend(village.head.clone());
                detail.extend(village.households.map(|count| format!("{count} hộ")));
                detail.extend(village.phone.clone());
                detail.extend(village.warnings.iter().map(ToString::to_string));
                PreviewLine {
                    number: line.line_no,
                    title,
                    detail: detail.join(" · "),
                    tone: if twice { Tone::Warn } else { Tone::Good },
                    verdict: if twice { text::MAY_BE_TWICE } else { text::NEW }.into(),
                }
            }
        };
        preview(lines.get().into_iter().map(line).collect())
    };
    let is_known = move |village: &PastedVillage| {
        let name = fold(&title_of(village));
        known.with(|known| known.contains(&name))
    };
    let twice = Memo::new(move |_| {
        lines.with(|lines| {
            let villages = lines.iter().filter_map(|line| match &line.outcome {
                Outcome::Village(village) => Some(village),
                Outcome::Skipped(_) => None,
            });
            villages.filter(|village| is_known(village)).count()
        })
    });
    let leave_out = RwSignal::new(false);
    let count = move || count() - if leave_out.get() { twice.get() } else { 0 };
    let add = move |()| {
        let mut edits = Vec::new();
        for line in lines.get_untracked() {
            let Outcome::Village(village) = line.outcome else {
                continue;
            };
            if leave_out.get_untracked() && untrack(|| is_known(&village)) {
                continue;
            }
            let code = village.kind.code();
            let mut values = vec![
                ("villageKind", Value::from(code)),
                ("name", Value::from(village.name)),
            ];
            if let Some(head) = village.head {
                values.push(("headName", head.into()));
            }
            if let Some(phone) = village.phone {
                values.push(("headPhone", phone.into()));
            }
            if let Some(households) = village.households {
                values.push(("households", households.into()));
            }
            edits.extend(making::new_village(session, values));
        }
        spawn_local(async move {
            if session.save(edits).await.is_ok() {
                way::turn(&Route::List("thon").path());
            }
        });
    };
    let back = Route::List("thon").path();
    view! {
        <TopBar title=text::PASTE_TITLE back=back.clone() back_label=text::BACK />
        <main>
            <FieldShell for_id="paste" label=text::PASTE_LABEL hint=text::PASTE_HINT>
                <textarea
                    id="paste"
                    class="input"
                    rows="8"
                    spellcheck="false"
                    on:input=move |event| pasted.set(event_target_value(&event))
                ></textarea>
            </FieldShell>
            <label class="choice" hidden=move || twice.get() == 0>
                <input
                    type="checkbox"
                    prop:checked=move || leave_out.get()
                    on:change=move |event| leave_out.set(event_target_checked(&event))
                />
                <span class="choice-text"><b>{move || text::leave_out(twice.get())}</b></span>
            </label>
            {list}
            <ActionBar>
                <LinkButton href=back way=way::BACK>{text::CANCEL}</LinkButton>
                <Button
                    kind=ButtonKind::Main
                    on_click=add
                    disabled=Signal::derive(move || count() == 0)
                >
                    {move || text::add_villages(count())}
                </Button>
            </ActionBar>
        </main>
    }
    .into_any()
}
