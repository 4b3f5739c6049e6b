//! Lines in memory, and what registrations begin with.

use client::enrolment::Enrolment;
use client::lines::{Line, Lines, is_of_year};
use client::records::{
    Kinds, RegistrantWords, copied_registration, registrants, registration_id, registration_in,
    registration_values,
};
use merge::Process;
use proptest::prelude::*;
use register::kind;
use register::record::{ORDER_FIELD, Record};
use register::summary::Summary as About;
use serde_json::Value;

const VILLAGE: &str = "xa/v1";
const WORDS: RegistrantWords = RegistrantWords {
    whole_commune: "cả xã",
    of_deleted_village: "thôn đã xoá",
};

fn line(kind: &str, record: &str, title: &str) -> Line {
    Line {
        scope: VILLAGE.to_owned(),
        record: record.to_owned(),
        kind: kind.to_owned(),
        deleted: false,
        conflicts: 0,
        waiting: 0,
        about: About {
            title: title.to_owned(),
            sort: title.to_owned(),
            ..About::default()
        },
    }
}

fn registration(of: &str, year: i32) -> Line {
    let record = registration_id(of, year);
    let mut line = line(kind::EMULATION_REGISTRATION, &record, "");
    (line.about.subject, line.about.year) = (Some(of.to_owned()), Some(year));
    line
}

fn officer() -> Enrolment {
    let mut officer = Enrolment::default();
    officer.commune.code = "xa".to_owned();
    officer.commune.name = "Xã Y Tý".to_owned();
    officer
}

#[test]
fn who_registers_is_the_commune_each_village_and_one_deleted_that_had() {
    let mut gone = line(kind::VILLAGE, "v1", "Phìn Hồ");
    gone.deleted = true;
    let there = line(kind::VILLAGE, "v2", "Lao Chải");
    let lines = Lines::new(vec![gone, there, registration("v1", 2026)]);
    let said = |who: &Enrolment, year| -> Vec<(String, String)> {
        let all = registrants(&lines, who, year, WORDS);
        { all.iter() }
            .map(|line| (line.record.clone(), line.about.detail.clone()))
            .collect()
    };
    let all = said(&officer(), 2026);
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].1, "cả xã");
    assert_eq!(all[2], ("v1".to_owned(), "thôn đã xoá".to_owned()));
    assert_eq!(said(&officer(), 2025).len(), 2, "it had not, of that year");
    let mut head = officer();
    head.village = Some(client::enrolment::Person::default());
    assert_eq!(said(&head, 2026).len(), 2, "the commune is not a head's");
}

#[test]
fn there_is_one_registration_of_a_subject_and_a_year() {
    let village = line(kind::VILLAGE, "v1", "Phìn Hồ");
    let mut deleted = registration("v1", 2025);
    deleted.deleted = true;
    let lines = Lines::new(vec![registration("v1", 2026), deleted]);
    assert!(registration_in(&lines, &village, 2026).is_some());
    assert!(registration_in(&lines, &village, 2025).is_none());
    assert!(registration_in(&lines, &village, 2027).is_none());
    let values = registration_values(&village, "Phìn Hồ".to_owned(), 2027);
    assert_eq!(values[0], ("subjectKind", Value::from("village")));
}

