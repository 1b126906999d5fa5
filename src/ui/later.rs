//! What of the page is in the second part of the wasm (`xtask/src/split/rules.rs`): it is called only when that part is here.

use crate::ui::app::Page;
use crate::ui::dom::{effect, when};
use crate::ui::spawn;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the page says when the second part cannot be had.
pub const LACKS: &str = "This needs a part of Paperdeck that could not be fetched. Try again when there is a network.";

/// Brings the second part, unless it is here; whether it is.
pub async fn is_here() -> bool {
    // Made by boot.js. Where the wasm is not parted, in component tests, there is none.
    let bring = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("paperdeckLater"));
    let Some(bring) = bring.ok().and_then(|bring| bring.dyn_into::<js_sys::Function>().ok()) else { return true };
    match bring.call0(&JsValue::NULL) {
        Ok(coming) => JsFuture::from(js_sys::Promise::resolve(&coming)).await.is_ok(),
        Err(_) => false,
    }
}

/// Does something in the second part; where that cannot be had, it is said.
pub fn when_here(page: Page, what: Box<dyn FnOnce(Page)>) {
    spawn(async move {
        if is_here().await {
            what(page);
        } else {
            page.messages.say(LACKS);
        }
    });
}

/// A view that is made once it is wanted for the first time. Where its code cannot be had, that is said, and `give_up` takes
/// back what asked for it.
pub fn later(
    page: Page,
    wanted: impl Fn() -> bool + 'static,
    give_up: impl Fn() + Copy + 'static,
    view: fn(Page) -> AnyView,
) -> AnyView {
    let here = RwSignal::new(false);
    effect(move |_| {
        if wanted() && !here.get_untracked() {
            spawn(async move {
                if is_here().await {
                    here.set(true);
                } else {
                    give_up();
                    page.messages.say(LACKS);
                }
            });
        }
    });
    when(move || here.get(), move || view(page))
}
