//! The Node packages: wasm-opt and esbuild beside xtask, Playwright and axe in tests/e2e, the peers in benches.

use crate::shell::{Result, find, program, root, run};
use std::fs;

/// wasm-opt, as npm's `binaryen`: a build that is the same everywhere, unlike those of distributions; and esbuild, for scripts
/// and style sheets.
pub fn build_tools() -> Result<()> {
    packages("xtask")
}

/// What the journeys run on. Playwright drives the Chromium and the Firefox of this machine and downloads none.
pub fn playwright() -> Result<()> {
    packages("tests/e2e")
}

/// What the bench drives the browser with, and what it measures Paperdeck beside.
pub fn peers() -> Result<()> {
    packages("benches")
}

fn packages(folder: &str) -> Result<()> {
    let folder = root().join(folder);
    let lock = folder.join("package-lock.json");
    // A copy of the lock file beside what it led to: while the two are alike, there is nothing to ask npm.
    let installed = folder.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(|error| format!("{} cannot be read: {error}", lock.display()))?;
    if fs::read(&installed).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    if find("npm").is_none() {
        return Err(
            "npm is missing: install Node.js 20 or newer (nodejs.org, or your distribution's packages)".to_owned()
        );
    }
    run(program("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&installed, wanted).map_err(|error| format!("{} cannot be written: {error}", installed.display()))
}
