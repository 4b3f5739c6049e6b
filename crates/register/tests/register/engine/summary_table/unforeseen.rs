//! What the rules did not foresee is found, and never lost.

use super::{award, codes, plain, question, table, value};
use register::awards::Award;
use register::subject::SubjectKind::{Collective, Individual};
use register::summary_table::*;

#[test]
fn what_the_rules_did_not_foresee_is_found_and_never_lost() {
    let awards = vec![
        award("goldenStar", Individual, "regular", true),
        Award {
            kind: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
        Award {
            year: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
        award("certificateOfMerit", Individual, "seniority", true),
        award("advancedWorker", Collective, "regular", true),
        Award {
            is_direct: None,
            ..award("advancedWorker", Individual, "regular", true)
        },
    ];
    let question = Question {
        plain: vec![plain(2016, "III.1", -4), plain(2016, "III.99", 4)],
        corrections: vec![Correction {
            row: "III.2".to_owned(),
            column: "individuals".to_owned(),
            value: -1,
            reason: String::new(),
        }],
        ..question()
    };
    let table = table(&awards, &question);
    assert_eq!(table.uncounted, [0, 1, 2]);
    assert_eq!(value(&table, "III", "individuals"), Some(2));
    assert_eq!(value(&table, "T", "collectives"), Some(1));
    let mut found = codes(&table);
    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            "besideParts",
            "directNotSaid",
            "negativeCount",
            "noCell",
            "noYear",
            "notApplicable",
            "unknownAward",
            "unknownSubjectKind"
        ]
    );
}

#[test]
fn a_unit_of_less_than_nobody_is_found_and_gives_no_percentage() {
    let question = Question {
        base: Some(PercentBase::UnitTotal),
        totals: UnitTotals([(Individual, -3)].into()),
        ..question()
    };
    let awards = [award("advancedWorker", Individual, "regular", true)];
    let table = table(&awards, &question);
    assert_eq!(codes(&table), ["negativeCount"]);
    assert_eq!(value(&table, "III.1", "directIndividualsPercent"), None);
}

#[test]
fn direct_above_its_quantity_is_found() {
    let correction = |column: &str, value| Correction {
        row: "II.4.c".to_owned(),
        column: column.to_owned(),
        value,
        reason: String::new(),
    };
    let question = Question {
        corrections: vec![
            correction("individuals", 1),
            correction("directIndividuals", 2),
        ],
        ..question()
    };
    assert!(codes(&table(&[], &question)).contains(&"directAbove"));
}

/// By two phones, say: counted, for nobody can know, and said.
#[test]
fn a_decision_that_is_entered_twice_is_found() {
    let of = |name: &str, number: &str| Award {
        subject_name: name.to_owned(),
        decision_number: Some(number.to_owned()).filter(|number| !number.is_empty()),
        ..award("advancedWorker", Individual, "regular", true)
    };
    let check = |awards: &[Award], expected: &[&str]| {
        let table = table(awards, &question());
        assert_eq!(codes(&table), expected);
        assert_eq!(value(&table, "T", "individuals"), Some(2));
    };
    check(
        &[of("Vi Thị Hoa", "12"), of("vi thị  hoa", "12")],
        &["enteredTwice"],
    );
    check(&[of("Vi Thị Hoa", "12"), of("Vi Thị Hoa", "13")], &[]);
    check(&[of("Vi Thị Hoa", "12"), of("Bế Thị Lan", "12")], &[]);
    check(&[of("Vi Thị Hoa", ""), of("Vi Thị Hoa", "")], &[]);
}
