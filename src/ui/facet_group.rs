//! One group of filters: checkboxes with counts.

use crate::search::query::Query;
use crate::ui::app::Page;
use crate::ui::dom::{El, Item, el, list, target};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// Takes a value into a query, or out of it.
pub type Switch = Arc<dyn Fn(&mut Query, bool) + Send + Sync>;

/// A checkbox as it is now.
#[derive(Clone)]
pub struct Choice {
    /// Its name, unique in its group.
    pub label: String,
    /// How many papers it would leave.
    pub count: u32,
    /// Whether it is on.
    pub on: bool,
    /// Takes it into a query, or out of it.
    pub switch: Switch,
}

/// The choices for a list in a query. Values that are chosen stay, even when nothing has them any more.
pub fn choices<T: Clone + PartialEq + Send + Sync + 'static>(
    counts: &[(T, u32)],
    chosen: &[T],
    label: fn(&T) -> String,
    list: fn(&mut Query) -> &mut Vec<T>,
) -> Vec<Choice> {
    let gone = chosen.iter().filter(|value| counts.iter().all(|(other, _)| other != *value));
    let all = counts.iter().cloned().chain(gone.map(|value| (value.clone(), 0)));
    all.map(|(value, count)| Choice {
        label: label(&value),
        count,
        on: chosen.contains(&value),
        switch: Arc::new(move |query, on| {
            let list = list(query);
            list.retain(|other| *other != value);
            if on {
                list.push(value.clone());
            }
        }),
    })
    .collect()
}

/// A fieldset of checkboxes.
pub fn facet_group(page: Page, legend: &'static str, choices: fn(Page) -> Vec<Choice>) -> AnyView {
    let items = move || {
        let all = choices(page).into_iter();
        all.map(|choice| Item::new(choice.label.clone(), move || option(page, choice, choices).into())).collect()
    };
    el("fieldset")
        .class("facet")
        .hidden(move || choices(page).is_empty())
        .child(el("legend").text(legend))
        .child(list(items))
        .into()
}

/// One checkbox with its count. The count is no part of its name.
fn option(page: Page, choice: Choice, choices: fn(Page) -> Vec<Choice>) -> El {
    let Choice { label, switch, .. } = choice;
    let (name, of_on) = (label.clone(), label);
    let of_count = name.clone();
    let now = move |label: &str| choices(page).into_iter().find(|choice| choice.label == label);
    let count = move || now(&of_count).map_or(0, |choice| choice.count);
    let none = {
        let count = count.clone();
        move || count() == 0
    };
    let input = el("input")
        .attr("type", "checkbox")
        .set("checked", move || now(&of_on).is_some_and(|choice| choice.on))
        .on("change", move |event| {
            let on = target::<HtmlInputElement>(&event).is_some_and(|input| input.checked());
            page.view.change(|query| switch(query, on));
        });
    el("div")
        .class("option")
        .class_when("none", none)
        .child(el("label").child(input).child(el("span").text(name)))
        .child(el("span").class("number").text_of(move || count().to_string()))
}
