//! The dialog that explains the language; a click on an example puts it into the field.

use super::SEARCH;
use crate::search::language::operators::{OPERATORS, SYNTAX};
use crate::ui::app::Page;
use crate::ui::dom::{El, button, el, group, when};
use crate::ui::paste::dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The dialog. What is in it is made when it opens: it is the longest text of the page.
pub fn query_help(page: Page) -> AnyView {
    let open = page.open.search;
    dialog("dialog wide", "query-help-title", "Query help", open)
        .child(when(move || open.get(), move || operators(page)))
        .into()
}

fn operators(page: Page) -> AnyView {
    let examples = |examples: &'static [(&str, &str)]| {
        let rows = examples.iter().map(move |(text, finds)| example(page, text, finds));
        el("dd").child(el("ul").class("examples").children(rows))
    };
    let operators = OPERATORS.iter().map(|operator| {
        let name = el("dt").child(el("code").text(operator.name).text(":")).child(el("span").text(operator.help));
        el("div").child(name).child(examples(operator.examples))
    });
    let words = el("div").child(el("dt").text("Words")).child(examples(SYNTAX));
    let rule = "A paper must match every part. What is not understood is underlined, and the rest is used.";
    group([el("p").class("quiet").text(rule), el("dl").class("operators").child(words).children(operators)])
}

fn example(page: Page, text: &'static str, finds: &'static str) -> El {
    let add = button("link", move || insert(page, text)).child(el("code").text(text));
    el("li").child(add).child(el("span").text(finds))
}

/// Adds an example to what is typed, and goes on there.
fn insert(page: Page, example: &str) {
    let before = page.view.0.with_untracked(|query| query.text.trim_end().to_owned());
    let space = if before.is_empty() { "" } else { " " };
    page.view.search([&before, space, example, " "].concat());
    page.open.search.set(false);
    // The dialog gives the focus back to where it was before; the field comes after that.
    request_animation_frame(|| {
        let field = document().get_element_by_id(SEARCH).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            let _ = field.focus();
            let end = field.value().encode_utf16().count() as u32;
            let _ = field.set_selection_range(end, end);
        }
    });
}
