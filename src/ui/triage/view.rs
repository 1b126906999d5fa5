//! Triage as it lies over the page: how far one is above, the paper in the middle, and below, always in the same place,
//! what can be said of it.

use super::state::Now;
use super::{close, decide, end, paper, undo};
use crate::favourites::Status;
use crate::triage::{Choice, Deck};
use crate::ui::app::Page;
use crate::ui::dom::{El, button, dynamic, el, when};
use crate::ui::stars::Mark;
use crate::ui::{icons, words};
use leptos::prelude::*;

/// The id of the place of the paper.
pub const STAGE: &str = "triage-stage";

/// The place of triage.
pub fn triage_place(page: Page) -> AnyView {
    when(move || page.triage.is_open_watched(), move || triage(page))
}

/// What opens it: in the header, and where there is no room in the toolbar.
pub fn triage_button(page: Page) -> AnyView {
    let open = move || {
        super::open(page);
    };
    button("button triage-button", open)
        .attr_of("title", move || Some(page.keys.hint("Decide one paper at a time", "triage")))
        .attr_of("disabled", move || (page.found.matched.get() == 0).then(String::new))
        .child(icons::cards())
        .child(el("span").text("Triage"))
        .into()
}

// In the second part of the wasm.
#[inline(never)]
fn triage(page: Page) -> AnyView {
    let triage = page.triage;
    let stage = move || match triage.now() {
        Now::End => end::end(page),
        now => paper::paper(page, now),
    };
    let stage = el("div").class("triage-text").child(dynamic(stage));
    el("section")
        .class("over triage")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr("aria-labelledby", "triage-title")
        .child(head(page))
        .child(el("div").class("triage-stage").attr("id", STAGE).attr("tabindex", "-1").child(stage))
        .child(foot(page))
        .child(el("p").class("unseen").attr("aria-live", "polite").text_of(move || triage.heard()))
        .into()
}

fn head(page: Page) -> El {
    let triage = page.triage;
    let waits = move || triage.deck(|deck| deck.place().1) == 0;
    let progress = move || if waits() { String::new() } else { triage.progress() };
    let bar = el("progress").class("bar").attr("aria-label", "Papers looked at").attr("max", "1000");
    let done = move || {
        let (at, count) = triage.deck(Deck::place);
        (at * 1000).checked_div(count).unwrap_or(0).to_string()
    };
    let left_out = move || {
        let said = words::count(triage.left_out() as u32, "decided paper is", "decided papers are");
        format!("{said} left out. ")
    };
    let widen = button("link", move || triage.widen(page.client)).text("Include");
    el("div")
        .class("over-head triage-head")
        .child(
            button("plain", close)
                .attr("aria-label", "Close triage")
                .attr("title", "Close (Esc)")
                .child(icons::cross()),
        )
        .child(el("h2").attr("id", "triage-title").text("Triage"))
        .child(el("p").class("triage-progress").text_of(progress))
        .child(
            el("p")
                .class("quiet triage-out")
                .hidden(move || waits() || triage.left_out() == 0)
                .text_of(left_out)
                .child(widen),
        )
        .child(bar.value(done))
}

/// What can be said, and the way back and forth.
fn foot(page: Page) -> El {
    let triage = page.triage;
    let key = move |id: &'static str| el("kbd").attr("aria-hidden", "true").text_of(move || page.keys.key(id));
    let end = move || triage.id().is_none();
    let choose = move |class: &'static str, name: &'static str, id: &'static str, choice: Choice| {
        button(class, move || decide(page, choice))
            .attr_of("aria-keyshortcuts", move || Some(page.keys.key(id)))
            .attr_of("disabled", move || end().then(String::new))
            .child(el("span").text(name))
            .child(key(id))
    };
    let marked = move |what: fn(&Mark) -> bool| move || triage.id().is_some_and(|id| page.stars.of(id).with(what));
    let go = move |name: &'static str, id: &'static str, back: bool| {
        button(if back { "plain turn-back" } else { "plain turn-on" }, move || triage.step(back, page.client))
            .attr("aria-label", name)
            .attr_of("title", move || Some(page.keys.hint(name, id)))
            .child(icons::chevron())
    };
    let back = button("button", move || undo(page))
        .attr_of("aria-keyshortcuts", move || Some(page.keys.key("undo")))
        .attr_of("disabled", move || triage.deck(|deck| !deck.can_undo()).then(String::new))
        .child(el("span").text("Undo"))
        .child(key("undo"));
    let aside = |mark: &Mark| mark.status == Status::NotInterested;
    let ways = el("div").class("triage-ways").child(back).child(go("Previous paper", "previous", true)).child(go(
        "Next paper",
        "next",
        false,
    ));
    let words = el("div")
        .class("over-words")
        .class_when("done", end)
        .attr("role", "group")
        .attr("aria-label", "Decision")
        .child(choose("button", "Not interested", "aside", Choice::Drop).state("aria-pressed", marked(aside)))
        .child(choose("button", "Later", "later", Choice::Later))
        .child(
            choose("button main-button", "Keep", "star", Choice::Keep)
                .state("aria-pressed", marked(|mark| mark.starred)),
        );
    el("div").class("over-foot triage-foot").child(ways).child(words)
}
