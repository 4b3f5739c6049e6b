//! What people really have: messages of Zalo, cells of Excel, lists written by hand.

use super::pasted_villages::{check, check_table, tell};
use proptest::prelude::*;
use register::paste::{KnownVillage, PasteOutcome, PastedLine, villages};
use register::text::{fold, readable};

#[test]
fn a_title_is_cut_off_at_the_end_of_its_word_only() {
    check(
        "Thôn Khe Lầy, Bàn Văn Páo, 41 hộ",
        "thon|Khe Lầy|Bàn Văn Páo||41",
    );
    check("Thôn Khe Lầy, Bàng Thị Ánh", "thon|Khe Lầy|Bàng Thị Ánh||");
    check("Thôn Khe Lầy, Bành A Sử", "thon|Khe Lầy|Bành A Sử||");
    check("THÔN KHE LẦY, BÀN VĂN PÁO", "thon|KHE LẦY|BÀN VĂN PÁO||");
    check("Thôn Khe Lầy, Ban Văn Páo", "thon|Khe Lầy|Ban Văn Páo||");
    check("Thôn Khe Lầy, bà Bàn Thị Páo", "thon|Khe Lầy|Bàn Thị Páo||");
    check(
        "Thôn Khe Lầy, Bà: Bàn Thị Páo",
        "thon|Khe Lầy|Bàn Thị Páo||",
    );
    check(
        "Thôn Khe Lầy, Ông.Bàn Văn Páo",
        "thon|Khe Lầy|Bàn Văn Páo||",
    );
    check("Thôn Khe Lầy, đ/c Páo", "thon|Khe Lầy|Páo||");
    // It may be a surname.
    check("Thôn Khe Lầy, Ông Văn Páo", "thon|Khe Lầy|Ông Văn Páo|||!");
    check("Thôn Khe Lầy, ông Văn Páo", "thon|Khe Lầy|Văn Páo||");
    check_table(
        &[
            "STT\tTên thôn\tTrưởng thôn\tSố hộ",
            "1\tThôn Khe Lầy\tBàn Văn Páo\t41",
            "2\tThôn Cam Ông\tÔng Bàng A Páo\t12",
        ],
        &[
            "HeaderRow",
            "thon|Khe Lầy|Bàn Văn Páo||41",
            "thon|Cam Ông|Bàng A Páo||12",
        ],
    );
}

#[test]
fn titles_of_lists_end_with_their_word() {
    check("Ghi Chum", "thon|Ghi Chum||||?");
    check("Thôn Tổng Sốc", "thon|Tổng Sốc|||");
    check("Tổng số: 24", "NotAVillage");
    check("Xin Chải", "thon|Xin Chải||||?");
    check("XIN CHẢI", "thon|XIN CHẢI||||?");
}

#[test]
fn a_spreadsheets_cells_are_quoted() {
    check_table(
        &[
            "STT\tTên thôn\tTrưởng thôn\tSố hộ",
            "1\tThôn Lặp Pịa\t\"Hoàng Thị Ánh\n0912345678\"\t41",
            "2\t\"Bản \"\"Pò Mã\"\"\"\tLý Văn Ân\t64",
        ],
        &[
            "HeaderRow",
            "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41",
            "ban|\"Pò Mã\"|Lý Văn Ân||64|?",
        ],
    );
    check_table(
        &[
            "\"Tên\nthôn\"\t\"Số\nhộ\"\t\"Điện thoại\"",
            "\"Thôn Lặp Pịa\nTrưởng thôn: Hoàng Thị Ánh\"\t41\t'0966111333",
            "\"Vàng\" Páo\t12\t",
        ],
        &[
            "HeaderRow",
            "thon|Lặp Pịa|Hoàng Thị Ánh|0966111333|41",
            "thon|\"Vàng\" Páo|||12|?",
        ],
    );
    // A quote that nobody closes belongs to what is written.
    check_table(
        &["\"Thôn Lặp Pịa\t41", "Bản Pò Mã\t64"],
        &["thon|\"Thôn Lặp Pịa|||41|?", "ban|Pò Mã|||64"],
    );
}

