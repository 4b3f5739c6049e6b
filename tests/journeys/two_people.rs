//! Two officials work on one record without knowing of each other.

use crate::common::{BINH, LAN, add_villages, begin_registration, open_section, open_village};
use journeys::{Endpoint, Engine, Phone, journey};

/// Both know the villages, and the signal is gone for both.
async fn both_know(engine: Engine, endpoint: &mut Endpoint, villages: &[&str]) -> (Phone, Phone) {
    let lan = Phone::enrolled(engine, endpoint, LAN).await;
    add_villages(&lan, villages).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, endpoint, BINH).await;
    binh.go_to_list("Thôn, bản").await;
    binh.see(villages[0].split(',').next().unwrap_or_default())
        .await;
    endpoint.kill();
    (lan, binh)
}

/// First one phone finds the network, then the other, then the first hears of it.
async fn they_meet(endpoint: &mut Endpoint, lan: &Phone, binh: &Phone) {
    endpoint.come_back();
    for phone in [lan, binh, lan] {
        phone.go_home().await;
        phone.gets_signal().await;
        phone.sees_all_shared().await;
    }
}

journey!(both_values_are_kept_and_one_is_chosen: Chromium, WebKit);
async fn both_values_are_kept_and_one_is_chosen(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = both_know(engine, &mut endpoint, &["Thôn Lặp Pịa, Hoàng Thị A"]).await;
    open_village(&lan, "Thôn Lặp Pịa").await;
    lan.writes(&[("Họ và tên trưởng thôn", "Hoàng Thị Ánh")])
        .await;
    open_village(&binh, "Thôn Lặp Pịa").await;
    binh.writes(&[("Họ và tên trưởng thôn", "Hoàng Thị Ánh (tổ trưởng)")])
        .await;
    they_meet(&mut endpoint, &lan, &binh).await;

    for (phone, own) in [(&lan, "Nông Thị Lan"), (&binh, "Chu Văn Bình")] {
        phone.row_says("1 chỗ cần xem lại", "Thôn Lặp Pịa").await;
        phone.screen("home-review").await;
        phone.tap("1 chỗ cần xem lại").await;
        phone
            .sees(&[
                "Thôn Lặp Pịa · Họ và tên trưởng thôn",
                "Hai người cùng sửa ô này khi chưa có mạng. Cả hai nội dung đều được giữ.",
                "Hoàng Thị Ánh (tổ trưởng)",
                "Nông Thị Lan ·",
                "Chu Văn Bình ·",
                &format!("{own} · máy này"),
                "Ghi khác…",
            ])
            .await;
        phone.screen("review").await;
    }
    // In the list and in the form it stands as well, and no list shows one of both as settled.
    binh.go_to_list("Thôn, bản").await;
    binh.row_says("Thôn Lặp Pịa", "Cần xem lại").await;
    binh.row_says("Thôn Lặp Pịa", "(2 nội dung)").await;
    binh.go_home().await;
    binh.tab("Thi đua").await;
    binh.row_says("Thôn Lặp Pịa", "(2 nội dung)").await;
    binh.go_to_list("Thôn, bản").await;
    binh.tap("Thôn Lặp Pịa").await;
    binh.see("Hãy chọn nội dung đúng:").await;
    binh.screen("form-conflict").await;

    lan.tap("Dùng nội dung này").await;
    lan.see("Hãy chọn một nội dung trước.").await;
    lan.tap("Hoàng Thị Ánh (tổ trưởng)").await;
    lan.tap("Dùng nội dung này").await;
    lan.see("Không có chỗ nào cần xem lại").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    binh.gets_signal().await;
    binh.see_gone("Hãy chọn nội dung đúng:").await;
    for phone in [&lan, &binh] {
        open_village(phone, "Thôn Lặp Pịa").await;
        phone
            .reads("Họ và tên trưởng thôn", "Hoàng Thị Ánh (tổ trưởng)")
            .await;
        phone.go_home().await;
        assert!(!phone.words().await.contains("cần xem lại"));
        phone.complains_of_nothing().await;
    }
}

journey!(a_third_value_can_be_written: Chromium, WebKit);
async fn a_third_value_can_be_written(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = both_know(engine, &mut endpoint, &["Bản Pò Mã"]).await;
    for (phone, count) in [(&lan, "64"), (&binh, "65")] {
        open_village(phone, "Bản Pò Mã").await;
        phone.writes(&[("Số hộ", count)]).await;
    }
    they_meet(&mut endpoint, &lan, &binh).await;
    lan.tap("1 chỗ cần xem lại").await;
    lan.tap("Ghi khác…").await;
    // The first of the two, to be put right.
    lan.wait_until("document.activeElement.matches('.conflict textarea')")
        .await;
    lan.wait_until("['64', '65'].includes(document.activeElement.value)")
        .await;
    lan.screen("review-other").await;
    lan.writes_other("66").await;
    lan.tap("Dùng nội dung này").await;
    lan.see("Không có chỗ nào cần xem lại").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    binh.gets_signal().await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.reads("Số hộ", "66").await;
}

