//! A module read, and which of its functions go where.

use crate::shell::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use wasmparser::{
    BinaryReader, DataKind, DataSectionReader, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType,
    FunctionBody, Global, GlobalType, Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload, Table, TypeRef,
};

/// The custom section that names the features a module uses.
pub const FEATURES: &str = "target_features";

/// A function that is only in the table and whose name but mentions a rule moves when it is larger than its door.
const LARGER_THAN_A_DOOR: usize = 40;

/// What there is in a module with functions for its only imports.
#[derive(Default)]
pub struct Module<'a> {
    pub types: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    /// Types by function, imports first.
    functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    /// The table of functions.
    pub main_table: u32,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    /// Slots of the main table from a number on, and the functions in them.
    pub elements: Vec<(u32, Vec<u32>)>,
    pub other_elements: Vec<Element<'a>>,
    bodies: Vec<FunctionBody<'a>>,
    pub data_count: Option<u32>,
    pub data: &'a [u8],
    pub features: Option<&'a [u8]>,
    names: BTreeMap<u32, String>,
}

impl<'a> Module<'a> {
    pub fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            module.take(payload.map_err(failed)?, wasm)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>, wasm: &'a [u8]) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.types.push(ty.map_err(failed)?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(failed)?;
                    let TypeRef::Func(ty) = import.ty else {
                        return Err(format!("expected `{}` to be a function, found {:?}", import.name, import.ty));
                    };
                    self.functions.push(ty);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(all) => collect(all, &mut self.functions)?,
            Payload::TableSection(all) => collect(all, &mut self.tables)?,
            Payload::MemorySection(all) => collect(all, &mut self.memories)?,
            Payload::GlobalSection(all) => collect(all, &mut self.globals)?,
            Payload::ExportSection(all) => collect(all, &mut self.exports)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(all) => {
                for element in all {
                    self.element(element.map_err(failed)?)?;
                }
            }
            Payload::DataCountSection { count, .. } => self.data_count = Some(count),
            Payload::DataSection(data) => self.data = wasm.get(data.range()).unwrap_or_default(),
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) if section.name() == FEATURES => self.features = Some(section.data()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { return Ok(()) };
                for part in names {
                    let Name::Function(names) = part.map_err(failed)? else { continue };
                    for name in names {
                        let name = name.map_err(failed)?;
                        self.names.insert(name.index, without_hashes(name.name));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn element(&mut self, element: Element<'a>) -> Result<()> {
        if let ElementKind::Active { table_index, offset_expr } = &element.kind
            && let ElementItems::Functions(functions) = &element.items
        {
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read().map_err(failed)? else {
                return Err("expected a number for the place of functions in a table, found something else".to_owned());
            };
            self.main_table = table_index.unwrap_or(0);
            let mut all = Vec::new();
            collect(functions.clone(), &mut all)?;
            self.elements.push((value as u32, all));
        } else {
            self.other_elements.push(element);
        }
        Ok(())
    }

    /// Where in the memory a text of the data stands, and where in the data's section.
    pub fn text(&self, text: &[u8]) -> Result<(u32, usize)> {
        let mut found = Vec::new();
        for segment in DataSectionReader::new(BinaryReader::new(self.data, 0)).map_err(failed)? {
            let segment = segment.map_err(failed)?;
            let DataKind::Active { offset_expr, .. } = segment.kind else { continue };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read().map_err(failed)? else {
                continue;
            };
            let start = segment.data.as_ptr() as usize - self.data.as_ptr() as usize;
            let places = segment.data.windows(text.len()).enumerate().filter(|(_, part)| *part == text);
            found.extend(places.map(|(at, _)| (value as u32 + at as u32, start + at)));
        }
        match found[..] {
            [place] => Ok(place),
            _ => {
                Err(format!("expected a text of {} bytes once in the wasm, found it {} times", text.len(), found.len()))
            }
        }
    }

    /// How many functions are imports; they have the first numbers.
    pub fn imported(&self) -> u32 {
        self.imports.len() as u32
    }

    pub fn table(&self) -> Result<&Table<'a>> {
        self.tables.get(self.main_table as usize).ok_or_else(|| "expected a table in the wasm, found none".to_owned())
    }

    pub fn type_of(&self, function: u32) -> Result<u32> {
        let ty = self.functions.get(function as usize).copied();
        ty.ok_or_else(|| format!("expected function {function} in the wasm, found fewer"))
    }

    pub fn global(&self, number: u32) -> Result<GlobalType> {
        let global = self.globals.get(number as usize);
        global.map(|global| global.ty).ok_or_else(|| format!("expected global {number} in the wasm, found fewer"))
    }

    /// The code of a function that is no import.
    pub fn body(&self, function: u32) -> Result<&FunctionBody<'a>> {
        let body = function.checked_sub(self.imported()).and_then(|at| self.bodies.get(at as usize));
        body.ok_or_else(|| format!("expected code of function {function} in the wasm, found none"))
    }

    fn size(&self, function: u32) -> usize {
        self.body(function).map_or(0, |body| body.range().len())
    }

    pub fn name(&self, function: u32) -> &str {
        self.names.get(&function).map_or("?", String::as_str)
    }
}