#[test]
fn marks_without_a_body_are_not_read() {
    check(
        "Thôn Lặp\u{200b} P\u{ad}ịa, Hoàng\u{2060} Thị Ánh, \u{202d}0912\u{2011}345\u{2011}678\u{202c}, \u{2068}41\u{2069} hộ",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41",
    );
    check("\u{feff}\u{200e}Bản Pò Mã\u{200f}", "ban|Pò Mã|||");
    check("Bản Pò Mã, Ðặng Văn Ân", "ban|Pò Mã|Đặng Văn Ân||");
    check("Thôn ５, ６４ Hộ", "thon|5|||64");
    let known = [KnownVillage {
        name: "Bản Pò Mã",
        ..KnownVillage::default()
    }];
    let lines = villages("Bản P\u{ad}ò \u{2068}Mã\u{2069}", &known);
    let told: Vec<String> = lines.iter().map(|line| tell(&line.outcome)).collect();
    assert_eq!(told, ["ban|Pò Mã||||Register(0)"]);
}

#[test]
fn two_telephones_are_both_kept() {
    for line in [
        "Thôn Lặp Pịa, Hoàng Thị Ánh 0912345678/0987654321, 41 hộ",
        "Thôn Lặp Pịa, Hoàng Thị Ánh - 0912 345 678 - 0987 654 321, 41 hộ",
        "Thôn Lặp Pịa (Hoàng Thị Ánh; ĐT 0912345678, 0987654321) 41 hộ",
    ] {
        check(line, "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41|!");
        check_said(line, "Chưa dùng đến “0987");
    }
    check_table(
        &[
            "STT\tTên thôn\tSĐT",
            "1\tThôn Lặp Pịa\t\"0912345678\n0987654321\"",
        ],
        &["HeaderRow", "thon|Lặp Pịa||0912345678||!"],
    );
    check(
        "Thôn Lặp Pịa 41 0912 345 678",
        "thon|Lặp Pịa 41||0912345678||?",
    );
}

#[track_caller]
fn check_said(line: &str, words: &str) {
    let lines = villages(line, &[]);
    let said = lines.iter().any(|line| match &line.outcome {
        PasteOutcome::Village(village) => {
            village.reasons.iter().any(|reason| reason.contains(words))
        }
        _ => false,
    });
    assert!(said, "{words}: {lines:?}");
}

#[test]
fn headers_are_known_by_their_words() {
    for name in [
        "Tên TDP",
        "Thôn, bản, tổ dân phố",
        "Tên xóm",
        "Tên thôn/xóm",
        "Địa bàn",
        "Thôn (bản)",
    ] {
        check_table(
            &[&format!("STT\t{name}\tHọ và tên"), "1\tBãi\tLý Văn Ân"],
            &["HeaderRow", "thon|Bãi|Lý Văn Ân|||!"],
        );
    }
    check_table(
        &[
            "TT\tTên thôn\tSố hộ\tSố hộ nghèo\tHọ tên bí thư\tTrưởng thôn",
            "(1)\t(2)\t(3)\t(4)\t(5)\t(6)",
            "1\tThôn Lặp Pịa\t64\t12\tNông Văn Bí\tHoàng Thị Ánh",
        ],
        &["HeaderRow", "HeaderRow", "thon|Lặp Pịa|Hoàng Thị Ánh||64|+"],
    );
}

#[test]
fn a_xom_is_a_village() {
    check("Xóm Bãi", "xom|Bãi|||");
    check("1. XÓM BÃI, trưởng xóm: Lý Văn Ân", "xom|BÃI|Lý Văn Ân||");
    check("Thôn Xóm Mới", "thon|Xóm Mới|||");
    check("KP Bản Vàng", "khoiPho|Bản Vàng|||");
    check("TDP5", "toDanPho|5|||");
    // Words for which the register has no kind.
    check("Làng Chiềng", "thon|Làng Chiềng||||!");
    check("Ấp 3", "thon|Ấp 3||||!");
}

