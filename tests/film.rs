//! What a phone's camera sees when it is held before another phone's moving code.

use std::path::{Path, PathBuf};

use crate::process::Scratch;
use crate::{Browser, Phone, Profile};

/// The picture's edge, in pixels.
const EDGE: usize = 640;
/// Pictures a second, and for how many of them a code stands still.
const PACE: usize = 10;
const STANDS: usize = 3;

/// A film of codes, for the camera of a browser.
pub struct Film {
    folder: Scratch,
}

impl Film {
    /// Films the code on a phone's screen until each of its pictures was seen, in whatever order.
    pub async fn of_the_code_on(phone: &Phone) -> Self {
        const CODE: &str = "const code = document.querySelector('svg.code-panel');
            const said = document.querySelector('.code-number')?.innerText.match(/(\\d+)\\/(\\d+)/);
            if (!said || !code.querySelector('path').getAttribute('d')) return null;
            return [Number(said[1]), Number(said[2]), code.getAttribute('viewBox').split(' ')[2], code.querySelector('path').getAttribute('d')];";
        let mut codes: Vec<Option<(usize, String)>> = Vec::new();
        let deadline = std::time::Instant::now() + 4 * crate::PATIENCE;
        while codes.is_empty() || codes.iter().any(Option::is_none) {
            assert!(
                std::time::Instant::now() < deadline,
                "not all codes were shown"
            );
            let seen: Option<(usize, usize, String, String)> = phone.script(CODE).await;
            let Some((number, all, width, path)) = seen else {
                continue;
            };
            codes.resize(all, None);
            codes[number - 1] = Some((width.parse().unwrap(), path));
        }
        let film = Self {
            folder: Scratch::new("film"),
        };
        let mut content =
            format!("YUV4MPEG2 W{EDGE} H{EDGE} F{PACE}:1 Ip A1:1 C420\n").into_bytes();
        for (width, path) in codes.into_iter().flatten() {
            let picture = painted(width, &path);
            for _ in 0..STANDS {
                content.extend(b"FRAME\n");
                content.extend(&picture);
                content.extend([128; EDGE * EDGE / 2]);
            }
        }
        std::fs::write(film.file(), content).unwrap();
        film
    }

    fn file(&self) -> PathBuf {
        self.folder.0.join("film.y4m")
    }

    /// The phone of the profile, its camera before the film (Chromium).
    pub async fn before_the_camera_of(&self, profile: &Profile) -> Browser {
        Browser::chromium_with(profile, &camera(&self.file())).await
    }
}

fn camera(film: &Path) -> Vec<String> {
    vec![
        "--use-fake-ui-for-media-stream".to_owned(),
        "--use-fake-device-for-media-stream".to_owned(),
        format!("--use-file-for-fake-video-capture={}", film.display()),
    ]
}

/// A code of `width` units, given as the path of its bars, as grey pixels: a little askew in the
/// picture, as a hand holds it, and not quite black on not quite white.
fn painted(width: usize, path: &str) -> Vec<u8> {
    let unit = (EDGE * 4 / 5) / width;
    let (left, top) = ((EDGE - unit * width) / 2 + 7, (EDGE - unit * width) / 2 - 5);
    let mut pixels = vec![90; EDGE * EDGE];
    for row in top..top + unit * width {
        pixels[row * EDGE + left..row * EDGE + left + unit * width].fill(215);
    }
    for bar in path.split('M').filter(|bar| !bar.is_empty()) {
        let mut numbers = bar.split(['h', 'v', ' ']).filter_map(|n| n.parse().ok());
        let mut next = || -> usize { numbers.next().unwrap() };
        let (x, y, length) = (next(), next(), next());
        for row in top + y * unit..top + (y + 1) * unit {
            let from = row * EDGE + left + x * unit;
            pixels[from..from + length * unit].fill(40);
        }
    }
    pixels
}
