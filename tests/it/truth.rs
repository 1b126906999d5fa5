//! Real dumps with exact truth files, where `../shared/dumps` is there.

use paperdeck::dump::Dump;
use paperdeck::text::space::collapse;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn dumps() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dumps");
    if !dir.is_dir() {
        eprintln!("skipped: no ../shared/dumps beside the project");
        return None;
    }
    Some(dir)
}

/// Reads a dump as changed by `change` and compares every field of every entry with the truth.
#[track_caller]
fn check(name: &str, layout: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let Some(dir) = dumps() else { return };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let truth: Value = serde_json::from_slice(&std::fs::read(dir.join(format!("{stem}.truth.json"))).unwrap()).unwrap();
    let bytes = change(std::fs::read(dir.join(name)).unwrap());
    let dump = Dump::read("hidden name", bytes).unwrap();
    assert_eq!(dump.layout, layout);
    assert_eq!(dump.coverage().not_understood, 0, "{:#?}", dump.diagnostics);
    assert_eq!(dump.captured.year.map(u64::from), truth["crawl_year"].as_u64(), "{:?}", dump.captured);
    let entries = truth["entries"].as_array().unwrap();
    for (entry, want) in dump.entries.iter().zip(entries) {
        let (date, _) = dump.date(entry);
        let said = want["date"].as_object().map(|date| {
            let year = date["year"].as_u64().or(want["inferred_year"].as_u64());
            (year, date["month"].as_u64().unwrap(), date["day"].as_u64().unwrap())
        });
        let got = date.map(|d| (d.year.map(u64::from), u64::from(d.month), u64::from(d.day)));
        assert_eq!(dump.text(entry.title), collapse(want["title"].as_str().unwrap()));
        let text = |v: &Value| v.as_str().map(|s| collapse(s).into_owned());
        assert_eq!(entry.abstract_text.map(|s| dump.text(s).into_owned()), text(&want["abstract"]));
        assert_eq!(entry.authors.map(u64::from), want["authors_count"].as_u64(), "{want}");
        assert_eq!(got, said, "{want}");
        assert_eq!(entry.comments.map(u64::from), want["comments"].as_u64(), "{want}");
        if let Some(first) = want["line_start"].as_u64() {
            assert_eq!(entry.lines.map(u64::from), [first, want["line_end"].as_u64().unwrap()], "{want}");
        }
        if let Some(upvotes) = want["upvotes"].as_u64() {
            assert_eq!(entry.upvotes.map(u64::from), Some(upvotes), "{want}");
        }
        assert_eq!(entry.organisation.map(|s| dump.text(s).into_owned()), text(&want["org"]), "{want}");
    }
    assert_eq!(dump.entries.len(), entries.len());
}

fn as_is(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

fn crlf(bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes).unwrap().replace('\n', "\r\n").into_bytes()
}

fn cr(bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes).unwrap().replace('\n', "\r").into_bytes()
}

fn bom(bytes: Vec<u8>) -> Vec<u8> {
    [b"\xef\xbb\xbf", &*bytes].concat()
}

fn utf16_le(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(bytes).unwrap();
    b"\xff\xfe".iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn utf16_be_without_mark(bytes: Vec<u8>) -> Vec<u8> {
    String::from_utf8(bytes).unwrap().encode_utf16().flat_map(u16::to_be_bytes).collect()
}

const CHANGES: [fn(Vec<u8>) -> Vec<u8>; 6] = [as_is, crlf, cr, bom, utf16_le, utf16_be_without_mark];

#[test]
fn listing() {
    for change in CHANGES {
        check("000.txt", "listing", change);
        check("001.txt", "listing", change);
    }
}

#[test]
fn compact() {
    for change in CHANGES {
        check("002.txt", "compact", change);
    }
}

#[test]
fn text_browser() {
    for change in CHANGES {
        check("101_textbrowser_numbered_refs.md", "text browser", change);
    }
}

#[test]
fn reader_markdown() {
    for change in CHANGES {
        check("103_firecrawl_markdown.md", "reader Markdown", change);
    }
}

#[test]
fn trending() {
    for change in CHANGES {
        check("105_trending_structured.md", "trending page", change);
    }
}

#[test]
fn api_json() {
    for change in CHANGES {
        check("201_api_daily_papers_2026-08-21.json", "API JSON", change);
    }
}
