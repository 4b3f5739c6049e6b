//! What `docs/PROTOCOL.md` gives as examples is true.

use crate::world::{COMMUNE, World, op};
use axum::body::Body;
use axum::http::Request;
use endpoint::signatures::is_signed;
use protocol::Operation;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("../../../../docs/PROTOCOL.md");

fn example() -> Operation {
    Operation {
        device: "AaH5r7HpdqWdxHZJQvh8AA".into(),
        number: 213,
        record: "AaH5r7azf3qS3ZqoliV0mA".into(),
        kind: "collective".into(),
        field: "name".into(),
        value: json!({ "b": "Trường \"Mẫu Sơn\"", "a": [1, null, true] }),
        predecessors: vec![
            "AaH5r7HpdqWdxHZJQvh8AA.198.aB3x".parse().unwrap(),
            "AaH5r7HpdqWdxHZJQvh8AA.1.zzzz".parse().unwrap(),
        ],
        at: 1_795_150_800_123,
        save: 212,
    }
}

#[test]
fn the_worked_example_of_a_name_is_right() {
    let content = PAGE
        .lines()
        .find(|line| line.starts_with("[\"06541\",\"AaH5r7HpdqWdxHZJQvh8AA\",213"))
        .expect("the content in one line");
    let name = example().name("06541");
    let digest = Sha256::digest(content);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(PAGE.contains(&hex), "the page has {hex}");
    assert!(PAGE.contains(&format!("`{name}`")), "the page has {name}");
    let listed: Vec<Value> = serde_json::from_str(content).unwrap();
    assert_eq!(listed.len(), 10);
    // What the page hashes is what merge hashes.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".as_bytes();
    let bits = u32::from(digest[0]) << 16 | u32::from(digest[1]) << 8 | u32::from(digest[2]);
    let hash: String = [18, 12, 6, 0]
        .iter()
        .map(|shift| char::from(alphabet[usize::try_from(bits >> shift & 63).unwrap()]))
        .collect();
    assert_eq!(hash, name.hash);
}

#[test]
fn the_id_of_the_communes_record_is_right() {
    let id = register::id::singleton("commune", "06541");
    assert!(PAGE.contains(&format!("`{id}`")), "the page has {id}");
}

#[test]
fn the_worked_example_of_a_digest_is_right() {
    let digest = protocol::wire::digest([
        ("06541", "GkotN2Ob.3.1bBh"),
        ("06541/all", "GkotN2Ob.6.JmaE"),
    ]);
    assert!(
        PAGE.contains(&format!("`{digest}`")),
        "the page has {digest}"
    );
}

#[test]
fn the_digest_of_roles_is_right() {
    for (grants, words) in [
        (vec![("06541", "communeOfficer")], "alone it is"),
        (vec![], "of none at all it is"),
    ] {
        let digest = protocol::wire::grants_digest(grants);
        assert!(
            PAGE.contains(&format!("{words} `{digest}`")),
            "{words} {digest}"
        );
    }
}

/// The first line after some words of the page, in a block of its own.
#[track_caller]
fn line_after(words: &str) -> &'static str {
    let rest = PAGE
        .split(words)
        .nth(1)
        .and_then(|rest| rest.split("```\n").nth(1));
    rest.and_then(|rest| rest.lines().next())
        .unwrap_or_else(|| panic!("{words}"))
}

#[test]
fn the_worked_example_of_a_signature_is_right() {
    let key = line_after("✓, by the key");
    let text = example().signed_text("06541");
    assert!(PAGE.contains(&text), "the page has {text}");
    let signature = line_after("has this signature");
    assert!(is_signed(key, &text, signature));
    let device = line_after("for the example's device and key");
    assert_eq!(device, protocol::key_text(&example().device));
    assert!(is_signed(key, device, line_after("a proof that the key")));
    let made = protocol::device_of_key(key, "aB3x-_09");
    assert!(PAGE.contains(&format!("it is `{made}` ✓")), "{made}");
    assert!(protocol::is_made_of_a_key(&made) && protocol::is_device_of(&made, key));
}

#[test]
fn the_example_bundle_is_one() {
    let body = PAGE.split("{ \"soThiDua\"").nth(1).expect("a bundle");
    let body = body.split("```").next().expect("its end");
    let body = format!("{{ \"soThiDua\"{body}");
    let signed = protocol::bundle::read(body.as_bytes()).unwrap();
    assert_eq!(signed.len(), 1);
    let (operation, one) = (example(), &signed[0]);
    assert_eq!(one.operation.name("06541"), operation.name("06541"));
    assert!(is_signed(
        &one.key,
        &operation.signed_text("06541"),
        &one.signature
    ));
    let wrapped = protocol::bundle::plain(body.as_bytes());
    assert!(wrapped.starts_with(b"SO-THI-DUA 1 plain "));
}

