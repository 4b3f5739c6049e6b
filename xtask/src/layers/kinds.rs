//! What is known of a kind of records stands in its row (`register::kind`): a `match` elsewhere
//! would be one more place to think of with every new kind.

/// The rows.
const HOME: &str = "crates/register/src/kind.rs";

/// Whether a line of code tells kinds apart in a pattern.
pub fn are_told_apart(path: &str, code: &str) -> bool {
    let named = code.match_indices("kind::").filter_map(|(at, word)| {
        let rest = &code[at + word.len()..];
        let end = rest.find(|c: char| !c.is_ascii_uppercase() && c != '_');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        (!name.is_empty()).then(|| (code[..at].trim_end(), after.trim_start()))
    });
    let is_pattern = |(before, after): (&str, &str)| {
        let before = before.trim_end_matches("register::").trim_end();
        after.starts_with("=>")
            || after.starts_with('|') && !after.starts_with("||")
            || before.ends_with('|') && !before.ends_with("||")
    };
    path != HOME && { named }.any(is_pattern)
}
