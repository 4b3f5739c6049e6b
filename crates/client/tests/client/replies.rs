//! What follows from each reply.

use crate::host::{Answer, Phone, SCOPE, phone, reply};
use client::sync::{Event, HttpError, LAST_SYNC, Link, NOT_KNOWN, PullProgress};
use protocol::wire::Reply;

fn status(status: u16, code: &str) -> HttpError {
    HttpError::Status(status, code.to_owned())
}

#[test]
fn all_that_the_endpoint_has_comes_and_is_said() {
    let phone = phone(1);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    let state = phone.state();
    assert_eq!(
        (state.link, state.pull),
        (Link::Reached, PullProgress::Whole)
    );
    let links: Vec<Link> = host
        .told
        .borrow()
        .states
        .iter()
        .map(|one| one.link)
        .collect();
    assert_eq!(links.first(), Some(&Link::Busy));
    let kept = host.wait_for(async |replica| replica.kept::<i64>(LAST_SYNC).await);
    assert_eq!(kept, Ok(state.last));
    assert_eq!(host.told.borrow().reached, 1);
}

#[test]
fn a_revoked_phone_stops_asking_until_it_is_asked_to() {
    let phone = phone(1);
    let host = phone.host();
    host.network.is(status(403, "revoked"));
    phone.post(Event::Asked);
    host.scheduler.run_for(3_600_000);
    assert_eq!(host.network.count(), 1);
    let state = phone.state();
    assert_eq!((state.link, state.not_known), (Link::Revoked, false));
    assert_eq!(state.pull, PullProgress::Stopped(Link::Revoked));
    host.network.works();
    phone.post(Event::Asked);
    host.scheduler.run_for(5_000);
    assert_eq!(phone.state().link, Link::Reached);
}

#[test]
fn what_a_forgotten_phone_had_told_waits_again_and_goes_once_it_is_known() {
    let phone = phone(4);
    let host = phone.host();
    phone.post(Event::Asked);
    Phone::write(&phone, "Thôn Nà Lốc");
    host.scheduler.run_for(10_000);
    assert_eq!(host.waiting(), 0);
    host.network.is(status(401, "unknown"));
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    let state = phone.state();
    assert_eq!((state.link, state.not_known), (Link::Revoked, true));
    let kept =
        async |replica: std::rc::Rc<replica::Replica<_, ()>>| replica.kept::<bool>(NOT_KNOWN).await;
    assert_eq!(host.wait_for(kept), Ok(Some(true)));
    assert_eq!(host.waiting(), 1);
    host.network.works();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(host.wait_for(kept), Ok(Some(false)));
    assert!(!phone.state().not_known);
    assert_eq!(host.waiting(), 0);
}

#[test]
fn a_reply_that_comes_too_late_changes_nothing() {
    let phone = phone(1);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
    // It takes the right away, a minute and a half late.
    host.network.answers(|request| {
        let lost = vec![SCOPE.to_owned()];
        Answer::Late(
            90_000,
            Reply {
                lost,
                ..reply(request)
            },
        )
    });
    phone.post(Event::Asked);
    let is_away = || phone.state().link == Link::Away;
    assert!(host.scheduler.run_until(70_000, is_away));
    host.network.works();
    host.scheduler.run_for(120_000);
    assert_eq!(phone.state().link, Link::Reached);
    let lost = host.wait_for(async |replica| replica.lost().await);
    assert_eq!(lost.map(|lost| lost.into_values()), Ok(Vec::new()));
}

#[test]
fn a_request_that_is_never_answered_does_not_hold_up_the_next() {
    let phone = phone(5);
    let host = phone.host();
    host.network.answers(|_| Answer::Never);
    phone.post(Event::Asked);
    host.scheduler.run_for(61_000);
    assert_eq!(phone.state().link, Link::Away);
    host.network.works();
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
}

