//! What the page knows: the view, the visible results and the dumps, each a newtype over signals.

use crate::engine::protocol::{Card, DumpId, DumpReport, Facets, Link, Marked, Results, Stage};
use crate::paper::{Paper, PaperId};
use crate::search::query::Query;
use crate::search::years::Timeline;
use crate::ui::fragment;
use crate::ui::watched::Watched;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How many cards are asked for at a time.
pub const SCREEN: u32 = 30;
/// How many new cards come with an answer at once: more than are in sight. The others come when these are painted.
const AT_ONCE: usize = 6;

/// What is asked of the library; also in the URL fragment.
#[derive(Clone, Copy)]
pub struct View(pub &'static Watched<Query>);

impl View {
    /// Changes filters or order: one step in the history.
    pub fn change(self, change: impl FnOnce(&mut Query)) {
        self.apply(change, true);
    }

    /// Takes what is typed: the first letter is a step in the history, the following ones are not.
    pub fn search(self, text: String) {
        let step = self.0.with_untracked(|query| query.text.is_empty() != text.is_empty());
        self.apply(|query| query.text = text, step);
    }

    /// Changes filters or order; the caller knows whether that is a step in the history.
    pub fn apply(self, change: impl FnOnce(&mut Query), step: bool) {
        let mut query = self.0.get_untracked();
        change(&mut query);
        if self.0.with_untracked(|old| *old != query) {
            fragment::write(&query, step);
            self.0.set(query);
        }
    }

    /// Takes all filters and words away; the order stays.
    pub fn clear(self) {
        self.change(|query| *query = Query { sort: query.sort, ..Query::default() });
    }
}

/// Whether a query leaves papers out.
pub fn is_filtered(query: &Query) -> bool {
    *query != Query { sort: query.sort, ..Query::default() }
}

/// One card in the list. The list is keyed by `id`, so what changes is watched.
#[derive(Clone)]
pub struct Row {
    /// Unique in the list.
    pub id: PaperId,
    /// The card as it was last answered.
    pub card: Arc<Parts>,
}

/// A card by what changes together: with the words of a query only marks do, and the rest stays as it is.
pub struct Parts {
    /// The paper and its links.
    pub facts: Watched<(Paper, Vec<Link>)>,
    /// Its title.
    pub title: Watched<Marked>,
    /// Its abstract: all of it, and the parts that match best.
    pub text: Watched<(Option<Marked>, Option<Marked>)>,
}

impl Row {
    /// A card that comes into the list.
    pub fn new(card: Card) -> Self {
        let Card { paper, title, abstract_text, snippet, links } = card;
        let id = paper.id;
        let facts = Watched::new((paper, links));
        let parts = Parts { facts, title: Watched::new(title), text: Watched::new((abstract_text, snippet)) };
        Self { id, card: Arc::new(parts) }
    }

    /// The card was answered again.
    fn renew(&self, card: Card) {
        self.card.facts.set_if_new((card.paper, card.links));
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
    /// Whether there was an answer yet.
    pub answered: &'static Watched<bool>,
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
            answered: Watched::lasting(false),
        }
    }
}

/// Cards out of sight, and the counts: who waits for the counts finds all cards.
struct Later {
    rows: Vec<Row>,
    matched: u32,
    total: u32,
}

impl Found {
    /// Shows an answer. Cards that stay keep their place in the document, and with it focus and expansion.
    pub fn show(self, results: Results) {
        let shown = self.rows.get_untracked();
        let old: FxHashMap<PaperId, u32> = shown.iter().zip(0..).map(|(row, at)| (row.id, at)).collect();
        let mut seen = FxHashSet::default();
        let mut rows: Vec<Row> = results
            .cards
            .into_iter()
            .filter(|card| seen.insert(card.paper.id))
            .map(|card| match old.get(&card.paper.id).and_then(|at| shown.get(*at as usize)) {
                Some(row) => {
                    row.renew(card);
                    row.clone()
                }
                None => Row::new(card),
            })
            .collect();
        // Who has scrolled down must keep what is above.
        let at_top = window().scroll_y().is_ok_and(|y| y <= 0.0);
        let mut new = rows.iter().enumerate().filter(|(_, row)| at_top && !old.contains_key(&row.id));
        let rest = new.nth(AT_ONCE).map_or(rows.len(), |(at, _)| at);
        let rest = rows.split_off(rest);
        if shown.iter().map(|row| row.id).ne(rows.iter().map(|row| row.id)) {
            self.rows.set(rows);
        }
        let wait = !rest.is_empty();
        self.later.set(Some(Later { rows: rest, matched: results.matched, total: results.total }));
        if wait {
            let paint = move || {
                Timeout::new(0, move || self.complete()).forget();
            };
            request_animation_frame(paint);
        } else {
            self.complete();
        }
        let mut timeline = self.timeline.get_untracked();
        timeline.take(&results.facets.years, results.matched, results.total);
        self.timeline.set_if_new(timeline);
        self.facets.set_if_new(results.facets);
        self.corrections.set_if_new(results.corrections);
        self.answered.set_if_new(true);
    }

