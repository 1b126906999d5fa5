//! The answer to the view: cards and counts.

use crate::engine::protocol::{Card, Facets, Link, Marked, Results};
use crate::paper::{Paper, PaperId};
use crate::search::years::Timeline;
use crate::ui::state::SCREEN;
use crate::ui::watched::Watched;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How many new cards come with an answer at once: about those in sight (at 1280×800 the fourth ends below the screen). The
/// others come when these are painted.
pub fn at_once() -> usize {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1_000.0);
    ((height / 200.0).ceil() as usize).clamp(2, 12)
}

/// One card in the list. The list is keyed by `id`, so what changes is watched.
#[derive(Clone)]
pub struct Row {
    /// Unique in the list.
    pub id: PaperId,
    /// The card as it was last answered.
    pub card: Facts,
}

/// What a card shows, shared by its parts.
pub type Facts = Arc<Parts>;

/// A card by what changes together: with the words of a query only marks do, and the rest stays as it is.
pub struct Parts {
    /// The paper and its links.
    pub facts: Watched<(Paper, Vec<Link>)>,
    /// Its title.
    pub title: Watched<Marked>,
    /// Whether a file of references has it.
    pub owned: Watched<bool>,
    /// Its abstract: all of it, and the parts that match best.
    pub text: Watched<(Option<Marked>, Option<Marked>)>,
}

impl Row {
    /// A card that comes into the list.
    pub fn new(card: Card) -> Self {
        let Card { paper, title, abstract_text, snippet, links, owned } = card;
        let id = paper.id;
        let facts = Watched::new((paper, links));
        let (title, text) = (Watched::new(title), Watched::new((abstract_text, snippet)));
        let parts = Parts { facts, title, owned: Watched::new(owned), text };
        Self { id, card: Arc::new(parts) }
    }

    /// The card was answered again.
    fn renew(&self, card: Card) {
        self.card.facts.set_if_new((card.paper, card.links));
        self.card.owned.set_if_new(card.owned);
        self.card.title.set_if_new(card.title);
        self.card.text.set_if_new((card.abstract_text, card.snippet));
    }
}

/// The answer to the view.
#[derive(Clone, Copy)]
pub struct Found {
    /// The cards shown so far.
    pub rows: &'static Watched<Vec<Row>>,
    /// What is shown of the last answer as soon as its first cards are painted.
    later: &'static Watched<Option<Later>>,
    /// Papers in the library.
    pub total: &'static Watched<u32>,
    /// Papers that match.
    pub matched: &'static Watched<u32>,
    /// Counts.
    pub facets: &'static Watched<Facets>,
    /// The counts per year as a histogram.
    pub timeline: &'static Watched<Timeline>,
    /// Words that matched nothing as typed, and those taken for them.
    pub corrections: &'static Watched<Vec<(String, String)>>,
    /// The fragment of the link that was asked for, empty where there is too much for one, and how many papers it has.
    pub link: &'static Watched<Option<(String, u32)>>,
    /// Whether there was an answer yet.
    pub answered: &'static Watched<bool>,
    /// Whether cards are on their way.
    pub busy: &'static Watched<bool>,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            rows: Watched::lasting(Vec::new()),
            later: Watched::lasting(None),
            total: Watched::lasting(0),
            matched: Watched::lasting(0),
            facets: Watched::lasting(Facets::default()),
            timeline: Watched::lasting(Timeline::default()),
            corrections: Watched::lasting(Vec::new()),
            link: Watched::lasting(None),
            answered: Watched::lasting(false),
            busy: Watched::lasting(false),
        }
    }
}

/// Cards out of sight, and the counts: who waits for the counts finds all cards.
struct Later {
    /// How many of the cards shown are of the answer. Those behind are of the one before, out of sight, and go when these
    /// are painted.
    first: usize,
    rows: Vec<Row>,
    /// Whether further cards have to be asked for.
    missing: bool,
    matched: u32,
    total: u32,
}

/// Calls `then` when what is in the document now has been painted.
pub fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || {
        Timeout::new(0, then).forget();
    });
}

