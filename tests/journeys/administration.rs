//! «Người và máy»: an official invites a village head, and locks the head's phone, which was lost.

use crate::common::{AN, LAN, add_villages, open_village};
use journeys::{Endpoint, Engine, Phone, journey};

async fn people_of(phone: &Phone) {
    phone.go_home().await;
    phone.tab("Khác").await;
    phone.tap("Người và máy").await;
    phone.see("Người trong sổ").await;
}

/// The code that stands on the page.
async fn code(phone: &Phone) -> String {
    phone
        .script("return document.querySelector('.code').innerText.trim()")
        .await
}

journey!(a_head_is_invited_and_the_lost_phone_is_locked: Chromium, WebKit);
async fn a_head_is_invited_and_the_lost_phone_is_locked(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã, 64 hộ"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    people_of(&lan).await;
    lan.screen("people").await;
    // What is missing is said, and nothing is made.
    lan.tap("Tạo lời mời").await;
    lan.see("Ghi họ và tên trước.").await;
    lan.fill("Họ và tên người được mời", AN.name).await;
    lan.tap("Tạo lời mời").await;
    lan.see("Chọn thôn, đơn vị trước.").await;
    lan.script::<()>(
        "const units = document.querySelector('#invite-unit');
         units.selectedIndex = [...units.options].findIndex((one) => one.text.includes('Pò Mã'));
         units.dispatchEvent(new Event('change'));",
    )
    .await;
    lan.tap("Tạo lời mời").await;
    lan.see("Lời mời cho Lý Văn Ân").await;
    lan.screen("people-invited").await;
    let code = code(&lan).await;

    let an = Phone::new(engine, &endpoint).await;
    an.open(&format!("/moi/{}", code.replace('-', ""))).await;
    an.tap("Nhận sổ trên máy này").await;
    an.see("Việc cần làm").await;
    an.sees_all_shared().await;
    endpoint.stop();
    open_village(&an, "Bản Pò Mã").await;
    an.writes(&[("Số hộ", "65")]).await;
    // Without a signal nobody is invited or locked.
    lan.reopen().await;
    lan.see("Mời người, khoá máy phải làm khi có sóng.").await;

    endpoint.come_back();
    lan.tap("Xem lại").await;
    lan.sees(&[AN.name, "Máy nhận sổ"]).await;
    lan.script::<()>(
        "const person = [...document.querySelectorAll('.card')].find((card) => card.innerText.includes('Lý Văn Ân'));
         [...person.querySelectorAll('button')].find((b) => b.innerText.includes('Khoá máy')).click()",
    )
    .await;
    lan.see("Khoá máy của Lý Văn Ân?").await;
    lan.script::<()>(
        "[...document.querySelectorAll('dialog[open] label')].find((one) => one.innerText.includes('Mất máy')).click()",
    )
    .await;
    lan.screen("people-lost").await;
    lan.taps_in_dialog("Khoá").await;
    lan.see("đã khoá: mất máy").await;

    an.gets_signal().await;
    an.see("Máy này đã được báo mất").await;
    an.screen("lost").await;
    let kept = an.kept_words().await;
    assert!(!kept.contains("villageKind"), "{kept}");
    lan.complains_of_nothing().await;
}
