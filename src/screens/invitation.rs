//! The page of an invitation: the code is typed or comes with the link, looked up, shown, and taken
//! by a tap. How enrolling works is in `client::enrolment`.

use crate::enrolment::{enrol, enrolled_by, has_asked, is_known};
use crate::form::advice;
use crate::history;
use crate::platform::http::fetch_json;
use crate::platform::{self, surroundings};
use crate::routes::Route;
use crate::settings;
use crate::text;
use crate::ui::{
    Act, Button, ButtonKind, FieldShell, Later, Notice, Tone, TopBar, code_box, described_by,
    facts, gone, later,
};
use client::enrolment::{Commune, EnrolmentFailure, Person, PhoneUser};
use client::sync::HttpError;
use leptos::prelude::*;
use reading::Slot;
use register::invitation_code::{self, CodeProblem};
use register::role::Role;

/// What an invitation says before it is taken.
#[derive(Clone, Debug, Default, Slot)]
#[reading(rename_all = "camelCase")]
struct Invitation {
    invited_by: String,
    person_name: String,
    role: Role,
    commune: Commune,
    #[reading(default)]
    village: Option<Person>,
    /// Some device has taken it; it may have been this one.
    #[reading(default)]
    claimed: bool,
}

#[derive(Clone)]
enum InvitationState {
    Asking,
    Looking,
    Shown(Invitation),
    Taking(Invitation),
    /// It has led to this phone already.
    Here(PhoneUser),
    Refused(&'static str, &'static str),
}

/// What is no code is not asked for.
fn unreadable(problem: CodeProblem) -> InvitationState {
    let why = match problem {
        CodeProblem::NotACode => text::INVITATION_UNKNOWN_WHY,
        CodeProblem::Composed => text::INVITATION_COMPOSED,
    };
    InvitationState::Refused(text::INVITATION_UNKNOWN, why)
}

fn refusal(problem: &HttpError) -> InvitationState {
    let (word, why) = match problem {
        HttpError::Away | HttpError::Lost(_) => {
            (text::INVITATION_LATER, text::INVITATION_NO_NETWORK)
        }
        HttpError::Status(_, code) => match code.as_str() {
            "invitationUsed" => (text::INVITATION_USED, text::INVITATION_USED_WHY),
            "invitationExpired" => (text::INVITATION_EXPIRED, text::INVITATION_EXPIRED_WHY),
            "rateLimited" => (text::INVITATION_LATER, text::INVITATION_TOO_MANY),
            "invitationUnknown" => (text::INVITATION_UNKNOWN, text::INVITATION_UNKNOWN_WHY),
            _ => (text::INVITATION_LATER, text::LINK_TROUBLE),
        },
    };
    InvitationState::Refused(word, why)
}

/// Which code was looked up last, and what has come of it.
#[derive(Clone, Copy)]
struct InvitationLookup {
    code: RwSignal<String>,
    state: RwSignal<InvitationState>,
}

