//! The filters: a panel at the side, a drawer on small screens.

use crate::search::facet::Filter;
use crate::search::query::{AuthorRange, CommentRange};
use crate::ui::app::Page;
use crate::ui::compare;
use crate::ui::dom::{Place, button, effect, el, group, when};
use crate::ui::facet_group::{Choice, choices, facet_group};
use crate::ui::histogram::histogram;
use crate::ui::{backup, icons, terms};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, Node};

// Ranges also stand there when no paper is in them now: the list stays as it is while words are typed.

fn authors(page: Page) -> Vec<Choice> {
    page.found.facets.with(|f| {
        let count = |range| f.authors.iter().find(|(other, _)| *other == range).map_or(0, |(_, count)| *count);
        choices(page, AuthorRange::ALL.map(|range| (Filter::Authors(range), count(range))))
    })
}

fn comments(page: Page) -> Vec<Choice> {
    page.found.facets.with(|f| {
        let count = |range| f.comments.iter().find(|(other, _)| *other == range).map_or(0, |(_, count)| *count);
        choices(page, CommentRange::ALL.map(|range| (Filter::Comments(range), count(range))))
    })
}

/// Names with their counts. Those that are chosen stay, even when nothing has them any more.
fn names(counts: &[(String, u32)], chosen: &[String], filter: fn(String) -> Filter) -> Vec<(Filter, u32)> {
    let mut names = Vec::with_capacity(counts.len());
    for (name, count) in counts {
        names.push((filter(name.clone()), *count));
    }
    for name in chosen {
        if counts.iter().all(|(other, _)| other != name) {
            names.push((filter(name.clone()), 0));
        }
    }
    names
}

fn dumps(page: Page) -> Vec<Choice> {
    let names = page.found.facets.with(|f| page.view.0.with(|query| names(&f.dumps, &query.dumps, Filter::Dump)));
    choices(page, names)
}

fn links(page: Page) -> Vec<Choice> {
    page.found.facets.with(|f| {
        let mut counts = vec![(Filter::Code, f.code), (Filter::Project, f.project)];
        counts.extend(page.view.0.with(|query| names(&f.hosts, &query.hosts, Filter::Host)));
        choices(page, counts)
    })
}

fn ranks(page: Page) -> Vec<Choice> {
    choices(page, page.found.facets.with(|f| f.ranks.clone()).into_iter().map(|(rank, n)| (Filter::Rank(rank), n)))
}

fn owned(page: Page) -> Vec<Choice> {
    let owned = page.found.facets.with(|f| f.owned);
    let others = page.found.matched.get().saturating_sub(owned);
    let term = |term: &str, label: &str| Filter::Term { term: term.to_owned(), label: label.to_owned() };
    choices(page, [(term("is:owned", "In my library"), owned), (term("-is:owned", "Not in my library"), others)])
}

fn seen(page: Page) -> Vec<Choice> {
    choices(page, page.found.facets.with(|f| f.seen.clone()).into_iter().map(|(seen, n)| (Filter::Seen(seen), n)))
}

/// The years that papers have, and that some have none.
pub fn years(page: Page) -> Vec<Choice> {
    let filter = |year: Option<u16>| year.map_or(Filter::NoYear, |year| Filter::Years(year, year));
    choices(page, page.found.facets.with(|f| f.years.clone()).into_iter().map(|(year, n)| (filter(year), n)))
}

/// What can be chosen from.
pub type Choices = fn(Page) -> Vec<Choice>;

/// All groups that are chosen from, but for the years, which are a histogram.
pub const GROUPS: [(&str, Choices); 10] = [
    ("Tags", terms::tags),
    ("Favourites", terms::statuses),
    ("Links", links),
    ("Dump", dumps),
    ("Authors", authors),
    ("Comments", comments),
    ("Changes", compare::changes),
    ("My library", owned),
    ("Seen in", seen),
    ("Rank in a dump", ranks),
];

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
        .child(compare::changes_group(page))
        .child(histogram(page))
        .child(facet_group(page, "Authors", authors))
        .child(facet_group(page, "Comments", comments))
        .child(facet_group(page, "Links", links))
        .child(when(many, move || facet_group(page, "Dump", dumps)))
        .child(when(move || page.dumps.1.with(|tally| tally.marking), move || facet_group(page, "My library", owned)))
        .child(terms::kept_filters(page))
        .child(facet_group(page, "Seen in", seen))
        .child(facet_group(page, "Rank in a dump", ranks))
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
