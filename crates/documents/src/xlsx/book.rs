//! A workbook as a file: sheets of cells with looks.

use crate::DocumentFileError;
use crate::layout::FONT;
use crate::model::{Align, Document, Orientation};
use crate::package::{Link, XML, core_properties, links, zip};
use crate::xml::escaped;
use std::collections::BTreeMap;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// Our own formats of numbers begin here.
const FIRST_FORMAT: usize = 164;

/// The format of one cell of a workbook. Equal ones share an entry in the file's styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Looks {
    pub size: u32,
    pub bold: bool,
    pub italic: bool,
    pub align: Align,
    pub boxed: bool,
    /// Of a number; none is a text.
    pub decimals: Option<Decimals>,
}

/// The number format of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decimals {
    Fixed(u8),
    /// As many as the number has.
    AsNeeded,
}

/// The value of one cell of a workbook: text, number, or a formula with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    Text(String),
    Number {
        value: i64,
        decimals: u8,
    },
    /// Of rows of the sheet in the cell's own column.
    Sum {
        value: i64,
        decimals: u8,
        rows: Vec<u32>,
    },
    /// Of a hundred, of two columns of the cell's own row.
    Percent {
        value: i64,
        decimals: u8,
        part: usize,
        whole: usize,
    },
}

/// One row of a [`Sheet`]: its height in points, and cells by column.
#[derive(Debug, Clone, Default)]
pub(super) struct SheetRow {
    pub height: f64,
    pub cells: BTreeMap<usize, (Looks, Value)>,
}

/// One sheet of a workbook before it is written. Rows and columns are counted from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub orientation: Orientation,
    pub widths: Vec<u32>,
    pub rows: Vec<SheetRow>,
    /// First row and column, last row and column.
    pub merged: Vec<[usize; 4]>,
    /// Rows that stand still and come again on each page: from, to before.
    pub header: Option<(usize, usize)>,
}

impl Sheet {
    /// Puts a cell over so many rows and columns.
    pub fn put(
        &mut self,
        [row, column]: [usize; 2],
        [rows, columns]: [usize; 2],
        looks: Looks,
        value: Value,
    ) {
        for down in row..row + rows {
            while self.rows.len() <= down {
                self.rows.push(SheetRow::default());
            }
            for across in column..column + columns {
                self.rows[down]
                    .cells
                    .insert(across, (looks, Value::Nothing));
            }
        }
        if let Some(first) = self.rows.get_mut(row) {
            first.cells.insert(column, (looks, value));
        }
        if rows > 1 || columns > 1 {
            self.merged
                .push([row, column, row + rows - 1, column + columns - 1]);
        }
    }
}

/// The bytes of the file; the second sheet, if there is one, is shown first.
pub(super) fn write(document: &Document, sheets: &[Sheet]) -> Result<Vec<u8>, DocumentFileError> {
    let mut known: Vec<Looks> = Vec::new();
    let active = usize::from(sheets.len() > 1);
    let mut files = vec![
        (
            "[Content_Types].xml".to_owned(),
            content_types(sheets.len()),
        ),
        (
            "_rels/.rels".to_owned(),
            links(&[Link::new("officeDocument", "xl/workbook.xml")], true),
        ),
        ("docProps/core.xml".to_owned(), core_properties(document)),
        ("xl/workbook.xml".to_owned(), workbook(sheets, active)),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            workbook_links(sheets.len()),
        ),
    ];
    for (place, sheet) in sheets.iter().enumerate() {
        let text = worksheet(sheet, place == active, &mut known);
        files.push((format!("xl/worksheets/sheet{}.xml", place + 1), text));
    }
    files.push(("xl/styles.xml".to_owned(), styles(&known)));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zip(&files, document.made_on)
}

fn content_types(count: usize) -> String {
    let sheets: String = (1..=count)
        .map(|number| {
            format!(r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPES}.worksheet+xml"/>"#)
        })
        .collect();
    format!(
        r#"{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{sheets}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#
    )
}

