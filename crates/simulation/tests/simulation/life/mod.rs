//! One life as it goes over the wire: enrolling, syncing, a conflict, a refusal, a deletion, a courier,
//! an endpoint that is set back and is told, by a reader at last. `tests/vectors/life.json` is what PROTOCOL.md shows to
//! whoever writes a client; `UPDATE_GOLDEN=1` plays it and writes it anew. A release's is kept with its
//! recordings and never changes: every later endpoint answers it as that one did.

mod hand;
mod served;

use hand::{Hand, text};
use serde_json::{Map, Value, json};
use served::Served;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn tests() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

fn golden() -> PathBuf {
    tests().join("vectors/life.json")
}

fn steps(file: PathBuf) -> Vec<Value> {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn a_phone_makes_these_requests_and_shows_this() {
    let mut life = Life::default();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let mut served = Served::new(20, true);
        let played: Vec<Value> = steps(golden())
            .iter()
            .map(|step| life.lives(step, Some(&mut served)))
            .collect();
        fs::write(golden(), written(&played)).unwrap();
        return;
    }
    for step in steps(golden()) {
        let again = life.lives(&step, None);
        for member in again.as_object().unwrap().keys() {
            assert_eq!(again[member], step[member], "{member} of {step}");
        }
    }
}

#[test]
fn an_endpoint_answers_so() {
    answers(steps(golden()), true);
}

#[test]
fn an_endpoint_answers_as_those_of_releases_did() {
    for folder in fs::read_dir(tests().join("recorded")).unwrap() {
        answers(steps(folder.unwrap().path().join("life.json")), false);
    }
}

/// Asks another endpoint than the one that the transcript was made with.
fn answers(steps: Vec<Value>, exactly: bool) {
    let mut served = Served::new(21, exactly);
    let mut tokens = BTreeMap::new();
    for step in steps {
        if step.get("backup").is_some() {
            served.backs_up();
        }
        if step.get("restore").is_some() {
            served.is_set_back();
        }
        if let Some(invited) = step.get("invite") {
            let code = served.invites(invited);
            served.gives(
                &text(invited, "code").replace('-', ""),
                &code.replace('-', ""),
            );
        }
        if step.get("send").is_none() {
            continue;
        }
        let who = step["as"].as_str().unwrap_or_default().to_owned();
        let (status, reply) = served.asked(&step, tokens.get(&who).map(String::as_str));
        assert_eq!(json!(status), step["status"], "{step}\n{reply}");
        served.agrees(&step["reply"], &reply, &step);
        if let Some(token) = step["reply"]["token"].as_str() {
            tokens.insert(who, token.to_owned());
        }
    }
}

/// The phones of a transcript.
#[derive(Default)]
struct Life {
    phones: BTreeMap<String, Hand>,
    codes: BTreeMap<String, String>,
    tokens: BTreeMap<String, String>,
}

impl Life {
    /// What phones make of a step, and the endpoint, if there is one; otherwise it answered as it
    /// stands there.
    fn lives(&mut self, step: &Value, served: Option<&mut Served>) -> Value {
        let mut made = step.clone();
        let who = step["as"].as_str().unwrap_or_default();
        let at = step["at"].as_i64().unwrap_or_default();
        let mut served = served;
        if let Some(served) = served.as_deref_mut() {
            if step.get("backup").is_some() {
                served.backs_up();
            }
            if step.get("restore").is_some() {
                served.is_set_back();
            }
            if let Some(invited) = step.get("invite") {
                made["invite"]["code"] = served.invites(invited).into();
            }
        }
        if let Some(invited) = made.get("invite") {
            let device = text(invited, "device");
            let number = u64::try_from(self.phones.len()).unwrap();
            self.phones
                .insert(who.to_owned(), Hand::new(device, number));
            let code = text(invited, "code").replace('-', "");
            self.codes.insert(who.to_owned(), code);
            return made;
        }
        if let Some(of) = step["takes"].as_str() {
            made["bundle"] = self.phones[of].hands_over();
        }
        let Some(phone) = self.phones.get_mut(who) else {
            return made;
        };
        if let Some(edits) = step["writes"].as_array() {
            phone.writes(edits, at);
        }
        if let Some(record) = step.get("deletes") {
            phone.deletes(record, at);
        }
        if let Some(decided) = step.get("decides") {
            phone.decides(decided, at);
        }
        if step.get("takes").is_some() {
            phone.takes(&made["bundle"]);
        }
        if let Some(path) = step["send"].as_str() {
            match path.split_once(' ').unwrap().1 {
                "/v1/enrolments" => made["request"] = phone.enrolment(&self.codes[who]),
                "/v1/sync" => {
                    let (request, holds) = phone.request();
                    made["request"] = request;
                    made["holds"] = holds;
                }
                _ => made["send"] = format!("GET /v1/invitations/{}", self.codes[who]).into(),
            }
            if let Some(served) = served {
                let token = self.tokens.get(who).map(String::as_str);
                let (status, reply) = served.asked(&made, token);
                made["status"] = status.into();
                made["reply"] = reply;
            }
            if let Some(token) = made["reply"]["token"].as_str() {
                self.tokens.insert(who.to_owned(), token.to_owned());
                phone.is_enrolled(&made["reply"]);
            } else if path.ends_with("/v1/sync") {
                made["again"] = phone.hears(&made["reply"]).into();
            }
        }
        let shows = phone.shows();
        if shows != json!({}) {
            made["shows"] = shows;
        }
        made
    }
}

/// A member a line, in the order of reading.
fn written(steps: &[Value]) -> String {
    const ORDER: [&str; 18] = [
        "why", "as", "invite", "backup", "restore", "at", "writes", "deletes", "decides", "takes",
        "bundle", "send", "holds", "request", "status", "reply", "again", "shows",
    ];
    let step = |step: &Value| {
        let members: &Map<String, Value> = step.as_object().unwrap();
        assert!(
            members.keys().all(|key| ORDER.contains(&key.as_str())),
            "{step}"
        );
        let lines = ORDER
            .iter()
            .filter_map(|key| Some((key, members.get(*key)?)));
        let lines: Vec<String> = lines
            .map(|(key, value)| format!("  \"{key}\": {value}"))
            .collect();
        format!("{{\n{}\n}}", lines.join(",\n"))
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    format!("[\n{}\n]\n", steps.join(",\n"))
}
