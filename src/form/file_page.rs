//! One photo or page of a record: as large as it is, from this phone or from the endpoint.

use super::OpenRecord;
use super::conflict::said_by;
use super::field::{FieldContext, field_view};
use super::files::{FILE, FileCaption, NAME, PREVIEW, page_of, state_of, title_of};
use super::page::{saved_bar, top};
use crate::history::{self, REPLACE};
use crate::platform::{self, Address};
use crate::routes::Route;
use crate::session::Session;
use crate::sync;
use crate::text;
use crate::ui::{
    Button, ButtonKind, EmptyState, IconName, Later, LinkButton, Notice, Tone, badge, facts, gone,
    later,
};
use client::sync::HttpError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use merge::Tree;
use register::form::{Field, FieldType};
use register::record::Record;
use register::{kind, number};
use replica::{Author, Edit, File, SendOutcome};
use sorted::SortedMap;
use std::rc::Rc;
use std::sync::Arc;

/// A file's whole bytes, as far as they can be had now.
#[derive(Clone)]
enum FileAvailability {
    Coming,
    Here(Rc<Address>),
    Away,
    /// The endpoint does not have it (yet): the phone that took it has not sent it.
    NotThere,
}

/// One file: the picture, its words, the way to save it and to take it away.
pub fn file_page(sheet: OpenRecord, part: &str) -> AnyView {
    let id = format!("{}.{part}", sheet.root());
    let back = page_of(sheet);
    let of = id.clone();
    let line = Memo::new(move |_| sheet.holder(&of));
    let there = Memo::new(move |_| {
        sheet
            .tree
            .with(Option::is_some)
            .then(|| line.with(Option::is_some))
    });
    // With the rest, or the buttons would move under the finger.
    let authors: RwSignal<Option<Authors>> = RwSignal::new(None);
    spawn_local(async move {
        let phone = sheet.session.phone();
        let (authors_there, own) = (phone.authors().await, phone.device().await);
        authors.try_set(Some((
            authors_there.unwrap_or_default(),
            own.unwrap_or_default(),
        )));
    });
    let body = move || match (there.get(), authors.get()) {
        (None, _) | (_, None) => ().into_any(),
        (Some(false), _) => deleted_file(sheet, &id),
        (Some(true), Some(authors)) => one_file(sheet, &id, line, &authors),
    };
    view! {
        {top(sheet, back)}
        <main>{move || body()}</main>
    }
    .into_any()
}

/// A file that is not there: deleted, and the way to have it back.
fn deleted_file(sheet: OpenRecord, id: &str) -> AnyView {
    let id = id.to_owned();
    let view = move |tree: &Option<Arc<Tree>>| tree.as_ref()?.record(&id).cloned();
    let there = sheet.tree.with_untracked(&view);
    let decides = sheet.may_write(kind::ATTACHMENT, protocol::DELETION);
    let restore = there.filter(|_| decides).map(|_| {
        let back = move |()| {
            let view = sheet.tree.with_untracked(&view)?;
            let (session, edit) = (sheet.session, Edit::restore(&sheet.scope(), &view));
            Some(later(async move {
                drop(session.save(vec![edit]).await);
            }))
        };
        view! { <Button on_click=back wide=true>{text::RESTORE}</Button> }
    });
    view! {
        <EmptyState icon=IconName::Delete title=text::FILE_DELETED text=if decides { text::FILE_DELETED_WHY } else { "" }>
            {restore}
        </EmptyState>
    }
    .into_any()
}

/// Who writes under which device, and this phone's own.
type Authors = (SortedMap<String, Author>, String);

