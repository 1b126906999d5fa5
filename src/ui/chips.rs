//! The filters that are on, each with a cross to take it away.

use crate::search::query::{AuthorRange, CommentRange, Query};
use crate::search::years::runs;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::icons;
use crate::ui::state::is_filtered;
use crate::ui::words;
use leptos::prelude::*;

/// A filter that is on: its label, and the query without it.
fn active(query: &Query) -> Vec<(String, Query)> {
    let mut chips = Vec::new();
    let mut chip = |label: String, change: &dyn Fn(&mut Query)| {
        let mut without = query.clone();
        change(&mut without);
        chips.push((label, without));
    };
    if !query.text.trim().is_empty() {
        chip(format!("“{}”", query.text.trim()), &|q| q.text.clear());
    }
    if query.favourites {
        chip("Favourites".to_owned(), &|q| q.favourites = false);
    }
    for (from, to) in runs(&query.years) {
        let inside = |year: &Option<u16>| year.is_some_and(|year| (from..=to).contains(&year));
        chip(words::years(from, to), &|q| q.years.retain(|year| !inside(year)));
    }
    if query.years.contains(&None) {
        chip(words::year(&None), &|q| q.years.retain(Option::is_some));
    }
    for range in &query.authors {
        let label = match range {
            AuthorRange::Unknown => "Authors not known",
            AuthorRange::Crowd => "11 or more authors",
            _ => range.label(),
        };
        chip(label.to_owned(), &|q| q.authors.retain(|other| other != range));
    }
    for range in &query.comments {
        let label = if *range == CommentRange::Many { "10 or more comments" } else { range.label() };
        chip(label.to_owned(), &|q| q.comments.retain(|other| other != range));
    }
    if query.code {
        chip("Code".to_owned(), &|q| q.code = false);
    }
    if query.project {
        chip("Project page".to_owned(), &|q| q.project = false);
    }
    for host in &query.hosts {
        chip(host.clone(), &|q| q.hosts.retain(|other| other != host));
    }
    for dump in &query.dumps {
        chip(dump.clone(), &|q| q.dumps.retain(|other| other != dump));
    }
    chips
}

/// The row of chips.
pub fn chips(page: Page) -> AnyView {
    let view = page.view;
    let chip = move |label: String, without: Query| {
        Item::new(format!("{label} {}", without.to_fragment()), move || {
            let name = format!("Remove filter {label}");
            let act = move || view.change(|query| *query = without.clone());
            let chip = button("chip", act).attr("aria-label", name).child(el("span").text(label));
            el("li").child(chip.child(icons::cross())).into()
        })
    };
    el("ul")
        .class("chips")
        .attr("aria-label", "Filters that are on")
        .hidden(move || view.0.with(|query| !is_filtered(query)))
        .child(list(move || view.0.with(active).into_iter().map(|(label, without)| chip(label, without)).collect()))
        .child(el("li").child(button("link", move || view.clear()).text("Clear all")))
        .into()
}
