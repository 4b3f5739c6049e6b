//! A phone with the register in it, in the words of the person who holds it.

use std::ops::Deref;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{Browser, Endpoint, Engine, Invitation, Profile};

/// A browser that knows where the register is. What a browser can do, it can.
pub struct Phone {
    browser: Browser,
    home: String,
}

impl Deref for Phone {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Phone {
    /// A new phone; nothing is opened yet.
    pub async fn new(engine: Engine, endpoint: &Endpoint) -> Self {
        Self::with(Browser::start(engine).await, endpoint)
    }

    /// The phone that the profile belongs to, its browser opened (again).
    pub async fn of_profile(profile: &Profile, endpoint: &Endpoint) -> Self {
        Self::with(Browser::chromium(profile).await, endpoint)
    }

    pub fn with(browser: Browser, endpoint: &Endpoint) -> Self {
        Self {
            browser,
            home: endpoint.url(""),
        }
    }

    /// A new phone whose owner has followed the invitation and is at the first screen.
    pub async fn enrolled(engine: Engine, endpoint: &Endpoint, invitation: Invitation<'_>) -> Self {
        let phone = Self::new(engine, endpoint).await;
        phone.enrol(endpoint, invitation).await;
        phone
    }

    /// Follows a new invitation, and waits until the shared register has answered.
    pub async fn enrol(&self, endpoint: &Endpoint, invitation: Invitation<'_>) {
        self.follow(endpoint, invitation).await;
        self.see("Việc cần làm").await;
        self.sees_all_shared().await;
    }

    /// Follows a new invitation; the shared register may still be on its way.
    pub async fn follow(&self, endpoint: &Endpoint, invitation: Invitation<'_>) {
        let invited = endpoint.invite(invitation);
        self.goto(&invited.link).await;
        self.tap("Nhận sổ trên máy này").await;
        self.wait_until("document.querySelector('a.status')").await;
    }

    /// Types an address of the register and waits until the app stands there.
    pub async fn open(&self, path: &str) {
        self.goto(&format!("{}{path}", self.home)).await;
        self.is_drawn().await;
    }

    pub async fn reopen(&self) {
        self.reload().await;
        self.is_drawn().await;
    }

    async fn is_drawn(&self) {
        self.wait_until("document.querySelector('#app header')")
            .await;
    }

    /// Waits until the phone has all that it needs to open without the network.
    pub async fn is_ready_for_the_road(&self) {
        self.wait_until("window.release && navigator.serviceWorker.controller")
            .await;
        self.wait_for("everything is on the phone", async || {
            self.script::<bool>("return window.release.state().then((state) => state.complete)")
                .await
        })
        .await;
    }

    /// One of the five places of the bottom navigation.
    pub async fn tab(&self, name: &str) {
        let find = format!(
            "[...document.querySelectorAll('nav.tabs:not([hidden]) a')].find((a) => a.innerText.trim() === '{name}')"
        );
        self.wait_until(&find).await;
        self.does(&format!("{find}.click()"), vec![]).await;
        self.wait_until(&format!("{find}?.getAttribute('aria-current') === 'page'"))
            .await;
    }

    /// While a form is open, the keyboard has the room of the navigation.
    pub async fn tab_is_hidden(&self) {
        self.wait_until("document.querySelector('nav.tabs').hidden")
            .await;
    }

    /// Home, one of the lists, and back: by the links that are on the screen.
    pub async fn go_to_list(&self, list: &str) {
        self.go_home().await;
        self.tab("Địa bàn").await;
        self.tap(list).await;
        self.wait_for(&format!("the list “{list}”"), async || {
            self.title().await.starts_with(list)
        })
        .await;
    }

    /// Back from wherever a form is, as far as the first screen.
    pub async fn go_home(&self) {
        const TABS: &str =
            "const nav = document.querySelector('nav.tabs'); return Boolean(nav && !nav.hidden)";
        while !self.script::<bool>(TABS).await {
            self.go_back().await;
        }
        self.tab("Trang chủ").await;
    }

    /// The arrow in the header.
    pub async fn go_back(&self) {
        let here = self.script::<String>("return location.pathname").await;
        self.find("header a.back").await.click().await.unwrap();
        self.wait_for("another page", async || {
            self.script::<String>("return location.pathname").await != here
        })
        .await;
    }

