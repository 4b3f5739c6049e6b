//! What a rule set says of a conference: its programme, and what hangs behind the
//! stage.

use super::reader::{read_choice, read_item};
use super::source::{Source, Words};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConferenceKit {
    pub id: String,
    pub name: String,
    pub agenda: Agenda,
    pub stage_backdrops: Vec<Backdrop>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(ConferenceKit { id, name, agenda, stage_backdrops, checked, source }
    and "note", "slip", "why", "retired", "reference", "timing", "organization", "delegates", "dress",
    "propaganda", "conferenceTalks", "exemplars", "commendation", "stageBackdropsTitle",
    "stageBackdropsLead");

/// What every programme must have, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agenda {
    pub items: Vec<Words>,
}

read_item!(Agenda { items } and "lead");

/// «Ma-két»: what hangs behind the stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Backdrop {
    pub id: String,
    /// «Ma-két đối với cấp xã»
    pub text: String,
    pub reference: bool,
    pub lines: Vec<BackdropLine>,
}

read_item!(Backdrop { id, text, reference, lines }
    and "for", "note", "checked", "source", "slip", "why", "retired");

#[derive(Debug, Clone, Default, PartialEq)]
pub struct BackdropLine {
    pub element: Element,
    /// The document's example.
    pub text: String,
    /// The line with places to fill; none where the text is that.
    pub template: Option<String>,
}

read_item!(BackdropLine { element, text, template } and "source");

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Element {
    Organizer,
    Event,
    #[default]
    Title,
    Period,
    PlaceAndDate,
}

read_choice!(Element {
    "organizer" => Organizer,
    "event" => Event,
    "title" => Title,
    "period" => Period,
    "placeAndDate" => PlaceAndDate,
});
