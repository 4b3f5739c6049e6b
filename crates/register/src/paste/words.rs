//! Words that tell what a part of a line is.

use crate::text::{fold, in_small_letters, nfc};
use crate::village_kind::strip_prefix_ignoring_case;

/// The head of a village by his office.
const HEAD_TITLES: [&str; 11] = [
    "tổ trưởng tổ dân phố",
    "trưởng khu phố",
    "trưởng thôn",
    "trưởng bản",
    "trưởng xóm",
    "trưởng khối",
    "trưởng khu",
    "khối trưởng",
    "tổ trưởng tdp",
    "tổ trưởng",
    "trưởng tdp",
];
const ADDRESSES: [&str; 6] = ["đồng chí", "đ/c", "ông", "bà", "anh", "chị"];
const OTHER_OFFICES: [&str; 7] = [
    "bí thư",
    "phó",
    "công an viên",
    "chi hội",
    "mặt trận",
    "ban công tác",
    "kế toán",
];
/// What else is called a place where people live; the register has no kind for it.
const OTHER_PLACES: [&str; 10] = [
    "làng",
    "ấp",
    "buôn",
    "bon",
    "sóc",
    "phum",
    "khóm",
    "tiểu khu",
    "khu",
    "cụm",
];
const PHONE_LABELS: [&str; 10] = [
    "so dien thoai",
    "dien thoai",
    "di dong",
    "lien he",
    "so dt",
    "sdt",
    "dt",
    "zalo",
    "tel",
    "lh",
];

/// What follows a word, if the text begins with it and it ends there.
pub fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = strip_prefix_ignoring_case(text, word)?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
    ends.then(|| rest.trim_start_matches([':', '.', ' ', '-', '=']))
}

/// What follows the title of a village's head.
pub fn after_head_title(text: &str) -> Option<&str> {
    HEAD_TITLES.iter().find_map(|title| after_word(text, title))
}

/// What follows «ông», «bà», «đ/c», and whether that may be all of the name:
/// «Ông Văn Páo» has no other surname.
pub fn after_address(text: &str) -> Option<(&str, bool)> {
    let (address, rest) = ADDRESSES
        .iter()
        .find_map(|address| Some((address, after_word(text, address)?)))?;
    let first = fold(rest.split(' ').next().unwrap_or_default());
    let lacks_surname = matches!(first.as_str(), "van" | "thi") && !text.starts_with(address);
    Some((rest, lacks_surname))
}

pub fn is_other_office(text: &str) -> bool {
    let words = OTHER_OFFICES.iter();
    let mut of_office = words.filter(|word| after_word(text, word).is_some());
    of_office.next().is_some()
}

pub fn is_other_place(text: &str) -> bool {
    let mut words = OTHER_PLACES.iter();
    words.any(|word| after_word(text, word).is_some_and(|rest| !rest.is_empty()))
}

/// Where a title of an office begins in the middle of a text.
pub fn office_within(text: &str) -> Option<usize> {
    let after_blank = |(at, _): &(usize, &str)| *at > 0;
    let places = text.match_indices(' ').map(|(at, _)| at + 1);
    let places = places.filter_map(|at| Some((at, text.get(at..)?)));
    let mut places = places.filter(after_blank);
    let found = places
        .find(|(_, rest)| after_head_title(rest).is_some() || after_word(rest, "bí thư").is_some());
    found.map(|(at, _)| at)
}

/// The number, if the text begins as one is announced; empty where words come between.
pub fn after_phone_label(text: &str) -> Option<&str> {
    let folded = fold(text);
    let label = PHONE_LABELS
        .iter()
        .find(|label| after_word(&folded, label).is_some())?;
    let at = text.find(|c: char| c.is_ascii_digit() || c == '+');
    let (before, number) = text.split_at(at.unwrap_or(text.len()));
    let alone = fold(before).trim_end_matches(|c: char| !c.is_alphanumeric()) == *label;
    Some(if alone { number } else { "" })
}

/// Without the words that announce the number that follows.
pub fn without_phone_label(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    for label in PHONE_LABELS {
        let words = label.split(' ').count();
        let start = match text.rmatch_indices(' ').nth(words - 1) {
            Some((at, _)) => at + 1,
            None if text.split(' ').count() == words => 0,
            None => continue,
        };
        let tail = &text[start..];
        let is_label = fold(tail).trim_start_matches(|c: char| !c.is_alphanumeric()) == label;
        if is_label {
            return text[..start].trim_end_matches([' ', ':', '-', ',', '.']);
        }
    }
    text
}

/// «chưa có trưởng thôn», «khuyết».
pub fn says_none(text: &str) -> bool {
    const NONE: [&str; 5] = ["chua co", "chua bau", "khuyet", "khong co", "dang khuyet"];
    let folded = fold(text);
    NONE.iter().any(|word| after_word(&folded, word).is_some())
}

/// The word for a village, if what stands before a colon announces several:
/// «Các thôn: Khe Lầy, Pò Lọi».
pub fn announces_several(label: &str) -> Option<&'static str> {
    let folded = fold(label);
    let rest = folded
        .trim_start_matches("danh sach ")
        .trim_start_matches("gom ")
        .strip_prefix("cac ")?;
    match rest {
        "thon" | "thon, ban" | "thon ban" => Some("thôn"),
        "ban" => Some("bản"),
        "xom" => Some("xóm"),
        "to dan pho" | "tdp" => Some("tổ dân phố"),
        "khu pho" | "khoi pho" => Some("khối phố"),
        _ => None,
    }
}

const TITLES: [&str; 9] = [
    "danh sach",
    "kinh gui",
    "tong cong",
    "tong so",
    "ubnd",
    "uy ban nhan dan",
    "ghi chu",
    "cam on",
    "tran trong",
];
/// Before a small letter only: «Xin Chải» is a village.
const GREETINGS: [&str; 22] = [
    "em", "dạ", "chào", "kính", "thưa", "xin", "chúc", "vâng", "anh", "chị", "các", "gửi", "nhờ",
    "mong", "rất", "trên", "dưới", "còn", "nay", "theo", "có", "để",
];
const POLITE_ENDS: [&str; 6] = ["ạ", "nhé", "nha", "nhá", "với", "ơi"];

/// Whether a line is a title, a total, a greeting or what else people say
/// before and after a list.
pub fn is_talk(line: &str) -> bool {
    let written = in_small_letters(&nfc(line));
    let small = written.trim_start_matches(|c: char| !c.is_alphanumeric());
    let folded = fold(small);
    // With their marks: «Xà Lũng» and «Cộng Hòa» are villages.
    let total = small.strip_prefix("cộng");
    let is_title = TITLES
        .iter()
        .any(|word| after_word(&folded, word).is_some())
        || ["xã ", "phường "]
            .iter()
            .any(|word| small.starts_with(word))
        || total.is_some_and(|rest| !rest.contains(char::is_alphabetic));
    let letters = |c: char| !c.is_alphanumeric();
    let words: Vec<&str> = line
        .split(letters)
        .filter(|word| !word.is_empty())
        .collect();
    let goes_on_small = words
        .get(1)
        .is_some_and(|word| word.starts_with(char::is_lowercase));
    let greets = goes_on_small
        && GREETINGS
            .iter()
            .any(|word| after_word(small, word).is_some());
    let is_polite = words.len() > 3
        && words
            .last()
            .is_some_and(|word| POLITE_ENDS.contains(&in_small_letters(&nfc(word)).as_str()));
    is_title || greets || is_polite
}
