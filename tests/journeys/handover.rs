//! Work passed on without a network: as a file with and without a passphrase, as a moving QR code;
//! by somebody who may read it, and by somebody who may not.

use crate::common::{AN, BINH, DUA, LAN, add_villages, official, open_village};
use journeys::{Endpoint, Engine, Film, Gallery, Phone, Profile, journey};

/// Two officials of one commune without a signal; the first has written something.
async fn two_without_signal(engine: Engine, endpoint: &mut Endpoint) -> (Phone, Phone) {
    let lan = official(engine, endpoint).await;
    add_villages(&lan, &["Bản Pò Mã, Lý Văn Ân, 64 hộ"]).await;
    lan.is_ready_for_the_road().await;
    lan.may_hand_over().await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, endpoint, BINH).await;
    binh.is_ready_for_the_road().await;
    binh.may_hand_over().await;
    endpoint.kill();
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Họ và tên trưởng thôn", "Triệu Tiến Phúc")])
        .await;
    lan.go_home().await;
    (lan, binh)
}

async fn opens_hand_over(phone: &Phone) {
    phone.open("/so-chung").await;
    phone.tap("Chuyển tay").await;
    phone.sees_title("Chuyển tay").await;
}

journey!(work_goes_as_a_file_by_another_phone: Chromium, WebKit);
async fn work_goes_as_a_file_by_another_phone(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = two_without_signal(engine, &mut endpoint).await;
    let gallery = Gallery::new();
    opens_hand_over(&lan).await;
    lan.see("1 thay đổi của 1 phiếu chưa vào sổ chung").await;
    let file = lan.offered_bytes("Làm tệp để chia sẻ").await;
    lan.see("Tệp đã sẵn sàng").await;
    lan.screen("hand-over-give").await;

    opens_hand_over(&binh).await;
    binh.attaches(&gallery.file("chuyen-tay.txt", &file)).await;
    binh.sees(&["Đã nhận", "1 thay đổi mới"]).await;
    binh.screen("hand-over-taken").await;
    // Twice is once.
    binh.attaches(&gallery.file("chuyen-tay.txt", &file)).await;
    binh.sees(&["Không có gì mới", "1 thay đổi đã có từ trước"])
        .await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.holds("Họ và tên trưởng thôn", "Triệu Tiến Phúc").await;
    binh.go_home().await;
    binh.status_says("mang giúp 1 thay đổi").await;
    binh.open("/so-chung").await;
    binh.sees(&["Mang giúp người khác", "Bản Pò Mã"]).await;
    binh.screen("hand-over-carried").await;

    // He rides to where there is a signal; her phone stays behind.
    lan.open("/so-chung").await;
    lan.see("Chưa có mạng tới sổ chung").await;
    endpoint.come_back();
    binh.gets_signal().await;
    binh.see_gone("Mang giúp người khác").await;
    let third = Phone::enrolled(engine, &endpoint, LAN).await;
    open_village(&third, "Bản Pò Mã").await;
    third
        .holds("Họ và tên trưởng thôn", "Triệu Tiến Phúc")
        .await;

    // Hers says the same again, and nothing is there twice.
    lan.gets_signal().await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.holds("Họ và tên trưởng thôn", "Triệu Tiến Phúc").await;
    for phone in [&lan, &binh, &third] {
        phone.complains_of_nothing().await;
    }
}

journey!(who_is_long_without_a_signal_is_told_of_it: Chromium, WebKit);
async fn who_is_long_without_a_signal_is_told_of_it(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, _) = two_without_signal(engine, &mut endpoint).await;
    assert!(!lan.words().await.contains("chờ mạng đã lâu"));
    // Three days later.
    lan.does(
        "const now = Date.now; Date.now = () => now() + 3 * 24 * 60 * 60 * 1000",
        vec![],
    )
    .await;
    lan.tab("Thi đua").await;
    lan.tab("Trang chủ").await;
    lan.see("1 thay đổi chờ mạng đã lâu").await;
    lan.screen("hand-over-home").await;
    lan.tap("chờ mạng đã lâu").await;
    lan.sees_title("Chuyển tay").await;
}

