//! A phone that was reported lost, and one of which an endpoint of another history says so.

use crate::host::{EPOCH, Phone, phone};
use client::enrolment::Enrolment;
use client::sync::{Event, HttpError, Link};
use replica::{Store, Table, Tx};

fn is_lost_in(host: &Phone, epoch: &str) {
    host.network.is(HttpError::Lost(epoch.to_owned()));
}

/// A phone that has synced, and on which something waits.
fn at_work(seed: u64) -> std::rc::Rc<client::sync::Driver<Phone>> {
    let phone = phone(seed);
    let host = phone.host();
    let enrolled = async |replica: std::rc::Rc<replica::Replica<_, ()>>| {
        Enrolment::default().keep(&replica).await
    };
    assert_eq!(host.wait_for(enrolled), Ok(()));
    Phone::write(&phone, "Thôn Nà Lốc");
    host.scheduler.run_for(10_000);
    assert_eq!((host.waiting(), phone.state().link), (0, Link::Reached));
    host.network.is(HttpError::Away);
    Phone::write(&phone, "Thôn Nà Lốc Hai");
    host.scheduler.run_for(10_000);
    assert_eq!(host.waiting(), 1);
    phone
}

fn rows(host: &Phone, table: Table) -> usize {
    host.wait_for(async move |replica| {
        let tx = replica.store().begin(replica::Mode::Read, &[table]).await;
        let rows = tx.expect("a store").range(table, "").await;
        rows.expect("rows").len()
    })
}

#[test]
fn a_lost_phone_deletes_what_it_has_and_asks_nothing_more() {
    for seed in 0..8 {
        let phone = at_work(seed);
        let host = phone.host();
        is_lost_in(host, EPOCH);
        phone.post(Event::Asked);
        host.scheduler.run_for(3_600_000);
        assert_eq!(host.told.borrow().locked, 1);
        for table in [Table::Base, Table::Overlay, Table::Summary, Table::Receipts] {
            assert_eq!(rows(host, table), 0, "{table:?}");
        }
        let left = host.wait_for(async |replica| replica.left_behind().await);
        assert_eq!(left.map(|left| left.len()), Ok(1));
        let kept = host.wait_for(async |replica| Enrolment::kept(&replica).await);
        assert!(kept.expect("read").is_some(), "whose it is");
        // What the browser was left to send with the app closed is taken back.
        assert!(host.told.borrow().left.last().expect("left").is_none());
        let asked = host.network.count();
        host.network.works();
        for event in [Event::Asked, Event::Looked, Event::Edited] {
            phone.post(event);
        }
        host.scheduler.run_for(3_600_000);
        assert_eq!(host.network.count(), asked);
        assert_eq!(phone.state().link, Link::Revoked);
    }
}

#[test]
fn other_refusals_lock_nothing() {
    let status = |status, code: &str| HttpError::Status(status, code.to_owned());
    for problem in [status(403, "revoked"), status(401, "unauthorized")] {
        let phone = at_work(1);
        let host = phone.host();
        let shown = rows(host, Table::Base);
        host.network.is(problem.clone());
        phone.post(Event::Asked);
        host.scheduler.run_for(60_000);
        assert_eq!(host.told.borrow().locked, 0, "{problem:?}");
        assert_eq!(phone.state().link, Link::Revoked);
        assert_eq!(rows(host, Table::Base), shown);
        assert!(host.waiting() >= 1);
    }
}

#[test]
fn another_register_closes_the_phone_and_deletes_nothing() {
    for epoch in ["another", ""] {
        let phone = at_work(1);
        let host = phone.host();
        let shown = rows(host, Table::Base);
        is_lost_in(host, epoch);
        phone.post(Event::Asked);
        host.scheduler.run_for(60_000);
        assert_eq!(host.told.borrow().locked, 1);
        assert_eq!((rows(host, Table::Base), host.waiting()), (shown, 1));
        let closed = host.wait_for(async |replica| replica.is_locked().await);
        assert_eq!(closed, Ok(true));
    }
}

#[test]
fn a_phone_that_never_heard_of_a_register_deletes_nothing_at_once() {
    let phone = phone(1);
    let host = phone.host();
    host.network.is(HttpError::Away);
    Phone::write(&phone, "Thôn Nà Lốc");
    is_lost_in(host, EPOCH);
    host.scheduler.run_for(60_000);
    assert_eq!((host.told.borrow().locked, host.waiting()), (1, 1));
}
