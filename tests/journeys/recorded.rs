//! What phones and the endpoint kept after a day's work is opened by this release and gone on with,
//! whichever release it was. `RECORD=2026-11 cargo xtask test --browsers a_day_is_recorded` records
//! this release's.

use crate::common::{AN, BINH, LAN, add_villages, begin_registration, open_section, open_village};
use journeys::{Endpoint, Engine, Gallery, Invitation, Phone, Recording, journey};

/// Whose phones are recorded: Nông Thị Lan's, which Lý Văn Ân uses as well, and Chu Văn Bình's.
const SHARED: &str = "lan-and-an";
const SECOND: &str = "binh";

const HEAD: &str = "Họ và tên trưởng thôn";
const HOUSEHOLDS: &str = "Số hộ";
const PEOPLE: &str = "Số nhân khẩu";
const NOTE: &str = "Ghi chú";

/// As small as the phone would make it by itself.
const PHOTO: &str = "
const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [320, 240];
canvas.getContext('2d').fillRect(80, 60, 160, 120);
const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.6));
return [...new Uint8Array(await blob.arrayBuffer())];";

journey!(a_day_is_recorded: Chromium);
async fn a_day_is_recorded(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let gallery = Gallery::new();
    let made = Recording::in_folder(&gallery.folder().join("recording"));
    let (lan, binh) = the_morning(engine, &mut endpoint, &gallery).await;
    endpoint.stop();
    made.keep_register(&endpoint);
    hand_over(&binh, &lan, &gallery).await;
    the_afternoon(&lan, &gallery).await;
    made.keep_phone(SHARED, &lan).await;
    made.keep_phone(SECOND, &binh).await;
    drop((lan, binh));

    the_work_goes_on(&made, engine).await;
    if let Some(asked) = Recording::asked_for() {
        made.copy_to(&asked);
    }
}

journey!(recorded_days_go_on: Chromium, WebKit);
async fn recorded_days_go_on(engine: Engine) {
    let all = Recording::all();
    assert!(!all.is_empty(), "nothing is recorded");
    for recording in all {
        the_work_goes_on(&recording, engine).await;
    }
}

/// Until the signal is gone: a file is in the register, an edit was refused, a field has two values.
async fn the_morning(engine: Engine, endpoint: &mut Endpoint, gallery: &Gallery) -> (Phone, Phone) {
    let lan = Phone::enrolled(engine, endpoint, AN).await;
    lan.enrol(endpoint, LAN).await;
    lan.is_ready_for_the_road().await;
    add_villages(&lan, &["Thôn Lặp Pịa, Hoàng Thị A", "Khau Slao, 30 hộ"]).await;
    open_village(&lan, "Khau Slao").await;
    lan.attaches(&gallery.file("bien ban.pdf", b"%PDF-1.4\nBi\xc3\xaan b\xe1\xba\xa3n"))
        .await;
    lan.see("bien ban").await;
    add_person(&lan, "Triệu Tiến Phúc").await;
    lan.go_home().await;
    begin_registration(&lan, "Khau Slao").await;
    open_section(&lan, "A. Nội dung, chỉ tiêu thi đua").await;
    lan.adds_line("Thêm chỉ tiêu").await;
    lan.writes_in_line(1, &[("Chỉ tiêu", "Số hộ thoát nghèo")])
        .await;
    lan.may_hand_over().await;
    lan.go_home().await;
    lan.sees_all_shared().await;

    let binh = Phone::enrolled(engine, endpoint, BINH).await;
    binh.is_ready_for_the_road().await;
    binh.may_hand_over().await;
    refused(endpoint, &binh).await;

    endpoint.stop();
    for (phone, name) in [
        (&lan, "Hoàng Thị Ánh"),
        (&binh, "Hoàng Thị Ánh (tổ trưởng)"),
    ] {
        open_village(phone, "Thôn Lặp Pịa").await;
        phone.writes(&[(HEAD, name)]).await;
    }
    endpoint.come_back();
    for phone in [&lan, &binh, &lan] {
        phone.go_home().await;
        phone.gets_signal().await;
        phone
            .wait_for("nothing waits", async || {
                !phone.status().await.contains("thay đổi chưa vào sổ chung")
            })
            .await;
    }
    for phone in [&lan, &binh] {
        phone.row_says("1 chỗ cần xem lại", "Thôn Lặp Pịa").await;
    }
    (lan, binh)
}

