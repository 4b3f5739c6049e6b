//! The commune's profile: who signs, the symbols, the years.

use crate::common::official;
use journeys::{Endpoint, Engine, journey};

journey!(the_profile_is_filled_and_stays: Chromium, WebKit);
async fn the_profile_is_filled_and_stays(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.row_says("Hồ sơ của xã", "Chưa ghi").await;
    phone.tap("Hồ sơ của xã").await;
    phone.see("Người đứng đầu, đơn vị cấp trên").await;
    assert_eq!(phone.title().await.trim(), "Hồ sơ của xã", "said once");
    phone.screen("profile").await;

    phone.tap("Người đứng đầu, đơn vị cấp trên").await;
    let place = "Địa danh ghi trước ngày tháng";
    phone.writes(&[(place, "xã Mẫu Sơn")]).await;
    phone
        .sees_note(place, "Trước ngày tháng chỉ ghi tên, ví dụ “Mẫu Sơn”")
        .await;
    phone
        .writes(&[
            ("Họ và tên người ký văn bản", "Hoàng Văn Thụ"),
            ("Đơn vị cấp trên", "UBND tỉnh Lạng Sơn"),
            ("Địa danh ghi trước ngày tháng", "Mẫu Sơn"),
        ])
        .await;
    phone
        .chooses("Chức vụ khi ký", "Phó Chủ tịch (ký thay Chủ tịch)")
        .await;
    phone.see("Đã lưu trên máy").await;
    phone.screen("profile-head").await;
    phone.goes_on("Ký hiệu văn bản").await;
    assert_eq!(phone.field_says("Ký hiệu tờ trình").await, "TTr-UBND");
    phone.writes(&[("Ký hiệu tờ trình", "TTr-UBND-TĐ")]).await;
    phone.goes_on("Từng năm").await;
    phone.adds_line("Thêm năm").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Năm", "năm nay"),
                ("Tên cụm", "Cụm thi đua số 3"),
                ("Tổng số tập thể thuộc xã", "24"),
                ("Tổng số cá nhân thuộc xã", "1.235"),
                ("cá nhân là lãnh đạo", "18"),
            ],
        )
        .await;
    phone
        .chooses_in_line(1, "Vai trò trong cụm", "Trưởng cụm")
        .await;
    // A year has no decimals, and no example of them.
    phone.see("Chỉ nhập chữ số của năm, ví dụ 2026.").await;
    phone.writes_in_line(1, &[("Năm", "2026")]).await;
    phone.see_gone("Chỉ nhập chữ số của năm").await;
    phone.screen("profile-years").await;
    phone.sees_no_more_to_do("Hồ sơ của xã").await;

    phone.reopen().await;
    phone.tab("Khác").await;
    phone.tap("Hồ sơ của xã").await;
    phone.tap("Người đứng đầu, đơn vị cấp trên").await;
    phone
        .reads("Họ và tên người ký văn bản", "Hoàng Văn Thụ")
        .await;
    phone
        .reads("Chức vụ khi ký", "Phó Chủ tịch (ký thay Chủ tịch)")
        .await;
    phone.reads("Đơn vị cấp trên", "UBND tỉnh Lạng Sơn").await;
    phone
        .reads("Địa danh ghi trước ngày tháng", "Mẫu Sơn")
        .await;
    phone.goes_on("Ký hiệu văn bản").await;
    phone.reads("Ký hiệu tờ trình", "TTr-UBND-TĐ").await;
    phone.reads("Ký hiệu báo cáo", "BC-UBND").await;
    phone.goes_on("Từng năm").await;
    phone.reads_in_line(1, "Năm", "2026").await;
    phone.reads_in_line(1, "Tên cụm", "Cụm thi đua số 3").await;
    phone
        .reads_in_line(1, "Vai trò trong cụm", "Trưởng cụm")
        .await;
    phone
        .reads_in_line(1, "Tổng số cá nhân thuộc xã", "1.235")
        .await;
    phone.reads_in_line(1, "cá nhân là lãnh đạo", "18").await;
    phone.goes_on("Căn cứ chưa đối chiếu").await;
    phone.tap("Kiểm tra lại").await;
    phone.sees(&["Đã đủ.", "Cụm thi đua số 3"]).await;
    phone.screen("profile-check").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.complains_of_nothing().await;
}
