//! A list whose items are known by their keys: those that stay keep their elements.
//!
//! Leptos' own keyed list may leave items that stay in their old order when others come or go at the same time: it takes an
//! item for unmoved when it went as far as the items before it grew. Here the longest run of items that stay in order is not
//! touched, which also keeps the focus there, and every other item is put before the one that follows it.

use crate::paper::PaperId;
use crate::ui::dom::Item;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use rustc_hash::FxHashMap;

/// What a list is to show.
pub struct Rows {
    items: Vec<Item>,
}

impl Rows {
    /// Items, in order. Of two with one key the first is shown.
    pub fn new(mut items: Vec<Item>) -> Self {
        let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
        items.retain(|item| seen.insert(hash(&item.key), 0).is_none());
        Self { items }
    }
}

/// Keys go by their hashes, so that one kind of table does for all.
fn hash(key: &str) -> u64 {
    PaperId::of_key(key).0
}

type State = <OwnedView<AnyView> as Render>::State;

/// What a list shows.
pub struct Shown {
    parent: Option<Element>,
    /// Stands behind the last row.
    end: Placeholder,
    rows: Vec<(String, State)>,
}

/// A row owns what is made for it, and goes with its element. It must not be a child of the list's owner: that would remember each
/// for as long as the list lives, some hundred bytes for every card that ever came and went.
fn build(item: Item) -> (String, State) {
    let current = Owner::current();
    current.iter().for_each(|current| current.clone().unset());
    let owner = Owner::new();
    current.iter().for_each(Owner::set);
    let view = owner.with(item.view);
    (item.key, OwnedView::new_with_owner(view, owner).build())
}

impl Render for Rows {
    type State = Shown;

    fn build(self) -> Shown {
        let rows = self.items.into_iter().map(build).collect();
        Shown { parent: None, end: Rndr::create_placeholder(), rows }
    }

    fn rebuild(self, shown: &mut Shown) {
        let keys: FxHashMap<u64, u32> = shown.rows.iter().zip(0..).map(|((key, _), at)| (hash(key), at)).collect();
        let mut old: Vec<Option<State>> = shown.rows.drain(..).map(|(_, state)| Some(state)).collect();
        let mut places = Vec::new();
        let kept: Vec<(Item, Option<State>)> = self
            .items
            .into_iter()
            .map(|item| {
                let place = keys.get(&hash(&item.key)).copied();
                places.extend(place);
                let state = place.and_then(|place| old.get_mut(place as usize)?.take());
                (item, state)
            })
            .collect();
        for mut state in old.into_iter().flatten() {
            state.unmount();
        }
        let mut stays = longest_rising(&places).into_iter();
        let mut in_place = Vec::new();
        for (item, state) in kept {
            in_place.push(state.is_some() && stays.next().unwrap_or_default());
            shown.rows.push(match state {
                Some(state) => (item.key, state),
                None => build(item),
            });
        }
        let Some(parent) = &shown.parent else { return };
        let mut next: Option<&State> = None;
        for ((_, state), in_place) in shown.rows.iter_mut().zip(in_place).rev() {
            if !in_place {
                let before = next.is_some_and(|next| next.insert_before_this(state));
                if !before {
                    state.mount(parent, Some(shown.end.as_ref()));
                }
            }
            next = Some(state);
        }
    }
}

impl Mountable for Shown {
    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        self.parent = Some(parent.clone());
        for (_, row) in &mut self.rows {
            row.mount(parent, before);
        }
        self.end.mount(parent, before);
    }

    fn unmount(&mut self) {
        for (_, row) in &mut self.rows {
            row.unmount();
        }
        self.end.unmount();
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.rows.first() {
            Some((_, row)) => row.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.rows.iter().flat_map(|(_, row)| row.elements()).collect()
    }
}

/// Nobody adds attributes to a list.
impl AddAnyAttr for Rows {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// Only the browser renders: there is no HTML to write or to take over.
impl RenderHtml for Rows {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Shown {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Which of these different numbers are in a longest run of rising ones.
///
/// Patience sorting: a number goes on the first heap with a larger top; the heaps are the length of the longest run that ends
/// with it (Fredman, "On computing the length of longest increasing subsequences", 1975). Time: n log n.
fn longest_rising(numbers: &[u32]) -> Vec<bool> {
    let mut tops: Vec<u32> = Vec::new();
    let mut heaps = Vec::new();
    for &number in numbers {
        let heap = tops.partition_point(|top| *top < number);
        match tops.get_mut(heap) {
            Some(top) => *top = number,
            None => tops.push(number),
        }
        heaps.push(heap);
    }
    let mut wanted = tops.len();
    let mut last = u32::MAX;
    let mut rising: Vec<bool> = Vec::new();
    for (&number, heap) in numbers.iter().zip(heaps).rev() {
        let taken = heap + 1 == wanted && number < last;
        if taken {
            (wanted, last) = (heap, number);
        }
        rising.push(taken);
    }
    rising.reverse();
    rising
}
