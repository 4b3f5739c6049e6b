use crate::world::{HttpAnswer, World, often};
use axum::body::Body;
use axum::http::Request;
use endpoint::app_files::AppFiles;
use std::fs;

async fn world() -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("assets")).unwrap();
    fs::write(path.join("index.html"), "<!doctype html>").unwrap();
    fs::write(path.join("index.html.br"), "brotli").unwrap();
    fs::write(path.join("sw.js"), "worker").unwrap();
    fs::write(path.join("assets/app-0a1b2c.wasm"), "wasm").unwrap();
    fs::write(path.join("assets/app-0a1b2c.wasm.gz"), "gzip").unwrap();
    fs::write(path.join(".secret"), "no").unwrap();
    (
        World::with(AppFiles::in_folder(path.into()), &often()).await,
        folder,
    )
}

async fn get(world: &World, path: &str, headers: &[(&str, &str)]) -> HttpAnswer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_everything_else_is_asked_for_again() {
    let (world, _folder) = world().await;
    let check = async |path: &str, caching: &str, kind: &str| {
        let answer = get(&world, path, &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
    };
    check("/", "no-cache", "text/html; charset=utf-8").await;
    check("/index.html", "no-cache", "text/html; charset=utf-8").await;
    check("/sw.js", "no-cache", "text/javascript; charset=utf-8").await;
    let immutable = "public, max-age=31536000, immutable";
    check("/assets/app-0a1b2c.wasm", immutable, "application/wasm").await;
}

#[tokio::test]
async fn every_page_carries_the_policy_that_keeps_it_to_itself() {
    let (world, _folder) = world().await;
    let answer = get(&world, "/", &[]).await;
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert!(
        answer
            .header("permissions-policy")
            .starts_with("camera=(self)")
    );
    let api = get(&world, "/v1/health", &[]).await;
    assert_eq!(
        api.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
    assert_eq!(api.header("cache-control"), "no-store");
    assert_eq!(api.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_packed_sibling_is_sent_to_whoever_takes_it() {
    let (world, _folder) = world().await;
    let check = async |path: &str, accept: &str, encoding: &str, bytes: &str| {
        let answer = get(&world, path, &[("accept-encoding", accept)]).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accept}");
        assert_eq!(answer.bytes, bytes.as_bytes(), "{accept}");
        assert!(answer.header("vary").contains("accept-encoding"));
    };
    check("/", "gzip, br", "br", "brotli").await;
    check("/", "gzip", "", "<!doctype html>").await;
    check("/", "br;q=0, gzip", "", "<!doctype html>").await;
    check(
        "/assets/app-0a1b2c.wasm",
        "gzip, deflate, br",
        "gzip",
        "gzip",
    )
    .await;
}

#[tokio::test]
async fn what_is_known_is_not_sent_again_until_it_changes() {
    let (world, folder) = world().await;
    let first = get(&world, "/sw.js", &[]).await;
    let etag = first.header("etag").to_owned();
    let again = get(&world, "/sw.js", &[("if-none-match", &etag)]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);
    assert_eq!(again.header("cache-control"), "no-cache");
    fs::write(folder.path().join("sw.js"), "worker 2").unwrap();
    let changed = get(&world, "/sw.js", &[("if-none-match", &etag)]).await;
    assert_eq!(
        (changed.status.as_u16(), &*changed.bytes),
        (200, &b"worker 2"[..])
    );
}

#[tokio::test]
async fn paths_that_the_app_understands_are_given_the_page() {
    let (world, _folder) = world().await;
    let check = async |path: &str, accept: &str, status: u16| {
        assert_eq!(
            get(&world, path, &[("accept", accept)]).await.status,
            status,
            "{path} {accept}"
        );
    };
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    check("/moi/K7QM3XPD2A", browser, 200).await;
    check("/moi/K7QM3XPD2A.", browser, 200).await;
    check("/thon", browser, 200).await;
    check("/moi/K7QM3XPD2A", "application/json", 404).await;
    check("/moi/K7QM3XPD2A", "*/*", 200).await;
    check("/moi/K7QM3XPD2A", "text/*;q=0.5", 200).await;
    check("/moi/K7QM3XPD2A", "text/html;q=0", 404).await;
    assert_eq!(get(&world, "/moi/K7QM3XPD2A", &[]).await.status, 200);
    assert_eq!(get(&world, "/missing.js", &[]).await.status, 404);
    check("/missing.js", browser, 404).await;
    check("/assets/missing-1.wasm", "*/*", 404).await;
    check("/v1/nothing", browser, 404).await;
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let (world, _folder) = world().await;
    let paths = [
        "/../Cargo.toml",
        "/assets/../../x",
        "/.secret",
        "/%2e%2e/x",
        "//etc/passwd",
        "/c:x",
        "/assets//etc/passwd",
        "///etc/passwd",
        "/\\etc/passwd",
    ];
    for path in paths {
        // Not the page, which any other address is answered with.
        let answer = get(&world, path, &[("accept", "image/png")]).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn head_gives_the_length_and_no_body() {
    let (world, _folder) = world().await;
    let request = Request::head("/sw.js").body(Body::empty()).unwrap();
    let answer = world.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
    assert_eq!(answer.header("content-length"), "6");
}
