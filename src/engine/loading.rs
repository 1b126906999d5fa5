//! A dump on its way in: receiving, reading, indexing.

use super::again::Again;
use super::fingerprint::Fingerprint;
use super::held::Held;
use super::protocol::{DumpId, Event, Stage};
use crate::dump::source::MAX_BYTES;
use crate::dump::{Dump, NotADump, Pieces, Settings, Sizes, Unreadable};
use crate::import::References;
use crate::library::Preparing;

/// A dump that is not in the library yet, or only in part.
#[derive(Debug)]
pub struct Loading {
    pub dump: DumpId,
    pub name: String,
    /// The most bytes of the file that are read, where it is a long dump.
    pub limit: Option<u64>,
    fingerprint: Fingerprint,
    settings: Settings,
    /// What it is read from, where it is read again.
    again: Option<Again>,
    pieces: Pieces,
    /// Size of the file in bytes, where it is known.
    announced: Option<u64>,
    /// Bytes of the file that have come, where they are not those of the text.
    arrived: Option<u64>,
    /// All bytes are here, or no more are wanted.
    ended: bool,
    /// Why no more are wanted.
    cut: Option<Cut>,
    preparing: Preparing,
    /// The dump, once all of it is read.
    complete: Option<Dump>,
    /// From how many bytes of text on the papers so far are shown.
    show_at: u64,
}

/// Why the rest of a dump is left out.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Memory,
    Length,
}

/// What a slice of work came to.
pub enum Slice {
    /// So far it has come.
    More(Event),
    /// These are the papers so far.
    Partly(Box<Held>, Event),
    Done(Box<Held>),
    Refused(String),
    /// It is no dump, but a file of references.
    References(Box<References>),
}

/// After the first piece, the papers so far are shown again when there is this many times as much text.
const GROWTH: u64 = 8;

/// Room that must be left before another piece is read, beside a third of what the text so far takes: to lay out the last
/// segment of the index, to build the library, and to answer queries. Below [`SURE`] bytes of text a browser has it.
const MARGIN: usize = 96 << 20;
const SURE: u64 = 256 << 20;

impl Loading {
    /// A dump of which no byte has come.
    pub fn open(dump: DumpId, name: String, announced: Option<u64>, sizes: Sizes, settings: Settings) -> Self {
        let pieces = Pieces::with(&name, sizes, settings.clone());
        Self {
            dump,
            name,
            limit: None,
            fingerprint: Fingerprint::default(),
            settings,
            again: None,
            pieces,
            announced,
            arrived: None,
            ended: false,
            cut: None,
            preparing: Preparing::default(),
            complete: None,
            show_at: 1,
        }
    }

    /// A dump that is there, read once more with other settings. It takes no bytes.
    pub fn again(held: &Held, sizes: Sizes, settings: Settings) -> Self {
        let name = held.input.volume.dump.name.clone();
        let again = Some(Again::of(held));
        Self { again, ended: true, ..Self::open(held.dump, name, None, sizes, settings) }
    }

    /// What its bytes are known by.
    pub fn fingerprint(&self) -> String {
        self.again.as_ref().map_or_else(|| self.fingerprint.text(), |again| again.fingerprint.clone())
    }

    /// Whether it is there and read once more.
    pub fn is_again(&self) -> bool {
        self.again.is_some()
    }

    /// Takes bytes; after the last, or when no more are wanted, passes them over. `arrived` is how many bytes of the file
    /// have come with them, where that is not told by the bytes themselves: they were unpacked.
    pub fn push(&mut self, more: &[u8], arrived: Option<u64>) -> Result<Option<Event>, String> {
        if self.ended {
            return Ok(None);
        }
        self.fingerprint.push(more);
        if let Err(why) = self.pieces.push(more) {
            // A long dump that does not fit is worth keeping as far as it goes.
            if !self.is_long() || !matches!(why, NotADump::Unreadable(Unreadable::NoMemory { .. })) {
                return Err(why.to_string());
            }
            self.stop(Cut::Memory);
        } else if self.pieces.is_full() {
            self.stop(Cut::Length);
        }
        self.arrived = arrived.or(self.arrived);
        if self.is_long() && self.limit.is_some_and(|limit| self.used() >= limit) {
            self.stop(Cut::Memory);
        }
        Ok((!self.is_long()).then(|| self.progress(Stage::Receiving)))
    }

    /// No more bytes come.
    pub fn finish(&mut self) -> Option<Event> {
        if self.ended {
            return None;
        }
        let long = self.is_long();
        self.ended = true;
        self.pieces.end();
        let (dump, done, total) = (self.dump, 0, Some(self.pieces.came()));
        (!long).then_some(Event::Progress { dump, stage: Stage::Reading, done, total, papers: 0 })
    }

    /// Whether more bytes are wanted.
    pub fn is_open(&self) -> bool {
        !self.ended
    }

    /// Whether there is work to do.
    pub fn waits(&self) -> bool {
        self.complete.is_some()
            || self.again.as_ref().is_some_and(Again::waits)
            || self.pieces.waits()
            || self.behind() > 0
    }

