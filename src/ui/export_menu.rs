//! The menus of formats: for a file, and for the clipboard.

use crate::export::Format;
use crate::ui::app::Page;
use crate::ui::icons;
use crate::ui::menu::{Act, menu};
use leptos::prelude::*;
use std::sync::Arc;

/// What would be in such a file into the clipboard, or a link to the list.
pub fn copy_menu(page: Page) -> AnyView {
    let item = |format: Format| (format.label(), Arc::new(move || page.client.copy(format)) as Act);
    let link = ("Link …", Arc::new(move || page.open.share.set(true)) as Act);
    menu("Copy", icons::copies(), Format::ALL.into_iter().map(item).chain([link]).collect())
}

/// A file of what is listed, in any format.
pub fn export_menu(page: Page) -> AnyView {
    let item = |format: Format| (format.label(), Arc::new(move || page.client.export(format)) as Act);
    menu("Export", icons::tray(), Format::ALL.into_iter().map(item).collect())
}
