//! What administrators see and do from their phones: `docs/PROTOCOL.md`, section 23.
//!
//! An act is signed by the key of the enrolment that sends it. What makes it this one (the epoch,
//! a nonce, the day) is looked at here; whether it may be done says [`Act::check`], once before an
//! invitation's secret is made, which is dear, and once more in the transaction that does it.

use crate::communes::commune_of;
use crate::grants::GrantError;
use crate::invitations::{Code, Hashing, InvitationDraft};
use crate::model::{
    Act, ActAttempt, ActFacts, ActRefusal, Actor, ListedMember, Member, MemberPhone, PeoplePage,
    PeopleQuery, Revocation, StoreError, may_give, widest,
};
use crate::signatures::is_signed;
use crate::store::Invitation;
use crate::sync::Endpoint;
use crate::words;
use protocol::rule::{Rule, holds};
use protocol::wire::{
    ActReply, ActRequest, ListedInvitation, ListedPerson, ListedPhone, PeopleReply, SignedAct,
    WireGrant,
};
use register::rights::{Grant, Rights};
use register::role::Role;
use std::path::PathBuf;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// How far the phone's clock may be from the endpoint's.
const A_DAY: i64 = 24 * HOUR_MS;
/// For how long an invitation is good.
const INVITATION_MS: i64 = 7 * A_DAY;

/// Where an act arrives, and how dear the guess at a code is that it makes.
#[derive(Clone, Debug)]
pub struct ActPlace {
    /// How people reach the service: `https://so.example.vn`.
    pub base_url: String,
    pub hashing: Hashing,
    /// The file beside the register of what outlives a restore.
    pub acts: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error("the signature is not of this act by a key of this enrolment")]
    BadSignature,
    #[error("{0}")]
    BadRequest(&'static str),
    #[error("the act is of another day, or of another epoch of the register")]
    TooOld,
    #[error("it may not be done: {0:?}")]
    Refused(ActRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<GrantError> for ActError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Store(error) => Self::Store(error),
            _ => Self::BadRequest("the role does not fit the scope, or the scope is not there"),
        }
    }
}

