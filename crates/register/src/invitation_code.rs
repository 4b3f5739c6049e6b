//! The code of an invitation, as people type it: in small letters, with blanks and dashes, as the
//! whole link, with the dot of its sentence, or through a keyboard that makes Vietnamese of it.

use normal_form::{compose_text, decompose_text};

/// What a code may consist of: Crockford's base32, which has no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What new codes consist of. Without vowels, D and W no keyboard makes other letters of them,
/// neither Telex (`ee` ê, `x` a tone, `dd` đ, `w` ư) nor VNI (`d9` đ).
pub const OF_NEW_CODES: &[u8; 27] = b"0123456789BCFGHJKMNPQRSTVXZ";
pub const LENGTH: usize = 10;
/// In a link the code follows this.
const IN_LINK: &str = "/moi/";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// Not so many letters, or letters of no code.
    NotACode,
    /// A keyboard has made Vietnamese of it, and it could have been typed in several ways.
    Composed,
}

/// What was typed, or what a link carries, as ten letters and digits.
///
/// Case, blanks, dashes and other signs do not matter; letters that look like digits are those
/// digits. Where Telex has put a mark on a letter, it is taken back.
///
/// # Errors
/// [`CodeProblem::NotACode`]; [`CodeProblem::Composed`] where it is not known in which order the keys
/// were pressed.
pub fn read(typed: &str) -> Result<String, CodeProblem> {
    let mut code = String::with_capacity(LENGTH);
    let mut is_doubtful = false;
    let typed = compose_text(in_link(typed).unwrap_or(typed));
    let mut letters = typed.chars().filter(|c| c.is_alphanumeric()).peekable();
    while let Some(letter) = letters.next() {
        let (base, keys) = telex(letter);
        code.push(plain(base));
        code.extend(keys.iter().flatten().map(|key| plain(*key)));
        // A mark can be given after any of the letters that follow, and two in either order.
        let follows = letters.peek().is_some_and(|next| next.is_alphabetic());
        let given = keys.iter().flatten().count();
        is_doubtful |= given > 1 || given == 1 && follows;
    }
    let is_of_code = |letter: char| ALPHABET.iter().any(|known| char::from(*known) == letter);
    match code.len() == LENGTH && code.chars().all(is_of_code) {
        false => Err(CodeProblem::NotACode),
        true if is_doubtful => Err(CodeProblem::Composed),
        true => Ok(code),
    }
}

/// The part of a link that is the code.
fn in_link(typed: &str) -> Option<&str> {
    let (_, after) = typed.rsplit_once(IN_LINK)?;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#');
    after.split(is_end).next()
}

fn plain(letter: char) -> char {
    match letter.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    }
}

/// The letter without its marks, and the keys that Telex has taken for them: of another letter, and of
/// a tone.
fn telex(letter: char) -> (char, [Option<char>; 2]) {
    if matches!(letter, 'đ' | 'Đ') {
        return ('D', [Some('D'), None]);
    }
    let (mut base, mut other, mut tone) = (letter, None, None);
    for part in decompose_text(letter.encode_utf8(&mut [0; 4])) {
        match part {
            '\u{0302}' => other = Some(base),
            '\u{0306}' | '\u{031b}' => other = Some('W'),
            '\u{0300}' => tone = Some('F'),
            '\u{0301}' => tone = Some('S'),
            '\u{0303}' => tone = Some('X'),
            '\u{0309}' => tone = Some('R'),
            '\u{0323}' => tone = Some('J'),
            part => base = part,
        }
    }
    match (base, other) {
        // A `w` alone is ư.
        ('u' | 'U', Some(_)) => ('W', [None, tone]),
        _ => (base, [other, tone]),
    }
}
