//! One dump: its progress, then what became of it, the year used, and the lines not understood.

use crate::dump::Diagnostic;
use crate::engine::protocol::{DumpId, DumpReport, ReferenceReport};
use crate::ui::app::Page;
use crate::ui::audit;
use crate::ui::client::Client;
use crate::ui::compare::compare_with;
use crate::ui::dom::{El, button, dynamic, el, flag, group, target, when};
use crate::ui::forget;
use crate::ui::later::when_here;
use crate::ui::state::{DumpRow, DumpState, Kept, reading};
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{Element, HtmlInputElement};

type State = &'static Watched<DumpState>;

/// A dump in the list.
pub fn dump_item(page: Page, row: DumpRow) -> AnyView {
    let DumpRow { id, name, state, kept } = row;
    // The report changes with the year; the details stay open meanwhile.
    let read = flag(move || of_report(state, |_| ()).is_some());
    let left = flag(move || state.with(|state| matches!(state, DumpState::Left(_))));
    let marks = flag(move || state.with(|state| matches!(state, DumpState::References(_))));
    let inside = move || match (read.get(), left.get()) {
        (true, _) => report(page, id, state, kept),
        (_, true) => left_out(page, id, &name, state),
        _ if marks.get() => references(page, id, &name, state, kept),
        _ => progress(page, id, &name, state),
    };
    let reads = move || !(read.get() || left.get() || marks.get());
    el("li")
        .class("dump")
        .class_when("left", move || left.get())
        .class_when("reads", reads)
        .child(dynamic(inside))
        .into()
}

fn of_report<T>(state: State, part: impl FnOnce(&DumpReport) -> T) -> Option<T> {
    state.with(|state| match state {
        DumpState::Read(report) => Some(part(report)),
        _ => None,
    })
}

fn progress(page: Page, id: DumpId, name: &str, state: State) -> AnyView {
    let now = move || state.with(reading);
    let stage = move || now().map_or_else(|| "Waiting".to_owned(), |now| words::progress(&now));
    let done = move || now().map_or(0, |now| words::share(now.stage, now.done, now.total));
    let line = el("p").class("dump-line").child(el("strong").text(name.to_owned())).text(": ").text_of(stage);
    let bar = el("progress").class("bar").attr("aria-label", format!("Reading {name}")).attr("max", "1000");
    // Appears only after a moment (style), so that quick dumps do not flicker.
    el("div")
        .class("reading")
        .child(line)
        .child(bar.value(move || done().to_string()))
        .child(button("link", move || page.client.cancel(id)).text("Cancel"))
        .into()
}

/// A dump that is not read, with a way to try again.
fn left_out(page: Page, id: DumpId, name: &str, state: State) -> AnyView {
    let name_id = format!("dump-{id}");
    let why = move || state.with(|state| if let DumpState::Left(why) = state { why.clone() } else { String::new() });
    let act = |name: &'static str, act: fn(Client, DumpId)| {
        button("link", move || act(page.client, id)).attr("aria-describedby", name_id.clone()).text(name)
    };
    let (retry, remove) = (act("Retry", Client::retry), act("Remove", Client::remove));
    let name = el("strong").attr("id", name_id.clone()).text(name.to_owned());
    group([
        el("p").class("dump-line").child(name).text(": ").text_of(why),
        el("div").class("dump-acts").child(retry).child(remove),
    ])
}

/// A file of references.
fn references(page: Page, id: DumpId, name: &str, state: State, kept: &'static Watched<Kept>) -> AnyView {
    let said = move || of_references(state, |report| format!("{}, {}", report.format, words::references(report)));
    let inside = move || references_details(page, id, state, kept);
    item(page, id, el("strong").text(name.to_owned()), said, kept, inside, None)
}

fn of_references<T: Default>(state: State, part: impl FnOnce(&ReferenceReport) -> T) -> T {
    state.with(|state| if let DumpState::References(report) = state { part(report) } else { T::default() })
}

// In the second part of the wasm.
#[inline(never)]
fn references_details(page: Page, id: DumpId, state: State, kept: &'static Watched<Kept>) -> AnyView {
    let why = "Papers of this file are marked as in your library: by arXiv id, else by title.";
    let problems = move || remarks(of_references(state, |report| told(&report.problems, report.problems_total)));
    group([el("p").class("quiet").text(why).into(), dynamic(problems), forget::kept_here(page, id, kept)])
}

fn report(page: Page, id: DumpId, state: State, kept: &'static Watched<Kept>) -> AnyView {
    let text = move |part: fn(&DumpReport) -> String| move || of_report(state, part).unwrap_or_default();
    let name = el("strong").text_of(text(|report| report.name.clone()));
    let inside = move || report_details(page, id, state, kept);
    let audit = button("link", move || audit::open(page, id, None)).text("Audit");
    item(page, id, name, text(words::report), kept, inside, Some(audit))
}

