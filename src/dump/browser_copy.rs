//! **copy from the browser**: the page's visible text as "select all, copy" gives it. Navigation around it, up-votes
//! before the titles, no bullets, an organisation in place of the authors here and there, blank lines or none.

use super::visible::{self, Blocks};
use super::{Layout, Probe, Reading, Source, shape};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "copy from the browser", probe, read, blocks: Some(blocks) };

fn probe(source: &Source) -> Probe {
    let shape = shape::of(source);
    if shape.groups_after_text == 0 {
        return Probe::not_mine("no “N authors · date” after any text");
    }
    if shape.bulleted * 2 >= shape.groups {
        return Probe::not_mine("bullets before the author counts");
    }
    Probe::new(
        50 + shape.groups.min(20) + if shape.banner { 10 } else { 0 },
        format!("{} groups of “N authors · date” without bullets after titles and abstracts", shape.groups),
    )
}

fn blocks(source: &Source) -> Blocks {
    shape::of(source).blocks()
}

fn read(source: &Source) -> Reading {
    visible::read(source, blocks(source))
}
