//! A button that opens a menu; arrow keys, Home, End and Escape as in the menu pattern of ARIA.

use crate::ui::dom::{Place, button, el};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, HtmlElement, KeyboardEvent};

/// What an item does.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// The menu of these items.
pub fn menu(name: &'static str, icon: AnyView, items: Vec<(&'static str, Act)>) -> AnyView {
    let open = RwSignal::new(false);
    let opener = Place::new();
    let menu = Place::new();
    let last = items.len().saturating_sub(1);
    let item = move |at: usize| {
        let item = menu.get_untracked().and_then(|menu| menu.children().item(at as u32));
        if let Some(item) = item.and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
            let _ = item.focus();
        }
    };
    let show = move |at: usize| {
        open.set(true);
        request_animation_frame(move || item(at));
    };
    let close = move || {
        open.set(false);
        if let Some(opener) = opener.get_untracked() {
            let _ = opener.focus();
        }
    };
    let on_button = move |event: Event| match key(&event).as_str() {
        "ArrowDown" => {
            event.prevent_default();
            show(0);
        }
        "ArrowUp" => {
            event.prevent_default();
            show(last);
        }
        _ => {}
    };
    let on_item = move |event: &Event, at: usize| {
        match key(event).as_str() {
            "ArrowDown" => item(if at == last { 0 } else { at + 1 }),
            "ArrowUp" => item(if at == 0 { last } else { at - 1 }),
            "Home" => item(0),
            "End" => item(last),
            "Escape" => close(),
            "Tab" => return open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let left = move |event: Event| {
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
        let to = to.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        // Focus is also lost when the menu is taken out of the page: then the signals are gone already.
        if !menu.try_get_untracked().flatten().is_some_and(|menu| menu.contains(to.as_ref())) {
            open.try_set(false);
        }
    };
    let items = items.into_iter().enumerate().map(|(at, (name, act))| {
        let act = move || {
            close();
            act();
        };
        let item = el("button").attr("type", "button").attr("role", "menuitem").attr("tabindex", "-1").click(act);
        item.on("keydown", move |event| on_item(&event, at)).text(name)
    });
    let opener = button("button", move || if open.get_untracked() { close() } else { show(0) })
        .attr("aria-haspopup", "menu")
        .state("aria-expanded", move || open.get())
        .place(opener)
        .on("mousedown", move |event| {
            if open.get_untracked() {
                event.prevent_default();
            }
        })
        .on("keydown", on_button)
        .child(icon)
        .child(el("span").text(name));
    let menu = el("div")
        .class("menu")
        .attr("role", "menu")
        .attr("aria-label", name)
        .hidden(move || !open.get())
        .place(menu)
        .on("focusout", left)
        .children(items);
    el("div").class("menu-place").child(opener).child(menu).into()
}

fn key(event: &Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}
