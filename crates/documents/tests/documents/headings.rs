//! Every form of the five source documents, as its own rule set has it: all its
//! headings are on the paper, in their order and in their words.

use crate::checker::departures;
use crate::folded;
use crate::same_content::texts;
use crate::support::World;
use documents::docx;
use documents::forms::{FormDraft, drafted};
use documents::making::DocumentContext;
use register::reports::{Outline, OutlineSection};

fn headings<'a>(sections: &'a [OutlineSection], all: &mut Vec<&'a str>) {
    for section in sections.iter().filter(|section| !section.optional) {
        if section.printed != Some(false) {
            all.push(section.may_print.as_ref().unwrap_or(&section.text));
        }
        all.extend(section.continued.iter().map(|words| words.text.as_str()));
        all.extend(section.fields.iter().map(|field| field.label.as_str()));
        headings(&section.sections, all);
    }
}

/// Places that nobody can fill are left out of the comparison.
fn pieces(context: DocumentContext<'_>, text: &str) -> Vec<String> {
    let filled = context.rules.filled(text, context.paper.year);
    let pieces = filled.split(['{', '}']).step_by(2);
    pieces.map(|piece| folded(piece).to_lowercase()).collect()
}

#[track_caller]
fn check(world: &World, outline: &Outline) {
    let made = drafted(world.context(), &outline.id, &FormDraft::default()).expect("a document");
    let paper: String = texts(&made.document).concat().to_lowercase();
    let mut rest = paper.as_str();
    let mut all = Vec::new();
    headings(&outline.sections, &mut all);
    let attached = outline.kind == "submissionLetter";
    for heading in all {
        for piece in pieces(world.context(), heading) {
            let found = rest.find(&piece);
            assert!(
                found.is_some() || attached,
                "{}: «{piece}» is not there, or not there in order",
                outline.id
            );
            rest = found.map_or(rest, |place| &rest[place + piece.len()..]);
        }
    }
    for words in &outline.title {
        for piece in pieces(world.context(), &words.text) {
            assert!(paper.contains(&piece), "{}: title «{piece}»", outline.id);
        }
    }
    let bytes = docx::write(&made.document).expect("a docx");
    assert_eq!(departures(&bytes), Vec::<String>::new(), "{}", outline.id);
}

#[test]
fn every_heading_of_the_source_documents_is_on_the_paper() {
    for (id, year) in [
        ("lang-son-2017", 2017),
        ("lang-son-2018", 2018),
        ("lang-son-2020", 2020),
        ("common-2023", 2023),
        ("lao-cai-2021", 2021),
        ("lang-son-2026", 2026),
        ("lao-cai-2026", 2026),
    ] {
        let mut world = World::empty(id);
        world.paper.year = year;
        let forms = world.rules.parts.printed_forms.iter();
        for outline in forms.chain(&world.rules.parts.report_outlines) {
            check(&world, outline);
        }
    }
}
