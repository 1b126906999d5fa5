//! The dialog of keys, where each can be changed.

use crate::ui::actions::{ACTIONS, Action};
use crate::ui::app::Page;
use crate::ui::dom::{El, button, el};
use crate::ui::paste::dialog;
use crate::ui::watched::Watched;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// The dialog.
pub fn keys_dialog(page: Page) -> AnyView {
    // What waits for its new key, and what came of the last one.
    let asking = Watched::lasting(None::<&'static str>);
    let said = Watched::lasting(String::new());
    let rows = ACTIONS.iter().map(move |action| row(page, action, asking));
    let heard = move |event: Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let Some(id) = asking.get_untracked() else { return };
        let key = event.key();
        // Keys that only go with others are waited out; Tab goes on.
        if matches!(key.as_str(), "Shift" | "Control" | "Alt" | "AltGraph" | "Meta" | "Tab" | "Dead") {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        asking.set(None);
        if let Some(action) = ACTIONS.iter().find(|action| action.id == id && key != "Escape") {
            said.set(page.keys.set(action, &key));
        }
    };
    let left = move |_| asking.set_if_new(None);
    let reset = move || {
        page.keys.reset();
        said.set("All keys are as they came.".to_owned());
    };
    let search = button("link", move || {
        page.open.keys.set(false);
        page.open.search.set(true);
    });
    let foot = el("div")
        .class("dialog-foot")
        .child(search.hidden(move || page.empty.get()).text("What can be typed into the search field"))
        .child(button("link", reset).hidden(move || page.keys.is_default()).text("All keys as they came"));
    dialog("dialog", "keys-title", "Keys", page.open.keys)
        .child(el("p").class("quiet").text("A click on a key changes it."))
        .child(el("dl").class("keys").children(rows).on("keydown", heard).on("focusout", left))
        .child(el("p").class("quiet").attr("aria-live", "polite").text_of(move || said.get()))
        .child(foot)
        .into()
}

fn row(page: Page, action: &'static Action, asking: &'static Watched<Option<&'static str>>) -> El {
    let fixed = action.fixed.split_whitespace().map(|key| el("kbd").text(key));
    let own = (!action.id.is_empty()).then(|| {
        let asks = move || asking.with(|asked| *asked == Some(action.id));
        let ask = move || asking.set(if asks() { None } else { Some(action.id) });
        let shown = move || if asks() { "…".to_owned() } else { page.keys.key(action.id) };
        let name = move || {
            let now = page.keys.key(action.id);
            if asks() {
                format!("{}: press the new key", action.name)
            } else {
                format!("{}: {now}, change", action.name)
            }
        };
        button("key", ask)
            .attr_of("aria-label", move || Some(name()))
            .state("aria-pressed", asks)
            .child(el("kbd").text_of(shown))
    });
    el("div").child(el("dt").children(own).children(fixed)).child(el("dd").text(action.name))
}
