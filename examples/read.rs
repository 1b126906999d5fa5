//! `cargo run --release --example read -- FILE…` prints the exchange file of the papers in these dumps; with
//! `--format BibTeX` (or another name of the Export menu) before the files, they are printed so.
//!
//! A line per dump goes to standard error. The exit code is 1 when a file was refused, 2 without files.

use paperdeck::engine::Engine;
use paperdeck::engine::protocol::{DumpReport, Event, Request};
use paperdeck::export::Format;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let mut format = Some(Format::Json);
    if files.first().is_some_and(|first| first == "--format") {
        let name = files.get(1).cloned().unwrap_or_default();
        format = Format::ALL.into_iter().find(|format| format.label().eq_ignore_ascii_case(&name));
        files.drain(..files.len().min(2));
    }
    let (Some(format), false) = (format, files.is_empty()) else {
        eprintln!("usage: read [--format {}] FILE…", Format::ALL.map(Format::label).join("|"));
        return ExitCode::from(2);
    };
    let mut engine = Engine::new();
    let mut refused = false;
    for (dump, file) in files.iter().enumerate() {
        let name = Path::new(file).file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(why) => {
                eprintln!("{file}: {why}");
                refused = true;
                continue;
            }
        };
        for event in read(&mut engine, dump as u32, name, &bytes) {
            match event {
                Event::Read(report) if report.dump == dump as u32 => eprintln!("{}", line(&report)),
                Event::Refused { name, why, .. } => {
                    eprintln!("{name}: {why}");
                    refused = true;
                }
                _ => {}
            }
        }
    }
    for event in engine.handle(Request::Export { id: 0, query: Default::default(), only: Vec::new(), format }) {
        if let Event::Exported { text, .. } = event
            && let Err(why) = std::io::stdout().write_all(text.as_bytes())
        {
            eprintln!("standard output: {why}");
            return ExitCode::FAILURE;
        }
    }
    if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Reads one dump to the end.
fn read(engine: &mut Engine, dump: u32, name: String, bytes: &[u8]) -> Vec<Event> {
    let mut events = engine.handle(Request::Open { dump, name, size: Some(bytes.len() as u64) });
    for chunk in bytes.chunks(1 << 20) {
        events.extend(engine.push(dump, chunk));
    }
    events.extend(engine.handle(Request::Finish { dump }));
    loop {
        let (more, goes_on) = engine.step(10_000);
        events.extend(more);
        if !goes_on {
            return events;
        }
    }
}

/// The result line of a dump.
fn line(report: &DumpReport) -> String {
    let year = report.year.map_or_else(|| "unknown".to_owned(), |year| year.to_string());
    format!(
        "{}: {}, {} papers, {} without date, {} without year (taken as {year}: {}), {} lines not understood",
        report.name,
        report.layout,
        report.papers,
        report.without_date,
        report.year_missing,
        report.year_reason,
        report.coverage.not_understood
    )
}