impl Found {
    /// Shows an answer; whether more of its cards have to be asked for ([`Found::take`]). Cards that stay keep their place
    /// in the document, and with it focus and expansion.
    pub fn show(self, results: Results) -> bool {
        let shown = self.rows.get_untracked();
        let missing = (results.cards.len() as u32) < results.matched.min(SCREEN);
        let (mut rows, old) = renewed(&shown, results.cards);
        // Who has scrolled down must keep what is above.
        let at_top = window().scroll_y().is_ok_and(|y| y <= 0.0);
        let mut new = rows.iter().enumerate().filter(|(_, row)| at_top && !old.contains_key(&row.id.0));
        let at_once = at_once();
        let rest = new.nth(at_once).map_or(rows.len(), |(at, _)| at);
        let rest = rows.split_off(rest);
        let wait = !rest.is_empty();
        let first = rows.len();
        if first >= at_once && (wait || missing) {
            let now = places(&rows);
            rows.extend(shown.iter().filter(|row| !now.contains_key(&row.id.0)).cloned());
        }
        if shown.iter().map(|row| row.id).ne(rows.iter().map(|row| row.id)) {
            self.rows.set(rows);
        }
        self.later.set(Some(Later { first, rows: rest, missing, matched: results.matched, total: results.total }));
        self.busy.set_if_new(wait || missing);
        if wait {
            after_paint(move || self.complete());
        } else {
            self.complete();
        }
        let mut timeline = self.timeline.get_untracked();
        timeline.take(&results.facets.years, results.matched, results.total);
        self.timeline.set_if_new(timeline);
        self.facets.set_if_new(results.facets);
        self.corrections.set_if_new(results.corrections);
        self.answered.set_if_new(true);
        missing
    }

    /// Shows what is left of the last answer, if anything is and it is here.
    fn complete(self) {
        let mut later = None;
        self.later.update(|left| later = left.take_if(|later| !later.missing));
        let Some(Later { first, rows, matched, total, .. }) = later else { return };
        self.busy.set_if_new(false);
        if !rows.is_empty() || self.rows.with_untracked(Vec::len) > first {
            self.rows.update(|shown| {
                shown.truncate(first);
                shown.extend(rows);
            });
        }
        self.total.set_if_new(total);
        self.matched.set_if_new(matched);
    }

    /// Takes more cards of the answer shown: those that are missing, or further ones.
    pub fn take(self, from: u32, cards: Vec<Card>) {
        if !self.later.with_untracked(|later| later.as_ref().is_some_and(|later| later.missing)) {
            return self.append(from, cards);
        }
        let mut all = 0;
        self.rows.update(|shown| {
            let (rows, _) = renewed(shown, cards);
            shown.truncate(from as usize);
            let first = places(shown);
            shown.extend(rows.into_iter().filter(|row| !first.contains_key(&row.id.0)));
            all = shown.len();
        });
        self.later.update(|left| {
            if let Some(later) = left {
                later.missing = false;
                later.first = all;
            }
        });
        self.complete();
    }

    /// Whether all cards of the last answer are shown.
    pub fn is_complete(self) -> bool {
        self.later.with_untracked(Option::is_none)
    }

    /// Appends cards that follow those shown; cards for another place are dropped.
    fn append(self, from: u32, cards: Vec<Card>) {
        self.busy.set_if_new(false);
        self.rows.update(|rows| {
            if rows.len() != from as usize {
                return;
            }
            let mut seen = places(rows);
            for card in cards {
                if seen.insert(card.paper.id.0, 0).is_none() {
                    rows.push(Row::new(card));
                }
            }
        });
    }
}

/// Where each paper stands in a list.
fn places(rows: &[Row]) -> FxHashMap<u64, u32> {
    rows.iter().zip(0..).map(|(row, at)| (row.id.0, at)).collect()
}

/// Rows for cards, none twice, those that were shown renewed; and where each was shown.
fn renewed(shown: &[Row], cards: Vec<Card>) -> (Vec<Row>, FxHashMap<u64, u32>) {
    let old = places(shown);
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let cards = cards.into_iter().filter(|card| seen.insert(card.paper.id.0, 0).is_none());
    let row = |card: Card| match old.get(&card.paper.id.0).and_then(|at| shown.get(*at as usize)) {
        Some(row) => {
            row.renew(card);
            row.clone()
        }
        None => Row::new(card),
    };
    (cards.map(row).collect(), old)
}
