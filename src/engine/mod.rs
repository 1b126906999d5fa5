//! The façade over everything pure: requests in, events out. It runs the same in the worker, in tests and in benches.
//!
//! Bytes come in through [`Engine::push`]; reading, indexing and merging happen in [`Engine::step`], a slice at a time, so
//! that between slices the worker can hand over a `Cancel`. Until a dump is complete, queries are answered from the library
//! as it was.

mod answers;
mod held;
mod loading;
pub mod protocol;
#[cfg(test)]
mod tests;

use crate::dump::source;
use crate::favourites::Favourite;
use crate::library::{Library, unique_name};
use crate::search::extras::Extras;
use crate::search::query::Query;
use crate::search::run::Found;
use held::Held;
use loading::{Loading, Slice};
use protocol::{DumpId, Event, Request, RequestId};

/// The sample dump that comes with Paperdeck: invented papers, in the layout of a listing.
pub const SAMPLE: &str = include_str!("../../tests/samples/sample.txt");

/// What the sample dump is called.
pub const SAMPLE_NAME: &str = "Sample (invented papers)";

/// Everything the page asks of: dumps, library, index and the favourites as the page last told them.
#[derive(Debug, Default)]
pub struct Engine {
    /// Dumps on their way in, in the order of opening.
    loading: Vec<Loading>,
    /// Dumps read, in the order of opening.
    held: Vec<Held>,
    library: Library,
    favourites: Vec<Favourite>,
    /// `None` when they have to be made anew.
    extras: Option<Extras>,
    last: Option<Last>,
    opened: u64,
}

/// The last query, for more of its results.
#[derive(Debug)]
struct Last {
    id: RequestId,
    query: Query,
    /// `None` when what was searched has changed since.
    found: Option<Found>,
}

impl Engine {
    /// An engine without dumps or favourites.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a request and gives the events that follow at once. A request about a dump or query that there is not is
    /// passed over, but `Remove` and `Cancel` of an unknown dump are answered `Gone`.
    pub fn handle(&mut self, request: Request) -> Vec<Event> {
        match request {
            Request::Open { dump, name, size } => self.open(dump, name, size),
            Request::Finish { dump } => self.finish(dump),
            // A number in use: the bytes must not go to the dump that has it.
            Request::Sample { dump } if self.knows(dump) => Vec::new(),
            Request::Sample { dump } => {
                let mut events = self.open(dump, SAMPLE_NAME.to_owned(), Some(SAMPLE.len() as u64));
                events.extend(self.push(dump, SAMPLE.as_bytes()));
                events.extend(self.finish(dump));
                events
            }
            Request::Cancel { dump } => {
                self.loading.retain(|loading| loading.dump != dump);
                // It may have been read before this came: then it stays, as the page was told.
                if self.held.iter().any(|held| held.dump == dump) { Vec::new() } else { vec![Event::Gone { dump }] }
            }
            Request::Remove { dump } => self.remove(dump),
            Request::SetYear { dump, year } => match self.held.iter_mut().find(|held| held.dump == dump) {
                Some(held) => {
                    held.input.year = year;
                    self.rebuild()
                }
                None => Vec::new(),
            },
            Request::Favourites(favourites) => {
                self.favourites.clear();
                favourites.into_iter().for_each(|favourite| self.put_favourite(favourite));
                self.extras = None;
                Vec::new()
            }
            Request::Favourite(favourite) => {
                self.put_favourite(*favourite);
                Vec::new()
            }
            Request::NoFavourite(id) => {
                let before = self.favourites.len();
                self.favourites.retain(|favourite| favourite.id() != id);
                if self.favourites.len() != before {
                    self.extras = None;
                }
                Vec::new()
            }
            Request::Query { id, query, count } => vec![self.query(id, query, count)],
            Request::More { id, from, count } => self.more(id, from, count).into_iter().collect(),
            Request::Export { id, query, format } => vec![self.export(id, &query, format)],
        }
    }

    /// Takes the next bytes of a dump. Bytes of a dump that is not open are passed over.
    ///
    /// What cannot become a dump is refused as soon as that shows: at the first bytes of a picture, at the first byte too
    /// many, or when there is no memory for more.
    pub fn push(&mut self, dump: DumpId, bytes: &[u8]) -> Vec<Event> {
        let Some(loading) = self.loading.iter_mut().find(|loading| loading.dump == dump) else { return Vec::new() };
        match loading.push(bytes) {
            Ok(event) => event.into_iter().collect(),
            Err(why) => self.refuse(dump, why),
        }
    }

