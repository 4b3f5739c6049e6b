//! What a person writes beside the register.

use super::World;
use documents::forms::{self, FormDraft, Value as Written};
use documents::making::ComposedDocument;
use register::scores::{Score, ScoreSheet, ScoreTable, TableLine, UnitFacts, score};
use std::collections::BTreeMap;

fn written(words: &str) -> Written {
    Written::Text(words.to_owned())
}

fn counted(value: i64) -> Written {
    Written::Number { value, decimals: 0 }
}

fn rows<const N: usize>(
    keys: [&str; N],
    rows: Vec<[Written; N]>,
) -> Vec<BTreeMap<String, Written>> {
    let row = |row: [Written; N]| keys.map(str::to_owned).into_iter().zip(row).collect();
    rows.into_iter().map(row).collect()
}

/// What a person writes: minutes, a programme, a budget, delegates, scores.
pub fn drafts(lang_son: &World, lao_cai: &World) -> Vec<(String, Option<ComposedDocument>)> {
    let texts = |known: &[(&str, &str)]| {
        let owned = known
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        owned.collect::<BTreeMap<String, String>>()
    };
    let minutes = FormDraft {
        texts: texts(&[
            (
                "I",
                "Hồi 08 giờ 00 ngày 05 tháng 02 năm 2026, tại phòng họp Ủy ban nhân dân xã.\nChủ trì: bà Hoàng Thị Ngữ. Thư ký: ông Nông Văn Thành.\nCó mặt 11/13 thành viên; vắng 02 có lý do.",
            ),
            (
                "II",
                "Thường trực Hội đồng trình bày 03 hồ sơ đề nghị khen thưởng.",
            ),
            (
                "IV",
                "Hội đồng nhất trí đề nghị khen thưởng 02 tập thể, cá nhân. Cuộc họp kết thúc hồi 10 giờ 30 cùng ngày.",
            ),
        ]),
        rows: BTreeMap::from([(
            "votes".to_owned(),
            rows(
                ["subjectName", "award", "votesFor", "votesTotal"],
                vec![
                    [
                        written("Thôn Khuổi Slao"),
                        written("Bằng khen"),
                        counted(11),
                        counted(11),
                    ],
                    [
                        written("Triệu Thị Mỷ"),
                        written("Bằng khen"),
                        counted(9),
                        counted(11),
                    ],
                    [
                        written("Đặng Văn Páo"),
                        written("Bằng khen"),
                        counted(4),
                        counted(11),
                    ],
                ],
            ),
        )]),
        ..FormDraft::default()
    };
    let programme = FormDraft {
        words: texts(&[("conferenceName", "Hội nghị biểu dương điển hình tiên tiến")]),
        rows: BTreeMap::from([(
            "agenda".to_owned(),
            rows(
                ["time", "content", "performer"],
                vec![
                    [
                        written("07 giờ 30"),
                        written("Văn nghệ chào mừng"),
                        written("Đoàn Thanh niên"),
                    ],
                    [
                        written("08 giờ 00"),
                        written("Chào cờ; tuyên bố lý do, giới thiệu đại biểu"),
                        written("Ban Tổ chức"),
                    ],
                ],
            ),
        )]),
        ..FormDraft::default()
    };
    let delegates = FormDraft {
        rows: BTreeMap::from([(
            "delegates".to_owned(),
            rows(
                ["subjectName", "position", "isExemplar"],
                vec![[
                    written("Triệu Thị Mỷ"),
                    written("Phó Trưởng trạm Y tế"),
                    written("x"),
                ]],
            ),
        )]),
        ..FormDraft::default()
    };
    let budget = FormDraft {
        fields: texts(&[("unitName", "Khối thi đua các xã, phường vùng cao")]),
        rows: BTreeMap::from([(
            "budgetLines".to_owned(),
            rows(
                ["content", "unit", "quantity", "price", "amount"],
                vec![
                    [
                        written("In biên bản, giao ước"),
                        written("bộ"),
                        counted(12),
                        counted(15_000),
                        counted(180_000),
                    ],
                    [
                        written("Nước uống hội nghị tổng kết"),
                        written("người"),
                        counted(45),
                        counted(20_000),
                        counted(900_000),
                    ],
                ],
            ),
        )]),
        totals: BTreeMap::from([("budgetLines".to_owned(), vec!["amount".to_owned()])]),
        ..FormDraft::default()
    };
    let table = score_table();
    let scores: Vec<Score> = ["Xã Mẫu Sơn", "Xã Yên Bình", "Phường Cam Đường"]
        .iter()
        .enumerate()
        .filter_map(|(place, unit)| {
            let scoring = lao_cai.rules.parts.scoring.as_ref()?;
            let sheet = score_sheet(unit, i64::try_from(place).unwrap_or(0));
            Some(score(&lao_cai.rules, scoring, &table, &sheet))
        })
        .collect();
    let own = score_sheet("Xã Mẫu Sơn", 0);
    let appraised = score_sheet("Xã Mẫu Sơn", 1);
    vec![
        (
            "bien-ban".to_owned(),
            forms::drafted(lang_son.context(), "F-002-BB", &minutes),
        ),
        (
            "chuong-trinh".to_owned(),
            forms::drafted(lang_son.context(), "F-002-PROG", &programme),
        ),
        (
            "chuong-trinh-mau".to_owned(),
            forms::programme(lang_son.context(), &FormDraft::default()),
        ),
        (
            "dai-bieu".to_owned(),
            forms::drafted(lang_son.context(), "F-002-DEL", &delegates),
        ),
        (
            "du-toan".to_owned(),
            forms::drafted(lao_cai.context(), "F-003-BUDGET", &budget),
        ),
        (
            "bang-diem".to_owned(),
            forms::score_sheet(lao_cai.context(), &table, &own, Some(&appraised)),
        ),
        (
            "bien-ban-khoi".to_owned(),
            forms::block_scores(
                lao_cai.context(),
                "F-003-MIN",
                &FormDraft::default(),
                &scores,
            ),
        ),
        (
            "xin-tham-dinh".to_owned(),
            forms::block_scores(
                lao_cai.context(),
                "F-003-MIN-LETTER",
                &FormDraft::default(),
                &scores,
            ),
        ),
    ]
}

fn score_table() -> ScoreTable {
    let line = |key: &str, section: &str, text: &str, maximum| TableLine {
        key: key.to_owned(),
        section: section.to_owned(),
        text: text.to_owned(),
        maximum,
        evidence: "Báo cáo, biểu số liệu".to_owned(),
    };
    ScoreTable {
        lines: vec![
            line("a", "I", "Thực hiện các chỉ tiêu kinh tế - xã hội", 4000),
            line("b", "I", "Thực hiện nhiệm vụ quốc phòng, an ninh", 2000),
            line("c", "II", "Xây dựng Đảng, chính quyền, đoàn thể", 2000),
            line("d", "III", "Thực hiện công tác thi đua, khen thưởng", 1500),
        ],
        ..ScoreTable::default()
    }
}

fn score_sheet(unit: &str, less: i64) -> ScoreSheet {
    let lines = [
        ("a", 3950),
        ("b", 2000),
        ("c", 1850),
        ("d", 1500 - less * 125),
    ];
    ScoreSheet {
        unit: unit.to_owned(),
        lines: lines.map(|(key, points)| (key.to_owned(), points)).into(),
        facts: UnitFacts {
            counts: [("reprimandLetters".to_owned(), less)].into(),
            answers: [
                ("partyOrganization".to_owned(), true),
                ("tradeUnion".to_owned(), true),
            ]
            .into(),
        },
        ..ScoreSheet::default()
    }
}