#[test]
fn what_counts_something_else_is_nobodys_name() {
    let poor = "Thôn Lặp Nọi: 64 hộ, 12 hộ nghèo, 5 hộ cận nghèo";
    check(poor, "thon|Lặp Nọi|||64|+");
    check_said(poor, "Chưa dùng đến “12 hộ nghèo”.");
    check_said(poor, "Chưa dùng đến “5 hộ cận nghèo”.");
    check("Thôn Lặp Nọi 41 hộ 180 khẩu", "thon|Lặp Nọi|||41/180");
    check(
        "Thôn Lặp Nọi có 41 hộ với 180 nhân khẩu",
        "thon|Lặp Nọi|||41/180",
    );
    check(
        "Thôn Lặp Nọi, 1,287 người, 300 hộ",
        "thon|Lặp Nọi|||300/1287",
    );
    check("Thôn Lặp Nọi, 1975", "thon|Lặp Nọi|||1975|!");
    check("Thôn Lặp Nọi, 1975 hộ", "thon|Lặp Nọi|||1975|!");
    check("Thôn Lặp Nọi, 64 hộ, 12 khẩu", "thon|Lặp Nọi|||64/12|!");
    check("Thôn Lặp Nọi, 64 hộ, 65 hộ", "thon|Lặp Nọi|||64|!");
    check("Thôn Lặp Nọi, Hoàng Thị Ánh sinh 1965", "thon|Lặp Nọi||||!");
}

#[test]
fn other_signs_stand_between() {
    check(
        "Thôn Lặp Nọi-Hoàng Thị Ánh-0912345678",
        "thon|Lặp Nọi|Hoàng Thị Ánh|0912345678||?",
    );
    check(
        "Thôn Lặp Nọi. Hoàng Thị Ánh. 0912345678",
        "thon|Lặp Nọi|Hoàng Thị Ánh|0912345678||?",
    );
    check(
        "Thôn Lặp Nọi -Hoàng Thị Ánh- 41 hộ",
        "thon|Lặp Nọi|Hoàng Thị Ánh||41",
    );
    check("Bản Pò-Mã", "ban|Pò-Mã|||");
    check("Bản Pò Mã-Co Chí", "ban|Pò Mã-Co Chí||||?");
    check(
        "Thôn Lặp Nọi → Hoàng Thị Ánh → 0912345678",
        "thon|Lặp Nọi|Hoàng Thị Ánh|0912345678|",
    );
    check(
        "Thôn Lặp Nọi trưởng thôn Hoàng Thị Ánh 41 hộ",
        "thon|Lặp Nọi|Hoàng Thị Ánh||41",
    );
}

#[test]
fn the_head_is_told_from_the_others() {
    let line = "Thôn Lặp Nọi; Bí thư: Nông Văn Bí; Trưởng thôn: Hoàng Thị Ánh";
    check(line, "thon|Lặp Nọi|Hoàng Thị Ánh|||+");
    check_said(line, "Chưa dùng đến “Bí thư: Nông Văn Bí”.");
    check(
        "Thôn Lặp Nọi: Bí thư: Nông Văn Bí; Trưởng thôn: Hoàng Thị Ánh",
        "thon|Lặp Nọi|Hoàng Thị Ánh|||+",
    );
    check(
        "Thôn Lặp Nọi, phó thôn Lý Văn Ân, trưởng thôn Hoàng Thị Ánh",
        "thon|Lặp Nọi|Hoàng Thị Ánh|||+",
    );
    check(
        "Thôn Lặp Nọi, Bí thư kiêm trưởng thôn: Hoàng Thị Ánh",
        "thon|Lặp Nọi|Hoàng Thị Ánh||",
    );
    check("Thôn Lặp Nọi, chưa có trưởng thôn", "thon|Lặp Nọi||||+");
    check("Thôn Lặp Nọi (chưa có trưởng thôn)", "thon|Lặp Nọi||||+");
    check("Thôn Lặp Nọi, Trưởng thôn: khuyết", "thon|Lặp Nọi||||+");
    check(
        "Pò Lọi (Trưởng thôn Vi Văn Thắng, 88 hộ)",
        "thon|Pò Lọi|Vi Văn Thắng||88|!",
    );
    check(
        "Bản Pò Lọi (Trưởng bản Vi Văn Thắng, 88 hộ",
        "ban|Pò Lọi|Vi Văn Thắng||88",
    );
}

