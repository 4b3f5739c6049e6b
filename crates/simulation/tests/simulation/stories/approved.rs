//! What is approved is what somebody saw, and who may say so: the stories that the rules of steps need.

use super::sync;
use client::steps::{NoStep, is_reviewed};
use endpoint::model::refusal;
use merge::Existence;
use protocol::wire::{FieldState, ScopeRequest};
use register::kind::{APPROVAL_STEP, ATTACHMENT, NOMINATION, OFFICE_STEP, SUBMISSION_STEP};
use register::review::ReviewStanding;
use register::role::Role;
use register::step::{FIELD as STEP, StepWords, own_word};
use replica::Edit;
use serde_json::{Value, json};
use simulation::{COMMUNE, Phone, ShownRecord, World};

const UNIT: &str = "06541/v";
const PAPER: &str = "p";
const FIELD: &str = "achievements";

/// A chair, an officer, and the head of a unit.
struct Office {
    world: World,
    chair: Phone,
    officer: Phone,
    head: Phone,
}

impl Office {
    fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let chair = world.phone(Role::CommuneChair);
        let officer = world.official();
        let head = world.phone_in(UNIT, Role::VillageHead);
        let office = Self {
            world,
            chair,
            officer,
            head,
        };
        write(&office.head, "as it was");
        office.sync();
        office
    }

    /// Everybody says and asks all, twice: what one says the others hear.
    fn sync(&self) {
        for _ in 0..2 {
            sync(&self.world, &[&self.chair, &self.officer, &self.head]);
        }
    }

    /// Where all of them show that the paper stands.
    #[track_caller]
    fn check(&self, expected: ReviewStanding) {
        for phone in [&self.chair, &self.officer, &self.head] {
            check(phone, expected);
        }
    }
}

#[track_caller]
fn check(phone: &Phone, expected: ReviewStanding) {
    assert_eq!(phone.stands(UNIT, PAPER).unwrap().standing, expected);
}

fn page(phone: &Phone) -> ShownRecord {
    phone.show_in(UNIT, PAPER).unwrap()
}

#[track_caller]
fn write(phone: &Phone, value: &str) {
    let saved = phone.save_of_kind(&mut page(phone), PAPER, NOMINATION, FIELD, value);
    saved.unwrap().unwrap();
}

fn said(what: &str) -> StepWords<'_> {
    StepWords {
        what,
        on: "2026-03-05",
        ..StepWords::default()
    }
}

/// What taking a step on a page would save.
fn on(phone: &Phone, page: &ShownRecord, kind: &str, what: &str) -> Result<Edit, NoStep> {
    let shows = |_: &str, _: &str| true;
    phone.step_on(page, kind, &said(what), shows).unwrap()
}

/// Takes a step on what the phone shows now.
#[track_caller]
fn take(phone: &Phone, kind: &str, what: &str) -> Edit {
    let edit = on(phone, &page(phone), kind, what).unwrap();
    save(phone, &edit);
    edit
}

#[track_caller]
fn save(phone: &Phone, edit: &Edit) {
    let saved = phone.save_as_it_is(std::slice::from_ref(edit)).unwrap();
    assert!(saved[0].is_some());
}

#[track_caller]
fn check_refused(phone: &Phone, expected: &[&str]) {
    let refused = phone.refused().unwrap();
    let codes: Vec<&str> = refused.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, expected);
}

#[test]
pub fn what_is_written_after_an_approval_is_not_approved() {
    let office = Office::new(300);
    take(&office.head, SUBMISSION_STEP, "submitted");
    office.sync();
    office.check(ReviewStanding::Waiting);
    take(&office.chair, APPROVAL_STEP, "approved");
    office.sync();
    office.check(ReviewStanding::Approved);
    write(&office.head, "and more");
    office.sync();
    office.check(ReviewStanding::Changed);
    // As it was, it is what was approved.
    write(&office.head, "as it was");
    office.sync();
    office.check(ReviewStanding::Approved);
}

#[test]
pub fn what_came_since_the_page_was_shown_is_not_approved() {
    let office = Office::new(301);
    let shown = page(&office.chair);
    write(&office.head, "what the chair has not seen");
    office.sync();
    let tapped = on(&office.chair, &shown, APPROVAL_STEP, "approved");
    assert_eq!(tapped, Err(NoStep::Changed));
    take(&office.chair, APPROVAL_STEP, "approved");
}

