//! The whole page: makes the state and lays out the parts.

use crate::favourites::storage::Storage;
use crate::search::query::Query;
use crate::ui::actions::Keys;
use crate::ui::audit::{self, Audit};
use crate::ui::client::Client;
use crate::ui::dom::{dynamic, effect, el, flag, group, listen, nothing, when};
use crate::ui::later::later;
use crate::ui::look::{self, Look};
use crate::ui::messages::{Messages, message_list};
use crate::ui::stars::Stars;
use crate::ui::state::{Dumps, Found, Open, View};
use crate::ui::storage::LocalStorage as BrowserStorage;
use crate::ui::toast::{Toast, toast_place};
use crate::ui::triage::{self, Triage};
use crate::ui::watched::Watched;
use crate::ui::{
    backup, bulk, choose, drop, dumps, facets, forget, fragment, header, help, history, home, keys, palette, pane,
    paste, reading, received, results, search, share, steps, terms, toolbar,
};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;

/// Mounts the page into `#app`, in place of what is there.
pub fn mount() {
    let Some(root) = document().get_element_by_id("app") else { return };
    let place = root.clone().unchecked_into();
    let view = move || {
        let words = home::words();
        root.replace_children_with_node_0();
        app(words)
    };
    leptos::mount::mount_to(place, view).forget();
}

/// What the page knows and can do; every part gets it.
#[derive(Clone, Copy)]
pub struct Page {
    /// What is asked.
    pub view: View,
    /// What was answered.
    pub found: Found,
    /// The dumps.
    pub dumps: Dumps,
    /// What went wrong.
    pub messages: Messages,
    /// What is said for a moment.
    pub toast: Toast,
    /// What is open.
    pub open: Open,
    /// The favourites.
    pub stars: Stars,
    /// The audit of a dump.
    pub audit: Audit,
    /// Triage.
    pub triage: Triage,
    /// Which key does what.
    pub keys: Keys,
    /// The engine.
    pub client: Client,
    /// How it looks.
    pub look: Look,
    /// Whether there is nothing to show yet: no dump read and no favourite.
    pub empty: Memo<bool>,
}

impl Page {
    /// A page over the favourites in a storage, which shows a view. Starts the engine.
    pub fn new(storage: Rc<dyn Storage>, query: Query) -> Self {
        let view = View(Watched::lasting(query));
        let found = Found::default();
        let dumps = Dumps::default();
        let messages = Messages::default();
        let toast = Toast::default();
        let stars = Stars::over(storage, messages);
        let over @ (audit, triage) = (Audit::default(), Triage::default());
        let client = Client::start(view, found, dumps, messages, toast, stars, over);
        let any = move || dumps.1.with(|tally| tally.read || tally.coming);
        let empty = flag(move || !any() && stars.count() == 0 && found.total.get() == 0);
        let (open, look, keys) = (Open::default(), Look::load(), Keys::load());
        Self { view, found, dumps, messages, toast, open, stars, audit, triage, keys, client, look, empty }
    }
}

