//! Who writes, when, by which rules; and what comes of it.

use crate::model::Document;
use register::date::PartialDate;
use register::finding::Finding;
use register::record::Record;
use register::reports::{IssuedBy, Outline};
use register::rule_set::RuleSet;
use register::rules::Rules;
use std::borrow::Cow;

/// A document that was made of the register, with the findings on it and whether its layout is
/// official. Every maker gives one; the writers write its [`Document`].
#[derive(Debug, Clone, PartialEq)]
pub struct ComposedDocument {
    pub document: Document,
    /// What is missing or had to be changed, in this order; `about` is a key by
    /// which a person is led to the place:
    ///
    /// 1. What the record lacks (`blank`) or has that is odd (the codes of
    ///    `register`). `about` is the key of the field in the record's form;
    ///    `<record id>/<field key>` where the document is about several records,
    ///    or where it is another record's field (`headName` of a village). Of a
    ///    document that is made of no record it is the key of the form's own
    ///    section, field or table.
    /// 2. What the office lacks (`blankOffice`). `about` is the key of the field in
    ///    the form `communeProfile`: `chairName`, `chairTitle`, `superiorUnit`,
    ///    `placeName`, `recipients`, `reportSymbol` for the office's symbol, `years`
    ///    for the block's name; or `unitName`, the commune's own name.
    /// 3. What is printed otherwise than it was written: `forbidden`, `decomposed`,
    ///    `oddBlanks`, `bullets`, each about itself, and `cut`, about the field
    ///    that would stand in its place.
    /// 4. `handIn`: to whom it is sent and by when, which no paper prints;
    /// 5. `onSigning`, once: what is written in when the document is signed and
    ///    goes out. It is about itself.
    pub findings: Vec<Finding>,
    /// The layout is only a reference («Mẫu tham khảo»: said to the person, not
    /// printed).
    pub is_reference: bool,
}

/// The common input of all makers of documents: the rule set in force, the office, and the paper's
/// own facts.
#[derive(Debug, Clone, Copy)]
pub struct DocumentContext<'a> {
    pub rules: &'a Rules,
    pub office: &'a Office,
    pub paper: &'a DocumentMeta,
}

/// The unit whose office issues a document, and so the place where a person fills in what is
/// missing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unit {
    /// In the commune's profile.
    #[default]
    Commune,
    /// In the village's record of this id, where it is chosen from the register.
    Village(Option<String>),
    /// In the commune's profile: an emulation block that the commune leads.
    Block,
}

/// The unit in whose name a document goes out. What is none is a dotted line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    pub unit: Unit,
    pub superior_unit: Option<String>,
    /// A line break stands where the head is to be broken.
    pub unit_name: Option<String>,
    /// «Xã Mẫu Sơn»
    pub commune_name: Option<String>,
    /// Of the commune, in the country's list of units.
    pub commune_code: Option<String>,
    /// «UBND», as in «15/BC-UBND».
    pub unit_symbol: Option<String>,
    pub place_name: Option<String>,
    /// «các xã vùng cao», without the word for a block.
    pub block_name: Option<String>,
    /// What the commune is in its block: a code of `blockRoles`.
    pub block_role: Option<String>,
    /// As the office writes them: «TTr-UBND», «BC-UBND».
    pub symbols: Vec<String>,
    /// Numbers of legal bases that nobody has checked for the rule set and the commune wants cited.
    pub cited_bases: Vec<String>,
    /// The body that decides together and in whose name its head signs, «Ủy ban
    /// nhân dân» (mục II.7); none where a head decides alone.
    pub signs_for: Option<String>,
    /// «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH», one a line.
    pub position_lines: Vec<String>,
    pub signer_name: Option<String>,
    /// Who gets what a form names no recipients of.
    pub recipients: Vec<String>,
}

/// The facts of one paper beside its content: year, day, number, addressee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentMeta {
    /// The year that it is about.
    pub year: i32,
    /// The day on which it is made.
    pub made_on: Option<PartialDate>,
    /// The number that it went out under; none before.
    pub number: Option<String>,
    pub signed_on: Option<PartialDate>,
    pub addressee: Option<String>,
    /// Prints «Mẫu tham khảo» where that is what the layout is.
    pub marks_reference: bool,
}

const PEOPLES_COMMITTEE: &str = "Ủy ban nhân dân";
pub(super) const PEOPLES_COMMITTEE_SYMBOL: &str = "UBND";

