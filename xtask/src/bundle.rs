//! The release build: Trunk makes `dist/`, then wasm, scripts and style sheets are made small, and what hosts
//! need is added: their configurations, and the files packed.

use crate::{
    alike, headers, hosts, node, offline, precompressed, reproducible, rust_tools,
    shell::{Result, output, program, root, run, target},
    slim, small_std, split,
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

/// How a page is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As it is deployed: small and fast.
    Release,
    /// In a fraction of the time: for work on the page.
    Quick,
}

/// Builds the page into `dist/`: exactly what is deployed is what `serve` shows and the journeys test, unless they are told
/// to be quick. Tells whether it has the [`small_std`].
pub fn build(build: Build) -> Result<bool> {
    rust_tools::wasm_target()?;
    rust_tools::trunk()?;
    rust_tools::wasm_bindgen()?;
    node::build_tools()?;
    let mut trunk = program("trunk");
    // Trunk reads NO_COLOR as `true` or `false` and refuses the usual `1`.
    trunk.args(["build", "--release"]).env_remove("NO_COLOR");
    let small = match build {
        Build::Release => as_released(&mut trunk),
        Build::Quick => {
            trunk
                .args(["--cargo-profile", "quick"])
                .env(rust_tools::FLAGS, rust_tools::release_flags().join(rust_tools::PARTED));
            false
        }
    };
    run(&mut trunk)?;
    let dist = dist();
    small_app(&dist, build)?;
    one_style(&dist)?;
    first_script(&dist)?;
    offline::fill_in(&dist)?;
    small_scripts(&dist)?;
    write(&dist.join(headers::FILE), &headers::file(&dist)?)?;
    write(&dist.join(hosts::NGINX), &hosts::nginx(&dist)?)?;
    write(&dist.join(hosts::CADDY), &hosts::caddy(&dist)?)?;
    precompressed::write_twins(&dist, build)?;
    reproducible::check_traces(&dist)?;
    Ok(small)
}

/// Has a build of wasm take the release's flags and standard library. Tells whether that is the [`small_std`].
pub fn as_released(command: &mut Command) -> bool {
    let mut flags = rust_tools::release_flags();
    let small = small_std::ready();
    if small {
        small_std::apply(command);
        flags.extend(small_std::FLAGS.split(' ').map(str::to_owned));
    }
    command.env(rust_tools::FLAGS, flags.join(rust_tools::PARTED));
    small
}

/// What wasm-opt is told to do to the release, by trial: flat code is put together anew and then made small, twice.
const WASM_OPT: [&str; 5] = ["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/// Makes a wasm file small, in place.
pub fn optimize(wasm: &Path) -> Result<()> {
    run(program("wasm-opt").args(WASM_OPT).arg(wasm).arg("-o").arg(wasm))?;
    write_bytes(wasm, &alike::arrange(&read_bytes(wasm)?)?)
}

/// Makes the app's wasm and JavaScript small, parts the wasm, and names all by what they are then.
fn small_app(dist: &Path, build: Build) -> Result<()> {
    const MAIN: &str = "paperdeck-";
    let names = headers::files(dist)?;
    let named = |end: &str| {
        let name = names.iter().find(|name| name.starts_with(MAIN) && name.ends_with(end));
        name.ok_or_else(|| format!("expected {MAIN}…{end} in dist/, found none"))
    };
    let (wasm_name, script_name) = (named("_bg.wasm")?, named(".js")?);
    let (wasm_file, script_file) = (dist.join(wasm_name), dist.join(script_name));
    let bytes = read_bytes(&wasm_file)?;
    let (bytes, script) = slim::slim(&bytes, &read(&script_file)?)?;
    let parts = split::split(&bytes, &script, &split::texts()?)?;
    write(&target().join("parts.txt"), &parts.report)?;
    let later_file = dist.join("later.wasm");
    let mut all = parts.script.clone().into_bytes();
    for (file, part) in [(&wasm_file, parts.first), (&later_file, parts.second)] {
        write_bytes(file, &part)?;
        if build == Build::Release {
            optimize(file)?;
        }
        all.extend(read_bytes(file)?);
    }
    let name = format!("{MAIN}{:016x}", hash(&all));
    let index = dist.join("index.html");
    let page = read(&index)?;
    let page = page.replace(wasm_name, &format!("{name}_bg.wasm")).replace(script_name, &format!("{name}.js"));
    write(&index, &page)?;
    write(&dist.join(format!("{name}.js")), &parts.script)?;
    for (file, end) in [(&wasm_file, "_bg"), (&later_file, LATER)] {
        let renamed = dist.join(format!("{name}{end}.wasm"));
        fs::rename(file, &renamed).map_err(|error| format!("{} cannot be made: {error}", renamed.display()))?;
    }
    fs::remove_file(&script_file).map_err(|error| format!("{} cannot be removed: {error}", script_file.display()))
}

/// How the file with the second part of the wasm ends (boot.js finds it by this).
pub const LATER: &str = "_later";

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
        style += &read(&file)?;
        fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
        at.get_or_insert(lines.len());
    }
    let at = at.ok_or("expected links to style sheets in dist/index.html, found none")?;
    let name = format!("style-{:016x}.css", hash(style.as_bytes()));
    lines.insert(at, format!("    {LINK}{name}\"/>"));
    let first = lines.iter().position(|line| line.contains(FIRST));
    let first = first.ok_or_else(|| format!("expected `{FIRST}` in dist/index.html, found none"))?;
    lines.insert(first, format!("    <link rel=\"preload\" as=\"style\" href=\"./{name}\"/>"));
    write(&dist.join(&name), &style)?;
    minify(&dist.join(name))?;
    write(&index, &(lines.join("\n") + "\n"))
}

