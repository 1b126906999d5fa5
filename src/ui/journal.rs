//! The last changes to favourites a second time, in IndexedDB.
//!
//! Browsers write `localStorage` to the disk seconds after a page has written to it: what was changed in between is gone
//! when the browser is killed. IndexedDB is written to within a few milliseconds, so what was changed within the last hour
//! also stands here, and is merged at the next start. Where there is no IndexedDB, there is no journal.
//!
//! An entry is a mark, a line feed and the record's text. With each, a page notes which it wrote last. A browser brings what
//! one page has written to `localStorage` to the disk in its order: where the last entries of all pages stand there, so does
//! all before them, and a start looks at these few alone.
//!
//! The mark also stands in `localStorage`. Where it is gone from there, either that was cleared, and the entries are of
//! another time; or the browser was killed before it had written anything, and they are all there is. A page that is left in
//! order notes the time of the last change (under [`LEFT`]), but only when the mark must long be on the disk, or when it sees
//! that it is gone: then only what was changed later is taken.

use crate::favourites::clock::Stamp;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "paperdeck.favourites";
const STORE: &str = "journal";
/// The key of the last change that a page knew of when it was left.
const LEFT: &str = "left";
/// Keys of what pages wrote last begin with this.
const LAST: &str = "last.";
/// Between these keys and those of records.
const BETWEEN: &str = "m";
/// How many entries are read at once.
const SOME: u32 = 100;

/// An entry.
pub struct Entry {
    /// The key of its record.
    pub key: String,
    /// The record's text.
    pub text: String,
    /// Whether it has our mark.
    pub known: bool,
}

#[wasm_bindgen]
extern "C" {
    type Transaction;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &Transaction) -> Result<(), JsValue>;
}

/// The journal, open.
#[derive(Clone)]
pub struct Journal {
    database: IdbDatabase,
    mark: String,
    /// The key of what this page wrote last.
    last: String,
}

impl Journal {
    /// Opens it.
    pub async fn open(mark: String, now: u64) -> Option<Self> {
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
        let database = answer(&request).await?.unchecked_into();
        let chance = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        Some(Self { database, mark, last: format!("{LAST}{now}.{chance}") })
    }

    /// What its entries are marked with.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// What pages wrote last, where that can be told, and the last change that one knew of which was left in order.
    pub async fn ends(&self) -> Option<(Vec<Entry>, Stamp)> {
        let store = self.store(IdbTransactionMode::Readonly)?;
        let (mut ends, mut left) = (Vec::new(), 0);
        for (key, mark, end) in all(&store, &before_records()?).await? {
            if key == LEFT {
                left = end.parse().unwrap_or(0);
            } else if let Some((_, key)) = end.split_once(' ') {
                let text = answer(&store.get(&key.into()).ok()?).await?.as_string();
                let text = text.as_deref().and_then(|text| text.split_once('\n'));
                // Where it is gone, a page was killed while it took over what had another mark.
                let known = text.is_some() && mark == self.mark;
                let text = text.map(|(_, text)| text.to_owned()).unwrap_or_default();
                ends.push(Entry { key: key.to_owned(), text, known });
            }
        }
        Some((if ends.len() < SOME as usize { ends } else { Vec::new() }, left))
    }

    /// The next entries after this key; none at the end.
    pub async fn after(&self, key: Option<&str>) -> Option<Vec<Entry>> {
        let range = IdbKeyRange::lower_bound_with_open(&key.unwrap_or(BETWEEN).into(), true).ok()?;
        let found = all(&self.store(IdbTransactionMode::Readonly)?, &range).await?;
        Some(found.into_iter().map(|(key, mark, text)| Entry { key, text, known: mark == self.mark }).collect())
    }

    /// Writes the texts of records, of which this is the latest change. Transactions go to the browser as they are made and
    /// stay in order there, so none waits for the page to hear that another has ended.
    pub fn write(&self, entries: &[(String, String)], latest: Stamp) {
        if let Some((last, _)) = entries.last() {
            self.put(entries.iter().chain([&(self.last.clone(), format!("{latest} {last}"))]));
        }
    }

    /// Notes that the page is left in order, with this as the last change.
    pub fn leave(&self, latest: Stamp) {
        self.put([&(LEFT.to_owned(), latest.to_string())]);
    }

    fn put<'a>(&self, entries: impl IntoIterator<Item = &'a (String, String)>) {
        let Some(store) = self.store(IdbTransactionMode::Readwrite) else { return };
        for (key, text) in entries {
            // The record itself is in localStorage; this is for the case of a kill.
            let _ = store.put_with_key(&format!("{}\n{text}", self.mark).into(), &key.into());
        }
        // Without it the browser would first ask the page whether there is more to come. One that does not know it does so.
        let _ = store.transaction().unchecked_ref::<Transaction>().commit();
    }

    /// Deletes entries.
    pub fn forget(&self, keys: &[String]) {
        let Some(store) = (if keys.is_empty() { None } else { self.store(IdbTransactionMode::Readwrite) }) else {
            return;
        };
        for key in keys {
            let _ = store.delete(&key.into());
        }
    }

    /// Deletes all.
    pub fn clear(&self) {
        if let Some(store) = self.store(IdbTransactionMode::Readwrite) {
            let _ = store.clear();
        }
    }

    /// Deletes what is safely stored by now: what pages wrote that have written nothing since a time. Nothing can be written
    /// between the look and the deletion, which are one transaction.
    pub async fn tidy(&self, before: Stamp) -> Option<()> {
        let store = self.store(IdbTransactionMode::Readwrite)?;
        let mut ends = all(&store, &before_records()?).await?;
        ends.retain(|(key, ..)| key != LEFT);
        let count = ends.len();
        let is_old = |mark: &str, end: &str| {
            let at = end.split_once(' ').and_then(|(at, _)| at.parse::<Stamp>().ok());
            mark != self.mark || at.is_none_or(|at| at < before)
        };
        ends.retain(|(_, mark, end)| is_old(mark, end));
        if ends.len() == count && count < SOME as usize {
            let _ = store.clear();
        }
        for (key, ..) in ends {
            let _ = store.delete(&key.into());
        }
        Some(())
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        self.database.transaction_with_str_and_mode(STORE, mode).ok()?.object_store(STORE).ok()
    }
}

/// The keys of what is no record.
fn before_records() -> Option<IdbKeyRange> {
    IdbKeyRange::upper_bound(&BETWEEN.into()).ok()
}

/// Keys, marks and texts, the first of a range.
async fn all(store: &IdbObjectStore, range: &IdbKeyRange) -> Option<Vec<(String, String, String)>> {
    let keys = store.get_all_keys_with_key_and_limit(range, SOME).ok()?;
    let texts = store.get_all_with_key_and_limit(range, SOME).ok()?;
    let keys: js_sys::Array = answer(&keys).await?.unchecked_into();
    let texts: js_sys::Array = answer(&texts).await?.unchecked_into();
    let found = keys.iter().zip(texts.iter()).filter_map(|(key, text)| {
        let text = text.as_string()?;
        let (mark, text) = text.split_once('\n')?;
        Some((key.as_string()?, mark.to_owned(), text.to_owned()))
    });
    Some(found.collect())
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
