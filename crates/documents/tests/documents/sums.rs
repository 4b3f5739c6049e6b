//! What a table comes to: by section, in all, in words.

use crate::{lines, sample};
use documents::flow::cell_lines;
use documents::layout::LineRole;
use documents::model::Cell;

fn shown(cell: &Cell) -> String {
    let lines = cell_lines(cell).into_iter().map(|text| text.shown());
    lines.collect::<Vec<String>>().join(" ")
}

/// Each section has what it may come to and what it came to, and so has the sheet.
#[test]
fn a_score_sheet_has_maxima_and_subtotals() {
    let made = sample("bang-diem");
    let table = made.document.tables().next().expect("a table");
    let rows = table.rows.iter();
    let rows = rows.map(|row| {
        row.iter()
            .take(5)
            .map(shown)
            .collect::<Vec<String>>()
            .join(" | ")
    });
    let expected = [
        "I | Thực hiện các chỉ tiêu, nhiệm vụ | 60 | 59,5 | 59,5",
        "1 | Thực hiện các chỉ tiêu kinh tế - xã hội | 40 | 39,5 | 39,5",
        "2 | Thực hiện nhiệm vụ quốc phòng, an ninh | 20 | 20 | 20",
        "II | Tổ chức đảng, đoàn thể hoặc công đoàn | 20 | 18,5 | 18,5",
        "3 | Xây dựng Đảng, chính quyền, đoàn thể | 20 | 18,5 | 18,5",
        "III | Thực hiện nhiệm vụ về thi đua, khen thưởng | 15 | 15 | 13,75",
        "4 | Thực hiện công tác thi đua, khen thưởng | 15 | 15 | 13,75",
        " | Điểm thưởng |  | 0 | 0",
        " | Điểm trừ |  | 0 | 0,5",
        " | Tổng điểm | 95 | 93 | 91,25",
    ];
    assert_eq!(rows.collect::<Vec<String>>(), expected);
}

#[test]
fn a_budget_says_its_sum_in_words() {
    let made = sample("du-toan");
    let table = made.document.tables().next().expect("a table");
    let sum = table.rows.last().expect("rows");
    assert_eq!([shown(&sum[1]), shown(&sum[5])], ["Tổng cộng", "1.080.000"]);
    let said = "Bằng chữ: Một triệu không trăm tám mươi nghìn đồng.";
    assert_eq!(lines(made, &[LineRole::Body]), [said]);
}
