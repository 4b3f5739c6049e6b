//! A browser as a person uses it: sees words, taps words, fills labelled fields.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::requestdata::RequestData;
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::prelude::*;
use thirtyfour::{SessionId, WindowHandle};

use crate::process::{Running, Scratch, descendants, free_port, program, signal};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Chromium,
    /// WebKitGTK: the nearest thing to an iPhone that Debian has. Its stores are empty in the next
    /// session.
    WebKit,
}

/// What Chromium keeps of a phone between two sessions.
pub struct Profile(Scratch);

impl Profile {
    pub fn new() -> Self {
        Self(Scratch::new("profile"))
    }

    pub fn folder(&self) -> &Path {
        &self.0.0
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new()
    }
}

pub struct Browser {
    driver: WebDriver,
    engine: Engine,
    processes: Running,
    /// In the order of opening; the driver gives them in any.
    tabs: Mutex<Vec<WindowHandle>>,
    _display: Option<Running>,
    _settings: Option<Scratch>,
    _profile: Option<Profile>,
}

/// A mid-range phone, upright.
const WIDTH: i64 = 360;
const HEIGHT: i64 = 740;

impl Browser {
    /// A new phone.
    pub async fn start(engine: Engine) -> Self {
        match engine {
            Engine::Chromium => {
                let profile = Profile::new();
                let mut browser = Self::chromium(&profile).await;
                browser._profile = Some(profile);
                browser
            }
            Engine::WebKit => Self::webkit().await,
        }
    }

    /// The phone that the profile belongs to, opened (again).
    pub async fn chromium(profile: &Profile) -> Self {
        let port = free_port();
        let mut command = Command::new(program(&["chromedriver"]));
        command
            .arg(format!("--port={port}"))
            .env("TZ", "Asia/Ho_Chi_Minh");
        let mut processes = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        processes.wait_for_port(port);
        let binary = program(&["chromium", "chromium-browser", "google-chrome"]);
        // A profile that a killed browser left behind says that it is still in use.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = std::fs::remove_file(profile.folder().join(lock));
        }
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=vi",
            "--hide-scrollbars",
            "--disable-session-crashed-bubble",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.folder().display()));
        let wishes = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": binary,
                "args": arguments,
                "mobileEmulation": {
                    "deviceMetrics": { "width": WIDTH, "height": HEIGHT, "pixelRatio": 2.0, "touch": true, "mobile": true },
                },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let driver = session(port, wishes).await;
        Self::new(Engine::Chromium, driver, processes).await
    }

    pub async fn webkit() -> Self {
        let (display, name) = screen();
        let port = free_port();
        let mut command = Command::new(program(&["WebKitWebDriver"]));
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", name)
            .env("TZ", "Asia/Ho_Chi_Minh");
        let settings = slim_window();
        command
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("XDG_CONFIG_HOME", &settings.0);
        let mut processes = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        processes.wait_for_port(port);
        let wishes = json!({
            "browserName": "MiniBrowser",
            "webkitgtk:browserOptions": { "binary": mini_browser(), "args": ["--automation"] },
        });
        let driver = session(port, wishes).await;
        let mut browser = Self::new(Engine::WebKit, driver, processes).await;
        browser._display = Some(display);
        browser._settings = Some(settings);
        browser.fit_window().await;
        browser
    }

    async fn new(engine: Engine, driver: WebDriver, processes: Running) -> Self {
        let tabs = Mutex::new(driver.windows().await.unwrap());
        Self {
            driver,
            engine,
            processes,
            tabs,
            _display: None,
            _settings: None,
            _profile: None,
        }
    }

    /// The window has a frame of its own around the page.
    async fn fit_window(&self) {
        let (mut width, mut height) = (WIDTH, HEIGHT);
        for _ in 0..3 {
            let wanted = (
                u32::try_from(width).unwrap(),
                u32::try_from(height).unwrap(),
            );
            self.driver
                .set_window_rect(0, 0, wanted.0, wanted.1)
                .await
                .unwrap();
            let inner: (i64, i64) = self.script("return [innerWidth, innerHeight]").await;
            if inner == (WIDTH, HEIGHT) {
                return;
            }
            (width, height) = (width + WIDTH - inner.0, height + HEIGHT - inner.1);
        }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The driver itself, for what is not here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    pub async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap();
    }

    pub async fn back(&self) {
        self.driver.back().await.unwrap();
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
        Ok(self.driver.execute(body, arguments).await?.json().clone())
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
                .screenshot(&format!("failed-{:?}-{}", self.engine, free_port()))
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
        for element in self.driver.find_all(by).await.ok()? {
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
            if (found) found.scrollIntoView({ block: 'center', behavior: 'instant' });
            return found || null;";
        let Ok(found) = self.driver.execute(FIND, vec![json!(words)]).await else {
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
            self.driver
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

    /// What stands in the field.
    pub async fn value(&self, label: &str) -> String {
        self.field(label)
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
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
        // What was changed a moment ago is not painted yet; a tab in the background never is, and
        // WebKit would wait for ever.
        const PAINTED: &str = "return document.hidden ? false : new Promise((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        if !self
            .try_script(PAINTED, Vec::new())
            .await
            .is_ok_and(|painted| painted == true)
        {
            eprintln!(
                "no picture {}: the tab is in the background",
                path.display()
            );
        } else if let Err(error) = self.driver.screenshot(&path).await {
            eprintln!("no picture {}: {error}", path.display());
        }
        path
    }

    /// A command of Chromium's DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let tools = ChromeDevTools::new(self.driver.handle.clone());
        let answer = tools.execute_cdp_with_params(command, parameters).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// What the browser complained of since the last time (Chromium): errors of scripts, files that
    /// did not come, breaches of the Content-Security-Policy.
    pub async fn console(&self) -> Vec<String> {
        let answer = self.driver.cmd(ConsoleLog).await.unwrap();
        let entries: Vec<Value> = answer.value().unwrap();
        let serious = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        serious
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Makes the processor so many times slower (Chromium).
    pub async fn slow_down(&self, times: f64) {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times }))
            .await;
    }

    /// Another tab, which becomes the one that is acted on.
    pub async fn new_tab(&self) {
        let tab = self.driver.new_tab().await.unwrap();
        self.tabs.lock().unwrap().push(tab.clone());
        self.driver.switch_to_window(tab).await.unwrap();
    }

    /// The tab with this number, in the order of opening.
    pub async fn switch_to_tab(&self, number: usize) {
        let tab = self.tabs.lock().unwrap()[number].clone();
        self.driver.switch_to_window(tab).await.unwrap();
    }

    /// Kills the tab's process, as the system does when memory runs short. The session is useless
    /// afterwards, the profile is not.
    pub fn kill_tab(&self) {
        let pages: Vec<u32> = descendants(self.processes.id())
            .into_iter()
            .filter(|id| runs_a_page(*id))
            .collect();
        assert!(!pages.is_empty(), "found no process that shows a page");
        signal("-KILL", &pages);
    }

    /// Kills the browser with everything after so long, whatever is done with it until then.
    pub fn dies_in(&self, time: Duration) -> std::thread::JoinHandle<std::time::Instant> {
        let driver = self.processes.id();
        std::thread::spawn(move || {
            std::thread::sleep(time);
            signal("-KILL", &descendants(driver));
            std::time::Instant::now()
        })
    }

    /// Kills the browser with everything: a dead battery.
    pub fn kill(self) {
        // What dropping it does.
    }

    /// Closes the browser as a person does.
    pub async fn close(self) {
        let _ = self.driver.clone().quit().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its own end in order would need the runtime of a journey that may be over.
        let _ = self.driver.clone().leak();
        self.processes.kill();
    }
}

