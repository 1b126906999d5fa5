//! What a layout's reader builds: entries, a role per line, diagnostics.

use super::{Diagnostic, Source};
use crate::paper::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Bytes `start..end` of a dump's text; the default is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Bytes in it.
    #[inline]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether there is nothing in it.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The least span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// What a line became; after [`Role::Blank`], what says more comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Nothing but white space.
    Blank,
    /// (Part of) a paper's title.
    Title,
    /// (Part of) a paper's abstract.
    Abstract,
    /// A paper's authors, date, votes, links and so on.
    Metadata,
    /// The page's own: header, navigation, footer.
    Furniture,
    /// None of these; a diagnostic says why.
    NotUnderstood,
}

/// One paper in a dump. Texts are spans into the dump's text.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Title, never empty.
    pub title: Span,
    /// Abstract, where there is one.
    pub abstract_text: Option<Span>,
    /// Number of authors.
    pub authors: Option<u32>,
    /// The organisation in place of, or beside, the authors.
    pub organisation: Option<Span>,
    /// The date as written: the year only where it stands in the text.
    pub date: Option<Date>,
    /// Whether a missing year is the year the page was captured in.
    pub infer_year: bool,
    /// Number of comments; `None` when none is shown.
    pub comments: Option<u32>,
    /// Up-votes.
    pub upvotes: Option<u32>,
    /// First and last line, counted from 1.
    pub lines: [u32; 2],
    /// What only some layouts carry.
    pub more: Option<Box<More>>,
}

/// What only some layouts carry of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// `2502.01234`, without version.
    pub arxiv_id: Option<String>,
    /// Names of the authors, in order.
    pub author_names: Vec<String>,
    /// `http(s)` links of the entry's own mark-up (paper, code, project), not those inside the abstract.
    pub links: Vec<String>,
    /// Stars of the code's repository.
    pub stars: Option<u32>,
    /// Who submitted the paper to the page.
    pub submitter: Option<String>,
    /// A summary in a sentence that the site made.
    pub summary: Option<String>,
    /// Keywords that the site made.
    pub keywords: Vec<String>,
    /// The day the paper was listed, which is not the day it was published.
    pub listed: Option<Date>,
    /// Whether the year of the entry's date was inferred, not written, when the text was made.
    pub year_inferred: bool,
}

impl More {
    /// Completes what is missing by what another occurrence of the paper carries.
    pub fn add(&mut self, other: Self) {
        fn list(mine: &mut Vec<String>, other: Vec<String>) {
            if mine.is_empty() {
                *mine = other;
            }
        }
        self.arxiv_id = self.arxiv_id.take().or(other.arxiv_id);
        list(&mut self.author_names, other.author_names);
        for link in other.links {
            if !self.links.contains(&link) {
                self.links.push(link);
            }
        }
        self.stars = self.stars.or(other.stars);
        self.submitter = self.submitter.take().or(other.submitter);
        self.summary = self.summary.take().or(other.summary);
        list(&mut self.keywords, other.keywords);
        self.listed = self.listed.or(other.listed);
    }
}

/// What a layout's reader made of a text.
#[derive(Debug, Default)]
pub struct Reading {
    /// The papers in the order of the text.
    pub entries: Vec<Entry>,
    /// One role per line of the source.
    pub roles: Vec<Role>,
    /// What the reader has to say, in any order.
    pub diagnostics: Vec<Diagnostic>,
    /// The date in the page's header.
    pub page_date: Option<Date>,
    /// The dates in the headers of the pages, with their lines (from 0), in order.
    pub page_dates: Vec<(u32, Date)>,
    /// The date the page was captured, where the text says it.
    pub capture_date: Option<Date>,
    /// Texts that had to be decoded (escapes, mark-up): it follows the source's text, and spans reach into it.
    pub extra: String,
    /// What a text of this layout without any paper holds instead, for the user.
    pub nothing_because: Option<String>,
}

/// Builds a [`Reading`] so that every non-blank line ends with exactly one role: lines nobody claims are not understood.
pub struct Builder<'a> {
    source: &'a Source,
    reading: Reading,
}