    /// Shows what is left of the last answer, if anything is.
    fn complete(self) {
        let mut later = None;
        self.later.update(|left| later = left.take());
        let Some(Later { rows, matched, total }) = later else { return };
        if !rows.is_empty() {
            self.rows.update(|shown| shown.extend(rows));
        }
        self.total.set_if_new(total);
        self.matched.set_if_new(matched);
    }

    /// Whether all cards of the last answer are shown.
    pub fn is_complete(self) -> bool {
        self.later.with_untracked(Option::is_none)
    }

    /// Appends cards that follow those shown; cards for another place are dropped.
    pub fn append(self, from: u32, cards: Vec<Card>) {
        self.rows.update(|rows| {
            if rows.len() != from as usize {
                return;
            }
            let mut seen: FxHashSet<PaperId> = rows.iter().map(|row| row.id).collect();
            for card in cards {
                if seen.insert(card.paper.id) {
                    rows.push(Row::new(card));
                }
            }
        });
    }
}

/// How far the reading of a dump is.
#[derive(Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is going on.
    pub stage: Stage,
    /// Work done.
    pub done: u64,
    /// Work in all, where it is known.
    pub total: Option<u64>,
    /// Papers read.
    pub papers: u32,
    /// Those that are in the library already.
    pub shown: u32,
}

/// How far a dump is.
#[derive(Clone, PartialEq)]
pub enum DumpState {
    /// Behind others.
    Waiting,
    /// Being read.
    Reading(Progress),
    /// In the library.
    Read(Box<DumpReport>),
}

/// How far the reading is, while it goes on.
pub fn reading(state: &DumpState) -> Option<Progress> {
    match state {
        DumpState::Reading(progress) => Some(*progress),
        _ => None,
    }
}

/// One dump in the list, keyed by `id`.
#[derive(Clone)]
pub struct DumpRow {
    /// Its number.
    pub id: DumpId,
    /// Its name as the user gave it.
    pub name: String,
    /// How far it is.
    pub state: &'static Watched<DumpState>,
}

/// The dumps of this visit, in the order of opening.
#[derive(Clone, Copy)]
pub struct Dumps(pub &'static Watched<Vec<DumpRow>>);

impl Default for Dumps {
    fn default() -> Self {
        Self(Watched::lasting(Vec::new()))
    }
}

impl Dumps {
    /// A dump comes.
    pub fn add(self, id: DumpId, name: String) {
        let state = Watched::lasting(DumpState::Waiting);
        self.0.update(|rows| rows.push(DumpRow { id, name, state }));
    }

    /// A dump goes; what remains of it is small.
    pub fn remove(self, id: DumpId) {
        self.set(id, DumpState::Waiting);
        self.0.update(|rows| rows.retain(|row| row.id != id));
    }

    /// How far a dump is now.
    pub fn set(self, id: DumpId, state: DumpState) {
        if let Some(signal) = self.state(id) {
            signal.set_if_new(state);
        }
    }

    /// The reading of a dump goes on; what is shown of it stays so.
    pub fn progress(self, id: DumpId, progress: Progress) {
        self.reading(id, |shown| Progress { shown, ..progress });
    }

    /// The first papers of a dump are in the library.
    pub fn partly(self, id: DumpId, papers: u32) {
        let none = Progress { stage: Stage::Streaming, done: 0, total: None, papers, shown: 0 };
        let before = self.state(id).and_then(|state| state.with_untracked(reading)).unwrap_or(none);
        self.reading(id, |_| Progress { shown: papers, ..before });
    }

    fn reading(self, id: DumpId, next: impl FnOnce(u32) -> Progress) {
        if let Some(state) = self.state(id) {
            let shown = state.with_untracked(reading).map_or(0, |before| before.shown);
            state.set_if_new(DumpState::Reading(next(shown)));
        }
    }

    fn state(self, id: DumpId) -> Option<&'static Watched<DumpState>> {
        self.0.with_untracked(|rows| rows.iter().find(|row| row.id == id).map(|row| row.state))
    }

    /// Whether only a part of some dump is in the library.
    pub fn any_partly(self) -> bool {
        let partly = |state: &DumpState| reading(state).is_some_and(|progress| progress.shown > 0);
        self.0.with(|rows| rows.iter().any(|row| row.state.with(partly)))
    }

    /// Whether any dump is in the library.
    pub fn any_read(self) -> bool {
        self.0.with(|rows| rows.iter().any(|row| row.state.with(|state| matches!(state, DumpState::Read(_)))))
    }
}

/// Which dialogs and panels are open.
#[derive(Clone, Copy)]
pub struct Open {
    /// The dialog for pasted text.
    pub paste: RwSignal<bool>,
    /// The dialog of keys.
    pub keys: RwSignal<bool>,
    /// The dialog on the language of the search field.
    pub search: RwSignal<bool>,
    /// The filters, on small screens.
    pub filters: RwSignal<bool>,
}

impl Default for Open {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self { paste: closed(), keys: closed(), search: closed(), filters: closed() }
    }
}
