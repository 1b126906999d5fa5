//! Whether a build says nothing of the machine it was made on: that no file of it names a folder here, which is looked at
//! with every build, and that another folder gives the same bytes, which takes a whole second build (`cargo xtask dist --twice`).

use crate::{
    bundle, headers, rust_tools,
    shell::{Result, output, program, root, run, target},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Fails where a file of a build names a folder of this machine or the home of its user.
pub fn check_traces(dist: &Path) -> Result<()> {
    let mut folders: Vec<String> = rust_tools::folders().into_iter().map(|(folder, _)| folder).collect();
    folders.extend(std::env::home_dir().map(|home| home.join("").display().to_string()));
    // Nothing shorter is anybody's own: a home may be `/` in a container.
    folders.retain(|folder| folder.len() > 4);
    for name in headers::files(dist)? {
        let bytes = fs::read(dist.join(&name)).map_err(|error| format!("{name} in dist/ cannot be read: {error}"))?;
        if let Some(folder) = folders.iter().find(|folder| holds(&bytes, folder.as_bytes())) {
            return Err(format!("expected no folder of this machine in dist/{name}, found `{folder}`"));
        }
    }
    Ok(())
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// One SHA-256 over all files of a build: what `LC_ALL=C sha256sum * | sha256sum` says in the folder.
pub fn fingerprint(dist: &Path) -> Result<String> {
    // Node has the hash, so xtask needs none.
    const SUM: &str = "
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const [top, ...names] = process.argv.slice(1);
const sum = (bytes) => createHash('sha256').update(bytes).digest('hex');
console.log(sum(names.map((name) => `${sum(readFileSync(`${top}/${name}`))}  ${name}\\n`).join('')));";
    output(program("node").args(["-e", SUM]).arg(dist).args(headers::files(dist)?))
        .ok_or_else(|| format!("the files in {} could not be summed up with Node", dist.display()))
}

/// Builds a copy of the project in another folder, with other folders for what Cargo fetches and makes, and compares what
/// comes out with `dist/` byte by byte.
pub fn build_again() -> Result<()> {
    let top = target().join("twice");
    if top.exists() {
        fs::remove_dir_all(&top).map_err(|error| format!("{} cannot be removed: {error}", top.display()))?;
    }
    let copy = top.join("a folder with another, longer name");
    copy_project(&copy)?;
    let mut again =
        Command::new(std::env::current_exe().map_err(|error| format!("xtask cannot find itself: {error}"))?);
    // It finds its project by the first of these.
    again.arg("dist").env("CARGO_MANIFEST_DIR", copy.join("xtask")).env("CARGO_TARGET_DIR", top.join("made"));
    #[cfg(unix)]
    if let Some(home) = rust_tools::cargo_home() {
        let other = top.join("cargo");
        std::os::unix::fs::symlink(home, &other).map_err(|error| format!("a link could not be made: {error}"))?;
        again.env("CARGO_HOME", other);
    }
    run(again.current_dir(&copy))?;
    let files = compare(&bundle::dist(), &copy.join("dist"))?;
    println!("Built twice, in two folders: all {files} files of dist/ are the same");
    fs::remove_dir_all(&top).map_err(|error| format!("{} cannot be removed: {error}", top.display()))
}

/// What git knows or would add: no builds, and none of their tools.
fn copy_project(to: &Path) -> Result<()> {
    let names = output(program("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))
        .ok_or("a second build copies what git lists, and `git ls-files` failed")?;
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root().join(name), to.join(name));
        // What was deleted but not committed is still listed.
        if !from.is_file() {
            continue;
        }
        let folder = to.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
        fs::create_dir_all(folder)
            .and_then(|()| fs::copy(&from, &to))
            .map_err(|error| format!("{name} cannot be copied: {error}"))?;
    }
    Ok(())
}

/// Tells how many files there are, or which differ.
fn compare(one: &Path, other: &Path) -> Result<usize> {
    let (names, others) = (headers::files(one)?, headers::files(other)?);
    let read = |folder: &Path, name: &String| fs::read(folder.join(name)).ok();
    let mut all: Vec<&String> = names.iter().chain(&others).collect();
    all.sort();
    all.dedup();
    let differ: Vec<&str> =
        all.iter().filter(|name| read(one, name) != read(other, name)).map(|name| name.as_str()).collect();
    if differ.is_empty() {
        return Ok(all.len());
    }
    Err(format!(
        "expected the same files in {} and {}, found others: {}",
        one.display(),
        other.display(),
        differ.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = target().join("tmp/reproducible").join(name);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
        files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        folder
    }

    #[test]
    fn a_folder_of_this_machine_is_found() {
        let here = root().canonicalize().unwrap();
        assert!(check_traces(&folder("bare", &[("a.wasm", "paperdeck/src/main.rs"), ("b", "")])).is_ok());
        let found = check_traces(&folder("told", &[("a.wasm", &format!("\0{}/src/main.rs", here.display()))]));
        assert!(found.unwrap_err().contains("a.wasm"));
    }

    #[test]
    fn files_that_differ_are_named() {
        let one = folder("one", &[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(compare(&one, &one), Ok(3));
        let other = folder("other", &[("a", "1"), ("b", "x"), ("d", "4")]);
        assert!(compare(&one, &other).unwrap_err().ends_with(": b, c, d"));
    }
}
