//! Are the words on the screen Vietnamese? What a program lets slip, «undefined», an id, is not.

use crate::Phone;

impl Phone {
    /// No word on the screen is one that Vietnamese does not have, such as «undefined».
    pub async fn speaks_vietnamese(&self) {
        // Codes are for copying, not for reading.
        let words: String = self.script("return [...document.querySelectorAll('p.code')].reduce((words, code) => words.replace(code.innerText, ''), document.body.innerText)").await;
        let foreign: Vec<&str> = words
            .split(|c: char| !c.is_alphanumeric() && c != '{' && c != '}')
            .filter(|word| is_foreign(word))
            .collect();
        assert!(
            foreign.is_empty(),
            "not Vietnamese: {foreign:?}\non the screen:\n{words}"
        );
    }
}

/// Vietnamese is written in short syllables; what does not fit their form is foreign. Names of
/// programs and files and signs of documents are known.
fn is_foreign(word: &str) -> bool {
    const KNOWN: [&str; 23] = [
        "zalo",
        "chrome",
        "safari",
        "iphone",
        "android",
        "http",
        "https",
        "ttr",
        "hđtđkt",
        "fax",
        "email",
        "km",
        "javascript",
        "ms",
        "jpg",
        "pdf",
        "txt",
        "word",
        "video",
        "clip",
        "cookie",
        "telex",
        "web",
    ];
    let id = word.len() > 14
        && word.chars().any(|c| c.is_ascii_digit())
        && word.chars().any(|c| c.is_ascii_lowercase())
        && word.chars().any(|c| c.is_ascii_uppercase());
    if word.contains(['{', '}']) || id {
        return true;
    }
    let ascii = word.chars().all(|c| c.is_ascii_alphabetic());
    let capitals = word.chars().all(|c| c.is_ascii_uppercase());
    if !ascii || capitals || word.len() < 3 {
        return false;
    }
    let lower = word.to_lowercase();
    if KNOWN.contains(&lower.as_str()) {
        return false;
    }
    let starts = [
        "ngh", "ng", "nh", "kh", "gh", "gi", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "g", "h",
        "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
    ];
    let vowels =
        |text: &str| (1..=3).contains(&text.len()) && text.chars().all(|c| "aeiouy".contains(c));
    // A syllable that ends in c, ch, p or t always carries a mark.
    let ends = ["ng", "nh", "m", "n", ""];
    !starts.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            ends.iter()
                .any(|end| rest.strip_suffix(end).is_some_and(vowels))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn a_foreign_word_is_noticed() {
        for word in [
            "undefined",
            "null",
            "error",
            "save",
            "{block}",
            "NaNs",
            "offline",
        ] {
            assert!(is_foreign(word), "{word}");
        }
        for word in [
            "Trang", "thi", "UBND", "Quy", "nghe", "quan", "kinh", "2026", "Gia", "khoa",
        ] {
            assert!(!is_foreign(word), "{word}");
        }
    }
}
