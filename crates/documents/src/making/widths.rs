//! How wide the columns of a table are, by what is in them, in twentieths of a point.

use crate::flow::cell_lines;
use crate::grid::{Slot, slots};
use crate::layout::{CELL_MARGIN, LineRole};
use crate::metrics::width;
use crate::model::{Cell, Column};

/// The margins of a cell, its line, and what a program may round.
const EDGES: u32 = 2 * CELL_MARGIN + 30;
/// A longer text takes several lines in any case: some 48 letters.
const LONG: u32 = 5600;
/// What cannot be broken is no longer, but where somebody pastes it.
const LONG_WORD: u32 = 1700;
/// A column with nothing in it is there to be written in.
const TO_WRITE_IN: u32 = 1050;
const NUMBER: u32 = 590;
const FIGURE: u32 = 1050;

/// The use of a column, by which its width is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnUse {
    /// The number of the row.
    Number,
    /// One figure a row.
    Figure,
    /// The names of the rows.
    RowText,
    Text,
}

/// How wide a column is: as the words of its heading, as all that cannot be broken,
/// at best as its longest line.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    heading: u32,
    least: u32,
    best: u32,
}

/// Shares of a room: each column as it is best; where that is more than there is,
/// each as it must be, and the rest by what is wanting. No word of a heading is
/// broken as long as all of them have room.
pub(super) fn columns(
    uses: &[ColumnUse],
    header: &[Vec<Cell>],
    rows: &[Vec<Cell>],
    room: u32,
) -> Vec<Column> {
    let mut needs = vec![Need::default(); uses.len()];
    headings(header, &mut needs);
    contents(rows, &mut needs);
    for (need, of) in needs.iter_mut().zip(uses) {
        need.fit(*of);
    }
    shared(&needs, room)
}

impl Need {
    fn fit(&mut self, of: ColumnUse) {
        let is_empty = self.least == 0;
        let (least, best) = match of {
            ColumnUse::Number => (NUMBER, NUMBER),
            ColumnUse::Figure => (FIGURE, FIGURE),
            ColumnUse::RowText => (LONG / 3, LONG),
            ColumnUse::Text if is_empty => (TO_WRITE_IN, TO_WRITE_IN),
            ColumnUse::Text => (0, 0),
        };
        self.least = self.least.max(self.heading).max(least);
        self.best = match of {
            ColumnUse::Number | ColumnUse::Figure => self.least,
            ColumnUse::RowText | ColumnUse::Text => self.best.max(best).max(self.least),
        };
    }
}

/// The words of each heading; those of one over several columns have room in all of
/// them together.
fn headings(header: &[Vec<Cell>], needs: &mut [Need]) {
    let is_bold = LineRole::HeaderCell.style().bold;
    for slot in slots(header, needs.len()).iter().flatten() {
        let Slot::Begins {
            column,
            columns,
            cell,
            ..
        } = *slot
        else {
            continue;
        };
        let Some(under) = needs.get_mut(column..column + columns) else {
            continue;
        };
        let (word, line) = measured(cell, LineRole::HeaderCell, is_bold);
        let known: u32 = under.iter().map(|need| need.heading).sum();
        let wanting = (word + EDGES).saturating_sub(known);
        let count = u32::try_from(columns).unwrap_or(1).max(1);
        for need in under {
            need.heading += wanting.div_ceil(count);
            if columns == 1 {
                // A heading is broken once.
                need.best = need.best.max(line / 2 + EDGES);
            }
        }
    }
}

fn contents(rows: &[Vec<Cell>], needs: &mut [Need]) {
    for slot in slots(rows, needs.len()).iter().flatten() {
        let Slot::Begins {
            column,
            columns: 1,
            cell,
            ..
        } = *slot
        else {
            continue;
        };
        let (word, line) = measured(cell, LineRole::Cell, cell.face.bold);
        if let Some(need) = needs.get_mut(column).filter(|_| line > 0) {
            need.least = need.least.max(word.min(LONG_WORD) + EDGES);
            need.best = need.best.max(line.min(LONG) + EDGES);
        }
    }
}

/// The widest word and the widest line of a cell.
fn measured(cell: &Cell, role: LineRole, is_bold: bool) -> (u32, u32) {
    let size = role.style().size;
    let (mut word, mut line) = (0, 0);
    for text in cell_lines(cell) {
        let shown = text.shown();
        let words = shown.split_whitespace();
        let widest = words.map(|word| width(word, size, is_bold)).max();
        word = word.max(widest.unwrap_or(0));
        line = line.max(width(&shown, size, is_bold));
    }
    (word, line)
}

