//! The texts of the interface, by what they are about; used as `text::NAME`. Words as in LOOK: «sổ chung»
//! is what all share, «trên máy» what is on this phone; «gửi», «nộp», «trình» are kept for what an office
//! does with a dossier.

mod arrival;
mod commendation;
pub mod documents;
mod emulation;
mod files;
mod form;
mod frame;
pub mod handover;
pub mod history;
mod home;
mod invitation;
mod more;
pub mod people;
mod place;
mod shared;
mod store;

pub use arrival::*;
pub use commendation::*;
pub use emulation::*;
pub use files::*;
pub use form::*;
pub use frame::*;
pub use home::*;
pub use invitation::*;
pub use more::*;
pub use place::*;
pub use shared::*;
pub use store::*;
