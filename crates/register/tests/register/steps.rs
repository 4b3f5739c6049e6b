//! Steps and where a record stands by them: the cases of `tests/vectors/steps.json`, which were worked
//! out from `docs/PROTOCOL.md` alone, in another language than this one; and any graphs at all.

use crate::by_the_page::by_the_page;
use proptest::prelude::*;
use protocol::Operation;
use register::kind;
use register::review::{Review, ReviewStanding, review};
use register::rights::{Grant, Rights};
use register::role::Role;
use register::set_once::is_malformed;
use register::step::{FIELD, Step, StepWords, own_word, value_of};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SCOPE: &str = "06541/AaH5r7HpdqWdxHZJQvh8AB";
const RECORD: &str = "AaH5r7azf3qS3ZqoliV0mA";

#[derive(Deserialize)]
struct Cases {
    words: Vec<WordCase>,
    operations: Vec<OperationCase>,
    records: Vec<RecordCase>,
}

#[derive(Deserialize)]
struct WordCase {
    why: String,
    scope: String,
    record: String,
    kind: String,
    value: Value,
    word: String,
}

#[derive(Deserialize)]
struct OperationCase {
    why: String,
    role: Role,
    granted: String,
    scope: String,
    record: String,
    kind: String,
    field: String,
    value: Value,
    replaces: Vec<String>,
    answer: String,
}

#[derive(Deserialize)]
struct RecordCase {
    why: String,
    scope: String,
    content: Option<String>,
    steps: Vec<Line>,
    stands: String,
    tips: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    line: String,
    kind: String,
    value: Value,
}

fn cases() -> Cases {
    let json = include_str!("../../../../tests/vectors/steps.json");
    match serde_json::from_str(json) {
        Ok(cases) => cases,
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn a_step_stands_under_a_word_that_is_made_of_it() {
    let cases = cases().words;
    assert!(cases.len() >= 7);
    for case in cases {
        let word = own_word(&case.scope, &case.record, &case.kind, &case.value);
        assert_eq!(word, case.word, "{}", case.why);
        let line = format!("{}.{word}", case.record);
        assert!(Step::read(&case.scope, &line, &case.kind, &case.value).is_some());
    }
}

#[test]
fn a_step_that_is_none_is_malformed_and_the_others_need_a_right() {
    let cases = cases().operations;
    assert!(cases.len() >= 150);
    for case in cases {
        let operation = Operation {
            device: "d".to_owned(),
            number: 1,
            record: case.record.clone(),
            kind: case.kind.clone(),
            field: case.field.clone(),
            value: case.value.clone(),
            predecessors: case
                .replaces
                .iter()
                .map(|_| "d.1.abcd".parse().unwrap())
                .collect(),
            at: 0,
            save: 1,
        };
        let rights = Rights::new(vec![Grant {
            scope: case.granted.clone(),
            role: case.role,
        }]);
        let what = (case.kind.as_str(), case.field.as_str());
        // Where it is of another's, only what is submitted there has steps.
        let is_of_commune = protocol::commune_place(&case.scope).is_some();
        let above = Some(if is_of_commune {
            kind::NOMINATION
        } else {
            "submittedPack"
        });
        let writes = rights.may_write_value(&case.scope, &case.record, above, what, &case.value);
        let answer = match (is_malformed(&case.scope, &operation), writes) {
            (true, _) => "malformed",
            (false, true) => "ok",
            (false, false) => "noRight",
        };
        assert_eq!(answer, case.answer, "{} in {}", case.why, case.scope);
    }
}

fn word_of(standing: ReviewStanding) -> &'static str {
    match standing {
        ReviewStanding::NoStep => "noStep",
        ReviewStanding::Unsettled => "unsettled",
        ReviewStanding::Approved => "approved",
        ReviewStanding::Returned => "returned",
        ReviewStanding::Refused => "refused",
        ReviewStanding::Waiting => "waiting",
        ReviewStanding::Received => "received",
        ReviewStanding::Verified => "verified",
        ReviewStanding::Changed => "changed",
        ReviewStanding::AsTipsSay => "tips",
    }
}

#[test]
fn a_record_stands_where_its_steps_stand() {
    let cases = cases().records;
    assert!(cases.len() >= 80);
    for case in &cases {
        let steps = read_in(&case.scope, &case.steps);
        let found = review(&steps, case.content.as_deref());
        assert_eq!(word_of(found.standing), case.stands, "{}", case.why);
        let tips: Vec<&str> = found.tips.iter().map(|tip| tip.word).collect();
        assert_eq!(tips, case.tips, "{}", case.why);
    }
}

/// What each of a few words is a kind of.
const KINDS: [(&str, &str); 9] = [
    ("submitted", kind::SUBMISSION_STEP),
    ("submitted", kind::SUBMISSION_STEP),
    ("withdrawn", kind::SUBMISSION_STEP),
    ("received", kind::OFFICE_STEP),
    ("returned", kind::OFFICE_STEP),
    ("verified", kind::OFFICE_STEP),
    ("approved", kind::APPROVAL_STEP),
    ("approved", kind::APPROVAL_STEP),
    ("refused", kind::APPROVAL_STEP),
];

/// A step that somebody takes: what, on which of two contents, and which of those before were seen.
#[derive(Clone, Debug)]
struct Taken {
    what: usize,
    is_of_today: bool,
    seen: u64,
}

fn taken() -> impl Strategy<Value = Vec<Taken>> {
    let one = (0..KINDS.len(), prop::bool::weighted(0.8), any::<u64>());
    let one = one.prop_map(|(what, is_of_today, seen)| Taken {
        what,
        is_of_today,
        seen: seen & seen.rotate_left(7),
    });
    prop::collection::vec(one, 0..24)
}

fn today() -> String {
    "t".repeat(43)
}

/// The lines of steps taken one after the other.
fn lines(taken: &[Taken]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, one) in taken.iter().enumerate() {
        let (what, kind) = KINDS[one.what];
        let before = lines.iter().enumerate();
        let seen = before.filter(|(place, _)| one.seen >> (place % 64) & 1 == 1);
        let seen: Vec<&str> = seen
            .map(|(_, line)| &line.line[RECORD.len() + 1..])
            .collect();
        let said = StepWords {
            what,
            on: "2026-03-05",
            ..StepWords::default()
        };
        let content = if one.is_of_today {
            today()
        } else {
            "b".repeat(43)
        };
        let value = value_of(&said, &content, &seen, &[], &format!("{place:022}"));
        lines.push(Line {
            line: format!("{RECORD}.{}", own_word(SCOPE, RECORD, kind, &value)),
            kind: kind.to_owned(),
            value,
        });
    }
    lines
}

