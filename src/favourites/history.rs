//! What can be undone: a list of inverse changes.

use super::record::Edit;
use crate::paper::PaperId;

/// The most steps that are remembered, and the most changes in all of them: copies of papers are among them.
const MAX_STEPS: usize = 200;
const MAX_EDITS: usize = 100_000;

/// Something the user did, as the changes that take it back, in the order in which they have to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was, in a few words.
    pub what: String,
    /// What takes it back.
    pub inverse: Vec<(PaperId, Edit)>,
}

/// What was done, and what was undone since.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Something was done; what was undone before cannot be done again.
    pub fn did(&mut self, step: Step) {
        if step.inverse.is_empty() {
            return;
        }
        self.undone.clear();
        self.put(true, step);
    }

    /// The step that would be taken back next, or made again.
    pub fn peek(&self, back: bool) -> Option<&Step> {
        if back { self.done.last() } else { self.undone.last() }
    }

    /// Takes that step out, to make its changes and put what takes those back on the other side.
    pub fn take(&mut self, back: bool) -> Option<Step> {
        if back { self.done.pop() } else { self.undone.pop() }
    }

    /// Puts a step on top of those that can be taken back, or of those that can be made again.
    pub fn put(&mut self, back: bool, step: Step) {
        if step.inverse.is_empty() {
            return;
        }
        let steps = if back { &mut self.done } else { &mut self.undone };
        steps.push(step);
        let mut edits: usize = steps.iter().map(|step| step.inverse.len()).sum();
        while steps.len() > MAX_STEPS || (edits > MAX_EDITS && steps.len() > 1) {
            edits -= steps.remove(0).inverse.len();
        }
    }

    /// Takes the last thing back, or does again what was taken back last: `apply` makes a change and gives its inverse.
    /// Gives what it was, and the papers it was about.
    pub fn turn(&mut self, back: bool, apply: &mut dyn FnMut(PaperId, Edit) -> Edit) -> Option<(String, Vec<PaperId>)> {
        let Step { what, inverse } = self.take(back)?;
        let mut ids: Vec<PaperId> = Vec::new();
        let mut again = Vec::with_capacity(inverse.len());
        for (id, edit) in inverse {
            if ids.last() != Some(&id) {
                ids.push(id);
            }
            again.push((id, apply(id, edit)));
        }
        again.reverse();
        self.put(!back, Step { what: what.clone(), inverse: again });
        Some((what, ids))
    }

    /// What was done, the latest first, and what could be done again, the next first.
    pub fn names(&self) -> (Vec<String>, Vec<String>) {
        let names = |steps: &[Step]| steps.iter().rev().map(|step| step.what.clone()).collect();
        (names(&self.done), names(&self.undone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::favourites::record::{Record, tests::edit};
    use proptest::prelude::*;

    fn values(record: &Record) -> (String, String, Vec<String>, String, String) {
        let Record { added, status, note, paper, .. } = record;
        (added.value.clone(), note.value.clone(), record.tags(), paper.value.clone(), status.value.key().to_owned())
    }

    proptest! {
        #[test]
        fn all_the_way_back_and_forth(steps in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..12), way in prop::collection::vec(any::<bool>(), 0..40)) {
            let (mut record, mut history, mut at) = (Record::default(), History::default(), 0);
            let mut states = vec![values(&record)];
            for edits in steps {
                at += 1;
                let mut inverse: Vec<_> = edits.into_iter().map(|edit| (PaperId(1), record.apply(edit, at))).collect();
                inverse.reverse();
                history.did(Step { what: at.to_string(), inverse });
                states.push(values(&record));
            }
            let mut now = states.len() - 1;
            for back in way {
                at += 1;
                let turned = history.turn(back, &mut |_, edit| record.apply(edit, at));
                match (back, turned.is_some()) {
                    (true, true) => now -= 1,
                    (false, true) => now += 1,
                    (true, false) => prop_assert_eq!(now, 0),
                    (false, false) => prop_assert_eq!(now, states.len() - 1),
                }
                prop_assert_eq!(&values(&record), &states[now]);
                prop_assert_eq!(history.names().0.len(), now);
            }
        }
    }

    #[test]
    fn what_comes_after_an_undo_ends_the_redo() {
        let mut history = History::default();
        let step = |what: &str| Step { what: what.to_owned(), inverse: vec![(PaperId(1), Edit::Note(String::new()))] };
        history.did(step("one"));
        history.did(step("two"));
        assert_eq!(history.turn(true, &mut |_, edit| edit).unwrap().0, "two");
        assert_eq!(history.names(), (vec!["one".to_owned()], vec!["two".to_owned()]));
        history.did(step("three"));
        assert_eq!(history.names(), (vec!["three".to_owned(), "one".to_owned()], vec![]));
        history.did(Step { what: "nothing".to_owned(), inverse: vec![] });
        assert_eq!(history.names().0.len(), 2);
        // Of large steps fewer are remembered, and the last always.
        let large =
            |what: &str, edits| Step { inverse: vec![(PaperId(1), Edit::Note(String::new())); edits], ..step(what) };
        history.did(large("four", MAX_EDITS - 1));
        assert_eq!(history.names().0, ["four", "three"]);
        history.did(large("five", MAX_EDITS + 1));
        assert_eq!(history.names().0, ["five"]);
        let next = history.peek(true).cloned();
        assert_eq!(next, history.take(true));
    }
}
