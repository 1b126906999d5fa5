//! What was searched for beside words that look like typing errors.

use crate::search::exactly::quoted;
use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use leptos::prelude::*;

/// A quiet line per word. The place is always in the document, so that what comes is heard; no `role=status`, which is the
/// number of papers alone.
pub fn corrections(page: Page) -> AnyView {
    let line = move |typed: String, used: String| {
        Item::new(format!("{typed} {used}"), move || {
            let said = format!("“{typed}” looks like a typing error; results for “{used}” are shown too. ");
            let exactly = move || page.view.change(|query| query.text = quoted(&query.text, &typed));
            el("p").text(said).child(button("link", exactly).text("Search exactly")).into()
        })
    };
    let lines = move || page.found.corrections.get().into_iter().map(|(typed, used)| line(typed, used)).collect();
    el("div").class("corrections").attr("aria-live", "polite").child(list(lines)).into()
}
