//! How wide text is in Times New Roman, by the advances of the font itself: Word,
//! LibreOffice (whose Liberation Serif has the same) and browsers break lines by
//! them.

use normal_form::decompose_text;

/// Thousandths of the size of the letters, from the blank to `~`.
const UPRIGHT: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];
/// What makes «ơ» of «o», and the letter wider.
const HORN: char = '\u{31b}';
/// A letter that the tables do not have.
const OTHER: u32 = 1000;

/// In twentieths of a point; letters of a size in points.
pub(crate) fn width(text: &str, size: u32, is_bold: bool) -> u32 {
    thousandths(text, is_bold) * size / 50
}

/// In thousandths of the size of the letters.
pub(crate) fn thousandths(text: &str, is_bold: bool) -> u32 {
    text.chars().map(|letter| advance(letter, is_bold)).sum()
}

/// Marks stand over or under their letter and take no room of their own.
fn advance(letter: char, is_bold: bool) -> u32 {
    if let Some(known) = in_table(letter, is_bold) {
        return known;
    }
    match (letter, is_bold) {
        ('đ', false) | ('–', _) => 500,
        ('đ', true) => 556,
        ('Đ', _) => 722,
        ('“' | '”', false) => 444,
        ('“' | '”', true) => 500,
        ('‘' | '’', _) => 333,
        ('²' | '³', _) => 300,
        _ => of_parts(letter, is_bold),
    }
}

fn in_table(letter: char, is_bold: bool) -> Option<u32> {
    let place = usize::try_from(u32::from(letter).checked_sub(u32::from(' '))?).ok()?;
    let table = if is_bold { &BOLD } else { &UPRIGHT };
    table.get(place).copied().map(u32::from)
}

fn of_parts(letter: char, is_bold: bool) -> u32 {
    let parts = decompose_text(letter.encode_utf8(&mut [0; 4]));
    let mut base = None;
    let mut has_horn = false;
    for part in parts {
        has_horn |= part == HORN;
        base = base.or(Some(part));
    }
    match (base, has_horn, is_bold) {
        (Some('o'), true, false) => 529,
        (Some('o'), true, true) => 554,
        (Some('O'), true, false) => 722,
        (Some('O'), true, true) => 778,
        (Some('u'), true, false) => 542,
        (Some('u'), true, true) => 600,
        (Some('U'), true, false) => 776,
        (Some('U'), true, true) => 796,
        (Some(base), _, _) => in_table(base, is_bold).unwrap_or(OTHER),
        (None, _, _) => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::thousandths;

    /// As the hmtx tables of Liberation Serif have it.
    #[test]
    fn letters_are_as_wide_as_those_of_the_font() {
        #[track_caller]
        fn check(text: &str, upright: u32, bold: u32) {
            assert_eq!(thousandths(text, false), upright, "{text}");
            assert_eq!(thousandths(text, true), bold, "{text}, bold");
        }
        check("a", 444, 500);
        check("ậ", 444, 500);
        check("ở", 529, 554);
        check("Ữ", 776, 796);
        check("Đặng", 722 + 444 + 500 + 500, 722 + 500 + 556 + 500);
        check("m²", 778 + 300, 833 + 300);
        // 271,2 points at 13 points; the motto is 171,4 at 14.
        assert_eq!(thousandths(crate::layout::NATIONAL_TITLE, true), 20_861);
        assert_eq!(thousandths(crate::layout::MOTTO, true), 12_241);
    }
}
