//! A phone whose storage was copied to another, as when it is set up anew from a backup of the phone.

use crate::common::{LAN, add_villages, open_village};
use crate::told::{backed_up, put_back};
use journeys::{Endpoint, Engine, Gallery, Phone, Recording, journey};

/// The second module, which makes and proves keys, does not come to this page.
const ALONE: &str = "window.Worker = class { constructor() { throw new Error('not here'); } }";

journey!(a_copied_phone_goes_on_under_an_id_made_from_its_key: Chromium, WebKit);
/// The register is put back to before it knew the phone's key, so that the new id has to be proved.
async fn a_copied_phone_goes_on_under_an_id_made_from_its_key(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = Phone::new(engine, &endpoint).await;
    lan.goto(&endpoint.invite(LAN).link).await;
    lan.does(ALONE, vec![]).await;
    lan.tap("Nhận sổ trên máy này").await;
    lan.see("Việc cần làm").await;
    lan.sees_all_shared().await;
    let without_key = backed_up(&endpoint);
    lan.reopen().await;
    lan.is_ready_for_the_road().await;
    lan.may_hand_over().await;
    add_villages(&lan, &["Bản Pò Mã, Lý Văn Ân, 64 hộ"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let copy = Phone::new(engine, &endpoint).await;
    copy.open("/").await;
    copy.is_ready_for_the_road().await;
    put_back(&mut endpoint, &without_key);
    endpoint.stop();
    let gallery = Gallery::new();
    let storage = Recording::in_folder(&gallery.folder().join("storage"));
    storage.keep_phone("lan", &lan).await;
    storage.put_on("lan", &copy).await;
    copy.reopen().await;
    lan.reopen().await;
    lan.does(ALONE, vec![]).await;

    // Both write under one id, and give one number twice.
    for (phone, field, value) in [
        (&lan, "Số hộ", "65"),
        (&copy, "Họ và tên trưởng thôn", "Triệu Tiến Phúc"),
    ] {
        open_village(phone, "Bản Pò Mã").await;
        phone.writes(&[(field, value)]).await;
        phone.go_home().await;
    }
    endpoint.come_back();
    for phone in [&lan, &copy] {
        phone.gets_signal().await;
        phone.sees_all_shared().await;
    }
    // The new id says by itself whose it is: the register took it with the key's proof only.
    storage.keep_phone("copy", &copy).await;
    let kept = storage.text("copy");
    let id = kept.split("\"device\",").nth(1).expect("the phone's id");
    assert!(id.trim_start().starts_with("\"\\\"_"), "{}", &id[..60]);

    // What it writes now enters under that id.
    open_village(&copy, "Bản Pò Mã").await;
    copy.writes(&[("Số nhân khẩu", "270")]).await;
    copy.go_home().await;
    copy.sees_all_shared().await;
    let third = Phone::enrolled(engine, &endpoint, LAN).await;
    open_village(&third, "Bản Pò Mã").await;
    third.holds("Số hộ", "65").await;
    third
        .holds("Họ và tên trưởng thôn", "Triệu Tiến Phúc")
        .await;
    third.holds("Số nhân khẩu", "270").await;
    // The copy was told once that its id is not proved, which its browser notes.
    for phone in [&lan, &third] {
        phone.complains_of_nothing().await;
    }
}
