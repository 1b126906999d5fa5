//! What the browser lends to pages that ask: locks between tabs, and storage that it does not clear by itself.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, act: &JsValue) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"])]
    fn persist() -> Result<js_sys::Promise, JsValue>;
}

/// Does something while no other tab holds the lock of this name; at once, where the browser has no locks.
pub fn with_lock(name: &str, act: impl Fn() + 'static) {
    let act = std::rc::Rc::new(act);
    let once = act.clone();
    match request_lock(name, &Closure::once_into_js(move || once())) {
        Ok(promise) => wait(promise),
        Err(_) => act(),
    }
}

/// Asks the browser to keep what is stored when it needs room.
pub fn keep_storage() {
    // Where it cannot be asked, nothing is lost by that.
    if let Ok(promise) = persist() {
        wait(promise);
    }
}

/// A promise whose refusal nobody hears would be an error on the console.
fn wait(promise: js_sys::Promise) {
    super::spawn(async move {
        let _ = JsFuture::from(promise).await;
    });
}
