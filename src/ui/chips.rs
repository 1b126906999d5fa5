//! The filters that are on, each with a cross to take it away.

use crate::search::facet::Filter;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::icons;
use crate::ui::state::is_filtered;
use leptos::prelude::*;

/// The row of chips.
pub fn chips(page: Page) -> AnyView {
    let view = page.view;
    let chip = move |filter: Filter, label: String| {
        Item::new(filter.key(&label), move || {
            let name = format!("Remove filter {label}");
            let act = move || view.change(|query| filter.set(query, false));
            let chip = button("chip", act).attr("aria-label", name).child(el("span").text(label));
            el("li").child(chip.child(icons::cross())).into()
        })
    };
    let all = move || {
        view.0.with(|query| {
            let labelled = |filter: Filter| {
                let label = filter.label(query);
                chip(filter, label)
            };
            Filter::active(query).into_iter().map(labelled).collect()
        })
    };
    el("ul")
        .class("chips")
        .attr("aria-label", "Filters that are on")
        .hidden(move || view.0.with(|query| !is_filtered(query)))
        .child(list(all))
        .child(el("li").child(button("link", move || view.clear()).text("Clear all")))
        .into()
}
