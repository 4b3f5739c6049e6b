//! Official documents, and what they are made of.

use reading::Slot;
use register::record::Record;
use register::reports::Half;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// All that documents are made from: the rule set, the commune, and one record or all of the year.
/// The page gathers it for a list of documents and sends it to the worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentData {
    /// The files of the rule set in force, names and texts, the most general first.
    pub files: Vec<(String, String)>,
    /// The year that the documents are about.
    pub year: i32,
    /// The phone's day, as stored.
    pub today: String,
    pub commune: Record,
    pub profile: Record,
    /// Those that register beside the commune: ids and names.
    pub villages: Vec<(String, String)>,
    /// «Mẫu tham khảo» is wanted on the paper.
    pub marks_reference: bool,
    /// What they are made of: one record, or all of the year.
    pub records: Vec<Record>,
    /// The people, families, collectives, villages that those refer to.
    #[serde(default)]
    pub subjects: Vec<Record>,
}

/// A request for the documents of one screen: those of a record, of all nominations or
/// registrations, or of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentList<'a> {
    /// Those of a record of a kind.
    OfKind(&'a str),
    /// Of all nominations of the year.
    Nominations,
    /// Of all registrations of the year.
    Registrations,
    /// Reports, and every form of the rule set that nothing else fills.
    Year,
}

impl<'a> DocumentList<'a> {
    pub fn parse(word: &'a str) -> Self {
        let lists = [Self::Nominations, Self::Registrations, Self::Year];
        let list = lists.into_iter().find(|list| list.word() == word);
        list.unwrap_or(Self::OfKind(word))
    }

    /// As it is asked for.
    pub const fn word(self) -> &'a str {
        match self {
            Self::OfKind(kind) => kind,
            Self::Nominations => "nominations",
            Self::Registrations => "registrations",
            Self::Year => "year",
        }
    }
}

/// A document that can be made, as an address names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKey {
    /// One of its kind: `registration`, `awardSummary`.
    Single(String),
    /// A letter to the level of this place, and the summary that goes with it.
    SubmissionLetter(usize),
    AchievementSummary(usize),
    /// By its id in the rule set.
    Dossier(String),
    /// A file of it, by its place.
    DossierFile(String, usize),
    /// By its outline's id.
    Report(String, Half),
    /// By a printed form's id.
    Form(String),
}

const LETTER: &str = "submissionLetter";
const SUMMARY: &str = "achievementSummary";
const DOSSIER: &str = "dossier";
const REPORT: &str = "report";
const FORM: &str = "form";
const FIRST_HALF: &str = ":midyear";

impl fmt::Display for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single(kind) => f.write_str(kind),
            Self::SubmissionLetter(place) => write!(f, "{LETTER}:{place}"),
            Self::AchievementSummary(place) => write!(f, "{SUMMARY}:{place}"),
            Self::Dossier(id) => write!(f, "{DOSSIER}:{id}"),
            Self::DossierFile(id, place) => write!(f, "{DOSSIER}:{id}.{place}"),
            Self::Report(id, Half::Whole) => write!(f, "{REPORT}:{id}"),
            Self::Report(id, Half::First) => write!(f, "{REPORT}:{id}{FIRST_HALF}"),
            Self::Form(id) => write!(f, "{FORM}:{id}"),
        }
    }
}

/// The error of parsing a [`DocumentKey`]: the text names no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentKeyProblem;

impl FromStr for DocumentKey {
    type Err = DocumentKeyProblem;

    fn from_str(key: &str) -> Result<Self, DocumentKeyProblem> {
        let Some((kind, rest)) = key.split_once(':') else {
            return Ok(Self::Single(key.to_owned()));
        };
        let number = |text: &str| text.parse().map_err(|_| DocumentKeyProblem);
        Ok(match kind {
            LETTER => Self::SubmissionLetter(number(rest)?),
            SUMMARY => Self::AchievementSummary(number(rest)?),
            DOSSIER => match rest.rsplit_once('.') {
                Some((id, place)) => Self::DossierFile(id.to_owned(), number(place)?),
                None => Self::Dossier(rest.to_owned()),
            },
            REPORT => match rest.strip_suffix(FIRST_HALF) {
                Some(id) => Self::Report(id.to_owned(), Half::First),
                None => Self::Report(rest.to_owned(), Half::Whole),
            },
            FORM => Self::Form(rest.to_owned()),
            _ => return Err(DocumentKeyProblem),
        })
    }
}

/// One document that can be made, as a list shows it: key, name, and what is missing in it. The
/// worker makes it; the page reads it.
#[derive(Clone, Debug, Default, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct CatalogEntry {
    /// A [`DocumentKey`], as it stands in an address.
    pub key: String,
    pub name: String,
    /// No official layout is known.
    pub is_reference: bool,
    /// Also worth a spreadsheet.
    pub is_table: bool,
    /// What is missing, or had to be changed.
    pub findings: Vec<MendableFinding>,
    /// Of a nominee's file in a dossier: the nomination.
    pub record: Option<String>,
    /// Of a dossier.
    pub files: Vec<MadeFile>,
    /// Of a dossier: how many copies are asked for.
    pub copies: Option<u32>,
}

/// One file of a dossier in a [`CatalogEntry`]: its name, what it is, and how many places in it are
/// still open.
#[derive(Clone, Debug, Default, Serialize, Slot)]
pub struct MadeFile {
    /// Of the file.
    pub name: String,
    /// What it is, and of whom.
    pub title: String,
    pub open: usize,
}

/// A finding, and where it can be mended: a record and its field, or a field of the profile.
#[derive(Clone, Debug, Default, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct MendableFinding {
    pub about: String,
    pub message: String,
    /// It is not only left for the day of signing.
    pub is_open: bool,
}

/// A backdrop that the rule set knows, as the page offers it, with its places to fill in.
#[derive(Clone, Debug, Default, Serialize, Slot)]
#[serde(rename_all = "camelCase")]
pub struct Backdrop {
    pub id: String,
    pub name: String,
    pub is_reference: bool,
    pub places: Vec<BackdropBlank>,
}

/// A place to fill in in a backdrop's lines: its key, and the text that stands there if a person
/// writes nothing.
#[derive(Clone, Debug, Default, Serialize, Slot)]
pub struct BackdropBlank {
    pub key: String,
    pub known: String,
}
