//! From visible rows to papers: what the layouts of marked-up text share.
//!
//! A page is a row of cards. Where titles can be told by their mark-up (a heading, the first link to a paper's page),
//! they part the cards; where they cannot, metadata do, and [`segment`](super::segment) finds titles and abstracts in
//! between. Everything else on a card is optional and may stand in any order that a site prints.

mod anchors;
mod closing;
mod kinds;
mod metadata;
mod texts;
mod tools;
mod wraps;

use super::builder::Builder;
use super::furniture;
use super::line::DateLine;
use super::markup::Page;
use super::{Reading, Role, Source};
use anchors::{Anchors, anchors, says_source};
use kinds::Kind;
use std::ops::Range;

/// What a layout knows beforehand.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether a missing year is the year of capture: not where the site prints every year.
    pub infer_year: bool,
    /// Whether lines without any visible text are tags: the page's own.
    pub tags: bool,
}

/// A paper under construction.
#[derive(Debug, Default)]
struct Card {
    title: Range<usize>,
    texts: Vec<Range<usize>>,
    authors: Option<u32>,
    /// The rows that name it, and the bytes if it is one row.
    organisation: Option<(Range<usize>, Range<usize>)>,
    alt: Option<String>,
    date: Option<DateLine>,
    comments: Option<u32>,
    upvotes: Option<u32>,
    submitter: Option<String>,
    stars: Option<u32>,
    ids: Vec<String>,
    links: Vec<String>,
    /// First row, with what stands before the title.
    first: usize,
    /// The last row that belongs to it.
    last: usize,
    /// Whether metadata have begun.
    tail: bool,
    /// Whether the number that follows is the up-votes.
    expects_votes: bool,
    /// Whether the number that follows is the stars.
    expects_stars: bool,
}

/// What stands before a title.
#[derive(Debug, Default)]
struct Head {
    first: Option<usize>,
    upvotes: Option<u32>,
    submitter: Option<String>,
    links: Vec<usize>,
}

struct Reader<'a> {
    source: &'a Source,
    page: &'a Page,
    kinds: &'a [Kind],
    anchors: &'a Anchors,
    options: Options,
    builder: Builder<'a>,
    card: Option<Card>,
    head: Head,
    /// Text that is on no card yet, and the votes before it.
    loose: Vec<(Range<usize>, Option<u32>)>,
    begun: bool,
    votes_first: bool,
    lines: bool,
}

/// Reads papers from visible rows. Linear.
pub fn read(source: &Source, mut page: Page, options: Options) -> Reading {
    wraps::join(&mut page);
    let page = &page;
    let kinds: Vec<Kind> = page.rows.iter().map(|row| Kind::of(page, row)).collect();
    let anchors = anchors(page, &kinds);
    let blank = kinds.iter().filter(|k| matches!(k, Kind::Blank | Kind::Empty)).count();
    let text = kinds.iter().filter(|k| **k == Kind::Text).count();
    let runs =
        kinds.chunk_by(|a, b| *a == Kind::Text && *b == Kind::Text).filter(|run| run.first() == Some(&Kind::Text));
    let short_runs = text <= 4 * runs.count();
    let long = page.rows.iter().filter(|row| row.text.len() >= 140).count();
    let mut reader = Reader {
        source,
        page,
        kinds: &kinds,
        anchors: &anchors,
        options,
        builder: Builder::new(source),
        card: None,
        head: Head::default(),
        loose: Vec::new(),
        begun: false,
        votes_first: votes_first(&kinds, &anchors),
        // Wrapped text has short lines only, many of them in a row, and blank ones between its paragraphs.
        lines: blank * 3 < text && (long * 10 >= text || short_runs),
    };
    let mut at = 0;
    while at < kinds.len() {
        at = reader.row(at);
    }
    reader.flush(false);
    if options.tags {
        let mut seen = vec![false; source.len()];
        for at in page.rows.iter().flat_map(|row| row.lines.clone()) {
            seen.get_mut(at).into_iter().for_each(|s| *s = true);
        }
        for (at, _) in seen.iter().enumerate().filter(|(_, seen)| !**seen) {
            reader.builder.raise(at..at + 1, Role::Furniture);
        }
    }
    reader.builder.finish("a title, an abstract or a line of metadata")
}

/// Whether numbers between two cards are the up-votes of the second: one stands before the first card too.
fn votes_first(kinds: &[Kind], anchors: &Anchors) -> bool {
    let says = |at: &usize| !matches!(kinds.get(*at), Some(Kind::Blank | Kind::Empty));
    if let Some(first) = anchors.rows.iter().position(|rows| *rows > 0) {
        let before = (0..first).rev().find(says).and_then(|at| kinds.get(at));
        if matches!(before, Some(Kind::Count(_))) {
            return true;
        }
    } else {
        let first = kinds.iter().position(|k| matches!(k, Kind::Dot | Kind::Authors(..) | Kind::WhoAndDate(..)));
        let header = kinds.get(..first.unwrap_or(0)).unwrap_or(&[]);
        if header.iter().any(|k| matches!(k, Kind::Count(_))) {
            return true;
        }
    }
    // Two numbers in a row: comments, then up-votes.
    let mut before: Option<&Kind> = None;
    kinds.iter().filter(|k| !matches!(k, Kind::Blank | Kind::Empty)).any(|kind| {
        let twice = matches!((before, kind), (Some(Kind::Count(Some(_))), Kind::Count(_)));
        before = Some(kind);
        twice
    })
}

