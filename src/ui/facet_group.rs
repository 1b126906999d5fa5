//! One group of filters: checkboxes with counts.

use crate::search::facet::Filter;
use crate::ui::app::Page;
use crate::ui::dom::{El, Item, button, el, group, list, target};
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// Longer groups show so many at first, and those that are on.
const LIMIT: usize = 8;

/// A checkbox as it is now.
#[derive(Clone)]
pub struct Choice {
    /// What it puts into a query; no two of a group are the same.
    pub filter: Filter,
    /// How many papers it would leave, and whether it is on.
    pub now: (u32, bool),
}

/// Choices of filters with their counts.
pub fn choices(page: Page, counts: impl IntoIterator<Item = (Filter, u32)>) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (filter, count) in counts {
        let on = page.view.0.with(|query| filter.is_on(query));
        choices.push(Choice { filter, now: (count, on) });
    }
    choices
}

/// A fieldset of checkboxes.
pub fn facet_group(page: Page, legend: &'static str, choices: fn(Page) -> Vec<Choice>) -> AnyView {
    let (options, none) = options(page, choices);
    el("fieldset").class("facet").hidden(none).child(el("legend").text(legend)).child(options).into()
}

/// A choice that is in the document: only what may change is watched, so that an answer wakes no more than what it changed.
#[derive(Clone)]
struct Shown {
    choice: Choice,
    now: Arc<Watched<(u32, bool)>>,
}

/// Checkboxes, the first few at first; and whether there is none.
pub fn options(page: Page, choices: fn(Page) -> Vec<Choice>) -> (AnyView, impl Fn() -> bool + Send + 'static) {
    let shown = Watched::new(Vec::<Shown>::new());
    let count = Arc::new(Watched::new(0_usize));
    let open = Arc::new(Watched::new(false));
    let (of_list, of_none, of_hidden, of_text) = (count.clone(), count.clone(), count.clone(), count);
    let (listed, expanded, said) = (open.clone(), open.clone(), open.clone());
    let items = move || {
        let old = shown.get_untracked();
        let renew = |(at, choice): (usize, Choice)| {
            let same = |old: &&Shown| old.choice.filter == choice.filter;
            // Mostly they stand where they stood.
            match old.get(at).filter(same).or_else(|| old.iter().find(same)) {
                Some(old) => {
                    old.now.set_if_new(choice.now);
                    old.clone()
                }
                None => Shown { now: Arc::new(Watched::new(choice.now)), choice },
            }
        };
        let all: Vec<Shown> = choices(page).into_iter().enumerate().map(renew).collect();
        let few = all.len() > LIMIT + 1 && !listed.get();
        let on = |at: usize, option: &Shown| !few || at < LIMIT || option.now.with_untracked(|now| now.1);
        let listed = all.iter().enumerate().filter(|(at, option)| on(*at, option)).map(|(_, option)| {
            let option = option.clone();
            let label = option.choice.filter.label_in_group();
            Item::new(option.choice.filter.key(&label), move || checkbox(page, option, label).into())
        });
        let listed = listed.collect();
        of_list.set_if_new(all.len());
        shown.set(all);
        listed
    };
    let more = button("link", move || open.update(|open| *open = !*open))
        .hidden(move || of_hidden.get() <= LIMIT + 1)
        .state("aria-expanded", move || expanded.get())
        .text_of(move || if said.get() { "Show fewer".to_owned() } else { format!("Show all {}", of_text.get()) });
    (group([list(items), more.into()]), move || of_none.get() == 0)
}

/// One checkbox with its count. The count is no part of its name.
fn checkbox(page: Page, Shown { choice, now }: Shown, label: String) -> El {
    let filter = choice.filter;
    let (of_on, of_none) = (now.clone(), now.clone());
    let input = el("input").attr("type", "checkbox").set("checked", move || of_on.get().1).on("change", move |event| {
        let on = target::<HtmlInputElement>(&event).is_some_and(|input| input.checked());
        page.view.change(|query| filter.set(query, on));
    });
    el("div")
        .class("option")
        .class_when("none", move || of_none.get().0 == 0)
        .child(el("label").child(input).child(el("span").text(label)))
        .child(el("span").class("number").text_of(move || words::number(now.get().0)))
}
