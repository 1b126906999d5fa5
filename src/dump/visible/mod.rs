//! Reads the visible text of a page: the mechanism that the layouts of plain text share.
//!
//! 1. Every line gets a [`Kind`] of its own.
//! 2. Lines that only metadata has, in a group, are the metadata of the entry before them: a [`Group`].
//! 3. What lies between two groups is a region: blocks of text, which [`segment`](super::segment)
//!    labels title, abstract or neither.

mod blocks;
mod groups;
mod head;
mod kinds;
mod pieces;

pub use groups::Group;
pub use head::Head;
pub use kinds::Kind;
pub use pieces::{Before, Facts, Piece, facts, read_piece};

use super::builder::Builder;
use super::segment::{After, Label, label};
use super::{Entry, Reading, Role, Source, furniture, signs};
use groups::groups;
use kinds::kinds;

/// What the layouts know beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocks {
    /// Blank lines part the blocks; a line end inside a block is a space.
    Paragraphs,
    /// Blank lines part some blocks, and others stand right below each other.
    Mixed,
    /// No blank lines: every line is a block.
    Lines,
    /// No blank lines, and lines wrapped to this many characters: a block goes on while its lines had to be broken.
    Wrapped(usize),
}

/// What the lines of a text are, and the groups among them.
#[derive(Debug)]
pub struct Lines {
    /// One kind per line.
    pub kinds: Vec<Kind>,
    /// The groups of metadata in order.
    pub groups: Vec<Group>,
}

/// The kinds and groups of a text, found once. Linear.
pub fn lines(source: &Source) -> &Lines {
    source.visible.get_or_init(|| {
        let kinds = kinds(source, &Head::of(source));
        let groups = groups(source, &kinds, signs::of(source).submitted > 0, false);
        Lines { kinds, groups }
    })
}

/// Reads a text of visible lines. Linear.
pub fn read(source: &Source, blocks: Blocks) -> Reading {
    let Lines { kinds, groups } = lines(source);
    let votes = votes_before_titles(kinds, groups);
    let mut reader = Reader {
        source,
        kinds,
        builder: Builder::new(source),
        blocks,
        votes,
        glued: glued(source),
        head: Head::of(source),
        group: None,
    };
    let mut start = 0;
    for group in groups {
        reader.region(start, group.lines.start, Some(group));
        reader.group = Some(group);
        start = group.lines.end;
    }
    reader.region(start, kinds.len(), None);
    reader.builder.finish(EXPECTED)
}

/// What every line is, or is part of.
const EXPECTED: &str = "a title, an abstract or a line of metadata";

/// Whether numbers before titles are up-votes, so that a single number between two entries belongs to the second.
fn votes_before_titles(kinds: &[Kind], groups: &[Group]) -> bool {
    let counts_from = |start: usize| {
        let rest = kinds.get(start..).unwrap_or(&[]).iter().filter(|k| **k != Kind::Blank);
        rest.take_while(|k| matches!(k, Kind::Count(_))).collect::<Vec<_>>()
    };
    let Some(first) = groups.first() else {
        return kinds.contains(&Kind::Count(None));
    };
    // Before the first entry nothing else is a number.
    if kinds.get(..first.lines.start).unwrap_or(&[]).iter().any(|k| matches!(k, Kind::Count(_))) {
        return true;
    }
    let gaps = groups.get(..groups.len() - 1).unwrap_or(&[]).iter().map(|g| counts_from(g.lines.end));
    // Where the first entry is whole and without a number, so are the others: they are comments.
    let texts = kinds.get(..first.lines.start).unwrap_or(&[]).iter().filter(|k| **k == Kind::Text).count();
    let (mut all, mut any) = (groups.len() > 2 && texts < 2, false);
    for counts in gaps {
        all &= !counts.is_empty();
        any |= counts.len() > 1 || counts.contains(&&Kind::Count(None));
    }
    all || any
}

/// Whether the page's header is glued to a title at the beginning; then it may be further on, too.
fn glued(source: &Source) -> bool {
    source.lines().take(40).any(|line| furniture::strip_glued(line).len() < line.len())
}

struct Reader<'a> {
    source: &'a Source,
    kinds: &'a [Kind],
    builder: Builder<'a>,
    blocks: Blocks,
    votes: bool,
    /// Whether the page's header is glued to a title somewhere.
    glued: bool,
    /// The lines that another page begins with.
    head: Head,
    /// The group before the region: its entry may get the comments that follow.
    group: Option<&'a Group>,
}

