//! The first visit: what this is, where to drop, and what happens to the text. All of it stands in `index.html`, so that it shows
//! before the wasm has come; the page takes it over as it is.

use crate::ui::app::Page;
use crate::ui::choose;
use crate::ui::dom::{Place, effect, el, target, when};
use crate::ui::dumps::dump_region;
use leptos::prelude::*;
use web_sys::Element;

/// What stands in `index.html` for it; it is kept while there are papers.
pub type Words = StoredValue<Option<Element>, LocalStorage>;

/// What is shown while there is no paper.
pub fn home(page: Page, words: Words) -> AnyView {
    let place = Place::new();
    effect(move |_| {
        let Some(place) = place.get() else { return };
        words.with_value(|words| words.iter().for_each(|words| drop(place.prepend_with_node_1(words))));
    });
    let act = move |event| {
        let button = target::<Element>(&event).and_then(|inside| inside.closest("[data-act]").ok().flatten());
        match button.and_then(|button| button.get_attribute("data-act")).as_deref() {
            Some("files") => choose::choose_files(),
            Some("paste") => page.open.paste.set(true),
            Some("sample") => page.client.open_sample(),
            Some("backup") => choose::choose_backup(),
            _ => {}
        }
    };
    let dumps = page.dumps;
    el("div")
        .class("home")
        .on("click", act)
        .place(place)
        .child(when(move || dumps.0.with(|rows| !rows.is_empty()), move || dump_region(page)))
        .into()
}

/// Finds it, while it is there.
pub fn words() -> Words {
    StoredValue::new_local(document().get_element_by_id("home"))
}

/// What was opened before the page ran, and is said to wait (`boot.js`), is in the list of dumps now.
pub fn held_no_more() {
    if let Some(held) = document().get_element_by_id("held") {
        held.set_text_content(None);
    }
}
