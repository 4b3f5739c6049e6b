//! The numbers before headings, made by where they stand.

use register::reports::Numbering;

/// The running numbers of headings, by depth. Composing a document counts every heading with it.
#[derive(Debug, Clone, Default)]
pub struct Counters(Vec<usize>);

impl Counters {
    /// Counts a heading and gives its number with its sign: «Phần thứ nhất»,
    /// «I.», «1.», «2.1.», «a)». None where it takes no number.
    pub fn next(&mut self, depth: usize, numbering: Numbering) -> Option<String> {
        if numbering == Numbering::None {
            self.0.truncate(depth + 1);
            return None;
        }
        self.0.resize(depth + 1, 0);
        let own = self.0.get_mut(depth)?;
        *own += 1;
        let own = *own;
        let above = depth.checked_sub(1).and_then(|above| self.0.get(above));
        Some(match numbering {
            Numbering::PartWords => format!("Phần thứ {}", ordinal(own)),
            Numbering::PartRoman => format!("Phần {}", roman(own)),
            Numbering::UpperRoman => format!("{}.", roman(own)),
            Numbering::Arabic => format!("{own}."),
            Numbering::Dotted => match above {
                Some(above) if *above > 0 => format!("{above}.{own}."),
                _ => format!("{own}."),
            },
            Numbering::LowerLetter => format!("{})", letter(own)),
            Numbering::UpperLetter => format!("{}.", capital(own)),
            Numbering::None => return None,
        })
    }
}

fn ordinal(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
    ];
    let word = number.checked_sub(1).and_then(|place| WORDS.get(place));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

pub(crate) fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// Capitals count as in the source documents: A, B, C, D, E.
fn capital(number: usize) -> String {
    let place = number
        .checked_sub(1)
        .and_then(|place| u8::try_from(place).ok());
    match place {
        Some(place) if place < 26 => char::from(b'A' + place).to_string(),
        _ => number.to_string(),
    }
}

/// The letters of the Vietnamese alphabet that lists are numbered by: a, b, c,
/// d, đ, e …; after the last one the number itself.
fn letter(number: usize) -> String {
    const LETTERS: [char; 23] = [
        'a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
        't', 'u', 'v', 'x', 'y',
    ];
    let letter = number.checked_sub(1).and_then(|place| LETTERS.get(place));
    letter.map_or_else(|| number.to_string(), char::to_string)
}

#[cfg(test)]
mod tests {
    use super::Counters;
    use register::reports::Numbering::{
        Arabic, Dotted, LowerLetter, None as Without, PartWords, UpperRoman,
    };

    #[test]
    fn numbers_follow_where_headings_stand() {
        let mut counters = Counters::default();
        let headings = [
            (0, Without, None),
            (0, PartWords, Some("Phần thứ nhất")),
            (1, UpperRoman, Some("I.")),
            (2, Arabic, Some("1.")),
            (2, Arabic, Some("2.")),
            (3, Dotted, Some("2.1.")),
            (3, Dotted, Some("2.2.")),
            (4, LowerLetter, Some("a)")),
            (1, UpperRoman, Some("II.")),
            (2, Arabic, Some("1.")),
            (0, PartWords, Some("Phần thứ hai")),
            (1, UpperRoman, Some("I.")),
        ];
        for (depth, numbering, expected) in headings {
            assert_eq!(counters.next(depth, numbering).as_deref(), expected);
        }
    }

    #[test]
    fn letters_are_those_of_the_vietnamese_alphabet() {
        let mut counters = Counters::default();
        let all: Vec<String> = (0..6)
            .filter_map(|_| counters.next(0, LowerLetter))
            .collect();
        assert_eq!(all, ["a)", "b)", "c)", "d)", "đ)", "e)"]);
    }
}
