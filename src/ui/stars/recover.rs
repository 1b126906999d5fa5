//! The journal of favourites: opened and compared at the start, and left in order.

use super::{Stars, clock};
use crate::ui::client::Client;
use crate::ui::dom::listen;
use crate::ui::journal::Journal;
use crate::ui::slices::turn;
use crate::ui::spawn;
use leptos::prelude::*;

/// The key of what the journal's entries are marked with: the time, in milliseconds, at which it was made.
const MARK: &str = "paperdeck.journal";

/// How long a change stays in the journal, in milliseconds.
const HOUR: u64 = 3_600_000;

/// After so many milliseconds a browser has brought its storage to the disk for the first time.
const MINUTE: u64 = 60_000;

impl Stars {
    /// Opens the journal, takes over what only it has, and notes there when the page is left.
    pub(super) fn keep_journal(self, client: Client) {
        let mark = self.mark_in_storage();
        let set = |mark: &String| self.kept.with_value(|kept| kept.store.storage().set(MARK, mark)).is_ok();
        let Some(mark) = Some(mark.unwrap_or_else(|| clock().to_string())).filter(set) else { return };
        listen("pagehide", move |_: &web_sys::Event| {
            // Where it is gone, all was cleared, and shall not come back.
            let is_stored = |mark: String| mark.parse().is_ok_and(|made| clock().saturating_sub(made) > MINUTE);
            if self.mark_in_storage().is_none_or(is_stored) {
                self.kept.with_value(|kept| {
                    if let Some(Some(journal)) = &kept.journal {
                        journal.leave(kept.store.latest());
                    }
                });
            }
        });
        spawn(async move {
            let journal = Journal::open(mark, clock()).await;
            self.kept.update_value(|kept| kept.journal = Some(journal.clone()));
            self.log(&[]);
            if let Some(journal) = journal {
                self.recover(journal, client).await;
            }
        });
    }

    fn mark_in_storage(self) -> Option<String> {
        self.kept.with_value(|kept| kept.store.storage().get(MARK)).ok().flatten()
    }

    /// Another tab, or the user, has cleared the storage: what is in the journal is of another time.
    pub(super) fn clear_journal(self) {
        self.kept.with_value(|kept| {
            if let Some(Some(journal)) = &kept.journal {
                // Where even this cannot be stored, nothing can.
                let _ = kept.store.storage().set(MARK, journal.mark());
                journal.clear();
            }
        });
    }

    async fn recover(self, journal: Journal, client: Client) -> Option<()> {
        let hour_ago = clock().saturating_sub(HOUR).saturating_mul(1000);
        let (ends, left) = journal.ends().await?;
        let lacks = self.kept.try_update_value(|kept| {
            ends.is_empty() || ends.iter().any(|end| !end.known || kept.store.lacks(&end.key, &end.text))
        })?;
        let mut last: Option<String> = None;
        // Nearly always it is enough to look at the ends.
        loop {
            let mut entries = if lacks { journal.after(last.as_deref()).await? } else { Vec::new() };
            let Some(entry) = entries.last() else { break };
            last = Some(entry.key.clone());
            let (notice, ids) = self.kept.try_update_value(|kept| {
                entries
                    .retain(|entry| !kept.store.recover(&entry.key, &entry.text, if entry.known { 0 } else { left }));
                (kept.store.save(), kept.store.take_changed())
            })?;
            self.say(notice);
            // As changes of this page's own, for it is this page that stores them.
            self.log(&ids);
            self.tell(&ids, client);
            entries.retain(|entry| !entry.known);
            journal.forget(&entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>());
            turn().await;
        }
        journal.tidy(hour_ago).await
    }
}
