//! The region of dumps: what was read, and how well.

use crate::ui::add::sample_button;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, effect, el, flag, group, list, when};
use crate::ui::dump_item::dump_item;
use crate::ui::forget::kept_line;
use crate::ui::icons;
use crate::ui::look::mark;
use leptos::prelude::*;

/// The most dumps that are listed before one asks for all of them.
const MANY: usize = 60;

/// The list of dumps.
pub fn dump_region(page: Page) -> AnyView {
    let none = move || page.dumps.0.with(Vec::is_empty);
    // What was kept may be about to come.
    let bare = flag(move || none() && !page.dumps.1.with(|tally| tally.coming));
    let all = RwSignal::new(false);
    let many = move || !all.get() && page.dumps.0.with(|rows| rows.len() > MANY);
    let items = move || {
        let rows = page.dumps.0.get().into_iter().take(if all.get() { usize::MAX } else { MANY });
        rows.map(|row| Item::new(row.id.to_string(), move || dump_item(page, row))).collect()
    };
    let hint = move || {
        let text = "No dump is open; the papers shown are favourites.";
        group([el("p").class("quiet").text(text).into(), sample_button(page)])
    };
    let show_all = move || {
        let said = move || format!("Show all {}", page.dumps.0.with(Vec::len));
        button("link", move || all.set(true)).text_of(said).into()
    };
    // On small screens the list is one line until it is asked for (style), so that papers are in the first screen.
    let shown = RwSignal::new(false);
    let said = move || {
        let coming = page.dumps.1.with(|tally| tally.coming || tally.partly);
        match page.dumps.0.with(Vec::len) {
            _ if shown.get() => "Hide".to_owned(),
            _ if coming => "Reading …".to_owned(),
            count => format!("Show {count}"),
        }
    };
    // Behind that line reading is seen at the foot of a small screen (style).
    effect(move |_| {
        let reads = !shown.get() && page.dumps.1.with(|tally| tally.reads);
        mark("data-reads", reads.then_some(""));
    });
    on_cleanup(|| mark("data-reads", None));
    let fold = button("link dumps-fold", move || shown.update(|shown| *shown = !*shown))
        .hidden(none)
        .state("aria-expanded", move || shown.get())
        .attr("aria-describedby", "dumps-title")
        .text_of(said)
        .child(icons::chevron());
    el("section")
        .class("dumps")
        .class_when("shown", move || shown.get())
        .class_when("bare", none)
        .attr("aria-labelledby", "dumps-title")
        .child(el("div").class("dumps-head").child(el("h2").attr("id", "dumps-title").text("Dumps")).child(fold))
        .child(el("ul").class("dump-list").hidden(none).child(list(items)))
        .child(when(many, show_all))
        .child(when(move || bare.get(), hint))
        // There before anything is said of it: what stands below stays.
        .child(el("div").class("kept-place").child(kept_line(page)))
        .into()
}
