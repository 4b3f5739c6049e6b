//! The answer of `GET /v1/people`, and what `POST /v1/acts` asks and is answered, as in
//! `docs/PROTOCOL.md`, section 23.

use super::WireGrant;
use reading::Slot;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How a phone was revoked: its person has left, or moved.
pub const OVER: &str = "over";
/// It is in strange hands.
pub const LOST: &str = "lost";

/// The first member of an act's text.
const ACT: &str = "act";
/// How long a nonce is: 16 bytes in base64url.
const NONCE: usize = 22;

/// Who has a role in a scope or below, as far as it is the asker's to see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct PeopleReply {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<ListedPerson>,
    /// Those that are open; with the first of several answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitations: Vec<ListedInvitation>,
    /// There are more: to be asked for as `after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
pub struct ListedPerson {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<WireGrant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<ListedPhone>,
}

/// One enrolment. Times are in milliseconds since 1970, by the endpoint's clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct ListedPhone {
    pub id: String,
    pub enrolled_at: i64,
    /// Written at most once an hour.
    pub last_seen_at: i64,
    /// The version of kinds and fields that it writes, once it has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<u64>,
    /// [`OVER`] or [`LOST`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct ListedInvitation {
    pub id: String,
    /// Whom it gives a new phone, who is there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    pub person_name: String,
    pub role: String,
    pub scope: String,
    pub expires_at: i64,
}

/// An act as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActRequest {
    /// What [`SignedAct::text`] makes.
    pub act: String,
    /// The signature of exactly this text by the enrolment's key.
    pub sig: String,
}

/// What came of an act. All but the word `invite` is answered by nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct ActReply {
    /// The invitation's code, said once: `K7QM-3XP2-7B`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// By what it is listed and cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// What an administrator's phone asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireAct {
    Invite(InviteAct),
    Cancel(CancelAct),
    Give(RoleAct),
    Take(RoleAct),
    Revoke(RevokeAct),
}

/// Somebody new by role, scope and name; a new phone for somebody who is there by the id alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteAct {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelAct {
    pub invitation: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAct {
    pub person: String,
    pub role: String,
    pub scope: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeAct {
    /// A phone, by [`ListedPhone::id`].
    pub phone: String,
    /// [`OVER`] or [`LOST`].
    pub how: String,
}

impl WireAct {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Invite(_) => "invite",
            Self::Cancel(_) => "cancel",
            Self::Give(_) => "give",
            Self::Take(_) => "take",
            Self::Revoke(_) => "revoke",
        }
    }

    fn members(&self) -> Value {
        match self {
            Self::Invite(act) => json!(act),
            Self::Cancel(act) => json!(act),
            Self::Give(act) | Self::Take(act) => json!(act),
            Self::Revoke(act) => json!(act),
        }
    }

    fn read(word: &str, members: Value) -> Option<Self> {
        Some(match word {
            "invite" => Self::Invite(serde_json::from_value(members).ok()?),
            "cancel" => Self::Cancel(serde_json::from_value(members).ok()?),
            "give" => Self::Give(serde_json::from_value(members).ok()?),
            "take" => Self::Take(serde_json::from_value(members).ok()?),
            "revoke" => Self::Revoke(serde_json::from_value(members).ok()?),
            _ => return None,
        })
    }
}

/// An act with what makes it this one, of this register and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAct {
    /// The register's, as its last reply said.
    pub epoch: String,
    /// 22 random characters of base64url: the same act is done once.
    pub nonce: String,
    /// Milliseconds since 1970, by the endpoint's clock as far as the phone knows it.
    pub at: i64,
    pub act: WireAct,
}

impl SignedAct {
    /// What is signed: no operation's text, and no proof of a key.
    pub fn text(&self) -> String {
        let Self {
            epoch,
            nonce,
            at,
            act,
        } = self;
        json!([ACT, epoch, nonce, at, act.word(), act.members()]).to_string()
    }

    /// Nothing if the text is none of an act, or of one that is not known here.
    pub fn read(text: &str) -> Option<Self> {
        let (first, epoch, nonce, at, word, members): (String, String, String, i64, String, Value) =
            serde_json::from_str(text).ok()?;
        let is_act = first == ACT && nonce.len() == NONCE && crate::is_kind(&nonce);
        (is_act && members.is_object()).then_some(())?;
        let act = WireAct::read(&word, members)?;
        Some(Self {
            epoch,
            nonce,
            at,
            act,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act() -> SignedAct {
        SignedAct {
            epoch: "GkotN2Ob".into(),
            nonce: "AaH5r7azf3qS3ZqoliV0mA".into(),
            at: 1_795_150_800_000,
            act: WireAct::Revoke(RevokeAct {
                phone: "AaH5r7bZfv2R3Zqol0iv6w".into(),
                how: LOST.into(),
            }),
        }
    }

    #[test]
    fn what_is_signed_is_read_as_it_was_meant() {
        let mut acts = vec![act().act];
        acts.push(WireAct::Invite(InviteAct {
            person_name: Some("Nông Thị \"Lan\"".into()),
            ..InviteAct::default()
        }));
        acts.push(WireAct::Cancel(CancelAct::default()));
        acts.push(WireAct::Give(RoleAct::default()));
        acts.push(WireAct::Take(RoleAct::default()));
        for one in acts {
            let signed = SignedAct { act: one, ..act() };
            assert_eq!(SignedAct::read(&signed.text()), Some(signed));
        }
    }

    #[test]
    fn what_is_no_act_is_read_as_none() {
        let text = act().text();
        let later = text.replacen("\"how\"", "\"since\":1,\"how\"", 1);
        assert_eq!(SignedAct::read(&later), Some(act()), "a later member");
        for (from, to) in [
            ("\"act\"", "\"key\""),
            ("\"revoke\"", "\"erase\""),
            ("\"how\"", "\"why\""),
            ("AaH5r7azf3qS3ZqoliV0mA", "AaH5r7azf3qS3ZqoliV0m"),
            ("AaH5r7azf3qS3ZqoliV0mA", "AaH5r7azf3qS3Zqoli|0mA"),
            ("1795150800000", "1795150800000.5"),
            ("1795150800000", "\"1795150800000\""),
            ("}]", "},1]"),
            ("]", ""),
        ] {
            let spoilt = text.replacen(from, to, 1);
            assert_ne!(spoilt, text);
            assert_eq!(SignedAct::read(&spoilt), None, "{spoilt}");
        }
        assert_eq!(SignedAct::read(""), None);
    }
}
