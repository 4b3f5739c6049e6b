//! A courier of ill will sees the id under which somebody writes before the register does.

use crate::process::{Client, Server, invite};
use crate::relay::{Key, signed};
use crate::world::{COMMUNE, op, with};
use serde_json::{Value, json};

/// Status and code, or what the only operation was answered.
#[track_caller]
fn check(server: &Server, token: &str, request: &Value, expected: (u16, &str)) {
    let (status, said) = server.send("POST", "/v1/sync", token, &request.to_string());
    let answers = said["scopes"][0]["answers"].as_object();
    let answer = answers.and_then(|answers| answers.values().next()?.as_str());
    let code = said["error"]["code"].as_str();
    let word = answer.or(code).unwrap_or_default();
    assert_eq!((status, word), expected, "{said}");
}

#[test]
fn a_courier_cannot_take_the_id_that_he_carries() {
    let data = tempfile::tempdir().unwrap();
    let register = ["--data", data.path().to_str().unwrap()];
    let server = Server::start_with(&register, None);
    let mut author = server.enrol(&register, "author");
    let courier = server.enrol(&register, "courier");
    let (key, own) = (Key::new(1), Key::new(2));
    // Offline the author's phone takes a new id, and hands over what it writes.
    author.device = protocol::device_of_key(&key.public(), "aB3x-_09");
    let carried = signed(&author.device, &key, COMMUNE, op(1, "r1", "name", "Ánh"));

    let ops = |op: Value| json!([{ "scope": COMMUNE, "ops": [op] }]);
    let mine = op(1, "r1", "name", "not hers");
    let stolen = Client {
        device: author.device.clone(),
        token: courier.token.clone(),
    };
    let proved = |mut request: Value, key: &Key| {
        let device = request["device"].as_str().unwrap();
        request["proof"] = json!(key.sign(&protocol::key_text(device)));
        request["key"] = json!(key.public());
        request
    };
    let under_it = stolen.request(ops(mine.clone()));
    check(&server, &courier.token, &under_it, (403, "deviceNotProved"));
    // A key of his own makes no difference, nor hers without its secret half.
    let by_his = proved(under_it.clone(), &own);
    check(&server, &courier.token, &by_his, (403, "deviceNotProved"));
    let by_hers = with(by_his, "key", key.public());
    check(&server, &courier.token, &by_hers, (403, "deviceNotProved"));
    let beside = courier.request(ops(with(mine, "by", 1)));
    let beside = with(beside, "devices", json!([courier.device, author.device]));
    check(&server, &courier.token, &beside, (200, "notYourDevice"));
    let claim = json!({ "code": invite(&register), "device": author.device,
        "claim": "0123456789abcdef", "key": own.public(),
        "proof": own.sign(&protocol::key_text(&author.device)) });
    let (status, said) = server.send("POST", "/v1/enrolments", "", &claim.to_string());
    assert_eq!(
        (status, &said["error"]["code"]),
        (400, &json!("badRequest"))
    );

    // The author comes: first without the key, then with it.
    let hers = author.request(ops(op(1, "r1", "name", "Ánh")));
    check(&server, &author.token, &hers, (403, "deviceNotProved"));
    check(
        &server,
        &author.token,
        &proved(hers.clone(), &key),
        (200, "ok"),
    );
    check(&server, &author.token, &hers, (200, "ok"));
    check(&server, &courier.token, &under_it, (403, "deviceNotProved"));
    // And a courier of good will brings a further one.
    let next = protocol::device_of_key(&key.public(), "another-");
    let further = signed(&next, &key, COMMUNE, op(1, "r2", "name", "Ánh"));
    let mut request = courier.request(json!([{ "scope": COMMUNE,
        "relayed": [with(further.op, "by", 1)] }]));
    request["devices"] = json!([courier.device, next]);
    request["keys"] = json!([carried.key]);
    check(&server, &courier.token, &request, (200, "ok"));
    let page = courier.sync(&server, json!({}));
    let live: Vec<&Value> = page["states"].as_array().unwrap().iter().collect();
    assert_eq!(live.len(), 2, "{page}");
    assert!(live.iter().all(|state| state["live"][0][1] == "Ánh"));
}
