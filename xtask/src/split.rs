//! The wasm in two: what opens, reads, searches and keeps the usual dump comes at once, and the second part when something
//! in it is called for the first time (`boot.js`).
//!
//! Both parts share memory, tables and globals, so that no code knows of it. A function that moved to the second part leaves
//! a door in the first: it sees to it that the second part is here, and calls on through the function's slot of the table,
//! which the second part fills when it comes. What the second part uses of the first it imports.

mod graph;
mod rules;
#[cfg(test)]
mod tests;

use crate::shell::Result;
use graph::{Module, Sides};
use std::collections::BTreeMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataCountSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, MemorySection, NameMap, NameSection, RawSection, StartSection, TableSection, TableType, TypeSection,
    ValType,
};

/// What imports are called by their module, in both parts (see [`crate::slim`]).
const MODULE: &str = crate::slim::MODULE;
/// The import that brings the second part: no short name of [`crate::slim`] has a sign in it.
const BRING: &str = "_";
/// Wasm's number of the section with the data.
const DATA: u8 = 11;

/// A module in two.
pub struct Parts {
    /// What comes at once.
    pub first: Vec<u8>,
    /// What comes later.
    pub second: Vec<u8>,
    /// The script of the first, which can bring the second.
    pub script: String,
    /// What is where, for whoever looks for weight: a line per door, then functions by their size.
    pub report: String,
}

/// Parts a module and lets its script (both as [`crate::slim`] leaves them) know of the second part, which also brings some
/// of the texts.
///
/// # Errors
/// When either is not as wasm-bindgen makes them.
pub fn split(wasm: &[u8], script: &str, texts: &[Vec<u8>]) -> Result<Parts> {
    let module = Module::read(wasm)?;
    let sides = Sides::of(&module, rules::SECOND)?;
    let splitter = Splitter::new(&module, &sides, texts)?;
    let object = format!("\"{MODULE}\": import0");
    if script.matches(&object).count() != 1 {
        return Err(format!("expected `{object}` in the script of wasm-bindgen, found another form"));
    }
    // The page and the worker each have a function of this name (boot.js); the exports are what the second part imports.
    let with = format!("\"{MODULE}\": {{ ...import0, {BRING}: () => paperdeckBring() }}");
    let script = script.replace(&object, &with) + "\nexport const exported = () => wasm;\n";
    Ok(Parts { first: splitter.first()?, second: splitter.second()?, script, report: sides.report(&module) })
}

/// What [`split`] is given for the app.
///
/// # Errors
/// When a file cannot be read.
pub fn texts() -> Result<Vec<Vec<u8>>> {
    let read = |name: &&str| {
        std::fs::read(crate::shell::root().join(name)).map_err(|error| format!("{name} cannot be read: {error}"))
    };
    rules::TEXTS.iter().map(read).collect()
}

struct Splitter<'a> {
    module: &'a Module<'a>,
    sides: &'a Sides,
    types: TypeSection,
    /// The type of a function that takes and gives nothing.
    nothing: u32,
    /// The table of functions, with a slot for every function of the second part that the first calls.
    table: TableType,
    /// Slots that the second part fills, and with which functions.
    slots: BTreeMap<u32, u32>,
    /// The slot through which the first part calls a function of the second.
    slot_of: BTreeMap<u32, u32>,
    /// Texts that the second part brings, where they stand in the memory, and in the data's section.
    texts: Vec<(&'a [u8], u32, usize)>,
    /// Names under which the second part imports: functions, globals, tables, memory.
    names: BTreeMap<(Kind, u32), String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Function,
    Global,
    Table,
    Memory,
}

impl<'a> Splitter<'a> {
    fn new(module: &'a Module<'a>, sides: &'a Sides, texts: &'a [Vec<u8>]) -> Result<Self> {
        let mut plain = Map::default();
        let mut types = TypeSection::new();
        for ty in &module.types {
            types.ty().func_type(&plain.func_type(ty.clone()).map_err(failed)?);
        }
        let nothing = module.types.iter().position(|ty| ty.params().is_empty() && ty.results().is_empty());
        let nothing = nothing.ok_or("expected a function that takes and gives nothing in the wasm, found none")? as u32;
        let mut table = plain.table_type(module.table()?.ty).map_err(failed)?;

        let mut slots = BTreeMap::new();
        for (at, functions) in &module.elements {
            slots.extend((*at..).zip(functions.iter().copied()).filter(|(_, function)| sides.is_second(*function)));
        }
        let mut slot_of = BTreeMap::new();
        for (slot, function) in &slots {
            slot_of.entry(*function).or_insert(*slot);
        }
        for function in &sides.doors {
            if !slot_of.contains_key(function) {
                let slot = table.minimum as u32;
                slot_of.insert(*function, slot);
                slots.insert(slot, *function);
                table.minimum += 1;
            }
        }
        table.maximum = table.maximum.map(|most| most.max(table.minimum));

        let mut all: Vec<(Kind, u32)> = sides.used.iter().map(|function| (Kind::Function, *function)).collect();
        all.extend(sides.globals.iter().map(|global| (Kind::Global, *global)));
        all.extend((0..module.tables.len() as u32).map(|table| (Kind::Table, table)));
        all.push((Kind::Memory, 0));
        let names =
            all.into_iter().zip((0..).map(|number| format!("{BRING}{}", crate::slim::letters(number)))).collect();
        let place = |text: &'a Vec<u8>| module.text(text).map(|(address, at)| (text.as_slice(), address, at));
        let texts = texts.iter().map(place).collect::<Result<_>>()?;
        Ok(Self { module, sides, types, nothing, table, slots, slot_of, texts, names })
    }

