//! Work that takes a while: how far it is, at the foot of the page, and a way to stop it. One at a time.

use crate::ui::app::Page;
use crate::ui::dom::{El, button, el, listen};
use crate::ui::watched::Watched;
use crate::ui::words::number;

/// How long, in milliseconds, work lasts before it is shown.
const SOON: f64 = 300.0;

/// What is under way.
struct UnderWay {
    /// "Restoring"
    what: &'static str,
    done: u32,
    /// 0 when it is not known.
    total: u32,
    since: f64,
    shown: bool,
    /// Whether it can be stopped, and whether that is wanted.
    stops: bool,
    stopped: bool,
}

/// The work under way.
#[derive(Clone, Copy)]
pub struct Work(&'static Watched<Option<UnderWay>>);

impl Default for Work {
    fn default() -> Self {
        Self(Watched::lasting(None))
    }
}

impl Work {
    /// Begins with something; not while something else is under way.
    pub fn begin(self, what: &'static str, total: u32) -> bool {
        let free = !self.is_under_way();
        if free {
            let since = js_sys::Date::now();
            let begun = UnderWay { what, done: 0, total, since, shown: false, stops: true, stopped: false };
            self.0.set(Some(begun));
        }
        free
    }

    /// Something else has to be done first, or in its place, which cannot be stopped.
    pub fn instead(self, what: &'static str, total: u32) {
        self.change(|work| {
            (work.what, work.done, work.total) = (what, 0, total);
            (work.stops, work.stopped) = (false, false);
        });
    }

    /// So much of it is done; whether it goes on.
    pub fn at(self, done: u32, total: u32) -> bool {
        self.change(|work| {
            (work.done, work.total) = (done, total);
            work.shown |= js_sys::Date::now() - work.since > SOON;
        });
        self.0.with_untracked(|work| work.as_ref().is_some_and(|work| !work.stopped))
    }

    /// It is over.
    pub fn end(self) {
        self.0.set(None);
    }

    /// Whether something is under way.
    pub fn is_under_way(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    /// Whether it is seen. Watched.
    pub fn is_shown(self) -> bool {
        self.shown(|_| true)
    }

    fn change(self, change: impl FnOnce(&mut UnderWay)) {
        self.0.update(|work| {
            if let Some(work) = work {
                change(work);
            }
        });
    }

    fn shown<T: Default>(self, look: impl FnOnce(&UnderWay) -> T) -> T {
        self.0.with(|work| work.as_ref().filter(|work| work.shown).map(look).unwrap_or_default())
    }
}

/// Its place. What it is, is said to screen readers once; the count is only there to be looked at.
pub fn work_place(page: Page) -> El {
    let work = page.toast.work;
    // Who closes the page now would have half of it.
    listen("beforeunload", move |event: &web_sys::Event| {
        if work.is_under_way() {
            event.prevent_default();
        }
    });
    let counted = move |work: &UnderWay| match work.total {
        0 => String::new(),
        total => format!(" {} of {}", number(work.done), number(total)),
    };
    let bar = el("progress").class("bar").attr("max", "1000");
    let value =
        |work: &UnderWay| (work.total > 0).then(|| (1000 * u64::from(work.done) / u64::from(work.total)).to_string());
    el("section")
        .class("work")
        .attr("aria-label", "Under way")
        .hidden(move || !work.is_shown())
        .child(
            el("span")
                .class("figures")
                .child(el("span").attr("aria-live", "polite").text_of(move || work.shown(|work| work.what.to_owned())))
                .text_of(move || work.shown(counted)),
        )
        .child(
            bar.attr_of("aria-label", move || Some(work.shown(|work| work.what.to_owned())))
                .attr_of("value", move || work.shown(value)),
        )
        .child(
            button("link", move || work.change(|work| work.stopped = true))
                .hidden(move || !work.shown(|work| work.stops))
                .text("Cancel"),
        )
}
