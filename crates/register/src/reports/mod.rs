//! Report outlines, and what the register can put into them.

mod award_facts;
mod content;
mod fact;
mod facts;
mod frame;
mod indicator_facts;
mod knowledge;
mod list_facts;
mod outline;
mod supplier;

pub use content::{ContentText, Origin, WrittenTexts};
pub use fact::{Fact, FactTable, Figure, Share};
pub use facts::{SectionFacts, report_facts};
pub use frame::{Appendix, Header, Recipients, Signature, Signer};
pub use knowledge::{Half, Knowledge, KnowledgeEntry, Rank, SubmittedNomination};
pub use outline::*;
