//! Vietnamese text: one Unicode form, folding for search, keys for sorting.

use normal_form::{compose_text, decompose_text};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// NFC, without marks that have no body, and trimmed at both ends; what a person
/// wrote is otherwise left alone.
pub fn nfc(text: &str) -> String {
    compose_text(readable(text).trim())
}

/// The text as a person sees it: without marks that have no body, and with the
/// signs that only look like the keyboard's own (`Ð` of the Icelanders for `Đ`,
/// the hyphen that does not break, digits of full width) as the keyboard's.
///
/// Whatever reads names, numbers, dates and telephones reads this.
pub fn readable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    for character in text.chars() {
        if is_bodiless(character, seen.chars().next_back()) {
            continue;
        }
        seen.push(match character {
            '\u{d0}' => 'Đ',
            '\u{f0}' => 'đ',
            '\u{2010}' | '\u{2011}' => '-',
            '０'..='９' => {
                char::from_digit(u32::from(character) - u32::from('０'), 10).unwrap_or(character)
            }
            _ => character,
        });
    }
    Cow::Owned(seen)
}

/// Whether a mark is only felt, not seen: directions and soft hyphens that
/// address books, messages and web pages put around what is copied from them.
/// `before` is what stands in front: the joiner of a family's faces stays.
pub fn is_bodiless(character: char, before: Option<char>) -> bool {
    match character {
        '\u{200d}' => !matches!(
            before,
            Some('\u{fe0f}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
        ),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        _ => false,
    }
}

/// The keyboard's apostrophe for every sign that is written in its place.
fn plain_apostrophe(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '`' | '\u{b4}' | '\u{2bb}' | '\u{2bc}' | '\u{ff07}' => '\'',
        _ => character,
    }
}

/// A name for a file that every system and every mail takes: «Tờ trình» is `To trinh`.
pub fn file_name(text: &str) -> String {
    let plain = decompose_text(&readable(text))
        .into_iter()
        .filter(|one| !is_mark(*one));
    plain
        .map(|character| match character {
            'đ' => 'd',
            'Đ' => 'D',
            one if one.is_ascii_alphanumeric() || " -_.,()".contains(one) => one,
            _ => '-',
        })
        .collect()
}

/// The search key: no marks, `đ` as `d`, lower case, single blanks, one apostrophe.
///
/// Both spellings of a tone's place fold to one: `hoà` and `hòa` are `hoa`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in decompose_text(&readable(text)) {
        if is_mark(character) || character == '\u{200d}' {
            continue;
        }
        if character.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
            continue;
        }
        for lower in character.to_lowercase().filter(|lower| !is_mark(*lower)) {
            folded.push(if lower == 'đ' {
                'd'
            } else {
                plain_apostrophe(lower)
            });
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// The text in small letters, each for itself: what makes them of a whole text, with
/// an eye to the end of Greek words, brings tables with it that nothing here needs.
pub(crate) fn in_small_letters(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The order of a list: by given names, or by names from their first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// People: by the last word of the name, then by the rest from its first.
    GivenName,
    /// Everything else: from its first word.
    Plain,
}

/// A string whose byte order is Vietnamese order; made once and stored.
///
/// Letters first (a ă â b c d đ …), then the tones of the syllables (ngang,
/// huyền, hỏi, ngã, sắc, nặng). Numbers inside a name go by their value, so
/// that «Thôn 2» comes before «Thôn 10».
pub fn sort_key(text: &str, by: SortBy) -> String {
    let text = readable(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    match (by, words.split_last()) {
        (SortBy::GivenName, Some((given_name, rest))) if !rest.is_empty() => {
            let mut key = plain_key(&[given_name]);
            key.push(KEY_SEPARATOR);
            key.push_str(&plain_key(rest));
            key
        }
        _ => plain_key(&words),
    }
}

/// Lower than everything else in a key, so that the shorter comes first.
const KEY_SEPARATOR: char = ' ';
const KEY_WORD_GAP: char = '!';

fn plain_key(words: &[&str]) -> String {
    let mut letters = String::new();
    let mut tones = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            letters.push(KEY_WORD_GAP);
        }
        tones.push(push_word_key(word, &mut letters));
    }
    letters.push(KEY_SEPARATOR);
    letters.push_str(tones.trim_end_matches('0'));
    letters
}

/// Appends the letters of one word and returns the digit of its tone.
fn push_word_key(word: &str, key: &mut String) -> char {
    let mut tone = '0';
    let mut digits = String::new();
    for character in compose_text(word).chars() {
        if let Some(digit) = character.to_digit(10) {
            digits.extend(char::from_digit(digit, 10));
            continue;
        }
        flush_number(&mut digits, key);
        for lower in plain_apostrophe(character).to_lowercase() {
            let (letter, letter_tone) = split_tone(lower);
            tone = tone.max(letter_tone);
            push_letter(letter, key);
        }
    }
    flush_number(&mut digits, key);
    tone
}