// This and what is in it is in the second part of the wasm.
#[inline(never)]
fn report_details(page: Page, id: DumpId, state: State, kept: &'static Watched<Kept>) -> AnyView {
    let guessed = move || of_report(state, |report| report.year_missing > 0) == Some(true);
    let said = move || of_report(state, evidence).unwrap_or_default();
    let lines = |report: &DumpReport| told(&report.diagnostics, report.diagnostics_total);
    group([
        when(guessed, move || year_setter(page, id, state)),
        compare_with(page, id),
        el("p").class("quiet").text_of(said).into(),
        dynamic(move || remarks(of_report(state, lines).unwrap_or_default())),
        forget::kept_here(page, id, kept),
    ])
}

/// What is in the library: its name, what became of it, details, and what can be done to it.
fn item(
    page: Page,
    id: DumpId,
    name: El,
    said: impl FnMut() -> String + Send + 'static,
    kept: &'static Watched<Kept>,
    inside: impl Fn() -> AnyView + Send + 'static,
    audit: Option<El>,
) -> AnyView {
    let name_id = format!("dump-{id}");
    // Made when they are looked at: with many dumps there is much to say of each.
    let open = RwSignal::new(false);
    let toggled = move |event| {
        if target::<Element>(&event).is_some_and(|details| details.has_attribute("open")) {
            when_here(page, Box::new(move |_| open.set(true)));
        } else {
            open.set(false);
        }
    };
    let details = el("details")
        .class("dump-details")
        .on("toggle", toggled)
        .child(el("summary").attr("aria-describedby", name_id.clone()).text("Details"))
        .child(when(move || open.get(), inside));
    let remove = button("link", move || page.client.remove(id)).text("Remove");
    let tools = audit.into_iter().chain([remove]).map(|tool| tool.attr("aria-describedby", name_id.clone()));
    group([
        el("p").class("dump-line").child(name.attr("id", name_id.clone())).text(": ").text_of(said),
        forget::not_kept(kept),
        el("div").class("dump-tools").class_when("opened", move || open.get()).child(details).children(tools),
    ])
}

/// Sets the year, or takes it back; that can be undone.
fn set_year(page: Page, id: DumpId, state: State, year: Option<u16>) {
    let Some((name, before)) =
        of_report(state, |report| (report.name.clone(), report.year.filter(|_| report.year_set)))
    else {
        return;
    };
    if before == year {
        return;
    }
    let client = page.client;
    client.set(id, |settings| settings.year = year);
    let said = match year {
        Some(year) => format!("{name}: years taken as {year}"),
        None => format!("{name}: your year is taken back"),
    };
    page.toast.show(said, Some(Arc::new(move || client.set(id, |settings| settings.year = before))));
}

fn year_setter(page: Page, id: DumpId, state: State) -> AnyView {
    let field = format!("year-{id}");
    let year = move || of_report(state, |report| report.year).flatten();
    let why = move || of_report(state, |report| words::sentence(&report.year_reason)).unwrap_or_default();
    let set = move || of_report(state, |report| report.year_set) == Some(true);
    let change = move |event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        let text = input.value();
        let year = text.trim().parse().ok().filter(|year| (1900..=2200).contains(year));
        if year.is_some() || text.trim().is_empty() {
            set_year(page, id, state, year);
        }
    };
    let input = el("input")
        .attr("id", field.clone())
        .attr("type", "number")
        .attr("min", "1900")
        .attr("max", "2200")
        .attr("step", "1")
        .attr("placeholder", "none")
        .attr("aria-describedby", format!("dump-{id}"))
        .value(move || year().map(|year| year.to_string()).unwrap_or_default())
        .on("change", change);
    el("div")
        .class("year")
        .child(el("label").attr("for", field).text("Year used"))
        .child(input)
        .child(button("link", move || set_year(page, id, state, None)).hidden(move || !set()).text("Take back"))
        .child(el("p").class("quiet").text_of(why))
        .into()
}

/// How the layout was known.
fn evidence(report: &DumpReport) -> String {
    let probe = report.probes.iter().find(|(layout, _)| *layout == report.layout);
    probe
        .map(|(layout, probe)| format!("Read as {layout}: {}.", probe.reason.trim_end_matches('.')))
        .unwrap_or_default()
}

/// The first of what there is to remark, and how much more there is.
fn told(diagnostics: &[Diagnostic], total: u32) -> Vec<String> {
    let mut lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let rest = (total as usize).saturating_sub(lines.len());
    if rest > 0 {
        lines.push(format!("and {rest} more"));
    }
    lines
}

fn remarks(lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return el("p").class("quiet").text("There is nothing to remark.").into();
    }
    let lines = lines.into_iter().map(|line| el("li").text(line));
    el("ul").class("diagnostics").attr("tabindex", "0").attr("aria-label", "Remarks").children(lines).into()
}
