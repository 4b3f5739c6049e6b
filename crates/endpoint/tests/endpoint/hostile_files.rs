//! Files and headers of tus that no client of ours sends: what is whole is what
//! it is named by, and what is refused has moved nothing.

use crate::bent::{Script, try_bytes};
use crate::hostile::kept;
use crate::uploads::{Held, photograph};
use crate::world::{Phone, World};
use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tokio::runtime::Builder;

const SIZE: usize = 3_000;
const METHODS: [&str; 4] = ["POST", "PATCH", "HEAD", "GET"];
const HEADERS: [&str; 6] = [
    "upload-length",
    "upload-offset",
    "upload-metadata",
    "content-type",
    "content-length",
    "tus-resumable",
];

/// One request, on the way out of shape.
struct Sent {
    method: &'static str,
    address: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

#[test]
fn whatever_tus_is_told_a_file_is_what_it_is_named_by() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let walk = |bytes: &[u8]| {
        runtime.block_on(async {
            let world = World::new().await;
            let phone = world.officer().await;
            let file = photograph("06541/v1", SIZE);
            let mut script = Script::new(bytes);
            while !script.is_over() {
                let arrived = arrived(&phone, &file).await;
                let sent = sent(&file, arrived, &mut script);
                check(&phone, &file, sent, arrived).await;
            }
        });
    };
    try_bytes(25, 600, walk);
}

/// Each line of a kept file is a request: method, header, value; `\0` and the
/// like as in JSON.
#[tokio::test]
async fn kept_headers_are_answered() {
    let world = World::new().await;
    let phone = world.officer().await;
    let file = photograph("06541/v1", SIZE);
    for (name, text) in kept("tests/endpoint/hostile/headers") {
        for line in text.lines() {
            println!("{name}: {line}");
            let [method, header, value]: [String; 3] = serde_json::from_str(line).unwrap();
            let arrived = arrived(&phone, &file).await;
            let mut sent = good(
                &file,
                METHODS.iter().position(|m| *m == method).unwrap(),
                arrived,
            );
            let known = HEADERS.iter().find(|known| **known == header).unwrap();
            sent.headers.retain(|(name, _)| name != known);
            sent.headers.push((known, value));
            check(&phone, &file, sent, arrived).await;
        }
    }
}

fn good(file: &Held, method: usize, arrived: Option<usize>) -> Sent {
    // Of a file that somebody has said to be longer, more may be there.
    let offset = arrived.unwrap_or_default().min(SIZE);
    let method = METHODS[method];
    let (headers, body) = match method {
        "POST" => (
            vec![
                ("upload-length", file.bytes.len().to_string()),
                ("upload-metadata", file.metadata()),
            ],
            Vec::new(),
        ),
        "PATCH" => (
            vec![
                ("content-type", "application/offset+octet-stream".to_owned()),
                ("upload-offset", offset.to_string()),
            ],
            file.bytes[offset..SIZE.min(offset + 1_000)].to_vec(),
        ),
        _ => (Vec::new(), Vec::new()),
    };
    let address = match method {
        "POST" => "/v1/files".to_owned(),
        _ => file.address(),
    };
    Sent {
        method,
        address,
        headers,
        body,
    }
}

fn sent(file: &Held, arrived: Option<usize>, script: &mut Script<'_>) -> Sent {
    let mut sent = good(file, [0, 1, 1, 1, 1, 2, 3][script.pick(7)], arrived);
    for _ in 0..script.pick(3) {
        match script.pick(4) {
            0 if !sent.body.is_empty() => {
                let place = script.pick(sent.body.len());
                sent.body[place] ^= 1 << script.pick(8);
            }
            1 => sent
                .body
                .extend(std::iter::repeat_n(b'x', script.pick(4_000))),
            2 if !sent.headers.is_empty() => drop(sent.headers.pop()),
            _ => {
                let header = HEADERS[script.pick(HEADERS.len())];
                let old = sent.headers.iter().position(|(name, _)| *name == header);
                let old = old.map(|place| sent.headers.remove(place).1);
                sent.headers.push((header, odd(old, script)));
            }
        }
    }
    sent
}

fn odd(old: Option<String>, script: &mut Script<'_>) -> String {
    let mut old = old.unwrap_or_default();
    match script.pick(12) {
        0 => String::new(),
        1 => "0".into(),
        2 => script.pick(4_000).to_string(),
        3 => u64::MAX.to_string(),
        4 => format!("{}0", u64::MAX),
        5 => "-1".into(),
        6 => "1e3".into(),
        7 => "scope MDY1NDE".into(),
        8 => ",,, ,scope,sha256 =,type ////".into(),
        9 => "x".repeat(20_000),
        _ => {
            let place = old.floor_char_boundary(script.pick(old.len()));
            old.insert(
                place,
                ["=", " ", ",", "é", "A", "\t"][script.pick(6)]
                    .chars()
                    .next()
                    .unwrap(),
            );
            old
        }
    }
}

async fn check(phone: &Phone<'_>, file: &Held, sent: Sent, before: Option<usize>) {
    let readable = |value: &String| HeaderValue::from_str(value).is_ok();
    if !sent.headers.iter().all(|(_, value)| readable(value)) {
        return;
    }
    let headers: Vec<(&str, &str)> = sent.headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let told = format!("{} {:?}", sent.method, sent.headers);
    let answer = phone
        .tus(sent.method, &sent.address, &headers, sent.body)
        .await;
    let after = arrived(phone, file).await;
    let status = answer.status.as_u16();
    if status >= 400 && sent.method != "HEAD" {
        assert!(answer.json()["error"]["code"].is_string(), "{told}");
    }
    match (sent.method, status) {
        ("POST", 201) => assert_eq!(after, Some(before.unwrap_or_default()), "{told}"),
        ("PATCH", 204) => {
            let said = answer.header("upload-offset").parse().unwrap();
            assert_eq!(after, Some(said), "{told}");
        }
        // The whole is another one; what came is not of its type.
        ("PATCH", 460) => assert_eq!(after, Some(0), "{told}"),
        ("PATCH", 415) => assert!(after == before || after.is_none(), "{told}"),
        ("GET", 200) => {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&answer.bytes));
            assert_eq!(hash, file.sha256, "{told}");
        }
        ("HEAD", 200) => assert_eq!(after, before),
        (_, 400 | 404 | 409 | 412 | 413 | 415) => assert_eq!(after, before, "{told}"),
        other => panic!("{other:?}: {told}"),
    }
}

/// How many bytes are there; nothing if the file is unknown.
async fn arrived(phone: &Phone<'_>, file: &Held) -> Option<usize> {
    let answer = phone.progress(file).await;
    let offset = answer.header("upload-offset").parse();
    assert_eq!(answer.status == 200, offset.is_ok());
    offset.ok()
}
