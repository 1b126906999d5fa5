//! A dump read in pieces is the dump read in one go, in every field, however its bytes are cut.

use paperdeck::dump::{Dump, NotADump, Pieces, Sizes};
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;

/// Reads bytes that come in chunks, with a step after each as the worker does; tells whether it was read in pieces.
fn read_in<'a>(chunks: impl Iterator<Item = &'a [u8]>, sizes: Sizes) -> (Result<Dump, NotADump>, bool) {
    let mut pieces = Pieces::new("x", sizes);
    let mut long = false;
    let run = || -> Result<Dump, NotADump> {
        for chunk in chunks {
            pieces.push(chunk)?;
            while pieces.waits() {
                pieces.step()?;
            }
            long |= pieces.so_far().is_some_and(|dump| !dump.entries.is_empty());
        }
        pieces.end();
        while pieces.waits() {
            pieces.step()?;
        }
        Ok(pieces.take().unwrap())
    };
    let dump = run();
    (dump, long)
}

fn sizes(piece: usize) -> Sizes {
    Sizes { whole: 2 * piece, piece, ..Sizes::default() }
}

/// Everything that a dump knows.
fn all(dump: &Dump) -> String {
    let mut out =
        format!("{} {:?} {:?} {} {:#?}\n", dump.layout, dump.page_date, dump.captured, dump.size(), dump.probes);
    for entry in &dump.entries {
        let [title, body, who] =
            [Some(entry.title), entry.abstract_text, entry.organisation].map(|span| span.map(|span| dump.raw(span)));
        let _ = writeln!(out, "{entry:?}\n  {title:?}\n  {body:?}\n  {who:?}");
    }
    for role in dump.roles.chunk_by(PartialEq::eq) {
        let _ = writeln!(out, "{:?} × {}", role[0], role.len());
    }
    for diagnostic in &dump.diagnostics {
        let _ = writeln!(out, "{diagnostic}");
    }
    out
}

#[track_caller]
fn check(bytes: &[u8], piece: usize, chunk: usize, must_be_long: bool) {
    let whole = Dump::read("x", bytes.to_vec());
    let (dump, long) = read_in(bytes.chunks(chunk.max(1)), sizes(piece));
    assert!(long || !must_be_long, "it was read in one go");
    match (whole, dump) {
        (Ok(whole), Ok(dump)) => {
            let (whole, dump) = (all(&whole), all(&dump));
            if whole != dump {
                let at = whole.lines().zip(dump.lines()).position(|(a, b)| a != b).unwrap_or(0);
                let part = |text: &str| text.lines().skip(at).take(6).collect::<Vec<_>>().join("\n");
                panic!("pieces of {piece}:\n{}\nin one go:\n{}", part(&dump), part(&whole));
            }
        }
        (whole, dump) => assert_eq!(whole.map(|dump| all(&dump)), dump.map(|dump| all(&dump))),
    }
}

const HEAD: &str = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nNov 3\n\n";

const PROSE: &str = "This abstract is invented, and so are the experiments it reports, which nobody made, on data that nobody has, \
    with results that nobody doubts; it goes on for as long as abstracts do – no longer, no shorter – and then it ends.";

/// Entries that are as different as those of real pages.
fn entries(count: usize, seed: usize, bullet: &str) -> String {
    let mut text = String::new();
    for n in 0..count {
        let kind = (n * 7 + seed) % 23;
        // Some titles come again, some of them with another abstract.
        let number = if kind == 5 { n / 2 } else { n };
        let _ = write!(text, "Paper {number}: An Invented Title{}\n\n", if kind == 9 { " – with an é" } else { "" });
        if kind != 11 {
            let salt = if kind == 5 { n % 3 } else { number };
            let _ =
                write!(text, "{PROSE} Number {salt}.{}\n\n", if kind == 13 { "\n\nA second paragraph." } else { "" });
        }
        match kind {
            3 => text.push_str("Some Invented Lab\n\n"),
            8 => {}
            _ => {
                let _ = writeln!(text, "{bullet}{} authors", n % 40 + 1);
            }
        }
        match kind {
            17 => text.push_str("·\n\n"),
            2 => text.push_str("·\nMar 20 2\n\n"),
            4 => text.push_str("·\nDec 24\n\n"),
            6 => text.push_str("·\nJul 3, 2024\n7\n\n"),
            12 => text.push_str("·\nJul 3, 2024\nJul 3, 2024\n\n19\n\n"),
            _ => {
                let _ = write!(text, "·\nMay {}, 202{}\n\n", n % 28 + 1, n % 5);
            }
        }
        match kind {
            10 => text.push_str("Previous\n\nNext\n\nNov 4\n\n"),
            14 => text.push_str("Some words that belong to nothing\n\n"),
            _ => {}
        }
    }
    text
}

