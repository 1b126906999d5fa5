//! The filters that are on, each with a cross to take it away.

use crate::search::query::{AuthorRange, CommentRange, Query};
use crate::search::years::runs;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::icons;
use crate::ui::state::is_filtered;
use crate::ui::words;
use leptos::prelude::*;

/// A filter that is on.
struct Chip {
    /// Unique among those that are on.
    key: String,
    label: String,
    /// Takes it out of a query.
    remove: Box<dyn Fn(&mut Query) + Send>,
}

fn active(query: &Query) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut chip = |kind: &str, label: String, remove: Box<dyn Fn(&mut Query) + Send>| {
        chips.push(Chip { key: format!("{kind} {label}"), label, remove });
    };
    if !query.text.trim().is_empty() {
        chip("text", format!("“{}”", query.text.trim()), Box::new(|q| q.text.clear()));
    }
    if query.favourites {
        chip("favourites", "Favourites".to_owned(), Box::new(|q| q.favourites = false));
    }
    for (from, to) in runs(&query.years) {
        let inside = move |year: &Option<u16>| year.is_some_and(|year| (from..=to).contains(&year));
        chip("years", words::years(from, to), Box::new(move |q| q.years.retain(|year| !inside(year))));
    }
    if query.years.contains(&None) {
        chip("years", words::year(&None), Box::new(|q| q.years.retain(Option::is_some)));
    }
    for range in query.authors.iter().copied() {
        let label = match range {
            AuthorRange::Unknown => "Authors not known",
            AuthorRange::Crowd => "11 or more authors",
            _ => range.label(),
        };
        chip("authors", label.to_owned(), Box::new(move |q| q.authors.retain(|other| *other != range)));
    }
    for range in query.comments.iter().copied() {
        let label = if range == CommentRange::Many { "10 or more comments" } else { range.label() };
        chip("comments", label.to_owned(), Box::new(move |q| q.comments.retain(|other| *other != range)));
    }
    if query.code {
        chip("code", "Code".to_owned(), Box::new(|q| q.code = false));
    }
    if query.project {
        chip("project", "Project page".to_owned(), Box::new(|q| q.project = false));
    }
    for host in query.hosts.iter().cloned() {
        chip("host", host.clone(), Box::new(move |q| q.hosts.retain(|other| *other != host)));
    }
    for dump in query.dumps.iter().cloned() {
        chip("dump", dump.clone(), Box::new(move |q| q.dumps.retain(|other| *other != dump)));
    }
    chips
}

/// The row of chips.
pub fn chips(page: Page) -> AnyView {
    let view = page.view;
    let chip = move |Chip { key, label, remove }: Chip| {
        Item::new(key, move || {
            let name = format!("Remove filter {label}");
            let act = move || view.change(|query| remove(query));
            let chip = button("chip", act).attr("aria-label", name).child(el("span").text(label));
            el("li").child(chip.child(icons::cross())).into()
        })
    };
    el("ul")
        .class("chips")
        .attr("aria-label", "Filters that are on")
        .hidden(move || view.0.with(|query| !is_filtered(query)))
        .child(list(move || view.0.with(active).into_iter().map(chip).collect()))
        .child(el("li").child(button("link", move || view.clear()).text("Clear all")))
        .into()
}
