//! What is wrong with the text: underlined where it is typed, and said below the field.

use super::Typing;
use crate::search::language::{Problem, parse};
use crate::text::space::is_space;
use crate::ui::dom::{Place, effect, el, group, nothing};
use crate::ui::words;
use leptos::prelude::*;

/// The id of the sentence.
pub(super) const SENTENCE: &str = "search-problem";

/// What to tell of a text: nothing about the part that is being typed.
pub(super) fn to_tell(text: &str, caret: Option<usize>) -> Vec<Problem> {
    let problems = parse(text).problems.into_iter();
    problems.filter(|problem| caret.is_none_or(|caret| !is_typed(problem, text, caret))).collect()
}

impl Typing {
    /// Brings the underlines under the text.
    pub(super) fn align(self) {
        let place = |place: Place| place.try_get_untracked().flatten();
        if let (Some(input), Some(over)) = (place(self.input), place(self.over)) {
            over.set_scroll_left(input.scroll_left());
        }
    }
}

/// Whether somebody at the caret is still typing the part in question.
fn is_typed(problem: &Problem, text: &str, caret: usize) -> bool {
    let rest = text.get(problem.range.end..).unwrap_or("");
    let end = problem.range.end + rest.find(is_space).unwrap_or(rest.len());
    (problem.range.start..=end).contains(&caret) || (problem.unfinished && caret == text.len())
}

/// The text once more, unseen but for its underlines, right over the field's own.
pub(super) fn underline(typing: Typing) -> AnyView {
    // A field scrolls with its caret, and only afterwards.
    effect(move |_| {
        typing.doing.track();
        typing.page.view.0.track();
        request_animation_frame(move || typing.align());
    });
    let parts = move || {
        let problems = typing.problems.get();
        if problems.is_empty() {
            return nothing();
        }
        let text = typing.page.view.0.with(|query| query.text.clone());
        let mut parts: Vec<AnyView> = Vec::new();
        let mut at = 0;
        for Problem { range, .. } in problems {
            let start = range.start.max(at);
            let (Some(before), Some(wrong)) = (text.get(at..start), text.get(start..range.end)) else { continue };
            parts.push(before.to_owned().into_any());
            parts.push(el("span").class("wrong").text(wrong.to_owned()).into());
            at = range.end;
        }
        parts.push(text.get(at..).unwrap_or("").to_owned().into_any());
        group(parts)
    };
    el("div").class("search-over").attr("aria-hidden", "true").place(typing.over).child_of(parts).into()
}

/// The sentence below the field: of the first problem.
pub(super) fn sentence(typing: Typing) -> AnyView {
    let sentence = move || {
        typing
            .problems
            .with(|problems| problems.first().map_or(String::new(), |problem| words::sentence(&problem.message)))
    };
    // Always there, so that its changes are heard.
    el("p").class("search-problem").attr("id", SENTENCE).attr("aria-live", "polite").text_of(sentence).into()
}