/// The page.
pub fn app(words: home::Words) -> AnyView {
    let page = Page::new(Rc::new(BrowserStorage), fragment::read());
    steps::follow(page);
    fragment::follow(page.view);
    page.stars.follow(page.client);
    page.client.keep();
    pane::follow(page);
    audit::follow(page);
    triage::follow(page);
    keys::listen(page);
    received::follow(page);
    choose::follow(page);

    let empty = page.empty;
    effect(move |first| {
        if !empty.get() && !first {
            request_animation_frame(results::focus_if_lost);
        }
    });

    listen("paperdeck-update", move |_: &Event| {
        page.messages.offer("A new version of Paperdeck is ready.", "Reload", || {
            if let Ok(event) = Event::new("paperdeck-take-over") {
                // Nothing stops this event.
                let _ = window().dispatch_event(&event);
            }
        });
    });

    let side = move || {
        el("aside")
            .class("side")
            .attr("aria-label", "Dumps and filters")
            .child(dumps::dump_region(page))
            .child(facets::filters(page))
            .into()
    };
    let main = el("main")
        .class("main")
        .attr("id", "papers")
        .attr("tabindex", "-1")
        .child(message_list(page))
        .child(when(move || empty.get(), move || home::home(page, words)))
        .child(toolbar::toolbar(page))
        .child(when(move || !empty.get(), move || results::paper_list(page)));
    let pane = pane::shown(page);
    let deck = el("div").class("deck").class_when("empty", move || empty.get());
    let deck = deck.class_when("with-pane", move || pane.get());
    // An answer about nothing says nothing before there is one about what was read.
    let coming = flag(move || page.found.total.get() == 0 && page.dumps.1.with(|tally| !tally.read || tally.papers));
    let deck = deck.class_when("coming", move || coming.get());
    let deck = deck.class_when("told", move || page.open.told.get());
    // Nobody comes to the foot before all papers are shown.
    let (found, shown) = (page.found, Memo::new(move |_| page.found.rows.with(Vec::len) as u32));
    let more = flag(move || found.matched.get() > shown.get());
    let parts = [
        el("a").class("skip").attr("href", "#papers").on("click", results::skip).text("Skip to the papers").into(),
        header::header(page, pane),
        deck.child(when(move || !empty.get(), side))
            .child(main)
            .child(when(move || pane.get(), move || pane::pane(page)))
            .into(),
        el("footer")
            .class("foot")
            .hidden(move || empty.get() || more.get())
            .child(el("p").text("Nothing leaves this browser."))
            .into(),
    ];
    // What lies behind the audit, triage or an open paper is out of reach.
    let (audited, footed) = (
        flag(move || page.audit.dump_watched().is_some()),
        flag(move || page.triage.is_open_watched() || page.open.full.get()),
    );
    let over = move || audited.get() || footed.get();
    effect(move |_| {
        // Nothing is scrolled there, and the toast stands above the foot (style).
        look::mark("data-over", if footed.get() { Some("foot") } else { over().then_some("") });
    });
    let behind = move || over().then(String::new);
    group([
        el("div").class("page").attr_of("inert", behind).children(parts).into(),
        pane::full_place(page),
        later(page, move || asks(page), move || give_up(page), dialogs),
        triage::triage_place(page),
        reading::known_tags(page),
        drop::drop_overlay(page),
        toast_place(page),
    ])
}

/// What lies over the page when it is asked for.
// In the second part of the wasm.
#[inline(never)]
fn dialogs(page: Page) -> AnyView {
    let open = page.open;
    type Dialog = (RwSignal<bool>, fn(Page) -> AnyView);
    let dialogs: [Dialog; 12] = [
        (open.paste, paste::paste_dialog),
        (open.keys, help::keys_dialog),
        (open.look, look::look_dialog),
        (open.palette, palette::palette_dialog),
        (open.tags, terms::tags_dialog),
        (open.history, history::history_dialog),
        (open.tag_all, bulk::tag_all_dialog),
        (open.preview, backup::preview_dialog),
        (open.share, share::share_dialog),
        (open.received, received::received_dialog),
        (open.search, search::help::query_help),
        (open.forget, forget::forget_dialog),
    ];
    // Each is made when it is opened for the first time: all at once took longer than anybody should wait for one.
    let dialogs = dialogs.map(|(open, view)| {
        let wanted = Memo::new(move |wanted: Option<&bool>| wanted == Some(&true) || open.get());
        dynamic(move || if wanted.get() { view(page) } else { nothing() })
    });
    group([audit::audit_place(page)].into_iter().chain(dialogs))
}

/// Whether one of them is to be open.
fn asks(page: Page) -> bool {
    page.audit.dump_watched().is_some() || page.open.dialogs().iter().any(Get::get)
}

/// None of them can be had.
fn give_up(page: Page) {
    page.open.dialogs().iter().for_each(|open| open.set(false));
    if page.audit.dump().is_some() {
        audit::leave(page);
    }
}
