//! All that the palette reaches, as it is now.

use crate::engine::protocol::DumpId;
use crate::export::Format;
use crate::favourites::Status;
use crate::search::facet::Filter;
use crate::search::query::{Query, Sort};
use crate::ui::actions::{ACTIONS as TABLE, Action};
use crate::ui::app::Page;
use crate::ui::bulk::{Bulk, mark_listed};
use crate::ui::facets::{GROUPS, years};
use crate::ui::look::{self, CHOICES};
use crate::ui::state::{DumpState, is_filtered};
use crate::ui::{audit, backup, choose, pane, triage, words};
use leptos::prelude::*;

/// The group of what is done, which is shown whole.
pub const ACTIONS: &str = "Actions";

/// Something to run.
#[derive(Clone)]
pub struct Command {
    /// Where it is listed.
    pub group: &'static str,
    /// What it is called.
    pub label: String,
    /// How many papers a filter has, or that something holds already.
    pub note: String,
    /// Other words that it is found by.
    pub also: &'static str,
    /// What it does.
    pub act: Act,
}

/// What a command does.
#[derive(Clone)]
pub enum Act {
    /// One of the table of actions.
    Action(&'static Action),
    /// Something else of the page.
    Do(fn(Page)),
    /// Opens a dialog.
    Open(RwSignal<bool>),
    /// Puts a filter in, or takes it out.
    Filter(Filter),
    /// Shows the papers of a dump alone.
    Alone(String),
    /// Opens the audit of a dump.
    Audit(DumpId),
    /// Takes a dump out.
    Remove(DumpId),
    /// Another order.
    Sort(Sort),
    /// A file of what is listed.
    Export(Format),
    /// The same into the clipboard.
    Copy(Format),
    /// Marks all that is listed.
    Mark(Bulk),
    /// How the page looks.
    Look(&'static str, &'static str),
}

impl Command {
    /// What it is known by.
    pub fn name(&self) -> String {
        [self.group, ": ", &self.label].concat()
    }

    /// Whether it is known by this.
    pub fn is(&self, name: &str) -> bool {
        let label = name.strip_prefix(self.group).and_then(|rest| rest.strip_prefix(": "));
        label == Some(self.label.as_str())
    }

    /// Whether its name is one that dumps or the user gave.
    pub fn is_of_data(&self) -> bool {
        matches!(self.act, Act::Filter(_) | Act::Alone(_) | Act::Audit(_) | Act::Remove(_))
    }

