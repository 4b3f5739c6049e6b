//! Where a record stands, written from `docs/PROTOCOL.md` as it is said there and with no thought of its cost:
//! what `register::review` is compared with.

use register::review::ReviewStanding;
use register::step::Step;

/// As the page says it, a pair of steps at a time.
pub fn by_the_page(steps: &[Step<'_>], today: &str) -> ReviewStanding {
    fn later(steps: &[Step<'_>], one: &Step<'_>, other: &str) -> bool {
        one.after.iter().any(|word| {
            let named = steps.iter().find(|step| step.word == *word);
            *word == other || named.is_some_and(|step| later(steps, step, other))
        })
    }
    let is_followed = |words: &[&str], than: &Step<'_>| {
        let mut such = steps.iter().filter(|step| words.contains(&step.what));
        such.any(|step| later(steps, step, than.word))
    };
    let is_tip = |tip: &&Step<'_>| !steps.iter().any(|step| step.after.contains(&tip.word));
    let of = |what: &'static str| steps.iter().filter(move |step| step.what == what);
    let of_today = |what| of(what).filter(|step| step.content == today);
    let denials = || of_today("returned").chain(of_today("refused"));
    let approves = |step: &Step<'_>| {
        !is_followed(&["submitted", "returned", "refused"], step)
            && denials().all(|denial| later(steps, step, denial.word))
    };
    let answers = |step: &Step<'_>| {
        of("submitted").any(|other| later(steps, step, other.word))
            && !is_followed(&["submitted"], step)
    };
    let ends = ["withdrawn", "returned", "approved", "refused"];
    let open = || of_today("submitted").filter(|step| !is_followed(&ends, step));
    let seen = |what| open().any(|step| of_today(what).any(|other| later(steps, other, step.word)));
    if steps.is_empty() {
        ReviewStanding::NoStep
    } else if of_today("approved").any(approves) {
        ReviewStanding::Approved
    } else if of_today("refused").any(|step| !is_followed(&["submitted"], step)) {
        ReviewStanding::Refused
    } else if of("returned").any(answers) {
        ReviewStanding::Returned
    } else if seen("verified") {
        ReviewStanding::Verified
    } else if seen("received") {
        ReviewStanding::Received
    } else if open().next().is_some() {
        ReviewStanding::Waiting
    } else if !steps.iter().filter(is_tip).any(|tip| tip.content == today) {
        ReviewStanding::Changed
    } else {
        ReviewStanding::AsTipsSay
    }
}
