//! The code of an invitation, as people type it: in small letters, with blanks and dashes, as the
//! whole link, with the dot of its sentence, in the message that it came in, or through a keyboard that
//! makes Vietnamese of it.

use crate::text::readable;
use normal_form::{compose_text, decompose_text};

/// What a code may consist of: Crockford's base32, which has no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What new codes consist of. Without vowels, D and W no keyboard makes other letters of them,
/// neither Telex (`ee` ê, `x` a tone, `dd` đ, `w` ư) nor VNI (`d9` đ).
pub const OF_NEW_CODES: &[u8; 27] = b"0123456789BCFGHJKMNPQRSTVXZ";
pub const LENGTH: usize = 10;
/// In a link the code follows this.
const IN_LINK: &str = "/moi/";
/// So many letters stand between the dashes of a code.
const GROUPS: [usize; 3] = [4, 4, 2];

/// The reason why typed text is no invitation's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// Not so many letters, or letters of no code.
    NotACode,
    /// A keyboard has made Vietnamese of it, and it could have been typed in several ways.
    Composed,
}

/// What was typed, or what a link or a message carries, as ten letters and digits.
///
/// Case, blanks, dashes and other signs do not matter; letters that look like digits are those
/// digits. Where Telex has put a mark on a letter, it is taken back.
///
/// # Errors
/// [`CodeProblem::NotACode`], also of a message with several; [`CodeProblem::Composed`] where it is not
/// known in which order the keys were pressed.
pub fn read(typed: &str) -> Result<String, CodeProblem> {
    let whole = read_whole(in_link(typed).unwrap_or(typed));
    whole.or_else(|problem| in_message(typed).ok_or(problem))
}

fn read_whole(typed: &str) -> Result<String, CodeProblem> {
    let mut code = String::with_capacity(LENGTH);
    let mut is_doubtful = false;
    let typed = compose_text(typed);
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

/// The one code among the words of a message: written at one go, or in its groups. Ten digits are a
/// telephone number.
fn in_message(message: &str) -> Option<String> {
    let message = readable(message);
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    // A dash that has blanks around it stands between words.
    let written = message.split(|c: char| !c.is_alphanumeric() && !is_dash(c));
    let written: Vec<&str> = written.filter(|word| !word.is_empty()).collect();
    let at_one_go = written.iter().filter_map(|word| {
        let groups: Vec<&str> = word
            .split(is_dash)
            .filter(|part| !part.is_empty())
            .collect();
        let code = as_it_is_given(&groups)?;
        // «facebookvn» is none.
        let has_digit = word.contains(|c: char| c.is_ascii_digit());
        (has_digit || is_new(groups.concat())).then_some(code)
    });
    let apart = written
        .windows(GROUPS.len())
        .filter_map(|groups| as_it_is_given(groups).filter(|_| is_new(groups.concat())));
    let mut found: Vec<String> = at_one_go.chain(apart).collect();
    found.dedup();
    <[String; 1]>::try_from(found).ok().map(|[code]| code)
}

/// The code of these groups, if a code is given out in such ones or in one.
fn as_it_is_given(groups: &[&str]) -> Option<String> {
    let lengths = groups.iter().map(|group| group.chars().count());
    let is_given = groups.len() == 1 || lengths.eq(GROUPS);
    let code = read_whole(&groups.concat()).ok()?;
    let is_number = code.chars().all(|letter| letter.is_ascii_digit());
    (is_given && !is_number).then_some(code)
}

/// Whether new codes have such letters; no words of a sentence do without vowels.
fn is_new(written: String) -> bool {
    let mut letters = written.bytes();
    letters.all(|letter| OF_NEW_CODES.contains(&letter.to_ascii_uppercase()))
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
