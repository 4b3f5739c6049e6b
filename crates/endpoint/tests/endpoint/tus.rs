//! What tus says in headers, and what is answered to those that are wrong.

use crate::uploads::{Held, photograph};
use crate::world::{COMMUNE, World, often};
use axum::body::Body;
use axum::http::Request;
use endpoint::api::Settings;
use endpoint::app_files::AppFiles;

const VILLAGE: &str = "06541/village";

#[tokio::test]
async fn tus_is_spoken_as_it_is_written() {
    let world = World::new().await;
    let phone = world.officer().await;
    let file = photograph(VILLAGE, 1_000);
    let asked = Request::options("/v1/files").body(Body::empty()).unwrap();
    let options = world.send(asked).await;
    assert_eq!(options.status, 204);
    for (name, value) in [
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation"),
        ("tus-max-size", "10485760"),
    ] {
        assert_eq!(options.header(name), value, "{name}");
    }
    phone.create(&file).await;
    for version in ["", "0.2.2", "1.0"] {
        for method in ["POST", "HEAD", "PATCH"] {
            let address = match method {
                "POST" => "/v1/files".to_owned(),
                _ => file.address(),
            };
            let headers = [("tus-resumable", version)];
            let answer = phone.tus(method, &address, &headers, "").await;
            assert_eq!(answer.status, 412, "{method} {version}");
            assert_eq!(answer.header("tus-version"), "1.0.0");
            assert_eq!(answer.header("tus-resumable"), "1.0.0");
            if method != "HEAD" {
                answer.check_error(412, "tusVersion");
            }
        }
    }
    let silent = Request::head(file.address())
        .header("authorization", format!("Bearer {}", phone.token))
        .body(Body::empty())
        .unwrap();
    assert_eq!(world.send(silent).await.status, 412);
    // Fetching is plain HTTP.
    phone.upload(&file).await;
    let plain = Request::get(file.address())
        .header("authorization", format!("Bearer {}", phone.token))
        .body(Body::empty())
        .unwrap();
    assert!(world.send(plain).await.bytes == file.bytes);
    let deleted = phone.tus("DELETE", &file.address(), &[], "").await;
    deleted.check_error(405, "methodNotAllowed");
}

#[tokio::test]
async fn headers_that_are_wrong_are_refused() {
    let world = World::new().await;
    let phone = world.officer().await;
    let file = photograph(COMMUNE, 1_000);
    let create = async |length: &str, metadata: &str| {
        let headers = [("upload-length", length), ("upload-metadata", metadata)];
        phone.tus("POST", "/v1/files", &headers, "").await
    };
    let metadata = file.metadata();
    for length in ["", "x", "-1", "+1", "1.5", "99999999999999999999"] {
        create(length, &metadata)
            .await
            .check_error(400, "badRequest");
    }
    for metadata in ["", "scope", "scope MDY1NDE=", "scope !,sha256 !,type !"] {
        create("1000", metadata)
            .await
            .check_error(400, "badRequest");
    }
    for sha256 in ["", "abc", &file.sha256[1..], &"_".repeat(43)] {
        let file = Held {
            sha256: sha256.into(),
            ..file.clone()
        };
        phone.create(&file).await.check_error(400, "badRequest");
    }
    for scope in ["", "/", "06541/", "../06541", "%"] {
        let file = Held {
            scope: scope.into(),
            ..file.clone()
        };
        phone.create(&file).await.check_error(404, "notFound");
    }
    // Other metadata, and base64 without its padding, are fine.
    let metadata = format!("filename eA==,is_private, {}", file.metadata()).replace('=', "");
    assert_eq!(create("1000", &metadata).await.status, 201);

    let append = async |headers: &[(&str, &str)]| {
        let answer = phone.tus("PATCH", &file.address(), headers, "abc").await;
        answer.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    let octets = ("content-type", "application/offset+octet-stream");
    assert_eq!(append(&[octets]).await, "badRequest");
    assert_eq!(
        append(&[octets, ("upload-offset", "a")]).await,
        "badRequest"
    );
    let other = [("content-type", "image/jpeg"), ("upload-offset", "0")];
    assert_eq!(append(&other).await, "fileTypeNotAllowed");
    for address in [
        "/v1/files/abc?scope=06541",
        &format!("/v1/files/{}", file.sha256),
        &format!("/v1/files/{}?scope=", file.sha256),
        &format!("/v1/files/{}?scope=06541&scope=02701", file.sha256),
    ] {
        let answer = phone.tus("GET", address, &[], "").await;
        answer.check_error(404, "notFound");
    }
    let mut nobody = world.officer().await;
    nobody.token = "x".into();
    nobody.create(&file).await.check_error(401, "unauthorized");
    nobody.fetch(&file).await.check_error(401, "unauthorized");
}

#[tokio::test]
async fn a_scope_that_is_full_says_so() {
    let settings = Settings {
        most_file_bytes: 2_000,
        ..often()
    };
    let world = World::with(AppFiles::None, &settings).await;
    let phone = world.officer().await;
    phone.upload(&photograph(COMMUNE, 1_500)).await;
    let answer = phone.create(&photograph(COMMUNE, 501)).await;
    answer.check_error(507, "tooMuch");
    phone.upload(&photograph(COMMUNE, 500)).await;
}
