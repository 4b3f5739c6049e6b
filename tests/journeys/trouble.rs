//! The phone's storage in trouble: what was typed stays on the screen or goes out as a file, and
//! the person is told what to do.

use crate::common::{LAN, add_villages, official, open_village};
use journeys::{Endpoint, Engine, Gallery, Phone, Profile, journey};
use serde_json::{Value, json};

const NAME: &str = "Họ và tên trưởng thôn";

/// Notes the connection that the app uses, when it uses it next.
const CATCH: &str = "
const original = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...rest) {
  window.caught = this;
  return original.apply(this, rest);
};";

const DELETE_THE_STORE: &str = "
await new Promise((done, failed) => {
  const asked = indexedDB.deleteDatabase(JSON.parse(localStorage.store));
  asked.onsuccess = done;
  asked.onerror = failed;
});";

const OPEN_A_NEWER_STORE: &str = "
const database = await new Promise((done, failed) => {
  const asked = indexedDB.open(JSON.parse(localStorage.store), 9);
  asked.onupgradeneeded = () => asked.result.createObjectStore('novelty');
  asked.onsuccess = () => done(asked.result);
  asked.onerror = failed;
});
database.close();";

/// Makes the store what the first release left: its version, its tables, its rows.
const AS_THE_FIRST_RELEASE_LEFT_IT: &str = "
const name = JSON.parse(localStorage.store);
const ended = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = failed;
});
const tables = ['meta', 'base', 'overlay', 'refused', 'receipts', 'typing', 'summary'];
const now = await ended(indexedDB.open(name));
const kept = {};
for (const table of tables) {
  const store = now.transaction(table).objectStore(table);
  const [keys, rows] = [await ended(store.getAllKeys()), await ended(store.getAll())];
  kept[table] = keys.map((key, place) => [key, rows[place]]);
}
now.close();
await ended(indexedDB.deleteDatabase(name));
const asked = indexedDB.open(name, 1);
asked.onupgradeneeded = () => tables.forEach((table) => asked.result.createObjectStore(table));
const then = await ended(asked);
const writing = then.transaction(tables, 'readwrite');
for (const table of tables)
  for (const [key, row] of kept[table]) writing.objectStore(table).put(row, key);
await new Promise((done) => { writing.oncomplete = done; });
then.close();
// WebKit puts this page aside as soon as it is left, and what it is still closing stays open: it is
// closed when another has been opened after it.
(await ended(indexedDB.open(name))).close();";

