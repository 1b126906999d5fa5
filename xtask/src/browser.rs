//! Chromium and its driver, and Firefox: those of the machine, whatever they are called.

use crate::shell::{Result, find, output, own_tools, program, run};
use std::{env, fs, path::PathBuf, sync::OnceLock};

/// A browser and the driver that goes with it.
#[derive(Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// chromedriver, which the in-browser tests of wasm-bindgen need.
    pub driver: PathBuf,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const FIREFOXES: [&str; 2] = ["firefox", "firefox-esr"];

const FIREFOX_ELSEWHERE: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

const ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The flags every headless run starts with: as root in a container, without a display, without calls home.
pub const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The browser of this machine, installed where that can be done without asking.
pub fn browser() -> Result<Browser> {
    // Looked for once in a run: an install that failed is not tried by the next step again.
    static FOUND: OnceLock<Result<Browser>> = OnceLock::new();
    FOUND.get_or_init(|| look().map_or_else(install, Ok)).clone()
}

/// The Firefox of this machine, likewise. The journeys speak WebDriver BiDi to it, which needs no driver.
pub fn firefox() -> Result<PathBuf> {
    const BY_HAND: &str = "Firefox is needed for the journeys there. Install it (Debian: `apt-get install firefox-esr`; macOS: \
        `brew install --cask firefox`) and put it on PATH, or name the file in FIREFOX_PATH";
    let elsewhere = || Some(PathBuf::from(FIREFOX_ELSEWHERE)).filter(|file| file.is_file());
    let look = || named("FIREFOX_PATH").or_else(|| FIREFOXES.iter().find_map(|name| find(name))).or_else(elsewhere);
    match look() {
        Some(found) => Ok(found),
        None => apt(&["firefox-esr"], BY_HAND).and_then(|()| look().ok_or_else(|| BY_HAND.to_owned())),
    }
}

/// The file that a variable names.
fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file())
}

fn look() -> Option<Browser> {
    let elsewhere = || ELSEWHERE.iter().map(PathBuf::from).find(|file| file.is_file());
    Some(Browser {
        chromium: named("CHROME_PATH").or_else(|| NAMES.iter().find_map(|name| find(name))).or_else(elsewhere)?,
        driver: named("CHROMEDRIVER").or_else(|| find("chromedriver"))?,
    })
}

fn install() -> Result<Browser> {
    const BY_HAND: &str = "Chromium (or Chrome) and chromedriver of the same version are needed for the tests in a browser. \
        Install both (Debian: `apt-get install chromium chromium-driver`; macOS: `brew install --cask google-chrome chromedriver`) \
        and put them on PATH, or name the files in CHROME_PATH and CHROMEDRIVER";
    apt(&["chromium", "chromium-driver"], BY_HAND)?;
    look().ok_or_else(|| BY_HAND.to_owned())
}

/// Installs Debian's packages where that can be done without asking; fails with what to do by hand.
fn apt(packages: &[&str], by_hand: &str) -> Result<()> {
    for arguments in [vec!["update"], [&["install", "--yes", "--no-install-recommends"], packages].concat()] {
        apt_get(&arguments).map_err(|error| format!("{by_hand} ({error})"))?;
    }
    Ok(())
}

/// Runs apt-get, where it is here and needs no password.
pub fn apt_get(arguments: &[&str]) -> Result<()> {
    if find("apt-get").is_none() {
        return Err("there is no apt-get here".to_owned());
    }
    let root = is_root();
    if !root && output(program("sudo").args(["-n", "true"])).is_none() {
        return Err("apt-get is here, but not the right to use it without a password".to_owned());
    }
    let mut apt = program(if root { "apt-get" } else { "sudo" });
    if !root {
        apt.args(["-n", "apt-get"]);
    }
    run(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether this is root.
pub fn is_root() -> bool {
    output(program("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Writes what chromedriver is to start, and with which flags, where wasm-bindgen's test runner is told to look.
pub fn driver_settings(browser: &Browser) -> Result<PathBuf> {
    let flags: Vec<String> = FLAGS.iter().map(|flag| json(flag)).collect();
    let settings = format!(
        r#"{{"goog:chromeOptions":{{"binary":{},"args":[{}]}}}}"#,
        json(&browser.chromium.to_string_lossy()),
        flags.join(",")
    );
    let file = own_tools().join("webdriver.json");
    fs::create_dir_all(own_tools())
        .and_then(|()| fs::write(&file, settings))
        .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}

fn json(text: &str) -> String {
    // Paths and flags hold no control characters; a backslash is what Windows puts into them.
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