/// «xã Mẫu Sơn» after «Ủy ban nhân dân»: the word for the unit is no name.
pub(crate) fn in_running_text(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

/// As [`in_running_text`], of a commune or of its people's committee.
pub(super) fn name_in_running_text(commune_name: &str) -> String {
    in_running_text(without_word(commune_name, PEOPLES_COMMITTEE).unwrap_or(commune_name))
}

/// «Mẫu Sơn» of «Xã Mẫu Sơn», before the date. A place that is called by a
/// number, or after a person, keeps its word: «Phường 1» (mục II.4).
fn place_of(commune_name: &str) -> String {
    const WORDS: [&str; 4] = ["xã", "phường", "thị trấn", "đặc khu"];
    const PERSONS: [&str; 2] = ["Hoàng Văn Thụ", "Lương Văn Tri"];
    let whole = without_word(commune_name, PEOPLES_COMMITTEE).unwrap_or(commune_name);
    let mut names = WORDS.iter().filter_map(|word| without_word(whole, word));
    match names.next() {
        Some(name) if !name.starts_with(char::is_numeric) && !PERSONS.contains(&name) => {
            name.to_owned()
        }
        _ => with_capital(whole),
    }
}

/// What comes after a word, however it is written; none where it is not there.
fn without_word<'n>(name: &'n str, word: &str) -> Option<&'n str> {
    let (head, rest) = name.split_at_checked(word.len())?;
    let is_there = head.to_lowercase() == word.to_lowercase();
    rest.strip_prefix(' ').filter(|_| is_there).map(str::trim)
}

fn with_capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

const BLOCK_LEAD: &str = "blockLead";
const BLOCK_DEPUTY: &str = "blockDeputy";
/// The fields of the profile that say how the office writes the symbols of its papers.
const SYMBOLS: [&str; 5] = [
    "submissionLetterSymbol",
    "reportSymbol",
    "decisionSymbol",
    "minutesSymbol",
    "planSymbol",
];

/// What a profile says of a year.
pub fn of_year(profile: &Record, year: i32) -> Option<&Record> {
    let mut years = profile.lines_of(register::kind::COMMUNE_YEAR).into_iter();
    years.find(|line| line.int("year") == Some(i64::from(year)))
}

/// «UBND tỉnh Lạng Sơn», above every commune of the rule set's province.
fn province(rule_set: &RuleSet) -> Option<String> {
    let province = rule_set.province.as_ref()?;
    Some(format!("{PEOPLES_COMMITTEE_SYMBOL} tỉnh {}", province.name))
}

/// A block's name without the word for it, which every form brings with it: «các xã vùng cao» of
/// «Khối thi đua các xã vùng cao».
fn block_name(rule_set: &RuleSet, name: &str) -> String {
    let word = rule_set.label("block");
    let first = word.split(' ').next().unwrap_or_default();
    let mut words = [word, first].into_iter();
    let own = words.find_map(|word| without_word(name, word));
    own.unwrap_or(name).to_owned()
}

impl Office {
    /// Its name on one line.
    pub(crate) fn name(&self) -> Option<String> {
        Some(self.unit_name.as_ref()?.replace('\n', " "))
    }

    /// «Chủ tịch UBND xã Mẫu Sơn»
    pub(crate) fn chair(&self) -> Option<String> {
        let name = name_in_running_text(self.commune_name.as_deref()?);
        Some(format!("Chủ tịch {PEOPLES_COMMITTEE_SYMBOL} {name}"))
    }

    /// The commune's council for emulation and commendation: it presents what the chair grants,
    /// who cannot petition himself.
    pub(crate) fn council(&self) -> Self {
        let commune = self.commune_name.as_deref().map(name_in_running_text);
        let name = commune.map(|commune| format!("Hội đồng\nThi đua - Khen thưởng {commune}"));
        Self {
            superior_unit: self.name(),
            unit_name: name,
            unit_symbol: Some("HĐTĐKT".to_owned()),
            symbols: Vec::new(),
            signs_for: Some("Hội đồng".to_owned()),
            position_lines: vec!["KT. Chủ tịch".to_owned(), "Phó Chủ tịch".to_owned()],
            signer_name: None,
            ..self.clone()
        }
    }

