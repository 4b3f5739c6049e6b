//! «Người và máy»: whoever may give roles invites, sees who is there by which phones, takes a role and locks a
//! phone. All of it is asked of the endpoint, and needs a signal.

mod invite;

use crate::people::{PeopleAccess, done};
use crate::platform;
use crate::routes::Route;
use crate::session::Session;
use crate::text::{self, people as words};
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, Later, Notice, RadioRows, Section, Tone, TopBar, badge,
    later,
};
use client::people::{self, ActFailure};
use client::sync::HttpError;
use invite::{Invited, invited_part};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::wire::{
    CancelAct, InviteAct, LOST, ListedInvitation, ListedPerson, ListedPhone, OVER, PeopleReply,
    RevokeAct, RoleAct, WireAct, WireGrant,
};
use register::role::Role;
use std::sync::Arc;

/// How the question to the endpoint stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Coming,
    Here,
    NoSignal,
    NotAllowed,
}

/// What is asked before it is done.
#[derive(Clone)]
struct Question {
    act: WireAct,
    title: String,
    name: String,
}

/// What the page shows and does; copied into each of its parts.
#[derive(Clone, Copy)]
struct PeoplePage {
    session: Session,
    asking: RwSignal<Asking>,
    found: RwSignal<Arc<PeopleReply>>,
    failure: RwSignal<Option<ActFailure>>,
    invited: RwSignal<Option<Invited>>,
    question: RwSignal<Option<Question>>,
    is_asked: RwSignal<bool>,
}

pub fn people_page(session: Session) -> AnyView {
    let page = PeoplePage {
        session,
        asking: RwSignal::new(Asking::Coming),
        found: RwSignal::default(),
        failure: RwSignal::new(None),
        invited: RwSignal::new(None),
        question: RwSignal::new(None),
        is_asked: RwSignal::new(false),
    };
    spawn_local(page.look());
    let is_here = Memo::new(move |_| page.asking.get() == Asking::Here);
    view! {
        <TopBar title=words::PEOPLE back=Route::More.path() back_label=text::BACK />
        <main>
            {move || page.asking_part()}
            {move || page.failure_part()}
            {move || page.invited.get().map(invited_part)}
            {move || is_here.get().then(|| page.people_part())}
            {move || is_here.get().then(|| page.invite_part())}
            {page.dialog()}
        </main>
    }
    .into_any()
}

impl PeoplePage {
    async fn look(self) {
        let host = PeopleAccess::new(self.session);
        let scope = self.session.enrolment().commune.code.clone();
        let next = match people::ask(&host, &scope).await {
            Ok(found) => {
                self.found.try_set(Arc::new(found));
                Asking::Here
            }
            Err(HttpError::Status(404, _)) => Asking::NotAllowed,
            Err(_) => Asking::NoSignal,
        };
        self.asking.try_set(next);
    }

    /// Does it, says why not, and looks again.
    async fn act(self, act: WireAct, name: String) {
        match done(self.session, act).await {
            Ok(reply) => {
                self.failure.try_set(None);
                if let (Some(code), Some(link)) = (reply.code, reply.link) {
                    self.invited.try_set(Some(Invited { name, code, link }));
                }
                self.look().await;
            }
            Err(failure) => drop(self.failure.try_set(Some(failure))),
        }
    }

    fn asking_part(self) -> AnyView {
        let again = move |()| -> Later {
            self.asking.set(Asking::Coming);
            later(self.look())
        };
        match self.asking.get() {
            Asking::Here => ().into_any(),
            Asking::Coming => {
                view! { <p class="quiet-text" role="status">{words::COMING}</p> }.into_any()
            }
            Asking::NotAllowed => {
                view! { <p class="quiet-text">{words::NOT_ALLOWED}</p> }.into_any()
            }
            Asking::NoSignal => view! {
                <Notice tone=Tone::Warn word=words::NO_SIGNAL text=words::NO_SIGNAL_WHY>
                    <Button on_click=again>{words::LOOK_AGAIN}</Button>
                </Notice>
            }
            .into_any(),
        }
    }

