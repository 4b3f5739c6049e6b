//! The shell around the app: the page, the service worker, the screens that must work when the app
//! does not. The real files of `public/`, around an app of three lines that stands for a release.

use journeys::{Browser, Engine, Page, Profile, Site, journey};

const PAGE: &str = include_str!("../../index.html");
const EARLY: &str = include_str!("../../public/early.js");
const BOOT: &str = include_str!("../../public/boot.js");
const WORKER: &str = include_str!("../../public/sw.js");
const STYLE: &str = include_str!("../../public/shell.css");
/// An empty WASM module: the three lines are in its glue.
const WASM: &[u8] = b"\0asm\x01\0\0\0";

/// A release whose app says its name and has a field to type into.
fn release(name: &str) -> Vec<(String, Page)> {
    release_with(
        name,
        &format!(
            "export default async () => {{
                document.getElementById('app').innerHTML = '<p>Phát hành {name}</p><label>Ghi chú <input></label>';
                window.addEventListener('release', (event) => {{ document.querySelector('#app p').append(' · ' + event.detail); }});
            }};"
        ),
    )
}

fn release_with(name: &str, glue: &str) -> Vec<(String, Page)> {
    let (glue_address, rules_address) =
        (format!("/assets/glue-{name}.js"), "/rule-sets/rules.json");
    let first = format!(
        "[['/'],['/early.js'],['/boot.js'],['/shell.css'],['/so-thi-dua_bg.wasm'],['{glue_address}']]"
    );
    let worker = WORKER
        .replace(
            "const RELEASE = 'unbuilt'",
            &format!("const RELEASE = '{name}'"),
        )
        .replace("const FIRST = []", &format!("const FIRST = {first}"))
        .replace(
            "const LATER = []",
            &format!("const LATER = [['{rules_address}']]"),
        );
    let page = PAGE
        .replace("content=\"unbuilt\"", &format!("content=\"{name}\""))
        .replace("/so-thi-dua.js", &glue_address);
    let pages = [
        ("/", Page::html(page)),
        ("/early.js", Page::script(EARLY)),
        (
            "/boot.js",
            Page::script(BOOT.replace("/so-thi-dua.js", &glue_address)),
        ),
        ("/shell.css", Page::css(STYLE)),
        ("/style.css", Page::css("")),
        ("/so-thi-dua_bg.wasm", Page::wasm(WASM)),
        (glue_address.as_str(), Page::script(glue).cached()),
        (rules_address, Page::json(format!("\"{name}\""))),
        ("/manifest.webmanifest", Page::json("{}")),
        ("/v1/health", Page::json("\"well\"")),
        ("/sw.js", Page::script(worker)),
    ];
    pages
        .map(|(address, page)| (address.to_owned(), page))
        .to_vec()
}

async fn is_kept(browser: &Browser) {
    browser
        .wait_until("window.release && navigator.serviceWorker.controller")
        .await;
    browser
        .wait_for("everything is on the phone", async || {
            browser
                .script::<bool>("return window.release.state().then((state) => state.complete)")
                .await
        })
        .await;
}

async fn caches(browser: &Browser) -> Vec<String> {
    browser.script("return caches.keys()").await
}

journey!(opens_with_the_network_dead: Chromium, WebKit);
async fn opens_with_the_network_dead(engine: Engine) {
    let mut site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    browser.see("Phát hành A").await;
    is_kept(&browser).await;

    site.die();
    browser.reload().await;
    browser.see("Phát hành A").await;
    browser.goto(&site.url("/thi-dua/dang-ky?nam=2026")).await;
    browser.see("Phát hành A").await;
    let rules: String = browser
        .script("return fetch('/rule-sets/rules.json').then((answer) => answer.json())")
        .await;
    assert_eq!(rules, "A", "what was not in the first load is there too");
    let health: String = browser
        .script("return fetch('/v1/health').then(() => 'kept', () => 'asked')")
        .await;
    assert_eq!(health, "asked", "the endpoint's answers are never kept");
}

