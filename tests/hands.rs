//! A browser as a person uses it: sees words, taps words, fills labelled fields.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::Browser;
use crate::process::free_port;

impl Browser {
    pub async fn goto(&self, url: &str) {
        self.driver().goto(url).await.unwrap();
    }

    pub async fn reload(&self) {
        self.driver().refresh().await.unwrap();
    }

    pub async fn back(&self) {
        self.driver().back().await.unwrap();
    }

    /// What a function body returns in the page, its promises awaited.
    pub async fn script<T: DeserializeOwned>(&self, body: &str) -> T {
        self.script_with(body, Vec::new()).await
    }

    /// The same with arguments, as `arguments[0]` and so on.
    pub async fn script_with<T: DeserializeOwned>(&self, body: &str, arguments: Vec<Value>) -> T {
        let answer = self.try_script(body, arguments).await;
        let value = answer.unwrap_or_else(|error| panic!("{body}: {error}"));
        serde_json::from_value(value).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    async fn try_script(&self, body: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        Ok(self.driver().execute(body, arguments).await?.json().clone())
    }

    /// All words on the screen, as a person sees them (nothing hidden).
    pub async fn words(&self) -> String {
        let words = self
            .try_script(
                "return document.body ? document.body.innerText : ''",
                Vec::new(),
            )
            .await;
        words
            .ok()
            .and_then(|words| words.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until the words are on the screen.
    pub async fn see(&self, words: &str) {
        self.wait_for(&format!("the screen says “{words}”"), async || {
            self.words().await.contains(words)
        })
        .await;
    }

    /// Waits until the words are not on the screen any more.
    pub async fn see_gone(&self, words: &str) {
        self.wait_for(&format!("“{words}” leaves the screen"), async || {
            !self.words().await.contains(words)
        })
        .await;
    }

    /// Waits for something; on failure a picture and the words on the screen are left behind.
    pub async fn wait_for(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let seen = crate::holds_in_time(&condition).await;
        if !seen {
            let picture = self
                .screenshot(&format!("failed-{:?}-{}", self.engine(), free_port()))
                .await;
            // If the app has stopped, its last words.
            const LAST_WORDS: &str = "const panic = document.getElementById('panic');
                if (!panic || panic.hidden) return '';
                document.getElementById('panic-copy').click();
                return document.getElementById('panic-details').textContent;";
            let last = self.try_script(LAST_WORDS, Vec::new()).await;
            const FIELDS: &str = "return [...document.querySelectorAll('input, textarea')].map((e) => e.value).filter(Boolean)";
            let fields = self.try_script(FIELDS, Vec::new()).await;
            panic!(
                "waited in vain: {what}\npicture: {}\non the screen:\n{}\nin its fields: {}\n{}",
                picture.display(),
                self.words().await,
                fields.unwrap_or_default(),
                last.ok()
                    .and_then(|words| words.as_str().map(str::to_owned))
                    .unwrap_or_default()
            );
        }
    }

    /// Waits until an expression is true in the page.
    pub async fn wait_until(&self, expression: &str) {
        let body = format!("return Boolean({expression})");
        self.wait_for(expression, async || {
            self.try_script(&body, Vec::new())
                .await
                .is_ok_and(|value| value == true)
        })
        .await;
    }

    /// The first visible element of the CSS selector, waited for.
    pub async fn find(&self, css: &str) -> WebElement {
        self.wait_for(css, async || self.visible(By::Css(css)).await.is_some())
            .await;
        self.visible(By::Css(css))
            .await
            .unwrap_or_else(|| panic!("{css} went away"))
    }

    async fn visible(&self, by: By) -> Option<WebElement> {
        for element in self.driver().find_all(by).await.ok()? {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Taps the button, link, tab or choice that carries these words, whole or in part.
    pub async fn tap(&self, words: &str) {
        let what = format!("something to tap says “{words}”");
        self.wait_for(&what, async || self.tap_once(words).await)
            .await;
    }

    async fn tap_once(&self, words: &str) -> bool {
        // Whole words win over parts of longer ones.
        const FIND: &str = "
            const wanted = arguments[0].normalize('NFC');
            const all = [...document.querySelectorAll('button, a, summary, label, [role=button], [role=tab], [role=option], [role=radio], [role=switch]')];
            const said = (e) => (e.getAttribute('aria-label') || e.innerText || '').normalize('NFC').replace(/\\s+/g, ' ').trim();
            const open = all.filter((e) => e.checkVisibility ? e.checkVisibility() : e.offsetParent);
            const found = open.find((e) => said(e) === wanted) || open.find((e) => said(e).includes(wanted));
            // What is at work is drawn dead, and a person waits for it.
            if (!found || found.closest('[aria-disabled=true]')) return null;
            found.scrollIntoView({ block: 'center', behavior: 'instant' });
            // Nobody hits what moves: it must stand where it stood two frames ago. A tab in the
            // background has no frames.
            const place = () => { const at = found.getBoundingClientRect(); return [at.x, at.y, at.width, at.height].join(); };
            const before = place();
            if (document.hidden) return found;
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
                done(found.isConnected && place() === before ? found : null))));";
        let Ok(found) = self.driver().execute(FIND, vec![json!(words)]).await else {
            return false;
        };
        let Ok(element) = found.element() else {
            return false;
        };
        element.click().await.is_ok()
    }

    /// The field under this label.
    pub async fn field(&self, label: &str) -> WebElement {
        const FIND: &str = "
            const wanted = arguments[0].normalize('NFC');
            const said = (e) => (e.innerText || '').normalize('NFC').replace(/\\s+/g, ' ').trim();
            const labels = [...document.querySelectorAll('label')];
            const label = labels.find((e) => said(e) === wanted) || labels.find((e) => said(e).includes(wanted));
            const field = label && (label.control || label.querySelector('input, textarea, select'))
                || [...document.querySelectorAll('input, textarea, select')].find((e) => e.getAttribute('aria-label') === arguments[0]);
            if (field) field.scrollIntoView({ block: 'center', behavior: 'instant' });
            return field || null;";
        let find = async || {
            self.driver()
                .execute(FIND, vec![json!(label)])
                .await
                .ok()?
                .element()
                .ok()
        };
        self.wait_for(&format!("a field is labelled “{label}”"), async || {
            find().await.is_some()
        })
        .await;
        find()
            .await
            .unwrap_or_else(|| panic!("the field “{label}” went away"))
    }

    /// Replaces what stands in the field, typed key by key; the focus stays in it.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.click().await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Waits until the field holds the text.
    pub async fn holds(&self, label: &str, text: &str) {
        self.wait_for(&format!("“{label}” holds “{text}”"), async || {
            self.value(label).await == text
        })
        .await;
    }

    /// What stands in the field.
    pub async fn value(&self, label: &str) -> String {
        self.field(label)
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Waits until what was changed a moment ago is on the screen; whether it is. A tab in the
    /// background never paints, and WebKit would wait for ever.
    pub async fn painted(&self) -> bool {
        const PAINTED: &str = "return document.hidden ? false : new Promise((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        let painted = self.try_script(PAINTED, Vec::new()).await;
        painted.is_ok_and(|painted| painted == true)
    }

    /// A picture in target/screenshots; gives its path.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let given = std::env::var_os("SO_THI_DUA_SCREENSHOTS").map(PathBuf::from);
        let folder = given.unwrap_or_else(|| {
            let program = std::env::current_exe().unwrap();
            program.ancestors().nth(3).unwrap().join("screenshots")
        });
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        if !self.painted().await {
            eprintln!(
                "no picture {}: the tab is in the background",
                path.display()
            );
        } else if let Err(error) = self.driver().screenshot(&path).await {
            eprintln!("no picture {}: {error}", path.display());
        }
        path
    }
}
