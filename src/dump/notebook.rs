//! **notebook export**: the page's visible text with the address of every link on a line of its own below it.

use super::cards::{self, Options};
use super::{Layout, Probe, Reading, Source, markup, signs};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "notebook export", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let signs = signs::of(source);
    if signs.addresses < 2 || !signs.enough(signs.addresses) {
        return Probe::not_mine("no addresses of papers on lines of their own");
    }
    if signs.inline > signs.addresses || signs.numbered > signs.addresses {
        return Probe::not_mine("its links are in Markdown or numbered");
    }
    Probe::new(100, format!("{} addresses of papers on lines of their own, below their text", signs.addresses))
}

fn read(source: &Source) -> Reading {
    cards::read(source, markup::strip(source), Options { infer_year: true, tags: false })
}
