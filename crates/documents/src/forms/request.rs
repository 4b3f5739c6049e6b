//! What nominations ask for, in the words of a heading.

use crate::making::{DocumentContext, dossier_of, due_of};
use register::record::Record;
use register::rule_set::CatalogueItem;

/// What an award is called beside who grants it: «Bằng khen».
const GIVEN_AS: &str = "givenAs";
const COMMUNE: &str = "commune";
/// What is granted there or above goes by the province; of a ministry's no source says how.
const BY_PROVINCE: [&str; 2] = ["province", "state"];
const PROVINCES_CHAIR: &str = "Chủ tịch Ủy ban nhân dân tỉnh";

/// «Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen»: each award once, in the
/// catalogue's order, by who grants it. None where no nomination names one.
pub(super) fn award_request(
    context: DocumentContext<'_>,
    nominations: &[Record],
) -> Option<String> {
    let mut asked: Vec<(Option<String>, Vec<String>)> = Vec::new();
    for item in context.rules.catalogue("awards") {
        let mut awards = nominations.iter().filter_map(|one| one.text("award"));
        if !awards.any(|award| award == item.code) {
            continue;
        }
        let (grantor, award) = granted(context, item);
        match asked.iter_mut().find(|(known, _)| *known == grantor) {
            Some((_, awards)) => awards.push(award),
            None => asked.push((grantor, vec![award])),
        }
    }
    let above = handed_on_to(context, nominations);
    let said = asked.iter().map(|(grantor, awards)| {
        let awards = awards.join(", ");
        match (grantor, province(context)) {
            (Some(grantor), Some(province)) if above == Some(grantor) => {
                format!("{province} xem xét, trình {grantor} tặng {awards}")
            }
            (Some(grantor), _) => format!("{grantor} tặng {awards}"),
            (None, _) => format!("tặng {awards}"),
        }
    });
    let said: Vec<String> = said.collect();
    Some(said.join("; ")).filter(|said| !said.is_empty())
}

/// To whom a commune sends them: its chair for what the chair grants, the
/// province for what is granted there or by the state; none where it would be
/// both, or is not known.
pub(super) fn decides(context: DocumentContext<'_>, nominations: &[Record]) -> Option<String> {
    let levels = nominations.iter().filter_map(|one| level(context, one));
    let levels: Vec<&str> = levels.map(|(level, _)| level).collect();
    let are_all = |known: &[&str]| levels.iter().all(|level| known.contains(level));
    match levels.as_slice() {
        [] => None,
        _ if are_all(&[COMMUNE]) => context.office.chair(),
        _ if are_all(&BY_PROVINCE) => province(context),
        _ => None,
    }
}

fn province(context: DocumentContext<'_>) -> Option<String> {
    let province = context.rules.province.as_ref()?;
    Some(format!("Ủy ban nhân dân tỉnh {}", province.name))
}

/// At which level what a nomination asks for is granted, and by whom where that is above the
/// province.
fn level<'a>(
    context: DocumentContext<'a>,
    nomination: &Record,
) -> Option<(&'a str, Option<&'a str>)> {
    let item = context.rules.item("awards", nomination.text("award")?)?;
    let level = item.attribute("grantedBy").unwrap_or_default();
    Some((level, item.attribute("grantor")))
}

/// Who grants what all of these ask for, to whom the province hands it on.
fn handed_on_to<'a>(context: DocumentContext<'a>, nominations: &[Record]) -> Option<&'a str> {
    let mut grantors = nominations.iter().filter_map(|one| level(context, one));
    grantors.find_map(|(_, grantor)| grantor)
}

/// «xem xét, quyết định», or what the province is to do with what is granted above it.
pub(super) fn consideration(context: DocumentContext<'_>, nominations: &[Record]) -> String {
    match handed_on_to(context, nominations) {
        Some(grantor) => format!("xem xét, trình {grantor}"),
        None => "xem xét, quyết định".to_owned(),
    }
}

/// Nominations by the level that grants what they ask for and by when, those that name no award
/// yet last: a letter is to one level and has one receiver, one deadline.
pub fn by_recipient(context: DocumentContext<'_>, nominations: &[Record]) -> Vec<Vec<Record>> {
    let mut groups: Vec<(_, Vec<Record>)> = Vec::new();
    for one in nominations {
        let key = (level(context, one), deadline(context, one));
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(one.clone()),
            None => groups.push((key, vec![one.clone()])),
        }
    }
    groups.sort_by_key(|((level, _), _)| level.is_none());
    groups.into_iter().map(|(_, group)| group).collect()
}

fn deadline(context: DocumentContext<'_>, nomination: &Record) -> Option<String> {
    let dossier = dossier_of(context, &[nomination.text("award")?])?;
    Some(due_of(context, dossier)?.printed)
}

/// Whom a letter with these goes to, if that is one, who decides in the end, and by when it goes.
pub fn recipient(context: DocumentContext<'_>, nominations: &[Record]) -> Option<String> {
    let recipient = decides(context, nominations)?;
    let grantor = handed_on_to(context, nominations).map(|grantor| format!("trình {grantor}"));
    let due = nominations.first().and_then(|one| deadline(context, one));
    let all = [Some(recipient), grantor, due];
    Some(
        all.into_iter()
            .flatten()
            .collect::<Vec<String>>()
            .join(", "),
    )
}

/// «Giấy khen của Chủ tịch UBND xã Mẫu Sơn», «danh hiệu “Lao động tiên tiến”»
pub(super) fn award_name(context: DocumentContext<'_>, code: &str) -> String {
    let Some(item) = context.rules.item("awards", code) else {
        return code.to_owned();
    };
    match granted(context, item) {
        (Some(grantor), award) if item.attribute(GIVEN_AS).is_some() => {
            format!("{award} của {grantor}")
        }
        (_, award) => award,
    }
}

/// Who grants an award, where it is known, and what it is called beside them.
fn granted(context: DocumentContext<'_>, item: &CatalogueItem) -> (Option<String>, String) {
    let name = item.attribute(GIVEN_AS).unwrap_or(&item.label);
    let is_title = item.has("awardKind", "emulationTitle") && !name.starts_with("Cờ");
    let award = match is_title {
        true => format!("danh hiệu “{name}”"),
        false => name.to_owned(),
    };
    let grantor = match item.attribute("grantedBy") {
        Some(COMMUNE) => context.office.chair(),
        Some("province") => Some(PROVINCES_CHAIR.to_owned()),
        _ => item.attribute("grantor").map(str::to_owned),
    };
    (grantor, award)
}
