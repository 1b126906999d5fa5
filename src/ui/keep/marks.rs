//! Marks in local storage, for what must be known before the database can be asked: whether anything is kept, and which dump
//! was being read when a page died.

use crate::ui::storage::local;

/// There when something is kept.
const KEPT: &str = "paperdeck.kept";
/// Keys of dumps that are being read begin with this; their fingerprint follows. The value is in how many pages the reading
/// of the dump was begun and not ended.
const READING: &str = "paperdeck.reading.";
/// After this many pages that died over a dump it is not read by itself.
const DEATHS: u32 = 2;

/// Whether something is kept.
pub fn is_kept() -> bool {
    get(KEPT).is_some()
}

/// Notes whether something is kept.
pub fn set_kept(kept: bool) {
    set(KEPT, kept.then(|| "1".to_owned()));
}

/// The reading of a dump begins.
pub fn begin(id: &str) {
    let key = format!("{READING}{id}");
    let deaths = get(&key).and_then(|deaths| deaths.parse().ok()).unwrap_or(0_u32);
    set(&key, Some(deaths.saturating_add(1).to_string()));
}

/// The reading of a dump ends, well or not: the page lives.
pub fn end(id: &str) {
    set(&format!("{READING}{id}"), None);
}

/// Whether pages died over a dump again and again.
pub fn is_deadly(id: &str) -> bool {
    get(&format!("{READING}{id}")).and_then(|deaths| deaths.parse().ok()).unwrap_or(0) >= DEATHS
}

fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// A mark that cannot be made is not missed.
fn set(key: &str, value: Option<String>) {
    if let Some(storage) = local() {
        let _ = match value {
            Some(value) => storage.set_item(key, &value),
            None => storage.remove_item(key),
        };
    }
}
