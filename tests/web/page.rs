//! What the tests share: a place in the document with the page's state around it, papers, and a storage that fails.

use leptos::prelude::*;
use paperdeck::engine::protocol::{Card, Marked, Results};
use paperdeck::favourites::storage::{Storage, StorageError};
use paperdeck::paper::{Paper, PaperId};
use paperdeck::search::query::Query;
use paperdeck::ui::app::Page;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Mounts a view of a page over a storage; both go away with the returned guard. There is no worker here: what is sent to
/// the engine goes nowhere.
pub fn mount(
    storage: Rc<dyn Storage>,
    view: impl FnOnce(Page) -> AnyView + 'static,
) -> (HtmlElement, Page, impl Sized) {
    let root: HtmlElement = document().create_element("section").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let made = Rc::new(RefCell::new(None));
    let out = made.clone();
    let handle = leptos::mount::mount_to(root.clone(), move || {
        let page = Page::new(storage, Query::default());
        *out.borrow_mut() = Some(page);
        view(page)
    });
    let page = made.borrow_mut().take().unwrap();
    (root, page, handle)
}

pub fn paper(title: &str) -> Paper {
    Paper {
        id: PaperId::of_title(title),
        title: title.to_owned(),
        abstract_text: None,
        authors: None,
        author_names: Vec::new(),
        organisation: None,
        published: None,
        year_inferred: false,
        year_reason: String::new(),
        comments: None,
        upvotes: None,
        arxiv_id: None,
        links: Vec::new(),
        seen_in: Vec::new(),
        more: Default::default(),
    }
}

pub fn card(title: &str) -> Card {
    let paper = paper(title);
    Card {
        title: Marked { text: title.to_owned(), marks: Vec::new() },
        abstract_text: None,
        snippet: None,
        links: Vec::new(),
        owned: false,
        paper,
    }
}

pub fn results(cards: Vec<Card>) -> Results {
    let number = cards.len() as u32;
    Results { id: 1, total: number, matched: number, corrections: Vec::new(), cards, facets: Default::default() }
}

/// A storage in memory that fails as it is told.
#[derive(Default)]
pub struct Fake {
    pub texts: RefCell<BTreeMap<String, String>>,
    pub fault: RefCell<Option<StorageError>>,
}

impl Fake {
    fn works(&self) -> Result<(), StorageError> {
        self.fault.borrow().clone().map_or(Ok(()), Err)
    }
}

impl Storage for Fake {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.works()?;
        Ok(self.texts.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.works()?;
        self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.works()?;
        self.texts.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.works()?;
        Ok(self.texts.borrow().keys().cloned().collect())
    }
}
