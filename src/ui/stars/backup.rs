//! Favourites out to a backup, and what one would change here.

use super::{Edits, Stars};
use crate::favourites::record::Record;
use crate::favourites::storage::Storage;
use crate::favourites::{codec, colours};
use crate::paper::PaperId;
use crate::ui::client::Client;
use crate::ui::toast::Toast;
use crate::ui::words;
use leptos::prelude::*;

/// The key of the number of changes since the last backup.
const DUE: &str = "paperdeck.changes";

/// How many titles a preview shows, and how many problems of a file.
const TITLES: usize = 8;
const PROBLEMS: usize = 3;

/// What restoring a backup would change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The changes.
    pub edits: Edits,
    /// How many are new.
    pub new: u32,
    /// The first of their titles.
    pub new_titles: Vec<String>,
    /// How many that are here get something they have not.
    pub changed: u32,
    /// The first of their titles.
    pub changed_titles: Vec<String>,
    /// How many stay as they are.
    pub same: u32,
    /// What could not be read, the first of it, and how much there is of that.
    pub problems: Vec<String>,
    /// How much.
    pub problems_total: u32,
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.new + self.changed == 0 {
            return match self.same {
                0 => f.write_str("There are no favourites in this file."),
                1 => f.write_str("The favourite in this file is here already."),
                same => write!(f, "All {} favourites in this file are here already.", words::number(same)),
            };
        }
        let parts = [(self.new, "restored"), (self.changed, "brought up to date"), (self.same, "here already")];
        // The first says what is counted.
        let mut noun = true;
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            match (noun, count) {
                (true, 1) => write!(f, "1 favourite {what}")?,
                (true, _) => write!(f, "{} favourites {what}", words::number(count))?,
                (false, _) => write!(f, ", {} {what}", words::number(count))?,
            }
            noun = false;
        }
        f.write_str(".")
    }
}

impl Stars {
    /// The papers that are kept, and how many changes there were since the last backup.
    pub fn to_back_up(self) -> (Vec<PaperId>, u32) {
        (self.kept.with_value(|kept| kept.store.kept().map(|(id, _)| id).collect()), self.due_now())
    }

    /// Adds a paper to a backup, if it is still kept; whether that could be done.
    pub fn add_to(self, backup: &mut codec::Backup, id: PaperId) -> bool {
        self.kept.with_value(|kept| {
            if !kept.store.get(id).is_some_and(Record::is_kept) {
                return true;
            }
            let text = kept.store.text(id);
            let record = text.and_then(|text| codec::decode(&text).ok());
            record.is_some_and(|record| backup.add(id, &record, &self.colours.get_untracked()))
        })
    }

    /// All is in a file but what was changed since there were so many changes.
    pub fn backed_up(self, changes: u32) {
        self.set_due(self.due_now().saturating_sub(changes));
    }

    /// Adds some of a backup to what it would change: records as they are stored, and what could not be read.
    pub fn compare(self, plan: &mut Plan, records: Vec<(PaperId, String)>, problems: Vec<String>) {
        plan.problems_total += problems.len() as u32;
        plan.problems.extend(problems.into_iter().take(PROBLEMS - plan.problems.len().min(PROBLEMS)));
        self.kept.with_value(|kept| {
            for (id, text) in records {
                let Ok(backup) = codec::decode(&text) else { continue };
                let none = Record::default();
                let here = kept.store.get(id).unwrap_or(&none);
                if id == colours::ID {
                    plan.edits.extend(colours::missing(here, &backup));
                    continue;
                }
                let missing = here.missing(&backup);
                let (count, titles) = match (missing.is_empty(), here.is_kept()) {
                    (true, _) => {
                        plan.same += 1;
                        continue;
                    }
                    (false, true) => (&mut plan.changed, &mut plan.changed_titles),
                    (false, false) => (&mut plan.new, &mut plan.new_titles),
                };
                *count += 1;
                if titles.len() < TITLES {
                    titles.extend(backup.favourite(id).map(|favourite| favourite.paper.title));
                }
                plan.edits.extend(missing.into_iter().map(|edit| (id, edit)));
            }
        });
    }

    /// Whether nothing is kept that a backup could change.
    pub fn is_empty(self) -> bool {
        self.kept.with_value(|kept| kept.store.kept().next().is_none())
    }

    /// Merges a backup into what is kept.
    pub fn restore(self, plan: Plan, client: Client, toast: Toast) {
        let said = Some(plan.to_string());
        self.edit_many("Restoring", "Favourites restored".to_owned(), said, plan.edits, (client, toast));
    }

    /// How many changes there were since the last backup. Watched.
    pub fn due(self) -> u32 {
        self.changes.track();
        self.due_now()
    }

    pub(super) fn due_now(self) -> u32 {
        self.kept.with_value(|kept| {
            let stored = kept.store.storage().get(DUE).ok().flatten();
            stored.and_then(|text| text.parse().ok()).unwrap_or(0)
        })
    }

    pub(super) fn set_due(self, due: u32) {
        // Where this cannot be stored, the favourites cannot either, and that was said.
        self.kept.with_value(|kept| kept.store.storage().set(DUE, &due.to_string()).ok());
        self.changes.update(|changes| *changes += 1);
    }
}
