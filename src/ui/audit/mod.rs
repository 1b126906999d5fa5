//! The audit of a dump: its text, every line with what it became, and what can be done about it.
//!
//! It lies over the page, which waits behind it unseen. Opening it is a step in the history, so that Back closes it.

mod actions;
pub mod history;
mod how;
mod keys;
mod selection;
pub mod state;
mod text;

use crate::dump::Role;
use crate::engine::protocol::{DumpId, DumpReport, Seek};
use crate::paper::PaperId;
use crate::search::query::Query;
use crate::ui::app::Page;
use crate::ui::dom::{button, effect, el, listen, nothing, target, when};
use crate::ui::state::DumpState;
use crate::ui::{icons, steps, words};
use leptos::prelude::*;
pub use state::Audit;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Opens the audit of a dump, at some lines of it.
pub fn open(page: Page, dump: DumpId, lines: Option<[u32; 2]>) {
    let audit = page.audit;
    if audit.dump().is_none() {
        steps::take(&page.view.0.get_untracked());
        audit.remember_focus();
    }
    audit.begin(dump, lines, page.client);
}

/// Opens the place of a sighting, by the name of its dump.
pub fn open_place(page: Page, name: &str, lines: [u32; 2]) {
    let named = |state: &DumpState| matches!(state, DumpState::Read(report) if report.name == name);
    let dump =
        page.dumps.0.with_untracked(|rows| rows.iter().find(|row| row.state.with_untracked(named)).map(|row| row.id));
    match dump {
        Some(dump) => open(page, dump, Some(lines)),
        None => page.toast.show(format!("{name} is not open."), None),
    }
}

/// Closes it: back in the history, which [`follow`] hears of.
fn close() {
    steps::back();
}

/// Closes it as if it had not been opened.
pub fn leave(page: Page) {
    // At once, so that the next that goes takes no second step back.
    page.audit.end();
    close();
}

/// Closes the audit when the user goes back, and shows a card as soon as it is in the list.
pub fn follow(page: Page) {
    // Cards can take the focus only when the page is no longer inert.
    let show = move || {
        request_animation_frame(move || {
            if let Some(card) = page.audit.take_card() {
                focus_card(card);
            }
        });
    };
    listen("popstate", move |_: &Event| {
        page.audit.end();
        show();
    });
    listen("resize", move |_: &Event| text::measure(page));
    // The dump may be removed meanwhile, from another tab.
    effect(move |_| {
        let Some(dump) = page.audit.dump_watched() else { return };
        if page.dumps.0.with(|rows| rows.iter().all(|row| row.id != dump)) {
            leave(page);
            page.toast.show("The dump of the audit was removed.", None);
        }
    });
    effect(move |first| {
        page.found.rows.track();
        if !first && page.audit.dump().is_none() {
            show();
        }
    });
}

/// Takes the last correction back, or makes it again.
pub fn turn(page: Page, back: bool) {
    actions::step(page, back);
}

/// Leaves the audit for the card of a paper; where the list has it not, for that paper alone.
fn show_card(page: Page, id: PaperId, title: &str) {
    page.audit.forget_focus();
    page.audit.await_card(id);
    if document().get_element_by_id(&format!("paper-{id}")).is_some() {
        return close();
    }
    page.audit.end();
    let words: String = title.chars().filter(|char| *char != '"').collect();
    let text = format!("title:\"{words}\"");
    page.view.apply(|query| *query = Query { text, ..Query::default() }, false);
    page.toast.show("This paper alone; Back brings the list as it was.", None);
}

fn focus_card(id: PaperId) {
    let card = document().get_element_by_id(&format!("paper-{id}")).and_then(|title| title.closest("article").ok()?);
    let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    card.scroll_into_view_with_scroll_into_view_options(&options);
    let _ = card.focus();
}

/// The report of the dump that is shown.
fn of_report<T>(page: Page, part: impl FnOnce(&DumpReport) -> T) -> Option<T> {
    let dump = page.audit.dump_watched()?;
    let state = page.dumps.0.with(|rows| rows.iter().find(|row| row.id == dump).map(|row| row.state))?;
    state.with(|state| match state {
        DumpState::Read(report) => Some(part(report)),
        _ => None,
    })
}

/// What a role is called.
fn name(role: Role) -> &'static str {
    match role {
        Role::Blank => "",
        Role::Title => "Title",
        Role::Abstract => "Abstract",
        Role::Metadata => "Metadata",
        Role::Furniture => "Page",
        Role::NotUnderstood => "Unclear",
    }
}

/// The place of the audit.
pub fn audit_place(page: Page) -> AnyView {
    when(move || page.audit.dump_watched().is_some(), move || audit(page))
}

