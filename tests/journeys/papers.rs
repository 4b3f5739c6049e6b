//! Official documents, made on the phone.

use crate::common::{add_villages, official, open_section};
use journeys::{Endpoint, Engine, Phone, journey};

/// What stands on the pages of the document that is shown.
async fn pages(phone: &Phone) -> String {
    const READ: &str = "const frame = document.querySelector('.paper iframe');
        return frame && frame.contentDocument && frame.contentDocument.body ? frame.contentDocument.body.innerText.normalize('NFC') : ''";
    phone.script(READ).await
}

async fn page_says(phone: &Phone, words: &str) {
    let what = format!("the page says “{words}”");
    phone
        .wait_for(&what, async || pages(phone).await.contains(words))
        .await;
}

/// Notes from now on how the files begin that the page makes, and how long they are.
async fn notes_files(phone: &Phone) {
    const NOTE: &str = "window.made = [];
        const original = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            blob.slice(0, 2).text().then((begins) => window.made.push([begins, blob.size]));
            return original.call(URL, blob);
        };";
    phone.does(NOTE, vec![]).await;
}

/// The name under which a button saves its file.
async fn name_of_file(phone: &Phone, button: &str) -> String {
    const READ: &str = "const link = [...document.querySelectorAll('a[download]')].find((a) => a.innerText.trim() === arguments[0]);
        return link && link.href.startsWith('blob:') ? link.download : ''";
    phone
        .script_with(READ, vec![serde_json::json!(button)])
        .await
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
    notes_files(&phone).await;
    phone.tap("Báo cáo tóm tắt thành tích").await;
    page_says(&phone, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").await;
    page_says(&phone, "Thành lập năm 1954.").await;
    phone.see("Lưu tệp Word").await;
    phone.screen("paper").await;
    let name = name_of_file(&phone, "Lưu tệp Word").await;
    assert!(name.ends_with(" - Ban Po Ma - 2026.docx"), "{name}");
    let made: Vec<(String, usize)> = phone.script("return window.made").await;
    let [(begins, size)] = made.as_slice() else {
        panic!("{made:?}")
    };
    assert!(begins == "PK" && *size > 2_000, "{made:?}");

    // All of the year at once.
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Lập văn bản").await;
    phone.see("Tờ trình").await;
    phone.screen("papers-of-nominations").await;
    phone.complains_of_nothing().await;
}
