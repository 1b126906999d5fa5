//! The release build: Trunk makes `dist/`, its style sheets become one, and the headers for hosts that read them from a file are added.

use crate::{
    headers, node, rust_tools,
    shell::{Result, program, root, run},
    small_std,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The deployable folder.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release into `dist/`: exactly what is deployed is what `serve` shows and the journeys test. Tells whether it
/// has the [`small_std`].
pub fn build() -> Result<bool> {
    rust_tools::wasm_target()?;
    rust_tools::trunk()?;
    rust_tools::wasm_bindgen()?;
    node::wasm_opt()?;
    let mut trunk = program("trunk");
    // Trunk reads NO_COLOR as `true` or `false` and refuses the usual `1`.
    trunk.args(["build", "--release"]).env_remove("NO_COLOR");
    let small = as_released(&mut trunk);
    run(&mut trunk)?;
    let dist = dist();
    one_style(&dist)?;
    bare_scripts(&dist)?;
    write(&dist.join("_headers"), &headers::file(&dist)?)?;
    Ok(small)
}

/// Has a build of wasm take the release's flags and standard library. Tells whether that is the [`small_std`].
pub fn as_released(command: &mut Command) -> bool {
    let mut flags = rust_tools::release_flags();
    let small = small_std::ready();
    if small {
        small_std::apply(command);
        flags = format!("{flags} {}", small_std::FLAGS);
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    small
}

/// What wasm-opt is told to do to the release: Trunk takes it from the page, and so does who builds beside Trunk.
pub fn wasm_opt_options() -> Result<Vec<String>> {
    let page = read(&root().join("index.html"))?;
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("{name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let level = value("data-wasm-opt").ok_or("expected data-wasm-opt in index.html, found none")?;
    let more = value("data-wasm-opt-params").unwrap_or_default();
    Ok(std::iter::once(format!("-O{level}")).chain(more.split_whitespace().map(str::to_owned)).collect())
}

/// Puts the style sheets of the page, in their order, into one: together they weigh half of what they weigh apart.
fn one_style(dist: &Path) -> Result<()> {
    const LINK: &str = "<link rel=\"stylesheet\" href=\"./";
    let index = dist.join("index.html");
    let page = read(&index)?;
    let (mut style, mut lines, mut at) = (String::new(), Vec::new(), None);
    for line in page.lines() {
        let Some((name, _)) = line.trim_start().strip_prefix(LINK).and_then(|rest| rest.split_once('"')) else {
            lines.push(line.to_owned());
            continue;
        };
        let file = dist.join(name);
        style += &without_comments(&read(&file)?);
        fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
        at.get_or_insert(lines.len());
    }
    let at = at.ok_or("expected links to style sheets in dist/index.html, found none")?;
    let name = format!("style-{:016x}.css", hash(style.as_bytes()));
    lines.insert(at, format!("    {LINK}{name}\"/>"));
    write(&dist.join(name), &style)?;
    write(&index, &(lines.join("\n") + "\n"))
}

/// The scripts without the comments that are for their readers here.
fn bare_scripts(dist: &Path) -> Result<()> {
    let files = fs::read_dir(dist).map_err(|error| format!("{} cannot be read: {error}", dist.display()))?;
    for file in files.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "js")) {
        write(&file, &without_comments(&read(&file)?))?;
    }
    Ok(())
}

/// A script or style sheet without indentation, and without comments that have their lines for themselves; what stands
/// beside code stays. Neither of ours has a text over several lines that would miss them.
fn without_comments(text: &str) -> String {
    let (mut bare, mut inside) = (String::with_capacity(text.len()), false);
    for line in text.lines().map(str::trim) {
        inside |= line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/"));
        if !inside && !line.is_empty() && !line.starts_with("//") {
            bare += line;
            bare.push('\n');
        }
        inside &= !line.ends_with("*/");
    }
    bare
}

/// FNV-1a: the same file has the same name on every machine.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_on_lines_of_their_own_go() {
        for (text, bare) in [
            ("a {\n  b: c; /* kept */\n}\n", "a {\nb: c; /* kept */\n}\n"),
            ("/* one\n * two */\na\n", "a\n"),
            ("/** one */\n  // two\n\n  f(); // three\n", "f(); // three\n"),
            ("/* one */ a {\n}\n", "/* one */ a {\n}\n"),
            ("x = \"// no comment\";\n", "x = \"// no comment\";\n"),
        ] {
            assert_eq!(without_comments(text), bare);
        }
    }
}
