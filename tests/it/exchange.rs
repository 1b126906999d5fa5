//! Export → import: what is read of a sample, written as an exchange file and read again, is the same in every field.

use paperdeck::dump::Dump;
use paperdeck::export::{self, Format};
use paperdeck::library::{Input, Library, Volume};
use paperdeck::paper::{Paper, Sighting};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The papers of a dump as the library gives them to cards and exports.
fn papers(name: &str, bytes: Vec<u8>) -> (&'static str, Vec<Paper>) {
    let dump = Dump::read("hidden name", bytes).unwrap_or_else(|why| panic!("{name}: {why}"));
    let layout = dump.layout;
    let volume = Arc::new(Volume::new(dump));
    let library = Library::new(vec![Input { name: name.to_owned(), volume, year: None }]);
    let papers = (0..library.len() as u32).filter_map(|index| library.paper(index)).collect();
    (layout, papers)
}

/// What a file cannot carry: why a year was inferred is a sentence of its own after that.
fn without_reason(mut paper: Paper) -> Paper {
    if paper.published.is_some() {
        paper.year_reason.clear();
    }
    paper
}

/// Read again as a dump, a paper is seen in the file instead.
fn without_sightings(mut paper: Paper) -> Paper {
    paper.seen_in = vec![Sighting { comments: paper.comments, upvotes: paper.upvotes, ..Sighting::default() }];
    without_reason(paper)
}

#[track_caller]
fn check(path: &Path) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (_, before) = papers(name, std::fs::read(path).unwrap());
    assert!(!before.is_empty(), "{name}");
    let text = export::write(Format::Json, &before.iter().map(|paper| (paper.clone(), None)).collect::<Vec<_>>());

    let read = paperdeck::exchange::read(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
    let read: Vec<Paper> = read.into_iter().map(|(paper, _)| without_reason(paper)).collect();
    let want: Vec<Paper> = before.iter().cloned().map(without_reason).collect();
    assert_eq!(read.len(), want.len(), "{name}");
    for (got, want) in read.iter().zip(&want) {
        assert_eq!(got, want, "{name}, as a backup");
    }

    let (layout, again) = papers("exchange.json", text.into_bytes());
    assert_eq!((layout, again.len()), ("paperdeck", before.len()), "{name}");
    for (got, want) in again.into_iter().zip(before) {
        assert_eq!(without_sightings(got), without_sightings(want), "{name}, as a dump");
    }
}

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_unstable();
    files
}

#[test]
fn every_sample_survives_export_and_import() {
    let samples = files(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples"));
    assert!(samples.len() >= 20);
    samples.iter().for_each(|path| check(path));
}

#[test]
fn every_real_dump_survives_export_and_import() {
    let dumps = files(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dumps"));
    dumps.iter().filter(|path| !path.to_string_lossy().contains(".truth.")).for_each(|path| check(path));
}
