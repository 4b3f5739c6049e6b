//! Photos of evidence and scanned pages: kept on the phone, sent after the records, goes on where it
//! was cut off.

use crate::common::{BINH, add_villages, official, open_village};
use journeys::{Endpoint, Engine, Gallery, Phone, WRITTEN_BY_CAMERA, journey};
use serde_json::Value;

/// The preview stands in the same place until the whole has been read.
const WHOLE: &str = "((image) => image?.complete && image.naturalHeight > 192)(document.querySelector('img.picture[data-whole=true]'))";

/// Width and height of the whole picture, and its colours at the top and at the bottom.
const SEEN: &str = "
const image = document.querySelector('img.picture');
const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
const context = canvas.getContext('2d');
context.drawImage(image, 0, 0);
const red = (y) => { const [r, , b] = context.getImageData(500, y, 1, 1).data; return r > b ? 'red' : 'blue'; };
return [image.naturalWidth, image.naturalHeight, red(100), red(image.naturalHeight - 100)].join(' ');";

async fn in_a_village(engine: Engine, endpoint: &Endpoint) -> Phone {
    let phone = official(engine, endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.is_ready_for_the_road().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone
}

async fn sees_the_whole_picture(phone: &Phone) {
    // A thumbnail stands in its place as long as the whole is being read.
    phone.wait_until(WHOLE).await;
    phone
        .wait_for("the whole picture, upright", async || {
            phone.script::<String>(SEEN).await == "1024 2048 red blue"
        })
        .await;
}

journey!(a_photo_goes_after_the_records: Chromium, WebKit);
async fn a_photo_goes_after_the_records(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_village(engine, &endpoint).await;
    let gallery = Gallery::new();
    let photo = gallery.photo(&phone, "nha van hoa.jpg").await;
    endpoint.kill();

    phone.attaches(&photo).await;
    phone.see("nha van hoa").await;
    phone.see("Chưa vào sổ chung").await;
    phone.screen("files-waiting").await;
    phone.reopen().await;
    phone.tap("nha van hoa").await;
    sees_the_whole_picture(&phone).await;
    phone.writes(&[("Tên ảnh, tệp", "Nhà văn hoá thôn")]).await;
    phone.screen("file").await;
    let kept = phone.kept_words().await;
    assert!(kept.contains("Nhà văn hoá thôn") && !kept.contains(WRITTEN_BY_CAMERA));
    phone.go_home().await;
    phone.status_says("1 ảnh, tệp chưa vào sổ chung").await;

    endpoint.come_back();
    phone.gets_signal().await;
    phone.sees_all_shared().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.see("Nhà văn hoá thôn").await;
    phone.see_gone("Chưa vào sổ chung").await;

    let other = Phone::enrolled(engine, &endpoint, BINH).await;
    other.is_ready_for_the_road().await;
    open_village(&other, "Bản Pò Mã").await;
    other
        .wait_until("document.querySelector('.thumbnail img')?.naturalWidth > 0")
        .await;
    other.tap("Nhà văn hoá thôn").await;
    sees_the_whole_picture(&other).await;
    endpoint.kill();
    other.reopen().await;
    sees_the_whole_picture(&other).await;
    other.complains_of_nothing().await;
    phone.complains_of_nothing().await;
}

/// Notes each part that goes, and lets none go beyond the third until it is told to.
const WATCH_PARTS: &str = "
window.parts = [];
const original = window.fetch;
window.fetch = async (request, options) => {
  if (request.method === 'PATCH') {
    if (window.parts.length === 3) await new Promise(() => {});
    window.parts.push(Number(request.headers.get('upload-offset')));
  }
  return original.call(window, request, options);
};";

journey!(a_photo_goes_on_where_it_was_cut_off: Chromium, WebKit);
async fn a_photo_goes_on_where_it_was_cut_off(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_village(engine, &endpoint).await;
    let gallery = Gallery::new();
    let photo = gallery.photo(&phone, "bien ban.jpg").await;
    phone.script::<Value>(WATCH_PARTS).await;
    phone.attaches(&photo).await;
    phone.wait_until("window.parts.length === 3").await;
    // The third part may be under way; what comes after it never goes.
    let held = "performance.getEntriesByType('resource').filter((e) => e.name.includes('/v1/files/')).length >= 3";
    phone.wait_until(held).await;
    endpoint.kill();
    phone.reopen().await;
    phone.see("Chưa vào sổ chung").await;
    phone.script::<Value>(WATCH_PARTS).await;
    endpoint.come_back();
    phone.gets_signal().await;
    phone.wait_until("window.parts.length > 0").await;
    let first = phone.script::<u64>("return window.parts[0]").await;
    assert_eq!(first, 3 * 64 * 1024, "it goes on after the third part");
}

journey!(files_wait_if_the_person_says_so: Chromium, WebKit);
async fn files_wait_if_the_person_says_so(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_village(engine, &endpoint).await;
    let gallery = Gallery::new();
    let photo = gallery.photo(&phone, "giay khen.jpg").await;
    phone.attaches(&photo).await;
    phone.see("giay khen").await;
    phone.see_gone("Chưa vào sổ chung").await;

    phone.open("/so-chung").await;
    phone.see("Mọi ảnh, tệp trên máy này đã vào sổ chung").await;
    phone.see("Đã tới sổ chung").await;
    phone.tap("Để sau").await;
    open_village(&phone, "Bản Pò Mã").await;
    let page = gallery.file("bien ban.pdf", b"%PDF-1.4\nBi\xc3\xaan b\xe1\xba\xa3n");
    phone.attaches(&page).await;
    phone.see("bien ban").await;
    phone.see("Chưa vào sổ chung").await;
    phone
        .script::<Value>(
            "document.querySelector('.thumbnails').scrollIntoView({ block: 'center' })",
        )
        .await;
    phone.screen("files").await;
    phone.open("/so-chung").await;
    phone.see("1 ảnh, tệp chưa vào sổ chung").await;
    phone.see("Đã tới sổ chung").await;
    phone.screen("files-later").await;
    phone.tap("Gửi ngay").await;
    phone.see("Mọi ảnh, tệp trên máy này đã vào sổ chung").await;

    let other = Phone::enrolled(engine, &endpoint, BINH).await;
    open_village(&other, "Bản Pò Mã").await;
    other.tap("bien ban").await;
    other.see("Lưu tệp ra máy").await;
}

journey!(a_file_without_an_ending_is_known_by_its_first_bytes: Chromium, WebKit);
async fn a_file_without_an_ending_is_known_by_its_first_bytes(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_village(engine, &endpoint).await;
    let gallery = Gallery::new();
    phone
        .attaches(&gallery.file("quyet dinh so 15", b"%PDF-1.4\nQuyet dinh"))
        .await;
    phone.see("quyet dinh so 15").await;
    phone.see_gone("Chưa vào sổ chung").await;
    phone
        .attaches(&gallery.file("ghi chep", b"khong phai anh"))
        .await;
    phone.see("«ghi chep»: chỉ nhận ảnh và tệp PDF").await;
    let photo = gallery.photo(&phone, "anh chup").await;
    phone.attaches(&photo).await;
    phone.see("anh chup").await;
}

journey!(a_file_that_is_not_taken_says_why: Chromium, WebKit);
async fn a_file_that_is_not_taken_says_why(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = in_a_village(engine, &endpoint).await;
    let gallery = Gallery::new();
    phone
        .attaches(&gallery.file("danh sach.txt", b"Ban Po Ma"))
        .await;
    phone.see("«danh sach.txt»: chỉ nhận ảnh và tệp PDF").await;
    phone
        .attaches(&gallery.file("gia.jpg", b"khong phai anh"))
        .await;
    phone.see("«gia.jpg»: máy không đọc được tệp này").await;
    phone
        .attaches(&gallery.file("gia.pdf", b"khong phai PDF"))
        .await;
    phone.see("«gia.pdf»: chỉ nhận ảnh và tệp PDF").await;
    let large = [b"%PDF-1.4".as_slice(), &vec![b' '; 10 * 1024 * 1024]].concat();
    phone.attaches(&gallery.file("to.pdf", &large)).await;
    phone.see("«to.pdf»: tệp lớn hơn 10 MB").await;
    phone.screen("files-refused").await;
    assert!(
        !phone
            .script::<bool>("return Boolean(document.querySelector('.thumbnail'))")
            .await
    );

    let photo = gallery.photo(&phone, "that.jpg").await;
    phone.attaches(&photo).await;
    phone.tap("that").await;
    sees_the_whole_picture(&phone).await;
    phone.tap("Xoá ảnh, tệp này").await;
    phone.see("Đã xoá that").await;
    phone
        .wait_until("!document.querySelector('.thumbnail')")
        .await;
    phone.tap("Hoàn tác").await;
    phone
        .wait_until("document.querySelector('.thumbnail img')")
        .await;

    phone.tap("that").await;
    sees_the_whole_picture(&phone).await;
    let address = phone.script::<String>("return location.pathname").await;
    phone.tap("Xoá ảnh, tệp này").await;
    phone.see("Đã xoá that").await;
    phone.open(&address).await;
    phone.see("Ảnh, tệp này đã bị xoá").await;
    phone.tap("Khôi phục").await;
    sees_the_whole_picture(&phone).await;
    phone.complains_of_nothing().await;
}
