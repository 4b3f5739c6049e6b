//! The tree of a criterion as it is shown.

use super::{collective, head, history, individual, judged, rated, with_figures};
use crate::engine::golden;
use register::criteria::Status::{Met, NotMet, Unknown};
use register::criteria::*;

pub fn show(node: &Node) -> String {
    let mut lines = String::new();
    show_below(node, 0, &mut lines);
    lines
}

fn show_below(node: &Node, depth: usize, lines: &mut String) {
    let mark = match node.status {
        Met => "✓",
        NotMet => "✗",
        Unknown => "?",
    };
    let rule = match node.rule {
        Combination::All => "[tất cả] ".to_owned(),
        Combination::Any => "[một trong] ".to_owned(),
        Combination::AtLeast(count) => format!("[ít nhất {count:02}] "),
        Combination::Leaf => String::new(),
    };
    let found = if node.found.is_empty() {
        String::new()
    } else {
        format!(" → {}", node.found)
    };
    let clause = node
        .clause
        .as_ref()
        .map_or(String::new(), |clause| format!(" ({clause})"));
    let key = node
        .key
        .as_ref()
        .map_or(String::new(), |key| format!("{key} "));
    *lines += &format!(
        "{}{mark} {key}{rule}{}{found}{clause}\n",
        "  ".repeat(depth),
        node.text
    );
    for below in &node.below {
        show_below(below, depth + 1, lines);
    }
}

#[test]
fn the_tree_says_why() {
    let team = collective(
        "small",
        "collective",
        history(
            &rated("tx-xh"),
            &[
                ("provincialEmulationFlag", 2019),
                ("provincialCommendation", 2017),
            ],
        ),
    );
    let head = head("grassrootsUnit", Some(history(&rated("tttt"), &[])));
    let farmer = with_figures(
        individual("farmer", History::default()),
        "yearlyIncome",
        &[(Some(2016), 210_000_000), (Some(2017), 180_500_000)],
    );
    let mut shown = String::new();
    for candidate in [&team, &head, &farmer] {
        for one in judged(candidate).criteria {
            shown += &format!(
                "{} {} ({} - {})\n{}\n",
                one.id,
                one.name,
                one.span.from,
                one.span.to,
                show(&one.node)
            );
        }
    }
    golden("why.txt", &shown);
}
