//! Facts that are lists: documents, meetings, exemplars, registrations.

use super::fact::Fact;
use super::knowledge::KnowledgeEntry;
use super::supplier::{Supplier, in_words, kinds, scaled};
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::number::{format as grouped, pad2};
use crate::registrations::{MemberLine, RegistrationSummary};
use crate::subject::SubjectKind;
use crate::text::in_small_letters;

/// The units that hand in, by what is known of each.
struct Units<'a> {
    all: Vec<&'a MemberLine>,
    absent: Vec<&'a MemberLine>,
    signed: Vec<&'a MemberLine>,
    unsigned: Vec<&'a MemberLine>,
}

fn names(lines: &[&MemberLine]) -> String {
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    names.join(", ")
}

fn ids(lines: &[&MemberLine]) -> Vec<String> {
    lines.iter().map(|line| line.id.clone()).collect()
}

impl Supplier<'_> {
    pub(super) fn registrations(&self, fact: &mut Fact) {
        let Some(summary) = self.known.registrations else {
            return;
        };
        let signed = summary.of_others();
        let units = Units {
            all: summary.of_others().collect(),
            absent: summary.without_registration().collect(),
            signed: signed
                .filter(|line| line.pledge_signed_on.is_some())
                .collect(),
            unsigned: summary.without_pledge().collect(),
        };
        // Where nobody has entered a thing, that nobody has done it is not known.
        let is_unknown = match fact.fact.as_str() {
            "unitsWithoutRegistration" => units.all.is_empty(),
            "pledgeCounts" | "pledgeSigned" | "unitsWithoutPledge" => units.signed.is_empty(),
            _ => summary.is_unknown(),
        };
        if is_unknown {
            return;
        }
        match fact.fact.as_str() {
            "registrationCounts" => registration_counts(summary, &units, fact),
            "registeredTitles" => self.registered_titles(summary, fact),
            "blockRegistrations" => self.block_registrations(&units, fact),
            "pledgeCounts" | "pledgeSigned" => {
                let signed = pad2(units.signed.len());
                let all = pad2(units.all.len());
                fact.say(format!(
                    "Có {signed}/{all} đơn vị tham gia ký giao ước thi đua."
                ));
                fact.figure("Số đơn vị ký giao ước thi đua", signed, ids(&units.signed));
            }
            "unitsWithoutPledge" => without_pledge(&units, fact),
            "unitsWithoutRegistration" if !units.absent.is_empty() => {
                let absent = &units.absent;
                fact.say(format!("Đơn vị chưa đăng ký thi đua: {}.", names(absent)));
                fact.figure(
                    "Số đơn vị chưa đăng ký thi đua",
                    pad2(absent.len()),
                    ids(absent),
                );
            }
            _ => fact.say("Tất cả các đơn vị đều đăng ký thi đua.".to_owned()),
        }
        fact.findings.extend(summary.findings.iter().cloned());
    }

    fn registered_titles(&self, summary: &RegistrationSummary, fact: &mut Fact) {
        let rows = summary.titles.iter().map(|title| {
            let count = summary.totals.get(title).copied().unwrap_or(0);
            vec![
                self.rules.label_of("awards", &title.award).to_owned(),
                title.kind.counted().to_owned(),
                count.to_string(),
            ]
        });
        fact.table(
            None,
            &["Danh hiệu đăng ký", "Đối tượng", "Số lượng"],
            rows.collect(),
        );
    }

    fn block_registrations(&self, units: &Units<'_>, fact: &mut Fact) {
        let rows = units.all.iter().map(|line| {
            let titles = line.titles.iter().map(|(title, count)| {
                let award = self.rules.label_of("awards", &title.award);
                format!("{award}: {}", pad2(*count))
            });
            let signed = line.pledge_signed_on.as_deref();
            let signed = signed.and_then(PartialDate::parse_stored);
            let registration = line.registration.as_ref();
            vec![
                line.name.clone(),
                titles.collect::<Vec<String>>().join("; "),
                registration.map_or_else(String::new, |_| line.indicators.to_string()),
                signed.map_or_else(String::new, |day| day.to_string()),
            ]
        });
        fact.table(
            Some("blockRegistrations"),
            &["Đơn vị", "Danh hiệu đăng ký", "Số chỉ tiêu", "Ký giao ước"],
            rows.collect(),
        );
    }

    /// Facts that are lists, told by their word.
    pub(super) fn entries(&self, fact: &mut Fact) {
        let Some((label, one)) = words_of(&fact.fact) else {
            let message = format!("Sổ chưa biết số liệu “{}”.", fact.fact);
            let finding = Finding::warning("unknownFact", &fact.fact, message);
            fact.findings.push(finding);
            return;
        };
        // Exemplars are kept once, and told by number and by name.
        let kept = match fact.fact.as_str() {
            "exemplarCounts" => "exemplarNames",
            "blockStaff" => "blockMembers",
            word => word,
        };
        let days = self.known.days();
        let is_within =
            |entry: &&KnowledgeEntry| entry.on.and_then(|on| days.holds(on)) != Some(false);
        let entries = self.known.entries.get(kept).into_iter().flatten();
        let entries: Vec<&KnowledgeEntry> = entries.filter(is_within).collect();
        if entries.is_empty() {
            return;
        }
        for entry in entries
            .iter()
            .filter(|entry| entry.count.is_some_and(|count| count < 0))
        {
            let message = format!("“{}”: số lượng không được âm; chưa được cộng.", entry.name);
            fact.findings
                .push(Finding::error("negativeCount", &entry.id, message));
        }
        let from: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        let counts = || {
            entries
                .iter()
                .filter_map(|entry| entry.count)
                .filter(|count| *count >= 0)
        };
        let sum = counts().fold(0_i64, |sum, one| sum.saturating_add(one));
        if fact.fact == "blockStaff" {
            fact.say(format!("{label} của khối: {}.", grouped(sum, 0)));
            return fact.figure(label, grouped(sum, 0), from);
        }
        let kinds = kinds(entries.iter().filter_map(|entry| entry.kind));
        let of_kinds = if kinds.is_empty() {
            String::new()
        } else {
            format!(" ({})", in_words(&kinds))
        };
        let people = if counts().next().is_some() {
            format!(", {} lượt người", grouped(sum, 0))
        } else {
            String::new()
        };
        fact.say(format!(
            "Có {} {one}{of_kinds}{people}.",
            pad2(entries.len())
        ));
        fact.figure(label, pad2(entries.len()), from);
        if fact.fact != "exemplarCounts" {
            let rows = entries.iter().map(|entry| {
                let mut row = vec![entry.name.clone()];
                row.extend(entry.cells.iter().cloned());
                row
            });
            let layout = self
                .rules
                .parts
                .table_layouts
                .iter()
                .find(|table| table.fact.as_deref() == Some(&fact.fact));
            let layout = layout.map(|table| table.id.clone());
            fact.table(layout.as_deref(), &[], rows.collect());
        }
    }
}

