//! The table of kinds: those that a screen shows, and those that none does yet.

use protocol::is_kind;
use register::kind::{self, KindRights, NEWEST_SCHEMA, RecordScope, Writes};
use std::collections::BTreeSet;

#[test]
fn a_kind_stands_in_the_table_once() {
    let mut seen = BTreeSet::new();
    for row in kind::all_rules() {
        assert!(is_kind(row.kind), "{}", row.kind);
        assert!(seen.insert(row.kind), "{} has two rows", row.kind);
    }
    let shown = kind::all().iter();
    assert!(shown.clone().all(|row| seen.contains(row.kind)));
    assert!(seen.len() > shown.len());
}

#[test]
fn whoever_asks_for_a_column_is_told_what_the_whole_row_says() {
    for row in kind::all_rules() {
        let kind = row.kind;
        assert_eq!(kind::rules(kind), Some(row));
        assert_eq!(kind::rights(kind), row.rights, "{kind}");
        assert_eq!(kind::is_process_line(kind), row.is_process, "{kind}");
        assert_eq!(kind::since(kind, "somethingNew"), row.since, "{kind}");
        for (field, since) in row.later {
            assert!(*since > row.since, "{kind} {field}");
            assert_eq!(kind::since(kind, field), *since, "{kind} {field}");
        }
        for field in row.process {
            assert!(kind::is_process_field(kind, field), "{kind} {field}");
        }
        let is_alone = row.sole_content.is_some();
        assert_eq!(kind::stands_alone(kind), is_alone, "{kind}");
        let unknown = kind::is_process_field(kind, "somethingNew");
        assert_eq!(unknown, is_alone, "{kind}");
        if let Some(field) = row.sole_content {
            assert!(!kind::is_process_field(kind, field), "{kind}");
            assert!(row.process.is_empty(), "{kind}");
        }
    }
}

#[test]
fn of_a_kind_that_is_not_known_only_officials_write_and_all_is_content() {
    let unknown = "somethingNew";
    assert_eq!(kind::rules(unknown), None);
    assert_eq!(kind::rights(unknown), KindRights::OF_OFFICIALS);
    assert!(!kind::is_process_line(unknown) && !kind::stands_alone(unknown));
    assert!(!kind::is_process_field(unknown, "state"));
    assert_eq!(kind::since(unknown, "name"), NEWEST_SCHEMA);
}

#[test]
fn a_line_without_a_form_says_of_what_it_is_one() {
    // A step is of whatever is handed in.
    let known = |kind: &str| kind::spec(kind).is_some() || kind::step(kind).is_some();
    for row in kind::all_rules().filter(|row| !known(row.kind)) {
        let is_line = row.lives == RecordScope::Record;
        assert_eq!(is_line, !row.line_of.is_empty(), "{}", row.kind);
        assert!(is_line || !row.is_process, "{} is content", row.kind);
        for above in row.line_of {
            let above = kind::rules(above).expect("a kind");
            assert_ne!(above.lives, RecordScope::Record, "{}", row.kind);
            // Whoever writes lines, writes the record that they are of.
            for (line, record) in [
                (row.rights.head, above.rights.head),
                (row.rights.submitter, above.rights.submitter),
            ] {
                assert!(!line.allow(None) || record.allow(None), "{}", row.kind);
            }
        }
    }
}

#[test]
fn what_a_head_or_a_submitter_writes_lives_where_he_does() {
    for row in kind::all_rules().filter(|row| row.lives != RecordScope::Record) {
        let of_unit = matches!(row.lives, RecordScope::Unit | RecordScope::Own);
        let submitted = matches!(
            row.lives,
            RecordScope::BlockMember | RecordScope::Submission
        );
        assert!(of_unit || !row.rights.head.allow(None), "{}", row.kind);
        assert_eq!(submitted, row.rights.submitter.allow(None), "{}", row.kind);
    }
}

/// What only others say of it does not go with a deletion of whoever does not say it.
#[test]
fn nobody_deletes_what_holds_the_words_of_others() {
    for row in kind::all_rules().filter(|row| row.since > 1) {
        if let Writes::AllBut(fields) = row.rights.submitter {
            assert!(fields.contains(&protocol::DELETION), "{}", row.kind);
        }
    }
}
