//! A phone that is reported lost, and found again by its person.

use crate::common::{LAN, add_villages, open_village};
use journeys::{Endpoint, Engine, Phone, journey};

journey!(a_lost_phone_shows_nothing_and_its_person_loses_nothing: Chromium, WebKit);
async fn a_lost_phone_shows_nothing_and_its_person_loses_nothing(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    let lan = endpoint.devices().remove(0);
    endpoint.revoke_as_lost(lan["device"].as_str().expect("a device has an id"));
    endpoint.come_back();
    phone.gets_signal().await;
    phone.see("Máy này đã được báo mất").await;
    phone.screen("lost").await;
    for _ in 0..2 {
        let words = phone.words().await;
        assert!(
            !words.contains("Pò Mã") && !words.contains("Lưu"),
            "{words}"
        );
        phone.reopen().await;
        phone.see("Máy này đã được báo mất").await;
    }
    // Lan has it in her hands again.
    phone.takes(&endpoint.invite_again(&lan)).await;
    phone.see("Còn việc của lần nhận sổ trước.").await;
    phone.tap("Chuyển sang sổ này").await;
    phone.see_gone("Còn việc của lần nhận sổ trước.").await;
    phone.sees_all_shared().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "64").await;
}