/// Where the script that runs before anything shows is to stand.
const FIRST: &str = "<script src=\"first.js\"></script>";

/// Puts that script into the page, and its hash into the policy, which else refuses such a script.
fn first_script(dist: &Path) -> Result<()> {
    const POLICY: &str = "script-src 'self'";
    let (index, file) = (dist.join("index.html"), dist.join("first.js"));
    let page = read(&index)?;
    if page.matches(FIRST).count() != 1 || page.matches(POLICY).count() != 1 {
        return Err(format!("expected `{FIRST}` and `{POLICY}` once in dist/index.html, found another number of them"));
    }
    write(&file, &read(&root().join("first.js"))?)?;
    minify(&file)?;
    let script = read(&file)?;
    fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
    let hash = output(program("node").args(["-e", HASH]).arg(&script))
        .ok_or("the first script could not be hashed with Node")?;
    let page = page.replace(POLICY, &format!("{POLICY} 'sha256-{}'", hash.trim()));
    write(&index, &without_comments(&page).replace(FIRST, &format!("<script>{script}</script>")))
}

/// A page without what is for its readers here, and without the lines that were nothing else.
fn without_comments(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        out += before.trim_end_matches(' ');
        rest = after.split_once("-->").map_or("", |(_, after)| after);
        if out.ends_with('\n') {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
    }
    out + rest
}

/// Prints what a policy knows a script by.
const HASH: &str = "console.log(require('node:crypto').createHash('sha256').update(process.argv[1]).digest('base64'))";

/// The scripts without what is for their readers here.
fn small_scripts(dist: &Path) -> Result<()> {
    headers::files(dist)?.iter().filter(|name| name.ends_with(".js")).try_for_each(|name| minify(&dist.join(name)))
}

/// Makes a script or style sheet small, in place.
pub fn minify(file: &Path) -> Result<()> {
    let mut out = std::ffi::OsString::from("--outfile=");
    out.push(file);
    run(program("esbuild")
        .arg(file)
        .args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"])
        .arg(out))
}

/// FNV-1a: the same file has the same name on every machine.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read_bytes(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

fn write_bytes(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// A file's text.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

/// Makes a file of a text.
pub fn write(file: &Path, text: &str) -> Result<()> {
    write_bytes(file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_go_with_their_lines() {
        let without = super::without_comments("<a>\n  <!-- 1\n 2 -->\n  <b><!-- 3 --></b>\n<!-- 4");
        assert_eq!(without, "<a>\n  <b></b>\n");
    }
}