journey!(different_fields_merge_without_a_word: Chromium, WebKit);
async fn different_fields_merge_without_a_word(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = both_know(engine, &mut endpoint, &["Bản Pò Mã"]).await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.writes(&[("Họ và tên trưởng thôn", "Lý Văn Ân"), ("Số hộ", "64")])
        .await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.writes(&[("Số nhân khẩu", "287"), ("Số hộ", "64")])
        .await;
    they_meet(&mut endpoint, &lan, &binh).await;
    for phone in [&lan, &binh] {
        assert!(!phone.words().await.contains("cần xem lại"));
        open_village(phone, "Bản Pò Mã").await;
        phone.reads("Họ và tên trưởng thôn", "Lý Văn Ân").await;
        phone.reads("Số nhân khẩu", "287").await;
        phone.reads("Số hộ", "64").await;
    }
}

journey!(deleted_by_one_and_edited_by_the_other: Chromium, WebKit);
async fn deleted_by_one_and_edited_by_the_other(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = both_know(engine, &mut endpoint, &["Bản Pò Mã"]).await;
    open_village(&lan, "Bản Pò Mã").await;
    lan.tap("Xoá phiếu này").await;
    lan.see("Chưa có thôn nào").await;
    lan.has_written().await;
    open_village(&binh, "Bản Pò Mã").await;
    binh.writes(&[("Số hộ", "64")]).await;
    they_meet(&mut endpoint, &lan, &binh).await;

    for phone in [&lan, &binh] {
        // Not as if two had written in one field.
        phone.row_says("1 chỗ cần xem lại", "Bản Pò Mã").await;
        assert!(!phone.words().await.contains("cùng sửa ô này"));
        phone.tap("1 chỗ cần xem lại").await;
        phone
            .sees(&[
                "Bản Pò Mã",
                "Có người đã xoá, có người vẫn sửa.",
                "Hãy quyết định giữ hay xoá.",
            ])
            .await;
        phone.screen("review-deleted").await;
    }
    lan.tap("Mở phiếu").await;
    lan.tap("Giữ lại").await;
    lan.see_gone("Có người đã xoá").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    binh.gets_signal().await;
    binh.see("Không có chỗ nào cần xem lại").await;
    for phone in [&lan, &binh] {
        open_village(phone, "Bản Pò Mã").await;
        phone.reads("Số hộ", "64").await;
    }
}

journey!(deleted_by_one_and_edited_in_a_line_by_the_other: Chromium, WebKit);
async fn deleted_by_one_and_edited_in_a_line_by_the_other(engine: Engine) {
    const INDICATORS: &str = "A. Nội dung, chỉ tiêu thi đua";
    let mut endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã"]).await;
    lan.go_home().await;
    begin_registration(&lan, "Bản Pò Mã").await;
    open_section(&lan, INDICATORS).await;
    lan.adds_line("Thêm chỉ tiêu").await;
    lan.writes_in_line(1, &[("Chỉ tiêu", "Số hộ thoát nghèo")])
        .await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    binh.tab("Thi đua").await;
    binh.tap("Bản Pò Mã").await;
    open_section(&binh, INDICATORS).await;
    endpoint.kill();
    binh.writes_in_line(1, &[("Đăng ký năm nay", "12")]).await;
    lan.tab("Thi đua").await;
    lan.tap("Bản Pò Mã").await;
    lan.tap("Xoá phiếu này").await;
    lan.row_says("Bản Pò Mã", "Chưa đăng ký").await;
    lan.has_written().await;
    they_meet(&mut endpoint, &lan, &binh).await;

    for phone in [&lan, &binh] {
        phone.tap("1 chỗ cần xem lại").await;
        phone.see("Có người đã xoá, có người vẫn sửa.").await;
    }
    binh.tap("Mở phiếu").await;
    binh.tap("Vẫn xoá").await;
    binh.see("Phiếu này đã bị xoá.").await;
    binh.go_home().await;
    binh.sees_all_shared().await;
    lan.gets_signal().await;
    lan.see("Không có chỗ nào cần xem lại").await;
    for phone in [&lan, &binh] {
        phone.go_home().await;
        phone.tab("Thi đua").await;
        phone.row_says("Bản Pò Mã", "Chưa đăng ký").await;
    }
}

journey!(what_another_wrote_is_there_when_the_record_is_opened: Chromium, WebKit);
async fn what_another_wrote_is_there_when_the_record_is_opened(engine: Engine) {
    let endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&lan, &["Thôn Lặp Pịa"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    binh.go_to_list("Thôn, bản").await;
    binh.see("Thôn Lặp Pịa").await;
    open_village(&lan, "Thôn Lặp Pịa").await;
    lan.writes(&[("Số hộ", "41")]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    // Bình asked a moment ago. A minute later opening the record asks again.
    binh.does(
        "const now = performance.now; performance.now = () => now.call(performance) + 60_000",
        vec![],
    )
    .await;
    binh.tap("Thôn Lặp Pịa").await;
    binh.reads("Số hộ", "41").await;
}
