//! QR codes, drawn and read.

use qrcode::{Color, EcLevel, QrCode};
use rqrr::PreparedImage;
use std::fmt::Write;
use wasm_bindgen::prelude::wasm_bindgen;

/// A text as a code: the path of an SVG in a square of as many units as the first number says, the
/// quiet zone of four around it included. Nothing if the text is too long for one code.
#[wasm_bindgen]
pub fn draw_code(text: &str) -> Option<String> {
    const QUIET: usize = 4;
    // A screen is clean and held close: the lowest correction gives the largest squares.
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let (width, colours) = (code.width(), code.to_colors());
    let mut path = format!("{} ", width + 2 * QUIET);
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row[x..].iter().take_while(|c| **c == Color::Dark).count();
            if dark > 0 {
                // A text takes whatever is written.
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", x + QUIET, y + QUIET);
            }
            x += dark.max(1);
        }
    }
    Some(path)
}

/// The texts of all codes in a picture, given as four bytes (red, green, blue, alpha) a pixel, row
/// by row.
pub fn read_codes(pixels: &[u8], width: u32) -> Vec<String> {
    let width = width as usize;
    let height = (pixels.len() / 4).checked_div(width).unwrap_or_default();
    if height == 0 {
        return Vec::new();
    }
    let luma = |x: usize, y: usize| {
        let at = 4 * (y * width + x);
        let part = |place: usize, weight: u32| u32::from(pixels[at + place]) * weight;
        ((part(0, 77) + part(1, 150) + part(2, 29)) >> 8) as u8
    };
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, luma);
    let codes = picture.detect_grids().into_iter();
    codes
        .filter_map(|code| Some(code.decode().ok()?.1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{draw_code, read_codes};

    /// The path as a picture, each square of `scale` pixels.
    fn painted(drawing: &str, scale: usize) -> (Vec<u8>, u32) {
        let (size, path) = drawing.split_once(' ').expect("a size and a path");
        let size: usize = size.parse().expect("a size");
        let width = size * scale;
        let mut pixels = vec![255; width * width * 4];
        for bar in path.split('M').filter(|bar| !bar.is_empty()) {
            let mut numbers = bar.split(['h', 'v', ' ']).filter_map(|n| n.parse().ok());
            let mut next = || -> usize { numbers.next().expect("x, y, length") };
            let (x, y, length) = (next(), next(), next());
            for row in y * scale..(y + 1) * scale {
                let from = 4 * (row * width + x * scale);
                pixels[from..from + 4 * length * scale].fill(0);
            }
        }
        (pixels, u32::try_from(width).expect("a width"))
    }

    #[track_caller]
    fn check(text: &str) {
        let drawing = draw_code(text).expect("it fits");
        let (pixels, width) = painted(&drawing, 3);
        assert_eq!(read_codes(&pixels, width), [text]);
    }

    #[test]
    fn what_is_drawn_is_read_again() {
        check("STD1");
        check("Bản Pò Mã, ông Triệu Tiến Phúc");
        check(&"A1B2".repeat(400));
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        assert_eq!(draw_code(&"x".repeat(4_000)), None);
    }

    #[test]
    fn a_picture_without_a_code_or_without_pixels_has_no_text() {
        assert!(read_codes(&[], 0).is_empty());
        assert!(read_codes(&[1, 2, 3], 640).is_empty());
        assert!(read_codes(&[128; 64 * 64 * 4], 64).is_empty());
    }
}
