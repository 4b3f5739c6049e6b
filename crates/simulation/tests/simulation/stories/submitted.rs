//! What a commune hands in to its province: the stories that the rules of packs need.

use super::sync;
use client::steps::NoStep;
use endpoint::model::refusal;
use protocol::wire::{FieldState, ScopeRequest, WireOperation};
use register::kind::{ANSWER_STEP, ATTACHMENT, EARLIER_AWARD, NOMINATION, PACK_PART};
use register::pack::{Incomplete, MANIFEST, PART, Source, made_id};
use register::review::ReviewStanding;
use register::role::Role;
use register::step::StepWords;
use replica::Edit;
use serde_json::{Value, json};
use simulation::{COMMUNE, Phone, World};

/// What passes between the commune and its province.
const THERE: &str = "province/20/06541";
const PAPER: &str = "p";

/// A commune's officer and chair, and who receives in the province.
struct Commune {
    world: World,
    officer: Phone,
    chair: Phone,
    province: Phone,
}

impl Commune {
    /// With a paper of three parts.
    fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let officer = world.official();
        let chair = world.phone(Role::CommuneChair);
        let province = world.phone_given("province/20", Role::ProvinceOfficer);
        let commune = Self {
            world,
            officer,
            chair,
            province,
        };
        let said = |record: &str, kind: &str, field: &str, value: Value| Edit {
            scope: COMMUNE.to_owned(),
            record: record.to_owned(),
            kind: kind.to_owned(),
            field: field.to_owned(),
            value,
            predecessors: Vec::new(),
        };
        save(
            &commune.officer,
            &[
                said(PAPER, NOMINATION, "subjectName", json!("Triệu Mùi Pham")),
                said("p.a", EARLIER_AWARD, "year", json!(2024)),
                said("p.b", EARLIER_AWARD, "year", json!(2025)),
            ],
        );
        commune.sync();
        commune
    }

    /// Everybody says and asks all, twice: what one says the others hear.
    fn sync(&self) {
        for _ in 0..2 {
            sync(&self.world, &[&self.officer, &self.chair, &self.province]);
        }
    }

    /// What the province is shown of a pack.
    #[track_caller]
    fn check(&self, edits: &[Edit], expected: Result<usize, Incomplete>) {
        let shown = self.province.shows_pack(THERE, pack_of(edits)).unwrap();
        let shown = shown.unwrap().content.map(|(content, parts)| {
            assert_eq!(content, manifest(edits).value["content"]);
            parts
        });
        assert_eq!(shown, expected);
    }
}

#[track_caller]
fn save(phone: &Phone, edits: &[Edit]) {
    let saved = phone.save_as_it_is(edits).unwrap();
    assert!(saved.iter().all(Option::is_some));
}

/// What handing the paper in would save.
#[track_caller]
fn handed_in(phone: &Phone) -> Vec<Edit> {
    let edits = phone.hands_in((COMMUNE, PAPER), THERE, Source::Synced);
    edits.unwrap().unwrap()
}

#[track_caller]
fn manifest(edits: &[Edit]) -> &Edit {
    edits.iter().find(|edit| edit.field == MANIFEST).unwrap()
}

fn pack_of(edits: &[Edit]) -> &str {
    &manifest(edits).record
}

fn missing(missing: usize) -> Incomplete {
    Incomplete::Missing { missing, of: 3 }
}

#[track_caller]
fn check_refused(phone: &Phone, expected: &[&str]) {
    let refused = phone.refused().unwrap();
    let codes: Vec<&str> = refused.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, expected);
}

fn answer(phone: &Phone, pack: &str, what: &str) -> Result<Edit, NoStep> {
    let said = StepWords {
        what,
        on: "2026-03-05",
        ..StepWords::default()
    };
    let shown = phone.show_in(THERE, pack).unwrap();
    let shows = |_: &str, _: &str| true;
    phone.step_on(&shown, ANSWER_STEP, &said, shows).unwrap()
}

/// Officer and chair hand in the same without knowing of each other.
#[test]
pub fn what_a_commune_hands_in_its_province_sees() {
    let commune = Commune::new(700);
    let edits = handed_in(&commune.officer);
    save(&commune.officer, &edits);
    let again = handed_in(&commune.chair);
    assert_eq!(again, edits);
    save(&commune.chair, &again);
    commune.sync();
    commune.check(&edits, Ok(3));
    for phone in [&commune.officer, &commune.chair] {
        check_refused(phone, &[]);
        assert_eq!(handed_in(phone), []);
    }
    let pack = commune.province.shows_pack(THERE, pack_of(&edits)).unwrap();
    assert_eq!(pack.unwrap().source, Some(Source::Synced));
    // The paper itself the province does not see, nor what becomes of it.
    let paper = commune.province.show_in(COMMUNE, PAPER).unwrap();
    assert!(paper.tree.root().is_none());
    let mut page = commune.officer.show_in(COMMUNE, PAPER).unwrap();
    let saved = commune.officer.save_of_kind(
        &mut page,
        PAPER,
        NOMINATION,
        "subjectName",
        "Triệu Mùi Phạm",
    );
    saved.unwrap().unwrap();
    let other = handed_in(&commune.officer);
    assert_ne!(pack_of(&other), pack_of(&edits));
    save(&commune.officer, &other);
    commune.sync();
    commune.check(&edits, Ok(3));
    commune.check(&other, Ok(3));
}

