//! The bar at the top: name, search, ways to add, and the page's own switches.

use crate::ui::add::add_buttons;
use crate::ui::app::Page;
use crate::ui::dom::{button, el, group, when};
use crate::ui::icons;
use crate::ui::look::look_button;
use crate::ui::palette::palette_button;
use crate::ui::search::search_field;
use crate::ui::triage::triage_button;
use leptos::prelude::*;

/// The header; whether there is a pane below it.
pub fn header(page: Page, pane: Memo<bool>) -> AnyView {
    let search_and_add = move || {
        group([
            search_field(page),
            el("div").class("header-add").child(triage_button(page)).child(add_buttons(page)).into(),
        ])
    };
    let keys = button("plain keys-button", move || page.open.keys.set(true))
        .attr("aria-label", "Keys")
        .attr_of("title", move || Some(page.keys.hint("Keys", "keys")))
        .child(icons::keyboard());
    el("header")
        .class("header")
        .class_when("bare", move || page.empty.get())
        .class_when("with-pane", move || pane.get())
        .child(el("h1").class("brand").child(icons::mark()).text("Paperdeck"))
        .child(when(move || !page.empty.get(), search_and_add))
        .child(el("div").class("header-tools").child(palette_button(page)).child(look_button(page)).child(keys))
        .into()
}
