//! Unicode's two canonical forms.
//!
//! In the browser the JavaScript engine has the tables already, and they weigh
//! more than all our checks in the first load; elsewhere they come from
//! `unicode-normalization`. Both follow Unicode's definition, under which a
//! text of assigned characters has one form for ever.

#![warn(clippy::too_many_lines)]

/// NFC: a letter and its marks in one character, as phones type them.
pub fn compose_text(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        tables::compose(text)
    }
}

/// NFD: letters, each followed by its marks in their canonical order.
pub fn decompose_text(text: &str) -> Vec<char> {
    if text.is_ascii() {
        text.chars().collect()
    } else {
        tables::decompose(text)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization;

    pub fn compose(text: &str) -> String {
        text.nfc().collect()
    }

    pub fn decompose(text: &str) -> Vec<char> {
        text.nfd().collect()
    }
}

#[cfg(target_arch = "wasm32")]
mod tables {
    use js_sys::JsString;

    pub fn compose(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    pub fn decompose(text: &str) -> Vec<char> {
        String::from(JsString::from(text).normalize("NFD"))
            .chars()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{compose_text, decompose_text};

    #[track_caller]
    fn check(composed: &str, decomposed: &str) {
        assert_eq!(compose_text(decomposed), composed);
        assert_eq!(
            decompose_text(composed),
            decomposed.chars().collect::<Vec<_>>()
        );
    }

    #[test]
    fn vietnamese_letters_have_one_form() {
        check("Mẩy", "Ma\u{302}\u{309}y");
        check("ệ", "e\u{323}\u{302}");
        check("đ", "đ");
        assert_eq!(compose_text("e\u{302}\u{323}"), "ệ");
    }
}