    /// Whose head and signature a document of the rule set bears.
    pub(crate) fn issuing(&self, outline: &Outline, rule_set: &RuleSet) -> Cow<'_, Self> {
        match outline.issuer() {
            IssuedBy::Unit => Cow::Borrowed(self),
            IssuedBy::Block => Cow::Owned(self.block(rule_set)),
        }
    }

    /// The block that the commune leads, or leads in the lead's place.
    fn block(&self, rule_set: &RuleSet) -> Self {
        let name = self.block_name.as_deref();
        let word = with_capital(rule_set.label("block"));
        let lead = rule_set.label("blockLead");
        let position_lines = match self.block_role.as_deref() {
            Some(BLOCK_DEPUTY) => vec![
                format!("KT. {lead}"),
                rule_set.label(BLOCK_DEPUTY).to_owned(),
            ],
            _ => vec![lead.to_owned()],
        };
        Self {
            unit: Unit::Block,
            superior_unit: province(rule_set).or_else(|| self.superior_unit.clone()),
            unit_name: name.map(|name| format!("{word}\n{name}")),
            unit_symbol: None,
            symbols: Vec::new(),
            signs_for: None,
            position_lines,
            recipients: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether the papers of the block are the commune's to make.
    pub fn leads_block(&self) -> bool {
        let role = self.block_role.as_deref();
        role.is_some_and(|role| [BLOCK_LEAD, BLOCK_DEPUTY].contains(&role))
    }

    /// A commune's people's committee, from the commune's record and its profile.
    pub fn of_commune(rule_set: &RuleSet, commune: &Record, profile: &Record, year: i32) -> Self {
        let text = |key: &str| profile.text(key).map(str::to_owned);
        let commune_name = commune.text("name").map(str::to_owned);
        let unit_name = commune_name
            .as_deref()
            .map(|name| format!("{PEOPLES_COMMITTEE}\n{}", name_in_running_text(name)));
        let symbol = text("reportSymbol").or_else(|| text("submissionLetterSymbol"));
        let symbol = symbol.and_then(|symbol| Some(symbol.split_once('-')?.1.to_owned()));
        let of_year = of_year(profile, year);
        let of_year = |key: &str| of_year.and_then(|line| line.text(key));
        let title = profile.text("chairTitle").and_then(|code| {
            let item = rule_set.item("signerTitles", code)?;
            item.attribute("signatureBlock").map(str::to_owned)
        });
        let position_lines = title.iter().flat_map(|title| title.lines());
        Self {
            unit: Unit::Commune,
            recipients: text("recipients").map_or_else(Vec::new, |text| {
                let lines = text.lines().map(str::trim);
                let lines = lines.filter(|line| !line.is_empty());
                lines.map(str::to_owned).collect()
            }),
            superior_unit: text("superiorUnit").or_else(|| province(rule_set)),
            unit_name,
            unit_symbol: Some(symbol.unwrap_or_else(|| PEOPLES_COMMITTEE_SYMBOL.to_owned())),
            place_name: text("placeName").or_else(|| Some(place_of(commune_name.as_deref()?))),
            commune_name,
            commune_code: Some(commune.scope.clone()),
            block_name: of_year("blockName").map(|name| block_name(rule_set, name)),
            block_role: of_year("blockRole").map(str::to_owned),
            symbols: SYMBOLS.iter().filter_map(|key| text(key)).collect(),
            cited_bases: profile
                .strings("citedBases")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            signs_for: Some(PEOPLES_COMMITTEE.to_owned()),
            position_lines: position_lines.map(str::to_owned).collect(),
            signer_name: text("chairName"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[track_caller]
    fn check(commune: &str, expected: &str) {
        assert_eq!(place_of(commune), expected);
    }

    #[test]
    fn a_place_is_called_by_its_name_without_the_word_for_it() {
        check("Xã Mẫu Sơn", "Mẫu Sơn");
        check("xã Y Tý", "Y Tý");
        check("Phường Cam Đường", "Cam Đường");
        check("Thị trấn Đình Lập", "Đình Lập");
        check("Đặc khu Vân Đồn", "Vân Đồn");
        check("Ủy ban nhân dân xã Mẫu Sơn", "Mẫu Sơn");
        check("Mẫu Sơn", "Mẫu Sơn");
        check("Xã", "Xã");
    }

    #[test]
    fn one_called_by_a_number_or_after_a_person_keeps_it() {
        check("Phường 1", "Phường 1");
        check("phường 12", "Phường 12");
        check("Phường Lương Văn Tri", "Phường Lương Văn Tri");
    }
}
