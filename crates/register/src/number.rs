//! Numbers as Vietnamese offices write them: `1.234,5`. Stored as scaled
//! integers: 18,5 with two decimals is `1850`.

use thiserror::Error;

/// The reason why typed text is no number for a field, in Vietnamese with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberProblem {
    #[error("Chưa nhập số.")]
    Empty,
    #[error("Chỉ nhập chữ số, ví dụ 1.234 hoặc 18,5.")]
    NotANumber,
    #[error("Chỉ nhập số nguyên, không có phần lẻ.")]
    NotWhole,
    #[error("Chỉ nhập tối đa {allowed} chữ số sau dấu phẩy.")]
    TooManyDecimals { allowed: u8 },
    #[error("Số quá lớn. Hãy kiểm tra lại.")]
    TooLarge,
}

/// Reads a number and scales it by `decimals` digits.
///
/// A comma is the decimal sign and a point separates thousands; a point is
/// taken for a decimal sign where it cannot separate thousands (`0.5`,
/// `18.25`). Blanks between digits are ignored.
pub fn parse(text: &str, decimals: u8) -> Result<i64, NumberProblem> {
    let readable = crate::text::readable(text);
    let compact: String = readable.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty() {
        return Err(NumberProblem::Empty);
    }
    let (negative, unsigned) = match compact.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (whole, fraction) = split_number(unsigned, decimals)?;
    scale(&whole, &fraction, decimals, negative)
}

fn split_number(text: &str, decimals: u8) -> Result<(String, String), NumberProblem> {
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let decimal_sign = match (commas, points) {
        (0, 0) => None,
        (1, 0) if decimals == 0 && is_grouped(text, ',') => None,
        (1, 0) => Some(','),
        (0, 1) if is_grouped(text, '.') => None,
        (0, 1) => Some('.'),
        (1, _) if text.rfind(',') > text.rfind('.') => Some(','),
        (_, 1) if text.rfind('.') > text.rfind(',') && commas > 0 => Some('.'),
        (_, 0) | (0, _) => None,
        _ => return Err(NumberProblem::NotANumber),
    };
    let (whole, fraction) = match decimal_sign.and_then(|sign| text.split_once(sign)) {
        Some(parts) => parts,
        None => (text, ""),
    };
    let separator = if whole.contains(',') { ',' } else { '.' };
    if whole.contains(separator) && !is_grouped(whole, separator) {
        return Err(NumberProblem::NotANumber);
    }
    let whole: String = whole.chars().filter(|c| *c != separator).collect();
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(&whole) || !all_digits(fraction) {
        return Err(NumberProblem::NotANumber);
    }
    Ok((whole, fraction.to_owned()))
}

/// `1.234` and `1.234.567`, but not `0.500`, `12.34` or `1234.567`.
fn is_grouped(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let first_fits = groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
    first_fits && groups.all(|group| group.len() == 3)
}

fn scale(whole: &str, fraction: &str, decimals: u8, negative: bool) -> Result<i64, NumberProblem> {
    let kept = fraction.trim_end_matches('0');
    if kept.len() > usize::from(decimals) {
        return Err(match decimals {
            0 => NumberProblem::NotWhole,
            allowed => NumberProblem::TooManyDecimals { allowed },
        });
    }
    let padding = std::iter::repeat_n('0', usize::from(decimals) - kept.len());
    let digits = whole.chars().chain(kept.chars()).chain(padding);
    let mut value: i64 = 0;
    for digit in digits.filter_map(|character| character.to_digit(10)) {
        value = value
            .checked_mul(10)
            .and_then(|shifted| shifted.checked_sub(i64::from(digit)))
            .ok_or(NumberProblem::TooLarge)?;
    }
    if negative {
        return Ok(value);
    }
    value.checked_neg().ok_or(NumberProblem::TooLarge)
}

/// `1.234,5`; zeros at the end of the fraction are not shown.
pub fn format(value: i64, decimals: u8) -> String {
    let fixed = format_fixed(value, decimals);
    if decimals == 0 {
        return fixed;
    }
    fixed.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// `66,0`: always with all decimals, as tables of a document want it.
pub fn format_fixed(value: i64, decimals: u8) -> String {
    let mut digits = value.unsigned_abs().to_string();
    let decimals = usize::from(decimals);
    while digits.len() <= decimals {
        digits.insert(0, '0');
    }
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let mut text = String::new();
    if value < 0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

/// A count in a sentence: «02 tập thể», «12 tập thể», «1.204 hộ»; none is «0».
/// Figures of a table are plain.
pub fn pad2(count: impl TryInto<i64>) -> String {
    match count.try_into().unwrap_or(i64::MAX) {
        few @ 1..10 => format!("0{few}"),
        other => format(other, 0),
    }
}

const MILLION: i64 = 1_000_000;

/// Money in đồng, in words of the office: «200 triệu đồng», «2.530.000 đồng».
pub fn money(dong: i64) -> String {
    let tenth_of_a_million = MILLION / 10;
    if dong.unsigned_abs() >= MILLION.unsigned_abs() && dong % tenth_of_a_million == 0 {
        return format!("{} triệu đồng", format(dong / tenth_of_a_million, 1));
    }
    format!("{} đồng", format(dong, 0))
}
