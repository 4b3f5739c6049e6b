//! Starting, steering and killing browsers; what a person does in them is in `hands.rs`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

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
        Self::chromium_with(profile, &[]).await
    }

    /// The same, with further arguments of the browser's.
    pub async fn chromium_with(profile: &Profile, further: &[String]) -> Self {
        let port = free_port();
        let mut command = Command::new(program(&["chromedriver"]));
        command
            .arg(format!("--port={port}"))
            .env("TZ", "Asia/Ho_Chi_Minh")
            .env("TMPDIR", own_temporary(profile.folder()));
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
        arguments.extend_from_slice(further);
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
            .env("XDG_CONFIG_HOME", &settings.0)
            // WebKitGTK 2.50.6 takes some gigabytes of addresses for each page's memory of WASM, gives
            // them back late, and its process aborts after some fifty loads.
            .env("JSC_useWasmFastMemory", "0")
            .env("TMPDIR", own_temporary(&settings.0));
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

/// What a browser that is killed leaves behind goes with the folder of its phone. The name is short:
/// a socket's whole path may not have more than a hundred letters or so.
fn own_temporary(phone: &Path) -> PathBuf {
    let folder = phone.join("tmp");
    std::fs::create_dir_all(&folder).unwrap();
    folder
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
