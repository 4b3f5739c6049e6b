//! How much of a text a row of a sheet has room for: an office program does not
//! make rows higher by itself, and none higher than 409 points.

use crate::layout::LineRole;
use crate::metrics;

/// A row is 409 points high at most: what is longer goes on in the next row. So a
/// cell never comes near the 32.767 characters that it may hold.
pub(super) const HIGHEST: f64 = 409.0;
/// A digit of the workbook's own letters, by which widths of columns are told.
const DIGIT: u32 = 6;
/// Of a column, what an office program keeps free beside the text.
const EDGES: u32 = 4;

/// The room of a column for letters of one role, by which rows get their heights.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnRoom {
    /// Twentieths of a point.
    width: u32,
    size: u32,
    bold: bool,
    /// Points.
    pub(super) line: f64,
}

impl ColumnRoom {
    pub(super) fn new(width: u32, role: LineRole) -> Self {
        let style = role.style();
        Self {
            width: (width * DIGIT).saturating_sub(EDGES).max(1) * 20,
            size: style.size,
            bold: style.bold,
            line: f64::from(style.size) * 1.3,
        }
    }

    fn measure(self, text: &str) -> u32 {
        metrics::width(text, self.size, self.bold)
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
            for line in self.broken(paragraph) {
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

    /// A paragraph in lines that have room, cut at blanks where there are any.
    fn broken(self, paragraph: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut room = self.width;
        for word in paragraph.split_inclusive(' ') {
            for piece in self.cut(word) {
                let wanted = self.measure(piece.trim_end());
                if wanted > room {
                    lines.push(String::new());
                    room = self.width;
                }
                room = room.saturating_sub(self.measure(&piece));
                if let Some(last) = lines.last_mut() {
                    last.push_str(&piece);
                }
            }
        }
        lines
    }

    /// A word in pieces that a line has room for.
    fn cut(self, word: &str) -> Vec<String> {
        let mut pieces = vec![String::new()];
        let mut used = 0;
        for letter in word.chars() {
            let wide = self.measure(letter.encode_utf8(&mut [0; 4]));
            if used + wide > self.width && letter != ' ' && used > 0 {
                pieces.push(String::new());
                used = 0;
            }
            used += wide;
            if let Some(last) = pieces.last_mut() {
                last.push(letter);
            }
        }
        pieces
    }
}
