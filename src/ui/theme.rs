//! Light or dark: as the system has it, until the user chooses.

use crate::ui::app::Page;
use crate::ui::dom::button;
use crate::ui::icons;
use leptos::prelude::*;

const KEY: &str = "paperdeck.theme";

/// Whether the page is dark.
#[derive(Clone, Copy)]
pub struct Theme(RwSignal<bool>);

impl Theme {
    /// The user's choice, or the system's.
    pub fn load() -> Self {
        let chosen = crate::ui::storage::local().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        let dark = match chosen.as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => system.is_some_and(|query| query.matches()),
        };
        if matches!(chosen.as_deref(), Some("dark" | "light")) {
            show(dark);
        }
        Self(RwSignal::new(dark))
    }

    fn toggle(self) {
        let dark = !self.0.get_untracked();
        self.0.set(dark);
        show(dark);
        // Where storage is blocked, the choice holds until the page goes.
        let _ = crate::ui::storage::local().map(|storage| storage.set_item(KEY, if dark { "dark" } else { "light" }));
    }
}

fn show(dark: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
    }
}

/// The switch.
pub fn theme_button(page: Page) -> AnyView {
    let theme = page.theme;
    button("plain", move || theme.toggle())
        .attr("aria-label", "Dark theme")
        .attr("title", "Light or dark")
        .state("aria-pressed", move || theme.0.get())
        .child(icons::moon())
        .into()
}
