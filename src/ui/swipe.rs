//! Swipes on the cards: to the right keeps a paper, to the left puts it aside. The same as their two buttons, with undo.

use crate::ui::app::Page;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, PointerEvent};

/// The events that [`swipe`] hears.
pub const EVENTS: [&str; 4] = ["pointerdown", "pointermove", "pointerup", "pointercancel"];

/// So far a finger has to go, in pixels; what is shorter was a slip.
const FAR: i32 = 88;
/// Before it is told from a tap.
const SLOP: i32 = 12;
/// From the edges of the screen swipes belong to the browser.
const EDGE: i32 = 20;

/// Hears of pointers on the list. Up and down stays the browser's (`touch-action` in style): it takes the pointer away then.
pub fn swipe(page: Page) -> impl Fn(Event) + Copy + Send {
    // The finger, and where it went down.
    let start = StoredValue::new(None::<(i32, i32)>);
    move |event: Event| {
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
        let x = pointer.client_x();
        let kind = event.type_();
        if kind == "pointerdown" {
            // A second finger: the browser takes both away if they mean something to it.
            if !pointer.is_primary() {
                return;
            }
            let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default() as i32;
            let free = pointer.pointer_type() == "touch" && x > EDGE && x < width - EDGE;
            // In a field a finger chooses text.
            let free = free && !crate::ui::keys::is_field(event.target());
            start.try_set_value(free.then_some((pointer.pointer_id(), x)));
            return;
        }
        let Some(Some((finger, from))) = start.try_get_value() else { return };
        // Touches go on at the element that they began at.
        let card = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let card = card.and_then(|element| element.closest(".papers > article").ok().flatten());
        let Some(card) = card.filter(|_| finger == pointer.pointer_id()) else { return };
        let went = x - from;
        if kind == "pointermove" {
            if went.abs() > SLOP {
                let side = if went > 0 { "star" } else { "aside" };
                let far = if went.abs() >= FAR { "" } else { "-soon" };
                let _ = card.set_attribute("data-swipe", &format!("{side}{far}"));
                style(&card, &format!("translate:{went}px"));
            }
            return;
        }
        start.try_set_value(None);
        let swiped = card.has_attribute("data-swipe");
        let _ = card.remove_attribute("data-swipe");
        style(&card, "");
        if swiped && kind == "pointerup" && went.abs() >= FAR {
            act(page, &card, went > 0);
        }
    }
}

fn act(page: Page, card: &Element, keep: bool) {
    let button = card.query_selector(if keep { ".star" } else { ".aside-button" }).ok().flatten();
    let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) else { return };
    let kept = button.get_attribute("aria-pressed").as_deref() == Some("true");
    // What is so already stays so: a swipe takes nothing back.
    let is_so = if keep { kept } else { card.matches(".aside").unwrap_or_default() };
    if is_so {
        return;
    }
    button.click();
    // The other way says it itself.
    if keep {
        page.stars.offer_undo("Kept as a favourite.", page.client, page.toast);
    }
}

/// The style of an element, as a property: the policy refuses the attribute.
fn style(element: &Element, style: &str) {
    let _ = js_sys::Reflect::set(element, &JsValue::from_str("style"), &JsValue::from_str(style));
}
