//! The region of dumps: what was read, and how well.

use crate::ui::add::sample_button;
use crate::ui::app::Page;
use crate::ui::dom::{Item, el, group, list, when};
use crate::ui::dump_item::dump_item;
use leptos::prelude::*;

/// The list of dumps.
pub fn dump_region(page: Page) -> AnyView {
    let none = move || page.dumps.0.with(Vec::is_empty);
    let items = move || {
        let rows = page.dumps.0.get().into_iter();
        rows.map(|row| Item::new(row.id.to_string(), move || dump_item(page, row))).collect()
    };
    let hint = move || {
        let text = "No dump is open; the papers shown are favourites.";
        group([el("p").class("quiet").text(text).into(), sample_button(page)])
    };
    el("section")
        .class("dumps")
        .attr("aria-labelledby", "dumps-title")
        .child(el("h2").attr("id", "dumps-title").text("Dumps"))
        .child(el("ul").class("dump-list").hidden(none).child(list(items)))
        .child(when(none, hint))
        .into()
}