impl Reader<'_> {
    #[inline]
    fn kind(&self, at: usize) -> Kind {
        self.kinds.get(at).copied().unwrap_or(Kind::Blank)
    }

    /// Reads the lines `start..end`, which end with the metadata of their last entry (or with the text).
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn region(&mut self, start: usize, end: usize, group: Option<&Group>) {
        let header = self.group.is_none();
        let start = self.comments(start, end, group.is_none());
        let (blocks, mut parts) = self.blocks(start, end, header);
        parts.push(blocks.len());
        let after = match group {
            Some(_) => After::Metadata,
            // Entry after entry, and nothing of the page's own to end them.
            None if !header && (start..end).all(|at| matches!(self.kind(at), Kind::Text | Kind::Blank)) => After::Cut,
            None => After::Other,
        };
        let mut labels: Vec<Label> = Vec::with_capacity(blocks.len());
        for end in parts {
            let last = end == blocks.len();
            let part = blocks.get(labels.len()..end).unwrap_or(&[]);
            if header && group.is_some() && !last {
                // Words before the page.
                labels.resize(end, Label::Neither);
            } else {
                labels.append(&mut label(part, if last { after } else { After::Other }));
            }
        }
        let mut open: Option<Entry> = None;
        let mut last_line = start;
        for (block, label) in blocks.iter().zip(&labels) {
            match label {
                Label::Title => {
                    self.close(open.take(), last_line, None);
                    self.builder.claim_all(block.lines.clone(), Role::Title);
                    let upvotes = self.votes_above(block.lines.start, start);
                    let from = upvotes.map_or(block.lines.start, |(line, _)| line);
                    let upvotes = upvotes.map(|(_, votes)| votes);
                    let lines = [from as u32 + 1, block.lines.end as u32];
                    open = Some(Entry { title: block.span, upvotes, lines, ..Entry::default() });
                }
                Label::Abstract => {
                    self.builder.claim_all(block.lines.clone(), Role::Abstract);
                    if let Some(entry) = &mut open {
                        if entry.abstract_text.is_some() {
                            let record = Some(self.builder.next_record());
                            self.builder.expected(block.lines.start, record, "a title or a line of metadata");
                        }
                        let before = entry.abstract_text.unwrap_or(block.span);
                        entry.abstract_text = Some(before.to(block.span));
                    }
                }
                Label::Neither => {
                    self.builder.expected(block.lines.start, None, EXPECTED);
                    continue;
                }
            }
            last_line = block.lines.end;
        }
        self.close(open, last_line, group);
    }

    /// Numbers right after a group: comments of the entry before, unless they are votes of the entry that follows.
    /// Gives the line where the region's own lines start.
    fn comments(&mut self, start: usize, end: usize, ends: bool) -> usize {
        let Some(group) = self.group.take() else { return start };
        let numbers: Vec<usize> = (start..end)
            .filter(|at| self.kind(*at) != Kind::Blank)
            .take_while(|at| matches!(self.kind(*at), Kind::Count(_)))
            .collect();
        // Votes stand right above their title; what furniture parts from it is no vote.
        let after = numbers.last().map_or(start, |last| last + 1);
        let next = (after..end).map(|at| self.kind(at)).find(|kind| *kind != Kind::Blank);
        let text = (after..end).filter(|at| self.kind(*at) == Kind::Text).map(|at| self.source.span(at).len());
        // Some words at the end of it all are no paper.
        let enough = if ends { 150 } else { 1 };
        // A page's date before any abstract: another page begins, whatever its header says.
        let mut short = 0;
        let front = (after..end).take(120).take_while(|at| {
            short += self.source.span(*at).len();
            short < 600
        });
        let page = front.into_iter().any(|at| matches!(self.kind(at), Kind::Date(..)));
        let followed = text.sum::<usize>() >= enough && next != Some(Kind::Furniture) && !page;
        let comments = match (numbers.as_slice(), self.votes && followed) {
            ([], _) | ([_], true) => None,
            ([first, ..], _) => Some(*first),
        };
        if group.date.is_none_or(|d| d.comments.is_none())
            && let Some(at) = comments
            && let Kind::Count(Some(count)) = self.kind(at)
            && let Some(entry) = self.builder.entries().last_mut()
            && entry.comments.is_none()
            && entry.lines[1] as usize == group.lines.end
        {
            entry.comments = Some(count);
            entry.lines[1] = at as u32 + 1;
            self.builder.claim(at, Role::Metadata);
            return at + 1;
        }
        start
    }

    /// The number right above a title, blank lines between allowed: its line and the votes; `-` is none, 0.
    fn votes_above(&mut self, title: usize, floor: usize) -> Option<(usize, u32)> {
        let line = (floor..title).rev().find(|at| self.kind(*at) != Kind::Blank)?;
        match self.kind(line) {
            Kind::Count(votes) => {
                self.builder.claim(line, Role::Metadata);
                Some((line, votes.unwrap_or(0)))
            }
            _ => None,
        }
    }

    /// Adds an entry, with the metadata that follows it.
    fn close(&mut self, entry: Option<Entry>, last_line: usize, group: Option<&Group>) {
        let record = Some(self.builder.next_record());
        let Some(mut entry) = entry else {
            if let Some(group) = group {
                let found = "metadata without a title and an abstract before it".to_owned();
                self.builder.diagnostic(group.lines.start, None, "a title", found);
            }
            return;
        };
        entry.lines[1] = last_line as u32;
        if entry.abstract_text.is_none() {
            let at = last_line.saturating_sub(1);
            self.builder.diagnostic(at, record, "an abstract after the title", "none".to_owned());
        }
        if let Some(group) = group {
            self.builder.claim_all(group.lines.clone(), Role::Metadata);
            entry.authors = group.authors;
            entry.organisation = group.organisation;
            entry.date = group.date.map(|d| d.date);
            entry.infer_year = true;
            entry.comments = group.date.and_then(|d| d.comments);
            entry.lines[1] = group.lines.end as u32;
            if group.date.is_none() {
                let at = group.lines.end.saturating_sub(1);
                let found = if group.lines.end >= self.kinds.len() { "the end of the text" } else { "none" };
                self.builder.diagnostic(at, record, "a date line after the authors", found.to_owned());
            }
        }
        self.builder.entry(entry);
    }
}