#[test]
pub fn a_conflict_is_not_approved() {
    let office = Office::new(302);
    write(&office.head, "the head's");
    write(&office.officer, "the officer's");
    office.sync();
    let tapped = on(
        &office.chair,
        &page(&office.chair),
        APPROVAL_STEP,
        "approved",
    );
    let conflict = NoStep::Conflict {
        line: PAPER.to_owned(),
        field: FIELD.to_owned(),
    };
    assert_eq!(tapped, Err(conflict));
}

#[test]
pub fn what_is_disputed_is_not_approved() {
    let office = Office::new(303);
    let mut shown = page(&office.officer);
    office
        .officer
        .delete_seen(&mut shown, PAPER)
        .unwrap()
        .unwrap();
    write(&office.head, "and more");
    office.sync();
    let existence = page(&office.chair).tree.root().unwrap().existence.clone();
    assert!(matches!(existence, Existence::Disputed { .. }));
    let tapped = on(
        &office.chair,
        &page(&office.chair),
        APPROVAL_STEP,
        "approved",
    );
    assert_eq!(tapped, Err(NoStep::Disputed));
}

#[test]
pub fn what_is_deleted_is_not_approved() {
    let office = Office::new(304);
    let shown = page(&office.chair);
    let mut open = page(&office.officer);
    office
        .officer
        .delete_seen(&mut open, PAPER)
        .unwrap()
        .unwrap();
    sync(&office.world, &[&office.officer]);
    // Who has not heard of it approves what he sees; the others see that it is disputed.
    let approval = on(&office.chair, &shown, APPROVAL_STEP, "approved").unwrap();
    save(&office.chair, &approval);
    office.sync();
    office.check(ReviewStanding::Unsettled);
    let tapped = on(
        &office.chair,
        &page(&office.chair),
        APPROVAL_STEP,
        "approved",
    );
    assert_eq!(tapped, Err(NoStep::Disputed));
    let mut open = page(&office.officer);
    office
        .officer
        .delete_seen(&mut open, PAPER)
        .unwrap()
        .unwrap();
    office.sync();
    let tapped = on(
        &office.chair,
        &page(&office.chair),
        APPROVAL_STEP,
        "approved",
    );
    assert_eq!(tapped, Err(NoStep::Deleted));
}

#[test]
pub fn what_is_not_all_here_is_not_approved() {
    let office = Office::new(305);
    let backup = office.world.backup();
    let cannot = |phone: &Phone| on(phone, &page(phone), APPROVAL_STEP, "approved").err();
    assert_eq!(cannot(&office.chair), None);
    let shows = |_: &str, field: &str| field != FIELD;
    let shown = page(&office.chair);
    let blind = office
        .chair
        .step_on(&shown, APPROVAL_STEP, &said("approved"), shows);
    let not_shown = NoStep::NotShown {
        kind: NOMINATION.to_owned(),
        field: FIELD.to_owned(),
    };
    assert_eq!(blind.unwrap(), Err(not_shown));

    let world = &office.world;
    for value in 0..9 {
        let mut other = office.head.show_in(UNIT, &format!("q{value}")).unwrap();
        let other_paper = other.record.clone();
        let saved = office
            .head
            .save_of_kind(&mut other, &other_paper, NOMINATION, FIELD, "x");
        saved.unwrap().unwrap();
    }
    sync(world, &[&office.head]);
    office.chair.set_limit(1);
    let ask_once = |phone: &Phone| super::ask_once(world, phone);
    ask_once(&office.chair);
    assert_eq!(cannot(&office.chair), Some(NoStep::Behind));
    sync(world, &[&office.chair]);
    assert_eq!(cannot(&office.chair), None);
    world.restore(&backup);
    for expected in [NoStep::Behind, NoStep::Telling] {
        ask_once(&office.chair);
        assert_eq!(cannot(&office.chair), Some(expected));
    }
    // What is returned is not approved: it may be said of what is seen.
    assert!(
        on(
            &office.officer,
            &page(&office.officer),
            OFFICE_STEP,
            "returned"
        )
        .is_ok()
    );
}

