//! References: what is exported marks every paper when it comes back, on real papers too where `../shared/corpus` is there.

use paperdeck::export::{self, Format};
use paperdeck::import::{Owned, References};
use paperdeck::paper::{Paper, PaperId};
use std::path::Path;

const FORMATS: [Format; 4] = [Format::BibTex, Format::Ris, Format::CslJson, Format::Csv];

fn check(papers: Vec<Paper>) {
    let items: Vec<export::Item> = papers.into_iter().map(|paper| (paper, None)).collect();
    for format in FORMATS {
        let found = References::read(&export::write(format, &items)).expect("a file of references");
        assert_eq!((found.format.label(), found.problems), (format.label(), vec![]));
        assert_eq!(found.all.len(), items.len());
        let owned = Owned::new(&found.all);
        for (paper, _) in &items {
            let title = PaperId::of_title(&paper.title);
            assert!(owned.has(title, None), "{format:?} by title: {}", paper.title);
            assert_eq!(owned.has(PaperId(0), paper.arxiv_id.as_deref()), paper.arxiv_id.is_some(), "{format:?}");
        }
    }
}

#[test]
fn samples_mark_themselves() {
    for entry in std::fs::read_dir("tests/samples").unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let volume = paperdeck::library::Volume::new(paperdeck::dump::Dump::read("x", bytes).unwrap());
        let input = paperdeck::library::Input { name: "x".to_owned(), volume: volume.into(), year: None };
        let library = paperdeck::library::Library::new(vec![input]);
        check((0..library.len() as u32).filter_map(|at| library.paper(at)).collect());
    }
}

#[test]
fn real_papers_mark_themselves() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/papers-3000.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        return eprintln!("skipped: no ../shared/corpus beside the project");
    };
    let rows = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let papers: Vec<serde_json::Value> = rows
        .map(|row| serde_json::json!({"title": row["title"], "abstract": row["abstract"], "arxiv_id": row["id"], "published": row["date"]}))
        .collect();
    let file = serde_json::json!({"format": "paperdeck.papers", "version": 1, "papers": papers}).to_string();
    check(paperdeck::exchange::read(&file).unwrap().into_iter().map(|(paper, _)| paper).collect());
}