    fn first(&self) -> Result<Vec<u8>> {
        let (module, sides) = (self.module, self.sides);
        let bring = module.imported();
        let mut numbers: BTreeMap<u32, u32> = (0..bring).map(|function| (function, function)).collect();
        let mut next = bring + 1..;
        numbers.extend(sides.first.iter().copied().zip(&mut next));
        numbers.extend(self.slot_of.keys().copied().zip(&mut next));
        let arrive = next.start;
        let arrived = module.globals.len() as u32;
        let mut map = Map { functions: Some(numbers), globals: None };

        let mut imports = ImportSection::new();
        for import in &module.imports {
            imports.import(import.module, import.name, map.entity_type(import.ty).map_err(failed)?);
        }
        imports.import(MODULE, BRING, EntityType::Function(self.nothing));
        let mut functions = FunctionSection::new();
        for function in sides.first.iter().chain(self.slot_of.keys()) {
            functions.function(module.type_of(*function)?);
        }
        functions.function(self.nothing);
        let mut tables = TableSection::new();
        for (number, table) in module.tables.iter().enumerate() {
            tables.table(self.table_type(number, table)?);
        }
        let mut memories = MemorySection::new();
        for memory in &module.memories {
            memories.memory(map.memory_type(*memory).map_err(failed)?);
        }
        let mut globals = GlobalSection::new();
        for global in &module.globals {
            let start = map.const_expr(global.init_expr.clone()).map_err(failed)?;
            globals.global(map.global_type(global.ty).map_err(failed)?, &start);
        }
        globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(0));
        let mut exports = ExportSection::new();
        for export in &module.exports {
            let kind = map.export_kind(export.kind).map_err(failed)?;
            exports.export(export.name, kind, map.external_index(export.kind, export.index).map_err(failed)?);
        }
        for ((kind, number), name) in &self.names {
            let (kind, number) = match kind {
                Kind::Function => (ExportKind::Func, map.function_index(*number).map_err(failed)?),
                Kind::Global => (ExportKind::Global, *number),
                Kind::Table => (ExportKind::Table, *number),
                Kind::Memory => (ExportKind::Memory, *number),
            };
            exports.export(name, kind, number);
        }
        let mut elements = ElementSection::new();
        for (at, functions) in &module.elements {
            self.fill(&mut elements, *at, functions, &mut map)?;
        }
        for element in &module.other_elements {
            map.parse_element(&mut elements, element.clone()).map_err(failed)?;
        }
        let mut code = CodeSection::new();
        for function in &sides.first {
            if sides.dead.contains(function) {
                code.function(&body(&[Instruction::Unreachable, Instruction::End]));
            } else {
                map.parse_function_body(&mut code, module.body(*function)?.clone()).map_err(failed)?;
            }
        }
        for (function, slot) in &self.slot_of {
            code.function(&self.door(*function, *slot, arrive)?);
        }
        let once = [
            Instruction::GlobalGet(arrived),
            Instruction::I32Eqz,
            Instruction::If(BlockType::Empty),
            Instruction::Call(bring),
            Instruction::I32Const(1),
            Instruction::GlobalSet(arrived),
            Instruction::End,
            Instruction::End,
        ];
        code.function(&body(&once));

