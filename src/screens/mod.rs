//! What the official does, a file a thing.

mod commendation;
mod emulation;
mod home;
mod invitation;
mod list;
mod making;
mod more;
mod paste;
mod places;
mod review;
mod waiting;

pub use commendation::{CommendationPage, NewNominationPage};
pub use emulation::EmulationPage;
pub use home::HomePage;
pub use invitation::InvitationPage;
pub use list::ListPage;
pub use more::{DeletedPage, MorePage};
pub use paste::PastePage;
pub use places::PlacesPage;
pub use review::ReviewPage;
pub use waiting::WaitingPage;
