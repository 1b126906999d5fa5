//! Labels blocks of text as titles, abstracts or neither, by position first and by shape where position fails.
//!
//! A paper is a title and then its abstract. The labels are the cheapest ones under the costs below (a shortest path,
//! found in one pass): for blocks of plausible shape that is plain alternation, whatever their length and punctuation,
//! and where a block is missing or too many the shapes find the place.

use super::Span;
use std::ops::Range;

/// Neighbouring lines of text that belong together.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its lines, from 0.
    pub lines: Range<usize>,
    /// Its text.
    pub span: Span,
    /// Length of the text.
    pub bytes: usize,
    /// Length of its longest line.
    pub longest: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A title.
    Title,
    /// An abstract, or the next paragraph of one.
    Abstract,
    /// Neither.
    Neither,
}

/// What comes after the last block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// An entry's metadata.
    Metadata,
    /// The end of a text that may have been cut off there, in the middle of an entry.
    Cut,
    /// Anything else.
    Other,
}

/// Cost of a title that has no abstract.
const BARE: u32 = 20;
/// Cost of another paragraph in an abstract.
const PARAGRAPH: u32 = 10;

/// What it costs to call a block of this shape a title. Real titles have 6 to 212 characters.
fn as_title(block: &Block) -> u32 {
    let length = match block.bytes {
        0..3 => 12,
        3..6 => 6,
        6..15 => 2,
        15..=220 => 0,
        221..=300 => 4,
        long => 20 + ((long - 300) / 20).min(200) as u32,
    };
    length + list(block)
}

/// Cost of a title that has no abstract, but metadata.
const BARE_WITH_METADATA: u32 = 4;
/// What makes a short abstract likelier: metadata follow it.
const METADATA_FOLLOW: u32 = 17;
/// The same where an abstract may have been cut off.
const CUT_FOLLOWS: u32 = 5;

/// What it costs to call a block of this shape an abstract. Real abstracts have 165 to 1,920 characters.
fn as_abstract(block: &Block) -> u32 {
    let length = match block.bytes {
        0..60 => 32,
        60..150 => 29,
        150..250 => 4,
        250..=6000 => 0,
        _ => 8,
    };
    length + list(block)
}

/// What it costs to say that a block is neither.
fn as_neither(block: &Block) -> u32 {
    let list = list(block);
    12 + (block.bytes / 40).min(30) as u32 - list.min(10)
}

/// Many short lines are a list (of links, of names), not prose.
fn list(block: &Block) -> u32 {
    let lines = block.lines.len();
    if lines >= 4 && block.bytes / lines < 40 { 20 } else { 0 }
}

/// The cheapest labels for blocks before this. Linear.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn label(blocks: &[Block], after: After) -> Vec<Label> {
    const LABELS: [Label; 3] = [Label::Title, Label::Abstract, Label::Neither];
    const NEVER: u32 = u32::MAX / 2;
    // Cost of `to` after `from`; the start counts as `Neither`.
    let step = |from: usize, to: usize| match (LABELS[from], LABELS[to]) {
        (Label::Title, Label::Title | Label::Neither) => BARE,
        (Label::Abstract, Label::Abstract) => PARAGRAPH,
        (Label::Neither, Label::Abstract) => NEVER,
        _ => 0,
    };
    let mut costs = [NEVER, NEVER, 0];
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let mut own = [as_title(block), as_abstract(block), as_neither(block)];
        if index + 1 == blocks.len() {
            own[1] = own[1].saturating_sub(match after {
                After::Metadata => METADATA_FOLLOW,
                After::Cut => CUT_FOLLOWS,
                After::Other => 0,
            });
        }
        let mut next = [NEVER; 3];
        let mut came = [0u8; 3];
        for to in 0..3 {
            for (from, cost) in costs.iter().enumerate() {
                let cost = cost.saturating_add(step(from, to)).saturating_add(own[to]).min(NEVER);
                if cost < next[to] {
                    next[to] = cost;
                    came[to] = from as u8;
                }
            }
        }
        // Costs stay small however long the text: only their differences count.
        let least = next.iter().copied().min().unwrap_or(0);
        costs = next.map(|cost| if cost >= NEVER { NEVER } else { cost - least });
        back.push(came);
    }
    costs[0] = costs[0].saturating_add(if after == After::Metadata { BARE_WITH_METADATA } else { BARE });
    let mut at = (0..3).min_by_key(|label| costs[*label]).unwrap_or(2);
    let mut labels = vec![Label::Neither; blocks.len()];
    for (label, came) in labels.iter_mut().zip(&back).rev() {
        *label = LABELS[at];
        at = came[at] as usize;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of these lengths get these labels: `t`, `a`, or `-` for neither.
    #[track_caller]
    fn check_with(lengths: &[usize], after: After, want: &str) {
        let block = |bytes: &usize| Block { lines: 0..1, span: Span::default(), bytes: *bytes, longest: *bytes };
        let blocks: Vec<_> = lengths.iter().map(block).collect();
        let got: String = label(&blocks, after)
            .iter()
            .map(|label| match label {
                Label::Title => 't',
                Label::Abstract => 'a',
                Label::Neither => '-',
            })
            .collect();
        assert_eq!(got, want, "{lengths:?}");
    }

    #[track_caller]
    fn check(lengths: &[usize], want: &str) {
        check_with(lengths, After::Other, want);
    }

    #[test]
    fn before_metadata() {
        check_with(&[80], After::Metadata, "t");
        check_with(&[80, 1200], After::Metadata, "ta");
        check_with(&[80, 100], After::Metadata, "ta");
        check_with(&[80, 1200, 40, 900], After::Metadata, "tata");
        check_with(&[30, 80, 1200], After::Metadata, "-ta");
        check_with(&[1200], After::Metadata, "-");
    }

    #[test]
    fn before_a_cut() {
        check_with(&[80, 100], After::Cut, "ta");
        check_with(&[80, 1200, 80, 100], After::Cut, "tata");
        check_with(&[5, 10], After::Cut, "--");
        check_with(&[30], After::Cut, "-");
        check(&[80, 100], "--");
    }

    #[test]
    fn position_first() {
        check(&[], "");
        check(&[80, 1200], "ta");
        check(&[80, 1200, 60, 900, 30, 1500], "tatata");
        check(&[200, 180, 190, 210], "tata");
        check(&[140, 165, 9, 700], "tata");
    }

    #[test]
    fn shape_where_position_fails() {
        check(&[80, 1200, 1300, 60, 900], "taata");
        check(&[80, 1200, 60, 70, 900], "ta-ta");
        check(&[20, 80, 1200], "-ta");
        check(&[80, 1200, 30], "ta-");
        check(&[80, 1200, 30, 20, 25], "ta---");
        check(&[80], "-");
        check(&[1200, 80, 1300], "-ta");
    }
}
