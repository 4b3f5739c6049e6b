//! The kinds of records and of their lines.

pub const COMMUNE: &str = "commune";
pub const COMMUNE_PROFILE: &str = "communeProfile";
pub const VILLAGE: &str = "village";
pub const PERSON: &str = "person";
pub const FAMILY: &str = "family";
pub const COLLECTIVE: &str = "collective";
pub const EMULATION_REGISTRATION: &str = "emulationRegistration";
pub const NOMINATION: &str = "nomination";
/// An award that has been decided on: one record for each subject of a decision.
pub const AWARD: &str = "award";

/// Line of a commune profile; its id is `<profile>.<year>`.
pub const COMMUNE_YEAR: &str = "communeYear";
/// Lines of an emulation registration.
pub const INDICATOR: &str = "indicator";
pub const COLLECTIVE_TITLE: &str = "collectiveTitle";
pub const INDIVIDUAL_TITLE: &str = "individualTitle";
pub const FAMILY_TITLE: &str = "familyTitle";
/// Line of a nomination.
pub const EARLIER_AWARD: &str = "earlierAward";
/// Line of any record: a photo of evidence, a scanned page.
pub const ATTACHMENT: &str = "attachment";