fn collect<'a, T: wasmparser::FromReader<'a>>(all: wasmparser::SectionLimited<'a, T>, out: &mut Vec<T>) -> Result<()> {
    for item in all {
        out.push(item.map_err(failed)?);
    }
    Ok(())
}

fn failed(error: wasmparser::BinaryReaderError) -> String {
    format!("the wasm cannot be read: {error}")
}

/// Which functions go where.
pub struct Sides {
    pub first: BTreeSet<u32>,
    pub second: BTreeSet<u32>,
    /// Functions of the second part that the first calls.
    pub doors: BTreeSet<u32>,
    /// Functions of the first part, and imports, that the second calls.
    pub used: BTreeSet<u32>,
    /// Functions that nobody can call, though the table has them.
    pub dead: BTreeSet<u32>,
    /// Globals that the second part uses.
    pub globals: BTreeSet<u32>,
    /// Who calls whom in the second part, from the first.
    crossings: Vec<(u32, u32)>,
}

impl Sides {
    /// A function goes to the second part if the rules say so, or if only that calls it; what nobody calls goes nowhere.
    pub fn of(module: &Module, rules: &[&str]) -> Result<Self> {
        let mut calls = BTreeMap::new();
        let mut globals = BTreeMap::new();
        let imported = module.imported();
        let all = imported..imported + module.bodies.len() as u32;
        let dead: BTreeSet<u32> = all.clone().filter(|function| is_dead(module.name(*function))).collect();
        for function in all.clone() {
            let (called, used) =
                if dead.contains(&function) { Default::default() } else { uses(module.body(function)?)? };
            calls.insert(function, called);
            globals.insert(function, used);
        }
        let called: BTreeSet<u32> = calls.values().flatten().copied().collect();
        let in_table: BTreeSet<u32> = module.elements.iter().flat_map(|(_, functions)| functions).copied().collect();
        let moves = |function: u32| {
            let mention = !called.contains(&function) && module.size(function) > LARGER_THAN_A_DOOR;
            moves(module.name(function), rules, mention)
        };

        let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        let fixed: BTreeSet<u32> = exported.map(|export| export.index).chain(module.start).collect();
        let reached = |from: &mut dyn Iterator<Item = u32>, goes: &dyn Fn(u32) -> bool| -> BTreeSet<u32> {
            let mut todo: Vec<u32> = from.collect();
            let mut reached = BTreeSet::new();
            while let Some(function) = todo.pop() {
                if function >= imported && goes(function) && reached.insert(function) {
                    todo.extend(calls.get(&function).into_iter().flatten());
                }
            }
            reached
        };
        let stays = |function: u32| fixed.contains(&function) || !moves(function);
        let first = reached(&mut in_table.iter().chain(&fixed).copied().filter(|from| stays(*from)), &stays);
        let called_by_first = first.iter().flat_map(|from| calls.get(from).into_iter().flatten());
        let second = reached(&mut called_by_first.chain(&in_table).copied(), &|function| !first.contains(&function));
        let between = |from: &BTreeSet<u32>, to: &dyn Fn(&u32) -> bool| -> Vec<(u32, u32)> {
            let pairs = from.iter().flat_map(|from| calls.get(from).into_iter().flatten().map(|to| (*from, *to)));
            pairs.filter(|(_, called)| to(called)).collect()
        };
        let crossings = between(&first, &|called| second.contains(called));
        let doors = crossings.iter().map(|(_, called)| *called).collect();
        let used = between(&second, &|called| !second.contains(called)).into_iter().map(|(_, called)| called).collect();
        let globals = second.iter().filter_map(|function| globals.get(function)).flatten().copied().collect();
        Ok(Self { first, second, doors, used, dead, globals, crossings })
    }

