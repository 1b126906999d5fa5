//! What the audit knows, and what it asks of the engine.

use crate::dump::Role;
use crate::engine::protocol::{DumpId, Event, Line, LinePaper, Overview, Request, RequestId, Seek, Stage};
use crate::paper::PaperId;
use crate::ui::client::Client;
use crate::ui::toast::{Toast, Undo};
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Lines asked for above and below those in sight.
const AROUND: u32 = 60;

/// What the audit shows.
#[derive(Clone, Copy)]
pub struct Audit {
    shown: &'static Shown,
    own: StoredValue<Own, LocalStorage>,
}

/// What is watched.
struct Shown {
    dump: Watched<Option<DumpId>>,
    overview: Watched<Overview>,
    window: Watched<Window>,
    place: Watched<Place>,
    /// Where the text is to be scrolled to, in pixels.
    wanted: Watched<u32>,
    /// The line where selecting began, and the one where it ends.
    selected: Watched<[u32; 2]>,
    /// Whether the next line that is pressed is where selecting ends.
    extend: Watched<bool>,
    /// How much of the text was read again, of 1000.
    again: Watched<Option<u64>>,
    /// What went wrong, or what was not found.
    said: Watched<String>,
}

/// What nobody watches.
#[derive(Default)]
struct Own {
    /// The lines under way.
    asked: Option<RequestId>,
    /// Whether the lines that are here are out of date.
    stale: bool,
    sought: RequestId,
    /// Whether the lines selected are to be shown as soon as it is known how many there are.
    opening: bool,
    /// What is said when the dump was read again.
    done: Option<String>,
    /// What had the focus before.
    focus: Option<HtmlElement>,
    /// The card to show as soon as it is in the list.
    card: Option<PaperId>,
}

/// Lines that are here.
#[derive(Clone, Default)]
pub struct Window {
    /// The number of the first.
    pub from: u32,
    /// They.
    pub lines: Vec<Line>,
    /// Their papers.
    pub papers: Vec<LinePaper>,
}

/// What part of the text is in sight.
#[derive(Clone, Copy, PartialEq)]
pub struct Place {
    /// How far the text is scrolled, in pixels.
    pub top: f64,
    /// How high it is in sight.
    pub height: f64,
    /// How high a line is.
    pub row: f64,
}

/// A text is laid out at most so high, in pixels: browsers end somewhere above. A longer one is scrolled faster.
const MOST_HEIGHT: f64 = 8_000_000.0;

impl Place {
    /// How high so many lines are laid out, and how many pixels of them one pixel is.
    pub fn layout(self, lines: u32) -> (f64, f64) {
        let all = f64::from(lines) * self.row;
        if all <= MOST_HEIGHT {
            return (all, 1.0);
        }
        (MOST_HEIGHT, (all - self.height) / (MOST_HEIGHT - self.height))
    }

    /// Where a line of so many begins, from the top of what is laid out.
    pub fn offset(self, line: u32, lines: u32) -> f64 {
        let (_, scale) = self.layout(lines);
        self.top + f64::from(line.saturating_sub(1)) * self.row - self.top * scale
    }

    /// The first line in sight, and how many are.
    pub fn lines(self, lines: u32) -> (u32, u32) {
        let (_, scale) = self.layout(lines);
        ((self.top * scale / self.row) as u32 + 1, (self.height / self.row) as u32 + 2)
    }

    /// How far to scroll so that a line stands in sight: as little as it takes, or with room above it.
    fn showing(self, line: u32, lines: u32, jump: bool) -> f64 {
        let (_, scale) = self.layout(lines);
        let (at, now) = (f64::from(line.saturating_sub(1)) * self.row, self.top * scale);
        let in_sight = at >= now && at + self.row <= now + self.height;
        let to = match () {
            () if in_sight => return self.top,
            () if jump => at - self.height / 3.0,
            () if at < now => at,
            () => at + self.row - self.height,
        };
        to.max(0.0) / scale
    }
}

impl Default for Audit {
    fn default() -> Self {
        let shown = Shown {
            dump: Watched::new(None),
            overview: Watched::new(Overview::default()),
            window: Watched::new(Window::default()),
            place: Watched::new(Place { top: 0.0, height: 600.0, row: 24.0 }),
            wanted: Watched::new(0),
            selected: Watched::new([1, 1]),
            extend: Watched::new(false),
            again: Watched::new(None),
            said: Watched::new(String::new()),
        };
        Self { shown: Box::leak(Box::new(shown)), own: StoredValue::new_local(Own::default()) }
    }
}

