//! The browser is killed at random moments of typing and saving. What had stood on the screen for
//! a second is there again.

use crate::common::{LAN, add_villages, open_village};
use journeys::{Browser, Endpoint, Engine, Phone, Profile, journey, wait_for};
use std::time::{Duration, Instant};

const ROUNDS: usize = 25;
/// The promise: a typed character is safe within this.
const SAFE_WITHIN: Duration = Duration::from_secs(1);
const FIELDS: [&str; 3] = ["Họ và tên trưởng thôn", "Điện thoại", "Ghi chú"];
/// Without blanks: those at the ends of a text go when its field is left.
const SYLLABLES: [&str; 8] = ["đường,", "bản.", "ấm", "-no", "Pò", "Mã;", "hộ", "nghèo"];

/// Any numbers, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit).unwrap_or_default()
    }
}

fn seed() -> u64 {
    let given = std::env::var("SO_THI_DUA_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let since = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .expect("after 1970");
        u64::from(since.subsec_nanos()) | 1
    })
}

/// What a field has shown, and since when.
type History = Vec<(Instant, String)>;

journey!(killed_while_typing: Chromium);
async fn killed_while_typing(_: Engine) {
    let seed = seed();
    println!("SO_THI_DUA_SEED={seed}");
    let mut chance = Chance(seed);
    let mut endpoint = Endpoint::start();
    let profile = Profile::new();
    let phone = Phone::of_profile(&profile, &endpoint).await;
    phone.enrol(&endpoint, LAN).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    let form: String = phone.script("return location.pathname").await;
    phone.is_ready_for_the_road().await;
    phone.into_browser().close().await;
    endpoint.kill();

    let mut histories: Vec<History> = FIELDS
        .iter()
        .map(|_| vec![(Instant::now(), String::new())])
        .collect();
    let mut typed = 0;
    let mut killed = Instant::now() + SAFE_WITHIN;
    for round in 0..=ROUNDS {
        let phone = Phone::of_profile(&profile, &endpoint).await;
        phone.open(&form).await;
        for (field, history) in FIELDS.iter().zip(&mut histories) {
            let found = phone.field_says(field).await;
            let safe = safe_at(history, killed);
            let later = history.iter().skip(safe).any(|(_, text)| *text == found);
            assert!(
                later,
                "round {round}, SO_THI_DUA_SEED={seed}: “{field}” says “{found}”\nand showed, before it was killed: {:#?}",
                history
                    .iter()
                    .skip(safe)
                    .map(|(at, text)| (killed.saturating_duration_since(*at), text))
                    .collect::<Vec<_>>()
            );
            *history = vec![(Instant::now(), found)];
        }
        if round == ROUNDS {
            println!("{typed} changes of the screen");
            assert!(typed > 10 * ROUNDS, "too little was typed: {typed}");
            return;
        }
        let time = Duration::from_millis(300 + chance.below(2_200) as u64);
        let end = phone.dies_in(time);
        while type_something(&phone, &mut chance, &mut histories)
            .await
            .is_some()
        {}
        wait_for("only its death ends the typing", async || end.is_finished()).await;
        killed = end.join().expect("it was killed");
        typed += histories.iter().map(Vec::len).sum::<usize>() - FIELDS.len();
        drop(phone);
    }
}

/// Which of the texts had stood for long enough when the browser was killed.
fn safe_at(history: &History, killed: Instant) -> usize {
    let safe = |(at, _): &(Instant, String)| *at + SAFE_WITHIN <= killed;
    history.iter().rposition(safe).unwrap_or_default()
}

/// A few letters into one of the fields, or leaving it; nothing once the browser is dead.
async fn type_something(
    phone: &Browser,
    chance: &mut Chance,
    histories: &mut [History],
) -> Option<()> {
    const FOCUS: &str = "const frame = [...document.querySelectorAll('.field')].find((e) => e.querySelector('label').textContent.includes(arguments[0]));
        const control = frame.querySelector('input, textarea');
        control.focus();
        control.setSelectionRange(control.value.length, control.value.length);
        return control;";
    let number = chance.below(FIELDS.len() as u64);
    let (label, history) = (FIELDS.get(number)?, histories.get_mut(number)?);
    let control = phone
        .driver()
        .execute(FOCUS, vec![(*label).into()])
        .await
        .ok()?
        .element()
        .ok()?;
    for _ in 0..=chance.below(4) {
        let syllable = SYLLABLES.get(chance.below(SYLLABLES.len() as u64))?;
        for letter in syllable.chars() {
            // It may be in the field although the answer is lost with the browser.
            let before = history.last().map(|(_, text)| text.clone())?;
            let text = format!("{before}{letter}");
            history.push((Instant::now() + Duration::from_secs(3_600), text.clone()));
            let typed = control.send_keys(letter.to_string()).await;
            let shown = history.last_mut()?;
            typed.ok()?;
            *shown = (Instant::now(), text);
        }
    }
    if chance.below(3) == 0 {
        const LEAVE: &str =
            "const control = document.activeElement; control.blur(); return control.value";
        let shown = phone.driver().execute(LEAVE, Vec::new()).await.ok()?;
        let text = shown.json().as_str()?.to_owned();
        history.push((Instant::now(), text));
    }
    Some(())
}
