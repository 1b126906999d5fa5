//! `cargo xtask bench` and `corpus`: builds what is measured and hands over to the driver in benches/.

use crate::{
    browser, bundle, node, precompressed, rust_tools, server,
    shell::{Result, program, root, run, target},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the release and what it is measured beside, serves both and runs `benches/run.mjs`, which knows the options.
pub fn run_bench(options: &[&str]) -> Result<()> {
    node::peers()?;
    let browser = browser::browser()?;
    bundle::build(bundle::Build::Release)?;
    let dist = bundle::dist();
    let only = options.iter().position(|option| *option == "--only").and_then(|at| options.get(at + 1));
    let wanted = |parts: &[&str]| only.is_none_or(|only| only.split(',').any(|part| parts.contains(&part)));
    let mut run_it = program("node");
    let mut mounts = Vec::new();
    if wanted(&["read", "peers"]) {
        run_it.env("BENCH_ENGINE", engine()?);
    }
    if wanted(&["vitals", "interactive"]) {
        mounts.push(server::Mount::like("/hello/", hello()?, &dist)?);
    }
    mounts.push(server::Mount::strict("/", dist.clone())?);
    let server = server::start(mounts, 0)?;
    run(run_it
        .arg("benches/run.mjs")
        .args(options)
        .env("PAPERDECK_URL", server.address())
        .env("PAPERDECK_DIST", dist)
        .env("BENCH_FILES", target().join("bench"))
        .env("CHROMIUM_PATH", &browser.chromium)
        .env("CHROMIUM_FLAGS", browser::FLAGS.join(" ")))
}

/// Writes a listing: `--papers N --out FILE [--corpus FILE]`.
pub fn write_corpus(options: &[&str]) -> Result<()> {
    let (papers, out, corpus) = match options {
        ["--papers", papers, "--out", out] => (papers, out, None),
        ["--papers", papers, "--out", out, "--corpus", corpus] => (papers, out, Some(corpus)),
        _ => return Err(format!("expected `--papers N --out FILE [--corpus FILE]`, found `{}`", options.join(" "))),
    };
    papers.parse::<u32>().map_err(|_| format!("`{papers}` is no number of papers"))?;
    run(program("node").arg("benches/corpus/write.mjs").args([papers, out]).args(corpus))
}

/// The engine for the bench's page, built as the release is; the folder with its wasm and JavaScript.
fn engine() -> Result<PathBuf> {
    let out = target().join("bench/engine");
    build("paperdeck-bench", "paperdeck_bench", &out)?;
    Ok(out)
}

/// A hello-world page of Leptos, likewise, and packed as the release is; its folder.
fn hello() -> Result<PathBuf> {
    let out = target().join("bench/hello");
    build("paperdeck-hello", "paperdeck_hello", &out)?;
    bundle::minify(&out.join("paperdeck_hello.js"))?;
    for name in ["index.html", "boot.js"] {
        fs::copy(root().join("benches/hello/page").join(name), out.join(name))
            .map_err(|error| format!("{name} of the hello-world page cannot be copied: {error}"))?;
    }
    precompressed::write_twins(&out, bundle::Build::Release)?;
    Ok(out)
}

/// Builds a crate as the release is, into a wasm and its JavaScript.
fn build(package: &str, file: &str, out: &Path) -> Result<()> {
    rust_tools::wasm_bindgen()?;
    let mut cargo = program("cargo");
    cargo.args(["build", "--release", "--package", package, "--target", TARGET]);
    bundle::as_released(&mut cargo);
    run(&mut cargo)?;
    let built = target().join(TARGET).join("release").join(file).with_extension("wasm");
    run(program("wasm-bindgen").args(["--target", "web", "--no-typescript", "--out-dir"]).arg(out).arg(built))?;
    bundle::optimize(&out.join(format!("{file}_bg.wasm")))
}
