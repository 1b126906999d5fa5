//! `cargo xtask test`: every check there is, each with its time, and a summary.

use crate::{
    browser,
    bundle::{self, Build},
    dependencies, host_checks, node, reproducible, rust_tools, server,
    shell::{Result, program, run},
    sizes,
};
use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// The journey that every host must let through.
const FIRST_JOURNEY: [&str; 4] = ["test", "first.spec.ts", "--grep", "the page mounts and its worker answers"];

/// One check, in the order they run: the quick ones first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Fmt,
    Clippy,
    Deny,
    Host,
    Web,
    Build,
    E2e,
    Firefox,
    Hosts,
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Fmt,
        Self::Clippy,
        Self::Deny,
        Self::Host,
        Self::Web,
        Self::Build,
        Self::E2e,
        Self::Firefox,
        Self::Hosts,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Deny => "deny",
            Self::Host => "host",
            Self::Web => "web",
            Self::Build => "build",
            Self::E2e => "e2e",
            Self::Firefox => "firefox",
            Self::Hosts => "hosts",
        }
    }

    fn run(self, build: Build, extra: &[String]) -> Result<()> {
        match self {
            Self::Fmt => run(program("cargo").args(["fmt", "--all", "--check"])),
            Self::Clippy => clippy(),
            Self::Deny => dependencies::check(),
            Self::Host => run(program("cargo").args(["test", "--workspace", "--no-fail-fast", "--quiet"]).args(extra)),
            Self::Web => web(extra),
            Self::Build => match (bundle::build(build)?, build) {
                (small, Build::Release) => {
                    println!("SHA-256 of all: {}", reproducible::fingerprint(&bundle::dist())?);
                    sizes::weigh(&bundle::dist(), small)
                }
                (_, Build::Quick) => Ok(()),
            },
            Self::E2e => {
                let browser = browser::browser()?;
                journeys(extra, |run| in_chromium(run, &browser))
            }
            Self::Firefox => {
                let firefox = browser::firefox()?;
                journeys(extra, |run| run.env("FIREFOX_PATH", firefox))
            }
            Self::Hosts => {
                let browser = browser::browser()?;
                node::playwright()?;
                host_checks::run(&bundle::dist(), |address| {
                    run(in_chromium(playwright().args(FIRST_JOURNEY), &browser).env("PAPERDECK_URL", address))
                })
            }
        }
    }

    /// Whether it goes through the build.
    fn needs_build(self) -> bool {
        matches!(self, Self::E2e | Self::Firefox | Self::Hosts)
    }
}

/// Which steps to run, and what to hand on to the one test step.
pub struct Choice {
    build: Build,
    steps: Vec<Step>,
    extra: Vec<String>,
}

impl Choice {
    /// Reads `[--only STEP,…] [-- ARGUMENTS]`.
    pub fn read(words: &[&str], build: Build) -> Result<Self> {
        let end = words.iter().position(|word| *word == "--");
        let (options, extra) = match end {
            Some(end) => (&words[..end], &words[end + 1..]),
            None => (words, &[][..]),
        };
        let mut steps = match options {
            [] => Step::ALL.to_vec(),
            ["--only", names] => names.split(',').map(named).collect::<Result<_>>()?,
            _ => return Err(format!("expected `--only STEP,…`, found `{}`", options.join(" "))),
        };
        if !extra.is_empty() && !matches!(steps.as_slice(), [Step::Host | Step::Web | Step::E2e | Step::Firefox]) {
            return Err("arguments after `--` need one test step to go to: --only host, web, e2e or firefox".to_owned());
        }
        // A journey through an old build would prove nothing.
        if steps.iter().any(|step| step.needs_build()) && !steps.contains(&Step::Build) {
            steps.push(Step::Build);
        }
        Ok(Self {
            build,
            steps: Step::ALL.into_iter().filter(|step| steps.contains(step)).collect(),
            extra: extra.iter().map(|word| (*word).to_owned()).collect(),
        })
    }
}

fn named(name: &str) -> Result<Step> {
    let step = Step::ALL.into_iter().find(|step| step.name() == name);
    step.ok_or_else(|| {
        let names: Vec<&str> = Step::ALL.into_iter().map(Step::name).collect();
        format!("`{name}` is no step: expected one of {}", names.join(", "))
    })
}

/// Runs the chosen steps, all of them even after a failure, and says at the end how each went.
pub fn run_steps(choice: &Choice) -> ExitCode {
    let mut outcomes: Vec<(Step, Duration, Result<()>)> = Vec::new();
    for &step in &choice.steps {
        println!("\n=== {} ===", step.name());
        let start = Instant::now();
        let unbuilt =
            step.needs_build() && outcomes.iter().any(|(step, _, outcome)| *step == Step::Build && outcome.is_err());
        let outcome = if unbuilt {
            Err("not run, because there is no build to run it on".to_owned())
        } else {
            step.run(choice.build, &choice.extra)
        };
        if let Err(sentence) = &outcome {
            println!("{}: {sentence}", step.name());
        }
        outcomes.push((step, start.elapsed(), outcome));
    }
    println!("\n=== summary ===");
    for (step, time, outcome) in &outcomes {
        let said = match outcome {
            Ok(()) => "passed".to_owned(),
            Err(sentence) => format!("FAILED: {sentence}"),
        };
        println!("{:<7} {:>6.1} s  {said}", step.name(), time.as_secs_f32());
    }
    let failed = outcomes.iter().filter(|(_, _, outcome)| outcome.is_err()).count();
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn clippy() -> Result<()> {
    run(program("cargo").args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    rust_tools::wasm_target()?;
    // Only these exist there: the host tests need a host, and xtask is one.
    run(program("cargo").args(["clippy", "--quiet", "--package", "paperdeck", "--target", TARGET]).args([
        "--lib",
        "--bin",
        "paperdeck",
        "--test",
        "web",
        "--",
        "-D",
        "warnings",
    ]))
}

fn web(extra: &[String]) -> Result<()> {
    rust_tools::wasm_target()?;
    rust_tools::wasm_bindgen()?;
    let browser = browser::browser()?;
    run(program("cargo")
        .args(["test", "--package", "paperdeck", "--target", TARGET, "--test", "web"])
        .args(extra)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        // Seconds; the runner's own limits are for a machine that does nothing else.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser::driver_settings(&browser)?))
}

/// The journeys, in the browser that `browser` names to them.
fn journeys(extra: &[String], browser: impl FnOnce(&mut Command) -> &mut Command) -> Result<()> {
    node::playwright()?;
    let dist = bundle::dist();
    // The first mount that fits answers, so the folder comes before the root.
    let mounts = vec![server::Mount::plain("/some/folder/", dist.clone()), server::Mount::strict("/", dist)?];
    let server = server::start(mounts, 0)?;
    run(browser(playwright().arg("test").args(extra).env("PAPERDECK_URL", server.address())))
}

fn in_chromium<'a>(run: &'a mut Command, browser: &browser::Browser) -> &'a mut Command {
    run.env("CHROMIUM_PATH", &browser.chromium).env("CHROMIUM_FLAGS", browser::FLAGS.join(" "))
}

fn playwright() -> Command {
    let mut command = program("node");
    command.arg("node_modules/@playwright/test/cli.js").current_dir(crate::shell::root().join("tests/e2e"));
    command
}