impl<'a> Reader<'a> {
    fn kind(&self, at: usize) -> &'a Kind {
        self.kinds.get(at).unwrap_or(&Kind::Blank)
    }

    /// What the line of a row became.
    fn role(&self, row: usize) -> Option<Role> {
        self.builder.role(self.page.rows.get(row)?.lines.start)
    }

    /// Whether there is text that an organisation could belong to.
    fn begun_card(&self) -> bool {
        self.card.as_ref().is_some_and(|c| !c.tail) || self.loose.len() >= 2
    }

    /// The next row that says something, from `at`.
    fn next(&self, at: usize) -> Option<usize> {
        (at..self.kinds.len()).take(40).find(|at| !matches!(self.kind(*at), Kind::Blank | Kind::Empty))
    }

    /// Whether a row is of a page's header.
    fn is_banner(&self, at: usize) -> bool {
        self.page.rows.get(at).is_some_and(|row| furniture::is_banner(&row.text))
    }

    /// Gives a row's lines a role; a line that several rows share keeps the one that says most.
    fn claim(&mut self, rows: Range<usize>, role: Role) {
        for row in self.page.rows.get(rows).unwrap_or(&[]) {
            self.builder.raise(row.lines.clone(), role);
        }
    }

    /// Claims a row for the open card, or else for the page.
    fn belongs(&mut self, at: usize) {
        match &mut self.card {
            Some(card) => {
                card.last = card.last.max(at);
                self.claim(at..at + 1, Role::Metadata);
            }
            None => self.claim(at..at + 1, Role::Furniture),
        }
    }

    /// Reads the row (or rows) at `at`, gives the next.
    fn row(&mut self, at: usize) -> usize {
        let title = self.anchors.at(at);
        if title > 0 {
            self.flush(false);
            let head = std::mem::take(&mut self.head);
            self.open(at..at + title, head);
            return at + title;
        }
        match self.kind(at) {
            Kind::Blank => {}
            Kind::Empty => self.empty(at),
            Kind::Text if says_source(self.page, at) => {
                // Another page begins, and the reader that made the text says which.
                self.flush(false);
                self.begun = false;
                self.claim(at..at + 1, Role::Furniture);
            }
            Kind::Text => return self.text(at),
            // Some organisations are called like a link of the page.
            Kind::Furniture if !self.is_banner(at) && self.begun_card() && self.is_organisation(at) => {
                return self.text(at);
            }
            Kind::Furniture => {
                // Another page begins, where several were pasted after one another.
                if self.is_banner(at) {
                    self.flush(false);
                    self.begun = true;
                }
                self.claim(at..at + 1, Role::Furniture);
            }
            Kind::Submitted(name) => {
                self.flush(false);
                self.head.first.get_or_insert(at);
                self.claim(at..at + 1, Role::Metadata);
                if name.is_some() {
                    self.head.submitter.clone_from(name);
                } else if let Some(next) = self.next(at + 1)
                    && *self.kind(next) == Kind::Text
                    && self.anchors.at(next) == 0
                    && self.page.rows.get(next).is_some_and(|r| r.text.len() <= 60)
                {
                    self.head.submitter = self.page.rows.get(next).map(|r| r.text.clone());
                    self.claim(at..next + 1, Role::Metadata);
                    return next + 1;
                }
            }
            Kind::Authors(count, comments) => {
                if self.metadata(at)
                    && let Some(card) = &mut self.card
                {
                    card.authors.get_or_insert(*count);
                    card.comments = card.comments.or(*comments);
                }
            }
            Kind::Dot => {
                if self.card.as_ref().is_some_and(|c| !c.tail && c.texts.is_empty()) || !self.metadata(at) {
                    self.belongs(at);
                }
            }
            Kind::Date(date, _) => self.date(at, *date),
            Kind::WhoAndDate(who, authors, date) => {
                if self.metadata(at)
                    && let Some(card) = &mut self.card
                {
                    match authors {
                        Some(count) => card.authors = Some(*count),
                        None if !who.is_empty() => card.organisation = Some((at..at + 1, who.clone())),
                        None => {}
                    }
                    card.date.get_or_insert(*date);
                    card.comments = card.comments.or(date.comments);
                }
            }
            Kind::Count(count) => self.count(at, *count),
            Kind::Tools(tools) => {
                if !self.metadata(at) {
                    self.claim(at..at + 1, Role::Furniture);
                } else if let Some(card) = &mut self.card {
                    card.stars = card.stars.or(tools.stars);
                    match tools.upvotes {
                        Some(Some(votes)) => card.upvotes = Some(votes),
                        Some(None) => card.expects_votes = true,
                        None => card.expects_stars = tools.github && tools.stars.is_none(),
                    }
                }
            }
        }
        at + 1
    }
}
