use super::*;
use crate::favourites::record::tests::edit as any_edit;
use crate::favourites::storage::{BACKUP_PREFIX, ROOM, StorageError, units};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A storage that fails on demand.
#[derive(Default, Clone)]
struct Fake {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    blocked: Rc<Cell<bool>>,
    /// Most bytes in all.
    room: Rc<Cell<Option<usize>>>,
}

impl Fake {
    fn with(texts: &[(&str, &str)]) -> Self {
        let fake = Self::default();
        for (key, text) in texts {
            fake.texts.borrow_mut().insert((*key).to_owned(), (*text).to_owned());
        }
        fake
    }

    fn works(&self) -> Result<(), StorageError> {
        if self.blocked.get() { Err(StorageError::Blocked) } else { Ok(()) }
    }
}

impl Storage for Fake {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.works()?;
        Ok(self.texts.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.works()?;
        let used: usize = self.texts.borrow().iter().filter(|(k, _)| *k != key).map(|(k, t)| k.len() + t.len()).sum();
        if self.room.get().is_some_and(|room| used + key.len() + text.len() > room) {
            return Err(StorageError::Full);
        }
        self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.works()?;
        self.texts.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.works()?;
        Ok(self.texts.borrow().keys().cloned().collect())
    }
}

const NOW: u64 = 1_800_000_000_000;

fn open(fake: &Fake) -> (Store<Fake>, Vec<Notice>) {
    Store::open(fake.clone(), NOW)
}

/// Sets a star on a paper of this title and stores it.
fn star(store: &mut Store<Fake>, title: &str) -> Option<Notice> {
    let id = PaperId::of_title(title);
    store.edit(id, Edit::Paper(crate::favourites::pack::pack(&format!("{{\"title\":{title:?}}}"))), NOW);
    store.edit(id, Edit::Added("2026-01-01T00:00:00Z".to_owned()), NOW);
    store.save()
}

fn unstar(store: &mut Store<Fake>, title: &str) -> Option<Notice> {
    let id = PaperId::of_title(title);
    store.edit(id, Edit::Added(String::new()), NOW);
    store.edit(id, Edit::Paper(String::new()), NOW);
    store.save()
}

fn titles(store: &Store<Fake>) -> Vec<String> {
    let title = |id| Some(codec::decode(&store.text(id)?).ok()?.favourite(id)?.paper.title);
    let mut titles: Vec<String> = store.kept().filter_map(|(id, _)| title(id)).collect();
    titles.sort();
    titles
}

#[test]
fn keeps_and_removes() {
    let fake = Fake::with(&[("other", "x"), ("paperdeck.favourite.zz", "x")]);
    let (mut store, notices) = open(&fake);
    assert_eq!(notices, []);
    assert_eq!(star(&mut store, "One"), None);
    assert_eq!(star(&mut store, "Two"), None);
    assert_eq!((store.len(), unstar(&mut store, "One"), store.len()), (2, None, 1));
    let (store, notices) = open(&fake);
    assert_eq!((titles(&store), notices), (vec!["Two".to_owned()], vec![]));
    // That a star was taken away is remembered for a while.
    assert_eq!(fake.texts.borrow().len(), 4);
    let later = NOW + 91 * 24 * 3600 * 1000;
    assert_eq!(titles(&Store::open(fake.clone(), later).0), ["Two"]);
    assert_eq!(fake.texts.borrow().len(), 3);
}

#[test]
fn works_in_memory_when_blocked_and_saves_later() {
    let fake = Fake::default();
    fake.blocked.set(true);
    let (mut store, notices) = open(&fake);
    assert_eq!(notices, [Notice::Blocked]);
    assert_eq!(star(&mut store, "One"), Some(Notice::Blocked));
    assert_eq!((store.len(), store.unsaved()), (1, 1));
    fake.blocked.set(false);
    assert_eq!(star(&mut store, "Two"), None);
    assert_eq!(store.unsaved(), 0);
    assert_eq!(open(&fake).0.len(), 2);
}

#[test]
fn works_in_memory_when_full() {
    let fake = Fake::default();
    let (mut store, _) = open(&fake);
    assert_eq!(star(&mut store, "One"), None);
    fake.room.set(Some(10));
    assert_eq!(star(&mut store, "Two"), Some(Notice::Full));
    assert_eq!(titles(&store).len(), 2);
    assert_eq!(titles(&open(&fake).0), ["One"]);
    fake.room.set(None);
    assert_eq!((store.save(), store.unsaved()), (None, 0));
    assert_eq!(open(&fake).0.len(), 2);
}

