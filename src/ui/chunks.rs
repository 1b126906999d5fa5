//! The bytes of a file, a chunk at a time. What is packed with gzip, which its first bytes tell, is unpacked on the way by
//! the browser.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Bytes read at a time: some more than a small dump has, about as many as the engine reads in a slice.
const CHUNK: f64 = 2.1 * 1024.0 * 1024.0;

#[wasm_bindgen]
extern "C" {
    type Unpacked;
    // Made by boot.js.
    #[wasm_bindgen(catch, js_name = paperdeckUnpack)]
    fn unpack(blob: &Blob) -> Result<Unpacked, JsValue>;
    // A promise of the next bytes (nothing at the end) and of how many of the file were used up with them.
    #[wasm_bindgen(method)]
    fn next(this: &Unpacked) -> js_sys::Promise;
}

/// A file as it is read.
pub struct Chunks(Kind);

enum Kind {
    /// As it is. Slices, not a stream: they are as large as is asked for, and no more is read ahead than one.
    Plain {
        blob: Blob,
        /// Where the next chunk starts.
        from: f64,
        ahead: Option<js_sys::Promise>,
    },
    Packed(Unpacked),
}

impl Chunks {
    /// Looks at the first bytes of a file.
    ///
    /// # Errors
    /// A sentence, when the file cannot be read.
    pub async fn of(blob: Blob) -> Result<Self, String> {
        let head =
            bytes(blob.slice_with_f64_and_f64(0.0, 2.0).map(|head| head.array_buffer()).map_err(unreadable)?).await?;
        if head == [0x1f, 0x8b] {
            return Ok(Self(Kind::Packed(unpack(&blob).map_err(damaged)?)));
        }
        Ok(Self(Kind::Plain { blob, from: 0.0, ahead: None }))
    }

    /// The next bytes, `None` at the end; with them how many bytes of the file are used up, when it is packed.
    ///
    /// # Errors
    /// A sentence, when the file cannot be read or unpacked further.
    pub async fn next(&mut self) -> Result<Option<(Vec<u8>, Option<u64>)>, String> {
        match &mut self.0 {
            Kind::Plain { blob, from, ahead } => {
                let Some(now) = ahead.take().map_or_else(|| slice(blob, from), |ahead| Ok(Some(ahead)))? else {
                    return Ok(None);
                };
                let now = bytes(now).await?;
                *ahead = slice(blob, from)?;
                Ok(Some((now, None)))
            }
            Kind::Packed(unpacked) => {
                let next = JsFuture::from(unpacked.next()).await.map_err(damaged)?;
                let next = js_sys::Array::from(&next);
                let used = next.get(1).as_f64().unwrap_or(0.0) as u64;
                Ok(next.get(0).dyn_ref::<js_sys::Uint8Array>().map(|bytes| (bytes.to_vec(), Some(used))))
            }
        }
    }
}

/// The next chunk of a file, which is read from now on.
fn slice(blob: &Blob, from: &mut f64) -> Result<Option<js_sys::Promise>, String> {
    let start = *from;
    if start >= blob.size() {
        return Ok(None);
    }
    *from = (start + CHUNK).min(blob.size());
    blob.slice_with_f64_and_f64(start, *from).map(|chunk| Some(chunk.array_buffer())).map_err(unreadable)
}

async fn bytes(buffer: js_sys::Promise) -> Result<Vec<u8>, String> {
    Ok(js_sys::Uint8Array::new(&JsFuture::from(buffer).await.map_err(unreadable)?).to_vec())
}

fn unreadable(error: JsValue) -> String {
    format!("expected a file that the browser can read, found {}", name(&error))
}

/// What is said of a gzip file that cannot be unpacked. A file that went meanwhile has an error of another name.
fn damaged(error: JsValue) -> String {
    match name(&error).as_str() {
        "TypeError" => "expected a whole gzip file, found one that is damaged or cut short".to_owned(),
        _ => unreadable(error),
    }
}

fn name(error: &JsValue) -> String {
    let name = js_sys::Reflect::get(error, &JsValue::from_str("name"));
    name.ok().and_then(|name| name.as_string()).unwrap_or_default()
}
