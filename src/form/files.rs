//! Photos and pages that belong to a record: each a line of it, its bytes beside the register.

use super::OpenRecord;
use crate::platform::{self, AttachmentRefusal};
use crate::routes::{self, Route};
use crate::session::Session;
use crate::sync;
use crate::text;
use crate::ui::{FileButton, Notice, Section, Thumbnail, Thumbnails, Tone, later};
use leptos::prelude::*;
use register::kind;
use register::record::{ORDER_FIELD, Record, order_key_between};
use replica::File;
use serde_json::{Value, json};

pub const NAME: &str = "name";
pub const FILE: &str = "file";
pub const PREVIEW: &str = "preview";
/// Where it is said why a file was not taken.
const NOT_TAKEN: &str = "not-taken";

/// The description of an attachment that its line in the record holds: hash, size, type. The bytes
/// are stored apart.
#[derive(Clone, Debug, PartialEq)]
pub struct FileCaption {
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
}

impl FileCaption {
    pub fn by(line: &Record) -> Option<Self> {
        let file = line.value(FILE)?;
        let word = |key: &str| Some(file.get(key)?.as_str()?.to_owned());
        Some(Self {
            sha256: word("sha256")?,
            size: file.get("size")?.as_i64()?,
            media_type: word("type")?,
        })
    }

    pub fn is_photo(&self) -> bool {
        self.media_type.starts_with("image/")
    }
}

/// The files of a record, and the way to add one.
pub fn files_part(sheet: OpenRecord) -> AnyView {
    let may_write = sheet.may_write(kind::ATTACHMENT, FILE);
    let lines = Memo::new(move |_| {
        sheet.record.with(|record| {
            let lines = record.lines_of(kind::ATTACHMENT).into_iter();
            lines.cloned().collect::<Vec<_>>()
        })
    });
    let refused = RwSignal::new(String::new());
    let shown = move || {
        let lines = lines.get();
        let thumbnails = lines.iter().map(|line| thumbnail(sheet, line));
        thumbnails.collect::<Vec<_>>()
    };
    let add = move |files: Vec<web_sys::File>| {
        refused.set(String::new());
        later(async move {
            for file in files {
                if let Err(why) = take(sheet, &file).await {
                    refused.try_update(|all| *all = format!("{all}{} ", why_not(&file, why)));
                    platform::focus_soon(NOT_TAKEN);
                }
            }
        })
    };
    let notice = move || {
        let refused = refused.get();
        (!refused.is_empty()).then(|| {
            view! {
                <div id=NOT_TAKEN tabindex="-1">
                    <Notice tone=Tone::Warn word=text::NOT_TAKEN text=refused live=true />
                </div>
            }
        })
    };
    view! {
        <div hidden=move || !may_write && lines.with(Vec::is_empty)>
            <Section heading=text::FILES>
                <div hidden=move || lines.with(Vec::is_empty)>
                    <Thumbnails>{move || shown()}</Thumbnails>
                </div>
                {move || notice()}
                {may_write
                    .then(|| {
                        view! {
                            <FileButton
                                accept="image/*,application/pdf"
                                label=text::ADD_FILES
                                on_choose=add
                            />
                        }
                    })}
            </Section>
        </div>
    }
    .into_any()
}

fn thumbnail(sheet: OpenRecord, line: &Record) -> AnyView {
    let Some(said) = FileCaption::by(line) else {
        return ().into_any();
    };
    let (root, id) = (sheet.root(), line.id.clone());
    let part = id.get(root.len() + 1..).unwrap_or_default().to_owned();
    let preview = line.text(PREVIEW).map(str::to_owned);
    let session = sheet.session;
    let sign = move || state_of(session, &said.sha256);
    view! {
        <Thumbnail
            href=Route::File(root, part).path()
            title=title_of(line)
            preview=preview
            sign=Signal::derive(move || sign().map(|(_, word)| word))
        />
    }
    .into_any()
}

pub fn title_of(line: &Record) -> String {
    line.text(NAME).unwrap_or(text::FILE).to_owned()
}

/// What is to be said of a file of this phone: nothing once the endpoint has it.
pub fn state_of(session: Session, sha256: &str) -> Option<(Tone, &'static str)> {
    session.files.with(|files| {
        let (file, there) = files.all.iter().find(|(file, _)| file.sha256 == sha256)?;
        match (there, &file.refused) {
            (true, _) => None,
            (false, None) => Some((Tone::Calm, text::NOT_IN_REGISTER)),
            (false, Some(_)) => Some((Tone::Bad, text::FILE_REFUSED)),
        }
    })
}

enum Trouble {
    NotTaken(AttachmentRefusal),
    /// Said by the bar, as everything that could not be kept.
    Store,
}

fn why_not(file: &web_sys::File, trouble: Trouble) -> String {
    let why = match trouble {
        Trouble::NotTaken(AttachmentRefusal::Kind) => text::FILE_KIND,
        Trouble::NotTaken(AttachmentRefusal::TooLarge) => text::FILE_TOO_LARGE,
        Trouble::NotTaken(AttachmentRefusal::Unreadable) => text::FILE_UNREADABLE,
        Trouble::Store => text::FILE_NOT_KEPT,
    };
    format!("«{}»: {why}", file.name())
}

/// Where the files of a record stand.
pub fn page_of(sheet: OpenRecord) -> String {
    let form = sheet.form();
    let only = (form.sections.len() == 1).then(|| form.sections.first());
    let only = only.flatten().map(|section| section.key.as_str());
    routes::of_record(&sheet.root(), only)
}

/// «bien ban.pdf» is called «bien ban».
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map(|(stem, _)| stem);
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The bytes first, and then the line that refers to them.
async fn take(sheet: OpenRecord, chosen: &web_sys::File) -> Result<(), Trouble> {
    let prepared = platform::prepare(chosen).await.map_err(Trouble::NotTaken)?;
    let session = sheet.session;
    let sha256 = protocol::sha256_text(&prepared.bytes);
    let file = File {
        scope: sheet.scope(),
        record: sheet.root(),
        sha256: sha256.clone(),
        size: prepared.bytes.len() as u64,
        media_type: prepared.media_type.to_owned(),
        sent: None,
        refused: None,
    };
    let kept = session.phone().keep_file(&file, &prepared.bytes).await;
    kept.map_err(|problem| {
        session.failure.set(Some(problem.into()));
        Trouble::Store
    })?;
    let id = format!("{}.{}", sheet.root(), platform::fresh_line_part());
    let last = untrack(|| {
        sheet.record.with(|record| {
            let lines = record.lines_of(kind::ATTACHMENT);
            let last = lines.last().and_then(|line| line.text(ORDER_FIELD));
            last.map(str::to_owned)
        })
    });
    let said = json!({ "sha256": sha256, "size": file.size, "type": file.media_type });
    let mut values = vec![
        (
            ORDER_FIELD,
            Value::from(order_key_between(last.as_deref(), None)),
        ),
        (NAME, Value::from(stem(&chosen.name()))),
        (FILE, said),
    ];
    values.extend(
        prepared
            .preview
            .map(|preview| (PREVIEW, Value::from(preview))),
    );
    let edits = values
        .into_iter()
        .map(|(field, value)| sheet.edit(&id, kind::ATTACHMENT, field, value, Vec::new()));
    let saved = sheet.seed().save(session, edits.collect()).await;
    sync::files::look(session).await;
    saved.map(drop).map_err(|_| Trouble::Store)
}