#[test]
pub fn a_return_that_answers_nothing_returns_nothing() {
    let office = Office::new(306);
    take(&office.officer, OFFICE_STEP, "returned");
    office.sync();
    office.check(ReviewStanding::AsTipsSay);
    take(&office.head, SUBMISSION_STEP, "submitted");
    office.sync();
    office.check(ReviewStanding::Waiting);
    take(&office.officer, OFFICE_STEP, "returned");
    office.sync();
    office.check(ReviewStanding::Returned);
}

#[test]
pub fn a_step_is_of_the_record_that_it_was_taken_on() {
    let office = Office::new(307);
    let seen = take(&office.officer, OFFICE_STEP, "verified");
    let mut other = office.officer.show_in(UNIT, "q").unwrap();
    let saved = office
        .officer
        .save_of_kind(&mut other, "q", NOMINATION, FIELD, "as it was");
    saved.unwrap().unwrap();
    // Copied, under its word; and changed under it.
    let word = seen.record.split('.').nth(1).unwrap();
    let copied = Edit {
        record: format!("q.{word}"),
        ..seen.clone()
    };
    save(&office.officer, &copied);
    let mut forged = seen.clone();
    forged.record = format!("{PAPER}.-{}", "f".repeat(22));
    forged.value["reason"] = "forged".into();
    save(&office.officer, &forged);
    office.sync();
    check_refused(&office.officer, &[refusal::MALFORMED; 2]);
    assert_eq!(office.chair.stands(UNIT, "q").unwrap().steps, [""; 0]);
    assert_eq!(office.chair.stands(UNIT, PAPER).unwrap().steps, [word]);
}

#[test]
pub fn nobody_takes_a_steps_word_before_it_comes() {
    let office = Office::new(308);
    let approval = take(&office.chair, APPROVAL_STEP, "approved");
    // The officer has seen the word on the chair's screen.
    let squat = Edit {
        kind: ATTACHMENT.to_owned(),
        field: "name".to_owned(),
        value: "ảnh".into(),
        ..approval
    };
    save(&office.officer, &squat);
    sync(&office.world, &[&office.officer]);
    office.sync();
    check_refused(&office.officer, &[refusal::MALFORMED]);
    check_refused(&office.chair, &[]);
    office.check(ReviewStanding::Approved);
}

#[test]
pub fn a_refusal_stands_beside_an_approval_that_does_not_know_of_it() {
    let office = Office::new(309);
    let other = office.world.phone(Role::CommuneChair);
    take(&office.head, SUBMISSION_STEP, "submitted");
    office.sync();
    sync(&office.world, &[&other]);
    take(&office.chair, APPROVAL_STEP, "approved");
    take(&other, APPROVAL_STEP, "refused");
    sync(&office.world, &[&other]);
    office.sync();
    office.check(ReviewStanding::Refused);
    // Who sees both may say it anew.
    take(&office.chair, APPROVAL_STEP, "approved");
    office.sync();
    office.check(ReviewStanding::Approved);
}

#[test]
pub fn a_step_takes_the_place_of_no_other() {
    let office = Office::new(310);
    let other = office.world.phone(Role::CommuneChair);
    let approval = take(&office.chair, APPROVAL_STEP, "approved");
    office.sync();
    sync(&office.world, &[&other]);
    let field = page(&other);
    let field = field.field(&approval.record, STEP).unwrap();
    let author = field.candidates[0].said[0].name.clone();
    let mut outgoing = other.request().unwrap();
    outgoing.request.scopes = vec![ScopeRequest {
        scope: UNIT.to_owned(),
        ops: vec![protocol::wire::WireOperation {
            by: 0,
            n: 1,
            record: approval.record.clone(),
            kind: APPROVAL_STEP.to_owned(),
            field: STEP.to_owned(),
            value: approval.value.clone(),
            replaces: vec![format!("1.{}.{}", author.number, author.hash)],
            at: 7,
            save: None,
            gone: false,
            key: 0,
            sig: String::new(),
        }],
        ..ScopeRequest::default()
    }];
    outgoing.request.devices = vec![outgoing.request.device.clone(), author.device.clone()];
    office.world.answer(&other, &outgoing).unwrap();
    office.sync();
    let said = page(&office.head);
    let said = &said.field(&approval.record, STEP).unwrap().candidates[0].said;
    assert!(said.iter().any(|said| said.name == author));
}