    fn failure_part(self) -> Option<AnyView> {
        let why = match self.failure.get()? {
            ActFailure::Away => words::AWAY,
            ActFailure::Later => words::LATER,
            ActFailure::CannotSign => words::CANNOT_SIGN,
            ActFailure::KeyNotKnown => words::KEY_NOT_KNOWN,
            ActFailure::NoRight => words::NO_RIGHT,
            ActFailure::NotThere => words::NOT_THERE,
            ActFailure::Used => words::USED,
            ActFailure::Cancelled => words::IS_CANCELLED,
            ActFailure::TooOld => words::TOO_OLD,
            ActFailure::Refused(_) => words::REFUSED,
        };
        Some(view! { <Notice tone=Tone::Bad word=words::FAILED text=why live=true /> }.into_any())
    }

    /// «Trưởng thôn · Bản Pò Mã»
    fn role_words(self, role: &str, scope: &str) -> String {
        let enrolment = self.session.enrolment();
        let village = untrack(|| self.session.village_of(scope));
        let place = village.unwrap_or_else(|| match scope == enrolment.commune.code {
            true => enrolment.commune.name.clone(),
            false => text::NOT_ON_THIS_PHONE.to_owned(),
        });
        format!("{} · {place}", Role::of_word(role).label_vi())
    }

    fn people_part(self) -> AnyView {
        let people = move || {
            let found = self.found.get();
            found
                .people
                .iter()
                .map(|one| self.person(one))
                .collect_view()
        };
        let invitations = move || {
            let found = self.found.get();
            let rows = found.invitations.iter().map(|one| self.invitation(one));
            rows.collect_view()
        };
        let none = move || self.found.with(|found| found.invitations.is_empty());
        view! {
            <Section heading=words::WHO_IS_HERE>
                <div class="stack">{move || people()}</div>
            </Section>
            <div hidden=none>
                <Section heading=words::OPEN_INVITATIONS>
                    <div class="stack">{move || invitations()}</div>
                </Section>
            </div>
        }
        .into_any()
    }

    fn person(self, person: &ListedPerson) -> AnyView {
        let grants: Vec<AnyView> = { person.grants.iter() }
            .map(|grant| self.grant(person, grant))
            .collect();
        let phones: Vec<AnyView> = { person.phones.iter() }
            .map(|phone| self.phone(person, phone))
            .collect();
        let may = self.may_act_on(person);
        let (id, name) = (person.id.clone(), person.name.clone());
        let new_phone = move |()| -> Later {
            let act = WireAct::Invite(InviteAct {
                person: Some(id.clone()),
                ..InviteAct::default()
            });
            later(self.act(act, name.clone()))
        };
        view! {
            <div class="card padded">
                <span class="row-title">{person.name.clone()}</span>
                {grants}
                {phones}
                <div class="cluster" hidden=!may>
                    <Button on_click=new_phone>{words::NEW_PHONE}</Button>
                </div>
            </div>
        }
        .into_any()
    }

    /// Whether the person here may give all roles that somebody has, and so take, invite and lock.
    fn may_act_on(self, person: &ListedPerson) -> bool {
        let own = self.session.enrolment();
        person.grants.iter().all(|grant| own.gives(grant))
    }

    fn grant(self, person: &ListedPerson, grant: &WireGrant) -> AnyView {
        let said = self.role_words(&grant.role, &grant.scope);
        let act = WireAct::Take(RoleAct {
            person: person.id.clone(),
            role: grant.role.clone(),
            scope: grant.scope.clone(),
        });
        let title = words::take_from(&person.name, &said);
        let may = self.session.enrolment().gives(grant);
        self.line(
            said,
            None,
            may.then_some(words::TAKE_ROLE),
            (act, title, &person.name),
        )
    }

