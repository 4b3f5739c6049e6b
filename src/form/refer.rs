//! A field that refers to another record: found by search, or made in passing.

use super::field::FieldContext;
use crate::session::Session;
use crate::ui::{
    Busy, Button, ButtonKind, Dialog, IconName, Later, ListRow, Picked, Rows, SearchField, rows_of,
};
use crate::{platform, text};
use client::lines::{Line, in_order};
use leptos::prelude::*;
use protocol::OpId;
use register::kind::{self, KindSpec};
use register::text::{Query, nfc};
use replica::Edit;
use serde_json::Value;

/// So many are offered at once; searching finds the others.
const MOST: usize = 30;

/// A record that a search offers for a reference or as a nomination's subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub record: String,
    pub scope: String,
    pub kind: String,
    pub title: String,
    pub detail: String,
}

/// The records of these kinds that the search finds, the best first.
pub fn offers(session: Session, kinds: &[String], search: &str, most: usize) -> Vec<Offer> {
    let query = Query::new(search);
    let fit = |line: &Line| {
        let about = &line.about;
        if query.is_empty() {
            Some(0)
        } else {
            query.score(&about.folded, &about.title, &about.initials)
        }
    };
    let found = session.lines.with(|lines| {
        let of_kinds = lines
            .values()
            .filter(|line| !line.deleted && kinds.contains(&line.kind));
        of_kinds
            .filter(|line| fit(line).is_some())
            .cloned()
            .collect()
    });
    in_order(found, |line| fit(line).unwrap_or(u8::MAX))
        .into_iter()
        .take(most)
        .map(|line| Offer {
            record: line.record.clone(),
            scope: line.scope.clone(),
            kind: line.kind.clone(),
            title: line.about.title.clone(),
            detail: detail_of(&line),
        })
        .collect()
}

/// The line under a record's name; a commune's is not its code.
fn detail_of(line: &Line) -> String {
    if line.kind == kind::COMMUNE {
        text::WHOLE_COMMUNE.to_owned()
    } else {
        line.about.detail.clone()
    }
}

fn kinds_of(spot: &FieldContext) -> Vec<String> {
    let Some(reference) = &spot.field.reference else {
        return Vec::new();
    };
    let holder = spot.sheet.holder(&spot.id);
    holder
        .map(|holder| reference.kinds_for(&holder).to_vec())
        .unwrap_or_default()
}

fn choose(spot: &FieldContext, record: &str, title: &str, made: Option<Edit>) -> Later {
    let mut values = vec![(spot.field.key.clone(), Value::from(record))];
    if let Some(name) = spot
        .field
        .reference
        .as_ref()
        .and_then(|r| r.name_field.clone())
    {
        values.push((name, Value::from(title)));
    }
    spot.sheet.choose_made(made, &spot.id, &spot.kind, values)
}

/// Takes back what was chosen, and the name that came with it; a name that was written stays.
fn clear(spot: &FieldContext) -> Later {
    let mut values = vec![(spot.field.key.clone(), Value::Null)];
    let name_field = spot.field.reference.as_ref();
    if let Some(key) = name_field.and_then(|reference| reference.name_field.clone()) {
        let written = spot.sheet.value(&spot.id, &key);
        let chosen = spot.value();
        let line = chosen.as_str().and_then(|id| spot.sheet.session.line(id));
        let (names, choices) = (
            spot.sheet.held(&spot.id, &key),
            spot.sheet.held(&spot.id, &spot.field.key),
        );
        // Saved in one go, though its subject may be called otherwise since.
        let came = |name: &OpId| {
            choices
                .iter()
                .any(|one| one.device == name.device && one.number + 1 == name.number)
        };
        if names.iter().any(came) || line.is_none_or(|line| written == line.about.title) {
            values.push((key, Value::Null));
        }
    }
    spot.sheet.choose(&spot.id, &spot.kind, values)
}

