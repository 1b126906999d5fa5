//! Opening dumps one after another, and what becomes of them.

use super::{Client, Held, Origin};
use crate::dump::Settings;
use crate::engine::protocol::{DumpId, Request};
use crate::ui::home::held_no_more;
use crate::ui::intake::Incoming;
use crate::ui::keep::{Record, marks};
use crate::ui::stars::now;
use crate::ui::state::{DumpRow, DumpState, Kept};
use crate::ui::words;
use wasm_bindgen::JsValue;

/// The most names of files that could not be read in one sentence.
const MOST_NAMED: usize = 12;

/// How often, in milliseconds, the list follows while many dumps are read, and how many times as long as an answer takes
/// lies between two at least: most of the time goes to reading.
const SELDOM: f64 = 400.0;
const BETWEEN: f64 = 5.0;

/// Dumps that were opened together, and what came of them so far.
#[derive(Default)]
pub struct Batch {
    /// Those that are not read yet.
    left: Vec<DumpId>,
    /// How many files there were.
    files: u32,
    /// Papers in those that were read.
    papers: u32,
    /// Names of those whose text is in the library already.
    same: Vec<String>,
    /// Those that could not be read, and why.
    refused: Vec<(String, String)>,
}

/// What came of a dump.
#[derive(Default)]
pub struct Came {
    /// How many papers.
    pub papers: u32,
    /// A sentence, where not all of it could be read.
    pub incomplete: Option<String>,
    /// All of it in words.
    pub said: String,
    /// Whether that is shown, not only heard.
    pub aloud: bool,
}

impl Client {
    /// Opens files; those that cannot be are named with the reason.
    pub fn open(self, files: Vec<Incoming>, unreadable: Vec<(String, String)>) {
        held_no_more();
        let rows = self.with(|wire| {
            wire.batch.files += (files.len() + unreadable.len()) as u32;
            wire.batch.refused.extend(unreadable);
            let mut rows = Vec::new();
            for Incoming { name, blob, packing } in files {
                wire.last_dump += 1;
                wire.batch.left.push(wire.last_dump);
                rows.push((wire.last_dump, name, Origin::Blob(blob), packing));
            }
            rows
        });
        let rows = rows.into_iter().map(|(dump, name, origin, packing)| {
            let record = Record { name, packing, added: now(), place: self.next_place(), ..Record::default() };
            self.hold(dump, Held { origin, record, kept: false, left: false, crashes: 0 }, Kept::No)
        });
        self.dumps.add(rows.collect());
        self.end_batch();
        self.open_next();
    }

    /// Opens the sample.
    pub fn open_sample(self) {
        held_no_more();
        let dump = self.with(|wire| {
            wire.last_dump += 1;
            wire.batch.files += 1;
            wire.batch.left.push(wire.last_dump);
            wire.last_dump
        });
        let record = Record { name: "Sample".to_owned(), ..Record::default() };
        let held = Held { origin: Origin::Sample, record, kept: false, left: false, crashes: 0 };
        let row = self.hold(dump, held, Kept::No);
        self.dumps.add(vec![row]);
        self.open_next();
    }

    /// Takes a dump in, to be read when its turn comes; gives its row.
    pub(super) fn hold(self, dump: DumpId, held: Held, kept: Kept) -> DumpRow {
        let row = DumpRow::new(dump, held.record.name.clone(), kept);
        self.with(|wire| {
            wire.changes += 1;
            if !held.left {
                wire.waiting.push_back(dump);
            }
            wire.dumps.insert(dump, held);
        });
        row
    }

    /// A place behind all others, of whatever tab: by the clock.
    fn next_place(self) -> f64 {
        self.with(|wire| {
            wire.last_place = (wire.last_place + 1.0).max(js_sys::Date::now() * 1000.0);
            wire.last_place
        })
    }

    /// Stops reading a dump. One that is kept stays so.
    pub fn cancel(self, dump: DumpId) {
        if self.with(|wire| wire.dumps.get(&dump).is_some_and(|held| held.kept)) {
            self.leave(dump, "Not read, because it was cancelled.");
            self.send(&Request::Cancel { dump });
        } else {
            self.take_out(dump);
        }
        self.open_next();
    }

    /// Reads a dump that was left out.
    pub fn retry(self, dump: DumpId) {
        let stopped = self.with(|wire| {
            let held = wire.dumps.get_mut(&dump)?;
            held.left = false;
            held.crashes = 0;
            wire.waiting.push_back(dump);
            Some(held.record.stopped)
        });
        if stopped == Some(true) {
            self.change(dump, |record| record.stopped = false);
        }
        self.dumps.set(dump, DumpState::Waiting);
        self.open_next();
    }

