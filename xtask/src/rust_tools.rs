//! The Rust side of the tool chain: the wasm target, Trunk, and wasm-bindgen in the version of Cargo.lock.

use crate::shell::{Result, find, output, own_tools, program, root, run, target};
use std::{env, fs, path::PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

/// 0.22 asks for a newer compiler than this project does.
const TRUNK: &str = "0.21.14";

/// Rust's standard library for wasm.
pub fn wasm_target() -> Result<()> {
    // Whoever lets Cargo build the standard library needs none ready-made.
    if has_wasm_target() || env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() {
        return Ok(());
    }
    let added = find("rustup").is_some() && run(program("rustup").args(["target", "add", TARGET])).is_ok();
    if added && has_wasm_target() {
        return Ok(());
    }
    Err(format!(
        "Rust has no standard library for {TARGET} here, and rustup could not add it.
  Either run `rustup target add {TARGET}` where rustup reaches its downloads;
  or, on Debian and without rustup's cargo on PATH, build it from source:
    apt-get install rustc-web cargo-web rust-web-src lld-22
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22
    cargo xtask …"
    ))
}

fn has_wasm_target() -> bool {
    output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .and_then(|folder| fs::read_dir(folder).ok())
        .is_some_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-")))
}

/// Trunk, which bundles the page.
pub fn trunk() -> Result<()> {
    // Its lock file is taken as it is: newer dependencies do not all build with it.
    install("trunk", "trunk", TRUNK, &["--locked"])
}

/// `wasm-bindgen` and its test runner. They must be of the very version of the library that the app is linked with.
pub fn wasm_bindgen() -> Result<()> {
    let lock =
        fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no version of wasm-bindgen")?;
    // Not with its own lock file, which may name a crate version that was withdrawn.
    install("wasm-bindgen", "wasm-bindgen-cli", version, &[])
}

fn install(name: &str, package: &str, version: &str, options: &[&str]) -> Result<()> {
    let found = || output(program(name).arg("--version"));
    let wanted = |text: &String| text.split_whitespace().nth(1) == Some(version);
    let before = found();
    if before.as_ref().is_some_and(wanted) {
        return Ok(());
    }
    println!("{name} {version} is missing; building it takes some minutes, once");
    let mut cargo = program("cargo");
    cargo.args(["install", package, "--version", version]).args(options);
    if before.is_some() {
        // Somebody else's version stays where it is; this project's comes first on its own PATH.
        cargo.arg("--root").arg(own_tools());
    }
    run(&mut cargo)?;
    if found().as_ref().is_some_and(wanted) {
        return Ok(());
    }
    Err(format!(
        "`cargo install {package} --version {version}` went through, but `{name} --version` still does not answer {version}: \
         see whether another one comes first on PATH"
    ))
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Where Cargo keeps what it fetches.
pub fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// The folders of this machine in which a build has files, and what they are called in the release instead. Of two that fit
/// a file the compiler takes the later.
pub fn folders() -> Vec<(String, &'static str)> {
    let sysroot = output(program("rustc").args(["--print", "sysroot"])).map(PathBuf::from);
    let all = [(cargo_home(), "cargo"), (sysroot, "rust"), (Some(root()), "paperdeck"), (Some(target()), "target")];
    let mut folders = Vec::new();
    for (folder, short) in all {
        // As it was given, and as it is when links are followed: either may be what the compiler is told.
        let given = folder.filter(|folder| folder.is_absolute());
        let real = given.as_ref().and_then(|folder| folder.canonicalize().ok());
        for folder in given.into_iter().chain(real).map(|folder| folder.display().to_string()) {
            if !folders.iter().any(|(known, _)| *known == folder) {
                folders.push((folder, short));
            }
        }
    }
    folders
}

/// What the compiler of the release gets to know, for [`FLAGS`]. It names files in panic messages without the folders of
/// whoever built it, which also gives the same wasm, and so the same hashed names, on every machine; the rest is for size.
pub fn release_flags() -> Vec<String> {
    let mut flags: Vec<String> =
        folders().iter().map(|(folder, short)| format!("--remap-path-prefix={folder}={short}")).collect();
    // Leptos then boxes its views instead of making types and code for each: less wasm.
    flags.push("--cfg=erase_components".to_owned());
    // A call costs a few bytes, a copy of the callee many: only what is marked or tiny is inlined.
    flags.push("-Cllvm-args=-inline-threshold=10".to_owned());
    // What memchr searches by sixteen bytes at a time; every browser of the last years has it (figures in ARCHITECTURE.md).
    flags.push("-Ctarget-feature=+simd128".to_owned());
    flags
}

/// The variable in which Cargo takes flags of the compiler, parted by [`PARTED`]: unlike the others it lets them have spaces, and
/// comes before what is set elsewhere on a machine.
pub const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
/// Between two flags.
pub const PARTED: &str = "\x1f";

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_file_is_read_by_whole_names() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