#[test]
pub fn who_may_take_a_step_is_judged_by_what_it_says() {
    let office = Office::new(311);
    take(&office.officer, APPROVAL_STEP, "approved");
    office.sync();
    check_refused(&office.officer, &[refusal::NO_RIGHT]);
    check(&office.chair, ReviewStanding::NoStep);
    let shown = page(&office.officer);
    let scan = "s".repeat(43);
    let on_paper = StepWords {
        on_paper: true,
        scan: Some(&scan),
        ..said("approved")
    };
    let shows = |_: &str, _: &str| true;
    let edit = office
        .officer
        .step_on(&shown, APPROVAL_STEP, &on_paper, shows)
        .unwrap();
    save(&office.officer, &edit.unwrap());
    office.sync();
    office.check(ReviewStanding::Approved);
}

/// The chair's phone is gone, and what it had approved came after the backup.
#[test]
pub fn what_an_officer_tells_of_an_approval_waits_before_the_chair() {
    let office = Office::new(312);
    let backup = office.world.backup();
    take(&office.chair, APPROVAL_STEP, "approved");
    office.sync();
    office.check(ReviewStanding::Approved);
    office.world.restore(&backup);
    let chair = office.world.phone(Role::CommuneChair);
    for _ in 0..3 {
        sync(&office.world, &[&office.officer, &office.head, &chair]);
    }
    // Nowhere does it count until a chair approves, and to take it over is none.
    for phone in [&office.officer, &office.head, &chair] {
        check(phone, ReviewStanding::NoStep);
    }
    let waiting = chair.reports().unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(!client::steps::may_take_over(&waiting[0]));
    assert_eq!(office.officer.reports().unwrap(), []);
    take(&chair, APPROVAL_STEP, "approved");
    for _ in 0..2 {
        sync(&office.world, &[&chair, &office.officer, &office.head]);
    }
    for phone in [&office.officer, &office.head, &chair] {
        check(phone, ReviewStanding::Approved);
    }
}

#[test]
pub fn what_comes_by_hand_approves_nothing() {
    let office = Office::new(313);
    let viewer = office.world.phone(Role::Viewer);
    sync(&office.world, &[&viewer]);
    take(&viewer, APPROVAL_STEP, "approved");
    let file = viewer.hand_over().unwrap().unwrap();
    office.head.receive(&file).unwrap();
    check(&office.head, ReviewStanding::NoStep);
    office.sync();
    office.check(ReviewStanding::NoStep);
}

#[test]
pub fn a_record_with_a_step_is_deleted_by_officials_alone() {
    let office = Office::new(314);
    assert!(!is_reviewed(&page(&office.head).tree));
    take(&office.head, SUBMISSION_STEP, "submitted");
    office.sync();
    let mut shown = page(&office.head);
    assert!(is_reviewed(&shown.tree));
    office.head.delete_seen(&mut shown, PAPER).unwrap().unwrap();
    office.sync();
    check_refused(&office.head, &[refusal::NO_RIGHT]);
    office.check(ReviewStanding::Waiting);
    let mut shown = page(&office.officer);
    office
        .officer
        .delete_seen(&mut shown, PAPER)
        .unwrap()
        .unwrap();
    office.sync();
    office.check(ReviewStanding::Unsettled);
    // Nor does anybody else put it back.
    let mut shown = page(&office.head);
    office.head.undo_seen(&mut shown, PAPER).unwrap().unwrap();
    office.sync();
    check_refused(&office.head, &[refusal::NO_RIGHT; 2]);
    office.check(ReviewStanding::Unsettled);
}

