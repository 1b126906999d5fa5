//! The filters for favourites, as terms of the query's text: how far the reading is, and tags, with their counts.

use crate::favourites::record::Edit;
use crate::favourites::{Status, colours};
use crate::search::facet::Filter;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, group, list, target, when};
use crate::ui::facet_group::{Choice, choices, facet_group};
use crate::ui::paste::dialog;
use crate::ui::stars::Edits;
use crate::ui::{icons, words};
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// What finds all with a tag. A quote cannot be typed in one.
pub fn tag(name: &str) -> String {
    let name = name.replace('"', "");
    if name.contains([' ', '(', ')', '|', '*', ',', ':']) { format!("tag:\"{name}\"") } else { format!("tag:{name}") }
}

/// How far the reading is.
pub fn statuses(page: Page) -> Vec<Choice> {
    let (counts, _) = page.stars.summary();
    let mut filters = Vec::new();
    for (status, count) in Status::ALL.into_iter().zip(counts) {
        let term = format!("status:{}", status.key());
        filters.push((Filter::Term { term, label: status.label().to_owned() }, count));
    }
    let seen = counts[2] + counts[3];
    let hide = Filter::Term { term: "-is:seen".to_owned(), label: "Hide what I have seen".to_owned() };
    filters.push((hide, seen));
    choices(page, filters)
}

/// The tags there are.
pub fn tags(page: Page) -> Vec<Choice> {
    let (_, tags) = page.stars.summary();
    choices(page, tags.into_iter().map(|(name, count)| (Filter::Term { term: tag(&name), label: name }, count)))
}

/// The two groups; nothing while nothing is kept.
pub fn kept_filters(page: Page) -> AnyView {
    let any = move || page.stars.summary().0.iter().any(|count| *count > 0);
    let tagged = move || !page.stars.summary().1.is_empty();
    when(any, move || {
        let manage = button("link", move || page.open.tags.set(true)).hidden(move || !tagged()).text("Rename tags");
        group([facet_group(page, "Favourites", statuses), facet_group(page, "Tags", tags), manage.into()])
    })
}

/// What is chosen for no colour.
const PLAIN: &str = "no colour";

/// The dialog in which tags are renamed, joined and removed.
pub fn tags_dialog(page: Page) -> AnyView {
    let rows = move || {
        let (_, tags) = page.stars.summary();
        tags.into_iter()
            .map(|(name, count)| Item::new(format!("{count} {name}"), move || row(page, name, count)))
            .collect()
    };
    dialog("dialog", "tags-title", "Tags", page.open.tags)
        .child(el("p").class("quiet").text("A name that another tag has joins the two."))
        .child(el("ul").class("tag-list").child(list(rows)))
        .into()
}

fn row(page: Page, name: String, count: u32) -> AnyView {
    let (of_change, of_remove) = (name.clone(), name.clone());
    let change = move |event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        let new = crate::text::space::collapse(&input.value()).into_owned();
        if new.is_empty() || new == of_change {
            input.set_value(&of_change);
        } else {
            rename(page, &of_change, &new);
        }
    };
    let remove = button("plain", move || rename(page, &of_remove, ""));
    let (of_dot, of_set) = (name.clone(), name.clone());
    let paint = move |event| {
        let colour = target::<HtmlSelectElement>(&event).map(|select| select.value()).unwrap_or_default();
        let edits = page.stars.colouring(&of_set, colours::known(&colour));
        page.stars.edit(format!("Colour of tag {of_set}: {colour}"), edits, page.client);
    };
    let option = |colour: &'static str| {
        let of_option = name.clone();
        let on = move || page.stars.colour(&of_option).unwrap_or(PLAIN) == colour;
        el("option").attr("value", colour).set("selected", on).text(colour)
    };
    let colour = el("select")
        .attr("aria-label", format!("Colour of tag {name}"))
        .on("change", paint)
        .child(option(PLAIN))
        .children(colours::ALL.map(option));
    el("li")
        .class("coloured")
        .attr_of("data-colour", move || page.stars.colour(&of_dot).map(str::to_owned))
        .child(
            el("input")
                .attr("type", "text")
                .attr("aria-label", format!("Name of tag {name}"))
                .attr("value", name.clone())
                .on("change", change),
        )
        .child(colour)
        .child(el("span").class("number").text(words::number(count)))
        .child(remove.attr("aria-label", format!("Remove tag {name} everywhere")).child(icons::cross()))
        .into()
}

/// Gives a tag another name wherever it is; with none, it is taken off.
fn rename(page: Page, old: &str, new: &str) {
    let mut edits: Edits = Vec::new();
    for id in page.stars.tagged(old) {
        edits.push((id, Edit::Tag(old.to_owned(), false)));
        if !new.is_empty() {
            edits.push((id, Edit::Tag(new.to_owned(), true)));
        }
    }
    // The colour goes along, unless the other tag has one.
    if let Some(colour) = page.stars.colour(old) {
        edits.extend(page.stars.colouring(old, None));
        if !new.is_empty() && page.stars.colour(new).is_none() {
            edits.extend(page.stars.colouring(new, Some(colour)));
        }
    }
    let what = if new.is_empty() { format!("Tag removed: {old}") } else { format!("Tag renamed: {old} → {new}") };
    page.stars.edit_many("Changing", what, None, edits, (page.client, page.toast));
}