#[test]
fn a_lost_scope_is_said_and_comes_back() {
    let phone = phone(6);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    host.network.answers(|request| {
        Answer::Reply(Reply {
            lost: vec![SCOPE.to_owned()],
            scopes: Vec::new(),
            heads: Some(Default::default()),
            ..reply(request)
        })
    });
    Phone::write(&phone, "Thôn Nà Lốc");
    host.scheduler.run_for(30_000);
    assert_eq!(phone.state().link, Link::Revoked);
    assert_eq!(host.told.borrow().rights_changed, 1);
    assert_eq!(host.waiting(), 1);
    host.network.works();
    host.scheduler.run_for(200_000);
    assert_eq!(phone.state().link, Link::Reached);
    assert_eq!(host.told.borrow().rights_changed, 2);
    assert_eq!(host.waiting(), 0);
}

#[test]
fn an_id_that_is_another_s_is_changed_once() {
    let phone = phone(1);
    let host = phone.host();
    host.network.is(status(403, "deviceOfAnother"));
    phone.post(Event::Asked);
    host.scheduler.run_for(900);
    assert_eq!(host.network.count(), 2);
    assert_eq!(phone.state().link, Link::Trouble);
    assert_eq!(host.told.borrow().renamed, 1);
    host.network.works();
    host.scheduler.run_for(10_000);
    assert_eq!(phone.state().link, Link::Reached);
    let device = host.wait_for(async |replica| replica.device().await);
    assert!(device.is_ok_and(|device| device.ends_with('f')));
}

#[test]
fn the_key_is_proved_once_when_it_is_demanded_and_when_it_is_asked_for() {
    let demanded = phone(1);
    let host = demanded.host();
    host.network.answers(|request| {
        if request.proof.is_some() {
            Answer::Reply(reply(request))
        } else {
            Answer::No(status(403, "deviceNotProved"))
        }
    });
    demanded.post(Event::Asked);
    host.scheduler.run_for(900);
    // The first page says what there is, and the second, without the key, is refused.
    assert_eq!(host.told.borrow().proved, 1);
    let asked_for = phone(1);
    let host = asked_for.host();
    host.network.answers(|request| {
        let wants_key = request.proof.is_none();
        Answer::Reply(Reply {
            wants_key,
            ..reply(request)
        })
    });
    asked_for.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(asked_for.state().link, Link::Reached);
    assert_eq!(host.told.borrow().proved, 1);
}

#[test]
fn what_is_written_while_a_request_is_under_way_goes_at_once() {
    for seed in 0..50 {
        let phone = phone(seed);
        let host = phone.host();
        phone.post(Event::Asked);
        host.scheduler.run_for(10_000);
        host.network
            .answers(|request| Answer::Late(3_000, reply(request)));
        phone.post(Event::Asked);
        host.scheduler.run_for(1_000);
        Phone::write(&phone, "Thôn Nà Lốc");
        host.scheduler.run_for(20_000);
        assert_eq!(host.waiting(), 0, "seed {seed}");
    }
}

#[test]
fn what_could_not_go_is_left_with_the_browser_and_taken_back_when_it_has_gone() {
    let phone = phone(1);
    let host = phone.host();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(host.told.borrow().left, [None]);
    host.network.is(HttpError::Away);
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    // There was nothing to say.
    assert_eq!(host.told.borrow().left.len(), 1);
    Phone::write(&phone, "Thôn Nà Lốc");
    host.scheduler.run_for(10_000);
    assert!(host.told.borrow().left.last().is_some_and(Option::is_some));
    host.network.works();
    phone.post(Event::Asked);
    host.scheduler.run_for(10_000);
    assert_eq!(host.told.borrow().left.last(), Some(&None));
    assert_eq!(host.waiting(), 0);
}

#[test]
fn a_store_that_fails_is_trouble_and_not_the_end() {
    for seed in 0..50 {
        let phone = phone(seed);
        let host = phone.host();
        host.replica_store().set_fails(2);
        phone.post(Event::Asked);
        host.scheduler.run_for(60_000);
        host.replica_store().set_fails(0);
        phone.post(Event::Asked);
        host.scheduler.run_for(80_000);
        assert_eq!(phone.state().link, Link::Reached, "seed {seed}");
    }
}
