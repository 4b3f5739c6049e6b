//! Drafts of nominations: for a village, a person, a family.

use crate::common::{BINH, add_villages, official, open_section};
use journeys::{Endpoint, Engine, Phone, journey};

/// A nomination of whoever the search finds, or of who is new to the register.
pub async fn begin(phone: &Phone, search: &str, tap: &str) {
    asks_who(phone, search).await;
    phone.tap(tap).await;
}

async fn asks_who(phone: &Phone, search: &str) {
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Đề nghị mới").await;
    phone.see("Đề nghị cho ai?").await;
    phone.search(search).await;
}

/// Says what it is for.
async fn asks_for(phone: &Phone, award: &str) {
    open_section(phone, "Đối tượng và hình thức đề nghị").await;
    phone
        .chooses("Danh hiệu, hình thức khen thưởng đề nghị", award)
        .await;
    phone
        .chooses("Loại hình khen thưởng", "Khen thường xuyên (công trạng)")
        .await;
}

journey!(a_village_is_nominated: Chromium, WebKit);
async fn a_village_is_nominated(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.tab("Khen thưởng").await;
    phone
        .sees(&["Chưa có đề nghị nào", "có thể ghi dần, không cần mạng"])
        .await;
    phone.screen("nominations-empty").await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    begin(&phone, "po ma", "Bản Pò Mã").await;
    phone.sees_title("Bản Pò Mã").await;
    // The document's numbers begin anew below each of its headings.
    phone
        .sees(&[
            "I. Thông tin giới thiệu về điển hình tiên tiến",
            "II. Thành tích đạt được của điển hình tiên tiến",
        ])
        .await;
    phone.screen("nomination").await;
    asks_for(&phone, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh").await;
    phone.screen("nomination-subject").await;

    phone.goes_on("1. Nếu điển hình tiên tiến là tập thể").await;
    phone
        .writes(&[
            ("Địa điểm trụ sở chính", "Nhà văn hóa Bản Pò Mã"),
            ("Quá trình thành lập và phát triển", "Thành lập năm 1954."),
            (
                "Những đặc điểm chính của đơn vị, địa phương",
                "64 hộ, 287 nhân khẩu, chủ yếu là người Dao.",
            ),
            ("Chức năng, nhiệm vụ được giao", "Tự quản cộng đồng."),
        ])
        .await;
    phone.goes_on("1. Thành tích, công trạng đạt được").await;
    let long = achievements();
    phone.pastes("Thành tích, công trạng đạt được", &long).await;
    phone.leaves().await;
    phone.goes_on("2. Biện pháp, bài học kinh nghiệm").await;
    phone
        .writes(&[(
            "Biện pháp, bài học kinh nghiệm",
            "Dân biết, dân bàn, dân làm, dân kiểm tra.",
        )])
        .await;
    phone.goes_on("3. Danh hiệu, giải thưởng").await;
    phone.adds_line("Thêm lần khen").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Năm", "2024"),
                ("Danh hiệu, hình thức khen thưởng", "Giấy khen"),
                ("Số quyết định", "125/QĐ-UBND"),
                ("Ngày quyết định", "20/12/2024"),
                (
                    "Cơ quan ban hành quyết định",
                    "Chủ tịch Ủy ban nhân dân xã Mẫu Sơn",
                ),
            ],
        )
        .await;
    phone.screen("nomination-earlier-awards").await;
    phone.goes_on("Xác nhận").await;
    phone
        .writes(&[
            ("Người báo cáo", "Lý Văn Ân"),
            ("Đơn vị xác nhận", "Ủy ban nhân dân xã Mẫu Sơn"),
            ("Ngày xác nhận", "10/11/2026"),
        ])
        .await;
    phone.see("không in ra giấy").await;
    phone.tap("Kiểm tra lại").await;
    phone.sees(&["Đã đủ.", "125/QĐ-UBND"]).await;
    phone.tap("Xong").await;
    phone.row_says("Bản Pò Mã", "Đủ").await;
    phone
        .row_says("Bản Pò Mã", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
        .await;

    phone.reopen().await;
    phone.tap("Bản Pò Mã").await;
    open_section(&phone, "1. Thành tích, công trạng đạt được").await;
    phone
        .reads("Thành tích, công trạng đạt được", long.trim())
        .await;
    phone.screen("nomination-long").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    phone.complains_of_nothing().await;
}

/// 50,000 characters.
fn achievements() -> String {
    let sentence =
        "Năm 2026, bà con Bản Pò Mã đã hiến 1.200 m² đất, góp 350 ngày công làm đường.\n";
    let text: String = sentence.chars().cycle().take(49_999).collect();
    format!("{}.", text.replace("\n.", "\nĐ"))
}

