//! Who gets the document, and who signs it.

use super::context::{DocumentContext, Office, Unit};
use super::findings::MissingSource;
use super::supplied::{Supplied, is_addressed};
use super::template_filler::TemplateFiller;
use crate::model::{Block, Foot, Signature};
use crate::text::{Blank, Face, Text};
use register::reports::{Outline, Recipients};
use register::text::fold;

/// «Lưu: VT.» ends every list of recipients (Phụ lục I, mục II.9).
const KEPT: &str = "- Lưu: VT.";
const KEEPS: &str = "Lưu";
/// Whom the document is addressed to gets it first.
const AS_ABOVE: &str = "Như trên";
const PLAN: &str = "plan";
/// A village has no registry.
const KEPT_IN_VILLAGE: &str = "- Lưu.";

/// The blocks at the end: one signer beside the recipients, or two beside each
/// other with the recipients below.
pub(super) fn signature(
    pen: &mut TemplateFiller<'_>,
    outline: &Outline,
    supplied: &Supplied,
) -> Vec<Block> {
    let Some(printed) = &outline.signature else {
        return Vec::new();
    };
    let recipients = printed.recipients.as_ref();
    let mut signers = signers(pen, printed, supplied);
    // Who confirms stands on the left, also where the form names them last.
    signers.sort_by_key(|signer| !confirms(signer));
    let second = (signers.len() > 1).then(|| signers.swap_remove(1));
    let first = match signers.into_iter().next() {
        Some(first) => first,
        None => Foot::Nothing,
    };
    let block = |left, right| Block::Signature(Signature { left, right });
    match (second, recipients) {
        (None, recipients) => {
            let left = recipients.map_or(Foot::Nothing, |known| list(pen, outline, known));
            vec![block(left, first)]
        }
        // Who confirms, or takes the minutes, stands on the left.
        (Some(second), Some(known)) if !known.lines.is_empty() => {
            vec![
                block(first, second),
                block(list(pen, outline, known), Foot::Nothing),
            ]
        }
        (Some(second), _) => vec![block(first, second)],
    }
}

fn in_capitals(text: &str) -> bool {
    text == text.to_uppercase()
}

fn confirms(signer: &Foot) -> bool {
    match signer {
        Foot::Signer { lines, .. } => {
            let mut lines = lines.iter();
            lines
                .next()
                .is_some_and(|line| is_confirmation(&line.shown()))
        }
        _ => false,
    }
}

fn is_confirmation(line: &str) -> bool {
    fold(line).starts_with("xac nhan")
}

/// Plans and reports go to whom the office sends papers to; a letter or a list to whom it is made
/// for.
fn goes_to_many(context: DocumentContext<'_>, outline: &Outline) -> bool {
    let mut reports = context.rules.parts.report_outlines.iter();
    let is_report = reports.any(|report| report.id == outline.id);
    is_report || outline.kind == PLAN || matches!(context.office.unit, Unit::Village(_))
}

fn list(pen: &mut TemplateFiller<'_>, outline: &Outline, recipients: &Recipients) -> Foot {
    let heading = pen.fill(&recipients.heading.text, Face::PLAIN);
    let office = pen.context.office;
    let of_form = recipients.lines.iter().map(|line| line.text.as_str());
    let mut wanted: Vec<&str> = of_form.collect();
    let goes_to_many = goes_to_many(pen.context, outline);
    if wanted.is_empty() {
        wanted.extend(is_addressed(outline).then_some(AS_ABOVE));
        // «Như trên» is whom the paper is addressed to, once.
        let is_above = |line: &&str| fold(line).contains("nhu tren");
        let own = office.recipients.iter().map(String::as_str);
        wanted.extend(own.filter(|line| goes_to_many && !is_above(line)));
    }
    let mut kept = match office.unit {
        Unit::Commune | Unit::Block => KEPT.to_owned(),
        Unit::Village(_) => KEPT_IN_VILLAGE.to_owned(),
    };
    let mut lines: Vec<Text> = Vec::new();
    for line in wanted {
        let text = line.trim_start_matches("- ").trim_end_matches(['.', ';']);
        if let Some(with) = text.strip_prefix(KEEPS) {
            // «Lưu VT», «Lưu:VT»
            let with = with.trim_start_matches([':', ' ']);
            kept = match with {
                "" => KEPT_IN_VILLAGE.to_owned(),
                _ => format!("- {KEEPS}: {with}."),
            };
            continue;
        }
        let text = pen.fill(text, Face::PLAIN);
        lines.push(Text::plain("- ").then(text).then(Text::plain(";")));
    }
    if lines.is_empty() && goes_to_many {
        let message = "Còn trống: nơi nhận.".to_owned();
        pen.findings
            .miss(MissingSource::Office("recipients"), message);
        let blank = Text::plain("- ").then(Text::blank(Blank::Words));
        lines.push(blank.then(Text::plain(";")));
    }
    lines.push(Text::plain(&kept));
    Foot::Recipients { heading, lines }
}

