//! Two parts that the splitter cut from one module are one again.
//!
//! What several parts need, it puts into a file apart. Where one of them is always fetched first, that file
//! is only a second request, and is packed worse than as a piece of the larger one.
//!
//! Parts have the same types and the same imports, none of which is a function, and export nothing: they
//! call one another through the table of functions. So the functions and data of the second stand behind
//! those of the first, and its own numbers grow by as many.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{
    CodeSectionReader, DataSectionReader, ElementSectionReader, FunctionSectionReader, KnownCustom,
    Name, Parser, Payload,
};

/// The sections of a part.
#[derive(Default)]
struct Part<'a> {
    /// What all parts share, as bytes: types, then imports.
    shared: Vec<&'a [u8]>,
    functions: Option<FunctionSectionReader<'a>>,
    elements: Option<ElementSectionReader<'a>>,
    code: Option<CodeSectionReader<'a>>,
    data: Option<DataSectionReader<'a>>,
    /// What its functions are called, for debuggers.
    names: Vec<(u32, &'a str)>,
    /// Something that no part of the splitter's has.
    is_strange: bool,
}

impl<'a> Part<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, wasmparser::BinaryReaderError> {
        let mut part = Self::default();
        let bytes = |range: std::ops::Range<u64>| {
            let range = usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?;
            wasm.get(range)
        };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(types) => part.shared.extend(bytes(types.range())),
                Payload::ImportSection(imports) => {
                    part.shared.extend(bytes(imports.range()));
                    for import in imports.into_imports() {
                        let of_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                        part.is_strange |= of_function;
                    }
                }
                Payload::FunctionSection(functions) => part.functions = Some(functions),
                Payload::ElementSection(elements) => part.elements = Some(elements),
                Payload::CodeSectionStart { range, .. } => {
                    let start = range.start;
                    let code = bytes(range).unwrap_or_default();
                    let reader = wasmparser::BinaryReader::new(code, start);
                    part.code = Some(CodeSectionReader::new(reader)?);
                }
                Payload::CodeSectionEntry(_) => {}
                Payload::DataSection(data) => part.data = Some(data),
                Payload::ExportSection(exports) => part.is_strange |= exports.count() > 0,
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(names) = section.as_known() else {
                        continue;
                    };
                    for names in names {
                        let Name::Function(names) = names? else {
                            continue;
                        };
                        for name in names {
                            let name = name?;
                            part.names.push((name.index, name.name));
                        }
                    }
                }
                Payload::Version { .. } | Payload::DataCountSection { .. } | Payload::End(_) => {}
                _ => part.is_strange = true,
            }
        }
        Ok(part)
    }
}

/// Behind the first part of two, the second; nothing if one of them is no part of the splitter's, or they are
/// parts of two modules.
pub fn joined(first: &[u8], second: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let (before, behind) = (Part::read(first)?, Part::read(second)?);
    if before.is_strange || behind.is_strange || before.shared != behind.shared {
        return Ok(None);
    }
    let mut joining = Joining {
        functions: { before.functions.as_ref() }.map_or(0, |functions| functions.count()),
        data: before.data.as_ref().map_or(0, |data| data.count()),
        behind,
        in_second: false,
    };
    let mut module = wasm_encoder::Module::new();
    joining.parse_core_module(&mut module, Parser::new(0), first)?;
    Ok(Some(module.finish()))
}

/// Writes the first part, and at the end of each section what the second has in it.
struct Joining<'a> {
    behind: Part<'a>,
    /// How many functions and pieces of data the first has.
    functions: u32,
    data: u32,
    in_second: bool,
}

impl Joining<'_> {
    /// Does something with the numbers of the second part.
    fn in_second<T>(&mut self, does: impl FnOnce(&mut Self) -> T) -> T {
        self.in_second = true;
        let done = does(self);
        self.in_second = false;
        done
    }
}

