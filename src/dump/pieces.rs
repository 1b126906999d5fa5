//! Reads a dump as its bytes come. A long listing is read piece by piece, so that its first papers are there while the rest
//! is still on its way, and no block of memory holds it all. Everything else is short, or shows what it is only as a whole,
//! and is read when its last byte has come.
//!
//! Both ways give the same dump, field by field. The one difference: what holds for the page as a whole, the layout among
//! it, is found out from the first piece.

use super::builder::Span;
use super::repeats::Repeats;
use super::shape::Counter;
use super::signs::{self, Signs};
use super::source::{Encoding, MAX_BYTES, Replaced, decode_utf8, encoding, sniff};
use super::visible::{self, Before, Facts, Piece};
use super::{Captured, Dump, Entry, NotADump, Source, Texts, Unreadable, YearReason};
use super::{best, in_line_order, probes, year};
use crate::paper::Date;
use memchr::{memchr, memrchr};

/// How much is read at a time, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Dumps up to this size are read in one go.
    pub whole: usize,
    /// A piece of a longer one. The first is a quarter of it, so that the first papers are there soon.
    pub piece: usize,
    /// The most text that is read in pieces; what comes after is left out. Positions are 32 bits wide.
    pub most: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { whole: 2 << 20, piece: 2 << 20, most: u32::MAX as u64 - (64 << 20) }
    }
}

/// Bytes that every magic number fits in.
const SNIFFED: usize = 16;

/// A dump on its way in.
#[derive(Debug)]
pub struct Pieces {
    name: String,
    sizes: Sizes,
    /// Bytes not read yet.
    bytes: Vec<u8>,
    came: u64,
    ended: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Nothing is known yet.
    Gathering,
    /// It is read in one go when all is here.
    Whole,
    Long(Box<Long>),
    Done(Box<Dump>),
    /// It was refused.
    Nothing,
}

impl Pieces {
    /// A dump of this name, of which nothing has come.
    pub fn new(name: &str, sizes: Sizes) -> Self {
        let name = name.to_owned();
        Self { name, sizes, bytes: Vec::new(), came: 0, ended: false, state: State::Gathering }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they cannot become a dump: binary formats show at their first bytes, and what is read in one go has a limit.
    /// [`Unreadable::NoMemory`] when there is no room for them; what came before is still there.
    pub fn push(&mut self, more: &[u8]) -> Result<(), NotADump> {
        if self.ended {
            return Ok(());
        }
        let unknown = self.came < SNIFFED as u64;
        let came = self.came + more.len() as u64;
        if matches!(self.state, State::Whole) && came > MAX_BYTES {
            return Err(NotADump::Unreadable(Unreadable::TooLarge { bytes: came, limit: MAX_BYTES }));
        }
        self.bytes.try_reserve(more.len()).map_err(|_| NotADump::Unreadable(Unreadable::NoMemory { bytes: came }))?;
        self.bytes.extend_from_slice(more);
        self.came = came;
        match sniff(&self.bytes).filter(|_| unknown) {
            Some(binary) => Err(NotADump::Unreadable(binary)),
            None => Ok(()),
        }
    }

    /// Makes room for all bytes of a dump of this size.
    ///
    /// # Errors
    /// [`Unreadable::NoMemory`] when there is none.
    pub fn reserve(&mut self, bytes: u64) -> Result<(), Unreadable> {
        let more = bytes.saturating_sub(self.bytes.len() as u64);
        let room = usize::try_from(more).is_ok_and(|more| self.bytes.try_reserve_exact(more).is_ok());
        if room { Ok(()) } else { Err(Unreadable::NoMemory { bytes }) }
    }

    /// Bytes that have come.
    pub fn came(&self) -> u64 {
        self.came
    }

    /// No more bytes come, or are wanted.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Whether no more bytes are wanted though there may be more: the text is as long as can be held.
    pub fn is_full(&self) -> bool {
        match &self.state {
            State::Long(long) => long.dump.texts.len() as u64 + self.bytes.len() as u64 > self.sizes.most,
            _ => false,
        }
    }

    /// Whether [`Pieces::step`] has something to do.
    pub fn waits(&self) -> bool {
        match &self.state {
            State::Gathering => self.ended || self.bytes.len() > self.sizes.whole,
            State::Whole => self.ended,
            State::Long(long) => self.ended || self.bytes.len() >= long.want,
            State::Done(_) | State::Nothing => false,
        }
    }

    /// The dump when it is complete, else what was read of a long one. What only its end tells (the year of capture, what
    /// the layouts said) is in the complete one alone.
    pub fn dump(&self) -> Option<&Dump> {
        match &self.state {
            State::Long(long) => Some(&long.dump),
            State::Done(dump) => Some(dump),
            _ => None,
        }
    }

    /// Bytes of text read, where it is read in pieces.
    pub fn read_so_far(&self) -> Option<u64> {
        match &self.state {
            State::Long(long) => Some(long.dump.texts.len() as u64),
            _ => None,
        }
    }

    /// A copy of what was read of a long dump, complete in itself: its text is shared, its year is known as far as it goes.
    pub fn so_far(&self) -> Option<Dump> {
        match &self.state {
            State::Long(long) => Some(long.so_far()),
            _ => None,
        }
    }

    /// The complete dump.
    pub fn take(&mut self) -> Option<Dump> {
        match std::mem::replace(&mut self.state, State::Nothing) {
            State::Done(dump) => Some(*dump),
            other => {
                self.state = other;
                None
            }
        }
    }

    /// Reads the next piece, or all of it. Gives the number of an entry that came in an earlier piece and got an abstract
    /// only now, which no dump has but one that repeats its papers.
    ///
    /// # Errors
    /// [`NotADump`], as [`Dump::read`].
    pub fn step(&mut self) -> Result<Option<u32>, NotADump> {
        if matches!(self.state, State::Gathering) && !self.ended {
            self.state = match Long::begin(&self.name, &self.bytes, self.sizes) {
                Some((long, mark)) => {
                    self.bytes.drain(..mark);
                    State::Long(Box::new(long))
                }
                None => State::Whole,
            };
            if !self.waits() {
                return Ok(None);
            }
        }
        match std::mem::replace(&mut self.state, State::Nothing) {
            State::Long(mut long) => {
                let grown = long.step(&mut self.bytes, self.ended)?;
                self.state = if self.ended && self.bytes.is_empty() {
                    State::Done(Box::new(long.finish()?))
                } else {
                    State::Long(long)
                };
                Ok(grown)
            }
            State::Gathering | State::Whole => {
                let dump = Dump::read(&self.name, std::mem::take(&mut self.bytes))?;
                self.state = State::Done(Box::new(dump));
                Ok(None)
            }
            other => {
                self.state = other;
                Ok(None)
            }
        }
    }
}

/// A long dump of which the first pieces are read.
#[derive(Debug)]
struct Long {
    dump: Dump,
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
    capture_date: Option<Date>,
    piece: usize,
    /// How many bytes must be here before the next piece can be read.
    want: usize,
    /// How many of those that are here were read before: they are valid text.
    carried: usize,
}

impl Long {
    /// A long dump that begins with these bytes; `None` when it must be read in one go. The number is that of the bytes
    /// before its text.
    fn begin(name: &str, bytes: &[u8], sizes: Sizes) -> Option<(Self, usize)> {
        let (encoding, mark) = encoding(bytes);
        let prefix = bytes.get(..sizes.piece.min(bytes.len())).and_then(|prefix| {
            let end = memrchr(b'\n', prefix)?;
            prefix.get(mark..=end)
        });
        let (Encoding::Utf8, Some(prefix)) = (encoding, prefix) else { return None };
        let first = Source::of_piece(decode_utf8(prefix.to_vec(), 0).0);
        if first.may_be_quoted() {
            return None;
        }
        let probes = probes(&first);
        let layout = best(&probes)?;
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
            texts: Texts::default(),
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
            capture_date: None,
            piece: sizes.piece,
            want: sizes.piece / 4,
            carried: 0,
        };
        Some((long, mark))
    }