impl Audit {
    fn with<T: Default>(self, change: impl FnOnce(&mut Own) -> T) -> T {
        self.own.try_update_value(change).unwrap_or_default()
    }

    /// The dump that is shown.
    pub fn dump(self) -> Option<DumpId> {
        self.shown.dump.get_untracked()
    }

    /// The same, watched.
    pub fn dump_watched(self) -> Option<DumpId> {
        self.shown.dump.get()
    }

    /// The lines that are here, watched.
    pub fn window<T>(self, look: impl FnOnce(&Window) -> T) -> T {
        self.shown.window.with(look)
    }

    /// How many lines the dump has, watched.
    pub fn total(self) -> u32 {
        self.shown.overview.with(|overview| overview.lines)
    }

    /// How many lines have a role, watched.
    pub fn count(self, role: Role) -> u32 {
        self.shown.overview.with(|overview| overview.roles.get(role as usize).copied().unwrap_or(0))
    }

    /// Where lines are that were not understood, watched.
    pub fn not_understood(self) -> Vec<u16> {
        self.shown.overview.with(|overview| overview.not_understood.clone())
    }

    /// What part of the text is in sight, watched.
    pub fn place(self) -> Place {
        self.shown.place.get()
    }

    /// How high a line is, in pixels.
    pub fn row(self) -> f64 {
        self.shown.place.with_untracked(|place| place.row)
    }

    /// Where the text is to be scrolled to, in pixels, watched.
    pub fn wanted(self) -> u32 {
        self.shown.wanted.get()
    }

    /// First and last line of those selected, watched.
    pub fn selected(self) -> [u32; 2] {
        let [a, b] = self.shown.selected.get();
        [a.min(b), a.max(b)]
    }

    /// The line that moves when the selection is changed, if it is here, watched.
    pub fn active_here(self) -> Option<u32> {
        let line = self.active();
        self.window(|window| (window.from..window.from + window.lines.len() as u32).contains(&line)).then_some(line)
    }

    /// The line that moves when the selection is changed, watched.
    pub fn active(self) -> u32 {
        self.shown.selected.with(|[_, active]| *active)
    }

    /// Whether the next line that is pressed is where selecting ends, watched.
    pub fn extends(self) -> bool {
        self.shown.extend.get()
    }

    /// Sets that.
    pub fn set_extend(self, on: bool) {
        self.shown.extend.set_if_new(on);
    }

    /// What is to be said, watched.
    pub fn said(self) -> String {
        self.shown.said.get()
    }

    /// Says something, or nothing.
    pub fn say(self, text: impl Into<String>) {
        self.shown.said.set_if_new(text.into());
    }

    /// How much of the text was read again, of 1000, watched; `None` while it is not read.
    pub fn again(self) -> Option<u64> {
        self.shown.again.get()
    }

    /// The dump is on its way to be read again.
    pub fn progress(self, dump: DumpId, stage: Stage, done: u64, total: Option<u64>) {
        if self.dump() == Some(dump) {
            self.shown.again.set_if_new(Some(words::share(stage, done, total)));
        }
    }

    /// The focus goes elsewhere when the audit is closed.
    pub fn forget_focus(self) {
        self.with(|own| own.focus = None);
    }

    /// Remembers what has the focus.
    pub fn remember_focus(self) {
        let focus = document().active_element().and_then(|element| element.dyn_into().ok());
        self.with(|own| own.focus = focus);
    }

    /// The card to show as soon as it is in the list; asked once.
    pub fn take_card(self) -> Option<PaperId> {
        self.with(|own| own.card.take())
    }

    /// Sets it.
    pub fn await_card(self, card: PaperId) {
        self.with(|own| own.card = Some(card));
    }

    /// Shows a dump.
    pub fn begin(self, dump: DumpId, lines: Option<[u32; 2]>, client: Client) {
        self.with(|own| {
            own.asked = None;
            own.done = None;
            own.opening = true;
        });
        let [first, last] = lines.unwrap_or([1, 1]);
        self.say("");
        self.set_extend(false);
        self.shown.again.set_if_new(None);
        self.shown.selected.set([last, first]);
        self.shown.window.set(Window::default());
        self.shown.overview.set(Overview::default());
        self.shown.place.update(|place| place.top = 0.0);
        self.shown.wanted.set(0);
        self.shown.dump.set_if_new(Some(dump));
        client.send(&Request::Overview { dump });
    }

    /// Shows the page again; what had the focus gets it back.
    pub fn end(self) {
        if self.dump().is_none() {
            return;
        }
        self.shown.dump.set(None);
        let focus = self.with(|own| own.focus.take());
        // The page can take it only when it is no longer inert.
        request_animation_frame(move || {
            if let Some(focus) = focus {
                let _ = focus.focus();
            }
        });
    }

