//! A world in which every wait can be interrupted: tasks in a seeded order, a clock that stands
//! still until they wait for it, a store that makes them wait at every call.

mod random;
mod scheduler;
mod step_store;

pub use random::Random;
pub use scheduler::Scheduler;
pub use step_store::{StepStore, StepTx};
