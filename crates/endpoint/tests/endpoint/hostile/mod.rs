//! Requests that no client of ours makes. Whatever comes, the register is
//! afterwards what the answers say: all that they call entered, less what that
//! replaces, and nothing else.
//!
//! The files of `requests/` are bodies that broke something once, or might.

mod attacks;
mod ids;
mod register;

use crate::bent::{Script, bent, try_bytes};
use crate::world::{COMMUNE, Phone, World};
use register::{Register, Stands};
use serde_json::{Value, json};
use std::path::Path;
use tokio::runtime::{Builder, Runtime};

const VILLAGE: &str = "06541/v1";

/// What a request may be refused with as a whole, if its token is good.
const WHOLE: [&str; 7] = [
    "notJson",
    "badRequest",
    "protocolUnknown",
    "deviceOfAnother",
    "deviceNotProved",
    "tooManyDevices",
    "tooLarge",
];

#[test]
fn any_request_does_what_its_answers_say_on_sqlite() {
    let runtime = runtime();
    let walk = |bytes: &[u8]| {
        runtime.block_on(async { walk(&World::new().await, bytes).await });
    };
    try_bytes(30, 600, walk);
}

#[test]
fn any_request_does_what_its_answers_say_on_postgresql() {
    let runtime = runtime();
    let walk = |bytes: &[u8]| {
        runtime.block_on(async {
            let database = crate::private_postgres::database().await;
            walk(&World::on_postgres(&database).await, bytes).await;
        });
    };
    try_bytes(4, 600, walk);
}

#[tokio::test]
async fn kept_requests_do_what_their_answers_say() {
    let database = crate::private_postgres::database().await;
    for world in [World::new().await, World::on_postgres(&database).await] {
        let mut people = People::of(&world).await;
        let bodies = kept("tests/endpoint/hostile/requests");
        assert!(bodies.len() > 10);
        for (name, body) in bodies {
            println!("{name}");
            people.send(&body).await;
            if body.contains("testimony") {
                people.register = Register::believing(everything(&people.other).await);
            }
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The files of a folder by name.
pub fn kept(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// One who sends nonsense, and one who looks.
struct People<'w> {
    phone: Phone<'w>,
    other: Phone<'w>,
    register: Register,
}

async fn walk(world: &World, bytes: &[u8]) {
    let mut script = Script::new(bytes);
    let mut people = People::of(world).await;
    while !script.is_over() {
        let good = people.good(&mut script);
        let body = bent(&good, &mut script);
        people.send(&body).await;
        if body.contains("testimony") {
            // What it brought is answered by nothing: the account ends here.
            return;
        }
    }
}

impl<'w> People<'w> {
    async fn of(world: &'w World) -> Self {
        Self {
            phone: world.officer().await,
            other: world.officer().await,
            register: Register::default(),
        }
    }

    /// A request as a phone could make it.
    fn good(&self, script: &mut Script<'_>) -> Value {
        let devices = ["phone-1", "phone-2", "phone-1-again"];
        let mut scopes = Vec::new();
        for scope in [COMMUNE, VILLAGE] {
            let mut ops = Vec::new();
            for _ in 0..script.pick(4) {
                let by = script.pick(12) % 5 % 3;
                let record = format!("r{}", script.pick(3));
                let field = ["a", "b", "~"][script.pick(3)];
                let live = self.register.live(scope, &record, field);
                let next = self.register.next_number(devices[by], scope);
                let n = next + u64::try_from(ops.len()).unwrap() + [0, 0, 1][script.pick(3)];
                let value = match field {
                    "~" => json!([]),
                    _ => json!({ "of": [n, "Mẫu Sơn"] }),
                };
                let replaces: Vec<String> = live
                    .iter()
                    .filter_map(|name| {
                        let place = devices.iter().position(|id| *id == name.device)?;
                        Some(format!("{place}.{}.{}", name.number, name.hash))
                    })
                    .collect();
                ops.push(json!({
                    "by": by, "n": n, "record": record, "kind": "collective", "field": field,
                    "value": value, "replaces": replaces, "at": 1_795_150_800_123_i64,
                    "save": n, "gone": script.pick(9) == 1,
                }));
            }
            scopes.push(json!({ "scope": scope, "cursor": "", "ops": ops }));
        }
        if script.pick(9) == 1 {
            scopes[0]["pulled"] = json!({ "0": 3 });
            scopes[0]["cursor"] = json!("e1.7.abcd");
            scopes[0]["testimony"] = json!([{ "record": "r1", "kind": "collective", "field": "a",
                "live": [["1.3.abcd", "Một", 7, 8], ["0.2.zzzz", "Hai", 7, 8]] }]);
        }
        json!({
            "protocol": 1, "schema": 1, "device": "phone-1", "devices": devices,
            "limit": 200, "digest": "", "scopes": scopes,
        })
    }

    async fn send(&mut self, body: &str) {
        let answer = self.phone.send(body.to_owned()).await;
        let said = answer.json();
        let whole = answer.status == 200;
        if !whole {
            let code = said["error"]["code"].as_str().unwrap_or_default();
            assert!(WHOLE.contains(&code), "{said}\n{body}");
        }
        let told = if whole {
            self.register.take(body, &said)
        } else {
            Default::default()
        };
        let without = |stands: Stands| -> Stands {
            let untold = stands
                .into_iter()
                .filter(|(field, _)| !told.contains(field));
            untold.collect()
        };
        let now = everything(&self.other).await;
        assert_eq!(
            without(now),
            without(self.register.stands()),
            "{said}\n{body}"
        );
    }
}

/// All that stands in any scope.
async fn everything(phone: &Phone<'_>) -> Stands {
    let mut stands = Stands::new();
    let heads = phone.sync(phone.request(json!([]))).await["heads"].clone();
    for scope in heads
        .as_object()
        .into_iter()
        .flatten()
        .map(|(scope, _)| scope)
    {
        let mut cursor = String::new();
        loop {
            let request = phone.request(json!([{ "scope": scope, "cursor": cursor }]));
            let reply = phone.sync(request).await;
            register::read(&reply, &mut stands);
            cursor = reply["scopes"][0]["cursor"].as_str().unwrap().to_owned();
            if reply["scopes"][0]["more"] != true {
                break;
            }
        }
    }
    stands
}
