//! What only those read who write it does not go over the line.

/// Full-line comments and indentation of scripts that have no text of several lines: ours, and
/// wasm-bindgen's.
pub(super) fn without_js_comments(script: &str) -> String {
    let mut in_block = false;
    let is_code = |line: &&str| {
        let begins = line.starts_with("/**");
        let is_comment = in_block || begins || line.starts_with("//");
        in_block = (in_block || begins) && !line.contains("*/");
        // Code behind a comment's end is nowhere, and would not be lost.
        !line.is_empty() && (!is_comment || line.contains("*/") && !line.ends_with("*/"))
    };
    let lines = script.lines().map(str::trim).filter(is_code);
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn comments_of_scripts_are_left_out_and_nothing_else() {
    let script = "/**\n * One.\n *\n * @returns {any}\n */\nexport function f() {\n    // two\n    \
         return a\n        * b; /* three */\n}\n/** four */\n/** five */ let g;\n";
    let code = "export function f() {\nreturn a\n* b; /* three */\n}\n/** five */ let g;\n";
    assert_eq!(without_js_comments(script), code);
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
