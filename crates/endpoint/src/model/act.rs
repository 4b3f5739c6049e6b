//! What an administrator's phone asks for, and who may: `docs/PROTOCOL.md`, section 23.

use super::{
    CancelledInvitation, Invitation, LastingAct, NamedPerson, Revocation, RevokedPhone, TakenRole,
};
use crate::communes::commune_of;
use protocol::rule::{Rule, holds};
use protocol::scope_is_within;
use protocol::wire::WireAct;
use register::rights::{Grant, Rights};
use register::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// An act that makes sense, whether or not it may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Somebody new.
    Invite {
        name: String,
        grant: Grant,
    },
    /// Somebody who is there: a new phone.
    InviteAgain {
        person: String,
    },
    /// By an invitation's public id.
    Cancel {
        invitation: String,
    },
    Give {
        person: String,
        grant: Grant,
    },
    Take {
        person: String,
        grant: Grant,
    },
    /// By the id of an enrolment.
    Revoke {
        phone: String,
        how: Revocation,
    },
}

/// Why an act is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActRefusal {
    NoRight,
    /// There is no such person, phone or invitation.
    Unknown,
    InvitationUsed,
    /// It was cancelled since.
    InvitationExpired,
    /// Another act has this nonce.
    NonceUsed,
}

/// A person with all of the person's roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRoles {
    pub person: NamedPerson,
    pub grants: Vec<Grant>,
    /// Of whoever has none the last, if that was taken by an act.
    pub last: Option<Grant>,
}

/// What is there of what an act speaks of.
#[derive(Clone, Debug, Default)]
pub struct ActFacts {
    /// The person that it names, or whose phone it is.
    pub whom: Option<PersonRoles>,
    pub invitation: Option<Invitation>,
}

/// Who acts.
#[derive(Clone, Debug)]
pub struct Actor {
    pub enrolment: String,
    pub person: String,
    pub grants: Vec<Grant>,
}

impl Act {
    /// Of what a phone asks for; nothing if it asks for no such thing. A name is looked at by
    /// `name`.
    pub fn read(act: WireAct, name: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let grant = |role: &str, scope: String| {
            let role = Role::of_word(role);
            (role != Role::Unknown && protocol::is_scope(&scope)).then_some(Grant { scope, role })
        };
        Some(match act {
            WireAct::Invite(act) => match (act.person, act.person_name, act.role, act.scope) {
                (Some(person), None, None, None) => Self::InviteAgain { person },
                (None, Some(typed), Some(role), Some(scope)) => Self::Invite {
                    name: name(&typed)?,
                    grant: grant(&role, scope)?,
                },
                _ => return None,
            },
            WireAct::Cancel(act) => Self::Cancel {
                invitation: act.invitation,
            },
            WireAct::Give(act) => Self::Give {
                grant: grant(&act.role, act.scope)?,
                person: act.person,
            },
            WireAct::Take(act) => Self::Take {
                grant: grant(&act.role, act.scope)?,
                person: act.person,
            },
            WireAct::Revoke(act) => Self::Revoke {
                how: Revocation::of_word(&act.how)?,
                phone: act.phone,
            },
        })
    }