async fn add_person(phone: &Phone, name: &str) {
    phone.go_to_list("Cá nhân").await;
    phone.tap("Thêm người").await;
    phone.taps_in_dialog("Chung của xã").await;
    open_section(phone, "Lý lịch").await;
    phone.writes(&[("Họ và tên", name)]).await;
}

/// For as long as he may only read, what he has written cannot enter.
async fn refused(endpoint: &mut Endpoint, binh: &Phone) {
    endpoint.stop();
    open_village(binh, "Thôn Lặp Pịa").await;
    binh.writes(&[(HOUSEHOLDS, "42")]).await;
    let role = |endpoint: &Endpoint, command, role| {
        let devices = endpoint.devices();
        let own = devices
            .iter()
            .find(|device| device["person"]["name"] == BINH.name);
        let device = own.and_then(|own| own["device"].as_str());
        let device = ["--device", device.expect("his device")];
        let place = ["--role", role, "--scope", BINH.commune];
        endpoint.administrate(&[&[command], &device[..], &place[..]].concat());
    };
    role(endpoint, "withdraw", BINH.role);
    role(endpoint, "grant", "viewer");
    endpoint.come_back();
    binh.go_home().await;
    binh.gets_signal().await;
    binh.status_says("1 thay đổi chưa ghi được vào sổ chung")
        .await;
    role(endpoint, "grant", BINH.role);
    role(endpoint, "withdraw", "viewer");
    // Until he hears of it he only reads.
    binh.gets_signal().await;
    open_village(binh, "Thôn Lặp Pịa").await;
    binh.field(HOUSEHOLDS).await;
    binh.go_home().await;
}

/// Bình has no signal for longer than Lan.
async fn hand_over(binh: &Phone, lan: &Phone, gallery: &Gallery) {
    open_village(binh, "Khau Slao").await;
    binh.writes(&[(PEOPLE, "120")]).await;
    binh.open("/chuyen-tay").await;
    let file = binh.offered_bytes("Làm tệp để chia sẻ").await;
    lan.open("/chuyen-tay").await;
    lan.attaches(&gallery.file("chuyen-tay.txt", &file)).await;
    lan.see("Đã nhận").await;
}

/// Without a signal: edits, a new village, a photo and a deletion wait, those of a second person, too;
/// a text is being typed.
async fn the_afternoon(lan: &Phone, gallery: &Gallery) {
    add_villages(lan, &["Nà Mìu, 25 hộ"]).await;
    lan.go_to_list("Cá nhân").await;
    lan.tap("Triệu Tiến Phúc").await;
    lan.tap("Xoá phiếu này").await;
    lan.see("Chưa có ai trong danh sách").await;
    lan.has_written().await;
    switch_to(lan, AN).await;
    open_village(lan, "Bản Pò Mã").await;
    lan.writes(&[(HOUSEHOLDS, "64")]).await;
    switch_to(lan, LAN).await;
    open_village(lan, "Khau Slao").await;
    lan.writes(&[(HOUSEHOLDS, "31")]).await;
    let photo: Vec<u8> = lan.script(PHOTO).await;
    lan.attaches(&gallery.file("nha van hoa.jpg", &photo)).await;
    lan.see("nha van hoa").await;
    lan.types(NOTE, "Họp thôn ngày 5, chưa gh").await;
    lan.is_typed("chưa gh").await;
    lan.has_written().await;
}

async fn switch_to(phone: &Phone, person: Invitation<'_>) {
    phone.go_home().await;
    phone.tab("Khác").await;
    phone.tap(&format!("Chuyển sang {}", person.name)).await;
    phone.see("Việc cần làm").await;
    phone.has_written().await;
}