    /// Reads the next piece, and indexes the next `budget` papers.
    pub fn step(&mut self, budget: usize) -> Slice {
        if let Some(again) = &mut self.again
            && again.waits()
            && !self.pieces.waits()
            && let Err(why) = again.feed(&mut self.pieces)
        {
            return Slice::Refused(why.to_string());
        }
        if self.complete.is_none() && self.behind() == 0 && self.pieces.waits() {
            if !self.has_room() {
                if self.is_again() {
                    return Slice::Refused(Unreadable::NoMemory { bytes: self.pieces.came() }.to_string());
                }
                self.stop(Cut::Memory);
            }
            match self.pieces.step() {
                // An entry that is indexed has changed: all are indexed again.
                Ok(Some(entry)) if (entry as usize) < self.preparing.done() => self.preparing = Preparing::default(),
                Ok(_) => {}
                Err(NotADump::References(found)) => return Slice::References(found),
                Err(why) => return Slice::Refused(why.to_string()),
            }
            self.complete = self.pieces.take();
            if let (Some(again), Some(dump)) = (&mut self.again, &mut self.complete)
                && let Err(why) = again.check(dump, &self.settings)
            {
                return Slice::Refused(why);
            }
            // Corrections change what was indexed before the end.
            if self.complete.is_some() && !self.settings.corrections.is_empty() {
                self.preparing = Preparing::default();
            }
            let papers = self.complete.as_ref().map_or(0, |dump| dump.entries.len());
            // Between reading a whole dump and indexing it there is a look at the messages, unless it is short.
            if self.preparing.done() == 0 && papers > budget {
                return Slice::More(self.progress(Stage::Indexing));
            }
        }
        if let Some(dump) = self.complete.take() {
            if self.preparing.step(&dump, budget) {
                let volume = std::mem::take(&mut self.preparing).finish(dump);
                let mut held = Held::new(self.dump, self.settings.clone(), volume);
                held.fingerprint = self.fingerprint();
                held.incomplete = self.incomplete(held.input.volume.dump.entries.len());
                return Slice::Done(Box::new(held));
            }
            self.complete = Some(dump);
            return Slice::More(self.progress(Stage::Indexing));
        }
        let Some(dump) = self.pieces.dump() else { return self.whole() };
        let all = self.preparing.step(dump, budget);
        let progress = self.progress(Stage::Streaming);
        if all
            && self.shows()
            && let Some(dump) = self.pieces.so_far()
        {
            self.show_at = (dump.size() as u64).saturating_mul(GROWTH);
            let volume = self.preparing.clone().finish(dump);
            let mut held = Held::new(self.dump, self.settings.clone(), volume);
            held.partial = true;
            return Slice::Partly(Box::new(held), progress);
        }
        Slice::More(progress)
    }

    /// It showed that this dump is read in one go, when all has come: as much as there will be must fit.
    fn whole(&mut self) -> Slice {
        let bytes = self.announced.filter(|_| self.arrived.is_none()).unwrap_or(0);
        if bytes > MAX_BYTES {
            return Slice::Refused(Unreadable::TooLarge { bytes, limit: MAX_BYTES }.to_string());
        }
        match self.pieces.reserve(bytes) {
            Ok(()) => Slice::More(self.progress(Stage::Receiving)),
            Err(why) => Slice::Refused(why.to_string()),
        }
    }

    /// Whether the papers so far are worth showing: the first, and then as long as they are but a small part.
    fn shows(&self) -> bool {
        let read = self.pieces.read_so_far().unwrap_or(0);
        let first = self.show_at == 1;
        let small = self.announced.is_none_or(|all| read.saturating_mul(GROWTH) <= all);
        self.preparing.done() > 0 && read >= self.show_at && (first || small) && !self.ended
    }

    fn is_long(&self) -> bool {
        self.pieces.read_so_far().is_some()
    }

    fn stop(&mut self, cut: Cut) {
        if !self.ended {
            self.cut = Some(cut);
            self.ended = true;
            self.pieces.cut();
        }
    }

    /// Bytes of the file that have come.
    fn used(&self) -> u64 {
        self.arrived.unwrap_or(self.pieces.came())
    }

    /// Entries read, but not indexed.
    fn behind(&self) -> usize {
        self.pieces.dump().map_or(0, |dump| dump.entries.len().saturating_sub(self.preparing.done()))
    }

    /// Whether there is memory for another piece, and for what the papers so far need beside it.
    fn has_room(&self) -> bool {
        let read = self.pieces.read_so_far().unwrap_or(0);
        read < SURE || Vec::<u8>::new().try_reserve_exact(MARGIN + read as usize / 3).is_ok()
    }

    fn progress(&self, stage: Stage) -> Event {
        let papers = self.complete.as_ref().or(self.pieces.dump()).map_or(0, |dump| dump.entries.len());
        let (done, total) = match stage {
            Stage::Indexing => (self.preparing.done() as u64, Some(papers as u64)),
            _ => self.again.as_ref().map_or((self.used(), self.announced), Again::progress),
        };
        Event::Progress { dump: self.dump, stage, done, total, papers: papers as u32 }
    }

    /// What is missing of the dump of so many papers.
    fn incomplete(&self, papers: usize) -> Option<String> {
        if let Some(again) = &self.again {
            return again.incomplete.clone();
        }
        let why = match self.cut? {
            Cut::Memory => "this browser gives no more memory",
            Cut::Length => "Paperdeck reads no more than 4 GB of text",
        };
        let done = self.used() / 1_000_000;
        let all =
            self.announced.map_or_else(|| "all of it".to_owned(), |all| format!("{} MB", all.div_ceil(1_000_000)));
        Some(format!("expected room for {all}, found that {why}: its first {papers} papers ({done} MB) are here"))
    }
}
