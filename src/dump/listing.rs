//! **listing**: the page as a text extractor gives it. Title, abstract, bulleted author count, `·` and date of every
//! entry, parted by blank lines.

use super::visible::{self, Blocks};
use super::{Layout, Probe, Reading, Source, shape};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "listing", probe, read, blocks: Some(blocks) };

fn probe(source: &Source) -> Probe {
    let shape = shape::of(source);
    if shape.groups == 0 {
        if shape.banner && shape.paragraph_pairs > 0 {
            return Probe::new(45, format!("{} under a page header, without metadata", shape.pairs_text()));
        }
        if shape.paragraph_pairs >= 3 && shape.paragraphs_alternate() {
            return Probe::new(30, format!("{}, one after another, without metadata", shape.pairs_text()));
        }
        return Probe::not_mine("no “N authors · date” after any text");
    }
    if shape.bulleted * 2 < shape.groups || shape.groups_after_text == 0 {
        return Probe::not_mine("no bullets before the author counts");
    }
    let header = if shape.banner { " under a page header" } else { "" };
    Probe::new(
        50 + shape.groups.min(20) + if shape.banner { 10 } else { 0 },
        format!("{} groups of “• N authors · date” after titles and abstracts{header}", shape.groups),
    )
}

fn blocks(source: &Source) -> Blocks {
    shape::of(source).blocks()
}

fn read(source: &Source) -> Reading {
    visible::read(source, blocks(source))
}
