//! Elements of one type.
//!
//! `view!` makes a type for every element, attribute and handler, and the compiler a copy of Leptos for each of them. Here
//! the tag is a value and what follows signals is boxed, so that there is one copy for all: less than half the weight.
//! Strings become text and values of attributes, never markup.

use crate::ui::rows::Rows;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::class::class;
use leptos::tachys::html::element::{Custom, custom};
use leptos::tachys::html::event::{self, on};
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use leptos::tachys::view::iterators::StaticVec;
use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;
use web_sys::Event;

/// The place in the document of an element, once it is there.
pub type Place = NodeRef<Custom<&'static str>>;

/// An element to be. Behind one pointer, because it is handed from call to call.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element.
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// `FnMut`, but for `call_once`: of that the compiler would keep a copy for every closure that is boxed.
trait Call<A, T> {
    fn call(&mut self, with: A) -> T;
}

impl<A, T, F: FnMut(A) -> T> Call<A, T> for F {
    fn call(&mut self, with: A) -> T {
        self(with)
    }
}

/// What is worked out anew when a signal in it changes.
fn live<T: 'static>(mut value: impl FnMut() -> T + Send + 'static) -> SharedReactiveFunction<T> {
    fn share<T: 'static>(mut value: Box<dyn Call<(), T> + Send>) -> SharedReactiveFunction<T> {
        Arc::new(Mutex::new(move || value.call(())))
    }
    share(Box::new(move |()| value()))
}

impl El {
    fn with(mut self, attribute: impl IntoAnyAttribute) -> Self {
        self.0.attributes.push(attribute.into_any_attr());
        self
    }

    /// Its classes.
    pub fn class(self, names: &'static str) -> Self {
        self.attr("class", names)
    }

    /// A class that it has at times.
    pub fn class_when(self, name: &'static str, on: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(class((name, live(on))))
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.with(custom_attribute(name, value.into()))
    }

    /// An attribute that changes, or is not there at times.
    pub fn attr_of(self, name: &'static str, value: impl FnMut() -> Option<String> + Send + 'static) -> Self {
        self.with(custom_attribute(name, live(value)))
    }

    /// Hidden at times.
    pub fn hidden(self, mut hidden: impl FnMut() -> bool + Send + 'static) -> Self {
        self.hidden_boxed(Box::new(move |()| hidden()))
    }

    fn hidden_boxed(self, mut hidden: Box<dyn Call<(), bool> + Send>) -> Self {
        self.attr_of("hidden", move || hidden.call(()).then(String::new))
    }

    /// A state for assistive technology: `true` or `false`.
    pub fn state(self, name: &'static str, mut on: impl FnMut() -> bool + Send + 'static) -> Self {
        self.state_boxed(name, Box::new(move |()| on()))
    }

    fn state_boxed(self, name: &'static str, mut on: Box<dyn Call<(), bool> + Send>) -> Self {
        self.attr_of(name, move || Some(on.call(()).to_string()))
    }

    /// What a field holds.
    pub fn value(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(prop("value", live(value)))
    }

    /// Its style, set as a property: the policy refuses it as an attribute.
    pub fn style_of(self, style: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(prop("style", live(style)))
    }

    /// A property that is on or off: `checked`, `selected`.
    pub fn set(self, property: &'static str, on: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(prop(property, live(on)))
    }

    /// What happens on an event.
    pub fn on(self, name: &'static str, act: impl FnMut(Event) + Send + 'static) -> Self {
        self.on_boxed(name, Box::new(act))
    }

    fn on_boxed(self, name: &'static str, mut act: Box<dyn Call<Event, ()> + Send>) -> Self {
        self.with(on(event::Custom::<Event>::new(name), move |event| act.call(event)))
    }

    /// What happens on a click.
    pub fn click(self, mut act: impl FnMut() + Send + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Remembers its place.
    pub fn place(self, place: Place) -> Self {
        self.with(node_ref::<Custom<&'static str>, _>(place))
    }

    /// A view in it.
    pub fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Views in it.
    pub fn children(mut self, children: impl IntoIterator<Item = impl Into<AnyView>>) -> Self {
        self.0.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// A text in it.
    pub fn text(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.child(text.into().into_any())
    }

    /// A text in it that changes.
    pub fn text_of(self, text: impl FnMut() -> String + Send + 'static) -> Self {
        self.child(live(text).into_any())
    }

    /// A view in it that changes.
    pub fn child_of(self, view: impl FnMut() -> AnyView + Send + 'static) -> Self {
        self.child(dynamic(view))
    }
}

impl From<El> for AnyView {
    fn from(element: El) -> Self {
        let Parts { tag, attributes, children } = *element.0;
        custom(tag).child(StaticVec::from(children)).add_any_attr(attributes).into_any()
    }
}

/// A button with an act.
pub fn button(class: &'static str, act: impl FnMut() + Send + 'static) -> El {
    el("button").attr("type", "button").class(class).click(act)
}

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Views one after another, without an element around them.
pub fn group(views: impl IntoIterator<Item = impl Into<AnyView>>) -> AnyView {
    StaticVec::from(views.into_iter().map(Into::into).collect::<Vec<AnyView>>()).into_any()
}

/// A view that changes.
pub fn dynamic(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    live(view).into_any()
}

/// A view that is there at times; it is made anew each time it comes.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    fn when(condition: Memo<bool>, view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        dynamic(move || if condition.get() { view() } else { nothing() })
    }
    when(flag(condition), Box::new(view))
}

/// A condition that wakes who depends on it only when it turns.
pub fn flag(condition: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    let condition: Box<dyn Fn() -> bool + Send + Sync> = Box::new(condition);
    Memo::new(move |_| condition())
}

/// Acts in a moment, and whenever a signal in it changes; told whether it is the first time.
pub fn effect(act: impl FnMut(bool) + 'static) {
    let mut act: Box<dyn Call<bool, ()>> = Box::new(act);
    Effect::new(move |before: Option<()>| act.call(before.is_none()));
}

/// One of a list.
pub struct Item {
    pub(super) key: String,
    pub(super) view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Item {
    /// The key must be unique in the list; `view` is asked only when the key is new there.
    pub fn new(key: impl Into<String>, view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { key: key.into(), view: Box::new(view) }
    }
}

/// A list. Items that stay keep their elements, and with them focus and state.
pub fn list(items: impl Fn() -> Vec<Item> + Send + 'static) -> AnyView {
    fn list(items: Box<dyn Fn() -> Vec<Item> + Send>) -> AnyView {
        (move || Rows::new(items())).into_any()
    }
    list(Box::new(items))
}

/// Listens anywhere on the page for the rest of its life.
pub fn listen<E: JsCast>(name: &str, act: impl Fn(&E) + 'static) {
    let act: Box<dyn Fn(Event)> = Box::new(move |event| act(event.unchecked_ref()));
    window_event_listener_untyped(name, act);
}

/// The element an event is about.
pub fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}
