//! The second module: heavy work in a web worker beside the page, fetched quietly after the first
//! load, so that it is there without a network.
//!
//! - [`bundle`]: what is handed over, packed and unpacked, and its signatures;
//! - [`frames`]: the same as a moving QR code;
//! - [`codes`]: QR codes, drawn and read;
//! - [`document_calls`]: official documents;
//! - [`pasted`]: villages out of what was pasted;
//! - [`keys`]: the key that a phone signs with; [`seal`]: a passphrase.
//!
//! Everything exported here is called by name from `public/worker.js`, and its answer goes back to
//! the page as a message: numbers, texts, bytes and lists of them. A problem is a stable word.

#![warn(clippy::too_many_lines)]

pub mod bundle;
pub mod codes;
pub mod document_calls;
pub mod frames;
pub mod keys;
pub mod pasted;
pub mod seal;
mod subtle;
