//! The beginning of a report that is longer than its place: whole sentences.

/// The whole sentences and lines that fit into so many characters, without the
/// number of the point after them; all of a text that fits.
pub(super) fn excerpt(report: &str, characters: usize) -> &str {
    let Some((limit, _)) = report.char_indices().nth(characters) else {
        return report;
    };
    let head = &report[..limit];
    let mut ends = head.char_indices().filter(|(place, letter)| {
        let after = report[place + letter.len_utf8()..].chars().next();
        is_end(&head[..*place], *letter, after)
    });
    let end = ends
        .next_back()
        .map(|(place, letter)| place + letter.len_utf8());
    // Where not even one sentence fits, whole words.
    let end = end.or_else(|| head.rfind(char::is_whitespace));
    let mut cut = head[..end.unwrap_or(limit)].trim_end();
    while let Some(shorter) = without_number(cut) {
        cut = shorter;
    }
    cut
}

/// Of «2.700», of «4. Duy trì» the point is no end.
fn is_end(before: &str, letter: char, after: Option<char>) -> bool {
    match letter {
        '\n' => true,
        '.' | ';' | '!' | '?' => {
            let word = before
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            let ahead = &before[..before.len() - word.len()];
            after.is_none_or(char::is_whitespace) && !(stands_first(ahead) && is_number(word))
        }
        _ => false,
    }
}

/// Without the lone number of a point at the end; none where there is none.
fn without_number(text: &str) -> Option<&str> {
    let word = text.rsplit(char::is_whitespace).next()?;
    let ahead = &text[..text.len() - word.len()];
    let is_lone = word.ends_with(['.', ')']) && is_number(word.trim_end_matches(['.', ')']));
    let is_sign = matches!(word, "-" | "+" | "*");
    (stands_first(ahead) && (is_lone || is_sign)).then(|| ahead.trim_end())
}

/// Nothing of its sentence is before it.
fn stands_first(ahead: &str) -> bool {
    let in_line = ahead.rsplit('\n').next().unwrap_or_default().trim_end();
    in_line.is_empty() || in_line.ends_with(['.', ';', ':', '!', '?'])
}

/// «4», «2.1», «IV», «a», as points are numbered.
fn is_number(word: &str) -> bool {
    let is_part = |part: &str| {
        let digits = part.chars().all(|letter| letter.is_ascii_digit());
        let roman = part.chars().all(|letter| "IVXL".contains(letter));
        !part.is_empty() && (digits || roman || part.chars().count() == 1)
    };
    word.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[track_caller]
    fn check(report: &str, characters: usize, expected: &str) {
        assert_eq!(excerpt(report, characters), expected);
    }

    #[test]
    fn a_text_that_fits_is_whole() {
        check("Hiến đất.", 9, "Hiến đất.");
        check("4. Hiến", 40, "4. Hiến");
        check("", 0, "");
    }

    #[test]
    fn what_is_longer_ends_with_a_sentence() {
        check("Hiến đất. Góp công làm đường.", 20, "Hiến đất.");
        check("Hiến đất; góp công làm đường.", 20, "Hiến đất;");
        check("Hiến đất\nGóp công làm đường.", 20, "Hiến đất");
        check(
            "Giảm nghèo còn 15. Góp công làm đường.",
            25,
            "Giảm nghèo còn 15.",
        );
    }

    #[test]
    fn no_number_of_the_next_point_is_left_behind() {
        check("3. Hiến đất.\n4. Góp công làm đường.", 17, "3. Hiến đất.");
        check("3. Hiến đất. 4. Góp công làm đường.", 17, "3. Hiến đất.");
        check("a) Hiến đất;\nb) Góp công làm đường.", 16, "a) Hiến đất;");
        check("I. Hiến đất.\nII.\n2.1.\n- Góp công.", 23, "I. Hiến đất.");
    }

    #[test]
    fn no_number_is_cut_in_two() {
        check("Hiến đất. Làm 2.700 m đường bê tông.", 18, "Hiến đất.");
        check("Hiến 2.700 m² đất làm đường liên thôn", 9, "Hiến");
    }

    #[test]
    fn a_text_without_sentences_is_cut_between_words_or_where_it_must_be() {
        check("hiến đất làm đường", 10, "hiến đất");
        check("ếếếếế", 3, "ếếế");
    }
}
