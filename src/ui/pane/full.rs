//! The paper over the whole of a small screen: how far one is above, the paper in the middle, and below, where thumbs reach,
//! what can be said of it and the way to the papers beside it.

use super::{FROM, OPEN, close, paper, row, to_paper};
use crate::favourites::Status;
use crate::ui::actions::Action;
use crate::ui::app::Page;
use crate::ui::dom::{button, effect, el};
use crate::ui::results::focus_if_lost;
use crate::ui::stars::Mark;
use crate::ui::watched::Watched;
use crate::ui::{icons, keys, steps, words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, ScrollIntoViewOptions, ScrollLogicalPosition};

/// So many papers before the last that is here, more are asked for.
const AHEAD: usize = 5;

/// Opens it.
// In the second part of the wasm, as all of this file.
#[inline(never)]
pub fn begin(page: Page) {
    if OPEN.replace(true) {
        return;
    }
    let focus = document().active_element().and_then(|element| element.dyn_into().ok());
    FROM.set(focus);
    steps::take(&page.view.0.get_untracked());
    page.open.full.set(true);
}

/// Gives the focus back, when it is closed.
#[inline(never)]
pub fn end(page: Page) {
    let (from, paper) = (FROM.take(), page.open.paper.get_untracked());
    // The page can take the focus only when it is no longer inert.
    request_animation_frame(move || {
        let heading = paper.and_then(|id| document().get_element_by_id(&format!("paper-{id}")));
        let card = heading.and_then(|heading| heading.parent_element());
        let same = from.filter(|from| card.as_ref().is_none_or(|card| card.contains(Some(from))));
        if let Some(from) = same {
            // The list is where it was.
            let how = FocusOptions::new();
            how.set_prevent_scroll(true);
            let _ = from.focus_with_options(&how);
        } else if let Some(card) = card {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            card.scroll_into_view_with_scroll_into_view_options(&options);
            keys::focus(card.query_selector(".card-open").ok().flatten().or(Some(card)));
        }
        focus_if_lost();
    });
}

/// Does what a key stands for; whether there was anything to do.
#[inline(never)]
pub fn act(page: Page, action: &Action) -> bool {
    match action.id {
        "next" => step(page, 1),
        "previous" => step(page, -1),
        "later" => later(page),
        "open" => close(),
        // These are about the list.
        "search" | "triage" => return false,
        _ => return (action.act)(page),
    }
    true
}

/// Where the paper is in the list; watched.
fn place(page: Page) -> Option<usize> {
    let id = row(page)?.id;
    page.found.rows.with(|rows| rows.iter().position(|row| row.id == id))
}

fn step(page: Page, by: isize) {
    let Some(now) = untrack(|| place(page)) else { return };
    let next = now.checked_add_signed(by);
    let id = next.and_then(|next| page.found.rows.with_untracked(|rows| rows.get(next).map(|row| row.id)));
    if id.is_some() {
        page.open.paper.set_if_new(id);
    }
    if page.found.rows.with_untracked(Vec::len) < now + AHEAD {
        page.client.more();
    }
}

/// On to the next paper, or after the last back to the list.
fn later(page: Page) {
    let last = untrack(|| place(page)).is_none_or(|at| at + 1 >= page.found.matched.get_untracked() as usize);
    if last { close() } else { step(page, 1) }
}

/// The paper.
#[inline(never)]
pub fn full(page: Page) -> AnyView {
    let at = Watched::<usize>::lasting(0);
    let all = move || page.found.matched.get() as usize;
    let number = |number: usize| words::number(number as u32);
    let where_ = move || format!("{} of {}", number(at.get() + 1), number(all()));
    // Heard by those who stay on a button while papers go by; others hear the paper itself, which gets the focus.
    let heard = Watched::lasting(String::new());
    effect(move |first| {
        let rows = page.found.rows.with(Vec::len);
        let Some(id) = page.open.paper.get() else { return };
        let found = page.found.rows.with_untracked(|rows| rows.iter().position(|row| row.id == id));
        match found {
            Some(found) => at.set_if_new(found),
            None if rows == 0 => close(),
            // It left the list: the one that takes its place.
            None => {
                let last = at.get_untracked().min(rows - 1);
                page.open.paper.set_if_new(page.found.rows.with_untracked(|rows| rows.get(last).map(|row| row.id)));
                return;
            }
        }
        request_animation_frame(move || {
            let elsewhere = document()
                .active_element()
                .is_some_and(|element| element.closest(".over-foot").is_ok_and(|foot| foot.is_some()));
            if elsewhere && !first {
                let title = untrack(|| row(page)).map(|row| row.card.title.with_untracked(|title| title.text.clone()));
                heard.set_if_new([&title.unwrap_or_default(), ". ", &untrack(where_)].concat());
            }
            // What had it before may have it still: it goes when the page is drawn.
            if first {
                to_paper();
            } else {
                focus_if_lost();
            }
        });
    });
    let mark = move |what: fn(&Mark) -> bool| move || row(page).is_some_and(|row| page.stars.of(row.id).with(what));
    let press = |button: &'static str| {
        move || {
            keys::press(button);
        }
    };
    let head = el("div")
        .class("over-head")
        .child(
            button("plain", close)
                .attr("aria-label", "Close the paper")
                .attr("title", "Close (Esc)")
                .child(icons::cross()),
        )
        .child(el("p").class("over-place").text_of(where_));
    let turn = move |class: &'static str, name: &'static str, id: &'static str, by: isize| {
        let end = move || if by < 0 { at.get() == 0 } else { at.get() + 1 >= all() };
        button(class, move || step(page, by))
            .attr("aria-label", name)
            .attr_of("title", move || Some(page.keys.hint(name, id)))
            .state("aria-disabled", end)
            .child(icons::chevron())
    };
    let aside = |mark: &Mark| mark.status == Status::NotInterested;
    let decision = el("div")
        .class("over-words")
        .attr("role", "group")
        .attr("aria-label", "Decision")
        .child(button("button", press(".aside-button")).state("aria-pressed", mark(aside)).text("Not interested"))
        .child(button("button", move || later(page)).text("Later"))
        .child(
            button("button", press(".star"))
                .state("aria-pressed", mark(|mark| mark.starred))
                .child(icons::star())
                .child(el("span").text("Favourite")),
        );
    let foot = el("div")
        .class("over-foot")
        .child(turn("plain turn-back", "Previous paper", "previous", -1))
        .child(decision)
        .child(turn("plain turn-on", "Next paper", "next", 1));
    let behind = move || (page.audit.dump_watched().is_some() || page.triage.is_open_watched()).then(String::new);
    el("section")
        .class("over pane")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr_of("aria-labelledby", move || row(page).map(|row| format!("open-{}", row.id)))
        .attr_of("inert", behind)
        .child(head)
        .child(paper(page))
        .child(foot)
        .child(el("p").class("unseen").attr("aria-live", "polite").text_of(move || heard.get()))
        .into()
}
