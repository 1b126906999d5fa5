//! Keys that work anywhere but while typing.

use crate::ui::app::Page;
use crate::ui::{actions, dom, palette, pane, triage};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Listens for the rest of the page's life.
pub fn listen(page: Page) {
    dom::listen("keydown", move |event: &KeyboardEvent| {
        if event.default_prevented() || event.alt_key() || event.is_composing() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let behind = page.audit.dump().is_some() || page.open.is_any();
        let palette = command && !event.shift_key() && event.key().eq_ignore_ascii_case("k");
        if palette && !page.open.is_any() && palette::open(page) {
            return event.prevent_default();
        }
        if page.triage.is_open() && !behind {
            if triage::heard(page, event, command) {
                event.prevent_default();
            }
            return;
        }
        let key = event.key();
        if command {
            let done = match key.to_ascii_lowercase().as_str() {
                _ if is_field(event.target()) => false,
                "z" => turn(page, !event.shift_key()),
                "y" => turn(page, false),
                _ => false,
            };
            if done {
                event.prevent_default();
            }
            return;
        }
        let full = pane::is_open() && !behind;
        if key == "Escape" {
            return if full { pane::close() } else { page.open.filters.set(false) };
        }
        if behind || is_field(event.target()) {
            return;
        }
        // A card itself has the focus, and not something in it that Enter presses.
        let card = || event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let enter = key == "Enter" && card().is_some_and(|card| card.class_list().contains("card"));
        let action = if enter { actions::named("open") } else { page.keys.action(&key) };
        if action.is_some_and(|action| if full { pane::act(page, action) } else { (action.act)(page) }) {
            event.prevent_default();
        }
    });
}

/// Takes back what the page offers to undo, else the last change of favourites; or makes that again.
pub fn turn(page: Page, back: bool) -> bool {
    back && page.toast.undo() || page.stars.turn(back, page.client, page.toast)
}

/// Whether keys typed here are text.
pub fn is_field(target: Option<EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
        let own = |input: &web_sys::HtmlInputElement| !matches!(input.type_().as_str(), "checkbox" | "radio" | "file");
        match element.tag_name().as_str() {
            "INPUT" => element.dyn_ref().is_some_and(own),
            "TEXTAREA" | "SELECT" => true,
            _ => element.is_content_editable(),
        }
    })
}

/// Gives the focus to an element.
pub fn focus(element: Option<Element>) -> bool {
    element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// The open paper beside the list, else the card that has the focus, or something in it.
pub fn current() -> Option<Element> {
    pane::card().or_else(|| document().active_element()?.closest(".card").ok()?)
}

/// Gives the focus to the card before or after the current one.
pub fn step(by: i32) -> bool {
    let Ok(cards) = document().query_selector_all(".papers > article") else { return false };
    let card = |at: u32| cards.item(at).and_then(|node| node.dyn_into::<Element>().ok());
    let focused = || document().active_element()?.closest("article").ok()?;
    let now =
        focused().or_else(pane::listed).and_then(|now| (0..cards.length()).find(|at| card(*at).as_ref() == Some(&now)));
    let next = match now {
        Some(now) => now.checked_add_signed(by),
        None => Some(0),
    };
    let Some(card) = next.and_then(card) else { return false };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    card.scroll_into_view_with_scroll_into_view_options(&options);
    focus(Some(card))
}

/// Opens what stands in the row of a favourite; the paper is kept first where it is not.
pub fn in_row(what: &'static str) -> bool {
    let open = move || {
        let found = current().and_then(|card| card.query_selector(what).ok().flatten());
        match found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            Some(field) if is_field(Some(field.clone().into())) => field.focus().is_ok(),
            Some(button) => {
                button.click();
                true
            }
            None => false,
        }
    };
    let there = current().is_some_and(|card| card.query_selector(what).ok().flatten().is_some());
    if there {
        return open();
    }
    let kept = press(".star");
    request_animation_frame(move || {
        open();
    });
    kept
}

/// Presses a button of the card that has the focus.
pub fn press(button: &str) -> bool {
    let button = current().and_then(|card| card.query_selector(button).ok().flatten());
    match button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        Some(button) => {
            button.click();
            true
        }
        None => false,
    }
}
