//! Codes of invitations as they come from people and their keyboards.

use proptest::prelude::*;
use register::invitation_code::{CodeProblem, LENGTH, OF_NEW_CODES, read};

#[track_caller]
fn check(typed: &str, expected: &str) {
    assert_eq!(read(typed).as_deref(), Ok(expected), "{typed}");
}

#[track_caller]
fn check_not(typed: &str, expected: CodeProblem) {
    assert_eq!(read(typed), Err(expected), "{typed}");
}

#[test]
fn a_code_is_read_as_people_type_it() {
    check("K7QM-3XPD-2A", "K7QM3XPD2A");
    check("k7qm3xpd2a", "K7QM3XPD2A");
    check(" k7qm 3xpd–2a ", "K7QM3XPD2A");
    check("K7QM-3XPD-2A.", "K7QM3XPD2A");
    check("«K7QM-3XPD-2A»", "K7QM3XPD2A");
    check("K7QM\u{200b}3XPD2A\u{202c}", "K7QM3XPD2A");
    check("OIL0-0000-00", "0110000000");
}

#[test]
fn a_link_is_read_with_what_stands_around_it() {
    check("https://so.example.vn/moi/K7QM3XPD2A", "K7QM3XPD2A");
    check("https://so.example.vn/moi/K7QM3XPD2A.", "K7QM3XPD2A");
    check("so.example.vn/moi/k7qm-3xpd-2a", "K7QM3XPD2A");
    check(
        "Mời chị vào sổ: https://so.example.vn/moi/K7QM3XPD2A, hạn ngày mai.",
        "K7QM3XPD2A",
    );
    check(
        "https://so.example.vn/moi/K7QM3XPD2A?utm=zalo",
        "K7QM3XPD2A",
    );
}

#[test]
fn a_code_is_read_out_of_its_message() {
    for message in [
        "Mã: K7QM-3XPH-2B",
        "Mã mời: k7qm-3xph-2b.",
        "Mã mời K7QM 3XPH 2B",
        "ma moi k7qm3xph2b nhe chi",
        "Em chào chị Lan ạ! Em gửi chị mã mời vào sổ: K7QM–3XPH–2B, có gì chị gọi em 0912345678 nhé.",
        "Mã K7QM-3XPH-2B dùng đến 05/03/2026 08:30, hỏi số 0912-3456-78",
        "Vào https://so.example.vn rồi gõ mã K7QM-3XPH-2B",
        "Link: https://so.example.vn/moi/K7QM3XPH2B Mã: K7QM-3XPH-2B",
        "https://so.example.vn/moi/ - mã là «K7QM-3XPH-2B»",
        "[08:15 05/03/2026] Nông Thị Lan: Mã mời: K7QM\u{2011}3XPH\u{2011}2B",
    ] {
        check(message, "K7QM3XPH2B");
    }
}

#[test]
fn a_message_without_one_code_is_none() {
    for message in [
        "Mã: ",
        "Chị gọi em số 0912345678 nhé",
        "Chị gọi em số 0912 3456 78 nhé",
        "Thon 2026 08 nhan sach nha em",
        "Chị vào nhóm facebookvn nhé",
        "Của chị: K7QM-3XPH-2B, của anh: B8RN-4YQF-3B",
    ] {
        check_not(message, CodeProblem::NotACode);
    }
}

#[test]
fn what_telex_has_made_of_a_code_is_taken_back() {
    check("68Đ9P1BC2", "68DD9P1BC2");
    check("68ê9P1BC2", "68EE9P1BC2");
    check("68ư9P1BC23", "68W9P1BC23");
    check("68ă9P1BC2", "68AW9P1BC2");
    check("68Ẽ9P1BC2", "68EX9P1BC2");
    check("68e\u{303}9p1bc2", "68EX9P1BC2");
    check("68ưNH1BC23", "68WNH1BC23");
    check("K7QM-3XPĐ2", "K7QM3XPDD2");
}

#[test]
fn where_a_key_was_pressed_is_not_guessed() {
    // EXEN or EENX.
    check_not("68D9P1ẼEN", CodeProblem::Composed);
    check_not("68D9P1ẼNK", CodeProblem::Composed);
    // EES or ESE; DDB or DBD.
    check_not("68ế9p1bc", CodeProblem::Composed);
    check_not("68ĐB9P1BC", CodeProblem::Composed);
}

#[test]
fn what_is_no_code_is_none() {
    for typed in [
        "",
        ".",
        "K7QM-3XPD-2",
        "K7QM-3XPD-2AB",
        "K7QM-3XPD-2U",
        "K7QM-3XPD-2Ň",
        "xin chào",
        "https://so.example.vn/moi/",
    ] {
        check_not(typed, CodeProblem::NotACode);
    }
}

/// What a keyboard makes of keys, a letter at a time: Telex and VNI at their greediest. A tone goes to
/// the last vowel of the letters before it, wherever that is.
#[derive(Clone, Copy, Debug)]
enum Keyboard {
    Telex,
    Vni,
}

impl Keyboard {
    fn composes(self, keys: &str) -> bool {
        let vowel = |letter: char| "AEYOUI".contains(letter);
        let mut before = String::new();
        keys.chars().any(|key| {
            let composes = match self {
                Self::Telex => match key {
                    'W' => true,
                    'D' => before.contains('D'),
                    'A' | 'E' | 'O' => before.contains(key),
                    'S' | 'F' | 'R' | 'X' | 'J' | 'Z' => before.chars().any(vowel),
                    _ => false,
                },
                Self::Vni => match key {
                    '9' => before.contains('D'),
                    '0'..='8' => before.chars().any(vowel),
                    _ => false,
                },
            };
            before.push(key);
            composes
        })
    }
}

proptest! {
    /// So every code that is given out is typed as it is read, on any keyboard.
    #[test]
    fn no_keyboard_makes_other_letters_of_a_new_code(
        places in prop::collection::vec(0..OF_NEW_CODES.len(), LENGTH),
        keyboard in prop_oneof![Just(Keyboard::Telex), Just(Keyboard::Vni)],
    ) {
        let code: String = places.iter().map(|at| char::from(OF_NEW_CODES[*at])).collect();
        prop_assert!(!keyboard.composes(&code), "{code}");
        prop_assert_eq!(read(&code.to_lowercase()), Ok(code));
    }

    /// Of a vowel before digits it is known at which place each key was pressed.
    #[test]
    fn a_marked_letter_before_a_digit_is_found_again(
        (made, keys) in prop::sample::select(vec![
            ("ê", "EE"), ("â", "AA"), ("ă", "AW"), ("đ", "DD"), ("ẽ", "EX"), ("é", "ES"), ("ẻ", "ER"),
            ("è", "EF"), ("ẹ", "EJ"), ("ý", "YS"), ("ỹ", "YX"), ("ư", "W"), ("ứ", "WS"),
        ]),
        digits in "[0-9]{10}",
        at in 0..7_usize,
    ) {
        let rest = LENGTH - keys.len();
        let (before, after) = digits[..rest].split_at(at);
        let typed = format!("{before}{made}{after}");
        prop_assert_eq!(read(&typed), Ok(format!("{before}{keys}{after}")));
    }
}
