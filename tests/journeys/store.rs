//! The store over IndexedDB: the suite that every store passes, and the durability asked for.

use crate::common::{add_villages, official, open_village};
use journeys::{Browser, Endpoint, Engine, journey};

/// So many cases the suite has at least; fewer would mean that it stopped half-way.
const CASES: usize = 14;

journey!(the_suite_of_stores_holds: Chromium, WebKit);
async fn the_suite_of_stores_holds(engine: Engine) {
    let endpoint = Endpoint::with_the_suite_of_stores();
    let browser = Browser::start(engine).await;
    browser.goto(&endpoint.url("/")).await;
    browser.wait_until("document.title === 'done'").await;
    let verdicts: String = browser
        .script("return document.getElementById('app').textContent")
        .await;
    let failed: Vec<&str> = verdicts
        .lines()
        .filter(|line| !line.starts_with("PASS "))
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(verdicts.lines().count() >= CASES, "{verdicts}");
}

journey!(every_write_asks_for_strict_durability: Chromium, WebKit);
async fn every_write_asks_for_strict_durability(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone
        .does(
            "window.writes = [];
            const real = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (stores, mode, options) {
                const transaction = real.call(this, stores, mode, options);
                if (mode === 'readwrite' && !options?.ofTheTest) window.writes.push(transaction.durability ?? options?.durability ?? 'not said');
                return transaction;
            }",
            vec![],
        )
        .await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.types("Ghi chú", "Đường vào bản").await;
    phone.is_typed("Đường vào bản").await;
    let typed: usize = phone.script("return window.writes.length").await;
    assert!(typed >= 2, "a list and a text were kept: {typed}");
    phone.leaves().await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    let writes: Vec<String> = phone.script("return window.writes").await;
    let relaxed = writes.iter().filter(|write| *write != "strict").count();
    assert!(writes.len() > typed, "{writes:?}");
    assert_eq!(relaxed, 0, "{writes:?}");
}
