//! `endpoint invite`: makes an invitation and prints its link, QR code and code. It can also make
//! the register, and bring back a person whom a restore lost.

use super::{CommandResult, Failure, Register, RoleChoice, words};
use endpoint::bootstrap::{NameMatch, Village};
use endpoint::clock::{self, Moment};
use endpoint::communes::commune;
use endpoint::grants::GrantError;
use endpoint::invitations::{Hashing, InvitationDraft};
use endpoint::model::{NamedPerson, widest};
use endpoint::store::Founding;
use endpoint::sync::Endpoint;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use register::id::{is_line, is_valid_id};
use register::rights::Grant;
use register::role::Role;
use register::scope::ScopeShape;

const NO_PERSON: &str = "there is no such person. One who enrolled after the backup that was restored \
     is made again by the same id: say --role, --commune and --name, too, and of a village head the \
     --village-id and --village";
const HOUR_MS: i64 = 60 * 60 * 1000;

/// Invite a person: prints a link, its QR code, and a code to type
#[derive(clap::Args)]
pub struct InviteArguments {
    #[command(flatten)]
    register: Register,
    /// Make the register if there is none
    #[arg(long)]
    init: bool,
    /// How people reach the service, for example https://so.example.vn
    #[arg(long, env = "ENDPOINT_BASE_URL", value_parser = words::base_url)]
    base_url: String,
    #[command(flatten)]
    whom: InviteeArguments,
    /// Who invites
    #[arg(long, default_value = "Quản trị Sổ Thi đua", value_parser = words::name)]
    invited_by: String,
    /// For how many hours the invitation is good, at most thirty days
    #[arg(long, default_value_t = 168, value_parser = clap::value_parser!(i64).range(1..=720))]
    hours: i64,
    /// Print {"link", "code"} and nothing else
    #[arg(long)]
    json: bool,
}

/// Somebody new, by role, place and name; somebody who is there, by the id; or, by all of these,
/// somebody whom the register lost when it was restored.
#[derive(clap::Args)]
struct InviteeArguments {
    #[arg(long, required_unless_present = "person")]
    role: Option<RoleChoice>,
    /// The commune's five digits
    #[arg(long, required_unless_present = "person")]
    commune: Option<String>,
    /// The village's name, or another unit's; a village is made if the commune has none of that
    /// name or of one like it
    #[arg(long, value_parser = words::name)]
    village: Option<String>,
    /// The unit's id, where the name is not enough. With --village and --person: one that
    /// the register lost is made again by this id
    #[arg(long)]
    village_id: Option<String>,
    /// Make the village, though others have a name like it
    #[arg(long, requires = "village")]
    new_village: bool,
    /// The invited person's name
    #[arg(long, required_unless_present = "person", value_parser = words::name)]
    name: Option<String>,
    /// A new phone for somebody who is there already: the person's id, as
    /// `endpoint devices` lists it. The name and the roles stay. Of somebody who
    /// enrolled after the backup that was restored, the id that the phone shows: with
    /// --role, --commune and --name, too
    #[arg(long, conflicts_with_all = ["new_village", "init"])]
    person: Option<String>,
}

pub async fn run(arguments: InviteArguments) -> CommandResult {
    let founding = if arguments.init {
        Founding::IfMissing
    } else {
        Founding::Never
    };
    let now = clock::now();
    arguments.whom.check()?;
    let endpoint = arguments.register.open_as(founding).await?;
    let invited = arguments.whom.invited(&endpoint, now).await?;
    let place = endpoint.place_name(&invited.grant.scope).await?;
    let (name, role) = (invited.name.clone(), invited.grant.role.label_vi());
    let until = Moment::of(now + arguments.hours * HOUR_MS);
    let inviting = InvitationDraft {
        person: invited.person,
        person_name: invited.name,
        role: invited.grant.role,
        scope: invited.grant.scope,
        invited_by: arguments.invited_by,
        expires_at: now + arguments.hours * HOUR_MS,
    };
    let code = endpoint.invite(inviting, Hashing::Strong).await?;
    let link = format!("{}/moi/{}", arguments.base_url, code.compact());
    if arguments.json {
        let printed = serde_json::json!({ "link": link, "code": code.to_string() });
        return Ok(format!("{printed}\n"));
    }
    let picture = QrCode::new(&link)?.render::<Dense1x2>().build();
    Ok(format!(
        "{name}\n{role}\n{place}\n\n{picture}\n\n{link}\nMã: {code}\nDùng được đến {}\n\n",
        until.in_words()
    ))
}

