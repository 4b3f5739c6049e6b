//! Sổ Thi đua: the register of emulation and commendation of a commune.

mod platform;
mod rules;
mod session;
mod store;
mod sync;
mod ui;

fn main() {}
