//! Villages and the commune register for the year's emulation.

use crate::common::{add_villages, begin_registration, official, open_section, open_village};
use journeys::{Endpoint, Engine, Phone, journey};

journey!(a_village_registers_and_another_begins_from_it: Chromium, WebKit);
async fn a_village_registers_and_another_begins_from_it(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa", "Thôn Co Chí"]).await;
    phone.tab("Thi đua").await;
    phone
        .sees_rows(&["Xã Mẫu Sơn", "Bản Pò Mã", "Thôn Co Chí", "Thôn Lặp Pịa"])
        .await;
    phone.row_says("Bản Pò Mã", "Chưa đăng ký").await;
    phone.screen("emulation").await;
    phone.tap("Bản Pò Mã").await;
    phone
        .see("Bắt đầu bản đăng ký năm 2026 của Bản Pò Mã")
        .await;
    phone.taps_in_dialog("Ghi mới từ đầu").await;
    phone.see("Kiểm tra lại").await;
    phone.screen("registration").await;

    register_po_ma(&phone).await;
    phone.tap("Kiểm tra lại").await;
    phone
        .sees(&[
            "Đã đủ.",
            "1. Tỷ lệ hộ nghèo giảm còn",
            "Thực hiện năm trước: 18,5",
            "Đăng ký năm nay: 15",
            "Trường Tiểu học Mẫu Sơn",
            "Triệu Tiến Phúc",
            "Nông Văn Dền",
            "12/02/2026",
        ])
        .await;
    assert!(!phone.words().await.contains("chưa ghi"), "complete");
    phone.screen("registration-check").await;
    phone.tap("Xong").await;
    phone.row_says("Bản Pò Mã", "Đã ký giao ước").await;

    phone.tap("Thôn Lặp Pịa").await;
    phone.taps_in_dialog("Lấy chỉ tiêu từ: Bản Pò Mã").await;
    open_section(&phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone
        .reads_in_line(1, "Chỉ tiêu", "Tỷ lệ hộ nghèo giảm còn")
        .await;
    phone.reads_in_line(1, "Đơn vị tính", "%").await;
    phone.reads_in_line(1, "Thực hiện năm trước", "").await;
    phone.reads_in_line(1, "Đăng ký năm nay", "").await;
    phone
        .reads_in_line(2, "Chỉ tiêu", "Số km đường bê tông làm mới")
        .await;
    phone
        .writes_in_line(1, &[("Đăng ký năm nay", "12,25")])
        .await;
    phone.screen("registration-from-other").await;

    phone.go_home().await;
    // The commune registers as well: the same count on both screens.
    phone.see("2/4 đơn vị đã bắt đầu đăng ký").await;
    phone.tab("Thi đua").await;
    phone.see("2/4 đơn vị đã bắt đầu đăng ký").await;
    phone
        .wait_for("two that have not registered", async || {
            let chips: String = phone
                .script("return document.querySelector('.chips').textContent")
                .await;
            chips.contains("Chưa đăng ký2")
        })
        .await;
    phone.row_says("Thôn Lặp Pịa", "1/2 phần").await;
    phone.row_says("Thôn Co Chí", "Chưa đăng ký").await;
    phone.tap("Chưa đăng ký").await;
    phone.sees_rows(&["Xã Mẫu Sơn", "Thôn Co Chí"]).await;
    phone.tap("Chưa đủ phần").await;
    phone.sees_rows(&["Thôn Lặp Pịa"]).await;
    phone.tap("Đã ký giao ước").await;
    phone.sees_rows(&["Bản Pò Mã"]).await;
    phone.screen("emulation-signed").await;

    // Who was written in passing has a place in the lists.
    phone.go_to_list("Cá nhân").await;
    phone.sees_rows(&["Triệu Tiến Phúc"]).await;
    phone.go_to_list("Gia đình").await;
    phone.sees_rows(&["Nông Văn Dền"]).await;
    phone.go_to_list("Tập thể").await;
    phone.sees_rows(&["Trường Tiểu học Mẫu Sơn"]).await;
    phone.complains_of_nothing().await;
}

async fn register_po_ma(phone: &Phone) {
    open_section(phone, "Đơn vị đăng ký").await;
    phone.reads("Đơn vị", "Bản Pò Mã").await;
    phone.reads("Năm", "2026").await;
    phone.writes(&[("Ngày đăng ký", "5/1/2026")]).await;
    phone.reads("Ngày đăng ký", "05/01/2026").await;

    phone.goes_on("A. Nội dung, chỉ tiêu thi đua").await;
    phone
        .sees(&[
            "Ô có dấu * phải ghi thì phiếu mới đủ.",
            "Cần ghi ít nhất một chỉ tiêu.",
        ])
        .await;
    phone.adds_line("Thêm chỉ tiêu").await;
    phone.see("Chỉ tiêu thứ 1").await;
    // The keyboard is in its first field, which says that it is required.
    phone
        .wait_until("document.activeElement.matches('.line-card input[aria-required=true]')")
        .await;
    phone
        .writes_in_line(
            1,
            &[
                ("Chỉ tiêu", "Tỷ lệ hộ nghèo giảm còn"),
                ("Đơn vị tính", "%"),
                ("Thực hiện năm trước", "18,5"),
                ("Đăng ký năm nay", "15"),
            ],
        )
        .await;
    phone.writes_in_line(1, &[("Đăng ký năm nay", "-3")]).await;
    phone.see("là số âm (-3)").await;
    phone.writes_in_line(1, &[("Đăng ký năm nay", "15")]).await;
    phone.see_gone("là số âm").await;
    phone.adds_line("Thêm chỉ tiêu").await;
    phone
        .writes_in_line(
            2,
            &[
                ("Chỉ tiêu", "Số km đường bê tông làm mới"),
                ("Đơn vị tính", "km"),
                ("Đăng ký năm nay", "1,2"),
                ("Ghi chú", "Nhà nước và nhân dân cùng làm"),
            ],
        )
        .await;
    phone.screen("registration-indicators").await;

    phone.goes_on("B. Danh hiệu thi đua của tập thể").await;
    phone.adds_line("Thêm tập thể").await;
    phone
        .picks_in_line(
            1,
            "Chọn trong sổ",
            "Trường Tiểu học Mẫu Sơn",
            "Thêm tập thể “Trường Tiểu học Mẫu Sơn”",
        )
        .await;
    phone
        .reads_in_line(1, "Tên tập thể", "Trường Tiểu học Mẫu Sơn")
        .await;
    // What was chosen can be taken back, and chosen again.
    phone
        .find(".picked button")
        .await
        .click()
        .await
        .expect("a button");
    phone.screen("reference").await;
    phone.taps_in_dialog("Bỏ chọn").await;
    phone.reads_in_line(1, "Chọn trong sổ", "Chưa chọn").await;
    phone.reads_in_line(1, "Tên tập thể", "").await;
    phone
        .picks_in_line(1, "Chọn trong sổ", "truong", "Trường Tiểu học Mẫu Sơn")
        .await;
    phone
        .reads_in_line(1, "Tên tập thể", "Trường Tiểu học Mẫu Sơn")
        .await;
    phone
        .chooses_in_line(1, "Danh hiệu đăng ký", "Tập thể lao động tiên tiến")
        .await;

    phone.goes_on("C. Danh hiệu thi đua của cá nhân").await;
    phone.adds_line("Thêm cá nhân").await;
    phone
        .picks_in_line(
            1,
            "Chọn trong sổ",
            "Triệu Tiến Phúc",
            "Thêm người “Triệu Tiến Phúc”",
        )
        .await;
    phone
        .writes_in_line(
            1,
            &[("Chức vụ, nơi công tác", "Trưởng ban công tác Mặt trận")],
        )
        .await;
    phone
        .chooses_in_line(1, "Danh hiệu đăng ký", "Lao động tiên tiến")
        .await;
    phone.screen("registration-people").await;

    phone.goes_on("Danh hiệu của gia đình").await;
    phone.adds_line("Thêm gia đình").await;
    phone
        .picks_in_line(
            1,
            "Chọn trong sổ",
            "Nông Văn Dền",
            "Thêm gia đình “Nông Văn Dền”",
        )
        .await;
    phone
        .chooses_in_line(1, "Danh hiệu đăng ký", "Gia đình văn hóa")
        .await;

    phone.goes_on("D. Phong trào thi đua tham gia").await;
    phone
        .chooses(
            "Phong trào thi đua",
            "Lạng Sơn cùng cả nước chung sức xây dựng nông thôn mới",
        )
        .await;
    phone.screen("registration-movements").await;

    phone.goes_on("E. Giao ước thi đua").await;
    phone
        .writes(&[
            ("Ngày ký giao ước thi đua", "12/02/1926"),
            ("Người ký", "Lý Văn Ân"),
        ])
        .await;
    phone
        .sees_note("Ngày ký giao ước thi đua", "là năm 1926, cách xa năm 2026")
        .await;
    phone
        .writes(&[("Ngày ký giao ước thi đua", "12/02/2026")])
        .await;
}

journey!(the_commune_registers: Chromium, WebKit);
async fn the_commune_registers(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    begin_registration(&phone, "Xã Mẫu Sơn").await;
    open_section(&phone, "Đơn vị đăng ký").await;
    phone.reads("Đơn vị", "Xã Mẫu Sơn").await;
    assert!(!phone.words().await.contains("06541"), "a bare code");
    phone.go_back().await;
    open_section(&phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.adds_line("Thêm chỉ tiêu").await;
    // Half filled: it is kept and said to be so.
    phone
        .writes_in_line(1, &[("Đăng ký năm nay", "mười lăm")])
        .await;
    phone.see("Chỉ nhập chữ số, ví dụ 1.234 hoặc 18,5.").await;
    phone.reads_in_line(1, "Đăng ký năm nay", "mười lăm").await;
    phone.screen("registration-wrong-number").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Chỉ tiêu", "Thu ngân sách trên địa bàn"),
                ("Đơn vị tính", "triệu đồng"),
                ("Đăng ký năm nay", "1.250,5"),
            ],
        )
        .await;
    phone.tab_is_hidden().await;
    phone.go_home().await;
    phone.tab("Thi đua").await;
    // All that is asked for: lists and the check agree.
    phone.row_says("Xã Mẫu Sơn", "Đủ").await;
    phone.tap("Xã Mẫu Sơn").await;
    phone.tap("Kiểm tra lại").await;
    phone.see("Đã đủ.").await;
    phone.go_back().await;
    open_section(&phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.reads_in_line(1, "Đăng ký năm nay", "1.250,5").await;
    phone
        .tap("Xoá chỉ tiêu thứ 1: Thu ngân sách trên địa bàn")
        .await;
    phone.see("Đã xoá chỉ tiêu.").await;
    phone.see_gone("Thu ngân sách").await;
    phone.tap("Hoàn tác").await;
    phone
        .reads_in_line(1, "Chỉ tiêu", "Thu ngân sách trên địa bàn")
        .await;
    phone.complains_of_nothing().await;
}

journey!(a_village_that_has_registered_is_not_deleted_unasked: Chromium, WebKit);
async fn a_village_that_has_registered_is_not_deleted_unasked(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    begin_registration(&phone, "Bản Pò Mã").await;
    open_section(&phone, "E. Giao ước thi đua").await;
    phone
        .writes(&[("Ngày ký giao ước thi đua", "12/02/2026")])
        .await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.tap("Xoá phiếu này").await;
    phone
        .see("Thôn này có đăng ký thi đua năm 2026 (đã ký giao ước).")
        .await;
    phone.screen("village-delete").await;
    phone.taps_in_dialog("Thôi").await;
    phone.tap("Xoá phiếu này").await;
    phone.taps_in_dialog("Vẫn xoá").await;
    phone.sees_rows(&["Thôn Lặp Pịa"]).await;
    phone.tab("Thi đua").await;
    phone.row_says("Bản Pò Mã", "Thôn đã xoá").await;
    phone.row_says("Bản Pò Mã", "Đã ký giao ước").await;
    phone.screen("emulation-deleted-village").await;
    // It is had back where it was deleted.
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Hoàn tác").await;
    phone.see("Bản Pò Mã").await;
    phone.tab("Thi đua").await;
    phone.see_gone("Thôn đã xoá").await;
    phone.row_says("Bản Pò Mã", "Đã ký giao ước").await;
    phone.complains_of_nothing().await;
}

async fn looks_at_year(phone: &Phone, year: &str) {
    phone.go_home().await;
    phone.tab("Thi đua").await;
    phone
        .does(
            "const year = document.querySelector('select.year');
            year.value = arguments[0];
            year.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![year.into()],
        )
        .await;
    phone.see(&format!("Đăng ký thi đua năm {year}")).await;
}

journey!(last_years_figures_are_this_years_results: Chromium, WebKit);
async fn last_years_figures_are_this_years_results(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    looks_at_year(&phone, "2025").await;
    phone.tap("Bản Pò Mã").await;
    phone.taps_in_dialog("Ghi mới từ đầu").await;
    open_section(&phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.adds_line("Thêm chỉ tiêu").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Chỉ tiêu", "Tỷ lệ hộ nghèo giảm còn"),
                ("Đăng ký năm nay", "18,5"),
            ],
        )
        .await;
    looks_at_year(&phone, "2026").await;
    phone.tap("Bản Pò Mã").await;
    phone
        .taps_in_dialog("Lấy từ năm 2025 của chính đơn vị này")
        .await;
    phone.sees_title("Đăng ký thi đua · năm 2026").await;
    open_section(&phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.reads_in_line(1, "Thực hiện năm trước", "18,5").await;
    phone.reads_in_line(1, "Đăng ký năm nay", "").await;
    phone
        .tap("Xoá chỉ tiêu thứ 1: Tỷ lệ hộ nghèo giảm còn")
        .await;
    phone.see("Cần ghi ít nhất một chỉ tiêu.").await;

    // One without indicators has none to give.
    looks_at_year(&phone, "2026").await;
    phone.tap("Xã Mẫu Sơn").await;
    phone.see("Ghi mới từ đầu").await;
    assert!(!phone.words().await.contains("Lấy chỉ tiêu từ"));
    phone.screen("registration-begin").await;
    phone.complains_of_nothing().await;
}