#[test]
pub fn nobody_answers_before_all_of_it_is_there() {
    let commune = Commune::new(701);
    let edits = handed_in(&commune.officer);
    let pack = pack_of(&edits);
    save(&commune.officer, std::slice::from_ref(manifest(&edits)));
    commune.sync();
    commune.check(&edits, Err(missing(3)));
    assert_eq!(
        answer(&commune.province, pack, "received"),
        Err(NoStep::Incomplete(missing(3)))
    );
    // What is left comes from whoever hands it in again.
    let rest = handed_in(&commune.chair);
    assert_eq!(rest.len(), edits.len() - 1);
    save(&commune.chair, &rest[1..]);
    commune.sync();
    commune.check(&edits, Err(missing(1)));
    save(&commune.chair, &rest[..1]);
    commune.sync();
    commune.check(&edits, Ok(3));
    let received = answer(&commune.province, pack, "received").unwrap();
    save(&commune.province, &[received]);
    commune.sync();
    let stands = commune.chair.stands(THERE, pack).unwrap();
    assert_eq!(stands.steps.len(), 1);
}

#[test]
pub fn a_pack_is_under_the_id_that_is_made_of_it() {
    let commune = Commune::new(702);
    let edits = handed_in(&commune.officer);
    let mut forged = edits.clone();
    for edit in &mut forged {
        match edit.field.as_str() {
            MANIFEST => edit.value["content"] = json!("c".repeat(43)),
            PART => edit.value[1] = json!("person"),
            _ => {}
        }
    }
    save(&commune.officer, &forged);
    commune.sync();
    check_refused(&commune.officer, &[refusal::MALFORMED; 4]);
    // How it came stands there already.
    let rest = handed_in(&commune.chair);
    assert_eq!(rest.len(), edits.len() - 1);
    save(&commune.chair, &rest);
    commune.sync();
    commune.check(&edits, Ok(3));
    let shown = commune.province.show_in(THERE, pack_of(&edits)).unwrap();
    let brought = shown.field(pack_of(&edits), MANIFEST).unwrap();
    assert_eq!(brought.candidates.len(), 1);
}

#[test]
pub fn nobody_takes_the_place_of_what_was_handed_in() {
    let commune = Commune::new(703);
    let edits = handed_in(&commune.officer);
    save(&commune.officer, &edits);
    commune.sync();
    let mut outgoing = commune.chair.request().unwrap();
    let mut ops = Vec::new();
    let device = commune.officer.device().unwrap();
    for (n, edit) in (1..).zip(&edits) {
        let shown = commune.chair.show_in(THERE, pack_of(&edits)).unwrap();
        let field = shown.field(&edit.record, &edit.field).unwrap();
        let name = &field.candidates[0].said[0].name;
        assert_eq!(name.device, device);
        ops.push(WireOperation {
            by: 0,
            n,
            record: edit.record.clone(),
            kind: edit.kind.clone(),
            field: edit.field.clone(),
            value: edit.value.clone(),
            replaces: vec![format!("1.{}.{}", name.number, name.hash)],
            at: 7,
            save: None,
            gone: false,
            key: 0,
            sig: String::new(),
        });
    }
    outgoing.request.scopes = vec![ScopeRequest {
        scope: THERE.to_owned(),
        ops,
        ..ScopeRequest::default()
    }];
    outgoing.request.devices = vec![outgoing.request.device.clone(), device.clone()];
    commune.world.answer(&commune.chair, &outgoing).unwrap();
    commune.sync();
    let shown = commune.province.show_in(THERE, pack_of(&edits)).unwrap();
    // Whose it is stays his; how it came anybody may say anew.
    for edit in edits
        .iter()
        .filter(|edit| edit.kind == PACK_PART || edit.field == MANIFEST)
    {
        let field = shown.field(&edit.record, &edit.field).unwrap();
        let said = field.candidates.iter().flat_map(|one| &one.said);
        assert_eq!(
            said.map(|said| &said.name.device).collect::<Vec<_>>(),
            [&device]
        );
    }
    commune.check(&edits, Ok(3));
}

#[test]
pub fn nobody_takes_a_parts_word_before_it_comes() {
    let commune = Commune::new(704);
    let edits = handed_in(&commune.officer);
    let mut squat = edits
        .iter()
        .find(|edit| edit.field == PART)
        .unwrap()
        .clone();
    ATTACHMENT.clone_into(&mut squat.kind);
    "name".clone_into(&mut squat.field);
    squat.value = json!("ảnh");
    save(&commune.chair, &[squat]);
    sync(&commune.world, &[&commune.chair]);
    check_refused(&commune.chair, &[refusal::MALFORMED]);
    save(&commune.officer, &edits);
    commune.sync();
    commune.check(&edits, Ok(3));
}

