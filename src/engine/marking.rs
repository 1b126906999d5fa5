//! Files of references: which papers they mark, and what is reported of them.

use super::Engine;
use super::loading::Loading;
use super::protocol::{DumpId, Event, ReferenceReport};
use crate::favourites::Favourite;
use crate::import::{Owned, References};
use crate::paper::PaperId;
use crate::search::extras::Extras;

/// A file of references that was read.
#[derive(Debug)]
pub struct Marking {
    pub dump: DumpId,
    owned: Owned,
    report: ReferenceReport,
    /// Whether the report was sent as it is.
    reported: bool,
}

impl Engine {
    /// Takes in a file of references.
    #[inline(never)]
    pub(super) fn mark(&mut self, loading: &Loading, found: &References) -> Vec<Event> {
        let dump = loading.dump;
        let report = ReferenceReport {
            dump,
            name: loading.name.clone(),
            fingerprint: loading.fingerprint(),
            format: found.format.label().to_owned(),
            references: found.all.len() as u32,
            marked: None,
            problems: found.problems.clone(),
            problems_total: found.problems_total,
        };
        let marking = Marking { dump, owned: Owned::new(&found.all), report, reported: false };
        let place = self.marking.partition_point(|other| other.dump < dump);
        self.marking.insert(place, marking);
        self.extras = None;
        let mut events = self.fresh();
        events.extend(self.marked());
        events
    }

    /// Takes a file of references out, if it is one.
    pub(super) fn unmark(&mut self, dump: DumpId) {
        let before = self.marking.len();
        self.marking.retain(|marking| marking.dump != dump);
        if self.marking.len() < before {
            self.extras = None;
        }
    }

    /// What is reported of files of references, as far as it is new.
    pub(super) fn marked(&mut self) -> Vec<Event> {
        self.renew();
        let mut events = Vec::new();
        for marking in &mut self.marking {
            if !std::mem::replace(&mut marking.reported, true) {
                events.push(Event::References(marking.report.clone()));
            }
        }
        events
    }

    /// Makes the copies of favourites searchable, and finds which papers are marked, unless that is done.
    pub(super) fn renew(&mut self) {
        if self.extras.is_some() {
            return;
        }
        let mut extras = Extras::new(&self.favourites, &self.library);
        if !self.marking.is_empty() {
            extras.owned = vec![false; self.library.len() + extras.all.len()];
        }
        for marking in &mut self.marking {
            let copies = extras.all.iter().map(|extra| self.favourites.get(extra.favourite as usize));
            let copies = copies.map(|copy| copy.is_some_and(|copy| has_copy(&marking.owned, copy)));
            let papers = self.library.all().iter().map(|facts| self.library.is_owned(facts, &marking.owned));
            let mut marked = 0;
            for (has, owned) in papers.chain(copies).zip(&mut extras.owned) {
                marked += u32::from(has);
                *owned |= has;
            }
            let marked = Some(marked).filter(|_| !extras.owned.is_empty());
            marking.reported &= marking.report.marked == marked;
            marking.report.marked = marked;
        }
        self.extras = Some(extras);
        // What was found before is numbered by the copies before.
        if let Some(last) = &mut self.last {
            last.found = None;
        }
    }
}

fn has_copy(owned: &Owned, copy: &Favourite) -> bool {
    owned.has(PaperId::of_title(&copy.paper.title), copy.paper.arxiv_id.as_deref())
}