    /// What stands in the header.
    pub async fn title(&self) -> String {
        self.script::<String>(
            "return (document.querySelector('header h1') || { innerText: '' }).innerText",
        )
        .await
        .replace('\n', " ")
    }

    pub async fn sees_title(&self, title: &str) {
        self.wait_for(&format!("the header says “{title}”"), async || {
            self.title().await.contains(title)
        })
        .await;
    }

    /// Waits until the words are on the screen; headings may be drawn in capitals.
    pub async fn see(&self, words: &str) {
        let wanted = words.to_lowercase();
        self.wait_for(&format!("the screen says “{words}”"), async || {
            self.words().await.to_lowercase().contains(&wanted)
        })
        .await;
    }

    /// All of these words are on the screen.
    pub async fn sees(&self, words: &[&str]) {
        for words in words {
            self.see(words).await;
        }
    }

    /// The words of the status line, on a screen that has one.
    pub async fn status(&self) -> String {
        self.script(
            "return (document.querySelector('a.status .status-text') || { innerText: '' }).innerText",
        )
        .await
    }

    pub async fn status_says(&self, words: &str) {
        self.wait_for(&format!("the status line says “{words}”"), async || {
            self.status().await.contains(words)
        })
        .await;
    }

    /// Everything of this phone is in the shared register, and the phone knows it.
    pub async fn sees_all_shared(&self) {
        self.status_says("Đã vào sổ chung").await;
    }

    /// The rows of the list on the screen, title and badges.
    pub async fn rows(&self) -> Vec<String> {
        self.script(
            "return [...document.querySelectorAll('main .row')].filter((row) => row.checkVisibility ? row.checkVisibility() : row.offsetParent)
                .map((row) => row.innerText.replace(/\\s+/g, ' ').trim())",
        )
        .await
    }

    /// The titles of the rows, in their order.
    pub async fn row_titles(&self) -> Vec<String> {
        self.script(
            "return [...document.querySelectorAll('main .row')].filter((row) => row.checkVisibility ? row.checkVisibility() : row.offsetParent)
                .map((row) => row.querySelector('.row-title').innerText.trim())",
        )
        .await
    }

    /// The browser tells that the network is back, as on a phone that finds a mast.
    pub async fn gets_signal(&self) {
        self.does("window.dispatchEvent(new Event('online'))", vec![])
            .await;
    }

    /// The text of the file that a button offers.
    pub async fn offered_file(&self, button: &str) -> String {
        const NOTE: &str = "const original = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                blob.text().then((text) => { window.offered = text; });
                return original.call(URL, blob);
            };";
        self.script::<Value>(NOTE).await;
        self.tap(button).await;
        self.wait_until("window.offered").await;
        self.script("return window.offered").await
    }

