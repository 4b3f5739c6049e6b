//! Telephone numbers: checked softly, since a wrong guess of ours must not
//! cost anybody a number that works.

/// The ten or eleven digits from `0` on, if it is a Vietnamese number that we
/// know the shape of: a mobile, or a land line of a two- or three-digit area.
pub fn normalise(text: &str) -> Option<String> {
    let signs = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '–' | '(' | ')' | '/');
    let readable = crate::text::readable(text);
    let compact: String = readable.chars().filter(|c| !signs(*c)).collect();
    // A spreadsheet shows digits as text by an apostrophe before them.
    let compact = compact.strip_prefix(['\'', '\u{2019}']).unwrap_or(&compact);
    let rest = compact
        .strip_prefix("+84")
        .or_else(|| compact.strip_prefix("0084"))
        .or_else(|| compact.strip_prefix("84").filter(|rest| rest.len() >= 9))
        .or_else(|| compact.strip_prefix('0'))?;
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fits = match rest.bytes().next()? {
        b'3' | b'5' | b'7' | b'8' | b'9' => rest.len() == 9,
        b'2' => rest.len() == 10,
        _ => false,
    };
    fits.then(|| format!("0{rest}"))
}

/// `0912 345 678`, `0205 3812 345`; what is not recognised stays as it is.
pub fn display(text: &str) -> String {
    let Some(digits) = normalise(text) else {
        return text.trim().to_owned();
    };
    let middle = if digits.len() == 11 { 8 } else { 7 };
    format!(
        "{} {} {}",
        &digits[..4],
        &digits[4..middle],
        &digits[middle..]
    )
}

/// What to say of a number that looks wrong; nothing when it looks right or is
/// empty.
pub fn check(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() || normalise(text).is_some() {
        return None;
    }
    Some("Số điện thoại chưa đúng dạng. Di động có 10 chữ số, ví dụ 0912 345 678.")
}
