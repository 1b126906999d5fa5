//! `cargo xtask bench` and `corpus`: builds what is measured and hands over to the driver in benches/.

use crate::{
    browser, bundle, node, rust_tools, server,
    shell::{Result, program, root, run},
};
use std::path::PathBuf;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the release and the bench's engine, serves the first and runs `benches/run.mjs`, which knows the options.
pub fn run_bench(options: &[&str]) -> Result<()> {
    node::peers()?;
    let browser = browser::browser()?;
    bundle::build(bundle::Build::Release)?;
    let engine = engine()?;
    let dist = bundle::dist();
    let server = server::start(vec![server::Mount::strict("/", dist.clone())?], 0)?;
    run(program("node")
        .arg("benches/run.mjs")
        .args(options)
        .env("PAPERDECK_URL", server.address())
        .env("PAPERDECK_DIST", dist)
        .env("BENCH_ENGINE", engine)
        .env("BENCH_FILES", root().join("target/bench"))
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
    rust_tools::wasm_bindgen()?;
    let mut cargo = program("cargo");
    cargo.args(["build", "--release", "--package", "paperdeck-bench", "--target", TARGET]);
    bundle::as_released(&mut cargo);
    run(&mut cargo)?;
    let built = root().join("target").join(TARGET).join("release/paperdeck_bench.wasm");
    let out = root().join("target/bench/engine");
    run(program("wasm-bindgen").args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&out).arg(built))?;
    bundle::optimize(&out.join("paperdeck_bench_bg.wasm"))?;
    Ok(out)
}
