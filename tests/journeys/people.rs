//! People, families and collectives, made in their own lists.

use crate::common::{add_villages, official, open_section};
use journeys::{Endpoint, Engine, journey};

journey!(people_families_and_collectives_are_made: Chromium, WebKit);
async fn people_families_and_collectives_are_made(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;

    for (name, place) in [
        ("Triệu Tiến Phúc", "Bản Pò Mã"),
        ("Đặng Thị Chiểu", "Thôn Lặp Pịa"),
        ("Hoàng Văn Ấu", "Chung của xã"),
        ("Triệu Tiền Phúc", "Chung của xã"),
    ] {
        phone.go_to_list("Cá nhân").await;
        phone.tap("Thêm người").await;
        phone.see("Thuộc nơi nào?").await;
        phone.taps_in_dialog(place).await;
        open_section(&phone, "Lý lịch").await;
        // Nothing of this person is written yet, whatever was saved before.
        phone.see("Mọi điều nhập vào được lưu ngay trên máy").await;
        assert!(!phone.words().await.contains("Đã lưu trên máy"));
        phone.writes(&[("Họ và tên", name)]).await;
        phone.see("Đã lưu trên máy").await;
        if place != "Chung của xã" {
            phone.sees_title(&format!("Cá nhân · {place}")).await;
        }
    }
    phone.writes(&[("Sinh ngày, tháng, năm", "5/3/65")]).await;
    phone
        .sees_note("Sinh ngày, tháng, năm", "ví dụ 05/03/1965")
        .await;
    phone.writes(&[("Sinh ngày, tháng, năm", "1865")]).await;
    phone
        .sees_note("Sinh ngày, tháng, năm", "là năm 1865. Hãy kiểm tra lại.")
        .await;
    phone.screen("person-implausible").await;
    phone
        .writes(&[("Sinh ngày, tháng, năm", "1965"), ("Quê quán", "Mẫu Sơn")])
        .await;
    phone.chooses("Giới tính", "Nam").await;
    phone.goes_on("Công tác").await;
    phone.chooses("Đối tượng", "Nông dân").await;
    phone.screen("person-work").await;
    phone.go_to_list("Cá nhân").await;
    // By the last word of the name.
    phone
        .sees_rows(&[
            "Hoàng Văn Ấu",
            "Đặng Thị Chiểu",
            "Triệu Tiền Phúc",
            "Triệu Tiến Phúc",
        ])
        .await;
    phone.row_says("Triệu Tiền Phúc", "sinh 1965").await;
    phone.row_says("Đặng Thị Chiểu", "Thôn Lặp Pịa").await;
    phone.row_says("Triệu Tiến Phúc", "có thể trùng").await;
    phone.search("ttp").await;
    phone
        .sees_rows(&["Triệu Tiền Phúc", "Triệu Tiến Phúc"])
        .await;
    phone.screen("people").await;

    phone.go_to_list("Gia đình").await;
    phone.tap("Thêm gia đình").await;
    phone.taps_in_dialog("Bản Pò Mã").await;
    phone
        .writes(&[
            ("Họ và tên chủ hộ", "Nông Văn Dền"),
            ("Số người trong hộ", "5"),
            ("Trú quán", "Bản Pò Mã, xã Mẫu Sơn"),
        ])
        .await;
    phone.screen("family").await;
    phone.tap("Xong").await;
    phone.row_says("Nông Văn Dền", "5 người").await;

    phone.go_to_list("Tập thể").await;
    phone.tap("Thêm tập thể").await;
    phone.taps_in_dialog("Chung của xã").await;
    open_section(&phone, "Tập thể").await;
    phone
        .writes(&[
            ("Tên tập thể", "Trường Tiểu học Mẫu Sơn"),
            ("Họ và tên người đứng đầu", "Vi Thị Hoa"),
        ])
        .await;
    phone.chooses("Loại hình", "Trường học").await;
    phone.screen("collective").await;
    phone.go_to_list("Tập thể").await;
    phone
        .row_says("Trường Tiểu học Mẫu Sơn", "Trường học · Vi Thị Hoa")
        .await;

    phone.reopen().await;
    phone.sees_rows(&["Trường Tiểu học Mẫu Sơn"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.complains_of_nothing().await;
}
