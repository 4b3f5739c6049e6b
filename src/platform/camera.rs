//! The camera, as pictures to look for codes in.

use super::window;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};

/// The long edge of a picture that is looked at, in pixels: a code on another phone's screen has
/// enough of them, and a slow phone looks at several a second.
const LONG_EDGE: f64 = 960.0;

/// The reason why the camera gives no pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCamera {
    /// The person, or the phone for them, said no.
    Refused,
    /// This phone or browser has none to give.
    NotThere,
}

/// The camera's pictures; dropping it puts the camera out.
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Camera {
    /// Asks for the camera at the phone's back, and shows it in `video`.
    ///
    /// # Errors
    /// Why it is not to be had.
    pub async fn open(video: HtmlVideoElement) -> Result<Self, NoCamera> {
        let stream = stream().await?;
        video.set_src_object(Some(&stream));
        // A browser that plays by itself says so; one that does not is asked.
        if let Ok(playing) = video.play() {
            drop(JsFuture::from(playing).await);
        }
        let canvas = leptos::prelude::document().create_element("canvas");
        let canvas: HtmlCanvasElement = canvas.map_err(|_| NoCamera::NotThere)?.unchecked_into();
        let context = canvas.get_context("2d").ok().flatten();
        Ok(Self {
            context: context.ok_or(NoCamera::NotThere)?.unchecked_into(),
            stream,
            video,
            canvas,
        })
    }

    /// What the camera sees now: the bytes of its pixels, and how many there are in a row.
    pub fn picture(&self) -> Option<Array> {
        let (width, height) = (
            f64::from(self.video.video_width()),
            f64::from(self.video.video_height()),
        );
        let scale = (LONG_EDGE / width.max(height)).min(1.0);
        let (width, height) = ((width * scale).round(), (height * scale).round());
        if width < 1.0 || height < 1.0 {
            return None;
        }
        self.canvas.set_width(width as u32);
        self.canvas.set_height(height as u32);
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, width, height)
            .ok()?;
        let picture = self.context.get_image_data(0.0, 0.0, width, height).ok()?;
        let pixels = Reflect::get(&picture, &"data".into()).ok()?;
        Some(Array::of2(&pixels, &JsValue::from_f64(width)))
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
    }
}

async fn stream() -> Result<MediaStream, NoCamera> {
    let devices = window().navigator().media_devices();
    let devices = devices.map_err(|_| NoCamera::NotThere)?;
    if devices.is_falsy() {
        return Err(NoCamera::NotThere);
    }
    let wish = js_sys::Object::new();
    drop(Reflect::set(
        &wish,
        &"facingMode".into(),
        &"environment".into(),
    ));
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wish);
    let asked = devices.get_user_media_with_constraints(&constraints);
    let asked = asked.map_err(|_| NoCamera::NotThere)?;
    match JsFuture::from(asked).await {
        Ok(stream) => Ok(stream.unchecked_into()),
        Err(problem) => {
            let name = Reflect::get(&problem, &"name".into()).unwrap_or_default();
            Err(match name.as_string().as_deref() {
                Some("NotAllowedError") => NoCamera::Refused,
                _ => NoCamera::NotThere,
            })
        }
    }
}