#[test]
fn says_when_room_becomes_scarce() {
    let fake = Fake::with(&[("other", &"x".repeat(ROOM * 79 / 100)), ("paperdeck.favourite.0000000000000001", "")]);
    fake.texts.borrow_mut().remove("paperdeck.favourite.0000000000000001");
    let (mut store, notices) = open(&fake);
    assert_eq!(notices, []);
    star(&mut store, "One");
    store.edit(PaperId(5), Edit::Note("x".repeat(ROOM / 50)), NOW);
    let Some(Notice::Filling { percent: 81, more }) = store.save() else { panic!("not said") };
    assert!(more < 1000);
    assert_eq!(store.save(), None, "said once");
    store.edit(PaperId(5), Edit::Note(String::new()), NOW);
    store.save();
    let real: usize = fake.texts.borrow().iter().map(|(key, text)| units(key) + units(text)).sum();
    assert_eq!(store.used(), real);
    assert_eq!(open(&fake).0.used(), real);
}

#[test]
fn moves_corrupt_records_aside() {
    let key = key(PaperId::of_title("One"));
    let at = |number| format!("{BACKUP_PREFIX}{}.{number}", PaperId::of_title("One"));
    let fake = Fake::with(&[(&key, "{broken"), (&at(1), "older")]);
    let (mut store, notices) = open(&fake);
    assert!(matches!(&notices[..], [Notice::Unusable { backup: Some(key), .. }] if *key == at(2)), "{notices:?}");
    assert_eq!(fake.get(&at(2)), Ok(Some("{broken".to_owned())));
    assert_eq!(fake.get(&key), Ok(None));
    assert_eq!(star(&mut store, "One"), None);
    assert_eq!(fake.get(&at(2)), Ok(Some("{broken".to_owned())));
    assert_eq!(open(&fake).1, []);
}

#[test]
fn never_overwrites_what_it_could_not_copy() {
    let key = key(PaperId::of_title("One"));
    let fake = Fake::with(&[(&key, "{broken")]);
    fake.room.set(Some(0));
    let (mut store, notices) = open(&fake);
    assert!(matches!(&notices[..], [Notice::Unusable { backup: None, .. }]));
    assert_eq!(star(&mut store, "One"), Some(Notice::Full));
    assert_eq!(fake.get(&key), Ok(Some("{broken".to_owned())));
    fake.room.set(None);
    assert_eq!(store.save(), None);
    let backup = format!("{BACKUP_PREFIX}{}.1", PaperId::of_title("One"));
    assert_eq!(fake.get(&backup), Ok(Some("{broken".to_owned())));
}

/// Damage behind the beginning, which a page that starts does not look at.
fn damaged(titles: &[&str]) -> Fake {
    let fake = Fake::default();
    let mut store = open(&fake).0;
    for title in titles {
        star(&mut store, title);
    }
    let one = key(PaperId::of_title(titles[0]));
    let text = fake.get(&one).unwrap().unwrap();
    fake.set(&one, &text.replace("\"]", "㐀\"]").replace("\",1", "㐀\",1")).unwrap();
    assert_ne!(fake.get(&one), Ok(Some(text)));
    fake
}

#[test]
fn damage_is_found_when_a_text_is_read_whole() {
    let one = PaperId::of_title("One");
    let backup = format!("{BACKUP_PREFIX}{one}.1");
    let is_found = |notice: &Notice| matches!(notice, Notice::Unusable { backup: Some(key), .. } if *key == backup);
    let fake = damaged(&["One", "Two"]);
    let text = fake.get(&key(one)).unwrap();
    let (mut store, notices) = open(&fake);
    assert_eq!((notices, store.len()), (vec![], 2));
    let (gone, found) = store.check(&[one, PaperId::of_title("Two"), PaperId(9)]);
    assert!(gone == [one] && found.len() == 1 && is_found(&found[0]), "{found:?}");
    assert_eq!((store.len(), fake.get(&backup), fake.get(&key(one))), (1, Ok(text.clone()), Ok(None)));
    assert_eq!(store.check(&[one, PaperId::of_title("Two")]), (vec![], vec![]));

    // Or by a change, which begins anew then.
    let fake = damaged(&["One"]);
    let mut store = open(&fake).0;
    store.edit(one, Edit::Tag("x".to_owned(), true), NOW);
    assert!(store.save().is_some_and(|notice| is_found(&notice)));
    assert_eq!((store.len(), fake.get(&backup)), (0, Ok(text)));
    assert_eq!(store.get(one).map(Record::tags), Some(vec!["x".to_owned()]));
}