journey!(a_person_is_nominated: Chromium, WebKit);
async fn a_person_is_nominated(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    let new = "Thêm người “Triệu Tiến Phúc”";
    begin(&phone, "Triệu Tiến Phúc", new).await;
    phone.see("Thuộc nơi nào?").await;
    phone.taps_in_dialog("Bản Pò Mã").await;
    phone.sees_title("Triệu Tiến Phúc").await;
    asks_for(&phone, "Giấy khen của Chủ tịch UBND cấp xã").await;
    phone
        .goes_on("2. Nếu điển hình tiên tiến là cá nhân, gia đình")
        .await;
    let birth = "Sinh ngày, tháng, năm";
    phone.writes(&[(birth, "31/02/1965")]).await;
    phone.sees_note(birth, "Tháng này không có ngày đó.").await;
    phone.reads(birth, "31/02/1965").await;
    phone.screen("nomination-wrong-date").await;
    // It is kept as it is until somebody mends it.
    phone.reopen().await;
    phone.reads(birth, "31/02/1965").await;
    phone.sees_note(birth, "Nội dung gõ dở lúc").await;
    phone.writes(&[(birth, "1965")]).await;
    phone.reads(birth, "1965").await;
    phone
        .wait_for("no complaint of the year alone", async || {
            phone.note_under(birth).await.is_empty()
        })
        .await;
    phone
        .writes(&[("Quê quán", "Mẫu Sơn"), ("Trú quán", "Bản Pò Mã")])
        .await;
    phone.chooses("Giới tính", "Nam").await;
    phone.go_back().await;
    phone.reopen().await;
    open_section(&phone, "2. Nếu điển hình tiên tiến").await;
    phone.reads(birth, "1965").await;
    phone.go_to_list("Cá nhân").await;
    phone.sees_rows(&["Triệu Tiến Phúc"]).await;
    phone.complains_of_nothing().await;
}

journey!(drafts_are_found_again: Chromium, WebKit);
async fn drafts_are_found_again(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    for (name, make) in [
        ("Nông Văn Dền", "Thêm gia đình “Nông Văn Dền”"),
        ("Triệu Tiến Phúc", "Thêm người “Triệu Tiến Phúc”"),
        ("Trạm Y tế Mẫu Sơn", "Thêm tập thể “Trạm Y tế Mẫu Sơn”"),
    ] {
        begin(&phone, name, make).await;
        phone.sees_title(name).await;
    }
    phone.go_home().await;
    phone.tab("Trang chủ").await;
    phone.row_says("Nông Văn Dền", "còn thiếu").await;
    phone.tab("Khen thưởng").await;
    phone.tap("Nông Văn Dền").await;
    asks_for(&phone, "Gia đình văn hóa").await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.screen("nominations").await;
    for (search, found) in [
        ("den", "Nông Văn Dền"),
        ("tram y te", "Trạm Y tế Mẫu Sơn"),
        ("ttp", "Triệu Tiến Phúc"),
        ("van hoa", "Nông Văn Dền"),
    ] {
        phone.search(search).await;
        phone.sees_rows(&[found]).await;
    }
    phone.tap("Xoá chữ đang tìm").await;
    // A chip that would leave nothing is not offered.
    assert!(!phone.words().await.contains("Đã đủ"));
    phone.tap("Còn thiếu").await;
    phone
        .wait_for("three drafts", async || phone.rows().await.len() == 3)
        .await;
    phone.complains_of_nothing().await;
}

journey!(whoever_it_is_one_search_finds_them: Chromium, WebKit);
async fn whoever_it_is_one_search_finds_them(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Thôn Khuổi Lùng", "Bản Pò Mã"]).await;
    for make in [
        "Thêm người “Lý Lùng”",
        "Thêm gia đình “Lý Lùng”",
        "Thêm tập thể “Chi hội Lùng”",
    ] {
        let (_, name) = make.split_once('“').expect("a name");
        begin(&phone, name.trim_end_matches('”'), make).await;
        phone.taps_in_dialog("Chung của xã").await;
        phone.see("Các phần").await;
    }
    asks_who(&phone, "lùng").await;
    for what in ["Thôn, bản (tập thể)", "Tập thể", "Cá nhân", "Gia đình"] {
        phone.row_says("Lùng", what).await;
    }
    let found = phone.rows().await.len();
    assert_eq!(
        found, 4,
        "the village, the collective, the person, the family"
    );
    phone.screen("nomination-who").await;
    // A chip leaves those of one kind.
    phone.tap("Gia đình").await;
    phone.sees_rows(&["Lý Lùng"]).await;
    phone.tap("Tất cả").await;
    // Choosing says what it is, and the form is that of a collective.
    phone.tap("Thôn Khuổi Lùng").await;
    phone.sees_title("Thôn Khuổi Lùng").await;
    phone.see("Nếu điển hình tiên tiến là tập thể").await;
    assert!(!phone.words().await.contains("là cá nhân, gia đình"));
    phone.complains_of_nothing().await;
}

/// Deletes the nomination of a name.
pub async fn deletes(phone: &Phone, of: &str) {
    phone.open("/khen-thuong").await;
    phone.tap(of).await;
    phone.tap("Xoá phiếu này").await;
    phone.sees_title("Khen thưởng").await;
    phone.has_written().await;
}

