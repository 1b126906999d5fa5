//! `cargo run --release --example readers` compares our readers of JSON and HTML with the crates that one would take
//! instead, on the same invented text in one run: serde_json and tl.
//!
//! Ours finds values and tags by position and keeps no tree, so it does less; that is the point of it. The last line of
//! each is the whole way to papers.

#![allow(missing_docs)]

use paperdeck::dump::{Dump, html, json};
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

/// MB/s, the best of five.
fn rate(name: &str, text: &str, mut read: impl FnMut(&str)) {
    let best = (0..5).map(|_| {
        let start = Instant::now();
        read(text);
        start.elapsed()
    });
    let seconds = best.min().unwrap_or_default().as_secs_f64();
    println!("{name:>34} {:>8.0} MB/s", text.len() as f64 / 1e6 / seconds);
}

/// Every value in a JSON text, those inside others too.
fn walk(text: &str) -> usize {
    let (mut open, mut seen) = (vec![json::skip_space(text, 0)], 0);
    while let Some(at) = open.pop() {
        for part in json::Parts::of(text, at) {
            seen += 1 + usize::from(json::unescape(part.key).len() > 99);
            if matches!(json::byte(text, part.value.start), b'{' | b'[') {
                open.push(part.value.start);
            }
        }
    }
    seen
}

fn main() {
    let (mut records, mut cards) = ("[".to_owned(), "<!doctype html><html><body>".to_owned());
    for n in 0..12_000 {
        let prose = format!("Owl {n} reads \\\"papers\\\" about foxes & kites, {n} of them.\\n").repeat(20);
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            records,
            "{comma}{{\"paper\":{{\"id\":\"2601.{n:05}\",\"title\":\"Title {n}\",\"summary\":\"{prose}\",\"authors\":[{{\"name\":\"Ann {n}\"}},{{\"name\":\"Bob\"}}],\"publishedAt\":\"2026-01-20T00:00:00.000Z\",\"upvotes\":{n}}},\"numComments\":3}}"
        );
        let prose = prose.replace("\\n", " ").replace('\\', "").replace('&', "&amp;");
        let _ = writeln!(
            cards,
            "<article class=\"flex\"><div class=\"a b\"><h3><a href=\"/papers/2601.{n:05}\">Title {n}</a></h3><p class=\"text\">{prose}</p><ul><li>2 authors</li></ul><span>·</span><time datetime=\"2026-01-20T00:00:00\">Jan 20</time></div></article>"
        );
    }
    records.push(']');
    cards.push_str("</body></html>");
    println!("JSON, {} MB", records.len() / 1_000_000);
    rate("serde_json, values", &records, |text| {
        black_box(serde_json::from_str::<serde_json::Value>(text).is_ok());
    });
    rate("ours, every value by position", &records, |text| {
        black_box(walk(text));
    });
    rate("ours, papers", &records, |text| {
        black_box(Dump::read("x", text.into()).is_ok());
    });
    println!("HTML, {} MB", cards.len() / 1_000_000);
    rate("tl, a tree", &cards, |text| {
        black_box(tl::parse(text, tl::ParserOptions::default()).is_ok());
    });
    rate("ours, tags and texts by position", &cards, |text| {
        black_box(html::Tokens::html(text).count());
    });
    rate("ours, papers", &cards, |text| {
        black_box(Dump::read("x", text.into()).is_ok());
    });
}