/// As the browser copies it: votes before the titles, no bullets.
fn browser_copy(count: usize) -> String {
    let mut text = "Log In\nSign Up\nOct 2\n".to_owned();
    for n in 0..count {
        let who = if n % 6 == 1 { "Some Lab".to_owned() } else { format!("{} authors", n % 9 + 1) };
        let votes = if n % 11 == 3 { "-".to_owned() } else { (n * 3 % 200).to_string() };
        let comments = if n % 4 == 0 { format!("{}\n", n % 13) } else { String::new() };
        let _ = write!(text, "{votes}\nInvented Paper {n}\n\n{PROSE} {n}\n\n{who}\n·\nMay {}\n{comments}", n % 28 + 1);
    }
    text
}

#[test]
fn listings() {
    for seed in 0..23 {
        let text = format!("{HEAD}{}", entries(60, seed, "  • "));
        for piece in [900, 1500, 4096, 10_000] {
            check(text.as_bytes(), piece, 700, piece < 5000);
        }
    }
}

#[test]
fn copies_from_the_browser() {
    let text = browser_copy(80);
    for piece in [1000, 2500, 7000] {
        check(text.as_bytes(), piece, 512, true);
    }
}

#[test]
fn what_only_the_whole_tells() {
    let long = entries(40, 1, "  • ");
    // The date of capture stands at the end; a repeat brings an abstract; bytes that are no text come late.
    check(format!("{HEAD}{long}retrieved: 2026-10-02\n").as_bytes(), 2000, 999, true);
    let bare = "A Bare Title\n\n  • 3 authors\n·\nMar 20\n\n";
    let full = format!("A Bare Title\n\n{PROSE}\n\n  • 3 authors\n·\nMar 20 2\n\n");
    let other = full.replace("invented", "made up");
    check(format!("{HEAD}{long}{bare}{long}{full}{other}{long}").as_bytes(), 1500, 999, true);
    let bad = [long.as_bytes(), b"\n  a \xff bad \xe2\x82 line\n", long.as_bytes(), b"\xf0\x9f"].concat();
    check(&[HEAD.as_bytes(), &bad].concat(), 2000, 999, true);
    let mut zero = format!("{HEAD}{long}{long}").into_bytes();
    let near_end = zero.len() - 50;
    zero[near_end] = 0;
    check(&zero, 2000, 999, true);
    // No metadata for several pieces, and a line longer than one.
    let prose = format!("{}\n\n", PROSE.repeat(40));
    check(format!("{HEAD}{long}{prose}{prose}{long}").as_bytes(), 1200, 999, true);
}

#[test]
fn other_forms_are_read_in_one_go() {
    let text = format!("{HEAD}{}", entries(40, 0, "  • "));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    for other in [text.replace('\n', "\r").into_bytes(), utf16, quoted.into_bytes()] {
        check(&other, 1500, 997, false);
        assert!(!read_in(other.chunks(997), sizes(1500)).1);
    }
    for form in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        check(form.as_bytes(), 1500, 997, true);
    }
}

#[test]
fn every_split_into_two() {
    let text = format!("\u{feff}{HEAD}{}", entries(12, 9, "  • ")).replace('\n', "\r\n");
    let whole = all(&Dump::read("x", text.clone().into_bytes()).unwrap());
    for at in 0..=text.len() {
        let (a, b) = text.as_bytes().split_at(at);
        for piece in [900, 100_000] {
            let (dump, _) = read_in([a, b].into_iter(), sizes(piece));
            assert_eq!(all(&dump.unwrap()), whole, "split at {at}, pieces of {piece}");
        }
    }
}

#[test]
fn a_limit_leaves_the_rest_out() {
    let text = format!("{HEAD}{}", entries(60, 0, "  • "));
    let mut pieces = Pieces::new("x", Sizes { most: 8000, ..sizes(1500) });
    for chunk in text.as_bytes().chunks(1000) {
        if pieces.is_full() {
            break;
        }
        pieces.push(chunk).unwrap();
        while pieces.waits() {
            pieces.step().unwrap();
        }
    }
    pieces.end();
    while pieces.waits() {
        pieces.step().unwrap();
    }
    let dump = pieces.take().unwrap();
    assert!((7_000..10_000).contains(&dump.size()) && (10..50).contains(&dump.entries.len()), "{}", dump.size());
}

#[test]
fn real_dumps() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dumps");
    let Ok(files) = std::fs::read_dir(&dir) else { return eprintln!("skipped: no ../shared/dumps beside the project") };
    for file in files.flatten().map(|file| file.path()).filter(|path| !path.to_string_lossy().contains(".truth.")) {
        let bytes = std::fs::read(&file).unwrap();
        for piece in [3000, 20_000, 60_000] {
            check(&bytes, piece, 4096, false);
        }
        // A page after another, as people keep them.
        let twice = [&*bytes, b"\n\n", &*bytes].concat();
        check(&twice, 30_000, 4096, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn pieces_and_chunks_of_any_size(count in 5..40_usize, seed in 0..23_usize, piece in 300..6000_usize, chunk in 1..5000_usize) {
        check(format!("{HEAD}{}", entries(count, seed, "  • ")).as_bytes(), piece, chunk, false);
    }
}
