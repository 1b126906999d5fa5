//! The page: Leptos components, state, storage and the worker client. wasm32 only.
//!
//! State lives in newtypes ([`state`], [`stars`], [`messages`]) over [`watched`] values; [`app`] makes them once, as one `Page`. The page never
//! reads a dump: files and pasted text go as Blobs through the [`client`] to the [`worker`], and cards come back.

pub mod actions;
pub mod add;
pub mod app;
pub mod audit;
pub mod backup;
pub mod brush;
pub mod bulk;
pub mod card;
pub mod chips;
pub mod choose;
pub mod chunks;
pub mod client;
pub mod clipboard;
pub mod compare;
pub mod corrections;
pub mod crash;
pub mod dom;
pub mod download;
pub mod drop;
pub mod dump_item;
pub mod dumps;
pub mod export_menu;
pub mod facet_group;
pub mod facets;
pub mod forget;
pub mod found;
pub mod fragment;
pub mod header;
pub mod help;
pub mod histogram;
pub mod history;
pub mod home;
pub mod icons;
pub mod intake;
pub mod journal;
pub mod keep;
pub mod keys;
pub mod later;
pub mod locks;
pub mod look;
pub mod menu;
pub mod messages;
pub mod palette;
pub mod pane;
pub mod paste;
pub mod reading;
pub mod received;
pub mod results;
pub mod rows;
pub mod search;
pub mod share;
pub mod sightings;
pub mod slices;
pub mod stars;
pub mod state;
pub mod steps;
pub mod storage;
pub mod swipe;
pub mod terms;
pub mod toast;
pub mod toolbar;
pub mod triage;
pub mod watched;
pub mod words;
pub mod work;
pub mod worker;

use std::pin::Pin;
use wasm_bindgen::JsCast;

/// Starts something that takes time. Boxed as Leptos has it for its own, so that there is one kind.
fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Runs the page in a window, the engine in a worker: the same wasm is loaded in both.
pub fn start() {
    let scope = js_sys::global();
    if scope.is_instance_of::<web_sys::Window>() {
        app::mount();
    } else if let Ok(scope) = scope.dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        worker::start(scope);
    }
}
