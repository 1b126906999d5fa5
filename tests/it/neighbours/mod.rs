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
mod terminal;

use bends::{BENDS, Bend};
use paperdeck::dump::Dump;
pub use papers::Rng;
use papers::{Rendered, differences};

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
fn terminal() {
    check(terminal::terminal);
}

#[test]
fn converter() {
    check(terminal::converter);
}

#[test]
fn several_pages() {
    check(plain::several);
}

/// Cut off after any line, all papers before the last are as they were; a date gets its year from what is left.
#[track_caller]
fn check_cut(render: fn(u64) -> Rendered) {
    for seed in 1..=4 * seeds() {
        let mut page = render(seed);
        // Numbered links lose their addresses first: with some of them it is another page.
        let list = ["\nReferences", "\n[1]: "].iter().filter_map(|list| page.text.find(list)).min();
        let body = &page.text[..list.unwrap_or(page.text.len())];
        let ends: Vec<usize> = body.match_indices('\n').map(|(at, _)| at).collect();
        let cut = *Rng::new(seed ^ 0xC07).pick(&ends);
        let Ok(mut dump) = Dump::read("hidden name", page.text.as_bytes()[..cut].to_vec()) else { continue };
        if dump.entries.len() < 2 || dump.layout != page.layout && !page.layout.contains(dump.layout) {
            continue;
        }
        dump.entries.pop();
        page.papers.truncate(dump.entries.len());
        for (entry, paper) in dump.entries.iter_mut().zip(&mut page.papers) {
            if let (Some(date), Some((year @ None, ..))) =
                (dump.captured.year.and(entry.date.as_mut()), &mut paper.date)
            {
                (*year, date.year) = (date.year, date.year);
                entry.infer_year = false;
            }
        }
        page.year = None;
        page.ids &= !page.layout.contains("text browser");
        let found = differences(&page, &dump);
        assert!(found.is_empty(), "seed {seed} cut at byte {cut}: {found:#?}");
    }
}

#[test]
fn cut_off() {
    check_cut(plain::listing);
    check_cut(plain::compact);
    check_cut(plain::browser_copy);
    check_cut(marked::markdown);
    check_cut(marked::text_browser);
    check_cut(marked::notebook);
    check_cut(marked::trending);
}
