//! The list of cards: the first screens, then more as the reader comes near the end.

use crate::ui::app::Page;
use crate::ui::card::paper_card;
use crate::ui::compare;
use crate::ui::corrections::corrections;
use crate::ui::dom::{Item, Place, button, effect, el, group, list, when};
use crate::ui::{keys, pane, swipe};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Element, Event, FocusEvent, FocusOptions, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, KeyboardEvent,
};

/// How far before the end of the list more is asked for.
const AHEAD: &str = "1200px 0px";

/// After so many cards it is time to forget those that are gone.
const MANY: usize = 1_000;

/// Moves focus to the papers without touching the URL, which holds the view.
pub fn skip(event: Event) {
    event.prevent_default();
    focus_main(true);
}

/// Gives focus to the papers when what had it is gone, as the buttons of the first visit are after the first dump.
pub fn focus_if_lost() {
    if document().active_element().is_none_or(|element| element.tag_name() == "BODY") && !pane::to_paper() {
        // Nobody asked to go anywhere.
        focus_main(false);
    }
}

fn focus_main(scroll: bool) {
    if let Some(main) = document().get_element_by_id("papers").and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let how = FocusOptions::new();
        how.set_prevent_scroll(!scroll);
        let _ = main.focus_with_options(&how);
    }
}

/// The cards.
pub fn paper_list(page: Page) -> AnyView {
    let Page { found, view, .. } = page;
    effect(move |first| {
        view.0.track();
        if !first {
            // The list starts again: show its beginning.
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    let focus = keep_focus(page);
    let mut come = 0;
    effect(move |_| {
        come += found.rows.with(Vec::len);
        if come > MANY {
            come = 0;
            page.look.forget_gone();
        }
    });
    let cards = move || {
        let rows = found.rows.get().into_iter();
        rows.map(|row| Item::new(row.id.to_string(), move || paper_card(page, row))).collect()
    };
    let nothing = move || {
        let clear = move || {
            view.clear();
            request_animation_frame(focus_if_lost);
        };
        let clear = button("button", clear).text("Clear filters");
        let why = move || match compare::closed(page) {
            Some(name) => format!("{name}, which is compared, is not open."),
            None => "No paper matches all of this.".to_owned(),
        };
        el("div").class("nothing").child(el("p").text_of(why)).child(clear).into()
    };
    // The feed pattern of ARIA: pages are papers.
    let papers = el("section")
        .class("papers")
        .attr("role", "feed")
        .attr("aria-label", "Papers")
        // A feed has at least one paper.
        .hidden(move || found.rows.with(Vec::is_empty))
        .state("aria-busy", move || found.busy.get())
        .on("focusin", focus)
        .on("focusout", focus)
        .on("keydown", page_keys);
    let swipe = swipe::swipe(page);
    let papers = swipe::EVENTS.into_iter().fold(papers, |papers, name| papers.on(name, swipe));
    group([
        corrections(page),
        papers.child(list(cards)).into(),
        when(move || found.answered.get() && found.matched.get() == 0, nothing),
        show_more(page),
    ])
}

/// When the card that has the focus leaves the list, the one that takes its place gets it. Returns what hears of focus.
fn keep_focus(page: Page) -> impl Fn(Event) + Copy {
    let Page { found, open, .. } = page;
    let place = StoredValue::new(None::<usize>);
    let cards = || document().query_selector_all(".papers > article").ok();
    effect(move |_| {
        found.rows.track();
        let all = found.matched.get();
        request_animation_frame(move || {
            number(all);
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let (Some(Some(place)), true) = (place.try_get_value(), lost) else { return };
            let Some(cards) = cards() else { return };
            let last = (cards.length() as usize).saturating_sub(1);
            if let Some(card) = cards.item(place.min(last) as u32).and_then(|card| card.dyn_into::<HtmlElement>().ok())
            {
                let _ = card.focus();
            }
        });
    });
    move |event: Event| {
        let Ok(event) = event.dyn_into::<FocusEvent>() else { return };
        // Focus that comes is in the target; focus that goes, in the related target, which is none when its element is removed.
        let leaves = event.type_() == "focusout";
        if leaves && event.related_target().is_none() {
            return;
        }
        let now = if leaves { event.related_target() } else { event.target() };
        let card = now.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // Beside the list the paper stays the one that it is of.
        if card.as_ref().is_some_and(|card| card.closest(pane::PANE).is_ok_and(|pane| pane.is_some())) {
            return;
        }
        let card = card.and_then(|element| element.closest("article").ok().flatten());
        let at = cards().and_then(|cards| (0..cards.length()).find(|at| cards.item(*at).as_ref() == card.as_deref()));
        if let Some(id) = at.and_then(|at| found.rows.with_untracked(|rows| Some(rows.get(at as usize)?.id))) {
            open.paper.set_if_new(Some(id));
        }
        place.try_set_value(at.map(|at| at as usize));
    }
}

/// Tells assistive technology which of how many each card is.
fn number(all: u32) {
    let Ok(cards) = document().query_selector_all(".papers > article") else { return };
    for at in 0..cards.length() {
        let Some(card) = cards.item(at).and_then(|card| card.dyn_into::<Element>().ok()) else { continue };
        for (name, number) in [("aria-posinset", at + 1), ("aria-setsize", all.max(cards.length()))] {
            let number = number.to_string();
            if card.get_attribute(name).as_ref() != Some(&number) {
                let _ = card.set_attribute(name, &number);
            }
        }
    }
}

/// Page Up and Page Down go from paper to paper.
fn page_keys(event: Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let by = match key.key().as_str() {
        "PageDown" => 1,
        "PageUp" => -1,
        _ => return,
    };
    let plain = !(key.ctrl_key() || key.meta_key() || key.alt_key() || key.shift_key());
    if plain && !keys::is_field(event.target()) && keys::step(by) {
        event.prevent_default();
    }
}

fn show_more(page: Page) -> AnyView {
    let Page { found, client, .. } = page;
    let end = Place::new();
    let shown = Memo::new(move |_| found.rows.with(Vec::len) as u32);
    let left = move || found.matched.get().saturating_sub(shown.get());
    let observer = StoredValue::new_local(None::<(IntersectionObserver, Closure<dyn Fn(js_sys::Array)>)>);
    effect(move |_| {
        // Watching anew after each change makes the observer report again when the end is still in sight.
        let (Some(end), true) = (end.get(), left() > 0) else { return };
        observer.update_value(|observer| {
            if observer.is_none() {
                let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
                    let near = |entry| JsCast::unchecked_into::<IntersectionObserverEntry>(entry).is_intersecting();
                    if entries.iter().any(near) {
                        client.more();
                    }
                });
                let options = IntersectionObserverInit::new();
                options.set_root_margin(AHEAD);
                *observer = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options)
                    .ok()
                    .map(|made| (made, seen));
            }
            if let Some((observer, _)) = observer {
                observer.unobserve(&end);
                observer.observe(&end);
            }
        });
    });
    on_cleanup(move || {
        observer.try_update_value(|observer| {
            if let Some((observer, _)) = observer.take() {
                observer.disconnect();
            }
        });
    });
    el("div")
        .class("more")
        .place(end)
        .hidden(move || left() == 0)
        .child(button("button", move || client.more()).text("Show more"))
        .child(el("p").class("quiet").text_of(move || format!("{} further down", left())))
        .into()
}
