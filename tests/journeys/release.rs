//! Put on the home screen, and a new release: offered, not forced, at no cost.

use crate::common::{add_villages, official, open_village};
use journeys::{Endpoint, Engine, NextRelease, Phone, journey};
use serde_json::{Value, json};

journey!(the_register_can_be_put_on_the_home_screen: Chromium, WebKit);
async fn the_register_can_be_put_on_the_home_screen(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::new(engine, &endpoint).await;
    phone.open("/").await;
    phone.is_ready_for_the_road().await;
    let manifest: Value = phone
        .script(
            "return fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())",
        )
        .await;
    assert_eq!(manifest["name"], "Sổ Thi đua");
    assert_eq!(manifest["lang"], "vi");
    assert_eq!(manifest["display"], "standalone");
    for icon in manifest["icons"].as_array().expect("icons") {
        let src = icon["src"].as_str().expect("an address");
        let body = "return fetch(arguments[0]).then(async (answer) => {
            const image = new Image();
            image.src = URL.createObjectURL(await answer.blob());
            await image.decode();
            return answer.ok && image.naturalWidth > 0;
        }).catch((error) => String(error))";
        let drawn: Value = phone.script_with(body, vec![src.into()]).await;
        assert_eq!(drawn, true, "{src}");
    }
    if engine == Engine::Chromium {
        let answer = phone.devtools("Page.getAppManifest", json!({})).await;
        assert_eq!(answer["errors"], Value::Array(Vec::new()), "{answer}");
        let answer = phone
            .devtools("Page.getInstallabilityErrors", json!({}))
            .await;
        assert_eq!(
            answer["installabilityErrors"],
            Value::Array(Vec::new()),
            "{answer}"
        );
    }
    // The home screen opens it at its start, with no network.
    endpoint.kill();
    let start = manifest["start_url"].as_str().expect("a start");
    phone.open(start).await;
    phone.see("Lời mời vào sổ").await;
    phone
        .wait_for("the icon is kept", async || {
            phone
                .script("return fetch('/icons/icon.svg').then((answer) => answer.ok, () => false)")
                .await
        })
        .await;
}

journey!(a_new_release_is_offered_and_takes_nothing_away: Chromium, WebKit);
async fn a_new_release_is_offered_and_takes_nothing_away(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.is_ready_for_the_road().await;
    let next = NextRelease::of(&endpoint, "0.2.0-next", &phone).await;
    endpoint.update(next.folder());

    open_village(&phone, "Bản Pò Mã").await;
    phone.types("Ghi chú", "nửa ch").await;
    phone.does("window.release.look()", vec![]).await;
    phone
        .sees(&["Có phiên bản mới.", "Những gì đang gõ vẫn được giữ."])
        .await;
    // Also to one who has scrolled down.
    phone
        .wait_until(
            "(() => {
                scrollTo(0, document.documentElement.scrollHeight);
                const banner = document.querySelector('.banner').getBoundingClientRect();
                return scrollY > 0 && banner.top >= 0 && banner.bottom < innerHeight / 4;
            })()",
        )
        .await;
    phone.screen("new-release").await;
    // Not forced: the text, the page and even a reload stay with the old release.
    assert_eq!(phone.field_says("Ghi chú").await, "nửa ch");
    phone.types_on("Ghi chú", "ữ").await;
    assert_eq!(phone.field_says("Ghi chú").await, "nửa chữ");
    assert_ne!(release(&phone).await, "0.2.0-next");

    phone.tap("Cập nhật").await;
    phone
        .wait_for("the new release", async || {
            release(&phone).await == "0.2.0-next"
        })
        .await;
    phone.reads("Ghi chú", "nửa chữ").await;
    phone.see_gone("Có phiên bản mới.").await;
    phone.leaves().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    phone.open("/").await;
    phone.see("Việc cần làm").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Ghi chú", "nửa chữ").await;
}

async fn release(phone: &Phone) -> String {
    phone
        .script("return document.querySelector('meta[name=release]')?.content ?? ''")
        .await
}
