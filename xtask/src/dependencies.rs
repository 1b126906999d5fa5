//! What the project may depend on: licences, sources, and crates that it has decided against. It asks Cargo itself, which is
//! always here; cargo-deny would take minutes to build on every fresh machine for the same questions. Advisories are another thing:
//! they live in a database of their own that Cargo knows nothing of, and no check here asks for it (CONTRIBUTING.md).

use crate::{
    bundle::read,
    shell::{Result, output, program, root},
};

/// Licences that ask for no more than to be named, as SPDX calls them.
const LICENCES: [&str; 8] = ["Apache-2.0", "BSL-1.0", "CC0-1.0", "MIT", "NCSA", "Unicode-3.0", "Unlicense", "Zlib"];

/// Where crates come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that must not come in, and why.
const BANNED: [(&str, &str); 4] = [
    ("openssl-sys", "nothing here speaks to a network"),
    ("reqwest", "nothing leaves the browser"),
    ("ring", "nothing here speaks to a network"),
    ("tantivy", "the index is our own (ARCHITECTURE.md)"),
];

/// The project's own packages, and the fuzz targets, which are a workspace of their own.
const WORKSPACES: [&str; 2] = ["", "fuzz/"];

/// Fails with every crate that may not be depended on, whatever the target or feature that brings it.
pub fn check() -> Result<()> {
    let mut findings = Vec::new();
    let mut crates = Vec::new();
    for folder in WORKSPACES {
        let lock = format!("{folder}Cargo.lock");
        for line in read(&root().join(&lock))?.lines() {
            findings.extend(in_lock(line).map(|sentence| format!("{lock}: {sentence}")));
        }
        crates.extend(tree(&format!("{folder}Cargo.toml"))?);
    }
    crates.sort_unstable();
    crates.dedup();
    findings.extend(crates.iter().filter_map(|line| in_tree(line)));
    println!("{} crates looked at", crates.len());
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) }
}

/// Every package that a workspace depends on, and its licence, parted by a tab.
fn tree(manifest: &str) -> Result<Vec<String>> {
    const ALL: [&str; 9] = [
        "tree",
        "--locked",
        "--workspace",
        "--all-features",
        "--target=all",
        "--edges=normal,build,dev",
        "--prefix=none",
        "--format",
        "{p}\t{l}",
    ];
    let tree = output(program("cargo").args(ALL).args(["--manifest-path", manifest])).ok_or_else(|| {
        format!("`cargo tree --locked --manifest-path {manifest}` failed: is its lock file up to date?")
    })?;
    // Cargo marks what it has told already.
    Ok(tree.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect())
}

/// What is wrong with a line of a lock file.
fn in_lock(line: &str) -> Option<String> {
    let value = |key: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
    let source = value("source").filter(|source| *source != SOURCE);
    let banned = value("name").and_then(|name| BANNED.iter().find(|(banned, _)| *banned == name));
    source
        .map(|source| format!("expected crates from {SOURCE} only, found {source}"))
        .or_else(|| banned.map(|(name, why)| format!("{name} is banned: {why}")))
}

/// What is wrong with a package and its licence, parted by a tab.
fn in_tree(line: &str) -> Option<String> {
    let (package, licence) = line.split_once('\t')?;
    (!allows(licence)).then(|| format!("{package}: expected one of {}, found `{licence}`", LICENCES.join(", ")))
}

/// Whether an SPDX expression (or the older one with slashes) leaves a way with allowed licences alone.
fn allows(licence: &str) -> bool {
    let spaced = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    either(&mut words) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words) -> bool {
    let mut allowed = both(words);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= both(words);
    }
    allowed
}

fn both(words: &mut Words) -> bool {
    let mut allowed = one(words);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut Words) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let allowed = either(words);
        return words.next_if_eq(&")").is_some() && allowed;
    }
    let allowed = words.next().is_some_and(|word| LICENCES.contains(&word));
    // An exception only ever allows more.
    if words.next_if_eq(&"WITH").is_some() {
        return words.next().is_some() && allowed;
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_read_as_they_are_meant() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "MIT OR GPL-3.0",
            "(MIT OR GPL-3.0) AND Zlib",
            "Apache-2.0 WITH LLVM-exception OR X",
        ] {
            assert!(allows(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT", "GPL-3.0 OR (MIT AND X)", "MIT WITH"] {
            assert!(!allows(bad), "{bad}");
        }
    }

    #[test]
    fn other_sources_and_banned_crates_are_found() {
        assert!(in_lock("source = \"git+https://example.invalid/x\"").is_some());
        assert!(in_lock("source = \"registry+https://example.invalid/x\"").is_some());
        assert!(in_lock("name = \"tantivy\"").is_some());
        assert!(in_lock(&format!("source = \"{SOURCE}\"")).is_none());
        assert!(in_lock("name = \"memchr\"").is_none());
        assert!(in_tree("x v1.0.0\tGPL-3.0").is_some());
        assert!(in_tree("x v1.0.0\t").is_some());
    }
}
