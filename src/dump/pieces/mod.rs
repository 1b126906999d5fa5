//! Reads a dump as its bytes come. A long listing is read piece by piece, so that its first papers are there while the rest
//! is still on its way, and no block of memory holds it all. Everything else is short, or shows what it is only as a whole,
//! and is read when its last byte has come.
//!
//! Both ways give the same dump, field by field. The one difference: what holds for the page as a whole, the layout among
//! it, is found out from the first piece.

mod long;

use super::source::{MAX_BYTES, sniff};
use super::{Dump, NotADump, Settings, Unreadable};
use long::Long;

/// How much is read at a time, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Dumps up to this size are read in one go.
    pub whole: usize,
    /// A piece of a longer one. The first is a quarter of it, so that the first papers are there soon.
    pub piece: usize,
    /// The most text that is read in pieces; what comes after is left out. Positions are 32 bits wide.
    pub most: u64,
    /// A text whose first so many bytes are one line, and neither JSON nor HTML, is none of a page.
    pub line: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { whole: 2 << 20, piece: 2 << 20, most: u32::MAX as u64 - (64 << 20), line: 64 << 20 }
    }
}

/// Bytes that every magic number fits in.
const SNIFFED: usize = 16;

/// Whether there is no line end in this text, and it does not begin as JSON, HTML and feeds do.
fn is_one_line(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|b| !matches!(b, b' ' | b'\t' | 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0));
    !matches!(first, Some(b'{' | b'[' | b'<')) && memchr::memchr2(b'\n', b'\r', bytes).is_none()
}

/// A dump on its way in.
#[derive(Debug)]
pub struct Pieces {
    name: String,
    sizes: Sizes,
    settings: Settings,
    /// Bytes not read yet.
    bytes: Vec<u8>,
    came: u64,
    ended: bool,
    /// Whether the end is left out.
    cut: bool,
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
        Self::with(name, sizes, Settings::default())
    }

    /// The same with what the user said of it. What is there before the end is without corrections.
    pub fn with(name: &str, sizes: Sizes, settings: Settings) -> Self {
        let name = name.to_owned();
        Self { name, sizes, settings, bytes: Vec::new(), came: 0, ended: false, cut: false, state: State::Gathering }
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
        let crosses = self.came < self.sizes.line && came >= self.sizes.line;
        if crosses && matches!(self.state, State::Gathering | State::Whole) && is_one_line(&self.bytes) {
            return Err(NotADump::Unreadable(Unreadable::OneLine { bytes: came }));
        }
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

    /// The rest of a long dump is left out, with what has come of its last piece: no paper is cut in two.
    pub fn cut(&mut self) {
        self.cut = true;
        self.end();
    }

    /// No more bytes come, or are wanted.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Whether no more bytes are wanted though there may be more: the text is as long as can be held.
    pub fn is_full(&self) -> bool {
        match &self.state {
            State::Long(long) => long.dump.size() as u64 + self.bytes.len() as u64 > self.sizes.most,
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
            State::Long(long) => Some(long.dump.size() as u64),
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
            self.state = match Long::begin(&self.name, &self.bytes, self.sizes, &self.settings) {
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
                if self.cut && self.bytes.len() <= long.want {
                    self.bytes = Vec::new();
                    long.carried = 0;
                }
                let grown = long.step(&mut self.bytes, self.ended)?;
                self.state = if self.ended && self.bytes.is_empty() {
                    State::Done(Box::new(long.finish(&self.settings)?))
                } else {
                    State::Long(long)
                };
                Ok(grown)
            }
            State::Gathering | State::Whole => {
                let dump = Dump::read_with(&self.name, std::mem::take(&mut self.bytes), &self.settings)?;
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