fn one_file(
    sheet: OpenRecord,
    id: &str,
    line: Memo<Option<Arc<Record>>>,
    authors: &Authors,
) -> AnyView {
    let Some(first) = line.get_untracked() else {
        return ().into_any();
    };
    let Some(said) = FileCaption::by(&first) else {
        return ().into_any();
    };
    let session = sheet.session;
    let whole: RwSignal<FileAvailability, LocalStorage> =
        RwSignal::new_local(FileAvailability::Coming);
    spawn_local(fetch(sheet, said.clone(), whole));
    let (photo, title) = (said.is_photo(), title_of(&first));
    let preview = first
        .text(PREVIEW)
        .map(|preview| format!("data:image/jpeg;base64,{preview}"));
    let picture = move || {
        let address = match whole.get() {
            FileAvailability::Here(address) => Some(address.0.clone()),
            _ => preview.clone(),
        };
        let address = address.filter(|_| photo)?;
        let ready = matches!(whole.get(), FileAvailability::Here(_));
        Some(
            view! { <img class="picture" src=address alt=title.clone() data-whole=ready.to_string() /> },
        )
    };
    let (scope, sha256) = (sheet.scope(), said.sha256.clone());
    let spot = FieldContext {
        sheet,
        id: id.to_owned(),
        kind: kind::ATTACHMENT.to_owned(),
        field: Field {
            key: NAME.to_owned(),
            label: text::FILE_NAME.to_owned(),
            field_type: FieldType::Text,
            ..Field::default()
        },
    };
    let about = about(sheet, id, &said, authors);
    let delete = delete_button(sheet, id, line);
    let back = page_of(sheet);
    view! {
        {move || notice(sheet, &said, whole)}
        {move || picture()}
        {move || sending(session, &scope, &sha256)}
        <div class="fields">{field_view(spot)}</div>
        {facts(about, text::NOT_WRITTEN)}
        {move || save_link(line, whole, photo)}
        {delete}
        {saved_bar(sheet, view! {
            <LinkButton href=back kind=ButtonKind::Main way=REPLACE>{text::DONE}</LinkButton>
        }.into_any())}
    }
    .into_any()
}

/// Asks for the bytes, at first and once more.
fn fetch(
    sheet: OpenRecord,
    said: FileCaption,
    whole: RwSignal<FileAvailability, LocalStorage>,
) -> Later {
    whole.set(FileAvailability::Coming);
    later(async move {
        whole.try_set(bring(sheet, &said).await);
    })
}

/// Where the bytes are, while they are not here, and the way to ask for them again.
fn notice(
    sheet: OpenRecord,
    said: &FileCaption,
    whole: RwSignal<FileAvailability, LocalStorage>,
) -> Option<impl IntoView + use<>> {
    let words = match whole.get() {
        FileAvailability::Here(_) => return None,
        FileAvailability::Coming => (text::FILE_COMING, ""),
        FileAvailability::Away => (text::FILE_AWAY, text::FILE_AWAY_WHY),
        FileAvailability::NotThere => (text::FILE_NOT_THERE, text::FILE_NOT_THERE_WHY),
    };
    let said = said.clone();
    let retry = (!matches!(whole.get(), FileAvailability::Coming)).then(|| {
        view! { <Button on_click=move |()| fetch(sheet, said.clone(), whole)>{text::TRY_NOW}</Button> }
    });
    Some(view! { <Notice tone=Tone::Calm word=words.0 text=words.1 live=true>{retry}</Notice> })
}

/// How it is with the sending, while the endpoint does not have the file.
fn sending(session: Session, scope: &str, sha256: &str) -> Option<AnyView> {
    let (tone, word) = state_of(session, sha256)?;
    if tone == Tone::Calm {
        return Some(view! { <div class="cluster">{badge(tone, word)}</div> }.into_any());
    }
    let (scope, sha256) = (scope.to_owned(), sha256.to_owned());
    let again = move |()| {
        let (scope, sha256) = (scope.clone(), sha256.clone());
        later(async move {
            let phone = session.phone();
            let noted = phone.note_file(&scope, &sha256, SendOutcome::Again).await;
            if let Err(problem) = noted {
                session.failure.set(Some(problem.into()));
            }
            sync::files::look(session).await;
            sync::now_or_soon();
        })
    };
    let notice = view! {
        <Notice tone=tone word=word text=text::FILE_REFUSED_WHY>
            <Button on_click=again>{text::TRY_NOW}</Button>
        </Notice>
    };
    Some(notice.into_any())
}

