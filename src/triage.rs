//! Going through a list one paper at a time: what comes next, what was decided, and the way back.
//!
//! The list is what was found when triage began, and stays so. What is decided of a paper is kept with the favourites; here
//! is only what was said on this way.

use crate::paper::PaperId;

/// What is said of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is kept.
    Keep,
    /// It is not interesting.
    Drop,
    /// Not now: it stays undecided.
    Later,
}

/// Something that was said, to be taken back.
#[derive(Clone, Copy, Debug)]
struct Said {
    at: usize,
    before: Option<Choice>,
    /// Whether favourites were changed.
    changed: bool,
}

/// The papers on the way, and where one is.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    papers: Vec<PaperId>,
    /// What was said of each.
    said: Vec<Option<Choice>>,
    at: usize,
    log: Vec<Said>,
}

impl Deck {
    /// The papers of a list that are not decided.
    pub fn new(list: &[PaperId], is_decided: &dyn Fn(PaperId) -> bool) -> Self {
        let papers: Vec<PaperId> = list.iter().copied().filter(|id| !is_decided(*id)).collect();
        Self { said: vec![None; papers.len()], papers, at: 0, log: Vec::new() }
    }

    /// Brings in those that were left out: the list that the deck was made of. One stays where one is, but at the beginning,
    /// which is that of the list then.
    pub fn widen(&mut self, list: &[PaperId]) {
        let mut places = Vec::with_capacity(self.papers.len());
        let mut own = self.papers.iter().peekable();
        for (place, id) in list.iter().enumerate() {
            if own.next_if(|own| *own == id).is_some() {
                places.push(place);
            }
        }
        let place = |at: usize| places.get(at).copied().unwrap_or(list.len());
        let mut said = vec![None; list.len()];
        for (at, choice) in self.said.iter().enumerate() {
            if let Some(slot) = said.get_mut(place(at)) {
                *slot = *choice;
            }
        }
        self.at = if self.log.is_empty() && self.at == 0 { 0 } else { place(self.at) };
        for step in &mut self.log {
            step.at = place(step.at);
        }
        (self.papers, self.said) = (list.to_vec(), said);
    }

    /// The paper one is at, and those after it, as many as there are up to `count` in all.
    pub fn next(&self, count: usize) -> &[PaperId] {
        let to = self.at.saturating_add(count).min(self.papers.len());
        self.papers.get(self.at..to).unwrap_or(&[])
    }

    /// The paper one is at; `None` behind the last.
    pub fn now(&self) -> Option<PaperId> {
        self.papers.get(self.at).copied()
    }

