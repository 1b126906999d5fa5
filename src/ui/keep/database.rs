//! IndexedDB with promises: two stores, of records and of Blobs, and transactions over both.

use crate::favourites::storage::StorageError;
use crate::ui::storage::error;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

/// Records, by the fingerprint of their dump.
const RECORDS: &str = "dumps";
/// The Blobs of the same dumps.
const BLOBS: &str = "texts";

/// The database, open.
pub struct Database(IdbDatabase);

/// A transaction over both stores.
pub struct Transaction {
    inner: IdbTransaction,
    /// Records.
    pub records: Store,
    /// Blobs.
    pub blobs: Store,
}

/// One of the stores, within a transaction.
pub struct Store(IdbObjectStore);

impl Database {
    /// Opens it, and makes it where it is not there.
    pub async fn open() -> Result<Self, StorageError> {
        let factory = window().indexed_db().map_err(error)?.ok_or(StorageError::Blocked)?;
        let request = factory.open_with_u32("paperdeck", 1).map_err(error)?;
        let making = request.clone();
        let make = Closure::once_into_js(move || {
            if let Ok(database) = making.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
                // What fails here fails the opening.
                let _ = database.create_object_store(RECORDS).and(database.create_object_store(BLOBS));
            }
        });
        request.set_onupgradeneeded(Some(make.unchecked_ref()));
        let database: IdbDatabase = answer(&request).await?.unchecked_into();
        // A later Paperdeck in another tab changes the stores: this tab lets go of them.
        let old = database.clone();
        let close = Closure::once_into_js(move || old.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(database))
    }

    /// Begins a transaction, to look or to write.
    pub fn begin(&self, write: bool) -> Result<Transaction, StorageError> {
        let mode = if write { IdbTransactionMode::Readwrite } else { IdbTransactionMode::Readonly };
        let names = js_sys::Array::of2(&RECORDS.into(), &BLOBS.into());
        let inner = self.0.transaction_with_str_sequence_and_mode(&names, mode).map_err(error)?;
        let records = Store(inner.object_store(RECORDS).map_err(error)?);
        let blobs = Store(inner.object_store(BLOBS).map_err(error)?);
        Ok(Transaction { inner, records, blobs })
    }
}

impl Transaction {
    /// Waits until all of it is on the disk. When it fails, nothing of it is.
    pub async fn end(self) -> Result<(), StorageError> {
        let ended = js_sys::Promise::new(&mut |resolve, reject| {
            self.inner.set_oncomplete(Some(&resolve));
            self.inner.set_onabort(Some(&reject));
        });
        let ended = JsFuture::from(ended).await;
        ended.map(|_| ()).map_err(|_| error(self.inner.error().map_or(JsValue::NULL, JsValue::from)))
    }
}

impl Store {
    /// What is under a key; `undefined` when nothing is.
    pub async fn get(&self, key: &str) -> Result<JsValue, StorageError> {
        answer(&self.0.get(&key.into()).map_err(error)?).await
    }

    /// All there is, in the order of the keys.
    pub async fn all(&self) -> Result<js_sys::Array, StorageError> {
        Ok(answer(&self.0.get_all().map_err(error)?).await?.unchecked_into())
    }

    /// Puts a value under a key. Whether that worked shows at the end of the transaction.
    pub fn put(&self, key: &str, value: &JsValue) -> Result<(), StorageError> {
        self.0.put_with_key(value, &key.into()).map(|_| ()).map_err(error)
    }

    /// Deletes what is under a key.
    pub fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.0.delete(&key.into()).map(|_| ()).map_err(error)
    }

    /// Deletes all there is.
    pub fn clear(&self) -> Result<(), StorageError> {
        self.0.clear().map(|_| ()).map_err(error)
    }
}

/// Waits for the answer to a request. What comes after it is still in the request's transaction.
async fn answer(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let answered = js_sys::Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(answered).await {
        Ok(_) => request.result().map_err(error),
        Err(_) => Err(error(request.error().ok().flatten().map_or(JsValue::NULL, JsValue::from))),
    }
}