#[test]
fn of_another_only_the_indicators_are_copied_and_of_ones_own_year_the_results() {
    let mut from = Record::new(VILLAGE, "r", kind::EMULATION_REGISTRATION);
    from.fields
        .insert("movements".to_owned(), Value::from("m1"));
    let row = kind::all()
        .iter()
        .find(|row| row.is_copied_from_others && !row.copied.is_empty())
        .expect("a kind of lines that is copied from others");
    let own_only = kind::all()
        .iter()
        .find(|row| !row.is_copied_from_others && !row.copied.is_empty())
        .expect("a kind of lines that is copied from one's own");
    for (id, row) in [("r.1", row), ("r.2", own_only)] {
        let mut line = Record::new(VILLAGE, id, row.kind);
        for field in row.copied {
            line.fields
                .insert((*field).to_owned(), Value::from("đã ghi"));
        }
        line.fields
            .insert("registeredFigure".to_owned(), Value::from("7"));
        line.fields.insert(ORDER_FIELD.to_owned(), Value::from("a"));
        from.lines.push(line);
    }
    let fresh = || "new".to_owned();
    let copied = |own| copied_registration(&from, own, (VILLAGE, "t"), &fresh);
    let others = copied(false);
    assert!(others.iter().all(|edit| edit.kind != own_only.kind));
    assert!(others.iter().all(|edit| edit.field != "previousResult"));
    assert!(others.iter().any(|edit| edit.field == "movements"));
    let own = copied(true);
    assert!(own.iter().any(|edit| edit.kind == own_only.kind));
    let was: Vec<&Value> = { own.iter() }
        .filter(|edit| edit.field == "previousResult")
        .map(|edit| &edit.value)
        .collect();
    assert_eq!(was, ["7", "7"]);
    for edit in copied(true) {
        assert!(edit.record == "t" || edit.record == "t.new", "{edit:?}");
        assert_ne!(edit.field, "registeredFigure");
    }
}

/// Of a person, or of a nomination of one.
fn any_line() -> impl Strategy<Value = Line> {
    let person = ("[ab]", "[A-D]{1,2}").prop_map(|(id, title)| line(kind::PERSON, &id, &title));
    let nomination = ("[cd]", "[A-D]{1,2}", "[ab]").prop_map(|(id, title, of)| {
        let mut line = line(kind::NOMINATION, &id, &title);
        line.about.subject = Some(of);
        line
    });
    prop_oneof![person, nomination]
}

fn in_turns() -> impl Strategy<Value = Vec<Vec<Line>>> {
    proptest::collection::vec(proptest::collection::vec(any_line(), 0..5), 0..6)
}

proptest! {
    /// Lists read the same whether lines came in turns or were all there at the start.
    #[test]
    fn lines_in_turns_are_as_lines_at_once(turns in in_turns()) {
        let mut lines = Lines::default();
        let mut latest: Vec<Line> = Vec::new();
        for turn in turns {
            let changed = lines.take_in(turn.clone());
            for line in &turn {
                let key = (line.scope.clone(), line.record.clone());
                prop_assert!(changed.contains(&key));
            }
            for line in turn {
                latest.retain(|other| other.record != line.record);
                latest.push(line);
            }
        }
        let at_once = Lines::new(latest.clone());
        prop_assert_eq!(lines.len(), at_once.len());
        for line in &latest {
            let here = lines.of_record(&line.record).expect("a line");
            let there = at_once.of_record(&line.record).expect("a line");
            prop_assert_eq!(&here.about.sort, &there.about.sort);
            prop_assert_eq!(&here.about.title, &there.about.title);
        }
        prop_assert!(lines.new_among(latest).len() <= lines.len());
    }

    /// A record of no year is of each.
    #[test]
    fn what_is_of_no_year_is_of_each(year in any::<i32>(), of in proptest::option::of(2020..2030)) {
        let mut line = line(kind::PERSON, "p", "A");
        line.about.year = of;
        prop_assert_eq!(is_of_year(&line, year), of.is_none() || of == Some(year));
    }
}

#[test]
fn what_is_not_content_is_what_the_kinds_rows_say() {
    for row in kind::all_rules() {
        assert_eq!(
            Kinds.is_process_line(row.kind),
            row.is_process,
            "{}",
            row.kind
        );
        let is_alone = row.sole_content.is_some();
        assert_eq!(Kinds.stands_alone(row.kind), is_alone, "{}", row.kind);
        assert_eq!(
            Kinds.is_process_field(row.kind, "name"),
            is_alone,
            "{}",
            row.kind
        );
        for field in row.process {
            assert!(
                Kinds.is_process_field(row.kind, field),
                "{} {field}",
                row.kind
            );
        }
    }
    assert!(!Kinds.is_process_line("somethingNew") && !Kinds.stands_alone("somethingNew"));
    assert!(!Kinds.is_process_field("somethingNew", "state"));
}
