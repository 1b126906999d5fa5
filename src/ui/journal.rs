//! The last changes to favourites a second time, in IndexedDB.
//!
//! Browsers write `localStorage` to the disk seconds after a page has written to it: what was changed in between is gone
//! when the browser is killed. IndexedDB is written to within a few milliseconds, so what was changed within the last hour
//! also stands here, and is merged at the next start. Where there is no IndexedDB, there is no journal.
//!
//! An entry is a mark, a line feed and the record's text. The mark also stands in `localStorage`. Where it is gone from
//! there, either that was cleared, and the entries are of another time; or the browser was killed before it had written
//! anything, and they are all there is. A page that is left in order notes so (the time of the last change, under [`LEFT`]):
//! only what was changed later is taken then.

use super::spawn;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "paperdeck.favourites";
const STORE: &str = "journal";
/// The key of the last change that a page knew of when it was left.
const LEFT: &str = "left";

/// What stands in a journal.
#[derive(Default)]
pub struct Entries {
    /// Keys with the texts of records.
    pub known: Vec<(String, String)>,
    /// Such entries with another mark.
    pub strange: Vec<(String, String)>,
    /// The last change that a page knew of which was left in order.
    pub left: u64,
}

#[wasm_bindgen]
extern "C" {
    type Transaction;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &Transaction) -> Result<(), JsValue>;
}

/// The journal, open.
pub struct Journal {
    database: IdbDatabase,
    mark: String,
}

impl Journal {
    /// Opens it; gives what is in it.
    pub async fn open(mark: String) -> Option<(Self, Entries)> {
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
        let mut entries = Entries::default();
        for (key, text) in keys.iter().zip(texts.iter()) {
            let (Some(key), Some(text)) = (key.as_string(), text.as_string()) else { continue };
            let Some((mark, text)) = text.split_once('\n') else { continue };
            if key == LEFT {
                entries.left = text.parse().unwrap_or(0);
            } else {
                let ours = mark == journal.mark;
                let list = if ours { &mut entries.known } else { &mut entries.strange };
                list.push((key, text.to_owned()));
            }
        }
        Some((journal, entries))
    }

    /// Writes the texts of records. Transactions go to the browser as they are made and stay in order there, so none waits
    /// for the page to hear that another has ended.
    pub fn write(&self, entries: &[(String, String)]) {
        let Some(store) = (if entries.is_empty() { None } else { self.store(IdbTransactionMode::Readwrite) }) else {
            return;
        };
        for (key, text) in entries {
            // The record itself is in localStorage; this is for the case of a kill.
            let _ = store.put_with_key(&format!("{}\n{text}", self.mark).into(), &key.into());
        }
        // Without it the browser would first ask the page whether there is more to come. One that does not know it does so.
        let _ = store.transaction().unchecked_ref::<Transaction>().commit();
    }

    /// Notes that the page is left in order, with this as the last change.
    pub fn leave(&self, latest: u64) {
        self.write(&[(LEFT.to_owned(), latest.to_string())]);
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

/// Opens the journal and hands it over with what is in it, where there is one.
pub fn open(mark: String, take: impl FnOnce(Option<(Journal, Entries)>) + 'static) {
    spawn(async move { take(Journal::open(mark).await) });
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
