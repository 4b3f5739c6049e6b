//! A name of a type says which one is meant: at most two things are called the same, such as the two
//! sides of one message.

use std::collections::BTreeMap;

/// How many types may share a name.
const MOST: usize = 2;

/// All declared names of types, with the places where each is declared.
#[derive(Default)]
pub struct TypeNames(BTreeMap<String, Vec<String>>);

impl TypeNames {
    /// Notes what a file declares. Tests are worlds of their own.
    pub fn note(&mut self, path: &str, text: &str) {
        if path.starts_with("tests/")
            || path.contains("/tests/")
            || path.contains("/examples/")
            || path.ends_with("/tests.rs")
        {
            return;
        }
        // A module of tests stands at the end of its file, if it is not a file of its own.
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        for (number, line) in code.unwrap_or_default().lines().enumerate() {
            if let Some(name) = declared(line) {
                let places = self.0.entry(name.to_owned()).or_default();
                places.push(format!("{path}:{}", number + 1));
            }
        }
    }

    pub fn findings(self) -> Vec<String> {
        let too_many = self.0.into_iter().filter(|(_, all)| all.len() > MOST);
        too_many
            .map(|(name, all)| format!("{name} are {} types: {}", all.len(), all.join(" ")))
            .collect()
    }
}

fn declared(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => code,
    };
    let (word, rest) = code.split_once(' ')?;
    let is_whole = matches!(word, "struct" | "enum" | "trait" | "union");
    // Of an implementation or a trait if it is indented.
    if !is_whole && (word != "type" || line.starts_with(' ')) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &rest[..end.unwrap_or(rest.len())];
    name.starts_with(|c: char| c.is_ascii_uppercase())
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_type_of_one_name_is_found() {
        let mut names = TypeNames::default();
        names.note("src/one.rs", "use crate::Place;\n\npub struct Place {");
        names.note(
            "src/two.rs",
            "pub(super) enum Place<'a> {\n    type Place: Copy;\nstruct Placeholder;",
        );
        names.note("tests/two.rs", "struct Place;");
        names.note("src/one.rs", "#[cfg(test)]\nmod tests {\nstruct Place;");
        assert_eq!(names.0["Place"].len(), 2);
        names.note(
            "src/three.rs",
            "#[cfg(test)]\nmod tests;\ntype Place = (String, String);",
        );
        assert_eq!(
            names.findings(),
            ["Place are 3 types: src/one.rs:3 src/two.rs:1 src/three.rs:3"]
        );
    }
}