/// An invitation: who invites whom to what. Only a tap takes it: a chat's
/// preview fetches links, too. `enrolled` opens the register where none is open; another one is
/// opened by a page of its own.
pub fn invitation_page(invited: String, enrolled: Option<UnsyncCallback<()>>) -> AnyView {
    let is_open = enrolled.is_none();
    // A link that opens nothing is left to be mended.
    let invited = readable(invited);
    let typed = RwSignal::new(match invited.is_empty() {
        true => settings::typed_code(),
        false => invited.clone(),
    });
    let lookup = InvitationLookup {
        state: RwSignal::new(InvitationState::Asking),
        code: RwSignal::new(String::new()),
    };
    let look = Act::from(move |given: String| look_up(lookup, &given, is_open));
    look.run(invited);
    let take = Act::from(move |invitation: Invitation| take_it(lookup, invitation, enrolled));
    let anyway = RwSignal::new(false);
    let body = move || match lookup.state.get() {
        InvitationState::Asking => ask(typed, look),
        InvitationState::Looking => {
            view! { <p class="quiet-text" role="status">{text::LOOKING}</p> }.into_any()
        }
        InvitationState::Shown(invitation) => shown(invitation, lookup.code, anyway, take),
        InvitationState::Taking(invitation) => view! {
            {described(&invitation)}
            <Button kind=ButtonKind::Main on_click=|()| () disabled=Signal::stored(true) wide=true>
                {text::TAKING}
            </Button>
            <p class="quiet-text" role="status">{text::TAKING_WHY}</p>
        }
        .into_any(),
        InvitationState::Here(user) => here(user),
        InvitationState::Refused(word, why) => {
            let again = move |()| look.run(lookup.code.get_untracked());
            // What is no code is looked up no better a second time.
            let is_code = lookup.code.with_untracked(|code| !code.is_empty());
            view! {
                <Notice tone=Tone::Warn word=word text=why live=true>
                    {is_code.then(|| view! { <Button on_click=again>{text::TRY_AGAIN}</Button> })}
                </Notice>
                {ask(typed, look)}
            }
            .into_any()
        }
    };
    view! {
        <TopBar title=text::INVITED over=text::APP star=true />
        <main>{move || body()}</main>
    }
    .into_any()
}

/// Looks at what a code leads to: this phone's own register, or an invitation at the endpoint.
fn look_up(
    InvitationLookup { code, state }: InvitationLookup,
    given: &str,
    is_open: bool,
) -> Option<Later> {
    if given.trim().is_empty() {
        return None;
    }
    let given = match invitation_code::read(given) {
        Ok(code) => code,
        Err(problem) => {
            code.set(String::new());
            state.set(unreadable(problem));
            return None;
        }
    };
    code.set(given.clone());
    let here = enrolled_by(&given).filter(|_| is_open);
    state.set(
        here.clone()
            .map_or(InvitationState::Looking, InvitationState::Here),
    );
    Some(later(async move {
        let is_here = here.is_some();
        if let Some(user) = here
            && is_known(&user.store).await.unwrap_or(true)
        {
            return;
        }
        state.try_set(InvitationState::Looking);
        let path = format!("/v1/invitations/{given}");
        let found: Result<Invitation, HttpError> = fetch_json(&path).await;
        state.try_set(match found {
            Ok(invitation) if invitation.claimed && !has_asked(&given) => {
                InvitationState::Refused(text::INVITATION_USED, text::INVITATION_USED_WHY)
            }
            Ok(invitation) => InvitationState::Shown(invitation),
            // The register was set back to before this phone, and the invitation, too.
            Err(HttpError::Status(..)) if is_here => {
                InvitationState::Refused(text::NOT_KNOWN, text::NOT_KNOWN_WHY)
            }
            Err(problem) => refusal(&problem),
        });
    }))
}

/// Takes the invitation, and opens the register that it leads to.
fn take_it(
    InvitationLookup { code, state }: InvitationLookup,
    invitation: Invitation,
    enrolled: Option<UnsyncCallback<()>>,
) -> Later {
    let given = code.get_untracked();
    state.set(InvitationState::Taking(invitation));
    later(async move {
        let state_of = |problem: EnrolmentFailure| match problem {
            EnrolmentFailure::Sending(problem) => refusal(&problem),
            EnrolmentFailure::Keeping(problem) => {
                InvitationState::Refused(text::NOT_ENROLLED, advice(&problem.into()))
            }
        };
        match enrol(&given).await {
            Ok(()) => {
                settings::keep_typed_code("");
                match enrolled {
                    Some(enrolled) => enrolled.run(()),
                    None => drop(platform::window().location().replace("/")),
                }
                gone().await;
            }
            Err(problem) => drop(state.try_set(state_of(problem))),
        }
    })
}

