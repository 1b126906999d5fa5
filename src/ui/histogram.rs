//! The papers per year as bars, over which years are chosen.

use crate::search::facet::{Filter, years as years_label};
use crate::search::years::{Slot, Timeline, runs};
use crate::ui::app::Page;
use crate::ui::brush::Brush;
use crate::ui::dom::{Item, button, el, flag, list, when};
use crate::ui::facet_group::{Choice, choices, options};
use crate::ui::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What the keys do, for those who hear it.
const HELP: &str = "Arrow keys go from year to year, with Shift they choose a range.";

/// The filter by year: bars where there are several years, checkboxes for a single one and for papers without.
pub fn histogram(page: Page) -> AnyView {
    let found = page.found;
    let bars = flag(move || found.timeline.with(|timeline| timeline.slots().len() > 1));
    let (boxes, none) = options(page, checkboxes);
    let legend = el("legend").attr("id", "published").text("Published");
    el("fieldset")
        .class("facet")
        .attr("aria-describedby", "published-help")
        .hidden(move || none() && !bars.get())
        .child(legend)
        .child(when(move || bars.get(), move || plot(page)))
        .child(boxes)
        .into()
}

/// What is not drawn: papers whose year is not known, and the year when there is only one.
fn checkboxes(page: Page) -> Vec<Choice> {
    let mut counts = Vec::new();
    page.found.timeline.with(|timeline| {
        if let [slot] = timeline.slots() {
            counts.push((Filter::Years(slot.from, slot.to), slot.papers));
        }
    });
    let unknown = page.found.facets.with(|f| f.years.iter().find(|(year, _)| year.is_none()).map(|(_, count)| *count));
    if unknown.is_some() || page.view.0.with(|query| Filter::NoYear.is_on(query)) {
        counts.push((Filter::NoYear, unknown.unwrap_or(0)));
    }
    choices(page, counts)
}

fn plot(page: Page) -> AnyView {
    let Page { found, view, .. } = page;
    let brush = Brush::new(page);
    let place = brush.bars;
    let any = flag(move || view.0.with(|query| !query.years.is_empty()));
    let clear = move || {
        view.change(|query| query.years.clear());
        // The button goes; the bars are where its user was.
        let bar = place.get_untracked().and_then(|bars| bars.query_selector("[tabindex='0']").ok().flatten());
        if let Some(bar) = bar.and_then(|bar| bar.dyn_into::<HtmlElement>().ok()) {
            let _ = bar.focus();
        }
    };
    let said = {
        let brush = brush.clone();
        move || brush.told().and_then(|from| told(page, from)).unwrap_or_else(|| chosen(page))
    };
    let width = move || format!("--slots:{}", found.timeline.with(|timeline| timeline.slots().len()));
    let tick = |text: fn(&[Slot]) -> Option<String>| {
        el("span").text_of(move || found.timeline.with(|timeline| text(timeline.slots()).unwrap_or_default()))
    };
    let ticks = el("div")
        .class("ticks")
        .attr("aria-hidden", "true")
        .child(tick(|slots| {
            slots.first().map(|slot| if slot.folded { "≤ " } else { "" }.to_owned() + &slot.to.to_string())
        }))
        .child(tick(|slots| {
            slots.last().map(|slot| if slot.folded { "≥ " } else { "" }.to_owned() + &slot.from.to_string())
        }));
    let mut bars = el("div").class("bars").class_when("some", move || any.get()).place(place);
    for event in ["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave", "keydown", "focusout"] {
        let brush = brush.clone();
        bars = bars.on(event, move |event| brush.hear(event));
    }
    let items = move || {
        let item = |slot: &Slot| {
            let (from, to, brush) = (slot.from, slot.to, brush.clone());
            Item::new(format!("{from}-{to}"), move || bar(page, brush, from))
        };
        found.timeline.with(|timeline| timeline.slots().iter().map(item).collect())
    };
    el("div")
        .class("histogram")
        .style_of(width)
        .child(button("link", clear).hidden(move || !any.get()).text("All years"))
        .child(el("p").class("said").text_of(said))
        .child(bars.child(list(items)))
        .child(ticks)
        .child(el("p").class("unseen").attr("id", "published-help").text(HELP))
        .into()
}

/// One bar: a button as high as the plot, with its share of the fullest as colour.
fn bar(page: Page, brush: Brush, from: u16) -> AnyView {
    let Page { found, view, .. } = page;
    let papers = move |timeline: &Timeline| timeline.slot(from).map_or(0, |slot| slot.papers);
    let height = move || {
        let share = |timeline: &Timeline| u64::from(papers(timeline)) * 100 / u64::from(timeline.fullest().max(1));
        match found.timeline.with(|timeline| (papers(timeline), share(timeline))) {
            (0, _) => "--high:0px".to_owned(),
            (_, share) => format!("--high:max(2px,{share}%)"),
        }
    };
    let label = move || {
        found.timeline.with(|timeline| {
            let slot = timeline.slot(from)?;
            Some(format!("{}, {}", name(timeline, slot), words::papers(slot.papers)))
        })
    };
    let pressed = move || {
        let slot = found.timeline.with(|timeline| timeline.slot(from));
        let inside = |year: u16| slot.is_some_and(|slot| (slot.from..=slot.to).contains(&year));
        view.0.with(|query| query.years.iter().flatten().any(|year| inside(*year)))
    };
    let (of_tab, of_focus) = (brush.clone(), brush.clone());
    el("button")
        .attr("type", "button")
        .class("slot")
        .attr("data-from", from.to_string())
        .attr_of("aria-label", label)
        .state("aria-pressed", pressed)
        .attr_of("tabindex", move || Some(if of_tab.tabbed(from) { "0" } else { "-1" }.to_owned()))
        .style_of(height)
        .on("focus", move |_| of_focus.focused(from))
        .on("click", move |event| brush.press(from, &event))
        .into()
}

/// `2024`, `1990 and before`, `2030 and after`.
fn name(timeline: &Timeline, slot: Slot) -> String {
    match (slot.folded, timeline.slots().first() == Some(&slot)) {
        (false, _) => slot.from.to_string(),
        (true, true) => format!("{} and before", slot.to),
        (true, false) => format!("{} and after", slot.from),
    }
}

/// `2024 · 1,234 papers` of one bar.
fn told(page: Page, from: u16) -> Option<String> {
    page.found.timeline.with(|timeline| {
        let slot = timeline.slot(from)?;
        Some(format!("{} · {}", name(timeline, slot), words::papers(slot.papers)))
    })
}

/// `2021 – 2024 · 1,234 papers` of what is chosen.
fn chosen(page: Page) -> String {
    page.view.0.with(|query| {
        let years = &query.years;
        let mut parts: Vec<String> = runs(years).into_iter().map(|(from, to)| years_label(from, to)).collect();
        if years.contains(&None) {
            parts.push(if parts.is_empty() { "Year not known" } else { "not known" }.to_owned());
        }
        let counted = |year: &Option<u16>| years.is_empty() || years.contains(year);
        let papers = page.found.facets.with(|f| f.years.iter().filter(|(year, _)| counted(year)).map(|(_, n)| n).sum());
        let what = if parts.is_empty() { "All years".to_owned() } else { parts.join(", ") };
        format!("{what} · {}", words::papers(papers))
    })
}
