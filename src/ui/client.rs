//! The page's side of the wire: holds the dumps' Blobs, sends requests, and puts events into the page's state.
//!
//! Dumps are opened one after another, so that a crash has one dump to blame ([`opening`]), and kept on the device once they
//! are read ([`keeping`]). One query is under way at a time; while it is, only the newest further one is kept.

mod keeping;
mod open;
mod opening;

use crate::dump::Settings;
use crate::engine::protocol::{DumpId, Event, Request, RequestId, Results, from_bytes, to_bytes};
use crate::export::Format;
use crate::export::link::Include;
use crate::paper::PaperId;
use crate::search::query::Query;
use crate::ui::audit::Audit;
use crate::ui::audit::history::History;
use crate::ui::clipboard::{self, Waiting};
use crate::ui::crash::Crashes;
use crate::ui::dom::effect;
use crate::ui::download;
use crate::ui::found::{after_paint, at_once};
use crate::ui::keep::{Keep, Record};
use crate::ui::later::LACKS;
use crate::ui::messages::Messages;
use crate::ui::stars::Stars;
use crate::ui::state::{DumpState, Dumps, Found, Progress, SCREEN, View};
use crate::ui::toast::Toast;
use crate::ui::triage::Triage;
use crate::ui::{storage, words};
use gloo_events::EventListener;
use leptos::prelude::*;
use opening::{Batch, Came};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    // Made by boot.js.
    #[wasm_bindgen(catch, js_name = paperdeckWorker)]
    fn new_worker() -> Result<Worker, JsValue>;
}

/// What boot.js says in a worker when the second part of the wasm cannot be had.
const NO_PART: &str = "a part of Paperdeck could not be fetched";

/// Where a dump comes from; kept, to read it again after a crash.
#[derive(Clone)]
enum Origin {
    Blob(Blob),
    Sample,
}

struct Held {
    origin: Origin,
    /// What is kept of it, or will be. Without a fingerprint until it is read.
    record: Record,
    /// Whether it is kept on the device.
    kept: bool,
    /// Whether it is not read, unless the user asks for it.
    left: bool,
    /// Crashes in a row while this dump was read.
    crashes: u8,
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

/// What an export is for.
enum Purpose {
    File,
    /// The clipboard waits for it, and somebody for the number of papers.
    Copy(Waiting, Rc<Cell<u32>>),
    Link,
}

#[derive(Default)]
struct Wire {
    running: Option<Running>,
    /// Goes up with every start; what an earlier worker still says is dropped.
    generation: u32,
    dumps: open::Open,
    waiting: VecDeque<DumpId>,
    reading: Option<DumpId>,
    last_dump: DumpId,
    /// The place of the last dump among all that are kept.
    last_place: f64,
    /// Dumps that were opened together.
    batch: Batch,
    /// The dump that was removed last.
    removed: Option<(DumpId, Held)>,
    /// Goes up with every change of what is open or kept.
    changes: u32,
    /// Whether the engine knows that more dumps follow.
    following: bool,
    /// When the list was last asked for anew because a dump was read.
    refreshed: f64,
    /// Whether what is kept is being looked at, and whether to look again then.
    looking: bool,
    look_again: bool,
    last_request: RequestId,
    /// The query under way.
    asked: Option<RequestId>,
    /// When it was asked, and how long the last one took, in milliseconds.
    asked_at: f64,
    took: f64,
    /// Whether the view changed while a query was under way.
    stale: bool,
    /// The query whose cards are shown.
    shown: RequestId,
    /// Whether more of its cards are under way.
    more: bool,
    crashes: Crashes,
    /// Who waits for answers, each with what wakes it.
    awaited: Vec<(RequestId, Option<js_sys::Function>, Option<Event>)>,
    /// What exports under way are for.
    purposes: Vec<(RequestId, Purpose)>,
    /// What the user said of dumps before, and took back.
    said: Vec<(DumpId, History)>,
}

/// The engine as the page sees it.
#[derive(Clone, Copy)]
pub struct Client {
    wire: StoredValue<Wire, LocalStorage>,
    keep: StoredValue<Option<Keep>, LocalStorage>,
    view: View,
    found: Found,
    dumps: Dumps,
    messages: Messages,
    toast: Toast,
    stars: Stars,
    audit: Audit,
    triage: Triage,
}

impl Client {
    /// What is asked of the library now.
    pub fn query(self) -> Query {
        self.view.0.get_untracked()
    }

    /// The favourites.
    pub fn stars(self) -> Stars {
        self.stars
    }

