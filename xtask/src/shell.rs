//! Running other programs: where they are found, and what is said when they fail.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What every command here answers: a value, or one clear sentence.
pub type Result<T> = std::result::Result<T, String>;

/// The top of the project. Cargo names it at run time, so a moved or copied build still finds it.
pub fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match xtask.as_deref().and_then(Path::parent) {
        Some(root) => root.to_owned(),
        None => PathBuf::from("."),
    }
}

/// Where Cargo builds.
pub fn target() -> PathBuf {
    // What is relative is so to where Cargo was started, which xtask's commands are at the top of the project.
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// Where this project keeps tools of its own, if the user has other versions of them.
pub fn own_tools() -> PathBuf {
    target().join("tools")
}

/// A program, to be run at the top of the project with the project's tools first on its `PATH`.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(find(name).unwrap_or_else(|| PathBuf::from(name)));
    command.current_dir(root()).env("PATH", path());
    command
}

/// Runs a program in the open; fails with a sentence that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    println!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(format!("`{line}` could not be started: {error}")),
    }
}

/// What a program prints, or nothing where it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The file a program's name stands for on the project's `PATH`.
pub fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path()).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

fn path() -> OsString {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let mut folders = vec![own_tools().join("bin"), root().join("xtask/node_modules/.bin")];
    let given = env::var_os("PATH").unwrap_or_default();
    folders.extend(env::split_paths(&given));
    // Last: a fresh shell may not have it on its PATH, and who has, has ordered it as they like.
    folders.extend(cargo_home.map(|home| home.join("bin")));
    // A folder with the separator in its name cannot be on a PATH; then only what was given counts.
    env::join_paths(folders).unwrap_or(given)
}

fn describe(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}
