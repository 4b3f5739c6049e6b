//! Official documents, made on the phone.

use crate::common::{add_villages, official, open_section};
use journeys::{Endpoint, Engine, Phone, journey};

/// What stands on the pages of the document that is shown.
async fn pages(phone: &Phone) -> String {
    const READ: &str = "const frame = document.querySelector('.paper iframe');
        return frame && frame.contentDocument && frame.contentDocument.body ? frame.contentDocument.body.innerText.normalize('NFC') : ''";
    phone.script(READ).await
}

pub async fn page_says(phone: &Phone, words: &str) {
    let what = format!("the page says “{words}”");
    phone
        .wait_for(&what, async || pages(phone).await.contains(words))
        .await;
}

/// Notes from now on the files that the page makes.
async fn notes_files(phone: &Phone) {
    const NOTE: &str = "window.files = {};
        const original = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            const address = original.call(URL, blob);
            blob.arrayBuffer().then((bytes) => { window.files[address] = [...new Uint8Array(bytes)]; });
            return address;
        };";
    phone.does(NOTE, vec![]).await;
}

/// The bytes of the file that a button saves.
async fn file_of(phone: &Phone, button: &str) -> Vec<u8> {
    const READ: &str = "const link = [...document.querySelectorAll('a[download]')].find((a) => a.innerText.trim() === arguments[0]);
        return (link && window.files[link.href]) || []";
    phone.see(button).await;
    let read = async || -> Vec<u8> {
        phone
            .script_with(READ, vec![serde_json::json!(button)])
            .await
    };
    phone
        .wait_for("the file is there", async || !read().await.is_empty())
        .await;
    read().await
}

/// The name under which a button saves its file.
async fn name_of_file(phone: &Phone, button: &str) -> String {
    const READ: &str = "const link = [...document.querySelectorAll('a[download]')].find((a) => a.innerText.trim() === arguments[0]);
        return link && link.href.startsWith('blob:') ? link.download : ''";
    phone
        .script_with(READ, vec![serde_json::json!(button)])
        .await
}

/// How many places its row says are to be looked at in a document.
async fn places_of(phone: &Phone, document: &str) -> u32 {
    let rows = phone.rows().await;
    let row = rows.iter().find(|row| row.contains(document));
    let before = row.and_then(|row| row.split(" chỗ cần xem").next());
    let count = before.and_then(|words| words.rsplit(' ').next());
    let count = count.and_then(|count| count.parse().ok());
    count.unwrap_or_else(|| panic!("no count: {rows:#?}"))
}

