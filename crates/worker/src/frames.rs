//! A bundle as a moving QR code, and back.

use crate::codes;
use protocol::frames::{Assembler, FrameOutcome, USUAL};
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

thread_local! {
    /// What the camera has read so far.
    static READ: RefCell<Assembler> = RefCell::default();
}

/// The texts of a bundle's codes; none if there would be too many.
#[wasm_bindgen]
pub fn frames(bundle: &[u8]) -> Vec<String> {
    protocol::frames::frames(bundle, USUAL).unwrap_or_default()
}

/// Another bundle is going to be read.
#[wasm_bindgen]
pub fn scan_anew() {
    READ.take();
}

/// Looks for codes in a picture ([`codes::read_codes`]): what came of it (`nothing`, `foreign`,
/// `ofAnother`, `known`, `new`, `whole`, `broken`), how many are there, and of how many.
#[wasm_bindgen]
pub fn scan(pixels: &[u8], width: u32) -> Vec<JsValue> {
    READ.with_borrow_mut(|read| {
        let mut word = "nothing";
        for text in codes::read_codes(pixels, width) {
            word = match read.take(&text) {
                FrameOutcome::Foreign => "foreign",
                FrameOutcome::OfAnother => "ofAnother",
                FrameOutcome::Known => "known",
                FrameOutcome::New => "new",
                FrameOutcome::Whole => "whole",
                FrameOutcome::Broken => "broken",
            };
        }
        let (there, all) = read.progress();
        vec![word.into(), (there as u32).into(), (all as u32).into()]
    })
}

/// The bundle, once it is whole.
#[wasm_bindgen]
pub fn scanned() -> Option<Vec<u8>> {
    READ.with_borrow(Assembler::bundle)
}
