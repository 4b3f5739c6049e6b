//! How wide the columns of a table are, by what is in them.

use crate::flow::cell_lines;
use crate::model::{Cell, Column};

/// So many letters of a table stand beside each other on a page.
pub(super) const LETTERS: usize = 80;
pub(super) const LETTERS_ACROSS: usize = 122;
/// A longer text takes several lines in any case.
const LONG: usize = 48;
/// What cannot be broken is no longer, but where somebody pastes it.
const LONG_WORD: usize = 14;
/// A column with nothing in it is there to be written in.
const TO_WRITE_IN: usize = 9;
/// The edges of a cell.
const EDGES: usize = 2;

/// How wide a column is in letters: at least as what cannot be broken, at best as
/// its longest line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    least: usize,
    best: usize,
}

impl Need {
    pub const NUMBER: Self = Self { least: 5, best: 5 };
    pub const FIGURE: Self = Self { least: 9, best: 9 };
    pub const ROW_TEXT: Self = Self {
        least: 20,
        best: 40,
    };

    /// Of a heading, which is broken once, and the first rows.
    pub fn of(heading: &str, rows: &[Vec<Cell>], column: usize) -> Self {
        let cells = rows.iter().take(60).filter_map(|row| row.get(column));
        let cells = cells.filter(|cell| cell.columns == 1);
        let lines: Vec<String> = cells
            .flat_map(cell_lines)
            .map(|text| text.shown())
            .collect();
        let letters = |text: &str| text.chars().count();
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        let words = words.chain(heading.split_whitespace()).map(letters);
        let mut least = words.max().unwrap_or(0).min(LONG_WORD) + EDGES;
        if lines.is_empty() {
            least = least.max(TO_WRITE_IN);
        }
        let line = lines.iter().map(|line| letters(line)).max().unwrap_or(0);
        let best = line.max(letters(heading) / 2).min(LONG) + EDGES;
        Self {
            least,
            best: best.max(least),
        }
    }
}

/// Each as it is best; where that is more than there is room, each as it must be,
/// and the rest by what is wanting.
pub(super) fn shared(needs: &[Need], letters: usize) -> Vec<Column> {
    let least: usize = needs.iter().map(|need| need.least).sum();
    let best: usize = needs.iter().map(|need| need.best).sum();
    let width = |need: &Need| {
        let more = need.best - need.least;
        let width = match letters.checked_sub(least) {
            _ if best <= letters => need.best,
            Some(room) => need.least + more * room / (best - least),
            None => need.least,
        };
        Column {
            width: u32::try_from(width).unwrap_or(u32::MAX),
        }
    };
    needs.iter().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::{Need, shared};
    use crate::model::Cell;
    use crate::text::Text;

    fn need(heading: &str, texts: &[&str]) -> Need {
        let row = |text: &&str| vec![Cell::text(Text::plain(text))];
        let rows: Vec<Vec<Cell>> = texts.iter().map(row).collect();
        Need::of(heading, &rows, 0)
    }

    #[track_caller]
    fn check(needs: &[Need], letters: usize, expected: &[u32]) {
        let columns = shared(needs, letters);
        let widths: Vec<u32> = columns.iter().map(|column| column.width).collect();
        assert_eq!(widths, expected);
    }

    #[test]
    fn a_column_is_as_wide_as_its_longest_line_where_there_is_room() {
        let names = need("Họ và tên", &["Triệu Thị Mỷ", "Đặng Văn Páo"]);
        let dates = need("Ngày ký giao ước", &["14/02/2026"]);
        check(&[Need::NUMBER, names, dates], 80, &[5, 14, 12]);
    }

    #[test]
    fn what_cannot_be_broken_is_whole_also_where_there_is_little_room() {
        let text = "hiến đất làm đường ".repeat(20);
        let long = need("Tóm tắt", &[&text]);
        let dates = need("Ngày", &["14/02/2026"]);
        check(&[Need::NUMBER, long, dates, long], 60, &[5, 21, 12, 21]);
        check(&[long, dates, long], 10, &[7, 12, 7]);
    }

    #[test]
    fn an_empty_column_has_room_to_write_in() {
        check(&[need("Ghi chú", &[]), need("Số", &["3"])], 80, &[9, 4]);
    }

    #[test]
    fn a_word_without_end_does_not_take_the_page() {
        let endless = need("", &[&"ế".repeat(500)]);
        check(&[endless, Need::NUMBER], 20, &[16, 5]);
    }
}
