//! The release is built for size, but for what is marked as hot (`optimize(speed)`), and links a standard library built for
//! size, in which a panic stops at once instead of composing a message that nobody would read: a sixth less wasm. It takes
//! the library's source, and options that a stable compiler has but accepts only when told to.

use crate::shell::{Result, find, output, program, run};
use std::path::Path;
use std::process::Command;

/// What the compiler of wasm gets to know beside its other flags.
pub const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none --cfg=optimize_attribute";

/// Whether the release can have it here; adds the source of the standard library where rustup may. Where it cannot, the
/// reason is printed, and the release is built with the library as it comes and all code alike: the same page, some 40 kB heavier.
pub fn ready() -> bool {
    match source().and_then(|()| options()) {
        Ok(()) => true,
        Err(why) => {
            println!("{why}\n  The release is built without both, which is heavier.");
            false
        }
    }
}

/// Bytes of brotli that the wasm weighs more without it (measured: 40 kB), and so may weigh more.
pub const SAVES: u64 = 50_000;

/// Has a build of wasm use it.
pub fn apply(command: &mut Command) {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
}

fn source() -> Result<()> {
    let there = || {
        output(program("rustc").args(["--print", "sysroot"]))
            .is_some_and(|root| Path::new(root.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
    };
    if there()
        || (find("rustup").is_some()
            && run(program("rustup").args(["component", "add", "rust-src"])).is_ok()
            && there())
    {
        return Ok(());
    }
    Err("The source of Rust's standard library is not here, and rustup could not add it (`rustup component add rust-src`)."
        .to_owned())
}

/// Whether this compiler knows the options by these names.
fn options() -> Result<()> {
    let mut rustc = program("rustc");
    rustc.args(FLAGS.split(' ')).args(["--print", "cfg", "--target", "wasm32-unknown-unknown"]);
    match output(rustc.env("RUSTC_BOOTSTRAP", "1")) {
        Some(_) => Ok(()),
        None => Err(format!("This compiler does not take `{FLAGS}`.")),
    }
}
