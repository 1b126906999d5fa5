//! The paper that is open: on wide screens, where the user wants it, beside the list, where it follows the focus; on small
//! ones over everything ([`full`]), as a step of the history.

mod full;

use crate::ui::app::Page;
use crate::ui::card::open_card;
use crate::ui::dom::{Item, effect, el, flag, list, listen};
use crate::ui::found::Row;
use crate::ui::keys;
use crate::ui::later::when_here;
use crate::ui::steps;
pub use full::act;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use web_sys::{Element, Event, HtmlElement};

/// Finds the pane.
pub const PANE: &str = ".pane";

/// Room for filters, list and paper; in the units of the browser's own text size, so that large text has the whole width.
const WIDE: &str = "(min-width: 75rem)";

/// Screens of telephones, upright and not: a paper takes all of it.
pub const NARROW: &str = "(max-width: 52rem), (max-width: 75rem) and (max-height: 30rem)";

thread_local! {
    /// What had the focus when a paper was opened over the page, and in which step of the history that is.
    static FROM: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether the screen is such.
pub fn is(media: &str) -> bool {
    window().match_media(media).ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the pane is there.
pub fn shown(page: Page) -> Memo<bool> {
    let room = RwSignal::new(is(WIDE));
    listen("resize", move |_: &Event| {
        room.try_set(is(WIDE));
    });
    flag(move || page.look.pane.get() && room.get() && !page.empty.get() && !page.open.full.get())
}

/// The paper that is open: its row. One that is no longer listed gives way to the first that is.
fn row(page: Page) -> Option<Row> {
    let id = page.open.paper.get();
    page.found.rows.with(|rows| rows.iter().find(|row| Some(row.id) == id).or(rows.first()).cloned())
}

/// Its card, open.
fn paper(page: Page) -> AnyView {
    list(move || {
        // A paper that left the list and came back has other signals.
        let item =
            |row: Row| Item::new(format!("{} {:p}", row.id, Arc::as_ptr(&row.card)), move || open_card(page, row));
        row(page).map(item).into_iter().collect()
    })
}

/// The pane beside the list.
pub fn pane(page: Page) -> AnyView {
    effect(move |_| {
        let id = row(page).map(|row| row.id);
        // When the list is as it will be.
        request_animation_frame(move || {
            unmark();
            let heading = id.and_then(|id| document().get_element_by_id(&format!("paper-{id}")));
            if let Some(card) = heading.and_then(|heading| heading.parent_element()) {
                let _ = card.set_attribute("aria-current", "true");
            }
        });
    });
    on_cleanup(unmark);
    el("div").class("pane").child(paper(page)).into()
}

/// The paper in the pane.
pub fn card() -> Option<Element> {
    document().query_selector(".pane > .card").ok()?
}

/// Its card in the list.
pub fn listed() -> Option<Element> {
    document().query_selector(".papers > [aria-current]").ok()?
}

fn unmark() {
    if let Some(card) = listed() {
        let _ = card.remove_attribute("aria-current");
    }
}

/// Opens the paper at hand: over the page on small screens; else takes the focus to the pane, or from there back to the
/// list; else shows more of the card, or less.
pub fn turn(page: Page) -> bool {
    if is(NARROW) {
        return keys::current().is_some() && open(page);
    }
    let Some(card) = card() else { return keys::press(".expand") };
    let there = document().active_element().is_some_and(|focused| card.contains(Some(&focused)));
    let to = if there { listed() } else { Some(card) };
    keys::focus(to)
}

/// Opens the paper that had the focus last over the page, once its code is here.
pub fn open(page: Page) -> bool {
    when_here(page, Box::new(full::begin));
    true
}

/// The place of the paper that is open over the page.
pub fn full_place(page: Page) -> AnyView {
    crate::ui::dom::when(move || page.open.full.get(), move || full::full(page))
}

/// Whether a paper is open over the page: what changes in the view then takes its step.
pub fn is_open() -> bool {
    OPEN.get()
}

/// Closes it: back in the history, which [`follow`] hears of.
pub fn close() {
    steps::back();
}

/// Closes the paper when the user goes back, or when there is another view. To be called before those listen that may lie
/// over it.
pub fn follow(page: Page) {
    listen("popstate", move |_: &Event| {
        if page.audit.dump().is_none() && !page.triage.is_open() {
            end(page);
        }
    });
    effect(move |first| {
        page.view.0.track();
        if !first {
            end(page);
        }
    });
}

fn end(page: Page) {
    if OPEN.replace(false) {
        page.open.full.set(false);
        full::end(page);
    }
}

/// Gives the focus to the paper that is open over the page, if one is.
pub fn to_paper() -> bool {
    OPEN.get() && keys::focus(card())
}
