//! A phone with the register in it, in the words of the person who holds it.

mod kept;
mod seeing;

use std::ops::Deref;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{Browser, Endpoint, Engine, Invitation, Invited, Profile};

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
        self.takes(&endpoint.invite(invitation)).await;
    }

    /// Takes an invitation.
    pub async fn takes(&self, invited: &Invited) {
        self.goto(&invited.link).await;
        self.tap("Nhận sổ trên máy này").await;
        // Whoever was here before has a status in the bar of the invitation, too.
        self.wait_until("location.pathname === '/' && document.querySelector('a.status')")
            .await;
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
        self.painted().await;
    }

    /// The browser tells that the network is back, as on a phone that finds a mast.
    pub async fn gets_signal(&self) {
        self.does("window.dispatchEvent(new Event('online'))", vec![])
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

    /// Sends another user agent (Chromium), as a built-in browser or an iPhone does.
    pub async fn calls_itself(&self, agent: &str) {
        self.devtools(
            "Emulation.setUserAgentOverride",
            json!({ "userAgent": agent }),
        )
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
