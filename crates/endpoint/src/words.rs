//! Words of administrators that go further: onto a phone's screen, into a link.

use axum::http::Uri;
use register::text::nfc;

const LONGEST_NAME: usize = 120;

/// A name in one line, as a person would read it.
///
/// # Errors
/// If it is none, in words.
pub fn name(typed: &str) -> Result<String, String> {
    let name = nfc(typed);
    let blanks: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let name = blanks.join(" ");
    if name.is_empty() {
        return Err("it is empty".into());
    }
    if name
        .chars()
        .any(|one| one.is_control() || breaks_a_line(one))
    {
        return Err("it holds a line break or another character that is not shown".into());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("it is longer than {LONGEST_NAME} characters"));
    }
    Ok(name)
}

/// Unicode's own line breaks; marks that have no body are gone by now.
fn breaks_a_line(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

/// A name as one word of a shell.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// How people reach the service, without a slash at its end.
///
/// # Errors
/// If it is no such address, in words.
pub fn base_url(typed: &str) -> Result<String, String> {
    let plain = "it is not like https://so.example.vn";
    let uri: Uri = typed.parse().map_err(|_| plain.to_owned())?;
    let is_web = matches!(uri.scheme_str(), Some("https" | "http"));
    let host = uri.authority().filter(|host| !host.as_str().contains('@'));
    if !is_web || host.is_none_or(|host| host.host().is_empty()) || uri.query().is_some() {
        return Err(plain.into());
    }
    Ok(typed.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(typed: &str, expected: Option<&str>) {
        assert_eq!(name(typed).ok().as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn a_name_is_one_line_that_is_shown() {
        check_name("Nông Thị Lan", Some("Nông Thị Lan"));
        check_name("  Nông  Thi\u{323} Lan ", Some("Nông Thị Lan"));
        check_name("Lan\nHoàng Thị Ánh", None);
        check_name("Lan\u{2028}Ánh", None);
        check_name("Lan \u{202e}Ánh\u{202c}", Some("Lan Ánh"));
        check_name("Lan\u{7}", None);
        check_name("Lan\tÁnh", None);
        check_name(" ", None);
        check_name(&"a".repeat(121), None);
    }

    #[track_caller]
    fn check_url(typed: &str, expected: Option<&str>) {
        assert_eq!(base_url(typed).ok().as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn a_service_is_reached_by_the_web() {
        check_url("https://so.example.vn/", Some("https://so.example.vn"));
        check_url("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check_url("https://example.vn/so/", Some("https://example.vn/so"));
        for odd in [
            "javascript:alert(1)",
            "javascript://so.example.vn",
            "ftp://so.example.vn",
            "so.example.vn",
            "https://",
            "https://so.example.vn\n",
            "https://so.example.vn/?a=b",
            "https://a@so.example.vn",
            "",
        ] {
            check_url(odd, None);
        }
    }
}
