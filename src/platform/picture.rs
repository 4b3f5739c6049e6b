//! Photos made small enough for a weak line, and the files that are taken as they are.

use super::window;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlImageElement, Url};

/// The long edge of a photo that is kept, in pixels.
const LONG_EDGE: f64 = 2_048.0;
/// The long edge of what stands in its place in lists.
const PREVIEW_EDGE: f64 = 192.0;
/// Base64, in bytes: a preview goes with the records.
const LONGEST_PREVIEW: usize = 12_000;
/// The largest file that is taken, in bytes.
const LARGEST: f64 = 10.0 * 1024.0 * 1024.0;
const JPEG: &str = "image/jpeg";
const PDF: &str = "application/pdf";
/// What a PDF begins with.
const PDF_MARK: &[u8] = b"%PDF-";

/// A chosen file as it is kept: photos made smaller, with a preview; other files as they are.
pub struct PreparedFile {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// A small JPEG in base64; of a photo only.
    pub preview: Option<String>,
}

/// The reason why a chosen file is not taken as an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentRefusal {
    /// Neither a photo nor PDF.
    Kind,
    TooLarge,
    /// It says that it is a photo, and this browser cannot read it.
    Unreadable,
}

/// A photo is drawn anew: upright as it was taken, its long edge at most 2,048 pixels, and without
/// what the camera wrote beside it, such as the place. PDF is taken as it is.
///
/// A browser goes by the ending of a file's name, and says nothing of a file without one: what it
/// is stands in its first bytes.
///
/// # Errors
/// Why the file is not taken.
pub async fn prepare(file: &File) -> Result<PreparedFile, AttachmentRefusal> {
    let start = file.slice_with_i32_and_i32(0, PDF_MARK.len() as i32);
    let start = match start {
        Ok(start) => bytes_of(&start).await,
        Err(_) => None,
    };
    if start.ok_or(AttachmentRefusal::Unreadable)? == PDF_MARK {
        return pdf(file).await;
    }
    let said = file.type_();
    let is_said = said.starts_with("image/");
    if !is_said && !said.is_empty() {
        return Err(AttachmentRefusal::Kind);
    }
    let photo = photo(file).await;
    photo.ok_or(if is_said {
        AttachmentRefusal::Unreadable
    } else {
        AttachmentRefusal::Kind
    })
}

async fn pdf(file: &File) -> Result<PreparedFile, AttachmentRefusal> {
    if file.size() > LARGEST {
        return Err(AttachmentRefusal::TooLarge);
    }
    let bytes = bytes_of(file).await.ok_or(AttachmentRefusal::Unreadable)?;
    Ok(PreparedFile {
        bytes,
        media_type: PDF,
        preview: None,
    })
}

async fn photo(file: &File) -> Option<PreparedFile> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    drop(Url::revoke_object_url(&url));
    decoded.ok()?;
    let whole = drawn(&image, LONG_EDGE)?;
    let small = drawn(&image, PREVIEW_EDGE)?;
    let preview = [0.7, 0.4, 0.1].iter().find_map(|quality| {
        let quality = JsValue::from_f64(*quality);
        let url = small.to_data_url_with_type_and_encoder_options(JPEG, &quality);
        let preview = url.ok()?.split_once(',')?.1.to_owned();
        (preview.len() <= LONGEST_PREVIEW).then_some(preview)
    });
    Some(PreparedFile {
        bytes: bytes_of(&blob(&whole, JPEG).await?).await?,
        media_type: JPEG,
        preview,
    })
}

/// The picture on white paper, no longer than `edge`.
fn drawn(image: &HtmlImageElement, edge: f64) -> Option<HtmlCanvasElement> {
    let (width, height) = (
        f64::from(image.natural_width()),
        f64::from(image.natural_height()),
    );
    let scale = (edge / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round(), (height * scale).round());
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let canvas = leptos::prelude::document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    let drawn =
        context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height);
    drawn.ok()?;
    Some(canvas)
}

/// The drawing at an address as PNG, as large as it says of itself.
pub async fn picture_of(drawing: &str) -> Option<Uint8Array> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(drawing);
    JsFuture::from(image.decode()).await.ok()?;
    let canvas = drawn(&image, f64::INFINITY)?;
    let png = blob(&canvas, "image/png").await?;
    let buffer = JsFuture::from(png.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

async fn blob(canvas: &HtmlCanvasElement, kind: &'static str) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            drop(resolve.call1(&JsValue::NULL, &blob));
        });
        let quality = JsValue::from_f64(0.85);
        drop(canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), kind, &quality));
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The bytes of a file that was chosen.
pub async fn bytes_of(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// A `blob:` address for bytes, to be shown or saved. It lives until it is dropped.
pub struct Address(pub String);

impl Address {
    pub fn of(bytes: &[u8], media_type: &str) -> Option<Self> {
        let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(media_type);
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        Url::create_object_url_with_blob(&blob).ok().map(Self)
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        drop(Url::revoke_object_url(&self.0));
    }
}

/// The text in base64.
pub fn base64(text: &str) -> String {
    window().btoa(text).unwrap_or_default()
}
