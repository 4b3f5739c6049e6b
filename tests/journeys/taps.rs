//! A finger that trembles taps twice: one tap, one act.

use crate::common::{LAN, add_villages, official};
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::json;

/// Taps twice at one place: in one tick, or so many milliseconds apart, on whatever is there then.
/// A tap that finds another page is a tap on that page.
const TWICE: &str = "
const [wanted, apart] = arguments;
const said = (e) => e.innerText.normalize('NFC').replace(/\\s+/g, ' ').trim();
const scope = document.querySelector('dialog[open]') || document;
const open = [...scope.querySelectorAll('button, a')].filter((e) => e.checkVisibility());
const found = open.find((e) => said(e) === wanted) || open.find((e) => said(e).includes(wanted));
found.scrollIntoView({ block: 'center', behavior: 'instant' });
const place = found.getBoundingClientRect();
const page = location.pathname;
found.click();
if (apart === 0) { found.click(); return true; }
return new Promise((done) => setTimeout(() => {
  const there = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  if (location.pathname === page) there?.closest('button, a')?.click();
  done(true);
}, apart));";

async fn taps_twice(phone: &Phone, words: &str, apart: u32) {
    phone.see(words).await;
    let tapped: bool = phone
        .script_with(TWICE, vec![json!(words), json!(apart)])
        .await;
    assert!(tapped);
}

async fn one_tap_one_act(engine: Engine, apart: u32) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    if engine == Engine::Chromium {
        phone.slow_down(8.0).await;
    }
    taps_twice(&phone, "Nhận sổ trên máy này", apart).await;
    phone.see("Việc cần làm").await;
    phone.sees_all_shared().await;
    assert_eq!(endpoint.devices().len(), 1);

    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let villages = "Bản Pò Mã\nThôn Lặp Pịa";
    phone.pastes("Danh sách, mỗi dòng một thôn", villages).await;
    taps_twice(&phone, "Thêm 2 thôn", apart).await;
    phone.sees_title("Thôn, bản (2)").await;
    phone.sees_rows(&["Bản Pò Mã", "Thôn Lặp Pịa"]).await;

    phone.tab("Khen thưởng").await;
    taps_twice(&phone, "Đề nghị mới", apart).await;
    phone.see("Đề nghị cho ai?").await;
    taps_twice(&phone, "Bản Pò Mã", apart).await;
    phone.see("Các phần").await;
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.sees_rows(&["Bản Pò Mã"]).await;

    phone.tab("Thi đua").await;
    phone.tap("Bản Pò Mã").await;
    taps_twice(&phone, "Ghi mới từ đầu", apart).await;
    phone.see("Các phần").await;
    phone.has_written().await;
    // One page deep, and nothing is there twice.
    phone.go_back().await;
    phone.see("Đăng ký thi đua năm").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    assert!(!phone.words().await.contains("cần xem lại"));

    phone.go_to_list("Thôn, bản").await;
    phone.tap("Thôn Lặp Pịa").await;
    phone.see("Họ và tên trưởng thôn").await;
    taps_twice(&phone, "Xoá phiếu này", apart).await;
    phone.see("Đã xoá Thôn Lặp Pịa.").await;
    phone.sees_title("Thôn, bản (1)").await;
    phone.sees_rows(&["Bản Pò Mã"]).await;
    // Its end is where it was begun: no page too many was gone back over.
    phone.go_back().await;
    phone.sees_title("Địa bàn").await;
    phone.complains_of_nothing().await;
}

journey!(two_clicks_of_one_tick_do_one_act: Chromium, WebKit);
async fn two_clicks_of_one_tick_do_one_act(engine: Engine) {
    one_tap_one_act(engine, 0).await;
}

journey!(two_taps_on_a_slow_phone_do_one_act: Chromium);
async fn two_taps_on_a_slow_phone_do_one_act(engine: Engine) {
    one_tap_one_act(engine, 60).await;
}

journey!(a_button_is_there_again_when_its_act_has_failed: Chromium, WebKit);
async fn a_button_is_there_again_when_its_act_has_failed(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    let invited = endpoint.invite(LAN);
    phone.goto(&invited.link).await;
    phone.see("Chưa xem được lời mời.").await;
    taps_twice(&phone, "Thử lại", 0).await;
    phone.see("Chưa xem được lời mời.").await;
    endpoint.come_back();
    phone.tap("Thử lại").await;
    phone.see("Nhận sổ trên máy này").await;
}
