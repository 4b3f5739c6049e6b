//! Where the cells of a table stand when some go over several rows and columns.

use crate::model::Cell;

/// The content of a row at one column, where cells go over several: a cell's beginning, its going
/// on, or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slot<'a> {
    Begins {
        column: usize,
        columns: usize,
        /// How many rows it goes over, as far as there are rows.
        rows: usize,
        cell: &'a Cell,
    },
    /// A cell of a row above goes on.
    GoesOn { column: usize, columns: usize },
    /// The row has no cell for this column.
    Open { column: usize },
}

/// The slots of every row, from left to right. What does not fit into the
/// columns is narrowed.
pub(crate) fn slots(rows: &[Vec<Cell>], columns: usize) -> Vec<Vec<Slot<'_>>> {
    // For each column: over how many more rows a cell goes on, and how wide it is
    // where it begins.
    let mut going_on: Vec<(usize, usize)> = vec![(0, 0); columns];
    let mut all = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let mut cells = row.iter();
        let mut slots = Vec::new();
        let mut column = 0;
        while column < columns {
            let (left, wide) = going_on[column];
            if left > 0 {
                going_on[column].0 = left - 1;
                slots.push(Slot::GoesOn {
                    column,
                    columns: wide,
                });
                column += wide.max(1);
                continue;
            }
            let Some(cell) = cells.next() else {
                slots.push(Slot::Open { column });
                column += 1;
                continue;
            };
            let free = going_on[column..].iter().take_while(|(left, _)| *left == 0);
            let wide = cell.columns.clamp(1, free.count().max(1));
            let high = cell.rows.clamp(1, rows.len() - place);
            going_on[column] = (high - 1, wide);
            slots.push(Slot::Begins {
                column,
                columns: wide,
                rows: high,
                cell,
            });
            column += wide;
        }
        all.push(slots);
    }
    all
}

/// Widths that come to the whole: shares of it, the rest with the last column.
pub(crate) fn widths(shares: &[u32], whole: u32) -> Vec<u32> {
    let sum: u32 = shares.iter().sum::<u32>().max(1);
    let mut widths: Vec<u32> = shares.iter().map(|share| whole * share / sum).collect();
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += whole.saturating_sub(used);
    }
    widths
}