/// The way to save the bytes that are here, under the name that the file has now.
fn save_link(
    line: Memo<Option<Arc<Record>>>,
    whole: RwSignal<FileAvailability, LocalStorage>,
    photo: bool,
) -> Option<impl IntoView> {
    let name_of_file = move || {
        let title = line.with(|line| line.as_deref().map(title_of));
        let ending = if photo { "jpg" } else { "pdf" };
        format!("{}.{ending}", title.unwrap_or_default())
    };
    match whole.get() {
        FileAvailability::Here(address) => Some(view! {
            <a class="button plain wide" href=address.0.clone() download=name_of_file>
                {text::SAVE_FILE}
            </a>
        }),
        _ => None,
    }
}

/// What sort of file it is, and who added it.
fn about(
    sheet: OpenRecord,
    id: &str,
    said: &FileCaption,
    authors: &Authors,
) -> Vec<(String, String)> {
    let size = format!("{} KB", number::format((said.size + 1023) / 1024, 0));
    let kind_word = if said.is_photo() {
        text::PHOTO
    } else {
        text::PDF
    };
    let view = sheet.view(id, FILE);
    let first = view.as_ref().and_then(|view| view.candidates.first());
    let added = first.map(|first| said_by(first, &authors.0, &authors.1));
    let mut about = vec![(text::FILE_SORT.to_owned(), format!("{kind_word} · {size}"))];
    about.extend(added.map(|added| (text::FILE_ADDED.to_owned(), added)));
    about
}

/// The way to take the file away, for whoever may.
fn delete_button(sheet: OpenRecord, id: &str, line: Memo<Option<Arc<Record>>>) -> Option<AnyView> {
    let session = sheet.session;
    sheet
        .may_write(kind::ATTACHMENT, protocol::DELETION)
        .then(|| {
            let id = id.to_owned();
            let delete = move |()| {
                let (scope, root, id) = (sheet.scope(), sheet.root(), id.clone());
                let title = untrack(|| line.with(|line| line.as_deref().map(title_of)));
                let words = text::deleted(&title.unwrap_or_default());
                platform::leave_field();
                let page = page_of(sheet);
                let at = Route::parse(&page);
                later(async move {
                    if session.delete(&scope, &root, &id, words, at).await {
                        history::replace(&page);
                        gone().await;
                    }
                })
            };
            view! {
                <div class="apart">
                    <Button kind=ButtonKind::Danger on_click=delete icon=IconName::Delete>
                        {text::DELETE_FILE}
                    </Button>
                </div>
            }
            .into_any()
        })
}

/// From this phone, or from the endpoint; what came is kept for the road.
async fn bring(sheet: OpenRecord, said: &FileCaption) -> FileAvailability {
    let (session, scope) = (sheet.session, sheet.scope());
    let here = |bytes: &[u8]| match Address::of(bytes, &said.media_type) {
        Some(address) => FileAvailability::Here(Rc::new(address)),
        None => FileAvailability::Away,
    };
    if let Ok(Some(bytes)) = session.phone().file_bytes(&said.sha256).await {
        return here(&bytes);
    }
    let token = session.token().await;
    let bytes = match sync::files::fetch(&token, &scope, &said.sha256).await {
        Ok(bytes) if protocol::sha256_text(&bytes) == said.sha256 => bytes,
        Ok(_) | Err(HttpError::Away) => return FileAvailability::Away,
        Err(_) => return FileAvailability::NotThere,
    };
    let file = File {
        scope: scope.clone(),
        record: sheet.root(),
        sha256: said.sha256.clone(),
        size: bytes.len() as u64,
        media_type: said.media_type.clone(),
        sent: None,
        refused: None,
    };
    // If there is no room it is shown all the same.
    let phone = session.phone();
    if phone.keep_file(&file, &bytes).await.is_ok() {
        drop(
            phone
                .note_file(&scope, &said.sha256, SendOutcome::Sent)
                .await,
        );
        sync::files::look(session).await;
    }
    here(&bytes)
}
