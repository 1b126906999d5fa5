//! **paperdeck**: Paperdeck's own exchange file, as Export → JSON writes it.

use super::{Diagnostic, Layout, Probe, Reading, Source, json, records};
use memchr::memmem;

/// The layout.
pub const LAYOUT: Layout = Layout { name: "paperdeck", probe, read, blocks: None };

/// What the field `format` says.
pub const FORMAT: &str = "paperdeck.papers";
/// The newest version of the format that is known.
const VERSION: u32 = 1;

fn field<'a>(source: &'a Source, name: &str) -> Option<(usize, &'a str)> {
    let start = records::start(source)?;
    let part = json::Parts::of(source.text(), start).take(20).find(|p| p.key == name)?;
    Some((part.value.start, source.text().get(part.value)?))
}

fn probe(source: &Source) -> Probe {
    if records::start(source).is_none() || memmem::find(source.text().as_bytes(), FORMAT.as_bytes()).is_none() {
        return Probe::not_mine(format!("no JSON with “{FORMAT}”"));
    }
    match field(source, "format") {
        Some((_, value)) if value.trim_matches('"') == FORMAT => {
            Probe::new(100, format!("JSON whose field “format” says “{FORMAT}”"))
        }
        _ => Probe::not_mine(format!("JSON whose field “format” does not say “{FORMAT}”")),
    }
}

fn read(source: &Source) -> Reading {
    let mut reading = records::read_all(source, "a record with a title in JSON");
    if let Some((at, version)) = field(source, "version")
        && version.parse() != Ok(VERSION)
    {
        reading.diagnostics.push(Diagnostic {
            line: source.line_at(at) as u32 + 1,
            record: None,
            expected: format!("version {VERSION} of the format").into(),
            found: format!("version {version}: fields that are new in it are left out"),
        });
    }
    if reading.entries.is_empty() {
        reading.nothing_because = Some("an empty list of papers".to_owned());
    }
    reading
}
