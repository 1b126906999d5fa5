//! What can be done about lines. Each change is remembered with the dump, which is read again with it.

use crate::dump::Settings;
use crate::dump::settings::{Correction, What};
use crate::ui::app::Page;
use leptos::prelude::*;

/// Corrects the lines that are selected.
pub fn correct(page: Page, what: What) {
    correct_to(page, what, String::new());
}

/// Corrects the paper of the lines that are selected to a value.
pub fn correct_to(page: Page, what: What, value: String) {
    let lines = untrack(|| page.audit.selected());
    let correction = Correction::new(what, lines, value);
    let done = sentence(&correction);
    change(page, done, |settings| settings.corrections.push(correction));
}

/// Takes a correction back.
pub fn take_back(page: Page, correction: &Correction) {
    change(page, "Taken back.".to_owned(), |settings| {
        if let Some(at) = settings.corrections.iter().rposition(|other| other == correction) {
            settings.corrections.remove(at);
        }
    });
}

/// Has the dump read in a layout, or in the one that it is found to be in.
pub fn read_as(page: Page, layout: Option<String>) {
    let done = match &layout {
        Some(layout) => format!("Read as {layout}."),
        None => "Read as what it is found to be.".to_owned(),
    };
    change(page, done, |settings| settings.layout = layout);
}

fn change(page: Page, done: String, change: impl FnOnce(&mut Settings)) {
    let Some(dump) = page.audit.dump() else { return };
    page.audit.waits(done);
    page.client.set(dump, change);
}

/// Takes the last change back, or makes it again.
pub fn step(page: Page, back: bool) {
    let Some(dump) = page.audit.dump() else { return };
    page.client.step(dump, back);
}

/// What a correction says.
pub fn sentence(correction: &Correction) -> String {
    let [first, last] = correction.lines;
    let (lines, of) = if first == last {
        (format!("Line {first}"), format!("The paper at line {first}"))
    } else {
        (format!("Lines {first}–{last}"), format!("The paper at lines {first}–{last}"))
    };
    let value = &correction.value;
    let or_none =
        |one: &str| if value.is_empty() { format!("{of} has no {one}.") } else { format!("{of}: {one} {value}.") };
    match correction.what {
        Some(What::Split) => format!("{lines}: a paper begins."),
        Some(What::Join) => format!("{of} goes with the one before."),
        Some(What::Drop) => format!("{of} is none."),
        Some(What::Title) => format!("{lines}: title."),
        Some(What::Abstract) => format!("{lines}: abstract."),
        Some(What::Furniture) => format!("{lines}: part of the page."),
        Some(What::Date) => or_none("date"),
        Some(What::Authors) => or_none("authors"),
        None => "A correction by a later Paperdeck, which is kept.".to_owned(),
    }
}
