//! «Ma-két»: what hangs behind the stage of a conference (Hướng dẫn 2020, mục
//! I.2.2), as a drawing. The browser makes a picture of it.

use crate::lines::balanced;
use crate::making::{DocumentContext, TemplateFiller};
use crate::metrics::thousandths;
use crate::text::{Face, Text};
use crate::xml::escaped;
use register::conferences::{BackdropElement, StageBackdrop};
use register::finding::Finding;
use std::collections::BTreeMap;

/// A backdrop drawn as SVG, with findings on what is missing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackdropRendering {
    pub svg: String,
    pub findings: Vec<Finding>,
    /// No official layout is known.
    pub is_reference: bool,
}

/// The long edge is the one that a printer asks for.
const WIDTH: u32 = 4000;
const HEIGHT: u32 = 2000;
const MARGIN: u32 = 200;
/// A line's height is so many hundredths of its letters'.
const LEADING: u32 = 125;
const BACKGROUND: &str = "#c8102e";
const LETTERS: &str = "#ffd200";

/// A backdrop by its id in the rule set, with words for its places. None where the
/// rule set has none of this id.
pub fn backdrop(
    context: DocumentContext<'_>,
    id: &str,
    words: &BTreeMap<String, String>,
) -> Option<BackdropRendering> {
    let kits = context.rules.parts.conference_kits.iter();
    let mut all = kits.flat_map(|kit| &kit.stage_backdrops);
    let backdrop = all.find(|one| one.id == id)?;
    let mut pen = TemplateFiller::new(context);
    pen.words.clone_from(words);
    let mut blocks = Vec::new();
    for line in &backdrop.lines.0 {
        let text = pen.fill(line.written(), Face::PLAIN);
        blocks.push((line.element, text));
    }
    pen.say_changes(blocks.iter().map(|(_, text)| text));
    Some(BackdropRendering {
        svg: drawing(&blocks),
        findings: pen.findings.in_order(),
        is_reference: backdrop.reference,
    })
}

/// A place in a backdrop's lines for a person to fill in, with the text that stands there
/// otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    pub key: String,
    pub known: Option<String>,
}

/// The places of a backdrop, each once, in their order.
pub fn places(context: DocumentContext<'_>, backdrop: &StageBackdrop) -> Vec<Placeholder> {
    let pen = TemplateFiller::new(context);
    let known = |key: &str| {
        let place = format!("{{{key}}}");
        let of_year = context.rules.filled(&place, context.paper.year);
        let of_year = Some(of_year).filter(|words| *words != place);
        pen.known(key).or(of_year)
    };
    let mut places: Vec<Placeholder> = Vec::new();
    for line in &backdrop.lines.0 {
        let after = line.written().split('{').skip(1);
        for key in after.filter_map(|rest| Some(rest.split_once('}')?.0)) {
            if places.iter().all(|one| one.key != key) {
                places.push(Placeholder {
                    key: key.to_owned(),
                    known: known(key),
                });
            }
        }
    }
    places
}

/// A line of letters of a size, in per cent of the first choice, not broken yet.
struct Lettering {
    text: String,
    size: u32,
    is_bold: bool,
    /// Above it, in hundredths of its size.
    gap: u32,
}

fn drawing(lines: &[(BackdropElement, Text)]) -> String {
    let blocks: Vec<Lettering> = lines
        .iter()
        .map(|(element, text)| block(*element, text))
        .collect();
    // Smaller until everything has room.
    let scales = (30..=100).rev();
    let fitting = scales.map(|scale| set(&blocks, scale)).find(|set| set.fits);
    let set = fitting.unwrap_or_else(|| set(&blocks, 30));
    let mut y = (HEIGHT.saturating_sub(set.height)) / 2;
    let mut texts = String::new();
    for line in &set.lines {
        y += line.gap + line.size;
        let weight = if line.is_bold { "bold" } else { "normal" };
        texts.push_str(&format!(
            r#"<text x="{}" y="{y}" font-size="{}" font-weight="{weight}">{}</text>"#,
            WIDTH / 2,
            line.size,
            escaped(&line.text)
        ));
        y += line.size * (LEADING - 100) / 100;
    }
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{BACKGROUND}"/><g fill="{LETTERS}" text-anchor="middle" font-family="'Times New Roman', 'Liberation Serif', Tinos, serif">{texts}</g></svg>"#
    )
}

fn block(element: BackdropElement, text: &Text) -> Lettering {
    let shown = text.shown();
    let (size, is_bold, gap) = match element {
        BackdropElement::Organizer => (140, true, 0),
        BackdropElement::Event => (300, true, 60),
        BackdropElement::Title => (210, true, 20),
        BackdropElement::Period => (170, true, 30),
        BackdropElement::PlaceAndDate => (110, false, 100),
    };
    let text = match element {
        BackdropElement::Organizer | BackdropElement::Event => shown.to_uppercase(),
        _ => shown,
    };
    Lettering {
        text,
        size,
        is_bold,
        gap,
    }
}

struct BackdropLine {
    text: String,
    size: u32,
    is_bold: bool,
    gap: u32,
}

struct TypesetLines {
    lines: Vec<BackdropLine>,
    height: u32,
    fits: bool,
}

fn set(blocks: &[Lettering], scale: u32) -> TypesetLines {
    let room = WIDTH - 2 * MARGIN;
    let mut lines = Vec::new();
    let (mut height, mut fits) = (0, true);
    for block in blocks {
        let size = block.size * scale / 100;
        let lines_of = balanced(&block.text, room, |text| width(text, size));
        for (place, text) in lines_of.into_iter().enumerate() {
            let gap = if place == 0 {
                block.gap * size / 100
            } else {
                0
            };
            height += gap + size * LEADING / 100;
            fits &= width(&text, size) <= room;
            lines.push(BackdropLine {
                text,
                size,
                is_bold: block.is_bold,
                gap,
            });
        }
    }
    fits &= height <= HEIGHT - MARGIN;
    TypesetLines {
        lines,
        height,
        fits,
    }
}

/// Bold letters are the wider ones.
fn width(text: &str, size: u32) -> u32 {
    thousandths(text, true) * size / 1000
}
