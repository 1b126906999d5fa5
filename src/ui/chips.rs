//! The filters that are on, each with a cross to take it away.

use crate::search::query::Query;
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
    for year in &query.years {
        let label = if year.is_none() { "Year not known".to_owned() } else { words::year(year) };
        chip(label, &|q| q.years.retain(|other| other != year));
    }
    for range in &query.authors {
        let label = words::authors(range);
        let label = match range {
            crate::search::query::AuthorRange::Unknown => "Authors not known".to_owned(),
            crate::search::query::AuthorRange::Crowd => "11 or more authors".to_owned(),
            _ => label,
        };
        chip(label, &|q| q.authors.retain(|other| other != range));
    }
    if query.code {
        chip("Code".to_owned(), &|q| q.code = false);
    }
    if query.project {
        chip("Project page".to_owned(), &|q| q.project = false);
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