/// A share sheet, as phones have one and browsers under a driver have not.
const SHARE_SHEET: &str = "
navigator.canShare = ({ files }) => files.length === 1;
navigator.share = async ({ files: [file] }) => {
  window.shared = [file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]];
}";

journey!(the_share_sheet_is_given_the_file: Chromium, WebKit);
async fn the_share_sheet_is_given_the_file(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, _) = two_without_signal(engine, &mut endpoint).await;
    opens_hand_over(&lan).await;
    lan.does(SHARE_SHEET, vec![]).await;
    let made = lan.offered_bytes("Làm tệp để chia sẻ").await;
    lan.tap("Chia sẻ tệp").await;
    lan.wait_until("window.shared").await;
    let (name, kind, content): (String, String, Vec<u8>) = lan.script("return window.shared").await;
    assert!(name.starts_with("so-thi-dua-chuyen-tay-2") && name.ends_with(".txt"));
    assert_eq!((kind.as_str(), content), ("text/plain", made));
}

journey!(a_file_may_have_a_passphrase: Chromium, WebKit);
async fn a_file_may_have_a_passphrase(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = two_without_signal(engine, &mut endpoint).await;
    let gallery = Gallery::new();
    opens_hand_over(&lan).await;
    lan.types("Mật khẩu của tệp (không bắt buộc)", "ngắn").await;
    lan.tap("Làm tệp để chia sẻ").await;
    lan.see("Mật khẩu cần ít nhất 8 chữ, số").await;
    lan.types("Mật khẩu của tệp (không bắt buộc)", "núi Mẫu Sơn")
        .await;
    let file = lan.offered_bytes("Làm tệp để chia sẻ").await;
    assert!(file.starts_with(b"SO-THI-DUA 1 sealed "));

    opens_hand_over(&binh).await;
    binh.attaches(&gallery.file("chuyen-tay.txt", &file)).await;
    binh.see("Tệp này có mật khẩu").await;
    binh.types("Mật khẩu của tệp", "núi Phia Pò").await;
    binh.tap("Mở tệp").await;
    binh.see("Mật khẩu chưa đúng").await;
    binh.screen("hand-over-sealed").await;
    binh.types("Mật khẩu của tệp", "núi Mẫu Sơn").await;
    binh.tap("Mở tệp").await;
    binh.sees(&["Đã nhận", "1 thay đổi mới"]).await;
}

journey!(a_bad_file_changes_nothing: Chromium, WebKit);
async fn a_bad_file_changes_nothing(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = two_without_signal(engine, &mut endpoint).await;
    let gallery = Gallery::new();
    opens_hand_over(&lan).await;
    let file = lan.offered_bytes("Làm tệp để chia sẻ").await;
    opens_hand_over(&binh).await;
    let mut altered = file.clone();
    *altered.last_mut().expect("a byte") ^= 1;
    let newer = [b"SO-THI-DUA 9 plain 1 ".as_slice(), &[b'x'; 43], b" 1\nx"].concat();
    let files: [(&[u8], &str); 5] = [
        (b"", "Tệp này trống"),
        (b"Danh sach thon", "không phải tệp chuyển tay"),
        (&file[..file.len() - 1], "bị thiếu phần cuối"),
        (&altered, "bị thay đổi hoặc hỏng"),
        (&newer, "phiên bản mới hơn"),
    ];
    for (content, why) in files {
        binh.attaches(&gallery.file("xau.txt", content)).await;
        binh.see(why).await;
        binh.see("Trên máy này không có gì thay đổi").await;
    }
    binh.screen("hand-over-bad").await;
    binh.go_home().await;
    assert!(!binh.status().await.contains("mang giúp"));
    open_village(&binh, "Bản Pò Mã").await;
    binh.holds("Họ và tên trưởng thôn", "Lý Văn Ân").await;
}

