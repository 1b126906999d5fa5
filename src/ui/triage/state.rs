//! Where triage is, and what it asks of the engine: never more than a few cards.

use crate::engine::protocol::{Card, Request, RequestId};
use crate::favourites::Status;
use crate::paper::{Paper, PaperId};
use crate::search::query::Query;
use crate::triage::{Choice, Deck};
use crate::ui::client::Client;
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The card that is shown and those that come next are here.
const AHEAD: usize = 3;

/// So many cards are remembered, for the way back.
const REMEMBERED: usize = 12;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// Nothing yet.
    Waiting,
    /// The card of a paper.
    Card(PaperId),
    /// That a paper is not there any more.
    Missing(PaperId),
    /// What became of all of them.
    End,
}

/// Triage.
#[derive(Clone, Copy)]
pub struct Triage {
    shown: &'static Shown,
    own: StoredValue<Own, LocalStorage>,
}

/// What is watched.
struct Shown {
    open: Watched<bool>,
    now: Watched<Now>,
    deck: Watched<Deck>,
    /// What those hear who do not see it.
    heard: Watched<String>,
}

/// What nobody watches.
#[derive(Default)]
struct Own {
    /// What is listed, decided or not.
    list: Vec<PaperId>,
    query: Query,
    /// The list that was asked for.
    deck: Option<RequestId>,
    /// The cards under way.
    asked: Option<(RequestId, Vec<PaperId>)>,
    /// Cards that came, the last at the end.
    cards: Vec<Card>,
    /// Papers that have no card now.
    missing: Vec<PaperId>,
    /// The titles of what was kept.
    titles: Vec<(PaperId, String)>,
    /// What had the focus before.
    focus: Option<HtmlElement>,
}

impl Default for Triage {
    fn default() -> Self {
        let shown = Shown {
            open: Watched::new(false),
            now: Watched::new(Now::Waiting),
            deck: Watched::new(Deck::default()),
            heard: Watched::new(String::new()),
        };
        Self { shown: Box::leak(Box::new(shown)), own: StoredValue::new_local(Own::default()) }
    }
}

impl Triage {
    fn with<T: Default>(self, change: impl FnOnce(&mut Own) -> T) -> T {
        self.own.try_update_value(change).unwrap_or_default()
    }

    /// Whether it is open.
    pub fn is_open(self) -> bool {
        self.shown.open.get_untracked()
    }

    /// The same, watched.
    pub fn is_open_watched(self) -> bool {
        self.shown.open.get()
    }

    /// What is shown; watched.
    pub fn now(self) -> Now {
        self.shown.now.get()
    }

    /// The paper that is shown; watched.
    pub fn id(self) -> Option<PaperId> {
        match self.now() {
            Now::Card(id) => Some(id),
            _ => None,
        }
    }

    /// Something of the deck; watched.
    pub fn deck<T>(self, look: impl FnOnce(&Deck) -> T) -> T {
        self.shown.deck.with(look)
    }

    /// What is to be heard; watched.
    pub fn heard(self) -> String {
        self.shown.heard.get()
    }

    /// How many papers of the list are left out, because they are decided; watched.
    pub fn left_out(self) -> usize {
        let listed = self.with(|own| own.list.len());
        self.deck(|deck| listed.saturating_sub(deck.place().1))
    }

    /// The titles of what was kept, in the order of the list; watched.
    pub fn kept(self) -> Vec<(PaperId, String)> {
        let kept = self.deck(Deck::kept);
        self.with(|own| {
            let title = |id: &PaperId| own.titles.iter().find(|(other, _)| other == id).cloned();
            kept.iter().filter_map(title).collect()
        })
    }

    /// A card that is here.
    pub fn card(self, id: PaperId) -> Option<Card> {
        self.with(|own| own.cards.iter().find(|card| card.paper.id == id).cloned())
    }

    /// The paper that is shown.
    pub fn paper(self) -> Option<Paper> {
        match self.shown.now.get_untracked() {
            Now::Card(id) => self.card(id).map(|card| card.paper),
            _ => None,
        }
    }

    /// How far one is: `37 of 315, 12 kept`; watched.
    pub fn progress(self) -> String {
        self.deck(|deck| {
            let ((at, count), kept) = (deck.place(), deck.count(Choice::Keep));
            let number = |number: usize| words::number(number as u32);
            format!("{} of {}, {} kept", number((at + 1).min(count)), number(count), number(kept))
        })
    }

    /// Opens it with what is listed.
    pub fn begin(self, client: Client) {
        let focus = document().active_element().and_then(|element| element.dyn_into().ok());
        let query = client.query();
        self.with(|own| *own = Own { query, focus, ..Own::default() });
        self.shown.deck.set(Deck::default());
        self.shown.now.set(Now::Waiting);
        self.shown.heard.set(String::new());
        self.shown.open.set(true);
        self.ask_deck(client);
    }

    fn ask_deck(self, client: Client) {
        let id = client.next_request();
        let query = self.with(|own| {
            own.deck = Some(id);
            own.query.clone()
        });
        client.send(&Request::Deck { id, query });
    }

    /// Closes it; what had the focus before.
    pub fn end(self) -> Option<HtmlElement> {
        self.shown.open.set(false);
        self.with(|own| std::mem::take(own).focus)
    }