impl<'a> Builder<'a> {
    /// Nothing claimed yet.
    pub fn new(source: &'a Source) -> Self {
        let role = |at| if source.span(at).is_empty() { Role::Blank } else { Role::NotUnderstood };
        let roles = (0..source.len()).map(role).collect();
        Self { source, reading: Reading { roles, ..Reading::default() } }
    }

    /// Gives line `index` (from 0) a role, unless it is blank.
    pub fn claim(&mut self, index: usize, role: Role) {
        if let Some(slot) = self.reading.roles.get_mut(index)
            && *slot != Role::Blank
        {
            *slot = role;
        }
    }

    /// [`Builder::claim`] for several lines.
    pub fn claim_all(&mut self, lines: std::ops::Range<usize>, role: Role) {
        for index in lines {
            self.claim(index, role);
        }
    }

    /// Gives lines a role unless they have one that says more.
    pub fn raise(&mut self, lines: std::ops::Range<usize>, role: Role) {
        for slot in self.reading.roles.get_mut(lines).unwrap_or(&mut []) {
            *slot = role.min(*slot);
        }
    }

    /// Takes the date in a page's header.
    pub fn page_date(&mut self, index: usize, date: Date) {
        self.reading.page_dates.push((index as u32, date));
        self.reading.page_date.get_or_insert(date);
    }

    /// The role of line `index` so far.
    pub fn role(&self, index: usize) -> Option<Role> {
        self.reading.roles.get(index).copied()
    }

    /// Number of the entry that comes next, from 1.
    pub fn next_record(&self) -> u32 {
        self.reading.entries.len() as u32 + 1
    }

    /// Adds a paper.
    pub fn entry(&mut self, entry: Entry) {
        self.reading.entries.push(entry);
    }

    /// The papers so far.
    pub fn entries(&mut self) -> &mut Vec<Entry> {
        &mut self.reading.entries
    }

    /// Stores a decoded text and gives its span.
    pub fn store(&mut self, text: &str) -> Span {
        let start = self.source.text().len() + self.reading.extra.len();
        self.reading.extra.push_str(text);
        // One line end keeps neighbours apart in a search of the raw text.
        self.reading.extra.push('\n');
        Span { start: start as u32, end: (start + text.len()) as u32 }
    }

    /// Says that line `index` (from 0) is not what was expected; quotes the line.
    pub fn expected(&mut self, index: usize, record: Option<u32>, expected: impl Into<Cow<'static, str>>) {
        let found = match self.source.line(index) {
            "" => "nothing".to_owned(),
            line => format!("“{}”", excerpt(line)),
        };
        self.diagnostic(index, record, expected, found);
    }

    /// Says something of line `index` (from 0).
    pub fn diagnostic(
        &mut self,
        index: usize,
        record: Option<u32>,
        expected: impl Into<Cow<'static, str>>,
        found: String,
    ) {
        let expected = expected.into();
        self.reading.diagnostics.push(Diagnostic { line: index as u32 + 1, record, expected, found });
    }

    /// Whether something was said of each line.
    pub fn said(&self) -> Vec<bool> {
        let mut said = vec![false; self.reading.roles.len()];
        for diagnostic in &self.reading.diagnostics {
            if let Some(line) = said.get_mut((diagnostic.line as usize).wrapping_sub(1)) {
                *line = true;
            }
        }
        said
    }

    /// The reading under construction.
    pub fn reading(&mut self) -> &mut Reading {
        &mut self.reading
    }

    /// The reading, with a diagnostic for every run of lines that nobody claimed and that nothing was said of.
    pub fn finish(mut self, expected: &'static str) -> Reading {
        if !self.reading.roles.contains(&Role::NotUnderstood) {
            return self.reading;
        }
        let said = self.said();
        let mut run: Option<usize> = None;
        for index in 0..=self.reading.roles.len() {
            let open = self.reading.roles.get(index) == Some(&Role::NotUnderstood);
            match (open, run) {
                (true, None) => run = Some(index),
                (false, Some(first)) => {
                    if !said.get(first..index).is_some_and(|said| said.contains(&true)) {
                        self.expected(first, None, expected);
                    }
                    run = None;
                }
                _ => {}
            }
        }
        self.reading
    }
}

/// The first 60 characters of a line, with an ellipsis where there is more.
pub fn excerpt(line: &str) -> String {
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}
