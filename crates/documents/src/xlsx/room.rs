//! How much of a text a row of a sheet has room for: an office program does not
//! make rows higher by itself, and none higher than 409 points.

use crate::layout::Role;

/// A row is 409 points high at most: what is longer goes on in the next row. So a
/// cell never comes near the 32.767 characters that it may hold.
pub(super) const HIGHEST: f64 = 409.0;
/// What a column of a width has room for, in letters of a size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    letters: usize,
    /// Points.
    pub(super) line: f64,
}

impl Room {
    /// A column's width is told in digits of about 5 points; a letter is about
    /// half as wide as it is high.
    pub(super) fn new(width: u32, role: Role) -> Self {
        let size = role.style().size;
        let letters = usize::try_from(width * 10 / size).unwrap_or(1).max(1);
        let line = f64::from(size) * 1.3;
        Self { letters, line }
    }

    fn most_lines(self) -> usize {
        let mut lines = 1;
        while f64::from(u32::try_from(lines + 1).unwrap_or(u32::MAX)) * self.line <= HIGHEST {
            lines += 1;
        }
        lines
    }

    pub(super) fn height(self, lines: usize) -> f64 {
        (f64::from(u32::try_from(lines.max(1)).unwrap_or(u32::MAX)) * self.line).min(HIGHEST)
    }

    /// The text in pieces that a row has room for, and how many lines each has.
    pub(super) fn pieces(self, text: &str) -> Vec<(String, usize)> {
        let mut pieces = vec![(String::new(), 0)];
        for paragraph in text.split('\n') {
            let mut is_first = true;
            for line in broken(paragraph, self.letters) {
                if pieces
                    .last()
                    .is_some_and(|(_, lines)| *lines >= self.most_lines())
                {
                    pieces.push((String::new(), 0));
                }
                if let Some((piece, lines)) = pieces.last_mut() {
                    if is_first && *lines > 0 {
                        piece.push('\n');
                    }
                    piece.push_str(&line);
                    *lines += 1;
                }
                is_first = false;
            }
        }
        pieces
    }
}

/// A paragraph in lines of so many letters, cut at blanks where there are any.
fn broken(paragraph: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = letters;
    for word in paragraph.split_inclusive(' ') {
        let size = word.chars().count();
        let pieces: Vec<String> = if size > letters {
            let all: Vec<char> = word.chars().collect();
            all.chunks(letters)
                .map(|piece| piece.iter().collect())
                .collect()
        } else {
            vec![word.to_owned()]
        };
        for piece in pieces {
            let size = piece.chars().count();
            if size > room {
                lines.push(String::new());
                room = letters;
            }
            room -= size;
            if let Some(last) = lines.last_mut() {
                last.push_str(&piece);
            }
        }
    }
    lines
}
