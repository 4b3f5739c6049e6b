//! Words put in for `{…}`; what nobody has said becomes a dotted line and a
//! finding.

use super::context::{DocumentContext, Unit, in_running_text};
use super::findings::{Findings, MissingSource};
use crate::text::{Blank, Face, PrintableFix, Text};
use register::finding::Finding;
use std::collections::BTreeMap;

/// The filler of texts with `{…}` for one document. It collects the findings on all that it could
/// not fill.
pub(crate) struct TemplateFiller<'a> {
    pub context: DocumentContext<'a>,
    /// Words of this one document, before the office's and the paper's.
    pub words: BTreeMap<String, String>,
    /// The key of the record's field that stands in a place, a section or a table
    /// of the form, where it is another one.
    pub fields: BTreeMap<String, String>,
    pub findings: Findings,
}

impl<'a> TemplateFiller<'a> {
    pub fn new(context: DocumentContext<'a>) -> Self {
        Self {
            context,
            words: BTreeMap::new(),
            fields: BTreeMap::new(),
            findings: Findings::default(),
        }
    }

    /// The record has nothing for a place, a section, a table.
    pub fn miss(&mut self, about: &str, message: String) {
        let field = self.fields.get(about).map_or(about, String::as_str);
        self.findings
            .miss(MissingSource::Record(field.to_owned()), message);
    }

    /// Of the places of this document that the form calls so, the record's field
    /// is this one.
    pub fn stands_for<const N: usize>(&mut self, fields: [(&str, &str); N]) {
        let owned = fields.map(|(place, field)| (place.to_owned(), field.to_owned()));
        self.fields.extend(owned);
    }

    /// A text of the rule set as it is printed.
    pub fn fill(&mut self, text: &str, face: Face) -> Text {
        let with_own = self.with_own_words(text);
        let filled = self
            .context
            .rules
            .filled(&with_own, self.context.paper.year);
        let mut done = Text::default();
        let mut rest = filled.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((place, after)) = after.split_once('}') else {
                break;
            };
            done = done.then(Text::faced(before, face));
            done = done.then(match self.known(place) {
                Some(words) => Text::faced(&words, face),
                None => {
                    let (blank, label) = said(place);
                    let message = format!("Còn trống: {label}.");
                    match lack(place, &self.context.office.unit) {
                        Some(lack) => self.findings.miss(lack, message),
                        None => self.miss(place, message),
                    }
                    match place {
                        "directWorkerPercent" => Text::blank(blank).then(Text::faced("%", face)),
                        _ => Text::blank(blank),
                    }
                }
            });
            rest = after;
        }
        done.then(Text::faced(rest, face))
    }

    /// As [`TemplateFiller::fill`], broken into lines where a word has a line break.
    pub fn fill_lines(&mut self, text: &str) -> Vec<Text> {
        if text == "{unitName}"
            && let Some(name) = &self.context.office.unit_name
        {
            return Text::lines(name);
        }
        // A superior body is named where there is one (mục II.2).
        let office = self.context.office;
        if text == "{superiorUnit}" && office.superior_unit.is_none() && office.unit_name.is_some()
        {
            return Vec::new();
        }
        text.lines()
            .map(|line| self.fill(line, Face::PLAIN))
            .collect()
    }

    /// The symbol of a kind of paper as the office writes it: «{documentNumber}/TTr-UBND».
    fn with_own_symbol(&self, text: &str) -> String {
        const NUMBER: &str = "{documentNumber}/";
        let own = || {
            let (before, after) = text.split_once(NUMBER)?;
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            let (symbol, after) = after.split_at(end);
            let kind = |symbol: &str| symbol.split_once('-').map(|(kind, _)| kind.to_owned());
            let mut known = self.context.office.symbols.iter();
            let own = known.find(|own| kind(own).is_some() && kind(own) == kind(symbol))?;
            Some(format!("{before}{NUMBER}{own}{after}"))
        };
        own().unwrap_or_else(|| text.to_owned())
    }

    fn with_own_words(&self, text: &str) -> String {
        let text = &self.with_own_symbol(text);
        let mut with_own = text.clone();
        // A commune's name brings its word with it, «xã» or «phường», written as the line is.
        let own = self.words.get("communeName");
        if let Some(name) = own.or(self.context.office.commune_name.as_ref()) {
            const PLACE: &str = "{communeName}";
            let around = text.replace(PLACE, "");
            let name = match around {
                _ if text.starts_with(PLACE) => name.clone(),
                around if !around.chars().any(char::is_lowercase) => name.to_uppercase(),
                _ => in_running_text(name),
            };
            with_own = with_own.replace(PLACE, &name);
        }
        for (place, words) in &self.words {
            with_own = with_own.replace(&format!("{{{place}}}"), words);
        }
        with_own
    }

    /// What the office, the paper or the year says of a place.
    pub fn known(&self, place: &str) -> Option<String> {
        let (office, paper) = (self.context.office, self.context.paper);
        let day = paper.signed_on;
        let words = match place {
            "superiorUnit" => office.superior_unit.clone(),
            "unitName" => office.unit_name.clone(),
            "communeName" => office.commune_name.clone(),
            "unitSymbol" => office.unit_symbol.clone(),
            "placeName" => office.place_name.clone(),
            "blockName" => office.block_name.clone(),
            "addressee" => paper.addressee.clone(),
            "documentNumber" => paper.number.as_deref().map(with_leading_zero),
            "day" => day.and_then(|day| day.day()).map(|day| format!("{day:02}")),
            "month" => day.and_then(|day| day.month()).map(month),
            // Where nothing says a period, it is the year.
            "achievementPeriod" => Some(format!("năm {}", paper.year)),
            "signingYear" => Some(day.map_or(paper.year, |day| day.year()).to_string()),
            _ => None,
        };
        words.filter(|words| !words.trim().is_empty())
    }

    /// What had to be changed in the texts of a document, once for each reason.
    pub fn say_changes<'t>(&mut self, texts: impl Iterator<Item = &'t Text>) {
        let mut changed: BTreeMap<PrintableFix, (usize, String)> = BTreeMap::new();
        for text in texts {
            for change in text.changes() {
                let first = || (0, text.shown().chars().take(40).collect());
                changed.entry(*change).or_insert_with(first).0 += 1;
            }
        }
        for (change, (count, first)) in changed {
            let (code, what) = match change {
                PrintableFix::Forbidden => ("forbidden", "đã bỏ ký tự không in được"),
                PrintableFix::Decomposed => ("decomposed", "đã ghép chữ với dấu bị tách rời"),
                PrintableFix::OddBlanks => {
                    ("oddBlanks", "đã thay dấu cách lạ bằng dấu cách thường")
                }
                PrintableFix::Bullets => ("bullets", "đã thay dấu đầu dòng bằng gạch đầu dòng"),
            };
            let message = format!("{count} chỗ {what} (“{first}” …).");
            let finding = Finding::warning(code, code, message);
            self.findings.extend([finding]);
        }
    }
}

