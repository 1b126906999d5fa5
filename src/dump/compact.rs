//! **compact**: titles and abstracts in turn, a line each, without blank lines and metadata. What is a title goes by
//! position; shape only finds the place where a line is missing or too many.

use super::visible::{self, Blocks};
use super::{Layout, Probe, Reading, Source, shape};

/// The layout.
pub const LAYOUT: Layout = Layout { name: "compact", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let shape = shape::of(source);
    if shape.groups_after_text > 0 {
        return Probe::not_mine("metadata after the texts");
    }
    if shape.line_pairs == 0 || shape.blank * 2 > shape.lines {
        return Probe::not_mine("no lines that are title and abstract in turn");
    }
    if !shape.banner && (shape.line_pairs < 3 || !shape.lines_alternate()) {
        return Probe::not_mine("too few lines that are title and abstract in turn, and no page header");
    }
    Probe::new(
        if shape.banner { 60 } else { 40 } + if shape.lines_alternate() { 20 } else { 0 },
        format!("{} pairs of a short and a long line in turn, without metadata", shape.line_pairs),
    )
}

fn read(source: &Source) -> Reading {
    visible::read(source, Blocks::Lines)
}
