//! The menu of file formats.

use crate::export::Format;
use crate::ui::app::Page;
use crate::ui::icons;
use crate::ui::menu::{Act, menu};
use leptos::prelude::*;
use std::sync::Arc;

/// A file of what is listed, in any format.
pub fn export_menu(page: Page) -> AnyView {
    let item = |format: Format| (format.label(), Arc::new(move || page.client.export(format)) as Act);
    menu("Export", icons::tray(), Format::ALL.into_iter().map(item).collect())
}
