//! What the page knows: the view, the visible results and the dumps, each a newtype over signals.

use crate::engine::protocol::{DumpId, DumpReport, Stage};
use crate::search::query::Query;
use crate::ui::fragment;
use crate::ui::stars::Plan;
use crate::ui::watched::Watched;
use leptos::prelude::*;

pub use crate::ui::found::{Facts, Found, Row};

/// How many cards are asked for at a time.
pub const SCREEN: u32 = 30;

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

    /// How many bytes of a long dump have come, while it is read.
    pub fn reached(self, id: DumpId) -> Option<u64> {
        let now = self.state(id)?.with_untracked(reading)?;
        (now.stage == Stage::Streaming && now.papers > 0).then_some(now.done)
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
    /// The dialog of tags.
    pub tags: RwSignal<bool>,
    /// The preview of a backup that is to be restored.
    pub preview: RwSignal<bool>,
    /// What it shows.
    pub plan: &'static Watched<Option<Plan>>,
    /// The dialog for a tag on all.
    pub tag_all: RwSignal<bool>,
    /// The dialog of what was done.
    pub history: RwSignal<bool>,
    /// The dialog on the language of the search field.
    pub search: RwSignal<bool>,
    /// The filters, on small screens.
    pub filters: RwSignal<bool>,
}

impl Default for Open {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            paste: closed(),
            keys: closed(),
            tags: closed(),
            history: closed(),
            tag_all: closed(),
            preview: closed(),
            plan: Watched::lasting(None),
            search: closed(),
            filters: closed(),
        }
    }
}