    /// Reads the next piece of `bytes` and takes what was read out of it; when `ended`, and no more than a piece is left,
    /// to the end.
    fn step(&mut self, bytes: &mut Vec<u8>, ended: bool) -> Result<Option<u32>, NotADump> {
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
                self.want = self.carried + self.want;
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
        if self.capture_date.is_none() {
            self.capture_date = year::capture_date(&source, &reading.roles);
        }
        let (mut text, _) = source.into_text();
        let rest = text.split_off(end);
        text.shrink_to_fit();
        self.carry(rest.into_bytes(), bytes);
        self.want = self.carried + self.piece;
        self.dump.texts.push(text);
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

    fn so_far(&self) -> Dump {
        let mut dump = self.dump.clone();
        dump.captured = year::captured_by(self.capture_date, &dump.entries);
        year::check(&mut dump.entries, dump.page_date, &dump.captured);
        dump
    }

    fn finish(self) -> Result<Dump, NotADump> {
        let Self { mut dump, first, signs, shape, replaced, .. } = self;
        if replaced.too_many(dump.texts.len()) {
            return Err(NotADump::Unreadable(Unreadable::Binary(None)));
        }
        if dump.entries.is_empty() {
            return Err(NotADump::NoPapers { layout: dump.layout.to_owned(), found: "none".to_owned() });
        }
        dump.probes = probes(&first.with_figures(signs, shape.shape()));
        dump.captured = year::captured_by(self.capture_date, &dump.entries);
        let mut diagnostics = Vec::new();
        if replaced.first.is_some() {
            diagnostics.push(replaced.said(self.replaced_line, "UTF-8"));
        }
        diagnostics.append(&mut dump.diagnostics);
        diagnostics.extend(year::check(&mut dump.entries, dump.page_date, &dump.captured));
        dump.diagnostics = in_line_order(diagnostics);
        Ok(dump)
    }
}

/// Moves an entry's positions so much further on (or back, as wrapping numbers go).
fn shift(entry: &mut Entry, bytes: u32, lines: u32) {
    let shifted = |span: Span| Span { start: span.start.wrapping_add(bytes), end: span.end.wrapping_add(bytes) };
    entry.title = shifted(entry.title);
    entry.abstract_text = entry.abstract_text.map(shifted);
    entry.organisation = entry.organisation.map(shifted);
    entry.lines = entry.lines.map(|line| line.wrapping_add(lines));
}
