//! The library on the device: every dump's bytes as they came, and a small record each, in IndexedDB.
//!
//! A dump is kept under the fingerprint of its bytes: the same text is kept once, whichever tab keeps it. Every change is one
//! transaction that looks at what is there first, so tabs do not undo each other's work and what was forgotten does not come
//! back. A record is an object of JavaScript, of which only the known fields are touched: what a later Paperdeck wrote
//! stays. Other tabs are told that something changed, and look themselves.

mod database;
pub mod marks;

use crate::dump::Settings;
use crate::favourites::storage::StorageError;
use database::Database;
use leptos::prelude::window;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BroadcastChannel};

/// The version of records written.
const VERSION: f64 = 1.0;

/// What is kept of a dump beside its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The fingerprint of its bytes.
    pub id: String,
    /// Its name as the user gave it.
    pub name: String,
    /// Where it stands among the others.
    pub place: f64,
    /// When it was first kept.
    pub added: String,
    /// How its bytes are packed, where it comes from a zip file.
    pub packing: Option<Packing>,
    /// What the user said of it.
    pub settings: Settings,
    /// How much of it is read, because more of it stopped the reader.
    pub limit: Option<u64>,
    /// Whether it stopped the reader again and again.
    pub stopped: bool,
}

/// How the bytes of a dump are packed.
#[derive(Clone, Debug, PartialEq)]
pub struct Packing {
    /// The formats for the browser, the outermost first: `deflate-raw gzip`.
    pub formats: String,
    /// How many bytes unpacking the first one gives.
    pub unpacked: u64,
}

impl Record {
    fn read(value: &JsValue) -> Option<Self> {
        let field = |name: &str| js_sys::Reflect::get(value, &name.into()).unwrap_or_default();
        let number = |name: &str| field(name).as_f64();
        let text = |name: &str| field(name).as_string();
        Some(Self {
            id: text("id")?,
            name: text("name")?,
            place: number("place").unwrap_or_default(),
            added: text("added").unwrap_or_default(),
            packing: text("formats")
                .zip(number("unpacked"))
                .map(|(formats, unpacked)| Packing { formats, unpacked: unpacked as u64 }),
            settings: text("settings").map(|text| Settings::from_text(&text)).unwrap_or_default(),
            limit: number("limit").map(|limit| limit as u64),
            stopped: field("stopped").is_truthy(),
        })
    }

    /// Writes it into what is stored of it.
    fn write(&self, into: &JsValue) {
        let set = |name: &str, value: JsValue| {
            // Fails on no object of our own.
            let _ = js_sys::Reflect::set(into, &name.into(), &value);
        };
        set("version", VERSION.into());
        set("id", self.id.as_str().into());
        set("name", self.name.as_str().into());
        set("place", self.place.into());
        set("added", self.added.as_str().into());
        if let Some(packing) = &self.packing {
            set("formats", packing.formats.as_str().into());
            set("unpacked", (packing.unpacked as f64).into());
        }
        set("settings", self.settings.to_text().into());
        set("limit", self.limit.map_or(JsValue::UNDEFINED, |limit| (limit as f64).into()));
        set("stopped", self.stopped.into());
    }
}

/// What is kept on the device.
#[derive(Clone)]
pub struct Keep(Rc<Inner>);

struct Inner {
    database: RefCell<Option<Rc<Database>>>,
    channel: Option<BroadcastChannel>,
}

impl Keep {
    /// What is kept; `changed` is called when another tab changed something.
    pub fn new(changed: impl FnMut() + 'static) -> Self {
        let channel = BroadcastChannel::new("paperdeck.dumps").ok();
        if let Some(channel) = &channel {
            let changed = Closure::<dyn FnMut()>::new(changed);
            channel.set_onmessage(Some(changed.as_ref().unchecked_ref()));
            changed.forget();
        }
        Self(Rc::new(Inner { database: RefCell::default(), channel }))
    }

    /// Everything kept, in its order, each with its bytes.
    pub async fn all(&self) -> Result<Vec<(Record, Blob)>, StorageError> {
        let all = self.database().await?.begin(false)?;
        let records = all.records.all().await?;
        let mut kept: Vec<(Record, Blob)> = Vec::new();
        for record in records.iter().filter_map(|record| Record::read(&record)) {
            if let Ok(blob) = all.blobs.get(&record.id).await?.dyn_into::<Blob>() {
                // Most come in the order of their fingerprints, which is none: so each finds its place.
                let place = kept.partition_point(|(other, _)| (other.place, &other.id) < (record.place, &record.id));
                kept.insert(place, (record, blob));
            }
        }
        Ok(kept)
    }

    /// Keeps a dump. What is kept of it already stays.
    pub async fn put(&self, record: &Record, blob: &Blob) -> Result<(), StorageError> {
        let put = self.database().await?.begin(true)?;
        if put.records.get(&record.id).await?.is_undefined() {
            let new = js_sys::Object::new();
            record.write(&new);
            put.records.put(&record.id, &new)?;
            put.blobs.put(&record.id, blob)?;
        }
        put.end().await?;
        self.tell();
        Ok(())
    }

    /// Writes what changed of a record, unless the dump was forgotten meanwhile.
    pub async fn change(&self, record: &Record) -> Result<(), StorageError> {
        let change = self.database().await?.begin(true)?;
        let stored = change.records.get(&record.id).await?;
        if stored.is_undefined() {
            return Ok(());
        }
        record.write(&stored);
        change.records.put(&record.id, &stored)?;
        change.end().await?;
        self.tell();
        Ok(())
    }

    /// Forgets a dump, or all of them.
    pub async fn forget(&self, id: Option<&str>) -> Result<(), StorageError> {
        let forget = self.database().await?.begin(true)?;
        for store in [&forget.records, &forget.blobs] {
            match id {
                Some(id) => store.delete(id)?,
                None => store.clear()?,
            }
        }
        forget.end().await?;
        self.tell();
        Ok(())
    }

    /// The database; a failed opening is tried again the next time.
    async fn database(&self) -> Result<Rc<Database>, StorageError> {
        let open = self.0.database.borrow().clone();
        if let Some(database) = open {
            return Ok(database);
        }
        let database = Rc::new(Database::open().await?);
        *self.0.database.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Tells other tabs.
    fn tell(&self) {
        if let Some(channel) = &self.0.channel {
            // Fails only when the channel is closed, which it never is.
            let _ = channel.post_message(&JsValue::NULL);
        }
    }
}

/// Why a dump of so many bytes is not kept: a sentence.
pub async fn not_kept(why: StorageError, size: u64) -> String {
    match why {
        StorageError::Blocked => "this browser lets Paperdeck store nothing".to_owned(),
        StorageError::Full => {
            let mb = |bytes: u64| format!("{} MB", bytes.div_ceil(1_000_000));
            match free().await {
                Some(free) if free < size => {
                    format!("it takes {}, and this browser has {} left for Paperdeck", mb(size), mb(free))
                }
                _ => "this browser's storage is full".to_owned(),
            }
        }
        StorageError::Other(why) => format!("the browser refused ({why})"),
    }
}

/// How many bytes the browser has left for this page, where it tells.
async fn free() -> Option<u64> {
    let estimate = JsFuture::from(window().navigator().storage().estimate().ok()?).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("quota")? - number("usage")?).max(0.0) as u64)
}
