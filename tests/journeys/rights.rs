//! A device whose right is taken away, and answers that are not the shared register's.

use crate::common::{
    AN, BINH, LAN, add_villages, begin_registration, open_section, open_village, revoke_all,
};
use journeys::{Endpoint, Engine, Invitation, Page, Phone, Site, journey};

journey!(a_revoked_device_keeps_its_work: Chromium, WebKit);
async fn a_revoked_device_keeps_its_work(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    phone.sees_all_shared().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã"]).await;
    revoke_all(&mut endpoint, &phone).await;
    phone.tap("Máy này không còn quyền vào sổ chung").await;
    phone
        .sees(&["Quyền của máy này đã bị thu hồi.", "Bản Pò Mã"])
        .await;
    phone.screen("revoked").await;
    let file = phone.offered_file("Lưu ra tệp").await;
    assert!(file.contains("Pò Mã"), "{file}");
    // Work goes on, and stays.
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    phone.reopen().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "64").await;
}

journey!(work_of_a_revoked_device_is_taken_along: Chromium, WebKit);
async fn work_of_a_revoked_device_is_taken_along(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.gets_signal().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    phone.writes(&[("Số hộ", "65")]).await;
    add_villages(&phone, &["Thôn Lặp Pịa"]).await;
    revoke_all(&mut endpoint, &phone).await;

    let lan = &endpoint.devices()[0];
    phone.takes(&endpoint.invite_again(lan)).await;
    phone.see("Còn việc của lần nhận sổ trước.").await;
    phone.screen("earlier-work").await;
    phone.tap("Chuyển sang sổ này").await;
    phone.see_gone("Còn việc của lần nhận sổ trước.").await;
    phone.sees_all_shared().await;
    phone.go_to_list("Thôn, bản").await;
    phone.sees_rows(&["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "65").await;
    phone.go_home().await;
    assert!(!phone.words().await.contains("cần xem lại"));
    phone.reopen().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    assert!(!phone.words().await.contains("lần nhận sổ trước"));
}

journey!(what_is_beyond_the_rights_of_now_is_offered_to_who_has_more: Chromium, WebKit);
async fn what_is_beyond_the_rights_of_now_is_offered_to_who_has_more(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    let form: String = phone.script("return location.pathname").await;
    phone.writes(&[("Số hộ", "64")]).await;
    add_villages(&phone, &["Thôn Lặp Pịa"]).await;
    revoke_all(&mut endpoint, &phone).await;

    // She comes back as the head of one of the two villages.
    let lan = endpoint.devices().remove(0);
    let device = lan["device"].as_str().expect("an id");
    let scope = format!("06541/{}", form.split('/').nth(2).expect("a record"));
    let of_village = [
        "--device",
        device,
        "--role",
        "villageHead",
        "--scope",
        &scope,
    ];
    endpoint.administrate(&[&["grant"], &of_village[..]].concat());
    endpoint.withdraw(&lan);
    phone.takes(&endpoint.invite_again(&lan)).await;
    takes_along(&phone).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "64").await;

    // And later as an official again.
    endpoint.grant(&lan);
    endpoint.administrate(&[&["withdraw"], &of_village[..]].concat());
    phone.takes(&endpoint.invite_again(&lan)).await;
    takes_along(&phone).await;
    phone.go_to_list("Thôn, bản").await;
    phone.sees_rows(&["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
}

journey!(a_register_restored_to_before_the_enrolment: Chromium);
async fn a_register_restored_to_before_the_enrolment(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let of_lan = endpoint.invite(LAN);
    let backup = endpoint.backup();
    let invited = endpoint.invite(AN);
    let an = Phone::new(engine, &endpoint).await;
    an.takes(&invited).await;
    an.is_ready_for_the_road().await;
    open_village(&an, "Bản Pò Mã").await;
    an.writes(&[("Số hộ", "64")]).await;
    an.go_home().await;
    an.sees_all_shared().await;
    endpoint.restore(&backup);
    is_not_known(&an).await;
    an.screen("not-known").await;
    let file = an.offered_file("Lưu ra tệp").await;
    assert!(file.contains("64"), "{file}");
    let code: String = an
        .script("return document.querySelector('p.code').innerText")
        .await;
    // It is so without a network, too, until something else is said.
    endpoint.kill();
    an.reopen().await;
    an.sees(&["Không còn biết máy này", "Bản Pò Mã"]).await;
    endpoint.come_back();
    an.goto(&invited.link).await;
    an.see("Hãy xin người phụ trách một lời mời mới").await;

    // Another of the same name gets nothing of it.
    let other = Invitation::official("06541", AN.name);
    an.enrol(&endpoint, other).await;
    assert!(!an.words().await.contains("lần nhận sổ trước"));
    an.go_to_list("Thôn, bản").await;
    an.see("Chưa có thôn nào").await;

    // The link opens in a tab of its own; the one that is open goes on by itself, too.
    an.tab("Khác").await;
    an.tap(&format!("Chuyển sang {}", AN.name)).await;
    an.status_says("Sổ chung không còn biết máy này").await;
    an.new_tab().await;
    let again = endpoint.invite_lost(&code, AN);
    an.takes(&again).await;
    an.sees_all_shared().await;
    an.switch_to_tab(0).await;
    an.gets_signal().await;
    an.sees_all_shared().await;
    an.switch_to_tab(1).await;
    open_village(&an, "Bản Pò Mã").await;
    an.reads("Số hộ", "64").await;
    let lan = Phone::new(engine, &endpoint).await;
    lan.takes(&of_lan).await;
    lan.sees_all_shared().await;
    lan.go_to_list("Thôn, bản").await;
    lan.sees_rows(&["Bản Pò Mã"]).await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.reads("Số hộ", "64").await;
    for phone in [&an, &lan] {
        phone.go_home().await;
        assert!(!phone.words().await.contains("cần xem lại"));
    }
    an.goto(&again.link).await;
    an.see("Máy này đã nhận sổ bằng lời mời này.").await;
}

journey!(an_invitation_is_open_again_after_a_restore: Chromium);
async fn an_invitation_is_open_again_after_a_restore(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let backup = endpoint.backup();
    let lan = Phone::new(engine, &endpoint).await;
    lan.takes(&invited).await;
    add_villages(&lan, &["Bản Pò Mã"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    endpoint.restore(&backup);
    is_not_known(&lan).await;
    // The link that she has always opened the register by.
    lan.takes(&invited).await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    binh.go_to_list("Thôn, bản").await;
    binh.sees_rows(&["Bản Pò Mã"]).await;
    lan.goto(&invited.link).await;
    lan.see("Máy này đã nhận sổ bằng lời mời này.").await;
}

/// The phone hears that the register does not know it any more, and says so.
async fn is_not_known(phone: &Phone) {
    let says = "Sổ chung không còn biết máy này";
    phone.gets_signal().await;
    phone.status_says(says).await;
    phone.tap(says).await;
    phone
        .sees(&["Những gì đã ghi vẫn còn trên máy.", "Bản Pò Mã"])
        .await;
    let words = phone.words().await;
    assert!(!words.contains("Mọi thay đổi đã vào"), "{words}");
}

/// Takes along what waits of an earlier enrolment; then nothing is offered any more.
async fn takes_along(phone: &Phone) {
    let offer = "Còn việc của lần nhận sổ trước.";
    phone.see(offer).await;
    phone.tap("Chuyển sang sổ này").await;
    phone.see_gone(offer).await;
    phone.sees_all_shared().await;
    phone.reopen().await;
    phone.sees_all_shared().await;
    assert!(!phone.words().await.contains(offer));
}

journey!(a_portal_is_not_the_shared_register: Chromium, WebKit);
async fn a_portal_is_not_the_shared_register(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    phone.is_ready_for_the_road().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã"]).await;
    let page = Page::html("<!doctype html><title>Wi-Fi</title><p>Mời đăng nhập");
    let mut portal = Site::at(endpoint.port(), [("/v1/sync".to_owned(), page)]);
    phone.gets_signal().await;
    let is_asked = async || portal.asked().iter().any(|path| path == "/v1/sync");
    journeys::wait_for("the portal is asked", is_asked).await;
    phone.go_home().await;
    phone.tap("chưa vào sổ chung").await;
    phone
        .sees(&["Chưa có mạng tới sổ chung.", "Bản Pò Mã"])
        .await;
    portal.die();
    endpoint.come_back();
    phone.gets_signal().await;
    phone.see("Mọi thay đổi đã vào sổ chung").await;
    phone.complains_of_nothing().await;
}

journey!(a_village_given_to_another_head: Chromium, WebKit);
async fn a_village_given_to_another_head(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let an = Phone::enrolled(engine, &endpoint, AN).await;
    an.go_to_list("Cá nhân").await;
    an.tap("Thêm người").await;
    open_section(&an, "Lý lịch").await;
    an.writes(&[("Họ và tên", "Triệu Tiến Phúc")]).await;
    an.go_home().await;
    an.sees_all_shared().await;
    an.is_ready_for_the_road().await;
    endpoint.kill();
    open_village(&an, "Bản Pò Mã").await;
    an.writes(&[("Số hộ", "64")]).await;

    let device = endpoint.devices().remove(0);
    endpoint.withdraw(&device);
    endpoint.come_back();
    let mai = Invitation {
        name: "Hoàng Thị Mai",
        ..AN
    };
    let mai = Phone::enrolled(engine, &endpoint, mai).await;
    an.go_home().await;
    an.gets_signal().await;
    an.status_says("Máy này không còn quyền vào sổ chung").await;
    // What he has not sent he can read and take out; the rest is no business of his any more.
    an.go_to_list("Cá nhân").await;
    an.see("Chưa có ai trong danh sách").await;
    an.go_to_list("Thôn, bản").await;
    an.sees_rows(&["Bản Pò Mã"]).await;
    an.reopen().await;
    an.sees_rows(&["Bản Pò Mã"]).await;
    an.go_home().await;
    an.tap("Máy này không còn quyền vào sổ chung").await;
    an.screen("withdrawn").await;
    let file = an.offered_file("Lưu ra tệp").await;
    assert!(file.contains("64") && !file.contains("Triệu"), "{file}");

    mai.go_to_list("Cá nhân").await;
    mai.sees_rows(&["Triệu Tiến Phúc"]).await;
    open_village(&mai, "Bản Pò Mã").await;
    mai.reads("Số hộ", "").await;

    endpoint.grant(&device);
    an.gets_signal().await;
    an.see("Mọi thay đổi đã vào sổ chung").await;
    an.go_to_list("Cá nhân").await;
    an.sees_rows(&["Triệu Tiến Phúc"]).await;
    mai.gets_signal().await;
    mai.reads("Số hộ", "64").await;
    for phone in [&an, &mai] {
        phone.complains_of_nothing().await;
    }
}

journey!(two_people_of_one_name_do_not_get_each_others_work: Chromium, WebKit);
async fn two_people_of_one_name_do_not_get_each_others_work(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    revoke_all(&mut endpoint, &phone).await;

    // Another official of the same name comes to the same phone.
    phone.enrol(&endpoint, LAN).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    let words = phone.words().await;
    assert!(!words.contains("lần nhận sổ trước"), "{words}");

    // What the first wrote is where it was, to be read.
    phone.tab("Khác").await;
    phone.tap("Chuyển sang Nông Thị Lan").await;
    phone
        .status_says("Máy này không còn quyền vào sổ chung")
        .await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "64").await;
}

/// The person may only read from now on; the phone hears of it when it asks.
fn may_only_read(endpoint: &Endpoint, who: &str) {
    let devices = endpoint.devices();
    let own = devices
        .iter()
        .find(|device| device["person"]["name"] == who)
        .expect("a device");
    let id = own["device"].as_str().expect("an id");
    for (command, role) in [("withdraw", LAN.role), ("grant", "viewer")] {
        let place = ["--device", id, "--role", role, "--scope", LAN.commune];
        endpoint.administrate(&[&[command], &place[..]].concat());
    }
}

journey!(what_could_not_enter_is_thrown_away_after_it_is_in_a_file: Chromium, WebKit);
async fn what_could_not_enter_is_thrown_away_after_it_is_in_a_file(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.is_ready_for_the_road().await;
    endpoint.stop();
    open_village(&phone, "Bản Pò Mã").await;
    phone
        .writes(&[("Số hộ", "64"), ("Số nhân khẩu", "250")])
        .await;
    phone.go_home().await;
    // Many fields of it are written at once: one change to a person.
    begin_registration(&phone, "Thôn Lặp Pịa").await;
    phone.see("Các phần").await;
    phone.go_home().await;
    phone.status_says("3 thay đổi chưa vào sổ chung").await;
    may_only_read(&endpoint, LAN.name);
    endpoint.come_back();
    phone.gets_signal().await;
    phone
        .status_says("3 thay đổi chưa ghi được vào sổ chung")
        .await;
    phone.tap("3 thay đổi chưa ghi được vào sổ chung").await;
    phone
        .sees(&["Chưa ghi được vào sổ chung: 2 phiếu", "không có quyền"])
        .await;
    phone.row_says("Bản Pò Mã", "2 thay đổi").await;
    phone.row_says("Thôn Lặp Pịa", "1 thay đổi").await;

    phone.tap("Bỏ những thay đổi này").await;
    phone.see("Bỏ 3 thay đổi chưa vào được sổ chung?").await;
    phone.screen("throw-away").await;
    let dead = "[...document.querySelectorAll('dialog[open] button')].at(-1).disabled";
    phone.wait_until(dead).await;
    let file = phone.offered_file("Lưu ra tệp").await;
    assert!(file.contains("250") && file.contains("64"), "{file}");
    phone.taps_in_dialog("Bỏ").await;
    phone.see("Mọi thay đổi đã vào sổ chung").await;
    phone.reopen().await;
    phone.see("Mọi thay đổi đã vào sổ chung").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.complains_of_nothing().await;
}
