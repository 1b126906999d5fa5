//! The view in the URL fragment: Back, reload and a sent link restore it.

use crate::export::link;
use crate::search::query::Query;
use crate::ui::dom::listen;
use crate::ui::state::View;
use crate::ui::steps;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// The fragment as it is.
pub fn raw() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').map_or_else(String::new, str::to_owned)
}

/// The view that the URL asks for.
pub fn read() -> Query {
    Query::from_fragment(&raw())
}

/// Writes a view into the URL, as a new step in the history or in place of the present one.
pub fn write(query: &Query, step: bool) {
    let push = step && !steps::in_place();
    put(query, push, &JsValue::NULL);
}

/// Writes the view again, as the step of something that lies over it.
pub fn lay_over(query: &Query) {
    put(query, true, &JsValue::TRUE);
}

/// Whether the present step is one of something over the view: the browser remembers it, also when the page is loaded anew.
pub fn is_laid_over() -> bool {
    window().history().and_then(|history| history.state()).is_ok_and(|state| state.is_truthy())
}

fn put(query: &Query, push: bool, state: &JsValue) {
    let fragment = query.to_fragment();
    let url = if fragment.is_empty() {
        let location = window().location();
        location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
    } else {
        format!("#{fragment}")
    };
    let Ok(history) = window().history() else { return };
    // Browsers refuse when a page writes too often; the view then only misses in the URL.
    let _ = if push {
        history.push_state_with_url(state, "", Some(&url))
    } else {
        history.replace_state_with_url(state, "", Some(&url))
    };
}

/// Follows Back, Forward and edits of the URL.
pub fn follow(view: View) {
    let restore = move || {
        // A reading list is no view: the one that is there stays.
        if link::is_list(&raw()) {
            return;
        }
        let query = read();
        if view.0.with_untracked(|old| *old != query) {
            view.0.set(query);
        }
    };
    listen("popstate", move |_: &Event| restore());
    listen("hashchange", move |_: &Event| restore());
}
