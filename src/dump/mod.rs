//! Bytes → papers and diagnostics. One file per layout, and one visible ordered list of them: [`LAYOUTS`].
//!
//! Reading is lenient: it gives a value and [`Diagnostic`]s, never a refusal because one line is odd. A layout that does
//! not fit says "not mine" (a [`Probe`] of score 0); one that fits but is broken here is read with diagnostics.

pub mod api;
pub mod browser_copy;
pub mod builder;
pub mod cards;
pub mod compact;
pub mod corrections;
pub mod entity;
pub mod envelope;
pub mod exchange;
pub mod feed;
pub mod furniture;
pub mod html;
pub mod json;
pub mod line;
pub mod lines;
pub mod listing;
pub mod markup;
pub mod notebook;
pub mod pieces;
pub mod reader_markdown;
pub mod records;
pub mod repeats;
pub mod saved_page;
pub mod segment;
pub mod settings;
pub mod shape;
pub mod signs;
pub mod source;
pub mod submitters;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod text_browser;
pub mod texts;
pub mod trending;
pub mod visible;
pub mod year;

pub use builder::{Builder, Entry, More, Reading, Role, Span};
pub use pieces::{Pieces, Sizes};
pub use settings::Settings;
pub use source::{Source, Unreadable};
pub use texts::Texts;
pub use year::{Captured, YearReason};

use crate::import::References;
use crate::order;
use crate::paper::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// One form a dump can be in.
pub struct Layout {
    /// Its name, as the page shows it and settings keep it: it stays what it is.
    pub name: &'static str,
    /// Tells by structure alone whether a text is in this layout. Linear in the text.
    pub probe: fn(&Source) -> Probe,
    /// Reads a text in this layout. Linear in the text; never fails.
    pub read: fn(&Source) -> Reading,
    /// For layouts whose long texts can be read in pieces: how lines make up blocks of text.
    pub blocks: Option<fn(&Source) -> visible::Blocks>,
}

/// Every layout Paperdeck reads: strong evidence first. The highest score wins, the earlier one on a tie.
pub const LAYOUTS: &[Layout] = &[
    exchange::LAYOUT,
    api::LAYOUT,
    saved_page::LAYOUT,
    feed::LAYOUT,
    trending::LAYOUT,
    notebook::LAYOUT,
    reader_markdown::LAYOUT,
    text_browser::LAYOUT,
    listing::LAYOUT,
    browser_copy::LAYOUT,
    compact::LAYOUT,
    submitters::LAYOUT,
];

/// What a layout says of a text before reading it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// 0 ("not mine") to 100 (certain).
    pub score: u8,
    /// The evidence, as a sentence for the user.
    pub reason: String,
}

impl Probe {
    /// "Not mine", and why.
    pub fn not_mine(reason: impl Into<String>) -> Self {
        Self { score: 0, reason: reason.into() }
    }

    /// A score of at most 100, and the evidence.
    pub fn new(score: usize, reason: impl Into<String>) -> Self {
        Self { score: score.min(100) as u8, reason: reason.into() }
    }
}

/// What a reader has to say about a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Line in the dump, counted from 1.
    pub line: u32,
    /// The paper concerned, counted from 1 in the dump.
    pub record: Option<u32>,
    /// What the reader expected there.
    pub expected: Cow<'static, str>,
    /// What it found: a short excerpt or a description.
    pub found: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(record) = self.record {
            write!(f, ", paper {record}")?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)
    }
}

/// How the lines of a dump were understood: `papers + furniture + not_understood` is the number of non-blank lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Lines that belong to a paper.
    pub papers: u32,
    /// Lines of the page's own furniture: header, navigation, footer.
    pub furniture: u32,
    /// Lines not understood.
    pub not_understood: u32,
}