    /// The bytes of the file that a button makes.
    pub async fn offered_bytes(&self, button: &str) -> Vec<u8> {
        const NOTE: &str = "const original = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                blob.arrayBuffer().then((bytes) => { window.offered = [...new Uint8Array(bytes)]; });
                return original.call(URL, blob);
            };
            delete window.offered;";
        self.does(NOTE, vec![]).await;
        self.tap(button).await;
        self.wait_until("window.offered").await;
        self.script("return window.offered").await
    }

    /// Waits until the shared register knows this phone's signature: what it hands over from now on
    /// is believed.
    pub async fn may_hand_over(&self) {
        self.wait_for("the phone has a key", async || {
            self.kept_keys().await.iter().any(|key| key == "app|key")
        })
        .await;
        // Asked once more, the register has the key before it answers.
        self.open("/so-chung").await;
        self.tap("Thử ngay").await;
        self.see("Đã tới sổ chung").await;
    }

    async fn kept_keys(&self) -> Vec<String> {
        const READ: &str = "return (async () => {
            let keys = [];
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                });
                keys = keys.concat(await new Promise((done) => {
                    const request = database.transaction('meta').objectStore('meta').getAllKeys();
                    request.onsuccess = () => done(request.result);
                }));
                database.close();
            }
            return keys;
        })()";
        self.script(READ).await
    }

    /// All that the phone keeps in its stores, as one text.
    pub async fn kept_words(&self) -> String {
        const READ: &str = "return (async () => {
            let text = '';
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                });
                for (const table of database.objectStoreNames) {
                    const rows = await new Promise((done) => {
                        const request = database.transaction(table).objectStore(table).getAll();
                        request.onsuccess = () => done(request.result);
                    });
                    // What every phone has anyway, of all provinces.
                    for (const row of rows) {
                        const words = new TextDecoder().decode(row);
                        if (!words.includes('legalBases')) text += words + '\\n';
                    }
                }
                database.close();
            }
            return text;
        })()";
        self.script(READ).await
    }

    /// The row with this title carries these words (a badge, a detail).
    pub async fn row_says(&self, title: &str, words: &str) {
        self.wait_for(
            &format!("the row “{title}” says “{words}”"),
            async || {
                let rows = self.rows().await;
                rows.iter()
                    .any(|row| row.contains(title) && row.contains(words))
            },
        )
        .await;
    }

    pub async fn sees_rows(&self, titles: &[&str]) {
        self.wait_for(&format!("exactly the rows {titles:?}"), async || {
            self.row_titles().await == titles
        })
        .await;
    }

    /// Types into the search field of the screen, or of the dialog that is open.
    pub async fn search(&self, text: &str) {
        let field = self.search_field().await;
        field.click().await.unwrap();
        self.select_all().await;
        field
            .send_keys(if text.is_empty() {
                Key::Delete + ""
            } else {
                text.into()
            })
            .await
            .unwrap();
    }

    async fn search_field(&self) -> WebElement {
        let open: bool = self
            .script("return Boolean(document.querySelector('dialog[open]'))")
            .await;
        self.find(if open {
            "dialog[open] input[type=search]"
        } else {
            "main input[type=search]"
        })
        .await
    }

    pub(crate) async fn select_all(&self) {
        let _: () = self
            .script("document.activeElement.select?.(); return null")
            .await;
    }

    /// Waits until everything that the app has begun to write is written: a transaction over all
    /// stores comes after those that were there before.
    pub async fn has_written(&self) {
        const BARRIER: &str = "return (async () => {
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done, failed) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                    request.onerror = failed;
                });
                await new Promise((done, failed) => {
                    const all = database.transaction([...database.objectStoreNames], 'readwrite', { ofTheTest: true });
                    all.objectStore('meta').get('');
                    all.oncomplete = done;
                    all.onerror = all.onabort = failed;
                });
                database.close();
            }
            return true;
        })()";
        assert!(self.script::<bool>(BARRIER).await);
    }

    /// A picture of the screen, and a look at its words: all of them Vietnamese.
    pub async fn screen(&self, name: &str) {
        self.speaks_vietnamese().await;
        self.screenshot(&format!("{name}-{:?}", self.engine()))
            .await;
    }

    /// The console has no complaint: no broken script, no breach of the Content-Security-Policy.
    pub async fn complains_of_nothing(&self) {
        if self.engine() != Engine::Chromium {
            return;
        }
        // A dead port is told as an error of the network; that is what the journeys do on purpose.
        let complaints: Vec<String> = self
            .console()
            .await
            .into_iter()
            .filter(|line| {
                !line.contains("net::ERR_CONNECTION_RE") && !line.contains("net::ERR_FAILED")
            })
            .collect();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// Sends another user agent (Chromium), as a built-in browser or an iPhone does.
    pub async fn calls_itself(&self, agent: &str) {
        self.devtools(
            "Emulation.setUserAgentOverride",
            json!({ "userAgent": agent }),
        )
        .await;
    }

    /// At home, nothing of this name is left to do.
    pub async fn sees_no_more_to_do(&self, title: &str) {
        self.go_home().await;
        self.wait_for(&format!("“{title}” is done"), async || {
            !self.row_titles().await.iter().any(|row| row == title)
        })
        .await;
    }

    /// Runs `edit` in the page for its effect only.
    pub async fn does(&self, edit: &str, arguments: Vec<Value>) {
        let done: Value = self
            .script_with(&format!("{edit}; return null"), arguments)
            .await;
        assert_eq!(done, json!(null));
    }

    /// The browser itself, to be closed or killed.
    pub fn into_browser(self) -> Browser {
        self.browser
    }
}
