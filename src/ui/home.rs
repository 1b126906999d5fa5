//! The first visit: what this is, where to drop, and what happens to the text.

use crate::ui::add::{add_buttons, sample_button};
use crate::ui::app::Page;
use crate::ui::backup::restore;
use crate::ui::dom::{el, when};
use crate::ui::dumps::dump_region;
use crate::ui::icons;
use leptos::prelude::*;

/// What is shown while there is no paper.
pub fn home(page: Page) -> AnyView {
    let lead = "Paperdeck turns the text of Daily Papers pages into a deck of cards to search, filter and keep.";
    let hint = el("p")
        .class("zone-hint")
        .text("or paste a copied page with ")
        .child(el("kbd").text("Ctrl"))
        .text(" ")
        .child(el("kbd").text("V"))
        .text(", anywhere on this page");
    let zone = el("div")
        .class("zone")
        .child(icons::tray())
        .child(el("p").class("zone-title").text("Drop files here"))
        .child(hint)
        .child(el("div").class("zone-buttons").child(add_buttons(page)).child(sample_button(page)))
        .child(el("p").class("zone-note").text("The sample is of invented papers."));
    let promise = el("p").class("promise").text("Nothing leaves this browser: no account, no server, no upload.");
    let dumps = page.dumps;
    el("section")
        .class("home")
        .attr("aria-labelledby", "home-title")
        .child(el("h2").attr("id", "home-title").text("From a page of abstracts to the dozen worth reading."))
        .child(el("p").class("lead").text(lead))
        .child(zone)
        .child(el("div").class("home-foot").child(promise).child(restore()))
        .child(when(move || dumps.0.with(|rows| !rows.is_empty()), move || dump_region(page)))
        .into()
}
