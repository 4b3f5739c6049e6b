//! What documents are written from: heads and ends of printed forms, and a
//! conference with its backdrops.

use super::{golden, rules};
use register::conferences::ConferenceKit;
use register::reports::{Header, Outline, Signature};
use register::rules::source::Words;
use std::fmt::Write;

fn lines(words: &[Words]) -> String {
    let lines: Vec<&str> = words.iter().map(|one| one.text.as_str()).collect();
    lines.join(" / ")
}

fn one(words: Option<&Words>) -> &str {
    words.map_or("", |one| one.text.as_str())
}

fn show_header(header: &Header, shown: &mut String) {
    let Header {
        left,
        right,
        number,
        place_and_date,
        label,
    } = header;
    for (side, words) in [("trái", lines(left)), ("phải", lines(right))] {
        let _ = writeln!(shown, "  {side}: {words}");
    }
    for (place, words) in [("số", number), ("ngày", place_and_date), ("nhãn", label)] {
        if let Some(words) = words {
            let _ = writeln!(shown, "  {place}: {}", words.text);
        }
    }
}

fn show_signature(signature: &Signature, shown: &mut String) {
    if let Some(recipients) = &signature.recipients {
        let below = lines(&recipients.lines);
        let _ = writeln!(shown, "  {} {below}", recipients.heading.text);
    }
    let _ = writeln!(shown, "  ký: {}", lines(&signature.signer.0));
    if !signature.confirmation.is_empty() {
        let _ = writeln!(shown, "  xác nhận: {}", lines(&signature.confirmation));
    }
}

fn show(form: &Outline) -> String {
    let mut shown = format!(
        "{} {}: {}\n",
        form.id,
        form.form_no.as_deref().unwrap_or("-"),
        lines(&form.title)
    );
    if let Some(header) = &form.header {
        show_header(header, &mut shown);
    }
    for (place, words) in [("kính gửi", &form.addressee), ("dẫn", &form.lead)] {
        if words.is_some() {
            let _ = writeln!(shown, "  {place}: {}", one(words.as_ref()));
        }
    }
    if let Some(signature) = &form.signature {
        show_signature(signature, &mut shown);
    }
    for appendix in &form.appendices {
        let _ = writeln!(shown, "  kèm: {} ({})", appendix.name, appendix.table);
    }
    shown + "\n"
}

/// The heads and ends of the forms as the documents have them.
#[test]
fn heads_and_ends_of_the_printed_forms_read_like_the_documents() {
    let mut shown = String::new();
    for set in [
        "lang-son-2017",
        "common-2023",
        "lang-son-2020",
        "lao-cai-2021",
        "lang-son-2018",
    ] {
        let rules = rules(set);
        for form in rules
            .parts
            .report_outlines
            .iter()
            .chain(&rules.parts.printed_forms)
        {
            shown += &show(form);
        }
    }
    golden("frames.txt", &shown);
}

/// Every form in force has a head and somebody who signs, but for what is handed
/// in under another's.
#[test]
fn every_form_in_force_has_a_head_and_somebody_who_signs() {
    for set in ["lang-son-2026", "lao-cai-2026"] {
        let rules = rules(set);
        for form in rules
            .parts
            .report_outlines
            .iter()
            .chain(&rules.parts.printed_forms)
        {
            assert!(
                form.signature.is_some() || form.kind == "conferenceProgramme",
                "{}",
                form.id
            );
            assert!(
                form.header.is_some() || ["F-002-04", "F-002-PROG"].contains(&form.id.as_str()),
                "{}",
                form.id
            );
        }
    }
}

fn kit(set: &str) -> ConferenceKit {
    match rules(set).parts.conference_kits.as_slice() {
        [kit] => kit.clone(),
        kits => panic!("{} kits", kits.len()),
    }
}

#[test]
fn the_conference_of_2020_and_the_communes_backdrop_hd_2020_i_2() {
    let mut shown = String::new();
    let of_2020 = kit("lang-son-2020");
    let _ = writeln!(shown, "{}", one(of_2020.agenda.lead.as_ref()));
    for item in &of_2020.agenda.items.0 {
        let _ = writeln!(shown, "{}. {}", item.no.unwrap_or_default(), item.text);
    }
    for dress in of_2020.dress.iter().flat_map(|dress| &dress.items) {
        let _ = writeln!(
            shown,
            "{}: {}",
            dress.who.as_deref().unwrap_or_default(),
            dress.text
        );
    }
    let of_2026 = kit("lang-son-2026");
    let backdrops = of_2020
        .stage_backdrops
        .iter()
        .chain(of_2026.backdrop_for("commune"));
    for backdrop in backdrops {
        let _ = writeln!(shown, "\n{}", backdrop.text);
        for line in &backdrop.lines.0 {
            let _ = writeln!(shown, "  {}: {}", line.element.word(), line.written());
        }
    }
    golden("conference.txt", &shown);
    // A commune's name comes with its word: there are wards among them.
    assert!(!shown.to_lowercase().contains("xã {communename}"));
    assert!(of_2020.backdrop_for("village").is_none());
}