    /// Where one is, counted from 0, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.at, self.papers.len())
    }

    /// Of how many this was said.
    pub fn count(&self, choice: Choice) -> usize {
        self.said.iter().filter(|said| **said == Some(choice)).count()
    }

    /// Of how many nothing was said but "later".
    pub fn left(&self) -> usize {
        self.papers.len() - self.count(Choice::Keep) - self.count(Choice::Drop)
    }

    /// The papers that were kept on this way, in the order of the list.
    pub fn kept(&self) -> Vec<PaperId> {
        let all = self.papers.iter().zip(&self.said);
        all.filter(|(_, said)| **said == Some(Choice::Keep)).map(|(id, _)| *id).collect()
    }

    /// Says something of the paper one is at, and goes on to the next of which nothing was said. `changed` is whether
    /// favourites were changed by it. "Later" leaves what was said before.
    pub fn say(&mut self, choice: Choice, changed: bool) {
        let Some(said) = self.said.get_mut(self.at) else { return };
        self.log.push(Said { at: self.at, before: *said, changed });
        if choice != Choice::Later || said.is_none() {
            *said = Some(choice);
        }
        let after = self.said.iter().enumerate().skip(self.at + 1);
        let open = after.filter(|(_, said)| said.is_none()).map(|(at, _)| at).next();
        self.at = open.unwrap_or(self.papers.len());
    }

    /// Takes back what was said last, and goes to that paper; whether favourites were changed by it. `None` when nothing
    /// was said.
    pub fn undo(&mut self) -> Option<bool> {
        let step = self.log.pop()?;
        if let Some(said) = self.said.get_mut(step.at) {
            *said = step.before;
        }
        self.at = step.at;
        Some(step.changed)
    }

    /// Whether anything can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.log.is_empty()
    }

    /// Looks at the next paper, or the one before, without a word. Behind the last is the end.
    pub fn step(&mut self, back: bool) {
        self.at = if back { self.at.saturating_sub(1) } else { (self.at + 1).min(self.papers.len()) };
    }

    /// Begins again with what is left.
    pub fn again(&mut self) {
        for said in &mut self.said {
            if *said == Some(Choice::Later) {
                *said = None;
            }
        }
        self.at = self.said.iter().position(Option::is_none).unwrap_or(self.papers.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Choice::{Drop, Keep, Later};
    use proptest::prelude::*;

    fn ids(numbers: &[u64]) -> Vec<PaperId> {
        numbers.iter().copied().map(PaperId).collect()
    }

    fn deck(numbers: &[u64]) -> Deck {
        Deck::new(&ids(numbers), &|_| false)
    }

    fn now(deck: &Deck) -> u64 {
        deck.now().map_or(0, |id| id.0)
    }

    #[test]
    fn decided_papers_are_left_out_and_can_be_brought_in() {
        let list = ids(&[1, 2, 3, 4, 5]);
        let made = || Deck::new(&list, &|id| id.0 % 2 == 1);
        let mut deck = made();
        assert_eq!((deck.place(), now(&deck)), ((0, 2), 2));
        deck.widen(&list);
        assert_eq!((deck.place(), now(&deck)), ((0, 5), 1), "nothing was said yet: from the beginning");

        let mut deck = made();
        deck.say(Keep, true);
        deck.widen(&list);
        assert_eq!((deck.place(), now(&deck), deck.kept()), ((3, 5), 4, ids(&[2])));
        assert_eq!(deck.undo(), Some(true));
        assert_eq!((now(&deck), deck.kept()), (2, vec![]));

        let mut done = made();
        done.say(Keep, true);
        done.say(Later, false);
        done.widen(&list);
        assert_eq!((done.place(), done.left()), ((5, 5), 4));
        done.again();
        assert_eq!(now(&done), 1);
    }

    #[test]
    fn each_word_goes_on_to_what_nothing_was_said_of() {
        let mut deck = deck(&[1, 2, 3, 4]);
        deck.say(Keep, true);
        deck.step(false);
        deck.say(Drop, true);
        assert_eq!(now(&deck), 4);
        deck.step(true);
        deck.step(true);
        assert_eq!(now(&deck), 2, "which was passed over");
        deck.say(Later, false);
        assert_eq!(now(&deck), 4, "3 is decided");
        deck.say(Keep, true);
        assert_eq!((deck.now(), deck.place()), (None, (4, 4)));
        assert_eq!((deck.kept(), deck.count(Drop), deck.left()), (ids(&[1, 4]), 1, 1));
        deck.say(Keep, true);
        assert_eq!(deck.count(Keep), 2, "behind the last there is nothing to decide");
        deck.again();
        assert_eq!(now(&deck), 2);
        deck.say(Keep, true);
        assert_eq!((deck.now(), deck.left()), (None, 0));
    }

    #[test]
    fn later_leaves_what_was_decided() {
        let mut deck = deck(&[1, 2]);
        deck.say(Keep, true);
        deck.step(true);
        deck.say(Later, false);
        assert_eq!(deck.kept(), ids(&[1]));
        assert_eq!(deck.undo(), Some(false));
        assert_eq!((now(&deck), deck.undo(), deck.kept()), (1, Some(true), vec![]));
        assert_eq!((deck.undo(), deck.can_undo()), (None, false));
    }

    #[test]
    fn nothing_to_go_through() {
        let mut deck = deck(&[]);
        deck.step(false);
        deck.step(true);
        deck.say(Keep, true);
        deck.again();
        assert_eq!((deck.now(), deck.next(3).len(), deck.undo(), deck.place()), (None, 0, None, (0, 0)));
    }

    #[test]
    fn what_comes_is_known_ahead() {
        let mut deck = deck(&[1, 2, 3, 4]);
        assert_eq!(deck.next(3), ids(&[1, 2, 3]));
        deck.step(false);
        deck.step(false);
        assert_eq!(deck.next(3), ids(&[3, 4]));
    }

    proptest! {
        #[test]
        fn all_the_way_back(count in 0usize..12, acts in prop::collection::vec(0u8..7, 0..40)) {
            let list: Vec<PaperId> = (0..count as u64).map(PaperId).collect();
            let mut deck = Deck::new(&list, &|id| id.0 % 3 == 0);
            for act in acts {
                match act {
                    0 => deck.say(Keep, true),
                    1 => deck.say(Drop, true),
                    2 => deck.say(Later, false),
                    3 => deck.step(true),
                    4 => deck.step(false),
                    5 => deck.widen(&list),
                    _ => { deck.undo(); }
                }
                prop_assert!(deck.at <= deck.papers.len());
                prop_assert_eq!(deck.said.len(), deck.papers.len());
                prop_assert_eq!(deck.left() + deck.kept().len() + deck.count(Drop), deck.papers.len());
            }
            for _ in 0..deck.log.len() {
                prop_assert!(deck.undo().is_some());
            }
            prop_assert!(deck.said.iter().all(Option::is_none));
        }
    }
}