/// The signers, each with their lines. The office's own lines stand for «thủ
/// trưởng đơn vị», where it is known whose office it is.
fn signers(
    pen: &mut TemplateFiller<'_>,
    printed: &register::reports::Signature,
    supplied: &Supplied,
) -> Vec<Foot> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    if !printed.confirmation.is_empty() {
        let confirmation = printed.confirmation.iter();
        groups.push(confirmation.map(|words| words.text.clone()).collect());
    }
    let mut goes_on = false;
    for words in &printed.signer.0 {
        let text = words.text.trim();
        let is_remark = text.starts_with('(');
        // The document's own signer is not ours: his name is not a position.
        let is_name = groups.last().is_some_and(|last| in_capitals(&last[0])) && !in_capitals(text);
        match groups.last_mut() {
            Some(_) if is_name && !is_remark => continue,
            Some(last) if goes_on || is_remark => last.push(text.to_owned()),
            _ => groups.push(vec![text.to_owned()]),
        }
        // «TM.», «KT.» stand above the position.
        goes_on = ["TM.", "KT.", "TL.", "TUQ.", "Q."]
            .iter()
            .any(|sign| text.starts_with(sign));
    }
    let office = pen.context.office;
    let last = groups.len().saturating_sub(1);
    let mut feet = Vec::new();
    for (place, lines) in groups.iter().enumerate() {
        let is_block = office.unit == Unit::Block && fold(&lines[0]).starts_with("truong ");
        let is_head =
            is_block || fold(&lines[0]).starts_with("thu truong") || lines[0].starts_with("TM.");
        let own = match &supplied.confirmed_by {
            Some(by) if is_confirmation(&lines[0]) => Some(vec![format!("Xác nhận của {by}")]),
            _ => is_head.then(|| own_lines(office)).flatten(),
        };
        let lines = own.as_ref().unwrap_or(lines);
        let is_author = fold(&lines[0]).starts_with("nguoi bao cao");
        let name = match (is_head && place == last, is_author) {
            (true, _) => name_of_head(pen),
            (_, true) => named(supplied.author.as_deref(), || {
                pen.miss(
                    "authorName",
                    "Còn trống: họ và tên người báo cáo.".to_owned(),
                );
            }),
            _ => Text::blank(Blank::Words),
        };
        let shown = |line: &String| match line.starts_with('(') {
            true => Text::plain(line),
            false => Text::plain(line).in_capitals(),
        };
        let lines = lines.iter().map(shown).collect();
        feet.push(Foot::Signer { lines, name });
    }
    feet
}

/// The head of a people's committee, where nobody has said who signs for them.
const CHAIR: &str = "CHỦ TỊCH";

/// «TM. …» and the position; none where nothing is known of the office.
fn own_lines(office: &Office) -> Option<Vec<String>> {
    let mut lines = office.position_lines.clone();
    if let Some(body) = &office.signs_for {
        if lines.is_empty() {
            lines.push(CHAIR.to_owned());
        }
        lines.insert(0, format!("TM. {body}"));
    }
    Some(lines).filter(|lines| !lines.is_empty())
}

/// The name of whoever signs for the office; what is not known of them is said.
fn name_of_head(pen: &mut TemplateFiller<'_>) -> Text {
    let office = pen.context.office;
    if office.position_lines.is_empty() {
        let message = match office.signs_for {
            Some(_) => "Chưa ghi chức vụ của người ký; đang để “Chủ tịch”.",
            None => "Còn trống: chức vụ của người ký.",
        };
        let lack = MissingSource::Office("chairTitle");
        pen.findings.miss(lack, message.to_owned());
    }
    named(office.signer_name.as_deref(), || {
        let lack = match &office.unit {
            Unit::Commune | Unit::Block => MissingSource::Office("chairName"),
            Unit::Village(Some(id)) => MissingSource::Record(format!("{id}/headName")),
            // It must be chosen from the register first.
            Unit::Village(None) => MissingSource::Record("subject".to_owned()),
        };
        let message = "Còn trống: họ và tên người ký.".to_owned();
        pen.findings.miss(lack, message);
    })
}

fn named(name: Option<&str>, miss: impl FnOnce()) -> Text {
    name.map_or_else(
        || {
            miss();
            Text::blank(Blank::Words)
        },
        Text::plain,
    )
}