journey!(documents_are_made_without_a_signal: Chromium, WebKit);
async fn documents_are_made_without_a_signal(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Đề nghị mới").await;
    phone.tap("Tập thể").await;
    phone.search("po ma").await;
    phone.tap("Bản Pò Mã").await;
    open_section(&phone, "1. Nếu điển hình tiên tiến là tập thể").await;
    phone
        .writes(&[
            ("Địa điểm trụ sở chính", "Nhà văn hóa Bản Pò Mã"),
            ("Quá trình thành lập và phát triển", "Thành lập năm 1954."),
        ])
        .await;
    phone.go_back().await;
    phone.tap("Kiểm tra lại").await;
    phone.tap("Lập văn bản").await;
    phone.sees(&["Văn bản", "chỗ cần xem"]).await;
    phone.screen("papers").await;
    // What the draft lacks is said in one place, and counted once.
    let counted = places_of(&phone, "Báo cáo tóm tắt thành tích").await;
    phone.tap("Báo cáo tóm tắt thành tích").await;
    phone
        .see(&format!("Cần xem trước khi ký ({counted})"))
        .await;
    phone.tap("Cần xem trước khi ký").await;
    phone.tap("Phiếu còn thiếu").await;
    phone.see("chỗ cần xem").await;
    phone.sees_title("Bản Pò Mã").await;
    phone.go_back().await;
    phone.go_back().await;
    notes_files(&phone).await;
    phone.tap("Báo cáo tóm tắt thành tích").await;
    page_says(&phone, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").await;
    page_says(&phone, "Thành lập năm 1954.").await;
    phone.see("Lưu tệp Word").await;
    phone.screen("paper").await;
    let name = name_of_file(&phone, "Lưu tệp Word").await;
    assert!(name.ends_with(" - Ban Po Ma - 2026.docx"), "{name}");
    let made = file_of(&phone, "Lưu tệp Word").await;
    assert!(
        made.starts_with(b"PK") && made.len() > 2_000,
        "{}",
        made.len()
    );

    // A draft that lacks parts goes into the year's only if the person says so.
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Lập văn bản").await;
    phone
        .sees(&["Năm 2026", "Đề nghị đưa vào văn bản: 0/1"])
        .await;
    phone.tap("Bản Pò Mã").await;
    phone
        .sees(&["Đề nghị đưa vào văn bản: 1/1", "Tờ trình"])
        .await;
    phone.screen("papers-of-nominations").await;
    phone.tap("Giới thiệu điển hình tiên tiến").await;
    phone.see("Các tệp trong hồ sơ").await;
    let zip = file_of(&phone, "Lưu cả hồ sơ").await;
    assert!(zip.starts_with(b"PK") && zip.len() > 8_000, "{}", zip.len());
    phone.screen("dossier").await;
    // Each of its files opens with what is to be looked at, and a tap leads to the field.
    phone.tap("– Bản Pò Mã").await;
    page_says(&phone, "Thành lập năm 1954.").await;
    phone.tap("Còn trống: Điện thoại").await;
    phone.see("Địa điểm trụ sở chính").await;
    phone.go_back().await;
    phone.see("Còn trống: Điện thoại").await;
    phone.complains_of_nothing().await;
}

journey!(the_year_has_reports_a_calendar_and_a_backdrop: Chromium, WebKit);
async fn the_year_has_reports_a_calendar_and_a_backdrop(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    endpoint.kill();
    phone.go_home().await;
    phone.tab("Thi đua").await;
    phone.tap("Lập văn bản").await;
    phone.tap("Bảng tổng hợp đăng ký thi đua của xã").await;
    page_says(&phone, "Lặp Pịa").await;
    phone.screen("registration-summary").await;
    phone.tap("In cả chữ “Mẫu tham khảo”").await;
    page_says(&phone, "(Mẫu tham khảo)").await;

    phone.go_home().await;
    phone.tab("Khác").await;
    notes_files(&phone).await;
    phone.tap("Báo cáo và mẫu văn bản").await;
    phone
        .sees(&["Báo cáo tổng kết năm", "Kế hoạch công tác thi đua"])
        .await;
    let calendar = file_of(&phone, "Lưu tệp lịch").await;
    let calendar = String::from_utf8(calendar).expect("a calendar is text");
    assert!(calendar.starts_with("BEGIN:VCALENDAR"), "{calendar}");
    assert!(calendar.contains("BEGIN:VEVENT"), "{calendar}");
    phone.screen("papers-of-the-year").await;

    // What is being made can be left: its worker ends, and the next one begins anew.
    phone
        .does(
            "window.held = Worker.prototype.postMessage;
             Worker.prototype.postMessage = () => { window.asked = true; }",
            vec![],
        )
        .await;
    phone.tap("Báo cáo tổng kết năm").await;
    phone.sees(&["Đang lập văn bản…", "Thôi"]).await;
    phone.wait_until("window.asked").await;
    phone
        .does("Worker.prototype.postMessage = window.held", vec![])
        .await;
    phone.tap("Thôi").await;
    phone.tap("Báo cáo tổng kết năm").await;
    page_says(&phone, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").await;
    phone.tap("Phóng to để đọc").await;
    phone.see("Thu vừa màn hình").await;
    phone.screen("paper-large").await;
    phone.go_back().await;

    phone.tap("Ma-két").await;
    phone
        .writes(&[("Lần thứ", "IV"), ("Giai đoạn", "2026 - 2030")])
        .await;
    let png = file_of(&phone, "Lưu ảnh PNG").await;
    let size = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((size(16), size(20)), (4_000, 2_000), "the picture's size");
    phone.screen("stage").await;
    phone.reopen().await;
    phone.holds("Lần thứ", "IV").await;
    phone.complains_of_nothing().await;
}
