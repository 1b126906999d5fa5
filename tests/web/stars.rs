//! Favourites on the page: one signal each, and a storage that fails.

use crate::page::{Fake, mount, paper};
use leptos::{prelude::*, task::tick};
use paperdeck::favourites::codec::{Backup, Restoring, encode};
use paperdeck::favourites::storage::{Storage, StorageError};
use paperdeck::favourites::store::Store;
use paperdeck::ui::dom::nothing;
use paperdeck::ui::messages::message_list;
use paperdeck::ui::stars::Plan;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_star_wakes_only_its_own_card() {
    let woken = Rc::new(Cell::new(0));
    let count = woken.clone();
    let (one, other) = (paper("One"), paper("Another"));
    let id = other.id;
    let (_root, state, _guard) = mount(Rc::new(Fake::default()), move |state| {
        let signal = state.stars.of(id);
        Effect::new(move |_| {
            signal.get();
            count.set(count.get() + 1);
        });
        nothing()
    });
    tick().await;
    assert_eq!(woken.get(), 1);
    state.stars.toggle(&one, state.client, state.toast);
    tick().await;
    assert!(state.stars.of(one.id).get_untracked().starred);
    assert_eq!(woken.get(), 1, "the other card was not told");
    state.stars.toggle(&other, state.client, state.toast);
    tick().await;
    assert_eq!(woken.get(), 2);
}

#[wasm_bindgen_test]
async fn changes_can_be_undone_in_turn() {
    let one = paper("One");
    let fake = Rc::new(Fake::default());
    let (_root, state, _guard) = mount(fake.clone(), |_| nothing());
    state.stars.toggle(&one, state.client, state.toast);
    let stored = || Store::open(fake.clone() as Rc<dyn Storage>, 0).0.len();
    assert_eq!(stored(), 1);
    state.stars.toggle(&one, state.client, state.toast);
    assert_eq!(stored(), 0);
    assert!(state.stars.turn(true, state.client, state.toast));
    assert_eq!(stored(), 1);
    assert!(state.stars.turn(true, state.client, state.toast));
    assert!(!state.stars.of(one.id).get_untracked().starred);
    assert!(!state.stars.turn(true, state.client, state.toast));
    assert!(state.stars.turn(false, state.client, state.toast));
    assert!(state.stars.of(one.id).get_untracked().starred);
}

#[wasm_bindgen_test]
async fn a_storage_that_fails_is_told_and_stars_still_work() {
    for (fault, word) in [
        (StorageError::Blocked, "store nothing"),
        (StorageError::Full, "full"),
        (StorageError::Other("odd".to_owned()), "odd"),
    ] {
        let fake = Rc::new(Fake::default());
        let (root, state, _guard) = mount(fake.clone(), message_list);
        *fake.fault.borrow_mut() = Some(fault);
        let one = paper("One");
        state.stars.toggle(&one, state.client, state.toast);
        tick().await;
        assert!(state.stars.of(one.id).get_untracked().starred);
        let said = root.text_content().unwrap();
        assert!(said.contains(word), "{word}: {said}");
        // What could not be stored is stored with the next change.
        *fake.fault.borrow_mut() = None;
        state.stars.toggle(&paper("Two"), state.client, state.toast);
        let stored = fake.texts.borrow().keys().filter(|key| key.starts_with("paperdeck.favourite.")).count();
        assert_eq!(stored, 2);
    }
}

#[wasm_bindgen_test]
async fn a_backup_comes_back() {
    let (_root, first, _guard) = mount(Rc::new(Fake::default()), |_| nothing());
    first.stars.toggle(&paper("One"), first.client, first.toast);
    first.stars.toggle(&paper("Two"), first.client, first.toast);
    let mut backup = Backup::default();
    assert!(first.stars.to_back_up().0.into_iter().all(|id| first.stars.add_to(&mut backup, id)));
    let file = backup.end();
    let (_root, second, _guard) = mount(Rc::new(Fake::default()), |_| nothing());
    second.stars.toggle(&paper("Two"), second.client, second.toast);
    let (records, problems) = Restoring::of(file).unwrap().step(9);
    let mut plan = Plan::default();
    let records = records.iter().map(|(id, record)| (*id, encode(record))).collect();
    second.stars.compare(&mut plan, records, problems);
    assert_eq!(plan.to_string(), "1 favourite restored, 1 here already.");
    let said = |new, changed, same| Plan { new, changed, same, ..Plan::default() }.to_string();
    assert_eq!(said(1234, 1, 0), "1,234 favourites restored, 1 brought up to date.");
    assert_eq!(said(0, 1, 29), "1 favourite brought up to date, 29 here already.");
    assert_eq!(said(0, 0, 29), "All 29 favourites in this file are here already.");
    assert_eq!(said(0, 0, 1), "The favourite in this file is here already.");
    assert_eq!(said(0, 0, 0), "There are no favourites in this file.");
    second.stars.restore(plan, second.client, second.toast);
    assert!(second.stars.of(paper("One").id).get_untracked().starred);
}