#[test]
pub fn that_a_step_is_gone_nobody_can_tell() {
    let office = Office::new(315);
    take(&office.head, SUBMISSION_STEP, "submitted");
    office.sync();
    let returned = take(&office.officer, OFFICE_STEP, "returned");
    office.sync();
    let backup = office.world.backup();
    let mut outgoing = office.officer.request().unwrap();
    outgoing.request.scopes.clear();
    outgoing.request.digest.clear();
    let heads = office
        .world
        .answer(&office.officer, &outgoing)
        .unwrap()
        .heads;
    let cursor = heads.unwrap().get(UNIT).unwrap().clone();
    office.world.restore(&backup);
    outgoing.request.scopes = vec![ScopeRequest {
        scope: UNIT.to_owned(),
        cursor,
        pulled: [(0, 999)].into(),
        testimony: Some(vec![FieldState {
            record: returned.record,
            kind: returned.kind,
            field: returned.field,
            live: Vec::new(),
            ..FieldState::default()
        }]),
        ..ScopeRequest::default()
    }];
    office.world.answer(&office.officer, &outgoing).unwrap();
    let head = office.world.phone_in(UNIT, Role::VillageHead);
    sync(&office.world, &[&head]);
    check(&head, ReviewStanding::Returned);
}

/// Of one name a second operation is found in a moment: the names that stand there are the same, and what
/// they say is another thing.
#[test]
fn a_second_operation_of_one_name_changes_no_approval() {
    use protocol::Operation;
    use std::collections::BTreeMap;
    let office = Office::new(316);
    let device = office.head.device().unwrap();
    let named = |value: String| Operation {
        device: device.clone(),
        number: 1,
        record: "q".to_owned(),
        kind: NOMINATION.to_owned(),
        field: FIELD.to_owned(),
        value: value.into(),
        predecessors: Vec::new(),
        at: 0,
        save: 1,
    };
    // Among some thousands two have one name.
    let mut by_name = BTreeMap::new();
    let (honest, forged) = (0..1_000_000)
        .find_map(|try_| {
            let one = named(format!("{try_} triệu đồng"));
            let name = one.name(UNIT);
            by_name.insert(name, one.clone()).map(|other| (other, one))
        })
        .unwrap();
    assert_eq!(honest.name(UNIT), forged.name(UNIT));
    let tree = |operation: &Operation, step: Option<&Edit>| {
        let entry =
            |name, value: &Value| json!([{ "name": name, "value": value, "at": 0, "received": 1 }]);
        let name = operation.name(UNIT).to_string();
        let root =
            json!({ "kind": NOMINATION, "fields": { FIELD: entry(name, &operation.value) } });
        let mut rows = vec![("q".to_owned(), serde_json::from_value(root).unwrap())];
        if let Some(step) = step {
            let live = entry("chair.1.abcd".to_owned(), &step.value);
            let line = json!({ "kind": step.kind, "fields": { STEP: live } });
            rows.push((step.record.clone(), serde_json::from_value(line).unwrap()));
        }
        merge::Tree::new(rows.iter().map(|(id, row)| (id.as_str(), row)), [])
    };
    let shown = tree(&honest, None);
    let sight = client::steps::Sight {
        scope: UNIT,
        shown: &shown,
        now: &shown,
        here: replica::ScopeState::Whole,
    };
    let shows = |_: &str, _: &str| true;
    let nonce = "n".repeat(22);
    let step = client::steps::step_edit(sight, APPROVAL_STEP, &said("approved"), shows, &nonce);
    let step = step.unwrap();
    assert_eq!(step.value["seen"], json!([honest.name(UNIT).to_string()]));
    let stands = |operation| {
        let tree = tree(operation, Some(&step));
        let known = client::steps::steps(UNIT, &tree);
        client::steps::standing(UNIT, &tree, &known).standing
    };
    assert_eq!(stands(&honest), ReviewStanding::Approved);
    assert_eq!(stands(&forged), ReviewStanding::Changed);
}

#[test]
fn a_step_with_more_than_it_may_name_is_none() {
    let office = Office::new(317);
    let mut approval = on(
        &office.chair,
        &page(&office.chair),
        APPROVAL_STEP,
        "approved",
    )
    .unwrap();
    for (count, code) in [(64, None), (65, Some(refusal::MALFORMED))] {
        let after = (0..count).map(|place| format!("-{place:022}"));
        approval.value["after"] = after.collect();
        let word = own_word(UNIT, PAPER, APPROVAL_STEP, &approval.value);
        approval.record = format!("{PAPER}.{word}");
        save(&office.chair, &approval);
        office.sync();
        check_refused(&office.chair, code.as_slice());
        office.check(ReviewStanding::Approved);
        assert_eq!(office.head.stands(UNIT, PAPER).unwrap().steps.len(), 1);
    }
    assert_eq!(office.chair.enrolment().scope, COMMUNE);
}
