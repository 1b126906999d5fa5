//! Triage: the papers that are listed, one at a time and large, to be kept, left for later, or put out of the way.
//!
//! It lies over the page as the audit does, and opening it is a step in the history. What is decided goes to the favourites
//! at once; here is only where one is ([`crate::triage`]).

mod end;
mod paper;
mod state;
mod view;

use crate::favourites::record::Edit;
use crate::favourites::{Status, codec};
use crate::paper::Paper;
use crate::triage::Choice;
use crate::ui::app::Page;
use crate::ui::dom::{effect, listen};
use crate::ui::later::when_here;
use crate::ui::results::focus_if_lost;
use crate::ui::stars::{Edits, named};
use crate::ui::{palette, steps};
use leptos::prelude::*;
use state::Now;
pub use state::Triage;
pub use view::{triage_button, triage_place};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// Begins with what is listed, once its code is here; whether there is anything.
pub fn open(page: Page) -> bool {
    let any = !page.triage.is_open() && page.found.matched.get_untracked() > 0;
    if any {
        when_here(page, Box::new(begin));
    }
    any
}

// In the second part of the wasm, as all that is called only while it is open.
#[inline(never)]
fn begin(page: Page) {
    if !page.triage.is_open() {
        steps::take(&page.view.0.get_untracked());
        page.toast.hide();
        page.triage.begin(page.client);
    }
}

/// Ends it: back in the history, which [`follow`] hears of.
fn close() {
    steps::back();
}

/// Ends triage when the user goes back, and keeps the focus in it until then.
pub fn follow(page: Page) {
    let triage = page.triage;
    listen("popstate", move |_: &Event| {
        if triage.is_open() {
            let focus = triage.end();
            // The page can take it only when it is no longer inert.
            request_animation_frame(move || {
                if let Some(focus) = focus {
                    let _ = focus.focus();
                }
                focus_if_lost();
            });
        }
    });
    effect(move |_| {
        let now = triage.now();
        if triage.is_open() {
            request_animation_frame(move || to_stage(now == Now::End || now == Now::Waiting));
        }
    });
}

/// Shows the beginning of what has come, and gives it the focus where that was lost, or where it must.
fn to_stage(must: bool) {
    let stage = document().get_element_by_id(view::STAGE).and_then(|stage| stage.dyn_into::<HtmlElement>().ok());
    let Some(stage) = stage else { return };
    stage.set_scroll_top(0);
    if must || document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
        let _ = stage.focus();
    }
}

/// A key was pressed; whether it was one of triage.
pub fn heard(page: Page, event: &KeyboardEvent, command: bool) -> bool {
    let key = event.key();
    if command {
        let back = key.eq_ignore_ascii_case("z") && !event.shift_key();
        if back {
            undo(page);
        }
        return back;
    }
    let id = match key.as_str() {
        "Escape" => {
            close();
            return true;
        }
        "ArrowRight" => "next",
        "ArrowLeft" => "previous",
        key => page.keys.action(key).map_or("", |action| action.id),
    };
    // A key that is held down goes on looking, but decides once.
    act(page, id, !event.repeat())
}

/// Does what an action is in triage; whether it is anything there.
pub fn act(page: Page, id: &str, once: bool) -> bool {
    match id {
        "next" => page.triage.step(false, page.client),
        "previous" => page.triage.step(true, page.client),
        "star" if once => decide(page, Choice::Keep),
        "aside" if once => decide(page, Choice::Drop),
        "later" if once => decide(page, Choice::Later),
        "undo" if once => undo(page),
        "open" if once => paper::open(),
        "keys" => page.open.keys.set(true),
        "palette" => return palette::open(page),
        "star" | "aside" | "later" | "undo" | "open" => {}
        _ => return false,
    }
    true
}

/// Says something of the paper that is shown. What is not shown yet is not decided.
fn decide(page: Page, choice: Choice) {
    let Some(paper) = page.triage.paper() else { return };
    let edits = edits(page, choice, &paper);
    let changed = !edits.is_empty();
    if changed {
        let what = if choice == Choice::Keep { "Star" } else { "Not interested" };
        page.stars.edit(named(what, &paper.title), edits, page.client);
    }
    page.triage.say(choice, changed, &paper, page.client);
}

/// The changes that make it so; none where it is so already.
fn edits(page: Page, choice: Choice, paper: &Paper) -> Edits {
    let (id, mark) = (paper.id, page.stars.mark(paper.id));
    let aside = mark.status == Status::NotInterested;
    match choice {
        Choice::Later => Vec::new(),
        Choice::Keep if mark.starred && !aside => Vec::new(),
        Choice::Keep => page.stars.starring(paper),
        Choice::Drop if aside && !mark.starred => Vec::new(),
        Choice::Drop => {
            let mut edits = vec![(id, Edit::Status(Status::NotInterested)), (id, Edit::Paper(codec::copy(paper)))];
            if mark.starred {
                edits.push((id, Edit::Added(String::new())));
            }
            edits
        }
    }
}

/// Takes the last word back, and what it changed.
fn undo(page: Page) {
    let back = |changed: bool| !changed || page.stars.turn_silently(true, page.client).is_some();
    page.triage.undo(&back, page.client);
}
