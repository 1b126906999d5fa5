//! Files for the user, made in the page.

use gloo_file::{Blob, ObjectUrl};
use gloo_timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// How long the browser may take to begin with a download.
const KEPT: u32 = 60_000;

/// Offers a text as a file to download.
pub fn save(name: &str, mime: &str, text: &str) {
    save_blob(name, Blob::new_with_options(text, Some(mime)));
}

/// Offers a Blob as a file to download.
pub fn save_blob(name: &str, blob: Blob) {
    let url = ObjectUrl::from(blob);
    let Ok(anchor) = document().create_element("a") else { return };
    let anchor: HtmlAnchorElement = anchor.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(KEPT, move || drop(url)).forget();
}