fn read(lines: &[Line]) -> Vec<Step<'_>> {
    read_in(SCOPE, lines)
}

fn read_in<'l>(scope: &str, lines: &'l [Line]) -> Vec<Step<'l>> {
    let mut steps = Vec::new();
    for line in lines {
        steps.extend(Step::read(scope, &line.line, &line.kind, &line.value));
    }
    steps
}

/// What of a review does not hang on where its steps lie in memory.
fn said(found: &Review<'_>) -> (ReviewStanding, Option<String>, Vec<String>) {
    let word = |step: &&Step<'_>| step.word.to_owned();
    let by = found.by.map(|step| step.word.to_owned());
    (found.standing, by, found.tips.iter().map(word).collect())
}

proptest! {
    #[test]
    fn it_stands_where_the_page_says(taken in taken()) {
        let lines = lines(&taken);
        let steps = read(&lines);
        prop_assert_eq!(steps.len(), taken.len());
        let today = today();
        prop_assert_eq!(review(&steps, Some(&today)).standing, by_the_page(&steps, &today));
    }

    #[test]
    fn the_order_in_which_steps_come_says_nothing(taken in taken(), by in any::<u64>()) {
        let mut lines = lines(&taken);
        let today = today();
        let first = said(&review(&read(&lines), Some(&today)));
        lines.sort_by_key(|line| own_word(&by.to_string(), &line.line, "", &json!(null)));
        prop_assert_eq!(&said(&review(&read(&lines), Some(&today))), &first);
        let twice = read(&lines).into_iter().chain(read(&lines)).collect::<Vec<_>>();
        prop_assert_eq!(said(&review(&twice, Some(&today))), first);
    }

    #[test]
    fn what_is_forged_never_counts(taken in taken(), place in any::<prop::sample::Index>(), how in 0..5) {
        let mut lines = lines(&taken);
        prop_assume!(!lines.is_empty());
        let today = today();
        let whole = lines.len();
        let forged = place.index(whole);
        let line = &mut lines[forged];
        match how {
            // Another value, another kind, another scope or record, an own word.
            0 => line.value["content"] = Value::from("f".repeat(43)),
            1 => line.value["nonce"] = Value::from("f".repeat(22)),
            2 => line.kind = "answerStep".to_owned(),
            3 => line.line = format!("AaH5r7azf3qS3ZqoliV0mB.{}", &line.line[RECORD.len() + 1..]),
            _ => line.line = format!("{RECORD}.-{}", "f".repeat(22)),
        }
        let found = said(&review(&read(&lines), Some(&today)));
        prop_assert_eq!(read(&lines).len(), whole - 1);
        lines.remove(forged);
        prop_assert_eq!(found, said(&review(&read(&lines), Some(&today))));
    }

    #[test]
    fn any_value_at_all_is_a_step_or_is_none(value in any_value(), word in "[A-Za-z0-9_.-]{0,30}") {
        let line = format!("{RECORD}.{word}");
        for kind in kind::steps() {
            prop_assert!(Step::read(SCOPE, &line, kind, &value).is_none());
        }
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::from("approved")),
    ];
    let member = "what|content|after|on|nonce|onPaper|seen|[a-z]{1,4}";
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(member, inner, 0..6).prop_map(Value::from_iter),
        ]
    })
}