/// The way to the register that the invitation has led to already.
fn here(user: PhoneUser) -> AnyView {
    let open = move |()| {
        if settings::current_store().as_ref() == Some(&user.store) {
            history::replace(&Route::Home.path());
            return;
        }
        settings::set_current(&user);
        drop(platform::window().location().set_href("/"));
    };
    view! {
        <Notice tone=Tone::Good word=text::INVITATION_HERE text=text::INVITATION_HERE_WHY />
        <Button kind=ButtonKind::Main on_click=open wide=true>
            {text::OPEN_REGISTER}
        </Button>
    }
    .into_any()
}

/// The end of an address as it was before it became one.
fn readable(address: String) -> String {
    let words = js_sys::decode_uri_component(&address).ok();
    words.map_or(address, String::from)
}

fn ask(typed: RwSignal<String>, look: Act<String>) -> AnyView {
    view! {
        <p>{text::TYPE_CODE_WHY}</p>
        <FieldShell for_id="code" label=text::CODE hint=text::CODE_HINT>
            <input
                id="code"
                class="input"
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-describedby=described_by("code")
                prop:value=typed.get_untracked()
                on:input=move |event| {
                    let code = event_target_value(&event);
                    settings::keep_typed_code(&code);
                    typed.set(code);
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        look.run(typed.get_untracked());
                    }
                }
            />
        </FieldShell>
        <Button
            kind=ButtonKind::Main
            on_click=move |()| look.run(typed.get_untracked())
            disabled=Signal::derive(move || typed.with(|typed| typed.trim().is_empty()))
            wide=true
        >
            {text::LOOK_UP}
        </Button>
    }
    .into_any()
}

fn described(invitation: &Invitation) -> AnyView {
    let place = match &invitation.village {
        Some(village) => format!("{}, {}", village.name, invitation.commune.name),
        None => format!(
            "{}, {}",
            invitation.commune.name, invitation.commune.province_name
        ),
    };
    let pairs = vec![
        (text::NAME.to_owned(), invitation.person_name.clone()),
        (text::ROLE.to_owned(), invitation.role.label_vi().to_owned()),
        (text::AT.to_owned(), place),
        (text::INVITED_BY.to_owned(), invitation.invited_by.clone()),
    ];
    facts(pairs, text::NOT_WRITTEN)
}

fn shown(
    invitation: Invitation,
    code: RwSignal<String>,
    anyway: RwSignal<bool>,
    take: Act<Invitation>,
) -> AnyView {
    let around = surroundings();
    let grouped = move || {
        let letters: Vec<char> = code.get().chars().collect();
        letters
            .chunks(4)
            .map(|part| part.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    };
    let elsewhere = if around.built_in.is_some() {
        Some((text::OPEN_OUTSIDE, text::OPEN_OUTSIDE_WHY))
    } else if around.is_iphone && !around.is_installed {
        Some((text::TO_HOME_SCREEN_FIRST, text::TO_HOME_SCREEN_FIRST_WHY))
    } else {
        None
    };
    let facts = described(&invitation);
    let body = move || match elsewhere.filter(|_| !anyway.get()) {
        Some((word, why)) => {
            let address = platform::window().location().origin().unwrap_or_default();
            view! {
                <Notice tone=Tone::Warn word=word text=why />
                <div class="card invitation">
                    <p class="quiet-text">{address}</p>
                    {code_box(grouped())}
                </div>
                <Button kind=ButtonKind::Quiet on_click=move |()| anyway.set(true) wide=true>
                    {text::TAKE_HERE_ALL_THE_SAME}
                </Button>
            }
            .into_any()
        }
        None => {
            let invitation = invitation.clone();
            view! {
                <Button
                    kind=ButtonKind::Main
                    on_click=move |()| take.run(invitation.clone())
                    wide=true
                >
                    {text::TAKE_INVITATION}
                </Button>
            }
            .into_any()
        }
    };
    view! { {facts}{move || body()} }.into_any()
}
