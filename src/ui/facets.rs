//! The filters: a panel at the side, a drawer on small screens.

use crate::search::query::{AuthorRange, CommentRange, Query};
use crate::ui::app::Page;
use crate::ui::dom::{Place, button, effect, el, group, when};
use crate::ui::facet_group::{Choice, choices, facet_group};
use crate::ui::histogram::histogram;
use crate::ui::icons;
use crate::ui::{backup, words};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, Node};

/// Ranges with their counts, also those that have none now: the list stays as it is while words are typed.
fn every<T: Copy + PartialEq>(all: &[T], counts: &[(T, u32)]) -> Vec<(T, u32)> {
    let count = |range: &T| counts.iter().find(|(other, _)| other == range).map_or(0, |(_, count)| *count);
    all.iter().map(|range| (*range, count(range))).collect()
}

fn authors(page: Page) -> Vec<Choice> {
    let all = page.found.facets.with(|f| every(&AuthorRange::ALL, &f.authors));
    page.view.0.with(|q| choices(&all, &q.authors, words::authors, |q| &mut q.authors))
}

fn comments(page: Page) -> Vec<Choice> {
    let all = page.found.facets.with(|f| every(&CommentRange::ALL, &f.comments));
    page.view.0.with(|q| choices(&all, &q.comments, words::comments, |q| &mut q.comments))
}

fn dumps(page: Page) -> Vec<Choice> {
    page.found.facets.with(|f| page.view.0.with(|q| choices(&f.dumps, &q.dumps, String::clone, |q| &mut q.dumps)))
}

fn links(page: Page) -> Vec<Choice> {
    let kind = |label: &str, count, on, switch: fn(&mut Query, bool)| Choice {
        key: label.to_owned(),
        label: label.to_owned(),
        now: (count, on),
        switch: Arc::new(switch),
    };
    page.found.facets.with(|f| {
        page.view.0.with(|q| {
            let kinds = [
                kind("Code", f.code, q.code, |q, on| q.code = on),
                kind("Project page", f.project, q.project, |q, on| q.project = on),
            ];
            let hosts = choices(&f.hosts, &q.hosts, String::clone, |q| &mut q.hosts);
            // The address may ask for a host of any name, also of a kind's.
            let hosts = hosts.into_iter().map(|host| Choice { key: format!("host {}", host.key), ..host });
            kinds.into_iter().chain(hosts).collect()
        })
    })
}

/// The panel of filters.
pub fn filters(page: Page) -> AnyView {
    let open = page.open.filters;
    let panel = Place::new();
    let left = move |event: Event| {
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
        let to = to.and_then(|target| target.dyn_into::<Node>().ok());
        // Focus is also lost when all of this is taken out of the page: then the signals are gone already.
        let inside = panel.try_get_untracked().flatten().is_some_and(|panel| panel.contains(to.as_ref()));
        if !inside && to.is_some() {
            open.set(false);
        }
    };
    effect(move |first| {
        if open.get()
            && !first
            && let Some(panel) = panel.get_untracked()
        {
            let _ = panel.focus();
        }
    });
    let many = move || page.found.facets.with(|f| f.dumps.len() > 1) || page.view.0.with(|q| !q.dumps.is_empty());
    let close = button("plain", move || open.set(false)).attr("aria-label", "Close filters").child(icons::cross());
    let title = el("h2").attr("id", "filters-title").text("Filters");
    let panel = el("section")
        .attr("id", "filters")
        .class("filters")
        .class_when("open", move || open.get())
        .attr("aria-labelledby", "filters-title")
        .attr("tabindex", "-1")
        .place(panel)
        .on("focusout", left)
        .child(el("div").class("filters-head").child(title).child(close))
        .child(histogram(page))
        .child(facet_group(page, "Authors", authors))
        .child(facet_group(page, "Comments", comments))
        .child(facet_group(page, "Links", links))
        .child(when(many, move || facet_group(page, "Dump", dumps)))
        .child(backup::backup(page));
    let veil = el("div").class("veil").class_when("open", move || open.get()).click(move || open.set(false));
    group([veil, panel])
}

/// Opens the filters on small screens.
pub fn filters_button(page: Page) -> AnyView {
    let open = page.open.filters;
    button("button filters-button", move || open.update(|open| *open = !*open))
        .attr("aria-controls", "filters")
        .state("aria-expanded", move || open.get())
        .child(icons::filters())
        .child(el("span").text("Filters"))
        .into()
}
