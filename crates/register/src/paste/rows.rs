//! Rows as they were pasted: lines of a message, or rows of a spreadsheet, whose
//! quoted cells may hold breaks of lines and doubled quotes.

use super::cells::cleaned;

/// One row of pasted text before it is read: a line of a message, or a row of a spreadsheet.
pub struct PastedRow {
    /// Of its first line, from 1.
    pub line_no: usize,
    pub raw: String,
    /// Cells with tabs between them, without quotes and drawn signs.
    pub text: String,
}

/// A cell that goes over more lines than that has a quote of its own, and is none.
const LONGEST_ROW: usize = 20;

pub fn rows(pasted: &str) -> Vec<PastedRow> {
    let lines: Vec<&str> = pasted.lines().collect();
    let longest = if pasted.contains('\t') {
        LONGEST_ROW
    } else {
        1
    };
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let closed = (at..lines.len()).take(longest).find_map(|end| {
            let raw = lines.get(at..=end)?.join("\n");
            Some((end, cells(&raw)?, raw))
        });
        let (end, cells, raw) =
            closed.unwrap_or_else(|| (at, vec![(*first).to_owned()], (*first).to_owned()));
        rows.push(PastedRow {
            line_no: at + 1,
            text: cleaned(&cells.join("\t")),
            raw,
        });
        at = end + 1;
    }
    rows
}

/// The cells of a row; nothing while a quoted one is open.
fn cells(row: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = row;
    loop {
        let quoted = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => None,
        };
        let (cell, after) = quoted.unwrap_or_else(|| {
            let (cell, after) = rest.split_at(rest.find('\t').unwrap_or(rest.len()));
            (cell.to_owned(), after)
        });
        cells.push(cell);
        match after.strip_prefix('\t') {
            Some(next) => rest = next,
            None => return Some(cells),
        }
    }
}

/// What stands before the closing quote, and what follows the cell. The inner
/// nothing: it closes in the middle of a cell, and is not the spreadsheet's.
fn unquoted(quoted: &str) -> Option<Option<(String, &str)>> {
    let mut cell = String::new();
    let mut rest = quoted;
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None if after.is_empty() || after.starts_with('\t') => {
                return Some(Some((cell.replace('\t', " "), after)));
            }
            None => return Some(None),
        }
    }
}