fn audit(page: Page) -> AnyView {
    let title = move || format!("Audit of {}", of_report(page, |report| report.name.clone()).unwrap_or_default());
    let what = move || of_report(page, words::report).unwrap_or_default();
    let step = move |back: bool| {
        let (label, hint) = if back { ("Undo", "Undo (u)") } else { ("Redo", "Redo (Shift u)") };
        let none = move || {
            let steps =
                of_report(page, |_| page.audit.dump()).flatten().map_or((false, false), |dump| page.client.steps(dump));
            !(if back { steps.0 } else { steps.1 })
        };
        button("link", move || actions::step(page, back))
            .attr("title", hint)
            .attr_of("disabled", move || none().then(String::new))
            .text(label)
    };
    let head = el("div")
        .class("audit-head")
        .child(
            button("plain", close)
                .attr("aria-label", "Close the audit")
                .attr("title", "Close (Esc)")
                .child(icons::cross()),
        )
        .child(
            el("div")
                .class("audit-name")
                .child(el("h2").attr("id", "audit-title").text_of(title))
                .child(el("p").class("quiet").text_of(what)),
        )
        .child(step(true))
        .child(step(false));
    let said = move || page.audit.said();
    let bar = el("progress").class("bar").attr("aria-label", "Reading it again").attr("max", "1000");
    let again = el("div")
        .class("audit-again")
        .hidden(move || page.audit.again().is_none())
        .child(bar.value(move || page.audit.again().unwrap_or(0).to_string()));
    el("section")
        .class("over audit")
        .attr("aria-labelledby", "audit-title")
        .on("keydown", move |event| keys::heard(page, event))
        .child(head)
        .child(legend(page))
        .child(el("p").class("audit-said").attr("role", "alert").hidden(move || said().is_empty()).text_of(said))
        .child(again)
        .child(
            el("div").class("audit-body").child(text::text(page)).child(
                el("div")
                    .class("audit-side")
                    .attr("tabindex", "-1")
                    .child(selection::selection(page))
                    .child(how::corrections(page))
                    .child(how::remarks(page))
                    .child(how::layouts(page)),
            ),
        )
        .into()
}

/// What the colours mean, with how many lines there are of each: a press goes to the next ones. And where to go.
fn legend(page: Page) -> AnyView {
    let audit = page.audit;
    let part = |role: Role| {
        let count = move || audit.count(role);
        button(class(role), move || audit.seek(page.client, Seek::Role(role), false))
            .attr("title", "Go to the next ones")
            .attr_of("disabled", move || (count() == 0).then(String::new))
            .child(el("span").text(if role == Role::NotUnderstood { "Not understood" } else { name(role) }))
            .text(" ")
            .child(el("span").class("number").text_of(move || words::number(count())))
    };
    let roles = [Role::Title, Role::Abstract, Role::Metadata, Role::Furniture, Role::NotUnderstood];
    let back = button("plain", move || audit.seek(page.client, Seek::Role(Role::NotUnderstood), true))
        .attr("aria-label", "Previous line not understood")
        .attr("title", "Previous line not understood (p)")
        .hidden(move || audit.count(Role::NotUnderstood) == 0)
        .child(el("span").class("turned").child(icons::chevron()));
    let next = button("plain", move || audit.seek(page.client, Seek::Role(Role::NotUnderstood), false))
        .attr("aria-label", "Next line not understood")
        .attr("title", "Next line not understood (n)")
        .hidden(move || audit.count(Role::NotUnderstood) == 0)
        .child(icons::chevron());
    let go = move |event: Event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let Some(field) = target::<HtmlInputElement>(&event).filter(|_| key.key() == "Enter") else { return };
        let typed = field.value();
        match typed.trim().parse::<u32>() {
            Ok(line) => audit.select([line, line], page.client, true),
            Err(_) => audit.seek(page.client, Seek::Text(typed.trim().to_owned()), key.shift_key()),
        }
    };
    let field = el("input")
        .attr("type", "search")
        .attr("id", "audit-go")
        .attr("placeholder", "Line or words")
        .attr("aria-label", "Go to a line or to words")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("keydown", go);
    el("div")
        .class("audit-legend")
        .attr("role", "group")
        .attr("aria-label", "Lines by what they became")
        .children(roles.map(part))
        .child(back)
        .child(next)
        .child(field)
        .into()
}

/// The classes of a role, in the legend.
fn class(role: Role) -> &'static str {
    match role {
        Role::Blank => "",
        Role::Title => "role is-title",
        Role::Abstract => "role is-abstract",
        Role::Metadata => "role is-metadata",
        Role::Furniture => "role is-page",
        Role::NotUnderstood => "role is-unclear",
    }
}

/// Nothing where the dump is gone.
fn or_nothing(view: Option<AnyView>) -> AnyView {
    view.unwrap_or_else(nothing)
}