#[test]
fn every_code_is_explained() {
    let document = serde_json::to_value(endpoint::api::openapi_document()).unwrap();
    let codes = document["components"]["schemas"]["ErrorCode"]["enum"]
        .as_array()
        .unwrap();
    assert!(codes.len() > 10);
    let answers = [
        "ok",
        "forked",
        "malformed",
        "tooLarge",
        "noRight",
        "kindDiffers",
        "erased",
        "notYourDevice",
        "badSignature",
        "revoked",
        "held",
        "scopeLost",
    ];
    for code in codes
        .iter()
        .map(|code| code.as_str().unwrap())
        .chain(answers)
    {
        assert!(
            PAGE.contains(&format!("`{code}`")),
            "{code} is not on the page"
        );
    }
}

#[test]
fn the_example_request_and_reply_have_the_shapes_described() {
    let blocks: Vec<Value> = PAGE
        .split("```json\n")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).expect("JSON"))
        .collect();
    assert!(blocks.len() >= 4, "{}", blocks.len());
    let requests = blocks
        .iter()
        .filter(|block| block.get("protocol").is_some());
    assert_eq!(requests.clone().count(), 3);
    for request in requests {
        let _: endpoint::api::schema::SyncRequest =
            serde_json::from_value(request.clone()).unwrap();
        let _: protocol::wire::Request = serde_json::from_value(request.clone()).unwrap();
    }
    let reply = blocks
        .iter()
        .find(|block| block.get("minimumApp").is_some())
        .unwrap();
    let _: endpoint::api::schema::SyncReply = serde_json::from_value(reply.clone()).unwrap();
    let _: protocol::wire::Reply = serde_json::from_value(reply.clone()).unwrap();
}

#[test]
fn the_examples_of_people_and_of_an_act_have_the_shapes_described() {
    let blocks = PAGE.split("```json\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    let blocks = Vec::from_iter(blocks.map(|block| serde_json::from_str::<Value>(block).unwrap()));
    let people = blocks
        .iter()
        .find(|block| block.get("invitations").is_some())
        .unwrap();
    let _: endpoint::api::people_schema::PeopleBody =
        serde_json::from_value(people.clone()).unwrap();
    let _: protocol::wire::PeopleReply = serde_json::from_value(people.clone()).unwrap();
    let act = blocks
        .iter()
        .find(|block| block.get("act").is_some())
        .unwrap();
    let act: protocol::wire::ActRequest = serde_json::from_value(act.clone()).unwrap();
    assert!(protocol::wire::SignedAct::read(&act.act).is_some());
}

#[tokio::test]
async fn whoever_tells_is_told_nothing_also_with_nothing_to_tell() {
    let world = World::new().await;
    let phone = world.officer().await;
    phone.push(COMMUNE, [op(1, "r", "name", "Một")]).await;
    let telling = json!([{ "scope": COMMUNE, "testimony": [] }]);
    let reply = phone.sync(phone.request(telling)).await;
    assert_eq!(
        reply["scopes"],
        json!([{ "scope": COMMUNE, "cursor": "", "more": true }])
    );
}

/// A header's value in one of the page's blocks.
#[track_caller]
fn header<'p>(block: &'p str, name: &str) -> &'p str {
    let line = block.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.strip_prefix(": "))
        .unwrap_or_else(|| panic!("{name} in {block}"))
}

#[tokio::test]
async fn the_worked_example_of_a_file_is_answered_as_the_page_says() {
    let (request, answer) = PAGE
        .split("```\nPOST /v1/files\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .and_then(|block| block.split_once("\n\n"))
        .expect("a request and its answer");
    let world = World::new().await;
    let phone = world.officer().await;
    let mut sent =
        Request::post("/v1/files").header("authorization", format!("Bearer {}", phone.token));
    for name in ["Tus-Resumable", "Upload-Length", "Upload-Metadata"] {
        sent = sent.header(name, header(request, name));
    }
    let answered = world.send(sent.body(Body::empty()).unwrap()).await;
    assert!(answer.starts_with(answered.status.as_str()), "{answer}");
    for name in ["Location", "Upload-Offset", "Tus-Resumable"] {
        assert_eq!(answered.header(name), header(answer, name), "{name}");
    }
}
