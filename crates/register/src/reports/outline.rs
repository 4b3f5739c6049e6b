//! Report outlines and printed forms as a rule set writes them: as much of them
//! as facts and contents need.

use crate::rules::reader::{read_choice, read_item};
use crate::rules::source::{Source, Supply, Words};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub uses: Vec<Use>,
    pub numbering: Numbering,
    pub sections: Vec<OutlineSection>,
    pub checked: bool,
    pub source: Option<Source>,
}

read_item!(Outline { id, kind, name, uses, numbering, sections, checked, source }
    and "formNo", "note", "slip", "why", "retired", "reference", "recordKind", "years", "requires",
    "header", "title", "addressee", "lead", "preamble", "table", "notes", "signature",
    "appendices", "guidance");

/// One outline that serves reports of half a year and of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    #[doc(alias = "use")]
    pub name: String,
    pub kind: String,
    pub words: std::collections::BTreeMap<String, String>,
}

read_item!(Use { name = "use", kind, words });

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Numbering {
    PartWords,
    PartRoman,
    UpperRoman,
    Arabic,
    Dotted,
    LowerLetter,
    UpperLetter,
    #[default]
    None,
}

read_choice!(Numbering {
    "partWords" => PartWords,
    "partRoman" => PartRoman,
    "upperRoman" => UpperRoman,
    "arabic" => Arabic,
    "dotted" => Dotted,
    "lowerLetter" => LowerLetter,
    "upperLetter" => UpperLetter,
    "none" => None,
});

#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutlineSection {
    pub key: String,
    pub kind: SectionKind,
    pub text: String,
    pub optional: bool,
    pub contents: Vec<String>,
    pub supplies: Vec<Supply>,
    pub movements: Vec<String>,
    pub table: Option<String>,
    pub source: Option<Source>,
    pub hints: Vec<Words>,
    pub starter: Vec<Words>,
    pub sections: Vec<OutlineSection>,
}

read_item!(OutlineSection {
    key, kind, text, optional, contents, supplies, movements, table, source, hints, starter, sections
} and "numbered", "printed", "printedNumber", "mayPrint", "slip", "why", "note", "visibleFor",
    "appendix", "planTaskWords", "continued", "fields", "numbering");

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SectionKind {
    Part,
    Group,
    #[default]
    Text,
    Paragraph,
}

read_choice!(SectionKind {
    "part" => Part,
    "group" => Group,
    "text" => Text,
    "paragraph" => Paragraph,
});