    /// Starts the worker and asks for what the view shows.
    pub fn start(
        view: View,
        found: Found,
        dumps: Dumps,
        messages: Messages,
        toast: Toast,
        stars: Stars,
        (audit, triage): (Audit, Triage),
    ) -> Self {
        let client = Self {
            wire: StoredValue::new_local(Wire::default()),
            keep: StoredValue::new_local(None),
            view,
            found,
            dumps,
            messages,
            toast,
            stars,
            audit,
            triage,
        };
        client.launch();
        effect(move |first| {
            view.0.track();
            if !first {
                client.ask_anew();
            }
        });
        client
    }

    /// Changes what the user says of a dump.
    pub fn set(self, dump: DumpId, change: impl FnOnce(&mut Settings)) {
        let Some(before) = self.settings(dump) else { return };
        let mut now = before.clone();
        change(&mut now);
        if now != before {
            self.history(dump, |history| history.note(before));
            self.say(dump, now);
        }
    }

    /// Takes the last of these changes back, or makes it again.
    pub fn step(self, dump: DumpId, back: bool) {
        let Some(now) = self.settings(dump) else { return };
        if let Some(settings) = self.history(dump, |history| history.step(back, now)) {
            self.say(dump, settings);
        }
    }

    /// Whether there is a step back, and one forth.
    pub fn steps(self, dump: DumpId) -> (bool, bool) {
        self.history(dump, |history| history.steps())
    }

    fn settings(self, dump: DumpId) -> Option<Settings> {
        self.with(|wire| Some(wire.dumps.get(&dump)?.record.settings.clone()))
    }

    fn history<T: Default>(self, dump: DumpId, change: impl FnOnce(&mut History) -> T) -> T {
        self.with(|wire| {
            if !wire.said.iter().any(|(of, _)| *of == dump) {
                wire.said.push((dump, History::default()));
            }
            wire.said.iter_mut().find(|(of, _)| *of == dump).map(|(_, history)| change(history)).unwrap_or_default()
        })
    }

    fn say(self, dump: DumpId, settings: Settings) {
        self.change(dump, |record| record.settings = settings);
        self.send_settings(dump);
        self.refresh();
    }

    fn send_settings(self, dump: DumpId) {
        if let Some(settings) = self.with(|wire| Some(wire.dumps.get(&dump)?.record.settings.clone())) {
            self.send(&Request::Settings { dump, settings });
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
            self.found.busy.set_if_new(true);
            self.send(&Request::More { id, from, count: SCREEN });
        }
    }

    /// Asks for the cards that the answer shown left out, unless another is on its way.
    fn rest(self, id: RequestId, from: u32) {
        let wanted = self.with(|wire| {
            let wanted = wire.shown == id && wire.asked.is_none();
            wire.more |= wanted;
            wanted
        });
        if wanted {
            self.send(&Request::More { id, from, count: SCREEN - from.min(SCREEN) });
        }
    }

    /// Asks for a file of what is listed.
    pub fn export(self, format: Format) {
        self.ask_for(format, Vec::new(), Purpose::File);
    }

    /// Asks for a file of these papers.
    pub fn export_papers(self, format: Format, papers: Vec<PaperId>) {
        self.ask_for(format, papers, Purpose::File);
    }

    /// Puts into the clipboard what would be in a file of what is listed.
    pub fn copy(self, format: Format) {
        let papers = Rc::new(Cell::new(0));
        let count = papers.clone();
        let waiting = clipboard::copy(move |ok| {
            if ok {
                self.toast.show(format!("{} copied as {}.", words::papers(papers.get()), format.label()), None);
            } else {
                self.messages.say(clipboard::REFUSED);
            }
        });
        if let Some(waiting) = waiting {
            self.ask_for(format, Vec::new(), Purpose::Copy(waiting, count));
        }
    }

    /// Asks for a link to what is listed; `found` has it then.
    pub fn link(self, include: Include) {
        self.found.link.set(None);
        self.with(|wire| wire.purposes.retain(|(_, purpose)| !matches!(purpose, Purpose::Link)));
        self.ask_for(Format::Link(include), Vec::new(), Purpose::Link);
    }

    fn ask_for(self, format: Format, only: Vec<PaperId>, purpose: Purpose) {
        let id = self.next_request();
        self.with(|wire| wire.purposes.push((id, purpose)));
        if self.dumps.1.with_untracked(|tally| tally.partly) {
            self.toast.show("The file comes when the dump is read to its end.", None);
        }
        self.send(&Request::Export { id, query: self.view.0.get_untracked(), only, format });
    }

    /// How often the reader was started.
    pub fn starts(self) -> u32 {
        self.with(|wire| wire.generation)
    }