    /// Does a slice of the work that waits: reads one dump, or indexes about `budget` papers of it, or merges it.
    ///
    /// Gives the events that follow, and whether there is more to do. Dumps are read one after another, in the order in
    /// which they were opened, as far as they have come.
    pub fn step(&mut self, budget: u32) -> (Vec<Event>, bool) {
        let mut events = Vec::new();
        if let Some(at) = self.loading.iter().position(Loading::waits) {
            let loading = self.loading.remove(at);
            let (dump, name) = (loading.dump, loading.name.clone());
            match loading.step(budget.max(1) as usize) {
                Slice::More(loading, event) => {
                    self.loading.insert(at, *loading);
                    events.push(event);
                }
                Slice::Refused(why) => events.push(Event::Refused { dump, name, why }),
                Slice::Done(mut held) => {
                    held.input.name = unique_name(&name, self.held.iter().map(|held| held.input.name.as_str()));
                    let place = self.held.partition_point(|other| other.opened < held.opened);
                    self.held.insert(place, *held);
                    events.extend(self.rebuild());
                }
            }
        }
        (events, self.loading.iter().any(Loading::waits))
    }

    /// The library as it is queried now.
    pub fn library(&self) -> &Library {
        &self.library
    }

    fn open(&mut self, dump: DumpId, name: String, size: Option<u64>) -> Vec<Event> {
        if self.knows(dump) {
            return Vec::new();
        }
        self.opened += 1;
        match Loading::open(dump, self.opened, name.clone(), size) {
            Ok(loading) => {
                self.loading.push(loading);
                Vec::new()
            }
            Err(why) => vec![Event::Refused { dump, name, why }],
        }
    }

    /// Whether a dump of this number is in the library or on its way.
    fn knows(&self, dump: DumpId) -> bool {
        self.loading.iter().any(|loading| loading.dump == dump) || self.held.iter().any(|held| held.dump == dump)
    }

    fn finish(&mut self, dump: DumpId) -> Vec<Event> {
        let loading = self.loading.iter_mut().find(|loading| loading.dump == dump);
        loading.and_then(Loading::finish).into_iter().collect()
    }

    fn refuse(&mut self, dump: DumpId, why: String) -> Vec<Event> {
        match self.loading.iter().position(|loading| loading.dump == dump) {
            Some(at) => vec![Event::Refused { dump, name: self.loading.remove(at).name, why }],
            None => Vec::new(),
        }
    }

    fn remove(&mut self, dump: DumpId) -> Vec<Event> {
        self.loading.retain(|loading| loading.dump != dump);
        let mut events = vec![Event::Gone { dump }];
        if let Some(at) = self.held.iter().position(|held| held.dump == dump) {
            self.held.remove(at);
            events.extend(self.rebuild());
        }
        events
    }

    /// Merges all dumps anew; reports those of which something changed.
    fn rebuild(&mut self) -> Vec<Event> {
        self.library = Library::new(self.held.iter().map(|held| held.input.clone()).collect());
        self.extras = None;
        let library = &self.library;
        self.held.iter_mut().enumerate().filter_map(|(at, held)| held.report_if_new(library.captured(at))).collect()
    }

    fn put_favourite(&mut self, favourite: Favourite) {
        if self.library.find(favourite.id()).is_none() {
            self.extras = None;
        }
        match self.favourites.iter_mut().find(|known| known.id() == favourite.id()) {
            Some(known) => *known = favourite,
            None => self.favourites.push(favourite),
        }
    }
}

/// What is said when there is no memory for a dump.
fn no_memory(bytes: u64) -> String {
    format!(
        "expected room for {} MB, found that this browser gives no more memory: remove a dump, or split this one",
        bytes.div_ceil(1_000_000)
    )
}

/// What is said of a dump of this size, when it is too large.
fn too_large(bytes: u64) -> Option<String> {
    (bytes > source::MAX_BYTES).then(|| source::Unreadable::TooLarge { bytes, limit: source::MAX_BYTES }.to_string())
}
