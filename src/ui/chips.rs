//! The filters that are on, each with a cross to take it away.

use crate::search::facet::Filter;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::results::focus_if_lost;
use crate::ui::state::is_filtered;
use crate::ui::{icons, keys};
use leptos::prelude::*;

/// The row of chips.
pub fn chips(page: Page) -> AnyView {
    let view = page.view;
    let chip = move |filter: Filter, label: String| {
        Item::new(filter.key(&label), move || {
            let name = format!("Remove filter {label}");
            let act = move || {
                view.change(|query| filter.set(query, false));
                request_animation_frame(to_next);
            };
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
    let clear = move || {
        view.clear();
        request_animation_frame(focus_if_lost);
    };
    el("ul")
        .class("chips")
        .attr("aria-label", "Filters that are on")
        .hidden(move || view.0.with(|query| !is_filtered(query)))
        .child(list(all))
        .child(el("li").child(button("link", clear).text("Clear all")))
        .into()
}

/// Gives the focus of a chip that is gone to the first that is left.
fn to_next() {
    let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    let next = document().query_selector(".chips:not([hidden]) button").ok().flatten();
    if !lost || !keys::focus(next) {
        focus_if_lost();
    }
}
