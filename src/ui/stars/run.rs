//! Changes of many records: made, stored and told a slice at a time, with progress and a way to stop, and one step to undo.

use super::{Edits, Stars, clock};
use crate::favourites::history::Step;
use crate::favourites::notice::Notice;
use crate::paper::PaperId;
use crate::ui::client::Client;
use crate::ui::slices::{Slice, turn};
use crate::ui::toast::Toast;
use crate::ui::{locks, spawn, words};
use leptos::prelude::*;
use std::vec::IntoIter;

/// How many papers are changed between two looks at the clock.
const FEW: usize = 10;

/// How many changes are made at once, without progress.
const AT_ONCE: usize = 100;

/// What is said when something else is under way.
pub const BUSY: &str = "Something else is under way: wait until it is done, or cancel it.";

/// Many changes on their way.
pub struct Run {
    stars: Stars,
    client: Client,
    toast: Toast,
    /// What takes them back, as they were made.
    inverse: Edits,
    /// "Restoring"
    what: &'static str,
    done: u32,
    total: u32,
    /// How many papers were changed.
    changed: u32,
    /// Whether the storage is full.
    full: bool,
    stopped: bool,
}

impl Run {
    /// Begins changes of so many papers; not while something else is under way, which is said.
    pub fn begin(what: &'static str, total: u32, (stars, client, toast): (Stars, Client, Toast)) -> Option<Self> {
        if !toast.work.begin(what, total) {
            toast.show(BUSY, None);
            return None;
        }
        if stars.count.get_untracked() == 0 {
            locks::keep_storage();
        }
        let (inverse, full, stopped) = (Vec::new(), false, false);
        Some(Self { stars, client, toast, inverse, what, done: 0, total, changed: 0, full, stopped })
    }

    /// Makes changes, as far as there is room for them and the user does not stop it; whether it goes on.
    pub async fn make(&mut self, edits: Edits) -> bool {
        let mut edits = edits.into_iter();
        while !edits.as_slice().is_empty() && !self.full && !self.stopped {
            let (slice, mut ids) = (Slice::begin(), Vec::new());
            while !edits.as_slice().is_empty() && !self.full && !slice.is_over() {
                ids.extend(self.few(&mut edits));
            }
            self.stars.settle_soon(&ids, self.client);
            self.stars.log(&ids);
            self.stars.tell_engine(&ids, self.client);
            self.passed(ids.len() as u32);
            turn().await;
        }
        !self.full && !self.stopped
    }

    /// So many papers more are done with.
    pub fn passed(&mut self, papers: u32) {
        self.done += papers;
        self.stopped |= !self.toast.work.at(self.done.min(self.total), self.total);
    }

    /// Changes a few papers; gives which.
    fn few(&mut self, edits: &mut IntoIter<(PaperId, super::Edit)>) -> Vec<PaperId> {
        let time = clock();
        let (mut ids, mut inverse, mut waited): (Vec<PaperId>, Edits, Vec<PaperId>) = Default::default();
        let changed = self.stars.kept.try_update_value(|kept| {
            while let Some((next, _)) = edits.as_slice().first() {
                if ids.last() != Some(next) {
                    if ids.len() == FEW {
                        break;
                    }
                    waited.extend(kept.store.is_unsaved(*next).then_some(*next));
                    ids.push(*next);
                }
                let Some((id, edit)) = edits.next() else { break };
                inverse.push((id, kept.store.edit(id, edit, time)));
            }
            let notice = kept.store.save();
            if notice == Some(Notice::Full) {
                self.full = true;
                // What there was no room for is as it was.
                while let Some(at) = inverse.iter().rposition(|(id, _)| kept.store.is_unsaved(*id)) {
                    let (id, edit) = inverse.remove(at);
                    kept.store.edit(id, edit, time);
                    if !waited.contains(&id) && !inverse.iter().any(|(other, _)| *other == id) {
                        kept.store.give_up(id);
                    }
                    ids.retain(|other| *other != id);
                }
                return (None, kept.store.take_changed());
            }
            (notice, kept.store.take_changed())
        });
        self.inverse.append(&mut inverse);
        self.changed += ids.len() as u32;
        if let Some((notice, changed)) = changed {
            self.stars.say(notice);
            self.stars.tell(&changed, self.client);
        }
        ids
    }

    /// Whether all was looked at and there was nothing to do.
    pub fn is_idle(&self) -> bool {
        self.changed == 0 && !self.full && !self.stopped && self.done >= self.total
    }