async fn in_a_form(engine: Engine, endpoint: &Endpoint) -> Phone {
    let phone = official(engine, endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone
}

/// The endpoint is dead, and the record not in the shared register.
async fn in_a_form_that_waits(engine: Engine, endpoint: &mut Endpoint) -> Phone {
    let phone = official(engine, endpoint).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone
}

journey!(a_full_phone_keeps_what_is_typed: Chromium);
async fn a_full_phone_keeps_what_is_typed(_: Engine) {
    let endpoint = Endpoint::start();
    let profile = Profile::new();
    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.enrol(&endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.is_ready_for_the_road().await;
    phone.into_browser().close().await;

    // A browser that was not open yet has not reckoned with more room.
    let phone = Phone::of_profile(&profile, &endpoint).await;
    let origin = endpoint.url("");
    let quota = json!({ "origin": origin, "quotaSize": 1 });
    phone
        .devtools("Storage.overrideQuotaForOrigin", quota)
        .await;
    phone.open("/").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.see("Máy đã hết chỗ lưu.").await;
    phone.screen("storage-full").await;
    let file = phone.offered_file("Lưu phiếu này ra tệp").await;
    assert!(file.contains("Tên: Pò Mã"), "{file}");
    assert!(file.contains("Lý Văn Ân"), "{file}");
    assert_eq!(phone.value(NAME).await, "Lý Văn Ân");

    let again = json!({ "origin": origin });
    phone
        .devtools("Storage.overrideQuotaForOrigin", again)
        .await;
    phone.types(NAME, "Lý Văn Ấn").await;
    phone.leaves().await;
    phone.has_written().await;
    phone.reopen().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads(NAME, "Lý Văn Ấn").await;
}

journey!(on_a_full_phone_every_act_says_that_it_failed: Chromium);
async fn on_a_full_phone_every_act_says_that_it_failed(_: Engine) {
    let mut endpoint = Endpoint::start();
    let profile = Profile::new();
    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.enrol(&endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    let village = phone.script::<String>("return location.pathname").await;
    let gallery = Gallery::new();
    let photo = gallery.photo(&phone, "nha van hoa.jpg").await;
    phone.into_browser().close().await;

    let phone = Phone::of_profile(&profile, &endpoint).await;
    let quota = json!({ "origin": endpoint.url(""), "quotaSize": 1 });
    phone
        .devtools("Storage.overrideQuotaForOrigin", quota)
        .await;
    const FULL: &str = "Máy đã hết chỗ lưu. Việc vừa làm chưa được ghi";

    phone.open("/dan-danh-sach").await;
    phone
        .pastes(
            "Danh sách, mỗi dòng một thôn",
            "Thôn Khuổi Tẳng\nThôn Co Loi",
        )
        .await;
    phone.tap("Thêm 2 thôn").await;
    phone.see(FULL).await;
    phone.screen("paste-storage-full").await;
    phone.sees_title("Dán danh sách thôn").await;
    // With the way to what can be taken out.
    phone.tap("Lưu việc ra tệp").await;
    phone.see("Lưu ra tệp để phòng hỏng máy").await;

    phone.open("/khen-thuong/moi").await;
    phone.tap("Bản Pò Mã").await;
    phone.see(FULL).await;
    phone.screen("nomination-storage-full").await;

    phone.open("/thi-dua").await;
    phone.tap("Bản Pò Mã").await;
    phone.taps_in_dialog("Ghi mới từ đầu").await;
    phone.see(FULL).await;
    phone.sees_title("Thi đua").await;

    phone.open(&village).await;
    phone.tap("Xoá phiếu này").await;
    phone.see(FULL).await;
    // It is still there, and so is the person.
    phone.sees_title("Bản Pò Mã").await;
    phone.screen("deletion-storage-full").await;

    phone.open(&village).await;
    phone.attaches(&photo).await;
    phone.see(FULL).await;
    phone.open("/dia-ban/thon").await;
    phone.sees_rows(&["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
}

/// There is room for the letters of a field, and none for a change.
const ROOM_FOR_LETTERS_ONLY: &str = "
window.put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...rest) {
  if (this.name === 'overlay') throw new DOMException('full', 'QuotaExceededError');
  return window.put.apply(this, rest);
};";

journey!(a_save_that_fails_is_said_at_the_field_and_keeps_what_was_typed: Chromium, WebKit);
async fn a_save_that_fails_is_said_at_the_field_and_keeps_what_was_typed(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_form(engine, &endpoint).await;
    phone.does(ROOM_FOR_LETTERS_ONLY, vec![]).await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.leaves().await;
    phone.sees_note(NAME, "Máy đã hết chỗ lưu.").await;
    phone.screen("field-storage-full").await;
    phone.is_typed("Lý Văn Ân").await;
    phone.has_written().await;
    phone.reopen().await;
    phone.holds(NAME, "Lý Văn Ân").await;
    phone.sees_note(NAME, "được giữ lại").await;

    // Where there is room again it is saved like any other.
    phone.enter(NAME).await;
    phone.leaves().await;
    phone.has_written().await;
    phone.reopen().await;
    phone.reads(NAME, "Lý Văn Ân").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
}

journey!(a_browser_that_may_keep_nothing_says_what_to_allow: Chromium);
async fn a_browser_that_may_keep_nothing_says_what_to_allow(_: Engine) {
    let endpoint = Endpoint::start();
    let profile = Profile::new();
    // «Chặn tất cả cookie» in the browser's settings.
    let settings = json!({ "profile": { "default_content_setting_values": { "cookies": 2 } } });
    let folder = profile.folder().join("Default");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("Preferences"), settings.to_string()).expect("settings");
    let phone = Phone::of_profile(&profile, &endpoint).await;
    let invited = endpoint.invite(LAN);
    phone.goto(&invited.link).await;
    phone.see("Trình duyệt đang chặn lưu dữ liệu").await;
    phone.sees(&["cho phép trang này", "Mở lại sổ"]).await;
    assert!(!phone.words().await.contains("vẫn được giữ trên máy"));
    phone.screen("site-data-blocked").await;
}

journey!(a_lost_connection_is_made_again: Chromium, WebKit);
async fn a_lost_connection_is_made_again(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_form(engine, &endpoint).await;
    phone.script::<Value>(CATCH).await;
    phone.types(NAME, "Lý").await;
    phone.wait_until("window.caught").await;
    phone
        .script::<Value>("window.caught.close(); delete window.caught;")
        .await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.wait_until("window.caught").await;
    phone.leaves().await;
    phone.has_written().await;
    phone.reopen().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads(NAME, "Lý Văn Ân").await;
}

journey!(a_store_cleared_under_the_app_is_said: Chromium, WebKit);
async fn a_store_cleared_under_the_app_is_said(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_form(engine, &endpoint).await;
    phone.has_written().await;
    phone.script::<Value>(DELETE_THE_STORE).await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.see("Trình duyệt vừa xoá kho dữ liệu").await;
    phone.screen("store-gone").await;
    let file = phone.offered_file("Lưu phiếu này ra tệp").await;
    assert!(file.contains("Lý Văn Ân"), "{file}");
    phone.reload().await;
    phone.see("Kho dữ liệu trên máy đã trống").await;
}

journey!(a_store_of_a_newer_version_gives_out_what_waits: Chromium, WebKit);
async fn a_store_of_a_newer_version_gives_out_what_waits(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_form_that_waits(engine, &mut endpoint).await;
    phone.script::<Value>(OPEN_A_NEWER_STORE).await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.see("Sổ vừa được mở bằng phiên bản mới hơn").await;
    phone.reload().await;
    phone.see("Chưa mở được sổ trên máy này").await;
    phone.screen("store-newer").await;
    let file = phone
        .offered_file("Lưu những gì chưa vào sổ chung ra tệp")
        .await;
    assert!(file.contains("Pò Mã"), "{file}");
}

journey!(a_store_of_the_first_release_is_taken_over: Chromium, WebKit);
async fn a_store_of_the_first_release_is_taken_over(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_form_that_waits(engine, &mut endpoint).await;
    phone.types(NAME, "Lý Văn").await;
    phone.is_typed("Lý Văn").await;
    // A page of ours without the app, which would open its store.
    phone.goto(&endpoint.url("/icons/favicon.svg")).await;
    phone.script::<Value>(AS_THE_FIRST_RELEASE_LEFT_IT).await;
    phone.open("/").await;
    phone.status_says("chưa vào sổ chung").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads(NAME, "Lý Văn").await;
    phone.types_on(NAME, " Ân").await;
    phone.leaves().await;
    phone.has_written().await;

    endpoint.come_back();
    phone.go_home().await;
    phone.gets_signal().await;
    phone.sees_all_shared().await;
}

/// The saving of a text, which reads before it writes, never gets its answer, and goes on and on. (A sync
/// writes no typing.)
const CAUGHT_IN_THE_MIDDLE: &str = "
const get = IDBObjectStore.prototype.get;
IDBObjectStore.prototype.get = function (key) {
  const { mode, objectStoreNames } = this.transaction;
  if (window.goesOn || mode !== 'readwrite' || !objectStoreNames.contains('typing')) return get.call(this, key);
  const again = () => { window.goesOn = true; get.call(this, '').onsuccess = again; };
  again();
  return {};
};";

journey!(a_page_that_is_put_aside_holds_up_nothing: Chromium, WebKit);
/// The browser puts a page aside as it is, to be shown again on “back”: a transaction of it that stayed
/// open would hold up every later page of the register. (WebKit does so, and cannot be told when.)
async fn a_page_that_is_put_aside_holds_up_nothing(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_form(engine, &endpoint).await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.is_typed("Lý Văn Ân").await;
    phone.does(CAUGHT_IN_THE_MIDDLE, vec![]).await;
    phone.does("document.activeElement.blur()", vec![]).await;
    phone.wait_until("window.goesOn").await;
    phone
        .does(
            "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
            vec![],
        )
        .await;
    // Another page comes through, and finds what was typed.
    phone.has_written().await;
    phone.reopen().await;
    phone.holds(NAME, "Lý Văn Ân").await;
    phone.see("được giữ lại").await;
    phone.types(NAME, "Lý Văn Ân").await;
    phone.leaves().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
}
