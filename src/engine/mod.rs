//! The façade over everything pure: requests in, events out. It runs the same in the worker, in tests and in benches.
//!
//! Bytes come in through [`Engine::push`]; reading, indexing and merging happen in [`Engine::step`], a slice at a time, so
//! that between slices the worker can hand over a `Cancel`. Until a dump is complete, queries are answered from the library
//! as it was, with the first papers of the dump, where it is a long one. Files of what is listed are made of complete dumps
//! alone.

mod again;
mod answers;
mod fingerprint;
mod held;
mod lines;
mod loading;
mod marking;
pub mod protocol;
#[cfg(test)]
mod tests;

use crate::dump::{Settings, Sizes};
use crate::export::Format;
use crate::favourites::{Favourite, codec};
use crate::library::{Library, unique_name};
use crate::order;
use crate::paper::PaperId;
use crate::search::extras::Extras;
use crate::search::query::Query;
use crate::search::run::Found;
use held::Held;
use loading::{Loading, Slice};
use marking::Marking;
use protocol::{DumpId, Event, Request, RequestId};

/// The sample dump that comes with Paperdeck: invented papers, in the layout of a listing. Where the wasm is parted, it comes
/// with the second part, and so does all that uses it.
const SAMPLE: &str = include_str!("../../tests/samples/sample.txt");

/// What the sample dump is called.
pub const SAMPLE_NAME: &str = "Sample (invented papers)";

/// How many papers of a backup are read at once.
const RESTORED: usize = 100;

/// Everything the page asks of: dumps, library, index and the favourites as the page last told them.
#[derive(Debug, Default)]
pub struct Engine {
    /// Dumps on their way in, in the order of opening.
    loading: Vec<Loading>,
    /// Dumps read, or read in part, in the order of their numbers.
    held: Vec<Held>,
    /// Files of references that were read, in the order of their numbers.
    marking: Vec<Marking>,
    /// What the user said of dumps that are not read yet.
    settings: Vec<(DumpId, Settings)>,
    library: Library,
    /// Whether more dumps follow, and whether there are some that the library has not.
    following: bool,
    stale: bool,
    favourites: Vec<Favourite>,
    /// The backup that is being read.
    restoring: Option<codec::Restoring>,
    /// `None` when they have to be made anew.
    extras: Option<Extras>,
    last: Option<Last>,
    /// Files asked for, that wait until no dump is partly here.
    exports: Vec<Wanted>,
    sizes: Sizes,
}

