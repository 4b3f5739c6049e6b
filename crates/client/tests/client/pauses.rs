//! When the endpoint is asked again.

use crate::host::{Answer, Phone, phone};
use client::sync::{Event, HttpError, Link};

#[test]
fn after_a_failure_it_waits_and_each_time_longer() {
    for seed in 0..20 {
        let phone = phone(seed);
        let host = phone.host();
        host.network.is(HttpError::Away);
        phone.post(Event::Asked);
        host.scheduler.run_for(3_600_000);
        let asked = host.network.asked.borrow();
        let pauses: Vec<i64> = asked.windows(2).map(|two| two[1] - two[0]).collect();
        for (failures, pause) in pauses.iter().enumerate() {
            let longest = (2_000i64 << failures.min(8)).min(300_000);
            // Others may hold it up for a moment.
            let expected = longest / 2..=longest + 6_000;
            assert!(expected.contains(pause), "{failures}: {pause}, seed {seed}");
        }
        assert!((12..=34).contains(&pauses.len()), "{}", pauses.len());
        assert_eq!(phone.state().link, Link::Away);
    }
}

#[test]
fn phones_of_a_valley_do_not_ask_all_at_once() {
    let second = |seed| {
        let phone = phone(seed);
        phone.host().network.is(HttpError::Away);
        phone.post(Event::Asked);
        phone.host().scheduler.run_for(20_000);
        let asked = phone.host().network.asked.borrow();
        asked[2] - asked[1]
    };
    let mut pauses: Vec<i64> = (0..40).map(second).collect();
    pauses.sort_unstable();
    pauses.dedup();
    assert!(pauses.len() > 30, "{pauses:?}");
}

#[test]
fn what_is_written_while_it_fails_is_tried_soon_and_begins_no_new_count() {
    let phone = phone(7);
    let host = phone.host();
    host.network
        .is(HttpError::Status(500, "trouble".to_owned()));
    phone.post(Event::Asked);
    host.scheduler.run_for(600_000);
    assert_eq!(phone.state().link, Link::Trouble);
    let before = host.network.count();
    let written = host.scheduler.now();
    Phone::write(&phone, "Thôn Nà Lốc");
    let asked = || host.network.count() > before;
    assert!(host.scheduler.run_until(20_000, asked));
    assert!(host.scheduler.now() - written < 12_000);
    // And then as late as before.
    let again = host.network.count();
    host.scheduler.run_for(60_000);
    assert_eq!(host.network.count(), again);
}

#[test]
fn what_is_written_during_a_try_that_fails_is_tried_soon_after_it() {
    for seed in 0..20 {
        let phone = phone(seed);
        let host = phone.host();
        host.network.is(HttpError::Away);
        phone.post(Event::Asked);
        host.scheduler.run_for(3_600_000);
        host.network.answers(|_| Answer::Never);
        let before = host.network.count();
        let is_asked_again = |more| move || host.network.count() == before + more;
        assert!(host.scheduler.run_until(400_000, is_asked_again(1)));
        Phone::write(&phone, "Thôn Nà Lốc");
        assert!(
            host.scheduler.run_until(80_000, is_asked_again(2)),
            "seed {seed}"
        );
    }
}

#[test]
fn when_the_network_is_back_the_count_begins_anew() {
    let phone = phone(3);
    let host = phone.host();
    host.network.is(HttpError::Away);
    phone.post(Event::Asked);
    host.scheduler.run_for(3_600_000);
    host.network.works();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
    host.network.is(HttpError::Away);
    let before = host.network.count();
    host.scheduler.run_for(90_000);
    assert!(host.network.count() >= before + 3);
}

#[test]
fn an_edit_is_sent_within_a_moment_and_others_news_within_a_minute() {
    let phone = phone(1);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    assert_eq!(phone.state().link, Link::Reached);
    Phone::write(&phone, "Thôn Nà Lốc");
    host.scheduler.run_for(10_000);
    assert_eq!(host.waiting(), 0);
    let before = host.network.count();
    host.scheduler.run_for(75_000);
    assert!(host.network.count() > before);
}

#[test]
fn who_looks_again_at_once_asks_nothing() {
    let phone = phone(2);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(2_000);
    let before = host.network.count();
    phone.post(Event::Looked);
    host.scheduler.run_for(4_000);
    assert_eq!(host.network.count(), before);
    host.scheduler.run_for(7_000);
    phone.post(Event::Looked);
    host.scheduler.run_for(7_000);
    assert!(host.network.count() > before);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let phone = phone(2);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    host.clock_off.set(-365 * 86_400_000);
    let before = host.network.count();
    host.scheduler.run_for(80_000);
    assert!(host.network.count() > before);
    let off = phone.state().clock_off;
    assert!(off.is_some_and(|off| off < -364 * 86_400_000), "{off:?}");
}
