//! Ways that lead from one room to a page of another.

use crate::records::nominations;
use crate::routes::{DocumentSource, Route};
use crate::session::Session;
use crate::text;
use crate::text::documents::MAKE_PAPERS;
use crate::ui::{IconName, LinkButton};
use leptos::prelude::*;
use register::kind;
use replica::Typing;

/// The `id` of the control of a field.
pub fn control_id(record: &str, field: &str) -> String {
    format!("f-{}-{field}", record.replace('.', "-"))
}

/// The place, in the person's own scope, of a list that is being pasted and belongs to no record yet.
pub const PASTED: &str = "pasted";

/// The way to a field of a record of this kind; none where its form does not ask for it.
pub fn way_to_field(session: Session, kind: &str, record: &str, field: &str) -> Option<String> {
    let rules = session.rules();
    let (section, _) = rules.form_of_kind(kind)?.described(kind, field)?;
    let path = Route::Section(record.to_owned(), section.key.clone()).path();
    Some(format!("{path}?loi=1#{}", control_id(record, field)))
}

/// The way to a field where text stands that is not saved, and the field's name.
pub fn way_to_typed(session: Session, typing: &Typing) -> Option<(String, String)> {
    if typing.record == PASTED {
        return Some((Route::PasteVillages.path(), text::PASTE_LABEL.to_owned()));
    }
    let root = protocol::root_of(&typing.record);
    let kind = session.line(root)?.kind.clone();
    let rules = session.rules();
    let (section, field) = rules
        .form_of_kind(&kind)?
        .described(&typing.kind, &typing.field)?;
    let path = Route::Section(root.to_owned(), section.key.clone()).path();
    let control = control_id(&typing.record, &typing.field);
    Some((format!("{path}#{control}"), field.label.clone()))
}

/// Whether something can be made of a record of a kind.
pub fn has_documents(kind: &str) -> bool {
    kind::spec(kind).is_some_and(|row| !row.documents.is_empty())
}

/// The way to the documents of a record, or of a list of the year.
pub fn way_to_documents(session: Session, of: &DocumentSource) -> Option<AnyView> {
    let some = match of {
        DocumentSource::Record(record) => session
            .line(record)
            .is_some_and(|line| has_documents(&line.kind)),
        // What is of the whole commune is the commune's to write.
        _ if session.enrolment().is_of_village() => false,
        DocumentSource::Nominations => !nominations(session).is_empty(),
        DocumentSource::Registrations => !session.lines_of(kind::VILLAGE).is_empty(),
        DocumentSource::Year | DocumentSource::Stage => true,
    };
    some.then(|| {
        let href = Route::Papers(of.clone()).path();
        view! {
            <LinkButton href=href icon=IconName::Register wide=true>{MAKE_PAPERS}</LinkButton>
        }
        .into_any()
    })
}
