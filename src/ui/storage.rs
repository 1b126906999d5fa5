//! The browser's local storage, where every call may throw: each failure becomes a typed error.

use crate::favourites::store::{Storage, StorageError};
use leptos::prelude::window;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

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
        self.open()?.set_item(key, text).map_err(error)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
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
}
