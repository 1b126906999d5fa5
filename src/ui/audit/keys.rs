//! Keys of the audit, besides those of its fields and buttons.

use super::{actions, close, selection};
use crate::dump::Role;
use crate::dump::settings::What;
use crate::engine::protocol::Seek;
use crate::ui::app::Page;
use crate::ui::keys::is_field;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// A key was pressed in the audit.
pub fn heard(page: Page, event: Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    if key.default_prevented() || key.alt_key() || key.is_composing() {
        return;
    }
    let audit = page.audit;
    if key.key() == "Escape" {
        key.prevent_default();
        return close();
    }
    if is_field(event.target()) {
        return;
    }
    let command = key.ctrl_key() || key.meta_key();
    let unclear = |back| audit.seek(page.client, Seek::Role(Role::NotUnderstood), back);
    match key.key().as_str() {
        "z" | "Z" if command => actions::step(page, !key.shift_key()),
        "y" if command => actions::step(page, false),
        _ if command => return,
        "u" => actions::step(page, true),
        "U" => actions::step(page, false),
        "n" => unclear(false),
        "p" => unclear(true),
        "/" => selection::focus("audit-go"),
        "t" => actions::correct(page, What::Title),
        "a" => actions::correct(page, What::Abstract),
        "f" => actions::correct(page, What::Furniture),
        "s" => actions::correct(page, What::Split),
        "j" => actions::correct(page, What::Join),
        "x" => actions::correct(page, What::Drop),
        _ => return moved(page, key),
    }
    key.prevent_default();
}

/// Arrows move through the text, when it has the focus.
fn moved(page: Page, key: &KeyboardEvent) {
    let in_text = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    if in_text.is_none_or(|target| target.get_attribute("role").as_deref() != Some("listbox")) {
        return;
    }
    let audit = page.audit;
    let (line, many) = (audit.active(), audit.place().lines(audit.total()).1.saturating_sub(3));
    let to = match key.key().as_str() {
        "ArrowDown" => line.saturating_add(1),
        "ArrowUp" => line.saturating_sub(1),
        "PageDown" => line.saturating_add(many),
        "PageUp" => line.saturating_sub(many),
        "Home" => 1,
        "End" => u32::MAX,
        "Enter" => {
            key.prevent_default();
            return selection::open_card(page);
        }
        _ => return,
    };
    key.prevent_default();
    audit.go(to, key.shift_key(), page.client);
}