/// One input text, read.
#[derive(Clone, Debug)]
pub struct Dump {
    /// The name the user knows it by.
    pub name: String,
    /// The layout's name.
    pub layout: &'static str,
    /// What every layout said, in the order of [`LAYOUTS`].
    pub probes: Vec<(&'static str, Probe)>,
    /// The date in the page's header.
    pub page_date: Option<Date>,
    /// The year the page was captured in, where there is evidence, and which.
    pub captured: Captured,
    /// The papers in the order of the text, repeats on the page taken out.
    pub entries: Vec<Entry>,
    /// What each line became, one role per line.
    pub roles: Vec<Role>,
    /// What the reader has to say, in line order.
    pub diagnostics: Vec<Diagnostic>,
    /// What decoding had to say; it is among the diagnostics.
    decoded: Vec<Diagnostic>,
    /// Why the last correction by hand does not fit, if it does not; it is among the diagnostics.
    pub unfit: Option<Diagnostic>,
    /// The text, and behind it what had to be decoded.
    texts: Texts,
    /// Bytes of the text.
    text_len: u32,
}

/// Why bytes did not become a dump: a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotADump {
    /// The bytes are no text.
    Unreadable(Unreadable),
    /// It is a file of references: they were read.
    References(Box<References>),
    /// It is text, but in no layout Paperdeck knows; the reasons of each layout.
    UnknownLayout(Vec<(String, String)>),
    /// The layout fits, but there is no paper in it.
    NoPapers {
        /// The layout that fits.
        layout: String,
        /// What was found instead.
        found: String,
    },
}

impl fmt::Display for NotADump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => why.fmt(f),
            Self::References(found) => {
                let (count, format) = (found.all.len(), found.format.label());
                write!(f, "expected the text of a Daily Papers page, found {count} references ({format})")
            }
            Self::UnknownLayout(_) => f.write_str(
                "expected the text of a Daily Papers page (titles and abstracts, one after another), found a text in no layout that Paperdeck knows",
            ),
            Self::NoPapers { layout, found } => {
                write!(f, "expected papers in this {layout}, found {found}")
            }
        }
    }
}

impl std::error::Error for NotADump {}

impl Dump {
    /// Reads a dump: decodes the bytes, finds the layout by structure (never by `name`) and reads it.
    ///
    /// # Errors
    /// [`NotADump`] when the bytes are no text, when they are references, when no layout fits, or when there is no paper in it.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, NotADump> {
        Self::read_with(name, bytes, &Settings::default())
    }

    /// The same with what the user said of it. Where there is no paper in the layout that was asked for, it is read as if
    /// none had been.
    ///
    /// # Errors
    /// As [`Dump::read`].
    pub fn read_with(name: &str, bytes: Vec<u8>, settings: &Settings) -> Result<Self, NotADump> {
        let source = Source::decode(bytes).map_err(NotADump::Unreadable)?;
        if let Some(found) = References::read(source.text()) {
            return Err(NotADump::References(Box::new(found)));
        }
        let probes = probes(&source);
        let asked = asked(settings).map(|layout| (layout, (layout.read)(&source)));
        let (layout, mut reading) = match asked.filter(|(_, reading)| !reading.entries.is_empty()) {
            Some(asked) => asked,
            None => match best(&probes) {
                Some(layout) => (layout, (layout.read)(&source)),
                None => {
                    let reasons = probes.into_iter().map(|(name, probe)| (name.to_owned(), probe.reason)).collect();
                    return Err(NotADump::UnknownLayout(reasons));
                }
            },
        };
        if reading.entries.is_empty() {
            let found = reading.nothing_because.unwrap_or_else(|| "none".to_owned());
            return Err(NotADump::NoPapers { layout: layout.name.to_owned(), found });
        }
        repeats::remove(&source, &mut reading);
        let mut hints = year::Hints::default();
        hints.add(&source, &mut reading, 0);
        let (text, decoded) = source.into_text();
        let text_len = text.len() as u32;
        let mut texts = Texts::from(text);
        texts.push(reading.extra);
        let mut dump = Self {
            name: name.to_owned(),
            layout: layout.name,
            probes,
            page_date: reading.page_date,
            captured: Captured { year: None, reason: YearReason::None },
            entries: reading.entries,
            roles: reading.roles,
            diagnostics: reading.diagnostics,
            decoded,
            unfit: None,
            texts,
            text_len,
        };
        dump.settle(&hints, settings);
        Ok(dump)
    }

    /// What is left to do when all papers are read: corrections, and the year, by what the text says of its pages.
    fn settle(&mut self, hints: &year::Hints, settings: &Settings) {
        self.unfit = match settings.corrections.as_slice() {
            [] => None,
            corrections => corrections::apply(self, corrections),
        };
        let (captured, too_late) = year::resolve(hints, &mut self.entries);
        self.captured = captured;
        let mut diagnostics = self.decoded.clone();
        diagnostics.append(&mut self.diagnostics);
        diagnostics.extend(too_late);
        self.diagnostics = in_line_order(diagnostics);
    }

    /// The text as it was decoded, from byte `at` on: at least a byte of it, and nothing at its end.
    pub fn source_from(&self, at: u32) -> &[u8] {
        let rest = self.texts.rest(at);
        rest.get(..rest.len().min(self.text_len.saturating_sub(at) as usize)).unwrap_or(rest)
    }

    /// Length of its text, in bytes.
    pub fn text_len(&self) -> u32 {
        self.text_len
    }

    /// What decoding had to say of the bytes.
    pub fn decoded(&self) -> &[Diagnostic] {
        &self.decoded
    }

    /// This dump was read from text that had been decoded before, which had this to say.
    pub fn was_decoded(&mut self, before: &[Diagnostic]) {
        self.decoded = before.to_vec();
        let mut diagnostics = before.to_vec();
        diagnostics.append(&mut self.diagnostics);
        self.diagnostics = in_line_order(diagnostics);
    }

    /// The text of a span, white space collapsed. `""` for a span that is not of this dump.
    pub fn text(&self, span: Span) -> Cow<'_, str> {
        crate::text::space::collapse(self.raw(span))
    }

    /// The text of a span as it stands in the dump.
    pub fn raw(&self, span: Span) -> &str {
        self.texts.get(span)
    }

    /// Whether another dump has the same papers in the same words. Linear where both texts are of one length.
    pub fn is_again(&self, other: &Self) -> bool {
        let texts = |entry: &Entry| [Some(entry.title), entry.abstract_text];
        let same = |a: &Entry, b: &Entry| {
            let texts = texts(a).into_iter().zip(texts(b));
            a.lines == b.lines && texts.into_iter().all(|(a, b)| a.map(|a| self.raw(a)) == b.map(|b| other.raw(b)))
        };
        self.size() == other.size()
            && self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(a, b)| same(a, b))
    }

    /// Bytes of text held.
    pub fn size(&self) -> usize {
        self.texts.len()
    }

    /// The date of an entry with the year written or inferred, and whether it was inferred.
    pub fn date(&self, entry: &Entry) -> (Option<Date>, bool) {
        match entry.date {
            Some(Date { year: None, month, day }) if entry.infer_year => match self.captured.year {
                Some(year) => (Date::new(Some(year), month, day).or(entry.date), true),
                None => (entry.date, false),
            },
            date => (date, date.is_some() && entry.more.as_ref().is_some_and(|m| m.year_inferred)),
        }
    }

    /// How the lines were understood.
    pub fn coverage(&self) -> Coverage {
        Coverage::of(&self.roles)
    }
}

