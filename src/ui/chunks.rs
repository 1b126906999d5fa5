//! The bytes of a file, a chunk at a time. What is packed with gzip, which its first bytes tell, or comes from a zip file is
//! unpacked on the way by the browser; what unpacks to more than any text is refused.

use crate::archive::is_bomb;
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
    fn unpack(blob: &Blob, formats: &str) -> Result<Unpacked, JsValue>;
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
    Packed {
        unpacked: Unpacked,
        /// Bytes it unpacked to so far.
        so_far: u64,
        /// Bytes it unpacks to, where it is known.
        whole: Option<u64>,
        /// What it is.
        what: &'static str,
    },
}

impl Chunks {
    /// Looks at the first bytes of a file; or it comes from a zip file, packed in these formats, the first of which unpacks to
    /// so many bytes.
    ///
    /// # Errors
    /// A sentence, when the file cannot be read.
    pub async fn of(blob: Blob, formats: Option<String>, whole: Option<u64>) -> Result<Self, String> {
        if let Some(formats) = formats {
            // Of what is unpacked twice the first size says nothing.
            let whole = whole.filter(|_| !formats.contains(' '));
            return Self::packed(&blob, &formats, whole, "entry of a zip file");
        }
        let head =
            bytes(blob.slice_with_f64_and_f64(0.0, 2.0).map(|head| head.array_buffer()).map_err(unreadable)?).await?;
        if head == [0x1f, 0x8b] {
            return Self::packed(&blob, "gzip", None, "gzip file");
        }
        Ok(Self(Kind::Plain { blob, from: 0.0, ahead: None }))
    }

    fn packed(blob: &Blob, formats: &str, whole: Option<u64>, what: &'static str) -> Result<Self, String> {
        let unpacked = unpack(blob, formats).map_err(|_| {
            "expected a browser that unpacks such files, found one that does not: unpack it before".to_owned()
        })?;
        Ok(Self(Kind::Packed { unpacked, so_far: 0, whole, what }))
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
            Kind::Packed { unpacked, so_far, whole, what } => {
                let damaged = || format!("expected a whole {what}, found one that is damaged or cut short");
                // A file that went meanwhile has an error of another name.
                let next = JsFuture::from(unpacked.next()).await;
                let next =
                    next.map_err(|error| if name(&error) == "TypeError" { damaged() } else { unreadable(error) })?;
                let next = js_sys::Array::from(&next);
                let used = next.get(1).as_f64().unwrap_or(0.0) as u64;
                let next = next.get(0).dyn_into::<js_sys::Uint8Array>().ok();
                *so_far += next.as_ref().map_or(0, |bytes| u64::from(bytes.length()));
                if is_bomb(used, *so_far) {
                    return Err(format!("expected text, found {used} bytes that unpack to {so_far} and more"));
                }
                if whole.is_some_and(|whole| *so_far > whole || next.is_none() && *so_far < whole) {
                    return Err(damaged());
                }
                Ok(next.map(|bytes| (bytes.to_vec(), Some(used))))
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

/// The bytes of a buffer to come.
///
/// # Errors
/// A sentence, when they cannot be read.
pub async fn bytes(buffer: js_sys::Promise) -> Result<Vec<u8>, String> {
    Ok(js_sys::Uint8Array::new(&JsFuture::from(buffer).await.map_err(unreadable)?).to_vec())
}

/// What is said of a file that cannot be read.
pub fn unreadable(error: JsValue) -> String {
    format!("expected a file that the browser can read, found {}", name(&error))
}

fn name(error: &JsValue) -> String {
    let name = js_sys::Reflect::get(error, &JsValue::from_str("name"));
    name.ok().and_then(|name| name.as_string()).unwrap_or_default()
}
