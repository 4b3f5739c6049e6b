//! Measures what the design budgets, in Chromium with the processor slowed six times, and prints it
//! beside the budget. Run by `cargo xtask bench`; `cargo xtask bench --papers` measures the documents alone.

mod papers;

use journeys::{Endpoint, Engine, Invitation, Phone};
use serde_json::{Value, json};

/// So many people stand in the register that is measured.
const PEOPLE: usize = 10_000;
/// How much slower the processor is made: about an old phone.
const SLOWED: f64 = 6.0;

/// Milliseconds from the press of a key to the next painted frame, for each of
/// the letters, one after the other.
const TYPE: &str = r"
const [css, text] = arguments;
const field = document.querySelector(css);
field.focus();
const took = [];
for (const letter of text) {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  const begun = performance.now();
  field.value += letter;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }));
  await new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  took.push(performance.now() - begun);
}
return took;
";

/// Milliseconds until what is in the field is on the phone's storage.
const UNTIL_KEPT: &str = r"
const begun = performance.now();
const field = document.activeElement;
field.value += ' giữ';
field.dispatchEvent(new InputEvent('input', { bubbles: true, data: ' giữ' }));
const database = await new Promise((done) => {
  const opening = indexedDB.open(JSON.parse(localStorage.store));
  opening.onsuccess = () => done(opening.result);
});
for (;;) {
  const rows = await new Promise((done) => {
    const asked = database.transaction('typing').objectStore('typing').getAll();
    asked.onsuccess = () => done(asked.result);
  });
  if (rows.some((row) => JSON.parse(new TextDecoder().decode(row)).text === field.value)) break;
}
database.close();
return performance.now() - begun;
";

/// Written before the page's own scripts: when the first rows stand there.
const WATCH: &str = r"
new MutationObserver((_, observer) => {
  if (document.querySelectorAll('main .row').length >= 20) {
    observer.disconnect();
    requestAnimationFrame(() => { window.usable = performance.now(); });
  }
}).observe(document, { childList: true, subtree: true });
";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(async {
            if std::env::args().nth(1).as_deref() != Some("papers") {
                measure().await;
            }
            measure_papers().await;
        }),
        Err(problem) => println!("nothing could be measured: {problem}"),
    }
}

async fn measure() {
    let mut endpoint = Endpoint::start();
    let official = Invitation::official("06541", "Nông Thị Lan");
    let phone = Phone::enrolled(Engine::Chromium, &endpoint, official).await;
    phone.is_ready_for_the_road().await;
    println!("bringing {PEOPLE} people into the shared register, and from there to the phone");
    phone.brings_people(PEOPLE).await;
    phone.reopen().await;
    phone.go_to_list("Cá nhân").await;
    phone.see(&format!("({PEOPLE})")).await;
    endpoint.kill();

    phone.slow_down(SLOWED).await;
    phone
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": WATCH }),
        )
        .await;
    let mut starts = Vec::new();
    for _ in 0..5 {
        phone.reload().await;
        phone.wait_until("window.usable").await;
        starts.push(phone.script::<f64>("return window.usable").await);
    }
    report(
        "start, offline, 10,000 records, to a usable list",
        middle(&mut starts),
        1_000.0,
    );

    let search = ["input[type=search]", "trieu tien phuc"];
    let mut took: Vec<f64> = phone
        .script_with(TYPE, search.iter().map(|text| json!(text)).collect())
        .await;
    report(
        "search, per keystroke to paint, middle",
        middle(&mut took),
        50.0,
    );
    report(
        "search, per keystroke to paint, 95th percentile",
        late(&mut took),
        50.0,
    );

    phone.find("main .row").await;
    phone
        .script::<Value>("document.querySelector('main .row').click()")
        .await;
    // The person's form has sections: into the first of them.
    phone
        .wait_until(
            "location.pathname.startsWith('/phieu/') && document.querySelector('main .row')",
        )
        .await;
    phone
        .script::<Value>("document.querySelector('main .row').click()")
        .await;
    phone.find("main input.input").await;
    let text = "Thành tích xuất sắc trong phong trào thi đua của bản";
    let mut took: Vec<f64> = phone
        .script_with(TYPE, vec![json!("main input.input"), json!(text)])
        .await;
    report("keystroke to paint, 95th percentile", late(&mut took), 50.0);
    let kept = phone.script::<f64>(UNTIL_KEPT).await;
    report("typed text durable", kept, 1_000.0);
}

async fn measure_papers() {
    let endpoint = Endpoint::start();
    let official = Invitation::official("06541", "Nông Thị Lan");
    let phone = Phone::enrolled(Engine::Chromium, &endpoint, official).await;
    phone.is_ready_for_the_road().await;
    phone.slow_down(SLOWED).await;
    papers::measure(&phone).await;
    println!("(processor slowed {SLOWED} times; timings are information and never fail)");
}

fn report(what: &str, milliseconds: f64, budget: f64) {
    let share = milliseconds / budget * 100.0;
    println!("{what:<52} {milliseconds:>7.0} ms of {budget:>5.0} ms ({share:.0} %)");
}

fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values
        .get(place.min(values.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

fn middle(values: &mut [f64]) -> f64 {
    at(values, 0.5)
}

fn late(values: &mut [f64]) -> f64 {
    at(values, 0.95)
}
