use proptest::prelude::*;
use register::text::{Query, fold, initials};

fn score(typed: &str, title: &str) -> Option<u8> {
    Query::new(typed).score(&fold(title), title, &initials(title))
}

#[track_caller]
fn check_found(typed: &str, title: &str) {
    assert!(score(typed, title).is_some(), "{typed} should find {title}");
}

#[track_caller]
fn check_not_found(typed: &str, title: &str) {
    assert_eq!(score(typed, title), None);
}

/// The first fits better than the second.
#[track_caller]
fn check_better(typed: &str, first: &str, second: &str) {
    let (first, second) = (score(typed, first), score(typed, second));
    assert!(
        first.is_some() && second.is_some() && first < second,
        "{first:?} {second:?}"
    );
}

#[test]
fn search_finds() {
    check_found("", "Bản Pò Mã");
    check_found("ban po", "Bản Pò Mã");
    check_found("PO MA", "Bản Pò Mã");
    check_found("mã", "Bản Pò Mã");
    check_found("đại", "Lò Văn Đại");
    check_found("dai", "Lò Văn Đại");
    check_found("hoà", "Nguyễn Thị Hòa");
    check_found("nvt", "Nguyễn Văn Tuấn");
    check_found("vt", "Nguyễn Văn Tuấn");
    check_found("tuấn nguyễn", "Nguyễn Văn Tuấn");
    check_found("tua", "Nguyễn Văn Tuấn");
    check_found("h'hen", "H’Hen Niê");
    check_found("h’hen", "H'Hen Niê");
    check_found("dang", "Ðặng Thị Vân");
    check_found("đặng", "Ðặng Thị Vân");
    check_found("p\u{ad}ò mã\u{200e}", "Bản Pò Mã");
    check_not_found("uan", "Nguyễn Văn Tuấn");
    check_not_found("xyz", "Nguyễn Văn Tuấn");
}

#[test]
fn search_finds_further_lines() {
    assert!(
        Query::new("van an")
            .score("thon lap pia\nly van an", "Thôn Lặp Pịa", "tlp")
            .is_some()
    );
}

#[test]
fn search_ranks() {
    check_better("an", "An", "Ân");
    check_better("h'hê", "H’Hê", "H’He");
    check_better("ân", "Lý Văn Ân", "Lý Văn An");
    check_better("tuấn", "Tuấn", "Tuấn Anh");
    check_better("tuấn", "Tuấn Anh", "Nguyễn Tuấn");
    check_better("tuấn", "Nguyễn Tuấn", "Tuân");
    check_better("van tuan", "Văn Tuấn", "Tuấn Văn");
    check_better("nvt", "Nguyễn Văn Tuấn", "Hà Nguyễn Văn Tuấn");
    check_better("tu", "Nguyễn Tuấn", "Trần Uyên");
}

#[test]
fn ten_thousand_names_are_searched() {
    let names: Vec<String> = (0..10_000)
        .map(|n| format!("Nguyễn Văn Tuấn {n}"))
        .collect();
    let keys: Vec<(String, String)> = names
        .iter()
        .map(|name| (fold(name), initials(name)))
        .collect();
    let query = Query::new("tuấn 99");
    let found = names
        .iter()
        .zip(&keys)
        .filter(|(name, (folded, initials))| query.score(folded, name, initials).is_some());
    assert_eq!(found.count(), 111);
}

proptest! {
    #[test]
    fn any_search_is_answered(typed in any::<String>(), title in any::<String>()) {
        score(&typed, &title);
    }

    #[test]
    fn a_name_finds_itself(title in "[A-ZĐ][a-zăâêôơưđàếộ]{0,6}( [A-ZĐ][a-zăâêôơưđàếộ]{0,6}){0,3}") {
        prop_assert_eq!(score(&title, &title), Some(0));
    }
}

#[test]
fn typing_on_finds_nothing_that_was_not_found_before() {
    let names = [
        "Nguyễn Văn Tuấn",
        "Triệu Tiến Phúc",
        "Đặng Thị Vân",
        "Bản Pò Mã",
    ];
    for typed in [
        "trieu tien phuc",
        "nvt",
        "vt",
        "Đặng Thị",
        "bản  pò",
        "v tu",
    ] {
        let letters: Vec<char> = typed.chars().collect();
        for length in 1..letters.len() {
            let word = |length: usize| letters[..length].iter().collect::<String>();
            let (before, after) = (word(length), word(length + 1));
            if !Query::new(&after).narrows(&Query::new(&before)) {
                continue;
            }
            for name in names {
                let lost = score(&after, name).is_some() && score(&before, name).is_none();
                assert!(!lost, "{name}: by {after}, not by {before}");
            }
        }
    }
    assert!(Query::new("ban p").narrows(&Query::new("ba")));
    assert!(!Query::new("b").narrows(&Query::new("")));
    assert!(!Query::new("vt").narrows(&Query::new("v")));
}

#[test]
fn a_file_is_named_so_that_every_system_takes_it() {
    let name = register::text::file_name("Tờ trình: 15/TTr - Xã Mẫu Sơn, Đồng Đăng.docx");
    assert_eq!(name, "To trinh- 15-TTr - Xa Mau Son, Dong Dang.docx");
}