/// Who is invited to what.
struct Invitee {
    person: Option<String>,
    name: String,
    grant: Grant,
}

/// A person who is there, in the widest of the person's roles.
fn known((person, grants): (NamedPerson, Vec<Grant>)) -> Result<Invitee, Failure> {
    let widest = widest(&grants).cloned();
    Ok(Invitee {
        person: Some(person.id),
        name: person.name,
        grant: widest
            .ok_or("the person has no role any more in a commune: `endpoint grant` one first")?,
    })
}

impl InviteeArguments {
    /// What needs no register.
    fn check(&self) -> Result<(), Failure> {
        let in_village = self.village.is_some() || self.village_id.is_some();
        if self.village.is_some() && self.village_id.is_some() && self.person.is_none() {
            return Err("--village and --village-id are the same thing: give one".into());
        }
        let ids = [
            self.person.as_ref(),
            self.person.as_ref().and(self.village_id.as_ref()),
        ];
        for id in ids.into_iter().flatten() {
            if !is_valid_id(id) || is_line(id) {
                return Err(format!("{id} is no id: one has 22 letters, digits, - and _").into());
            }
        }
        let Some(role) = self.role.map(Role::from) else {
            return Ok(());
        };
        let fits = |shape| role.fits(shape);
        match (fits(ScopeShape::Commune), fits(ScopeShape::Unit)) {
            (false, false) => Err(
                "that role is of a block or a province: it is given to somebody \
                who is enrolled, by `endpoint grant`"
                    .into(),
            ),
            (_, false) if in_village => {
                Err("that role is of a whole commune, not of a village".into())
            }
            (false, _) if !in_village => {
                Err("that role is of one village: it needs --village or --village-id".into())
            }
            _ => Ok(()),
        }
    }

    async fn invited(&self, endpoint: &Endpoint, now: i64) -> Result<Invitee, Failure> {
        if let Some(person) = &self.person {
            match endpoint.store().person(person).await? {
                Some((person, _)) if self.says_more() => {
                    let there = "that person is there, and keeps the name and the roles";
                    return Err(format!("{there} ({}): --person alone", person.name).into());
                }
                Some(found) => return known(found),
                None if !self.says_more() => return Err(NO_PERSON.into()),
                None => {}
            }
        }
        let (Some(role), Some(code), Some(name)) = (self.role, &self.commune, &self.name) else {
            return Err("whom? --role, --commune and --name, or --person".into());
        };
        let commune = commune(code).ok_or(GrantError::NoCommune)?;
        let known = self.known_village(endpoint, code).await?;
        let mut grant = Grant {
            scope: known.map_or_else(|| code.clone(), |id| format!("{code}/{id}")),
            role: role.into(),
        };
        let is_new =
            !grant.scope.contains('/') || endpoint.village_of(&grant.scope).await?.is_none();
        let new = self.village.as_ref().filter(|_| is_new);
        if new.is_none() {
            endpoint.check_grant(&grant).await?;
        }
        let year = Moment::of(now).year().unwrap_or_default();
        endpoint.found_commune(&commune, year.into(), now).await?;
        if let Some(name) = new {
            let id = self.village_id.as_deref();
            let village = endpoint.found_village(&commune, id, name, now).await?;
            grant.scope = format!("{code}/{}", village.id);
        }
        Ok(Invitee {
            person: self.person.clone(),
            name: name.clone(),
            grant,
        })
    }

    /// Whether anything is said of the person but who it is.
    fn says_more(&self) -> bool {
        let more = [&self.commune, &self.village, &self.village_id, &self.name];
        self.role.is_some() || more.iter().any(|said| said.is_some())
    }

    /// The id of the village that is meant, if it is one of the register.
    async fn known_village(
        &self,
        endpoint: &Endpoint,
        commune: &str,
    ) -> Result<Option<String>, Failure> {
        let name = self.village.as_ref().filter(|_| self.village_id.is_none());
        let Some(name) = name.filter(|_| !self.new_village) else {
            return Ok(self.village_id.clone());
        };
        match endpoint.village_named(commune, name).await? {
            NameMatch::One(village) => Ok(Some(village.id)),
            NameMatch::Perhaps(villages) => Err(which(name, &villages).into()),
            NameMatch::Nothing => Ok(None),
        }
    }
}

/// Names are offered, not guessed.
fn which(name: &str, villages: &[Village]) -> String {
    let lines = villages
        .iter()
        .map(|village| format!("\n  --village-id {}  {}", village.id, village.title()));
    let lines = String::from_iter(lines);
    format!("which village is {name}? Say one of these, or --new-village to make another:{lines}")
}
