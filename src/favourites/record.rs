//! What is stored of a paper that the user said something of, and how two versions of it become one.
//!
//! Every field knows when it was last changed. Of two versions the later value of each field is taken, so it does not
//! matter in which order tabs see each other's changes, or how often: merging is commutative, associative and idempotent.
//! What was taken away stays as a change too (a tombstone), or it would come back from another tab.

use super::clock::{Dated, Stamp};
use super::{Favourite, Status};
use crate::paper::{Paper, PaperId};

/// One paper's record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// When the star was set: ISO 8601 in UTC; empty without a star.
    pub added: Dated<String>,
    /// How far the reading is.
    pub status: Dated<Status>,
    /// The note.
    pub note: Dated<String>,
    /// The tags, by name; those taken away too.
    pub tags: Vec<(String, Dated<bool>)>,
    /// The paper's own copy, as [`super::codec::copy`] makes it; empty when nothing is kept of it.
    pub paper: Dated<String>,
}

/// What stands for the copy of a paper that is in storage and was not fetched from there. It is of no time, so that the real
/// one comes in its place when both meet.
pub const ELSEWHERE: &str = "…";

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The star is set at this time, or taken away (empty).
    Added(String),
    /// Another status.
    Status(Status),
    /// Another note.
    Note(String),
    /// A tag is put on or taken off.
    Tag(String, bool),
    /// Another copy of the paper, or none.
    Paper(String),
}

impl Record {
    /// Whether the star is set.
    pub fn is_starred(&self) -> bool {
        !self.added.value.is_empty() && !self.paper.value.is_empty()
    }

    /// Whether there is anything to show: a star, or the word that the paper is not interesting.
    pub fn is_kept(&self) -> bool {
        self.is_starred() || (self.status.value == Status::NotInterested && !self.paper.value.is_empty())
    }

    /// Whether its copy of the paper is elsewhere: [`ELSEWHERE`].
    pub fn is_begun(&self) -> bool {
        self.paper.at == 0 && !self.paper.value.is_empty()
    }

    /// The tags that are on.
    pub fn tags(&self) -> Vec<String> {
        self.tags.iter().filter(|(_, on)| on.value).map(|(name, _)| name.clone()).collect()
    }

    /// When it was last changed, be it by a newer copy of its paper.
    pub fn newest(&self) -> Stamp {
        self.changed().max(self.paper.at)
    }

    /// When the user last said something of it.
    pub fn changed(&self) -> Stamp {
        let tags = self.tags.iter().map(|(_, on)| on.at).max().unwrap_or(0);
        self.added.at.max(self.status.at).max(self.note.at).max(tags)
    }

    /// Changes a field; gives the change that takes this one back.
    pub fn apply(&mut self, edit: Edit, at: Stamp) -> Edit {
        match edit {
            Edit::Added(added) => Edit::Added(self.added.replace(added, at)),
            Edit::Status(status) => Edit::Status(self.status.replace(status, at)),
            Edit::Note(note) => Edit::Note(self.note.replace(note, at)),
            Edit::Paper(paper) => Edit::Paper(self.paper.replace(paper, at)),
            Edit::Tag(name, on) => {
                let was = self.tag(&name).replace(on, at);
                Edit::Tag(name, was)
            }
        }
    }

    /// Takes over what is later in another version.
    pub fn merge(&mut self, other: Self) {
        self.added.merge(other.added);
        self.status.merge(other.status);
        self.note.merge(other.note);
        self.paper.merge(other.paper);
        for (name, on) in other.tags {
            self.tag(&name).merge(on);
        }
    }

    /// A tag, which is made when it is new.
    fn tag(&mut self, name: &str) -> &mut Dated<bool> {
        let at = self.tags.partition_point(|(other, _)| other.as_str() < name);
        if self.tags.get(at).is_none_or(|(other, _)| other != name) {
            self.tags.insert(at, (name.to_owned(), Dated::default()));
        }
        // It is there: it was found, or has just been put there.
        &mut self.tags[at].1
    }

    /// The changes that bring back from a backup what is missing here, or was changed later there. A star or a word that was
    /// taken away here comes back: whoever restores a backup wants what is in it.
    pub fn missing(&self, backup: &Self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let gone = !self.is_kept();
        if gone || (self.added.value.is_empty() && backup.is_starred()) {
            edits.push(Edit::Paper(backup.paper.value.clone()));
            edits.push(Edit::Added(backup.added.value.clone()));
        }
        if (gone || backup.status > self.status) && backup.status.value != self.status.value {
            edits.push(Edit::Status(backup.status.value));
        }
        if (gone || backup.note > self.note) && backup.note.value != self.note.value {
            edits.push(Edit::Note(backup.note.value.clone()));
        }
        for (name, on) in &backup.tags {
            let here = self.tags.iter().find(|(other, _)| other == name).map(|(_, on)| on);
            let later = here.is_none_or(|here| gone || on > here);
            if later && on.value != here.is_some_and(|here| here.value) {
                edits.push(Edit::Tag(name.clone(), on.value));
            }
        }
        edits
    }

    /// As it is shown and exported; `None` when it is not kept or its copy of the paper cannot be read.
    pub fn favourite(&self, id: PaperId) -> Option<Favourite> {
        if !self.is_kept() {
            return None;
        }
        let paper = Paper { id, ..super::codec::paper(&self.paper.value).ok()? };
        Some(Favourite {
            paper,
            added: self.added.value.clone(),
            status: self.status.value,
            tags: self.tags(),
            note: self.note.value.clone(),
            changed: self.changed(),
        })
    }

