//! A day without a signal: everything can be done, and everything stays.

use crate::common::{
    LAN, add_villages, begin_registration, in_a_village_without_signal, official, open_section,
    open_village,
};
use journeys::{Endpoint, Engine, Phone, Profile, journey};

journey!(everything_can_be_done_without_a_signal: Chromium, WebKit);
async fn everything_can_be_done_without_a_signal(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    phone.open("/").await;
    phone.sees_title("Xã Mẫu Sơn").await;
    phone.screen("home-offline").await;
    do_everything(&phone).await;
    phone.reopen().await;
    see_everything(&phone).await;
    phone.go_home().await;
    phone.status_says("Đã lưu trên máy").await;
    phone.status_says("thay đổi chưa vào sổ chung").await;
    phone.tap("Đã lưu trên máy").await;
    phone
        .sees(&[
            "Chưa có mạng tới sổ chung. Mọi việc vẫn làm được.",
            "Sẽ tự vào sổ chung khi máy có mạng.",
        ])
        .await;
    // A record is one row: what it is, how many changes; a tap opens it.
    phone.row_says("Triệu Tiến Phúc", "thay đổi").await;
    phone.row_says("Bản Pò Mã", "Thôn, bản").await;
    let titles = phone.row_titles().await;
    let once = |title: &str| titles.iter().filter(|one| *one == title).count();
    assert_eq!(once("Hồ sơ của xã"), 1, "{titles:?}");
    phone.screen("waiting").await;
    phone.tap("Hồ sơ của xã").await;
    phone.see("Các phần").await;
    phone.go_back().await;
    phone.see("Đang chờ trên máy").await;
    phone.complains_of_nothing().await;
}

journey!(a_killed_browser_keeps_everything: Chromium);
async fn a_killed_browser_keeps_everything(_: Engine) {
    let mut endpoint = Endpoint::start();
    let profile = Profile::new();
    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.enrol(&endpoint, LAN).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    phone.open("/").await;
    do_everything(&phone).await;
    phone.kill_tab();
    drop(phone);

    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.open("/").await;
    see_everything(&phone).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "65")]).await;
    phone.into_browser().kill();

    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.open("/").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "65").await;
    phone.writes(&[("Số hộ", "66")]).await;
    phone.into_browser().close().await;

    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.open("/").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Số hộ", "66").await;
    see_everything(&phone).await;
}

async fn do_everything(phone: &Phone) {
    add_villages(phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    open_village(phone, "Bản Pò Mã").await;
    phone
        .writes(&[("Họ và tên trưởng thôn", "Lý Văn Ân")])
        .await;

    phone.go_home().await;
    phone.tap("Hồ sơ của xã").await;
    open_section(phone, "Người đứng đầu").await;
    phone
        .writes(&[("Họ và tên người ký văn bản", "Hoàng Văn Thụ")])
        .await;

    phone.go_to_list("Cá nhân").await;
    phone.tap("Thêm người").await;
    phone.taps_in_dialog("Bản Pò Mã").await;
    open_section(phone, "Lý lịch").await;
    phone.writes(&[("Họ và tên", "Triệu Tiến Phúc")]).await;

    phone.go_home().await;
    begin_registration(phone, "Bản Pò Mã").await;
    open_section(phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.adds_line("Thêm chỉ tiêu").await;
    phone
        .writes_in_line(1, &[("Chỉ tiêu", "Số hộ thoát nghèo")])
        .await;

    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Đề nghị mới").await;
    phone.search("phuc").await;
    phone.tap("Triệu Tiến Phúc").await;
    open_section(phone, "1. Thành tích").await;
    phone
        .writes(&[(
            "Thành tích, công trạng đạt được",
            "Hiến 500 m² đất làm đường.",
        )])
        .await;
}

async fn see_everything(phone: &Phone) {
    open_village(phone, "Bản Pò Mã").await;
    phone.reads("Họ và tên trưởng thôn", "Lý Văn Ân").await;
    phone.go_home().await;
    phone.tap("Hồ sơ của xã").await;
    open_section(phone, "Người đứng đầu").await;
    phone
        .reads("Họ và tên người ký văn bản", "Hoàng Văn Thụ")
        .await;
    phone.go_to_list("Cá nhân").await;
    phone.sees_rows(&["Triệu Tiến Phúc"]).await;
    phone.go_home().await;
    phone.tab("Thi đua").await;
    phone.tap("Bản Pò Mã").await;
    open_section(phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone
        .reads_in_line(1, "Chỉ tiêu", "Số hộ thoát nghèo")
        .await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Triệu Tiến Phúc").await;
    open_section(phone, "1. Thành tích").await;
    phone
        .reads(
            "Thành tích, công trạng đạt được",
            "Hiến 500 m² đất làm đường.",
        )
        .await;
}

journey!(text_that_was_not_left_is_there_again_with_its_time: Chromium, WebKit);
async fn text_that_was_not_left_is_there_again_with_its_time(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_village_without_signal(engine, &mut endpoint).await;
    phone.types("Ghi chú", "Đường vào bản đang s").await;
    phone.is_typed("Đường vào bản đang s").await;
    // A reload does not leave the field as a person does.
    phone.reopen().await;
    phone.reads("Ghi chú", "Đường vào bản đang s").await;
    phone.sees_note("Ghi chú", "Nội dung gõ dở lúc").await;
    phone.sees_note("Ghi chú", "được giữ lại").await;
    phone.screen("found-again").await;
    // At home it is the first of what is unfinished.
    phone.open("/").await;
    phone
        .sees(&["Đang làm dở", "Đang gõ dở, chưa lưu vào phiếu"])
        .await;
    phone.screen("home-unfinished").await;
    phone.tap("Đang gõ dở").await;
    phone.types_on("Ghi chú", "ửa.").await;
    phone.leaves().await;
    phone.reopen().await;
    phone.reads("Ghi chú", "Đường vào bản đang sửa.").await;
    assert_eq!(phone.note_under("Ghi chú").await, "", "it is saved now");
    phone.open("/").await;
    phone.see("Việc cần làm").await;
    assert!(!phone.words().await.contains("Đang gõ dở"));
}
