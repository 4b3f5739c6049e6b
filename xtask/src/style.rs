//! One style sheet from the files of `style/`.

use std::path::Path;

use crate::command::{Outcome, with_path};

/// All files below `folder` as one sheet. Which rule wins is decided by the layers, so the order of
/// the files does not matter, but the statement that orders the layers must come first.
pub fn sheet(folder: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let (statements, rules): (Vec<_>, Vec<_>) = files
        .into_iter()
        .map(|(_, text)| without_comments(&text))
        .partition(|text| orders_layers(text));
    Ok(statements
        .into_iter()
        .chain(rules)
        .collect::<Vec<_>>()
        .join("\n"))
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) -> Outcome {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(with_path("read", folder))? {
        let path = entry.map_err(with_path("read", folder))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "css") {
            let text = std::fs::read_to_string(&path).map_err(with_path("read", &path))?;
            files.push((path.to_string_lossy().into_owned(), text));
        }
    }
    Ok(())
}

/// Whether the text begins with `@layer a, b, c;` (not `@layer a { … }`).
fn orders_layers(text: &str) -> bool {
    let end = text.find([';', '{']).unwrap_or(0);
    text.starts_with("@layer") && text[end..].starts_with(';')
}

/// Without comments and indentation; what compression cannot do as well.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match quote {
            Some(open) => {
                kept.push(c);
                if c == '\\' {
                    kept.extend(rest.next());
                } else if c == open {
                    quote = None;
                }
            }
            None if c == '/' && rest.peek() == Some(&'*') => {
                let mut last = ' ';
                rest.next();
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            None => {
                kept.push(c);
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
            }
        }
    }
    kept.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::{orders_layers, without_comments};

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            without_comments("/* a * b */\n  a { content: \"/* x */\" }\n\n"),
            "a { content: \"/* x */\" }"
        );
        assert_eq!(
            without_comments("a::after { content: '\\'/*' } /* end */"),
            "a::after { content: '\\'/*' }"
        );
    }

    #[test]
    fn the_statement_that_orders_layers_is_known_from_a_layer() {
        assert!(orders_layers("@layer reset, tokens;\n@layer reset {}"));
        assert!(!orders_layers("@layer reset { a { color: red; } }"));
        assert!(!orders_layers("a {}"));
    }
}
