//! The page's side of the wire: holds the dumps' Blobs, sends requests, and puts events into the page's state.
//!
//! Dumps are opened one after another, so that a crash has one dump to blame. One query is under way at a time; while it
//! is, only the newest further one is kept.

use crate::dump::Settings;
use crate::engine::protocol::{DumpId, Event, Request, RequestId, Results, from_bytes, to_bytes};
use crate::export::Format;
use crate::ui::bulk::{self, Bulk};
use crate::ui::crash::Crashes;
use crate::ui::dom::effect;
use crate::ui::download;
use crate::ui::messages::Messages;
use crate::ui::stars::Stars;
use crate::ui::state::{DumpState, Dumps, Found, Progress, SCREEN, View};
use crate::ui::toast::Toast;
use crate::ui::words;
use gloo_events::EventListener;
use leptos::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    // Made by boot.js.
    #[wasm_bindgen(catch, js_name = paperdeckWorker)]
    fn new_worker() -> Result<Worker, JsValue>;
}

/// Where a dump comes from; kept, to read it again after a crash.
#[derive(Clone)]
enum Origin {
    Blob(Blob),
    Sample,
}

struct Held {
    name: String,
    origin: Origin,
    /// Crashes in a row while this dump was read.
    crashes: u8,
    /// How much of it is read, after a crash that came late.
    limit: Option<u64>,
    /// What the user said of it.
    settings: Settings,
}

/// A worker that is dropped ends.
struct Running {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

#[derive(Default)]
struct Wire {
    running: Option<Running>,
    /// Goes up with every start; what an earlier worker still says is dropped.
    generation: u32,
    dumps: BTreeMap<DumpId, Held>,
    waiting: VecDeque<DumpId>,
    reading: Option<DumpId>,
    last_dump: DumpId,
    last_request: RequestId,
    /// The query under way.
    asked: Option<RequestId>,
    /// Whether the view changed while a query was under way.
    stale: bool,
    /// The query whose cards are shown.
    shown: RequestId,
    /// Whether more of its cards are under way.
    more: bool,
    crashes: Crashes,
    /// What is to be done to the papers that were asked for.
    bulk: Option<(RequestId, Bulk)>,
}

/// The engine as the page sees it.
#[derive(Clone, Copy)]
pub struct Client {
    wire: StoredValue<Wire, LocalStorage>,
    view: View,
    found: Found,
    dumps: Dumps,
    messages: Messages,
    toast: Toast,
    stars: Stars,
}

impl Client {
    /// Starts the worker and asks for what the view shows.
    pub fn start(view: View, found: Found, dumps: Dumps, messages: Messages, toast: Toast, stars: Stars) -> Self {
        let client = Self { wire: StoredValue::new_local(Wire::default()), view, found, dumps, messages, toast, stars };
        client.launch();
        effect(move |first| {
            view.0.track();
            if !first {
                client.ask_anew();
            }
        });
        client
    }

    /// Opens a dump.
    pub fn open(self, name: String, blob: Blob) {
        self.add(name, Origin::Blob(blob));
    }

    /// Opens the sample.
    pub fn open_sample(self) {
        self.add("Sample".to_owned(), Origin::Sample);
    }

    fn add(self, name: String, origin: Origin) {
        let id = self.with(|wire| {
            wire.last_dump += 1;
            let id = wire.last_dump;
            wire.dumps.insert(
                id,
                Held { name: name.clone(), origin, crashes: 0, limit: None, settings: Settings::default() },
            );
            wire.waiting.push_back(id);
            id
        });
        self.dumps.add(id, name);
        self.open_next();
    }

    /// Stops reading a dump.
    pub fn cancel(self, dump: DumpId) {
        let waiting = self.with(|wire| {
            let before = wire.waiting.len();
            wire.waiting.retain(|other| *other != dump);
            wire.waiting.len() < before
        });
        if waiting {
            self.gone(dump);
        } else {
            self.send(&Request::Cancel { dump });
        }
    }

    /// Takes a dump out of the library.
    pub fn remove(self, dump: DumpId) {
        self.send(&Request::Remove { dump });
    }

    /// Changes what the user says of a dump.
    pub fn set(self, dump: DumpId, change: impl FnOnce(&mut Settings)) {
        let settings = self.with(|wire| {
            let held = wire.dumps.get_mut(&dump)?;
            change(&mut held.settings);
            Some(held.settings.clone())
        });
        if let Some(settings) = settings {
            self.send(&Request::Settings { dump, settings });
            self.refresh();
        }
    }

    /// Asks for more cards of the list shown.
    pub fn more(self) {
        let from = self.found.rows.with_untracked(Vec::len) as u32;
        let id = self.with(|wire| {
            let free = wire.asked.is_none() && !wire.more && self.found.is_complete();
            wire.more |= free;
            free.then_some(wire.shown)
        });
        if let Some(id) = id {
            self.send(&Request::More { id, from, count: SCREEN });
        }
    }

