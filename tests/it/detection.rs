//! The confusion table: every sample against every layout's probe.

use paperdeck::dump::{Dump, LAYOUTS, Source};
use std::path::{Path, PathBuf};

/// By so many points of a hundred the right layout wins: evidence of another kind, not more of the same.
const MARGIN: u8 = 20;

/// What the samples' names begin with, and their layouts.
const SAMPLES: [(&str, &str); 10] = [
    ("api", "API JSON"),
    ("feed", "feed"),
    ("notebook", "notebook export"),
    ("paperdeck", "paperdeck"),
    ("reader-markdown", "reader Markdown"),
    ("sample", "listing"),
    ("saved-page", "saved page"),
    ("text-browser", "text browser"),
    ("trending.md", "trending page"),
    ("trending.txt", "trending page"),
];

/// The same for real dumps.
const REAL: [(&str, &str); 7] = [
    ("000.txt", "listing"),
    ("001.txt", "listing"),
    ("002.txt", "compact"),
    ("101_textbrowser_numbered_refs.md", "text browser"),
    ("103_firecrawl_markdown.md", "reader Markdown"),
    ("105_trending_structured.md", "trending page"),
    ("201_api_daily_papers_2026-08-21.json", "API JSON"),
];

#[track_caller]
fn check(name: &str, bytes: Vec<u8>, layout: &str) {
    let source = Source::decode(bytes.clone()).unwrap();
    let scores: Vec<(&str, u8)> = LAYOUTS.iter().map(|l| (l.name, (l.probe)(&source).score)).collect();
    let own = scores.iter().find(|(name, _)| *name == layout).unwrap().1;
    for (other, score) in scores.iter().filter(|(name, _)| *name != layout) {
        assert!(own >= score + MARGIN, "{name}: {layout} {own}, {other} {score}");
    }
    assert_eq!(Dump::read("hidden name", bytes).unwrap().layout, layout, "{name}");
}

/// A text as it is, and as others may have it: in a mail, in a document, after something else, twice.
fn variants(bytes: Vec<u8>, marked: bool) -> Vec<Vec<u8>> {
    let text = String::from_utf8(bytes.clone()).unwrap();
    let mut all = vec![bytes, text.replace('\n', "\r\n").into_bytes()];
    if !marked {
        let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
        all.push(format!("Hi,\n\nsee below.\n\n{quoted}\nBest\n").into_bytes());
        all.push(format!("# Notes\n\n```\n{text}\n```\n").into_bytes());
        all.push(format!("{text}\n\n{text}").into_bytes());
    }
    all
}

fn read(path: PathBuf) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}

#[test]
fn every_sample_has_one_layout_by_a_clear_margin() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut seen = [false; SAMPLES.len()];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let at = SAMPLES.iter().position(|(stem, _)| name.starts_with(stem));
        let at = at.unwrap_or_else(|| panic!("{name} is of no layout here"));
        seen[at] = true;
        let marked = ["json", "jsonl", "html", "xml"].contains(&path.extension().unwrap().to_str().unwrap());
        for bytes in variants(read(path).unwrap(), marked) {
            check(&name, bytes, SAMPLES[at].1);
        }
    }
    assert!(!seen.contains(&false));
}

#[test]
fn every_real_dump_has_one_layout_by_a_clear_margin() {
    for (name, layout) in REAL {
        match read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dumps").join(name)) {
            Some(bytes) => variants(bytes, name.ends_with("json")).into_iter().for_each(|b| check(name, b, layout)),
            None => eprintln!("skipped: no {name} beside the project"),
        }
    }
}
