//! `cargo xtask …`: everything around the app. Each command first installs what it needs and finds missing.

mod alike;
mod bench;
mod browser;
mod bundle;
mod checks;
mod dependencies;
mod headers;
mod host_checks;
mod host_programs;
mod hosts;
mod node;
mod offline;
mod precompressed;
mod reproducible;
mod rust_tools;
mod server;
mod shell;
mod sizes;
mod slim;
mod small_std;
mod split;

use bundle::Build;
use shell::Result;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--quick] [--port N]
    Build the release and serve it on 127.0.0.1 (port 8080 unless told), with the headers a host should send.
    With --quick the build takes a fraction of the time, and the page is heavier and slower than what is deployed.

cargo xtask test [--quick] [--only STEP,…] [-- ARGUMENTS]
    Run the checks, in this order: fmt, clippy, deny, host, web, build, e2e, firefox, which is the core journeys there,
    and hosts, which serves the build with nginx and Caddy.
    With --quick the journeys go through such a build.
    Arguments after `--` go to the one test step chosen: cargo xtask test --only e2e -- first.spec.ts

cargo xtask dist [--twice]
    Build the release into dist/, ready for any static host, and weigh it.
    With --twice build it once more from a copy in another folder, and compare every file.

cargo xtask bench [--papers N,…] [--corpus FILE.jsonl] [--only read|peers|page|favourites|vitals,…] [--json FILE]
    Measure the release and its peers in Chromium, at 1,000 and 10,000 papers unless told (see benches/README.md).

cargo xtask corpus --papers N --out FILE [--corpus FILE.jsonl]
    Write the bench's listing of N invented papers (or of the papers of a file).

Missing tools are installed on the way: the wasm target, Trunk, wasm-bindgen, wasm-opt, esbuild, the Node packages,
Chromium, Firefox.";

/// The port of `serve`. Always the same one, because the browser keeps favourites by address.
const PORT: u16 = 8080;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", options @ ..] => {
            let (build, options) = how(options);
            match options {
                [] => serve(build, PORT),
                ["--port", port] => serve(
                    build,
                    port.parse().map_err(|_| format!("`{port}` is no port: expected a number up to 65535"))?,
                ),
                _ => Err(format!("expected `[--quick] [--port N]`, found `{}`", options.join(" "))),
            }
        }
        ["dist", options @ ..] => dist(options),
        ["test", options @ ..] => {
            let (build, options) = how(options);
            Ok(checks::run_steps(&checks::Choice::read(options, build)?))
        }
        ["bench", rest @ ..] => bench::run_bench(rest).map(|()| ExitCode::SUCCESS),
        ["corpus", rest @ ..] => bench::write_corpus(rest).map(|()| ExitCode::SUCCESS),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(format!("`{}` is no command.\n\n{HELP}", words.join(" "))),
    }
}

/// How the page is to be built, and the options after that.
fn how<'a>(options: &'a [&'a str]) -> (Build, &'a [&'a str]) {
    match options {
        ["--quick", rest @ ..] => (Build::Quick, rest),
        _ => (Build::Release, options),
    }
}

fn dist(options: &[&str]) -> Result<ExitCode> {
    let twice = match options {
        [] => false,
        ["--twice"] => true,
        _ => return Err(format!("expected `--twice` or nothing, found `{}`", options.join(" "))),
    };
    let small = bundle::build(Build::Release)?;
    sizes::weigh(&bundle::dist(), small)?;
    println!("SHA-256 of all: {}", reproducible::fingerprint(&bundle::dist())?);
    if twice {
        reproducible::build_again()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn serve(build: Build, port: u16) -> Result<ExitCode> {
    bundle::build(build)?;
    let server = server::start(vec![server::Mount::strict("/", bundle::dist())?], port)?;
    println!("\nPaperdeck is at {} (Ctrl+C ends it)", server.address());
    server.wait();
    Ok(ExitCode::SUCCESS)
}
