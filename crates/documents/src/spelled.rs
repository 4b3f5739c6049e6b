//! Numbers in words, as a budget has its sum: «Bằng chữ: …».

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];
const BILLION: u64 = 1_000_000_000;

/// «Một triệu không trăm tám mươi nghìn đồng»; what is owed is «âm».
pub(crate) fn dong(amount: i64) -> String {
    let sign = if amount < 0 { "âm " } else { "" };
    let words = format!("{sign}{} đồng", spelled(amount.unsigned_abs()));
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn spelled(number: u64) -> String {
    let mut words = Vec::new();
    if number == 0 {
        words.push(DIGITS[0].to_owned());
    }
    if number >= BILLION {
        words.push(format!("{} tỷ", spelled(number / BILLION)));
    }
    let rest = number % BILLION;
    for (group, name) in [
        (rest / 1_000_000, " triệu"),
        (rest / 1000 % 1000, " nghìn"),
        (rest % 1000, ""),
    ] {
        if group > 0 {
            let group = below_thousand(group, !words.is_empty());
            words.push(format!("{group}{name}"));
        }
    }
    words.join(" ")
}

/// After another group all three digits are said: «không trăm linh năm».
fn below_thousand(group: u64, is_whole: bool) -> String {
    let digit = |number: u64| usize::try_from(number % 10).unwrap_or(0);
    let (hundreds, tens, ones) = (digit(group / 100), digit(group / 10), digit(group));
    let says_hundreds = is_whole || hundreds > 0;
    let mut words: Vec<&str> = Vec::new();
    if says_hundreds {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match tens {
        0 if ones > 0 && says_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[tens], "mươi"]),
    }
    match ones {
        0 => {}
        1 if tens > 1 => words.push("mốt"),
        4 if tens > 1 => words.push("tư"),
        5 if tens > 0 => words.push("lăm"),
        _ => words.push(DIGITS[ones]),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::dong;

    #[track_caller]
    fn check(amount: i64, expected: &str) {
        assert_eq!(dong(amount), format!("{expected} đồng"));
    }

    #[test]
    fn an_amount_is_said_as_an_accountant_says_it() {
        check(0, "Không");
        check(5, "Năm");
        check(10, "Mười");
        check(15, "Mười lăm");
        check(21, "Hai mươi mốt");
        check(44, "Bốn mươi tư");
        check(105, "Một trăm linh năm");
        check(1_080_000, "Một triệu không trăm tám mươi nghìn");
        check(1_000_005, "Một triệu không trăm linh năm");
        check(30_500_000, "Ba mươi triệu năm trăm nghìn");
        check(2_000_000_000, "Hai tỷ");
        check(
            12_345_678_911,
            "Mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm mười một",
        );
        check(-1000, "Âm một nghìn");
        check(
            i64::MAX,
            "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi \
             sáu tỷ tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy",
        );
    }
}
