//! The text: only the lines around those in sight are in the document.

use super::state::Place as Sight;
use super::{name, or_nothing, show_card};
use crate::dump::Role;
use crate::engine::protocol::Line;
use crate::ui::app::Page;
use crate::ui::dom::{Item, Place, effect, el, list, target};
use crate::ui::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, MouseEvent};

/// The text of the dump.
pub fn text(page: Page) -> AnyView {
    let audit = page.audit;
    let scroller = Place::new();
    effect(move |_| {
        if let Some(found) = scroller.get()
            && let Some(element) = found.dyn_ref::<HtmlElement>()
        {
            let _ = element.focus();
            measure(page);
        }
    });
    // Where the selection asks for another place, the element follows.
    effect(move |_| {
        let to = audit.wanted() as i32;
        request_animation_frame(move || {
            if let Some(element) = element() {
                element.set_scroll_top(to);
            }
        });
    });
    // The first lines tell how high lines are.
    effect(move |_| {
        audit.window(|_| ());
        request_animation_frame(move || measure(page));
    });
    let lines = move || {
        audit.window(|window| {
            let mut before = Role::Blank;
            let lines = window.lines.iter().zip(window.from..);
            lines
                .map(|(line, number)| {
                    let again = line.role == before;
                    if line.role != Role::Blank {
                        before = line.role;
                    }
                    let key = format!("{number}.{}{}", line.role as u8, u8::from(again));
                    let line = line.clone();
                    Item::new(key, move || row(page, number, line, again))
                })
                .collect()
        })
    };
    let height = move || format!("height: {}px", audit.place().layout(audit.total()).0 as u32);
    let shift = move || {
        let offset = audit.place().offset(audit.window(|window| window.from), audit.total());
        format!("transform: translateY({}px)", offset as i64)
    };
    let label = move || or_empty(super::of_report(page, |report| format!("Text of {}", report.name)));
    let pressed = move |event: Event| {
        let Some(number) = number_of(&event) else { return };
        let shift = event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key);
        audit.go(number, shift || audit.extends(), page.client);
    };
    let opened = move |event: Event| {
        let paper = number_of(&event).and_then(|number| {
            let has = |lines: [u32; 2]| lines[0] <= number && number <= lines[1];
            audit.window(|window| window.papers.iter().find(|paper| has(paper.lines)).cloned())
        });
        if let Some(paper) = paper
            && let Some(id) = paper.id
        {
            show_card(page, id, &paper.title);
        }
    };
    let all = el("div").class("audit-all").attr("role", "presentation").style_of(height);
    let shown = el("div").class("audit-lines").attr("role", "presentation").style_of(shift).child(list(lines));
    el("div")
        .class("audit-text-place")
        .child(
            el("div")
                .class("audit-text")
                .attr("role", "listbox")
                .attr("tabindex", "0")
                .attr("aria-multiselectable", "true")
                .attr_of("aria-label", move || Some(label()))
                .attr_of("aria-activedescendant", move || audit.active_here().map(|line| format!("line-{line}")))
                .on("scroll", move |_| measure(page))
                .on("click", pressed)
                .on("dblclick", opened)
                .place(scroller)
                .child(all.child(shown)),
        )
        .child_of(move || or_nothing(Some(ruler(page))))
        .into()
}

fn element() -> Option<HtmlElement> {
    document().query_selector(".audit-text").ok()??.dyn_into().ok()
}

/// Looks at what part of the text is in sight.
pub fn measure(page: Page) {
    let Some(element) = element() else { return };
    let line = element.query_selector(".line").ok().flatten();
    let row = line.map(|line| line.get_bounding_client_rect().height()).filter(|row| *row > 0.0);
    let row = row.unwrap_or(page.audit.row());
    let (top, height) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
    page.audit.scrolled(Sight { top, height, row }, page.client);
}

fn or_empty(text: Option<String>) -> String {
    text.unwrap_or_default()
}

/// The number of the line that an event is about.
fn number_of(event: &Event) -> Option<u32> {
    let line = target::<Element>(event)?.closest(".line").ok()??;
    line.id().strip_prefix("line-")?.parse().ok()
}

fn row(page: Page, number: u32, line: Line, again: bool) -> AnyView {
    let audit = page.audit;
    let selected = move || {
        let [first, last] = audit.selected();
        first <= number && number <= last
    };
    let class = match line.role {
        Role::Blank => "line",
        Role::Title => "line is-title",
        Role::Abstract => "line is-abstract",
        Role::Metadata => "line is-metadata",
        Role::Furniture => "line is-page",
        Role::NotUnderstood => "line is-unclear",
    };
    el("div")
        .class(class)
        .attr("role", "option")
        .attr("id", format!("line-{number}"))
        .attr("aria-posinset", number.to_string())
        .attr("aria-setsize", audit.total().to_string())
        .state("aria-selected", selected)
        .class_when("active", move || audit.active() == number)
        .child(el("span").class("line-number").text(words::number(number)))
        .child(el("span").class(if again { "line-role again" } else { "line-role" }).text(name(line.role)))
        .child(el("span").class("line-text").text(line.text))
        .into()
}

/// Where in the text lines are that were not understood; a press goes there.
fn ruler(page: Page) -> AnyView {
    let audit = page.audit;
    let marks = audit
        .not_understood()
        .into_iter()
        .map(|part| el("span").style_of(move || format!("top: {}%", f64::from(part) as u32 / 5)));
    let pressed = move |event: Event| {
        let Some(ruler) = target::<Element>(&event).and_then(|target| target.closest(".audit-ruler").ok()?) else {
            return;
        };
        let Some(mouse) = event.dyn_ref::<MouseEvent>() else { return };
        let seen = ruler.get_bounding_client_rect();
        let part = ((f64::from(mouse.client_y()) - seen.top()) / seen.height().max(1.0)).clamp(0.0, 1.0);
        let line = (part * f64::from(audit.total())) as u32 + 1;
        audit.select([line, line], page.client, true);
    };
    el("div").class("audit-ruler").attr("aria-hidden", "true").on("click", pressed).children(marks).into()
}
