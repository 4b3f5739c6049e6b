//! Inviting somebody: by name, role and unit; and the code that comes of it, said once.

use super::PeoplePage;
use crate::platform;
use crate::text::people as words;
use crate::ui::{
    Button, ButtonKind, Choice, FieldShell, Later, RadioRows, Section, Tone, code_box, code_panel,
    later,
};
use crate::worker::asked;
use client::lines::Line;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::wire::{InviteAct, WireAct};
use register::kind;
use register::role::Role;
use std::sync::Arc;
use worker_messages::Call;

/// An invitation that was just made.
#[derive(Clone)]
pub struct Invited {
    pub name: String,
    pub code: String,
    pub link: String,
}

/// The code of an invitation, to be typed, filmed or sent.
pub fn invited_part(invited: Invited) -> AnyView {
    let drawing = RwSignal::new(String::new());
    let link = invited.link.clone();
    spawn_local(async move {
        let drawn = asked(Call::DrawCode, [link.into()]).await;
        if let Some(drawn) = drawn.ok().and_then(|drawn| drawn.as_string()) {
            drawing.try_set(drawn);
        }
    });
    view! {
        <Section heading=words::invitation_of(&invited.name)>
            <div class="card padded stack">
                <p>{words::ONCE}</p>
                {code_box(invited.code)}
                {code_panel(drawing.into(), words::CODE_TO_FILM)}
                <p class="quiet-text">{invited.link}</p>
            </div>
        </Section>
    }
    .into_any()
}

/// Who is invited, and as what.
#[derive(Clone, Copy)]
struct Invitee {
    name: RwSignal<String>,
    role: RwSignal<Option<String>>,
    unit: RwSignal<String>,
    problem: RwSignal<Option<(Tone, String)>>,
}

impl PeoplePage {
    pub(super) fn invite_part(self) -> AnyView {
        let who = Invitee {
            name: RwSignal::new(String::new()),
            role: RwSignal::new(Some(Role::VillageHead.word().to_owned())),
            unit: RwSignal::new(String::new()),
            problem: RwSignal::new(None),
        };
        let (name, unit, problem) = (who.name, who.unit, who.problem);
        let option = |(role, title, detail): (Role, &str, &str)| Choice {
            value: role.word().to_owned(),
            title: title.to_owned(),
            detail: detail.to_owned(),
        };
        let roles = [
            (Role::VillageHead, words::HEAD, words::HEAD_WHY),
            (Role::Viewer, words::VIEWER, words::VIEWER_WHY),
        ];
        let units = move || self.units(who);
        let invite = move |()| self.invite(who);
        view! {
            <Section heading=words::INVITE>
                <div class="card padded stack">
                    <FieldShell
                        for_id="invite-name"
                        label=words::NAME
                        problem=Signal::derive(move || problem.get())
                    >
                        <input
                            class="input"
                            id="invite-name"
                            autocomplete="off"
                            prop:value=name
                            on:input=move |event| name.set(event_target_value(&event))
                        />
                    </FieldShell>
                    <RadioRows
                        name="invite-role"
                        legend=words::AS_WHAT
                        options=roles.into_iter().map(option).collect()
                        chosen=who.role
                    />
                    <FieldShell for_id="invite-unit" label=words::WHERE>
                        <select
                            class="input"
                            id="invite-unit"
                            on:change=move |event| unit.set(event_target_value(&event))
                        >
                            {move || units()}
                        </select>
                    </FieldShell>
                    <Button kind=ButtonKind::Main wide=true on_click=invite>{words::INVITE_NOW}</Button>
                </div>
            </Section>
        }
        .into_any()
    }

    /// The places to choose from: a head has a unit, somebody who reads perhaps the whole commune.
    fn units(self, who: Invitee) -> AnyView {
        let none = match is_viewer(who.role.get().as_deref()) {
            true => words::WHOLE_COMMUNE,
            false => words::CHOOSE,
        };
        let lines = self.session.lines_of(kind::VILLAGE);
        let option = |line: &Arc<Line>| {
            view! { <option value=line.scope.clone()>{line.about.title.clone()}</option> }
        };
        view! {
            <option value="">{none}</option>
            {lines.iter().map(option).collect_view()}
        }
        .into_any()
    }

    fn invite(self, who: Invitee) -> Option<Later> {
        platform::leave_field();
        let name = who.name.get_untracked().trim().to_owned();
        let role = who.role.get_untracked()?;
        let mut scope = who.unit.get_untracked();
        if scope.is_empty() && is_viewer(Some(&role)) {
            scope.clone_from(&self.session.enrolment().commune.code);
        }
        let wrong = match (name.is_empty(), scope.is_empty()) {
            (true, _) => Some(words::NAME_FIRST),
            (_, true) => Some(words::PLACE_FIRST),
            _ => None,
        };
        who.problem
            .set(wrong.map(|wrong| (Tone::Bad, wrong.to_owned())));
        wrong.is_none().then(|| {
            let act = WireAct::Invite(InviteAct {
                role: Some(role),
                scope: Some(scope),
                person_name: Some(name.clone()),
                person: None,
            });
            later(self.act(act, name))
        })
    }
}

fn is_viewer(role: Option<&str>) -> bool {
    role == Some(Role::Viewer.word())
}
