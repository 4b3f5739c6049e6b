//! The register is put back to a backup, and a phone that may only read still has what came after it.

use crate::common::{BINH, add_villages, official, open_village};
use crate::translated::TRANSLATE;
use journeys::{Endpoint, Engine, Invitation, Phone, journey};

const HANH: Invitation = Invitation {
    role: "viewer",
    commune: "06541",
    village: None,
    name: "Lương Thị Hạnh",
};

/// Nothing more has room on the phone.
const NO_ROOM: &str = "
window.put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function () {
  throw new DOMException('full', 'QuotaExceededError');
};";

async fn official_with_a_village(engine: Engine, endpoint: &Endpoint) -> Phone {
    let phone = official(engine, endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone
}

/// Where the register's backup of now lies.
pub fn backed_up(endpoint: &Endpoint) -> String {
    let backup = endpoint.data().join("backup").display().to_string();
    endpoint.administrate(&["backup", "--to", &backup]);
    backup
}

pub fn put_back(endpoint: &mut Endpoint, backup: &str) {
    endpoint.stop();
    endpoint.administrate(&["restore", "--replace", "--from", backup]);
    endpoint.come_back();
}

journey!(what_a_reader_tells_is_taken_or_turned_down: Chromium, WebKit);
async fn what_a_reader_tells_is_taken_or_turned_down(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = official_with_a_village(engine, &endpoint).await;
    let hanh = Phone::enrolled(engine, &endpoint, HANH).await;
    let backup = backed_up(&endpoint);
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Số hộ", "64"), ("Họ và tên trưởng thôn", "Lý Văn Ân")])
        .await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    hanh.reopen().await;
    open_village(&hanh, "Bản Pò Mã").await;
    hanh.see("64").await;
    hanh.go_home().await;

    // Her phone is gone, and with it who could bring it again.
    drop(lan);
    put_back(&mut endpoint, &backup);
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    hanh.reopen().await;
    hanh.sees_all_shared().await;
    // What her phone alone remembers does not look as if the register held it.
    open_village(&hanh, "Bản Pò Mã").await;
    hanh.see("64").await;
    hanh.see("theo máy của Lương Thị Hạnh").await;
    hanh.screen("told-here").await;
    binh.reopen().await;
    binh.sees_all_shared().await;
    binh.open("/xem-lai").await;
    binh.sees(&["Khôi phục từ máy của Lương Thị Hạnh", "64", "Lý Văn Ân"])
        .await;
    binh.screen("told").await;
    // What a section says and what its buttons do stay of one thing.
    binh.does(TRANSLATE, vec![]).await;
    // What could not be decided on waits on, and that is said.
    binh.does(NO_ROOM, vec![]).await;
    binh.tap("Không nhận").await;
    binh.see("Máy đã hết chỗ lưu.").await;
    binh.does("IDBObjectStore.prototype.put = window.put", vec![])
        .await;
    decides(&binh, "Họ và tên trưởng thôn", "Không nhận").await;
    decides(&binh, "Số hộ", "Nhận").await;
    binh.see("Không có chỗ nào cần xem lại").await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.holds("Số hộ", "64").await;
    binh.holds("Họ và tên trưởng thôn", "").await;
    binh.go_home().await;
    binh.sees_all_shared().await;

    // Nobody is asked again, and what was taken over is everybody's.
    let late = Phone::enrolled(engine, &endpoint, BINH).await;
    late.open("/xem-lai").await;
    late.see("Không có chỗ nào cần xem lại").await;
    open_village(&late, "Bản Pò Mã").await;
    late.holds("Số hộ", "64").await;
    late.complains_of_nothing().await;
    binh.complains_of_nothing().await;
}

journey!(what_another_phone_brought_back_says_so_until_its_author_comes: Chromium, WebKit);
async fn what_another_phone_brought_back_says_so_until_its_author_comes(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = official_with_a_village(engine, &endpoint).await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    let backup = backed_up(&endpoint);
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Số hộ", "64")]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    binh.reopen().await;
    binh.sees_all_shared().await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.holds("Số hộ", "64").await;
    assert_eq!(binh.note_under("Số hộ").await, "");

    // Her phone is off when the register is put back.
    lan.goto("about:blank").await;
    put_back(&mut endpoint, &backup);
    binh.reopen().await;
    let from = "Nông Thị Lan · theo máy của Chu Văn Bình · ";
    binh.sees_note("Số hộ", from).await;
    binh.holds("Số hộ", "64").await;
    binh.screen("told-field").await;
    let section: String = binh.script("return location.pathname").await;
    let record = section.split('/').nth(2).expect("a record");
    binh.open(&format!("/kiem-tra/{record}")).await;
    binh.see(&format!("64 hộ ({from}")).await;
    binh.screen("told-check").await;

    lan.open("/").await;
    lan.sees_all_shared().await;
    let from_herself = async || {
        binh.gets_signal().await;
        !binh.words().await.contains("theo máy của")
    };
    binh.wait_for("what her own phone brings", from_herself)
        .await;
    binh.see("64").await;
    binh.open(&section).await;
    binh.holds("Số hộ", "64").await;
    assert_eq!(binh.note_under("Số hộ").await, "");
    binh.complains_of_nothing().await;
}

/// Taps a button of what waits for a field, and waits until it waits no more.
async fn decides(phone: &Phone, field: &str, button: &str) {
    let section = format!(
        "[...document.querySelectorAll('main section')].find((one) => \
         one.textContent.includes('Bản Pò Mã · {field}'))"
    );
    phone.wait_until(&section).await;
    let tap = format!(
        "[...{section}.querySelectorAll('button')].find((one) => \
         one.innerText.trim() === '{button}').click()"
    );
    phone.does(&tap, vec![]).await;
    phone.wait_until(&format!("!{section}")).await;
}
