//! One paper.

use crate::engine::protocol::{Link, Marked};
use crate::favourites::Status;
use crate::paper::{More, Paper, Sighting};
use crate::ui::app::Page;
use crate::ui::dom::{El, button, dynamic, el, flag, group, nothing};
use crate::ui::sightings::sightings;
use crate::ui::state::Row;
use crate::ui::{icons, pane, reading, words};
use leptos::prelude::*;

pub use crate::ui::state::Facts;

/// Abstracts of fewer bytes are shown whole.
const SHORT: usize = 240;

/// Titles of fewer bytes mostly take one line, as style has it of cards that are out of sight.
const ONE_LINE: usize = 60;

/// A card in the list. What it shows may change while it is there.
pub fn paper_card(page: Page, row: Row) -> AnyView {
    card(page, row, true)
}

/// The same paper beside the list, open.
pub fn open_card(page: Page, row: Row) -> AnyView {
    card(page, row, false)
}

fn card(page: Page, row: Row, listed: bool) -> AnyView {
    let Row { id, card } = row;
    let kept = page.stars.of(id);
    kept.forget_gone();
    let heading = format!("{}-{id}", if listed { "paper" } else { "open" });
    let open = RwSignal::new(!listed);
    let (of_title, of_meta, of_text, of_look_up, of_star, of_more) =
        (card.clone(), card.clone(), card.clone(), card.clone(), card.clone(), card.clone());
    let (seen, places) = sightings(page, card.clone());
    let of_made = card.clone();
    let (of_aside, of_row) = (card.clone(), card.clone());
    let of_long = card.clone();
    let long =
        flag(move || of_long.text.with(|(whole, _)| whole.as_ref().is_some_and(|whole| whole.text.len() > SHORT)));
    let made =
        move || of_made.facts.with(|(paper, _)| paper.abstract_text.is_some() && !summary(&paper.more).is_empty());
    let titles = page.look.titles;
    let has_text = move || card.text.with(|(whole, _)| whole.is_some());
    let expandable = flag(move || listed && (long.get() || (titles.get() && has_text()) || made()));
    let toggle = move || {
        let paper = of_star.facts.with_untracked(|(paper, _)| paper.clone());
        page.stars.toggle(&paper, page.client, page.toast);
    };
    let star = button("star", toggle)
        .attr("aria-label", "Favourite")
        .attr("aria-describedby", heading.clone())
        .state("aria-pressed", move || kept.with(|mark| mark.starred))
        .child(icons::star());
    let aside = flag(move || kept.with(|mark| mark.status == Status::NotInterested));
    let put_aside = button("link aside-button", move || {
        let paper = of_aside.facts.with_untracked(|(paper, _)| paper.clone());
        reading::put_aside(page, &paper);
    })
    .state("aria-pressed", move || aside.get())
    .text("Not interested");
    let name = move || of_row.facts.with_untracked(|(paper, _)| paper.title.clone());
    let folded = flag(move || (long.get() || titles.get()) && !open.get() && !page.look.printing.get());
    // A long abstract is shown by its parts that match, until it is opened.
    let shown = move || {
        let folded = folded.get();
        of_text.text.with(|(whole, snippet)| match snippet.as_ref().filter(|_| folded).or(whole.as_ref()) {
            Some(text) => marked(text),
            None => nothing(),
        })
    };
    // Alone, in a list of all buttons, they say of which paper they are.
    let (seen, put_aside) =
        (seen.attr("aria-describedby", heading.clone()), put_aside.attr("aria-describedby", heading.clone()));
    let expand = button("link expand", move || open.update(|open| *open = !*open))
        .attr("aria-describedby", heading.clone())
        .hidden(move || !expandable.get())
        .state("aria-expanded", move || open.get())
        .text_of(move || if open.get() { "Less" } else { "More" }.to_owned());
    // What the site made of the paper: in place of an abstract, or with the whole of it.
    let made = move || {
        let open = open.get();
        of_more.facts.with(|(paper, _)| {
            let lines = if open || paper.abstract_text.is_none() { summary(&paper.more) } else { Vec::new() };
            group(lines.into_iter().map(|(class, text)| el("p").class(class).text(text)))
        })
    };
    let meta = move || {
        let owned = of_meta.owned.get();
        let dates = kept.with(reading::dates);
        of_meta.facts.with(|(paper, links)| metadata(paper, links, owned, dates))
    };
    let one_line = of_title.title.with_untracked(|title| title.text.len() < ONE_LINE);
    let title = el("h2").attr("id", heading.clone()).class("card-title");
    let narrow = page.look.narrow;
    let title_text = move || {
        let text = of_title.title.with(marked);
        if !listed || !narrow.get() {
            return text;
        }
        let open = move || {
            page.open.paper.set_if_new(Some(id));
            pane::open(page);
        };
        button("card-open", open).child(text).into()
    };
    let look_up = el("p").class("look-up");
    el(if listed { "article" } else { "section" })
        .class(if one_line { "card short" } else { "card" })
        .class_when("aside", move || aside.get())
        .class_when("folded", move || folded.get())
        .attr("aria-labelledby", heading)
        .attr("tabindex", "-1")
        .child(star)
        .child(title.child_of(title_text))
        .child(el("p").class("meta").child_of(meta))
        .child(el("p").class("abstract").class_when("clamped", move || folded.get()).child_of(shown))
        .child(dynamic(made))
        .child(reading::reading_row(page, id, kept, name))
        .child(
            el("div")
                .class("card-foot")
                .child(expand)
                .child(seen)
                .child(put_aside)
                .child(look_up.child_of(move || of_look_up.facts.with(|(paper, _)| look_up_links(&paper.title)))),
        )
        .child(places)
        .into()
}

