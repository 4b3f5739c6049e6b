//! Sổ Thi đua: the register of emulation and commendation of a commune.
mod store;
fn main() {}