fn workbook_links(count: usize) -> String {
    let sheets: Vec<String> = (1..=count)
        .map(|number| format!("worksheets/sheet{number}.xml"))
        .collect();
    let mut all: Vec<Link<'_>> = sheets
        .iter()
        .map(|sheet| Link::new("worksheet", sheet))
        .collect();
    all.push(Link::new("styles", "styles.xml"));
    links(&all, false)
}

fn workbook(sheets: &[Sheet], active: usize) -> String {
    let mut list = String::new();
    let mut names = String::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let number = place + 1;
        let name = escaped(&sheet.name);
        list.push_str(&format!(
            r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#
        ));
        let last = column_name(sheet.widths.len().saturating_sub(1));
        let rows = sheet.rows.len().max(1);
        names.push_str(&format!(
            r#"<definedName name="_xlnm.Print_Area" localSheetId="{place}">'{name}'!$A$1:${last}${rows}</definedName>"#
        ));
        if let Some((from, to)) = sheet.header {
            names.push_str(&format!(
                r#"<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'{name}'!${}:${to}</definedName>"#,
                from + 1
            ));
        }
    }
    format!(
        r#"{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><bookViews><workbookView activeTab="{active}"/></bookViews><sheets>{list}</sheets><definedNames>{names}</definedNames><calcPr fullCalcOnLoad="1"/></workbook>"#
    )
}