/// Chromedriver's own command.
#[derive(Debug)]
struct ConsoleLog;

impl FormatRequestData for ConsoleLog {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(http::Method::POST, format!("/session/{session}/se/log"))
            .add_body(json!({ "type": "browser" }))
    }
}

fn runs_a_page(process: u32) -> bool {
    let line = std::fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
    line.contains("--type=renderer") || line.contains("WebKitWebProcess")
}

async fn session(port: u16, wishes: Value) -> WebDriver {
    let mut capabilities = Capabilities::new();
    for (name, wish) in wishes.as_object().into_iter().flatten() {
        capabilities.insert(name.clone(), wish.clone());
    }
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
    let driver = driver.unwrap_or_else(|error| panic!("the browser did not start: {error}"));
    driver
        .set_script_timeout(Duration::from_secs(30))
        .await
        .unwrap();
    driver
}

/// A screen that nobody looks at, and its name. It chooses a free number by itself.
fn screen() -> (Running, String) {
    use std::io::{BufRead, BufReader};
    let mut command = Command::new(program(&["Xvfb"]));
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1200x1000x24",
        "-nolisten",
        "tcp",
    ]);
    let mut screen = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
    let mut number = String::new();
    BufReader::new(screen.child().stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    assert!(!number.trim().is_empty(), "Xvfb found no free display");
    (screen, format!(":{}", number.trim()))
}

/// The window's own buttons would keep it from becoming as narrow as a phone.
fn slim_window() -> Scratch {
    let home = Scratch::new("webkit");
    let folder = home.0.join("gtk-3.0");
    std::fs::create_dir_all(&folder).unwrap();
    let slim = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 6px; -gtk-icon-size: 6px; }";
    std::fs::write(folder.join("gtk.css"), slim).unwrap();
    home
}

/// Debian keeps it in the library's own folder.
fn mini_browser() -> PathBuf {
    let folders = [
        "/usr/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/libexec",
    ];
    let versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    let candidates = folders.iter().flat_map(|folder| {
        versions
            .iter()
            .map(move |version| Path::new(folder).join(version).join("MiniBrowser"))
    });
    candidates
        .into_iter()
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("no MiniBrowser of WebKitGTK: `cargo xtask tools` installs it"))
}
