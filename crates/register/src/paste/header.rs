use super::cells::{Separator, without_list_mark};
use super::draft::{Draft, count};
use crate::text::fold;

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// «STT».
    Order,
    Name,
    Head,
    Phone,
    Households,
    People,
    Other,
}

/// A table's first row, which says what its columns are.
pub struct Header {
    separator: Separator,
    columns: Vec<Column>,
}

impl Header {
    /// A header row has a column for the name and another one that is known.
    pub fn read(line: &str) -> Option<Self> {
        let separator = Separator::of(line);
        let columns: Vec<Column> = separator
            .split(line)
            .iter()
            .map(|cell| column(&fold(cell)))
            .collect();
        let known = columns.iter().filter(|column| **column != Column::Other);
        let is_header = columns.contains(&Column::Name) && known.count() > 1;
        is_header.then_some(Self { separator, columns })
    }

    /// What a row says; nothing if it does not stand under these columns.
    pub fn row(&self, line: &str) -> Option<Draft> {
        let cells = self.separator.split(line);
        let shifted = self.separator == Separator::Blanks && cells.len() != self.columns.len();
        let mut under = self.columns.iter().zip(&cells);
        let has_name = self.columns.iter().position(|one| *one == Column::Name) < Some(cells.len());
        if shifted || !has_name || !under.all(|(column, cell)| column.may_hold(cell)) {
            return None;
        }
        let mut draft = Draft::default();
        for (place, cell) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            match self.columns.get(place) {
                Some(Column::Name) => draft.name = Some(without_list_mark(cell).to_owned()),
                Some(Column::Head) => draft.take_head(cell),
                Some(Column::Phone) => draft.set_phone(cell),
                Some(Column::Households) => match count(cell) {
                    Some((_, number)) => draft.households = Some(number),
                    None => draft.warn_of_number(cell),
                },
                Some(Column::People) => match count(cell) {
                    Some((_, number)) => draft.people = Some(number),
                    None => draft.warn_of_number(cell),
                },
                Some(Column::Order | Column::Other) => {}
                None => draft.take(cell),
            }
        }
        Some(draft)
    }
}

impl Column {
    fn may_hold(self, cell: &str) -> bool {
        let has = |wanted: fn(char) -> bool| cell.contains(wanted);
        match self {
            Self::Order => !has(char::is_alphabetic) || cell.chars().all(|c| "IVX.".contains(c)),
            Self::Name => has(char::is_alphanumeric),
            Self::Phone | Self::Households | Self::People => {
                cell.is_empty() || has(|c| c.is_ascii_digit())
            }
            Self::Head => cell.is_empty() || has(char::is_alphabetic),
            Self::Other => true,
        }
    }
}

fn column(cell: &str) -> Column {
    let begins = |words: &[&str]| words.iter().any(|word| cell.starts_with(word));
    if matches!(cell, "stt" | "tt" | "so tt" | "so thu tu" | "no") {
        Column::Order
    } else if begins(&["dien thoai", "sdt", "dt", "so dt", "so dien thoai"]) {
        Column::Phone
    } else if begins(&[
        "nhan khau",
        "so nhan khau",
        "so khau",
        "khau",
        "so nguoi",
        "dan so",
        "tong so khau",
        "tong so nhan khau",
        "tong so nguoi",
    ]) {
        Column::People
    } else if begins(&["so ho", "tong so ho", "ho dan", "ho gia dinh"]) || cell == "ho" {
        Column::Households
    } else if begins(&[
        "truong thon",
        "truong ban",
        "to truong",
        "truong khoi",
        "ho ten",
        "ho va ten",
        "ten truong",
    ]) {
        Column::Head
    } else if matches!(
        cell,
        "thon" | "ban" | "to dan pho" | "ten" | "thon, ban" | "thon ban" | "thon/ban" | "don vi"
    ) || begins(&[
        "ten thon",
        "ten ban",
        "ten to",
        "ten don vi",
        "thon, to",
        "thon/to",
    ]) {
        Column::Name
    } else {
        Column::Other
    }
}