    /// The keys that do the same.
    pub fn keys(&self, page: Page) -> Vec<String> {
        match &self.act {
            Act::Action(action) => untrack(|| vec![page.keys.key(action.id)]),
            _ => Vec::new(),
        }
    }
}

impl Act {
    /// Does it.
    pub fn run(self, page: Page) {
        match self {
            Self::Action(action) => {
                if page.triage.is_open() {
                    triage::act(page, action.id, true);
                } else if pane::is_open() {
                    pane::act(page, action);
                } else {
                    (action.act)(page);
                }
            }
            Self::Do(act) => act(page),
            Self::Open(dialog) => dialog.set(true),
            Self::Filter(filter) => page.view.change(|query| filter.set(query, !filter.is_on(query))),
            Self::Alone(name) => page.view.change(|query| {
                *query = Query { dumps: vec![name], sort: query.sort, ..Query::default() };
            }),
            Self::Audit(dump) => audit::open(page, dump, None),
            Self::Remove(dump) => page.client.remove(dump),
            Self::Sort(sort) => page.view.change(|query| query.sort = sort),
            Self::Export(format) => page.client.export(format),
            Self::Copy(format) => page.client.copy(format),
            Self::Mark(bulk) => mark_listed(page, bulk),
            Self::Look(name, value) => page.look.choose(name, value),
        }
    }
}

/// All of it; of what is done to a paper only where one is at hand.
pub fn commands(page: Page, of_paper: bool) -> Vec<Command> {
    let mut all = Vec::new();
    let (audit, triage) = (page.audit.dump(), page.triage.is_open());
    let empty = page.empty.get_untracked();
    let list = audit.is_none() && !triage && !pane::is_open();
    if list {
        actions(page, of_paper, empty, &mut all);
        if !empty {
            filters(page, &mut all);
        }
        dumps(page, &mut all);
        if !empty {
            lists(&mut all);
        }
    } else if let Some(dump) = audit {
        of_audit(page, dump, &mut all);
    } else {
        of_one(triage, &mut all);
    }
    for (name, legend, values) in CHOICES {
        for (value, label) in values {
            let note = if look::chosen(name) == *value { "now" } else { "" };
            add(&mut all, "Appearance", [legend, ": ", label].concat(), note.to_owned(), Act::Look(name, value));
        }
    }
    add(&mut all, "Help", "Keys".to_owned(), String::new(), Act::Open(page.open.keys));
    if !empty && list {
        let label = "What can be typed into the search field".to_owned();
        add(&mut all, "Help", label, String::new(), Act::Open(page.open.search));
    }
    all
}

fn add(all: &mut Vec<Command>, group: &'static str, label: String, note: String, act: Act) {
    all.push(Command { group, label, note, also: "", act });
}

fn actions(page: Page, of_paper: bool, empty: bool, all: &mut Vec<Command>) {
    for action in &TABLE {
        let there = if action.of_paper { of_paper } else { !empty };
        if !action.id.is_empty() && !matches!(action.id, "later" | "keys" | "palette") && there {
            add(all, ACTIONS, action.name.to_owned(), String::new(), Act::Action(action));
        }
    }
    let open = page.open;
    let filtered = page.view.0.with_untracked(is_filtered);
    let kept = page.stars.count() > 0;
    let tagged = !page.stars.summary().1.is_empty();
    let forget = page.dumps.1.with_untracked(|tally| tally.kept > 0);
    let rest: [(bool, &str, &'static str, Act); 10] = [
        (true, "Open files …", "add dump", Act::Do(|_| choose::choose_files())),
        (true, "Paste text …", "add dump", Act::Open(open.paste)),
        (true, "Try the sample", "", Act::Do(|page| page.client.open_sample())),
        (filtered, "Clear filters", "reset all papers", Act::Do(|page| page.view.clear())),
        (tagged, "Rename tags …", "join remove colour delete", Act::Open(open.tags)),
        (!empty, "Changes to favourites …", "history undo", Act::Open(open.history)),
        (kept, "Back up favourites", "save export", Act::Do(backup::back_up)),
        (true, "Restore favourites …", "backup import", Act::Do(|_| choose::choose_backup())),
        (true, "Appearance …", "theme dark light density settings", Act::Open(open.look)),
        (forget, "Forget everything …", "delete dumps clear", Act::Open(open.forget)),
    ];
    for (there, label, also, act) in rest {
        if there {
            all.push(Command { group: ACTIONS, label: label.to_owned(), note: String::new(), also, act });
        }
    }
}

/// What can be done with the one paper that is shown.
fn of_one(triage: bool, all: &mut Vec<Command>) {
    for action in &TABLE {
        let there = match action.id {
            "next" | "previous" | "open" | "star" | "aside" | "later" | "undo" => true,
            "note" | "tag" | "redo" => !triage,
            _ => false,
        };
        if there {
            add(all, ACTIONS, action.name.to_owned(), String::new(), Act::Action(action));
        }
    }
}

/// What can be done in the audit of a dump: its corrections, and the other dumps.
fn of_audit(page: Page, dump: DumpId, all: &mut Vec<Command>) {
    let (undo, redo) = page.client.steps(dump);
    if undo {
        add(
            all,
            ACTIONS,
            "Undo the last correction".to_owned(),
            String::new(),
            Act::Do(|page| audit::turn(page, true)),
        );
    }
    if redo {
        add(all, ACTIONS, "Redo the correction".to_owned(), String::new(), Act::Do(|page| audit::turn(page, false)));
    }
    page.dumps.0.with_untracked(|rows| {
        for row in rows {
            let name = row.state.with_untracked(|state| match state {
                DumpState::Read(report) if row.id != dump => Some(["Audit ", &report.name].concat()),
                _ => None,
            });
            if let Some(label) = name {
                add(all, "Dumps", label, String::new(), Act::Audit(row.id));
            }
        }
    });
}

fn filters(page: Page, all: &mut Vec<Command>) {
    let on = page.view.0.with_untracked(|query| query.favourites);
    let kept = page.stars.count();
    if kept > 0 || on {
        add(all, "Filters", "Favourites only".to_owned(), noted(kept, on), Act::Filter(Filter::Favourites));
    }
    let groups = GROUPS.iter().chain([&("Published", years as fn(Page) -> _)]);
    for (group, choices) in groups {
        for choice in choices(page) {
            let (count, on) = choice.now;
            add(all, group, choice.filter.label_in_group(), noted(count, on), Act::Filter(choice.filter));
        }
    }
    let now = page.view.0.with_untracked(|query| query.sort);
    for sort in Sort::ALL {
        let note = if sort == now { "now" } else { "" };
        add(all, "Sort by", sort.label().to_owned(), note.to_owned(), Act::Sort(sort));
    }
}

fn noted(count: u32, on: bool) -> String {
    let count = words::number(count);
    if on { ["on · ", &count].concat() } else { count }
}

fn dumps(page: Page, all: &mut Vec<Command>) {
    page.dumps.0.with_untracked(|rows| {
        for row in rows {
            let name = row.state.with_untracked(|state| match state {
                DumpState::Read(report) => Some(report.name.clone()),
                _ => None,
            });
            if let Some(name) = &name {
                let papers = row.state.with_untracked(|state| match state {
                    DumpState::Read(report) => words::papers(report.papers),
                    _ => String::new(),
                });
                let label = ["Show ", name, " alone"].concat();
                add(all, "Dumps", label, papers, Act::Alone(name.clone()));
                add(all, "Dumps", ["Audit ", name].concat(), String::new(), Act::Audit(row.id));
            }
            let label = ["Remove ", name.as_deref().unwrap_or(&row.name)].concat();
            add(all, "Dumps", label, String::new(), Act::Remove(row.id));
        }
    });
}

/// What is done to all that is listed.
fn lists(all: &mut Vec<Command>) {
    let none = String::new;
    add(all, "Mark all", "Star all".to_owned(), none(), Act::Mark(Bulk::Star));
    for status in Status::ALL {
        add(all, "Mark all", ["Mark all: ", status.label()].concat(), none(), Act::Mark(Bulk::Status(status)));
    }
    add(all, "Mark all", "Tag all …".to_owned(), none(), Act::Do(|page| page.open.tag_all.set(true)));
    for format in Format::ALL {
        add(all, "Export", ["Export as ", format.label()].concat(), none(), Act::Export(format));
    }
    for format in Format::ALL {
        add(all, "Copy", ["Copy as ", format.label()].concat(), none(), Act::Copy(format));
    }
    add(all, "Copy", "Link to this list …".to_owned(), none(), Act::Do(|page| page.open.share.set(true)));
}
