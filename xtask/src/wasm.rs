//! Making a WASM file and its script smaller without understanding them: what both call by a long name
//! gets a short one, numbers that a linker left room in are written anew, and what only debuggers and
//! linkers read is dropped. Why not wasm-opt: docs/decisions/0007; why names: docs/decisions/0019.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{Export, Parser, Payload};

/// The readers of a WASM file, by whom names in it are kept or dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasmAudience {
    Debuggers,
    Browsers,
}

/// Short names for what a file takes from its script and the other way round. wasm-bindgen ends
/// each name with a hash of sixteen digits, which no compression makes smaller.
#[derive(Debug, Default)]
pub struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    pub fn of(wasm: &[u8]) -> Result<Self, wasmparser::BinaryReaderError> {
        let mut long: Vec<String> = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        long.push(import?.name.to_owned());
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        long.push(export?.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        long.retain(|name| ends_with_a_hash(name));
        let named = long.into_iter().enumerate();
        Ok(Self(
            named
                .map(|(place, name)| (name, format!("${place}")))
                .collect(),
        ))
    }

    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The script with them, wherever a long name stands whole.
    pub fn in_script(&self, script: &str) -> String {
        let mut written = String::with_capacity(script.len());
        let mut rest = script;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        while let Some(start) = rest.find(is_part) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            written.push_str(before);
            written.push_str(self.short(word));
            rest = after;
        }
        written.push_str(rest);
        written
    }
}

/// `__wbg_value_df0a0e29a4d182fe`, `…__invoke__h3eb8322fc7257840`, and the same with `_14` behind it.
fn ends_with_a_hash(name: &str) -> bool {
    let without_number = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = match without_number.strip_suffix('_') {
        Some(before) if without_number.len() < name.len() && ends_in_hash(before) => before,
        _ => name,
    };
    ends_in_hash(name)
}

fn ends_in_hash(name: &str) -> bool {
    let hash = name.rsplit('_').next().unwrap_or_default();
    let hash = hash.strip_prefix('h').unwrap_or(hash);
    hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The file with short names, its numbers without a linker's padding.
pub fn smaller(wasm: &[u8], names: &ShortNames, whom: WasmAudience) -> Result<Vec<u8>, Error> {
    let mut module = wasm_encoder::Module::new();
    Smaller { names, whom }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

struct Smaller<'a> {
    names: &'a ShortNames,
    whom: WasmAudience,
}

impl Reencode for Smaller<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        section: &mut wasm_encoder::ImportSection,
        imports: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in imports.into_imports() {
            let import = import?;
            let name = self.names.short(import.name);
            section.import(import.module, name, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        section: &mut wasm_encoder::ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error> {
        let name = self.names.short(export.name);
        utils::parse_export(self, section, Export { name, ..export })
    }

    fn parse_custom_section(
        &mut self,
        module: &mut wasm_encoder::Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        let name = section.name();
        // What linkers leave for one another is of no use in a browser, and is no longer true.
        let of_linkers = name == "linking" || name.starts_with("reloc.");
        let of_debuggers = ["name", "producers"].contains(&name) || name.starts_with(".debug_");
        if of_linkers || of_debuggers && self.whom == WasmAudience::Browsers {
            return Ok(());
        }
        utils::parse_custom_section(self, module, section)
    }
}

#[cfg(test)]
mod tests {
    use super::{ShortNames, WasmAudience, ends_with_a_hash, smaller};
    use wasm_encoder::{
        CodeSection, CustomSection, EntityType, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, Module, TypeSection,
    };

    const TAKEN: &str = "__wbg_value_df0a0e29a4d182fe";
    const GIVEN: &str = "invoke__h470a14ba10731bc4_14";

    /// Takes one function and gives one; and what debuggers and others read.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./a_bg.js", TAKEN, EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export(GIVEN, ExportKind::Func, 1);
        exports.export("main", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        for name in ["name", "linking", "reloc.CODE", "target_features"] {
            let (name, data) = (name.into(), (&[][..]).into());
            module.section(&CustomSection { name, data });
        }
        module.finish()
    }

    fn has(wasm: &[u8], words: &str) -> bool {
        let words = words.as_bytes();
        wasm.windows(words.len()).any(|part| part == words)
    }

    #[test]
    fn a_file_and_its_script_call_each_other_by_short_names() {
        let whole = module();
        let names = ShortNames::of(&whole).expect("names");
        let small = smaller(&whole, &names, WasmAudience::Browsers).expect("a file");
        for (words, is_there) in [
            (TAKEN, false),
            (GIVEN, false),
            ("main", true),
            ("linking", false),
            ("reloc.", false),
            ("target_features", true),
        ] {
            assert_eq!(has(&small, words), is_there, "{words}");
            assert!(has(&whole, words), "{words}");
        }
        let again = ShortNames::of(&small).expect("names");
        assert!(again.0.is_empty(), "{again:?}");
        let script = format!("f({{ {TAKEN}: () => wasm.{GIVEN}(), {TAKEN}x: 1, `${{main}}` }})");
        let short = format!("f({{ $0: () => wasm.$1(), {TAKEN}x: 1, `${{main}}` }})");
        assert_eq!(names.in_script(&script), short);
    }

    #[test]
    fn debuggers_keep_the_names_of_functions() {
        let kept =
            smaller(&module(), &ShortNames::default(), WasmAudience::Debuggers).expect("a file");
        assert!(has(&kept, "name") && !has(&kept, "linking"));
        let dropped =
            smaller(&module(), &ShortNames::default(), WasmAudience::Browsers).expect("a file");
        assert!(dropped.len() < kept.len());
    }

    #[test]
    fn what_is_not_wasm_is_refused() {
        assert!(ShortNames::of(b"<!doctype html>").is_err());
        assert!(
            smaller(
                b"\0asm\x01\0\0\0\x00\xff",
                &ShortNames::default(),
                WasmAudience::Browsers
            )
            .is_err()
        );
    }

    #[test]
    fn only_names_with_a_hash_are_shortened() {
        for (name, has_one) in [
            (TAKEN, true),
            (GIVEN, true),
            ("invoke__h470a14ba10731bc4", true),
            ("__wbindgen_generic_0000000000000009", true),
            ("__wbindgen_start", false),
            ("__wasm_split_shared0", false),
            ("memory", false),
        ] {
            assert_eq!(ends_with_a_hash(name), has_one, "{name}");
        }
    }
}
