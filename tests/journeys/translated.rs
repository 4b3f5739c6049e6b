//! A browser that translates the page puts its own words in the place of ours: a row never says one
//! record and opens another.

use crate::common::{add_villages, official};
use journeys::{Endpoint, Engine, journey};

/// Every text of the lists in an element of its own, as translators do it: our node is taken out.
const TRANSLATE: &str = "
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
        phone.find("main .row").await.click().await.expect("a row");
        phone.sees_title(found).await;
    }
}