/// A place that only a newer rule set knows.
pub(crate) const OTHER: &str = "một chỗ của mẫu";

/// A number below ten has a leading zero (Phụ lục I, mục II.3).
fn with_leading_zero(number: &str) -> String {
    match number.trim().parse::<u64>() {
        Ok(below_ten) if below_ten < 10 => format!("{below_ten:02}"),
        _ => number.trim().to_owned(),
    }
}

/// The months 1 and 2 have a leading zero (Phụ lục I, mục II.4).
fn month(month: u8) -> String {
    match month {
        1 | 2 => format!("{month:02}"),
        _ => month.to_string(),
    }
}

/// What whoever writes the record cannot fill in; none of what he can.
fn lack(place: &str, unit: &Unit) -> Option<MissingSource> {
    Some(match place {
        "documentNumber" => MissingSource::OnSigning("số"),
        "day" => MissingSource::OnSigning("ngày"),
        "month" => MissingSource::OnSigning("tháng"),
        "superiorUnit" => MissingSource::Office("superiorUnit"),
        "unitName" if matches!(unit, Unit::Village(_)) => {
            MissingSource::Record("subjectName".to_owned())
        }
        "unitName" if *unit == Unit::Block => MissingSource::Office("years"),
        "unitName" | "communeName" => MissingSource::Office("unitName"),
        "unitSymbol" => MissingSource::Office("reportSymbol"),
        "placeName" => MissingSource::Office("placeName"),
        "blockName" => MissingSource::Office("years"),
        _ => return None,
    })
}

/// How long the dotted line is, and what a person calls what is missing.
pub(crate) fn said(place: &str) -> (Blank, &'static str) {
    match place {
        "superiorUnit" => (Blank::Words, "đơn vị cấp trên"),
        "unitName" => (Blank::Words, "tên đơn vị"),
        "communeName" => (Blank::Words, "tên xã"),
        "blockName" => (Blank::Words, "tên cụm, khối thi đua"),
        "unitSymbol" => (Blank::Short, "ký hiệu của đơn vị"),
        "placeName" => (Blank::Words, "địa danh"),
        "documentNumber" => (Blank::Short, "số"),
        "day" => (Blank::Short, "ngày"),
        "month" => (Blank::Short, "tháng"),
        "period" | "nextPeriod" => (Blank::Words, "giai đoạn"),
        "ordinal" => (Blank::Short, "lần thứ"),
        "sectorName" => (Blank::Words, "tên ngành"),
        "districtName" => (Blank::Words, "tên huyện"),
        "achievementPeriod" => (Blank::Words, "thời gian lập thành tích"),
        "consideration" => (Blank::Words, "cấp xem xét, quyết định"),
        "reportWord" | "reportPeriod" | "nextReportPeriod" | "partPeriod" | "nextPartPeriod" => {
            (Blank::Words, "kỳ báo cáo")
        }
        "addressee" => (Blank::Words, "nơi nhận ở dòng Kính gửi"),
        "awardName" | "awardNames" | "awardRequest" => (Blank::Words, "hình thức khen thưởng"),
        "conferenceName" => (Blank::Words, "tên hội nghị"),
        "directWorkerPercent" => (Blank::Short, "tỷ lệ người lao động trực tiếp"),
        _ => (Blank::Words, OTHER),
    }
}

#[cfg(test)]
mod tests {
    use super::{OTHER, said};
    use register::rules::PLACES;

    /// What a person is told is missing is called in his language.
    #[test]
    fn every_place_of_a_form_has_a_name_in_vietnamese() {
        // A year is always known; the bases are lines of their own.
        let filled = [
            "year",
            "previousYear",
            "nextYear",
            "signingYear",
            "legalBases",
        ];
        for place in PLACES.iter().filter(|place| !filled.contains(place)) {
            assert_ne!(said(place).1, OTHER, "{place}");
        }
    }
}
