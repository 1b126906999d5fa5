//! What was changed goes to storage, journal, other tabs, engine and cards; and what others changed comes from there.

use super::mark::Mark;
use super::{Kept, Stars};
use crate::engine::protocol::Request;
use crate::favourites::colours;
use crate::favourites::notice::Notice;
use crate::favourites::storage::key;
use crate::paper::PaperId;
use crate::ui::client::Client;
use crate::ui::dom::listen;
use crate::ui::{locks, storage};
use leptos::prelude::*;

/// The most records that are written into the journal, or looked at again, at once; the others follow.
const AT_ONCE: usize = 100;

impl Stars {
    /// Writes records into the journal at once, however many writes are on their way.
    pub(super) fn log(self, ids: &[PaperId]) {
        self.kept.update_value(|kept| {
            kept.unlogged.extend(ids);
            let Some(journal) = &kept.journal else { return };
            let mut ids = std::mem::take(&mut kept.unlogged);
            let Some(journal) = journal else { return };
            ids.dedup();
            let text = |id: &PaperId| kept.store.text(*id).map(|text| (key(*id), text));
            // What could not be stored was said to be lost with the page.
            let stored = ids.iter().filter(|id| !kept.store.is_unsaved(**id));
            journal.write(&stored.filter_map(text).collect::<Vec<_>>(), kept.store.latest());
        });
    }

    /// Follows what other tabs do.
    pub fn follow(self, client: Client) {
        self.keep_journal(client);
        listen("storage", move |event: &web_sys::StorageEvent| {
            storage::changed();
            let (key, text) = (event.key(), event.new_value());
            if key.is_none() {
                self.clear_journal();
            }
            let reread = |kept: &mut Kept| kept.store.reread(key.as_deref(), text.as_deref());
            let Some((ids, notice)) = self.kept.try_update_value(reread) else { return };
            self.say(notice);
            self.tell(&ids, client);
        });
    }

    /// Stores what was changed, at once, and looks again under the lock: tabs see each other's writes late, and one that was
    /// overwritten in between must not stay so.
    pub(super) fn save(self, ids: &[PaperId], client: Client) {
        let saved = self.kept.try_update_value(|kept| (kept.store.save(), kept.store.take_changed()));
        let Some((notice, changed)) = saved else { return };
        self.say(notice);
        self.log(ids);
        self.tell(ids, client);
        self.tell(&changed, client);
        self.settle_soon(ids, client);
    }

    pub(super) fn settle_soon(self, ids: &[PaperId], client: Client) {
        let wait = self.kept.try_update_value(|kept| {
            let wait = !kept.unsettled.is_empty();
            kept.unsettled.extend(ids);
            wait || kept.unsettled.is_empty()
        });
        if wait == Some(false) {
            locks::with_lock("paperdeck.favourites", move || self.settle(client));
        }
    }

    pub(super) fn settle(self, client: Client) {
        let settled = self.kept.try_update_value(|kept| {
            let ids: Vec<PaperId> = kept.unsettled.drain(..kept.unsettled.len().min(AT_ONCE)).collect();
            let rest = std::mem::take(&mut kept.unsettled);
            (kept.store.save_again(&ids), kept.store.take_changed(), rest)
        });
        let Some((notice, changed, rest)) = settled else { return };
        self.say(notice);
        self.tell(&changed, client);
        self.settle_soon(&rest, client);
    }

    pub(super) fn say(self, notice: Option<Notice>) {
        if let Some(notice) = notice {
            self.messages.say(notice.to_string());
        }
    }

    /// Brings the signals of these papers, the number of all and the engine up to date.
    pub(super) fn tell(self, ids: &[PaperId], client: Client) {
        if !ids.is_empty() {
            self.tell_engine(ids, client);
            self.show_all(client);
        }
    }

    /// Brings what shows all of them up to date.
    pub(super) fn show_all(self, client: Client) {
        self.changes.update(|changes| *changes += 1);
        self.count.set_if_new(self.kept.with_value(|kept| kept.store.len() as u32));
        client.refresh();
    }

    /// Brings the signals of these papers and the engine up to date.
    pub(super) fn tell_engine(self, ids: &[PaperId], client: Client) {
        let (mut put, mut gone, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        self.kept.with_value(|kept| {
            for id in ids {
                let record = kept.store.get(*id);
                match record.filter(|record| record.is_kept()) {
                    Some(_) => put.extend(kept.store.text(*id).map(|text| (*id, text))),
                    None => gone.push(*id),
                }
                if *id == colours::ID {
                    self.colours.set_if_new(record.map(colours::of).unwrap_or_default());
                }
                shown.extend(kept.signal(*id).map(|signal| (signal, Mark::of(record))));
            }
        });
        for (signal, mark) in shown {
            signal.set_if_new(mark);
        }
        if !put.is_empty() {
            client.send(&Request::Changed(put));
        }
        if !gone.is_empty() {
            client.send(&Request::Gone(gone));
        }
    }
}
