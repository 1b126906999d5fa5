//! The line above the cards: how many, only favourites, order, export, filters on small screens; and what filters are on.

use crate::search::query::Sort;
use crate::ui::app::Page;
use crate::ui::bulk::bulk_menu;
use crate::ui::chips::chips;
use crate::ui::dom::{el, flag, group, target, when};
use crate::ui::export_menu::{copy_menu, export_menu};
use crate::ui::facets::filters_button;
use crate::ui::icons;
use crate::ui::triage::triage_button;
use crate::ui::words;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// The toolbar. The status line is always in the document, so that its changes are heard.
pub fn toolbar(page: Page) -> AnyView {
    let Page { empty, found, dumps, .. } = page;
    let partly = flag(move || dumps.1.with(|tally| tally.partly));
    let said = move || {
        if empty.get() || !found.answered.get() {
            return String::new();
        }
        let status = words::status(found.matched.get(), found.total.get());
        if partly.get() { format!("{status} so far") } else { status }
    };
    let tools = move || {
        let menus = [triage_button(page), bulk_menu(page), export_menu(page), copy_menu(page), filters_button(page)];
        let parts = [favourites_only(page), sort_by(page)].into_iter().chain(menus);
        el("div").class("toolbar-tools").children(parts).into()
    };
    let bar = el("div").class("toolbar").class_when("unseen", move || empty.get());
    let count = el("p").class("count").attr("role", "status").text_of(said);
    group([
        bar.child(count).child(when(move || !empty.get(), tools)).into(),
        when(move || !empty.get(), move || chips(page)),
    ])
}

fn favourites_only(page: Page) -> AnyView {
    let Page { view, stars, .. } = page;
    let input = el("input").attr("type", "checkbox").set("checked", move || view.0.with(|query| query.favourites)).on(
        "change",
        move |event| {
            let on = target::<HtmlInputElement>(&event).is_some_and(|input| input.checked());
            view.change(|query| query.favourites = on);
        },
    );
    el("div")
        .class("only")
        .child(el("label").child(input).child(icons::star()).child(el("span").text("Favourites only")))
        .child(
            el("span")
                .class("number")
                .text_of(move || if stars.count() == 0 { String::new() } else { words::number(stars.count()) }),
        )
        .into()
}

fn sort_by(page: Page) -> AnyView {
    let view = page.view;
    let chosen = move |event| {
        let value = target::<HtmlSelectElement>(&event).map(|select| select.value()).unwrap_or_default();
        let sort = Sort::from_key(&value).unwrap_or_default();
        view.change(|query| query.sort = sort);
    };
    let options = Sort::ALL.map(|sort| {
        let on = move || view.0.with(|query| query.sort == sort);
        el("option").attr("value", sort.key()).set("selected", on).text(sort.label())
    });
    el("label")
        .class("sort")
        .child(el("span").text("Sort by"))
        .child(el("select").on("change", chosen).children(options))
        .child(icons::chevron())
        .into()
}