fn shared(needs: &[Need], room: u32) -> Vec<Column> {
    let sum = |part: fn(&Need) -> u32| needs.iter().map(part).sum::<u32>();
    let (heading, least, best) = (
        sum(|need| need.heading),
        sum(|need| need.least),
        sum(|need| need.best),
    );
    let between = |from: u32, to: u32, room: u32, all: u32| from + (to - from) * room / all.max(1);
    let width = |need: &Need| match room {
        _ if best <= room => need.best,
        _ if least <= room => between(need.least, need.best, room - least, best - least),
        _ if heading <= room => between(need.heading, need.least, room - heading, least - heading),
        _ => need.heading,
    };
    let column = |need: &Need| Column { width: width(need) };
    needs.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::{ColumnUse, EDGES, LONG_WORD, NUMBER, TO_WRITE_IN, columns};
    use crate::metrics::width;
    use crate::model::Cell;
    use crate::text::Text;

    /// Columns of a heading and the texts below it.
    #[track_caller]
    fn check(all: &[(&str, &[&str])], room: u32, expected: &[u32]) {
        let header = vec![
            all.iter()
                .map(|(heading, _)| Cell::header(heading))
                .collect(),
        ];
        let count = all.iter().map(|(_, texts)| texts.len()).max().unwrap_or(0);
        let rows: Vec<Vec<Cell>> = (0..count)
            .map(|place| {
                let text = |(_, texts): &(&str, &[&str])| {
                    let text = texts.get(place).copied().unwrap_or_default();
                    Cell::text(Text::plain(text))
                };
                all.iter().map(text).collect()
            })
            .collect();
        let uses = vec![ColumnUse::Text; all.len()];
        let columns = columns(&uses, &header, &rows, room);
        let widths: Vec<u32> = columns.iter().map(|column| column.width).collect();
        assert_eq!(widths, expected);
    }

    fn wide(text: &str) -> u32 {
        width(text, 12, false) + EDGES
    }

    fn bold(text: &str) -> u32 {
        width(text, 12, true) + EDGES
    }

    const LONG_TEXT: &str = "hiến đất làm đường hiến đất làm đường hiến đất làm đường hiến đất";

    #[test]
    fn a_column_is_as_wide_as_its_longest_line_where_there_is_room() {
        check(
            &[
                ("Tên", &["Triệu Thị Mỷ", "Đặng Văn Páo"]),
                ("Ngày", &["14/02/2026"]),
            ],
            9354,
            &[wide("Đặng Văn Páo"), wide("14/02/2026")],
        );
    }

    /// «Nghiêng» is bold and wider than letters are counted.
    #[test]
    fn what_cannot_be_broken_is_whole_also_where_there_is_little_room() {
        let date = wide("14/02/2026");
        let least = wide("đường");
        let all: [(&str, &[&str]); 3] = [
            ("Tóm", &[LONG_TEXT]),
            ("Ngày", &["14/02/2026"]),
            ("MMMMMMMM MM", &["3"]),
        ];
        let heading = bold("MMMMMMMM");
        check(&all, date + least + heading, &[least, date, heading]);
        // The words of the headings come first.
        let headings = bold("Tóm") + bold("Ngày") + heading;
        check(&all, headings, &[bold("Tóm"), bold("Ngày"), heading]);
        check(&all, 10, &[bold("Tóm"), bold("Ngày"), heading]);
    }

    #[test]
    fn a_heading_over_two_columns_has_room_in_both() {
        let header = vec![
            vec![Cell::header("TRANSCONTINENTAL").over(2, 1)],
            vec![Cell::header("a"), Cell::header("b")],
        ];
        let rows = vec![vec![
            Cell::text(Text::plain("1")),
            Cell::text(Text::plain("2")),
        ]];
        let widths = columns(&[ColumnUse::Text; 2], &header, &rows, 9354);
        let sum: u32 = widths.iter().map(|column| column.width).sum();
        assert!(sum >= bold("TRANSCONTINENTAL"), "{sum}");
    }

    #[test]
    fn an_empty_column_has_room_to_write_in() {
        let header = vec![vec![Cell::header("TT"), Cell::header("Chú")]];
        let widths = columns(&[ColumnUse::Number, ColumnUse::Text], &header, &[], 9354);
        let widths: Vec<u32> = widths.iter().map(|column| column.width).collect();
        assert_eq!(widths, [NUMBER, TO_WRITE_IN]);
    }

    #[test]
    fn a_word_without_end_does_not_take_the_page() {
        let endless = "ế".repeat(500);
        check(
            &[("", &[&endless]), ("b", &["c"])],
            LONG_WORD + EDGES + bold("b"),
            &[LONG_WORD + EDGES, bold("b")],
        );
    }
}