#[test]
fn what_was_not_fetched_is_not_written_without_its_paper() {
    let fake = Fake::default();
    let one = PaperId::of_title("One");
    star(&mut open(&fake).0, "One");
    let text = fake.get(&key(one)).unwrap();
    let mut store = open(&fake).0;
    assert_eq!(store.text(one), text);
    // Storage fails for a moment, and the change is stored later with all there was.
    fake.blocked.set(true);
    store.edit(one, Edit::Note("late".to_owned()), NOW);
    assert_eq!((store.save(), store.unsaved()), (Some(Notice::Blocked), 1));
    fake.blocked.set(false);
    assert_eq!((store.save(), store.unsaved()), (None, 0));
    assert_eq!(titles(&open(&fake).0), ["One"]);
    assert_eq!(open(&fake).0.get(one).map(|record| record.note.value.as_str()), Some("late"));
    // What another tab took away is gone here too, and nothing stands in its place.
    let mut store = open(&fake).0;
    fake.remove(&key(one)).unwrap();
    assert_eq!(store.save_again(&[one]), None);
    assert_eq!((store.len(), fake.get(&key(one))), (0, Ok(None)));
}

#[test]
fn news_that_come_with_a_fetch_are_told() {
    let fake = Fake::default();
    let one = PaperId::of_title("One");
    star(&mut open(&fake).0, "One");
    let (mut here, mut there) = (open(&fake).0, open(&fake).0);
    there.edit(one, Edit::Note("theirs".to_owned()), NOW);
    there.save();
    here.fetch_all();
    assert_eq!(here.take_changed(), [one]);
    assert_eq!(here.get(one).map(|record| record.note.value.as_str()), Some("theirs"));
}

#[test]
fn leaves_newer_records_alone() {
    let key = key(PaperId(1));
    let newer = r#"{"version":9,"paper":{}}"#;
    let fake = Fake::with(&[(&key, newer)]);
    let (mut store, notices) = open(&fake);
    assert!(notices[0].to_string().contains("newer Paperdeck (version 9)"));
    assert_eq!(store.reread(Some(&key), Some(newer)), (vec![], None));
    assert_eq!(store.save(), None);
    assert_eq!(fake.get(&key), Ok(Some(newer.to_owned())));
    // Only a star on the same paper takes its place, and then it is in a backup.
    store.edit(PaperId(1), Edit::Note("here".to_owned()), NOW);
    assert_eq!(store.save(), None);
    assert_eq!(fake.get(&format!("{BACKUP_PREFIX}{}.1", PaperId(1))), Ok(Some(newer.to_owned())));
}

#[test]
fn follows_other_tabs() {
    let fake = Fake::default();
    let ((mut here, _), (mut there, _)) = (open(&fake), open(&fake));
    let id = PaperId::of_title("One");
    let stored = |id| fake.get(&key(id)).unwrap();
    star(&mut there, "One");
    assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![id], None));
    assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![], None));
    assert_eq!(here.reread(Some("other"), None), (vec![], None));
    assert_eq!(here.len(), 1);
    unstar(&mut there, "One");
    assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![id], None));
    assert_eq!(here.len(), 0);
    star(&mut here, "Two");
    assert_eq!(here.reread(None, None).0.len(), 1);
    assert_eq!((titles(&here), here.len()), (vec![], 0));
}

#[test]
fn what_another_tab_stored_in_between_is_merged_before_writing() {
    let fake = Fake::default();
    let ((mut here, _), (mut there, _)) = (open(&fake), open(&fake));
    let id = PaperId::of_title("One");
    star(&mut there, "One");
    // No event came yet.
    here.edit(id, Edit::Tag("here".to_owned(), true), NOW);
    assert_eq!(here.save(), None);
    assert_eq!(here.take_changed(), [id]);
    assert_eq!((titles(&here).len(), here.get(id).unwrap().tags()), (1, vec!["here".to_owned()]));
}

#[test]
fn version_one_is_taken_over_and_written_anew_with_the_next_change() {
    let key = key(PaperId(7));
    let fake = Fake::with(&[(&key, include_str!("../fixtures/1.json").trim())]);
    let (mut store, notices) = open(&fake);
    assert_eq!((store.len(), notices), (1, vec![]));
    store.edit(PaperId(7), Edit::Status(crate::favourites::Status::Read), NOW);
    assert_eq!(store.save(), None);
    assert!(fake.get(&key).unwrap().unwrap().starts_with("{\"version\":2,"));
    let record = store.get(PaperId(7)).unwrap();
    assert_eq!((record.tags().len(), record.note.value.as_str()), (2, "spill\ntest"));
}

