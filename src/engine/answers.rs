//! Answers to queries: cards, counts and files.

use super::protocol::{Card, Event, RequestId, Results};
use super::{Engine, Last};
use crate::export::{self, Format};
use crate::favourites::Favourite;
use crate::paper::{Paper, PaperId};
use crate::search::extras::Extras;
use crate::search::highlight::marked;
use crate::search::query::Query;
use crate::search::run::{Found, Universe};
use crate::search::words::Word;
use crate::text::links;
use rustc_hash::FxHashMap;

impl Engine {
    pub(super) fn query(&mut self, id: RequestId, query: &Query, count: u32) -> Event {
        let Found { ids, total, facets, words } = self.found(query);
        let cards = self.cards(ids.iter().take(count as usize), &words);
        let matched = ids.len() as u32;
        self.last = Some(Last { id, ids, words });
        Event::Results(Results { id, total, matched, corrections: Vec::new(), cards, facets })
    }

    /// More of the last query; `None` for any other. Papers that went since are left out.
    pub(super) fn more(&self, id: RequestId, from: u32, count: u32) -> Option<Event> {
        let last = self.last.as_ref().filter(|last| last.id == id)?;
        let ids = last.ids.iter().skip(from as usize).take(count as usize);
        Some(Event::More { id, from, cards: self.cards(ids, &last.words) })
    }

    pub(super) fn export(&mut self, id: RequestId, query: &Query, format: Format) -> Event {
        let found = self.found(query);
        let numbers: FxHashMap<u64, u32> = self.favourites.iter().zip(0..).map(|(f, at)| (f.id().0, at)).collect();
        let starred = |id: PaperId| self.favourites.get(*numbers.get(&id.0)? as usize);
        let paper = |id: PaperId| match self.library.find(id) {
            Some(index) => self.library.paper(index),
            None => starred(id).map(|favourite| favourite.paper.clone()),
        };
        let papers: Vec<(Paper, Option<&Favourite>)> =
            found.ids.iter().filter_map(|id| Some((paper(*id)?, starred(*id)))).collect();
        Event::Exported {
            id,
            name: format!("paperdeck.{}", format.extension()),
            mime: format.mime().to_owned(),
            text: export::write(format, &papers),
            papers: papers.len() as u32,
        }
    }

    fn found(&mut self, query: &Query) -> Found {
        let (library, favourites) = (&self.library, &self.favourites);
        let extras = self.extras.get_or_insert_with(|| Extras::new(favourites, library));
        Universe { library, favourites, extras }.run(query)
    }

    fn favourite(&self, id: PaperId) -> Option<&Favourite> {
        self.favourites.iter().find(|favourite| favourite.id() == id)
    }

    /// The paper with this identity: from the dumps, else the favourite's copy.
    fn paper(&self, id: PaperId) -> Option<Paper> {
        match self.library.find(id) {
            Some(index) => self.library.paper(index),
            None => self.favourite(id).map(|favourite| favourite.paper.clone()),
        }
    }

    fn cards<'a>(&self, ids: impl Iterator<Item = &'a PaperId>, words: &[Word]) -> Vec<Card> {
        ids.filter_map(|id| self.paper(*id)).map(|paper| card(paper, words)).collect()
    }
}

fn card(paper: Paper, words: &[Word]) -> Card {
    Card {
        title: marked(&paper.title, words),
        abstract_text: paper.abstract_text.as_deref().map(|text| marked(text, words)),
        snippet: None,
        links: paper.links.iter().map(|link| links::classify(link)).collect(),
        paper,
    }
}