#[test]
fn a_whole_line_is_never_a_name_without_doubt() {
    for line in [
        "Thôn Lặp Nọi/Hoàng Thị Ánh/số nhà 12",
        "Thôn Lặp Nọi do Hoàng Thị Ánh làm trưởng",
        "Thôn nào chưa gửi thì gửi em trong hôm nay",
        "Bản Pò Mã 64 287",
        "Thôn Lặp Nọi \"mới\"",
    ] {
        let lines = villages(line, &[]);
        let told: Vec<String> = lines.iter().map(|line| tell(&line.outcome)).collect();
        assert!(told.iter().all(|told| told.ends_with('?')), "{told:?}");
    }
}

const ZALO: &str = "Em chào chị ạ, em gửi chị danh sách 24 thôn của xã mình\n\
    1. Thôn Khe Lầy - Bàn Văn Páo - 41 hộ - 0912345678\n\
    2. Pò Lọi (Trưởng thôn Vi Văn Thắng, 88 hộ)\n\
    3. Nà Pục\n\
    \n\
    Thôn Lặp Pịa\n\
    Trưởng thôn: Hoàng Thị Ánh\n\
    SĐT: 0987 654 321\n\
    64 hộ, 287 khẩu\n\
    Bản Áng\n\
    Lý Văn Ân\n\
    '0966111333\n\
    \n\
    KP Bản Vàng, chưa có trưởng thôn\n\
    Thôn Co Chí 30 hộ, thôn Nà Mạ 25 hộ, bản Khe\n\
    Các thôn: Pác Ngòi, Cốc Lải\n\
    Hoàng Su\n\
    Chị xem giúp em nhé\n\
    Em cảm ơn chị nhiều ạ!";

const ZALO_TOLD: [&str; 22] = [
    "NotAVillage",
    "thon|Khe Lầy|Bàn Văn Páo|0912345678|41",
    "thon|Pò Lọi|Vi Văn Thắng||88|!",
    "thon|Nà Pục||||!",
    "Empty",
    "thon|Lặp Pịa|Hoàng Thị Ánh|0987654321|64/287",
    "of 6",
    "of 6",
    "of 6",
    "ban|Áng|Lý Văn Ân|0966111333||!",
    "of 10",
    "of 10",
    "Empty",
    "khoiPho|Bản Vàng||||+",
    "thon|Co Chí|||30|!",
    "thon|Nà Mạ|||25|!",
    "ban|Khe||||!",
    "thon|Pác Ngòi||||!",
    "thon|Cốc Lải||||!",
    "thon|Hoàng Su||||?",
    "NotAVillage",
    "NotAVillage",
];

#[test]
fn a_message_of_zalo_is_read() {
    let lines: Vec<&str> = ZALO.lines().collect();
    check_table(&lines, &ZALO_TOLD);
}

/// What a line says in the end, to look for what was written.
fn kept(line: &PastedLine) -> String {
    match &line.outcome {
        PasteOutcome::Skipped(_) => line.raw.clone(),
        PasteOutcome::PartOf(_) => String::new(),
        PasteOutcome::Village(village) => {
            let texts = [&village.head, &village.phone].into_iter().flatten();
            let numbers = [village.households, village.people].into_iter().flatten();
            let mut kept = vec![village.kind.code().to_owned(), village.name.clone()];
            kept.extend(texts.cloned());
            kept.extend(numbers.map(|number| number.to_string()));
            kept.extend(village.reasons.clone());
            kept.join(" ")
        }
    }
}

fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words that stand nowhere else, among what people write around them.
fn scrap() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "Q[aeo]x[1-7][1-9]",
        "(Lò|Bàn|Ông|q) (Văn|Thị) Q[aeo]x[a-z]{3}",
        "(09|03)[0-9]{8}",
        "[1-9][0-9]{1,2} (hộ|khẩu|hộ nghèo|Hộ)",
        "[1-9][0-9]{0,3}",
        "(Thôn|bản|Xóm|TDP|Ấp) [QK][aeo]x[a-z]{3}",
        "(Trưởng thôn|Bí thư|ông|ĐT|SĐT)[: ]{1,2}Q[aeo]x[a-z]{3}",
        "chưa có trưởng thôn",
    ];
    let between = prop_oneof![
        Just(", "),
        Just("; "),
        Just(" - "),
        Just("-"),
        Just(". "),
        Just("\t"),
        Just("\n"),
        Just(" ("),
        Just(") "),
        Just(": "),
        Just("/"),
        Just("  "),
        Just(" "),
        Just("\""),
        Just("\n\n"),
        Just("\u{200b}"),
        Just("\u{202d}"),
    ];
    (word, between).prop_map(|(word, between)| word + between)
}

fn is_named(pasted: &str) -> Result<(), TestCaseError> {
    let lines = villages(pasted, &[]);
    let all: String = lines.iter().map(|line| letters(&kept(line))).collect();
    let words = readable(pasted);
    let words = words.split(|c: char| !c.is_alphabetic());
    for word in words
        .map(letters)
        .filter(|word| word.contains('x') && word.contains('q'))
    {
        prop_assert!(
            all.contains(&word),
            "{word} of {pasted:?} is in none of {lines:?}"
        );
    }
    let runs = |text: &str| {
        let runs = text.split(|c: char| !c.is_ascii_digit());
        runs.filter(|run| run.len() > 1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let digits: String = lines.iter().map(kept).collect::<Vec<_>>().join(" ");
    let digits: String = digits
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == ' ')
        .collect();
    let digits = digits.replace(' ', "");
    for line in readable(pasted).lines() {
        let all = runs(line);
        let next = all.iter().skip(2).map(Some).chain([None]);
        // A number before a line numbers it.
        for (run, next) in all.iter().skip(1).zip(next) {
            // «84 (0912…»: the country's number is a part of the telephone's.
            if run == "84" && next.is_some_and(|next| next.starts_with('0')) {
                continue;
            }
            prop_assert!(
                digits.contains(run),
                "{run} of {pasted:?} is in none of {lines:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_name_of_numbers_alone_is_kept_whole() {
    let lines = villages("STT\tTên thôn\tSố hộ\n1\t12, 3\t64", &[]);
    let Some(PasteOutcome::Village(village)) = lines.last().map(|line| &line.outcome) else {
        panic!("{lines:?}");
    };
    assert_eq!(
        (village.name.as_str(), village.households),
        ("12, 3", Some(64))
    );
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(pasted in any::<String>()) {
        let mut rows = villages(&pasted, &[]);
        rows.dedup_by_key(|row| row.line_no);
        let rows: Vec<String> = rows.into_iter().map(|row| row.raw).collect();
        prop_assert_eq!(rows.join("\n"), pasted.lines().collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn nothing_written_is_lost(scraps in prop::collection::vec(scrap(), 1..12)) {
        is_named(&scraps.concat())?;
    }

    #[test]
    fn nothing_written_under_a_header_is_lost(scraps in prop::collection::vec(scrap(), 1..12)) {
        let header = "STT\tTên thôn\tTrưởng thôn\tSĐT\tSố hộ\tGhi chú\n1\t";
        is_named(&format!("{header}{}", scraps.concat()))?;
    }

    #[test]
    fn what_was_read_is_read_again(scraps in prop::collection::vec(scrap(), 1..6)) {
        for line in villages(&scraps.concat(), &[]) {
            let PasteOutcome::Village(village) = line.outcome else { continue };
            if village.kind.code() != "thon" || village.certainty != register::paste::Certainty::Certain {
                continue;
            }
            let again = villages(&format!("Thôn {}", village.name), &[]);
            let told: Vec<String> = again.iter().map(|line| tell(&line.outcome)).collect();
            prop_assert_eq!(told, [format!("thon|{}|||", village.name)]);
        }
    }
}

#[test]
fn long_texts_are_read_in_time() {
    for scrap in [
        "0912345678 ",
        "64 hộ ",
        "(",
        "\"\t",
        "Thôn A, ",
        "1 ",
        "ông ",
        "a-",
    ] {
        let _ = villages(&scrap.repeat(1_000), &[]);
    }
}