    fn phone(self, person: &ListedPerson, phone: &ListedPhone) -> AnyView {
        let said = words::phone(
            &platform::moment_text(phone.enrolled_at),
            &platform::moment_text(phone.last_seen_at),
        );
        let mark = phone.revoked.as_deref().map(|how| match how {
            LOST => words::LOCKED_LOST,
            _ => words::LOCKED_OVER,
        });
        let act = WireAct::Revoke(RevokeAct {
            phone: phone.id.clone(),
            how: String::new(),
        });
        let title = words::lock_of(&person.name);
        // Everybody may lock another phone of their own, and not the one in their hands.
        let is_own = person.id == self.session.enrolment().person.id && person.phones.len() > 1;
        let may = is_own || self.may_act_on(person);
        // What is lost stays so.
        let may = may && mark != Some(words::LOCKED_LOST);
        self.line(
            said,
            mark,
            may.then_some(words::LOCK_PHONE),
            (act, title, &person.name),
        )
    }

    fn invitation(self, invitation: &ListedInvitation) -> AnyView {
        let name = &invitation.person_name;
        let role = self.role_words(&invitation.role, &invitation.scope);
        let until = words::until(&platform::moment_text(invitation.expires_at));
        let act = WireAct::Cancel(CancelAct {
            invitation: invitation.id.clone(),
        });
        let said = format!("{name} · {role} · {until}");
        let asks = (act, words::cancel_of(name), name.as_str());
        view! { <div class="card padded">{self.line(said, None, Some(words::CANCEL), asks)}</div> }
            .into_any()
    }

    /// A line that says something, and a button that asks before it does anything.
    fn line(
        self,
        said: String,
        mark: Option<&'static str>,
        button: Option<&'static str>,
        (act, title, name): (WireAct, String, &str),
    ) -> AnyView {
        let name = name.to_owned();
        let question = Question { act, title, name };
        let ask = move |()| {
            self.question.set(Some(question.clone()));
            self.is_asked.set(true);
        };
        let button = button.map(|button| view! { <Button on_click=ask>{button}</Button> });
        view! {
            <div class="cluster spread">
                <span class="row-detail">{said} " " {mark.map(|mark| badge(Tone::Warn, mark))}</span>
                {button}
            </div>
        }
        .into_any()
    }

    fn dialog(self) -> AnyView {
        let how = RwSignal::new(None::<String>);
        let act_now = move || self.question.get().map(|question| question.act);
        let title = move || self.question.get().map(|question| question.title);
        let body = move || match act_now() {
            Some(WireAct::Revoke(_)) => ways_to_lock(how),
            Some(WireAct::Take(_)) => view! { <p>{words::TAKE_WHY}</p> }.into_any(),
            _ => view! { <p>{words::CANCEL_WHY}</p> }.into_any(),
        };
        let sure = move || match act_now() {
            Some(WireAct::Revoke(_)) => words::LOCK,
            Some(WireAct::Take(_)) => words::TAKE,
            _ => words::CANCEL_NOW,
        };
        let act = move |()| -> Option<Later> {
            let Question { act, name, .. } = self.question.get_untracked()?;
            let act = match act {
                WireAct::Revoke(act) => WireAct::Revoke(RevokeAct {
                    how: how.get_untracked()?,
                    ..act
                }),
                act => act,
            };
            self.is_asked.set(false);
            how.set(None);
            Some(later(self.act(act, name)))
        };
        view! {
            <Dialog open=self.is_asked title=Signal::derive(move || title().unwrap_or_default())>
                {move || body()}
                <div class="dialog-actions">
                    <Button on_click=move |()| self.is_asked.set(false)>{words::KEEP}</Button>
                    <Button kind=ButtonKind::Danger on_click=act>{move || sure()}</Button>
                </div>
            </Dialog>
        }
        .into_any()
    }
}

fn ways_to_lock(how: RwSignal<Option<String>>) -> AnyView {
    let choice = |value: &str, title: &str, detail: &str| Choice {
        value: value.to_owned(),
        title: title.to_owned(),
        detail: detail.to_owned(),
    };
    let options = vec![
        choice(OVER, words::OVER, words::OVER_WHY),
        choice(LOST, words::LOST, words::LOST_WHY),
    ];
    view! { <RadioRows name="lock-how" legend=words::WHY_LOCKED options=options chosen=how /> }
        .into_any()
}