    pub fn word(&self) -> &'static str {
        match self {
            Self::Invite { .. } | Self::InviteAgain { .. } => "invite",
            Self::Cancel { .. } => "cancel",
            Self::Give { .. } => "give",
            Self::Take { .. } => "take",
            Self::Revoke { .. } => "revoke",
        }
    }

    /// As it is written down: without any name of a person.
    pub fn what(&self) -> Value {
        let of = |Grant { scope, role }: &Grant| json!({ "role": role, "scope": scope });
        match self {
            Self::Invite { grant, .. } => of(grant),
            Self::InviteAgain { person } => json!({ "person": person }),
            Self::Cancel { invitation } => json!({ "invitation": invitation }),
            Self::Give { person, grant } | Self::Take { person, grant } => {
                let mut what = of(grant);
                what["person"] = json!(person);
                what
            }
            Self::Revoke { phone, how } => json!({ "phone": phone, "how": how.word() }),
        }
    }

    /// The role that it gives, which has to fit its scope.
    pub fn gives(&self) -> Option<&Grant> {
        match self {
            Self::Invite { grant, .. } | Self::Give { grant, .. } => Some(grant),
            Self::InviteAgain { .. }
            | Self::Cancel { .. }
            | Self::Take { .. }
            | Self::Revoke { .. } => None,
        }
    }

    /// Whose role it takes.
    pub fn taken_from(&self) -> Option<&str> {
        match self {
            Self::Take { person, .. } => Some(person),
            _ => None,
        }
    }

    /// Whether somebody may do it, by what is there.
    ///
    /// # Errors
    /// If not, why.
    pub fn check(&self, actor: &Actor, facts: &ActFacts) -> Result<(), ActRefusal> {
        let whom = || facts.whom.as_ref().ok_or(ActRefusal::Unknown);
        let allowed = match self {
            Self::Invite { grant, .. } => actor.may_give(grant),
            // A phone of somebody has all of that person's roles.
            Self::InviteAgain { .. } => actor.may_take_all(whom()?),
            Self::Cancel { .. } => {
                let invitation = facts.invitation.as_ref().ok_or(ActRefusal::Unknown)?;
                if !actor.may_give(&invitation.grant()) {
                    return Err(ActRefusal::NoRight);
                }
                if invitation.claimed.is_some() {
                    return Err(ActRefusal::InvitationUsed);
                }
                true
            }
            // Whoever has nothing near joins by an invitation.
            Self::Give { grant, .. } => whom()?.is_near(&grant.scope) && actor.may_give(grant),
            Self::Take { grant, .. } => {
                let whom = whom()?;
                let is_own = whom.person.id == actor.person;
                let keeps_another = whom.grants.iter().any(|other| other != grant);
                actor.may_give(grant) && (keeps_another || !is_own)
            }
            Self::Revoke { phone, .. } => {
                let whom = whom()?;
                let is_own = whom.person.id == actor.person;
                // The phone in hand is not lost.
                let in_hand = *phone == actor.enrolment;
                !in_hand && (is_own || actor.may_take_all(whom))
            }
        };
        allowed.then_some(()).ok_or(ActRefusal::NoRight)
    }
}

impl Actor {
    pub fn may_give(&self, grant: &Grant) -> bool {
        may_give(&Rights::new(self.grants.clone()), grant) || !holds(Rule::NobodyGivesAboveHisOwn)
    }

    /// Whether a person has, or had last, a role that this one may take, and none that not.
    fn may_take_all(&self, whom: &PersonRoles) -> bool {
        let mut all = whom.grants.iter().chain(&whom.last).peekable();
        all.peek().is_some() && all.all(|grant| self.may_give(grant))
    }
}

/// Whether rights allow to give a role.
pub fn may_give(rights: &Rights, grant: &Grant) -> bool {
    let commune = commune_of(&grant.scope);
    let province = commune.as_ref().map(|commune| &*commune.province_code);
    rights.may_give(grant.role, &grant.scope, province)
}

impl PersonRoles {
    /// Whether there is a role in a scope, above it or below.
    fn is_near(&self, scope: &str) -> bool {
        { self.grants.iter() }.any(|grant| {
            scope_is_within(&grant.scope, scope) || scope_is_within(scope, &grant.scope)
        })
    }
}

impl Invitation {
    /// What it is to: of a new phone the widest of its person's roles.
    pub fn grant(&self) -> Grant {
        Grant {
            scope: self.scope.clone(),
            role: self.role,
        }
    }
}

/// The widest of roles, of those by which a person is enrolled: in a block or a province nobody is. A
/// commune's code is shorter than any scope in it.
pub fn widest(grants: &[Grant]) -> Option<&Grant> {
    let known = |grant: &&Grant| grant.role != Role::Unknown && commune_of(&grant.scope).is_some();
    { grants.iter() }.filter(known).min_by_key(|grant| {
        let rank = Role::ALL.iter().position(|role| *role == grant.role);
        (grant.scope.len(), rank)
    })
}

/// An act on its way into the store.
#[derive(Clone, Debug)]
pub struct ActAttempt {
    pub enrolment: String,
    pub nonce: String,
    /// As the phone said.
    pub at: i64,
    pub act: Act,
    /// What an invitation becomes, if it may be made.
    pub invitation: Option<Invitation>,
    /// The file where it is noted if it outlives a restore.
    pub noted_in: Option<PathBuf>,
    pub now: i64,
}