    pub fn is_second(&self, function: u32) -> bool {
        self.second.contains(&function)
    }

    /// A line per door, then what is where, the largest first.
    pub fn report(&self, module: &Module) -> String {
        let mut out = String::new();
        for (from, to) in &self.crossings {
            // Writing to a string does not fail.
            let _ = writeln!(out, "door   {} <- {}", module.name(*to), module.name(*from));
        }
        for (side, functions) in [("second", &self.second), ("first ", &self.first)] {
            let mut all: Vec<(usize, u32)> =
                functions.iter().map(|function| (module.size(*function), *function)).collect();
            all.sort_by(|a, b| b.cmp(a));
            for (size, function) in all {
                let _ = writeln!(out, "{side} {size:6} {}", module.name(function));
            }
        }
        out
    }
}

/// What would make promises of streams: a crate below Leptos exports classes for that, which [`crate::slim`] takes out.
fn is_dead(name: &str) -> bool {
    name.starts_with("js_sys::futures::future_to_promise::<") && name.contains("wasm_streams::")
}

/// What a function calls or refers to, and the globals it uses.
fn uses(body: &FunctionBody) -> Result<(BTreeSet<u32>, BTreeSet<u32>)> {
    let (mut functions, mut globals) = (BTreeSet::new(), BTreeSet::new());
    for operator in body.get_operators_reader().map_err(failed)? {
        match operator.map_err(failed)? {
            Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } => {
                functions.insert(function_index);
            }
            Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
                globals.insert(global_index);
            }
            _ => {}
        }
    }
    Ok((functions, globals))
}

/// Whether the rules move a function of this name: the longest that fits decides, and one with `!` lets it stay. A rule fits
/// the path of the function itself; for `mention` also any other in its name (closures that Leptos wraps).
pub fn moves(name: &str, rules: &[&str], mention: bool) -> bool {
    // Of `<a::B>::c`, as quick builds do not write it.
    let name = &name.replace(">::", "::");
    let own = name.trim_start_matches(['<', '&', '(', '[']);
    let own = own.strip_prefix("mut ").unwrap_or(own);
    let fits = |path: &str| own.starts_with(path) || mention && name.contains(path);
    let longest = |stays: bool| {
        let rules = rules.iter().filter(|rule| rule.starts_with('!') == stays).map(|rule| rule.trim_start_matches('!'));
        rules.filter(|path| fits(path)).map(str::len).max()
    };
    longest(false) > longest(true)
}

/// A name without the hashes of crates.
fn without_hashes(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        out += before;
        rest = match after.split_once(']') {
            Some((hash, after)) if hash.len() > 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => after,
            _ => {
                out.push('[');
                after
            }
        };
    }
    out + rest
}
