//! The menu of file formats.

use crate::export::Format;
use crate::ui::app::Page;
use crate::ui::dom::{Place, button, el};
use crate::ui::icons;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, HtmlElement, KeyboardEvent};

const FORMATS: [(&str, Format); 6] = [
    ("JSON", Format::Json),
    ("BibTeX", Format::BibTex),
    ("RIS", Format::Ris),
    ("CSV", Format::Csv),
    ("Markdown", Format::Markdown),
    ("CSL-JSON", Format::CslJson),
];

/// A button that opens a menu; arrow keys, Home, End and Escape as in the menu pattern of ARIA.
pub fn export_menu(page: Page) -> AnyView {
    let open = RwSignal::new(false);
    let opener = Place::new();
    let menu = Place::new();
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
            show(FORMATS.len() - 1);
        }
        _ => {}
    };
    let on_item = move |event: &Event, at: usize| {
        let last = FORMATS.len() - 1;
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
    let items = FORMATS.into_iter().enumerate().map(|(at, (name, format))| {
        let act = move || {
            close();
            page.client.export(format);
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
        .child(icons::tray())
        .child(el("span").text("Export"));
    let menu = el("div")
        .class("menu")
        .attr("role", "menu")
        .attr("aria-label", "Export")
        .hidden(move || !open.get())
        .place(menu)
        .on("focusout", left)
        .children(items);
    el("div").class("menu-place").child(opener).child(menu).into()
}

fn key(event: &Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}
