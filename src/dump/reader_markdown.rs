//! **reader Markdown**: the page as a reader tool gives it, in Markdown with or without links:
//! `### [Title](…/papers/2601.00001)`, the abstract a link or not, `·`, `May 29[6](…#community)`.

use super::cards::{self, Options};
use super::{Layout, Probe, Reading, Source, markup, signs};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "reader Markdown", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let signs = signs::of(source);
    if signs.numbered > signs.inline {
        return Probe::not_mine("its links are numbered");
    }
    // A trending page in Markdown could be read as this, too.
    let score = if signs.has_buttons() { 70 } else { 100 };
    if signs.enough(signs.paper_links) {
        return Probe::new(score, format!("{} links to papers in Markdown", signs.paper_links));
    }
    if signs.metadata == 0 || !signs.marked_titles() {
        return Probe::not_mine("neither links to papers nor titles that are headings");
    }
    Probe::new(
        score,
        format!("{} headings and {} lines of metadata in Markdown", signs.headings.max(signs.bold), signs.metadata),
    )
}

fn read(source: &Source) -> Reading {
    cards::read(source, markup::strip(source), Options { infer_year: true, tags: false })
}
