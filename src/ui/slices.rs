//! Long work in slices, so that messages, input and painting get in between.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long, in milliseconds, the page works before others have their turn: less than a frame.
const SLICE: f64 = 10.0;

/// A stretch of time to work in.
pub struct Slice {
    until: f64,
}

impl Slice {
    /// One that begins now.
    pub fn begin() -> Self {
        Self { until: js_sys::Date::now() + SLICE }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        js_sys::Date::now() >= self.until
    }
}

/// One turn of the event loop, without the 4 ms that browsers add to nested timeouts.
pub async fn turn() {
    if let Ok(channel) = MessageChannel::new() {
        let port = channel.port1();
        let next = js_sys::Promise::new(&mut |resolve, _| port.set_onmessage(Some(&resolve)));
        if channel.port2().post_message(&JsValue::NULL).is_ok() {
            let _ = JsFuture::from(next).await;
            port.set_onmessage(None);
            channel.port1().close();
            return;
        }
    }
    gloo_timers::future::TimeoutFuture::new(0).await;
}