impl Endpoint {
    /// Who has a role in a scope or below, as far as a member may give roles there; nothing if the
    /// member may not give any. `after`: who came last before.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn people_in(
        &self,
        member: &Member,
        scope: &str,
        after: &str,
        now: i64,
    ) -> Result<Option<PeopleReply>, StoreError> {
        let rights = Rights::new(member.grants.clone());
        let gives = |role: &Role| {
            let (scope, role) = (scope.to_owned(), *role);
            may_give(&rights, &Grant { scope, role })
        };
        if !Role::ALL.iter().any(gives) {
            return Ok(None);
        }
        let asked = PeopleQuery {
            scope: scope.to_owned(),
            after: after.to_owned(),
            now,
            rights,
            own: member.grants.clone(),
        };
        let page = self.store().people_in(asked).await?;
        Ok(Some(said(page)))
    }

    /// Does an act that a member's phone sends.
    ///
    /// # Errors
    /// If it is not this member's, of another register or day, makes no sense, or may not be done.
    pub async fn act(
        &self,
        member: &Member,
        request: &ActRequest,
        place: &ActPlace,
        now: i64,
    ) -> Result<ActReply, ActError> {
        let signed_by = |key: &String| is_signed(key, &request.act, &request.sig);
        if !member.keys.iter().any(signed_by) && holds(Rule::ActsAreSigned) {
            return Err(ActError::BadSignature);
        }
        let no_act = ActError::BadRequest("it is no act that is known here");
        let signed = SignedAct::read(&request.act).ok_or(no_act)?;
        if signed.epoch != self.store().epoch().await? {
            return Err(ActError::TooOld);
        }
        if signed.at.abs_diff(now) > A_DAY.unsigned_abs() {
            return Err(ActError::TooOld);
        }
        let name = |typed: &str| words::name(typed).ok();
        let senseless = ActError::BadRequest("the act names no such thing");
        let act = Act::read(signed.act, name).ok_or(senseless)?;
        let drafted = self.draft(member, &act, place, now).await?;
        let (code, invitation) = drafted.unzip();
        let expires_at = invitation.as_ref().map(|made| made.expires_at);
        let attempt = ActAttempt {
            enrolment: member.enrolment.clone(),
            nonce: signed.nonce,
            at: signed.at,
            act,
            invitation,
            noted_in: place.acts.clone(),
            now,
        };
        let done = self.store().act(attempt).await?;
        done.map_err(ActError::Refused)?;
        let base_url = &place.base_url;
        Ok(ActReply {
            link: { code.as_ref() }.map(|code| format!("{base_url}/moi/{}", code.compact())),
            invitation: { code.as_ref() }.map(|code| code.public_id().to_owned()),
            code: code.map(|code| code.to_string()),
            expires_at,
        })
    }

    /// The invitation that an act asks for, if it asks for one and may.
    async fn draft(
        &self,
        member: &Member,
        act: &Act,
        place: &ActPlace,
        now: i64,
    ) -> Result<Option<(Code, Invitation)>, ActError> {
        let mut facts = ActFacts::default();
        if let Act::InviteAgain { person, .. } = act {
            facts.whom = self.store().person_roles(person).await?;
        }
        let actor = Actor {
            enrolment: member.enrolment.clone(),
            person: member.person.id.clone(),
            grants: member.grants.clone(),
        };
        let invites = matches!(act, Act::Invite { .. } | Act::InviteAgain { .. });
        let allowed = match act.gives() {
            _ if invites => act.check(&actor, &facts),
            Some(grant) if !actor.may_give(grant) => Err(ActRefusal::NoRight),
            _ => Ok(()),
        };
        allowed.map_err(ActError::Refused)?;
        if let Some(grant) = act.gives() {
            self.check_grant(grant).await?;
        }
        let (person, name, grant) = match (act, facts.whom) {
            (Act::Invite { name, grant }, _) => (None, name.clone(), grant.clone()),
            (Act::InviteAgain { .. }, Some(whom)) => {
                let grant = widest(&whom.grants).cloned().or(whom.last);
                let grant = grant.ok_or(ActError::Refused(ActRefusal::NoRight))?;
                (Some(whom.person.id), whom.person.name, grant)
            }
            _ => return Ok(None),
        };
        if commune_of(&grant.scope).is_none() {
            let elsewhere = "by a role in a block or a province nobody enrols: it is given";
            return Err(ActError::BadRequest(elsewhere));
        }
        let Grant { scope, role } = grant;
        let draft = InvitationDraft {
            person,
            person_name: name,
            role,
            scope,
            invited_by: member.person.name.clone(),
            expires_at: now + INVITATION_MS,
        };
        let (code, invitation) = self.draw_up(draft, place.hashing).await?;
        let inviter = Some(member.person.id.clone());
        Ok(Some((
            code,
            Invitation {
                inviter,
                ..invitation
            },
        )))
    }
}

fn said(page: PeoplePage) -> PeopleReply {
    let invitation = |one: Invitation| ListedInvitation {
        id: one.public_id,
        person: one.person,
        person_name: one.person_name,
        role: one.role.word().to_owned(),
        scope: one.scope,
        expires_at: one.expires_at,
    };
    PeopleReply {
        people: page.people.into_iter().map(listed).collect(),
        invitations: page.invitations.into_iter().map(invitation).collect(),
        next: page.next,
    }
}

fn listed(ListedMember { roles, phones }: ListedMember) -> ListedPerson {
    let grant = |Grant { scope, role }: Grant| WireGrant {
        scope,
        role: role.word().to_owned(),
    };
    let phone = |one: MemberPhone| ListedPhone {
        id: one.enrolment,
        enrolled_at: one.enrolled_at,
        last_seen_at: one.last_seen_at,
        schema: one.schema,
        revoked: one.revoked.map(|how| Revocation::word(how).to_owned()),
    };
    ListedPerson {
        id: roles.person.id,
        name: roles.person.name,
        grants: roles.grants.into_iter().map(grant).collect(),
        phones: phones.into_iter().map(phone).collect(),
    }
}