pub fn reference_view(spot: FieldContext) -> AnyView {
    let session = spot.sheet.session;
    let open = RwSignal::new(false);
    let choosing = Busy::default();
    let search = RwSignal::new(String::new());
    let spot = StoredValue::new(spot);
    let chosen = Memo::new(move |_| {
        let id = spot.with_value(FieldContext::value);
        let id = id.as_str()?;
        let line = session.line(id);
        Some(line.map(|line| (line.about.title.clone(), detail_of(&line))))
    });
    let title = move || match chosen.get() {
        None => text::NOT_CHOSEN.to_owned(),
        Some(None) => text::NOT_ON_THIS_PHONE.to_owned(),
        Some(Some((title, _))) => title,
    };
    let detail = move || {
        chosen
            .get()
            .flatten()
            .map(|(_, detail)| detail)
            .unwrap_or_default()
    };
    let found = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let kinds = spot.with_value(kinds_of);
        offers(session, &kinds, &search.get(), MOST)
    });
    let rows = move || found.get().into_iter().map(row).collect();
    let pick = choosing.act(move |of: String| {
        let offers = found.get_untracked().into_iter();
        let offer = { offers }.find(|offer| offer.record == of)?;
        open.set(false);
        Some(spot.with_value(|spot| choose(spot, &offer.record, &offer.title, None)))
    });
    let make = move || {
        makeable(spot, search, found).map(|(kind, name)| {
            let label = text::make_new(&kind, &name);
            let act = choosing.act(move |()| {
                open.set(false);
                spot.with_value(|spot| make_in_passing(spot, &kind, &name))
            });
            view! { <Button on_click=act icon=IconName::Add wide=true>{label}</Button> }
        })
    };
    let clear_button = move || {
        chosen.with(Option::is_some).then(|| {
            let act = choosing.act(move |()| {
                open.set(false);
                untrack(|| spot.with_value(clear))
            });
            view! { <Button kind=ButtonKind::Danger on_click=act>{text::UNCHOOSE}</Button> }
        })
    };
    view! {
        <Picked id=spot.with_value(FieldContext::control_id) title=Signal::derive(title) detail=Signal::derive(detail)>
            <Button kind=ButtonKind::Quiet on_click=move |()| open.set(true)>{text::CHOOSE}</Button>
        </Picked>
        <Dialog open=open title=Signal::stored(spot.with_value(|spot| spot.field.label.clone()))>
            {move || search_field(open, search)}
            <div class="dialog-list">
                <Rows>{rows_of(rows, Some(pick))}</Rows>
                {move || make()}
            </div>
            <div class="dialog-actions">
                {move || clear_button()}
                <Button on_click=move |()| open.set(false)>{text::CLOSE}</Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// An offer in the list of what may be chosen.
fn row(offer: Offer) -> ListRow {
    ListRow {
        of: offer.record,
        title: offer.title,
        detail: offer.detail,
        ..ListRow::default()
    }
}

/// The kind and the name of the record that could be made of what is searched for.
fn makeable(
    spot: StoredValue<FieldContext>,
    search: RwSignal<String>,
    found: Memo<Vec<Offer>>,
) -> Option<(String, String)> {
    let name = nfc(&search.get());
    let kinds = spot.with_value(kinds_of).into_iter();
    let is_made = |kind: &String| kind::spec(kind).is_some_and(KindSpec::is_made_in_passing);
    let kind = { kinds }.find(is_made)?;
    let exact = found.with(|found| found.iter().any(|offer| offer.title == name));
    (!name.is_empty() && !exact).then_some((kind, name))
}

/// A new search at every opening.
fn search_field(open: RwSignal<bool>, search: RwSignal<String>) -> Option<impl IntoView> {
    open.get().then(|| {
        search.set(String::new());
        view! {
            <SearchField
                label=text::SEARCH
                placeholder=text::SEARCH_PERSON
                clear_label=text::CLEAR
                on_search=move |typed| search.set(typed)
            />
        }
    })
}

/// A new person, family or collective, where the form that is open lives.
fn make_in_passing(spot: &FieldContext, kind: &str, name: &str) -> Later {
    let id = platform::fresh_id();
    let made = Edit {
        scope: spot.sheet.scope(),
        record: id.clone(),
        kind: kind.to_owned(),
        field: kind::naming_field(kind).to_owned(),
        value: Value::from(name),
        predecessors: Vec::new(),
    };
    choose(spot, &id, name, Some(made))
}
