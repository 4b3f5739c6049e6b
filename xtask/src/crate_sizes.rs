//! What each crate costs: the code of the app as it is linked, before it is cut in two and packed, by
//! the crate that each function's name begins with. A library's function that is made for one of
//! our types counts as the library's.

use std::collections::BTreeMap;
use std::path::Path;

use crate::command::{Outcome, with_path};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// So many libraries are shown beside our own crates.
const LARGEST: usize = 10;
/// Under this many bytes of code a crate is one of the others.
const SMALL: u64 = 500;

/// Prints a line of it.
pub fn say(linked: &Path, ours: &[&str]) -> Outcome {
    let wasm = std::fs::read(linked).map_err(with_path("read", linked))?;
    let sizes = of(&wasm).unwrap_or_default();
    let is_ours = |name: &str| ours.iter().any(|own| own.replace('-', "_") == name);
    let line = |sizes: Vec<(&String, &u64)>| {
        let words = sizes.iter().map(|(name, size)| format!("{name} {size}"));
        words.collect::<Vec<_>>().join(" · ")
    };
    let mut all: Vec<(&String, &u64)> = sizes.iter().collect();
    all.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(name, _)| is_ours(name));
    let others = others.into_iter().filter(|(_, size)| **size >= SMALL);
    println!("  code by crate, in bytes before packing:");
    println!("    ours: {}", line(own));
    println!(
        "    largest others: {}",
        line(others.take(LARGEST).collect())
    );
    Ok(())
}

fn of(wasm: &[u8]) -> Result<BTreeMap<String, u64>, wasmparser::BinaryReaderError> {
    let (mut imported, mut sizes) = (0_u32, Vec::new());
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                    imported += u32::from(is_function);
                }
            }
            Payload::CodeSectionEntry(body) => {
                sizes.push(body.range().end - body.range().start);
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else {
                    continue;
                };
                for subsection in subsections {
                    let Name::Function(functions) = subsection? else {
                        continue;
                    };
                    for function in functions {
                        let function = function?;
                        names.insert(function.index, crate_in(function.name));
                    }
                }
            }
            _ => {}
        }
    }
    let mut by_crate = BTreeMap::new();
    for (place, size) in (imported..).zip(sizes) {
        let name = names.remove(&place).unwrap_or_default();
        *by_crate.entry(name).or_default() += size;
    }
    Ok(by_crate)
}

/// The crate that a symbol begins with, mangled in either way of Rust's or not at all; of
/// `<X as Y>::z` it is that of `X`.
fn crate_in(symbol: &str) -> String {
    let part = if let Some(rest) = symbol.strip_prefix("_R") {
        first_crate(rest)
    } else if let Some(rest) = symbol.strip_prefix("_ZN") {
        counted(rest)
    } else {
        symbol
    };
    let part = part.trim_start_matches(['_', '<', '&', ' ']);
    let part = part.strip_prefix("$LT$").unwrap_or(part);
    let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
    let word = part.get(..end.unwrap_or(part.len())).unwrap_or_default();
    word.split("..").next().unwrap_or_default().to_owned()
}

/// The letters after a number that counts them.
fn counted(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, rest) = text.split_at(digits);
    let rest = rest.strip_prefix('_').unwrap_or(rest);
    let count: usize = count.parse().unwrap_or_default();
    rest.get(..count.min(rest.len())).unwrap_or(rest)
}

/// `…Cs1234_6client…`: a crate's root is a `C`, perhaps with a mark that tells versions apart.
fn first_crate(text: &str) -> &str {
    let roots = text.match_indices('C').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = match rest.strip_prefix('s') {
            Some(marked) => marked.split_once('_')?.1,
            None => rest,
        };
        let name = counted(rest);
        (rest.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()).then_some(name)
    });
    { roots }.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::crate_in;

    #[test]
    fn symbols_say_whose_they_are() {
        for (symbol, expected) in [
            (
                "_ZN6client4sync7machine4Sync2on17h0123456789abcdefE",
                "client",
            ),
            (
                "_ZN66_$LT$replica..Replica$LT$S$GT$$u20$as$u20$X$GT$3new17hE",
                "replica",
            ),
            (
                "_RNvMs_NtNtCs4fqI2P2rA04_6client4sync7machineNtB4_4Sync2on",
                "client",
            ),
            ("leptos::mount::mount_to_body", "leptos"),
            ("<leptos_dom::Thing as core::fmt::Debug>::fmt", "leptos_dom"),
            ("memcpy", "memcpy"),
        ] {
            assert_eq!(crate_in(symbol), expected, "{symbol}");
        }
    }
}
