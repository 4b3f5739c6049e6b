//! Two tabs of one person on one phone.

use crate::common::{add_villages, in_a_village_without_signal, official, open_village};
use journeys::{Endpoint, Engine, journey};
use serde_json::Value;

journey!(two_tabs_are_one_register: Chromium, WebKit);
async fn two_tabs_are_one_register(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = in_a_village_without_signal(engine, &mut endpoint).await;
    phone.new_tab().await;
    phone.open("/").await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "64")]).await;
    phone.types("Ghi chú", "Giữ rừng đầu nguồn").await;
    phone.has_written().await;

    phone.switch_to_tab(0).await;
    phone.reads("Số hộ", "64").await;
    phone
        .writes(&[("Họ và tên trưởng thôn", "Lý Văn Ân")])
        .await;
    phone.switch_to_tab(1).await;
    phone.reads("Họ và tên trưởng thôn", "Lý Văn Ân").await;
    phone.reads("Ghi chú", "Giữ rừng đầu nguồn").await;
    phone.leaves().await;
    phone.has_written().await;

    endpoint.come_back();
    phone.gets_signal().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    assert!(!phone.words().await.contains("cần xem lại"));
    phone.complains_of_nothing().await;
}

/// Holds the turn to sync until it is let go.
const HOLD: &str = "
navigator.locks.request(JSON.parse(localStorage.store), () => new Promise((done) => {
  window.letGo = done;
}));";

const WAITS: &str = "(await navigator.locks.query()).pending.length > 0";

journey!(tabs_take_turns_to_sync: Chromium, WebKit);
async fn tabs_take_turns_to_sync(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.sees_all_shared().await;
    phone.script::<Value>(HOLD).await;
    phone.wait_until("window.letGo").await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.wait_until(WAITS).await;
    phone.script::<Value>("window.letGo()").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
}