/// What a list is called as a figure, and one of it in a sentence.
fn words_of(fact: &str) -> Option<(&'static str, &'static str)> {
    Some(match fact {
        "issuedDocuments" => ("Số văn bản đã ban hành", "văn bản"),
        "councilMeetings" | "councilMeeting" => ("Số cuộc họp của hội đồng", "cuộc họp"),
        "movements" => (
            "Số phong trào thi đua đã đăng ký",
            "phong trào thi đua đã đăng ký tham gia",
        ),
        "exemplarCounts" | "exemplarNames" => ("Số điển hình tiên tiến", "điển hình tiên tiến"),
        "exemplarsOnPortal" => (
            "Số gương điển hình giới thiệu trên Cổng thông tin điện tử",
            "gương điển hình",
        ),
        "initiativeCounts" => ("Số sáng kiến được công nhận", "sáng kiến"),
        "inspectionCounts" => ("Số cuộc kiểm tra, giám sát", "cuộc kiểm tra, giám sát"),
        "trainingCounts" => ("Số lớp tập huấn, bồi dưỡng", "lớp tập huấn, bồi dưỡng"),
        "blockMembers" => ("Số đơn vị thành viên", "đơn vị thành viên"),
        "blockStaff" => (
            "Tổng số cán bộ, công chức, viên chức, người lao động",
            "người",
        ),
        "fundBalance" => ("Quỹ thi đua, khen thưởng", "khoản"),
        "partyRatings" => ("Phân loại tổ chức", "tổ chức"),
        _ => return None,
    })
}

fn registration_counts(summary: &RegistrationSummary, units: &Units<'_>, fact: &mut Fact) {
    let subjects: Vec<(SubjectKind, i64)> = summary
        .subjects
        .iter()
        .map(|(kind, count)| (*kind, scaled(*count)))
        .collect();
    let lines = summary.lines.iter();
    let from: Vec<String> = lines.filter_map(|line| line.registration.clone()).collect();
    for (kind, count) in &subjects {
        fact.figure(kind.counted(), grouped(*count, 0), from.clone());
    }
    let all = units.all.len();
    let sent = all - units.absent.len();
    let who = format!("Có {} đăng ký thi đua", in_words(&subjects));
    let how_many = format!("{}/{} đơn vị đã gửi đăng ký", pad2(sent), pad2(all));
    let said: Vec<String> = [(who, !subjects.is_empty()), (how_many, sent > 0)]
        .into_iter()
        .filter_map(|(words, is_known)| is_known.then_some(words))
        .collect();
    if !said.is_empty() {
        fact.say(format!("{}.", said.join("; ")));
    }
    if sent == 0 && all > 0 {
        let message = "Sổ chưa có đăng ký của đơn vị nào: không ghi bao nhiêu đơn vị đã gửi.";
        let finding = Finding::warning("nobodySent", "", message.to_owned());
        fact.findings.push(finding);
    }
}

fn without_pledge(units: &Units<'_>, fact: &mut Fact) {
    let unsigned = &units.unsigned;
    if !unsigned.is_empty() {
        let label = "Đơn vị đã đăng ký, chưa có ngày ký giao ước thi đua";
        fact.say(format!("{label}: {}.", names(unsigned)));
        let label = format!("Số {}", in_small_letters(label));
        fact.figure(&label, pad2(unsigned.len()), ids(unsigned));
    }
    if units.absent.is_empty() && unsigned.is_empty() {
        fact.say("Tất cả các đơn vị đều ký giao ước thi đua.".to_owned());
    }
}
