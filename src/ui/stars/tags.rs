//! Tags and their colours, and how many favourites have which status.

use super::{Edits, Stars};
use crate::favourites::colours;
use crate::favourites::record::Record;
use crate::paper::PaperId;
use leptos::prelude::*;

impl Stars {
    /// The tags of all that is kept, each with how many have it, in the order they are met.
    pub fn tags(self) -> Vec<(String, u32)> {
        let mut tags: Vec<(String, u32)> = Vec::new();
        self.kept.with_value(|kept| {
            for tag in kept.store.kept().flat_map(|(_, record)| record.tags()) {
                match tags.iter_mut().find(|(other, _)| *other == tag) {
                    Some((_, count)) => *count += 1,
                    None => tags.push((tag, 1)),
                }
            }
        });
        tags
    }

    /// How many are of each status, in the order of [`Status::ALL`], and the tags by name. Watched.
    pub fn summary(self) -> ([u32; 4], Vec<(String, u32)>) {
        self.changes.track();
        let mut counts = [0; 4];
        self.kept.with_value(|kept| {
            for (_, record) in kept.store.kept() {
                if let Some(count) = counts.get_mut(record.status.value as usize) {
                    *count += 1;
                }
            }
        });
        let mut tags = self.tags();
        tags.sort_unstable();
        (counts, tags)
    }

    /// All that have a tag.
    pub fn tagged(self, tag: &str) -> Vec<PaperId> {
        let has = |record: &Record| record.tags.iter().any(|(name, on)| name == tag && on.value);
        self.kept.with_value(|kept| kept.store.kept().filter(|(_, record)| has(record)).map(|(id, _)| id).collect())
    }

    /// The colour of a tag. Watched.
    pub fn colour(self, tag: &str) -> Option<&'static str> {
        self.colours.with(|all| all.iter().find(|(other, _)| other == tag).map(|(_, colour)| *colour))
    }

    /// The changes that give a tag this colour, or none.
    pub fn colouring(self, tag: &str, colour: Option<&str>) -> Edits {
        self.kept.with_value(|kept| {
            let none = Record::default();
            colours::change(kept.store.get(colours::ID).unwrap_or(&none), tag, colour)
        })
    }
}