    /// The list has come.
    pub fn dealt(self, id: RequestId, papers: Vec<PaperId>, client: Client) {
        let wanted = self.with(|own| own.deck.take_if(|asked| *asked == id).is_some());
        if !wanted {
            return;
        }
        let decided = |id: PaperId| {
            let mark = client.stars().mark(id);
            mark.starred || mark.status == Status::NotInterested || mark.status == Status::Read
        };
        self.shown.deck.set(Deck::new(&papers, &decided));
        self.with(|own| own.list = papers);
        self.look("", client);
    }

    /// Brings in what is decided already.
    pub fn widen(self, client: Client) {
        let list = self.with(|own| own.list.clone());
        self.turn("", client, |deck| deck.widen(&list));
    }

    /// Begins again with what is left.
    pub fn again(self, client: Client) {
        self.turn("", client, Deck::again);
    }

    /// Looks at the next paper, or the one before.
    pub fn step(self, back: bool, client: Client) {
        self.turn("", client, |deck| deck.step(back));
    }

    /// Something was said of a paper.
    pub fn say(self, choice: Choice, changed: bool, paper: &Paper, client: Client) {
        if choice == Choice::Keep {
            self.with(|own| {
                own.titles.retain(|(id, _)| *id != paper.id);
                own.titles.push((paper.id, paper.title.clone()));
            });
        }
        self.turn("", client, |deck| deck.say(choice, changed));
    }

    /// Takes the last word back. `back` takes back what it changed, if it did; whether it could.
    pub fn undo(self, back: &dyn Fn(bool) -> bool, client: Client) {
        let mut undone = None;
        self.shown.deck.update(|deck| undone = deck.undo());
        let said = match undone {
            None => return self.shown.heard.set("There is nothing to undo.".to_owned()),
            Some(changed) if !back(changed) => "This is too long ago: the favourites stay as they are. ",
            Some(_) => "Undone. ",
        };
        self.look(said, client);
    }

    fn turn(self, said: &str, client: Client, change: impl FnOnce(&mut Deck)) {
        self.shown.deck.update(change);
        self.look(said, client);
    }

    /// Cards have come.
    pub fn came(self, id: RequestId, cards: Vec<Card>, client: Client) {
        self.with(|own| {
            let Some((_, asked)) = own.asked.take_if(|(asked, _)| *asked == id) else { return };
            let here = |id: &PaperId| cards.iter().any(|card| card.paper.id == *id);
            own.missing.extend(asked.iter().filter(|id| !here(id)));
            own.cards.extend(cards);
            let old = own.cards.len().saturating_sub(REMEMBERED);
            own.cards.drain(..old);
        });
        if self.is_open() {
            self.look("", client);
        }
    }

    /// The library has changed: what was missing may be there now.
    pub fn retry(self, client: Client) {
        if self.is_open() {
            self.with(|own| own.missing.clear());
            self.fetch(client);
        }
    }

    /// The engine was started again: it knows nothing of what was asked.
    pub fn lost(self, client: Client) {
        if self.is_open() {
            let waits = self.with(|own| {
                own.asked = None;
                own.deck.is_some()
            });
            if waits {
                self.ask_deck(client);
            }
        }
    }

    /// Asks for the cards that are wanted soon.
    fn fetch(self, client: Client) {
        let wanted: Vec<PaperId> = self.shown.deck.with_untracked(|deck| deck.next(AHEAD).to_vec());
        let id = client.next_request();
        let request = self.with(|own| {
            let new = |id: &PaperId| !own.missing.contains(id) && own.cards.iter().all(|card| card.paper.id != *id);
            let papers: Vec<PaperId> = wanted.into_iter().filter(new).collect();
            if own.asked.is_some() || papers.is_empty() {
                return None;
            }
            own.asked = Some((id, papers.clone()));
            Some(Request::Cards { id, query: own.query.clone(), papers })
        });
        if let Some(request) = request {
            client.send(&request);
        }
    }

    /// Shows where the deck is now, and says it.
    fn look(self, said: &str, client: Client) {
        self.fetch(client);
        let (waits, missing) = self.with(|own| (own.deck.is_some(), own.missing.clone()));
        let now = match self.shown.deck.with_untracked(Deck::now) {
            _ if waits => Now::Waiting,
            None => Now::End,
            Some(id) if missing.contains(&id) => Now::Missing(id),
            Some(id) if self.card(id).is_some() => Now::Card(id),
            Some(_) => Now::Waiting,
        };
        let heard = match now {
            Now::Waiting => String::new(),
            Now::Card(id) => self.card(id).map(|card| card.title.text).unwrap_or_default(),
            Now::Missing(_) => GONE.to_owned(),
            Now::End => self.summary(),
        };
        if now != Now::Waiting {
            let progress = if now == Now::End { String::new() } else { format!(". {}", self.progress()) };
            self.shown.heard.set_if_new(format!("{said}{heard}{progress}"));
        }
        self.shown.now.set_if_new(now);
    }

    /// What became of all of them: `12 kept, 280 not interested, 23 left`; watched.
    pub fn summary(self) -> String {
        self.deck(|deck| {
            let number = |number: usize| words::number(number as u32);
            let (kept, aside) = (deck.count(Choice::Keep), deck.count(Choice::Drop));
            format!("{} kept, {} not interested, {} left", number(kept), number(aside), number(deck.left()))
        })
    }
}

/// What is said of a paper that has no card.
pub const GONE: &str = "This paper is not in the library any more";