/// Puts a person's name right in the list of people.
async fn corrects_name(phone: &Phone, from: &str, to: &str) {
    phone.go_to_list("Cá nhân").await;
    phone.tap(from).await;
    open_section(phone, "Lý lịch").await;
    phone.writes(&[("Họ và tên", to)]).await;
    phone.sees_title(to).await;
    phone.has_written().await;
}

/// Every screen that names a nomination of this person calls him so, and not as before.
async fn is_called_everywhere(phone: &Phone, name: &str, before: &str) {
    let reference = format!("Đã ghi “{before}”, trong sổ nay là “{name}”");
    phone.go_home().await;
    phone.row_says(name, "Đề nghị khen thưởng: ").await;
    calls_nobody(phone, before).await;
    phone.open("/so-chung").await;
    phone.row_says(name, "thay đổi").await;
    calls_nobody(phone, before).await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.sees_rows(&[name]).await;
    phone.tap("Lập văn bản").await;
    phone.see("Đề nghị đưa vào văn bản").await;
    phone.see(name).await;
    calls_nobody(phone, before).await;
    phone.open("/khen-thuong").await;
    phone.tap(name).await;
    phone.sees_title(name).await;
    phone.tap("Kiểm tra lại").await;
    // What was written then is said once, where it can be put right.
    phone.see(&reference).await;
    let facts: String = phone
        .script("return [...document.querySelectorAll('dl.facts')].map((facts) => facts.innerText).join('\\n')")
        .await;
    assert!(facts.contains(name) && !facts.contains(before), "{facts}");
    phone.screen("nomination-name-corrected").await;
    phone.tap(&reference).await;
    phone
        .sees_note("Tên tập thể, họ và tên cá nhân hoặc chủ hộ", &reference)
        .await;
}

async fn calls_nobody(phone: &Phone, name: &str) {
    let words = phone.words().await;
    assert!(!words.contains(name), "{words}");
}

journey!(a_corrected_name_is_corrected_in_every_list: Chromium, WebKit);
async fn a_corrected_name_is_corrected_in_every_list(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    let (wrong, right) = ("Triệu Tiền Phúc", "Triệu Tiến Phúc");
    begin(&phone, wrong, &format!("Thêm người “{wrong}”")).await;
    phone.sees_title(wrong).await;
    asks_for(&phone, "Giấy khen của Chủ tịch UBND cấp xã").await;
    corrects_name(&phone, wrong, right).await;
    is_called_everywhere(&phone, right, wrong).await;
    // Also where the register is opened anew.
    phone.open("/khen-thuong").await;
    phone.sees_rows(&[right]).await;

    // It is found by the name of now, and not by that of then.
    let other = "Chu Kim Phúc";
    corrects_name(&phone, right, other).await;
    asks_who(&phone, "Lý Văn Ân").await;
    phone.tap("Thêm người “Lý Văn Ân”").await;
    phone.sees_title("Lý Văn Ân").await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    for (search, found) in [
        ("kim", &[other][..]),
        ("ckp", &[other]),
        ("giay khen", &[other]),
        ("tien phuc", &[]),
        ("ttp", &[]),
        ("van", &["Lý Văn Ân"]),
    ] {
        phone.search(search).await;
        phone.sees_rows(found).await;
    }

    // And when another puts it right.
    endpoint.come_back();
    phone.search("").await;
    phone.go_home().await;
    phone.gets_signal().await;
    phone.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    corrects_name(&binh, other, right).await;
    binh.go_home().await;
    binh.sees_all_shared().await;
    phone.gets_signal().await;
    phone.row_says(right, "Đề nghị khen thưởng: ").await;

    // Deleted it is called so, too.
    deletes(&phone, right).await;
    phone.open("/da-xoa").await;
    phone.sees_rows(&[right]).await;
    phone.complains_of_nothing().await;
}

journey!(a_corrected_name_goes_with_what_was_chosen: Chromium, WebKit);
async fn a_corrected_name_goes_with_what_was_chosen(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    let (wrong, right) = ("Triệu Tiền Phúc", "Triệu Tiến Phúc");
    begin(&phone, wrong, &format!("Thêm người “{wrong}”")).await;
    phone.sees_title(wrong).await;
    asks_for(&phone, "Giấy khen của Chủ tịch UBND cấp xã").await;
    corrects_name(&phone, wrong, right).await;
    phone.open("/khen-thuong").await;
    phone.tap(right).await;
    open_section(&phone, "Đối tượng và hình thức đề nghị").await;
    let name = "Tên tập thể, họ và tên cá nhân hoặc chủ hộ";
    phone.holds(name, wrong).await;
    phone.tap("Chọn").await;
    phone.taps_in_dialog("Bỏ chọn").await;
    phone.holds(name, "").await;
    phone.complains_of_nothing().await;
}
