//! «Lịch sử» of a record: what the phone knows, the rest with a signal, and a value of before again.

use crate::common::{BINH, LAN, add_villages, open_village};
use journeys::{Endpoint, Engine, Phone, journey};

const HOUSEHOLDS: &str = "Số hộ";

journey!(who_wrote_what_is_seen_and_an_earlier_value_is_taken_again: Chromium, WebKit);
async fn who_wrote_what_is_seen_and_an_earlier_value_is_taken_again(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã, 64 hộ"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.writes(&[(HOUSEHOLDS, "99")]).await;
    binh.go_home().await;
    binh.sees_all_shared().await;
    lan.gets_signal().await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.reads(HOUSEHOLDS, "99").await;

    // Without a signal the phone says who wrote what stands, and what it lacks.
    endpoint.stop();
    lan.tap("Lịch sử").await;
    lan.sees(&["99", "đang dùng", BINH.name]).await;
    lan.screen("history").await;
    lan.tap("Xem các lần ghi trước").await;
    lan.see("Chưa có sóng. Lúc có sóng, bấm lại").await;
    assert!(!lan.words().await.contains("64"));

    endpoint.come_back();
    lan.tap("Xem các lần ghi trước").await;
    lan.sees(&["64", LAN.name, "Dùng lại nội dung này"]).await;
    lan.screen("history-whole").await;
    lan.tap("Dùng lại nội dung này").await;
    lan.see("chưa vào sổ chung").await;
    lan.go_back().await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.reads(HOUSEHOLDS, "64").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    for phone in [&lan, &binh] {
        phone.complains_of_nothing().await;
    }
}
