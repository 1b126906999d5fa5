//! What wasm-bindgen leaves between wasm and its JavaScript is long names and things that nobody calls: names become short on
//! both sides, and exports that the JavaScript does not use go, so that wasm-opt can drop what only they had led to.

use crate::shell::Result;
use std::collections::BTreeMap;

/// Sections of a wasm file (WebAssembly core specification, "Binary format: modules").
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// Classes that a crate below Leptos exports and nothing here makes: streams of bytes between Rust and JavaScript.
const UNUSED_CLASS: &str = "export class IntoUnderlying";

/// What imports are called by their module; wasm-bindgen has the name of its own file there.
pub const MODULE: &str = "w";

/// The wasm and its JavaScript with short names and without exports that nobody uses.
///
/// # Errors
/// When either is not as wasm-bindgen makes them.
pub fn slim(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut script = without_classes(script)?;
    let mut out = wasm.get(..8).ok_or("expected a wasm file, found less than its header")?.to_vec();
    let mut rest = Bytes(&wasm[8..]);
    let mut names = BTreeMap::new();
    while !rest.0.is_empty() {
        let kind = rest.byte()?;
        let body = rest.block()?;
        let body = match kind {
            IMPORTS => imports(body, &mut script, &mut names)?,
            EXPORTS => exports(body, &script)?,
            _ => body.to_vec(),
        };
        out.push(kind);
        number(&mut out, body.len());
        out.extend(body);
    }
    if names.is_empty() {
        return Err("expected imports in the wasm, found none".to_owned());
    }
    Ok((out, renamed(&script, &names)))
}

/// Gives every import a short name and notes it; the module's name changes in the script at once.
fn imports(body: &[u8], script: &mut String, names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut body = Bytes(body);
    let count = body.number()?;
    let mut out = Vec::new();
    number(&mut out, count);
    for _ in 0..count {
        let module = text(body.block()?)?;
        let name = text(body.block()?)?;
        // wasm-bindgen imports functions alone: a kind and a type.
        let kind = body.byte()?;
        if kind != 0 {
            return Err(format!("expected `{name}` to be a function, found an import of kind {kind}"));
        }
        let ty = body.number()?;
        let at = names.len();
        let short = names.entry(name.to_owned()).or_insert_with(|| letters(at));
        for part in [MODULE, short] {
            number(&mut out, part.len());
            out.extend(part.bytes());
        }
        out.push(kind);
        number(&mut out, ty);
        *script = script.replace(&format!("\"{module}\""), &format!("\"{MODULE}\""));
    }
    Ok(out)
}

/// Leaves the exports that the script names.
fn exports(body: &[u8], script: &str) -> Result<Vec<u8>> {
    let mut body = Bytes(body);
    let (mut kept, mut out) = (0, Vec::new());
    for _ in 0..body.number()? {
        let name = text(body.block()?)?;
        let kind = body.byte()?;
        let index = body.number()?;
        if words(script).any(|word| word == name) {
            kept += 1;
            number(&mut out, name.len());
            out.extend(name.bytes());
            out.push(kind);
            number(&mut out, index);
        }
    }
    let mut all = Vec::new();
    number(&mut all, kept);
    all.extend(out);
    Ok(all)
}

/// The script without the classes that nobody makes.
fn without_classes(script: &str) -> Result<String> {
    let mut out = script.to_owned();
    while let Some(start) = out.find(UNUSED_CLASS) {
        // The class, then a statement on one line that gives it another name for `free`.
        let end = out[start..].find("\n}\n").and_then(|end| {
            let after = start + end + 3;
            let line = out[after..].lines().next()?;
            line.starts_with("if (Symbol.dispose)").then_some(after + line.len())
        });
        let end = end.ok_or("expected the end of a class of wasm-bindgen's, found none")?;
        out.replace_range(start..end, "");
    }
    Ok(out)
}

/// The script with other names for whole words.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut at = 0;
    for word in words(script) {
        let start = word.as_ptr() as usize - script.as_ptr() as usize;
        out += &script[at..start];
        out += names.get(word).map_or(word, String::as_str);
        at = start + word.len();
    }
    out + &script[at..]
}

/// Identifiers and numbers.
fn words(script: &str) -> impl Iterator<Item = &str> {
    script
        .split(|char: char| !char.is_ascii_alphanumeric() && char != '_' && char != '$')
        .filter(|word| !word.is_empty())
}

/// `a`, `b` … `z`, `ab`, `bb` …: a name for every number.
pub fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

fn text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| "expected a name in UTF-8 in the wasm, found other bytes".to_owned())
}

/// Writes a number as LEB128.
fn number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes of a wasm file that are still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("expected more of the wasm, found its end")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in LEB128, of at most 32 bits.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("expected a number of 32 bits in the wasm, found a longer one".to_owned())
    }

    /// A length and so many bytes.
    fn block(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(kind: u8, entries: &[Vec<u8>]) -> Vec<u8> {
        let mut body = vec![entries.len() as u8];
        entries.iter().for_each(|entry| body.extend(entry));
        [vec![kind, body.len() as u8], body].concat()
    }

    fn named(names: &[&str], rest: &[u8]) -> Vec<u8> {
        let names = names.iter().flat_map(|name| [&[name.len() as u8], name.as_bytes()].concat());
        names.chain(rest.iter().copied()).collect()
    }

    #[test]
    fn names_become_short_on_both_sides() {
        let head = b"\0asm\x01\0\0\0".to_vec();
        let long = [named(&["./x_bg.js", "__wbg_log_12"], &[0, 3]), named(&["./x_bg.js", "__wbg_log_1"], &[0, 200, 1])];
        let short = [named(&["w", "a"], &[0, 3]), named(&["w", "b"], &[0, 200, 1])];
        let exports = [named(&["memory"], &[2, 0]), named(&["unused"], &[0, 7])];
        let wasm = [head.clone(), section(2, &long), section(7, &exports), vec![10, 1, 0]].concat();
        let want = [head, section(2, &short), section(7, &exports[..1]), vec![10, 1, 0]].concat();
        let script = "export class IntoUnderlyingSink {\n    free() {\n        wasm.unused();\n    }\n}\nif (Symbol.dispose) x;\n\
            f({__wbg_log_12: 1, __wbg_log_1: wasm.memory}, {\"./x_bg.js\": g});";
        let (wasm, script) = slim(&wasm, script).unwrap();
        assert_eq!(wasm, want);
        assert_eq!(script, "\nf({a: 1, b: wasm.memory}, {\"w\": g});");
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        for bytes in [
            &b"\0asm"[..],
            b"\0asm\x01\0\0\0\x02\x05\x01",
            b"\0asm\x01\0\0\0\x02\xff\xff\xff\xff\xff\x01",
            b"\0asm\x01\0\0\0",
        ] {
            assert!(slim(bytes, "").is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn every_number_has_a_name() {
        let names: std::collections::BTreeSet<String> = (0..1000).map(letters).collect();
        assert_eq!(names.len(), 1000);
    }
}
