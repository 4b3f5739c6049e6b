//! A bundle as the frames of a moving QR code: short texts that a code holds in its
//! alphanumeric mode, shown one after the other, over and over.
//!
//! ```text
//! STD1:<id>:<i>/<n>:<payload>
//! ```
//!
//! Whoever films them sees some twice and some not at all, in any order, and
//! perhaps some of another phone: [`Assembler`] says how many are there.

use sha2::{Digest, Sha256};

/// How many bytes a frame holds that an old phone's camera reads from a hand's
/// breadth: a QR code of version 12 or so.
pub const USUAL: usize = 240;
/// A bundle of more frames is a matter for a file.
pub const MOST_FRAMES: usize = 4_000;
/// No QR code holds a longer text.
const LONGEST: usize = 4_296;

/// Of RFC 9285: the alphabet of the alphanumeric mode.
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The frames of a bundle, each of so many of its bytes; nothing if they are too many.
pub fn frames(bundle: &[u8], bytes: usize) -> Option<Vec<String>> {
    let bytes = bytes.max(1);
    let count = bundle.len().div_ceil(bytes);
    if count == 0 || count > MOST_FRAMES {
        return None;
    }
    let id = id_of(bundle);
    let frame = |(place, piece): (usize, &[u8])| {
        let mut text = format!("STD1:{id}:{}/{count}:", place + 1);
        write_45(piece, &mut text);
        text
    };
    Some(bundle.chunks(bytes).enumerate().map(frame).collect())
}

/// The first four bytes of the bundle's SHA-256.
fn id_of(bundle: &[u8]) -> String {
    let hash = Sha256::digest(bundle);
    hash.iter().take(4).map(|b| format!("{b:02X}")).collect()
}

/// The result of giving one filmed text to an [`Assembler`]: whether it was a frame of the bundle,
/// a new one, and whether the bundle is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameOutcome {
    /// No frame of ours.
    Foreign,
    /// A frame of another bundle than the one begun.
    OfAnother,
    /// It was there already.
    Known,
    New,
    /// It was the last one: [`Assembler::bundle`].
    Whole,
    /// It was the last one, and all together are no bundle: from the beginning.
    Broken,
}

/// The collector of one bundle's frames as a camera reads them, in any order.
#[derive(Clone, Debug, Default)]
pub struct Assembler {
    id: String,
    pieces: Vec<Option<Vec<u8>>>,
    there: usize,
}

impl Assembler {
    /// Takes what was read. The first frame says which bundle it is.
    pub fn take(&mut self, text: &str) -> FrameOutcome {
        let Some(frame) = Frame::read(text) else {
            return FrameOutcome::Foreign;
        };
        if self.pieces.is_empty() {
            self.id = frame.id.to_owned();
            self.pieces = vec![None; frame.count];
        }
        if self.id != frame.id || self.pieces.len() != frame.count {
            return FrameOutcome::OfAnother;
        }
        let Some(piece) = self.pieces.get_mut(frame.place) else {
            return FrameOutcome::Foreign;
        };
        if piece.is_some() {
            return FrameOutcome::Known;
        }
        *piece = Some(frame.bytes);
        self.there += 1;
        if self.there < self.pieces.len() {
            return FrameOutcome::New;
        }
        if self.bundle().is_some_and(|whole| id_of(&whole) == self.id) {
            return FrameOutcome::Whole;
        }
        *self = Self::default();
        FrameOutcome::Broken
    }

    /// How many frames are there, and of how many; nothing before the first.
    pub fn progress(&self) -> (usize, usize) {
        (self.there, self.pieces.len())
    }

    /// The bundle, once all of its frames are there.
    pub fn bundle(&self) -> Option<Vec<u8>> {
        let whole = self.there > 0 && self.there == self.pieces.len();
        whole.then(|| self.pieces.iter().flatten().flatten().copied().collect())
    }
}

struct Frame<'a> {
    id: &'a str,
    /// From 0.
    place: usize,
    count: usize,
    bytes: Vec<u8>,
}

impl<'a> Frame<'a> {
    fn read(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        // The payload may hold a colon, too.
        let (id, rest) = text.strip_prefix("STD1:")?.split_once(':')?;
        let (place, rest) = rest.split_once('/')?;
        let (count, payload) = rest.split_once(':')?;
        let (place, count): (usize, usize) = (place.parse().ok()?, count.parse().ok()?);
        let is_hex = |b: u8| b.is_ascii_digit() || (b'A'..=b'F').contains(&b);
        let formed = id.len() == 8
            && id.bytes().all(is_hex)
            && (1..=count).contains(&place)
            && count <= MOST_FRAMES;
        let bytes = read_45(payload).filter(|bytes| formed && !bytes.is_empty())?;
        Some(Self {
            id,
            place: place - 1,
            count,
            bytes,
        })
    }
}

/// Two bytes are three letters, one byte two.
fn write_45(bytes: &[u8], out: &mut String) {
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte));
        for _ in 0..=pair.len() {
            out.push(char::from(ALPHABET[number % 45]));
            number /= 45;
        }
    }
}

fn read_45(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for letters in text.as_bytes().chunks(3) {
        let mut number = 0;
        for letter in letters.iter().rev() {
            number = number * 45 + ALPHABET.iter().position(|known| known == letter)?;
        }
        match letters.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}
