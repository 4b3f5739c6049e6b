//! Telephone numbers and counts inside a part of a line.

use crate::text::fold;
use crate::{number, phone};

/// The thing that a number in a pasted line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    Households,
    People,
    Unknown,
    /// Something that the register does not keep: «12 hộ nghèo».
    Other,
}

/// A figure, and what stands before and after it.
pub struct FoundFigure<'a, T> {
    pub before: &'a str,
    pub figure: T,
    /// As it is written.
    pub written: &'a str,
    pub after: &'a str,
}

fn found<'a, T>(text: &'a str, start: usize, end: usize, figure: T) -> Option<FoundFigure<'a, T>> {
    Some(FoundFigure {
        before: text.get(..start)?,
        figure,
        written: text.get(start..end)?,
        after: text.get(end..)?,
    })
}

/// The first telephone number, or what has the digits of one.
pub fn phone_in(text: &str) -> Option<FoundFigure<'_, ()>> {
    let is_sign = |c: char| c.is_ascii_digit() || " .-()".contains(c);
    let mut from = 0;
    while let Some(start) = text
        .get(from..)?
        .find(|c: char| c.is_ascii_digit() || c == '+')
    {
        let start = from + start;
        let run = text.get(start..)?;
        let sign = usize::from(run.starts_with('+'));
        let length = run.get(sign..)?.find(|c| !is_sign(c));
        let length = length.map_or(run.len(), |length| sign + length);
        let run = run
            .get(..length)?
            .trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Some((first, last)) = phone_words(run) {
            // Excel writes digits as text behind an apostrophe.
            let quoted = text.get(..start + first)?.ends_with(['\'', '’']);
            return found(
                text,
                start + first
                    - if quoted {
                        quote_length(text, start + first)
                    } else {
                        0
                    },
                start + last,
                (),
            );
        }
        from = start + length.max(1);
    }
    None
}

fn quote_length(text: &str, end: usize) -> usize {
    let last = text
        .get(..end)
        .and_then(|before| before.chars().next_back());
    last.map_or(0, char::len_utf8)
}

/// Where in a run of digits and blanks a telephone number stands: «41 0912 345 678».
fn phone_words(run: &str) -> Option<(usize, usize)> {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    if !(9..=40).contains(&digits) {
        return None;
    }
    let starts = std::iter::once(0).chain(run.match_indices(' ').map(|(at, _)| at + 1));
    let ends = || run.match_indices(' ').map(|(at, _)| at).chain([run.len()]);
    let fits = |start: usize| {
        let of_start = |end: &usize| *end > start && phone::normalise(&run[start..*end]).is_some();
        Some((start, ends().rfind(of_start)?))
    };
    let known = starts.take(40).find_map(fits);
    known.or_else(|| (digits <= 13).then_some((0, run.len())))
}

const HOUSEHOLDS: [&str; 5] = ["tong so ho", "so ho", "ho gia dinh", "ho dan", "ho"];
const PEOPLE: [&str; 7] = [
    "so nhan khau",
    "nhan khau",
    "tong so khau",
    "so khau",
    "khau",
    "so nguoi",
    "nguoi",
];

/// The first number that says what it counts: «64 hộ», «Số hộ: 64», «287 nhân khẩu».
pub fn count_in(text: &str) -> Option<FoundFigure<'_, (FigureKind, u32)>> {
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find(|c: char| c.is_ascii_digit()) {
        let start = from + start;
        let run = text.get(start..)?;
        let length = run.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let run = run.get(..length.unwrap_or(run.len()))?;
        let run = run.trim_end_matches(['.', ',']);
        let end = start + run.len();
        let (before, after) = (text.get(..start)?, text.get(end..)?);
        if let Some(number) = number_in(run) {
            if let Some((of, length)) = unit_after(after) {
                return found(text, start, end + length, (of, number));
            }
            if let Some((of, label)) = label_before(before) {
                return found(text, label, end, (of, number));
            }
        }
        from = end.max(start + 1);
    }
    None
}

/// The unit that a number is followed by, and where it ends.
fn unit_after(after: &str) -> Option<(FigureKind, usize)> {
    let is_word = |c: char| c.is_alphabetic();
    let mut words = Vec::new();
    let mut at = 0;
    // A unit, and what sort of it, in small letters: «hộ nghèo», not «hộ Lý Văn Ân».
    while words.len() < 6 {
        let rest = after.get(at..)?;
        let word = rest.trim_start_matches(' ');
        let length = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let small = word.starts_with(char::is_lowercase);
        if length == 0 || (!words.is_empty() && !small) {
            break;
        }
        at += rest.len() - word.len() + length;
        words.push((fold(&word[..length]), at));
    }
    let text = |from: usize, to: usize| {
        let words = words.get(from..to)?;
        let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        Some(words.join(" "))
    };
    let unit = (1..=words.len().min(3)).rev().find_map(|length| {
        let unit = text(0, length)?;
        let is =
            |of: FigureKind, known: &[&str]| known.contains(&unit.as_str()).then_some((of, length));
        is(FigureKind::Households, &["ho", "ho dan", "ho gia dinh"]).or_else(|| {
            is(
                FigureKind::People,
                &["khau", "nhan khau", "nguoi", "nguoi dan"],
            )
        })
    });
    let (of, length) = unit?;
    let is_plain =
        words.len() == length || matches!(text(length, length + 1)?.as_str(), "va" | "voi" | "co");
    if is_plain {
        return Some((of, words.get(length - 1)?.1));
    }
    Some((FigureKind::Other, words.last()?.1))
}

/// What a number is announced as: «Số hộ:», and where that begins.
fn label_before(before: &str) -> Option<(FigureKind, usize)> {
    let bare = before.trim_end_matches([':', ' ', '=']);
    let announced = before.trim_end().ends_with([':', '=']);
    let known = |of: FigureKind, labels: &'static [&'static str]| {
        labels.iter().map(move |label| (of, *label))
    };
    let mut labels =
        known(FigureKind::Households, &HOUSEHOLDS).chain(known(FigureKind::People, &PEOPLE));
    labels.find_map(|(of, label)| {
        let words = label.split(' ').count();
        let start = match bare.rmatch_indices(' ').nth(words - 1) {
            Some((at, _)) => at + 1,
            None if bare.split(' ').count() == words => 0,
            None => return None,
        };
        // «Trần Văn Hộ 64» has no household.
        let is_label = fold(&bare[start..]) == label && (announced || start == 0 || words > 1);
        is_label.then_some((of, start))
    })
}

/// What a whole cell counts.
pub fn count(cell: &str) -> Option<(FigureKind, u32)> {
    if let Some(number) = number_in(cell) {
        return Some((FigureKind::Unknown, number));
    }
    let found = count_in(cell)?;
    let is_whole = |rest: &str| !rest.contains(char::is_alphanumeric);
    (is_whole(found.before) && is_whole(found.after)).then_some(found.figure)
}

fn number_in(text: &str) -> Option<u32> {
    let text = text.trim_end_matches(['.', ' ']);
    let number = u32::try_from(number::parse(text, 0).ok()?).ok()?;
    (number <= 100_000).then_some(number)
}