fn worksheet(sheet: &Sheet, is_active: bool, known: &mut Vec<Looks>) -> String {
    let selected = if is_active { r#" tabSelected="1""# } else { "" };
    let frozen = sheet.header.map_or(String::new(), |(_, to)| {
        let next = to + 1;
        format!(
            r#"<pane ySplit="{to}" topLeftCell="A{next}" activePane="bottomLeft" state="frozen"/>"#
        )
    });
    let widths: String = sheet
        .widths
        .iter()
        .enumerate()
        .map(|(place, width)| {
            let number = place + 1;
            format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#)
        })
        .collect();
    let rows: String = sheet
        .rows
        .iter()
        .enumerate()
        .map(|(place, row)| self::row(place, row, known))
        .collect();
    let merged: String = sheet
        .merged
        .iter()
        .map(|[row, column, last_row, last_column]| {
            let (from, to) = (cell_name(*row, *column), cell_name(*last_row, *last_column));
            format!(r#"<mergeCell ref="{from}:{to}"/>"#)
        })
        .collect();
    let merged = match merged.is_empty() {
        true => merged,
        false => format!("<mergeCells>{merged}</mergeCells>"),
    };
    let orientation = match sheet.orientation {
        Orientation::Portrait => "portrait",
        Orientation::Landscape => "landscape",
    };
    // Mục I.2 in inches: 30 mm on the left, 15 mm on the right, 20 mm above and below.
    format!(
        r#"{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView{selected} workbookViewId="0">{frozen}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/><cols>{widths}</cols><sheetData>{rows}</sheetData>{merged}<pageMargins left="1.18" right="0.59" top="0.79" bottom="0.79" header="0.4" footer="0.4"/><pageSetup paperSize="9" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/></worksheet>"#
    )
}

fn row(place: usize, row: &SheetRow, known: &mut Vec<Looks>) -> String {
    let mut cells = String::new();
    for (column, (looks, value)) in &row.cells {
        let name = cell_name(place, *column);
        let style = match known.iter().position(|one| one == looks) {
            Some(found) => found + 1,
            None => {
                known.push(*looks);
                known.len()
            }
        };
        cells.push_str(&match value {
            Value::Nothing => format!(r#"<c r="{name}" s="{style}"/>"#),
            Value::Text(text) => format!(
                r#"<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                escaped(text)
            ),
            Value::Number { value, decimals } => {
                format!(r#"<c r="{name}" s="{style}"><v>{}</v></c>"#, decimal(*value, *decimals))
            }
            Value::Sum { value, decimals, rows } => format!(
                r#"<c r="{name}" s="{style}"><f>SUM({})</f><v>{}</v></c>"#,
                ranges(rows, *column),
                decimal(*value, *decimals)
            ),
            Value::Percent { value, decimals, part, whole } => {
                let (part, whole) = (cell_name(place, *part), cell_name(place, *whole));
                // Of nothing there is no share.
                format!(
                    r#"<c r="{name}" s="{style}"><f>IF({whole}=0,"",ROUND({part}/{whole}*100,{decimals}))</f><v>{}</v></c>"#,
                    decimal(*value, *decimals)
                )
            }
        });
    }
    let (number, height) = (place + 1, row.height);
    format!(r#"<row r="{number}" ht="{height:.1}" customHeight="1">{cells}</row>"#)
}

/// Rows that follow one another are one range: a formula has room for 255.
fn ranges(rows: &[u32], column: usize) -> String {
    let column = column_name(column);
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let written = ranges.iter().map(|(from, to)| match from == to {
        true => format!("{column}{}", from + 1),
        false => format!("{column}{}:{column}{}", from + 1, to + 1),
    });
    written.collect::<Vec<String>>().join(",")
}

/// A scaled number with its point: 1234 with two decimals is `12.34`.
fn decimal(value: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let mut digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    if decimals > 0 {
        digits.insert(digits.len() - decimals, '.');
    }
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{digits}")
}

fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// A, B, …, Z, AA, …
fn column_name(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + letter));
        if column < 26 {
            return name;
        }
        column = column / 26 - 1;
    }
}

fn styles(known: &[Looks]) -> String {
    let fonts: String = known
        .iter()
        .map(|looks| {
            let bold = if looks.bold { "<b/>" } else { "" };
            let italic = if looks.italic { "<i/>" } else { "" };
            format!(
                r#"<font>{bold}{italic}<sz val="{}"/><name val="{FONT}"/><family val="1"/></font>"#,
                looks.size
            )
        })
        .collect();
    // Shown as «1.234,5»: the office program puts the signs of Vietnamese.
    let formats: String = known
        .iter()
        .enumerate()
        .filter_map(|(place, looks)| {
            let Decimals::Fixed(decimals) = looks.decimals? else {
                return None;
            };
            let zeros = "0".repeat(usize::from(decimals));
            let point = if zeros.is_empty() { "" } else { "." };
            let id = FIRST_FORMAT + place;
            Some(format!(
                r#"<numFmt numFmtId="{id}" formatCode="[$-42A]#,##0{point}{zeros}"/>"#
            ))
        })
        .collect();
    let formats = match formats.is_empty() {
        true => formats,
        false => format!("<numFmts>{formats}</numFmts>"),
    };
    let cells: String = known
        .iter()
        .enumerate()
        .map(|(place, looks)| {
            let (font, border) = (place + 1, usize::from(looks.boxed));
            // Format 0 shows a number as it is.
            let format = match looks.decimals {
                Some(Decimals::Fixed(_)) => FIRST_FORMAT + place,
                _ => 0,
            };
            let across = match looks.align {
                Align::Left => "left",
                Align::Centre => "center",
                Align::Right => "right",
                Align::Both => "justify",
            };
            let down = if looks.boxed { "center" } else { "top" };
            format!(
                r#"<xf numFmtId="{format}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>"#
            )
        })
        .collect();
    let edge: String = ["left", "right", "top", "bottom"]
        .iter()
        .map(|side| format!(r#"<{side} style="thin"><color auto="1"/></{side}>"#))
        .collect();
    format!(
        r#"{XML}<styleSheet xmlns="{MAIN}">{formats}<fonts><font><sz val="12"/><name val="{FONT}"/><family val="1"/></font>{fonts}</fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border><border>{edge}<diagonal/></border></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{cells}</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#
    )
}

#[cfg(test)]
mod tests {
    use super::{column_name, decimal, ranges};

    #[test]
    fn names_numbers_and_ranges_are_those_of_a_workbook() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(column_name).to_vec();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert_eq!(decimal(1234, 2), "12.34");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(ranges(&[3, 4, 5, 8], 2), "C4:C6,C9");
    }
}
