//! **text browser**: what a browser for the terminal prints, its links as numbers whose addresses follow at the end (or
//! got lost): `### [Title][36]`, `[7]Title`, `* 3 authors` inside brackets of its own.

use super::cards::{self, Options};
use super::{Layout, Probe, Reading, Source, markup, signs};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "text browser", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let signs = signs::of(source);
    let numbered = match signs.numbered {
        0..3 => markup::prefixes(source),
        numbered => numbered,
    };
    if numbered < 3 || signs.inline > numbered || !signs.enough(numbered) {
        return Probe::not_mine("no numbered links such as “[Title][7]” or “[7]Title”");
    }
    if signs.metadata == 0 && signs.headings == 0 {
        return Probe::not_mine("numbered links, but neither headings nor “N authors · date”");
    }
    let titles = if signs.headings > 0 { format!(", {} headings", signs.headings) } else { String::new() };
    Probe::new(100, format!("{numbered} numbered links{titles}, {} lines of metadata", signs.metadata))
}

fn read(source: &Source) -> Reading {
    cards::read(source, markup::strip(source), Options { infer_year: true, tags: false })
}