journey!(opens_after_the_browser_was_killed: Chromium);
async fn opens_after_the_browser_was_killed(_: Engine) {
    let mut site = Site::start(release("A"));
    let profile = Profile::new();
    let browser = Browser::chromium(&profile).await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;
    browser.kill();

    site.die();
    let browser = Browser::chromium(&profile).await;
    browser.goto(&site.url("/")).await;
    browser.see("Phát hành A").await;
    browser.screenshot("shell-opens-after-kill").await;
    browser.close().await;
}

journey!(nothing_crosses_the_line_twice: Chromium);
async fn nothing_crosses_the_line_twice(engine: Engine) {
    let site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;
    let asked = site.asked();
    let times = asked
        .iter()
        .filter(|address| *address == "/assets/glue-A.js")
        .count();
    assert_eq!(times, 1, "{asked:?}");
}

journey!(a_new_release_waits_to_be_taken: Chromium, WebKit);
async fn a_new_release_waits_to_be_taken(engine: Engine) {
    let mut site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;
    browser.fill("Ghi chú", "nửa chữ").await;

    site.publish(release("B"));
    let _: () = browser
        .script("return window.release.look().then(() => null)")
        .await;
    browser.see("Phát hành A · waiting").await;
    assert_eq!(browser.value("Ghi chú").await, "nửa chữ");
    browser.reload().await;
    browser.see("Phát hành A · waiting").await;

    // It is whole: it can be taken when the network has gone again.
    site.die();
    let _: () = browser
        .script("window.release.takeOver(); return null")
        .await;
    browser.see("Phát hành B").await;
    is_kept(&browser).await;
    let rules: String = browser
        .script("return fetch('/rule-sets/rules.json').then((answer) => answer.json())")
        .await;
    assert_eq!(rules, "B");
    browser
        .wait_for("the old release is dropped", async || {
            caches(&browser).await == ["release B"]
        })
        .await;
}

journey!(another_tab_keeps_its_release_and_its_words: Chromium, WebKit);
async fn another_tab_keeps_its_release_and_its_words(engine: Engine) {
    let mut site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;
    browser.fill("Ghi chú", "nửa chữ").await;
    browser.new_tab().await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;

    site.publish(release("B"));
    let _: () = browser
        .script("return window.release.look().then(() => null)")
        .await;
    browser.see("waiting").await;
    let _: () = browser
        .script("window.release.takeOver(); return null")
        .await;
    browser.see("Phát hành B").await;

    browser.switch_to_tab(0).await;
    browser.see("replaced").await;
    assert_eq!(browser.value("Ghi chú").await, "nửa chữ");
    site.die();
    let old: String = browser
        .script("return fetch('/assets/glue-A.js', { cache: 'no-store' }).then((answer) => answer.text())")
        .await;
    assert!(
        old.contains("Phát hành A"),
        "an open page still finds the files of its release"
    );
}

journey!(a_release_that_lacks_a_file_is_not_installed: Chromium, WebKit);
async fn a_release_that_lacks_a_file_is_not_installed(engine: Engine) {
    let mut site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    is_kept(&browser).await;

    let without_rules = release("B")
        .into_iter()
        .filter(|(address, _)| address != "/rule-sets/rules.json");
    site.publish(without_rules);
    let _: () = browser
        .script("return window.release.look().then(() => null, () => null)")
        .await;
    browser.wait_for("the worker of B has failed", async || {
        browser.script::<bool>("return navigator.serviceWorker.getRegistration().then((r) => !r.installing && !r.waiting)").await
    }).await;
    assert_eq!(caches(&browser).await, ["release A"]);
    site.die();
    browser.reload().await;
    browser.see("Phát hành A").await;
}

journey!(a_mixture_of_two_releases_is_not_installed: Chromium, WebKit);
async fn a_mixture_of_two_releases_is_not_installed(engine: Engine) {
    let mut pages = release("A");
    for (address, page) in &mut pages {
        if address == "/sw.js" {
            let worker = String::from_utf8(page.body.clone()).expect("text");
            // The worker expects another page than the one that the endpoint has by now.
            *page = Page::script(worker.replace(
                "['/'],",
                "['/', 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],",
            ));
        }
    }
    let site = Site::start(pages);
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    browser.see("Phát hành A").await;
    browser.wait_until("window.release").await;
    browser
        .wait_for("the worker has been fetched", async || {
            site.asked().iter().any(|path| path == "/sw.js")
        })
        .await;
    browser
        .wait_for("the worker has failed", async || {
            browser
                .script::<bool>("return navigator.serviceWorker.getRegistration().then((r) => !r)")
                .await
        })
        .await;
    assert!(caches(&browser).await.is_empty());
}

