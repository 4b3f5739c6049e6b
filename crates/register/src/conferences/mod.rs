//! A conference as a rule set writes it: its agenda, dress, delegates, and what
//! stands on the stage's backdrop (ma-két).

use crate::rules::reader::{At, Read, read_choice, read_item};
use crate::rules::source::Words;
use crate::source::Source;

/// A rule set's guidance for a conference: agenda, dress, delegates, talks and the stage's
/// backdrops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConferenceKit {
    pub id: String,
    pub name: String,
    /// When, and who goes first.
    pub timing: Vec<Words>,
    pub organization: Vec<Words>,
    pub agenda: Agenda,
    pub delegates: Vec<Words>,
    pub dress: Option<Dress>,
    pub propaganda: Vec<Words>,
    pub conference_talks: Vec<Words>,
    pub exemplars: Vec<Words>,
    pub commendation: Vec<Words>,
    pub stage_backdrops_title: Vec<Words>,
    pub stage_backdrops_lead: Vec<Words>,
    pub stage_backdrops: Vec<StageBackdrop>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(ConferenceKit {
    id, name, timing, organization, agenda, delegates, dress, propaganda, conference_talks, exemplars,
    commendation, stage_backdrops_title, stage_backdrops_lead, stage_backdrops, checked, source
} and "note", "slip", "why", "retired", "reference");

/// The agenda of a conference: a leading line and numbered items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    pub lead: Option<Words>,
    pub items: AgendaItems,
}

read_item!(Agenda { lead, items });

/// The items of an agenda, numbered from one without a gap. Reading says a mistake where they are
/// not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgendaItems(pub Vec<Words>);

impl Read for AgendaItems {
    fn read(at: &At<'_>) -> Self {
        let items: Vec<Words> = Vec::read(at);
        let numbers = items.iter().map(|item| item.no);
        if !numbers.eq((1..).map(Some).take(items.len())) {
            at.say("no của các mục phải là 1, 2, 3 … theo thứ tự");
        }
        Self(items)
    }
}

/// The guidance on what people wear at a conference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dress {
    pub lead: Option<Words>,
    pub items: Vec<Words>,
}

read_item!(Dress { lead, items });

/// A backdrop for organisers of some roles, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageBackdrop {
    pub id: String,
    #[doc(alias = "for")]
    pub organizers: Vec<String>,
    /// «MA-KET ĐỐI VỚI CẤP HUYỆN»
    pub text: String,
    pub lines: BackdropLines,
    pub note: Option<String>,
    /// Not in the document.
    pub reference: bool,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(StageBackdrop {
    id, organizers = "for", text, lines, note, reference, checked, source
} and "slip", "why", "retired");

/// The lines of a backdrop from top to bottom, an organiser, an event and a title among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackdropLines(pub Vec<BackdropLine>);

impl Read for BackdropLines {
    fn read(at: &At<'_>) -> Self {
        let lines: Vec<BackdropLine> = Vec::read(at);
        for wanted in [
            BackdropElement::Organizer,
            BackdropElement::Event,
            BackdropElement::Title,
        ] {
            if lines.iter().all(|line| line.element != wanted) {
                at.say(&format!("thiếu dòng {}", wanted.word()));
            }
        }
        Self(lines)
    }
}

/// One line of a backdrop: its element, and the text or template that is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackdropLine {
    pub element: BackdropElement,
    /// What is written on the backdrop, with places to be filled in.
    pub template: Option<String>,
    /// As the document has it for its example; what is written where there is
    /// no template.
    pub text: String,
    pub source: Option<Source>,
}

read_item!(BackdropLine {
    element,
    template,
    text,
    source
});

impl BackdropLine {
    pub fn written(&self) -> &str {
        self.template.as_deref().unwrap_or(&self.text)
    }
}

/// The role of a line on a backdrop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BackdropElement {
    Organizer,
    Event,
    #[default]
    Title,
    Period,
    PlaceAndDate,
}

read_choice!(BackdropElement {
    "organizer" => Organizer,
    "event" => Event,
    "title" => Title,
    "period" => Period,
    "placeAndDate" => PlaceAndDate,
});

impl ConferenceKit {
    /// The backdrop for an organiser of a role.
    pub fn backdrop_for(&self, organizer: &str) -> Option<&StageBackdrop> {
        let is_for = |one: &&StageBackdrop| one.organizers.iter().any(|role| role == organizer);
        self.stage_backdrops.iter().find(is_for)
    }
}
