//! The search field: what is typed, the parts of it that are not understood ([`problems`]), what could be typed next
//! ([`offers`]), and the dialog that explains the language ([`help`]).
//!
//! The language is pure, so the page asks it directly; the engine is asked for papers only.

pub mod help;
mod offers;
mod problems;

use crate::engine::protocol::Facets;
use crate::search::language::Problem;
use crate::search::language::suggest::{Known, Suggestion, suggest};
use crate::text::space::is_space;
use crate::ui::app::Page;
use crate::ui::dom::{Place, button, effect, el, target};
use crate::ui::watched::Watched;
use crate::ui::{icons, words};
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// The id of the search field, for the `/` key.
pub const SEARCH: &str = "search";

/// What somebody is doing in the field.
#[derive(Clone, Copy, Default, PartialEq)]
struct Doing {
    /// The caret, in bytes of the text; none while the focus is elsewhere, and once Enter says that the text is done.
    caret: Option<usize>,
    /// Whether to offer what could be typed next: from a key press on, until Escape.
    offering: bool,
    /// Which of it the arrow keys are at.
    at: Option<usize>,
}

/// The field, for its parts. What remains of one that is gone is small.
#[derive(Clone, Copy)]
struct Typing {
    page: Page,
    doing: &'static Watched<Doing>,
    /// What could be typed next, as long as it is to be offered.
    suggestion: &'static Watched<Option<Suggestion>>,
    /// What is not understood, but for the part that is being typed.
    problems: &'static Watched<Vec<Problem>>,
    input: Place,
    /// What lies over it.
    over: Place,
}

/// The field with its parts.
pub fn search_field(page: Page) -> AnyView {
    let typing = Typing {
        page,
        doing: Watched::lasting(Doing::default()),
        suggestion: Watched::lasting(None),
        problems: Watched::lasting(Vec::new()),
        input: Place::new(),
        over: Place::new(),
    };
    effect(move |_| typing.look());
    let hint = move || match page.found.total.get() {
        0 => String::new(),
        total => format!("Search {}", words::count(total, "paper", "papers")),
    };
    let moved = move |event: Event| typing.moved(&event);
    let told = move || typing.problems.with(|problems| problems.first().map(|_| problems::SENTENCE.to_owned()));
    let input = el("input")
        .attr("id", SEARCH)
        .attr("type", "search")
        .attr("aria-label", "Search")
        .attr_of("placeholder", move || Some(hint()))
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", offers::LIST)
        .attr_of("aria-activedescendant", move || typing.at().map(offers::option_id))
        .attr_of("aria-invalid", move || told().map(|_| "true".to_owned()))
        .attr_of("aria-describedby", told)
        .value(move || page.view.0.with(|query| query.text.clone()))
        .place(typing.input)
        .on("input", move |event| typing.typed(&event))
        .on("keydown", move |event| typing.key(&event))
        .on("keyup", moved)
        .on("click", moved)
        .on("focus", moved)
        .on("scroll", move |_| typing.align())
        .on("blur", move |_| typing.doing.set_if_new(Doing::default()));
    let help = button("plain query-help", move || page.open.search.set(true))
        .attr("aria-label", "Query help")
        .attr("title", "Query help")
        .child(icons::help());
    el("div")
        .class("search")
        .attr("role", "search")
        .child(icons::glass())
        .child(input)
        .child(el("kbd").class("search-key").attr("aria-hidden", "true").text_of(move || page.keys.key("search")))
        .child(problems::underline(typing))
        .child(help)
        .child(problems::sentence(typing))
        .child(offers::offers(typing))
        .into()
}

impl Typing {
    /// Looks at the text anew. It is short, and that takes microseconds.
    fn look(self) {
        let Doing { caret, offering, .. } = self.doing.get();
        let Page { view, found, stars, .. } = self.page;
        let (suggestion, problems) = view.0.with(|query| {
            let suggestion = caret.filter(|_| offering).and_then(|caret| {
                found.facets.with(|facets| {
                    let Facets { years, dumps, hosts, .. } = facets;
                    let known = Known { years, dumps, hosts, tags: &|| stars.tags() };
                    suggest(&query.text, caret, &known)
                })
            });
            (suggestion, problems::to_tell(&query.text, caret))
        });
        self.suggestion.set_if_new(suggestion);
        self.page.open.told.set_if_new(!problems.is_empty());
        self.problems.set_if_new(problems);
    }

