//! A photo as a phone takes it, and files of other kinds.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::prelude::*;

use crate::process::Scratch;
use crate::{Browser, Phone};

/// What the camera writes beside the picture; it must not leave the phone.
pub const WRITTEN_BY_CAMERA: &str = "WGS-84 N21.8525 E106.7610";

/// A noisy JPEG of 3,000 by 1,500 pixels, its left half red and its right half blue.
const DRAW: &str = "
const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [3000, 1500];
const context = canvas.getContext('2d');
const picture = context.createImageData(3000, 1500);
let noise = arguments[0];
for (let at = 0; at < picture.data.length; at += 4) {
  noise = (noise * 1103515245 + 12345) & 0x7fffffff;
  const red = (at / 4) % 3000 < 1500;
  const dim = (noise >> 16) % 90;
  picture.data.set([red ? 255 - dim : dim, dim, red ? dim : 255 - dim, 255], at);
}
context.putImageData(picture, 0, 0);
const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.5));
return [...new Uint8Array(await blob.arrayBuffer())];";

/// Files to choose from, as they lie on a phone.
pub struct Gallery(Scratch);

impl Gallery {
    pub fn new() -> Self {
        Self(Scratch::new("gallery"))
    }

    /// A photo taken with the phone held upright: its pixels lie on their side, and the camera has
    /// written that, and where it was, beside them.
    pub async fn photo(&self, browser: &Browser, name: &str) -> PathBuf {
        let number = json!(name.len());
        let plain: Vec<u8> = browser.script_with(DRAW, vec![number]).await;
        let (start, rest) = plain.split_at(2);
        let photo = [start, &exif(), rest].concat();
        self.file(name, &photo)
    }

    pub fn folder(&self) -> &Path {
        &self.0.0
    }

    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Default for Gallery {
    fn default() -> Self {
        Self::new()
    }
}

/// An APP1 segment: orientation 6 (to be turned a quarter to the right) and the map datum.
fn exif() -> Vec<u8> {
    let datum = format!("{WRITTEN_BY_CAMERA}\0");
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        bytes
    };
    let gps = 8 + 2 + 2 * 12 + 4;
    let text = gps + 2 + 12 + 4;
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, gps));
    tiff.extend([0; 4]);
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0012, 2, u32::try_from(datum.len()).unwrap(), text));
    tiff.extend([0; 4]);
    tiff.extend(datum.as_bytes());
    let length = u16::try_from(2 + 6 + tiff.len()).unwrap();
    [
        b"\xff\xe1",
        length.to_be_bytes().as_slice(),
        b"Exif\0\0",
        &tiff,
    ]
    .concat()
}

impl Phone {
    /// Chooses a file for the record that is open.
    pub async fn attaches(&self, file: &Path) {
        self.wait_until("document.querySelector('input[type=file]')")
            .await;
        let input = self.driver().find(By::Css("input[type=file]")).await;
        let path = file.to_str().unwrap();
        input.unwrap().send_keys(path).await.unwrap();
    }
}