#[test]
fn what_only_the_journal_has_comes_back() {
    let fake = Fake::default();
    let mut store = open(&fake).0;
    star(&mut store, "One");
    let (key, text) = fake.texts.borrow().clone().into_iter().next().unwrap();
    assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0));
    // The browser was killed before it wrote the storage to the disk.
    let again = Fake::default();
    let mut store = open(&again).0;
    assert!(store.lacks(&key, &text) && store.is_empty());
    assert!(store.recover(&key, &text, 0));
    assert_eq!((store.save(), store.take_changed().len(), store.len()), (None, 1, 1));
    assert_eq!(*again.texts.borrow(), *fake.texts.borrow());
    // What is older than what is stored changes nothing.
    unstar(&mut store, "One");
    assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0));
    assert_eq!((store.len(), store.unsaved()), (0, 0));
    // Nor does it where the page that starts has read the beginning alone.
    assert!(!open(&again).0.lacks(&key, &text));
    let damaged = Fake::with(&[(&key, "{broken")]);
    let mut store = open(&damaged).0;
    assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0), "what is damaged is left to the user");
    // What was here when all was cleared does not come back.
    let mut store = open(&Fake::default()).0;
    assert!(!store.recover(&key, &text, NOW * 1000 + 1));
    assert_eq!((store.len(), store.unsaved()), (0, 0));
    assert!(!store.lacks("x", "y") && !store.lacks(&key, "{") && !store.recover(&key, "{", 0));
}

proptest! {
    #[test]
    fn what_is_stored_comes_back(edits in proptest::collection::vec((0..4_u64, any_edit()), 0..20)) {
        let fake = Fake::default();
        let (mut store, _) = open(&fake);
        for (id, edit) in edits {
            store.edit(PaperId(id), edit, NOW);
            store.save();
        }
        let (mut again, notices) = open(&fake);
        prop_assert_eq!(notices, vec![]);
        let known = |store: &Store<Fake>| store.kept().map(|(id, record)| (id, record.tags(), record.status.value)).collect::<Vec<_>>();
        prop_assert_eq!(known(&again), known(&store));
        again.fetch_all();
        prop_assert_eq!(&again.records, &store.records);
        prop_assert_eq!((again.starred, again.used), (store.starred, store.used));
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// A thousand edits in two tabs over one storage, whose writes and events come late and in bursts, as in browsers
    /// where each tab sees the storage through a cache of its own.
    #[test]
    fn two_tabs_end_equal(edits in proptest::collection::vec((any::<bool>(), 0..5_u64, any_edit(), 0..4000_u64, 0..6_u32), 1000)) {
        let fakes = [Fake::default(), Fake::default()];
        let mut tabs = [open(&fakes[0]).0, open(&fakes[1]).0];
        let mut on_the_way: [Vec<(String, String)>; 2] = Default::default();
        // What one cache has and the other has not seen goes over, and an event comes with it.
        let deliver = |tabs: &mut [Store<Fake>; 2], on_the_way: &mut [Vec<(String, String)>; 2], to: usize| {
            for (key, text) in std::mem::take(&mut on_the_way[to]) {
                fakes[to].texts.borrow_mut().insert(key.clone(), text.clone());
                let before = fakes[to].texts.borrow().clone();
                tabs[to].reread(Some(&key), Some(&text));
                tabs[to].take_changed();
                let after = fakes[to].texts.borrow().clone();
                let written = after.into_iter().filter(|(key, text)| before.get(key) != Some(text));
                on_the_way[1 - to].extend(written);
            }
        };
        for (second, id, edit, clock, wait) in edits {
            let tab = usize::from(second);
            let before = fakes[tab].texts.borrow().clone();
            tabs[tab].edit(PaperId(id), edit, clock);
            tabs[tab].save();
            let after = fakes[tab].texts.borrow().clone();
            on_the_way[1 - tab].extend(after.into_iter().filter(|(key, text)| before.get(key) != Some(text)));
            if wait == 0 {
                deliver(&mut tabs, &mut on_the_way, tab);
            }
        }
        let mut rounds = 0;
        while on_the_way.iter().any(|events| !events.is_empty()) {
            deliver(&mut tabs, &mut on_the_way, 0);
            deliver(&mut tabs, &mut on_the_way, 1);
            rounds += 1;
            prop_assert!(rounds < 10, "they answer each other for ever");
        }
        prop_assert_eq!(&tabs[0].records, &tabs[1].records);
        prop_assert_eq!(&*fakes[0].texts.borrow(), &*fakes[1].texts.borrow());
    }
}
