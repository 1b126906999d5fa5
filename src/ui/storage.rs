//! The browser's local storage, where every call may throw: each failure becomes a typed error.

use crate::favourites::storage::{Storage, StorageError, id_of};
use crate::paper::PaperId;
use js_sys::{JsString, Uint8Array, Uint32Array};
use leptos::prelude::window;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::DomException;

#[wasm_bindgen]
extern "C" {
    type Stored;

    // Made by boot.js: one call for all texts, which stay the browser's own; what is in it is said there.
    #[wasm_bindgen(catch, js_name = paperdeckStored)]
    fn stored() -> Result<Stored, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn used(this: &Stored) -> f64;

    #[wasm_bindgen(method, getter)]
    fn lines(this: &Stored) -> Uint8Array;

    #[wasm_bindgen(method, getter)]
    fn texts(this: &Stored) -> JsString;

    #[wasm_bindgen(method, getter)]
    fn lengths(this: &Stored) -> Uint32Array;
}

thread_local! {
    static TEXTS: Cell<Option<Texts>> = const { Cell::new(None) };
}

/// All favourites as they are stored: keys, each with its text behind it, in one string; and how long each of them is.
pub type Texts = (JsString, Uint32Array);

/// All favourites for the engine; nothing where storage is blocked.
pub fn texts() -> Option<Texts> {
    let now = || stored().map(|stored| (stored.texts(), stored.lengths()));
    TEXTS.take().or_else(|| now().ok())
}

/// What was found at the start is out of date.
pub fn changed() {
    TEXTS.set(None);
}

/// The favourites in such texts.
pub fn favourites((texts, lengths): &Texts) -> Vec<(PaperId, String)> {
    let (mut found, mut at) = (Vec::new(), 0);
    let mut lengths = lengths.to_vec().into_iter();
    while let (Some(key), Some(text)) = (lengths.next(), lengths.next()) {
        let (from, end) = (at + key, at + key + text);
        let id = String::from(texts.substring(at, from));
        found.extend(id_of(&id).map(|id| (id, String::from(texts.substring(from, end)))));
        at = end;
    }
    found
}

/// Local storage, where the browser allows it.
pub fn local() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Local storage, asked for anew with each call: some browsers withdraw it while a page is open.
pub struct LocalStorage;

impl LocalStorage {
    fn open(&self) -> Result<web_sys::Storage, StorageError> {
        window().local_storage().map_err(error)?.ok_or(StorageError::Blocked)
    }
}

impl Storage for LocalStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.open()?.get_item(key).map_err(error)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        changed();
        self.open()?.set_item(key, text).map_err(error)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        changed();
        self.open()?.remove_item(key).map_err(error)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        let storage = self.open()?;
        let length = storage.length().map_err(error)?;
        let mut keys = Vec::new();
        for at in 0..length {
            keys.extend(storage.key(at).map_err(error)?);
        }
        Ok(keys)
    }

    fn scan(&self, take: &mut dyn FnMut(&str, &str)) -> Result<usize, StorageError> {
        let stored = stored().map_err(error)?;
        // Who reads the beginnings hands on the texts next.
        TEXTS.set(Some((stored.texts(), stored.lengths())));
        let lines = String::from_utf8(stored.lines().to_vec()).unwrap_or_default();
        for line in lines.lines() {
            let (name, beginning) = line.split_once(' ').unwrap_or((line, ""));
            take(name, beginning);
        }
        Ok(stored.used() as usize)
    }
}

/// What a thrown value means. Firefox has its own name for a full storage.
pub fn error(thrown: JsValue) -> StorageError {
    match thrown.dyn_ref::<DomException>().map(|exception| (exception.name(), exception.message())) {
        Some((name, _)) if name == "SecurityError" => StorageError::Blocked,
        Some((name, _)) if name == "QuotaExceededError" || name == "NS_ERROR_DOM_QUOTA_REACHED" => StorageError::Full,
        Some((name, message)) => StorageError::Other(format!("{name}: {message}")),
        None => StorageError::Other("an unknown error".to_owned()),
    }
}

/// A storage of any kind, so that tests can bring their own.
impl Storage for Rc<dyn Storage> {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.as_ref().get(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.as_ref().set(key, text)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.as_ref().remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.as_ref().keys()
    }

    fn scan(&self, take: &mut dyn FnMut(&str, &str)) -> Result<usize, StorageError> {
        self.as_ref().scan(take)
    }
}
