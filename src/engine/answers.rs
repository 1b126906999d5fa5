//! Answers to queries: cards, counts and files.

use super::protocol::{Card, Event, RequestId, Results};
use super::{Engine, Last, Wanted};
use crate::export;
use crate::favourites::{Favourite, codec};
use crate::paper::{Paper, PaperId};
use crate::search::highlight::{marked, marked_with_snippet};
use crate::search::language::Field;
use crate::search::plan::Plan;
use crate::search::query::Query;
use crate::search::run::Found;
use crate::search::universe::Universe;
use crate::text::links;
use rustc_hash::FxHashMap;

impl Engine {
    pub(super) fn query(&mut self, id: RequestId, query: Query, count: u32) -> Event {
        let mut found = self.found(&query);
        let cards = self.cards(&mut found, 0, count);
        let pairs = found.plan.all.iter().flat_map(|planned| &planned.word.patterns);
        let corrected = pairs.filter_map(|pattern| Some((pattern.token.clone(), pattern.corrections.first()?.clone())));
        let event = Event::Results(Results {
            id,
            total: found.total,
            matched: found.len() as u32,
            corrections: corrected.collect(),
            cards,
            facets: std::mem::take(&mut found.facets),
        });
        self.last = Some(Last { id, query, found: Some(found) });
        event
    }

    /// More of the last query; `None` for any other.
    pub(super) fn more(&mut self, id: RequestId, from: u32, count: u32) -> Option<Event> {
        let query = self.last.as_ref().filter(|last| last.id == id)?.query.clone();
        let kept = self.last.as_mut().and_then(|last| last.found.take());
        let mut found = match kept {
            Some(found) if self.extras.is_some() => found,
            _ => self.found(&query),
        };
        let cards = self.cards(&mut found, from, count);
        self.last = Some(Last { id, query, found: Some(found) });
        Some(Event::More { id, from, cards })
    }

    pub(super) fn deck(&mut self, id: RequestId, query: &Query) -> Event {
        Event::Deck { id, papers: self.all(query) }
    }

    /// The identities of all that a query finds, in order.
    fn all(&mut self, query: &Query) -> Vec<PaperId> {
        let mut found = self.found(query);
        self.universe().map_or_else(Vec::new, |universe| found.ids(universe))
    }

    /// Cards of papers, marked as the cards of a query are.
    pub(super) fn cards_of(&mut self, id: RequestId, query: &Query, papers: &[PaperId]) -> Event {
        let same = |last: &&mut Last| last.query == *query;
        let kept = self.last.as_mut().filter(same).and_then(|last| last.found.take());
        // Its marks are those of the words that were taken for what was typed.
        let found = match kept {
            Some(found) if self.extras.is_some() => found,
            _ => self.found(query),
        };
        let numbers = |universe: Universe| papers.iter().filter_map(|id| universe.find(*id)).collect();
        let cards = self.cards_at(self.universe().map_or_else(Vec::new, numbers), &found.plan);
        if let Some(last) = self.last.as_mut().filter(same) {
            last.found = Some(found);
        }
        Event::Cards { id, cards }
    }

    #[inline(never)]
    pub(super) fn export(&mut self, (id, query, only, format): Wanted) -> Event {
        let ids = if only.is_empty() { self.all(&query) } else { only };
        let numbers: FxHashMap<u64, u32> = self.favourites.iter().zip(0..).map(|(f, at)| (f.id().0, at)).collect();
        let starred = |id: PaperId| self.favourites.get(*numbers.get(&id.0)? as usize);
        let paper = |id: PaperId| match self.library.find(id) {
            Some(index) => self.library.paper(index),
            None => starred(id).map(|favourite| favourite.paper.clone()),
        };
        let papers: Vec<(Paper, Option<&Favourite>)> =
            ids.iter().filter_map(|id| Some((paper(*id)?, starred(*id).filter(|kept| kept.is_starred())))).collect();
        Event::Exported {
            id,
            name: format!("paperdeck.{}", format.extension()),
            mime: format.mime().to_owned(),
            text: export::write(format, &papers),
            papers: papers.len() as u32,
        }
    }

    pub(super) fn copies(&mut self, id: RequestId, papers: &[PaperId]) -> Event {
        let copy = |id: &PaperId| {
            let kept = || Some(self.favourites.iter().find(|kept| kept.id() == *id)?.paper.clone());
            let paper = self.library.find(*id).and_then(|at| self.library.paper(at)).or_else(kept)?;
            Some((*id, codec::copy(&paper)))
        };
        Event::Copies { id, papers: papers.iter().filter_map(copy).collect() }
    }

    fn found(&mut self, query: &Query) -> Found {
        self.renew();
        self.universe().map_or_else(Found::default, |universe| universe.run(query))
    }

    /// What is searched; `None` when the copies have to be made anew.
    fn universe(&self) -> Option<Universe<'_>> {
        let extras = self.extras.as_ref()?;
        Some(Universe { library: &self.library, favourites: &self.favourites, extras })
    }

    fn cards(&self, found: &mut Found, from: u32, count: u32) -> Vec<Card> {
        let Some(universe) = self.universe() else { return Vec::new() };
        let numbers = found.page(universe, from as usize, count as usize).collect();
        self.cards_at(numbers, &found.plan)
    }

    /// The cards of papers and copies by their numbers.
    fn cards_at(&self, numbers: Vec<u32>, plan: &Plan) -> Vec<Card> {
        let Some(universe) = self.universe() else { return Vec::new() };
        let paper = |number: u32| match (number as usize).checked_sub(universe.papers()) {
            None => self.library.paper(number),
            Some(at) => {
                let extra = universe.extras.all.get(at)?;
                self.favourites.get(extra.favourite as usize).map(|favourite| favourite.paper.clone())
            }
        };
        let card = |number: u32| {
            let owned = universe.is_owned(number);
            Some(Card { owned, ..card(paper(number)?, plan) })
        };
        numbers.into_iter().filter_map(card).collect()
    }
}

fn card(paper: Paper, plan: &Plan) -> Card {
    let words = plan.words_for(Field::Abstract);
    let (abstract_text, snippet) = match paper.abstract_text.as_deref().map(|text| marked_with_snippet(text, &words)) {
        Some((text, snippet)) => (Some(text), snippet),
        None => (None, None),
    };
    Card {
        title: marked(&paper.title, &plan.words_for(Field::Title)),
        abstract_text,
        snippet,
        owned: false,
        links: paper.links.iter().map(|link| links::classify(link)).collect(),
        paper,
    }
}