    /// The text was scrolled, or has another height.
    pub fn scrolled(self, place: Place, client: Client) {
        let other_rows = self.row() != place.row;
        self.shown.place.set_if_new(place);
        if other_rows {
            let [last, first] = self.shown.selected.get_untracked();
            self.select([first, last], client, true);
        }
        self.fill(client);
    }

    /// Asks for the lines in sight, if they are not here.
    fn fill(self, client: Client) {
        let (Some(dump), total) = (self.dump(), self.shown.overview.with_untracked(|overview| overview.lines)) else {
            return;
        };
        let (first, count) = self.shown.place.with_untracked(|place| place.lines(total));
        let here = self.shown.window.with_untracked(|window| {
            let end = window.from + window.lines.len() as u32;
            window.from > 0 && window.from <= first && (end > total || end >= first + count)
        });
        if self.with(|own| own.asked.is_some() || (here && !own.stale)) {
            return;
        }
        let from = first.saturating_sub(AROUND).max(1);
        let id = client.next_request();
        self.with(|own| {
            own.asked = Some(id);
            own.stale = false;
        });
        client.send(&Request::Lines { id, dump, from, count: first - from + count + AROUND });
    }

    /// Selects lines, the first of them as the one that moves, and brings it in sight.
    pub fn select(self, [first, last]: [u32; 2], client: Client, jump: bool) {
        self.say("");
        let total = self.shown.overview.with_untracked(|overview| overview.lines);
        let within = |line: u32| line.clamp(1, total.max(1));
        let [first, last] = [within(first), within(last)];
        self.shown.selected.set_if_new([last, first]);
        let (top, now) = self.shown.place.with_untracked(|place| (place.showing(first, total, jump), place.top));
        if top != now {
            self.shown.place.update(|place| place.top = top);
            self.shown.wanted.set(top as u32);
        }
        self.fill(client);
    }

    /// Moves the end of the selection, or all of it, to a line.
    pub fn go(self, line: u32, extend: bool, client: Client) {
        let [start, _] = self.shown.selected.get_untracked();
        self.set_extend(false);
        self.select([line, if extend { start } else { line }], client, false);
    }

    /// Goes to the next line, or the one before, in which something is.
    pub fn seek(self, client: Client, what: Seek, back: bool) {
        let Some(dump) = self.dump() else { return };
        let id = client.next_request();
        self.with(|own| own.sought = id);
        let from = self.shown.selected.with_untracked(|[a, b]| *if back { a.min(b) } else { a.max(b) });
        client.send(&Request::Seek { id, dump, from, back, what });
    }

    /// Something is being changed about the dump; the sentence is for when it is read again.
    pub fn waits(self, done: String) {
        self.say("");
        self.with(|own| own.done = Some(done));
    }

    /// The dump was read again, with or without what was asked of it.
    pub fn read(self, dump: DumpId, client: Client, toast: Toast, undo: Undo) {
        if self.dump() != Some(dump) {
            return;
        }
        self.shown.again.set_if_new(None);
        if let Some(done) = self.with(|own| own.done.take()) {
            toast.show(done, Some(undo));
        }
        self.with(|own| {
            own.asked = None;
            own.stale = true;
        });
        client.send(&Request::Overview { dump });
    }

    /// The engine did not do what was asked; whether that is said here.
    pub fn refused(self, dump: DumpId, why: &str) -> bool {
        let here = self.dump() == Some(dump);
        if here {
            self.with(|own| own.done = None);
            self.shown.again.set_if_new(None);
            self.say(why);
        }
        here
    }

    /// Takes an answer.
    pub fn answered(self, event: Event, client: Client) {
        match event {
            Event::Overview(overview) if self.dump() == Some(overview.dump) => {
                self.shown.overview.set(overview);
                if self.with(|own| std::mem::take(&mut own.opening)) {
                    let [last, first] = self.shown.selected.get_untracked();
                    self.select([first, last], client, true);
                }
                self.fill(client);
            }
            Event::Lines { id, from, lines, papers } if self.with(|own| own.asked == Some(id)) => {
                self.with(|own| own.asked = None);
                self.shown.window.set(Window { from, lines, papers });
                self.fill(client);
            }
            Event::Sought { id, line } if self.with(|own| own.sought == id) => match line {
                Some(line) => self.select([line, line], client, true),
                None => self.say("There is no such line in this dump."),
            },
            _ => {}
        }
    }
}
