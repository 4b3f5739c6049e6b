//! The app as the real endpoint serves it.

use journeys::{Browser, Endpoint, Engine, Invitation, journey};

journey!(the_app_opens_from_the_phone_when_the_endpoint_is_dead: Chromium, WebKit);
async fn the_app_opens_from_the_phone_when_the_endpoint_is_dead(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let browser = Browser::start(engine).await;
    browser.goto(&endpoint.url("/")).await;
    browser
        .wait_until("document.querySelector('#app > *')")
        .await;
    browser
        .wait_until("window.release && navigator.serviceWorker.controller")
        .await;
    browser
        .wait_for("everything is on the phone", async || {
            browser
                .script::<bool>("return window.release.state().then((state) => state.complete)")
                .await
        })
        .await;

    endpoint.kill();
    browser.reload().await;
    browser
        .wait_until("document.querySelector('#app > *')")
        .await;

    endpoint.come_back();
    let health: bool = browser
        .script("return fetch('/v1/health').then((answer) => answer.ok)")
        .await;
    assert!(health, "the endpoint is back at its old address");
}

journey!(nothing_that_the_page_does_breaks_its_own_rules: Chromium);
async fn nothing_that_the_page_does_breaks_its_own_rules(engine: Engine) {
    let endpoint = Endpoint::start();
    let browser = Browser::start(engine).await;
    browser.goto(&endpoint.url("/")).await;
    browser
        .wait_until("document.querySelector('#app > *') && window.release")
        .await;
    let complaints = browser.console().await;
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn an_invitation_is_a_link_and_a_code() {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(Invitation::official("06541", "Nông Thị Lan"));
    assert!(invited.link.starts_with(&endpoint.url("/")), "{invited:?}");
    assert!(invited.code.len() >= 8, "{invited:?}");
}
