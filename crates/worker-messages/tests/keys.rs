//! A document's key stands in an address and is read from it again.

use register::reports::Half;
use worker_messages::documents::{DocumentKey, DocumentKeyProblem, DocumentList};

#[test]
fn a_key_is_read_as_it_was_written() {
    let id = || "F-002-01".to_owned();
    for (key, written) in [
        (
            DocumentKey::Single("registration".to_owned()),
            "registration",
        ),
        (DocumentKey::SubmissionLetter(0), "submissionLetter:0"),
        (DocumentKey::AchievementSummary(12), "achievementSummary:12"),
        (DocumentKey::Dossier(id()), "dossier:F-002-01"),
        (DocumentKey::DossierFile(id(), 3), "dossier:F-002-01.3"),
        (DocumentKey::Report(id(), Half::Whole), "report:F-002-01"),
        (
            DocumentKey::Report(id(), Half::First),
            "report:F-002-01:midyear",
        ),
        (DocumentKey::Form(id()), "form:F-002-01"),
    ] {
        assert_eq!(key.to_string(), written);
        assert_eq!(written.parse(), Ok(key));
    }
    for nonsense in [
        "submissionLetter:",
        "submissionLetter:x",
        "dossier:a.b",
        "letter:1",
    ] {
        assert_eq!(
            nonsense.parse::<DocumentKey>(),
            Err(DocumentKeyProblem),
            "{nonsense}"
        );
    }
}

#[test]
fn a_list_is_read_as_it_was_written() {
    for list in [
        DocumentList::Nominations,
        DocumentList::Registrations,
        DocumentList::Year,
        DocumentList::OfKind("nomination"),
    ] {
        assert_eq!(DocumentList::parse(list.word()), list);
    }
}
