//! The reading pane: on wide screens, where the user wants it, one paper is open beside the list and follows the focus there.

use crate::ui::app::Page;
use crate::ui::card::open_card;
use crate::ui::dom::{Item, effect, el, flag, list, listen};
use crate::ui::found::Row;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Finds the pane.
pub const PANE: &str = ".pane";

/// Room for filters, list and paper; in the units of the browser's own text size, so that large text has the whole width.
const WIDE: &str = "(min-width: 75rem)";

/// Whether the pane is there.
pub fn shown(page: Page) -> Memo<bool> {
    let wide = || window().match_media(WIDE).ok().flatten().is_some_and(|query| query.matches());
    let room = RwSignal::new(wide());
    listen("resize", move |_: &Event| {
        room.try_set(wide());
    });
    flag(move || page.look.pane.get() && room.get() && !page.empty.get())
}

/// The pane. A paper that is no longer listed gives way to the first that is.
pub fn pane(page: Page) -> AnyView {
    let row = move || {
        let id = page.open.paper.get();
        page.found.rows.with(|rows| rows.iter().find(|row| Some(row.id) == id).or(rows.first()).cloned())
    };
    let paper = move || {
        // A paper that left the list and came back has other signals.
        let item =
            |row: Row| Item::new(format!("{} {:p}", row.id, Arc::as_ptr(&row.card)), move || open_card(page, row));
        row().map(item).into_iter().collect()
    };
    effect(move |_| {
        let id = row().map(|row| row.id);
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
    el("div").class("pane").child(list(paper)).into()
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

/// Takes the focus to the paper in the pane, or from there back to the list; nothing without a pane.
pub fn turn() -> bool {
    let Some(card) = card() else { return false };
    let there = document().active_element().is_some_and(|focused| card.contains(Some(&focused)));
    let to = if there { listed() } else { Some(card) };
    to.and_then(|to| to.dyn_into::<HtmlElement>().ok()).is_some_and(|to| to.focus().is_ok())
}
