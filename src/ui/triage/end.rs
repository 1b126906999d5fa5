//! What became of the papers: how many, the titles that were kept, and what can be done with them.

use super::close;
use crate::export::Format;
use crate::paper::PaperId;
use crate::ui::app::Page;
use crate::ui::dom::{button, el, group, when};
use crate::ui::menu::{Act, menu};
use crate::ui::{icons, words};
use leptos::prelude::*;
use std::sync::Arc;

/// The end.
pub fn end(page: Page) -> AnyView {
    let triage = page.triage;
    let done = button("button main-button", close).text("Back to the list");
    if triage.deck(|deck| deck.place().1) == 0 {
        let said = el("p").text("Every paper of this list is decided already: a favourite, read, or not interesting.");
        let widen = button("button", move || triage.widen(page.client)).text("Include them");
        return group([
            el("h3").text("Nothing is left to decide."),
            said,
            el("div").class("triage-acts").child(widen).child(done),
        ]);
    }
    let left = triage.deck(|deck| deck.left());
    let again = button("button", move || triage.again(page.client))
        .hidden(move || left == 0)
        .text(format!("Go through the {} left", words::number(left as u32)));
    let kept = triage.kept();
    let titles = kept.iter().map(|(_, title)| el("li").text(title.clone()));
    let titles = el("ol").class("triage-kept").attr("aria-label", "Kept").children(titles);
    let some = !kept.is_empty();
    let ids: Arc<Vec<PaperId>> = Arc::new(kept.into_iter().map(|(id, _)| id).collect());
    let export = move || {
        let item = |format: Format| {
            let ids = ids.clone();
            (format.label(), Arc::new(move || page.client.export_papers(format, ids.to_vec())) as Act)
        };
        menu("Export what was kept", icons::tray(), Format::ALL.into_iter().map(item).collect())
    };
    group([
        el("h3").text(triage.summary()),
        titles,
        el("div").class("triage-acts").child(when(move || some, export)).child(again).child(done),
    ])
}
