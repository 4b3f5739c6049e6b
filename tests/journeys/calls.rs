//! What the commune asks its villages to hand in, and until when: written once by an official, read on
//! every village head's home.

use crate::common::{AN, add_villages, official};
use journeys::{Endpoint, Engine, Phone, journey};

journey!(a_call_is_written_once_and_read_by_every_village: Chromium, WebKit);
async fn a_call_is_written_once_and_read_by_every_village(engine: Engine) {
    const CALL: &str = "Đăng ký thi đua đầu năm";
    let mut endpoint = Endpoint::start();
    let lan = official(engine, &endpoint).await;
    add_villages(&lan, &["Bản Pò Mã"]).await;
    lan.tab("Khác").await;
    lan.tap("Các đợt nộp").await;
    lan.see("Chưa có đợt nào").await;
    lan.screen("calls-empty").await;
    lan.tap("Thêm đợt").await;
    let year: i32 = lan.script("return new Date().getFullYear()").await;
    let due = format!("31/12/{year}");
    lan.writes(&[("Tên đợt", CALL), ("Hạn nộp về xã", &due)])
        .await;
    lan.chooses("Các thôn, đơn vị nộp gì", "Bản đăng ký thi đua")
        .await;
    lan.screen("call").await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    lan.tab("Khác").await;
    lan.tap("Các đợt nộp").await;
    lan.row_says(CALL, &format!("hạn nộp {due}")).await;
    lan.screen("calls").await;

    let an = Phone::enrolled(engine, &endpoint, AN).await;
    an.row_says(CALL, &format!("hạn nộp {due}")).await;
    an.screen("call-at-home").await;
    an.is_ready_for_the_road().await;
    endpoint.kill();
    an.tap(CALL).await;
    an.see("Phiếu này chỉ để xem").await;
    an.see("Bản đăng ký thi đua").await;

    // It is deleted without a signal, taken back, and is still before the village.
    lan.tap(CALL).await;
    lan.tap("Xoá phiếu này").await;
    lan.see("Chưa có đợt nào").await;
    lan.tap("Hoàn tác").await;
    lan.see(CALL).await;
    endpoint.come_back();
    lan.gets_signal().await;
    lan.go_home().await;
    lan.sees_all_shared().await;
    an.gets_signal().await;
    an.go_home().await;
    an.sees_all_shared().await;
    an.see(CALL).await;
}