/// What every layout says of a text.
fn probes(source: &Source) -> Vec<(&'static str, Probe)> {
    LAYOUTS.iter().map(|layout| (layout.name, (layout.probe)(source))).collect()
}

/// The layout that the user asks for, where there is one of this name.
pub fn asked(settings: &Settings) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| Some(layout.name) == settings.layout.as_deref())
}

/// The layout with the highest score, the earlier one on a tie; `None` when there is only "not mine".
fn best(probes: &[(&'static str, Probe)]) -> Option<&'static Layout> {
    let mut best: Option<(usize, u8)> = None;
    for (at, (_, probe)) in probes.iter().enumerate() {
        if probe.score > best.map_or(0, |(_, score)| score) {
            best = Some((at, probe.score));
        }
    }
    best.and_then(|(at, _)| LAYOUTS.get(at))
}

fn in_line_order(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut order: Vec<_> = diagnostics.iter().zip(0..).map(|(d, at)| (u64::from(d.line), at)).collect();
    order::sort(&mut order, &|_, _| Ordering::Equal);
    let mut unsorted: Vec<Option<Diagnostic>> = diagnostics.into_iter().map(Some).collect();
    order.iter().filter_map(|(_, at)| unsorted.get_mut(*at as usize)?.take()).collect()
}

impl Coverage {
    /// Counts roles.
    pub fn of(roles: &[Role]) -> Self {
        let mut coverage = Self::default();
        for role in roles {
            match role {
                Role::Blank => {}
                Role::Title | Role::Abstract | Role::Metadata => coverage.papers += 1,
                Role::Furniture => coverage.furniture += 1,
                Role::NotUnderstood => coverage.not_understood += 1,
            }
        }
        coverage
    }
}
