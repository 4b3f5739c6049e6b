use proptest::prelude::*;
use register::paste::{Outcome, PastedVillage, SkipReason, villages};

/// One line of the outcome: `kind|name|head|phone|households|warnings`.
fn tell(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Skipped(reason) => format!("{reason:?}"),
        Outcome::Village(PastedVillage {
            kind,
            name,
            head,
            phone,
            households,
            warnings,
        }) => {
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            let households = households
                .map(|count| count.to_string())
                .unwrap_or_default();
            let warnings = if warnings.is_empty() { "" } else { "|!" };
            format!(
                "{}|{name}|{}|{}|{households}{warnings}",
                kind.code(),
                text(head),
                text(phone)
            )
        }
    }
}

#[track_caller]
fn check(line: &str, expected: &str) {
    let lines = villages(line);
    let told: Vec<String> = lines.iter().map(|line| tell(&line.outcome)).collect();
    assert_eq!(told, [expected]);
    assert_eq!(lines.first().map(|line| line.raw.as_str()), Some(line));
}

#[test]
fn one_line_is_one_village() {
    check("Thôn Lặp Pịa", "thon|Lặp Pịa|||");
    check("1. Thôn Lặp Pịa", "thon|Lặp Pịa|||");
    check("02) Bản Pò Mã", "ban|Pò Mã|||");
    check("- Bản Pò Mã", "ban|Pò Mã|||");
    check("• bản Pò Mã.", "ban|Pò Mã|||");
    check("TDP số 3", "toDanPho|số 3|||");
    check("Tổ dân phố 12", "toDanPho|12|||");
    check("Tổ 5", "toDanPho|5|||");
    check("Khối phố Hồng Phong", "khoiPho|Hồng Phong|||");
    check("Khu phố 2", "khoiPho|2|||");
    check("Khối 3", "khoiPho|3|||");
    check("Thôn 10", "thon|10|||");
    check("THÔN LẶP PỊA", "thon|LẶP PỊA|||");
    check(
        "Tho\u{302}n La\u{323}\u{306}p Pi\u{323}a",
        "thon|Lặp Pịa|||",
    );
    check("Nà Pục", "thon|Nà Pục||||!");
    check("Bản", "thon|Bản||||!");
    check("Thôn Tổ Ong", "thon|Tổ Ong|||");
}

#[test]
fn columns_are_told_apart() {
    check(
        "1\tBản Pò Mã\tLý Văn Ân\t64\t0912345678",
        "ban|Pò Mã|Lý Văn Ân|0912345678|64",
    );
    check(
        "Bản Pò Mã; Lý Văn Ân; 0912 345 678",
        "ban|Pò Mã|Lý Văn Ân|0912345678|",
    );
    check("Bản Pò Mã, Lý Văn Ân, 64 hộ", "ban|Pò Mã|Lý Văn Ân||64");
    check("Bản Pò Mã (64 hộ)", "ban|Pò Mã|||64");
    check("Thôn Nà Pục (cũ)", "thon|Nà Pục (cũ)|||");
    check("Bản Pò Mã: Lý Văn Ân", "ban|Pò Mã|Lý Văn Ân||");
    check(
        "3. Thôn Lặp Pịa - Trưởng thôn: Hoàng Thị Ánh - 41 hộ - 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41",
    );
    check(
        "Thôn Lặp Pịa, bà Hoàng Thị Ánh, ĐT: 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|",
    );
    check(
        "Thôn Lặp Pịa, Hoàng Thị Ánh 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|",
    );
    check(
        "Thôn Lặp Pịa, Hoàng Thị Ánh, 41 hộ, 180 khẩu",
        "thon|Lặp Pịa|Hoàng Thị Ánh||41",
    );
    check(
        "Thôn Lặp Pịa\t\t\t1234567890123",
        "thon|Lặp Pịa||1234567890123||!",
    );
}

#[test]
fn odd_lines_are_skipped_with_a_reason() {
    check("   ", "Empty");
    check("-----", "NoName");
    check("DANH SÁCH THÔN, BẢN XÃ MẪU SƠN", "NotAVillage");
    check("Tổng cộng: 24 thôn", "NotAVillage");
    check("Xã Mẫu Sơn", "NotAVillage");
    check("STT\tTên thôn\tTrưởng thôn\tSố hộ\tĐiện thoại", "HeaderRow");
    assert!(!SkipReason::HeaderRow.message_vi().is_empty());
}

#[test]
fn a_header_row_says_what_the_columns_are() {
    let pasted = "STT\tTên thôn\tSố hộ\tNhân khẩu\tTrưởng thôn\tSĐT\n\
                  1\tThôn Lặp Pịa\t41\t180\tHoàng Thị Ánh\t0912345678\n\
                  2\tBản Pò Mã\t\t\tLý Văn Ân\t";
    let told: Vec<String> = villages(pasted)
        .iter()
        .map(|line| tell(&line.outcome))
        .collect();
    assert_eq!(
        told,
        [
            "HeaderRow",
            "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41",
            "ban|Pò Mã|Lý Văn Ân||"
        ]
    );
}

#[test]
fn a_name_twice_is_noticed() {
    let lines = villages("Thôn Hoà Bình\r\n\r\nThôn Hòa Bình");
    let told: Vec<String> = lines.iter().map(|line| tell(&line.outcome)).collect();
    assert_eq!(told, ["thon|Hoà Bình|||", "Empty", "thon|Hòa Bình||||!"]);
    assert_eq!(lines.last().map(|line| line.line_no), Some(3));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(pasted in any::<String>()) {
        prop_assert_eq!(villages(&pasted).len(), pasted.lines().count());
    }

    #[test]
    fn no_likely_text_breaks_the_reading(pasted in "([0-9]{1,2}[.)]? ?)?(Thôn|bản|Tổ|TDP|STT|Số hộ)?[ \t;,:|(+-]{0,3}[A-ZĐa-zế0-9]{0,9}[\t;,:() -]{0,3}(0912345678|64 hộ|ĐT)?\n?") {
        prop_assert_eq!(villages(&pasted).len(), pasted.lines().count());
    }
}
