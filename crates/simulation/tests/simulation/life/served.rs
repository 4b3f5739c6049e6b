//! An endpoint that is asked what a transcript's was asked, and must answer the same: but for what is
//! random, of which each endpoint has its own.

use super::hand::text;
use axum::body::Body;
use axum::http::Request;
use protocol::wire;
use serde_json::{Map, Value};
use simulation::{Backup, World};
use std::collections::BTreeMap;

/// Members whose values are random, and the same wherever they stand.
const RANDOM: [&str; 4] = ["token", "epoch", "cursor", "id"];

/// An endpoint that is asked what a transcript's was asked. Ids and tokens that it gives out
/// differently are translated.
pub struct Served {
    world: World,
    /// What the transcript's endpoint gave out, and what this one has given in its place.
    given: BTreeMap<String, String>,
    backup: Option<Backup>,
    was_set_back: bool,
    /// Whether a reply may have no member that the transcript's has not.
    exactly: bool,
}

impl Served {
    pub fn new(seed: u64, exactly: bool) -> Self {
        Self {
            world: World::new(seed),
            given: BTreeMap::new(),
            backup: None,
            was_set_back: false,
            exactly,
        }
    }

    /// The code, or what stands in its place.
    pub fn invites(&mut self, invited: &Value) -> String {
        // What is not random is the same here.
        for known in [text(invited, "device"), text(invited, "scope")] {
            let known = known.rsplit('/').next().unwrap_or_default();
            self.gives(known, known);
        }
        let role = serde_json::from_value(invited["role"].clone()).unwrap();
        self.world
            .invite(text(invited, "name"), text(invited, "scope"), role)
    }

    pub fn backs_up(&mut self) {
        self.backup = Some(self.world.backup());
    }

    pub fn is_set_back(&mut self) {
        self.world.restore(self.backup.as_ref().unwrap());
        self.was_set_back = true;
    }

    /// As the transcript says it.
    pub fn asked(&mut self, step: &Value, token: Option<&str>) -> (u16, Value) {
        let (method, path) = text(step, "send").split_once(' ').unwrap();
        let request = Request::builder().method(method).uri(self.own(path));
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {}", self.own(token))),
            None => request,
        };
        let mut body = step["request"].clone();
        self.translate(&mut body);
        if let Some(holds) = step["holds"]
            .as_object()
            .filter(|_| body["digest"].is_string())
        {
            body["digest"] = self.digest(holds).into();
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            body.to_string().into()
        };
        self.world.http(request.body(body).unwrap())
    }

    fn digest(&self, holds: &Map<String, Value>) -> String {
        let own = |(scope, cursor): (&String, &Value)| {
            (scope.clone(), self.own(cursor.as_str().unwrap()))
        };
        let own: Vec<(String, String)> = holds.iter().map(own).collect();
        wire::digest(
            own.iter()
                .map(|(scope, cursor)| (scope.as_str(), cursor.as_str())),
        )
    }

    fn own(&self, theirs: &str) -> String {
        let mut parts = theirs.split('/').map(|part| {
            let own = self.given.get(part).map(String::as_str);
            own.unwrap_or(part).to_owned()
        });
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |all, part| all + "/" + &part)
    }

    fn translate(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(own) = self.given.get(text) {
                    own.clone_into(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.translate(item)),
            Value::Object(members) => members.values_mut().for_each(|item| self.translate(item)),
            _ => {}
        }
    }

    #[track_caller]
    pub fn gives(&mut self, theirs: &str, own: &str) {
        let before = self.given.insert(theirs.to_owned(), own.to_owned());
        assert!(
            before.is_none_or(|before| before == own),
            "{theirs} and {own}"
        );
    }

    /// This endpoint's reply says the same as the transcript's.
    #[track_caller]
    pub fn agrees(&mut self, theirs: &Value, own: &Value, step: &Value) {
        match (theirs, own) {
            (Value::Object(members), Value::Object(of_own)) => {
                for (key, theirs) in members {
                    let own = own.get(key).unwrap_or(&Value::Null);
                    match (theirs.as_str(), own.as_str()) {
                        (Some(theirs), Some(own)) if RANDOM.contains(&key.as_str()) => {
                            self.gives(theirs, own)
                        }
                        _ if key == "heads" => self.heads(theirs, own),
                        _ if key == "seen" && self.may_know_less() => at_most(theirs, own, step),
                        _ => self.agrees(theirs, own, step),
                    }
                }
                let further = of_own.keys().find(|key| !members.contains_key(*key));
                assert!(
                    !self.exactly || further.is_none(),
                    "{further:?} in {own}\n{step}"
                );
            }
            (Value::Array(items), Value::Array(of_own)) if items.len() == of_own.len() => {
                for (theirs, own) in items.iter().zip(of_own) {
                    self.agrees(theirs, own, step);
                }
            }
            _ => assert_eq!(own, theirs, "{step}"),
        }
    }

    /// Since an endpoint was set back, what it is told need not count as arrived, as it did for the
    /// first releases.
    fn may_know_less(&self) -> bool {
        self.was_set_back && !self.exactly
    }

    #[track_caller]
    fn heads(&mut self, theirs: &Value, own: &Value) {
        for (scope, head) in theirs.as_object().unwrap() {
            self.gives(head.as_str().unwrap(), text(own, scope));
        }
    }
}

/// By device, numbers that are not higher.
#[track_caller]
fn at_most(theirs: &Value, own: &Value, step: &Value) {
    for (device, theirs) in theirs.as_object().unwrap() {
        assert!(
            own[device].as_u64() <= theirs.as_u64(),
            "{own} for {theirs} in {step}"
        );
    }
}
