//! A dump on its way in: receiving, waiting, indexing.

use super::held::Held;
use super::protocol::{DumpId, Event, Stage};
use super::{no_memory, too_large};
use crate::dump::{Dump, source};
use crate::library::Preparing;

/// Bytes that every magic number fits in.
const SNIFFED: usize = 16;

/// A dump that is not in the library yet.
#[derive(Debug)]
pub struct Loading {
    pub dump: DumpId,
    pub name: String,
    opened: u64,
    bytes: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    Receiving {
        bytes: Vec<u8>,
        announced: Option<u64>,
    },
    /// All bytes are here.
    Waiting(Vec<u8>),
    Indexing(Box<Preparing>),
}

/// What a slice of work came to.
pub enum Slice {
    More(Box<Loading>, Event),
    Done(Box<Held>),
    Refused(String),
}

impl Loading {
    /// A dump of which no byte has come; an error says why it cannot be taken.
    pub fn open(dump: DumpId, opened: u64, name: String, announced: Option<u64>) -> Result<Self, String> {
        let size = announced.unwrap_or(0);
        if let Some(why) = too_large(size) {
            return Err(why);
        }
        let mut bytes = Vec::new();
        let room = usize::try_from(size).map_err(|_| no_memory(size))?;
        bytes.try_reserve_exact(room).map_err(|_| no_memory(size))?;
        Ok(Self { dump, name, opened, bytes: 0, state: State::Receiving { bytes, announced } })
    }

    /// Takes bytes; after the last, passes them over.
    pub fn push(&mut self, more: &[u8]) -> Result<Option<Event>, String> {
        let State::Receiving { bytes, announced } = &mut self.state else { return Ok(None) };
        let size = bytes.len() as u64 + more.len() as u64;
        if let Some(why) = too_large(size) {
            return Err(why);
        }
        let unknown = bytes.len() < SNIFFED;
        bytes.try_reserve(more.len()).map_err(|_| no_memory(size))?;
        bytes.extend_from_slice(more);
        if unknown && let Some(binary) = source::sniff(bytes) {
            return Err(binary.to_string());
        }
        Ok(Some(Event::Progress { dump: self.dump, stage: Stage::Receiving, done: size, total: *announced }))
    }

    /// No more bytes come.
    pub fn finish(&mut self) -> Option<Event> {
        let State::Receiving { bytes, .. } = &mut self.state else { return None };
        let bytes = std::mem::take(bytes);
        let size = bytes.len() as u64;
        self.bytes = size;
        self.state = State::Waiting(bytes);
        Some(Event::Progress { dump: self.dump, stage: Stage::Reading, done: 0, total: Some(size) })
    }

    /// Whether there is work to do.
    pub fn waits(&self) -> bool {
        !matches!(self.state, State::Receiving { .. })
    }

    /// Reads the dump, or indexes the next `budget` papers.
    pub fn step(mut self, budget: usize) -> Slice {
        let mut preparing = match self.state {
            State::Waiting(bytes) => match Dump::read(&self.name, bytes) {
                Ok(dump) => Box::new(Preparing::new(dump)),
                Err(why) => return Slice::Refused(why.to_string()),
            },
            State::Indexing(mut preparing) => {
                if preparing.step(budget) {
                    return Slice::Done(Box::new(Held::new(self.dump, self.opened, preparing.finish())));
                }
                preparing
            }
            State::Receiving { .. } => return Slice::Refused("it is not here yet".to_owned()),
        };
        let (done, total) = preparing.progress();
        // A short dump is done in the same slice as it is read.
        if done == 0 && total <= budget && preparing.step(budget) {
            return Slice::Done(Box::new(Held::new(self.dump, self.opened, preparing.finish())));
        }
        let (done, total) = (done as u64, Some(total as u64));
        self.state = State::Indexing(preparing);
        let event = Event::Progress { dump: self.dump, stage: Stage::Indexing, done, total };
        Slice::More(Box::new(self), event)
    }
}
