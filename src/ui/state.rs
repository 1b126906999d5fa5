//! What the page knows: the view, the visible results and the dumps, each a newtype over signals.

use crate::engine::protocol::{DumpId, DumpReport, ReferenceReport, Stage};
use crate::paper::{Paper, PaperId};
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
    /// A file of references, which marks papers.
    References(Box<ReferenceReport>),
    /// Not read, for this reason: a sentence. It can be tried again.
    Left(String),
}

/// Whether a dump is kept on the device.
#[derive(Clone, PartialEq)]
pub enum Kept {
    /// Not yet, or not meant to be.
    No,
    /// So many bytes are.
    Is(u64),
    /// It should be and is not, for this reason.
    Not(String),
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
    /// Whether it is kept.
    pub kept: &'static Watched<Kept>,
}

impl DumpRow {
    /// A dump that is to be read.
    pub fn new(id: DumpId, name: String, kept: Kept) -> Self {
        Self { id, name, state: Watched::lasting(DumpState::Waiting), kept: Watched::lasting(kept) }
    }
}

/// What is to be known of all dumps together.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Whether any is in the library.
    pub read: bool,
    /// Whether any in the library has papers.
    pub papers: bool,
    /// Whether only a part of any is.
    pub partly: bool,
    /// Whether any of those kept is on its way, or still looked for.
    pub coming: bool,
    /// Whether any is being read, or waits for it.
    pub reads: bool,
    /// Whether any is a file of references.
    pub marking: bool,
    /// How many are kept.
    pub kept: u32,
    /// Their bytes.
    pub bytes: u64,
}

/// The dumps, in the order of their numbers. Of thousands only the tally is watched.
#[derive(Clone, Copy)]
pub struct Dumps(pub &'static Watched<Vec<DumpRow>>, pub &'static Watched<Tally>, &'static Watched<bool>);

impl Default for Dumps {
    fn default() -> Self {
        Self(Watched::lasting(Vec::new()), Watched::lasting(Tally::default()), Watched::lasting(false))
    }
}

impl Dumps {
    /// Dumps come.
    pub fn add(self, new: Vec<DumpRow>) {
        self.0.update(|rows| {
            for row in new {
                rows.insert(rows.partition_point(|other| other.id < row.id), row);
            }
        });
        self.count();
    }

    /// A dump goes; what remains of it is small.
    pub fn remove(self, id: DumpId) {
        self.set(id, DumpState::Waiting);
        self.0.update(|rows| rows.retain(|row| row.id != id));
        self.count();
    }

    /// Dumps of the last visit are expected, or no longer.
    pub fn expect(self, expected: bool) {
        self.2.set(expected);
        self.count();
    }

    /// How far a dump is now.
    pub fn set(self, id: DumpId, state: DumpState) {
        if let Some(row) = self.row(id) {
            row.state.set_if_new(state);
            self.count();
        }
    }

    /// Whether a dump is kept now.
    pub fn set_kept(self, id: DumpId, kept: Kept) {
        if let Some(row) = self.row(id) {
            row.kept.set_if_new(kept);
            self.count();
        }
    }

    /// The reading of a dump goes on; what is shown of it stays so.
    pub fn progress(self, id: DumpId, progress: Progress) {
        self.reading(id, |shown| Progress { shown, ..progress });
    }

    /// The first papers of a dump are in the library.
    pub fn partly(self, id: DumpId, papers: u32) {
        let none = Progress { stage: Stage::Streaming, done: 0, total: None, papers, shown: 0 };
        let before = self.row(id).and_then(|row| row.state.with_untracked(reading)).unwrap_or(none);
        self.reading(id, |_| Progress { shown: papers, ..before });
    }

    fn reading(self, id: DumpId, next: impl FnOnce(u32) -> Progress) {
        if let Some(row) = self.row(id) {
            let shown = row.state.with_untracked(reading).map_or(0, |before| before.shown);
            self.set(id, DumpState::Reading(next(shown)));
        }
    }

    /// How many bytes of a long dump have come, while it is read.
    pub fn reached(self, id: DumpId) -> Option<u64> {
        let now = self.row(id)?.state.with_untracked(reading)?;
        (now.stage == Stage::Streaming && now.papers > 0).then_some(now.done)
    }

    /// The row of a dump.
    pub fn row(self, id: DumpId) -> Option<DumpRow> {
        self.0.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned())
    }

    fn count(self) {
        let mut tally = Tally { coming: self.2.get_untracked(), ..Tally::default() };
        self.0.with_untracked(|rows| {
            for row in rows {
                let bytes =
                    row.kept.with_untracked(|kept| if let Kept::Is(bytes) = kept { Some(*bytes) } else { None });
                tally.kept += u32::from(bytes.is_some());
                tally.bytes += bytes.unwrap_or(0);
                row.state.with_untracked(|state| match state {
                    DumpState::Read(report) => {
                        tally.read = true;
                        tally.papers |= report.papers > 0;
                    }
                    DumpState::References(_) => tally.marking = true,
                    DumpState::Left(_) => {}
                    DumpState::Waiting | DumpState::Reading(_) => {
                        tally.reads = true;
                        tally.partly |= reading(state).is_some_and(|progress| progress.shown > 0);
                        tally.coming |= bytes.is_some();
                    }
                });
            }
        });
        self.1.set_if_new(tally);
    }

    /// Something of the report of a dump that is in the library.
    pub fn report<T>(self, id: DumpId, part: impl FnOnce(&DumpReport) -> T) -> Option<T> {
        self.row(id)?.state.with_untracked(|state| match state {
            DumpState::Read(report) => Some(part(report)),
            _ => None,
        })
    }
}

