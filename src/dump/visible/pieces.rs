//! Reads a long text piece by piece, with the same result as in one go.
//!
//! What lies between two groups of metadata is read by itself, so a text may be parted right behind a group. Three things
//! reach further. What holds for the page as a whole ([`Facts`]) is found out from its first piece. Whether numbers behind
//! a group are the comments of its entry shows in what follows, so the last entry of a piece is open until the next is read
//! ([`Before`]). And a group is whole when another follows it, so the text is parted behind the last but one.

use super::groups::groups;
use super::kinds::kinds;
use super::{Blocks, EXPECTED, Group, Head, Lines, Reader, glued, lines, votes_before_titles};
use crate::dump::builder::Builder;
use crate::dump::{Entry, Reading, Role, Source, signs};
use crate::paper::Date;

/// What holds for a page as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    blocks: Blocks,
    /// Whether numbers before titles are up-votes.
    votes: bool,
    /// Whether the page's header is glued to a title.
    glued: bool,
    /// The lines that another page begins with.
    head: Head,
    /// Whether this is the page of a day, which says who submitted each paper.
    day: bool,
}

/// What holds for the page that this text is the beginning of; `None` where it cannot be read in pieces.
pub fn facts(source: &Source, blocks: Blocks) -> Option<Facts> {
    let Lines { kinds, groups } = lines(source);
    // How wide wrapped text is shows in the whole of it.
    if groups.len() < 2 || matches!(blocks, Blocks::Wrapped(_)) {
        return None;
    }
    let (votes, day) = (votes_before_titles(kinds, groups), signs::of(source).submitted > 0);
    Some(Facts { blocks, votes, glued: glued(source), head: Head::of(source), day })
}

/// What came right before a piece. Positions are as seen from the beginning of the piece.
#[derive(Clone, Debug)]
pub struct Before {
    /// The last entry, which may get comments yet.
    pub entry: Entry,
    /// Its metadata, which end where the piece begins.
    pub group: Group,
    /// The date in the page's header.
    pub page_date: Option<Date>,
}

/// What became of a piece.
#[derive(Debug)]
pub struct Piece {
    /// The reading of the first lines, as many as there are roles. It begins with the entry from [`Before`], if there was
    /// one.
    pub reading: Reading,
    /// What these lines are.
    pub lines: Lines,
    /// The metadata of the last entry, when more is to come.
    pub last: Option<Group>,
}

/// Where the text may be parted.
struct Cut {
    line: usize,
    groups: usize,
    entries: usize,
    last: Option<Entry>,
    diagnostics: usize,
    page_date: Option<Date>,
}

/// Behind which groups a piece is parted: one of so many at its end.
const LATEST: usize = 16;

/// Reads a piece: to the end when it is the last, else as far as nothing that follows can change; `None` when that is
/// nowhere. Linear.
pub fn read_piece(source: &Source, facts: Facts, before: Option<Before>, is_last: bool) -> Option<Piece> {
    let kinds = kinds(source, &facts.head);
    let groups = groups(source, &kinds, facts.day, before.is_some());
    let (mut group, mut builder) = (None, Builder::new(source));
    if let Some(before) = before {
        builder.entry(before.entry);
        builder.reading().page_date = before.page_date;
        group = Some(before.group);
    }
    let mut reader = Reader {
        source,
        kinds: &kinds,
        builder,
        blocks: facts.blocks,
        votes: facts.votes,
        glued: facts.glued,
        head: facts.head,
        group: group.as_ref(),
    };
    let whole = if is_last { groups.len() } else { groups.len().saturating_sub(1) };
    let (mut cut, mut start) = (None, 0);
    for (at, group) in groups.iter().enumerate().take(whole) {
        reader.region(start, group.lines.start, Some(group));
        reader.group = Some(group);
        start = group.lines.end;
        // One of the last few is fit for it, or the text is of another kind than it seemed.
        if !is_last && at + LATEST >= whole {
            cut = reader.cut(start, at + 1).or(cut);
        }
    }
    if is_last {
        reader.region(start, kinds.len(), None);
        let reading = reader.builder.finish(EXPECTED);
        return Some(Piece { reading, lines: Lines { kinds, groups }, last: None });
    }
    let cut = cut?;
    let reading = reader.builder.reading();
    reading.entries.truncate(cut.entries);
    if let (Some(last), Some(entry)) = (reading.entries.last_mut(), cut.last) {
        *last = entry;
    }
    reading.diagnostics.truncate(cut.diagnostics);
    reading.roles.truncate(cut.line);
    reading.page_date = cut.page_date;
    reading.page_dates.retain(|(line, _)| (*line as usize) < cut.line);
    let reading = reader.builder.finish(EXPECTED);
    let (mut kinds, mut groups) = (kinds, groups);
    kinds.truncate(cut.line);
    groups.truncate(cut.groups);
    let last = groups.last().cloned();
    Some(Piece { reading, lines: Lines { kinds, groups }, last })
}

impl Reader<'_> {
    /// A cut here, behind this many groups, unless the group before belongs to no entry: then what follows is not
    /// understood together with it.
    fn cut(&mut self, line: usize, groups: usize) -> Option<Cut> {
        if self.builder.role(line.checked_sub(1)?) != Some(Role::Metadata) {
            return None;
        }
        let reading = self.builder.reading();
        Some(Cut {
            line,
            groups,
            entries: reading.entries.len(),
            last: reading.entries.last().cloned(),
            diagnostics: reading.diagnostics.len(),
            page_date: reading.page_date,
        })
    }
}
