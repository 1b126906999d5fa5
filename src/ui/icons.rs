//! Icons of one stroke width, drawn on a grid of 20.

use leptos::prelude::*;

// The only elements outside of HTML, and so the only ones that are not `El`s.
fn drawing(class: &'static str, view_box: &'static str, paths: &[(&'static str, &'static str)]) -> AnyView {
    let paths: Vec<AnyView> =
        paths.iter().map(|&(class, line)| view! { <path class=class d=line></path> }.into_any()).collect();
    view! { <svg class=class viewBox=view_box aria-hidden="true" focusable="false">{paths}</svg> }.into_any()
}

fn icon(line: &'static str) -> AnyView {
    drawing("icon", "0 0 20 20", &[("", line)])
}

/// Three stacked cards.
pub fn mark() -> AnyView {
    drawing(
        "mark",
        "0 0 24 24",
        &[
            ("", "M4 6.500h16v9H4z"),
            ("mark-under", "M6 18.500h12M8 21.500h8"),
            ("mark-text", "M7.500 10h9M7.500 12.500h5"),
        ],
    )
}

/// A star; filled by style.
pub fn star() -> AnyView {
    icon("M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.100l5-.7z")
}

/// A cross, to close or remove.
pub fn cross() -> AnyView {
    icon("M5.500 5.500l9 9M14.500 5.500l-9 9")
}

/// A magnifying glass.
pub fn glass() -> AnyView {
    icon("M13 13l4 4M14.500 8.750a5.750 5.750 0 1 1-11.500 0a5.750 5.750 0 0 1 11.500 0z")
}

/// A sheet of paper.
pub fn sheet() -> AnyView {
    icon("M5 2.750h6.500l3.500 3.500v11H5zM11.500 2.750v3.500H15M7.500 10h5M7.500 13h5")
}

/// An arrow into a tray.
pub fn tray() -> AnyView {
    icon("M10 3v9M6.500 8.500L10 12l3.500-3.500M3.500 13v3.500h13V13")
}

/// A tick.
pub fn tick() -> AnyView {
    icon("M3.500 10.500l4.200 4.200L16.500 5.500")
}

/// A chevron pointing down.
pub fn chevron() -> AnyView {
    icon("M6 8l4 4 4-4")
}

/// Lines of falling length: filters.
pub fn filters() -> AnyView {
    icon("M3 5.500h14M5.500 10h9M8 14.500h4")
}

/// A disc, half of it hatched: how the page looks.
pub fn contrast() -> AnyView {
    icon("M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM10 3v14M12.500 3.700v12.600M15 5.500v9")
}

/// A clipboard.
pub fn clipboard() -> AnyView {
    icon("M7.500 4H5v13.250h10V4h-2.500M7.500 2.750h5v3h-5zM7.500 10h5M7.500 13h5")
}

/// A sheet in front of another: copies.
pub fn copies() -> AnyView {
    icon("M7.500 6.500h8.750v10.750H7.500zM4.750 13.500H3.750V2.750h8.750v1.250")
}

/// A card before another: one at a time.
pub fn cards() -> AnyView {
    icon("M3.500 6.500h13v10h-13zM5.500 3.750h9M7.500 10h5M7.500 13h3")
}

/// A folder.
pub fn folder() -> AnyView {
    icon("M2.750 15.750V4.500h5l1.750 2h7.750v9.250z")
}

/// A prompt: a command is waited for.
pub fn commands() -> AnyView {
    icon("M4 6l4 4-4 4M10 14.500h6")
}

/// A question mark in a circle.
pub fn help() -> AnyView {
    icon("M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM8 8.200a2 2 0 1 1 2.900 1.800c-.6.300-.9.700-.9 1.400M10 13.600v.1")
}

/// A keyboard.
pub fn keyboard() -> AnyView {
    icon("M2.750 5.500h14.500v9.500H2.750zM5.500 8.500h.1M8.500 8.500h.1M11.500 8.500h.1M14.500 8.500h.1M6.500 12h7")
}