    /// How many papers were changed.
    pub fn changed(&self) -> u32 {
        self.changed
    }

    /// Ends it: what was done is one step of this name that can be undone; or, where it was stopped, is taken back. Gives
    /// the step, and whether it is all that was wanted.
    async fn finish(&mut self, what: String) -> Option<Step> {
        let mut inverse = std::mem::take(&mut self.inverse);
        inverse.reverse();
        let step = if self.stopped {
            self.stopped = false;
            (self.done, self.total) = (0, self.changed);
            self.toast.work.instead("Taking it back", self.total);
            self.make(inverse).await;
            self.toast.show("Cancelled: favourites are as they were.", None);
            None
        } else {
            Some(Step { what, inverse })
        };
        if self.full {
            self.stars.messages.say(format!(
                "This browser's storage is full: {} stopped after {} of {}. What is stored is safe, and can be undone. Back up the \
                 favourites, then make room by taking away stars.",
                self.what.to_lowercase(),
                words::number(self.changed),
                words::papers(self.total),
            ));
        }
        self.toast.work.end();
        step
    }

    /// Ends it, with a step of this name that can be undone, and a sentence that offers that.
    pub async fn end(mut self, what: String, said: Option<String>) {
        let Some(step) = self.finish(what).await else { return self.stars.show_all(self.client) };
        let some = !step.inverse.is_empty();
        self.stars.kept.update_value(|kept| kept.history.did(step));
        self.stars.set_due(self.stars.due_now() + self.changed);
        self.stars.show_all(self.client);
        let said = if self.full { Some(format!("{}: {}.", self.what, words::papers(self.changed))) } else { said };
        if let Some(said) = said.filter(|_| some) {
            self.stars.offer_undo(said, self.client, self.toast);
        }
    }
}

impl Stars {
    /// Makes changes as one step that can be undone: at once, or, where they are many, in slices with progress. Where there
    /// is something to say then, with a way to undo it.
    pub fn edit_many(
        self,
        name: &'static str,
        what: String,
        said: Option<String>,
        edits: Edits,
        (client, toast): (Client, Toast),
    ) {
        if edits.len() <= AT_ONCE {
            self.edit(what, edits, client);
            if let Some(said) = said {
                self.offer_undo(said, client, toast);
            }
            return;
        }
        spawn(async move {
            let Some(mut run) = Run::begin(name, papers(&edits), (self, client, toast)) else { return };
            run.make(edits).await;
            run.end(what, said).await;
        });
    }

    /// Takes the last step back, or makes it again, where it is a large one; whether it is.
    pub(super) fn turn_large(self, back: bool, client: Client, toast: Toast) -> bool {
        let step = self.kept.try_update_value(|kept| {
            let large = kept.history.peek(back).is_some_and(|step| step.inverse.len() > AT_ONCE);
            // One thing after another: the step stays where it is.
            (large && !toast.work.is_under_way()).then(|| kept.history.take(back)).ok_or(large)
        });
        let Some(Ok(Some(step))) = step else {
            let waits = step == Some(Err(true));
            if waits {
                toast.show(BUSY, None);
            }
            return waits;
        };
        self.turn_in_slices(step, back, client, toast);
        true
    }

    /// Where there is a large step, the second part of the wasm is here, in which it was made.
    #[inline(never)]
    fn turn_in_slices(self, step: Step, back: bool, client: Client, toast: Toast) {
        spawn(async move {
            let name = if back { "Undoing" } else { "Doing again" };
            let again = step.clone();
            let Some(mut run) = Run::begin(name, papers(&step.inverse), (self, client, toast)) else { return };
            run.make(step.inverse).await;
            let full = run.full;
            let turned = run.finish(step.what).await;
            let said = turned.as_ref().map(|step| super::turned(back, &step.what));
            self.kept.update_value(|kept| match turned {
                // What there was no room for is left to be done.
                Some(part) if !full => kept.history.put(!back, part),
                Some(part) => {
                    kept.history.put(!back, part);
                    kept.history.put(back, again);
                }
                None => kept.history.put(back, again),
            });
            self.show_all(client);
            if let Some(said) = said {
                toast.show(said, None);
            }
        });
    }
}

/// How many papers changes are of, where those of one stand together.
fn papers(edits: &Edits) -> u32 {
    let mut count = 0;
    let mut last = None;
    for (id, _) in edits {
        count += u32::from(last != Some(*id));
        last = Some(*id);
    }
    count
}
