//! Two tabs of one phone.

use crate::host::{Phone, phone, second_tab};
use client::sync::{Event, HttpError, Link};

#[test]
fn one_of_two_tabs_asks_at_a_time_and_both_end_well() {
    for seed in 0..100 {
        let first = phone(seed);
        let second = second_tab(&first);
        let host = first.host();
        first.post(Event::Asked);
        second.post(Event::Asked);
        host.scheduler.run_for(3_000);
        for number in 0..4 {
            Phone::write(&first, &format!("Thôn {number}"));
            second.post(Event::Asked);
            host.scheduler.run_for(700);
        }
        host.scheduler.run_for(30_000);
        assert_eq!(host.network.most_at_once.get(), 1, "seed {seed}");
        assert_eq!(host.waiting(), 0, "seed {seed}");
        for tab in [&first, &second] {
            assert_eq!(tab.state().link, Link::Reached, "seed {seed}");
        }
    }
}

#[test]
fn a_tab_that_is_closed_gives_its_turn_on() {
    for seed in 0..100 {
        let first = phone(seed);
        let second = second_tab(&first);
        let scheduler = first.host().scheduler.clone();
        first.host().network.answers(|_| crate::host::Answer::Never);
        first.post(Event::Asked);
        scheduler.run_for(5_000);
        // With the page goes what it held.
        scheduler.kill(0);
        drop(first);
        second.host().network.works();
        second.post(Event::Asked);
        scheduler.run_for(10_000);
        assert_eq!(second.state().link, Link::Reached, "seed {seed}");
    }
}

#[test]
fn a_tab_that_fails_gives_its_turn_on() {
    let first = phone(9);
    let second = second_tab(&first);
    let host = first.host();
    host.network.is(HttpError::Away);
    first.post(Event::Asked);
    second.post(Event::Asked);
    host.scheduler.run_for(30_000);
    assert_eq!(first.state().link, Link::Away);
    assert_eq!(second.state().link, Link::Away);
    host.network.works();
    second.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(second.state().link, Link::Reached);
}
