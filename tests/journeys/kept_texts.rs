//! Every text that a person writes is kept as it is typed, wherever that is, until it is saved or
//! thrown away on purpose.

use crate::common::{BINH, LAN, add_villages, official, open_village};
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::json;

const LINES: &str = "Danh sách, mỗi dòng một thôn";
const HEAD: &str = "Họ và tên trưởng thôn";

journey!(a_list_that_is_being_pasted_is_kept: Chromium, WebKit);
async fn a_list_that_is_being_pasted_is_kept(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let lines = "Bản Pò Mã, 64 hộ\nThôn Lặp Pịa";
    phone.pastes(LINES, lines).await;
    phone.see("Thêm 2 thôn").await;
    phone.is_typed("Thôn Lặp Pịa").await;
    phone.reopen().await;
    phone.holds(LINES, lines).await;
    phone.see("Thêm 2 thôn").await;
    phone.screen("paste-kept").await;

    // From the first screen there is a way back to it.
    phone.open("/").await;
    phone.see("Đang làm").await;
    phone.screen("home-paste-kept").await;
    phone.tap("Dán danh sách thôn").await;
    phone.holds(LINES, lines).await;
    phone.tap("Thêm 2 thôn").await;
    phone.sees_rows(&["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    phone.has_written().await;
    phone.open("/dan-danh-sach").await;
    phone.holds(LINES, "").await;

    // Thrown away on purpose it is gone.
    phone.pastes(LINES, "Thôn Khuổi Tẳng").await;
    phone.is_typed("Khuổi Tẳng").await;
    phone.tap("Thôi").await;
    phone.see("Bản Pò Mã").await;
    phone.has_written().await;
    assert!(!phone.kept_words().await.contains("Khuổi Tẳng"));
    phone.open("/dan-danh-sach").await;
    phone.holds(LINES, "").await;
}

/// Both wrote another head of the village without a signal, and both know it.
async fn in_conflict(engine: Engine, endpoint: &mut Endpoint) -> (Phone, Phone) {
    let lan = Phone::enrolled(engine, endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, endpoint, BINH).await;
    binh.go_to_list("Thôn, bản").await;
    binh.see("Bản Pò Mã").await;
    endpoint.kill();
    for (phone, head) in [(&lan, "Lý Văn Ân"), (&binh, "Lý Văn Ấn")] {
        open_village(phone, "Bản Pò Mã").await;
        phone.writes(&[(HEAD, head)]).await;
    }
    endpoint.come_back();
    for phone in [&lan, &binh, &lan] {
        phone.go_home().await;
        phone.gets_signal().await;
        phone.sees_all_shared().await;
    }
    (lan, binh)
}

journey!(what_is_written_instead_of_both_is_kept: Chromium, WebKit);
async fn what_is_written_instead_of_both_is_kept(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let (lan, binh) = in_conflict(engine, &mut endpoint).await;
    lan.tap("1 chỗ cần xem lại").await;
    lan.tap("Ghi khác…").await;
    lan.writes_other("Lý Văn Ân (nghỉ từ tháng 9)").await;
    lan.is_typed("nghỉ từ tháng 9").await;
    lan.reopen().await;
    lan.wait_until(
        "document.querySelector('.conflict textarea')?.value.includes('nghỉ từ tháng 9')",
    )
    .await;
    lan.wait_until("document.querySelector('.conflict textarea').checkVisibility()")
        .await;
    lan.screen("review-other-kept").await;

    // The other decides meanwhile.
    binh.tap("1 chỗ cần xem lại").await;
    binh.tap("Lý Văn Ấn").await;
    binh.tap("Dùng nội dung này").await;
    binh.see("Không có chỗ nào cần xem lại").await;
    binh.go_home().await;
    binh.sees_all_shared().await;
    lan.gets_signal().await;
    lan.see("Không có chỗ nào cần xem lại").await;
    lan.screen("review-settled-meanwhile").await;
    lan.tap("Mở ô đang gõ").await;
    lan.reads(HEAD, "Lý Văn Ân (nghỉ từ tháng 9)").await;
    lan.sees_note(HEAD, "đã có người chọn “Lý Văn Ấn”").await;
    lan.screen("form-settled-meanwhile").await;

    // It can still be used, and takes nothing from the other: both are there to choose from.
    lan.enter(HEAD).await;
    lan.leaves().await;
    lan.see("Hãy chọn nội dung đúng:").await;
    lan.tap("Lý Văn Ân (nghỉ từ tháng 9)").await;
    lan.tap("Dùng nội dung này").await;
    lan.reads(HEAD, "Lý Văn Ân (nghỉ từ tháng 9)").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
}

journey!(what_no_field_can_hold_is_said_at_the_field: Chromium, WebKit);
async fn what_no_field_can_hold_is_said_at_the_field(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.types("Số hộ", "99.999.999.999.999.999").await;
    phone.leaves().await;
    phone.sees_note("Số hộ", "Số quá lớn.").await;
    says_what_is_not_saved(&phone, 1).await;
    phone
        .does(
            "const labels = [...document.querySelectorAll('label')];
            const note = labels.find((label) => label.innerText.trim() === 'Ghi chú').control;
            note.focus();
            note.value = 'Nhà văn hoá thôn. '.repeat(21000);
            note.dispatchEvent(new Event('input', { bubbles: true }));
            note.blur();
            note.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![json!(null)],
        )
        .await;
    phone.sees_note("Ghi chú", "Dài quá.").await;
    says_what_is_not_saved(&phone, 2).await;
    phone.screen("too-large").await;
    phone.has_written().await;
    let words = phone.words().await;
    assert!(!words.contains("chưa lưu được"), "{words}");
    phone.reopen().await;
    phone.reads("Số hộ", "99.999.999.999.999.999").await;
    phone.sees_note("Số hộ", "Số quá lớn.").await;
    phone.sees_note("Ghi chú", "Dài quá.").await;
    let length: usize = phone
        .script(
            "const labels = [...document.querySelectorAll('label')];
            return labels.find((label) => label.innerText.trim() === 'Ghi chú').control.value.length",
        )
        .await;
    assert_eq!(length, 18 * 21_000);
    says_what_is_not_saved(&phone, 2).await;
    phone.writes(&[("Số hộ", "64")]).await;
    says_what_is_not_saved(&phone, 1).await;
    phone.writes(&[("Ghi chú", "Nhà văn hoá thôn.")]).await;
    phone.see("Đã lưu trên máy").await;
}

/// The form does not claim that all of it is saved.
async fn says_what_is_not_saved(phone: &Phone, fields: usize) {
    let said = format!("{fields} ô đang gõ dở được giữ trên máy, chưa lưu vào phiếu");
    phone.see(&said).await;
    let words = phone.words().await;
    assert!(!words.contains("Đã lưu trên máy"), "{words}");
}

async fn opens_stage(phone: &Phone) {
    phone.go_home().await;
    phone.tab("Khác").await;
    phone.tap("Báo cáo và mẫu văn bản").await;
    phone.tap("Ma-két").await;
    phone.see("Lần thứ").await;
}

journey!(words_for_a_stage_are_kept_and_are_the_persons_own: Chromium, WebKit);
async fn words_for_a_stage_are_kept_and_are_the_persons_own(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    opens_stage(&phone).await;
    phone.types("Lần thứ", "IV").await;
    phone
        .wait_for("the words are kept", async || {
            phone.kept_words().await.contains("\"IV\"")
        })
        .await;
    phone.reopen().await;
    phone.holds("Lần thứ", "IV").await;

    // Another who uses this phone does not find them in his.
    phone.takes(&endpoint.invite(BINH)).await;
    opens_stage(&phone).await;
    phone.holds("Lần thứ", "").await;
}

journey!(a_code_that_is_being_typed_is_kept_until_it_is_taken: Chromium, WebKit);
async fn a_code_that_is_being_typed_is_kept_until_it_is_taken(engine: Engine) {
    const CODE: &str = "Mã mời";
    let endpoint = Endpoint::start();
    let phone = Phone::new(engine, &endpoint).await;
    phone.open("/moi").await;
    phone.types(CODE, "K7QM-3XP").await;
    phone.reopen().await;
    phone.holds(CODE, "K7QM-3XP").await;

    let invited = endpoint.invite(LAN);
    phone.types(CODE, &invited.code).await;
    phone.tap("Xem lời mời").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.wait_until("document.querySelector('a.status')").await;
    phone.open("/moi").await;
    phone.holds(CODE, "").await;
}