/// A file that was asked for: the number of the request, of what, of which papers alone, and in which format.
type Wanted = (RequestId, Query, Vec<PaperId>, Format);

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

    /// One that reads dumps in pieces of these sizes.
    pub fn with_sizes(sizes: Sizes) -> Self {
        Self { sizes, ..Self::default() }
    }

    /// Takes a request and gives the events that follow at once. A request about a dump or query that there is not is
    /// passed over, but `Remove` and `Cancel` of an unknown dump are answered `Gone`.
    pub fn handle(&mut self, request: Request) -> Vec<Event> {
        let mut events = match request {
            Request::Open { .. } | Request::Limit { .. } | Request::Finish { .. } | Request::Following(true) => {
                Vec::new()
            }
            Request::Remove { .. } | Request::Cancel { .. } if self.following => Vec::new(),
            _ => self.fresh(),
        };
        events.extend(self.answer(request));
        events
    }

    fn answer(&mut self, request: Request) -> Vec<Event> {
        match request {
            Request::Following(following) => {
                self.following = following;
                Vec::new()
            }
            Request::Open { dump, name, size } => self.open(dump, name, size),
            Request::Limit { dump, bytes } => {
                if let Some(loading) = self.loading.iter_mut().find(|loading| loading.dump == dump) {
                    loading.limit = Some(bytes);
                }
                Vec::new()
            }
            Request::Finish { dump } => self.finish(dump),
            // A number in use: the bytes must not go to the dump that has it.
            Request::Sample { dump } if self.knows(dump) => Vec::new(),
            Request::Sample { dump } => self.sample(dump),
            Request::Cancel { dump } | Request::Remove { dump } => self.remove(dump),
            Request::Settings { dump, settings } => self.set(dump, settings),
            Request::Lines { id, dump, from, count } => self.lines(id, dump, from, count).into_iter().collect(),
            Request::Overview { dump } => self.overview(dump).into_iter().collect(),
            Request::Seek { id, dump, from, back, what } => {
                self.seek(id, dump, from, back, &what).into_iter().collect()
            }
            Request::Favourites(favourites) => self.take_favourites(&favourites),
            Request::Changed(favourites) => {
                favourites.iter().filter_map(read_favourite).for_each(|favourite| self.put_favourite(favourite));
                self.library.adopt(&self.favourites);
                Vec::new()
            }
            Request::Gone(ids) => {
                let before = self.favourites.len();
                self.favourites.retain(|favourite| !ids.contains(&favourite.id()));
                if self.favourites.len() != before {
                    self.extras = None;
                }
                Vec::new()
            }
            Request::Restore { id, text } => self.restore_from(id, text),
            Request::RestoreMore { id } => self.restore(id).into_iter().collect(),
            Request::StopRestoring => {
                self.restoring = None;
                Vec::new()
            }
            Request::Query { id, query, count } => {
                let mut events = vec![self.query(id, query, count)];
                events.extend(self.marked());
                events
            }
            Request::More { id, from, count } => self.more(id, from, count).into_iter().collect(),
            Request::Copies { id, papers } => vec![self.copies(id, &papers)],
            Request::Deck { id, query } => vec![self.deck(id, &query)],
            Request::Cards { id, query, papers } => vec![self.cards_of(id, &query, &papers)],
            Request::Export { id, query, only, format } => {
                self.exports.push((id, query, only, format));
                self.ready_exports()
            }
        }
    }

    /// Takes the next bytes of a dump. Bytes of a dump that is not open are passed over.
    ///
    /// What cannot become a dump is refused as soon as that shows: at the first bytes of a picture, at the first byte too
    /// many, or when there is no memory for more.
    pub fn push(&mut self, dump: DumpId, bytes: &[u8]) -> Vec<Event> {
        self.push_from(dump, bytes, None)
    }

    /// The same for bytes that were unpacked; so many bytes of the file have been used up with them.
    pub fn push_unpacked(&mut self, dump: DumpId, bytes: &[u8], used: u64) -> Vec<Event> {
        self.push_from(dump, bytes, Some(used))
    }

    fn push_from(&mut self, dump: DumpId, bytes: &[u8], used: Option<u64>) -> Vec<Event> {
        let Some(loading) = self.loading.iter_mut().find(|loading| loading.dump == dump) else { return Vec::new() };
        match loading.push(bytes, used) {
            Ok(event) => event.into_iter().collect(),
            Err(why) => self.refuse(dump, why),
        }
    }

    /// Whether more bytes of this dump are wanted.
    pub fn wants(&self, dump: DumpId) -> bool {
        self.loading.iter().any(|loading| loading.dump == dump && loading.is_open())
    }

    /// Gives up a dump on its way in, because no more of it can be had.
    pub fn refuse(&mut self, dump: DumpId, why: String) -> Vec<Event> {
        let Some(at) = self.loading.iter().position(|loading| loading.dump == dump) else { return Vec::new() };
        let name = self.loading.remove(at).name;
        let mut events = vec![Event::Refused { dump, name, why }];
        events.extend(self.take_out(dump));
        events
    }

    /// Does a slice of the work that waits: reads a piece of a dump, or indexes about `budget` papers of it, or merges it.
    ///
    /// Gives the events that follow, and whether there is more to do before more bytes come. Dumps are read one after
    /// another, in the order in which they were opened, as far as they have come.
    pub fn step(&mut self, budget: u32) -> (Vec<Event>, bool) {
        let mut events = Vec::new();
        if let Some(at) = self.loading.iter().position(Loading::waits)
            && let Some(loading) = self.loading.get_mut(at)
        {
            let dump = loading.dump;
            match loading.step(budget.max(1) as usize) {
                Slice::More(event) => events.push(event),
                Slice::Refused(why) if loading.is_again() => {
                    self.loading.remove(at);
                    events.push(Event::Unchanged { dump, why });
                }
                Slice::Refused(why) => events.extend(self.refuse(dump, why)),
                Slice::References(found) => {
                    let loading = self.loading.remove(at);
                    events.extend(self.mark(&loading, &found));
                    events.extend(self.ready_exports());
                }
                Slice::Partly(held, event) => {
                    let papers = held.input.volume.dump.entries.len() as u32;
                    events.push(event);
                    events.extend(self.put(*held));
                    events.push(Event::Partly { dump, papers });
                }
                Slice::Done(held) => {
                    self.loading.remove(at);
                    events.extend(self.put(*held));
                    if let Some(settings) = self.said(dump) {
                        events.extend(self.set(dump, settings));
                    }
                    events.extend(self.ready_exports());
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
        let settings = self.said(dump).unwrap_or_default();
        self.loading.push(Loading::open(dump, name, size, self.sizes, settings));
        Vec::new()
    }

    /// What the user said of a dump that was not read yet.
    fn said(&mut self, dump: DumpId) -> Option<Settings> {
        let at = self.settings.iter().position(|(of, _)| *of == dump)?;
        Some(self.settings.swap_remove(at).1)
    }

    /// Takes what the user says of a dump.
    fn set(&mut self, dump: DumpId, settings: Settings) -> Vec<Event> {
        let Some(held) = self.held.iter_mut().find(|held| held.dump == dump && !held.partial) else {
            self.said(dump);
            self.settings.push((dump, settings));
            return Vec::new();
        };
        // What it is being read again for is out of date.
        self.loading.retain(|loading| loading.dump != dump);
        if held.settings.read_alike(&settings) {
            held.input.year = settings.year;
            held.settings = settings;
            return self.rebuild();
        }
        let again = Loading::again(held, self.sizes, settings);
        self.loading.push(again);
        Vec::new()
    }

    #[inline(never)]
    fn sample(&mut self, dump: DumpId) -> Vec<Event> {
        let mut events = self.open(dump, SAMPLE_NAME.to_owned(), Some(SAMPLE.len() as u64));
        events.extend(self.push(dump, SAMPLE.as_bytes()));
        events.extend(self.finish(dump));
        events
    }

    /// Whether a dump of this number is in the library or on its way.
    fn knows(&self, dump: DumpId) -> bool {
        self.loading.iter().any(|loading| loading.dump == dump)
            || self.held.iter().any(|held| held.dump == dump)
            || self.marking.iter().any(|marking| marking.dump == dump)
    }

    fn finish(&mut self, dump: DumpId) -> Vec<Event> {
        let loading = self.loading.iter_mut().find(|loading| loading.dump == dump);
        loading.and_then(Loading::finish).into_iter().collect()
    }

    fn remove(&mut self, dump: DumpId) -> Vec<Event> {
        self.said(dump);
        self.loading.retain(|loading| loading.dump != dump);
        self.unmark(dump);
        let mut events = vec![Event::Gone { dump }];
        events.extend(self.take_out(dump));
        events
    }

    /// Takes a dump out of the library; what follows from that.
    fn take_out(&mut self, dump: DumpId) -> Vec<Event> {
        let Some(at) = self.held.iter().position(|held| held.dump == dump) else { return Vec::new() };
        self.held.remove(at);
        self.stale = self.following;
        let mut events = if self.stale { Vec::new() } else { self.rebuild() };
        events.extend(self.ready_exports());
        events
    }

    /// Puts a dump into the library, in place of it, or of the part of it, that is there.
    fn put(&mut self, mut held: Held) -> Vec<Event> {
        let part = self.held.iter().position(|other| other.dump == held.dump).map(|at| self.held.remove(at));
        held.input.name = match part {
            Some(part) => part.input.name,
            None => unique_name(&held.input.name, self.held.iter().map(|held| held.input.name.as_str())),
        };
        let place = self.held.partition_point(|other| other.dump < held.dump);
        let mut events = Vec::new();
        self.stale = self.following && !held.partial;
        if self.stale {
            let alone = Library::new(vec![held.input.clone()]);
            events.extend(held.report_if_new(alone.captured(0), None));
        }
        self.held.insert(place, held);
        if !self.stale {
            events = self.rebuild();
        }
        events
    }

    /// The files asked for, when no dump is partly here.
    fn ready_exports(&mut self) -> Vec<Event> {
        if self.held.iter().any(|held| held.partial) {
            return Vec::new();
        }
        let ready = std::mem::take(&mut self.exports);
        let mut events = if ready.is_empty() { Vec::new() } else { self.fresh() };
        events.extend(ready.into_iter().map(|wanted| self.export(wanted)));
        events
    }

    /// Puts dumps into the library that it has not yet.
    fn fresh(&mut self) -> Vec<Event> {
        if self.stale { self.rebuild() } else { Vec::new() }
    }

    /// Merges all dumps anew; reports those of which something changed.
    fn rebuild(&mut self) -> Vec<Event> {
        self.stale = false;
        self.library = Library::new(self.held.iter().map(|held| held.input.clone()).collect());
        self.library.adopt(&self.favourites);
        self.extras = None;
        let library = &self.library;
        let report = |(at, held): (usize, &mut Held)| {
            let before = library.inputs().iter().take(at);
            let mut same = before.filter(|input| held.input.volume.is_again(&input.volume));
            let again = same.next().map(|input| input.name.clone());
            held.report_if_new(library.captured(at), again)
        };
        self.held.iter_mut().enumerate().filter_map(report).collect()
    }

    /// Takes all that is kept, in the order of stars, then of identity; tells what cannot be read.
    fn take_favourites(&mut self, texts: &[(PaperId, String)]) -> Vec<Event> {
        let (mut read, mut damaged) = (Vec::new(), Vec::new());
        for (id, text) in texts {
            match codec::decode(text) {
                Ok(record) => read.extend(record.favourite(*id).map(Some)),
                Err(_) => damaged.push(*id),
            }
        }
        let added = |at: u32| read.get(at as usize).and_then(Option::as_ref).map_or("", |kept: &Favourite| &kept.added);
        let order = order::texts(read.len(), &added);
        self.favourites = order.iter().filter_map(|at| read.get_mut(*at as usize)?.take()).collect();
        self.library.adopt(&self.favourites);
        self.extras = None;
        if damaged.is_empty() { Vec::new() } else { vec![Event::Unusable(damaged)] }
    }

    /// The first of a backup.
    // In the second part of the wasm.
    #[inline(never)]
    fn restore_from(&mut self, id: RequestId, text: String) -> Vec<Event> {
        match codec::Restoring::of(text) {
            Ok(restoring) => {
                self.restoring = Some(restoring);
                self.restore(id).into_iter().collect()
            }
            Err(why) => vec![Event::NotRestored { id, why: why.to_string() }],
        }
    }

    /// Some more of the backup that is being read.
    fn restore(&mut self, id: RequestId) -> Option<Event> {
        let restoring = self.restoring.as_mut()?;
        let (found, problems) = restoring.step(RESTORED);
        let records = found.iter().map(|(id, record)| (*id, codec::encode(record))).collect();
        let (done, total) = restoring.progress();
        if done == total {
            self.restoring = None;
        }
        Some(Event::Restoring { id, records, problems, done: done as u32, total: total as u32 })
    }

    fn put_favourite(&mut self, favourite: Favourite) {
        let known = self.favourites.iter_mut().find(|known| known.id() == favourite.id());
        // The index is over copies of papers alone: a note or a tag is not in it.
        let same = |known: &Favourite| known.paper == favourite.paper && known.is_starred() == favourite.is_starred();
        if self.library.find(favourite.id()).is_none() && !known.as_deref().is_some_and(same) {
            self.extras = None;
        }
        match known {
            Some(known) => *known = favourite,
            None => self.favourites.push(favourite),
        }
    }
}

/// A favourite as it is stored. What cannot be read was said to be so when the page read it.
fn read_favourite((id, text): &(PaperId, String)) -> Option<Favourite> {
    codec::decode(text).ok()?.favourite(*id)
}
