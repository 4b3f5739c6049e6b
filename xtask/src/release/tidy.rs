//! What only those read who write it does not go over the line.

/// Full-line comments and indentation of scripts that have no text of several lines: ours, and
/// wasm-bindgen's.
pub(super) fn without_js_comments(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !is_comment(line));
    lines.map(|line| format!("{line}\n")).collect()
}

fn is_comment(line: &str) -> bool {
    let is_block =
        line.starts_with("/**") && line.find("*/").is_none_or(|end| end + 2 == line.len());
    line.starts_with("//") || is_block || line.starts_with("* ") || line == "*/"
}

pub(super) fn without_html_comments(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}
