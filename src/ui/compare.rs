//! What changed from one dump to another: where two are chosen, and the filters for the kinds of change.

use crate::engine::protocol::{DumpId, DumpReport};
use crate::search::facet::Filter;
use crate::ui::app::Page;
use crate::ui::dom::{Item, el, flag, list, target, when};
use crate::ui::facet_group::{Choice, choices, options};
use crate::ui::state::DumpState;
use crate::ui::words;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

/// Something of every dump that was read, in the order of opening.
fn read<T>(page: Page, part: impl Fn(DumpId, &DumpReport) -> T) -> Vec<T> {
    page.dumps.0.with(|rows| {
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            row.state.with(|state| {
                if let DumpState::Read(report) = state {
                    all.push(part(row.id, report));
                }
            });
        }
        all
    })
}

/// The earlier and the later of two dumps by name, where their days are known; else the first that was given.
fn in_order(page: Page, one: String, other: String) -> (String, String) {
    let days = read(page, |_, report| (report.name.clone(), report.captured));
    let day = |name: &str| days.iter().find(|(known, _)| known == name).and_then(|(_, day)| *day);
    match (day(&one), day(&other)) {
        (Some(a), Some(b)) if b < a => (other, one),
        _ => (one, other),
    }
}

/// Chooses a dump to compare one with.
pub fn compare_with(page: Page, id: DumpId) -> AnyView {
    let field = format!("compare-{id}");
    let name =
        move || read(page, |other, report| (other == id).then(|| report.name.clone())).into_iter().flatten().next();
    let others = move || read(page, |other, report| (other != id).then(|| report.name.clone()));
    let compared = move || {
        let name = name()?;
        page.view.0.with(|query| match &query.compare {
            Some((from, to)) if *to == name => Some(from.clone()),
            Some((from, to)) if *from == name => Some(to.clone()),
            _ => None,
        })
    };
    let chosen = move |event| {
        let other = target::<HtmlSelectElement>(&event).map(|select| select.value()).unwrap_or_default();
        let Some(name) = untrack(name) else { return };
        let pair = (!other.is_empty()).then(|| untrack(|| in_order(page, other, name)));
        page.view.change(|query| {
            Filter::Compare.set(query, false);
            query.compare = pair;
        });
    };
    let options = move || {
        let names = std::iter::once(String::new()).chain(others().into_iter().flatten());
        names
            .map(|name| {
                Item::new(name.clone(), move || {
                    let label = if name.is_empty() { "no other".to_owned() } else { name.clone() };
                    let option = el("option").attr("value", name.clone());
                    option.set("selected", move || compared().unwrap_or_default() == name).text(label).into()
                })
            })
            .collect()
    };
    let many = move || read(page, |_, _| ()).len() > 1;
    when(many, move || {
        let select = el("select").attr("id", field.clone()).on("change", chosen).child(list(options));
        let label = el("label").attr("for", field.clone()).text("Compare with");
        el("div").class("compare").child(label).child(select).into()
    })
}

/// A dump that is compared and not open.
pub fn closed(page: Page) -> Option<String> {
    let (from, to) = page.view.0.with(|query| query.compare.clone())?;
    let names = read(page, |_, report| report.name.clone());
    [from, to].into_iter().find(|name| !names.contains(name))
}

/// The kinds of change there are.
pub fn changes(page: Page) -> Vec<Choice> {
    let counts = page.found.facets.with(|facets| facets.changes.clone());
    choices(page, counts.into_iter().map(|(change, count)| (Filter::Change(change), count)))
}

/// The kinds of change, while two dumps are compared.
pub fn changes_group(page: Page) -> AnyView {
    let on = flag(move || page.view.0.with(|query| query.compare.is_some()));
    let said = move || {
        let Some((from, to)) = page.view.0.with(|query| query.compare.clone()) else { return String::new() };
        let days = read(page, |_, report| (report.name.clone(), report.captured));
        let said = |name: String| match days.iter().find(|(known, _)| *known == name) {
            Some((_, Some(day))) => format!("{name} ({})", words::whole_date(*day)),
            Some((_, None)) => name,
            None => format!("{name} (not open)"),
        };
        format!(
            "From {} to {}: papers that only one of them has, or that gained comments or upvotes.",
            said(from),
            said(to)
        )
    };
    when(
        move || on.get(),
        move || {
            let (options, _) = options(page, changes);
            el("fieldset")
                .class("facet")
                .child(el("legend").text("Changes"))
                .child(el("p").class("quiet").text_of(said))
                .child(options)
                .into()
        },
    )
}