journey!(a_panic_says_that_everything_is_kept: Chromium, WebKit);
async fn a_panic_says_that_everything_is_kept(engine: Engine) {
    let site = Site::start(release("A"));
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    browser.see("Phát hành A").await;
    let _: () = browser.script("window.dispatchEvent(new CustomEvent('panic', { detail: 'panicked at src/app.rs:1:1' })); return null").await;
    browser.see("Mọi điều đã nhập vẫn được giữ trên máy").await;
    browser.tap("Sao chép chi tiết kỹ thuật").await;
    browser.see("panicked at src/app.rs:1:1").await;
    browser.screenshot(&format!("shell-panic-{engine:?}")).await;
    browser.tap("Mở lại sổ").await;
    browser.see("Phát hành A").await;
    browser.see_gone("Mọi điều đã nhập").await;
}

journey!(a_fault_while_starting_shows_the_panic_screen: Chromium, WebKit);
async fn a_fault_while_starting_shows_the_panic_screen(engine: Engine) {
    let site = Site::start([]);
    let browser = Browser::start(engine).await;
    for fault in [
        "new WebAssembly.RuntimeError('unreachable')",
        "new TypeError('not a function')",
    ] {
        let glue = format!("export default async () => {{ throw {fault}; }};");
        site.publish(release_with("A", &glue));
        browser.goto(&site.url("/")).await;
        browser.see("Sổ vừa bị dừng do lỗi").await;
    }
}

journey!(a_first_start_without_the_app_says_what_is_missing: Chromium, WebKit);
async fn a_first_start_without_the_app_says_what_is_missing(engine: Engine) {
    let site = Site::start(
        release("A")
            .into_iter()
            .filter(|(address, _)| !address.ends_with(".wasm")),
    );
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    browser.see("Chưa tải được sổ").await;
    browser
        .screenshot(&format!("shell-unreachable-{engine:?}"))
        .await;
    site.publish(release("A"));
    browser.tap("Thử lại").await;
    browser.see("Phát hành A").await;
}

journey!(an_old_browser_is_told_before_anything_is_typed: Chromium, WebKit);
async fn an_old_browser_is_told_before_anything_is_typed(engine: Engine) {
    let pages = release("A")
        .into_iter()
        .map(|(address, page)| match address.as_str() {
            "/" => (
                address,
                Page::html(PAGE.replace(
                    "<script src=\"/early.js\">",
                    "<script>delete window.CompressionStream</script><script src=\"/early.js\">",
                )),
            ),
            _ => (address, page),
        });
    let site = Site::start(pages);
    let browser = Browser::start(engine).await;
    browser.goto(&site.url("/")).await;
    browser.see("Trình duyệt này đã cũ").await;
    browser.see("CompressionStream").await;
    assert!(!browser.words().await.contains("Phát hành"));
    browser
        .screenshot(&format!("shell-too-old-{engine:?}"))
        .await;
}

journey!(a_browser_leaves_nothing_behind: Chromium);
async fn a_browser_leaves_nothing_behind(_: Engine) {
    let site = Site::start(release("A"));
    let address = site.url("/");
    let (told, folders) = std::sync::mpsc::channel();
    let journey = std::thread::spawn(move || {
        journeys::on_its_own(async {
            let profile = Profile::new();
            let browser = Browser::chromium(&profile).await;
            browser.goto(&address).await;
            browser.see("Phát hành A").await;
            let temporary = profile.folder().join("tmp");
            let files = std::fs::read_dir(&temporary).expect("a folder");
            told.send((profile.folder().to_owned(), files.count()))
                .expect("somebody listens");
            panic!("as a journey does that sees something wrong");
        });
    });
    assert!(journey.join().is_err());
    let (profile, files) = folders.recv().expect("it came so far");
    assert!(files > 0, "its temporary files are with its profile");
    assert!(!profile.exists(), "{} is left", profile.display());
}
