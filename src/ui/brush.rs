//! Choosing years with a hand on the bars of the histogram, by pointer or by keys.
//!
//! A press on a bar chooses its year alone, or takes it back; a press with Shift, a drag, and Shift with an arrow choose
//! the range between two bars. While a drag goes on, the results follow it.

use crate::search::years::runs;
use crate::ui::app::Page;
use crate::ui::dom::Place;
use crate::ui::watched::Watched;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

/// What the hand does. Bars go by the first year of their slot: slots may come and go meanwhile.
#[derive(Clone, Default, PartialEq)]
struct Hand {
    /// Where a range begins.
    anchor: u16,
    /// The bar last pointed at.
    at: Option<u16>,
    /// Whether the pointer is down.
    down: bool,
    /// Whether a range was drawn since it went down, or since Shift was held.
    drawn: bool,
    /// The years that were chosen before.
    before: Vec<Option<u16>>,
    /// The bar to tell about: it is pointed at, or has the focus.
    told: Option<u16>,
    /// The bar that had the focus last.
    tab: Option<u16>,
}

/// The hand on the bars.
#[derive(Clone)]
pub struct Brush {
    page: Page,
    /// The element around the bars, which are its only children.
    pub bars: Place,
    hand: Arc<Watched<Hand>>,
}

impl Brush {
    /// A hand that does nothing yet.
    pub fn new(page: Page) -> Self {
        Self { page, bars: Place::new(), hand: Arc::new(Watched::new(Hand::default())) }
    }

    /// The bar to tell about, watched.
    pub fn told(&self) -> Option<u16> {
        self.hand.with(|hand| hand.told)
    }

    /// Whether the Tab key comes to this bar, watched: of all bars it comes to one, the newest at first.
    pub fn tabbed(&self, from: u16) -> bool {
        let tab = self.hand.with(|hand| hand.tab);
        self.page.found.timeline.with(|timeline| {
            let tab = tab.and_then(|tab| timeline.slot(tab)).or(timeline.slots().last().copied());
            tab.is_some_and(|slot| slot.from == from)
        })
    }

    fn change(&self, change: impl FnOnce(&mut Hand)) {
        let mut hand = self.hand.get_untracked();
        change(&mut hand);
        self.hand.set_if_new(hand);
    }

    /// A press on a bar, by pointer, key or assistive technology.
    pub fn press(&self, from: u16, event: &Event) {
        let mouse = event.dyn_ref::<MouseEvent>();
        let hand = self.hand.get_untracked();
        // The browser calls the end of a drag a click too, when it ends where it began.
        if hand.drawn && mouse.is_some_and(|mouse| mouse.detail() > 0) {
            return;
        }
        if mouse.is_some_and(|mouse| mouse.shift_key()) {
            return self.choose(hand.anchor, from, true);
        }
        let chosen = self.page.view.0.with_untracked(|query| runs(&query.years));
        let own: Vec<_> = self.range(from, from).into_iter().map(Some).collect();
        if chosen == runs(&own) {
            self.set(Vec::new(), true)
        } else {
            self.choose(from, from, true)
        }
        self.change(|hand| (hand.anchor, hand.told) = (from, None));
    }

    /// A bar got the focus.
    pub fn focused(&self, from: u16) {
        self.change(|hand| {
            hand.tab = Some(from);
            if !hand.down {
                hand.told = Some(from);
            }
        });
    }

    /// What the element around the bars hears.
    pub fn hear(&self, event: Event) {
        match event.dyn_ref::<PointerEvent>() {
            Some(event) => self.point(event),
            None => match event.dyn_ref::<KeyboardEvent>() {
                Some(event) => self.key(event),
                None => self.change(|hand| hand.told = None),
            },
        }
    }

