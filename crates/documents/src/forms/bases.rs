//! What a document rests on: «Căn cứ …;» (Phụ lục I, mục II.6).

use crate::making::{DocumentContext, DocumentMeta, TemplateFiller};
use crate::model::Block;
use crate::text::Text;
use register::date::PartialDate;
use register::finding::Finding;
use register::rule_set::LegalBasis;

/// Kinds of documents; the longer before what it begins with.
const KINDS: [&str; 9] = [
    "Nghị quyết",
    "Nghị định",
    "Thông tư liên tịch",
    "Thông tư",
    "Quyết định",
    "Chỉ thị",
    "Kế hoạch",
    "Hướng dẫn",
    "Công văn",
];

/// Each on a line of its own that ends with «;», the last one with «.»: those for the awards that are
/// asked for, or of all where none is named. One that nobody has checked stands there only if the
/// commune has said so.
pub(super) fn bases(pen: &mut TemplateFiller<'_>, awards: &[&str]) -> Vec<Block> {
    let DocumentContext { rules, office, .. } = pen.context;
    let is_for = |basis: &&LegalBasis| {
        let own = &basis.awards;
        own.is_empty() || awards.is_empty() || own.iter().any(|of| awards.contains(&of.as_str()))
    };
    let fitting = rules.legal_bases.iter().filter(is_for).cloned();
    let fitting = fitting.filter(|basis| is_in_force(basis, pen.context.paper));
    let (sure, unsure): (Vec<LegalBasis>, Vec<LegalBasis>) =
        fitting.partition(|basis| basis.checked || office.cited_bases.contains(&basis.number));
    if !unsure.is_empty() {
        let numbers: Vec<&str> = unsure.iter().map(|basis| basis.number.as_str()).collect();
        let message = format!(
            "Căn cứ chưa đối chiếu nên chưa đưa vào văn bản: {}.",
            numbers.join(", ")
        );
        let finding = Finding::warning("uncheckedBasis", "citedBases", message);
        pen.findings.extend([finding]);
    }
    cited_in_lines(&sure)
}

/// On the day of signing, or at the end of the year where that is not known yet.
fn is_in_force(basis: &LegalBasis, paper: &DocumentMeta) -> bool {
    let signed_on = paper.signed_on.filter(|day| day.is_full());
    let end = PartialDate::new(paper.year, Some(12), Some(31)).ok();
    let on = signed_on.or(end).map(PartialDate::to_stored);
    let on = on.as_deref();
    let begins = basis.effective_from.as_deref();
    let ends = basis.effective_to.as_deref();
    let has_begun = begins.is_none() || begins <= on;
    let has_ended = ends.is_some() && ends <= on;
    basis.replaced_by.is_none() && has_begun && !has_ended
}

fn cited_in_lines(known: &[LegalBasis]) -> Vec<Block> {
    let lines: Vec<String> = known.iter().map(cited).collect();
    let last = lines.len().saturating_sub(1);
    let line = |(place, line): (usize, String)| {
        let end = if place == last { '.' } else { ';' };
        Block::Basis(Text::plain(&format!("Căn cứ {line}{end}")))
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// Kind, number, day, issuer, subject; of a law, whose name has no issuer, its
/// number and day come last.
fn cited(basis: &LegalBasis) -> String {
    let LegalBasis { number, title, .. } = basis;
    if title.contains(number.as_str()) {
        return title.clone();
    }
    let issued_on = basis.issued_on.as_deref();
    let day = issued_on.and_then(PartialDate::parse_stored);
    let day = day.map_or_else(String::new, |day| format!(" {}", day.in_words()));
    let mut kinds = KINDS.iter();
    let kind = kinds.find_map(|kind| Some((kind, title.strip_prefix(kind)?)));
    match kind {
        Some((kind, rest)) => format!("{kind} số {number}{day}{rest}"),
        None => format!("{title} số {number}{day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{cited_in_lines, is_in_force};
    use crate::making::DocumentMeta;
    use crate::model::Block;
    use register::date::PartialDate;
    use register::rule_set::LegalBasis;

    fn basis(number: &str, title: &str, issued_on: Option<&str>) -> LegalBasis {
        LegalBasis {
            number: number.to_owned(),
            title: title.to_owned(),
            issued_on: issued_on.map(str::to_owned),
            ..LegalBasis::default()
        }
    }

    #[track_caller]
    fn check(known: &[LegalBasis], expected: &[&str]) {
        let paper = DocumentMeta {
            year: 2026,
            ..DocumentMeta::default()
        };
        check_on(&paper, known, expected);
    }

    #[track_caller]
    fn check_on(paper: &DocumentMeta, known: &[LegalBasis], expected: &[&str]) {
        let known = known.iter().filter(|basis| is_in_force(basis, paper));
        let known: Vec<LegalBasis> = known.cloned().collect();
        let shown = cited_in_lines(&known).into_iter().map(|block| match block {
            Block::Basis(text) => text.shown(),
            other => panic!("{other:?}"),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn each_is_cited_in_the_order_of_its_parts() {
        let law = basis(
            "06/2022/QH15",
            "Luật Thi đua, khen thưởng",
            Some("2022-06-15"),
        );
        let decree = basis(
            "152/2025/NĐ-CP",
            "Nghị định của Chính phủ về phân cấp, phân quyền",
            Some("2025-06-14"),
        );
        let decision = basis(
            "30/2014/QĐ-UBND",
            "Quyết định của Ủy ban nhân dân tỉnh",
            None,
        );
        check(
            &[law, decree, decision],
            &[
                "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022;",
                "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ về \
                 phân cấp, phân quyền;",
                "Căn cứ Quyết định số 30/2014/QĐ-UBND của Ủy ban nhân dân tỉnh.",
            ],
        );
    }

    #[test]
    fn a_title_that_has_its_number_is_whole_and_what_is_replaced_is_left_out() {
        let whole = basis(
            "91/2017/NĐ-CP",
            "Nghị định 91/2017/NĐ-CP",
            Some("2017-07-31"),
        );
        let replaced = LegalBasis {
            replaced_by: Some("3666/QĐ-UBND".to_owned()),
            ..basis("1127/QĐ-UBND", "Quyết định", None)
        };
        check(&[whole, replaced], &["Căn cứ Nghị định 91/2017/NĐ-CP."]);
        check(&[], &[]);
    }

    #[test]
    fn only_what_is_in_force_on_the_day_of_signing_is_cited() {
        let of_october = LegalBasis {
            effective_from: Some("2026-10-01".to_owned()),
            ..basis("06/2026/QH16", "Luật", None)
        };
        let until_march = LegalBasis {
            effective_to: Some("2027-03-01".to_owned()),
            ..basis("152/2025/NĐ-CP", "Nghị định", None)
        };
        let both = [of_october, until_march];
        let law = "Căn cứ Luật số 06/2026/QH16";
        let decree = "Căn cứ Nghị định số 152/2025/NĐ-CP.";
        let on = |day: &str| DocumentMeta {
            year: 2026,
            signed_on: PartialDate::parse_stored(day),
            ..DocumentMeta::default()
        };
        check_on(&on("2026-09-30"), &both, &[decree]);
        check_on(&on("2026-10-01"), &both, &[&format!("{law};"), decree]);
        check_on(&on("2027-02-28"), &both, &[&format!("{law};"), decree]);
        check_on(&on("2027-03-01"), &both, &[&format!("{law}.")]);
        check_on(&on("2026"), &both, &[&format!("{law};"), decree]);
    }
}
