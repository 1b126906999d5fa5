//! Texts into the clipboard.

use crate::ui::spawn;
use gloo_file::Blob;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type ClipboardItem;
    #[wasm_bindgen(constructor, catch)]
    fn new(items: &JsValue) -> Result<ClipboardItem, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = write)]
    fn write(items: &js_sys::Array) -> Result<js_sys::Promise, JsValue>;
}

/// What is said when the browser refuses.
pub const REFUSED: &str = "This browser did not let Paperdeck write to the clipboard. Export gives the same as a file.";

/// A text that the clipboard waits for.
pub struct Waiting(js_sys::Function);

impl Waiting {
    /// Here it is.
    pub fn give(self, text: &str) {
        let blob = Blob::new_with_options(text, Some("text/plain"));
        // A promise takes anything.
        let _ = self.0.call1(&JsValue::NULL, &web_sys::Blob::from(blob));
    }
}

/// Puts a text into the clipboard that is still to come: browsers want to be asked while the click lasts. Says whether it
/// worked.
pub fn copy(done: impl FnOnce(bool) + 'static) -> Option<Waiting> {
    let mut waiting = None;
    let text = js_sys::Promise::new(&mut |resolve, _| waiting = Some(Waiting(resolve)));
    let texts = js_sys::Object::new();
    let item = js_sys::Reflect::set(&texts, &"text/plain".into(), &text).and_then(|_| ClipboardItem::new(&texts));
    let written = item.and_then(|item| write(&js_sys::Array::of1(&item)));
    spawn(async move {
        done(match written {
            Ok(written) => JsFuture::from(written).await.is_ok(),
            Err(_) => false,
        });
    });
    waiting
}
