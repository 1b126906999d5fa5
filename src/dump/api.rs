//! **API JSON**: what the site's API answers and its command-line tool prints: a list, a single object or an object per
//! line, names in `camelCase` or `snake_case`.

use super::{Layout, Probe, Reading, Source, records};
use memchr::memmem;

/// The layout.
pub const LAYOUT: Layout = Layout { name: "API JSON", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let Some(start) = records::start(source) else {
        return Probe::not_mine("no line that opens a JSON list or object");
    };
    let json = source.text().as_bytes().get(start..).unwrap_or(&[]);
    let has = |word: &[u8]| memmem::find(json, word).is_some();
    if !has(b"\"title\"") {
        return Probe::not_mine("JSON without the field “title”");
    }
    let known = ["paper", "summary", "abstract", "authors", "publishedAt", "published_at", "upvotes", "id"];
    let fields: Vec<&str> = known.into_iter().filter(|name| has(format!("\"{name}\"").as_bytes())).collect();
    if fields.is_empty() {
        return Probe::not_mine("JSON without any field of a paper but “title”");
    }
    // Paperdeck's own files are JSON like this.
    let base = if has(super::exchange::FORMAT.as_bytes()) { 60 } else { 90 };
    Probe::new(base + fields.len().min(8), format!("JSON with the fields title, {}", fields.join(", ")))
}

fn read(source: &Source) -> Reading {
    records::read_all(source, "a record with a title in JSON")
}
