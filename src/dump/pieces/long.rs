//! A long dump, of which the first pieces are read.

use super::Sizes;
use crate::dump::repeats::Repeats;
use crate::dump::shape::Counter;
use crate::dump::signs::{self, Signs};
use crate::dump::source::{Encoding, Replaced, decode_utf8, encoding};
use crate::dump::visible::{self, Before, Facts, Piece};
use crate::dump::year::{self, Hints};
use crate::dump::{Captured, Dump, Entry, NotADump, Settings, Source, Texts, Unreadable, YearReason};
use crate::dump::{asked, best, probes};
use crate::import::Format;
use memchr::{memchr, memrchr};

/// A long dump of which the first pieces are read.
#[derive(Debug)]
pub(super) struct Long {
    pub(super) dump: Dump,
    facts: Facts,
    /// The first piece, for what the layouts say of it, and the figures of all.
    first: Source,
    signs: Signs,
    shape: Counter,
    replaced: Replaced,
    replaced_line: u32,
    /// The last entry: it may get comments yet.
    last: Option<Before>,
    /// Entries read, repeats among them.
    records: u32,
    repeats: Repeats,
    hints: Hints,
    piece: usize,
    /// How many bytes must be here before the next piece can be read.
    pub(super) want: usize,
    /// How many of those that are here were read before: they are valid text.
    pub(super) carried: usize,
}

impl Long {
    /// A long dump that begins with these bytes; `None` when it must be read in one go. The number is that of the bytes
    /// before its text.
    pub(super) fn begin(name: &str, bytes: &[u8], sizes: Sizes, settings: &Settings) -> Option<(Self, usize)> {
        let (encoding, mark) = encoding(bytes);
        let prefix = bytes.get(..sizes.piece.min(bytes.len())).and_then(|prefix| {
            let end = memrchr(b'\n', prefix)?;
            prefix.get(mark..=end)
        });
        let (Encoding::Utf8, Some(prefix)) = (encoding, prefix) else { return None };
        let first = Source::of_piece(decode_utf8(prefix.to_vec(), 0).0);
        if first.may_be_quoted() || Format::of(first.text()).is_some() {
            return None;
        }
        let probes = probes(&first);
        let layout = asked(settings).or_else(|| best(&probes))?;
        let facts = visible::facts(&first, layout.blocks?(&first))?;
        let dump = Dump {
            name: name.to_owned(),
            layout: layout.name,
            probes,
            page_date: None,
            captured: Captured { year: None, reason: YearReason::None },
            entries: Vec::new(),
            roles: Vec::new(),
            diagnostics: Vec::new(),
            decoded: Vec::new(),
            unfit: None,
            texts: Texts::default(),
            text_len: 0,
        };
        let long = Self {
            dump,
            facts,
            first,
            signs: Signs::default(),
            shape: Counter::default(),
            replaced: Replaced::default(),
            replaced_line: 0,
            last: None,
            records: 0,
            repeats: Repeats::default(),
            hints: Hints::default(),
            piece: sizes.piece,
            want: sizes.piece / 4,
            carried: 0,
        };
        Some((long, mark))
    }

    /// Reads the next piece of `bytes` and takes what was read out of it; when `ended`, and no more than a piece is left,
    /// to the end.
    pub(super) fn step(&mut self, bytes: &mut Vec<u8>, ended: bool) -> Result<Option<u32>, NotADump> {
        let is_last = ended && bytes.len() <= self.want;
        let whole_lines = bytes.get(..self.want.min(bytes.len())).and_then(|part| memrchr(b'\n', part));
        let end = if is_last { bytes.len() } else { whole_lines.map_or(0, |end| end + 1) };
        // A line longer than all that is here: wait for more.
        if end <= self.carried && !is_last {
            self.want = self.want.max(self.carried) + self.piece;
            return Ok(None);
        }
        let rest = bytes.split_off(end);
        let piece = std::mem::replace(bytes, rest);
        let lines = self.dump.roles.len() as u32;
        let (text, replaced) = decode_utf8(piece, 0);
        if memchr(0, text.as_bytes()).is_some() {
            return Err(NotADump::Unreadable(Unreadable::Binary(None)));
        }
        let source = Source::of_piece(text);
        self.replaced.count += replaced.count;
        if let (Some(at), None) = (replaced.first, self.replaced.first) {
            self.replaced.first = Some(at);
            self.replaced_line = (lines + source.lines_before(at)).max(1);
        }
        match visible::read_piece(&source, self.facts, self.last.clone(), is_last) {
            Some(piece) => Ok(self.keep(source, piece, bytes)),
            None => {
                let (text, _) = source.into_text();
                self.carry(text.into_bytes(), bytes);
                self.want += self.carried;
                Ok(None)
            }
        }
    }

