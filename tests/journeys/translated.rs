//! A browser that translates the page puts its own words in the place of ours: a row never says one
//! record and opens another.

use crate::common::{add_villages, official, open_section, open_village};
use crate::nomination::{begin, deletes};
use journeys::{Endpoint, Engine, Phone, journey};

/// Every text of the lists in an element of its own, as translators do it: our node is taken out.
pub const TRANSLATE: &str = "
const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
const texts = [];
while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
for (const text of texts) {
  const font = document.createElement('font');
  font.textContent = text.data;
  text.replaceWith(font);
}";

journey!(a_row_opens_what_it_says_though_the_page_was_translated: Chromium, WebKit);
async fn a_row_opens_what_it_says_though_the_page_was_translated(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    let asked: bool = phone
        .script("return document.documentElement.translate === false")
        .await;
    assert!(asked, "the page asks not to be translated");
    add_villages(
        &phone,
        &[
            "Bản Pò Mã",
            "Thôn Lặp Pịa",
            "Thôn Khuổi Tẳng",
            "Thôn Co Loi",
        ],
    )
    .await;
    for (list, search, found) in [
        ("Thôn, bản", "lap", "Thôn Lặp Pịa"),
        ("Thôn, bản", "khuoi", "Thôn Khuổi Tẳng"),
    ] {
        phone.go_to_list(list).await;
        phone.see(found).await;
        phone.does(TRANSLATE, vec![]).await;
        phone.search(search).await;
        phone.sees_rows(&[found]).await;
        // Whichever row is drawn in that moment, it is the only one.
        phone.tap(found).await;
        phone.sees_title(found).await;
    }
}

/// What the rows of the screen say, and where each leads.
async fn rows(phone: &Phone) -> Vec<(String, String)> {
    phone
        .script(
            "return [...document.querySelectorAll('main a.row')].filter((row) => row.checkVisibility())
                .map((row) => [row.querySelector('.row-title').innerText.trim(), row.href])",
        )
        .await
}

/// A page that was translated stands in the first tab while something is changed in the second: its
/// rows say and open the same as those of the page when it is opened anew.
async fn stays_true(phone: &Phone, page: &str, change: impl AsyncFn(&Phone)) {
    phone.switch_to_tab(0).await;
    phone.open(page).await;
    phone
        .wait_for("rows", async || rows(phone).await.len() > 1)
        .await;
    let ways = async || -> Vec<String> {
        let rows = rows(phone).await.into_iter();
        rows.map(|(_, way)| way).collect()
    };
    let before = ways().await;
    phone.does(TRANSLATE, vec![]).await;
    phone.switch_to_tab(1).await;
    change(phone).await;
    phone.has_written().await;
    phone.switch_to_tab(0).await;
    phone
        .wait_for("other rows", async || ways().await != before)
        .await;
    let seen = rows(phone).await;
    phone.reopen().await;
    phone
        .wait_for(&format!("the rows of {page}: {seen:?}"), async || {
            rows(phone).await == seen
        })
        .await;
}

journey!(rows_of_every_screen_open_what_they_say: Chromium, WebKit);
async fn rows_of_every_screen_open_what_they_say(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    let villages = ["Bản Pò Mã", "Thôn Khuổi Tẳng", "Thôn Lặp Pịa"];
    add_villages(&phone, &villages).await;
    for village in villages {
        begin(&phone, village, village).await;
        phone.sees_title(village).await;
    }
    phone.has_written().await;
    phone.new_tab().await;

    // What is still to be written: in the second tab it is.
    let check = {
        phone.open("/khen-thuong").await;
        phone.tap("Thôn Lặp Pịa").await;
        phone.tap("Kiểm tra lại").await;
        phone.see("Xong").await;
        phone.script::<String>("return location.pathname").await
    };
    stays_true(&phone, &check, async |phone| {
        phone.open("/khen-thuong").await;
        phone.tap("Thôn Lặp Pịa").await;
        open_section(phone, "Đối tượng và hình thức đề nghị").await;
        let award = "Giấy khen của Chủ tịch UBND cấp xã";
        phone
            .chooses("Danh hiệu, hình thức khen thưởng đề nghị", award)
            .await;
    })
    .await;
    // What was written longest ago is written in again.
    stays_true(&phone, "/so-chung", async |phone| {
        open_village(phone, "Bản Pò Mã").await;
        phone.writes(&[("Số hộ", "64")]).await;
    })
    .await;
    stays_true(&phone, "/", async |phone| {
        deletes(phone, "Bản Pò Mã").await;
    })
    .await;
    deletes(&phone, "Thôn Khuổi Tẳng").await;
    stays_true(&phone, "/da-xoa", async |phone| {
        phone.open("/da-xoa").await;
        phone.find("main a.row").await.click().await.expect("a row");
        phone.tap("Khôi phục").await;
        phone.see_gone("Khôi phục").await;
    })
    .await;
    phone.complains_of_nothing().await;
}