    /// The record of a favourite, changed at one time.
    pub fn of(favourite: &Favourite, at: Stamp) -> Self {
        let mut record = Self {
            added: Dated::new(favourite.added.clone(), at),
            paper: Dated::new(super::codec::copy(&favourite.paper), at),
            ..Self::default()
        };
        if favourite.status != Status::default() {
            record.status = Dated::new(favourite.status, at);
        }
        if !favourite.note.is_empty() {
            record.note = Dated::new(favourite.note.clone(), at);
        }
        for tag in &favourite.tags {
            *record.tag(tag) = Dated::new(true, at);
        }
        record
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::favourites::clock::{LATEST, next};
    use proptest::prelude::*;

    /// A change of any field, among few values so that they meet.
    pub(crate) fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            prop::sample::select(&["", "2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z"])
                .prop_map(|s| Edit::Added(s.into())),
            prop::sample::select(&Status::ALL).prop_map(Edit::Status),
            "[ab]{0,2}".prop_map(Edit::Note),
            ("[a-c]", any::<bool>()).prop_map(|(name, on)| Edit::Tag(name, on)),
            prop::sample::select(&["", "㐀㐁", "㐀㐂"]).prop_map(|s| Edit::Paper(s.into())),
        ]
    }

    /// A record with a past.
    pub(crate) fn record() -> impl Strategy<Value = Record> {
        prop::collection::vec((edit(), 1..12_u64), 0..8).prop_map(|edits| {
            let mut record = Record::default();
            for (edit, at) in edits {
                let at = at.max(record.newest());
                record.apply(edit, at);
            }
            record
        })
    }

    fn merged(mut a: Record, b: Record) -> Record {
        a.merge(b);
        a
    }

    proptest! {
        #[test]
        fn merging_is_commutative_associative_and_idempotent(a in record(), b in record(), c in record()) {
            prop_assert_eq!(merged(a.clone(), b.clone()), merged(b.clone(), a.clone()));
            prop_assert_eq!(merged(merged(a.clone(), b.clone()), c.clone()), merged(a.clone(), merged(b, c)));
            prop_assert_eq!(merged(a.clone(), a.clone()), a);
        }

        #[test]
        fn a_change_is_taken_back(start in record(), edits in prop::collection::vec(edit(), 0..8)) {
            let mut record = start.clone();
            let at = record.newest() + 1;
            let mut back: Vec<Edit> = edits.into_iter().map(|edit| record.apply(edit, at)).collect();
            back.reverse();
            for edit in back {
                record.apply(edit, at + 1);
            }
            let plain = |record: &Record| (record.added.value.clone(), record.status.value, record.note.value.clone(), record.tags(), record.paper.value.clone());
            prop_assert_eq!(plain(&record), plain(&start));
        }

    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// Two tabs, each with its own clock that jumps as it likes, see each other's versions late or never in between.
        #[test]
        fn a_thousand_edits_in_two_tabs_end_equal(
            edits in prop::collection::vec((any::<bool>(), edit(), 0..2_000_000_u64, prop::bool::weighted(0.2)), 1000),
        ) {
            let mut tabs = [Record::default(), Record::default()];
            // What each field was last set to in a tab that had seen the change before.
            for (second, edit, clock, seen) in edits {
                let (here, there) = (usize::from(second), usize::from(!second));
                if seen {
                    let other = tabs[there].clone();
                    tabs[here].merge(other);
                }
                let at = next(tabs[here].newest(), clock);
                prop_assert!(at > tabs[here].newest(), "newer than what it replaces");
                tabs[here].apply(edit.clone(), at);
                let mut again = tabs[here].clone();
                prop_assert_eq!(again.apply(edit.clone(), at), edit);
            }
            let [mut one, mut two] = tabs;
            one.merge(two.clone());
            two.merge(one.clone());
            prop_assert_eq!(&one, &two);
            prop_assert!(one.newest() <= LATEST);
        }

    }

    proptest! {
        #[test]
        fn a_backup_brings_back_what_is_missing(here in record(), backup in record()) {
            let mut after = here.clone();
            for edit in here.missing(&backup) {
                after.apply(edit, 100);
            }
            // Nothing is lost by it, and once is enough.
            if backup.is_kept() {
                prop_assert!(after.is_kept());
                prop_assert!(after.is_starred() >= here.is_starred().max(backup.is_starred()));
                prop_assert_eq!(after.missing(&backup), vec![]);
            }
        }
    }

    #[test]
    fn clocks_that_jump_are_handled() {
        assert_eq!(next(0, 1_800_000_000_000), 1_800_000_000_000_000);
        assert_eq!(next(1_800_000_000_000_000, 5), 1_800_000_000_000_001, "set back");
        assert_eq!(next(7, u64::MAX), LATEST, "beyond all measure");
        assert_eq!(next(LATEST, 5), LATEST + 1);
        assert_eq!(next(u64::MAX, 5), u64::MAX);
    }

    #[test]
    fn what_was_taken_away_stays_away() {
        let paper = || Edit::Paper("㐀".to_owned());
        let mut one = Record::default();
        one.apply(Edit::Added("2026".to_owned()), 1);
        one.apply(paper(), 1);
        let mut two = one.clone();
        one.apply(Edit::Added(String::new()), 5);
        one.apply(Edit::Paper(String::new()), 5);
        two.apply(Edit::Note("late".to_owned()), 6);
        let both = merged(one, two);
        assert!(!both.is_kept());
        assert_eq!(both.note.value, "late");
    }
}
