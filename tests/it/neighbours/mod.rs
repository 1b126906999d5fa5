//! Neighbours of real captures: real papers where they are at hand, rendered the way other tools, other days and other
//! hands would have saved them. Every page must be read exactly, in every field, with its name hidden.
//!
//! `NEIGHBOURS=5000 cargo test --test it neighbours` tries as many seeds per renderer and bend; `NEIGHBOURS_SHOW=1`
//! prints the first page that fails of each.

mod bends;
mod data;
mod marked;
mod papers;
mod plain;

use bends::{BENDS, Bend};
use paperdeck::dump::Dump;
use papers::{Rendered, Rng, differences};

fn seeds() -> u64 {
    std::env::var("NEIGHBOURS").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

/// How many failures of each bend are printed, and how many lines of each.
fn shown() -> u64 {
    std::env::var("NEIGHBOURS_SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

fn lines() -> usize {
    if shown() > 3 { 1 } else { 4 }
}

fn check_one(render: fn(u64) -> Rendered, bend: &Bend, seed: u64) -> Result<(), String> {
    let page = render(seed);
    let bytes = (bend.apply)(&page.text, &mut Rng::new(seed ^ 0xBE9D));
    let shown = |why: String| {
        if std::env::var("NEIGHBOURS_SHOW").is_ok() {
            let _ = std::fs::write(std::env::temp_dir().join(format!("neighbour-{seed}.txt")), &bytes);
        }
        why
    };
    let dump = match Dump::read("hidden name", bytes.clone()) {
        Ok(dump) => dump,
        Err(why) => return Err(shown(why.to_string())),
    };
    let found = differences(&page, &dump);
    if found.is_empty() {
        Ok(())
    } else {
        Err(shown(format!("[{}] {}", found.len(), found[..found.len().min(lines())].join("\n      "))))
    }
}

/// Renders many pages, bends each, and fails with the first few that are not read exactly.
#[track_caller]
fn check(render: fn(u64) -> Rendered) {
    let layout = render(1).layout;
    let mut failed = Vec::new();
    let (mut tried, mut broken) = (0, 0);
    let only = std::env::var("NEIGHBOURS_BEND").ok();
    let from = std::env::var("NEIGHBOURS_FROM").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    for (number, bend) in BENDS.iter().enumerate() {
        if bend.not_for.iter().any(|l| layout.contains(l)) || only.as_deref().is_some_and(|o| o != bend.name) {
            continue;
        }
        let before = broken;
        for seed in from..from + seeds() {
            tried += 1;
            let seed = if number == 0 { seed } else { seed * 31 + number as u64 };
            if let Err(why) = check_one(render, bend, seed) {
                broken += 1;
                if broken - before <= shown() {
                    failed.push(format!("  {} seed {seed}: {why}", bend.name));
                }
            }
        }
        if broken > before {
            failed.push(format!("  {}: {} of {} fail", bend.name, broken - before, seeds()));
        }
    }
    assert!(failed.is_empty(), "{layout}: {broken} of {tried} pages:\n{}", failed.join("\n"));
}

#[test]
fn listing() {
    check(plain::listing);
}

#[test]
fn compact() {
    check(plain::compact);
}

#[test]
fn browser_copy() {
    check(plain::browser_copy);
}

#[test]
fn reader_markdown() {
    check(marked::markdown);
}

#[test]
fn text_browser() {
    check(marked::text_browser);
}

#[test]
fn notebook() {
    check(marked::notebook);
}

#[test]
fn trending() {
    check(marked::trending);
}

#[test]
fn api() {
    check(data::api);
}

#[test]
fn saved_data() {
    check(data::saved_data);
}

#[test]
fn saved_cards() {
    check(data::saved_cards);
}

#[test]
fn feed() {
    check(data::feed);
}

#[test]
fn several_pages() {
    check(plain::several);
}