/// Which dialogs and panels are open.
#[derive(Clone, Copy)]
pub struct Open {
    /// The dialog for pasted text.
    pub paste: RwSignal<bool>,
    /// The dialog of keys.
    pub keys: RwSignal<bool>,
    /// The command palette.
    pub palette: RwSignal<bool>,
    /// The dialog on how the page looks.
    pub look: RwSignal<bool>,
    /// The paper beside the list: the one that had the focus last.
    pub paper: &'static Watched<Option<PaperId>>,
    /// Whether that paper is open over the page, on small screens.
    pub full: RwSignal<bool>,
    /// The dialog of tags.
    pub tags: RwSignal<bool>,
    /// The preview of a backup that is to be restored.
    pub preview: RwSignal<bool>,
    /// What it shows.
    pub plan: &'static Watched<Option<Plan>>,
    /// The dialog for a link to what is listed.
    pub share: RwSignal<bool>,
    /// The preview of a reading list that came with a link.
    pub received: RwSignal<bool>,
    /// What it shows: papers, each with a note.
    pub list: &'static Watched<Vec<(Paper, String)>>,
    /// The dialog for a tag on all.
    pub tag_all: RwSignal<bool>,
    /// The dialog of what was done.
    pub history: RwSignal<bool>,
    /// The dialog on the language of the search field.
    pub search: RwSignal<bool>,
    /// The filters, on small screens.
    pub filters: RwSignal<bool>,
    /// The question whether to forget everything.
    pub forget: RwSignal<bool>,
    /// What is told of the text in the search field.
    pub told: &'static Watched<bool>,
}

impl Open {
    /// The dialogs.
    pub fn dialogs(&self) -> [RwSignal<bool>; 12] {
        [
            self.paste,
            self.keys,
            self.look,
            self.tags,
            self.preview,
            self.share,
            self.received,
            self.tag_all,
            self.history,
            self.search,
            self.forget,
            self.palette,
        ]
    }

    /// The dialogs that leave the address as it is: a reading list that came with a link is one.
    pub fn over_view(&self) -> Vec<RwSignal<bool>> {
        self.dialogs().into_iter().filter(|open| *open != self.received).collect()
    }

    /// Whether any dialog is.
    pub fn is_any(self) -> bool {
        self.dialogs().iter().any(|open| open.get_untracked())
    }
}

impl Default for Open {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            paste: closed(),
            keys: closed(),
            palette: closed(),
            look: closed(),
            paper: Watched::lasting(None),
            full: closed(),
            tags: closed(),
            history: closed(),
            share: closed(),
            received: closed(),
            list: Watched::lasting(Vec::new()),
            tag_all: closed(),
            preview: closed(),
            plan: Watched::lasting(None),
            search: closed(),
            filters: closed(),
            forget: closed(),
            told: Watched::lasting(false),
        }
    }
}
