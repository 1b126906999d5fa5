//! A short word at the foot of the page that goes by itself, with a way to undo.

use crate::ui::app::Page;
use crate::ui::dom::{button, effect, el, group, nothing};
use crate::ui::look::mark;
use crate::ui::results::focus_if_lost;
use crate::ui::watched::Watched;
use crate::ui::work::{Work, work_place};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::sync::Arc;

/// What "Undo" does. Not a `Callback`, which would go with the card that the toast is about.
pub type Undo = Arc<dyn Fn() + Send + Sync>;

/// How long a toast stays: long enough to read it, and to reach its button where it has one.
const STAY: u32 = 4_000;
const STAY_WITH_BUTTON: u32 = 8_000;

/// The toast shown now, and the text that only screen readers get.
#[derive(Clone, Copy)]
pub struct Toast {
    shown: &'static Watched<Option<(String, Option<Undo>)>>,
    heard: &'static Watched<String>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    /// What is under way for longer.
    pub work: Work,
}

impl Default for Toast {
    fn default() -> Self {
        Self {
            shown: Watched::lasting(None),
            heard: Watched::lasting(String::new()),
            timer: StoredValue::new_local(None),
            work: Work::default(),
        }
    }
}

impl Toast {
    /// Shows a sentence for a while, with an "Undo" where there is something to undo.
    pub fn show(self, text: impl Into<String>, undo: Option<Undo>) {
        let stay = if undo.is_some() { STAY_WITH_BUTTON } else { STAY };
        self.shown.set(Some((text.into(), undo)));
        self.stay(stay);
    }

    fn stay(self, time: u32) {
        self.timer.set_value(Some(Timeout::new(time, move || {
            // Not from under who is at its button.
            if has_focus() { self.stay(time) } else { self.shown.set(None) }
        })));
    }

    /// Does what its "Undo" does, if it has one.
    pub fn undo(self) -> bool {
        let undo = self.shown.with_untracked(|shown| shown.as_ref().and_then(|(_, undo)| undo.clone()));
        let Some(undo) = undo else { return false };
        let focused = has_focus();
        // Before what undoing says is shown.
        self.hide();
        undo();
        if focused {
            request_animation_frame(focus_if_lost);
        }
        true
    }

    /// Takes the toast away.
    pub fn hide(self) {
        self.timer.set_value(None);
        self.shown.set(None);
    }

    /// Says a sentence to screen readers alone.
    pub fn announce(self, text: impl Into<String>) {
        self.heard.set(text.into());
    }
}

fn has_focus() -> bool {
    document().active_element().is_some_and(|element| element.closest(".toast").is_ok_and(|toast| toast.is_some()))
}

/// The place of the toast. A polite live region, but not `role=status`: that one is the number of papers.
pub fn toast_place(page: Page) -> AnyView {
    let toast = page.toast;
    let shown = move || {
        let Some((text, undo)) = toast.shown.get() else { return nothing() };
        let shown = el("div").class("toast").child(el("span").text(text));
        if undo.is_none() {
            return shown.into();
        }
        let act = move || {
            toast.undo();
        };
        shown.child(button("link", act).text("Undo")).into()
    };
    // What has the focus is not below it (style).
    effect(move |_| {
        let said = toast.shown.with(Option::is_some) || toast.work.is_shown();
        mark("data-said", said.then_some(""));
    });
    group([
        el("div")
            .class("toast-place")
            .child(work_place(page))
            .child(el("div").attr("aria-live", "polite").child_of(shown)),
        el("p").class("unseen").attr("aria-live", "polite").text_of(move || toast.heard.get()),
    ])
}
