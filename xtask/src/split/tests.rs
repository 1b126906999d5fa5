use super::graph::moves;
use super::*;
use wasmparser::{Validator, WasmFeatures};

#[test]
fn the_longest_rule_decides_and_mentions_count_for_closures_alone() {
    let rules = ["app::far", "!app::far::probe", "app::far::probe::deep"];
    let cases = [
        ("app::far::read", false, true),
        ("<app::far::Reader>::read", false, true),
        ("<&mut app::far::Reader as core::Read>::read", false, true),
        ("app::far::probe", false, false),
        ("app::far::probe::deep", false, true),
        ("app::near::read", false, false),
        ("<alloc::vec::Vec<app::far::Reader>>::push", false, false),
        ("<dom::live<app::far::{closure#0}> as Call>::call", true, true),
        ("<dom::live<app::far::probe::{closure#0}> as Call>::call", true, false),
    ];
    for (name, mention, want) in cases {
        assert_eq!(moves(name, &rules, mention), want, "{name}");
    }
}

/// `near` is exported and calls `far`; the table has `other`, which calls `helper` and an import; `helper` is called by it alone.
fn module() -> Vec<u8> {
    let names = ["log", "near", "paperdeck::dump::cards::far", "paperdeck::dump::cards::other", "helper"];
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("w", "a", EntityType::Function(1));
    let mut functions = FunctionSection::new();
    for ty in [0, 0, 1, 1] {
        functions.function(ty);
    }
    let mut tables = TableSection::new();
    let element_type = wasm_encoder::RefType::FUNCREF;
    tables.table(TableType { element_type, table64: false, minimum: 2, maximum: Some(2), shared: false });
    let mut memories = MemorySection::new();
    memories.memory(wasm_encoder::MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(7));
    let mut exports = ExportSection::new();
    exports.export("near", ExportKind::Func, 1);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(vec![3].into()));
    let mut code = CodeSection::new();
    code.function(&body(&[Instruction::LocalGet(0), Instruction::Call(2), Instruction::End]));
    code.function(&body(&[Instruction::LocalGet(0), Instruction::GlobalGet(0), Instruction::I32Add, Instruction::End]));
    // Larger than a door, as what is only in the table must be to move.
    let mut other = vec![Instruction::Nop; 40];
    other.extend([Instruction::Call(4), Instruction::Call(0), Instruction::End]);
    code.function(&body(&other));
    code.function(&body(&[Instruction::End]));
    let mut map = NameMap::new();
    names.iter().zip(0..).for_each(|(name, number)| map.append(number, name));
    let mut section = NameSection::new();
    section.functions(&map);
    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&globals);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(1024), *b"1 is a sample.");
    out.section(&exports).section(&elements).section(&code).section(&data).section(&section);
    out.finish()
}

#[test]
fn both_parts_are_valid_and_what_only_the_second_calls_goes_with_it() {
    let parts = split(&module(), "return {\n\"w\": import0,\n};", &[b"a sample".to_vec()]).unwrap();
    for part in [&parts.first, &parts.second] {
        Validator::new_with_features(WasmFeatures::default()).validate_all(part).unwrap();
    }
    let first = Module::read(&parts.first).unwrap();
    // With what brings the second part, and a slot for `far`.
    assert_eq!(first.imported(), 2);
    assert_eq!(first.table().unwrap().ty.initial, 3);
    assert!(parts.second.windows(8).any(|part| part == b"a sample"));
    assert!(first.text(b"a sample").is_err() && first.text(b"1 is \0\0\0\0\0\0\0\0.").is_ok());
    let lines: Vec<&str> = parts.report.lines().collect();
    assert_eq!(lines[0], "door   paperdeck::dump::cards::far <- near");
    assert!(lines.iter().any(|line| line.starts_with("second") && line.ends_with("helper")));
    assert!(lines.iter().any(|line| line.starts_with("first") && line.ends_with("near")));
    assert!(parts.script.contains("{ ...import0, _: () => paperdeckBring() }"));
}

#[test]
fn a_script_in_another_form_is_refused() {
    assert!(split(&module(), "return imports;", &[]).is_err());
}

#[test]
fn a_text_that_is_not_there_or_twice_is_refused() {
    for text in ["another sample", " "] {
        assert!(split(&module(), "return {\n\"w\": import0,\n};", &[text.into()]).is_err(), "{text}");
    }
}
