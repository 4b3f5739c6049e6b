//! Files go after the records, a part at a time.

use crate::host::{Phone, phone};
use client::sync::{Event, HttpError, Link};
use std::cell::Cell;

const PART: u64 = 64 * 1024;
const SIZE: u64 = 3 * PART + 10;

fn answers(phone: &Phone, offset: impl Fn(u64) -> Result<u64, HttpError> + 'static) {
    *phone.network.offset.borrow_mut() = Box::new(offset);
}

fn is_sent(phone: &Phone) -> bool {
    let files = phone.wait_for(async |replica| replica.files().await);
    files.is_ok_and(|files| files.iter().all(|(_, there)| *there))
}

#[test]
fn a_file_goes_in_parts_and_each_part_once() {
    let phone = phone(1);
    let host = phone.host();
    host.keep_file(SIZE);
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(*host.network.parts.borrow(), [PART, PART, PART, 10]);
    assert!(is_sent(host));
    assert_eq!(host.told.borrow().sent.last(), Some(&0));
    assert_eq!(phone.state().link, Link::Reached);
}

#[test]
fn a_lost_answer_to_a_part_is_asked_for_and_not_for_ever() {
    let phone = phone(1);
    let host = phone.host();
    host.keep_file(SIZE);
    let lost = Cell::new(true);
    answers(host, move |offset| {
        if offset == PART && lost.replace(false) {
            Err(HttpError::Status(409, "conflict".to_owned()))
        } else {
            Ok(offset)
        }
    });
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert!(is_sent(host));
    let phone = crate::host::phone(2);
    let host = phone.host();
    host.keep_file(SIZE);
    answers(host, |offset| {
        let problem = HttpError::Status(409, "conflict".to_owned());
        if offset == 0 { Ok(0) } else { Err(problem) }
    });
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    // Refused with that code; the rest of the sync goes on.
    assert!(!is_sent(host));
    assert_eq!(phone.state().link, Link::Reached);
}

#[test]
fn what_is_refused_is_not_sent_again_and_what_fails_is() {
    let phone = phone(1);
    let host = phone.host();
    host.keep_file(SIZE);
    answers(host, |_| Err(HttpError::Status(503, "full".to_owned())));
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Trouble);
    answers(host, |_| Err(HttpError::Status(413, "tooLarge".to_owned())));
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
    let files = host.wait_for(async |replica| replica.files().await);
    let codes = files.map(|files| files.into_iter().map(|(file, _)| file.refused));
    assert_eq!(
        codes.map(Vec::from_iter),
        Ok(vec![Some("tooLarge".to_owned())])
    );
}

#[test]
fn records_that_were_written_meanwhile_go_before_the_next_part() {
    for seed in 0..50 {
        let phone = phone(seed);
        let host = phone.host();
        host.keep_file(1 << 20);
        phone.post(Event::Asked);
        let has_begun = || !host.network.parts.borrow().is_empty();
        assert!(host.scheduler.run_until(60_000, has_begun));
        Phone::write(&phone, "Thôn Nà Lốc");
        host.scheduler.run_for(60_000);
        assert_eq!(host.waiting(), 0);
        assert!(is_sent(host), "seed {seed}");
        assert_eq!(host.network.parts.borrow().iter().sum::<u64>(), 1 << 20);
    }
}

#[test]
fn files_go_later_if_the_person_wants_that() {
    let phone = phone(1);
    let host = phone.host();
    host.keep_file(SIZE);
    host.later.set(true);
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
    assert!(host.network.parts.borrow().is_empty());
    host.later.set(false);
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert!(is_sent(host));
}