    /// Which of the suggestions the arrow keys are at.
    fn at(self) -> Option<usize> {
        let at = self.doing.get().at?;
        self.suggestion.with(|found| found.as_ref().filter(|found| at < found.candidates.len()).map(|_| at))
    }

    fn typed(self, event: &Event) {
        let Some(input) = target::<HtmlInputElement>(event) else { return };
        self.doing.set(Doing { caret: caret(&input), offering: true, at: None });
        self.page.view.search(input.value());
    }

    /// The caret may be elsewhere now.
    fn moved(self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let Some(caret) = target::<HtmlInputElement>(event).as_ref().and_then(caret) else { return };
        let before = self.doing.get_untracked();
        if before.caret != Some(caret) && key.as_deref() != Some("Enter") {
            self.doing.set(Doing { caret: Some(caret), at: None, ..before });
        }
    }

    /// Keys that the suggestions take; all others are the field's own.
    fn key(self, event: &Event) {
        let Some(press) = event.dyn_ref::<KeyboardEvent>().filter(|press| !press.is_composing()) else { return };
        let doing = self.doing.get_untracked();
        let Some(suggestion) = self.suggestion.get_untracked() else {
            if press.key() == "Enter" {
                self.doing.set_if_new(Doing::default());
            }
            return;
        };
        let last = suggestion.candidates.len() - 1;
        let step = |at| self.doing.set(Doing { at, ..doing });
        match (press.key().as_str(), doing.at) {
            ("ArrowDown", None) => step(Some(0)),
            ("ArrowDown", Some(at)) => step(Some(at + 1).filter(|at| *at <= last)),
            ("ArrowUp", None) => step(Some(last)),
            ("ArrowUp", Some(at)) => step(at.checked_sub(1)),
            ("Enter" | "Tab", Some(at)) if !press.shift_key() => self.accept(at),
            ("Escape", _) => self.doing.set(Doing { offering: false, at: None, ..doing }),
            ("Enter", None) => return self.doing.set_if_new(Doing::default()),
            _ => return,
        }
        event.prevent_default();
    }

    /// Puts one of the suggestions into the text.
    fn accept(self, at: usize) {
        let Some(Suggestion { range, candidates }) = self.suggestion.get_untracked() else { return };
        if let Some(candidate) = candidates.get(at) {
            self.replace(range, &candidate.text);
        }
    }

    fn replace(self, range: Range<usize>, with: &str) {
        let text = self.page.view.0.with_untracked(|query| query.text.clone());
        let (Some(before), Some(after)) = (text.get(..range.start), text.get(range.end..)) else { return };
        // After a name comes its value, after a value the next part.
        let name = with.ends_with(':');
        let (space, after) = if name { ("", after) } else { (" ", after.trim_start_matches(is_space)) };
        let front = [before, with, space].concat();
        let input = self.input.get_untracked().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let text = [front.as_str(), after].concat();
        if let Some(input) = input {
            input.set_value(&text);
            let units = front.encode_utf16().count() as u32;
            // Fails only in fields without a caret.
            let _ = input.set_selection_range(units, units);
        }
        self.doing.set(Doing { caret: Some(front.len()), offering: name, at: None });
        self.page.view.search(text);
    }
}

/// Where the caret is, in bytes of the text: the browser counts UTF-16 units.
fn caret(input: &HtmlInputElement) -> Option<usize> {
    let mut units = input.selection_end().ok()?? as usize;
    let mut bytes = 0;
    for char in input.value().chars() {
        let Some(left) = units.checked_sub(char.len_utf16()) else { break };
        units = left;
        bytes += char.len_utf8();
    }
    Some(bytes)
}
