//! What is kept of the dumps between visits, and what other tabs do to it.

use super::{Client, Held, Origin};
use crate::engine::protocol::{DumpId, Request};
use crate::favourites::storage::StorageError;
use crate::ui::dom::listen;
use crate::ui::keep::{Keep, Record, marks, not_kept};
use crate::ui::spawn;
use crate::ui::state::Kept;
use crate::ui::toast::Undo;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Blob;

/// How long to wait, in milliseconds, when another tab changed something: seldom is it one thing alone.
const SETTLING: u32 = 200;

/// What a toast says when something is done, and how to undo it.
type Said = Option<(String, Option<Undo>)>;

impl Client {
    /// Opens what is kept, and follows what other tabs do to it.
    pub fn keep(self) {
        self.keep.set_value(Some(Keep::new(move || self.look(SETTLING))));
        listen("pagehide", move |_: &web_sys::Event| {
            // A page that goes in good order did not die.
            let id = self.with(|wire| wire.dumps.get(&wire.reading?).map(|held| held.record.id.clone()));
            marks::end(&id.unwrap_or_default());
        });
        self.dumps.expect(marks::is_kept());
        self.look(0);
    }

    fn kept(self) -> Option<Keep> {
        self.keep.get_value()
    }

    /// Looks at what is kept, and does the same to what is open. One look at a time.
    fn look(self, wait: u32) {
        let looks = self.with(|wire| {
            wire.look_again = wire.looking;
            !std::mem::replace(&mut wire.looking, true)
        });
        if let Some(keep) = self.kept().filter(|_| looks) {
            spawn(async move {
                let mut wait = wait;
                loop {
                    if wait > 0 {
                        TimeoutFuture::new(wait).await;
                    }
                    wait = SETTLING;
                    let before = self.with(|wire| wire.changes);
                    let all = keep.all().await;
                    // What was seen may be older than what the user did meanwhile.
                    if self.with(|wire| wire.changes == before) {
                        if let Ok(all) = all {
                            self.follow(all);
                        }
                        self.dumps.expect(false);
                        if !self.with(|wire| std::mem::take(&mut wire.look_again)) {
                            break;
                        }
                    }
                }
                self.with(|wire| wire.looking = false);
            });
        }
    }

    /// Does to what is open what was done to what is kept.
    fn follow(self, all: Vec<(Record, Blob)>) {
        let gone: Vec<DumpId> = self.with(|wire| {
            let gone = |held: &Held| held.kept && !all.iter().any(|(record, _)| record.id == held.record.id);
            wire.dumps.iter().filter(|(_, held)| gone(held)).map(|(dump, _)| *dump).collect()
        });
        for dump in gone {
            self.take_out(dump);
        }
        let mut rows = Vec::new();
        let mut left = Vec::new();
        for (record, blob) in all {
            let known = self.with(|wire| {
                let found = wire.dumps.iter_mut().find(|(_, held)| held.record.id == record.id);
                found.map(|(dump, held)| {
                    let new = held.record.settings != record.settings;
                    held.record.settings.clone_from(&record.settings);
                    (*dump, new)
                })
            });
            match known {
                Some((dump, true)) => self.send_settings(dump),
                Some(_) => {}
                None => {
                    let dump = self.with(|wire| {
                        wire.last_dump += 1;
                        wire.last_dump
                    });
                    if record.stopped || marks::is_deadly(&record.id) {
                        left.push(dump);
                    }
                    let (size, origin) = (blob.size() as u64, Origin::Blob(blob));
                    rows.push(self.hold(
                        dump,
                        Held { origin, record, kept: true, left: false, crashes: 0 },
                        Kept::Is(size),
                    ));
                }
            }
        }
        self.dumps.add(rows);
        for dump in left {
            self.leave(dump, "It stopped the reader before, so it is read only when asked for.");
        }
        self.note_kept();
        self.refresh();
        self.open_next();
    }

    /// Notes for the next visit whether anything is kept.
    fn note_kept(self) {
        marks::set_kept(self.with(|wire| wire.dumps.values().any(|held| held.kept)));
    }