        let mut out = wasm_encoder::Module::new();
        out.section(&self.types).section(&imports).section(&functions).section(&tables).section(&memories);
        out.section(&globals).section(&exports);
        if let Some(start) = module.start {
            out.section(&StartSection { function_index: map.function_index(start).map_err(failed)? });
        }
        out.section(&elements);
        if let Some(count) = module.data_count {
            out.section(&DataCountSection { count });
        }
        out.section(&code);
        if !module.data.is_empty() {
            // Zeros, which wasm-opt leaves out.
            let mut data = module.data.to_vec();
            for (text, _, at) in &self.texts {
                data[*at..at + text.len()].fill(0);
            }
            out.section(&RawSection { id: DATA, data: &data });
        }
        self.customs(&mut out, &map);
        Ok(out.finish())
    }

    fn second(&self) -> Result<Vec<u8>> {
        let (module, sides) = (self.module, self.sides);
        let functions = sides.used.iter().chain(&sides.second).copied().zip(0..).collect();
        let mut map =
            Map { functions: Some(functions), globals: Some(sides.globals.iter().copied().zip(0..).collect()) };
        let mut imports = ImportSection::new();
        for ((kind, number), name) in &self.names {
            let ty = match kind {
                Kind::Function => EntityType::Function(module.type_of(*number)?),
                Kind::Global => EntityType::Global(map.global_type(module.global(*number)?).map_err(failed)?),
                Kind::Table => match module.tables.get(*number as usize) {
                    Some(table) => EntityType::Table(self.table_type(*number as usize, table)?),
                    None => return Err(format!("expected table {number} in the wasm, found fewer")),
                },
                Kind::Memory => {
                    let memory = module.memories.first().ok_or("expected a memory in the wasm, found none")?;
                    EntityType::Memory(map.memory_type(*memory).map_err(failed)?)
                }
            };
            imports.import(MODULE, name, ty);
        }
        let mut functions = FunctionSection::new();
        for function in &sides.second {
            functions.function(module.type_of(*function)?);
        }
        let mut elements = ElementSection::new();
        let mut run: Vec<u32> = Vec::new();
        let mut slots = self.slots.iter().peekable();
        while let Some((slot, function)) = slots.next() {
            run.push(*function);
            if slots.peek().is_none_or(|(next, _)| **next != slot + 1) {
                self.fill(&mut elements, slot + 1 - run.len() as u32, &run, &mut map)?;
                run.clear();
            }
        }
        let mut code = CodeSection::new();
        for function in &sides.second {
            map.parse_function_body(&mut code, module.body(*function)?.clone()).map_err(failed)?;
        }
        let mut out = wasm_encoder::Module::new();
        out.section(&self.types).section(&imports).section(&functions).section(&elements).section(&code);
        if !self.texts.is_empty() {
            let mut data = DataSection::new();
            for (text, address, _) in &self.texts {
                data.active(0, &ConstExpr::i32_const(*address as i32), text.iter().copied());
            }
            out.section(&data);
        }
        self.customs(&mut out, &map);
        Ok(out.finish())
    }

    /// Sees that the second part is here, and calls on through the table.
    fn door(&self, function: u32, slot: u32, arrive: u32) -> Result<Function> {
        let ty = self.module.type_of(function)?;
        let takes = self.module.types.get(ty as usize).map_or(0, |ty| ty.params().len() as u32);
        let mut all = vec![Instruction::Call(arrive)];
        all.extend((0..takes).map(Instruction::LocalGet));
        all.push(Instruction::I32Const(slot as i32));
        all.push(Instruction::CallIndirect { type_index: ty, table_index: self.module.main_table });
        all.push(Instruction::End);
        Ok(body(&all))
    }

    fn fill(&self, elements: &mut ElementSection, at: u32, functions: &[u32], map: &mut Map) -> Result<()> {
        let functions: Vec<u32> =
            functions.iter().map(|function| map.function_index(*function).map_err(failed)).collect::<Result<_>>()?;
        let table = self.module.main_table;
        let table = (table != 0).then_some(table);
        elements.active(table, &ConstExpr::i32_const(at as i32), Elements::Functions(functions.into()));
        Ok(())
    }

    fn table_type(&self, number: usize, table: &wasmparser::Table) -> Result<TableType> {
        if number as u32 == self.module.main_table {
            return Ok(self.table);
        }
        Map::default().table_type(table.ty).map_err(failed)
    }

    /// What wasm-opt goes by when it looks which instructions there may be, and what functions are called.
    fn customs(&self, out: &mut wasm_encoder::Module, map: &Map) {
        let mut names = NameMap::new();
        let all: BTreeMap<u32, u32> = map.functions.iter().flatten().map(|(old, new)| (*new, *old)).collect();
        for (new, old) in all {
            names.append(new, self.module.name(old));
        }
        let mut section = NameSection::new();
        section.functions(&names);
        out.section(&section);
        if let Some(data) = self.module.features {
            out.section(&CustomSection { name: graph::FEATURES.into(), data: data.into() });
        }
    }
}

fn body(instructions: &[Instruction]) -> Function {
    let mut function = Function::new([]);
    for instruction in instructions {
        function.instruction(instruction);
    }
    function
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("the wasm cannot be parted: {error}")
}

/// Old numbers → new ones, where they change.
#[derive(Default)]
struct Map {
    functions: Option<BTreeMap<u32, u32>>,
    globals: Option<BTreeMap<u32, u32>>,
}

impl Reencode for Map {
    type Error = String;

    fn function_index(&mut self, old: u32) -> std::result::Result<u32, Error<String>> {
        new(self.functions.as_ref(), old, "function")
    }

    fn global_index(&mut self, old: u32) -> std::result::Result<u32, Error<String>> {
        new(self.globals.as_ref(), old, "global")
    }
}

fn new(map: Option<&BTreeMap<u32, u32>>, old: u32, what: &str) -> std::result::Result<u32, Error<String>> {
    let Some(map) = map else { return Ok(old) };
    map.get(&old).copied().ok_or_else(|| Error::UserError(format!("{what} {old} is on the other side")))
}
