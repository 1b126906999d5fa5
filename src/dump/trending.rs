//! **trending page**: cards with `Submitted by`, a sentence or an abstract, `Published on Oct 4, 2026`, `Upvote 51`,
//! `GitHub 3.29k`, `arXiv Page`, as text or Markdown. Every card may appear twice, and every year is written out.

use super::cards::{self, Options};
use super::{Layout, Probe, Reading, Source, markup, signs};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "trending page", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let signs = signs::of(source);
    let [upvote, arxiv, published] = signs.buttons;
    if signs.kinds_of_buttons() < 2 {
        return Probe::not_mine("no cards with “Upvote”, “arXiv Page” and “Published on”");
    }
    if !signs.has_buttons() {
        return Probe::not_mine("too few of “Upvote”, “arXiv Page” and “Published on”");
    }
    Probe::new(100, format!("“Upvote” {upvote} times, “arXiv Page” {arxiv} times, “Published on” {published} times"))
}

fn read(source: &Source) -> Reading {
    cards::read(source, markup::strip(source), Options { infer_year: false, tags: false })
}