journey!(who_may_not_read_carries_all_the_same: Chromium, WebKit);
async fn who_may_not_read_carries_all_the_same(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, _) = two_without_signal(engine, &mut endpoint).await;
    endpoint.come_back();
    let dua = Phone::enrolled(engine, &endpoint, DUA).await;
    dua.is_ready_for_the_road().await;
    endpoint.kill();
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Số hộ", "66")]).await;
    let gallery = Gallery::new();
    opens_hand_over(&lan).await;
    let file = lan.offered_bytes("Làm tệp để chia sẻ").await;
    opens_hand_over(&dua).await;
    dua.attaches(&gallery.file("chuyen-tay.txt", &file)).await;
    dua.sees(&[
        "Đã nhận",
        "của nơi khác: máy này chỉ mang giúp, không xem được",
    ])
    .await;
    dua.go_to_list("Thôn, bản").await;
    assert!(dua.row_titles().await.is_empty());
    dua.open("/so-chung").await;
    dua.see("là việc của nơi khác, máy này không xem được")
        .await;
    dua.screen("hand-over-of-elsewhere").await;
    assert!(!dua.words().await.contains("Bản Pò Mã"));

    endpoint.come_back();
    dua.gets_signal().await;
    dua.see_gone("Mang giúp người khác").await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.holds("Số hộ", "66").await;
    assert!(!dua.kept_words().await.contains("Bản Pò Mã"));
}

journey!(work_goes_as_a_moving_code: Chromium);
async fn work_goes_as_a_moving_code(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = official(engine, &endpoint).await;
    add_villages(&lan, &["Bản Pò Mã, Lý Văn Ân, 64 hộ"]).await;
    lan.is_ready_for_the_road().await;
    lan.may_hand_over().await;
    let profile = Profile::new();
    let head = Phone::of_profile(&profile, &endpoint).await;
    head.enrol(&endpoint, AN).await;
    head.is_ready_for_the_road().await;
    head.into_browser().close().await;
    endpoint.kill();

    // The head's phone holds his village and nothing else: he carries what he cannot see.
    add_villages(
        &lan,
        &["Thôn Lặp Pịa, Hoàng Thị Ánh, 41 hộ", "Khau Slao, 30 hộ"],
    )
    .await;
    opens_hand_over(&lan).await;
    lan.tap("Hiện mã QR cho máy kia quét").await;
    lan.see("Mã 1/").await;
    lan.screen("hand-over-code").await;
    let film = Film::of_the_code_on(&lan).await;
    lan.go_back().await;
    lan.sees_title("Chuyển tay").await;

    let head = Phone::with(film.before_the_camera_of(&profile).await, &endpoint);
    head.open("/chuyen-tay").await;
    head.tap("Quét mã QR của máy kia").await;
    head.see("Đã quét").await;
    head.screen("hand-over-scan").await;
    head.sees(&["Đã nhận", "của nơi khác"]).await;
    head.screen("hand-over-scanned").await;
    endpoint.come_back();
    head.gets_signal().await;
    head.tap("Sổ chung").await;
    head.see("Mọi thay đổi đã vào sổ chung").await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    binh.go_to_list("Thôn, bản").await;
    binh.sees(&["Bản Pò Mã", "Thôn Lặp Pịa", "Khau Slao"]).await;
    head.complains_of_nothing().await;
    lan.complains_of_nothing().await;
}

journey!(without_a_camera_there_is_the_file: WebKit);
async fn without_a_camera_there_is_the_file(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.open("/chuyen-tay/quet").await;
    phone.see("Hãy nhận bằng tệp").await;
    phone.screen("hand-over-no-camera").await;
    phone.go_back().await;
    phone.see("Chọn tệp đã nhận").await;
}