impl ActAttempt {
    /// What outlives a restore of it.
    pub fn lasting(&self) -> Option<LastingAct> {
        let (id, at) = (self.id(), self.now);
        Some(match &self.act {
            Act::Invite { .. } | Act::InviteAgain { .. } | Act::Give { .. } => return None,
            Act::Cancel { invitation } => self.cancels(invitation),
            Act::Take { person, grant } => LastingAct::Take(TakenRole {
                id,
                at,
                person: person.clone(),
                role: grant.role.word().to_owned(),
                scope: grant.scope.clone(),
                invitations: BTreeSet::new(),
            }),
            Act::Revoke { phone, how } => LastingAct::Revoke(RevokedPhone {
                id,
                at,
                phone: phone.clone(),
                how: how.word().to_owned(),
                invitations: BTreeSet::new(),
            }),
        })
    }

    /// That by an invitation nobody enrols any more, as a part of this act.
    pub fn cancels(&self, invitation: &str) -> LastingAct {
        LastingAct::Cancel(CancelledInvitation {
            id: format!("{}.{invitation}", self.id()),
            at: self.now,
            invitation: invitation.to_owned(),
        })
    }

    /// The same of the same act, which is done once.
    fn id(&self) -> String {
        format!("{}.{}", self.enrolment, self.nonce)
    }
}

/// The people of a scope and below, page by page.
#[derive(Clone, Debug)]
pub struct PeopleQuery {
    pub scope: String,
    /// The person after whom to go on; empty at first.
    pub after: String,
    pub now: i64,
    pub rights: Rights,
    /// The asker's own roles.
    pub own: Vec<Grant>,
}

/// The most people of one answer, the most roles that are looked through for it, the most phones
/// of one person, and the most invitations.
pub const MOST_PEOPLE: usize = 500;
pub const MOST_ROLES: usize = 4_000;
pub const MOST_PHONES: i64 = 20;
pub const MOST_INVITATIONS: i64 = 500;

#[derive(Clone, Debug, Default)]
pub struct PeoplePage {
    pub people: Vec<ListedMember>,
    pub invitations: Vec<Invitation>,
    /// There are more after this one.
    pub next: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ListedMember {
    pub roles: PersonRoles,
    pub phones: Vec<MemberPhone>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberPhone {
    pub enrolment: String,
    pub enrolled_at: i64,
    pub last_seen_at: i64,
    pub schema: Option<u64>,
    pub revoked: Option<Revocation>,
}

impl PeopleQuery {
    /// Whether a role, or an invitation to it, is the asker's to see: what may be taken, or what
    /// the asker has.
    pub fn shows(&self, grant: &Grant) -> bool {
        may_give(&self.rights, grant) || self.own.contains(grant)
    }

    /// One page of roles that come person by person, at most [`MOST_ROLES`] of them.
    pub fn page(&self, roles: Vec<(NamedPerson, Grant)>) -> PeoplePage {
        let is_cut = roles.len() >= MOST_ROLES;
        let mut all: Vec<PersonRoles> = Vec::new();
        for (person, grant) in roles {
            match all.last_mut() {
                Some(last) if last.person.id == person.id => last.grants.push(grant),
                _ => all.push(PersonRoles {
                    person,
                    grants: vec![grant],
                    last: None,
                }),
            }
        }
        // Of the last there may be more roles; of one who has them all there are enough.
        if is_cut && all.len() > 1 {
            all.pop();
        }
        let last = all.last().map(|one| one.person.id.clone());
        for one in &mut all {
            one.grants.retain(|grant| self.shows(grant));
        }
        all.retain(|one| !one.grants.is_empty());
        let next = if all.len() > MOST_PEOPLE {
            all.truncate(MOST_PEOPLE);
            all.last().map(|one| one.person.id.clone())
        } else {
            last.filter(|_| is_cut)
        };
        let people = { all.into_iter() }.map(|roles| ListedMember {
            roles,
            phones: Vec::new(),
        });
        PeoplePage {
            people: people.collect(),
            invitations: Vec::new(),
            next,
        }
    }
}