    /// Puts text that was decoded, but not kept, before the bytes that follow it.
    fn carry(&mut self, text: Vec<u8>, bytes: &mut Vec<u8>) {
        self.carried = text.len();
        bytes.splice(..0, text);
    }

    /// Adds what was read; text behind it goes back to the bytes to read.
    fn keep(&mut self, source: Source, piece: Piece, bytes: &mut Vec<u8>) -> Option<u32> {
        let Piece { mut reading, lines, last } = piece;
        let (base, base_line) = (self.dump.texts.len() as u32, self.dump.roles.len() as u32);
        let kept = reading.roles.len();
        let end = if last.is_some() { source.line_start(kept) } else { source.text().len() };
        self.shape.add(&source, &lines.kinds, &lines.groups);
        let text = source.text().get(..end).unwrap_or("");
        self.signs.add(signs::look(text, source.lines().take(kept)));
        self.hints.add(&source, &mut reading, base_line);
        let (mut text, _) = source.into_text();
        let rest = text.split_off(end);
        // Room for some bytes more is not worth a copy.
        if text.capacity() - text.len() > text.len() / 16 {
            text.shrink_to_fit();
        }
        self.carry(rest.into_bytes(), bytes);
        self.want = self.carried + self.piece;
        self.dump.texts.push(text);
        self.dump.text_len = self.dump.texts.len() as u32;
        self.dump.roles.append(&mut reading.roles);
        self.dump.page_date = reading.page_date;
        let known = u32::from(self.last.is_some());
        for mut diagnostic in reading.diagnostics {
            diagnostic.line += base_line;
            diagnostic.record = diagnostic.record.map(|record| record + self.records - known);
            self.dump.diagnostics.push(diagnostic);
        }
        self.records += reading.entries.len() as u32 - known;
        let (ends, end_line) = (self.dump.texts.len() as u32, self.dump.roles.len() as u32);
        self.last = last.and_then(|group| {
            let mut entry = reading.entries.pop()?;
            shift(&mut entry, base.wrapping_sub(ends), base_line.wrapping_sub(end_line));
            Some(Before { entry, group: visible::Group { lines: 0..0, ..group }, page_date: reading.page_date })
        });
        let mut gained = None;
        let texts = &self.dump.texts;
        for mut entry in reading.entries {
            shift(&mut entry, base, base_line);
            gained = self.repeats.add(&mut self.dump.entries, entry, &|span| texts.get(span)).or(gained);
        }
        gained
    }

    pub(super) fn so_far(&self) -> Dump {
        let mut dump = self.dump.clone();
        dump.captured = year::resolve(&self.hints, &mut dump.entries).0;
        dump
    }

    pub(super) fn finish(self, settings: &Settings) -> Result<Dump, NotADump> {
        let Self { mut dump, first, signs, shape, replaced, .. } = self;
        if replaced.too_many(dump.texts.len()) {
            return Err(NotADump::Unreadable(Unreadable::Binary(None)));
        }
        if dump.entries.is_empty() {
            return Err(NotADump::NoPapers { layout: dump.layout.to_owned(), found: "none".to_owned() });
        }
        dump.probes = probes(&first.with_figures(signs, shape.shape()));
        if replaced.first.is_some() {
            dump.decoded.push(replaced.said(self.replaced_line, "UTF-8"));
        }
        dump.settle(&self.hints, settings);
        Ok(dump)
    }
}

/// Moves an entry's positions so much further on (or back, as wrapping numbers go).
fn shift(entry: &mut Entry, bytes: u32, lines: u32) {
    for span in
        [Some(&mut entry.title), entry.abstract_text.as_mut(), entry.organisation.as_mut()].into_iter().flatten()
    {
        span.start = span.start.wrapping_add(bytes);
        span.end = span.end.wrapping_add(bytes);
    }
    entry.lines = entry.lines.map(|line| line.wrapping_add(lines));
}