    /// Waits for the answer to a request of this number, with values beside it that only the browser can hand over. Nothing
    /// comes where the reader stopped.
    pub async fn answer(self, id: RequestId, request: &Request, with: &[(&str, JsValue)]) -> Option<Event> {
        if self.with(|wire| wire.running.is_none()) {
            return None;
        }
        let came =
            js_sys::Promise::new(&mut |resolve, _| self.with(|wire| wire.awaited.push((id, Some(resolve), None))));
        self.post(request, with);
        // It is never refused.
        let _ = JsFuture::from(came).await;
        self.with(|wire| {
            let at = wire.awaited.iter().position(|(of, ..)| *of == id)?;
            wire.awaited.swap_remove(at).2
        })
    }

    /// Hands an answer, or that there is none, to who waits for it; gives it back where nobody does.
    fn hand_over(self, id: RequestId, answer: Option<Event>) -> Option<Event> {
        let wake =
            self.with(|wire| wire.awaited.iter_mut().find(|(of, ..)| *of == id).and_then(|(_, wake, _)| wake.take()));
        let Some(wake) = wake else { return answer };
        self.with(|wire| {
            if let Some((.., place)) = wire.awaited.iter_mut().find(|(of, ..)| *of == id) {
                *place = answer;
            }
        });
        // A promise takes anything.
        let _ = wake.call0(&JsValue::NULL);
        None
    }

    /// Asks again for the list as long as it is now: the library or the favourites changed.
    pub fn refresh(self) {
        let shown = self.found.rows.with_untracked(Vec::len) as u32;
        self.ask(shown.max(SCREEN));
    }

    /// Asks for the cards in sight, and when they are painted for the others of the first: the view changed.
    fn ask_anew(self) {
        self.ask(at_once() as u32);
    }

    fn ask(self, count: u32) {
        let id = self.with(|wire| {
            wire.stale = wire.asked.is_some();
            if wire.stale {
                return None;
            }
            wire.last_request += 1;
            wire.asked = Some(wire.last_request);
            wire.asked_at = js_sys::Date::now();
            wire.asked
        });
        if let Some(id) = id {
            self.send(&Request::Query { id, query: self.view.0.get_untracked(), count });
        }
    }

