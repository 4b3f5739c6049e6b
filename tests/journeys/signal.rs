//! The signal is back: the work goes by itself, to those whom it concerns and to nobody else.

use crate::common::{AN, BINH, DUA, LAN, add_villages, open_section, open_village};
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::json;

journey!(waiting_work_goes_by_itself: Chromium, WebKit);
async fn waiting_work_goes_by_itself(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_home().await;
    phone.status_says("Đã lưu trên máy").await;
    phone.status_says("thay đổi chưa vào sổ chung").await;
    phone.status_says("gần nhất").await;

    endpoint.come_back();
    // Nobody taps anything, no event tells of the network.
    phone.sees_all_shared().await;
    assert!(!phone.status().await.contains("chưa vào sổ chung"));
    phone.screen("home-shared").await;
    phone.tap("Đã vào sổ chung").await;
    phone.see("Mọi thay đổi đã vào sổ chung").await;
    phone.screen("waiting-nothing").await;

    let other = Phone::enrolled(engine, &endpoint, BINH).await;
    other.go_to_list("Thôn, bản").await;
    other.sees_rows(&["Bản Pò Mã"]).await;
}

journey!(each_sees_what_concerns_him: Chromium, WebKit);
async fn each_sees_what_concerns_him(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    // Bản Pò Mã is made by the invitation of its head.
    let head = Phone::enrolled(engine, &endpoint, AN).await;
    lan.gets_signal().await;
    lan.go_to_list("Thôn, bản").await;
    lan.sees_rows(&["Bản Pò Mã"]).await;
    lan.is_ready_for_the_road().await;
    endpoint.kill();

    add_villages(&lan, &["Thôn Lặp Pịa"]).await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Số hộ", "64")]).await;
    lan.go_home().await;
    lan.tab("Khen thưởng").await;
    lan.tap("Đề nghị mới").await;
    lan.tap("Tập thể").await;
    lan.tap("Thôn Lặp Pịa").await;
    open_section(&lan, "1. Thành tích").await;
    lan.writes(&[("Thành tích, công trạng đạt được", "Giữ rừng đầu nguồn.")])
        .await;
    lan.go_home().await;
    lan.status_says("chưa vào sổ chung").await;

    endpoint.come_back();
    lan.gets_signal().await;
    lan.sees_all_shared().await;

    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    binh.row_says("Thôn Lặp Pịa", "còn thiếu").await;
    binh.screen("home-second-official").await;
    binh.tab("Khen thưởng").await;
    binh.tap("Thôn Lặp Pịa").await;
    open_section(&binh, "1. Thành tích").await;
    binh.reads("Thành tích, công trạng đạt được", "Giữ rừng đầu nguồn.")
        .await;

    head.gets_signal().await;
    head.sees_title("Bản Pò Mã").await;
    head.row_says("Bản Pò Mã", "64 hộ").await;
    head.screen("home-village-head").await;
    let words = head.words().await;
    assert!(!words.contains("Lặp Pịa"), "{words}");
    head.tab("Thi đua").await;
    head.sees_rows(&["Bản Pò Mã"]).await;
    head.tab("Khen thưởng").await;
    head.see("Chưa có đề nghị nào").await;
    head.go_to_list("Thôn, bản").await;
    head.sees_rows(&["Bản Pò Mã"]).await;
    // What he writes in his village reaches the commune.
    head.tap("Bản Pò Mã").await;
    head.writes(&[("Điện thoại", "0912 345 678")]).await;
    head.go_home().await;
    head.sees_all_shared().await;
    binh.gets_signal().await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.reads("Điện thoại", "0912 345 678").await;

    let dua = Phone::enrolled(engine, &endpoint, DUA).await;
    dua.sees_title("Xã Y Tý").await;
    dua.go_to_list("Thôn, bản").await;
    dua.see("Chưa có thôn nào").await;
    dua.tab("Khen thưởng").await;
    dua.see("Chưa có đề nghị nào").await;
    let words = dua.kept_words().await;
    for secret in ["Pò Mã", "Lặp Pịa", "Mẫu Sơn"] {
        assert!(
            !words.contains(secret),
            "{secret} is on the phone of Xã Y Tý"
        );
    }
    let answer = asks_for(&dua, &["06541", "06541/all"]).await;
    assert!(
        answer.contains("\"lost\"") && !answer.contains("Mẫu Sơn"),
        "{answer}"
    );
    let answer = asks_for(&head, &["06541"]).await;
    assert!(
        answer.contains("\"lost\"") && !answer.contains("Giữ rừng"),
        "{answer}"
    );

    let words = head.kept_words().await;
    assert!(words.contains("Pò Mã") && !words.contains("Giữ rừng"));
    for phone in [&lan, &binh, &head, &dua] {
        phone.complains_of_nothing().await;
    }
}

