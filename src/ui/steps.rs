//! Steps of the history: what is open over the page is one, so that Back closes it, and none is left when it is closed.
//!
//! All dialogs together are one step, and so are the filters on small screens. What changes in the view meanwhile is written
//! in place of it: it stays then, as the step of that change. The audit, triage and a paper on small screens have steps of their own, below dialogs.
//! Steps are marked in the history, so that a page that is loaded anew, where nothing is open, goes back over them.

use crate::search::query::Query;
use crate::ui::app::Page;
use crate::ui::dom::{effect, flag, listen};
use crate::ui::{fragment, pane};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use web_sys::Event;

/// The step of what is open.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    None,
    There,
    /// The page goes back over it, and takes another step then where it must.
    Left {
        owed: bool,
    },
}

thread_local! {
    static STEP: Cell<Step> = const { Cell::new(Step::None) };
    /// Whether to go back over one more when the page is back over it.
    static FURTHER: Cell<bool> = const { Cell::new(false) };
    /// The view that it was taken from.
    static FROM: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Whether the view is to be written in place of the present step, whatever it is to itself.
pub fn in_place() -> bool {
    STEP.get() != Step::None || pane::is_open()
}

/// Takes a step for something that goes back over it by itself.
pub fn take(view: &Query) {
    match STEP.get() {
        Step::None => fragment::lay_over(view),
        // That of what is closed at this moment, unless a view that changed has it.
        Step::There => {
            STEP.set(Step::None);
            if !is_from(view) {
                fragment::lay_over(view);
            }
        }
        Step::Left { .. } => STEP.set(Step::Left { owed: true }),
    }
}

/// Closes what has a step of its own: back in the history, of which it hears. Where the step of a dialog is still there, that is
/// left first: of two ways back at once browsers take one.
pub fn back() {
    match STEP.get() {
        Step::None => go_back(),
        Step::There => {
            FURTHER.set(true);
            leave();
        }
        Step::Left { .. } => FURTHER.set(true),
    }
}

/// Takes and leaves the step as things open and close, and closes them when the user goes back. To be called before
/// others listen for that.
pub fn follow(page: Page) {
    let any = flag(move || page.open.filters.get() || page.open.over_view().iter().any(Get::get));
    if fragment::is_laid_over() {
        leave();
    }
    effect(move |_| {
        if any.get() && STEP.get() == Step::There && !is_from(&page.view.0.get_untracked()) {
            // Closed and open again before the page settled, and the view that changed between has the step.
            STEP.set(Step::None);
        }
        // What closes may be followed by something else that opens, or by another view.
        Timeout::new(0, move || settle(page, any.get_untracked())).forget();
    });
    listen("popstate", move |event: &Event| {
        let now = fragment::read().to_fragment();
        match STEP.get() {
            Step::None => return,
            Step::Left { owed } => {
                let over = pane::is_open() || page.triage.is_open() || page.audit.dump().is_some();
                if fragment::is_laid_over() && !over && !owed && !any.get_untracked() {
                    // Another one, left by a page before.
                    leave();
                } else {
                    STEP.set(Step::None);
                    renew(page, &now, owed);
                    if FURTHER.take() && !any.get_untracked() {
                        go_back();
                    }
                }
            }
            Step::There => {
                STEP.set(Step::None);
                page.open.filters.set(false);
                page.open.over_view().iter().for_each(|open| open.set(false));
                if !FROM.with_borrow(|from| *from == now) {
                    // Not back, but to another address.
                    return;
                }
                renew(page, &now, false);
            }
        }
        event.stop_immediate_propagation();
        settle(page, any.get_untracked());
    });
}

/// The view that is there is a step of its own where the one that was gone back to is another.
fn renew(page: Page, now: &str, must: bool) {
    let view = page.view.0.get_untracked();
    if must {
        fragment::lay_over(&view);
    } else if view.to_fragment() != now {
        fragment::write(&view, true);
    }
}

/// Whether the step was taken from this view.
fn is_from(view: &Query) -> bool {
    FROM.with_borrow(|from| *from == view.to_fragment())
}

/// Goes back over the step.
fn leave() {
    STEP.set(Step::Left { owed: false });
    go_back();
}

fn go_back() {
    if let Ok(history) = window().history() {
        // Fails only in documents that are going away.
        let _ = history.back();
    }
}

fn settle(page: Page, any: bool) {
    let view = page.view.0.get_untracked();
    match (STEP.get(), any) {
        (Step::None, true) => {
            FROM.set(view.to_fragment());
            fragment::lay_over(&view);
            STEP.set(Step::There);
        }
        (Step::There, false) if !is_from(&view) => STEP.set(Step::None),
        (Step::There, false) => leave(),
        _ => {}
    }
}