/// No hash allows it; if one did, it would end all the same.
#[test]
fn steps_that_come_after_themselves_harm_nobody() {
    let value = json!({});
    let content = today();
    let step = |word, what, after: &[&'static str]| Step {
        word,
        kind: kind::APPROVAL_STEP,
        what,
        content: &content,
        after: after.to_vec(),
        value: &value,
    };
    let ring = [
        step("a", "approved", &["c"]),
        step("b", "refused", &["a"]),
        step("c", "submitted", &["b"]),
        step("d", "returned", &["d", "nowhere"]),
    ];
    let found = review(&ring, Some(&content));
    // All come after all; nothing is a tip, and nothing is approved.
    assert_eq!(
        (found.standing, found.tips.len()),
        (ReviewStanding::Changed, 0)
    );
}

/// Each after as many as one may name. A pair at a time they would take hours.
#[test]
fn ten_thousand_steps_are_weighed_at_once() {
    let value = json!({});
    let content = today();
    let words: Vec<String> = (0..10_000).map(|place| format!("{place:022}")).collect();
    let steps = words.iter().enumerate().map(|(place, word)| Step {
        word,
        kind: kind::OFFICE_STEP,
        what: ["submitted", "returned", "approved", "received"][place % 4],
        content: &content,
        after: words[place.saturating_sub(64)..place]
            .iter()
            .map(String::as_str)
            .collect(),
        value: &value,
    });
    let steps: Vec<Step<'_>> = steps.collect();
    let begun = Instant::now();
    assert_eq!(
        review(&steps, Some(&content)).standing,
        ReviewStanding::Approved
    );
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn who_takes_which_step_is_what_the_rows_and_roles_say() {
    #[track_caller]
    fn check(role: Role, kind: &str, scope: &str, on_paper: bool, expected: bool) {
        let rights = Rights::new(vec![Grant {
            scope: "06541".to_owned(),
            role,
        }]);
        let value = if on_paper {
            json!({ "onPaper": true })
        } else {
            json!({})
        };
        let line = format!("{RECORD}.w");
        let may = |above| rights.may_write_value(scope, &line, above, (kind, FIELD), &value);
        assert_eq!(
            may(Some(kind::NOMINATION)),
            expected,
            "{role:?} {kind} in {scope}"
        );
        assert_eq!(
            may(None),
            expected,
            "{role:?} {kind} in {scope} before its record"
        );
    }
    for on_paper in [false, true] {
        check(
            Role::CommuneChair,
            kind::APPROVAL_STEP,
            SCOPE,
            on_paper,
            true,
        );
        check(
            Role::CommuneOfficer,
            kind::APPROVAL_STEP,
            SCOPE,
            on_paper,
            on_paper,
        );
        check(
            Role::CommuneOfficer,
            kind::SUBMISSION_STEP,
            SCOPE,
            on_paper,
            on_paper,
        );
        check(
            Role::CommuneOfficer,
            kind::SUBMISSION_STEP,
            "06541",
            on_paper,
            true,
        );
        check(
            Role::VillageHead,
            kind::SUBMISSION_STEP,
            SCOPE,
            on_paper,
            true,
        );
        check(Role::VillageHead, kind::OFFICE_STEP, SCOPE, on_paper, false);
        check(Role::Viewer, kind::SUBMISSION_STEP, SCOPE, on_paper, false);
        check(Role::Unknown, kind::SUBMISSION_STEP, SCOPE, on_paper, false);
    }
    // Of a line, its record has to be the head's to write, too.
    let head = Rights::new(vec![Grant {
        scope: SCOPE.to_owned(),
        role: Role::VillageHead,
    }]);
    let what = (kind::SUBMISSION_STEP, FIELD);
    let line = format!("{RECORD}.w");
    assert!(!head.may_write_value(SCOPE, &line, Some(kind::AWARD), what, &json!({})));
}
