//! Favourites on the page: one signal each, and a storage that fails.

use crate::page::{Fake, mount, paper};
use leptos::{prelude::*, task::tick};
use paperdeck::favourites::store::StorageError;
use paperdeck::ui::dom::nothing;
use paperdeck::ui::messages::message_list;
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
    assert!(state.stars.of(one.id).get_untracked());
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
    let stored = fake.texts.borrow().clone();
    state.stars.toggle(&one, state.client, state.toast);
    assert!(fake.texts.borrow().is_empty());
    assert!(state.stars.undo(state.client, state.toast));
    assert_eq!(*fake.texts.borrow(), stored);
    assert!(state.stars.undo(state.client, state.toast));
    assert!(!state.stars.of(one.id).get_untracked());
    assert!(!state.stars.undo(state.client, state.toast));
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
        assert!(state.stars.of(one.id).get_untracked());
        let said = root.text_content().unwrap();
        assert!(said.contains(word), "{word}: {said}");
        // What could not be stored is stored with the next change.
        *fake.fault.borrow_mut() = None;
        state.stars.toggle(&paper("Two"), state.client, state.toast);
        assert_eq!(fake.texts.borrow().len(), 2);
    }
}

#[wasm_bindgen_test]
async fn a_backup_comes_back() {
    let (_root, first, _guard) = mount(Rc::new(Fake::default()), |_| nothing());
    first.stars.toggle(&paper("One"), first.client, first.toast);
    first.stars.toggle(&paper("Two"), first.client, first.toast);
    let file = first.stars.backup();
    let (_root, second, _guard) = mount(Rc::new(Fake::default()), |_| nothing());
    second.stars.toggle(&paper("Two"), second.client, second.toast);
    let said = second.stars.restore(&file, second.client).unwrap();
    assert_eq!(said, "1 favourite restored, 0 completed, 1 here already.");
    assert!(second.stars.of(paper("One").id).get_untracked());
    assert!(second.stars.restore("no backup", second.client).is_err());
}
