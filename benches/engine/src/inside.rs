//! The bench's only look behind the engine's messages: where the stages begin and end, and how much the index holds.

use paperdeck::dump::Dump;
use paperdeck::library::Preparing;

/// A dump, read and not indexed.
pub struct Read(Dump);

impl Read {
    /// Reads bytes.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        Dump::read("bench.txt", bytes).ok().map(Self)
    }

    /// The number of papers.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// What was read of a paper, one value to a line. The date is as written: `--03-20` where no year is.
    pub fn record(&self, index: usize) -> Option<String> {
        let entry = self.0.entries.get(index)?;
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        Some(format!(
            "{}\n{}\n{}\n{}\n{}",
            self.0.text(entry.title),
            entry.abstract_text.map(|span| self.0.text(span)).unwrap_or_default(),
            number(entry.authors),
            entry.date.map(|date| date.iso()).unwrap_or_default(),
            number(entry.comments),
        ))
    }
}

/// An index under construction.
pub struct Index(Preparing, Dump);

impl Index {
    /// Over what was read.
    pub fn new(read: Read) -> Self {
        Self(Preparing::default(), read.0)
    }

    /// Indexes the next papers, at most `count`; whether all are done.
    pub fn step(&mut self, count: usize) -> bool {
        self.0.step(&self.1, count)
    }

    /// Ends it; its size in bytes.
    pub fn size(self) -> usize {
        self.0.finish(self.1).index.size()
    }
}
