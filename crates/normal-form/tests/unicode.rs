//! The two forms are those of `unicode-normalization`'s own iterators.

use normal_form::{compose_text, decompose_text};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn likely_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zươđệẹê\u{300}-\u{345}\u{1100}-\u{11ff}가각]{0,12}"
    ]
}

proptest! {
    #[test]
    fn normal_forms_are_unicodes(text in likely_text()) {
        prop_assert_eq!(compose_text(&text), text.nfc().collect::<String>());
        prop_assert_eq!(decompose_text(&text), text.nfd().collect::<Vec<char>>());
    }
}