/// This release shows what the phones held, takes edits, and all of it arrives.
async fn the_work_goes_on(recording: &Recording, engine: Engine) {
    let mut endpoint = recording.endpoint();
    endpoint.come_back();
    let lan = Phone::new(engine, &endpoint).await;
    let binh = Phone::new(engine, &endpoint).await;
    for phone in [&lan, &binh] {
        phone.open("/").await;
        phone.is_ready_for_the_road().await;
    }
    endpoint.stop();
    recording.put_on(SHARED, &lan).await;
    recording.put_on(SECOND, &binh).await;
    shows_what_it_held(&lan).await;
    binh.reopen().await;
    binh.status_says("1 thay đổi chưa ghi được vào sổ chung")
        .await;
    binh.status_says("1 thay đổi chưa vào sổ chung").await;
    binh.row_says("1 chỗ cần xem lại", "Thôn Lặp Pịa").await;

    // An edit on top of what was there: the text is written to its end, a conflict is settled.
    lan.open("/").await;
    open_village(&lan, "Khau Slao").await;
    lan.types_on(NOTE, "i lại").await;
    lan.leaves().await;
    lan.go_home().await;
    lan.tap("1 chỗ cần xem lại").await;
    lan.tap("Hoàng Thị Ánh (tổ trưởng)").await;
    lan.tap("Dùng nội dung này").await;
    lan.see("Không có chỗ nào cần xem lại").await;

    endpoint.come_back();
    lan.go_home().await;
    lan.gets_signal().await;
    lan.sees_all_shared().await;
    switch_to(&lan, AN).await;
    lan.gets_signal().await;
    lan.sees_all_shared().await;
    binh.gets_signal().await;
    binh.see_gone("chỗ cần xem lại").await;
    binh.tap("1 thay đổi chưa ghi được vào sổ chung").await;
    binh.sees(&["Chưa ghi được vào sổ chung: 1 phiếu", "Thôn Lặp Pịa"])
        .await;
    everything_has_arrived(engine, &endpoint).await;
    for phone in [&lan, &binh] {
        phone.complains_of_nothing().await;
    }
}

async fn shows_what_it_held(lan: &Phone) {
    lan.reopen().await;
    lan.status_says("chưa vào sổ chung").await;
    lan.status_says("1 ảnh, tệp chưa vào sổ chung").await;
    lan.status_says("mang giúp 1 thay đổi").await;
    lan.row_says("1 chỗ cần xem lại", "Thôn Lặp Pịa").await;
    open_village(lan, "Khau Slao").await;
    lan.reads(HOUSEHOLDS, "31").await;
    lan.reads(PEOPLE, "120").await;
    lan.reads(NOTE, "Họp thôn ngày 5, chưa gh").await;
    lan.wait_until("document.querySelector('.thumbnail img')?.naturalWidth > 0")
        .await;
    lan.sees(&["bien ban", "nha van hoa"]).await;
    lan.go_to_list("Cá nhân").await;
    lan.see("Chưa có ai trong danh sách").await;
    switch_to(lan, AN).await;
    open_village(lan, "Bản Pò Mã").await;
    lan.reads(HOUSEHOLDS, "64").await;
    switch_to(lan, LAN).await;
}

/// A phone that was not there sees everything.
async fn everything_has_arrived(engine: Engine, endpoint: &Endpoint) {
    let third = Invitation {
        name: "Vi Thị Hoa",
        ..LAN
    };
    let third = Phone::enrolled(engine, endpoint, third).await;
    third.go_to_list("Thôn, bản").await;
    third
        .sees_rows(&["Bản Pò Mã", "Thôn Khau Slao", "Thôn Lặp Pịa", "Thôn Nà Mìu"])
        .await;
    open_village(&third, "Thôn Lặp Pịa").await;
    third.reads(HEAD, "Hoàng Thị Ánh (tổ trưởng)").await;
    third.reads(HOUSEHOLDS, "").await;
    open_village(&third, "Bản Pò Mã").await;
    third.reads(HOUSEHOLDS, "64").await;
    open_village(&third, "Khau Slao").await;
    third.reads(HOUSEHOLDS, "31").await;
    third.reads(PEOPLE, "120").await;
    third.reads(NOTE, "Họp thôn ngày 5, chưa ghi lại").await;
    third.tap("nha van hoa").await;
    third
        .wait_until("document.querySelector('img.picture[data-whole=true]')?.naturalWidth === 320")
        .await;
    third.go_to_list("Cá nhân").await;
    third.see("Chưa có ai trong danh sách").await;
    third.complains_of_nothing().await;
}