/// What the endpoint answers when this phone asks for scopes, whatever the app would ask for.
async fn asks_for(phone: &Phone, scopes: &[&str]) -> String {
    const ASK: &str = "return (async (scopes) => {
        const name = JSON.parse(localStorage.getItem('store'));
        const database = await new Promise((done) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => done(request.result);
        });
        const rows = await new Promise((done) => {
            const request = database.transaction('meta').objectStore('meta').getAll();
            request.onsuccess = () => done(request.result);
        });
        database.close();
        const words = rows.map((row) => new TextDecoder().decode(row)).join('\\n');
        const token = words.match(/\"token\":\"([^\"]+)\"/)[1];
        const answer = await fetch('/v1/sync', {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            body: JSON.stringify({ protocol: 1, schema: 1, device: name.replace('so-thi-dua-', ''), scopes: scopes.map((scope) => ({ scope })) }),
        });
        return `${answer.status} ${await answer.text()}`;
    })(arguments[0])";
    let answer: String = phone.script_with(ASK, vec![json!(scopes)]).await;
    assert!(answer.starts_with("200 "), "{answer}");
    answer
}

/// More than a page, less than a test should wait for.
const CROWD: usize = 1_500;

journey!(a_first_sync_goes_on_where_it_was_cut_off: Chromium, WebKit);
async fn a_first_sync_goes_on_where_it_was_cut_off(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = Phone::enrolled(Engine::Chromium, &endpoint, LAN).await;
    lan.is_ready_for_the_road().await;
    lan.brings_people(CROWD).await;

    let binh = Phone::new(engine, &endpoint).await;
    binh.follow(&endpoint, BINH).await;
    let (mut here, mut cuts) = (0, 0);
    while here < CROWD {
        cuts += 1;
        // The signal goes each time that something new has come.
        journeys::wait_for("more has come", async || binh.people().await > here).await;
        endpoint.kill();
        let before = here;
        here = binh.people().await;
        assert!(here > before);
        endpoint.come_back();
        binh.gets_signal().await;
    }
    assert_eq!(here, CROWD);
    assert!(cuts > 1, "it came whole, and nothing was cut off");
    binh.go_to_list("Cá nhân").await;
    binh.see(&format!("({CROWD})")).await;
}

journey!(waiting_work_goes_with_the_app_closed: Chromium);
async fn waiting_work_goes_with_the_app_closed(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    let other = Phone::enrolled(engine, &endpoint, BINH).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã"]).await;
    const LEFT: &str = "const cache = await caches.open('waiting');
        return Boolean(await cache.match('/v1/sync'));";
    let is_left = async || phone.script::<bool>(LEFT).await;
    phone
        .wait_for("the request is left with the service worker", is_left)
        .await;
    let words = "const left = await (await caches.open('waiting')).match('/v1/sync');
        return await left.text();";
    assert!(phone.script::<String>(words).await.contains("Pò Mã"));
    // A page of ours without the app.
    phone.goto(&endpoint.url("/icons/favicon.svg")).await;
    endpoint.come_back();
    // What the browser does by itself when the phone finds the network; here it never was without.
    phone.devtools("ServiceWorker.enable", json!({})).await;
    let origin = endpoint.url("");
    let sync = json!({
        "origin": origin, "registrationId": "0", "tag": "waiting", "lastChance": false,
    });
    phone
        .devtools("ServiceWorker.dispatchSyncEvent", sync)
        .await;
    other.gets_signal().await;
    other.go_to_list("Thôn, bản").await;
    let arrives = async || {
        other.gets_signal().await;
        other.words().await.contains("Bản Pò Mã")
    };
    other
        .wait_for("the village is in the shared register", arrives)
        .await;
    let is_gone = async || !phone.script::<bool>(LEFT).await;
    phone.wait_for("nothing is left", is_gone).await;
    // The app hears of it when it is opened.
    phone.open("/").await;
    phone.sees_all_shared().await;
}