/// The province tells an endpoint that was set back that something of a pack has gone.
#[test]
pub fn that_a_part_is_gone_nobody_can_tell() {
    let commune = Commune::new(705);
    let edits = handed_in(&commune.officer);
    save(&commune.officer, &edits);
    commune.sync();
    let backup = commune.world.backup();
    let mut outgoing = commune.province.request().unwrap();
    outgoing.request.scopes.clear();
    outgoing.request.digest.clear();
    let heads = commune.world.answer(&commune.province, &outgoing).unwrap();
    let cursor = heads.heads.unwrap().get(THERE).unwrap().clone();
    commune.world.restore(&backup);
    let gone = edits.iter().map(|edit| FieldState {
        record: edit.record.clone(),
        kind: edit.kind.clone(),
        field: edit.field.clone(),
        live: Vec::new(),
        ..FieldState::default()
    });
    outgoing.request.scopes = vec![ScopeRequest {
        scope: THERE.to_owned(),
        cursor,
        pulled: [(0, 999)].into(),
        testimony: Some(gone.collect()),
        ..ScopeRequest::default()
    }];
    outgoing.request.devices = vec![commune.officer.device().unwrap()];
    commune.world.answer(&commune.province, &outgoing).unwrap();
    let other = commune.world.phone_given("province/20", Role::Viewer);
    sync(&commune.world, &[&other]);
    let shown = other.shows_pack(THERE, pack_of(&edits)).unwrap().unwrap();
    assert_eq!(shown.content.unwrap().1, 3);
    // How it came could be said anew, and so can be gone.
    assert_eq!(shown.source, None);
}

/// Who hands in another thing than was approved names what was approved.
#[test]
pub fn what_comes_to_another_content_is_not_whole() {
    let commune = Commune::new(706);
    let honest = handed_in(&commune.officer);
    let mut parts: Vec<Value> = { honest.iter() }
        .filter(|edit| edit.field == PART)
        .map(|edit| edit.value.clone())
        .collect();
    let paper = parts.iter_mut().find(|part| part[0] == PAPER).unwrap();
    paper[2] = json!([["subjectName", "Hoàng Thị Ánh"]]);
    parts.sort_by_key(|part| part[0].to_string());
    let mut forged = register::pack::submission(COMMUNE, PAPER, parts).unwrap();
    forged.manifest["content"] = manifest(&honest).value["content"].clone();
    forged.pack = made_id(&forged.manifest);
    let nothing = merge::Tree::default();
    let edits = client::packs::pack_edits(&forged, THERE, Source::Synced, &nothing).unwrap();
    save(&commune.officer, &edits);
    commune.sync();
    check_refused(&commune.officer, &[]);
    commune.check(&edits, Err(Incomplete::ContentDiffers));
    let answered = answer(&commune.province, &forged.pack, "received");
    assert_eq!(
        answered,
        Err(NoStep::Incomplete(Incomplete::ContentDiffers))
    );
}

#[test]
pub fn what_is_said_beside_a_pack_changes_no_answer() {
    let commune = Commune::new(707);
    let edits = handed_in(&commune.officer);
    save(&commune.officer, &edits);
    commune.sync();
    let pack = pack_of(&edits);
    let accepted = answer(&commune.province, pack, "accepted").unwrap();
    save(&commune.province, &[accepted]);
    commune.sync();
    let beside = Edit {
        record: format!("{pack}.scan"),
        kind: ATTACHMENT.to_owned(),
        field: "name".to_owned(),
        value: json!("Bản giấy"),
        ..manifest(&edits).clone()
    };
    let unknown = Edit {
        field: "ofTomorrow".to_owned(),
        value: json!(1),
        ..manifest(&edits).clone()
    };
    save(&commune.officer, &[beside, unknown]);
    commune.sync();
    check_refused(&commune.officer, &[]);
    for phone in [&commune.officer, &commune.chair, &commune.province] {
        let stands = phone.stands(THERE, pack).unwrap();
        assert_eq!(stands.standing, ReviewStanding::AsTipsSay);
    }
}

/// It comes by hand, and what came is whole: nobody can change it on the way.
#[test]
fn what_is_handed_in_may_come_by_anybodys_hand() {
    let commune = Commune::new(708);
    let edits = handed_in(&commune.officer);
    save(&commune.officer, &edits);
    let file = commune.officer.hand_over().unwrap().unwrap();
    let stranger = commune.world.phone_in("02701", Role::CommuneOfficer);
    stranger.receive(&file).unwrap();
    for _ in 0..2 {
        sync(&commune.world, &[&stranger, &commune.province]);
    }
    commune.check(&edits, Ok(3));
}