    /// Takes a dump out of the library and off the list; what the page had of it.
    pub(super) fn take_out(self, dump: DumpId) -> Option<Held> {
        self.settled(dump, |_, _| {});
        let held = self.with(|wire| {
            wire.changes += 1;
            wire.waiting.retain(|other| *other != dump);
            wire.dumps.remove(&dump)
        })?;
        self.ended(dump, &held.record.id);
        self.dumps.remove(dump);
        self.send(&Request::Remove { dump });
        Some(held)
    }

    /// Opens the next dump, unless one is being read.
    pub(super) fn open_next(self) {
        let next = self.with(|wire| {
            if wire.reading.is_some() {
                return None;
            }
            wire.reading = wire.waiting.pop_front();
            let dump = wire.reading?;
            let held = wire.dumps.get(&dump)?;
            let following = !wire.waiting.is_empty();
            let turned = std::mem::replace(&mut wire.following, following) != following;
            Some((dump, held.origin.clone(), held.record.clone(), held.kept, turned.then_some(following)))
        });
        let Some((dump, origin, record, kept, following)) = next else { return };
        if let Some(following) = following {
            self.send(&Request::Following(following));
        }
        if record.settings != Settings::default() {
            self.send_settings(dump);
        }
        let Origin::Blob(blob) = origin else { return self.send(&Request::Sample { dump }) };
        if kept {
            marks::begin(&record.id);
        }
        let open = Request::Open { dump, name: record.name, size: Some(blob.size() as u64) };
        let with = [
            ("blob", JsValue::from(blob)),
            ("formats", record.packing.as_ref().map_or(JsValue::UNDEFINED, |packing| packing.formats.as_str().into())),
            ("unpacked", record.packing.map_or(JsValue::UNDEFINED, |packing| (packing.unpacked as f64).into())),
        ];
        self.post(&open, &with);
        if let Some(bytes) = record.limit {
            self.send(&Request::Limit { dump, bytes });
        }
    }

    /// While many dumps are read one after another, the list follows now and then, and when the last is read.
    pub(super) fn is_time_to_refresh(self) -> bool {
        self.with(|wire| {
            let now = js_sys::Date::now();
            let time = wire.waiting.is_empty() || now - wire.refreshed > SELDOM.max(wire.took * BETWEEN);
            if time {
                wire.refreshed = now;
            }
            time
        })
    }

    /// Reads all dumps again, but those that are left out: there is a new engine.
    pub(super) fn open_all_again(self) {
        let waiting: Vec<DumpId> = self.with(|wire| {
            let all = wire.dumps.iter().filter(|(_, held)| !held.left);
            wire.waiting = all.map(|(dump, _)| *dump).collect();
            wire.waiting.iter().copied().collect()
        });
        for dump in waiting {
            self.dumps.set(dump, DumpState::Waiting);
        }
        self.open_next();
    }

    /// The engine died while it read this dump; whether it is left out from now on.
    pub(super) fn blame(self, dump: DumpId) -> bool {
        // A long dump may be too much for this browser: then a good part of what was read fits.
        let limit = self.dumps.reached(dump).map(|bytes| bytes / 3 * 2);
        let most = if limit.is_some() { 3 } else { 1 };
        let name = self.with(|wire| {
            let held = wire.dumps.get_mut(&dump)?;
            held.crashes += 1;
            marks::end(&held.record.id);
            (held.crashes > most).then(|| held.record.name.clone())
        });
        if limit.is_some() {
            self.change(dump, move |record| record.limit = limit);
        }
        let Some(name) = name else { return false };
        self.leave(dump, "It stopped the reader again and again, so it is left out.");
        self.change(dump, |record| record.stopped = true);
        self.messages.say(format!(
            "{name}: expected a dump that can be read, found one that stopped the reader again and again; it was left out."
        ));
        true
    }

    /// Keeps a dump on the list without reading it.
    pub(super) fn leave(self, dump: DumpId, why: &str) {
        self.settled(dump, |_, _| {});
        let id = self.with(|wire| {
            wire.waiting.retain(|other| *other != dump);
            let held = wire.dumps.get_mut(&dump)?;
            held.left = true;
            Some(held.record.id.clone())
        });
        self.ended(dump, &id.unwrap_or_default());
        self.dumps.set(dump, DumpState::Left(why.to_owned()));
    }

