//! How the dump was read: corrections, remarks, and what every layout says of it.

use super::{actions, of_report};
use crate::dump::settings::Correction;
use crate::order;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list, target};
use crate::ui::words;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

/// The corrections, each with the way back.
pub fn corrections(page: Page) -> AnyView {
    let all = move || of_report(page, |report| report.settings.corrections.clone()).unwrap_or_default();
    let items = move || {
        let corrections = all().into_iter().enumerate();
        corrections
            .map(|(at, correction)| {
                let said = actions::sentence(&correction);
                Item::new(format!("{at} {said}"), move || item(page, correction, said))
            })
            .collect()
    };
    el("div")
        .class("audit-part")
        .hidden(move || all().is_empty())
        .child(el("h3").text("Corrections"))
        .child(el("ul").class("audit-list").child(list(items)))
        .into()
}

fn item(page: Page, correction: Correction, said: String) -> AnyView {
    let lines = correction.lines;
    let go = button("link remark", move || page.audit.select(lines, page.client, true)).text(said.clone());
    let back = button("link", move || actions::take_back(page, &correction))
        .attr("aria-label", format!("Take back: {said}"))
        .text("Take back");
    el("li").child(go).child(back).into()
}

/// The remarks, each of which leads to its line.
pub fn remarks(page: Page) -> AnyView {
    let items = move || {
        let all = of_report(page, |report| report.diagnostics.clone()).unwrap_or_default();
        let items = all.into_iter().enumerate().map(|(at, diagnostic)| {
            let (line, said) = (diagnostic.line, diagnostic.to_string());
            Item::new(format!("{at} {said}"), move || {
                let go = move || page.audit.select([line, line], page.client, true);
                el("li").child(button("link remark", go).text(words::sentence(&said))).into()
            })
        });
        items.collect()
    };
    let count = move || of_report(page, |report| report.diagnostics_total).unwrap_or(0);
    let rest = move || {
        let shown = of_report(page, |report| report.diagnostics.len() as u32).unwrap_or(0);
        format!("and {} more", words::number(count().saturating_sub(shown)))
    };
    let more = move || of_report(page, |report| report.diagnostics.len() as u32) == Some(count());
    el("div")
        .class("audit-part")
        .child(el("h3").text("Remarks"))
        .child(el("p").class("quiet").hidden(move || count() > 0).text("There is nothing to remark."))
        .child(el("ul").class("audit-list").child(list(items)))
        .child(el("p").class("quiet").hidden(more).text_of(rest))
        .into()
}

/// What the layouts say of the text, and which one it is read in.
pub fn layouts(page: Page) -> AnyView {
    let names: Vec<String> =
        untrack(|| of_report(page, |report| report.probes.iter().map(|(name, _)| name.clone()).collect()))
            .unwrap_or_default();
    let forced = move || of_report(page, |report| report.settings.layout.clone()).flatten().unwrap_or_default();
    let chosen = move |event| {
        if let Some(select) = target::<HtmlSelectElement>(&event) {
            let layout = select.value();
            // It shows what is, and that changes only if the dump can be read so.
            select.set_value(&untrack(forced));
            actions::read_as(page, Some(layout).filter(|layout| !layout.is_empty()));
        }
    };
    let option = |value: String, text: String| {
        let own = value.clone();
        el("option").attr("value", value).set("selected", move || forced() == own).text(text)
    };
    let select = el("select")
        .attr("id", "audit-layout")
        .on("change", chosen)
        .child(option(String::new(), "Find out by itself".to_owned()))
        .children(names.into_iter().map(|name| option(name.clone(), name)));
    let scores = move || {
        let probes = of_report(page, |report| report.probes.clone()).unwrap_or_default();
        // Those that fit first.
        let mut order: Vec<_> =
            probes.iter().zip(0..).map(|((_, probe), at)| (u64::from(100 - probe.score), at)).collect();
        order::sort(&mut order, &|a, b| a.cmp(&b));
        let sorted = order.into_iter().filter_map(|(_, at)| probes.get(at as usize).cloned());
        let items = sorted.map(|(name, probe)| {
            Item::new(name.clone(), move || {
                el("li")
                    .child(el("span").class("score").text(probe.score.to_string()))
                    .child(
                        el("span").class("remark").child(el("strong").text(name)).text(format!(": {}", probe.reason)),
                    )
                    .into()
            })
        });
        items.collect()
    };
    el("div")
        .class("audit-part")
        .child(
            el("div")
                .class("audit-part-head")
                .child(el("h3").child(el("label").attr("for", "audit-layout").text("Read as")))
                .child(select),
        )
        .child(el("p").class("quiet").text("How sure each layout is that the text is its own, of 100:"))
        .child(el("ul").class("audit-list scores").child(list(scores)))
        .into()
}
