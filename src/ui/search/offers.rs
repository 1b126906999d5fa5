//! What could be typed next, below the field. The focus stays in the field: arrow keys, Enter, Tab and Escape are its own
//! (the list box of ARIA's combobox pattern, on a search box because that is what the field is).

use super::Typing;
use crate::search::language::suggest::Candidate;
use crate::ui::dom::{Item, el, group, list};
use crate::ui::words;
use leptos::prelude::*;

/// The id of the list.
pub(super) const LIST: &str = "search-offers";

/// The id of one of it.
pub(super) fn option_id(at: usize) -> String {
    format!("search-offer-{at}")
}

/// The list, and its length for those who do not see it.
pub(super) fn offers(typing: Typing) -> AnyView {
    let count = move || typing.suggestion.with(|found| found.as_ref().map_or(0, |found| found.candidates.len()));
    let items = move || {
        let candidates = typing.suggestion.get().map_or_else(Vec::new, |found| found.candidates);
        let items = candidates.into_iter().enumerate();
        items
            .map(|(at, candidate)| {
                let key = format!("{at} {} {}", candidate.text, candidate.note);
                Item::new(key, move || option(typing, at, candidate))
            })
            .collect()
    };
    let options = el("ul")
        .class("search-offers")
        .attr("id", LIST)
        .attr("role", "listbox")
        .attr("aria-label", "Suggestions")
        .hidden(move || count() == 0)
        // The focus stays in the field.
        .on("mousedown", |event| event.prevent_default())
        .child(list(items));
    let said = move || match count() {
        0 => String::new(),
        count => format!("{}, arrow keys to choose", words::count(count as u32, "suggestion", "suggestions")),
    };
    group([options, el("p").class("unseen").attr("aria-live", "polite").text_of(said)])
}

fn option(typing: Typing, at: usize, candidate: Candidate) -> AnyView {
    el("li")
        .attr("id", option_id(at))
        .attr("role", "option")
        .state("aria-selected", move || typing.at() == Some(at))
        .click(move || typing.accept(at))
        .child(el("code").text(candidate.text))
        .child(el("span").class("quiet").text(candidate.note))
        .into()
}