    /// A dump is no longer being read.
    fn ended(self, dump: DumpId, id: &str) {
        let was = self.with(|wire| wire.reading.take_if(|reading| *reading == dump).is_some());
        if was && !id.is_empty() {
            marks::end(id);
        }
    }

    /// Takes note of a report; whether the dump is one of those on the page.
    pub(super) fn is_read(self, dump: DumpId, fingerprint: &str, came: Came) -> bool {
        let first = self.is_reading(dump);
        let Some((id, same)) = self.with(|wire| {
            let is_same = |other: DumpId, held: &Held| other != dump && held.record.id == fingerprint;
            let same = wire.dumps.iter().find(|(other, held)| is_same(**other, held));
            let same = same.map(|(other, held)| (*other, held.left));
            let held = wire.dumps.get_mut(&dump).filter(|held| !held.left)?;
            held.crashes = 0;
            let id = held.record.id.clone();
            if id.is_empty() && same.is_none() {
                fingerprint.clone_into(&mut held.record.id);
            }
            let same = same.filter(|_| id.is_empty());
            Some((id, same))
        }) else {
            return false;
        };
        self.ended(dump, &id);
        if let Some((other, left)) = same {
            self.settled(dump, |batch, name| batch.same.push(name));
            self.take_out(dump);
            if left {
                self.retry(other);
            }
            return false;
        }
        if !first {
            return true;
        }
        if id.is_empty() {
            self.store(dump);
        }
        if let Some(sentence) = came.incomplete {
            self.messages.say(sentence);
        }
        if self.with(|wire| wire.batch.files == 1 && wire.batch.left.contains(&dump)) {
            if came.aloud {
                self.toast.show(came.said, None);
            } else {
                self.toast.announce(came.said);
            }
        }
        self.settled(dump, |batch, _| batch.papers += came.papers);
        true
    }

    /// A dump could not be read. One that is kept stays on the list.
    pub(super) fn refused(self, dump: DumpId, why: &str) {
        let why = why.trim_end_matches('.').to_owned();
        let Some(kept) = self.with(|wire| wire.dumps.get(&dump).map(|held| held.kept)) else { return };
        if kept {
            return self.leave(dump, &words::sentence(&why));
        }
        self.settled(dump, |batch, name| batch.refused.push((name, why)));
        self.take_out(dump);
    }

    /// A dump could not be read again with other settings: it is as it was, and so is what is kept of it.
    pub(super) fn unchanged(self, dump: DumpId, why: &str) {
        if let Some(DumpState::Read(report)) = self.dumps.row(dump).map(|row| row.state.get_untracked()) {
            self.change(dump, |record| record.settings = report.settings.clone());
            self.history(dump, |history| history.refused(&report.settings));
            let why = words::sentence(why);
            if !self.audit.refused(dump, &why) {
                self.messages.say(format!("{}: {why}", report.name));
            }
        }
    }

    /// Takes note of what became of a dump of the batch, once.
    fn settled(self, dump: DumpId, note: impl FnOnce(&mut Batch, String)) {
        self.with(|wire| {
            if let Some(at) = wire.batch.left.iter().position(|other| *other == dump) {
                wire.batch.left.swap_remove(at);
                let name = wire.dumps.get(&dump).map(|held| held.record.name.clone());
                note(&mut wire.batch, name.unwrap_or_default());
            }
        });
        self.end_batch();
    }

    /// Says what became of the dumps that were opened together, when there is none left.
    fn end_batch(self) {
        let done = self.with(|wire| wire.batch.left.is_empty().then(|| std::mem::take(&mut wire.batch)));
        let Some(Batch { files, papers, same, refused, .. }) = done.filter(|batch| batch.files > 0) else { return };
        if let Some(name) = same.first().filter(|_| files == 1) {
            self.toast.show(format!("{name} is here already: the same text, byte for byte."), None);
        } else if files > 1 {
            let read = files - refused.len() as u32;
            let again = if same.is_empty() { String::new() } else { format!(", {} of them here already", same.len()) };
            let papers = words::papers(papers);
            self.toast.show(format!("{} read{again}: {papers}.", words::count(read, "file", "files")), None);
        }
        if refused.is_empty() {
            return;
        }
        let mut named: Vec<String> =
            refused.iter().take(MOST_NAMED).map(|(name, why)| format!("{name}: {why}.")).collect();
        if files > 1 {
            named.insert(0, format!("{} of {files} files could not be read.", refused.len()));
        }
        if refused.len() > MOST_NAMED {
            named.push(format!("And {} more.", refused.len() - MOST_NAMED));
        }
        self.messages.say(named.join(" "));
    }
}