    fn point(&self, event: &PointerEvent) {
        let hand = self.hand.get_untracked();
        let bar = self.bar_at(event);
        match (event.type_().as_str(), bar) {
            ("pointerdown", Some(from)) if event.is_primary() && event.button() == 0 && !event.shift_key() => {
                let before = self.page.view.0.with_untracked(|query| query.years.clone());
                self.change(|hand| {
                    *hand = Hand { anchor: from, at: bar, down: true, drawn: false, before, ..*hand };
                });
            }
            ("pointermove", Some(from)) if hand.at != bar => {
                // The pointer may have been let go where this did not hear of it.
                let down = hand.down && event.buttons() > 0;
                if down {
                    if !hand.drawn
                        && let Some(bars) = self.bars.get_untracked()
                    {
                        let _ = bars.set_pointer_capture(event.pointer_id());
                    }
                    self.choose(hand.anchor, from, !hand.drawn);
                }
                self.change(|hand| {
                    (hand.at, hand.down) = (bar, down);
                    hand.drawn |= down;
                    hand.told = bar.filter(|_| !down);
                });
            }
            ("pointerup", _) => self.change(|hand| hand.down = false),
            // The browser took the touch to scroll.
            ("pointercancel", _) => self.give_up(),
            ("pointerleave", _) if !hand.down => self.change(|hand| (hand.at, hand.told) = (None, None)),
            _ => {}
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        let hand = self.hand.get_untracked();
        let slots = self.page.found.timeline.with_untracked(|timeline| timeline.slots().to_vec());
        let now = hand.tab.and_then(|tab| slots.iter().position(|slot| slot.from == tab));
        let now = now.unwrap_or(slots.len().saturating_sub(1));
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => now + 1,
            "Home" => 0,
            "End" => slots.len().saturating_sub(1),
            "Escape" if hand.down => {
                event.prevent_default();
                return self.give_up();
            }
            _ => return,
        };
        event.prevent_default();
        let Some(next) = slots.get(next) else { return };
        let bar = self.bars.get_untracked().and_then(|bars| {
            bars.query_selector(&format!("[data-from=\"{}\"]", next.from))
                .ok()
                .flatten()?
                .dyn_into::<HtmlElement>()
                .ok()
        });
        if let Some(bar) = bar {
            let _ = bar.focus();
        }
        if event.shift_key() {
            let anchor = if hand.drawn { hand.anchor } else { slots.get(now).map_or(next.from, |slot| slot.from) };
            self.choose(anchor, next.from, !hand.drawn);
            self.change(|hand| (hand.anchor, hand.drawn, hand.told) = (anchor, true, None));
        } else {
            self.change(|hand| (hand.anchor, hand.drawn) = (next.from, false));
        }
    }

    fn give_up(&self) {
        let Hand { down, drawn, before, .. } = self.hand.get_untracked();
        if down && drawn {
            self.page.view.apply(|query| query.years = before, false);
        }
        self.change(|hand| hand.down = false);
    }

    /// The bar that a pointer is over, or the nearest.
    fn bar_at(&self, event: &PointerEvent) -> Option<u16> {
        let area = self.bars.get_untracked()?.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - area.left()) / area.width();
        self.page.found.timeline.with_untracked(|timeline| {
            let slots = timeline.slots();
            let at = (share * slots.len() as f64) as usize;
            slots.get(at).or(slots.last()).map(|slot| slot.from)
        })
    }

    fn range(&self, one: u16, other: u16) -> Vec<u16> {
        self.page.found.timeline.with_untracked(|timeline| timeline.range(one, other))
    }

    fn choose(&self, one: u16, other: u16, step: bool) {
        self.set(self.range(one, other), step);
    }

    /// Chooses these years; whether papers without a year are chosen too stays as it is.
    fn set(&self, years: Vec<u16>, step: bool) {
        self.page.view.apply(
            |query| {
                query.years.retain(Option::is_none);
                let unknown = query.years.pop();
                query.years = years.into_iter().map(Some).chain(unknown).collect();
            },
            step,
        );
    }
}