    /// Keeps a dump on the device.
    pub(super) fn store(self, dump: DumpId) {
        let held = self.with(|wire| wire.dumps.get(&dump).map(|held| (held.record.clone(), held.origin.clone())));
        let (Some(keep), Some((record, Origin::Blob(blob)))) = (self.kept(), held) else { return };
        spawn(async move {
            let size = blob.size() as u64;
            let kept = keep.put(&record, &blob).await;
            let still = self.with(|wire| {
                wire.changes += 1;
                let held = wire.dumps.get_mut(&dump)?;
                held.kept = kept.is_ok();
                Some(held.record != record)
            });
            match kept {
                Ok(()) => self.dumps.set_kept(dump, Kept::Is(size)),
                Err(why) => self.dumps.set_kept(dump, Kept::Not(not_kept(why, size).await)),
            }
            match still {
                // It was taken out before it was kept.
                None => self.forget(record.id, None),
                // The user said something of it meanwhile.
                Some(true) => self.change(dump, |_| {}),
                Some(false) => {}
            }
            self.note_kept();
        });
    }

    /// Changes what is kept of a dump beside its bytes.
    pub(super) fn change(self, dump: DumpId, change: impl FnOnce(&mut Record)) {
        let record = self.with(|wire| {
            wire.changes += 1;
            let held = wire.dumps.get_mut(&dump)?;
            change(&mut held.record);
            held.kept.then(|| held.record.clone())
        });
        if let (Some(keep), Some(record)) = (self.kept(), record) {
            spawn(async move {
                let done = keep.change(&record).await;
                self.say_if_failed(done, &record.name, "what was changed lasts until the page is closed");
            });
        }
    }

    /// Takes a dump out of the library and forgets it. A toast offers to undo that.
    pub fn remove(self, dump: DumpId) {
        let Some(mut held) = self.take_out(dump) else { return };
        let (name, id) = (held.record.name.clone(), held.record.id.clone());
        let kept = std::mem::take(&mut held.kept);
        self.with(|wire| wire.removed = Some((dump, held)));
        let undo: Option<Undo> = Some(Arc::new(move || self.bring_back()));
        if kept {
            self.forget(id, Some((format!("{name} is removed and forgotten."), undo)));
        } else {
            self.toast.show(format!("{name} is removed."), undo);
        }
        self.open_next();
    }

    /// Puts the dump that was removed last back into its place.
    fn bring_back(self) {
        let Some((dump, mut held)) = self.with(|wire| wire.removed.take()) else { return };
        held.left = false;
        let row = self.hold(dump, held, Kept::No);
        self.dumps.add(vec![row]);
        if self.with(|wire| wire.dumps.get(&dump).is_some_and(|held| !held.record.id.is_empty())) {
            self.store(dump);
        }
        self.open_next();
    }

    /// Takes all dumps out of the library and forgets them.
    pub fn forget_everything(self) {
        let all: Vec<DumpId> = self.with(|wire| wire.dumps.keys().copied().collect());
        self.send(&Request::Following(true));
        for dump in all {
            self.take_out(dump);
        }
        self.send(&Request::Following(false));
        self.with(|wire| wire.following = false);
        self.forget_stored(None, "the dumps", Some(("Every dump is removed and forgotten.".to_owned(), None)));
    }

    fn forget(self, id: String, said: Said) {
        marks::end(&id);
        self.forget_stored(Some(id), "a dump", said);
    }

    /// Forgets a dump or all of them, and says so when it is done: a page may be closed at once.
    fn forget_stored(self, id: Option<String>, what: &'static str, said: Said) {
        let Some(keep) = self.kept() else { return };
        spawn(async move {
            let done = keep.forget(id.as_deref()).await;
            if let (Ok(()), Some((said, undo))) = (&done, said) {
                self.toast.show(said, undo);
            }
            self.say_if_failed(done, what, "it is still on this device, and will be here the next time");
            self.with(|wire| wire.changes += 1);
            self.note_kept();
        });
    }

    fn say_if_failed(self, done: Result<(), StorageError>, what: &str, then: &str) {
        let why = match done {
            Ok(()) => return,
            Err(StorageError::Blocked) => "the storage is blocked".to_owned(),
            Err(StorageError::Full) => "the storage is full".to_owned(),
            Err(StorageError::Other(why)) => why,
        };
        self.messages.say(format!("{what}: the browser did not store the change ({why}); {then}."));
    }
}
