//! Where a paper was seen, on demand: in which dumps, at which place, and what they said of it then.

use crate::paper::{Paper, Sighting};
use crate::ui::app::Page;
use crate::ui::audit;
use crate::ui::card::Facts;
use crate::ui::dom::{El, button, dynamic, el, group, nothing};
use crate::ui::words;
use leptos::prelude::*;

/// The button that shows the list, and the list.
pub fn sightings(page: Page, facts: Facts) -> (El, AnyView) {
    let open = RwSignal::new(false);
    let (of_button, of_list) = (facts.clone(), facts);
    let seen = move || of_button.facts.with(|(paper, _)| dumps(paper).len() as u32);
    let (none, several, said) = (seen.clone(), seen.clone(), seen);
    let show = button("link seen", move || open.update(|open| *open = !*open))
        .hidden(move || none() == 0)
        .state("aria-expanded", move || open.get())
        .class_when("several", move || several() > 1)
        .text_of(move || format!("Seen in {}", words::count(said(), "dump", "dumps")));
    let list = move || {
        if !open.get() {
            return nothing();
        }
        of_list.facts.with(|(paper, _)| places(page, paper))
    };
    (show, dynamic(list))
}

/// The names of the dumps that a paper was seen in, each once, in the order of the sightings.
fn dumps(paper: &Paper) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for sighting in &paper.seen_in {
        if !names.contains(&sighting.dump.as_str()) {
            names.push(&sighting.dump);
        }
    }
    names
}

fn places(page: Page, paper: &Paper) -> AnyView {
    let place = |sighting: &Sighting| {
        let Sighting { dump, position, lines: [first, last], .. } = sighting;
        let lines = if first == last { format!("line {first}") } else { format!("lines {first}–{last}") };
        let mut said = format!(": paper {position}, {lines}");
        if let Some(day) = sighting.day {
            said += &format!("; {}", words::whole_date(day));
        }
        if let Some(upvotes) = sighting.upvotes {
            said += &format!(", {}", words::count(upvotes, "upvote", "upvotes"));
        }
        if let Some(comments) = sighting.comments {
            said += &format!(", {}", words::count(comments, "comment", "comments"));
        }
        let (name, lines) = (dump.clone(), sighting.lines);
        let show = button("link place", move || audit::open_place(page, &name, lines)).attr("title", "Show this place");
        el("li").child(show.text(dump.clone())).text(said)
    };
    let list = el("ul").attr("aria-label", "Where it was seen").children(paper.seen_in.iter().map(place));
    let mut said = Vec::new();
    if let Some(submitter) = &paper.more.submitter {
        said.push(format!("Submitted by {submitter}."));
    }
    if let Some(day) = paper.more.listed {
        said.push(format!("Listed on {}.", words::whole_date(day)));
    }
    let mut parts = vec![AnyView::from(list)];
    if !said.is_empty() {
        parts.push(el("p").text(said.join(" ")).into());
    }
    el("div").class("sightings").child(group(parts)).into()
}
