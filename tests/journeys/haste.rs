//! A person is faster than the phone: what follows at once is never taken for another's edit.

use crate::common::{add_villages, begin_registration, official, open_section, open_village};
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::json;

async fn nothing_to_review(phone: &Phone) {
    phone.has_written().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    let words = phone.words().await;
    assert!(!words.contains("cần xem lại"), "{words}");
}

journey!(a_field_is_left_twice_before_it_is_saved_once: Chromium, WebKit);
async fn a_field_is_left_twice_before_it_is_saved_once(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    for label in ["Họ và tên trưởng thôn", "Ghi chú"] {
        phone.enter(label).await;
        phone
            .does(
                "const field = document.activeElement;
                for (const text of arguments[0]) {
                    field.focus();
                    field.select();
                    document.execCommand('insertText', false, text);
                    field.blur();
                }",
                vec![json!(["Lý", "Lý Văn", "Lý Văn Ân"])],
            )
            .await;
        phone.reads(label, "Lý Văn Ân").await;
    }
    nothing_to_review(&phone).await;
    phone.reopen().await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.reads("Họ và tên trưởng thôn", "Lý Văn Ân").await;
    phone.reads("Ghi chú", "Lý Văn Ân").await;
}

journey!(several_are_chosen_at_once: Chromium, WebKit);
async fn several_are_chosen_at_once(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    begin_registration(&phone, "Xã Mẫu Sơn").await;
    open_section(&phone, "D. Phong trào thi đua tham gia").await;
    phone.find("label.choice").await;
    // One after the other while the first are still on their way into the store, and back again.
    let chosen: bool = phone
        .script(
            "return (async () => {
                for (const row of [...document.querySelectorAll('label.choice')].slice(0, 6)) {
                    row.click();
                    await new Promise((done) => setTimeout(done, 15));
                }
                return true;
            })()",
        )
        .await;
    assert!(chosen);
    phone.has_written().await;
    let chosen = phone.field_says("Phong trào thi đua").await;
    let count: usize = phone
        .script("return document.querySelectorAll('label.choice input:checked').length")
        .await;
    assert_eq!(count, 6, "{chosen}");
    nothing_to_review(&phone).await;
    phone.tab("Thi đua").await;
    phone.tap("Xã Mẫu Sơn").await;
    open_section(&phone, "D. Phong trào thi đua tham gia").await;
    phone.reads("Phong trào thi đua", &chosen).await;
}

journey!(a_wrong_date_is_kept_though_the_page_is_left_at_once: Chromium, WebKit);
async fn a_wrong_date_is_kept_though_the_page_is_left_at_once(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    begin_registration(&phone, "Xã Mẫu Sơn").await;
    open_section(&phone, "Đơn vị đăng ký").await;
    phone.enter("Ngày đăng ký").await;
    phone
        .does(
            "document.execCommand('insertText', false, '31/02/2026');
            document.querySelector('header a.back').click()",
            vec![],
        )
        .await;
    phone.see("Các phần").await;
    open_section(&phone, "Đơn vị đăng ký").await;
    phone.reads("Ngày đăng ký", "31/02/2026").await;
    phone.reopen().await;
    phone.reads("Ngày đăng ký", "31/02/2026").await;
    phone.sees_note("Ngày đăng ký", "Nội dung gõ dở lúc").await;
    phone
        .sees_note("Ngày đăng ký", "Tháng này không có ngày đó.")
        .await;
}