impl Reencode for Joining<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let before = if self.in_second { self.functions } else { 0 };
        Ok(function + before)
    }

    fn data_index(&mut self, data: u32) -> Result<u32, Error> {
        let before = if self.in_second { self.data } else { 0 };
        Ok(data + before)
    }

    fn data_count(&mut self, count: u32) -> Result<u32, Error> {
        Ok(count + self.behind.data.as_ref().map_or(0, |data| data.count()))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut wasm_encoder::FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_function_section(self, functions, section)?;
        match self.behind.functions.take() {
            Some(behind) => utils::parse_function_section(self, functions, behind),
            None => Ok(()),
        }
    }

    fn parse_element_section(
        &mut self,
        elements: &mut wasm_encoder::ElementSection,
        section: ElementSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_element_section(self, elements, section)?;
        let Some(behind) = self.behind.elements.take() else {
            return Ok(());
        };
        self.in_second(|joining| utils::parse_element_section(joining, elements, behind))
    }

    fn parse_code_section(
        &mut self,
        code: &mut wasm_encoder::CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_code_section(self, code, section)?;
        let Some(behind) = self.behind.code.take() else {
            return Ok(());
        };
        self.in_second(|joining| utils::parse_code_section(joining, code, behind))
    }

    fn parse_data_section(
        &mut self,
        data: &mut wasm_encoder::DataSection,
        section: DataSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_data_section(self, data, section)?;
        let Some(behind) = self.behind.data.take() else {
            return Ok(());
        };
        self.in_second(|joining| utils::parse_data_section(joining, data, behind))
    }

    fn parse_custom_name_subsection(
        &mut self,
        names: &mut wasm_encoder::NameSection,
        section: Name<'_>,
    ) -> Result<(), Error> {
        let Name::Function(functions) = section else {
            return utils::parse_custom_name_subsection(self, names, section);
        };
        let mut all = utils::name_map(functions, Ok)?;
        for (index, name) in &self.behind.names {
            all.append(index + self.functions, name);
        }
        names.functions(&all);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::joined;
    use wasm_encoder::{
        CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
        ExportSection, Function, FunctionSection, ImportSection, Module, RefType, TableType,
        TypeSection,
    };

    /// Two functions, of which the first calls the second; it stands in the table at `place`, and
    /// `place` is written to the memory, too.
    fn part(place: u32, exports: bool) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let table = TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 8,
            maximum: None,
            shared: false,
        };
        imports.import("main", "table", EntityType::Table(table));
        let memory = wasm_encoder::MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        imports.import("main", "memory", EntityType::Memory(memory));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let at = ConstExpr::i32_const(place.cast_signed());
        let mut elements = ElementSection::new();
        elements.active(Some(0), &at, Elements::Functions((&[1][..]).into()));
        let mut code = CodeSection::new();
        let (mut first, mut second) = (Function::new([]), Function::new([]));
        first.instructions().call(1).end();
        second.instructions().end();
        code.function(&first).function(&second);
        let mut data = DataSection::new();
        data.active(0, &at, place.to_le_bytes());
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        if exports {
            let mut exports = ExportSection::new();
            exports.export("first", ExportKind::Func, 0);
            module.section(&exports);
        }
        module.section(&elements).section(&code).section(&data);
        module.finish()
    }

    #[test]
    fn the_numbers_of_the_second_grow() {
        let (first, second) = (part(2, false), part(5, false));
        let one = joined(&first, &second).expect("wasm").expect("parts");
        wasmparser::validate(&one).expect("a valid module");
        let words = calls(&one);
        assert_eq!(
            words,
            ["call 1", "call 3", "in the table: 1", "in the table: 3"]
        );
        assert_eq!(joined(&first, &part(5, true)).expect("wasm"), None);
        assert!(joined(b"<!doctype html>", &second).is_err());
    }

    /// What calls what, and what stands in the table.
    fn calls(wasm: &[u8]) -> Vec<String> {
        let mut words = Vec::new();
        for payload in wasmparser::Parser::new(0).parse_all(wasm) {
            match payload.expect("a section") {
                wasmparser::Payload::CodeSectionEntry(body) => {
                    for operator in body.get_operators_reader().expect("code") {
                        if let Ok(wasmparser::Operator::Call { function_index }) = operator {
                            words.push(format!("call {function_index}"));
                        }
                    }
                }
                wasmparser::Payload::ElementSection(elements) => {
                    for element in elements {
                        let items = element.expect("an element").items;
                        if let wasmparser::ElementItems::Functions(functions) = items {
                            let all = functions.into_iter().flatten();
                            words.extend(all.map(|function| format!("in the table: {function}")));
                        }
                    }
                }
                _ => {}
            }
        }
        words.sort();
        words
    }
}