/// A number is written as the count of its digits, then the digits.
fn flush_number(digits: &mut String, key: &mut String) {
    if digits.is_empty() {
        return;
    }
    let significant = digits.trim_start_matches('0');
    let length = u32::try_from(significant.len()).unwrap_or(9).min(9);
    key.extend(char::from_digit(length, 10));
    key.push_str(significant);
    digits.clear();
}

/// Separates `ế` into `ê` and the tone's place in the order of tones.
fn split_tone(letter: char) -> (char, char) {
    let mut tone = '0';
    if letter.is_ascii() {
        return (letter, tone);
    }
    let mut toneless = String::new();
    for part in decompose_text(letter.encode_utf8(&mut [0; 4])) {
        match part {
            '\u{300}' => tone = '1',
            '\u{309}' => tone = '2',
            '\u{303}' => tone = '3',
            '\u{301}' => tone = '4',
            '\u{323}' => tone = '5',
            _ => toneless.push(part),
        }
    }
    let toneless = compose_text(&toneless).chars().next();
    (toneless.unwrap_or(letter), tone)
}

const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// The first key character of a letter; digits and signs are below it.
const FIRST_LETTER_KEY: u32 = 'A' as u32;

fn push_letter(letter: char, key: &mut String) {
    let place = LETTERS.chars().position(|known| known == letter);
    let code =
        place.and_then(|place| char::from_u32(FIRST_LETTER_KEY + u32::try_from(place).ok()?));
    match code {
        Some(code) => key.push(code),
        None if letter.is_alphabetic() => {
            key.push('~');
            key.push(letter);
        }
        None if is_mark(letter) => {}
        None => key.push('-'),
    }
}

/// «Nguyễn Văn Tuấn» → `nvt`.
pub fn initials(name: &str) -> String {
    let folded = fold(name);
    folded
        .split(' ')
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
        .collect()
}

/// A search as typed, prepared once for the whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    with_marks: String,
    folded: String,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let readable = readable(typed);
        let words: Vec<&str> = readable.split_whitespace().collect();
        Self {
            with_marks: compose_text(&in_small_letters(&words.join(" "))),
            folded: fold(typed),
        }
    }

    /// An empty search finds everything.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Whether whatever this finds, the earlier search had found, too: a person typed on.
    pub fn narrows(&self, earlier: &Self) -> bool {
        // A single letter does not find later initials, two do.
        earlier.folded.len() > 1 && self.folded.starts_with(&earlier.folded)
    }

    /// How well an entry fits, `0` best; `None` when it does not.
    ///
    /// `folded` is the stored [`fold`]ed text (further searchable lines may
    /// follow after a line break), `title` the text as shown, in NFC, and
    /// `initials` its stored initials. With marks comes before without, the
    /// whole before the beginning, the beginning before a later word, and
    /// initials come last.
    pub fn score(&self, folded: &str, title: &str, initials: &str) -> Option<u8> {
        if self.folded.is_empty() {
            return Some(0);
        }
        if let Some(at) = phrase_at_word_start(folded, &self.folded) {
            let whole = folded.lines().next() == Some(self.folded.as_str());
            let place = match at {
                0 if whole => 0,
                0 => 1,
                _ => 2,
            };
            let marks_agree = has_phrase_ignoring_case(title, &self.with_marks);
            return Some(if marks_agree { place } else { place + 3 });
        }
        let mut words = self.folded.split(' ');
        if self.folded.contains(' ')
            && words.all(|word| phrase_at_word_start(folded, word).is_some())
        {
            return Some(6);
        }
        match initials.find(&self.folded) {
            Some(0) => Some(7),
            Some(_) if self.folded.len() > 1 => Some(8),
            _ => None,
        }
    }
}

/// Where `phrase` begins at the start of a word of `text`.
fn phrase_at_word_start(text: &str, phrase: &str) -> Option<usize> {
    // Ten thousand names at each key: letters are looked up only where the first byte agrees.
    let (bytes, first) = (text.as_bytes(), phrase.as_bytes().first()?);
    let places = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    let mut places = places.map(|(at, _)| at);
    places.find(|&at| bytes[at..].starts_with(phrase.as_bytes()) && is_word_start(text, at))
}

/// Whether something can begin here: not in the middle of a word.
fn is_word_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !before.is_alphanumeric())
}

/// Whether `phrase` (lower case) stands at the start of a word of `text`.
fn has_phrase_ignoring_case(text: &str, phrase: &str) -> bool {
    text.char_indices().any(|(at, _)| {
        let mut lowered = text[at..].chars().flat_map(char::to_lowercase);
        phrase
            .chars()
            .all(|wanted| lowered.next().map(plain_apostrophe) == Some(plain_apostrophe(wanted)))
            && is_word_start(text, at)
    })
}

/// Groups of ids whose folded names are the same: «Hoà» and «Hòa», «An» and
/// «Ân». Likely, not certain: a person decides.
pub fn likely_duplicates<'a>(
    folded: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<Vec<&'a str>> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, name) in folded {
        if !name.is_empty() {
            by_name.entry(name).or_default().push(id);
        }
    }
    by_name.into_values().filter(|ids| ids.len() > 1).collect()
}
