//! The ground the component tests stand on: a view mounts, and follows its signals.
use leptos::{prelude::*, task::tick};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_mounted_view_follows_its_signal() {
    let root = document().create_element("section").unwrap();
    let count = RwSignal::new(1);
    let _mounted = leptos::mount::mount_to(root.clone().unchecked_into(), move || {
        view! { <p>{count} {" papers"}</p> }
    });
    assert_eq!(root.text_content().as_deref(), Some("1 papers"));

    count.set(77);
    tick().await;
    assert_eq!(root.text_content().as_deref(), Some("77 papers"));
}
