//! Unicode's two canonical forms, over the tables of `unicode-normalization`.
//!
//! The crate's own iterators also carry the tables of the compatibility forms,
//! which nobody here wants and which weigh more than all of our checks in the
//! first load. A property test holds these two against the crate's.

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// NFC: a letter and its marks in one character, as phones type them.
pub fn compose_text(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut composed: Vec<char> = Vec::with_capacity(text.len());
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    for character in decompose_text(text) {
        let class = canonical_combining_class(character);
        if let Some(place) = starter {
            let unblocked = place + 1 == composed.len() || last_class < class;
            let pair = unblocked.then(|| compose(composed[place], character));
            if let Some(one) = pair.flatten() {
                composed[place] = one;
                continue;
            }
        }
        if class == 0 {
            starter = Some(composed.len());
        }
        last_class = class;
        composed.push(character);
    }
    composed.into_iter().collect()
}

/// NFD: letters, each followed by its marks in their canonical order.
pub fn decompose_text(text: &str) -> Vec<char> {
    let mut characters = Vec::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            characters.push(character);
        } else {
            decompose_canonical(character, |part| characters.push(part));
        }
    }
    order_marks(&mut characters);
    characters
}

/// Marks of one letter by their class, those of one class left as they stand.
fn order_marks(characters: &mut [char]) {
    for end in 1..characters.len() {
        let class = canonical_combining_class(characters[end]);
        let mut place = end;
        while class != 0 && place > 0 && canonical_combining_class(characters[place - 1]) > class {
            characters.swap(place - 1, place);
            place -= 1;
        }
    }
}
