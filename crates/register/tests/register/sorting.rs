use proptest::prelude::*;
use register::text::{SortBy, fold, initials, likely_duplicates, nfc, sort_key};

#[track_caller]
fn check_order(by: SortBy, expected: &str, separator: &str) {
    let expected: Vec<&str> = expected.split(separator).collect();
    let mut sorted = expected.clone();
    sorted.reverse();
    sorted.sort_by_key(|name| sort_key(name, by));
    assert_eq!(sorted, expected);
}

#[test]
fn letters_and_tones_stand_in_vietnamese_order() {
    check_order(
        SortBy::Plain,
        "a à ả ã á ạ anh áo ă â ba cả cá cắt cấp da dạ đa em êm o ô ơ u ư",
        " ",
    );
    check_order(SortBy::Plain, "ê ế ệ g h i nghi ngô q", " ");
}

#[test]
fn people_go_by_the_last_word_of_the_name() {
    check_order(
        SortBy::GivenName,
        "Nguyễn Văn An|Hoàng Thị Ánh|Lý Văn Ân|Vi Văn Bình|Trần Dũng|Lò Văn Đại|Phàn Tả Mẩy|Giàng A Páo",
        "|",
    );
    check_order(
        SortBy::GivenName,
        "Lý Văn An|Nguyễn An|Nguyễn Văn An|Hoàng Thị Án",
        "|",
    );
    check_order(SortBy::GivenName, "An|Bình|Chu Văn Bình", "|");
}

#[test]
fn places_go_by_the_first_word_and_numbers_by_value() {
    check_order(
        SortBy::Plain,
        "Bản Pò Mã|Thôn 1|Thôn 2|Thôn 10|Thôn Lặp Pịa|Tổ dân phố số 3",
        "|",
    );
    check_order(SortBy::Plain, "Xã Na|Xã Na Sầm|Xã Nà Sầm|Xã Nam", "|");
}

#[test]
fn the_place_of_the_tone_does_not_change_the_order() {
    assert_eq!(
        sort_key("Hòa", SortBy::Plain),
        sort_key("Hoà", SortBy::Plain)
    );
    check_order(SortBy::Plain, "Hoa|Hòa|Hoá|Hoạ", "|");
}

#[test]
fn text_folds() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
    }
    check("hòa", "hoa");
    check("hoà", "hoa");
    check("  Đặng  Thị\tUỷ ", "dang thi uy");
    check("Lặp Pịa", "lap pia");
    check("Tu\u{301} Lê\u{323}", "tu le");
    check("ĐƯỜNG", "duong");
    check("Ðặng ðặng", "dang dang");
    check("H’Hen Niê", "h'hen nie");
    check("H\u{2bc}Hen H`Hen H´Hen", "h'hen h'hen h'hen");
    check("P\u{ad}ò \u{2068}Mã\u{2069}\u{200b}", "po ma");
    check("", "");
}

#[test]
fn decomposed_text_becomes_one_form() {
    assert_eq!(nfc(" Lê\u{323} "), "Lệ");
    assert_eq!(nfc("Le\u{323}\u{302}"), "Lệ");
    assert_eq!(nfc("hoà"), "hoà");
}

#[test]
fn marks_without_a_body_and_strange_letters_are_not_kept() {
    assert_eq!(nfc("\u{202d}0912 345 678\u{202c}"), "0912 345 678");
    assert_eq!(nfc("\u{feff} Lặp\u{200b} P\u{ad}ịa \u{200e}"), "Lặp Pịa");
    assert_eq!(nfc("e\u{2060}\u{302}"), "ê");
    assert_eq!(nfc("Ðặng Thị Ðào, ðặng"), "Đặng Thị Đào, đặng");
    assert_eq!(nfc("15\u{2011}TTr"), "15-TTr");
    assert_eq!(nfc("H’Hen Niê"), "H’Hen Niê");
    let family = "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥";
    assert_eq!(nfc(family), family);
}

#[test]
fn strange_signs_sort_as_the_keyboards() {
    let key = |text| sort_key(text, SortBy::Plain);
    assert_eq!(key("Ðặng"), key("Đặng"));
    assert_eq!(key("H’Hen"), key("H'Hen"));
    assert_eq!(key("P\u{ad}ò"), key("Pò"));
}

#[test]
fn initials_of_names() {
    assert_eq!(initials("Nguyễn Văn Tuấn"), "nvt");
    assert_eq!(initials("Đỗ  Ánh"), "da");
    assert_eq!(initials("Thôn 10"), "t1");
    assert_eq!(initials(""), "");
}

#[test]
fn names_that_fold_alike_are_likely_duplicates() {
    let names = [
        ("1", "Hoà"),
        ("2", "Bình"),
        ("3", "Hòa"),
        ("4", "hoa"),
        ("5", ""),
    ]
    .map(|(id, name)| (id, fold(name)));
    let folded = names.iter().map(|(id, name)| (*id, name.as_str()));
    assert_eq!(likely_duplicates(folded), [["1", "3", "4"]]);
}

proptest! {
    #[test]
    fn any_text_folds_and_sorts(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert_eq!(fold(&nfc(&text)), folded);
        prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
        sort_key(&text, SortBy::GivenName);
        initials(&text);
        prop_assert_eq!(sort_key(&nfc(&text), SortBy::Plain), sort_key(&text, SortBy::Plain));
    }
}
