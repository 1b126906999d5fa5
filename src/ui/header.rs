//! The bar at the top: name, search, ways to add, and the page's own switches.

use crate::ui::add::add_buttons;
use crate::ui::app::Page;
use crate::ui::dom::{button, el, group, target, when};
use crate::ui::theme::theme_button;
use crate::ui::{icons, words};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The id of the search field, for the `/` key.
pub const SEARCH: &str = "search";

/// The header.
pub fn header(page: Page) -> AnyView {
    let search_and_add =
        move || group([search_field(page), el("div").class("header-add").child(add_buttons(page)).into()]);
    let keys = button("plain keys-button", move || page.open.keys.set(true))
        .attr("aria-label", "Keys")
        .attr("title", "Keys (?)")
        .child(icons::help());
    el("header")
        .class("header")
        .child(el("h1").class("brand").child(icons::mark()).text("Paperdeck"))
        .child(when(move || !page.empty.get(), search_and_add))
        .child(el("div").class("header-tools").child(theme_button(page)).child(keys))
        .into()
}

fn search_field(page: Page) -> AnyView {
    let view = page.view;
    let hint = move || match page.found.total.get() {
        0 => String::new(),
        total => format!("Search {}", words::count(total, "paper", "papers")),
    };
    let typed = move |event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            view.search(input.value());
        }
    };
    let input = el("input")
        .attr("id", SEARCH)
        .attr("type", "search")
        .attr("aria-label", "Search")
        .attr_of("placeholder", move || Some(hint()))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .value(move || view.0.with(|query| query.text.clone()))
        .on("input", typed);
    el("div")
        .class("search")
        .attr("role", "search")
        .child(icons::glass())
        .child(input)
        .child(el("kbd").class("search-key").attr("aria-hidden", "true").text("/"))
        .into()
}
