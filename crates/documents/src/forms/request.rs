//! What nominations ask for, in the words of a heading.

use crate::making::Desk;
use register::record::Record;
use register::rule_set::CatalogueItem;

const OF: &str = " của ";
const PROVINCES_CHAIR: &str = "Chủ tịch Ủy ban nhân dân tỉnh";

/// «Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen»: each award once, in the
/// catalogue's order, by who grants it. None where no nomination names one.
pub(super) fn award_request(desk: Desk<'_>, nominations: &[Record]) -> Option<String> {
    let mut asked: Vec<(Option<String>, Vec<String>)> = Vec::new();
    for item in desk.rules.catalogue("awards") {
        let mut awards = nominations.iter().filter_map(|one| one.text("award"));
        if !awards.any(|award| award == item.code) {
            continue;
        }
        let (grantor, award) = granted(desk, item);
        match asked.iter_mut().find(|(known, _)| *known == grantor) {
            Some((_, awards)) => awards.push(award),
            None => asked.push((grantor, vec![award])),
        }
    }
    let said = asked.iter().map(|(grantor, awards)| {
        let awards = awards.join(", ");
        match grantor {
            Some(grantor) => format!("{grantor} tặng {awards}"),
            None => format!("tặng {awards}"),
        }
    });
    let said: Vec<String> = said.collect();
    Some(said.join("; ")).filter(|said| !said.is_empty())
}

/// To whom a commune sends them: its chair for what the chair grants, the
/// province for all that is granted there or above; none where it would be both.
pub(super) fn decides(desk: Desk<'_>, nominations: &[Record]) -> Option<String> {
    let awards = nominations.iter().filter_map(|one| one.text("award"));
    let items = awards.filter_map(|award| desk.rules.item("awards", award));
    let mut is_own = items.map(|item| item.attribute("grantedBy") == Some("commune"));
    let first = is_own.next()?;
    if is_own.any(|other| other != first) {
        return None;
    }
    let province = || {
        let province = desk.rule_set.province.as_ref()?;
        Some(format!("Ủy ban nhân dân tỉnh {}", province.name))
    };
    if first {
        desk.office.chair()
    } else {
        province()
    }
}

/// Nominations by whom they are sent to: to the commune's chair, to the province, and those that
/// name no award yet. A letter goes to one.
pub fn by_recipient(desk: Desk<'_>, nominations: &[Record]) -> Vec<Vec<Record>> {
    let mut groups: Vec<(Option<String>, Vec<Record>)> = Vec::new();
    for one in nominations {
        let recipient = decides(desk, std::slice::from_ref(one));
        match groups.iter_mut().find(|(known, _)| *known == recipient) {
            Some((_, group)) => group.push(one.clone()),
            None => groups.push((recipient, vec![one.clone()])),
        }
    }
    groups.sort_by_key(|(recipient, _)| recipient.is_none());
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Whom a letter with these goes to, if that is one.
pub fn recipient(desk: Desk<'_>, nominations: &[Record]) -> Option<String> {
    decides(desk, nominations)
}

/// «Giấy khen của Chủ tịch UBND xã Mẫu Sơn», «danh hiệu “Lao động tiên tiến”»
pub(super) fn award_name(desk: Desk<'_>, code: &str) -> String {
    let Some(item) = desk.rules.item("awards", code) else {
        return code.to_owned();
    };
    match granted(desk, item) {
        (Some(grantor), award) if item.label.contains(OF) => format!("{award}{OF}{grantor}"),
        (_, award) => award,
    }
}

/// Who grants an award, where it is known, and what it is called beside them.
fn granted(desk: Desk<'_>, item: &CatalogueItem) -> (Option<String>, String) {
    let (name, of) = match item.label.split_once(OF) {
        Some((name, of)) => (name, Some(of.to_owned())),
        None => (item.label.as_str(), None),
    };
    let is_title = item.has("awardKind", "emulationTitle") && !name.starts_with("Cờ");
    let award = match is_title {
        true => format!("danh hiệu “{name}”"),
        false => name.to_owned(),
    };
    let grantor = match item.attribute("grantedBy") {
        Some("commune") => desk.office.chair(),
        Some("province") => of.or_else(|| Some(PROVINCES_CHAIR.to_owned())),
        Some("unit") => None,
        _ => of,
    };
    (grantor, award)
}