    pub(crate) fn next_request(self) -> RequestId {
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
            wire.following = false;
            wire.asked = None;
            wire.stale = false;
            wire.more = false;
            wire.generation
        });
        // What was asked of the one before gets no answer.
        for id in self.with(|wire| wire.awaited.iter().map(|(id, ..)| *id).collect::<Vec<_>>()) {
            self.hand_over(id, None);
        }
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
        let failed = EventListener::new(&worker, "error", move |event| {
            if self.with(|wire| wire.generation == generation) {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                self.crashed(message.is_some_and(|message| message.contains(NO_PART)));
            }
        });
        self.with(|wire| wire.running = Some(Running { worker, _listeners: [heard, failed] }));
        // In a task of its own: ten thousand texts take a while to be handed over.
        set_timeout(move || self.tell_all(generation), Duration::ZERO);
    }

    /// Tells the engine all that is kept, and asks for what the view shows.
    fn tell_all(self, generation: u32) {
        if self.with(|wire| wire.generation != generation) {
            return;
        }
        if let Some((texts, lengths)) = storage::texts() {
            let texts = [("texts", texts.into()), ("lengths", lengths.into())];
            self.post(&Request::Favourites(Vec::new()), &texts);
        }
        let unsaved = self.stars.unsaved_texts();
        if !unsaved.is_empty() {
            self.send(&Request::Changed(unsaved));
        }
        self.ask(self.found.rows.with_untracked(Vec::len).max(SCREEN as usize) as u32);
        self.triage.lost(self);
    }

    /// The reader stopped; `lacks` tells whether for want of its second part.
    fn crashed(self, lacks: bool) {
        let reading = self.with(|wire| wire.reading);
        if let Some(dump) = reading.filter(|_| lacks) {
            self.leave(dump, LACKS);
        }
        let blamed = self.with(|wire| wire.reading.take());
        let give_up = self.with(|wire| wire.crashes.again(js_sys::Date::now(), reading.is_some()));
        let left_out = blamed.is_some_and(|dump| self.blame(dump));
        if give_up {
            self.with(|wire| wire.running = None);
            return self
                .messages
                .say("The reader keeps stopping. Reload the page to start over; favourites are not touched.");
        }
        if lacks {
            self.messages.say(LACKS);
        } else if !left_out {
            self.messages.say(
                "The reader stopped and was started again; the dumps are read once more. Favourites are not touched.",
            );
        }
        self.launch();
        self.open_all_again();
    }

    pub(crate) fn send(self, request: &Request) {
        self.post(request, &[]);
    }

    /// Sends a request with values that only the browser can hand over.
    fn post(self, request: &Request, with: &[(&str, JsValue)]) {
        let Ok(bytes) = to_bytes(request) else { return };
        let message = js_sys::Object::new();
        let set = |name: &str, value: &JsValue| js_sys::Reflect::set(&message, &JsValue::from_str(name), value);
        let mut ready = set("message", &js_sys::Uint8Array::from(bytes.as_slice()));
        for (name, value) in with {
            ready = ready.and(set(name, value));
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
            // One that is read already is read again, or was cancelled meanwhile.
            Event::Progress { dump, stage, done, total, .. } if !self.is_reading(dump) => {
                self.audit.progress(dump, stage, done, total);
            }
            Event::Partly { dump, .. } if !self.is_reading(dump) => {}
            Event::Progress { dump, stage, done, total, papers } => {
                self.dumps.progress(dump, Progress { stage, done, total, papers, shown: 0 });
            }
            Event::Partly { dump, papers } => {
                self.dumps.partly(dump, papers);
                self.refresh();
            }
            Event::Read(report) => {
                let dump = report.dump;
                let incomplete = report.incomplete.as_ref().map(|why| format!("{}: {why}.", report.name));
                let said = format!("{}: {}", report.name, words::report(&report));
                let came = Came { papers: report.papers, incomplete, said, aloud: false };
                // Reports of a dump that was taken out meanwhile, or comes a second time, are not passed on.
                if self.is_read(dump, &report.fingerprint, came) {
                    self.dumps.set(dump, DumpState::Read(Box::new(report)));
                    self.audit.read(dump, self, self.toast, Arc::new(move || self.step(dump, true)));
                }
                if self.is_time_to_refresh() {
                    self.refresh();
                }
                self.open_next();
            }
            Event::References(report) => {
                let dump = report.dump;
                let said = format!("{}: {}.", report.name, words::references(&report));
                if self.is_read(dump, &report.fingerprint, Came { said, aloud: true, ..Came::default() }) {
                    self.dumps.set(dump, DumpState::References(Box::new(report)));
                }
                self.open_next();
                // What is marked is shown.
                if self.with(|wire| wire.asked.is_none()) {
                    self.refresh();
                }
            }
            Event::Refused { dump, why, .. } => {
                self.refused(dump, &why);
                self.refresh();
                self.open_next();
            }
            Event::Unusable(ids) => self.stars.check(&ids, self),
            Event::Unchanged { dump, why } => self.unchanged(dump, &why),
            // The page took it out before it told the engine to.
            Event::Gone { .. } => self.refresh(),
            answer @ (Event::Lines { .. } | Event::Overview(_) | Event::Sought { .. }) => {
                self.audit.answered(answer, self)
            }
            Event::Results(results) => self.answered(results),
            Event::More { id, from, cards } => {
                let current = self.with(|wire| {
                    wire.more = false;
                    // What was missing while the next answer is waited for would only delay that.
                    wire.shown == id && (wire.asked.is_none() || self.found.is_complete())
                });
                if current {
                    self.found.take(from, cards);
                }
            }
            Event::Restoring { id, .. } | Event::NotRestored { id, .. } | Event::Copies { id, .. } => {
                self.hand_over(id, Some(event));
            }
            Event::Deck { id, .. } => {
                if let Some(Event::Deck { id, papers }) = self.hand_over(id, Some(event)) {
                    self.triage.dealt(id, papers, self);
                }
            }
            Event::Cards { id, cards } => self.triage.came(id, cards, self),
            Event::Exported { id, name, mime, text, papers } => {
                let purpose = self.with(|wire| {
                    let at = wire.purposes.iter().position(|(asked, _)| *asked == id)?;
                    Some(wire.purposes.swap_remove(at).1)
                });
                match purpose {
                    Some(Purpose::File) => {
                        download::save(&name, &mime, &text);
                        self.toast.show(format!("{name}: {}", words::papers(papers)), None);
                    }
                    Some(Purpose::Copy(waiting, count)) => {
                        count.set(papers);
                        waiting.give(&text);
                    }
                    Some(Purpose::Link) => self.found.link.set(Some((text, papers))),
                    None => {}
                }
            }
        }
    }

    fn is_reading(self, dump: DumpId) -> bool {
        self.with(|wire| wire.reading == Some(dump))
    }

    fn answered(self, results: Results) {
        let (current, stale) = self.with(|wire| {
            if wire.asked != Some(results.id) {
                return (false, false);
            }
            wire.asked = None;
            wire.took = js_sys::Date::now() - wire.asked_at;
            wire.more = false;
            wire.shown = results.id;
            (true, std::mem::take(&mut wire.stale))
        });
        let (id, from) = (results.id, results.cards.len() as u32);
        if current && self.found.show(results) {
            after_paint(move || self.rest(id, from));
        }
        if stale {
            self.refresh();
        }
        self.triage.retry(self);
    }
}
