//! The header row of a pasted table: recognised by its words, then used to read the rows below
//! column by column.

use super::cells::{Separator, parts, without_list_mark};
use super::draft::VillageDraft;
use super::figures::count;
use crate::text::fold;

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeaderColumn {
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
    columns: Vec<HeaderColumn>,
    labels: Vec<String>,
}

impl Header {
    /// A header row has a column for the name and another one that is known, or
    /// begins with the order of rows.
    pub fn read(line: &str) -> Option<Self> {
        let separator = Separator::of(line);
        let cells = separator.split(line);
        let mut columns: Vec<HeaderColumn> = cells.iter().map(|cell| column(&fold(cell))).collect();
        if columns.first() == Some(&HeaderColumn::Order) && !columns.contains(&HeaderColumn::Name) {
            // «STT», «Địa bàn»: the names come first.
            let unknown = columns.iter_mut().find(|one| **one == HeaderColumn::Other);
            *unknown? = HeaderColumn::Name;
        }
        let known = columns
            .iter()
            .filter(|column| **column != HeaderColumn::Other);
        let is_header = columns.contains(&HeaderColumn::Name) && known.count() > 1;
        let labels = cells.iter().map(|cell| cell.replace('\n', " ")).collect();
        is_header.then_some(Self {
            separator,
            columns,
            labels,
        })
    }

    /// Whether a row numbers the columns: «(1)», «(2)», «(3)».
    pub fn is_numbers(&self, line: &str) -> bool {
        let cells = self.separator.split(line);
        let mut numbered = (1..).zip(&cells);
        let is_number = |(number, cell): (usize, &String)| {
            cell.trim_matches(['(', ')', ' ']) == number.to_string()
        };
        cells.len() > 2 && numbered.all(is_number)
    }

    /// What a row says; nothing if it does not stand under these columns.
    pub fn row(&self, line: &str) -> Option<VillageDraft> {
        let cells = self.separator.split(line);
        let shifted = self.separator == Separator::Blanks && cells.len() != self.columns.len();
        let mut under = self.columns.iter().zip(&cells);
        let has_name = self
            .columns
            .iter()
            .position(|one| *one == HeaderColumn::Name)
            < Some(cells.len());
        if shifted || !has_name || !under.all(|(column, cell)| column.may_hold(cell)) {
            return None;
        }
        let mut draft = VillageDraft::listed(true);
        // The name first: what stands before it is not taken for one.
        let names = |place: &usize| self.columns.get(*place) == Some(&HeaderColumn::Name);
        let mut places: Vec<usize> = (0..cells.len()).filter(names).take(1).collect();
        let first = places.first().copied();
        places.extend((0..cells.len()).filter(|place| Some(*place) != first));
        for place in places {
            let cell = cells.get(place).filter(|cell| !cell.is_empty());
            if let Some(cell) = cell {
                self.take(&mut draft, place, cell);
            }
        }
        Some(draft)
    }

    fn take(&self, draft: &mut VillageDraft, place: usize, cell: &str) {
        let number = count(cell).map(|(_, number)| number);
        match self.columns.get(place) {
            Some(HeaderColumn::Name) if draft.name.is_none() => {
                let (name, _) = without_list_mark(cell);
                if name.contains(char::is_alphabetic) {
                    parts(name).iter().for_each(|part| draft.take(part));
                } else {
                    // Of numbers alone none is the mark of a list.
                    draft.name = Some(cell.trim().to_owned());
                }
            }
            Some(HeaderColumn::Head) => draft.take_head(cell),
            Some(HeaderColumn::Phone) => draft.take_phone(cell),
            Some(HeaderColumn::Households | HeaderColumn::People) if number.is_none() => {
                draft.warn_of_number(cell);
            }
            Some(HeaderColumn::Households) => draft.set_households(number.unwrap_or_default()),
            Some(HeaderColumn::People) => draft.set_people(number.unwrap_or_default()),
            Some(HeaderColumn::Order) => {}
            Some(HeaderColumn::Name | HeaderColumn::Other) => {
                let label = self.labels.get(place).map_or("", String::as_str);
                let separator = if label.is_empty() { "" } else { ": " };
                draft.pass(&format!("{label}{separator}{}", cell.replace('\n', " ")));
            }
            None => draft.take(cell),
        }
    }
}

impl HeaderColumn {
    fn may_hold(self, cell: &str) -> bool {
        let has = |wanted: fn(char) -> bool| cell.contains(wanted);
        match self {
            Self::Order => {
                let digits = cell.bytes().filter(u8::is_ascii_digit).count();
                let is_number = digits < 5 && !has(char::is_alphabetic);
                is_number || cell.chars().all(|c| "IVX.".contains(c))
            }
            Self::Name => has(char::is_alphanumeric),
            Self::Phone | Self::Households | Self::People => {
                cell.is_empty() || has(|c| c.is_ascii_digit())
            }
            Self::Head => cell.is_empty() || has(char::is_alphabetic),
            Self::Other => true,
        }
    }
}

fn column(cell: &str) -> HeaderColumn {
    let begins = |words: &[&str]| words.iter().any(|word| cell.starts_with(word));
    let has = |words: &[&str]| words.iter().any(|word| cell.contains(word));
    if matches!(
        cell,
        "stt" | "tt" | "so tt" | "so thu tu" | "no" | "s.tt" | "#"
    ) {
        HeaderColumn::Order
    } else if has(&["ngheo", "van hoa", "bi thu", "pho ", "cong an", "ghi chu"]) {
        HeaderColumn::Other
    } else if begins(&[
        "dien thoai",
        "sdt",
        "dt",
        "so dt",
        "so dien thoai",
        "di dong",
    ]) {
        HeaderColumn::Phone
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
        HeaderColumn::People
    } else if begins(&["so ho", "tong so ho", "ho dan", "ho gia dinh"]) && !begins(&["so ho ten"])
        || cell == "ho"
    {
        HeaderColumn::Households
    } else if begins(&[
        "truong thon",
        "truong ban",
        "truong xom",
        "to truong",
        "truong khoi",
        "truong khu",
        "khoi truong",
        "ho ten",
        "ho va ten",
        "ten truong",
    ]) {
        HeaderColumn::Head
    } else if is_of_names(cell) {
        HeaderColumn::Name
    } else {
        HeaderColumn::Other
    }
}

/// «Tên thôn», «Thôn, bản, tổ dân phố», «Tên TDP»: words for villages and nothing else.
fn is_of_names(cell: &str) -> bool {
    const WORDS: [&str; 16] = [
        "ten", "thon", "ban", "to", "dan", "pho", "tdp", "xom", "khu", "khoi", "lang", "ap", "don",
        "vi", "va", "hoac",
    ];
    let mut words = cell
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| WORDS.contains(&word))
}
