//! A hello-world page of Leptos, rendered by the client: one button that counts its clicks. It is built and served as Paperdeck
//! is, and the bench opens both in turn.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the page.
#[wasm_bindgen(start)]
pub fn main() {
    leptos::mount::mount_to_body(|| {
        let (count, set_count) = signal(0);
        view! { <button on:click=move |_| set_count.update(|count| *count += 1)>{"Hello, world: "}{count}</button> }
    });
}