    /// Asks for a file of what is listed.
    pub fn export(self, format: Format) {
        let id = self.next_request();
        if self.dumps.any_partly() {
            self.toast.show("The file comes when the dump is read to its end.", None);
        }
        self.send(&Request::Export { id, query: self.view.0.get_untracked(), format });
    }

    /// Asks for all papers that are listed, to do something to them.
    pub fn collect(self, bulk: Bulk) {
        let id = self.next_request();
        self.with(|wire| wire.bulk = Some((id, bulk)));
        self.send(&Request::Collect { id, query: self.view.0.get_untracked(), most: bulk::MOST });
    }

    /// Tells the engine of a changed favourite, and asks for new counts.
    pub fn tell(self, request: &Request) {
        self.send(request);
        self.refresh();
    }

    /// Asks again for the list as long as it is now: the library or the favourites changed.
    pub fn refresh(self) {
        let shown = self.found.rows.with_untracked(Vec::len) as u32;
        self.ask(shown.max(SCREEN));
    }

    /// Asks for the first cards: the view changed.
    fn ask_anew(self) {
        self.ask(SCREEN);
    }

    fn ask(self, count: u32) {
        let id = self.with(|wire| {
            wire.stale = wire.asked.is_some();
            if wire.stale {
                return None;
            }
            wire.last_request += 1;
            wire.asked = Some(wire.last_request);
            wire.asked
        });
        if let Some(id) = id {
            self.send(&Request::Query { id, query: self.view.0.get_untracked(), count });
        }
    }

    fn next_request(self) -> RequestId {
        self.with(|wire| {
            wire.last_request += 1;
            wire.last_request
        })
    }

    fn with<T: Default>(self, change: impl FnOnce(&mut Wire) -> T) -> T {
        self.wire.try_update_value(change).unwrap_or_default()
    }

    fn launch(self) {
        let generation = self.with(|wire| {
            wire.running = None;
            wire.generation += 1;
            wire.reading = None;
            wire.asked = None;
            wire.stale = false;
            wire.more = false;
            wire.generation
        });
        let worker = match new_worker() {
            Ok(worker) => worker,
            Err(_) => {
                return self.messages.say("This browser refused to start Paperdeck's reader, so no dump can be read.");
            }
        };
        let heard = EventListener::new(&worker, "message", move |event| {
            if self.with(|wire| wire.generation == generation)
                && let Some(event) = event.dyn_ref::<MessageEvent>()
            {
                self.hear(&event.data());
            }
        });
        let failed = EventListener::new(&worker, "error", move |_| {
            if self.with(|wire| wire.generation == generation) {
                self.crashed();
            }
        });
        self.with(|wire| wire.running = Some(Running { worker, _listeners: [heard, failed] }));
        self.send(&Request::Favourites(self.stars.texts()));
        self.ask(self.found.rows.with_untracked(Vec::len).max(SCREEN as usize) as u32);
    }

    fn crashed(self) {
        let (give_up, left_out) = self.with(|wire| {
            let blamed = wire.reading.take();
            let give_up = wire.crashes.again(js_sys::Date::now(), blamed.is_some());
            let mut left_out = None;
            if let Some(dump) = blamed
                && let Some(held) = wire.dumps.get_mut(&dump)
            {
                held.crashes += 1;
                // A long dump may be too much for this browser: then a good part of what was read fits.
                held.limit = self.dumps.reached(dump).map(|bytes| bytes / 3 * 2);
                if held.crashes > if held.limit.is_some() { 3 } else { 1 } {
                    left_out = Some((dump, held.name.clone()));
                }
            }
            if let Some((dump, _)) = &left_out {
                wire.dumps.remove(dump);
            }
            wire.waiting = wire.dumps.keys().copied().collect();
            (give_up, left_out)
        });
        if let Some((dump, name)) = left_out {
            self.dumps.remove(dump);
            self.messages.say(format!(
                "{name}: expected a dump that can be read, found one that stopped the reader again and again; it was left out."
            ));
        } else if !give_up {
            self.messages.say(
                "The reader stopped and was started again; the dumps are read once more. Favourites are not touched.",
            );
        }
        if give_up {
            self.with(|wire| wire.running = None);
            return self
                .messages
                .say("The reader keeps stopping. Reload the page to start over; favourites are not touched.");
        }
        self.dumps.0.with_untracked(|rows| {
            for row in rows {
                row.state.set(DumpState::Waiting);
            }
        });
        self.launch();
        self.open_next();
    }

    fn open_next(self) {
        let next = self.with(|wire| {
            if wire.reading.is_some() {
                return None;
            }
            wire.reading = wire.waiting.pop_front();
            let dump = wire.reading?;
            let held = wire.dumps.get(&dump)?;
            Some((dump, held.name.clone(), held.origin.clone(), held.limit, held.settings.clone()))
        });
        if let Some((dump, .., settings)) = &next
            && *settings != Settings::default()
        {
            self.send(&Request::Settings { dump: *dump, settings: settings.clone() });
        }
        match next {
            Some((dump, name, Origin::Blob(blob), limit, _)) => {
                let open = Request::Open { dump, name, size: Some(blob.size() as u64) };
                self.post(&open, Some(&blob));
                if let Some(bytes) = limit {
                    self.send(&Request::Limit { dump, bytes });
                }
            }
            Some((dump, _, Origin::Sample, ..)) => self.send(&Request::Sample { dump }),
            None => {}
        }
    }