/// The summary and the keywords that the site made, each with its class.
pub fn summary(more: &More) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(summary) = &more.summary {
        lines.push(("abstract summary", summary.clone()));
    }
    if !more.keywords.is_empty() {
        lines.push(("keywords", more.keywords.join(", ")));
    }
    lines
}

/// A text with its matches marked.
pub fn marked(marked: &Marked) -> AnyView {
    let text = marked.text.as_str();
    let mut parts = Vec::with_capacity(marked.marks.len() * 2 + 1);
    let mut at = 0;
    for &(start, end) in &marked.marks {
        let (start, end) = (start as usize, end as usize);
        // A range that is none is left out; the text stays whole.
        let (Some(before), Some(hit)) = (text.get(at..start), text.get(start..end)) else { continue };
        parts.push(before.to_owned().into_any());
        parts.push(el("mark").text(hit.to_owned()).into());
        at = end;
    }
    parts.push(text.get(at..).unwrap_or("").to_owned().into_any());
    group(parts)
}

/// What is known of a paper, in a line.
pub fn metadata(paper: &Paper, links: &[Link], owned: bool, dates: String) -> AnyView {
    let mut parts: Vec<El> = Vec::new();
    if let Some(date) = paper.published {
        let (day, year) = words::date(date);
        let why = words::sentence(&paper.year_reason);
        let unsure = paper.year_inferred || date.year.is_none();
        let time = el("time").attr("datetime", date.iso());
        parts.push(match year {
            // The title is both the tooltip and the accessible description; focus shows it too (style).
            _ if unsure && !why.is_empty() => {
                let time = time.class("inferred").attr("title", why).attr("tabindex", "0").text(day);
                match year {
                    Some(year) => time.text(" ").child(el("span").class("inferred-year").text(year)),
                    None => time,
                }
            }
            Some(year) => time.text(format!("{day} {year}")),
            None => time.text(day),
        });
    }
    let mut fact = |text: String| parts.push(el("span").text(text));
    if let Some(organisation) = &paper.organisation {
        fact(organisation.clone());
    }
    if let Some(authors) = authors(paper) {
        fact(authors);
    }
    type Count = fn(&Sighting) -> Option<u32>;
    let counts: [(Option<u32>, _, _, Count); 2] = [
        (paper.comments, "comment", "comments", |sighting| sighting.comments),
        (paper.upvotes, "upvote", "upvotes", |sighting| sighting.upvotes),
    ];
    for (now, one, many, count) in counts {
        let Some(number) = now else { continue };
        let fact = el("span").text(words::count(number, one, many));
        parts.push(match paper.grown(now, count) {
            None => fact,
            Some((by, since)) => {
                let sign = if by > 0 { "+" } else { "−" };
                let text = format!(" ({sign}{} since {})", by.unsigned_abs(), words::since(since));
                fact.child(el("span").class("grown").attr("title", since.dump.clone()).text(text))
            }
        });
    }
    if let Some(stars) = paper.more.stars {
        parts.push(el("span").text(format!("{} {}", words::number(stars), if stars == 1 { "star" } else { "stars" })));
    }
    parts.extend(links.iter().map(|link| outside(&link.url, &link.label)));
    if owned {
        parts.push(el("span").class("owned").text("in my library"));
    }
    if !dates.is_empty() {
        parts.push(el("span").class("dates").text(dates));
    }
    group(parts)
}

/// Who wrote a paper, or how many.
pub fn authors(paper: &Paper) -> Option<String> {
    Some(match (paper.author_names.as_slice(), paper.authors) {
        ([], authors) => words::count(authors?, "author", "authors"),
        ([one], _) => one.clone(),
        ([one, two], _) => format!("{one}, {two}"),
        ([one, ..], authors) => {
            let authors = authors.unwrap_or(paper.author_names.len() as u32);
            format!("{one} and {} more", authors.saturating_sub(1))
        }
    })
}

/// A link out of the page; text where the address is not of the web.
fn outside(url: &str, label: &str) -> El {
    let web = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if web.starts_with("https://") || web.starts_with("http://") {
        link(url.to_owned()).attr("title", url.to_owned()).text(label.to_owned()).child(arrow())
    } else {
        el("span").text(url.to_owned())
    }
}

/// The arrow out of the page, for those who see it.
pub fn arrow() -> El {
    el("span").attr("aria-hidden", "true").text(" ↗")
}

/// A link that opens beside the page.
pub fn link(url: String) -> El {
    el("a").attr("href", url).attr("target", "_blank").attr("rel", "noopener noreferrer")
}

/// Where to look a title up. Nothing is fetched before a click.
pub fn look_up_links(title: &str) -> AnyView {
    let words = String::from(js_sys::encode_uri_component(title));
    group(
        [
            ("arXiv", "https://arxiv.org/search/?searchtype=title&query="),
            ("Hugging Face", "https://huggingface.co/papers?q="),
            ("Google Scholar", "https://scholar.google.com/scholar?q="),
            ("Semantic Scholar", "https://www.semanticscholar.org/search?q="),
        ]
        .map(|(label, address)| link(format!("{address}{words}")).text(label)),
    )
}
