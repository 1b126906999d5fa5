//! The order of a module's functions: each stands beside one that is like it. A compressor points to what it has seen, and
//! what it has seen just now costs less to point to: the wasm weighs two hundredths less in brotli, and runs as before.

use crate::shell::Result;
use std::collections::HashMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload};

/// Functions are alike by the runs of so many bytes that they share.
const RUN: usize = 4;
/// Runs that more functions have than this tell nothing.
const COMMON: usize = 2000;
/// What a function's size is taken to be more than it is, so that the smallest do not come first everywhere.
const EXTRA: usize = 32;

/// The module with its functions in another order.
///
/// # Errors
/// When it is no wasm module.
pub fn arrange(wasm: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(failed)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(failed)?;
                    imported += usize::from(matches!(import.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies);
    let mut numbers: Vec<u32> = (0..(imported + order.len()) as u32).collect();
    for (new, old) in order.iter().enumerate() {
        numbers[imported + old] = (imported + new) as u32;
    }
    let mut out = Module::new();
    Arranged { order, numbers }.parse_core_module(&mut out, Parser::new(0), wasm).map_err(failed)?;
    Ok(out.finish())
}

/// From the largest, always to the one that has most in common for its size; where there is none, to the largest that is left.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<Vec<&[u8]>> = bodies
        .iter()
        .map(|body| {
            let mut runs: Vec<&[u8]> = body.windows(RUN).collect();
            runs.sort_unstable();
            runs.dedup();
            runs
        })
        .collect();
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, runs) in runs.iter().enumerate() {
        runs.iter().for_each(|run| having.entry(run).or_default().push(function));
    }
    having.retain(|_, functions| functions.len() <= COMMON);
    let mut by_size: Vec<usize> = (0..bodies.len()).collect();
    by_size.sort_by_key(|function| std::cmp::Reverse(bodies[*function].len()));
    let mut by_size = by_size.into_iter();

    let mut placed = vec![false; bodies.len()];
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    let mut shared = vec![0_usize; bodies.len()];
    loop {
        for run in order.last().into_iter().flat_map(|last| &runs[*last]) {
            having.get(run).into_iter().flatten().for_each(|function| shared[*function] += 1);
        }
        let share = |function: &usize| shared[*function] as f64 / (runs[*function].len() + EXTRA) as f64;
        let near = (0..bodies.len()).filter(|function| !placed[*function] && shared[*function] > 0);
        let next = near.max_by(|a, b| share(a).total_cmp(&share(b)).then(b.cmp(a)));
        let Some(next) = next.or_else(|| by_size.find(|function| !placed[*function])) else { return order };
        placed[next] = true;
        order.push(next);
        shared.fill(0);
    }
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("the functions of the wasm cannot be put in order: {error}")
}

struct Arranged {
    /// Functions that are no imports, as they stand now, by where they stood.
    order: Vec<usize>,
    /// New numbers by old ones, imports first.
    numbers: Vec<u32>,
}

impl Reencode for Arranged {
    type Error = String;

    fn function_index(&mut self, old: u32) -> std::result::Result<u32, Error<String>> {
        let new = self.numbers.get(old as usize).copied();
        new.ok_or_else(|| Error::UserError(format!("expected function {old}, found fewer")))
    }

    fn parse_function_section(
        &mut self,
        out: &mut FunctionSection,
        section: FunctionSectionReader,
    ) -> std::result::Result<(), Error<String>> {
        let types = section.into_iter().collect::<std::result::Result<Vec<u32>, _>>()?;
        // There are as many as there are bodies, or it would be no module.
        self.order.iter().filter_map(|old| types.get(*old)).for_each(|ty| {
            out.function(*ty);
        });
        Ok(())
    }

    /// What tools would tell each other is not for browsers.
    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: wasmparser::CustomSectionReader,
    ) -> std::result::Result<(), Error<String>> {
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        out: &mut CodeSection,
        section: CodeSectionReader,
    ) -> std::result::Result<(), Error<String>> {
        let bodies = section.into_iter().collect::<std::result::Result<Vec<_>, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies.get(old) {
                self.parse_function_body(out, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, ImportSection,
        Instruction, RefType, TableSection, TableType, TypeSection, ValType,
    };
    use wasmparser::{Operator, Validator};

    #[test]
    fn the_largest_comes_first_and_then_what_is_like_it() {
        for (bodies, order) in [
            (vec![], vec![]),
            (vec!["a", "bb"], vec![1, 0]),
            (vec!["opens a file", "counts it all", "opens a fire", "counts it"], vec![1, 3, 0, 2]),
        ] {
            let bodies: Vec<&[u8]> = bodies.iter().map(|body: &&str| body.as_bytes()).collect();
            assert_eq!(chain(&bodies), order);
        }
    }

    /// An import, and functions that give 10, 20 … 50 and whose first calls the last.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("w", "a", EntityType::Function(0));
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for number in 1..=5 {
            functions.function(0);
            exports.export(&format!("gives {number}0"), ExportKind::Func, number);
            let mut body = Function::new([]);
            if number == 1 {
                body.instruction(&Instruction::Call(5)).instruction(&Instruction::Drop);
            }
            // The larger the number, the larger the function.
            (0..number * 4).for_each(|_| {
                body.instruction(&Instruction::Nop);
            });
            body.instruction(&Instruction::I32Const(number as i32 * 10)).instruction(&Instruction::End);
            code.function(&body);
        }
        let mut tables = TableSection::new();
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: 2, maximum: None, shared: false });
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![0, 3].into()));
        let mut out = Module::new();
        out.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        out.section(&elements).section(&code);
        out.finish()
    }

    /// What the functions give, as they stand in the code, and whom each calls.
    fn given(wasm: &[u8]) -> (Vec<i32>, Vec<u32>) {
        let (mut gives, mut calls) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            let Payload::CodeSectionEntry(body) = payload.unwrap() else { continue };
            for operator in body.get_operators_reader().unwrap() {
                match operator.unwrap() {
                    Operator::I32Const { value } => gives.push(value),
                    Operator::Call { function_index } => calls.push(function_index),
                    _ => {}
                }
            }
        }
        (gives, calls)
    }

    #[test]
    fn names_calls_and_table_lead_to_the_same_functions() {
        let arranged = arrange(&module()).unwrap();
        Validator::new().validate_all(&arranged).unwrap();
        let (gives, calls) = given(&arranged);
        assert_ne!(gives, given(&module()).0);
        assert_eq!(calls.iter().map(|function| gives[*function as usize - 1]).collect::<Vec<i32>>(), [50]);
        for payload in Parser::new(0).parse_all(&arranged) {
            match payload.unwrap() {
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export.unwrap();
                        assert_eq!(export.name, format!("gives {}", gives[export.index as usize - 1]));
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let wasmparser::ElementItems::Functions(functions) = element.unwrap().items else { panic!() };
                        let functions: Vec<u32> = functions.into_iter().map(std::result::Result::unwrap).collect();
                        assert_eq!((functions[0], gives[functions[1] as usize - 1]), (0, 30));
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(arrange(b"not wasm").is_err());
    }
}