    fn send(self, request: &Request) {
        self.post(request, None);
    }

    fn post(self, request: &Request, blob: Option<&Blob>) {
        let Ok(bytes) = to_bytes(request) else { return };
        let message = js_sys::Object::new();
        let set = |name: &str, value: &JsValue| js_sys::Reflect::set(&message, &JsValue::from_str(name), value);
        let mut ready = set("message", &js_sys::Uint8Array::from(bytes.as_slice()));
        if let Some(blob) = blob {
            ready = ready.and(set("blob", blob));
        }
        let sent = self.with(|wire| {
            wire.running
                .as_ref()
                .map(|running| ready.and_then(|_| running.worker.post_message(&message).map(|()| true)))
        });
        if let Some(Err(_)) = sent {
            self.messages.say("The browser refused to pass this on to Paperdeck's reader.");
        }
    }

    fn hear(self, data: &JsValue) {
        let Some(bytes) = data.dyn_ref::<js_sys::Uint8Array>() else { return };
        if let Ok(event) = from_bytes::<Event>(&bytes.to_vec()) {
            self.take(event);
        }
    }

    fn take(self, event: Event) {
        match event {
            Event::Ready => {}
            Event::Progress { dump, stage, done, total, papers } => {
                self.dumps.progress(dump, Progress { stage, done, total, papers, shown: 0 });
            }
            Event::Partly { dump, papers } => {
                self.dumps.partly(dump, papers);
                self.refresh();
            }
            Event::Read(report) => {
                let dump = report.dump;
                let first = self.with(|wire| {
                    let first = wire.reading == Some(dump);
                    if first {
                        wire.reading = None;
                    }
                    if let Some(held) = wire.dumps.get_mut(&dump) {
                        held.crashes = 0;
                    }
                    first
                });
                if let Some(why) = report.incomplete.as_deref().filter(|_| first) {
                    self.messages.say(format!("{}: {why}.", report.name));
                }
                if first {
                    self.toast.announce(format!("{}: {}", report.name, words::report(&report)));
                }
                self.dumps.set(dump, DumpState::Read(Box::new(report)));
                self.refresh();
                self.open_next();
            }
            Event::Refused { dump, name, why } => {
                self.messages.say(format!("{name}: {}.", why.trim_end_matches('.')));
                self.gone(dump);
                self.refresh();
            }
            Event::Unchanged { dump, why } => {
                self.dumps.0.with_untracked(|rows| {
                    let row = rows.iter().find(|row| row.id == dump);
                    if let Some(row) = row
                        && let DumpState::Read(report) = row.state.get_untracked()
                    {
                        self.with(|wire| {
                            if let Some(held) = wire.dumps.get_mut(&dump) {
                                held.settings = report.settings.clone();
                            }
                        });
                        self.messages.say(format!("{}: {}.", report.name, why.trim_end_matches('.')));
                    }
                });
            }
            Event::Gone { dump } => {
                self.gone(dump);
                self.refresh();
            }
            Event::Lines { .. } | Event::Overview(_) | Event::Sought { .. } => {}
            Event::Results(results) => self.answered(results),
            Event::More { id, from, cards } => {
                let current = self.with(|wire| {
                    wire.more = false;
                    wire.shown == id
                });
                if current {
                    self.found.append(from, cards);
                }
            }
            Event::Collected { id, papers, more } => {
                let bulk = self.with(|wire| wire.bulk.take_if(|(asked, _)| *asked == id));
                if let Some((_, bulk)) = bulk {
                    bulk::mark_all(self.stars, &bulk, papers, self, self.toast);
                }
                if more {
                    let most = words::number(bulk::MOST);
                    self.messages
                        .say(format!("Only the first {most} papers were marked: more are not marked at once."));
                }
            }
            Event::Exported { name, mime, text, papers, .. } => {
                download::save(&name, &mime, &text);
                self.toast.show(format!("{name}: {}", words::count(papers, "paper", "papers")), None);
            }
        }
    }

    fn answered(self, results: Results) {
        let (current, stale) = self.with(|wire| {
            if wire.asked != Some(results.id) {
                return (false, false);
            }
            wire.asked = None;
            wire.more = false;
            wire.shown = results.id;
            (true, std::mem::take(&mut wire.stale))
        });
        if current {
            self.found.show(results);
        }
        if stale {
            self.refresh();
        }
    }

    fn gone(self, dump: DumpId) {
        self.with(|wire| {
            wire.dumps.remove(&dump);
            if wire.reading == Some(dump) {
                wire.reading = None;
            }
        });
        self.dumps.remove(dump);
        self.open_next();
    }
}
