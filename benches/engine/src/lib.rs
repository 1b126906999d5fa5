//! Paperdeck's engine as the bench calls it from JavaScript: what the worker of the page does, without the worker.

mod inside;

use paperdeck::engine::Engine;
use paperdeck::engine::protocol::{Event, Request, Results, to_bytes};
use paperdeck::search::query::Query;
use wasm_bindgen::prelude::wasm_bindgen;

/// The number of the one dump.
const DUMP: u32 = 1;

/// Papers indexed in a slice, as in the worker.
const SLICE: u32 = 2_000;

/// The engine with one dump.
#[wasm_bindgen]
#[derive(Default)]
pub struct Deck {
    engine: Engine,
    refused: String,
    answer: Option<Results>,
}

#[wasm_bindgen]
impl Deck {
    /// An engine without a dump.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A dump of this many bytes is coming.
    pub fn open(&mut self, size: f64) {
        let open = Request::Open { dump: DUMP, name: "bench.txt".to_owned(), size: Some(size as u64) };
        let events = self.engine.handle(open);
        self.hear(&events);
    }

    /// Its next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let events = self.engine.push(DUMP, bytes);
        self.hear(&events);
    }

    /// No more bytes come.
    pub fn finish(&mut self) {
        let events = self.engine.handle(Request::Finish { dump: DUMP });
        self.hear(&events);
    }

    /// Does a slice of the work that waits; whether there is more.
    pub fn step(&mut self) -> bool {
        let (events, more) = self.engine.step(SLICE);
        self.hear(&events);
        more
    }

    /// Why the dump was refused; empty if it was not.
    pub fn refused(&self) -> String {
        self.refused.clone()
    }

    /// Asks for words, all facets and the first `count` cards, and makes the answer the bytes that the worker would post.
    /// Returns the number of papers that match.
    pub fn query(&mut self, text: &str, count: u32) -> u32 {
        let query = Query { text: text.to_owned(), ..Query::default() };
        let mut events = self.engine.handle(Request::Query { id: 1, query, count });
        let Some(event) = events.pop() else { return 0 };
        let posted = to_bytes(&event).map_or(0, |bytes| bytes.len());
        std::hint::black_box(posted);
        let Event::Results(results) = event else { return 0 };
        let matched = results.matched;
        self.answer = Some(results);
        matched
    }

    /// The titles of the last answer's first cards, one to a line.
    pub fn titles(&self, count: usize) -> String {
        let cards = self.answer.iter().flat_map(|results| &results.cards).take(count);
        let titles: Vec<&str> = cards.map(|card| card.paper.title.as_str()).collect();
        titles.join("\n")
    }

    /// Papers in the library, by the last answer.
    pub fn papers(&self) -> u32 {
        self.answer.as_ref().map_or(0, |results| results.total)
    }

    fn hear(&mut self, events: &[Event]) {
        for event in events {
            if let Event::Refused { why, .. } = event {
                self.refused.clone_from(why);
            }
        }
    }
}

/// The stages that the engine takes together: reading alone, then indexing alone.
#[wasm_bindgen]
#[derive(Default)]
pub struct Stages {
    bytes: Vec<u8>,
    read: Option<inside::Read>,
    index: Option<inside::Index>,
}

#[wasm_bindgen]
impl Stages {
    /// Room for a dump of this many bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(size: usize) -> Self {
        Self { bytes: Vec::with_capacity(size), ..Self::default() }
    }

    /// The next bytes of the dump.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Counts the newlines of the bytes that are here: the least that reading can cost.
    pub fn newlines(&self) -> usize {
        memchr::memchr_iter(b'\n', &self.bytes).count()
    }

    /// Reads the bytes; the number of papers.
    pub fn read(&mut self) -> usize {
        self.read = inside::Read::new(std::mem::take(&mut self.bytes));
        self.read.as_ref().map_or(0, inside::Read::len)
    }

    /// Title, abstract, authors, date and comments of a paper that was read, one to a line.
    pub fn record(&self, index: usize) -> String {
        self.read.as_ref().and_then(|read| read.record(index)).unwrap_or_default()
    }

    /// Begins to index what was read.
    pub fn index(&mut self) {
        self.index = self.read.take().map(inside::Index::new);
    }

    /// Indexes the next papers; whether there are more.
    pub fn step(&mut self) -> bool {
        self.index.as_mut().is_some_and(|index| !index.step(SLICE as usize))
    }

    /// Ends the index; its size in bytes.
    pub fn size(&mut self) -> usize {
        self.index.take().map_or(0, inside::Index::size)
    }
}
