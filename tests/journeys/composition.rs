//! A Vietnamese keyboard composes: the text belongs to it until it is done.

use crate::common::{BINH, LAN, add_villages, open_village};
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::json;

async fn compose(phone: &Phone, text: &str) {
    let end = text.encode_utf16().count();
    phone
        .devtools(
            "Input.imeSetComposition",
            json!({ "text": text, "selectionStart": end, "selectionEnd": end }),
        )
        .await;
}

/// What is in the field that has the keyboard, and that it is still the same one.
async fn under_the_pen(phone: &Phone) -> String {
    phone
        .script(
            "window.pen ??= document.activeElement;
            return document.activeElement === window.pen ? window.pen.value : 'another field'",
        )
        .await
}

journey!(what_is_being_composed_is_never_rewritten: Chromium);
async fn what_is_being_composed_is_never_rewritten(engine: Engine) {
    let endpoint = Endpoint::start();
    let lan = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã"]).await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    let binh = Phone::enrolled(engine, &endpoint, BINH).await;
    open_village(&lan, "Bản Pò Mã").await;
    let head = "Họ và tên trưởng thôn";
    lan.enter(head).await;
    assert_eq!(under_the_pen(&lan).await, "");
    for (number, composed) in ["L", "Ly", "Lý", "Lý V", "Lý Va", "Lý Vă", "Lý Văn"]
        .iter()
        .enumerate()
    {
        compose(&lan, composed).await;
        assert_eq!(under_the_pen(&lan).await, *composed);
        if number == 2 {
            // It is kept while it is composed, and that does not touch it.
            lan.is_typed("Lý").await;
            assert_eq!(under_the_pen(&lan).await, "Lý");
            // Nor does what arrives in this very field and in another.
            open_village(&binh, "Bản Pò Mã").await;
            binh.writes(&[(head, "Triệu Sinh"), ("Số hộ", "64")]).await;
            binh.go_home().await;
            binh.sees_all_shared().await;
            lan.gets_signal().await;
            lan.reads("Số hộ", "64").await;
            assert_eq!(under_the_pen(&lan).await, "Lý");
        }
    }
    lan.devtools("Input.insertText", json!({ "text": "Lý Văn Ân" }))
        .await;
    assert_eq!(under_the_pen(&lan).await, "Lý Văn Ân");
    lan.leaves().await;
    // Bình's value was not before Lan's eyes when she began: both are kept.
    lan.see("Hãy chọn nội dung đúng:").await;
    lan.sees(&["Lý Văn Ân", "Triệu Sinh"]).await;
    lan.screen("form-conflict-after-composition").await;
}

journey!(letters_are_put_together_when_the_field_is_left: Chromium, WebKit);
async fn letters_are_put_together_when_the_field_is_left(engine: Engine) {
    const APART: &str = "Lo\u{300} Va\u{306}n A\u{302}n";
    const TOGETHER: &str = "Lò Văn Ân";
    let endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    for label in ["Họ và tên trưởng thôn", "Ghi chú"] {
        phone.pastes(label, APART).await;
        phone.is_typed(APART).await;
        assert_eq!(
            phone.field_says(label).await,
            APART,
            "not before it is left"
        );
        phone.leaves().await;
    }
    phone.reopen().await;
    for label in ["Họ và tên trưởng thôn", "Ghi chú"] {
        assert_eq!(phone.field_says(label).await, TOGETHER);
    }
}
