//! The last changes to favourites a second time, in IndexedDB.
//!
//! Browsers write `localStorage` to the disk seconds after a page has written to it: what was changed in between is gone
//! when the browser is killed. IndexedDB has a record on its way to the disk before the next task runs, so what was changed
//! within the last hour also stands here, and is merged at the next start. Where there is no IndexedDB, there is no journal.
//!
//! An entry is a mark, a line feed and the record's text. The mark also stands in `localStorage`: where that was cleared,
//! the entries are of another time and are not taken.

use super::spawn;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "paperdeck.favourites";
const STORE: &str = "journal";

/// The journal, open.
pub struct Journal {
    database: IdbDatabase,
    mark: String,
}

impl Journal {
    /// Opens it; gives what is in it, keys with the texts of records.
    pub async fn open(mark: String) -> Option<(Self, Vec<(String, String)>)> {
        let factory = window().indexed_db().ok().flatten()?;
        let request = factory.open_with_u32(DATABASE, 1).ok()?;
        let making = request.clone();
        let make = Closure::once_into_js(move || {
            if let Ok(database) = making.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
                // What fails here fails the opening.
                let _ = database.create_object_store(STORE);
            }
        });
        request.set_onupgradeneeded(Some(make.unchecked_ref()));
        let journal = Self { database: answer(&request).await?.unchecked_into(), mark };
        let store = journal.store(IdbTransactionMode::Readonly)?;
        let (keys, texts) = (store.get_all_keys().ok()?, store.get_all().ok()?);
        let keys: js_sys::Array = answer(&keys).await?.unchecked_into();
        let texts: js_sys::Array = answer(&texts).await?.unchecked_into();
        let mut entries = Vec::new();
        let mut other = Vec::new();
        for (key, text) in keys.iter().zip(texts.iter()) {
            let (Some(key), Some(text)) = (key.as_string(), text.as_string()) else { continue };
            match text.split_once('\n').filter(|(mark, _)| *mark == journal.mark) {
                Some((_, text)) => entries.push((key, text.to_owned())),
                None => other.push(key),
            }
        }
        journal.forget(&other);
        Some((journal, entries))
    }

    /// Writes the texts of records.
    pub fn write(&self, entries: &[(String, String)]) {
        let Some(store) = self.store(IdbTransactionMode::Readwrite) else { return };
        for (key, text) in entries {
            // The record itself is in localStorage; this is for the case of a kill.
            let _ = store.put_with_key(&format!("{}\n{text}", self.mark).into(), &key.into());
        }
    }

    /// Deletes what is safely stored by now.
    pub fn forget(&self, keys: &[String]) {
        let Some(store) = (if keys.is_empty() { None } else { self.store(IdbTransactionMode::Readwrite) }) else {
            return;
        };
        for key in keys {
            let _ = store.delete(&key.into());
        }
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        self.database.transaction_with_str_and_mode(STORE, mode).ok()?.object_store(STORE).ok()
    }
}

/// Opens the journal and hands it over with what is in it; nothing comes where there is none.
pub fn open(mark: String, take: impl FnOnce(Journal, Vec<(String, String)>) + 'static) {
    spawn(async move {
        if let Some((journal, entries)) = Journal::open(mark).await {
            take(journal, entries);
        }
    });
}

/// Waits for the answer to a request.
async fn answer(request: &IdbRequest) -> Option<JsValue> {
    let answered = js_sys::Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(answered).await.ok()?;
    request.result().ok()
}
